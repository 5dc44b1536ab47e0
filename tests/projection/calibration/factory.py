"""Invented histories: a world whose shocks are known, and tables made from arrays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from burdenshare.figures.model import Observation
from burdenshare.projection.calibration.history import WEO, YIELD, History
from burdenshare.projection.model import Floats

MEMBERS = ("USA", "DEU", "FRA", "GBR", "JPN", "POL", "NOR", "CAN", "SWE", "CZE")
CURRENCIES = ("USD", "EUR", "EUR", "GBP", "JPY", "PLN", "NOK", "CAD", "SEK", "CZK")
UNITS = {"growth": "percent", "price": "index", "fx": "LCU per USD", "balance": "percent of GDP"}


@dataclass
class Tables:
    """Rows that answer as the figures do."""

    observations: list[Observation]
    published: Mapping[str, date] = field(default_factory=dict)
    """By vintage."""

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
        assert countries is None
        assert years is None
        found = [
            o
            for o in self.observations
            if o.series == series
            and (vintages in ("all", "latest") or o.vintage == vintages)
            and (as_of is None or self.published[o.vintage] <= as_of)
        ]
        return sorted(found, key=lambda o: (o.country, o.year, o.vintage))


@dataclass
class World:
    """A world whose growth, prices, yields, exchange rates and balances have known shocks."""

    years: int = 200
    first: int = 1800
    seed: int = 1
    persistence: tuple[float, float, float] = (0.4, 0.7, 0.8)
    """Of growth, inflation and yield."""
    size: tuple[float, float, float, float, float] = (0.02, 0.01, 0.007, 0.08, 0.015)
    """Standard deviation of the shocks, in the order of `rule.ESTIMATED`."""
    loading: float = 0.6
    """Of growth on the one common factor."""
    balance_persistence: float = 0.0
    tail: int | None = None
    """Degrees of freedom of the shocks; None: normal."""

    def history(self) -> History:
        rng = np.random.default_rng(self.seed)
        n, c = self.years, len(MEMBERS)
        z = rng.standard_normal((5, c, n))
        common = rng.standard_normal(n)
        z[0] = self.loading * common + np.sqrt(1.0 - self.loading**2) * z[0]
        z[3, 2] = z[3, 1]  # one currency
        z[3, 0] = 0.0  # the dollar
        if self.tail:
            z *= np.sqrt((self.tail - 2.0) / rng.chisquare(self.tail, n))
        e = z * np.array(self.size)[:, None, None]
        growth, inflation, long_rate = (
            mean + _persistent(e[v], self.persistence[v])
            for v, mean in ((0, 0.02), (1, 0.02), (2, 0.04))
        )
        return History(
            members=MEMBERS,
            years=tuple(range(self.first, self.first + n)),
            growth=growth,
            inflation=inflation,
            long_rate=long_rate,
            fx=np.cumsum(e[3], axis=1),
            balance=-0.01 + _persistent(e[4], self.balance_persistence),
            currency=CURRENCIES,
            size=np.arange(len(MEMBERS), 0.0, -1.0),
            editions=("Invented 2026-04",),
            tables=("invented",),
            fingerprint="0" * 64,
        )


def _persistent(shocks: Floats, persistence: float) -> Floats:
    found = np.zeros(shocks.shape)
    for year in range(1, shocks.shape[1]):
        found[:, year] = persistence * found[:, year - 1] + shocks[:, year]
    return found


def tables(history: History, *, vintage: str = "2026-04", last_actual: int | None = None) -> Tables:
    """Return the tables that tell a history; years after `last_actual` are forecasts."""
    price = np.exp(np.cumsum(np.nan_to_num(history.inflation), axis=1))
    grids = {
        "growth": 100.0 * np.expm1(history.growth),
        "price": price,
        "fx": np.exp(history.fx),
        "balance": 100.0 * history.balance,
        "gdp": np.broadcast_to(history.size[:, None], price.shape),
        "yield": 100.0 * history.long_rate,
    }
    rows = []
    for name, grid in grids.items():
        series, source = (WEO[name], "IMF WEO") if name in WEO else (YIELD, "OECD")
        for c, code in enumerate(history.members):
            unit = f"LCU billion ({history.currency[c]})" if name == "gdp" else UNITS.get(name, "")
            for t, year in enumerate(history.years):
                if np.isfinite(grid[c, t]):
                    over = last_actual is not None and year > last_actual
                    rows.append(
                        Observation(
                            series=series,
                            definition="IMF" if name in WEO else "OECD",
                            source=source,
                            vintage=vintage,
                            country=code,
                            year=year,
                            value=float(grid[c, t]),
                            unit=unit,
                            status="forecast" if over else "actual",
                            table="invented",
                        )
                    )
    year, month = (int(part) for part in vintage.split("-"))
    return Tables(rows, {vintage: date(year, month, 28)})


def without(history: History, name: str, code: str) -> History:
    """Return a history that knows nothing of one variable of a country."""
    grid = getattr(history, name).copy()
    grid[history.members.index(code)] = np.nan
    return replace(history, **{name: grid})
