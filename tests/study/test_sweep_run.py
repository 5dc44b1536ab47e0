"""A sweep in one process: right numbers, the same bytes again, nothing computed twice."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from burdenshare.errors import Failure, Refusal
from burdenshare.figures.store import Figures
from burdenshare.projection.calibration.file import SHIPPED
from burdenshare.scenario.load import load, load_text
from burdenshare.study import compute
from burdenshare.study.fingerprint import digest
from burdenshare.study.folder import require_replaceable
from burdenshare.study.sweep import Design, Sweep, read_vary, sweep
from burdenshare.study.sweep.point import Remembered, fingerprint, ground, run_models
from burdenshare.study.sweep.store import Points
from burdenshare.study.sweep.template import Template

from .sweeping import ITALY, contents, scenario

VARY = read_vary(["pledges[0].core=2.5:5.0:6", "pledges[0].by=2030,2035"], scenario)
GRID = Design("grid")
TWO = """
name: two
title: Two allies to 3.5 %
members: [ITA, ESP]
start: 2026
end: 2030
pledges: [{core: 3.5, by: 2030, from: {year: 2026, share: 1.5}}]
baselines: [constant_share, {share: 2.0}]
series:
  ITA: {gdp_nominal: {unit: EUR bn, values: {2026: 1000, 2027: 1000, 2028: 1000, 2029: 1000,
    2030: 1000}}}
  ESP: {gdp_nominal: {unit: EUR bn, values: {2026: 500, 2027: 500, 2028: 500, 2029: 500,
    2030: 500}}}
