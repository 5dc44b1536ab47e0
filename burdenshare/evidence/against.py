"""Each claim with a number held against the figures: whether it agrees, and with which edition."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

from burdenshare.errors import Refusal
from burdenshare.evidence.counted import SERIES, counted
from burdenshare.evidence.model import POINTS, Claim
from burdenshare.evidence.verdict import Verdict, latest_of
from burdenshare.figures.countries import countries, country_name
from burdenshare.figures.model import Observation, family
from burdenshare.figures.store import Figures

__all__ = ["GUIDELINE", "Held", "Verdict", "against", "series_of", "step"]

_UNITS = {"pct_gdp": 1.0, "pct_per_year": 1.0, "USD": 1e6, "troops": 1e3}
_SERIES = {
    ("defence_spending_share_gdp", "pct_gdp"): "milex_pct_gdp",
    ("defence_spending", "pct_gdp"): "milex_pct_gdp",
    ("defence_spending", "USD"): "milex_usd_current",
    ("defence_budget", "USD"): "milex_usd_current",
    ("real_gdp_growth", "pct_per_year"): "gdp_real_growth_pct",
    ("force_size", "troops"): "military_personnel",
}
"""Series by measure and unit; where the measure is a defence budget, its part is not split."""
_MONEY = ("defence_spending", "defence_budget")
_NAMES = {
    **dict.fromkeys(("NATO members", "NATO allies", "NATO countries"), "NATO"),
    "NATO": "NATO",
    "European NATO members": "",
}
_NOT_FACTS = {
    "commits": "a commitment is held against what comes of it, not against figures of today",
    "demands": "a demand is no statement of what is",
    "opposes": "the number is what is refused, no statement of what is",
    "supports": "the number is what is supported, no statement of what is",
    "forecasts": "a forecast is held against figures once its year is over",
}
GUIDELINE = re.compile(
    r"target|guideline|goal|pledge|ceiling|threshold|benchmark|\bcap\b|short of"
    r"|目標|上限|指針|基準|枠|届か",
    re.I,
)
"""Words by which a number is a target, not a level."""
_PRINTED = re.compile(r"\d[\d,]*(?:[.．・](\d+))?")


def against(claim: Claim, figures: Figures, *, as_of: date | None = None) -> Verdict:
    """Hold the number of a claim against every definition and vintage of its quantity.

    Parameters
    ----------
    claim : Claim
    figures : Figures
    as_of : date, optional
        Only figures published on or before that day.

    Returns
    -------
    Verdict
        Agreement means: the figure, rounded as the claim is printed, is the claim (or meets its
        comparator). Only reports of what is are held against figures; a demand is not false.
    """
    return Held(figures, as_of=as_of)(claim)


class Held:
    """Holds one claim after the other against the figures; see `against`.

    The figures of a state are looked up once, which matters where there are many claims.
    """

    def __init__(self, figures: Figures, *, as_of: date | None = None) -> None:
        self._figures = figures
        self._as_of = as_of
        self._known: dict[tuple[str, str], list[Observation] | Refusal] = {}
        self._years: dict[int, list[Observation]] = {}

    def __call__(self, claim: Claim, level: float | None = None) -> Verdict:
        """Return what the figures say to a claim.

        `level` is the share of GDP that the states reach whom it counts, see `counted.level_of`.
        """
        if level is not None:
            return counted(claim, level, self._of_year(claim.year), self._as_of)
        why = _unfit(claim)
        if why:
            return Verdict(claim.id, "cannot_check", why)
        country = _country(claim)
        series = series_of(claim) or ""
        years = (claim.year or 0, max(claim.year or 0, claim.year_to or 0))
        known = self._rows(series, country)
        if isinstance(known, Refusal):
            return Verdict(claim.id, "cannot_check", known.message)
        found = [o for o in known if years[0] <= o.year <= years[1] and _fits(o, claim)]
        if not found:
            when = f" published by {self._as_of.isoformat()}" if self._as_of else ""
            return Verdict(
                claim.id,
                "cannot_check",
                f"no figure of {series} for {_name(country)} in {_years(years)}{when}",
            )
        return _judge(claim, found)

    def _of_year(self, year: int | None) -> list[Observation]:
        if year is None:
            return []
        if year not in self._years:
            self._years[year] = self._figures.rows(
                SERIES, years=(year, year), vintages="all", as_of=self._as_of
            )
        return self._years[year]

    def _rows(self, series: str, country: str) -> list[Observation] | Refusal:
        key = series, country
        if key not in self._known:
            try:
                self._known[key] = self._figures.rows(
                    series, countries=[country], vintages="all", as_of=self._as_of
                )
            except Refusal as refusal:
                self._known[key] = refusal
        return self._known[key]


def series_of(claim: Claim) -> str | None:
    """Return the series that a claim's measure and unit ask for, None where there is none."""
    unit = claim.unit or ""
    if claim.measure in _MONEY and re.fullmatch(r"[A-Z]{3}", unit) and unit != "USD":
        return "milex_lcu_current" if _country(claim) not in ("JPN", "KOR") else "milex_lcu_fy"
    return _SERIES.get((claim.measure, unit))


def step(claim: Claim) -> float:
    """Return the last printed place of a claim's number: 0.1 for ``3.5 %``, 1e12 for 43兆円."""
    return _place(claim.value or 0.0, _words(claim))


