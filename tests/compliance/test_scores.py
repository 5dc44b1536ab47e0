"""Scores by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from burdenshare.compliance.scores import brier, crps, difference, log_score, reliability


def test_brier_and_log_score_by_hand() -> None:
    chance, happened = np.array([0.9, 0.2]), np.array([1.0, 0.0])
    assert brier(chance, happened) == pytest.approx((0.01 + 0.04) / 2)
    assert log_score(chance, happened) == pytest.approx(-(math.log(0.9) + math.log(0.8)) / 2)
    assert log_score(np.array([0.0]), np.array([1.0])) == pytest.approx(12 * math.log(10))


def test_crps_is_the_mean_over_all_pairs_and_the_error_of_a_point() -> None:
    draws = np.array([[1.0], [2.0], [4.0]])
    pairs = np.mean([abs(a - b) for a in (1, 2, 4) for b in (1, 2, 4)])
    assert crps(draws, np.array([3.0]))[0] == pytest.approx((2 + 1 + 1) / 3 - pairs / 2)
    assert crps(np.array([[2.0], [2.0]]), np.array([3.5]))[0] == pytest.approx(1.5)


def test_reliability_counts_every_forecast_once() -> None:
    points = reliability(np.array([0.0, 0.08, 0.5, 1.0]), np.array([0.0, 1.0, 1.0, 1.0]))
    assert [(p["n"], p["chance"], p["happened"]) for p in points] == [
        (2, pytest.approx(0.04), 0.5),
        (1, 0.5, 1.0),
        (1, 1.0, 1.0),
    ]


def test_a_difference_counts_units_and_not_losses() -> None:
    loss, rival = np.array([1.0, 1.0, 3.0, 3.0]), np.zeros(4)
    found = difference(loss, rival, ["A", "A", "B", "B"])
    # the means 1 and 3 of two units: standard error 1, t of one degree 12.7062
    assert found["value"] == 2.0
    assert (found["low"], found["high"]) == (pytest.approx(-10.7062), pytest.approx(14.7062))
    assert found["units"] == 2
    assert difference(np.array([1.0]), np.array([0.0]), ["A"])["low"] is None
