"""What a scenario's money does to stocks: the military stock of a study, joined to the counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from burdenshare.errors import Refusal
from burdenshare.posture.answer import Pledge
from burdenshare.posture.model import Judgement
from burdenshare.projection.fiscal.stock import MIX, inventory

if TYPE_CHECKING:
    from burdenshare.figures.store import Figures
    from burdenshare.projection.model import Floats
    from burdenshare.study import Study


def pledged(study: Study, judged: Judgement, figures: Figures) -> Pledge:
    """Return by which factor each member's stock grows when the pledge's money flows.

    A count grows as the stock of its class does, from the end of the year before that of the counts
    (or before the scenario begins, if that is later) to the scenario's end: what the equipment part
    of spending buys, less wear, at constant defence prices (Harberger 1978;
    `burdenshare.projection.fiscal.stock`). Classes of the scenario's own, under names that are none
    of the five, move every item by the growth of the whole stock. A scenario that ends before the
    year of the counts moves nothing.
    """
    names, *stocks = _stocks(study, judged.year)
    rate = _rate(study, judged, figures)
    growth: dict[tuple[str, str], float] = {}
    worth: dict[tuple[str, str], float] = {}
    held = []
    for i, code in enumerate(study.projection.members):
        before, after = stocks[0][i], stocks[1][i]
        if study.projection.years[-1] < judged.year:
            continue
        if not np.isfinite(after).all() or not before.sum() > 0.0:
            held.append(code)
            continue
        whole = float(after.sum() / before.sum())
        for kind in MIX:
            at = names.index(kind) if kind in names else -1
            known = at >= 0 and before[at] > 0.0
            growth[code, kind] = float(after[at] / before[at]) if known else whole
            if known and np.isfinite(rate[i]):
                worth[code, kind] = float(before[at] * rate[i])
    return Pledge(
        scenario=study.scenario.name,
        year=study.projection.years[-1],
        growth=growth,
        yearly=_yearly(study, rate),
        stock=worth,
        held=tuple(held),
    )


def _bought(study: Study) -> Floats:
    """Return the equipment part of spending by member and reported year."""
    assert study.levers is not None
    part = np.asarray(study.levers.equipment_share, dtype=float)
    if part.ndim == 2:
        return part[:, study.inputs.reported]
    return np.broadcast_to(
        part[:, None] if part.ndim else part, study.projection.spending.shape[-2:]
    )


def _stocks(study: Study, year: int) -> tuple[tuple[str, ...], Floats, Floats]:
    """Return classes, and stocks by member and class before a year and after the last.

    Before the scenario's first year where that is later. Where a pledge begins before the scenario
    reports, only the whole stock is known by year.
    """
    assert study.levers is not None
    assert study.futures is not None
    levers, fans = study.levers, study.futures.fans
    past = sum(each < year for each in study.projection.years)
    if study.inputs.first:
        whole = fans["stock"].central
        return (), whole[:, max(past - 1, 0), None], whole[:, -1:]
    wear = np.asarray(levers.depreciation, dtype=float)
    size = (len(study.projection.members), len(wear))
    mix = np.broadcast_to(np.asarray(levers.stock_mix, dtype=float), size)
    opening = np.full(size, np.nan) if levers.stock0 is None else np.asarray(levers.stock0)
    spent = fans["buying_power"].central * _bought(study)
    path = inventory(opening, spent[:, :, None] * mix[:, None, :], wear)
    before = path[:, past - 1, :] if past else opening
    return tuple(study.scenario.equipment_classes or MIX), before, path[:, -1, :]


def _yearly(study: Study, rate: Floats) -> dict[str, float]:
    """Return billion a year for equipment at the judgement's prices, mean of the reported years."""
    found = study.projection
    money = (found.spending_real * _bought(study)).mean(axis=-1) * rate
    return {
        code: float(each)
        for code, each in zip(found.members, money, strict=True)
        if np.isfinite(each) and each > 0.0
    }


def _rate(study: Study, judged: Judgement, figures: Figures) -> Floats:
    """Return what one unit of each member's constant money is at the judgement's price base.

    From the member's price base to the study's common one, at that year's exchange rate, and on to
    the judgement's price year by the deflator of the United States; NaN where that year has none.
    """
    inputs = study.inputs
    unknown = np.full(len(inputs.members), np.nan)
    if inputs.fx_at_base is None or inputs.price_at_base is None:
        return unknown
    try:
        level = [
            figures.one("gdp_deflator", "USA", year).value
            for year in (inputs.common_base, judged.price_year)
        ]
    except Refusal as refusal:
        if refusal.code != "no-figures":
            raise
        return unknown
    return np.asarray(inputs.price_at_base / inputs.fx_at_base * level[1] / level[0])
