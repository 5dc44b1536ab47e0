"""What a run says of each member, one row each, read off the projection's arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from burdenshare.figures import membership
from burdenshare.figures.countries import country_name
from burdenshare.study.headlines import headlines

if TYPE_CHECKING:
    from burdenshare.projection.model import Projection
    from burdenshare.study import Study
    from burdenshare.study.headlines import Headline


@dataclass(frozen=True)
class Against:
    """The extra cost over one baseline, billion of national currency and of US dollars."""

    extra: float
    """In the deadline year, current prices."""
    extra_real: float
    """In the deadline year, constant prices."""
    total: float
    """Sum over the reported years, current prices."""
    total_real: float
    """Sum over the reported years, constant prices."""
    usd: float
    """`extra_real` in US dollars, at the prices and exchange rates of the alliance's sums."""
    usd_total: float
    """`total_real` in the same dollars."""


@dataclass(frozen=True)
class Row:
    """One member: where it starts, where it must arrive, and what that takes."""

    code: str
    name: str
    currency: str
    start_year: int
    start_share: float
    """Per cent; NaN where no figure is known."""
    target: float
    pledged: bool
    """Whether a pledge of the scenario names this member."""
    deadline: int
    year: int
    """The deadline, or the last reported year where that comes first."""
    against: dict[str, Against]
    per_head: float
    """Extra over the first baseline per inhabitant in `year`, national currency."""
    growth: float
    """Required real growth, per cent a year."""
    growth_nominal: float
    price_base: int
    """Year of the constant prices in national currency."""
    of_budgets: dict[str, float]
    """Extra over constant share in the deadline year, per cent of other budgets."""
    related: float
    """Level of the related part in `year`, billion of national currency."""

    @property
    def there(self) -> bool:
        """Whether a member with a pledge starts at or above its target."""
        return self.pledged and self.start_share >= self.target - 1e-9


@dataclass(frozen=True)
class Together:
    """All members of the scenario: what is summed, and on what basis."""

    members: tuple[str, ...]
    nouns: tuple[str, str]
    """``ally``, ``allies``; ``country``, ``countries`` where one is no member of NATO."""
    first: str
    """The first named baseline."""
    year: int
    """The last deadline, or the last reported year where that comes first."""
    years: tuple[int, int]
    price_base: int
    usd: dict[str, float]
    """By baseline: extra in `year`, billion US dollars of `price_base`."""
    usd_total: dict[str, float]
    """By baseline: the same, summed over `years`."""
    below: dict[str, float]
    """By baseline: what members stay below it over `years`, at each year's prices and rates."""
    unknown: tuple[str, ...]
    """Members whose prices or exchange rates are not known, so that there is no sum."""

    @property
    def basis(self) -> str:
        """The basis of the sums in words."""
        return f"prices and exchange rates of {self.price_base}"


def together(study: Study, members: tuple[Row, ...]) -> Together:
    """Return the sums over all members, NaN where a part is unknown."""
    found = study.projection
    sums = found.alliance
    year = last_year(found)
    at = found.years.index(year)
    first = next(iter(found.extra))
    return Together(
        members=found.members,
        nouns=_nouns(study),
        first=first,
        year=year,
        years=(found.years[0], found.years[-1]),
        price_base=sums.price_base,
        usd={name: float(real[at]) for name, real in sums.extra_real.items()},
        usd_total={name: float(real.sum()) for name, real in sums.extra_real.items()},
        below={name: float(part.sum()) for name, part in sums.below.items()},
        unknown=tuple(row.code for row in members if not np.isfinite(row.against[first].usd_total)),
    )


def _nouns(study: Study) -> tuple[str, str]:
    nato = set(membership.members("NATO", study.scenario.start))
    if set(study.projection.members) <= nato:
        return "ally", "allies"
    return "country", "countries"


def rows(study: Study) -> tuple[Row, ...]:
    """Return one row for each member, by name in English."""
    told = [_row(study, i, each) for i, each in enumerate(headlines(study.projection))]
    return tuple(sorted(told, key=lambda row: row.name))


def _row(study: Study, i: int, told: Headline) -> Row:
    found = study.projection
    at = found.years.index(told.year)
    extra = told.extra[next(iter(found.extra))]
    return Row(
        code=told.country,
        name=country_name(told.country),
        currency=told.currency,
        start_year=told.start_year,
        start_share=told.start_share,
        target=told.target_share,
        pledged=any(not p.members or told.country in p.members for p in study.scenario.pledges),
        deadline=told.deadline,
        year=told.year,
        against={name: _against(study, name, i, at, told) for name in found.extra},
        per_head=_ratio(extra * told.per_head, told.spending),
        growth=told.growth_real,
        growth_nominal=told.growth_nominal,
        price_base=told.price_base,
        of_budgets={name: float(part[i]) for name, part in found.of_budgets.items()},
        related=float(found.related[i]),
    )


def _against(study: Study, name: str, i: int, at: int, told: Headline) -> Against:
    real = float(study.projection.extra_real[name][i, at])
    dollars = dollar_value(study, i)
    return Against(
        extra=told.extra[name],
        extra_real=real,
        total=told.cumulative[name],
        total_real=told.cumulative_real[name],
        usd=real * dollars,
        usd_total=told.cumulative_real[name] * dollars,
    )


def dollar_value(study: Study, i: int) -> float:
    """Return what one unit of constant national currency is worth in constant US dollars.

    Both at the prices and exchange rates of the year that all members share.
    """
    inputs = study.inputs
    if inputs.price_at_base is None or inputs.fx_at_base is None:
        return float("nan")
    return _ratio(float(inputs.price_at_base[i]), float(inputs.fx_at_base[i]))


def _ratio(value: float, by: float) -> float:
    return float(value / by) if np.isfinite(by) and by else float("nan")


def last_year(found: Projection) -> int:
    """Return the year of the sums: the last deadline, or the last reported year before it."""
    return min(max(found.deadline), found.years[-1])
