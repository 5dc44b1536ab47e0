"""What a scenario's equipment money is by class, and what would be left if it bought nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from burdenshare.errors import Refusal
from burdenshare.posture.moving import Flow
from burdenshare.projection.fiscal.stock import MIX

if TYPE_CHECKING:
    from burdenshare.posture.answer import Pledge
    from burdenshare.posture.model import Judgement
    from burdenshare.study import Study


def flow(study: Study, pledge: Pledge, judged: Judgement) -> Flow:
    """Return what a scenario's money buys from the year of the counts on, class by class.

    Parameters
    ----------
    study : Study
    pledge : Pledge
        Of the same study: growth of the stocks, and yearly money, which is the mean of all years.
    judged : Judgement

    Raises
    ------
    Refusal
        ``bad-argument`` where the scenario reports from a later year than its pledge begins, or
        has classes of equipment of its own: stocks by class are then not known.
    """
    assert study.levers is not None
    names = tuple(study.scenario.equipment_classes or MIX)
    if study.inputs.first or not set(MIX) <= set(names):
        raise Refusal(
            "bad-argument",
            f"of {study.scenario.name} the stocks by class of equipment are not known",
            hint="take a scenario that reports from the first year of its pledge, with the classes "
            f"{', '.join(MIX)}",
        )
    years = sum(year >= judged.year for year in study.projection.years)
    left = (1.0 - np.asarray(study.levers.depreciation, dtype=float)) ** years
    size = (len(study.projection.members), len(names))
    mix = np.broadcast_to(np.asarray(study.levers.stock_mix, dtype=float), size)
    worn, spent = {}, {}
    for i, code in enumerate(study.projection.members):
        for k, kind in enumerate(names):
            if (code, kind) in pledge.growth and code in pledge.yearly:
                worn[code, kind] = float(left[k])
                spent[code, kind] = float(pledge.yearly[code] * mix[i, k] * years)
    growth = {key: each for key, each in pledge.growth.items() if key in worn}
    return Flow(pledge.scenario, years, growth, worn, spent)
