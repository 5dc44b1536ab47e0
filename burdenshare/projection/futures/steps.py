"""One year of one future: from last year's state and this year's shocks to this year's numbers.

Three steps follow one another: the economy, what is spent, what is owed. Every function takes the
numbers of one country and year, as arrays (country, draw) in the oracle and as scalars in the
compiled kernel, so that the equations stand here once. What a step hands to the next year and what
it reports is one tuple. Rates and ratios are fractions, shares per cent, money billion of national
currency.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from burdenshare.projection.futures.arithmetic import (
    Constants,
    Number,
    choose,
    exponential,
    larger,
    smaller,
    within,
)

# The economy -------------------------------------------------------------------------------------


class Shock(NamedTuple):
    """What hits a country in a year (`model.VARIABLES`)."""

    growth: Number
    inflation: Number
    short_rate: Number
    long_rate: Number
    fx: Number
    primary_balance: Number


class EconomyTerms(NamedTuple):
    """The central economy of a country and year, and how deviations from it persist."""

    gdp: Number
    per_gdp: Number
    price: Number
    per_price: Number
    fx: Number
    per_fx: Number
    keep_growth: Number
    keep_inflation: Number
    keep_short: Number
    keep_long: Number
    keep_fx: Number
    keep_gap: Number


class Economy(NamedTuple):
    """The economy of a year, without any effect of the extra spending."""

    growth: Number
    """Deviation of this year's real growth from its central path; so the next three."""
    inflation: Number
    short_rate: Number
    long_rate: Number
    log_real: Number
    """Logarithm of real GDP over its central path."""
    log_price: Number
    log_fx: Number
    gap: Number
    """Output gap against the central path."""
    gdp: Number
    per_gdp: Number
    """1 / gdp."""
    price: Number
    per_price: Number
    fx: Number
    per_fx: Number
    slower: Number
    """GDP of last year over this year's."""
    weaker: Number
    """Exchange rate of this year over last year's."""


def next_economy(before: Economy, shock: Shock, at: EconomyTerms, k: Constants) -> Economy:
    """Return the economy of a year: deviations persist and are hit by shocks.

    u_t = rho u_t-1 + e_t for growth, inflation and both rates; the level of the exchange rate
    l_t = rho l_t-1 + e_t. GDP and prices are the central path times e^(sum of u): above 0 by
    construction, and within e^30 of the central path.
    """
    growth = at.keep_growth * before.growth + shock.growth
    inflation = at.keep_inflation * before.inflation + shock.inflation
    log_real = within(before.log_real + growth, k.longest_log)
    log_price = within(before.log_price + inflation, k.longest_log)
    log_fx = within(at.keep_fx * before.log_fx + shock.fx, k.longest_log)
    real, price, fx = exponential(log_real, k), exponential(log_price, k), exponential(log_fx, k)
    per_both = k.one / (real * price)
    gdp = at.gdp * (real * price)
    per_gdp = at.per_gdp * per_both
    here = at.fx * fx
    return Economy(
        growth=growth,
        inflation=inflation,
        short_rate=at.keep_short * before.short_rate + shock.short_rate,
        long_rate=at.keep_long * before.long_rate + shock.long_rate,
        log_real=log_real,
        log_price=log_price,
        log_fx=log_fx,
        gap=at.keep_gap * before.gap + growth,
        gdp=gdp,
        per_gdp=per_gdp,
        price=at.price * price,
        per_price=at.per_price * (real * per_both),
        fx=here,
        per_fx=at.per_fx * (k.one / fx),
        slower=before.gdp * per_gdp,
        weaker=here * before.per_fx,
    )


# What is spent -----------------------------------------------------------------------------------


class SpendingTerms(NamedTuple):
    """The pledge, the levers on it, and what money buys, of a country and year."""

    base_moving: Number
    """What the share is measured against over GDP, where it moves with GDP (else 0)."""
    base_fixed: Number
    """The same where it is the GDP of one fixed year (else 0)."""
    per_moving: Number
    per_fixed: Number
    start_share: Number
    inertia: Number
    slippage: Number
    real_limit: Number
    """1 + highest real growth of spending."""
    no_limit: Number
    """Spending that is always allowed: 1e30 where there is no limit, else 0."""
    expected_growth: Number
    """Central nominal growth, a factor."""
    cash: Number
    """1 where the budget was fixed on the GDP expected a year before, else 0."""
    package: Number
    after_start: Number
    """1 in the years after the start of the pledge, else 0."""
    keep_effect: Number
    taken: Number
    """Fall of output per extra spending, by the taxes and cuts that pay for it."""
    home_price: Number
    """Price of defence goods from home over the deflator, times their weight."""
    import_price: Number
    """Price of imported defence goods over the exchange rate, times their weight."""
    equipment: Number
    wear: Number
    """Part of the equipment that is worn out in a year, mean over the classes."""


