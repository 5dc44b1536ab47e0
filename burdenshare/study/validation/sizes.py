"""The size of the errors that the calibration implies, beside published tables of forecast errors.

The published numbers are printed as their sources give them and are never fitted to.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from burdenshare.errors import Refusal
from burdenshare.projection.calibration.calibrate import pledgers
from burdenshare.projection.calibration.estimate import FIRST
from burdenshare.projection.calibration.hindcast import SCORED, Hindcast, spread_ahead
from burdenshare.projection.calibration.history import ACTUAL, History, Table
from burdenshare.projection.calibration.rule import GAP_KEPT
from burdenshare.projection.futures.model import FACTORS, VARIABLES, Calibration
from burdenshare.projection.model import Floats
from burdenshare.study.validation.scores import covered

TOLERANCE = 2.0
"""Ours and a published error must not differ by more than this factor: another order of size would
be a mistake in one of them, anything less is said and left."""

FED = "https://www.federalreserve.gov/econresdata/feds/2017/files/2017020_data.html"
NIER = "https://swopec.hhs.se/nierwp/abs/nierwp0064.htm"
WEO_ERRORS = "https://github.com/fbastin/pib-mondial"
FED_RMSE = {
    "1996-2015": (1.75, 2.20, 2.19),
    "1988-2007": (1.44, 1.65, 1.43),
}
"""Growth of real GDP of the United States, fourth quarter on fourth quarter, points: 4, 8 and 12
quarters ahead (Reifschneider and Tulip 2017)."""
EUROPE_RMSE, EUROPE_MAE = 1.9, 1.4
"""Growth of real GDP, 13 European countries, one year ahead, 1971-95 (Oller and Barot 1999)."""
COVERED_5 = 0.67
"""Of the 80 % bands of single countries' growth 5 years ahead, World Economic Outlook 1990-2026."""
DEBT_5 = 10.0
"""Error of the World Economic Outlook's debt 5 years ahead, points of GDP, about."""
EUROPE = (
    "BEL", "DEU", "DNK", "ESP", "FIN", "FRA", "GBR", "GRC", "ITA", "NLD", "NOR", "PRT", "SWE",
)  # fmt: skip
"""Western European states of the calibration: not the 13 of the paper, which are not known here."""
DEBT = "gov_gross_debt_pct_gdp"
DRAWS = 2_000
SEED = 1
ELASTICITY = 0.5
"""Points of the balance per point of the output gap: about the mean of the European Union."""
ROLLOVER = 1.0 / 7.0
"""Part of the debt that takes a new rate each year."""


@dataclass(frozen=True)
class Size:
    """One published error and ours."""

    what: str
    published: float
    ours: float
    unit: str
    source: str
    note: str = ""

    @property
    def ratio(self) -> float:
        """Ours over the published one."""
        return self.ours / self.published

    @property
    def alike(self) -> bool:
        """Whether the two are within `TOLERANCE` of each other."""
        return 1.0 / TOLERANCE <= self.ratio <= TOLERANCE


def sizes(calibration: Calibration, history: History, past: Hindcast, figures: Table) -> list[Size]:
    """Return every published error beside what the calibrated shocks imply.

    Parameters
    ----------
    calibration : Calibration
        As shipped.
    history : History
    past : Hindcast
        Of the allies and partners, widened as the calibration is.
    figures : Figures
        For the debt that the five-year errors start from.
    """
    found = [*_fed(calibration), *_europe(calibration, past)]
    growth = SCORED.index("growth")
    found.append(
        Size(
            "80 % bands of a country's growth, 5 years ahead: part covered",
            COVERED_5,
            covered(
                past.actual[growth, ..., 4],
                past.mean[growth, ..., 4],
                past.spread[growth, ..., 4],
                0.8,
            ),
            "part",
            WEO_ERRORS,
            f"ours: hindcasts from {past.origins[0]} to {past.origins[-1]}, widened",
        )
    )
    debts = _debts(figures, history)
    ours = debt_error(calibration, pledgers(history), debts[:, -1])
    moved = np.abs(debts[:, 5:] - debts[:, :-5])
    found += [
        Size(
            "debt 5 years ahead: mean absolute error",
            DEBT_5,
            ours,
            "points of GDP",
            WEO_ERRORS,
            "published: 'about 10 %'; ours: debts of today, growth and inflation as high as the "
            "interest rate, no stock-flow adjustment",
        ),
        Size(
            "debt 5 years ahead, against what debts have moved by",
            float(100.0 * moved[np.isfinite(moved)].mean()),
            ours,
            "points of GDP",
            history.editions[0],
            f"mean absolute change over five years, {FIRST} to {history.years[-1]}: the error of "
            "whoever expects no change; computed here",
        ),
    ]
    return found


