"""What a calibration says about itself: rules, assumptions, who was pooled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from burdenshare.projection.calibration.estimate import Shocks
from burdenshare.projection.calibration.robust import KEPT
from burdenshare.projection.calibration.rule import CAP, ESTIMATED, GROWTH_WINDOW, LEAST, WINDOW

if TYPE_CHECKING:
    from burdenshare.projection.calibration.history import History

NAMES = {
    "growth": "growth of real GDP",
    "inflation": "inflation (GDP deflator)",
    "long_rate": "ten-year yield",
    "fx": "exchange rate",
    "balance": "primary balance",
    "level": "real GDP",
}


def notes(
    history: History,
    shocks: Shocks,
    first: int,
    factors: Mapping[str, float],
    judged: Sequence[int],
    tail: int | None,
) -> tuple[dict[str, str], ...]:
    """Return the notes of a calibration: for all first, then by country."""
    return (
        *({"country": "", "text": text} for text in _for_all(history, shocks, first)),
        {"country": "", "text": _width(factors, judged)},
        {"country": "", "text": _tail(shocks, tail)},
        *_by_country(history, shocks),
    )


def _for_all(history: History, shocks: Shocks, first: int) -> Iterable[str]:
    factors = " and ".join(f"{100.0 * part:.0f} %" for part in shocks.dependence.explained)
    yield (
        f"Estimated from {', '.join(history.editions)}: errors of {first} to {history.years[-1]}, "
        f"{len(history.members)} countries; forecasts are not read. Hash of the figures read: "
        f"{history.fingerprint[:16]}."
    )
    yield (
        f"Errors are those of a rule: growth is the mean of the last {GROWTH_WINDOW} years (at "
        f"least {LEAST}); inflation, yields and balances are the median of the last {WINDOW} "
        f"plus a part of today's distance from it, the persistence, at most {CAP:g}. "
        "Exchange rates are expected to follow relative inflation to the United States; their "
        "errors never fade."
    )
    yield (
        "Each series is winsorised at its 5th and 95th percentile; variances are divided by "
        f"{KEPT:.3f}, which is what that leaves of a normal's."
    )
    yield (
        "Persistence, spread and correlations of a country are drawn towards those of all by "
        "empirical Bayes."
    )
    yield f"Two global factors carry {factors} of the variance of the standardised errors."
    yield (
        "Assumption: no history of short rates is shipped, so the short rate moves one for one "
        "with the ten-year yield."
    )
    yield (
        f"Primary balance: less {shocks.rule.response:.2f} times the output gap, which the engine "
        "adds by itself."
    )
    yield (
        "Who shares a currency draws one exchange rate; it follows the global factors alone. "
        "Today's currencies are used for all years."
    )


def _width(factors: Mapping[str, float], judged: Sequence[int]) -> str:
    if not factors:
        return "Shocks are not widened."
    each = ", ".join(f"{NAMES[name]} {factors[name]:.2f}" for name in ESTIMATED)
    return (
        f"Shocks are widened by a factor: {each}. It makes the 80 % bands of the variable (of "
        "growth: those of real GDP) cover 80 %, 1 to 5 years ahead together, in hindcasts from "
        f"every second year of {judged[0]} to {judged[-1]}; never below 1."
    )


def _tail(shocks: Shocks, tail: int | None) -> str:
    if tail is None:
        return "No fat tails were estimated."
    return (
        f"Fat tails, where asked for: Student's t with {tail} degrees of freedom, the even number "
        f"whose kurtosis is nearest to the pooled one of the errors, {shocks.kurtosis:.1f}."
    )


def _by_country(history: History, shocks: Shocks) -> Iterable[dict[str, str]]:
    for c, code in enumerate(history.members):
        short = [NAMES[name] for name in ESTIMATED if code in shocks.pooled[name]]
        texts = []
        if short:
            texts.append(f"too short a history of: {', '.join(short)}; there the others' means")
        if not shocks.dependence.own[c]:
            texts.append("correlations of its own shocks are those of all: too few full years")
        if texts:
            yield {"country": code, "text": "; ".join(texts)}