"""
"""GDP stays at 1,000 and 500 billion: one point of Spain's share is 5 billion."""


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    return Figures.open(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def done(figures: Figures) -> Sweep:
    return sweep(scenario, VARY, GRID, figures=figures)


def test_every_point_is_its_own_scenario(done: Sweep) -> None:
    # GDP is 1,000 billion in every year, and the share starts at 2.0: the extra in the year of the
    # deadline is 10 billion for each point of share, and the sum up to 2035 is
    # 10 (core - 2) (half the years from 2026 to the deadline, and all the years after it).
    outcome = done.outcome("extra")
    assert str(outcome) == "extra.constant_share@ITA#central"
    assert outcome.unit == "bn EUR"
    assert outcome.words == "extra spending over constant share, Italy"
    total = done.values(done.outcome("cumulative_extra"))
    for point, extra, summed in zip(done.points, done.values(outcome), total, strict=True):
        core, by = point.values
        steps = by - 2026
        assert extra == pytest.approx(10.0 * (core - 2.0), rel=1e-12)
        expected = 10.0 * (core - 2.0) * ((steps + 1) / 2.0 + 2035 - by)
        assert summed == pytest.approx(expected, rel=1e-12)


def test_the_year_is_that_of_the_deadline(done: Sweep) -> None:
    years = {
        point.values[1]: {m.year for m in point.measures if m.variable == "share"}
        for point in done.points
    }
    assert years == {2030: {2030}, 2035: {2035}}
    assert {m.year for m in done.points[0].measures if m.variable.startswith("cumulative")} == {
        2035
    }


def test_the_folder_holds_design_results_and_their_hashes(
    done: Sweep, figures: Figures, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    sweep(scenario, VARY, GRID, figures=figures, folder=folder)
    files = contents(folder)
    assert set(files) == {
        "design.csv", "manifest.json", "results.csv", "scenario.yaml", "sweep.json",
    }  # fmt: skip
    manifest = json.loads(files["manifest.json"])
    assert manifest["format"] == "burdenshare-sweep"
    assert manifest["fingerprint"] == done.fingerprint
    assert manifest["files"]["results.csv"]["sha256"] == digest(files["results.csv"])
    design = list(csv.DictReader(files["design.csv"].decode().splitlines()))
    assert [(float(r["pledges[0].core"]), int(r["pledges[0].by"])) for r in design] == [
        point.values for point in done.points
    ]
    results = list(csv.DictReader(files["results.csv"].decode().splitlines()))
    extra = [float(r["value"]) for r in results if r["variable"] == "extra.constant_share"]
    assert np.array_equal(extra, done.values(done.outcome("extra")))
    assert load_text(files["scenario.yaml"].decode()) == scenario
    assert not list(tmp_path.glob(".*"))


def test_again_computes_nothing_and_a_larger_design_only_what_is_new(
    figures: Figures, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    first = sweep(scenario, VARY, GRID, figures=figures, folder=folder)
    before = contents(folder)
    again = sweep(scenario, VARY, GRID, figures=figures, folder=folder)
    assert (first.computed, again.computed) == (12, 0)
    assert again.points == first.points
    assert contents(folder) == before
    wider = read_vary(["pledges[0].core=2.5:5.0:6", "pledges[0].by=2030,2032,2035"], scenario)
    assert sweep(scenario, wider, GRID, figures=figures, folder=folder).computed == 6


def test_a_damaged_folder_is_computed_again(figures: Figures, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    sweep(scenario, VARY, GRID, figures=figures, folder=folder)
    before = contents(folder)
    results = folder / "results.csv"
    results.write_bytes(results.read_bytes().replace(b"5.0", b"6.0", 1))
    assert sweep(scenario, VARY, GRID, figures=figures, folder=folder).computed == 12
    assert contents(folder) == before


def test_a_damaged_point_counts_as_missing(figures: Figures, tmp_path: Path) -> None:
    store = Points(tmp_path / "out")
    store.put("a" * 64, {"measures": []})
    assert store.get("a" * 64) == {"measures": []}
    path = store.folder / f"{'a' * 64}.json"
    for damaged in (b"", b"{", b"[]", path.read_bytes().replace(b"[]", b"[1]")):
        path.write_bytes(damaged)
        assert store.get("a" * 64) is None
    assert store.get("b" * 64) is None


def test_points_are_told_one_by_one(figures: Figures) -> None:
    told: list[tuple[int, int, str]] = []
    sweep(scenario, VARY, GRID, figures=figures, progress=lambda *step: told.append(step))
    assert told == [(i, 12, "points") for i in range(13)]


def test_equal_points_are_computed_once(figures: Figures) -> None:
    vary = read_vary(["pledges[0].by=2030,2035"], scenario)
    found = sweep(scenario, vary, Design("latin", 10), figures=figures)
    assert found.computed == 2
    assert len(found.points) == 10


def test_a_point_that_makes_no_scenario_is_kept_as_refused(
    figures: Figures, tmp_path: Path
) -> None:
    vary = read_vary(["pledges[0].by=2028,2030", "pledges[0].waypoints.2029=2.2,2.4"], scenario)
    folder = tmp_path / "out"
    found = sweep(scenario, vary, GRID, figures=figures, folder=folder)
    assert [each.values for each in found.refused] == [(2028, 2.2), (2028, 2.4)]
    assert "a waypoint after the deadline 2028" in found.refused[0].refused
    assert np.isnan(found.values(found.outcome("extra"))).tolist() == [True, True, False, False]
    document = found.to_json()
    assert document["refused"] == [
        {"point": at, "message": found.refused[at].refused} for at in (0, 1)
    ]
    assert document["rows"][0]["extra.constant_share@ITA#central"] is None
    again = sweep(scenario, vary, GRID, figures=figures, folder=folder)
    assert (again.computed, again.points) == (0, found.points)


def test_a_point_that_the_models_refuse_is_kept_as_refused(
    figures: Figures, tmp_path: Path
) -> None:
    poland = load_text(
        "{name: p, title: P, members: [POL], start: 2026, end: 2030,"
        " pledges: [{core: 5.0, by: 2030}]}"
    )
    vary = read_vary(["vintages.nato=2026-07,2019-01"], poland)
    folder = tmp_path / "out"
    found = sweep(poland, vary, GRID, figures=figures, folder=folder)
    assert found.refused[0].refused.startswith("unknown-vintage: ")
    assert sweep(poland, vary, GRID, figures=figures, folder=folder).computed == 0
    vary = read_vary(["vintages.nato=2019-02,2019-01"], poland)
    with pytest.raises(Refusal, match="every point of the design is refused") as refused:
        sweep(poland, vary, GRID, figures=figures)
    assert refused.value.code == "unknown-vintage"


def test_an_alliance_keeps_the_headline_of_each_member(figures: Figures) -> None:
    allies = load("hague-2035")
    vary = read_vary(["pledges[0].core=3.0,3.5"], allies)
    found = sweep(allies, vary, GRID, figures=figures)
    who = {m.country for m in found.points[0].measures}
    assert who == {*allies.members, "ALL"} - {"ISL"}
    assert str(found.outcome("extra")) == "extra.constant_share@ALL#central"
    assert str(found.outcome("cumulative_extra@ita")) == (
        "cumulative_extra.constant_share@ITA#central"
    )
    low, high = found.values(found.outcome("extra"))
    assert 0.0 < low < high


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("extar", "'extar' is no outcome", "extra.constant_share"),
        ("extra@FRA", "'FRA' is no country of extra", "ITA"),
        ("extra#0.95", "'0.95' is no statistic of extra", "central"),
    ],
)
def test_outcomes_that_are_not_there(done: Sweep, name: str, message: str, hint: str) -> None:
    with pytest.raises(Refusal, match=message) as refused:
        done.outcome(name)
    assert refused.value.code == "bad-argument"
    assert hint in refused.value.hint


def test_any_number_of_one_member_among_several_can_be_asked_for(
    figures: Figures, tmp_path: Path
) -> None:
    # With c promised for 2030, Spain spends 5 c billion then, of which 5 (c - 2) are more than 2 %
    # of GDP would be and 5 (c - 1.5) more than its share of 2026; Italy spends twice as much.
    two = load_text(TWO)
    vary = read_vary(["pledges[0].core=2.5,3.5"], two)
    asked = ["spending@ESP", "extra.share_2.0@ESP", "extra@ESP", "share@all", "spending@ITA"]
    run = sweep(two, vary, GRID, figures=figures, outcomes=asked, folder=tmp_path / "two")
    spending, over, extra, share, italy = (run.values(run.outcome(each)) for each in asked)
    np.testing.assert_allclose(spending, [12.5, 17.5], rtol=1e-12)
    np.testing.assert_allclose(over, [2.5, 7.5], rtol=1e-12)
    np.testing.assert_allclose(extra, [5.0, 10.0], rtol=1e-12)
    np.testing.assert_allclose(share, [2.5, 3.5], rtol=1e-12)
    np.testing.assert_allclose(italy, 2.0 * spending, rtol=1e-12)
    again = sweep(two, vary, GRID, figures=figures, outcomes=asked[::-1], folder=tmp_path / "two")
    assert again.computed == 0
    kept = {m.variable for m in run.points[0].measures if m.country == "ITA"}
    assert "spending" in kept
    assert "gdp" not in kept


def test_a_wrong_outcome_is_refused_at_the_first_point(figures: Figures) -> None:
    two, told = load_text(TWO), []
    vary = read_vary(["pledges[0].core=2.5:3.5:5"], two)
    with pytest.raises(Refusal) as refused:
        sweep(
            two,
            vary,
            GRID,
            figures=figures,
            outcomes=["interest"],
            progress=lambda *step: told.append(step),
        )
    assert "interest is known by country only" in refused.value.message
    assert refused.value.hint == "write interest@ITA, or another of ESP"
    assert told == [(0, 5, "points")]


@pytest.mark.parametrize("name", ["core-5", "japan-2027", "hague-2035", "canada-pbo"])
def test_what_is_not_handed_on_of_the_figures_matters_to_no_result(
    figures: Figures, name: str
) -> None:
    asked = load(name)
    narrow = run_models(asked, Remembered(figures, asked.members))
    assert narrow.measures == run_models(asked, figures).measures
    assert narrow.measures


def test_a_calibration_counts_by_what_it_holds_not_by_where_it_lies(
    figures: Figures, tmp_path: Path
) -> None:
    copy = tmp_path / "mine.json"
    copy.write_bytes(SHIPPED.read_bytes())
    drawn = scenario.model_copy(update={"draws": 10})
    mine = drawn.model_copy(update={"calibration": copy.as_posix()})
    made, wrong = Template(mine).made({("pledges", 0, "core"): 3.0})
    assert not wrong
    assert made is not None
    assert made.calibration == copy.as_posix()
    assert ground(mine, figures) == ground(drawn, figures)
    on = ground(drawn, figures)
    assert fingerprint(mine, on) == fingerprint(drawn, on)
    assert fingerprint(drawn, on) != fingerprint(drawn, on._replace(calibration="0" * 64))
    assert ground(scenario, figures).calibration == ""


def test_draws_are_those_of_a_run_by_itself(figures: Figures) -> None:
    core = load("core-5")
    drawn = core.model_copy(
        update={
            "members": ("ITA",),
            "pledges": (core.pledges[0].model_copy(update={"members": ("ITA",)}),),
            "draws": 300,
        }
    )
    vary = read_vary(["assumptions.growth_offset=-1,1"], drawn)
    found = sweep(drawn, vary, GRID, figures=figures)
    assert str(found.outcome("debt")) == "debt_ratio@ITA#0.5"
    assert str(found.outcome("affordable")) == "affordable@ITA#probability"
    assert (
        found.outcome("affordable").words == "the probability that the pledge is affordable, Italy"
    )
    assert found.outcome("debt_above_120").words == (
        "the probability that debt is above 120 % of GDP, Italy"
    )
    assert found.outcome("debt#0.95").words == "the debt ratio, Italy, quantile 0.95"
    low, high = found.values(found.outcome("debt#0.95"))
    assert low > high
    poor, rich = found.values(found.outcome("affordable"))
    assert 0.0 <= poor < rich <= 1.0
    made, _ = Template(drawn).made({vary[0].place: -1})
    assert made is not None
    alone = compute(made, figures)
    assert alone.futures is not None
    at = alone.futures.years.index(alone.projection.deadline[0])
    fan = alone.futures.fans["debt"]
    assert low == 100.0 * fan.at(0.95)[0, at]
    assert found.values(found.outcome("debt#central"))[0] == 100.0 * fan.central[0, at]
    assert poor == alone.futures.probabilities["affordable"][0, at]


def test_a_sweep_replaces_no_run_and_no_run_a_sweep(figures: Figures, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")
    with pytest.raises(Refusal, match="is not a sweep of burdenshare") as refused:
        sweep(scenario, VARY, GRID, figures=figures, folder=folder)
    assert refused.value.code == "folder-exists"
    sweep(scenario, VARY, GRID, figures=figures, folder=tmp_path / "other")
    with pytest.raises(Refusal, match="is not a run of burdenshare") as refused:
        require_replaceable(tmp_path / "other")
    assert refused.value.code == "folder-exists"


def test_a_point_that_cannot_be_kept_is_a_plain_failure(figures: Figures, tmp_path: Path) -> None:
    (tmp_path / ".out.burdenshare-points").write_text("in the way")
    with pytest.raises(Failure, match="could not be kept") as failed:
        sweep(scenario, VARY, GRID, figures=figures, folder=tmp_path / "out")
    assert failed.value.code == "cannot-write"


KILLED = f"""
from pathlib import Path
from burdenshare.figures.store import Figures
from burdenshare.scenario.load import load_text
from burdenshare.study.sweep import Design, read_vary, sweep
scenario = load_text('''{ITALY}''')
vary = read_vary(["pledges[0].core=2.5:5.0:6", "pledges[0].by=2030,2035"], scenario)
def told(done, total, what):
    print(done, flush=True)
sweep(scenario, vary, Design("grid"), figures=Figures.open(), folder=Path("out"), progress=told)
"""


def test_after_a_kill_it_goes_on_where_it_stopped(figures: Figures, tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", KILLED], cwd=tmp_path, stdout=subprocess.PIPE, env=os.environ
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if int(line) == 4:
                process.send_signal(signal.SIGKILL)
                break
    assert not (tmp_path / "out").exists()
    after = sweep(scenario, VARY, GRID, figures=figures, folder=tmp_path / "out")
    assert 0 < after.computed <= 8
    sweep(scenario, VARY, GRID, figures=figures, folder=tmp_path / "whole")
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")
    assert not list(tmp_path.glob(".*"))