def growth_spread(calibration: Calibration, code: str, years: int) -> Floats:
    """Return the standard deviation of growth 1, 2 ... years ahead, points."""
    c = calibration.members.index(code)
    variance = (calibration.root[c] @ calibration.root[c])[0, 0]
    variance += (calibration.loadings[c, 0] ** 2).sum()
    size, kept = np.array([math.sqrt(variance)]), calibration.persistence[c, :1]
    ahead = spread_ahead(size, kept, calibration.scale[c, :years], level=False)
    return np.asarray(100.0 * ahead[0])


def debt_error(
    calibration: Calibration, members: Sequence[str], debts: Floats, *, years: int = 5
) -> float:
    """Return the mean absolute deviation of debt after some years, mean of the countries.

    The engine's recursion ``d = d (1 + i)/((1 + g)(1 + pi)) - pb`` without pledge, foreign debt
    and stock-flow adjustment, drawn in NumPy.

    Parameters
    ----------
    debts : array (country,)
        In the order of `members`, fraction of GDP; NaN where not known.
    """
    at = [calibration.members.index(code) for code in members]
    shocks = draw(calibration, at, years, DRAWS, SEED)
    kept = calibration.persistence[at].T[:, None, :]
    state = np.zeros((len(VARIABLES), DRAWS, len(at)))
    gap = np.zeros((DRAWS, len(at)))
    rate = np.zeros((DRAWS, len(at)))
    debt = np.broadcast_to(debts, (DRAWS, len(at))).copy()
    for year in range(years):
        state = kept * state + shocks[:, :, :, year]
        growth, inflation, _, long_rate, _, balance = state
        gap = GAP_KEPT * gap + growth
        rate = rate + ROLLOVER * (long_rate - rate)
        debt = debt * (1.0 + rate) / np.exp(growth + inflation) - ELASTICITY * gap - balance
    away = np.abs(debt - debts)[:, np.isfinite(debts)]
    return float(100.0 * away.mean())


def draw(calibration: Calibration, at: Sequence[int], years: int, draws: int, seed: int) -> Floats:
    """Return shocks of the documented model, shaped (variable, draw, country, year)."""
    rng = np.random.default_rng(seed)
    common = rng.standard_normal((draws, years, FACTORS))
    own = rng.standard_normal((draws, years, len(at), len(VARIABLES)))
    together = np.einsum("dtcj,cij->idct", own, calibration.root[list(at)])
    together += np.einsum("dtf,cif->idct", common, calibration.loadings[list(at)])
    return np.asarray(together * calibration.scale[list(at), :years])


def _fed(calibration: Calibration) -> list[Size]:
    ours = growth_spread(calibration, "USA", 3)
    return [
        Size(
            f"growth of the United States, {year} year{'s' if year > 1 else ''} ahead: RMSE",
            published,
            float(ours[year - 1]),
            "points",
            FED,
            f"published: {span}, fourth quarter on fourth, {4 * year} quarters ahead; ours: "
            "annual averages",
        )
        for span, row in FED_RMSE.items()
        for year, published in enumerate(row, start=1)
    ]


def _europe(calibration: Calibration, past: Hindcast) -> list[Size]:
    spread = np.array([growth_spread(calibration, code, 1)[0] for code in EUROPE])
    some = past.part(members=EUROPE)
    error = 100.0 * some.error()[SCORED.index("growth"), ..., 0]
    error = error[np.isfinite(error)]
    note = "published: 1971-95; ours: 13 states of western Europe, not those of the paper"
    return [
        Size(
            "growth in Europe, 1 year ahead: RMSE",
            EUROPE_RMSE,
            float(np.sqrt((spread**2).mean())),
            "points",
            NIER,
            note,
        ),
        Size(
            "growth in Europe, 1 year ahead: MAE",
            EUROPE_MAE,
            float(spread.mean() * math.sqrt(2.0 / math.pi)),
            "points",
            NIER,
            note,
        ),
        Size(
            "growth in Europe, 1 year ahead: RMSE of the rule in hindcasts",
            EUROPE_RMSE,
            float(np.sqrt((error**2).mean())),
            "points",
            NIER,
            f"published: 1971-95; ours: what the rule erred by from {past.origins[0]} on, 2009 and "
            "2020 included",
        ),
    ]


def _debts(figures: Table, history: History) -> Floats:
    """Return debts since `FIRST` by one edition, fractions of GDP, shaped (country, year)."""
    members, years = pledgers(history), range(FIRST, history.years[-1] + 1)
    rows = figures.rows(DEBT, definition="imf", vintages="all")
    newest = max((o.vintage for o in rows), default="")
    found = {
        (o.country, o.year): o.value / 100.0
        for o in rows
        if o.vintage == newest and o.status in ACTUAL
    }
    debts = np.array([[found.get((code, year), np.nan) for year in years] for code in members])
    if not np.isfinite(debts[:, -1]).any():
        raise Refusal(
            "no-figures",
            f"no table gives {DEBT} of {years[-1]}",
            hint="validate on tables that hold the debt of the last year",
        )
    return debts
