"""Shares sum to the whole, intervals surround their index, a box lies within what was tried."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from burdenshare.charts.importance import (
    KINDS,
    Influence,
    band_width,
    failure_box,
    influences,
    sobol,
    span,
)
from burdenshare.charts.theme import Credit
from burdenshare.errors import Refusal
from burdenshare.study.discovery import Condition, Discovery
from burdenshare.study.prim import Found, Limit, Stability
from burdenshare.study.sensitivity import Index
from burdenshare.study.sweep.outcomes import Outcome
from burdenshare.study.sweep.point import Ground
from burdenshare.study.sweep.vary import Vary
from burdenshare.study.uncertainty import BEHAVIOUR, DISCRETE, MACRO, Part, Uncertainty

from .factory import source

Made = dict[str, Any]
Texts = Callable[[Made], dict[str, list[str]]]
NAMED: dict[str, Any] = {
    "credit": Credit((source(),)),
    "definition": "NATO core defence, July 2026 edition",
}


def band(**shares: float) -> Uncertainty:
    return Uncertainty(
        scenario=cast(Any, SimpleNamespace(behaviour=SimpleNamespace(kind="kept"))),
        outcome=Outcome("share", "POL", "central", "% of GDP"),
        low=4.1,
        high=4.9,
        reference=4.5,
        width=0.8,
        parts=tuple(Part(kind, share, share, share) for kind, share in shares.items()),
        alternatives={},
        start=2025,
        draws=1000,
        editions=2,
        on=Ground("", "", ""),
    )


def test_every_kind_of_uncertainty_has_a_name() -> None:
    assert set(KINDS) == {MACRO, *DISCRETE}


def test_one_band_is_told_by_its_largest_part(texts: Texts) -> None:
    spec = band_width([band(macro=0.2, definition=0.7, vintage=0.1)], **NAMED)
    assert " ".join(texts(spec)["title"]) == (
        "The definition: 70 % of the width of the share of GDP, Poland"
    )
    assert "One alternative only, so not spread: behaviour." in " ".join(texts(spec)["subtitle"])
    assert spec["datasets"]["heads"][0]["band"] == "4.10 to 4.90 % of GDP"


def test_parts_stand_end_to_end_and_narrowing_ones_left_of_zero(texts: Texts) -> None:
    found = band(macro=0.95, definition=0.1, vintage=0.0, behaviour=-0.05)
    rows = band_width([found], **NAMED)["datasets"]["parts"]
    assert [row["kind"] for row in rows] == ["the economy", "the definition", "behaviour"]
    *right, left = rows
    assert (left["from"], left["to"]) == (pytest.approx(-5), 0)
    assert right[0]["from"] == 0
    assert all(a["to"] == b["from"] for a, b in pairwise(right))
    assert sum(row["to"] - row["from"] for row in right) - 5 == pytest.approx(100)
    assert [row["text"] for row in rows] == ["95 %", "10 %", "-5 %"]


def test_several_bands_are_counted(texts: Texts) -> None:
    two = band(macro=0.6, behaviour=0.4)
    spec = band_width([two, two, band(**{BEHAVIOUR: 1.0})], **NAMED)
    assert " ".join(texts(spec)["title"]) == (
        "The economy answers for most of the width of 2 of 3 bands"
    )


def test_no_band_no_index_and_no_box_are_refused() -> None:
    with pytest.raises(Refusal, match="no band"):
        band_width([], **NAMED)
    with pytest.raises(Refusal, match="no index"):
        sobol([], words="the debt ratio", runs=1, **NAMED)
    nothing = replace(discovery().found, box=(Limit(),) * 3)
    with pytest.raises(Refusal, match="no box") as refused:
        failure_box(replace(discovery(), found=nothing), **NAMED)
    assert refused.value.code == "no-figures"


# Sobol's indices ---------------------------------------------------------------------------------

GROWTH = Vary("assumptions.real_growth", (), 0.5, 2.5, (), "Assumed real growth", "% a year")
DEADLINE = Vary("pledges[0].by", (), 2030, 2040, tuple(range(2030, 2041)), "Deadline")
PATH = Vary("pledges[0].path", (), levels=("linear", "growth", "backloaded"), title="Path")
SIZES = (
    Index(0.1, (0.02, 0.18), 0.2, (0.1, 0.3)),
    Index(0.5, (0.42, 0.58), 0.6, (0.5, 0.7)),
    Index(-0.01, (-0.04, 0.02), 0.0, (0.0, 0.01)),
)


def test_the_largest_index_comes_first_with_its_interval(texts: Texts) -> None:
    run = SimpleNamespace(sweep=SimpleNamespace(vary=(GROWTH, DEADLINE, PATH)), indices=SIZES)
    rows = influences(cast(Any, run))
    spec = sobol(rows, words="the debt ratio, Italy", runs=1280, **NAMED)
    assert " ".join(texts(spec)["title"]) == (
        "Deadline moves the debt ratio, Italy most: it has a part in 60 % of the variance"
    )
    dots = spec["datasets"]["dots"]
    assert [(d["value"], d["low"], d["high"]) for d in dots[:2]] == [
        (50.0, pytest.approx(42), pytest.approx(58)),
        (60.0, 50.0, 70.0),
    ]
    assert all(d["low"] <= d["value"] <= d["high"] for d in dots)
    assert "1,280 runs" in " ".join(texts(spec)["subtitle"])


def test_what_varied_is_said() -> None:
    assert [span(each) for each in (GROWTH, DEADLINE, PATH)] == [
        "0.5 to 2.5 % a year",
        "2030 to 2040",
        "linear, growth, backloaded",
    ]


def test_long_names_are_broken_and_never_overlap() -> None:
    long = " ".join(["word"] * 30)
    rows = [Influence(long, "pledges[0].by", "2030 to 2040", SIZES[0])] * 3
    names = sobol(rows, words="the debt ratio", runs=1, **NAMED)["datasets"]["fields"]
    assert all(b["y"] - a["y"] >= 12 for a, b in pairwise(names))
    assert any("pledges" in row["text"] for row in names)


# The box -----------------------------------------------------------------------------------------


def discovery() -> Discovery:
    box = (Limit(), Limit(2034.0, np.inf), Limit(names=frozenset({"linear", "growth"})))
    return Discovery(
        sweep=cast(Any, SimpleNamespace(vary=(GROWTH, DEADLINE, PATH))),
        fails=Condition("debt_ratio@ITA", ">=", 160.0),
        outcome=Outcome("debt_ratio", "ITA", "0.5", "% of GDP"),
        cases=1000,
        failures=231,
        refused=0,
        found=Found(box, 0.78, 0.91, 0.2),
        quasi_p={1: 1e-9, 2: 1e-3},
        stability=Stability((0.1, 1.0, 0.9), 0.7, 0.85, 20),
        trajectory=(),
    )


def test_the_box_is_the_title_and_its_statistics_are_said(texts: Texts) -> None:
    spec = failure_box(discovery(), **NAMED)
    assert " ".join(texts(spec)["title"]) == (
        "It fails when deadline is at least 2034 and path is linear or growth"
    )
    told = " ".join(texts(spec)["subtitle"])
    assert "Failing means: the debt ratio, Italy, median is at or above 160 % of GDP." in told
    assert (
        "78 % of the 231 failures lie in the box; 91 % of the cases in it fail, against 23 %"
        in told
    )


def test_limited_fields_come_first_and_lie_within_what_was_tried() -> None:
    datasets = failure_box(discovery(), **NAMED)["datasets"]
    assert [row["text"] for row in datasets["fields"]][::2] == [
        "Deadline",
        "Path",
        "Assumed real growth",
    ]
    deadline, growth = datasets["tracks"]
    assert (deadline["from"], deadline["to"], deadline["open"]) == (0.4, 1.0, False)
    assert (growth["from"], growth["to"], growth["open"]) == (0.0, 1.0, True)
    marks = [(row["text"], row["kind"]) for row in datasets["marks"]]
    assert marks == [("2034", "end"), ("linear", "in"), ("growth", "in"), ("backloaded", "out")]
