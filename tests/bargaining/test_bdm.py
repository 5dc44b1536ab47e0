"""The expected-utility model against the public worked example and against arithmetic by hand."""

from __future__ import annotations

import csv
from itertools import groupby
from pathlib import Path

import numpy as np
import pytest

from bargaining.factory import table
from burdenshare.bargaining import bdm, challenge, read

DATA = Path(__file__).with_name("data")
CHOICES = {
    "replication": "replication",
    "least move": "least-move",
    "largest utility of the other": "largest-utility",
}


def rows(name):
    with (DATA / f"emission_standards_{name}.csv").open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def example():
    return read(DATA / "emission_standards_inputs.csv", scale=(4, 10))


def details(example, options):
    return bdm.solve(example, options).details["emission_standards"]["years_of_delay"]


def test_the_worked_example_round_by_round(example):
    found = details(example, bdm.READINGS["replication"])
    wanted = rows("expected")
    assert found["median"] == pytest.approx(
        [float(row["replication_median"]) for row in wanted], abs=1e-9
    )
    assert found["mean"] == pytest.approx(
        [float(row["replication_mean"]) for row in wanted], abs=1e-9
    )
    published = [float(row["published_median"]) for row in wanted if row["published_median"]]
    cut = [int(10 * value) / 10 for value in found["median"][1:9]]
    assert sum(a == b for a, b in zip(cut, published, strict=True)) == 7


def test_the_first_round_offer_by_offer(example):
    found = {
        one["actor"]: one for one in details(example, bdm.READINGS["replication"])["rounds"][0]
    }
    for row in rows("round1"):
        mine = found[row["actor"]]
        assert mine["risk_exponent"] == pytest.approx(float(row["risk_exponent"]), abs=1e-9)
        assert mine["kind"] == row["kind"]
        if row["kind"] != "none":
            assert mine["offer_from"] == row["offer_from"]
            assert mine["own_utility"] == pytest.approx(float(row["own_utility"]), abs=1e-9)
            assert mine["other_utility"] == pytest.approx(float(row["other_utility"]), abs=1e-9)
            assert mine["position"] == pytest.approx(float(row["new_position"]), abs=1e-9)


def variants():
    def key(row):
        return tuple(row[name] for name in list(row)[:4])

    return [(of, list(given)) for of, given in groupby(rows("variants"), key)]


@pytest.mark.parametrize(("of", "wanted"), variants())
def test_every_reading_of_the_public_record(example, of, wanted):
    chance, weight, choice, conflict = of
    options = bdm.Options(
        win_probability=chance,
        status_quo_weight=float(weight),
        offer_choice=CHOICES[choice],
        conflict=conflict.replace(" ", "-"),
    )
    found = details(example, options)
    assert len(found["median"]) == len(wanted)
    for name in ("median", "mean"):
        assert found[name] == pytest.approx([float(row[name]) for row in wanted], abs=5.1e-4)


def test_readings_end_all_over_the_scale(example):
    ends = {
        round(details(example, options)["median"][-1], 1)
        for options in (
            bdm.Options(),
            bdm.Options(offer_choice="largest-utility"),
            bdm.Options(status_quo_weight=0.5),
        )
    }
    assert ends == {4.0, 7.0, 10.0}


def test_two_actors_by_hand():
    # P = 3/4; expected utilities of challenges at r = 1: 3/2 and 1/2, so r = 2 and 1/2. The weaker
    # one sees 1.3284 in challenging and 2.3284 for the other: a conflict that it loses.
    found = bdm.solve(table([20.0, 80.0], salience=[0.5, 0.5], capability=[3.0, 1.0]))
    strong, weak = found.details["case"]["i0"]["rounds"][0]
    assert (strong["kind"], weak["kind"]) == ("none", "conflict")
    assert strong["risk_exponent"] == pytest.approx(2.0)
    assert weak["risk_exponent"] == pytest.approx(0.5)
    assert weak["own_utility"] == pytest.approx(-0.5 + 1.0 - (2 - 4 * 0.5**0.5))
    assert weak["other_utility"] == pytest.approx(0.5 + 1.0 - (2 - 4 * 0.5**0.5))
    assert found.forecast[0] == pytest.approx(20.0)
    stays = bdm.solve(
        table([20.0, 80.0], salience=[0.5, 0.5], capability=[3.0, 1.0]),
        bdm.Options(conflict="no-move"),
    )
    assert stays.forecast[0] == pytest.approx(35.0)


def test_chances_of_a_pair_sum_to_one():
    x = np.array([0.0, 0.2, 0.2, 0.7, 1.0])
    chance = bdm._chances(np.abs(x[:, None] - x), np.array([1.0, 2.0, 0.5, 3.0, 1.5]))
    apart = x[:, None] != x
    assert (chance + chance.T)[apart] == pytest.approx(1.0)
    assert (chance[~apart] == 0.0).all()
    # 0 against 1: voters at 0 and 0.2 (twice) for 0, at 0.7 and 1 for 1, by 1, 0.6, 0.4, 1.
    for_zero = 1.0 * 1.0 + 2.5 * 0.6
    assert chance[0, 4] == pytest.approx(for_zero / (for_zero + 3.0 * 0.4 + 1.5 * 1.0))


def test_rounds_are_a_trajectory(example):
    moves = bdm.solve(example).trajectories["emission_standards"]
    assert moves.positions.shape[1:] == (10, 1)
    assert moves.positions[0] == pytest.approx(example.positions)
    assert bdm.solve(example, bdm.Options(rounds=1)).trajectories[
        "emission_standards"
    ].positions.shape == (2, 10, 1)


def test_too_many_actors_are_said_and_not_computed():
    found = bdm.solve(table(np.linspace(0, 100, bdm.MOST_ACTORS + 1)))
    assert np.isnan(found.forecast).all()
    assert str(bdm.MOST_ACTORS) in found.notes[0]
    assert found.trajectories == {}


def test_challenge_is_the_same_model_and_says_so(example):
    one, two = bdm.solve(example), challenge.solve(example)
    assert two.forecast == pytest.approx(one.forecast)
    assert "bdm" in two.notes[0]
