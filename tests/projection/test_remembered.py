"""Figures that keep their answers: asked once, never mixed, the same inputs as without."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

from burdenshare.figures.model import Observation
from burdenshare.figures.store import Figures
from burdenshare.projection.assemble import assemble
from burdenshare.projection.fiscal.assemble import assemble_fiscal
from burdenshare.projection.remembered import Query, Remembered

from .factory import scenario


class Counted:
    """Figures that count what they are asked."""

    def __init__(self, figures: Figures) -> None:
        self._figures = figures
        self.asked = 0

    def rows(self, series: str, **asked: Any) -> list[Observation]:
        self.asked += 1
        return self._figures.rows(series, **asked)


def test_a_question_is_put_once(figures: Figures) -> None:
    counted = Counted(figures)
    known = Remembered(counted)
    query = Query("population", "imf", "all")
    first, second = known.ask([query]), known.ask([query])
    assert counted.asked == 1
    assert first["population"] is second["population"]
    assert first["population"] == figures.rows("population", definition="imf", vintages="all")
    known.rows("population", definition="imf")
    assert counted.asked == 2, "another edition is another question"


def test_what_remembers_is_not_wrapped_again(figures: Figures) -> None:
    known = Remembered(figures)
    assert Remembered.of(known) is known
    assert Remembered.of(figures) is not known


def test_what_was_not_asked_for_longest_goes_first(figures: Figures) -> None:
    known = Remembered(figures, most=2)
    made: list[str] = []

    def make(name: str) -> str:
        made.append(name)
        return name

    for name in ("a", "b", "a", "c", "a", "b"):
        assert known.kept(name, lambda name=name: make(name)) == name
    assert made == ["a", "b", "c", "b"]


def test_what_fails_is_not_kept(figures: Figures) -> None:
    known = Remembered(figures)
    with pytest.raises(ZeroDivisionError):
        known.kept("a", lambda: 1 // 0)
    assert known.kept("a", lambda: 1) == 1


def require_same(one: Any, other: Any) -> None:
    """Fail unless two results are the same to the last bit."""
    if not dataclasses.is_dataclass(one):
        assert one == other
        return
    for field in dataclasses.fields(one):
        np.testing.assert_equal(getattr(one, field.name), getattr(other, field.name), field.name)


CHANGES: list[dict[str, Any]] = [
    {},
    {"pledges": [{"share": 2.5, "by": 2032, "path": "growth"}]},
    {"assumptions": {"growth_offset": -1.0}},
    {"assumptions": {"inflation": 3.0}, "end": 2045},
    {"debt": {"long_rate": {"FRA": 5.0}, "maturity": 6.0}},
    {"debt": {"primary_balance": -2.0}},
    {"price_base": 2024},
    {"definition": "sipri"},
    {"vintages": {"imf": "2025-10"}},
    {"vintages": {"nato": "2024-06"}},
    {"equipment_classes": {"all": {"share": 1.0, "life": 12.0}}},
    {"series": {"FRA": {"fx": {"values": dict.fromkeys(range(2024, 2028), 0.8)}}}},
    {"series": {"FRA": {"fx": {"values": dict.fromkeys(range(2024, 2028), 0.9)}}}},
    {},
]


def test_inputs_do_not_depend_on_what_was_asked_before(figures: Figures) -> None:
    known = Remembered(figures)
    for fields in CHANGES:
        case = scenario("ITA", "FRA", "POL", **{"start": 2026, "end": 2035, **fields})
        fresh, again = assemble(case, figures), assemble(case, known)
        require_same(again, fresh)
        pairs = assemble_fiscal(case, again, known), assemble_fiscal(case, fresh, figures)
        for one, other in zip(*pairs, strict=True):
            require_same(one, other)
