"""Loaders: what does the user's own copy of a publisher's file say, or a live service today.

`add` takes in a workbook of NATO, SIPRI or the IMF: publisher and edition are read from the
content, never from the file's name, every row that has no place is reported, and nothing is stored
when the layout is not what it should be. `burdenshare.figures.loaders.services.fetch` does the
same for a series of the World Bank, the IMF, the OECD or the ECB.
"""

from burdenshare.figures.loaders.adding import AddResult, add

__all__ = ["AddResult", "add"]
