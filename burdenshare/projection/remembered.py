"""The figures as models ask for them, with every answer and what follows from it kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar, cast

if TYPE_CHECKING:
    from burdenshare.figures.model import Observation
    from burdenshare.figures.store import Figures

MOST = 2048
"""Things kept at a time: about fifty MB, what a dozen scenarios of all allies need."""

T = TypeVar("T")


class Table(Protocol):
    """What models ask of the figures: `burdenshare.figures.store.Figures` answers it."""

    def rows(
        self, series: str, *, definition: str | None = None, vintages: str = "latest"
    ) -> list[Observation]:
        """Return the observations of a series, sorted by country, year and vintage."""
        ...


class Query(NamedTuple):
    """One question to the figures."""

    series: str
    definition: str | None
    vintages: str


class Remembered:
    """Figures, with every answer and everything made of them kept for the next scenario.

    Figures do not change while they are open. What is kept lies under a key that holds all that it
    was made from beside them, so it cannot be outdated; what was not asked for longest goes first.
    Nobody changes what is kept. Threads may share it.

    Parameters
    ----------
    figures : Table
    most : int
        How many things are kept at a time.
    """

    def __init__(self, figures: Table, most: int = MOST) -> None:
        self.figures = figures
        self._most = most
        self._things: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = Lock()

    @classmethod
    def of(cls, figures: Table) -> Remembered:
        """Return figures that remember: these if they do, else new ones on them."""
        return figures if isinstance(figures, Remembered) else cls(figures)

    @property
    def fingerprint(self) -> str:
        """Hash of the tables, where the figures say one."""
        return cast("Figures", self.figures).fingerprint

    def rows(self, series: str, **asked: Any) -> list[Observation]:
        """Return the observations of a series, as the figures do."""
        named = ((name, tuple(v) if isinstance(v, list) else v) for name, v in asked.items())
        key = ("rows", series, *sorted(named))
        return self.kept(key, lambda: self.figures.rows(series, **asked))

    def ask(self, queries: list[Query]) -> dict[str, list[Observation]]:
        """Return the answers to some questions, by series."""
        return {
            query.series: self.rows(
                query.series, definition=query.definition, vintages=query.vintages
            )
            for query in queries
        }

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what lies under a key, made now if nothing does.

        Parameters
        ----------
        key : hashable
            What it is and all that it is made from beside the figures.
        make : callable
        """
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
                return cast(T, self._things[key])
        made = make()
        with self._lock:
            self._things[key] = made
            while len(self._things) > self._most:
                self._things.popitem(last=False)
        return made
