"""How many partners it takes, who pays when one leaves, and how a bill could be split."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from burdenshare.errors import Refusal, did_you_mean
from burdenshare.programmes.bills import bill
from burdenshare.programmes.cost import ProgrammeCost
from burdenshare.programmes.draws import triangle, uniform, worlds
from burdenshare.programmes.model import Partner
from burdenshare.programmes.parts import SQUARE_ROOT
from burdenshare.scenario.fields import Range

Array = NDArray[np.float64]

MOST = 8


@dataclass(frozen=True)
class Leaving:
    """What the others pay more, in million, when one partner leaves; arrays over draws.

    Attributes
    ----------
    country : str
    done : float
        Part of development that was behind when it left.
    development, production : dict of str to array
        More for the rest of development, and more for dearer units, by remaining partner.
    """

    country: str
    done: float
    development: dict[str, Array]
    production: dict[str, Array]

    def more(self, country: str) -> Array:
        """Return all that one remaining partner pays more."""
        return self.development[country] + self.production[country]


def leave(found: ProgrammeCost, country: str, *, done: float = 0.5) -> Leaving:
    """Say who pays when `country` leaves after the part `done` of development.

    What was spent stays spent, and development goes on as planned: the unpaid part of the
    leaver's share falls on the others in proportion to theirs. Its units are not made, so the
    others' come from higher up the curve.

    Raises
    ------
    Refusal
        ``bad-argument`` for a state that is no partner, the last one, or a part outside 0 to 1.
    """
    programme = found.programme
    if country not in programme.countries or len(programme.partners) < 2:
        raise Refusal(
            "bad-argument",
            f"{country} cannot leave: the partners are {', '.join(programme.countries)}",
            hint=did_you_mean(country, programme.countries) or "name one of two or more partners",
        )
    if not 0 <= done <= 1:
        raise Refusal("bad-argument", f"{done:g} of development", hint="give a part from 0 to 1")
    gone = next(p for p in programme.partners if p.country == country)
    rest = [p for p in programme.partners if p.country != country]
    left = bill(
        programme,
        rest,
        found.drawn,
        multiple=found.drawn.multiple,
        exports=programme.exports.quantity,
    )
    shares = sum(p.development_share for p in rest)
    unpaid = found.common.development * gone.development_share * (1 - done)
    dearer = left.procurement - found.common.procurement
    return Leaving(
        country,
        done,
        {
            p.country: unpaid * (p.development_share / shares if shares else 1 / len(rest))
            for p in rest
        },
        {p.country: dearer * p.quantity for p in rest},
    )


def break_even(found: ProgrammeCost, *, most: int = MOST) -> dict[str, Any]:
    """Say from how many equal partners on each pays less than alone.

    Every partner buys the average quantity of the file's partners. Unless the file states its own
    multiple, k(n) is drawn from 1 to n with its peak at the square root of n; with a stated
    multiple for N partners, k(n) = n^a with the a that meets it at N.

    Returns
    -------
    dict
        ``partners``: the smallest number whose median saves, or None; ``by_number``: for each
        number the median saving as a part of the cost alone, and the probability that it saves.
    """
    programme, drawn = found.programme, found.drawn
    assert programme.development is not None
    n = len(programme.partners)
    quantity = max(1, round(sum(p.quantity for p in programme.partners) / n))
    span = programme.partners[0].years
    ranks = uniform("multiple", found.draws, found.seed)
    rows = []
    single = Partner("", quantity, span, 1.0, 1.0)
    by_itself = bill(programme, [single], drawn, multiple=1.0, exports=0).acquisition
    for number in range(2, most + 1):
        if programme.development.rule == SQUARE_ROOT:
            multiple = triangle(Range(1.0, math.sqrt(number), float(number)), ranks)
        else:
            multiple = number ** (np.log(drawn.multiple) / math.log(n)) if n > 1 else drawn.multiple
        made = bill(programme, [single] * number, drawn, multiple=multiple, exports=0)
        saving = 1 - made.acquisition / number / by_itself
        rows.append(
            {
                "partners": number,
                "saving": float(np.median(saving)),
                "probability": float(np.mean(saving > 0)) if saving.size > 1 else None,
            }
        )
    first = next((row["partners"] for row in rows if float(row["saving"] or 0) > 0), None)
    return {"partners": first, "quantity_each": quantity, "by_number": rows}


def shapley(found: ProgrammeCost) -> dict[str, float]:
    """Split the common bill by what each partner adds to every circle it could join.

    The cost of a circle S is development times k(|S|) - the file's multiple scaled as in
    `break_even` - and the circle's own units on one curve, at central values. The Shapley value
    (Shapley 1953) is the average of what a partner adds over all orders of joining; the values add
    up to the cost of the whole circle.

    Returns
    -------
    dict of str to float
        Million, by partner.
    """
    programme = found.programme
    partners = programme.partners
    n = len(partners)
    central = worlds(programme, 0, found.seed)
    power = math.log(float(central.multiple[0])) / math.log(n) if n > 1 else 0.0

    def worth(circle: Sequence[Partner]) -> float:
        """Return what a circle would pay."""
        if not circle:
            return 0.0
        made = bill(programme, circle, central, multiple=len(circle) ** power, exports=0)
        return float(made.acquisition[0])

    known = {
        frozenset(p.country for p in circle): worth(circle)
        for size in range(n + 1)
        for circle in combinations(partners, size)
    }
    values = dict.fromkeys(programme.countries, 0.0)
    for circle, without in known.items():
        weight = (
            math.factorial(len(circle)) * math.factorial(n - len(circle) - 1)
            if len(circle) < n
            else 0
        )
        for country in values.keys() - circle:
            values[country] += weight / math.factorial(n) * (known[circle | {country}] - without)
    return values


def by_work(found: ProgrammeCost) -> dict[str, float]:
    """Split the same central bill, without exports, by the partners' shares of the work."""
    central = worlds(found.programme, 0, found.seed)
    whole = bill(
        found.programme,
        found.programme.partners,
        central,
        multiple=central.multiple if len(found.programme.partners) > 1 else 1.0,
        exports=0,
    ).acquisition
    return {p.country: float(whole[0]) * p.work_share for p in found.programme.partners}
