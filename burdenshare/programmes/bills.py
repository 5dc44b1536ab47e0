"""What a circle of states pays for development and production, draw by draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from burdenshare.programmes.draws import Worlds
from burdenshare.programmes.learning import first_unit, rate_factor, total
from burdenshare.programmes.model import Partner, Production, Programme

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Bill:
    """The cost of a circle in million; arrays over draws.

    Attributes
    ----------
    development : array
        Non-recurring cost of the circle.
    flyaway : array
        Recurring cost of one unit, averaged over all units made.
    procurement : array
        One unit with its initial support.
    made, bought : int
        Units made in all, and by the circle itself.
    levies : array
        What exports pay back to the circle.
    """

    development: Array
    flyaway: Array
    procurement: Array
    made: int
    bought: int
    levies: Array

    @property
    def acquisition(self) -> Array:
        """Development and procurement of the circle's own units, less levies."""
        return self.development + self.procurement * self.bought - self.levies


def bill(
    programme: Programme,
    partners: Sequence[Partner],
    drawn: Worlds,
    *,
    multiple: Array | float,
    exports: int,
) -> Bill:
    """Return what `partners` pay together.

    Parameters
    ----------
    programme : Programme
        With development and production.
    partners : sequence of Partner
        The circle; one partner produces without the inefficiency of producing together.
    drawn : Worlds
    multiple : array or float
        Development of the circle over that of one state.
    exports : int
        Units for others; they are made, but not bought by the circle.
    """
    production = programme.production
    assert production is not None
    bought = sum(partner.quantity for partner in partners)
    made = bought + exports
    loss = drawn.inefficiency if len(partners) > 1 else 0.0
    flyaway = (
        curve_total(production, drawn, made)
        / made
        * rate_factor(made / _span(partners), production.rate_reference, production.rate_slope)
        * (1 + loss)
        * drawn.production_growth
    )
    return Bill(
        development=drawn.development
        * multiple
        * drawn.development_growth
        * (1 + drawn.slip * _slip_cost(programme)),
        flyaway=flyaway,
        procurement=flyaway * (1 + production.support),
        made=made,
        bought=bought,
        levies=np.asarray(exports * programme.exports.levy),
    )


def curve_total(production: Production, drawn: Worlds, units: int) -> Array:
    """Return what `units` cost on the learning curve, before rate, inefficiency and growth."""
    first = drawn.first
    if production.average_of:
        first = first_unit(
            first, production.average_of, drawn.slope, production.curve, decay=production.decay
        )
    return total(units, first, drawn.slope, production.curve, decay=production.decay)


def _span(partners: Sequence[Partner]) -> int:
    """Return the years over which a circle's units are delivered."""
    return max(p.years[1] for p in partners) - min(p.years[0] for p in partners) + 1


def _slip_cost(programme: Programme) -> float:
    """Return what a year of delay adds to development, part of its whole cost."""
    development = programme.development
    assert development is not None
    first, last = development.years
    return programme.slip.cost / (last - first + 1)
