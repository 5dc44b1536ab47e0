"""The record of the model: its hindcast as shipped, so that every forecast stands beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from burdenshare.compliance.hindcast import hindcast
from burdenshare.compliance.known import Table

SHIPPED = Path(__file__).with_name("data") / "record.json"
SERIES = "milex_pct_gdp"


def make(figures: Table) -> dict[str, Any]:
    """Return how often what the model gave a chance came true, from the figures given.

    Returns
    -------
    dict
        ``share`` (per cent of GDP), ``scored_against`` (edition), ``n``, ``origins`` (years from
        which was forecast) and ``reliability`` by tenths of the chance.
    """
    told = hindcast(figures).to_json()
    return {
        "share": told["share"],
        "scored_against": told["scored_against"],
        "n": told["all"]["n"],
        "origins": [int(year) for year in told["origins"]],
        "reliability": told["all"]["reliability"],
    }


def record() -> dict[str, Any]:
    """Return the record that ships with this release, made by `make` from the shipped figures."""
    found: dict[str, Any] = json.loads(SHIPPED.read_text(encoding="utf-8"))
    return found


def told(found: dict[str, Any]) -> str:
    """Say in a line which forecasts a record is of."""
    first, last = min(found["origins"]), max(found["origins"])
    return (
        f"{found['n']} hindcasts of a share of {found['share']:g} % made from {first} to {last}, "
        f"scored on the edition of {found['scored_against']}"
    )
