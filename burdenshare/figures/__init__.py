"""Answers what is spent, by whose definition, and known when.

Every figure of the project is an observation with a source, a definition and a vintage. The shipped
tables lie in ``data``, one CSV for each source and vintage; tables made from the user's own
workbooks are added to them. The main entrance is `burdenshare.figures.store.Figures`: ``open`` it,
then ask for ``rows``, ``show``, ``diff``, ``total`` or a ``panel``.
"""
