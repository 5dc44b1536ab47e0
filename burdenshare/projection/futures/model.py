"""What the stochastic engine takes and gives: calibration, fiscal side, levers, futures.

Rates, ratios and shocks are fractions (0.03), except the share of the pledge, which stays in per
cent as in `burdenshare.projection.model`. Money is in billion of national currency. Arrays are
shaped (country, year) over `Inputs.years` unless said otherwise; a number may stand for an array
that is the same for every country.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from burdenshare.projection.model import Floats, Origin

VARIABLES = ("growth", "inflation", "short_rate", "long_rate", "fx", "primary_balance")
"""The shocks of a country, in this order everywhere.

Growth, inflation (GDP deflator) and fx in log points; rates and primary balance in fractions. fx is
the price of a US dollar in national currency: up means a weaker national currency.
"""
FACTORS = 2
"""Global factors that move every country."""

FUTURES = (
    "share",
    "gdp",
    "price",
    "fx",
    "spending",
    "spending_real",
    "buying_power",
    "extra_of_gdp",
    "debt",
    "debt_without",
    "interest",
    "primary",
    "balance",
    "stock",
    "cumulative_spending",
    "cumulative_spending_real",
)
"""What is known of each country and year of a future, besides `extra_names` for each baseline.

share            per cent of `Inputs.base`, one-off packages included
gdp              nominal, billion of national currency, effect of the extra spending included
price            GDP deflator, 1 in `Inputs.price_base`
fx               national currency per US dollar
spending         billion of national currency
spending_real    at the deflator's prices of `Inputs.price_base`
buying_power     at the prices of what defence buys, imported part included, same base year
extra_of_gdp     spending over a constant share, fraction of GDP: what has to be financed
debt             fraction of GDP, with the pledge
debt_without     fraction of GDP, at the constant share
interest         interest paid, fraction of GDP
primary          primary balance, fraction of GDP
balance          headline budget balance, fraction of GDP (by `Levers.accrual`)
stock            military equipment, same prices as buying_power
cumulative_...   sum over the reported years so far
"""

LEVELS = (0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975)
"""Levels of the quantiles of a `Fan`."""


def extra_names(baseline: str) -> tuple[str, str, str, str]:
    """Return the variables that say what is spent over one baseline of `Inputs.baselines`.

    ``extra.B`` (current prices), ``extra_real.B`` (constant prices) and the sums of both over the
    reported years so far, ``cumulative_extra.B`` and ``cumulative_extra_real.B``.
    """
    kinds = ("extra", "extra_real", "cumulative_extra", "cumulative_extra_real")
    return tuple(f"{kind}.{baseline}" for kind in kinds)  # type: ignore[return-value]


def alliance_names(baselines: tuple[str, ...]) -> tuple[str, ...]:
    """Return the totals of the members, as in `burdenshare.projection.model.Alliance`.

    ``cumulative_...``: the sum over the reported years so far.
    """
    kinds = ("extra", "extra_real", "below", "cumulative_extra", "cumulative_extra_real")
    return (
        "gdp",
        "spending",
        "spending_real",
        "share",
        "shortfall",
        "cumulative_spending",
        "cumulative_spending_real",
        *(f"{kind}.{baseline}" for baseline in baselines for kind in kinds),
    )


@dataclass(frozen=True)
class Calibration:
    """How the world has departed from its forecasts, estimated from history.

    The shock of country c, h years after the last known one (h = 0 for the first), is
    ``e = scale[c, h] * tail * (root[c] @ z + loadings[c] @ f)`` with six independent standard
    normals z and two factors f that all countries share. Growth, inflation, both rates and the
    primary balance deviate by ``u_t = persistence * u_{t-1} + e_t``; the exchange rate's level by
    ``l_t = persistence * l_{t-1} + e_t`` (1: a random walk).
    """

    members: tuple[str, ...]
    """ISO 3166-1 alpha-3; may hold more countries than a scenario."""
    persistence: Floats
    """Shaped (country, 6), between 0 and 1."""
    loadings: Floats
    """Shaped (country, 6, 2)."""
    root: Floats
    """Symmetric root of the covariance of the country's own shocks, shaped (country, 6, 6).

    `roots.symmetric_root` makes it.
    """
    scale: Floats
    """Widening by horizon, shaped (country, horizon); years beyond it are refused."""
    tail: int | None = None
    """Degrees of freedom of the fat tails (even, 4 or more), where they were estimated."""
    notes: tuple[dict[str, str], ...] = ()
    fingerprint: str = ""


@dataclass(frozen=True)
class Fiscal:
    """The central fiscal path without the pledge, by country: debt, rates, balances.

    A whole row of NaN in `debt0` says that the debt of a country is not known: its debt, interest
    and balance are then left out.
    """

    members: tuple[str, ...]
    """As in `Inputs.members`, same order."""
    kind: tuple[str, ...]
    """``ec`` (maturity structure known) or ``plain``, by country."""
    start_year: int
    """The year at whose end `debt0` stands: before the first reported year, and one of
    `Inputs.years` or the year before the first of them. Debt moves from the year after it on."""
    known_year: int
    """Last year whose figures are taken as known; shocks start in the year after it."""
    debt0: Floats
    """Fraction of GDP, shaped (country,)."""
    iir0: Floats
    """Implicit interest rate on long-term debt in `start_year`, shaped (country,)."""
    gdp0: Floats
    """Nominal GDP of `start_year` in the unit of `Inputs.gdp`, shaped (country,)."""
    price0: Floats
    """Price level of `start_year` in the unit of `Inputs.price`, shaped (country,)."""
    fx0: Floats
    """Exchange rate of `start_year` in the unit of `Inputs.fx`, shaped (country,)."""
    balance: Floats
    """Primary balance in fractions of GDP, today's share of defence included."""
    stockflow: Floats
    """Stock-flow adjustment, fraction of GDP: up raises debt."""
    short: Floats
    """Short-term interest rate."""
    long: Floats
    """Long-term interest rate on new debt, before any `Levers.risk_premium`."""
    alpha: Floats
    """Part of the debt that is short-term, shaped (country,), between 0 and 1."""
    rollover: Floats
    """Part of the long-term debt that is priced anew in the year, between 0 and 1 (1/maturity)."""
    elasticity: Floats
    """Change of the primary balance per change of the output gap, shaped (country,)."""
    foreign: Floats
    """Part of the debt in foreign currency, shaped (country,), between 0 and 1."""
    gap_persistence: float = 2.0 / 3.0
    """Part of the output gap that is left a year later.

    2/3 is the first step of the Commission's fading multiplier: 1, 2/3, 1/3, 0.
    """
    origins: tuple[Origin, ...] = ()
    notes: tuple[dict[str, str], ...] = ()


