"""The section on what is mortgaged: programmes of the scenario, ledgers of its members."""

from __future__ import annotations

from burdenshare.brief.mortgaged import methods, mortgaged
from burdenshare.brief.report import report
from burdenshare.charts.mortgaged import of_run
from burdenshare.scenario.load import load, load_text
from burdenshare.workbench import Workbench

TEXT = """
name: pg
title: Two states and a programme
members: [DEU, ITA]
start: 2026
end: 2035
pledges: [{core: 3.5, by: 2035}]
readings: false
programmes: [three-partners]
"""


def test_nothing_is_said_where_nothing_is_mortgaged() -> None:
    study = Workbench().study(load("canada-pbo").model_copy(update={"readings": False}))
    assert mortgaged(study) is None
    assert methods(study) == []
    assert of_run(study) == {}
    assert 'id="mortgaged"' not in report(study, {})


def test_japan_shows_its_ledgers_and_what_was_announced_of_its_programme() -> None:
    study = Workbench().study("japan-3.0")
    page = report(study, {})
    assert 'href="#mortgaged"' in page
    assert "7\u202f067.6" in page
    assert "unit price under any of its meanings" in page
    assert "108\u202f700" in page
    assert {"m-deals", "m-obligations"} == {one.id for one in methods(study)}
    assert set(of_run(study)) == {"obligations_1", "obligations_2"}


def test_a_costed_programme_stands_beside_the_pledge() -> None:
    study = Workbench().study(load_text(TEXT))
    told = mortgaged(study)
    assert told is not None
    share = study.to_json()["programmes"]["committed"]["DEU"]["share"][-1]
    assert f"{share:.1f}" in told["lead"]
    assert set(of_run(study)) == {"unit_cost_three-partners"}
    page = report(study, {})
    for part in ("flyaway", "procurement", "programme", "worked example", "square-root rule"):
        assert part in page
