"""What may vary, and how it is said: every problem at once, in the words of the scenario file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from burdenshare.errors import Refusal
from burdenshare.scenario.load import load, load_text
from burdenshare.study.sweep.template import Template, is_whole, read_path, title, written
from burdenshare.study.sweep.vary import Vary, read_vary

from .sweeping import scenario

ALLIES = load_text(
    "{name: a, title: A, members: [ITA, ESP], start: 2026, end: 2035,"
    " pledges: [{core: 3.5, related: 1.5, by: 2035}]}"
)


def one(text: str) -> Vary:
    (vary,) = read_vary([text], ALLIES)
    return vary


def problems(*texts: str) -> list[dict[str, str]]:
    with pytest.raises(Refusal) as refused:
        read_vary(texts, ALLIES)
    assert refused.value.code == "bad-argument"
    return refused.value.details


def test_a_range_takes_every_value_between() -> None:
    vary = one("pledges[0].core=2.0:5.0")
    assert (vary.low, vary.high, vary.levels) == (2.0, 5.0, ())
    assert [vary.at(part) for part in (0.0, 0.5)] == [2.0, 3.5]
    assert (vary.title, vary.unit) == ("Promised core share", "% of GDP")


def test_a_field_of_whole_numbers_takes_each_of_them() -> None:
    vary = one("pledges[0].by=2030:2033")
    assert vary.levels == (2030, 2031, 2032, 2033)
    assert [vary.at(part) for part in (0.0, 0.24, 0.25, 0.999)] == [2030, 2030, 2031, 2033]
    assert one("pledges[0].by=2030:2034:3").levels == (2030, 2032, 2034)


def test_steps_and_lists_are_levels() -> None:
    assert one("assumptions.real_growth=0:2:5").levels == (0.0, 0.5, 1.0, 1.5, 2.0)
    assert one("pledges[0].path=linear,backloaded").levels == ("linear", "backloaded")
    assert one("pledges[0].may_fall=true,false").levels == (True, False)
    assert one("vintages.nato=2024-06,2025-08").levels == ("2024-06", "2025-08")
    assert not one("pledges[0].path=linear,backloaded").is_number
    assert one("pledges[0].exceptions.ESP=2.1:3.5").place == ("pledges", 0, "exceptions", "ESP")


def test_fields_that_the_file_does_not_have_can_vary() -> None:
    assert ALLIES.assumptions.inflation is None
    vary = one("assumptions.inflation=1:4")
    made, wrong = Template(ALLIES).made({vary.place: 3.0})
    assert made is not None
    assert not wrong
    assert made.assumptions.inflation == 3.0


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("pledges[0].cor=2:5", "unknown field", "did you mean core?"),
        ("pledge[0].core=2:5", "unknown field", "did you mean pledges?"),
        ("pledges[0].core=2:500", "read as 500", "did you mean 5?"),
        ("pledges[0].path=linear,backlodaed", "backlodaed", "did you mean backloaded?"),
        ("pledges[3].core=2:5", "only 1", ""),
        ("pledges[0].by.x=1:2", "no fields", ""),
        ("pledges[0].by=2030:2035:3", "no whole numbers", "leave :3 out"),
        ("pledges[0].by=2030.5:2034", "2030.5:2034", ""),
        ("pledges[0].core=5:2", "5 is not below 2", ""),
        ("pledges[0].core=2:5:1", "1 values", ""),
        ("pledges[0].core=2:5:7:8", "no range", "PATH=LOW:HIGH"),
        ("pledges[0].core=low:high", "no range", "PATH=LOW:HIGH"),
        ("pledges[0].core=3.5", "one value", "PATH=LOW:HIGH"),
        ("pledges[0].core=3.5,3.5", "twice", ""),
        ("pledges[0].core=3.5,,4", "an empty value", ""),
        ("seed=0:1000000", "1,000,001 values", ""),
        ("pledges[0].core", "no field with values", "PATH=LOW:HIGH"),
        ("pledges[0.core=1:2", "no path", "PATH=LOW:HIGH"),
        ("=1:2", "no path", "PATH=LOW:HIGH"),
        ("pledges[0].share=1:2", "share and core together", ""),
        ("series.ITA.gdp_nominal=1:2", "the number 1", ""),
    ],
)
def test_what_cannot_vary_is_refused_in_plain_words(text: str, message: str, hint: str) -> None:
    found = problems(text)
    assert any(message in each["message"] for each in found)
    assert any(hint in each["hint"] for each in found)


def test_every_problem_is_told_at_once() -> None:
    found = problems("pledges[0].cor=2:5", "x", "assumptions.real_growth=1,200")
    assert {each["where"] for each in found} == {
        "pledges[0].cor=2",
        "x",
        "assumptions.real_growth=200",
    }


def test_fields_within_one_another_are_refused() -> None:
    found = problems("assumptions.real_growth=1:2", "assumptions.real_growth.ITA=1:2")
    assert "overlaps with assumptions.real_growth" in found[0]["message"]
    assert problems("pledges[0].core=2:3", "pledges[0].core=3:4")
    assert problems() == [
        {
            "where": "--vary",
            "message": "nothing varies",
            "expected": "at least one --vary",
            "hint": problems()[0]["hint"],
        }
    ]


@pytest.mark.parametrize("name", ["hague-2035", "japan-2027", "canada-pbo", "wales-2014"])
def test_a_scenario_of_which_nothing_is_set_stays_as_it_is(name: str) -> None:
    before = load(name)
    assert Template(before).made({}) == (before, [])


def test_setting_a_field_leaves_the_scenario_alone() -> None:
    template = Template(ALLIES)
    template.made({("pledges", 0, "core"): 2.0})
    assert template.made({}) == (ALLIES, [])


def test_the_parts_of_financing_that_are_not_set_share_the_rest() -> None:
    def parts(**values: float) -> tuple[object, ...]:
        made, wrong = Template(scenario).made({("financing", k): v for k, v in values.items()})
        assert made is not None, wrong
        return made.financing.debt, made.financing.tax, made.financing.other

    assert parts(debt=0.25) == (0.25, 0.75, 0.0)
    assert parts(tax=0.25) == (0.75, 0.25, 0.0)
    assert parts(debt=0.25, tax=0.25) == (0.25, 0.25, 0.5)
    made, wrong = Template(scenario).made({("financing", "debt"): 0.8, ("financing", "tax"): 0.8})
    assert made is None
    assert wrong[0].where == "financing.other"
    half, _ = Template(scenario).made({("financing",): {"debt": 0.5, "tax": 0.3, "other": 0.2}})
    assert half is not None
    made, _ = Template(half).made({("financing", "debt"): 0.0})
    assert made is not None
    assert (made.financing.tax, made.financing.other) == pytest.approx((0.6, 0.4))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("pledges[0].core", ("pledges", 0, "core")),
        ("pledges[0].waypoints.2028", ("pledges", 0, "waypoints", 2028)),
        ("pledges[0].waypoints[2028]", ("pledges", 0, "waypoints", 2028)),
        ("series.ITA.price_index.base", ("series", "ITA", "price_index", "base")),
        ("", None),
        (".core", None),
        ("pledges[].core", None),
        ("pledges[0]core", None),
        ("[0]", None),
    ],
)
def test_paths(text: str, place: tuple[str | int, ...] | None) -> None:
    assert read_path(text) == place


def test_a_place_is_written_as_it_is_read() -> None:
    assert written(("pledges", 0, "waypoints", 2028)) == "pledges[0].waypoints.2028"
    assert is_whole(("pledges", 0, "by"))
    assert is_whole(("pledges", 0, "from", "year"))
    assert not is_whole(("pledges", 0, "waypoints", 2028))
    assert not is_whole(("nothing",))
    assert title(("assumptions", "real_growth", "ITA")) == title(("assumptions", "real_growth"))
    assert title(("nothing",)) == ""


@given(st.floats(0.0, 1.0, exclude_max=True), st.floats(-5.0, 5.0), st.floats(0.1, 5.0))
def test_a_value_lies_within_its_range(part: float, low: float, width: float) -> None:
    assert low <= Vary("x", ("x",), low, low + width).at(part) <= low + width
    assert Vary("x", ("x",), levels=("a", "b", "c")).at(part) in ("a", "b", "c")
