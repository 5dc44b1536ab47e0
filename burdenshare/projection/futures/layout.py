"""Where each number of a future stands: one row of a block of draws, the same in both engines."""

from __future__ import annotations

from functools import cache

from burdenshare.projection.futures.model import FACTORS, FUTURES, alliance_names, extra_names
from burdenshare.projection.futures.steps import (
    Debt,
    DebtTerms,
    Economy,
    EconomyTerms,
    Otherwise,
    Shock,
    Spending,
    SpendingTerms,
)

LANES = 64
"""Draws of a block."""
GROUP = 16
"""Blocks that one country goes through before the next: its counts stay in the cache."""
ECONOMY_SIZE, SPENDING_SIZE, DEBT_SIZE = (len(t._fields) for t in (Economy, Spending, Debt))
ECONOMY_TERMS, SPENDING_TERMS, DEBT_TERMS, OTHERWISE = (
    len(t._fields) for t in (EconomyTerms, SpendingTerms, DebtTerms, Otherwise)
)
STATE = ECONOMY_SIZE + SPENDING_SIZE + DEBT_SIZE
SHOCKS = len(Shock._fields)
LOADINGS = SHOCKS * FACTORS
TAIL, COMMON = 2, 3
"""What all countries share in a year: two factors, then the factor of the tails."""

ECONOMY = 0
SPENDING = ECONOMY + ECONOMY_SIZE
DEBT = SPENDING + SPENDING_SIZE
SHOCK = DEBT + DEBT_SIZE
MULTIPLIER = SHOCK + SHOCKS
AIMED = MULTIPLIER + 1
"""The share aimed at in a year."""
BESIDE = AIMED + 1
"""From here on, what no year hands to the next through `steps`."""
STOCK = BESIDE
CUMULATIVE = BESIDE + 1
"""Two rows: spending, spending_real."""
AT_START = BESIDE + 3
"""Two rows: spending and spending_real of the start year of the pledge."""
EXTRA = BESIDE + 5
"""Four rows for each baseline (`model.extra_names`), then one for each class of the stock."""

TO_BALANCE = SHOCK + Shock._fields.index("primary_balance")
"""The shock that moves the primary balance."""
PRICE, PER_PRICE, FX, PER_FX = (
    ECONOMY + Economy._fields.index(name) for name in ("price", "per_price", "fx", "per_fx")
)
GDP, BASE, PAID, PAID_REAL, BUYING_POWER = (
    SPENDING + Spending._fields.index(name)
    for name in ("gdp", "base", "spending", "spending_real", "buying_power")
)
OWED, OWED_WITHOUT, PEAK = (
    DEBT + Debt._fields.index(name) for name in ("debt", "debt_without", "peak")
)

POSITIVE = ("gdp", "price", "fx", "debt", "debt_without")
"""Variables that are never below 0."""
POSITIVE_TOTALS = ("gdp", "shortfall", "extra", "below", "cumulative_extra")
"""How the names of totals begin that are never below 0."""

TOTAL_GDP, TOTAL_PAID, TOTAL_REAL, TOTAL_SHARE, TOTAL_SHORTFALL, TOTAL_SUMS = range(6)
"""Positions among `model.alliance_names`; the last is the first of two sums over the years."""
TOTAL_EXTRA = TOTAL_SUMS + 2
"""From here on five for each baseline: extra, extra_real, below, and the sums of the first two."""


def variables(baselines: tuple[str, ...]) -> tuple[str, ...]:
    """Return every variable of a run with these baselines."""
    return (*FUTURES, *(name for baseline in baselines for name in extra_names(baseline)))


@cache
def row_of(variable: str, baselines: tuple[str, ...]) -> int:
    """Return the row of a variable; `ValueError` where there is none."""
    fixed = {
        "price": PRICE,
        "fx": FX,
        **{name: SPENDING + i for i, name in enumerate(Spending._fields)},
        **{name: DEBT + i for i, name in enumerate(Debt._fields)},
        "stock": STOCK,
        "cumulative_spending": CUMULATIVE,
        "cumulative_spending_real": CUMULATIVE + 1,
    }
    extras = [name for baseline in baselines for name in extra_names(baseline)]
    if variable in FUTURES:
        return fixed[variable]
    return EXTRA + extras.index(variable)


@cache
def total_of(name: str, baselines: tuple[str, ...]) -> int:
    """Return the position of a total of the members; `ValueError` where there is none."""
    return alliance_names(baselines).index(name)
