"""What the page sets of a scenario: what a form says becomes fields, and nothing else does."""

from __future__ import annotations

import pytest

from burdenshare.errors import Refusal
from burdenshare.scenario.load import library, load, load_text
from burdenshare.scenario.narrow import only
from burdenshare.study.sweep.template import Template, read_path
from burdenshare.web.pages.controls import changes, controls

ITALY = only(load("hague-2035"), "ITA")


def test_a_form_that_changes_nothing_changes_nothing() -> None:
    said = {
        name: "" if one.value is None else str(one.value) for name, one in controls(ITALY).items()
    }
    assert changes(ITALY, said) == {}


@pytest.mark.parametrize("name", [item.name for item in library()])
def test_every_control_leads_to_a_field_that_takes_it(name: str) -> None:
    scenario = load(name)
    for one in controls(scenario).values():
        value = one.choices[0] if one.choices else one.high / one.scale
        value = int(value) if one.name == "by" else value
        place = read_path(one.path)
        assert place
        _, problems = Template(scenario).made(
            {place: value} | ({("end",): 2040} if one.name == "by" else {})
        )
        assert not problems, (one, problems)


def test_per_cent_become_parts_and_years_stay_whole() -> None:
    assert changes(ITALY, {"inertia": "25", "by": "2033", "target": "4", "nothing": "1"}) == {
        "behaviour.inertia": 0.25,
        "pledges[0].by": 2033,
        "pledges[0].core": 4.0,
    }


def test_a_later_deadline_takes_the_end_with_it() -> None:
    assert changes(ITALY, {"by": "2038"}) == {"pledges[0].by": 2038, "end": 2038}


def test_debt_takes_what_taxes_and_cuts_leave() -> None:
    found = changes(ITALY, {"tax": "40", "other": "0"})
    assert found == {"financing.tax": 0.4, "financing.other": 0.0}


def test_nothing_is_no_limit() -> None:
    limited = load_text(
        """
        name: x
        title: y
        members: [ITA]
        start: 2026
        end: 2035
        pledges: [{share: 3.5, by: 2035}]
        behaviour: {absorption: 5}
        """
    )
    assert changes(limited, {"absorption": ""}) == {"behaviour.absorption": None}
    assert "related" not in controls(limited)


@pytest.mark.parametrize("text", ["", "x", "nan", "inf", "１", "1e999", "3,5", "<b>"])
def test_what_is_no_number_is_refused_with_every_problem(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        changes(ITALY, {"target": text, "inertia": text})
    assert refused.value.code == "bad-argument"
    assert [one["where"] for one in refused.value.details] == ["target", "inertia"]
