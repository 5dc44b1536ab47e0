"""Charts of figures and of answers: specifications, and pictures in files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from burdenshare.workbench.desk import Desk

Specs = dict[str, dict[str, Any]]


class PicturesDesk(Desk):
    """Charts as Vega-Lite, by name; `charts.render.render` makes an SVG and a PNG of one."""

    def chart(self, name: str, **options: Any) -> dict[str, Any]:
        """Return one chart of the figures; options as of `burdenshare.charts.figures.chart`."""
        from burdenshare.charts.figures import chart

        return chart(name, self.figures, **options)

    def cover_charts(self, document: Mapping[str, Any], *, language: str = "en") -> Specs:
        """Return the charts of what `cover` gave."""
        from burdenshare.charts.posture import of_cover

        return of_cover(document, language=language)

    def formats_charts(self, document: Mapping[str, Any], *, language: str = "en") -> Specs:
        """Return the charts of what `formats` gave."""
        from burdenshare.charts.formats_network import of_formats

        return of_formats(document, language=language)

    def obligations_charts(self, document: Mapping[str, Any], *, language: str = "en") -> Specs:
        """Return the charts of what `obligations` gave."""
        from burdenshare.charts.obligations import of_ledgers

        return of_ledgers(document, language=language)

    def programme_charts(self, source: str | Path, *, language: str = "en") -> Specs:
        """Return unit cost by quantity, alone and together, of a programme."""
        from burdenshare.charts.theme import Credit
        from burdenshare.charts.unit_cost import unit_cost
        from burdenshare.programmes.curves import curves
        from burdenshare.programmes.reading import load

        programme = load(source)
        credit = Credit((), more=programme.sources)
        return {"unit_cost": unit_cost(curves(programme), credit=credit, language=language)}

    def bargain_charts(self, document: Mapping[str, Any], *, language: str = "en") -> Specs:
        """Return the charts of what `bargain` gave.

        Positions with the chance of the outcome, moves turn by turn where a model has them; of
        many cases the first few.
        """
        from burdenshare.charts.politics import of_negotiation
        from burdenshare.study.runs import sources_of, used

        made_of = [one.get("capability", {}) for one in document["about"].values()]
        behind = used([key for one in made_of for key in one.get("keys", ())], self.figures)
        return of_negotiation(document, sources_of(behind, self.figures), language=language)

    def keep_chart(self, document: Mapping[str, Any], *, language: str = "en") -> dict[str, Any]:
        """Return a forecast as strips, or the score of forecasts as their reliability.

        Parameters
        ----------
        document : mapping
            As `keep`, `keep_pledge`, `keep_score` or `keep_hindcast` gave it.
        language : str
            Language of all words: ``en`` or ``ja``.
        """
        from burdenshare.charts.keeping import keeping, kept_as_said
        from burdenshare.charts.run import credit_of

        shares = self.figures.rows("milex_pct_gdp", definition="nato", vintages="all")
        if "members" in document:
            edition = document["sources"]["shares"]
            rows = [o for o in shares if f"{o.source} {o.vintage}, {o.definition}" == edition]
            return keeping(document, credit=credit_of(rows, self.figures), language=language)
        told = (
            f"Forecasts of the past, scored on the edition of {document['scored_against']}"
            if "origins" in document
            else f"{len(document['forecasts'])} registered forecast(s), scored on what came since"
        )
        scored = document.get("scored_against") or max(o.vintage for o in shares)
        rows = [o for o in shares if o.vintage == scored]
        points = document["all"]["reliability"]
        credit = credit_of(rows, self.figures)
        return kept_as_said(points, credit=credit, told=told, language=language)

    def bargain_pictures(self, document: Mapping[str, Any], folder: Path) -> list[str]:
        """Draw a negotiation into a folder, as SVG, PNG and specification; return the names.

        Parameters
        ----------
        document : mapping
            As `bargain` gave it.
        folder : Path
            Made where it is missing; files of these names are replaced.

        Raises
        ------
        Failure
            ``cannot-write``
        """
        from burdenshare.charts.figures import save_all

        return save_all(self.bargain_charts(document), folder)

    def keep_picture(self, document: Mapping[str, Any], out: Path) -> None:
        """Draw what `keep_chart` shows into a file that ends in .png, .svg or .json."""
        from burdenshare.charts.figures import require_kind, save

        require_kind(out)
        save(self.keep_chart(document), out)
