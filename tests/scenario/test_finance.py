"""Behaviour, financing, prices, debt, contracts: what is read, refused and written back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from burdenshare.scenario.explain import explain, json_schema, new_text
from burdenshare.scenario.explain_finance import explain_finance
from burdenshare.scenario.load import dump, load_text
from burdenshare.scenario.model import (
    Behaviour,
    Contracts,
    EquipmentClass,
    Financing,
    Package,
    Range,
    Scenario,
)
from burdenshare.scenario.yaml_reader import read_yaml

from .helpers import fields, loaded, problems

VALIDATOR = Draft202012Validator(json_schema())
SPAN = {"low": 0.2, "central": 0.7, "high": 1.6}
ORDERS = {"amounts": {2026: 5, 2027: 6}, "rate": 0.9, "imported": SPAN | {"high": 0.8}}

FULL: dict[str, Any] = fields(
    behaviour={
        "kind": "kept",
        "inertia": 0.2,
        "absorption": {"ITA": 10},
        "slippage": 0.1,
        "budgeting": "cash",
    },
    financing={"debt": 0.5, "tax": {"ITA": 0.5}, "other": {"ESP": 0.5}},
    multipliers={
        "spending": SPAN,
        "equipment": {"ITA": 0.5, "ESP": {"low": 0.1, "central": 0.2, "high": 0.3}},
        "personnel": 1,
        "tax": 0.3,
        "fade": 0.5,
    },
    defence_inflation=1.5,
    import_share={"ITA": 0.4},
    equipment_share=0.3,
    equipment_classes={"new": {"share": 0.4, "life": 30}, "old": {"share": 0.6, "life": 10}},
    packages=[{"member": "ITA", "year": 2027, "amount": 5, "what": "ships"}],
    accounting="accrual",
    escape_clause=True,
    safe_loans={"ITA": 14.9},
    debt={"long_rate": {"ITA": 3.5}, "maturity": 7},
    affordable={"debt_below": 90, "falling_over": 3},
    contracts={"ITA": ORDERS},
    tails=6,
)


def errors(text: str) -> list[str]:
    value = json.loads(json.dumps(read_yaml(text, "x").value))
    return [error.message for error in VALIDATOR.iter_errors(value)]


def test_every_field_is_read_and_written_back() -> None:
    scenario = loaded(FULL)
    assert scenario.behaviour == Behaviour(
        kind="kept", inertia=0.2, absorption={"ITA": 10.0}, slippage=0.1, budgeting="cash"
    )
    assert scenario.financing == Financing(debt=0.5, tax={"ITA": 0.5}, other={"ESP": 0.5})
    assert scenario.multipliers.spending == Range(low=0.2, central=0.7, high=1.6)
    assert scenario.multipliers.personnel == Range(low=1.0, central=1.0, high=1.0)
    assert scenario.multipliers.equipment == {
        "ITA": Range(low=0.5, central=0.5, high=0.5),
        "ESP": Range(low=0.1, central=0.2, high=0.3),
    }
    assert scenario.equipment_classes["old"] == EquipmentClass(share=0.6, life=10.0)
    assert scenario.packages == (Package(member="ITA", year=2027, amount=5.0, what="ships"),)
    assert scenario.escape_clause == ("ITA", "ESP")
    assert scenario.safe_loans == {"ITA": 14.9}
    assert scenario.debt.long_rate == {"ITA": 3.5}
    assert scenario.contracts["ITA"] == Contracts(
        amounts={2026: 5.0, 2027: 6.0},
        rate={2026: 0.9, 2027: 0.9},
        imported=Range(low=0.2, central=0.7, high=0.8),
        prices_of=2025,
    )
    assert (scenario.affordable.limit, scenario.affordable.span) == (90.0, 3)
    assert (scenario.tails, scenario.accounting) == (6, "accrual")
    assert load_text(dump(scenario)) == scenario
    assert errors(json.dumps(FULL)) == []
    assert errors(dump(scenario)) == []


def test_a_scenario_that_says_nothing_is_written_as_before() -> None:
    scenario = loaded(fields())
    new = set(Scenario.model_fields) - {"name", "title", "members", "start", "end", "pledges"}
    written = read_yaml(dump(scenario), "x").value
    assert new & set(written) == {"definition", "baselines", "draws", "seed", "readings"}


@pytest.mark.parametrize(
    ("changed", "attribute", "value"),
    [
        ({"escape_clause": ["ITA"]}, "escape_clause", ("ITA",)),
        ({"escape_clause": "eu"}, "escape_clause", ("ITA", "ESP")),
        ({"escape_clause": False}, "escape_clause", ()),
        ({"safe_loans": True}, "safe_loans", ("ITA", "ESP")),
        ({"safe_loans": ["ESP"]}, "safe_loans", ("ESP",)),
        ({"tails": "normal"}, "tails", "normal"),
        ({"financing": {"tax": {"ITA": 1}}}, "financing", Financing(tax={"ITA": 1.0})),
    ],
)
def test_short_forms(changed: dict[str, Any], attribute: str, value: object) -> None:
    scenario = loaded(fields(**changed))
    assert getattr(scenario, attribute) == value
    assert load_text(dump(scenario)) == scenario


def test_one_member_needs_no_name_for_its_package() -> None:
    scenario = loaded(fields(members="ITA", packages=[{"year": 2027, "amount": 5}]))
    assert scenario.packages == (Package(member="ITA", year=2027, amount=5.0),)


def test_a_calibration_lies_beside_the_scenario(tmp_path: Path) -> None:
    (tmp_path / "own.json").write_text("{}", encoding="utf-8")
    scenario = loaded(fields(calibration="own.json"), tmp_path)
    assert scenario.calibration == (tmp_path / "own.json").as_posix()
    for name, says in (("none.json", "no file 'none.json'"), ("/own.json", "an absolute path")):
        (problem,) = problems(fields(calibration=name), tmp_path)
        assert says in problem
    (problem,) = problems(fields(calibration="own.json"))
    assert "comes from no file" in problem


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"behaviour": {"kind": "kep"}}, "did you mean kept?"),
        ({"behaviour": {"inertia": 1.0}}, "a part from 0 to 0.99"),
        ({"behaviour": {"kind": "behaved", "inertia": 0.2}}, "holds delays and slippage already"),
        ({"behaviour": {"kind": "behaved", "slippage": 0.2}}, "behaviour.slippage"),
        ({"behaviour": {"slippage": 30}}, "did you mean 0.3?"),
        ({"behaviour": {"absorption": {"ITA": -1}}}, "behaviour.absorption.ITA"),
        ({"behaviour": {"absorbtion": 3}}, "did you mean absorption?"),
        ({"financing": {"debt": 0.5, "tax": 0.2}}, "debt 0.5 + tax 0.2 + other 0 = 0.7"),
        ({"financing": {"debt": 1.5}}, "a part from 0 to 1"),
        ({"financing": {"debt": {"ITA": 0.5}, "tax": 0.5}}, "= 0.5 for ESP"),
        ({"financing": {"debt": {"FRA": 1.0}}}, "FRA is no member"),
        ({"multipliers": {"spending": {"low": 0.2, "high": 1}}}, "spending.central"),
        ({"multipliers": {"spending": SPAN | {"centre": 1}}}, "did you mean central?"),
        ({"multipliers": {"spending": SPAN | {"low": 1}}}, "low <= central <= high"),
        ({"multipliers": {"equipment": {"ITA": SPAN | {"high": 11}}}}, "from 0 to 10"),
        ({"multipliers": {"equipment": {"FRA": 1}}}, "FRA is no member"),
        ({"multipliers": {"spending": {"low": SPAN}}}, "spending.low"),
        ({"multipliers": {"tax": 99}}, "from 0 to 10"),
        ({"multipliers": {"fade": 2}}, "did you mean 0.02?"),
        ({"defence_inflation": 60}, "points a year"),
        ({"import_share": 30}, "did you mean 0.3?"),
        ({"equipment_share": {"ITA": -0.1}}, "equipment_share.ITA"),
        ({"equipment_classes": {}}, "at least one"),
        ({"equipment_classes": {"a": {"share": 0.4}}}, "equipment_classes.a.life"),
        ({"equipment_classes": {"a": {"share": 0.4, "life": 9}}}, "sum to 0.4"),
        ({"equipment_classes": {"a": {"share": 1, "life": 0.5}}}, "years, from 1 to 100"),
        ({"packages": [{"year": 2027, "amount": 5}]}, "packages[0].member"),
        ({"packages": [{"member": "FRA", "year": 2027, "amount": 5}]}, "FRA is no member"),
        ({"packages": [{"member": "ITA", "amount": 5}]}, "packages[0].year"),
        ({"packages": [{"member": "ITA", "year": 2050, "amount": 5}]}, "2050 is not reported"),
        ({"packages": [{"member": "ITA", "year": 2027}]}, "packages[0].amount"),
        ({"packages": [{"member": "ITA", "year": 2027, "amount": 0}]}, "above zero"),
        ({"accounting": "money"}, "one of cash, accrual"),
        ({"escape_clause": ["FRA"]}, "FRA is no member of the scenario"),
        ({"members": ["ITA", "GBR"], "escape_clause": ["GBR"]}, "of the European Union"),
        ({"members": ["ITA", "GBR"], "safe_loans": ["GBR"]}, "of the European Union"),
        ({"members": ["ITA", "GBR"], "safe_loans": {"GBR": 1}}, "of the European Union"),
        ({"safe_loans": {"ITA": -1}}, "above zero"),
        ({"debt": {"maturity": 0}}, "years, from 1 to 100"),
        ({"debt": {"long_rat": 1}}, "did you mean long_rate?"),
        ({"affordable": {"debt_below": 501}}, "affordable.debt_below"),
        ({"affordable": {"falling_over": 0}}, "years, from 1 to 50"),
        ({"affordable": {"falling_over": 1.5}}, "a whole number"),
        ({"affordable": 60}, "such as {debt_below: 60, falling_over: 5}"),
        ({"affordable": {"debt_blow": 60}}, "did you mean debt_below?"),
        ({"contracts": {"ITA": ORDERS | {"amounts": None}}}, "contracts.ITA.amounts"),
        ({"contracts": {"ITA": ORDERS | {"amounts": {2026: -6}}}}, "above zero"),
        ({"contracts": {"ITA": ORDERS | {"rate": {2026: 1}}}}, "no rate for 2027"),
        ({"contracts": {"ITA": ORDERS | {"rate": 0}}}, "contracts.ITA.rate"),
        ({"contracts": {"ITA": {"amounts": {2026: 5}, "rate": 1}}}, "contracts.ITA.imported"),
        ({"contracts": {"ITA": {"amounts": {2026: 5}, "imported": 0.2}}}, "contracts.ITA.rate"),
        ({"contracts": {"FRA": ORDERS}}, "FRA is no member"),
        ({"tails": 5}, "an even number from 4"),
        ({"tails": 34}, "an even number from 4 to 32"),
        ({"tails": "fat"}, "an even number from 4"),
    ],
)
def test_each_problem_is_told(changed: dict[str, Any], says: str) -> None:
    found = problems(fields(**changed))
    assert any(says in problem for problem in found), found


def test_what_affordable_means_is_said_where_draws_are_on() -> None:
    def said(**changed: Any) -> list[str]:
        return [line for line in explain_finance(loaded(fields(**changed))) if "affordable" in line]

    assert said() == []
    assert said(draws=100) == [
        "A pledge counts as affordable in a year when public debt is at or below 60 % of GDP, or "
        "no higher than 5 years before."
    ]
    (line,) = said(affordable={"debt_below": 90.5, "falling_over": 1})
    assert line.endswith("at or below 90.5 % of GDP, or no higher than a year before.")


def test_all_problems_are_told_at_once() -> None:
    found = problems(
        fields(
            behaviour={"inertia": 2},
            financing={"debt": 0.2},
            import_share=30,
            tails=3,
            packages=[{"year": 1}],
            debt={"maturity": 0},
        )
    )
    assert len(found) == 8


@given(st.lists(st.floats(0.0, 1.0), min_size=2, max_size=2))
def test_parts_are_taken_exactly_when_they_sum_to_one(parts: list[float]) -> None:
    debt, tax = parts[0], parts[1] * (1.0 - parts[0])
    given = {"debt": debt, "tax": tax, "other": 1.0 - debt - tax}
    assert loaded(fields(financing=given)).financing == Financing(**given)
    if debt < 0.99:
        assert problems(fields(financing=given | {"debt": debt + 0.01}))


def test_everything_given_is_said_in_plain_sentences() -> None:
    said = explain(loaded(FULL))
    for sentence in (
        "Every pledge is kept: the result is what that costs, not what will happen.",
        "A year leaves 20 % of the way to the path undone.",
        "For Italy, spending grows by at most 10 % a year in real terms.",
        "10 % of the rise is budgeted but never spent.",
        "Budgets are fixed in cash on the GDP expected a year before.",
        "In 2027, Italy spends 5 billion in its own currency once, on top of the path (ships).",
        "For Italy, the extra is paid 50 % by debt and 50 % by higher taxes.",
        "For Spain, the extra is paid 50 % by debt and 50 % by cuts elsewhere.",
        "A unit of spending at home raises output by 0.2 to 1.6, central 0.7.",
        "In Italy, a unit of equipment made at home raises output by 0.5.",
        "A unit of higher taxes lowers output by 0.3.",
        "50 % of the effect is gone after a year.",
        "Defence prices rise 1.5 points a year faster than prices in general.",
        "For Italy, 40 % of equipment is imported and moves with the exchange rate.",
        "30 % of spending buys equipment.",
        "Equipment is split into new 40 % over 30 years and old 60 % over 10 years.",
        "The balance counts equipment over its service life, not when it is paid.",
        "For Italy, new long-term debt costs 3.5 % today.",
        "Debt has an average maturity of 7 years.",
        "Shocks have fat tails, with 6 degrees of freedom.",
    ):
        assert sentence in said
    text = " ".join(said)
    assert "Italy and Spain may pay up to 1.5 % of GDP a year of the extra by debt" in text
    assert "Italy takes loans of the EU for defence of 14.9 billion euros" in text
    assert "orders of 11 billion in its own currency from 2026 to 2027 were planned at 0.9" in text


def test_other_ways_to_say_it(tmp_path: Path) -> None:
    (tmp_path / "own.json").write_text("{}", encoding="utf-8")
    said = explain(
        loaded(
            fields(
                behaviour={"kind": "behaved"},
                financing={"debt": 0.25, "tax": 0.75},
                multipliers={"equipment": {"ITA": 0.5}, "other": {"ESP": 0.4}},
                defence_inflation=-1,
                accounting="cash",
                safe_loans=True,
                debt={"primary_balance": -1, "risk_premium": 0.06, "premium_above": 60},
                tails="normal",
                calibration="own.json",
            ),
            tmp_path,
        )
    )
    for sentence in (
        "Spending is what allies would actually do by the model of who keeps a pledge, not what "
        "they promised: a spread of drawn paths that go on from NATO's published shares.",
        "The extra is paid 25 % by debt and 75 % by higher taxes.",
        "In Italy, a unit of equipment made at home raises output by 0.5.",
        "For Spain, a unit of cuts elsewhere lowers output by 0.4.",
        "Defence prices rise 1 point a year slower than prices in general.",
        "The balance counts equipment when it is paid.",
        "Loans of the EU for defence, as allocated in September 2025, go to Italy and Spain; they "
        "are national debt.",
        "Beyond the last forecast the primary balance is -1 % of GDP.",
        "Each point of debt above the threshold adds 0.06 points to the long rate.",
        "The threshold of debt is 60 % of GDP.",
        "Shocks are normal.",
    ):
        assert sentence in said
    assert any(s.startswith("The shocks are those of the calibration") for s in said)


def test_defaults_are_said_where_futures_are_drawn() -> None:
    assert "One future is drawn, with the seed 1." in explain(loaded(fields(draws=1)))
    drawn = explain(loaded(fields(draws=100)))
    assert "All of the extra spending is paid by debt." in drawn
    assert any("our choice within the published estimates" in s for s in drawn)
    assert len(explain(loaded(fields()))) == len(drawn) - 3
    one = explain(loaded(fields(financing={"tax": {"ITA": 1.0}})))
    assert "For Italy, the extra is paid by higher taxes." in one
    assert "For Spain, the extra is paid by debt." in one


def test_the_commented_lines_of_a_new_file_are_sound() -> None:
    text = new_text("my-case")
    names = {name for name in Scenario.model_fields if f"\n# {name}:" in text}
    assert {"behaviour", "financing", "multipliers", "packages", "escape_clause", "debt"} <= names
    for name in names - {"series"}:
        text = text.replace(f"\n# {name}:", f"\n{name}:")
    scenario = load_text(text)
    assert scenario.financing == Financing(debt=0.5, tax=0.3, other=0.2)
    assert scenario.escape_clause == ("ITA", "ESP")
