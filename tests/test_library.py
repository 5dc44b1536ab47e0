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
