"""How much of a pledge is spoken for before it is made."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from burdenshare.errors import Problems


@dataclass(frozen=True)
class Claim:
    """Money of coming years that a past decision has taken, in one currency at one price base.

    Attributes
    ----------
    what : str
    amounts : dict of int to float
        Billions by year.
    currency, price_base : str
    source : str
        Where the amounts come from: a ledger's row, a programme file, a stated rule.
    """

    what: str
    amounts: Mapping[int, float]
    currency: str
    price_base: str
    source: str


@dataclass(frozen=True)
class Committed:
    """The part of each year's pledged spending that claims have taken.

    Attributes
    ----------
    years : tuple of int
    spending : tuple of float
        What the pledge gives, billions.
    claims : tuple of Claim
    currency, price_base : str
    """

    years: tuple[int, ...]
    spending: tuple[float, ...]
    claims: tuple[Claim, ...]
    currency: str
    price_base: str
    notes: tuple[str, ...] = field(default=())

    @property
    def taken(self) -> tuple[float, ...]:
        """Billions taken, by year."""
        return tuple(sum(c.amounts.get(year, 0.0) for c in self.claims) for year in self.years)

    @property
    def share(self) -> tuple[float, ...]:
        """Per cent of the pledged spending that is taken, by year; above 100 it does not fit."""
        return tuple(100 * t / s for t, s in zip(self.taken, self.spending, strict=True))

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "unit": f"{self.currency} bn, {self.price_base}",
            "years": list(self.years),
            "spending": list(self.spending),
            "claims": [
                {
                    "what": claim.what,
                    "amounts": [claim.amounts.get(year, 0.0) for year in self.years],
                    "source": claim.source,
                }
                for claim in self.claims
            ],
            "taken": list(self.taken),
            "share": list(self.share),
            "notes": list(self.notes),
        }


def committed(
    spending: Mapping[int, float],
    claims: Sequence[Claim],
    *,
    currency: str,
    price_base: str,
    notes: Sequence[str] = (),
) -> Committed:
    """Lay what past decisions take beside what a pledge gives.

    Parameters
    ----------
    spending : mapping of int to float
        Billions by year, above zero.
    claims : sequence of Claim
    currency, price_base : str
        Of the spending; every claim must have the same.
    notes : sequence of str

    Raises
    ------
    Refusal
        ``mixed-units`` with every claim of another currency or price base.
    """
    problems = Problems()
    for claim in claims:
        for name, own, others in (
            ("currency", claim.currency, currency),
            ("price base", claim.price_base, price_base),
        ):
            if own != others:
                problems.add(
                    claim.what, f"{name} {own}", expected=f"{others}, as the pledged spending"
                )
    problems.require_none(
        "mixed-units",
        f"{len(problems)} claim{'s' if len(problems) > 1 else ''} in another currency or at other "
        "prices than the pledged spending",
        hint="convert each claim, and say how in its source",
    )
    years = tuple(sorted(year for year in spending if math.isfinite(spending[year])))
    return Committed(
        years,
        tuple(float(spending[year]) for year in years),
        tuple(claims),
        currency,
        price_base,
        tuple(notes),
    )


def run_off(
    balance: float,
    start: int,
    profile: Mapping[int, float],
    *,
    what: str,
    source: str,
    currency: str,
    price_base: str,
) -> Claim:
    """Return when an outstanding balance falls due by a stated profile.

    Parameters
    ----------
    balance : float
        Billions owed at the end of the year `start`.
    start : int
    profile : mapping of int to float
        Parts of the balance by years after `start`; they add up to one.

    Raises
    ------
    Refusal
        ``bad-argument`` where the parts are no parts of one.
    """
    problems = Problems()
    for after, part in profile.items():
        if after < 1 or not 0 <= part <= 1:
            problems.add(
                f"{after}", f"{part:g}", expected="a part from 0 to 1, one year or more after"
            )
    if abs(sum(profile.values()) - 1) > 1e-9:
        problems.add("profile", f"adds up to {sum(profile.values()):g}", expected="1")
    problems.require_none(
        "bad-argument", "the profile of payments is none", hint="such as 1:0.4,2:0.3,3:0.2,4:0.1"
    )
    amounts = {start + after: balance * part for after, part in profile.items()}
    return Claim(what, amounts, currency, price_base, source)
