"""What every desk of the workbench stands on: the figures."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from burdenshare.figures.store import Figures


def today() -> date:
    """Return the day in Greenwich, so that a date means the same everywhere."""
    from datetime import UTC, datetime

    return datetime.now(UTC).date()


class Desk:
    """A part of the workbench; all parts share one store of figures."""

    def __init__(self, home: Path | None = None) -> None:
        self.home = home

    @cached_property
    def figures(self) -> Figures:
        """The shipped tables and the user's own, indexed."""
        from burdenshare.figures.store import Figures

        return Figures.open(self.home)
