"""The years after the adjustment that the stochastic criterion looks at."""

from __future__ import annotations

from typing import NamedTuple

from burdenshare.errors import Refusal
from burdenshare.projection.debt.path import DebtPath
from burdenshare.projection.debt.shocks import YEARS
from burdenshare.projection.model import Floats


class Ahead(NamedTuple):
    """What the recursion of debt needs in these years beside the shocks, each (year,)."""

    code: str
    start: float
    """Debt at the end of the adjustment, per cent of GDP."""
    rate: Floats
    """1 + implicit rate."""
    growth: Floats
    """1 + nominal growth."""
    added: Floats
    """Stock-flow less primary balance, per cent of GDP."""


def ahead_of(path: DebtPath) -> Ahead:
    """Return the years after the adjustment of a path of one target."""
    first = path.last_adjustment + 1
    years = slice(first, first + YEARS)
    return Ahead(
        path.code,
        float(path.debt[first - 1, 0]),
        1.0 + path.implicit_rate[years, 0] / 100.0,
        1.0 + path.growth[years, 0] / 100.0,
        path.stock_flow[years, 0] - path.primary_balance[years, 0],
    )


def require_gdp(code: str, lowest: float) -> None:
    """Refuse shocks that take nominal GDP, over that of the year before, to zero or below."""
    if lowest <= 0.0:
        raise Refusal(
            "bad-table",
            f"the shocks to growth of {code} take nominal GDP to zero or below",
            hint="are they first differences of growth in per cent, from 2000 on?",
        )
