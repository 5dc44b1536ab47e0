"""What is spent, by whose definition, known when."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from burdenshare.workbench.desk import Desk

if TYPE_CHECKING:
    from datetime import date


class FiguresDesk(Desk):
    """The shipped and the added figures: list, show, compare, add, draw."""

    def figures_list(self) -> dict[str, Any]:
        """List every series with its definitions, vintages and coverage."""
        return {"series": [info.to_json() for info in self.figures.catalogue()]}

    def figures_show(
        self,
        series: str,
        *,
        countries: Sequence[str] | None = None,
        years: tuple[int, int] | None = None,
        definition: str | None = None,
        vintages: str = "latest",
        as_of: date | None = None,
    ) -> dict[str, Any]:
        """Show the values of a series; see `Figures.show`."""
        return self.figures.show(
            series,
            countries=countries,
            years=years,
            definition=definition,
            vintages=vintages,
            as_of=as_of,
        )

    def figures_diff(
        self, series: str, from_: str, to: str, *, definition: str | None = None
    ) -> dict[str, Any]:
        """Show what changed between two vintages; see `Figures.diff`."""
        return self.figures.diff(series, from_, to, definition=definition)

    def figures_total(
        self,
        series: str,
        year: int,
        *,
        alliance: str = "NATO",
        definition: str = "nato",
        vintage: str | None = None,
    ) -> dict[str, Any]:
        """Sum a series over the members of the year, beside the publisher's own total."""
        from burdenshare.figures.totals import total

        return total(
            self.figures, series, year, alliance=alliance, definition=definition, vintage=vintage
        ).to_json()

    def figures_sources(self) -> dict[str, Any]:
        """List the source record of every table."""
        return {"sources": [source.to_json() for source in self.figures.sources()]}

    def figures_cite(
        self,
        series: str,
        country: str,
        year: int,
        *,
        definition: str | None = None,
        vintage: str | None = None,
    ) -> dict[str, Any]:
        """Return one figure with its source, its other editions and how to cite it."""
        from burdenshare.figures.citation import citation

        return citation(self.figures, series, country, year, definition=definition, vintage=vintage)

    def reconcile(self, country: str, year: int, *, as_of: date | None = None) -> dict[str, Any]:
        """Lay the definitions of one country and year beside each other."""
        from burdenshare.figures.reconcile import reconcile

        return reconcile(self.figures, country, year, as_of=as_of).to_json()

    def figures_add(self, file: Path) -> dict[str, Any]:
        """Take in a publisher's workbook; later calls use its figures at once."""
        from burdenshare.figures.loaders import add

        added = add(file, home=self.home)
        self.__dict__.pop("figures", None)
        return added.to_json()

    def figures_renew(self) -> None:
        """Let go of the figures where another process has added some since they were opened."""
        from burdenshare import settings

        home = self.home or settings.folder("home")
        assert home is not None
        try:
            stamp = (home / "figures").stat().st_mtime_ns
        except OSError:
            stamp = 0
        if self.__dict__.setdefault("_stamp", stamp) != stamp:
            self.__dict__["_stamp"] = stamp
            self.__dict__.pop("figures", None)

    def figures_fetch(
        self,
        service: str,
        series: str,
        *,
        countries: Sequence[str] | None = None,
        years: tuple[int, int] | None = None,
    ) -> dict[str, Any]:
        """Fetch a series from a live service and keep it like an added table."""
        from burdenshare.figures.loaders.services import fetch

        fetched = fetch(service, series, countries, years, home=self.home)
        self.__dict__.pop("figures", None)
        return fetched.to_json()

    def draw(self, name: str, out: Path, *, year: int, language: str = "en") -> None:
        """Draw one chart of the figures into a file."""
        from burdenshare.charts.figures import draw

        draw(name, self.figures, out, year=year, language=language)
