"""When the money falls due: development, deliveries and the upkeep of later years."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from burdenshare.programmes.cost import ProgrammeCost
from burdenshare.programmes.model import Partner

Array = NDArray[np.float64]


def years(found: ProgrammeCost) -> tuple[int, ...]:
    """Return the years from the first of development to the last of service."""
    programme = found.programme
    assert programme.development is not None
    first = min(programme.development.years[0], *(p.years[0] for p in programme.partners))
    last = max(p.years[1] for p in programme.partners)
    life = programme.upkeep.life if programme.upkeep else 0
    return tuple(range(first, max(last + life, programme.development.years[1]) + 1))


def by_year(found: ProgrammeCost, country: str) -> dict[str, Array]:
    """Return the median bill of a partner by year and kind, million at the file's prices.

    Development is spread evenly over its years, procurement over the years of delivery. Upkeep in
    all is U = s / (1 - s) times acquisition, with s its part of life-cycle cost; each unit takes
    the same sum over its life, growing with age where the file says so.

    Returns
    -------
    dict of str to array (year,)
        ``development``, ``procurement``, ``upkeep``.
    """
    programme = found.programme
    assert programme.development is not None
    partner = next(p for p in programme.partners if p.country == country)
    share = found.partners[country]
    span = years(found)
    return {
        "development": float(np.median(share.development))
        * _even(span, programme.development.years),
        "procurement": float(np.median(share.production)) * _even(span, partner.years),
        "upkeep": float(np.median(upkeep(found, country))) * service(found, partner),
    }


def upkeep(found: ProgrammeCost, country: str) -> Array:
    """Return a partner's operations and support over the whole life, over draws."""
    part = found.drawn.upkeep
    return np.asarray(part / (1 - part) * found.partners[country].together)


def service(found: ProgrammeCost, partner: Partner) -> Array:
    """Return which part of a partner's upkeep falls into each year; it adds up to one.

    A unit delivered in a year is kept from the next one on.
    """
    span = years(found)
    kept = found.programme.upkeep
    due = np.zeros(len(span))
    if kept is None:
        return due
    weight = (1 + kept.ageing) ** np.arange(kept.life)
    delivered = _even(span, partner.years)
    for at in np.flatnonzero(delivered):
        due[at + 1 : at + 1 + kept.life] += delivered[at] * weight / weight.sum()
    return due


def _even(span: tuple[int, ...], years_of: tuple[int, int]) -> Array:
    """Return a sum of one spread evenly over the years from first to last."""
    inside = np.array([years_of[0] <= year <= years_of[1] for year in span], float)
    return np.asarray(inside / inside.sum())
