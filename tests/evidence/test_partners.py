"""Whether the short way to conflicts finds what looking at every pair finds."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import combinations
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from burdenshare.evidence.against import Verdict
from burdenshare.evidence.model import Span
from burdenshare.evidence.partners import partners
from burdenshare.evidence.reasons import Reason, Said, reason, said

from .making import claim, entry

AMOUNTS = (
    ("2%", 2.0), ("2.0%", 2.0), ("2.04%", 2.04), ("2.1%", 2.1), ("about 2%", 2.0), ("3.5%", 3.5),
    ("9 in 10", 9.0),
)  # fmt: skip
VERDICTS: tuple[tuple[str, str] | None, ...] = (
    None, ("NATO", "2024-06"), ("NATO", "2025-08"), ("SIPRI", "2025-04"),
)  # fmt: skip


@st.composite
def claims(draw: st.DrawFn) -> dict[str, Any]:
    amount, value = draw(st.sampled_from(AMOUNTS))
    return {
        "amount": amount,
        "value": value,
        "value_high": draw(st.sampled_from([None, None, 3.0])),
        "unit": draw(st.sampled_from(["pct_gdp", "pct_gdp", "pct_gnp", "pp"])),
        "comparator": draw(st.sampled_from(["eq", "eq", "rank"])),
        "year": draw(st.sampled_from([None, 2023, 2024])),
        "deadline": draw(st.sampled_from([None, 2030, 2035])),
        "target": draw(st.sampled_from([(), ("NATO",), ("JPN",), ("JPN", "NATO members")])),
        "quote": draw(st.sampled_from(["It says {} here", "It denies the {} here"])).format(amount),
        "page": draw(st.integers(0, 3)),
        "at": draw(st.sampled_from([0, 300, 900])),
        "machine": draw(st.booleans()) and draw(st.booleans()),
        "day": draw(st.sampled_from(["", "2025-01-01", "2025-06-01"])),
        "verdict": draw(st.sampled_from(VERDICTS)),
    }


def told(number: int, stance: str, how: dict[str, Any]) -> Said:
    how = dict(how)
    page, at, day, held, machine = (how.pop(n) for n in ("page", "at", "day", "verdict", "machine"))
    one = claim(str(number), stance=stance, document=f"d{page}", **how)
    number = one.quantity_span
    assert number is not None
    moved = replace(
        one,
        span=Span(at, at + one.span.end),
        quantity_span=Span(at + number.start, at + number.end),
    )
    key = f"milex_pct_gdp/{held[0]}/x/{held[1]}/ESP/2024" if held else ""
    verdict = Verdict(one.id, "agrees" if held else "disagrees", "", (key,) if held else ())
    signs = ("disclosure",) if machine else ()
    return said(entry(moved, document=f"d{page}", said=day, machine=signs), verdict)


def plain(group: list[Said]) -> dict[Reason, set[str]]:
    """Look at every pair."""
    found: dict[Reason, set[str]] = defaultdict(set)
    for one, two in combinations(group, 2):
        why = reason(one, two)
        assert why == reason(two, one), "the order of two claims changes nothing"
        if why:
            found[why] |= {one.id, two.id}
    return dict(found)


def ids(found: dict[Reason, list[Said]]) -> dict[Reason, set[str]]:
    assert all(len({c.id for c in some}) == len(some) for some in found.values())
    return {why: {c.id for c in some} for why, some in found.items()}


@settings(max_examples=400)
@given(st.lists(claims(), max_size=9))
def test_reports_are_told_apart_as_by_looking_at_every_pair(hows: list[dict[str, Any]]) -> None:
    group = [told(n, "reports", how) for n, how in enumerate(hows)]
    assert ids(partners(group)) == plain(group)


WANTED = st.sampled_from(["commits", "opposes", "demands", "supports"])


@settings(max_examples=400)
@given(st.lists(st.tuples(WANTED, claims()), max_size=9))
@example([])
def test_what_is_wanted_too(hows: list[tuple[str, dict[str, Any]]]) -> None:
    group = [told(n, stance, how) for n, (stance, how) in enumerate(hows)]
    assert ids(partners(group)) == plain(group)


@given(st.lists(claims(), max_size=9))
def test_forecasts_too(hows: list[dict[str, Any]]) -> None:
    group = [told(n, "forecasts", how) for n, how in enumerate(hows)]
    assert ids(partners(group)) == plain(group)
