"""Every scenario of the library still gives the headline results that ship beside it."""

from __future__ import annotations

import math
from typing import Any

import pytest

from burdenshare.scenario.load import expected, library
from burdenshare.study.headlines import headlines
from burdenshare.workbench import Workbench


def close(found: float, wanted: float | None) -> bool:
    if wanted is None:
        return math.isnan(found)
    return found == pytest.approx(wanted, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("name", [item.name for item in library()])
def test_headline_results_are_those_beside_the_scenario(name: str) -> None:
    wanted: dict[str, Any] = expected(name)
    study = Workbench().study(name)
    projection, futures = study.projection, None
    if study.scenario.behaviour.kind == "behaved":
        projection, futures = study.shown, study.futures
    found = {h.country: h for h in headlines(projection, futures)}
    assert found.keys() == wanted["members"].keys()
    for country, want in wanted["members"].items():
        have = found[country]
        assert (have.currency, have.year) == (want["currency"], want["year"])
        assert close(have.share, want["share"])
        assert close(have.growth_real, want["growth_real"])
        for baseline in want["extra"]:
            assert close(have.extra[baseline], want["extra"][baseline]), (country, baseline)
            assert close(have.cumulative[baseline], want["cumulative"][baseline])
    for baseline, value in wanted["alliance"].items():
        assert close(float(projection.alliance.extra_real[baseline][-1]), value)


@pytest.mark.parametrize("name", [item.name for item in library()])
def test_every_scenario_is_read_three_ways(name: str) -> None:
    """Gaps beside the scenarios are of published shares, coverage is from the tables alone."""
    told = Workbench().study(name, draws=0).to_json()["readings"]
    wanted: dict[str, dict[str, float]] = expected(name)["readings"]
    for part, measures in wanted.items():
        have = {one: told[part][one]["value"] for one in measures}
        assert have == pytest.approx(measures, abs=1e-7), part
    for part in ("cohesion", "effectiveness", "credibility", "opportunities"):
        assert told[part]
        assert all((one["value"] is None) == bool(one.get("why")) for one in told[part].values())


@pytest.mark.parametrize("name", ["hague-2035", "japan-3.0", "japan-3.5"])
def test_negotiations_of_the_library_forecast_the_weighted_means_beside_them(name: str) -> None:
    """The means were taken by hand of the case file and of GDP as published."""
    wanted: dict[str, dict[str, float]] = expected(name)["negotiation"]
    told = Workbench().study(name).to_json()["negotiation"]["cases"]
    assert told.keys() == wanted.keys()
    for case, issues in wanted.items():
        assert {k: one["headline"] for k, one in told[case].items()} == pytest.approx(issues)


def test_the_chances_of_the_hague_start_at_what_nato_published() -> None:
    told = Workbench().study("hague-2035").to_json()
    members = told["keep"]["members"]
    assert {code: one["last"] for code, one in members.items()} == expected("hague-2035")["keep"][
        "last"
    ]
    chances = {code: one["probability"] for code, one in members.items()}
    assert all(0.0 < p < 1.0 for each in chances.values() for p in each)
    above = {code for code, one in members.items() if one["last"] > 4.5}
    assert above == {"EST", "LTU", "LVA", "POL"}
    assert min(chances[code][-1] for code in above) > max(
        chances[code][-1] for code, one in members.items() if one["last"] < 2.5
    )
    assert 0.0 < told["credibility"]["expected"] < 1.0