@dataclass(frozen=True)
class Levers:
    """What can be varied about pledge, prices, financing and stock; the defaults change nothing.

    Unless said otherwise a lever is one number or an array shaped (country,).
    """

    # The path of the share
    behaviour: Literal["kept", "behaved"] = "kept"
    """``kept`` aims at the path of the pledge, ``behaved`` at `aimed`: never mixed."""
    aimed: Floats | None = None
    """Share aimed at by ``behaved``, per cent, shaped (country, year): the central path."""
    aimed_draws: Floats | None = None
    """The same of drawn behaviours, shaped (path, country, year), a multiple of 64 paths.

    Draw d takes path d modulo their number, whatever block or process computes it.
    """
    inertia: float | Floats = 1.0
    """Part of the way to the share aimed at that is gone in a year, in (0, 1]; 1: all of it."""
    absorption: float | Floats | None = None
    """Highest real growth of spending in a year (0.10), packages apart; None: no limit."""
    slippage: float | Floats = 0.0
    """Part of the rise over the start share that is budgeted but never spent, in [0, 1)."""
    budgeting: Literal["share", "cash"] = "share"
    """``share`` follows actual GDP, ``cash`` is fixed on the GDP expected a year before."""
    packages: Floats | None = None
    """One-off spending on top, billion of national currency, shaped (country, year)."""

    # What the money buys
    defence_inflation: float | Floats = 0.0
    """How much faster than the deflator defence prices rise a year, after `Fiscal.known_year`."""
    import_share: float | Floats = 0.0
    """Imported part of spending, in [0, 1]: exposed to the exchange rate, leaks from demand."""
    import_price: Floats | None = None
    """Price of imports in national currency against plan, 1 as planned, shaped (country, year)."""

    # Who pays
    debt_share: float | Floats = 1.0
    tax_share: float | Floats = 0.0
    other_share: float | Floats = 0.0
    """Parts of the extra paid by debt, taxes and cuts elsewhere: each in [0, 1], one together.

    Also shaped (country, year).
    """
    multiplier: tuple[float, float, float] | Floats = (0.0, 0.0, 0.0)
    """Lowest, central and highest rise of output per domestic extra spending.

    Three numbers, or shaped (country, 3). Each draw takes one point of the triangle for all
    countries; the central path takes the central value.
    """
    tax_multiplier: float | Floats = 0.0
    """Fall of output per extra paid by taxes."""
    other_multiplier: float | Floats = 0.0
    """Fall of output per extra paid by cuts elsewhere."""
    multiplier_decay: float | Floats = 1.0 / 3.0
    """Part of the effect on output that fades in a year, in [0, 1]."""
    risk_premium: float | Floats = 0.0
    """Rise of the long rate per debt above `premium_threshold` (0.06: 6 bp per point of GDP)."""
    premium_threshold: float | Floats = 0.9
    """Fraction of GDP."""
    accrual: bool = False
    """Whether `balance` charges equipment over its life rather than when it is paid."""

    # What stays
    equipment_share: float | Floats = 0.0
    """Part of spending that buys equipment: number, (country,) or (country, year)."""
    stock_mix: Floats = field(default_factory=lambda: np.ones(1))
    """Parts of equipment spending by class, sum 1: shaped (class,) or (country, class)."""
    depreciation: Floats = field(default_factory=lambda: np.full(1, 1.0 / 30.0))
    """Part of each class that is worn out in a year, shaped (class,)."""
    stock0: Floats | None = None
    """Stock at the end of the year before `Inputs.years`, shaped (country, class); None: 0.

    A row of NaN says that a country's stock is not known: it is then left out.
    """

    # What may come
    tails: Literal["normal", "fat"] = "normal"
    """``fat`` mixes the shocks of a year by Student's t with `Calibration.tail` degrees."""


