"""The history that shocks are estimated from: one edition, no forecasts, arrays by country."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Protocol

import numpy as np

from burdenshare.errors import Refusal
from burdenshare.projection.model import Floats

if TYPE_CHECKING:
    from burdenshare.figures.model import Observation

WEO = {
    "growth": "gdp_real_growth_pct",
    "price": "gdp_deflator",
    "fx": "fx_lcu_per_usd",
    "balance": "gov_primary_balance_pct_gdp",
    "gdp": "gdp_lcu",
}
"""What is read of the World Economic Outlook."""
YIELD = "gov_bond_yield_10y"
ACTUAL = ("actual", "estimate")
"""Statuses of what has happened; forecasts are never read."""
NUMERAIRE = "USD"


class Table(Protocol):
    """What is asked of the figures: `burdenshare.figures.store.Figures` answers it."""

    def rows(
        self,
        series: str,
        *,
        countries: Iterable[str] | None = None,
        years: tuple[int, int] | None = None,
        definition: str | None = None,
        vintages: str = "latest",
        as_of: date | None = None,
    ) -> list[Observation]:
        """Return the observations of a series, sorted by country, year and vintage."""
        ...


@dataclass(frozen=True)
class History:
    """What happened, shaped (country, year); NaN where it is not known."""

    members: tuple[str, ...]
    years: tuple[int, ...]
    growth: Floats
    """Of real GDP, log points."""
    inflation: Floats
    """Of the GDP deflator, log points."""
    long_rate: Floats
    """Yield of ten-year government bonds, fraction."""
    fx: Floats
    """Logarithm of national currency per US dollar."""
    balance: Floats
    """Primary balance, fraction of GDP."""
    currency: tuple[str, ...]
    """In which the edition gives GDP: who shares one has one exchange rate."""
    size: Floats
    """Last known GDP in national currency: the largest user speaks for a shared currency."""
    editions: tuple[str, ...]
    """Source and vintage of every table read."""
    tables: tuple[str, ...]
    """Identifiers of the tables read."""
    fingerprint: str
    """Hash of every value read, with its key."""

    def until(self, year: int) -> History:
        """Return the history as far as it was written by the end of a year, same edition."""
        end = sum(y <= year for y in self.years)
        parts = ("growth", "inflation", "long_rate", "fx", "balance")
        cut = {name: getattr(self, name)[:, :end] for name in parts}
        return replace(self, years=self.years[:end], **cut)

    def speaker(self, country: int) -> int:
        """Return who speaks for the currency of a country: its largest user."""
        users = [c for c, money in enumerate(self.currency) if money == self.currency[country]]
        return max(users, key=lambda c: float(self.size[c]))


def read_history(
    figures: Table, *, last: int | None = None, vintage: str = "", as_of: date | None = None
) -> History:
    """Return the history that one edition of the World Economic Outlook and the yields tell.

    Parameters
    ----------
    figures : Figures
    last : int, optional
        Last year read; if not given, the last that the edition gives as actual or estimate.
    vintage : str
        Edition of the World Economic Outlook; the latest (by `as_of`) if empty.
    as_of : date, optional
        Only what was published on or before that day.

    Raises
    ------
    Refusal
        ``no-figures`` where a series has no figures, or none give GDP in US dollars;
        ``mixed-definitions`` where yields of several sources answer.
    """
    found = {name: _edition(figures, series, last, vintage, as_of) for name, series in WEO.items()}
    yields = _known(figures.rows(YIELD, as_of=as_of), last)
    sources = sorted({(o.definition, o.source) for o in yields})
    if len(sources) > 1:
        raise Refusal(
            "mixed-definitions",
            f"{YIELD} comes from several sources: "
            + ", ".join(f"{definition} ({source})" for definition, source in sources),
            hint="calibrate on tables that hold one source of yields",
        )
    members = tuple(sorted({o.country for o in found["growth"]}))
    years = tuple(range(found["growth"][0].year, 1 + max(o.year for o in found["growth"])))
    years = tuple(range(min(o.year for o in found["growth"]), years[-1] + 1))
    grids = {name: _grid(rows, members, years) for name, rows in found.items()}
    units = {o.country: o.unit for o in found["gdp"]}
    used = [*(o for rows in found.values() for o in rows), *yields]
    return History(
        members=members,
        years=years,
        growth=np.log1p(grids["growth"] / 100.0),
        inflation=np.diff(np.log(grids["price"]), axis=1, prepend=np.nan),
        long_rate=_grid(yields, members, years) / 100.0,
        fx=np.log(grids["fx"]),
        balance=grids["balance"] / 100.0,
        currency=tuple(_currency(units.get(code, "")) or code for code in members),
        size=_last_known(grids["gdp"]),
        editions=tuple(sorted({f"{o.source} {o.vintage}" for o in used})),
        tables=tuple(sorted({o.table for o in used})),
        fingerprint=_fingerprint(used),
    )


def _edition(
    figures: Table, series: str, last: int | None, vintage: str, as_of: date | None
) -> list[Observation]:
    """Return what one edition says has happened."""
    rows = figures.rows(series, definition="imf", vintages=vintage or "all", as_of=as_of)
    newest = max((o.vintage for o in rows), default="")
    known = _known([o for o in rows if o.vintage == newest], last)
    if not known:
        raise Refusal(
            "no-figures",
            f"no edition of the World Economic Outlook gives {series}"
            + (f" up to {last}" if last else "")
            + (f" as of {as_of}" if as_of else ""),
            hint=f"burdenshare figures show {series} --vintages all names the editions",
        )
    return known


def _known(rows: Sequence[Observation], last: int | None) -> list[Observation]:
    return [o for o in rows if o.status in ACTUAL and (last is None or o.year <= last)]


def _grid(rows: Sequence[Observation], members: Sequence[str], years: Sequence[int]) -> Floats:
    grid = np.full((len(members), len(years)), np.nan)
    at = {code: i for i, code in enumerate(members)}
    for o in rows:
        if o.country in at and years[0] <= o.year <= years[-1]:
            grid[at[o.country], o.year - years[0]] = o.value
    return grid


def _last_known(grid: Floats) -> Floats:
    found = np.zeros(len(grid))
    for row, values in enumerate(grid):
        known = values[np.isfinite(values)]
        found[row] = known[-1] if known.size else 0.0
    return found


def _currency(unit: str) -> str:
    named = re.search(r"\b[A-Z]{3}\b", unit.replace("LCU", ""))
    return named.group() if named else ""


def _fingerprint(rows: Sequence[Observation]) -> str:
    text = "\n".join(sorted(f"{o.key} {float(o.value)!r}" for o in rows))
    return hashlib.sha256(text.encode()).hexdigest()
