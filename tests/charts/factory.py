"""Hand-made figures and a hand-made projection, small enough to check by eye."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from burdenshare.figures.model import Observation, Source
from burdenshare.projection.model import Inputs

EDITIONS = {"2024-06": "NATO", "2025-08": "NATO", "2026-07": "NATO core defence"}
SHARES = {
    "2024-06": {"POL": 4.12, "ESP": 1.28, "ALB": 2.03, "DEU": 2.12, "LUX": 1.29},
    "2025-08": {"POL": 3.79, "ESP": 1.43, "ALB": 1.70, "DEU": 2.00, "LUX": 1.18},
    "2026-07": {"POL": 3.75, "ESP": 1.42, "ALB": 1.35, "DEU": 2.00, "LUX": 1.29, "EST": 3.31},
}
"""Published shares of 2024 in per cent, by edition."""


def share(country: str, value: float, vintage: str = "2026-07", **other: Any) -> Observation:
    fields: dict[str, Any] = {
        "series": "milex_pct_gdp",
        "definition": EDITIONS.get(vintage, "NATO"),
        "source": "NATO",
        "vintage": vintage,
        "country": country,
        "year": 2024,
        "value": value,
        "unit": "percent of GDP",
        "status": "actual",
    }
    return Observation(**fields | other)


def source(producer: str = "NATO", title: str = "Defence Investment of NATO Countries") -> Source:
    return Source(
        id="nato_2026-07",
        producer=producer,
        title=title,
        citation="",
        address="",
        read_from="",
        published=date(2026, 7, 10),
        vintage="2026-07",
        licence="",
        redistribution="facts",
    )


def inputs(
    members: tuple[str, ...] = ("POL", "ESP", "DEU"),
    start: tuple[float, ...] = (4.0, 2.0, 2.5),
    target: float = 3.5,
) -> Inputs:
    """GDP of 1000, 2000, ... billion that does not grow, prices that rise by 2 % a year."""
    years = tuple(range(2026, 2031))
    n, shape = len(members), (len(members), len(years))
    gdp = np.broadcast_to(1000.0 * np.arange(1, n + 1)[:, None], shape).copy()
    return Inputs(
        members=members,
        years=years,
        first=0,
        currency=("PLN", "EUR", "EUR", "JPY")[:n],
        gdp=gdp,
        base=gdp,
        price=np.broadcast_to(1.02 ** np.arange(len(years)), shape).copy(),
        population=np.full(shape, 10.0),
        fx=np.full(shape, 2.0),
        price_base=(2026,) * n,
        start_year=(2026,) * n,
        start_share=np.array(start),
        known_share=np.full(shape, np.nan),
        target_share=np.full(n, target),
        related_share=np.zeros(n),
        deadline=(2030,) * n,
        path=("linear",) * n,
        waypoints=({},) * n,
        may_fall=(False,) * n,
        baselines=("constant_share", "share_3.0"),
        common_base=2026,
        price_at_base=np.ones(n),
        fx_at_base=np.full(n, 2.0),
    )
