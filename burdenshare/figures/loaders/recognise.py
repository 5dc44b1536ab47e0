"""Tells whose file it is, from its content alone."""

from __future__ import annotations

from burdenshare.errors import Refusal
from burdenshare.figures.loaders.nato import is_nato, read_nato
from burdenshare.figures.loaders.placing import Loaded
from burdenshare.figures.loaders.sipri import is_sipri, read_sipri
from burdenshare.figures.loaders.weo import is_weo, read_weo
from burdenshare.figures.loaders.workbook import UNDERSTOOD, Book

READERS = ((is_nato, read_nato), (is_sipri, read_sipri), (is_weo, read_weo))


def read(book: Book) -> Loaded:
    """Return what the publisher's loader makes of a file.

    Raises
    ------
    Refusal
        ``unrecognised-file`` if it is no publisher's; ``unexpected-layout`` or ``damaged-file`` if
        it is one, but not as the publisher made it.
    """
    for belongs, reader in READERS:
        if belongs(book):
            return reader(book)
    raise Refusal(
        "unrecognised-file",
        f"{book.path.name} is no workbook of a publisher that burdenshare knows",
        hint=UNDERSTOOD,
    )