@dataclass(frozen=True)
class Condition:
    """One comparison, of one variable in one year: above (or at least) a level."""

    variable: str
    """One of `FUTURES` or `extra_names`."""
    level: float | Floats = 0.0
    """In the unit of the variable: number, (country,) or (country, year)."""
    sense: Literal["above", "at least", "below", "at most"] = "above"
    since: int = 0
    """Years back: compare the change over them (debt and debt_without only), since the start of
    the debt where that is later. 0: compare the value itself."""


@dataclass(frozen=True)
class Event:
    """What happens in a future and year when all its conditions hold; counted exactly."""

    name: str
    conditions: tuple[Condition, ...]


@dataclass(frozen=True)
class Fan:
    """The spread of one variable over the reported years: (country, year), or (year,) in totals."""

    central: Floats
    """Without any shock: the central projection under the same levers."""
    quantiles: Floats
    """Shaped (level, ...) by `LEVELS`; no level at all where there are no draws."""
    draws: Floats | None = None
    """Every draw, shaped (draw, ...), where the variable was kept: quantiles are then exact."""
    edge: Floats | None = None
    """Part of the draws in the outermost bins, where quantiles come from streamed counts."""

    def at(self, level: float) -> Floats:
        """Return one quantile, shaped like `central`."""
        return np.asarray(self.quantiles[LEVELS.index(level)])


@dataclass(frozen=True)
class Futures:
    """The spread of everything over all draws, by variable.

    NaN stands only where the central figures themselves are missing: `unknown` names whose.
    """

    members: tuple[str, ...]
    years: tuple[int, ...]
    """The reported years."""
    baselines: tuple[str, ...]
    draws: int
    seed: int
    precision: Literal["double", "single"]
    fans: Mapping[str, Fan]
    """By variable (`FUTURES`, `extra_names`)."""
    alliance: Mapping[str, Fan]
    """By total (`alliance_names`), billion US dollars, share in per cent; summed draw by draw."""
    probabilities: Mapping[str, Floats]
    """By event: part of the draws in which it happens, shaped (country, year)."""
    unknown: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By variable: members whose figures are missing."""
    capped: Floats = field(default_factory=lambda: np.zeros(0))
    """Part of the draws in which debt reached the engine's upper bound, shaped (country,)."""
    notes: tuple[dict[str, str], ...] = ()
