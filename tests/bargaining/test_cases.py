"""The cases of the library: sourced, before the decision, labelled, and readable as they are."""

from __future__ import annotations

from datetime import date

import pytest

from burdenshare.bargaining import negotiate, read
from burdenshare.bargaining.reading import library
from burdenshare.figures.store import Figures

NAMES = [case.name for case in library()]


@pytest.fixture(scope="module")
def cases(tmp_path_factory, shared_cache):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BURDENSHARE_CACHE", str(shared_cache))
        figures = Figures.open(tmp_path_factory.mktemp("home"))
        yield {name: read(name, figures=lambda: figures) for name in NAMES}


def test_the_library_has_the_cases_that_were_promised():
    assert NAMES == ["hague-2025", "japan-us-2025-3.0", "japan-us-2025-3.5"]
    assert all(case.title for case in library())


@pytest.mark.parametrize("name", NAMES)
def test_every_position_has_its_source(cases, name):
    about = cases[name].about[name]
    for row in about["evidence"]:
        assert row["address"].startswith("http"), row
        assert date.fromisoformat(row["date"]) < date(2025, 12, 22)
        assert row["speaker"]
        assert 0 < len(row["quote"].split()) <= 25
    for issue in about["issues"].values():
        assert "source" in issue or "note" in issue
    assert "hindsight" in about
    assert about["capability"]["keys"]
    assert any("hindsight" in note for note in negotiate(cases[name]).to_json()["notes"])


def test_the_hague_shows_who_is_unknown(cases):
    found = cases["hague-2025"]
    assert len(found.actors) == 32
    told = negotiate(found).to_json()["cases"]["hague-2025"]
    assert list(told) == ["headline", "core", "related", "deadline", "uniformity"]
    assert {"DNK", "ROU", "BGR", "HRV", "ALB", "MNE", "MKD", "ISL"} <= set(
        told["headline"]["unknown"]
    )
    spain = told["headline"]["defiance"][0]
    assert spain["actor"] == "ESP"
    assert spain["side"] == "below"
    assert told["headline"]["outcome"] == 5
    assert told["deadline"]["headline"] < told["deadline"]["outcome"]
    assert "ESP" in {one["actor"] for one in told["headline"]["veto"]["holders"]}


def test_the_trades_of_the_hague_are_those_that_happened(cases):
    best = negotiate(cases["hague-2025"]).to_json()["linkage"]["hague-2025"]["trades"][0]
    assert best["gets"] == {"USA": "headline", "ITA": "deadline"}


def test_japan_trades_spending_for_tariffs(cases):
    linked = negotiate(cases["japan-us-2025-3.5"]).to_json()["linkage"]["japan-us-2025-3.5"]
    (trade,) = linked["trades"]
    assert trade["gets"] == {"USA": "spending", "JPN": "tariff"}
    assert trade["after"][0] > trade["before"][0]
    assert trade["after"][1] < trade["before"][1]
    assert 0 < trade["vanishes"]["USA"] < trade["salience"]["USA"][0]
