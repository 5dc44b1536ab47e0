"""The few numbers of a run that are quoted: by member, in the deadline year and summed up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from burdenshare.projection.steps import cumulate

if TYPE_CHECKING:
    from burdenshare.projection.futures.model import Futures
    from burdenshare.projection.model import Floats, Projection


@dataclass(frozen=True)
class Headline:
    """What keeping its pledge costs one member; money in billion of national currency."""

    country: str
    currency: str
    price_base: int
    start_year: int
    start_share: float
    """Per cent of what the share is measured against, like the other shares."""
    target_share: float
    deadline: int
    year: int
    """The deadline, or the last reported year where that is earlier."""
    share: float
    spending: float
    per_head: float
    """National currency."""
    extra: dict[str, float]
    """In `year`, by baseline."""
    cumulative: dict[str, float]
    """Extra summed over the reported years, current prices, by baseline."""
    cumulative_real: dict[str, float]
    """The same in prices of `price_base`."""
    growth_nominal: float
    """Required, per cent a year from start to deadline."""
    growth_real: float


def headlines(projection: Projection, futures: Futures | None = None) -> list[Headline]:
    """Return the headline of every member, in the scenario's order; what is unknown is NaN.

    Parameters
    ----------
    projection : Projection
        Of the central path, or of the medians.
    futures : Futures, optional
        Where they were drawn, sums over the years are the medians of the sums.
    """
    sums = {name: cumulate(array) for name, array in projection.extra.items()}
    real = {name: cumulate(array) for name, array in projection.extra_real.items()}
    if futures is not None and futures.draws:
        fans = futures.fans
        sums = {name: fans[f"cumulative_extra.{name}"].at(0.5)[:, -1] for name in sums}
        real = {name: fans[f"cumulative_extra_real.{name}"].at(0.5)[:, -1] for name in real}
    return [_headline(projection, at, sums, real) for at in range(len(projection.members))]


def _headline(
    run: Projection, at: int, sums: dict[str, Floats], real: dict[str, Floats]
) -> Headline:
    year = max(min(run.deadline[at], run.years[-1]), run.years[0])
    then = run.years.index(year)
    return Headline(
        country=run.members[at],
        currency=run.currency[at],
        price_base=run.price_base[at],
        start_year=run.start_year[at],
        start_share=float(run.start_share[at]),
        target_share=float(run.target_share[at]),
        deadline=run.deadline[at],
        year=year,
        share=float(run.share[at, then]),
        spending=float(run.spending[at, then]),
        per_head=float(run.per_head[at, then]),
        extra={name: float(array[at, then]) for name, array in run.extra.items()},
        cumulative={name: float(total[at]) for name, total in sums.items()},
        cumulative_real={name: float(total[at]) for name, total in real.items()},
        growth_nominal=float(run.required_growth["nominal"][at]),
        growth_real=float(run.required_growth["real"][at]),
    )
