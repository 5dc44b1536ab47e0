"""Where a plan fails, in plain words, on scenarios whose answer is known by arithmetic."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from burdenshare.errors import Refusal
from burdenshare.figures.store import Figures
from burdenshare.study.discovery import Discovery, discover, discover_in, read_condition, said
from burdenshare.study.prim import Limit
from burdenshare.study.sweep import Design, Sweep, Vary, read_vary, sweep

from .sweeping import scenario

# The extra in the year of the deadline is 10 (core - 2) billion: it is above 15 where the share
# promised is above 3.5, whatever else varies.
VARY = read_vary(
    ["pledges[0].core=2.5:5.0", "pledges[0].by=2030:2035", "pledges[0].path=linear,backloaded"],
    scenario,
)


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    return Figures.open(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sweep") / "out"


@pytest.fixture(scope="module")
def run(figures: Figures, folder: Path) -> Sweep:
    return sweep(scenario, VARY, Design("latin", 120), figures=figures, folder=folder)


@pytest.fixture(scope="module")
def found(run: Sweep) -> Discovery:
    return discover_in(run, read_condition("extra > 15"))


def test_the_condition_is_said_in_plain_words(found: Discovery) -> None:
    words = found.sentences()
    low = found.found.box[0].low
    assert low == pytest.approx(3.5, abs=0.03)
    assert words[0] == (
        f"It fails when promised core share (pledges[0].core) is above {low:.3g} % of GDP."
    )
    assert found.cases == 120
    assert found.failures == 72
    assert words[1] == (
        "100 % of the 72 failures lie there, and 100 % of the cases there fail, against 60 % of "
        "all 120 cases tried."
    )
    assert "pledges[0].core (100 %)" in words[2]


def test_two_conditions_at_once(run: Sweep) -> None:
    # With a linear path the sum to 2035 is 10 (core - 2) k, k = (by - 2025) / 2 + 2035 - by: above
    # 140 for the earlier deadlines and the highest shares only.
    found = discover_in(run, read_condition("cumulative_extra >= 140"))
    condition = found.condition()
    assert "promised core share (pledges[0].core) is above 4" in condition
    assert found.found.density > 0.75
    document = json.loads(json.dumps(found.to_json()))
    assert document["condition"] == condition
    assert document["rows"][0]["path"] == "pledges[0].core"
    assert document["rows"][0]["low"] == found.found.box[0].low
    assert document["trajectory"][0]["mass"] == 1.0
    assert document["fingerprint"] == run.fingerprint


def test_a_sweep_of_its_own(figures: Figures, run: Sweep, found: Discovery, folder: Path) -> None:
    again = discover(
        scenario, VARY, read_condition("extra > 15"), figures=figures, points=120, folder=folder
    )
    assert again.to_json() == found.to_json()
    assert again.sweep.computed == 0


def test_cases_without_a_result_are_left_out_and_counted(figures: Figures) -> None:
    vary = read_vary(["pledges[0].core=2.5:4.5:7", "pledges[0].by=2028,2030,2031"], scenario)
    waypoint = scenario.model_copy(
        update={"pledges": (scenario.pledges[0].model_copy(
            update={"waypoints": {2029: 2.3}, "path": "waypoints"}),)}
    )  # fmt: skip
    run = sweep(waypoint, vary, Design("latin", 150), figures=figures)
    found = discover_in(run, read_condition("extra > 15"))
    assert (found.cases, found.refused) == (100, 50)
    assert found.condition().startswith("promised core share")


@pytest.mark.parametrize(
    ("text", "few", "what"),
    [("extra > 1000", "only 0 of 120 cases fail", "fail"), ("extra > 0", "only 0", "do not fail")],
)
def test_too_few_failures_are_refused_with_the_range(
    run: Sweep, text: str, few: str, what: str
) -> None:
    with pytest.raises(Refusal, match=few) as refused:
        discover_in(run, read_condition(text))
    assert refused.value.code == "bad-argument"
    assert f"cases {what}" in refused.value.message
    low, high = 10.0 * 0.5, 10.0 * 3.0
    values = run.values(run.outcome("extra"))
    assert low <= values.min() < values.max() <= high
    assert f"from {values.min():.4g} to {values.max():.4g} bn EUR" in refused.value.message


@pytest.mark.parametrize("text", ["", "extra", "extra = 3", "extra > many", "> 3", "extra > nan"])
def test_what_is_no_condition(text: str) -> None:
    with pytest.raises(Refusal, match="is no condition") as refused:
        read_condition(text)
    assert refused.value.code == "bad-argument"


@pytest.mark.parametrize(
    ("sense", "expected"),
    [(">", [False, False, True]), (">=", [False, True, True]), ("<", [True, False, False]),
     ("<=", [True, True, False])],
)  # fmt: skip
def test_senses(sense: str, expected: list[bool]) -> None:
    condition = read_condition(f"debt@ITA#0.95{sense}120")
    assert str(condition) == f"debt@ITA#0.95 {sense} 120"
    assert condition.holds(np.array([119.0, 120.0, 121.0])).tolist() == expected


GROWTH = Vary("a.growth", ("a", "growth"), -1.0, 3.0, title="Growth", unit="% a year")
YEAR = Vary("by", ("by",), levels=(2030, 2031, 2032), title="Deadline")
PATH = Vary("path", ("path",), levels=("linear", "late", "growth"))


@pytest.mark.parametrize(
    ("vary", "limit", "words"),
    [
        (GROWTH, Limit(high=0.8), "growth (a.growth) is below 0.8 % a year"),
        (GROWTH, Limit(low=-0.25), "growth (a.growth) is above -0.25 % a year"),
        (GROWTH, Limit(0.0, 0.8), "growth (a.growth) is between 0 and 0.8 % a year"),
        (YEAR, Limit(high=2031.5), "deadline (by) is at most 2031"),
        (YEAR, Limit(low=2030.5), "deadline (by) is at least 2031"),
        (YEAR, Limit(2030.5, 2031.5), "deadline (by) is 2031"),
        (PATH, Limit(names=frozenset({"late", "growth"})), "path is late or growth"),
    ],
)
def test_restrictions_in_words(vary: Vary, limit: Limit, words: str) -> None:
    assert said(vary, limit) == words
