"""The whole answer: forecast first, explanations labelled, ranges carried through."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from bargaining.factory import one_by_one, table
from burdenshare.bargaining import bdm, nbs, negotiate, negotiation, smp
from burdenshare.bargaining.ask import read_reach, read_settings
from burdenshare.bargaining.draws import draw, forecasts
from burdenshare.bargaining.options import set_options, trials
from burdenshare.bargaining.registry import MODELS, require_models
from burdenshare.bargaining.threat import Reach, cost_to_reach
from burdenshare.errors import Refusal


def ranged(**more):
    x = np.array([[20.0], [80.0]])
    ranges = {"positions": (np.array([[10.0], [80.0]]), np.array([[30.0], [80.0]]))}
    return table(x, ranges=ranges, **more)


def refused(call, *arguments, **options):
    with pytest.raises(Refusal) as caught:
        call(*arguments, **options)
    assert caught.value.code == "bad-argument"
    return caught.value


def test_the_document_has_the_keys_of_the_contract():
    given = table([[0, 10], [60, 20], [90, 100]], status_quo=[0, np.nan], cases=["c", "c"])
    told = negotiate(given).to_json()
    json.dumps(told, allow_nan=False)
    entry = told["cases"]["c"]["i0"]
    assert entry["models"].keys() == set(MODELS)
    assert entry["models"]["compromise"] == pytest.approx(50.0)
    assert entry["distribution"]["quantiles"].keys() >= {"0.05", "0.25", "0.5", "0.75", "0.95"}
    assert told["cases"]["c"]["i1"]["models"]["nbs"] is None
    moves = told["trajectories"]["c"]["bdm"]
    assert moves["actors"] == ["A0", "A1", "A2"]
    assert moves["issues"] == ["i0", "i1"]
    assert np.array(moves["positions"]).shape[1:] == (3, 2)
    assert moves["positions"][0] == [[0, 10], [60, 20], [90, 100]]


def test_the_compromise_leads_and_says_why():
    told = negotiate(table([0, 60]), models=["median"]).to_json()
    assert told["headline"]["model"] == "compromise"
    assert "measurably" in told["headline"]["why"]
    entry = told["cases"]["case"]["i0"]
    assert entry["headline"] == pytest.approx(30.0)
    assert entry["models"].keys() == {"median"}
    weights = {one["actor"]: one["weight"] for one in entry["weights"]}
    assert weights == pytest.approx({"A0": 0.5, "A1": 0.5})


def test_small_differences_are_not_worth_a_word():
    told = negotiate(table([48, 50, 51], status_quo=0)).to_json()
    differences = told["cases"]["case"]["i0"]["differences"]
    assert not any(one["worth_a_word"] for one in differences.values())
    far = negotiate(table([0, 0, 100])).to_json()["cases"]["case"]["i0"]["differences"]
    assert far["median"]["points"] == pytest.approx(-100 / 3)
    assert far["median"]["worth_a_word"]
    assert far["nbs"] == {"points": None, "worth_a_word": False}


def test_where_the_spread_comes_from_is_said():
    told = negotiate(table([0, 60])).to_json()["cases"]["case"]["i0"]["distribution"]
    assert "198 decisions" in told["sd_source"]
    assert told["sd"] == pytest.approx(29.2)
    own = negotiate(table([0, 60]), sd=0.1).to_json()["cases"]["case"]["i0"]["distribution"]
    assert (own["sd"], own["sd_source"]) == (pytest.approx(10.0), "given")
    masses = sum(one["mass"] for one in own["points"])
    assert masses + own["bell"] == pytest.approx(1.0)


def test_ranges_are_drawn_evenly():
    drawn = draw(ranged(), draws=20_000, seed=3)
    values = drawn.positions[:, 0, 0]
    assert values.min() >= 10.0
    assert values.max() <= 30.0
    assert values.mean() == pytest.approx(20.0, abs=0.2)
    assert values.std() == pytest.approx(20 / 12**0.5, abs=0.1)
    assert (drawn.positions[:, 1, 0] == 80.0).all()
    found = forecasts(drawn)["compromise"][:, 0]
    assert found == pytest.approx((values + 80.0) / 2)


def test_an_actor_is_equally_strong_on_every_issue_of_a_draw():
    ends = np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([[9.0, 9.0], [1.0, 1.0]])
    given = table([[0, 0], [10, 10]], capability=[5.0, 1.0], ranges={"capability": ends})
    drawn = draw(given, draws=50, seed=1).capability
    assert (drawn[:, 0, 0] == drawn[:, 0, 1]).all()
    assert len(np.unique(drawn[:, 0, 0])) == 50


def test_ranges_widen_the_bands_and_the_same_seed_gives_the_same():
    one = negotiate(ranged(), seed=5)
    assert one.ranges is not None
    found = one.to_json()["cases"]["case"]["i0"]["distribution"]
    assert found["from_ranges"]
    over = found["forecasts_over_ranges"]["compromise"]
    assert over["0.05"] == pytest.approx(50 - 5 + 0.5, abs=0.2)
    assert over["0.95"] == pytest.approx(50 + 5 - 0.5, abs=0.2)
    assert negotiate(ranged(), seed=5).to_json() == one.to_json()
    assert negotiate(ranged(), seed=6).to_json() != one.to_json()


def test_ranges_without_width_change_nothing():
    x = np.array([[20.0], [80.0]])
    still = negotiate(table(x, ranges={"positions": (x, x)}), draws=10)
    assert still.quantiles == pytest.approx(negotiate(table(x)).quantiles, abs=0.06)


@pytest.mark.parametrize("options", [{"draws": 0}, {"draws": 10**9}, {"seed": -1}])
def test_draws_that_cannot_be(options):
    assert "draws" in refused(negotiate, ranged(), **options).hint


@pytest.mark.parametrize("options", [{"sd": 0.0}, {"sd": float("nan")}, {"veto_cost": -1.0}])
def test_choices_that_cannot_be(options):
    refused(negotiate, table([0, 1]), **options)


def test_models_that_are_none():
    refusal = refused(negotiate, table([0, 1]), models=["media", "oracle"])
    assert len(refusal.details) == 2
    assert refusal.details[0]["hint"] == "did you mean median?"
    refused(negotiate, table([0, 1]), options={"oracle": None})
    assert require_models([]) == MODELS
    assert require_models(["bdm", "bdm"]) == ("bdm",)


def test_the_table_of_switches_moves_one_at_a_time():
    found = negotiate(table([0, 40, 100], status_quo=10), switches=True)
    told = found.to_json()["switches"]
    moved = {(one["model"], one["switch"], one["value"]) for one in told}
    assert ("nbs", "cost", 20.0) in moved
    assert ("bdm", "conflict", "no-move") in moved
    assert ("median", "weights", "equal") in moved
    assert not any(one["model"] in ("compromise", "challenge") for one in told)
    for one in told:
        assert one["value"] != one["default"]
    cost = next(one for one in told if (one["switch"], one["value"]) == ("cost", 20.0))
    direct = nbs.solve(found.table, nbs.Options(cost=20.0)).forecast[0]
    assert cost["forecast"]["case"]["i0"] == pytest.approx(direct)
    before = found.results["nbs"].forecast[0]
    assert cost["change"]["case"]["i0"] == pytest.approx(direct - before)
    alone = [t for t in trials(nbs.Options(cost=20.0)) if t.switch == "cost"]
    assert [t.value for t in alone] == [0.0, 0.5, 2.0]
    empty = negotiate(table([0, 40]), models=["nbs"], switches=True).to_json()["switches"]
    assert all(one["largest_change"] is None for one in empty)


def test_switches_are_set_by_name():
    found = read_settings(["nbs.cost=20", "nbs.kind=Common", "nbs.power=1", "nbs.opt_out=A, B"])
    assert found == {"nbs": nbs.Options(20.0, "common", 1, "A, B")}
    found = read_settings(["bdm.reading=no-move", "bdm.rounds=3"])["bdm"]
    assert (found.conflict, found.rounds) == ("no-move", 3)
    assert set_options(bdm, {}) == bdm.Options()
    used = negotiate(table([0, 1]), options={"bdm": found}).to_json()["options"]
    assert used["bdm"]["rounds"] == 3


@pytest.mark.parametrize(
    ("setting", "named"),
    [
        ("nbs.cost", "MODEL.SWITCH=VALUE"),
        ("cost=3", "MODEL.SWITCH=VALUE"),
        ("nbs.costs=3", "did you mean cost?"),
        ("nbs.cost=much", "0 to 1e+06"),
        ("nbs.cost=-1", "0 to 1e+06"),
        ("nbs.cost=nan", "0 to 1e+06"),
        ("nbs.kind=scale", "did you mean scaled?"),
        ("nbs.power=3", "2 | 1"),
        ("bdm.rounds=2.5", "1 to 1000"),
        ("bdm.reading=papers", "did you mean paper?"),
        ("bdm.luck=1", "bdm has rounds"),
        ("oracle.x=1", "the models are"),
    ],
)
def test_settings_that_cannot_be(setting, named):
    assert named in refused(read_settings, [setting]).hint


def test_hindsight_is_labelled():
    about = {"case": {"hindsight": "Written afterwards."}}
    notes = negotiate(table([0, 1], about=about)).to_json()["notes"]
    assert notes[0] == "case: made with hindsight. Written afterwards."


# The spatial model over ranges --------------------------------------------------------------------


def test_the_spatial_model_is_drawn_over_ranges_when_it_is_asked_for():
    given = replace(table([20.0, 80.0, 50.0]), ranges=ranges_of([[20.0], [80.0], [50.0]], 10.0))
    found = negotiate(given, draws=60, seed=2)
    over = found.to_json()["cases"]["case"]["i0"]["distribution"]["forecasts_over_ranges"]
    assert over.keys() == {"compromise", "median", "smp"}
    each = smp.over_draws(given, draw(given, draws=60, seed=2))
    assert over["smp"]["0.25"] == pytest.approx(np.quantile(each, 0.25))
    assert over["smp"]["0.05"] < found.results["smp"].forecast[0] < over["smp"]["0.95"]
    without = negotiate(given, models=["bdm"], draws=60).to_json()
    over = without["cases"]["case"]["i0"]["distribution"]["forecasts_over_ranges"]
    assert over.keys() == {"compromise", "median"}


def ranges_of(x, half):
    x = np.array(x)
    return {"positions": (x - half, x + half)}


def test_draws_that_would_take_too_long_are_named_and_left_out(monkeypatch):
    given = replace(table([20.0, 80.0]), ranges=ranges_of([[20.0], [80.0]], 10.0))
    monkeypatch.setattr(negotiation, "MOST_WORK", 79)
    told = negotiate(given, draws=10).to_json()
    over = told["cases"]["case"]["i0"]["distribution"]["forecasts_over_ranges"]
    assert set(over["smp"].values()) == {None}
    assert over["compromise"]["0.5"] is not None
    assert any("take fewer draws, or a cluster" in note for note in told["notes"])
    drawn = negotiate(given, draws=10, spread=one_by_one).ranges
    assert np.isfinite(drawn.forecasts["smp"]).all()


def test_more_actors_than_the_spatial_model_takes_are_not_drawn_either():
    x = np.linspace(20.0, 80.0, smp.MOST_ACTORS + 1)[:, None]
    given = replace(table(x), ranges=ranges_of(x, 1.0))
    found = negotiate(given, models=["smp"], draws=2)
    assert np.isnan(found.ranges.forecasts["smp"]).all()
    assert sum("at most 250 actors" in note for note in found.to_json()["notes"]) == 1


def test_whoever_waits_is_told_beforehand(monkeypatch):
    given = table(np.linspace(0.0, 100.0, 40))
    told = []
    negotiate(given, models=["smp"], tell=told.append)
    assert told == []
    monkeypatch.setattr(smp, "_is_compiled", lambda: False)
    monkeypatch.setattr(smp, "_COLD", 1_000)
    monkeypatch.setattr(smp, "_LONG", 1e-6)
    negotiate(given, models=["smp"], tell=told.append)
    (once,) = told
    assert "compiled first, once after installation" in once
    assert "takes about 0 s" in once
    negotiate(given, models=["median"], tell=told.append)
    assert len(told) == 1


# Costs of refusing, and issues on one table -------------------------------------------------------


def two_issues(**more):
    return table(
        [[100.0, 100.0], [0.0, 0.0]],
        salience=[[0.9, 0.5], [0.5, 0.9]],
        status_quo=[0.0, 100.0],
        actors=["USA", "JPN"],
        **more,
    )


def test_costs_of_refusing_reach_defiance_and_the_linked_bargain():
    costs = {"JPN": {"tariff_threat": 0.2, "guarantee": 0.1}}
    told = negotiate(two_issues(), costs=costs, reach=[Reach("JPN", "i0", 80.0)]).to_json()
    japan = next(one for one in told["cases"]["case"]["i0"]["defiance"] if one["actor"] == "JPN")
    assert japan["threshold"] == pytest.approx(0.3)
    linked = told["threats"]["case"]
    assert linked["costs"] == {"JPN": pytest.approx(0.3)}
    assert linked["threat"]["outcome"]["i0"] > linked["together"]["outcome"]["i0"]
    (asked,) = linked["reach"]
    assert asked["cost"] == cost_to_reach(two_issues(), "JPN", "i0", 80.0)
    without = negotiate(two_issues()).to_json()["threats"]["case"]
    assert without["costs"] == {}
    assert without["threat"] == without["together"]


def test_issues_are_linked_where_there_are_two_with_a_status_quo():
    assert negotiate(table([0.0, 100.0], status_quo=0.0)).threats == {}
    assert negotiate(two_issues(cases=["a", "b"])).threats == {}
    three = table([[0, 0, 0], [9, 9, 9]], status_quo=[1.0, 2.0, np.nan])
    assert negotiate(three).threats == {}
    assert negotiate(three, link=["i0", "i1"]).threats["case"]["issues"] == ["i0", "i1"]


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"costs": {"JPM": {"guarantee": 1.0}}}, "did you mean JPN"),
        ({"costs": {"JPN": {"guarantee": -1.0}}}, "0 or more"),
        ({"costs": {"JPN": {"guarantees": 1.0}}}, "0 or more"),
        ({"link": ["i0", "i7"]}, "name two of"),
        ({"reach": [Reach("JPN", "i7", 3.0)]}, "one of i0, i1"),
    ],
)
def test_costs_and_links_that_cannot_be(options, named):
    assert named in refused(negotiate, two_issues(), **options).hint


def test_nothing_to_link_is_refused_where_it_was_asked_for():
    unknown = table([[0, 0], [9, 9]], status_quo=[1.0, np.nan])
    with_reach = {"reach": [Reach("A0", "i0", 3.0)]}
    assert "status quo" in refused(negotiate, unknown, **with_reach).hint
    assert "status quo" in refused(negotiate, unknown, link=["i0", "i1"]).hint
    many = table(np.tile([[0.0], [9.0]], (60, 2)), status_quo=[1.0, 2.0])
    assert "two issues" in refused(negotiate, many, link=["i0", "i1"]).hint


def test_questions_of_reach_are_read():
    assert read_reach(["JPN:spending=3.4"]) == (Reach("JPN", "spending", 3.4),)
    for wrong in ("JPN=3", "JPN:spending", ":spending=3", "JPN:spending=3..4", "JPN:x=nan"):
        assert "ACTOR:ISSUE=LEVEL" in refused(read_reach, [wrong]).hint
