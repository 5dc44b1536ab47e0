"""The commands on programmes, as a stranger runs them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


def test_a_programme_alone_together_and_when_one_leaves(burdenshare: Callable[..., Any]) -> None:
    told = burdenshare("programme", "three-partners", "--draws", "200", "--leaves", "ESP")
    assert told.status == 0
    assert "If Spain leaves after 50 % of development" in told.out
    answer = burdenshare("programme", "three-partners", "--draws", "200", "--json").json
    assert set(answer["unit_cost"]) == {"flyaway", "procurement", "programme"}
    assert answer["leaves"] is None


def test_done_without_a_partner_that_leaves_is_refused(burdenshare: Callable[..., Any]) -> None:
    told = burdenshare("programme", "three-partners", "--done", "0.3", "--json")
    assert told.status == 2
    assert told.json["error"]["code"] == "bad-argument"


def test_lists_deals_and_ledgers(burdenshare: Callable[..., Any]) -> None:
    assert "gcap" in burdenshare("programme").out
    assert "never added up" in burdenshare("deals", "gcap").out
    assert "71.4" in burdenshare("obligations").out


@pytest.mark.parametrize("profile", ["soon", "1:half"])
def test_a_profile_that_is_none(burdenshare: Callable[..., Any], profile: str) -> None:
    told = burdenshare("committed", "japan-2027", "--member", "JPN", "--run-off", profile)
    assert told.status == 2


def test_unit_price_of_gcap_is_refused(burdenshare: Callable[..., Any], tmp_path: Path) -> None:
    told = burdenshare("programme", "gcap", "--json")
    assert told.status == 2
    assert told.json["error"]["code"] == "unpublished"
    assert not list(tmp_path.iterdir())
