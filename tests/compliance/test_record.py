"""The shipped record is what the hindcast says of the shipped figures."""

from __future__ import annotations

import pytest

from burdenshare.compliance.record import make, record, told
from burdenshare.figures.store import Figures


def test_the_shipped_record_is_the_hindcast_of_the_shipped_figures(figures: Figures) -> None:
    shipped, made = record(), make(figures)
    assert shipped.keys() == made.keys()
    assert shipped["n"] == made["n"] == sum(p["n"] for p in shipped["reliability"])
    for one, other in zip(shipped["reliability"], made["reliability"], strict=True):
        assert one == pytest.approx(other, rel=1e-6)
    assert shipped["scored_against"] == made["scored_against"]


def test_it_says_which_forecasts_it_is_of() -> None:
    said = told(record())
    assert "from 2014 to 2023" in said
    assert "edition of 2025-08" in said
