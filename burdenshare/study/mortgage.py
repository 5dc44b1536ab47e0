"""What past decisions have taken of a pledge: a study's spending beside ledgers and programmes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from burdenshare.errors import Refusal, did_you_mean
from burdenshare.programmes.committed import Claim, Committed, committed, run_off
from burdenshare.programmes.cost import ProgrammeCost
from burdenshare.programmes.ledger import Ledger
from burdenshare.programmes.upkeep import by_year, years

if TYPE_CHECKING:
    from burdenshare.study import Study

CURRENT = "current"


def mortgage(study: Study, member: str, claims: Sequence[Claim]) -> Committed:
    """Say which part of a member's pledged spending the claims have taken, year by year.

    Claims at current prices are held against spending at the prices of each year, claims at
    constant prices against spending at the study's constant prices.

    Raises
    ------
    Refusal
        ``unknown-country`` for a state that is no member of the study; ``mixed-units`` where the
        claims are not all at the same prices, or at others than the study's.
    """
    projection = study.projection
    if member not in projection.members:
        raise Refusal(
            "unknown-country",
            f"{member} is no member of {study.scenario.name}",
            hint=did_you_mean(member, projection.members)
            or f"its members are {', '.join(projection.members)}",
        )
    at = projection.members.index(member)
    real = bool(claims) and claims[0].price_base != CURRENT
    money = projection.spending_real if real else projection.spending
    base = f"prices of {projection.price_base[at]}" if real else CURRENT
    values = money[..., at, :]
    middle = values if values.ndim == 1 else _median(values)
    return committed(
        {year: float(v) for year, v in zip(projection.years, middle, strict=True) if v > 0},
        claims,
        currency=projection.currency[at],
        price_base=base,
    )


def _median(values: object) -> Sequence[float]:
    import numpy as np

    return [float(v) for v in np.median(np.asarray(values), axis=0)]


def programme_claims(found: ProgrammeCost, member: str) -> list[Claim]:
    """Return what a programme takes of a partner's coming years, by kind, in billions.

    Raises
    ------
    Refusal
        ``bad-argument`` where the state is no partner.
    """
    programme = found.programme
    if member not in found.partners:
        raise Refusal(
            "bad-argument",
            f"{member} is no partner of {programme.name}",
            hint=f"its partners are {', '.join(found.partners)}",
        )
    return [
        Claim(
            f"{programme.title}: {kind}",
            {year: float(v) / 1000 for year, v in zip(years(found), values, strict=True)},
            programme.currency,
            f"prices of {programme.year}",
            f"programme {programme.name}, median of {found.draws} draws"
            if found.draws
            else f"programme {programme.name}, central values",
        )
        for kind, values in by_year(found, member).items()
        if values.any()
    ]


def ledger_claim(book: Ledger, profile: Mapping[int, float]) -> Claim:
    """Return when a ledger's obligations fall due by a stated profile of payment.

    From the last balance on, where one is published: the profile is of the balance. Where none is,
    each year's new obligations fall due by the profile, and what is due after the last of these
    years is counted; what was entered into before the first of them is missing, and said so. How
    far the profile gives the payments that are published stands beside it.
    """
    last = next(
        year for year in reversed(book.years) if year.balance is not None or year.new is not None
    )
    if last.balance is not None:
        return run_off(
            last.balance,
            last.year,
            profile,
            what=f"{book.series}: balance of {last.year}",
            source=f"{last.source}; payments by a stated profile, not published",
            currency=book.currency,
            price_base=book.price_base,
        )
    entered = {year.year: year.new for year in book.years if year.new is not None}
    due: dict[int, float] = {}
    for year, amount in entered.items():
        paid = run_off(
            amount, year, profile, what="", source="", currency="", price_base=""
        ).amounts
        for when, part in paid.items():
            due[when] = due.get(when, 0.0) + part
    first = min(entered)
    return Claim(
        f"{book.series}: new obligations of {first} to {last.year}; no balance is published, so "
        f"that what was entered into before {first} is missing",
        {year: amount for year, amount in sorted(due.items()) if year > last.year},
        book.currency,
        book.price_base,
        f"{last.source}; payments by a stated profile, not published"
        + _beside(book, due, first + max(profile)),
    )


def _beside(book: Ledger, due: Mapping[int, float], whole: int) -> str:
    """Say what a profile gives for years whose payments are published, and all of it is known.

    `whole` is the first year for which all obligations that the profile needs are known.
    """
    told = [
        f"{due[year.year]:,.1f} in {year.year}, where {year.matured:,.1f} are published"
        for year in book.years
        if year.matured is not None and year.year >= whole and year.year in due
    ]
    return f"; it gives {' and '.join(told)}" if told else ""
