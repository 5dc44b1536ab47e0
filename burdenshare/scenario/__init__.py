"""What if? A scenario says who promises which share of GDP by when, and compared with what.

A scenario is a YAML file that is read safely and checked in one pass: every problem is reported at
once, with its path, its line and a remedy. The main function is `burdenshare.scenario.load.load`;
`burdenshare.scenario.explain.explain` says back in plain sentences what will be computed, and
`library` holds ready scenarios.
"""
