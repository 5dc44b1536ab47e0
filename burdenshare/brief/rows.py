"""What a run says of each member, one row each, read off the projection's arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from burdenshare.figures import membership
from burdenshare.figures.countries import country_name

if TYPE_CHECKING:
    from burdenshare.projection.model import Projection
    from burdenshare.study import Study


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
    of_budget: float
    """Extra over constant share in per cent of general government expenditure."""
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
    order = sorted(range(len(study.projection.members)), key=lambda i: _name(study, i))
    return tuple(_row(study, i) for i in order)


def _name(study: Study, i: int) -> str:
    return country_name(study.projection.members[i])


def _row(study: Study, i: int) -> Row:
    found = study.projection
    code = found.members[i]
    year = min(max(found.deadline[i], found.years[0]), found.years[-1])
    at = found.years.index(year)
    first = next(iter(found.extra))
    return Row(
        code=code,
        name=_name(study, i),
        currency=found.currency[i],
        start_year=found.start_year[i],
        start_share=float(found.start_share[i]),
        target=float(found.target_share[i]),
        pledged=any(not p.members or code in p.members for p in study.scenario.pledges),
        deadline=found.deadline[i],
        year=year,
        against={name: _against(study, name, i, at) for name in found.extra},
        per_head=_ratio(found.extra[first][i, at] * found.per_head[i, at], found.spending[i, at]),
        growth=_of(found.required_growth, "real", i),
        growth_nominal=_of(found.required_growth, "nominal", i),
        price_base=found.price_base[i],
        of_budget=_of(found.of_budgets, "government_expenditure", i),
        related=float(found.related[i]),
    )


def _against(study: Study, name: str, i: int, at: int) -> Against:
    found = study.projection
    extra, real = found.extra[name][i], found.extra_real[name][i]
    dollars = dollar_value(study, i)
    return Against(
        extra=float(extra[at]),
        extra_real=float(real[at]),
        total=float(extra.sum()),
        total_real=float(real.sum()),
        usd=float(real[at] * dollars),
        usd_total=float(real.sum() * dollars),
    )


def dollar_value(study: Study, i: int) -> float:
    """Return what one unit of constant national currency is worth in constant US dollars.

    Both at the prices and exchange rates of the year that all members share.
    """
    inputs = study.inputs
    if inputs.price_at_base is None or inputs.fx_at_base is None:
        return float("nan")
    return _ratio(float(inputs.price_at_base[i]), float(inputs.fx_at_base[i]))


def _of(
    arrays: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.float64]]], name: str, i: int
) -> float:
    return float(arrays[name][i]) if name in arrays else float("nan")


def _ratio(value: float, by: float) -> float:
    return float(value / by) if np.isfinite(by) and by else float("nan")


def last_year(found: Projection) -> int:
    """Return the year of the sums: the last deadline, or the last reported year before it."""
    return min(max(found.deadline), found.years[-1])
