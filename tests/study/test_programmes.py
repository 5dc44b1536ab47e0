"""Programmes beside a run: costed as the command does, held against the pledge, and again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from burdenshare.errors import Refusal
from burdenshare.scenario.load import dump, load, load_text
from burdenshare.study import verify
from burdenshare.workbench import Workbench

TEXT = """
name: pg
title: Two states and a programme
members: [DEU, ITA]
start: 2026
end: 2035
pledges: [{core: 3.5, by: 2035}]
readings: false
programmes: [three-partners, gcap]
"""
OWN = """
name: own
title: A programme of our own
sources: [test]
price_base: {currency: EUR, year: 2026}
development: {cost: 100, years: [2026, 2030]}
production: {average: {cost: 5, quantity: 10}, slope: 90}
partners:
  ITA: {quantity: 10, years: [2031, 2035]}
"""


def test_a_run_costs_what_the_command_costs(tmp_path: Path) -> None:
    study = Workbench().study(load_text(TEXT))
    told = study.to_json()["programmes"]
    alone = Workbench().programme("three-partners", draws=2000)
    assert told["costed"]["three-partners"]["partners"] == alone["partners"]
    assert told["unpublished"]["gcap"]["what"]
    claims = Workbench().committed(load_text(TEXT), "DEU", programmes=["three-partners"])
    assert told["committed"]["DEU"]["share"] == pytest.approx(claims["share"], rel=0.05)
    assert "ITA" not in told["committed"]
    Workbench().write(study, tmp_path / "run")
    assert verify(tmp_path / "run").ok
    held = load(tmp_path / "run" / "scenario.yaml")
    assert isinstance(held.programmes[1], dict)
    assert held.programmes[1]["partners"] == {"GBR": {}, "ITA": {}, "JPN": {}}


def test_changed_programmes_are_named(tmp_path: Path) -> None:
    Workbench().write(Workbench().study(load_text(TEXT)), tmp_path / "run")
    place = tmp_path / "run" / "results.json"
    document = json.loads(place.read_text(encoding="utf-8"))
    document["programmes"]["costed"]["three-partners"]["unit_cost"]["flyaway"] = 1.0
    place.write_text(json.dumps(document), encoding="utf-8")
    found = verify(tmp_path / "run")
    assert not found.ok
    assert any("programmes" in each.where for each in found.differences)


def test_a_file_beside_the_scenario_becomes_part_of_it(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(OWN, encoding="utf-8")
    case = tmp_path / "case.yaml"
    case.write_text(TEXT.replace("three-partners, gcap", "own.yaml"), encoding="utf-8")
    scenario = load(case)
    assert load_text(dump(scenario)) == scenario
    told = Workbench().study(scenario).to_json()["programmes"]
    assert set(told["costed"]) == {"own"}
    assert set(told["committed"]) == {"ITA"}


def test_another_currency_is_not_held_against_a_pledge() -> None:
    text = TEXT.replace("[DEU, ITA]", "[ITA, POL]").replace("three-partners, gcap", "own.yaml")
    own = OWN.replace("ITA:", "POL:").replace("\n", "\n    ").strip()
    found = Workbench().study(load_text(text.replace("[own.yaml]", f"\n  - {own}")))
    told = found.to_json()["programmes"]
    assert told["committed"] == {}
    assert told["apart"][0].startswith("Poland: ")


def test_what_is_no_programme_is_refused(tmp_path: Path) -> None:
    for text, code, words in (
        (TEXT.replace("gcap", "gkap"), "unknown-programme", "gkap"),
        (TEXT.replace("gcap", "../gcap"), "unknown-programme", "gcap"),
        (TEXT.replace("gcap", "none.yaml"), "bad-scenario", "none.yaml"),
        (TEXT.replace("gcap", "{name: x}"), "bad-programme", "problems"),
        (TEXT.replace("[three-partners, gcap]", "3"), "bad-scenario", "programmes"),
    ):
        with pytest.raises(Refusal) as refused:
            Workbench().study(load_text(text))
        assert refused.value.code == code
        assert words in refused.value.message
