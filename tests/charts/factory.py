"""Hand-made figures and a hand-made projection, small enough to check by eye."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from burdenshare.figures.model import Observation, Source
from burdenshare.projection.futures.model import LEVELS, Fan, Futures
from burdenshare.projection.model import Floats, Inputs
from burdenshare.projection.project import project

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


STEPS = dict(zip(LEVELS, range(-4, 5), strict=True))
"""Each quantile lies so many widths from the median: -4 at 2.5 %, 0 at 50 %, 2 at 90 %."""


def fan(median: Floats, width: Floats | float, central: Floats | None = None) -> Fan:
    """Return a fan whose quantiles lie `width` apart."""
    quantiles = np.array([median + k * np.asarray(width) for k in STEPS.values()])
    return Fan(median if central is None else central, quantiles)


def futures(made: Inputs, draws: int = 1000) -> Futures:
    """Return futures of `inputs` that widen by the same in every year.

    Extra: by 2 % of the path for each year that has passed. Debt: 50, 100, ... % of GDP and rising
    by 1 point a year with the pledge, still without; by 1 point. Share: by 0.01 points, for the
    first member alone. Affordable: 0.9, 0.8, ... in the last year, at a constant share 0.05 more.
    """
    central = project(made)
    years = np.arange(len(central.years))
    n, shape = len(made.members), central.share.shape
    fans, totals = {}, {}
    for name, extra in central.extra_real.items():
        fans[f"extra_real.{name}"] = fan(extra, 0.02 * years * extra)
        total = central.alliance.extra_real[name]
        totals[f"extra_real.{name}"] = fan(total, 0.02 * years * total)
    start = np.broadcast_to(0.5 * np.arange(1, n + 1)[:, None], shape)
    fans["debt"] = fan(start + 0.01 * years, 0.01 * years)
    fans["debt_without"] = fan(start, 0.01 * years)
    fans["share"] = fan(central.share, np.outer(np.eye(n)[0], 0.01 * years))
    likely = np.broadcast_to(0.9 - 0.1 * np.arange(n)[:, None], shape)
    return Futures(
        members=made.members,
        years=central.years,
        baselines=made.baselines,
        draws=draws,
        seed=1,
        precision="double",
        fans=fans,
        alliance=totals,
        probabilities={"affordable": likely, "affordable_without": likely + 0.05},
        capped=np.zeros(n),
    )
