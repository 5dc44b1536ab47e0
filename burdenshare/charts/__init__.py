"""Answers how a result looks in print, with its definition, vintage and source.

Each chart is a function from plain results to a Vega-Lite specification: of shares and costs
(`who_meets_what`, `burden_map`, `path_to_pledge`, `cost_stack`, `cost_bars`, `vintage_movers`), of
futures (`fan_cost`, `fan_debt`, `fan_share`, `affordable`, `debt_moves`, `buying_power`), of
questions over many runs (`band_width`, `sobol`, `failure_box`). `run.charts` chooses those of a
run, and `render.render` draws a specification as SVG and PNG, the same bytes each time.
"""
