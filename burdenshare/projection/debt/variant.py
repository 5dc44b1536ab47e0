"""Two readings of the method: as its public code runs it, and as its equations mean it."""

from __future__ import annotations

from dataclasses import dataclass

from burdenshare.errors import Problems, did_you_mean


@dataclass(frozen=True)
class Variant:
    """Which defects of the public code and data of June 2024 are repeated.

    The published balances carry every one of them: only with all of them on are they met. They
    can be turned off one by one (`dataclasses.replace`) to see what each of them does.
    """

    name: str
    first_rates_frozen: bool
    """The implicit rates of the first two forecast years are those of the base year."""
    esm_year_early: bool
    """Repayments to the ESM and EFSF are made one year before they fall due."""
    exchange_inverted: bool
    """Debt in foreign currency is valued at foreign per national currency: the wrong sign."""
    euro_debt_as_dollars: bool
    """Debt in euro of a member of the euro area counts as neither own nor euro: it is in dollars.

    The table gives the share in own currency as 0 for five members and names it a euro share.
    """
    second_recursion: bool
    """Interest, issuance and budget balance follow a debt of their own, without valuation effects
    and with the short rate of last year, which drifts from the debt ratio."""
    rates_guarded: bool
    """An implicit rate outside 0 to 10 % is silently replaced by that of the year before."""
    negative_shares: bool
    """A negative share of maturing debt is taken as it is: long rates are then never shocked."""


def variants() -> dict[str, Variant]:
    """Return the two readings by name: ``as-run`` and ``as-meant``."""
    return {
        name: Variant(name, *[defects] * 7)
        for name, defects in (("as-run", True), ("as-meant", False))
    }


def require_variant(name: str) -> Variant:
    """Return a reading by its name.

    Raises
    ------
    Refusal
        ``bad-argument`` for any other name.
    """
    known = variants()
    problems = Problems()
    if name not in known:
        close = did_you_mean(name, known)
        problems.add("variant", f"{name!r} is no variant", expected=" | ".join(known), hint=close)
    hint = f"the variants are {' and '.join(known)}"
    problems.require_none("bad-argument", f"there is no variant {name!r}", hint=hint)
    return known[name]
