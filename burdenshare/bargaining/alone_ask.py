"""Who plays alone, and how an alliance holds together: questions from outside, as text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from burdenshare.bargaining.alone import stand_alone
from burdenshare.bargaining.alone_document import forms
from burdenshare.bargaining.cohesion import cohesion
from burdenshare.bargaining.reading import SCALE, read

if TYPE_CHECKING:
    from burdenshare.figures.store import Figures


def ask_alone(
    source: str | Path,
    figures: Callable[[], Figures],
    *,
    scale: tuple[float, float] | None = None,
    **choices: Any,
) -> dict[str, Any]:
    """Profile every actor of a source over the four forms of playing alone, as plain data.

    Parameters
    ----------
    source : str or Path
        As for `read`.
    figures : callable
        Opens the figures.
    scale : (float, float), optional
    **choices
        As for `stand_alone`.

    Raises
    ------
    Refusal
        What `read` and `stand_alone` refuse.
    """
    table = read(source, scale=scale or SCALE, figures=figures)
    found = stand_alone(table, figures, **choices)
    return {"forms": forms(), "cases": {one.case: one.to_json() for one in found}}


def ask_cohesion(
    figures: Callable[[], Figures],
    pledge: float,
    *,
    source: str | Path | None = None,
    scale: tuple[float, float] | None = None,
    **choices: Any,
) -> dict[str, Any]:
    """Say how far apart the allies are on a pledge, and in a negotiation, as plain data.

    Parameters
    ----------
    figures : callable
        Opens the figures.
    pledge : float
        Share of GDP, per cent.
    source : str or Path, optional
        As for `read`: a negotiation whose polarisation is to be measured.
    scale : (float, float), optional
    **choices
        As for `cohesion`.

    Raises
    ------
    Refusal
        What `read` and `cohesion` refuse.
    """
    table = None
    if source is not None:
        table = read(source, scale=scale or SCALE, figures=figures)
    return cohesion(figures(), pledge, table=table, **choices).to_json()
