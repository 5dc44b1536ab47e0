"""The main function: what each partner pays alone and together, and what moves it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from burdenshare.errors import Refusal
from burdenshare.programmes.bills import Bill, bill
from burdenshare.programmes.draws import Worlds, worlds
from burdenshare.programmes.model import Partner, Programme

Array = NDArray[np.float64]

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
MEANINGS = {
    "flyaway": "one unit as it leaves the line: recurring cost, averaged over all units made",
    "procurement": "flyaway and initial support, over the units made (APUC)",
    "programme": "development and procurement, over the partners' own units (PAUC)",
}
"""Of unit cost; a unit cost is always named by one of these."""
MOST_DRAWS = 1_000_000


@dataclass(frozen=True)
class Share:
    """One partner's acquisition cost in million, arrays over draws.

    Attributes
    ----------
    alone : array
        If it developed and bought its units by itself.
    development, production : array
        Its part of the common development, less levies; its own units at the common unit cost.
    """

    alone: Array
    development: Array
    production: Array

    @property
    def together(self) -> Array:
        """What it pays in the programme."""
        return self.development + self.production


@dataclass(frozen=True)
class ProgrammeCost:
    """What a programme costs, to whom.

    Attributes
    ----------
    programme : Programme
    drawn : Worlds
    common : Bill
        Of all partners together.
    partners : dict of str to Share
    draws, seed : int
    """

    programme: Programme
    drawn: Worlds
    common: Bill
    partners: dict[str, Share]
    draws: int
    seed: int

    def unit_cost(self, meaning: str) -> Array:
        """Return unit cost in million under one of its `MEANINGS`, over draws."""
        if meaning == "programme":
            return self.common.acquisition / self.common.bought
        return self.common.flyaway if meaning == "flyaway" else self.common.procurement


def cost(programme: Programme, *, draws: int = 10_000, seed: int = 1) -> ProgrammeCost:
    """Say what each partner pays alone and together, as distributions over the same worlds.

    Alone, a partner pays the whole development once and moves down the learning curve with its own
    units. Together, development costs k(n) times as much and is split by `development_share`; all
    units, exports among them, move down one curve, made dearer by the inefficiency. Both sides see
    the same draw of cost growth, so their difference is that of the choice alone.

    Parameters
    ----------
    programme : Programme
    draws : int
        0 for central values.
    seed : int

    Raises
    ------
    Refusal
        ``unpublished`` where the file says that a cost is not published; ``bad-argument`` for a
        number of draws that is none.
    """
    require_published(programme)
    if not 0 <= draws <= MOST_DRAWS:
        raise Refusal("bad-argument", f"{draws} draws", hint=f"ask for 0 to {MOST_DRAWS:,} draws")
    assert programme.development is not None
    drawn = worlds(programme, draws, seed)
    together = drawn.multiple if len(programme.partners) > 1 else 1.0
    common = bill(
        programme,
        programme.partners,
        drawn,
        multiple=together,
        exports=programme.exports.quantity,
    )
    partners = {
        partner.country: Share(
            alone=alone(programme, partner, drawn).acquisition,
            development=(common.development - common.levies) * partner.development_share,
            production=common.procurement * partner.quantity,
        )
        for partner in programme.partners
    }
    return ProgrammeCost(programme, drawn, common, partners, draws, seed)


def alone(programme: Programme, partner: Partner, drawn: Worlds) -> Bill:
    """Return the bill of one partner that develops and buys by itself."""
    return bill(programme, [partner], drawn, multiple=1.0, exports=0)


def require_published(programme: Programme) -> None:
    """Refuse to cost what nobody has published.

    Raises
    ------
    Refusal
        ``unpublished``, naming what is missing.
    """
    if programme.development is not None and programme.production is not None:
        return
    raise Refusal(
        "unpublished",
        f"{programme.title}: no unit price or total can be given; not published: "
        + "; ".join(programme.unpublished),
        hint="its published amounts are listed by burdenshare deals; for a what-if, write a "
        "programme file with your own costs and their source",
        details=[{"where": "unpublished", "message": what} for what in programme.unpublished],
    )


def quantiles(values: Array) -> dict[str, float]:
    """Return the levels of a distribution; the value alone where nothing was drawn."""
    if values.size == 1:
        return {"0.5": float(values[0])}
    found = np.quantile(values, LEVELS)
    return {f"{level:g}": float(value) for level, value in zip(LEVELS, found, strict=True)}
