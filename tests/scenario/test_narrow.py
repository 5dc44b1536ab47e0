"""One ally of a scenario of many: what it comes to alone is what the whole gives for it."""

from __future__ import annotations

import pytest

from burdenshare.errors import Refusal
from burdenshare.scenario.load import dump, load, load_text
from burdenshare.scenario.narrow import only
from burdenshare.workbench import Workbench


@pytest.mark.parametrize(
    ("name", "code"),
    [("hague-2035", "ITA"), ("hague-2035-spain-2.1", "ESP"), ("hague-2035-behaved", "POL")],
)
def test_it_comes_to_the_same_alone(name: str, code: str) -> None:
    bench = Workbench()
    whole = bench.live(name, draws=200).evaluate().to_json()["members"][code]
    alone = bench.live(only(load(name), code), draws=200).evaluate().to_json()["members"][code]
    assert alone == whole


def test_an_exception_becomes_the_pledge() -> None:
    alone = only(load("hague-2035-spain-2.1"), "ESP")
    assert (alone.pledges[0].core, alone.pledges[0].exceptions) == (2.1, {})
    assert load_text(dump(alone)) == alone


def test_what_is_said_of_others_goes() -> None:
    both = load_text(
        """
        name: both
        title: Two
        members: [ITA, ESP]
        start: 2026
        end: 2035
        pledges: [{core: 3.5, by: 2035}]
        behaviour: {inertia: {ITA: 0.2, ESP: 0.4}}
        financing: {tax: 0.5, debt: 0.5}
        defence_inflation: {ESP: 1.0}
        packages: [{member: ESP, year: 2030, amount: 1.0}]
        escape_clause: [ESP]
        """
    )
    alone = only(both, "ITA")
    assert alone.behaviour.inertia == {"ITA": 0.2}
    assert (alone.defence_inflation, alone.packages, alone.escape_clause) == (None, (), ())
    assert alone.financing == both.financing
    assert load_text(dump(alone)) == alone


def test_who_is_no_member_or_pledges_nothing_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        only(load("hague-2035"), "JPN")
    assert refused.value.code == "unknown-country"
    some = load_text(
        """
        name: some
        title: One of two pledges
        members: [ITA, ESP]
        start: 2026
        end: 2035
        pledges: [{members: [ITA], core: 3.5, by: 2035}]
        """
    )
    with pytest.raises(Refusal) as refused:
        only(some, "ESP")
    assert refused.value.code == "bad-argument"


def test_a_scenario_of_one_is_what_it_is() -> None:
    alone = load("japan-3.5")
    assert only(alone, "JPN") is alone
