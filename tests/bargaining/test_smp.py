"""The spatial model against its public program, turn by turn, and against what must always hold."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bargaining.factory import one_by_one, reordered, table
from burdenshare.bargaining import smp, smp_turns
from burdenshare.bargaining.draws import draw
from burdenshare.bargaining.options import set_options, trials
from burdenshare.bargaining.reading import read
from burdenshare.bargaining.scorecard import SHIPPED
from burdenshare.bargaining.smp_rules import MOST_TURNS, Options, rules_of
from burdenshare.bargaining.switches import switched
from burdenshare.errors import Refusal

GOLDEN = Path(__file__).parent / "data" / "smp"
SMALL = ("random_05x1", "random_10x1", "soe_pol_comp_13x2", "random_20x2")
LARGE = ("dummy_6dim_27x6", "random_32x4", "dummy_a040_40x1")
EXAMPLE = "soe_pol_comp_13x2"
OURS = {
    "VotingRule": "voting_rule",
    "VictoryProbModel": "victory_probability",
    "PCEModel": "election",
    "BigRRange": "risk_range",
    "BigRAdjust": "risk_adjustment",
    "ThirdPartyCommit": "third_parties",
    "InterVecBrgn": "interpolation",
    "BargnModel": "bargain",
}
MENDED = {("VotingRule", "ASymProsp"), ("BargnModel", "InitRcvrInterp")}
MENDED |= {("BargnModel", "PWCompInterp"), ("BigRAdjust", "Full")}
"""Switches whose defects in the program are not copied, so that the numbers differ."""


def golden(name):
    expected = json.loads((GOLDEN / f"{name}.json").read_text())
    return read(GOLDEN / f"{name}.csv"), {k: np.array(v) for k, v in expected.items()}


@pytest.mark.parametrize("name", SMALL + LARGE)
def test_positions_are_those_of_the_public_program_at_every_turn(name):
    given_, expected = golden(name)
    (run,) = smp.solve(given_).trajectories.values()
    assert run.positions.shape == expected["positions_by_turn"].shape
    assert np.abs(run.positions - expected["positions_by_turn"]).max() <= 0.051


@pytest.mark.parametrize("name", [n for n in SMALL + LARGE if n != "dummy_a040_40x1"])
def test_win_probabilities_are_those_of_the_public_program(name):
    # Left out: the program groups nearly equal positions by an order-dependent rule there.
    given_, expected = golden(name)
    (run,) = smp.solve(given_).trajectories.values()
    (game,) = smp.games_of(given_, Options(issues="together"))
    for turn, wanted in zip(run.positions / 100, expected["win_probability_by_turn"], strict=True):
        state = smp_turns.State(turn, turn, game.salience, game.capability)
        found = smp_turns.win_probability(state, rules_of(Options()))
        assert np.abs(found - wanted).max() <= 1e-4


def moved(case):
    return switched(case, {"smp": smp.solve(case)}, {})


def test_every_switch_does_what_it_does_in_the_public_program():
    given_, _ = golden(EXAMPLE)
    with (GOLDEN / f"switches_{EXAMPLE}.csv").open() as file:
        rows = [row for row in csv.DictReader(file) if row["option"] in OURS]
    found = {(s.switch, s.value): s for s in moved(given_)}
    checked = 0
    for row in rows:
        if (row["option"], row["value"]) in MENDED:
            continue
        value = "Abstain" if row["option"] == "ThirdPartyCommit" else row["value"]
        ours = found[OURS[row["option"]], value]
        assert ours.turns == int(row["turns"]), row
        means = [float(row[f"final_weighted_mean_dim{k}"]) for k in (1, 2)]
        spreads = [float(row[f"final_sd_dim{k}"]) for k in (1, 2)]
        # The program's numbers are made of positions printed to 0.1.
        assert ours.forecast == pytest.approx(means, abs=0.05), row
        assert ours.spread == pytest.approx(spreads, abs=0.05), row
        checked += 1
    assert checked == 19


def test_what_is_not_copied_moves_the_answer_too():
    given_, _ = golden(EXAMPLE)
    found = {(s.switch, s.value): s for s in moved(given_)}
    full, none = (found["third_parties", f"{kind}Commit"].forecast for kind in ("Full", "No"))
    assert np.abs(full - none).max() > 0.1
    assert np.isfinite(found["risk_adjustment", "Full"].forecast).all()
    assert found["issues", "apart"].change == pytest.approx(
        found["issues", "apart"].forecast - smp.solve(given_).forecast
    )


# What must always hold ----------------------------------------------------------------------------


@st.composite
def cases(draw, issues=(1, 3)):
    """Cases of a few actors whose salience is shared out over the issues."""
    n, k = draw(st.integers(2, 6)), draw(st.integers(*issues))
    whole = st.integers(0, 100)
    seed = draw(st.integers(0, 2**32 - 1))
    generator = np.random.Generator(np.random.Philox(seed))
    salience = generator.integers(1, 101, (n, k)) / 100.0 / k
    capability = generator.integers(1, 1000, n).astype(float)
    x = [[draw(whole) for _ in range(k)] for _ in range(n)]
    return table(x, salience=salience, capability=capability)


@given(cases(), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_actors_does_not_matter(case, random):
    order = list(range(len(case.actors)))
    random.shuffle(order)
    one, other = smp.solve(case), smp.solve(reordered(case, order))
    if one.trajectories["case"].positions.shape == other.trajectories["case"].positions.shape:
        assert other.forecast == pytest.approx(one.forecast, abs=0.02)
    else:
        pytest.fail("another number of turns")


def test_the_order_of_actors_does_not_matter_on_shipped_decisions():
    decisions = read(SHIPPED)
    order = np.random.Generator(np.random.Philox(3)).permutation(len(decisions.actors))
    assert smp.solve(reordered(decisions, order)).forecast == pytest.approx(
        smp.solve(decisions).forecast, abs=1e-6
    )


@given(cases(), st.sampled_from([1e-6, 0.3, 7.0, 1e9]))
@settings(max_examples=30, deadline=None)
def test_the_unit_of_capability_does_not_matter(case, factor):
    scaled = replace(case, capability=case.capability * factor)
    assert smp.solve(scaled).forecast == pytest.approx(smp.solve(case).forecast, abs=1e-6)


@given(cases())
@settings(max_examples=40, deadline=None)
def test_nobody_leaves_the_range_of_positions(case):
    positions = smp.solve(case).trajectories["case"].positions
    low, high = positions[0].min(axis=0), positions[0].max(axis=0)
    assert (positions >= low - 1e-9).all()
    assert (positions <= high + 1e-9).all()


@given(cases(), st.sampled_from([t.options for t in trials(Options())]))
@settings(max_examples=60, deadline=None)
def test_both_engines_agree_under_every_switch(case, options):
    from burdenshare.bargaining import smp_kernel

    for game in smp.games_of(case, smp.settled(case, options)):
        inputs = (game.positions, game.salience, game.capability, rules_of(options))
        matrix = float(options.accommodation) * np.eye(len(game.rows))
        chance = smp._numbers(options, 0, game)
        plain = smp_turns.walk(*inputs, matrix, chance)
        fast = smp_kernel.walk(*inputs, matrix, chance)
        assert fast.shape == plain.shape
        assert fast == pytest.approx(plain, abs=1e-9)


def test_actors_at_one_point_stay_there_without_a_turn():
    found = smp.solve(table([40.0, 40.0, 40.0]))
    assert found.trajectories["case"].positions.shape[0] == 1
    assert found.details["case"]["i0"]["ended"] == "all at one point"
    assert found.forecast == pytest.approx([40.0])


# Tables -------------------------------------------------------------------------------------------


def test_issues_are_apart_unless_salience_is_shared_out():
    whole = table([[0, 100], [100, 0], [50, 20]], salience=0.8)
    shared = replace(whole, salience=whole.salience / 2)
    apart, together = smp.solve(whole), smp.solve(shared)
    assert apart.details["case"]["i0"]["together_with"] == []
    assert "one by one" in apart.notes[0]
    assert together.details["case"]["i0"]["together_with"] == ["i1"]
    assert together.notes == ()
    alone = [smp.solve(table(whole.positions[:, k], salience=0.8)).forecast[0] for k in (0, 1)]
    assert apart.forecast == pytest.approx(alone)


def test_who_has_no_position_is_not_shown_and_does_not_count():
    given_ = table([[0, 10], [100, np.nan], [40, 90]], salience=0.4)
    positions = smp.solve(given_).trajectories["case"].positions
    assert np.isnan(positions[:, 1, 1]).all()
    assert np.isfinite(positions[:, [0, 2]]).all()


def test_who_cares_for_nothing_stays_and_stays_out():
    with_idler = table([0.0, 100.0, 60.0, 70.0], salience=[0.9, 0.5, 0.7, 0.0])
    without = table([0.0, 100.0, 60.0], salience=[0.9, 0.5, 0.7])
    found = smp.solve(with_idler)
    assert found.forecast == pytest.approx(smp.solve(without).forecast)
    assert (found.trajectories["case"].positions[:, 3] == 70.0).all()


def test_too_many_actors_are_named_and_left_out():
    found = smp.solve(table(np.linspace(0, 100, smp.MOST_ACTORS + 1)))
    assert np.isnan(found.forecast).all()
    assert "at most 250 actors" in found.notes[0]


def test_a_matrix_of_accommodation_is_a_switch_of_python():
    given_ = table([0.0, 100.0, 60.0], salience=0.7)
    one = smp.solve(given_, Options(accommodation=1.0))
    same = smp.solve(given_, Options(accommodation=((1, 0, 0), (0, 1, 0), (0, 0, 1))))
    assert same.forecast == pytest.approx(one.forecast)
    for wrong in (((1.0, 0.0),), ((2, 0, 0), (0, 1, 0), (0, 0, 1)), ((-1, 0, 0),) * 3):
        with pytest.raises(Refusal) as caught:
            smp.solve(given_, Options(accommodation=wrong))
        assert caught.value.code == "bad-argument"


def test_switches_are_set_by_name():
    options = set_options(smp, {"voting_rule": "cubic", "accommodation": "0.5"})
    assert options == Options(voting_rule="Cubic", accommodation=0.5)


def test_stochastic_runs_are_those_of_their_seed():
    given_, _ = golden(EXAMPLE)
    first, again, other = (
        smp.solve(given_, Options(transitions="Stochastic", seed=seed)).forecast
        for seed in (1, 1, 2)
    )
    assert first == pytest.approx(again, abs=0.0)
    assert np.abs(first - other).max() > 0.0


# Draws --------------------------------------------------------------------------------------------


def drawn_case():
    given_, _ = golden("random_10x1")
    low, high = np.maximum(given_.positions - 5, 0), np.minimum(given_.positions + 5, 100)
    return replace(given_, ranges={"positions": (low, high)})


@pytest.mark.parametrize("transitions", ["Deterministic", "Stochastic"])
def test_every_draw_is_a_run_of_its_own_whoever_computes_it(transitions):
    case, options = drawn_case(), Options(transitions=transitions)
    drawn = draw(case, draws=130, seed=4)
    found = smp.over_draws(case, drawn, options)
    assert found.shape == (130, 1)
    if transitions == "Deterministic":
        for d in (0, 64, 129):
            one = replace(case, positions=drawn.positions[d])
            assert found[d] == pytest.approx(smp.solve(one).forecast, abs=1e-6)
    assert np.array_equal(smp.over_draws(case, drawn, options, spread=one_by_one), found)


def test_turns_are_bounded():
    found = smp.solve(table([0.0, 100.0, 60.0], salience=0.7), Options(accommodation=0.0))
    assert found.trajectories["case"].positions.shape[0] <= MOST_TURNS + 1
