"""The central projection: from inputs to what keeping the pledges costs."""

from __future__ import annotations

import numpy as np

from burdenshare.projection import steps
from burdenshare.projection.model import Alliance, Floats, Inputs, Projection


def project(inputs: Inputs) -> Projection:
    """Say what keeping the pledges costs, by member and year and for the members together.

    Parameters
    ----------
    inputs : Inputs
        As made by `assemble`. A leading draw axis on its economic arrays passes through.

    Returns
    -------
    Projection
        Over the reported years.
    """
    base, price = inputs.base, inputs.price

    # 1 The share of each year, from start to deadline along the path of the pledge
    share = _share(inputs)

    # 2 Spending, at current and at constant prices
    spent = steps.spending(share, base)
    real = steps.deflate(spent, price)

    # 3 What would be spent otherwise, and the extra over it
    baseline = {name: _baseline(inputs, name, spent) for name in inputs.baselines}
    extra = {name: steps.over_baseline(spent, path) for name, path in baseline.items()}
    extra_real = {name: steps.deflate(money, price) for name, money in extra.items()}

    # 4 What it takes: growth, other budgets, the related part
    growth = {
        name: steps.required_growth(money, inputs.start_year, inputs.deadline, inputs.years)
        for name, money in (("nominal", spent), ("real", real))
    }
    by_deadline = steps.positions(inputs.years, inputs.deadline)
    over_share = steps.at(spent - steps.spending(inputs.start_share[:, None], base), by_deadline)
    gdp_then = steps.at(inputs.gdp, by_deadline)
    budgets = {
        name: steps.of_budget(over_share, budget, gdp_then)
        for name, budget in inputs.budgets.items()
    }
    related = steps.spending(inputs.related_share, steps.at(base, by_deadline))

    # 5 The reported years, and the members together
    shown = inputs.reported

    def cut(values: Floats) -> Floats:
        return values[..., shown]

    return Projection(
        members=inputs.members,
        years=inputs.years[shown],
        currency=inputs.currency,
        price_base=inputs.price_base,
        share=cut(share),
        gdp=cut(inputs.gdp),
        spending=cut(spent),
        spending_real=cut(real),
        per_head=cut(steps.per_head(spent, inputs.population)),
        baseline={name: cut(path) for name, path in baseline.items()},
        extra={name: cut(money) for name, money in extra.items()},
        extra_real={name: cut(money) for name, money in extra_real.items()},
        required_growth=growth,
        of_budgets=budgets,
        related=related,
        deadline=inputs.deadline,
        alliance=_together(inputs, share, spent, extra),
        base=cut(base),
        start_year=inputs.start_year,
        start_share=inputs.start_share,
        target_share=inputs.target_share,
        notes=inputs.notes,
    )


def _share(inputs: Inputs) -> Floats:
    return steps.pledge_path(
        inputs.years,
        start_year=inputs.start_year,
        start=inputs.start_share,
        target=inputs.target_share,
        deadline=inputs.deadline,
        path=inputs.path,
        waypoints=inputs.waypoints,
        may_fall=inputs.may_fall,
        known=inputs.known_share,
        base=inputs.base,
        price=inputs.price,
    )


def _baseline(inputs: Inputs, name: str, spent: Floats) -> Floats:
    return steps.baseline_path(
        name,
        years=inputs.years,
        start_year=inputs.start_year,
        start=inputs.start_share,
        spent=spent,
        base=inputs.base,
        price=inputs.price,
        plan=inputs.plan,
    )


def _together(inputs: Inputs, share: Floats, spent: Floats, extra: dict[str, Floats]) -> Alliance:
    """Add the members up in US dollars: of each year, and of the common base year."""
    shown = inputs.reported
    rate = inputs.fx[..., shown]
    unknown = np.full(len(inputs.members), np.nan)
    level = unknown if inputs.price_at_base is None else inputs.price_at_base
    rate_then = unknown if inputs.fx_at_base is None else inputs.fx_at_base
    constant = inputs.price[..., shown] * (rate_then / level)[..., None]
    missing = steps.spending(inputs.target_share[:, None] - share, inputs.base)

    def total(money: Floats, rate: Floats) -> Floats:
        return np.asarray((money[..., shown] / rate).sum(axis=-2))

    def above(money: Floats, rate: Floats) -> Floats:
        return steps.sum_above_zero(money[..., shown] / rate)

    spending, gdp = total(spent, rate), total(inputs.gdp, rate)
    return Alliance(
        price_base=inputs.common_base,
        gdp=gdp,
        share=np.asarray(100.0 * spending / gdp),
        spending=spending,
        spending_real=total(spent, constant),
        extra={name: above(money, rate) for name, money in extra.items()},
        extra_real={name: above(money, constant) for name, money in extra.items()},
        below={name: above(-money, rate) for name, money in extra.items()},
        shortfall=above(missing, rate),
    )
