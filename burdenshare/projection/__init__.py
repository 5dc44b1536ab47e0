"""Answers what a pledge would cost, year by year and country by country.

A pledge is a share of GDP by a deadline, reached along a stated path. `assemble` turns a scenario
and the figures into inputs of which every number knows its origin; the main function, `project`,
turns these into spending, the extra over each baseline, and the totals of the alliance.
"""
