"""Talks as they are moved: one issue of a negotiation while somebody drags a slider."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from burdenshare.workbench.pictures import PicturesDesk
from burdenshare.workbench.politics import PoliticsDesk

QUICK = ("compromise", "median", "nbs", "bdm")
"""Models that answer while a position moves: the others need all issues, or longer."""
STEPS = 120
"""Parts of the scale at which the density is given."""


class LiveTalksDesk(PicturesDesk, PoliticsDesk):
    """Answers while a position is dragged, with the numbers of a negotiation."""

    def bargain_live(
        self,
        source: str | Path,
        issue: str,
        positions: Mapping[str, float] | None = None,
        *,
        case: str | None = None,
        salience: Mapping[str, float] | None = None,
        scale: tuple[float, float] | None = None,
        chart: bool = False,
        language: str = "en",
    ) -> dict[str, Any]:
        """Say what is agreed on one issue when some actors stand elsewhere, or care otherwise.

        Parameters
        ----------
        source : str or Path
            As for `bargain`.
        issue : str
        positions : mapping, optional
            New positions by actor; the others stand where they stood.
        case : str, optional
            Where several cases have such an issue; default: the first.
        salience : mapping, optional
            New saliences by actor, 0 to 1.
        scale : (float, float), optional
            Of a CSV; default 0 to 100.
        chart : bool
            Whether the specification of the picture comes with it, its words in `language`.

        Returns
        -------
        dict
            ``answer``, as an issue of `bargain`; ``actors`` with position, salience and weight;
            ``density`` of the bell's part at ``outcome``; ``about`` with title, unit and names;
            ``moved``; ``chart`` if asked for.

        Raises
        ------
        Refusal
            What `read` and `moved` refuse.
        """
        import numpy as np

        from burdenshare.bargaining.moved import moved
        from burdenshare.bargaining.negotiation import negotiate
        from burdenshare.bargaining.reading import SCALE, read

        table = read(source, scale=scale or SCALE, figures=lambda: self.figures)
        before = moved(table, issue, {}, case=case)
        after = moved(table, issue, positions or {}, salience, case=case)
        document = (talks := negotiate(after, models=QUICK)).to_json()
        (name,) = document["cases"]
        bell = talks.distributions[0]
        outcome = np.linspace(bell.low, bell.high, STEPS + 1)
        made = {
            "case": name,
            "issue": issue,
            "moved": dict(positions or {}),
            "moved_salience": dict(salience or {}),
            "answer": document["cases"][name][issue],
            "actors": [
                {
                    "actor": actor,
                    "position": float(after.positions[row, 0]),
                    "before": float(before.positions[row, 0]),
                    "salience": float(after.salience[row, 0]),
                    "salience_before": float(before.salience[row, 0]),
                    "weight": float(after.weights[row, 0] / after.weights[:, 0].sum()),
                }
                for row, actor in enumerate(after.actors)
            ],
            "outcome": outcome.tolist(),
            "density": bell.density(outcome).tolist(),
            "about": _told(document["about"].get(name, {}), issue),
        }
        if chart:
            made["chart"] = self.bargain_charts(document, language=language)["positions"]
        return made


def _told(about: Mapping[str, Any], issue: str) -> dict[str, Any]:
    """Return the title and the unit of an issue, and what its actors are called."""
    told = about.get("issues", {}).get(issue, {})
    names = {code: one["name"] for code, one in about.get("actors", {}).items() if "name" in one}
    return {"title": told.get("title", issue), "unit": told.get("unit", ""), "names": names}