class Spending(NamedTuple):
    """What is spent in a year, what it buys, and what it does to output."""

    share: Number
    """All spending, per cent of the base."""
    regular_share: Number
    """Without one-off packages."""
    real_regular: Number
    """Without one-off packages, at constant prices."""
    rise: Number
    """Spending over the start share, fraction of GDP before its effect on output."""
    effect: Number
    """Effect of the extra spending on output, fraction of output."""
    slower: Number
    """GDP of last year over this year's, as far as the effect changes it."""
    gdp: Number
    """With the effect."""
    base: Number
    spending: Number
    spending_real: Number
    buying_power: Number
    extra_of_gdp: Number
    book: Number
    """Extra equipment that is not yet written off."""
    deferred: Number
    """Equipment bought over equipment written off, fraction of GDP."""


def next_spending(
    before: Spending,
    economy: Economy,
    multiplier: Number,
    aimed: Number,
    at: SpendingTerms,
    k: Constants,
) -> Spending:
    """Return what is spent in a year, and its effect on output.

    A cash budget is a share of last year's GDP times its expected growth: surprise growth and
    inflation lower the share that comes out. Real growth of regular spending stays within its
    limit. The effect on output m follows the change of the rise x and fades:
    m_t = keep m_t-1 + (multiplier - taken) (x_t - x_t-1).

    Parameters
    ----------
    multiplier : number
        Rise of output per extra spending, net of imports, before taxes and cuts.
    aimed : number
        Share aimed at, per cent.
    """
    share = k.percent * next_share(before.regular_share, aimed, at, k)
    limit = at.real_limit * before.real_regular * economy.price + at.no_limit
    expected = economy.gdp * (economy.slower * at.expected_growth)
    budget = economy.gdp + at.cash * (expected - economy.gdp)

    planned = smaller(share * (at.base_moving * budget + at.base_fixed), limit) + at.package
    kept = k.percent * at.start_share
    over = planned - kept * (at.base_moving * economy.gdp + at.base_fixed)
    rise = at.after_start * (over * economy.per_gdp)
    impulse = (multiplier - at.taken) * (rise - before.rise)
    effect = within(at.keep_effect * before.effect + impulse, k.largest_effect)
    grown = k.one + effect
    per_grown = k.one / grown

    regular = smaller(share * (at.base_moving * (budget * grown) + at.base_fixed), limit)
    spending = regular + at.package
    base = at.base_moving * (economy.gdp * grown) + at.base_fixed
    per_base = k.hundred * (at.per_moving * (economy.per_gdp * per_grown) + at.per_fixed)
    per_gdp = economy.per_gdp * per_grown
    extra = at.after_start * (spending - kept * base)
    bought = at.equipment * extra
    written_off = at.wear * (before.book + bought)
    return Spending(
        share=spending * per_base,
        regular_share=regular * per_base,
        real_regular=regular * economy.per_price,
        rise=rise,
        effect=effect,
        slower=(k.one + before.effect) * per_grown,
        gdp=economy.gdp * grown,
        base=base,
        spending=spending,
        spending_real=spending * economy.per_price,
        buying_power=spending / (at.home_price * economy.price + at.import_price * economy.fx),
        extra_of_gdp=extra * per_gdp,
        book=before.book + bought - written_off,
        deferred=(bought - written_off) * per_gdp,
    )


def next_share(before: Number, aimed: Number, at: SpendingTerms, k: Constants) -> Number:
    """Return the share that is budgeted and executed, per cent, from last year's.

    Inertia: only a part of the way to the share aimed at is gone. Slippage: a part of the rise over
    the start share is never spent.
    """
    budgeted = before + at.inertia * (aimed - before)
    return budgeted - at.slippage * larger(budgeted - at.start_share, k.zero)


# What is owed ------------------------------------------------------------------------------------


class DebtTerms(NamedTuple):
    """The central fiscal path of a country and year."""

    live: Number
    """1 in the years that the debt recursion covers, else 0."""
    balance: Number
    """Primary balance without the extra spending, fraction of GDP."""
    stockflow: Number
    short: Number
    long: Number
    alpha: Number
    rollover: Number
    elasticity: Number
    foreign: Number
    premium: Number
    threshold: Number
    debt_share: Number
    accrual: Number
    keep_surprise: Number


class Debt(NamedTuple):
    """What is owed at the end of a year and paid in it, fractions of GDP."""

    long_iir: Number
    """Implicit rate on long-term debt."""
    long_iir_without: Number
    debt: Number
    debt_without: Number
    peak: Number
    """The highest debt so far."""
    interest: Number
    primary: Number
    balance: Number
    surprise: Number
    """Deviation of the primary balance from its central path, fraction of GDP, before the output
    gap's part."""