@lru_cache(maxsize=1 << 14)
def _place(value: float, words: str) -> float:
    for m in _PRINTED.finditer(words):
        text = m.group().replace(",", "").replace("．", ".").replace("・", ".")
        printed = float(text)
        if printed and value and _round_power(value / printed):
            return float((value / printed) * 10 ** -len(m.group(1) or ""))
    digits = Decimal(repr(abs(value))).normalize()
    exponent = digits.as_tuple().exponent
    return float(10 ** int(exponent)) if isinstance(exponent, int) else 1.0


def _round_power(ratio: float) -> bool:
    return any(abs(ratio / 10**power - 1) < 1e-9 for power in range(16))


def _words(claim: Claim) -> str:
    if claim.quantity_span is None:
        return ""
    start = claim.quantity_span.start - claim.span.start
    end = claim.quantity_span.end - claim.span.start
    return claim.quote[max(0, start) : max(0, end)]


def _unfit(claim: Claim) -> str:
    """Return why a claim cannot be held against figures; empty if it can."""
    if claim.value is None:
        return "it names no number"
    if claim.stance in _NOT_FACTS:
        return _NOT_FACTS[claim.stance]
    if GUIDELINE.search(claim.quote):
        return "the number is a target or ceiling, not what was spent"
    if claim.unit in ("pct", "pct_unknown", None):
        return "base unknown: it does not say of what the percentage is"
    if "gnp" in (claim.unit or "").lower() or (claim.base or "").upper().startswith("GNP"):
        return "the base is GNP, for which the figures hold no series"
    if (claim.base or "GDP").upper() not in ("GDP", "") and claim.unit == "pct_gdp":
        return f"the base is {claim.base}, not the GDP of the year"
    if claim.unit in POINTS:
        return "it is a change in points, not a level"
    if claim.comparator in ("rank", "ordinal"):
        return "a rank says nothing of the level"
    if series_of(claim) is None:
        return f"measure not in the figures: {claim.measure.replace('_', ' ')} in {claim.unit}"
    if not _country(claim):
        return "it does not say of which one country it is"
    if claim.year is None:
        return "no year"
    return ""


def _country(claim: Claim) -> str:
    """Return whose figure a claim states: its actor, or its target where the actor only speaks."""
    for parties in (claim.actor, claim.target):
        named = [p.partition(" (")[0] for p in parties]
        codes = {_NAMES.get(p, p) for p in named}
        known = {c for c in codes if c in countries()}
        if len(known) == 1 and len(codes) == 1:
            return known.pop()
        if known:
            return ""
    return ""


def _fits(o: Observation, claim: Claim) -> bool:
    """Tell whether a figure is in the currency of the claim; other units are fixed by series."""
    unit = claim.unit or ""
    if not re.fullmatch(r"[A-Z]{3}", unit) or unit == "USD":
        return True
    return countries()[o.country].currency == unit


def _scaled(o: Observation, claim: Claim) -> float:
    unit = claim.unit or ""
    return o.value * (1e6 if o.series.startswith("milex_lcu") else _UNITS.get(unit, 1.0))


def _holds(claim: Claim, value: float) -> bool:
    """Tell whether a figure is what the claim says, to the printed precision."""
    half = step(claim) / 2 * (1 + 1e-9)
    low = claim.value or 0.0
    high = low if claim.value_high is None else claim.value_high
    if claim.comparator in ("ge", "gt"):
        return value >= low - half
    if claim.comparator in ("le", "lt"):
        return value <= low + half
    if claim.comparator == "about":
        half *= 2
    return low - half <= value <= high + half


def _judge(claim: Claim, found: Sequence[Observation]) -> Verdict:
    by_edition: dict[tuple[str, str], list[Observation]] = {}
    for o in found:
        by_edition.setdefault((o.definition, o.vintage), []).append(o)
    first = latest_of(found)
    right = [
        edition
        for edition, rows in by_edition.items()
        if all(_holds(claim, _scaled(o, claim)) for o in rows)
    ]
    if first in right:
        rows = by_edition[first]
        return Verdict(claim.id, "agrees", f"as in {_edition(rows)}", _keys(rows))
    if right:
        edition = max(right, key=lambda e: (family(e[0]) == family(first[0]), e[1]))
        rows, latest = by_edition[edition], by_edition[first]
        return Verdict(
            claim.id,
            "agrees_otherwise",
            f"agrees with {_edition(rows)}, not with {_edition(latest)}",
            _keys(rows) + _keys(latest),
        )
    said = claim.value or 0.0
    near = min(found, key=lambda o: abs(_scaled(o, claim) - said))
    difference = said - _scaled(near, claim)
    latest = [o for o in by_edition[first] if o.key != near.key]
    return Verdict(
        claim.id,
        "disagrees",
        f"no edition agrees; nearest is {_edition([near])}",
        (near.key, *_keys(latest)),
        difference,
    )


def _edition(rows: Sequence[Observation]) -> str:
    o = rows[0]
    values = " and ".join(
        f"{o.value:,.4g}" if o.value < 1e4 else f"{o.value:,.0f}" for o in rows[:3]
    )
    return f"{o.definition}, edition {o.vintage} ({values} {o.unit})"


def _keys(rows: Sequence[Observation]) -> tuple[str, ...]:
    return tuple(o.key for o in rows)


def _name(country: str) -> str:
    return country_name(country)


def _years(years: tuple[int, int]) -> str:
    return str(years[0]) if years[0] == years[1] else f"{years[0]} to {years[1]}"
