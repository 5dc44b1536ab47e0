"""Splits the change of debt with the pledge into what moves it, on the path without shocks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from burdenshare.projection.fiscal.debt import decompose

if TYPE_CHECKING:
    from burdenshare.projection.futures.model import Fiscal, Futures
    from burdenshare.projection.model import Floats, Inputs

CAUSES = ("interest", "growth", "inflation", "valuation", "primary_balance", "stockflow")
BOUNDS = "bounds"
SMALLEST = 5e-13
"""Fraction of GDP: what is smaller than this is rounding."""


class DebtChange(NamedTuple):
    """What moved the debt of one member, year by year, fractions of GDP."""

    first: int
    """The year at whose end `start` stands."""
    start: float
    years: tuple[int, ...]
    change: Floats
    """Of each year on the year before."""
    parts: dict[str, Floats]
    """By cause; they sum to the change. ``bounds``: what the engine's bounds held back, if any."""


def debt_changes(inputs: Inputs, fiscal: Fiscal, futures: Futures) -> dict[str, DebtChange]:
    """Return what moves the debt of every member whose debt is known.

    The decomposition of `burdenshare.projection.fiscal.debt.decompose`, on the central path of the
    futures: with the pledge, its effect on output and its financing.
    """
    found = {
        code: _of_member(inputs, fiscal, futures, at) for at, code in enumerate(futures.members)
    }
    return {code: each for code, each in found.items() if each is not None}


def _of_member(inputs: Inputs, fiscal: Fiscal, futures: Futures, at: int) -> DebtChange | None:
    whole = {
        name: futures.fans[name].central[at]
        for name in ("debt", "gdp", "price", "fx", "interest", "primary")
    }
    foreign = fiscal.foreign[at]
    needed = [values for name, values in whole.items() if name != "fx" or foreign]
    known = fiscal.start_year == futures.years[0] - 1
    begin = 0 if known else 1
    if not np.isfinite(needed).all() or begin >= len(futures.years):
        return None

    def changes(name: str, before: Floats) -> Floats:
        """Return the levels of a variable from the year before the first change on."""
        return np.concatenate([[before[at]], whole[name]]) if known else whole[name]

    debt = changes("debt", fiscal.debt0)
    levels = {
        "gdp": changes("gdp", fiscal.gdp0),
        "price": changes("price", fiscal.price0),
        "fx": changes("fx", fiscal.fx0),
    }
    growth, inflation, weaker = (np.diff(each) / each[:-1] for each in levels.values())
    years = futures.years[begin:]
    paid = whole["interest"][begin:]
    valued = 1.0 + foreign * weaker if foreign else np.ones_like(growth)
    carried = debt[:-1] * valued / (1.0 + growth)
    split = decompose(
        debt[0],
        iir=np.divide(paid, carried, out=np.zeros_like(paid), where=carried > 0.0),
        growth=growth,
        inflation=inflation,
        primary=whole["primary"][begin:],
        stockflow=fiscal.stockflow[at][[inputs.years.index(year) for year in years]],
        valued=valued,
    )
    parts = {name: np.asarray(getattr(split, name)) for name in CAUSES}
    change = np.diff(debt)
    held = change - sum(parts.values())
    if np.abs(held).max() > SMALLEST:
        parts[BOUNDS] = np.asarray(held)
    return DebtChange(
        first=fiscal.start_year if known else futures.years[0],
        start=float(debt[0]),
        years=years,
        change=change,
        parts=parts,
    )