def next_debt(
    before: Debt,
    economy: Economy,
    spending: Spending,
    shock: Number,
    at: DebtTerms,
    k: Constants,
) -> Debt:
    """Return debt with the pledge and without it, interest and balances.

    Parameters
    ----------
    shock : number
        To the primary balance, fraction of GDP; its deviation persists as those of rates do.
    """
    surprise = at.keep_surprise * before.surprise + shock
    without = at.balance + at.elasticity * economy.gap + surprise
    reaction = at.elasticity * spending.effect
    primary = without + reaction - at.debt_share * spending.extra_of_gdp

    short = at.alpha * (at.short + economy.short_rate)
    long = at.long + economy.long_rate
    long_iir = long_term_rate(before.long_iir, long, before.debt, at, k)
    long_iir_without = long_term_rate(before.long_iir_without, long, before.debt_without, at, k)
    long_term = k.one - at.alpha
    iir, iir_without = short + long_term * long_iir, short + long_term * long_iir_without

    valued = k.one + at.foreign * (economy.weaker - k.one)
    carried = before.debt * valued * (economy.slower * spending.slower)
    carried_without = before.debt_without * valued * economy.slower
    debt = carried * (k.one + iir) - primary + at.stockflow
    debt_without = carried_without * (k.one + iir_without) - without + at.stockflow
    now = choose(at.live, bounded(debt, k), before.debt)
    interest = carried * iir
    return Debt(
        long_iir=choose(at.live, long_iir, before.long_iir),
        long_iir_without=choose(at.live, long_iir_without, before.long_iir_without),
        debt=now,
        debt_without=choose(at.live, bounded(debt_without, k), before.debt_without),
        peak=larger(before.peak, now),
        interest=interest,
        primary=primary,
        balance=primary - interest + at.accrual * spending.deferred,
        surprise=surprise,
    )


def long_term_rate(
    before: Number, long: Number, debt: Number, at: DebtTerms, k: Constants
) -> Number:
    """Return the implicit rate on long-term debt: the part rolled over takes this year's rate.

    The long rate carries a premium for last year's debt above a threshold. One rate and one part
    rolled over a year stand for the maturity structure of European Commission, Debt Sustainability
    Monitor 2023, annex A3.
    """
    marginal = long + at.premium * larger(debt - at.threshold, k.zero)
    return before + at.rollover * (marginal - before)


def bounded(debt: Number, k: Constants) -> Number:
    """Return debt between 0 and the upper bound."""
    return smaller(larger(debt, k.zero), k.highest_debt)


class Parts(NamedTuple):
    """What changed the debt of a year, fractions of GDP: together they are the change."""

    interest: Number
    growth: Number
    inflation: Number
    valuation: Number
    primary_balance: Number
    """What a surplus takes away: minus the primary balance."""
    stockflow: Number
    bounds: Number
    """What the bounds of the engine held back: 0 in any sensible future."""


def debt_parts(
    before: Debt,
    after: Debt,
    economy: Economy,
    spending: Spending,
    inflation: Number,
    at: DebtTerms,
    k: Constants,
) -> Parts:
    """Decompose the change of debt with the pledge.

    With v the valuation, N and P the growth of nominal GDP and of its deflator (factors):
    d' - d = d v i / N + d (1/N - 1/P) + d (1/P - 1) + d (v - 1) / N - pb + sf.

    Parameters
    ----------
    inflation : number
        P.
    """
    slower = economy.slower * spending.slower
    parts = Parts(
        interest=after.interest,
        growth=before.debt * (slower - k.one / inflation),
        inflation=before.debt * (k.one / inflation - k.one),
        valuation=before.debt * (at.foreign * (economy.weaker - k.one)) * slower,
        primary_balance=-after.primary,
        stockflow=at.stockflow,
        bounds=k.zero,
    )
    return parts._replace(bounds=after.debt - before.debt - sum(parts))


# Beside the recursion ----------------------------------------------------------------------------


class Otherwise(NamedTuple):
    """One baseline in one year: what would be spent, as a sum of four parts."""

    after_start: Number
    """1 where the baseline holds; else what is spent is the baseline."""
    of_base: Number
    """Part of the base, fraction."""
    of_real: Number
    """1 where it keeps the purchasing power of the start year, else 0."""
    of_cash: Number
    """1 where it keeps the amount of the start year, else 0."""
    given: Number
    """A plan, billion of national currency."""


def over_baseline(
    spending: Number,
    base: Number,
    price: Number,
    start_spending: Number,
    start_real: Number,
    other: Otherwise,
) -> Number:
    """Return what is spent over a baseline.

    Parameters
    ----------
    start_spending, start_real : number
        What is spent in the start year of the pledge, at current and at constant prices.
    """
    kept = other.of_real * (price * start_real) + other.of_cash * start_spending
    return other.after_start * (spending - (other.of_base * base + kept + other.given))


def next_stock(before: Number, bought: Number, part: Number, wear: Number) -> Number:
    """Return one class of equipment: what is left of last year's, and what is bought.

    K_t = (1 - wear) K_t-1 + part x bought, at constant defence prices.
    """
    return before - wear * before + part * bought


def triangle(place: Number, low: Number, central: Number, high: Number, k: Constants) -> Number:
    """Return the value at a place (0 ... 1) of a triangular distribution."""
    width = high - low
    rising = low + np.sqrt(place * (width * (central - low)))
    falling = high - np.sqrt((k.one - place) * (width * (high - central)))
    return choose(central - low - place * width, rising, falling)


def shortfall(share: Number, target: Number, base: Number, k: Constants) -> Number:
    """Return what is missing to the pledged share, billion of national currency; never below 0."""
    return larger((target - share) * k.percent * base, k.zero)
