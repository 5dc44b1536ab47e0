"""Says in words and tables what a run found: `burdenshare.brief.report.report` writes report.html.

The report puts the answer first and lets every number be followed to its origin: a row of a table,
the way it is made, the inputs it rests on, the published figure, the source.
"""
