"""Answers how a result looks in print, with its definition, vintage and source.

Each chart (`who_meets_what`, `burden_map`, `path_to_pledge`, `cost_stack`, `cost_bars`,
`vintage_movers`, in modules of their own) is a function from plain results to a Vega-Lite
specification; `run.charts` chooses those of a run, and `render.render` draws a specification as SVG
and PNG, the same bytes each time.
"""
