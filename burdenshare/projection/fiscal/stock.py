"""Military equipment that lasts: what is bought adds up, what is old wears out, class by class.

Money is in billion of national currency at constant prices: GDP deflator for what was bought
before the projection (no deflator of defence goods is published by country), the prices of what
defence buys from then on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING

import numpy as np

from burdenshare.projection.economy import Cell, Path
from burdenshare.projection.fiscal.published import keys_of
from burdenshare.projection.model import Floats

if TYPE_CHECKING:
    from burdenshare.figures.model import Observation
    from burdenshare.scenario.model import EquipmentClass

EQUIPMENT, PERSONNEL, SPENDING = (
    "milex_share_equipment",
    "milex_share_personnel",
    "milex_lcu_current",
)
LIVES = {"aircraft": 30.0, "ships": 35.0, "vehicles": 25.0, "munitions": 10.0, "other": 20.0}
"""Service lives in years: common in the literature and not verified by us; the last is ours."""
MIX = {"aircraft": 0.30, "ships": 0.20, "vehicles": 0.20, "munitions": 0.15, "other": 0.15}
"""Parts of equipment spending: our choice, because no split by class is published for all."""
LANDLOCKED = ("CZE", "HUN", "LUX", "MKD", "SVK")
"""Members of the alliance without a coast: they buy no ships."""
SMOOTHED = 5
"""Years over which the first purchases are averaged, since they come in lumps."""
TREND = 10
"""Years of growth behind the stock before the first purchase."""


@dataclass(frozen=True)
class Classes:
    """The classes of equipment: their names, parts of spending and wear."""

    names: tuple[str, ...]
    mix: Floats
    """Parts of equipment spending, shaped (country, class)."""
    wear: Floats
    """Part that is worn out in a year, 1 / service life, shaped (class,)."""


def classes_of(given: Mapping[str, EquipmentClass], members: Sequence[str]) -> Classes:
    """Return the scenario's classes of equipment, or the five of this module.

    With those of this module, members without a coast spread the part of ships over the others.
    """
    if given:
        shares = np.array([[one.share for one in given.values()]] * len(members))
        wear = np.array([1.0 / one.life for one in given.values()])
        return Classes(tuple(given), shares, wear)
    mix = np.array([list(MIX.values())] * len(members))
    ships = list(MIX).index("ships")
    mix[[code in LANDLOCKED for code in members], ships] = 0.0
    mix /= mix.sum(axis=1, keepdims=True)
    return Classes(tuple(MIX), mix, 1.0 / np.array(list(LIVES.values())))


def opening_stock(invested: Floats, growth: float, wear: Floats) -> Floats:
    """Return the stock before a first year of investment: K = I / (g + delta).

    The stock that grows at the same rate as the investment that feeds it (perpetual inventory;
    Harberger 1978).

    Parameters
    ----------
    invested : array (class,)
        Of the first year.
    growth : float
        Growth of investment before, above -delta.
    wear : array (class,)
    """
    return np.asarray(invested / (growth + wear))


def inventory(opening: Floats, invested: Floats, wear: Floats) -> Floats:
    """Return the stock at the end of every year: K_t = (1 - delta) K_t-1 + I_t.

    Parameters
    ----------
    opening : array (..., class)
    invested : array (..., year, class)
    wear : array (class,)

    Returns
    -------
    array (..., year, class)
    """
    stock = np.empty(np.broadcast_shapes(invested.shape, (*opening.shape[:-1], 1, wear.size)))
    before = opening
    for t in range(invested.shape[-2]):
        before = stock[..., t, :] = (1.0 - wear) * before + invested[..., t, :]
    return stock


# What a country has ------------------------------------------------------------------------------


class Purchases:
    """What NATO publishes of spending and of what it buys, one edition, by country.

    Parameters
    ----------
    tables : dict
        Observations of `EQUIPMENT`, `PERSONNEL` and `SPENDING` by NATO's definitions, all editions.
    edition : str or None
        The edition asked for; the latest if none.
    """

    def __init__(self, tables: Mapping[str, Iterable[Observation]], edition: str | None) -> None:
        rows = {series: list(tables.get(series, ())) for series in (EQUIPMENT, PERSONNEL, SPENDING)}
        self.edition = last = edition or max((o.vintage for o in rows[EQUIPMENT]), default="")
        self._found: dict[tuple[str, str], dict[int, Observation]] = {}
        for series, observations in rows.items():
            for o in observations:
                if o.vintage == last:
                    self._found.setdefault((series, o.country), {})[o.year] = o

    def share(self, series: str, country: str, year: int) -> Cell | None:
        """Return the share of spending in a year, or the last one before it, as a part of one."""
        found = self._found.get((series, country), {})
        known = [y for y in found if y <= year] or sorted(found)[:1]
        if not known:
            return None
        o = found[max(known)]
        return Cell(o.value / 100.0, "derived", (o.key,), f"share of {o.year}, held")

    def invested(self, country: str, price: Path, until: int) -> Path:
        """Return equipment bought by year at constant prices, up to a year."""
        share, spent = (self._found.get((s, country), {}) for s in (EQUIPMENT, SPENDING))
        return {
            year: Cell(
                share[year].value / 100.0 * spent[year].value / 1000.0 / price[year].value,
                "derived",
                (share[year].key, spent[year].key, *price[year].keys),
                "share of equipment x spending over the price level",
            )
            for year in sorted(set(share) & set(spent) & set(price))
            if year <= until
        }


def stock_before(
    invested: Path, growth: Path, mix: Floats, wear: Floats, until: int
) -> tuple[Floats, tuple[str, ...], str] | None:
    """Return what a country has at the end of a year, with its keys and its rule.

    The stock before the first published purchase is that of steady growth: the mean of the first
    five purchases over (growth + wear), growth being the mean real growth of GDP in the ten years
    before, at least 0. From then on purchases are added and wear is taken away.

    Parameters
    ----------
    invested : Path
        Equipment bought by year, without gaps up to `until`.
    growth : Path
        Real growth of GDP, fractions.
    mix, wear : array (class,)
    until : int

    Returns
    -------
    (array (class,), keys, rule) or None
        None where purchases are unknown or have gaps.
    """
    years = sorted(invested)
    if not years or years != list(range(years[0], until + 1)):
        return None
    before = [growth[y] for y in range(years[0] - TREND, years[0]) if y in growth]
    trend = max(0.0, fmean(cell.value for cell in before)) if before else 0.0
    first = fmean(invested[y].value for y in years[:SMOOTHED])
    bought = np.array([[invested[y].value] for y in years]) * mix
    stock = inventory(opening_stock(first * mix, trend, wear), bought, wear)[-1]
    rule = (
        f"perpetual inventory from {years[0]}: purchases less wear, on a stock of steady growth "
        f"({100.0 * trend:.1f} % a year); classes and service lives are assumptions"
    )
    return stock, keys_of([*invested.values(), *before]), rule
