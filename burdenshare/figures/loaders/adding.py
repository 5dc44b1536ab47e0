"""Takes in a publisher's own file and stores its figures beside the shipped ones."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from burdenshare.errors import Refusal
from burdenshare.figures.loaders.placing import Loaded, Unplaced
from burdenshare.figures.loaders.recognise import read
from burdenshare.figures.loaders.workbook import open_book
from burdenshare.figures.tables import write_added
from burdenshare.settings import folder


@dataclass(frozen=True)
class AddResult:
    """What was taken in, and what was not."""

    publisher: str
    vintage: str
    rows_read: int
    """Figures stored, one for each country, year and series."""
    rows_not_placed: list[Unplaced]
    table: str
    """Identifier of the stored table; the same file added again replaces it."""
    differs_from_shipped: list[str]
    """Keys of the figures whose value or unit is not that of the shipped table of this vintage."""

    def to_json(self) -> dict[str, Any]:
        """Return the result with the keys of the command's answer."""
        return asdict(self) | {"rows_not_placed": [u._asdict() for u in self.rows_not_placed]}


def add(path: Path | str, home: Path | None = None) -> AddResult:
    """Take in a publisher's workbook or text file; later calls use its figures at once.

    Publisher and edition are recognised from the content. Nothing is stored unless all of it could
    be read; rows and cells that have no place are reported one by one.

    Parameters
    ----------
    path : Path or str
        The file; see `burdenshare.figures.loaders.workbook.UNDERSTOOD` for what is read.
    home : Path, optional
        Folder of what the user adds; the setting ``home`` if not given.

    Raises
    ------
    Refusal
        ``file-not-found``, ``damaged-file``, ``unrecognised-file`` or ``unexpected-layout``.
    Failure
        ``cannot-write``; the tables added before are untouched.
    """
    book = open_book(Path(path))
    loaded = read(book)
    if not loaded.observations:
        raise Refusal(
            "unexpected-layout",
            f"{book.path.name} holds no figure that could be placed",
            hint="nothing was stored; download the file again from the publisher",
            details=[u._asdict() for u in loaded.unplaced],
        )
    return store(loaded, home)


def store(loaded: Loaded, home: Path | None) -> AddResult:
    """Write what a loader or a live service gave, and compare it with the shipped table."""
    place = home or folder("home")
    assert place is not None
    differs = write_added(loaded.source, loaded.observations, place)
    return AddResult(
        publisher=loaded.publisher,
        vintage=loaded.source.vintage,
        rows_read=len(loaded.observations),
        rows_not_placed=loaded.unplaced,
        table=loaded.source.id,
        differs_from_shipped=differs,
    )
