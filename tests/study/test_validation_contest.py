"""Contests: who is scored on what, and how losses are told."""

from __future__ import annotations

import numpy as np
import pytest

from burdenshare.study.validation.contest import (
    Contest,
    Forecast,
    lost_countries,
    pits,
    ratios,
    reliability,
    scores,
)
from burdenshare.study.validation.page import verdicts

NAN = float("nan")


def contest(ours: float = 0.0, rival: float = 1.0, spread: float = 1.0) -> Contest:
    """Two origins, two countries, two horizons; nothing happens, and one cell is not known."""
    shape = (2, 2, 2)
    actual = np.zeros(shape)
    actual[1, 1, 1] = NAN
    return Contest(
        name="a thing",
        how="made by hand",
        members=("DEU", "POL"),
        origins=("2020", "2021"),
        horizons=(1, 2),
        actual=actual,
        forecasts={
            "ours": Forecast(np.full(shape, ours), np.full(shape, spread)),
            "random walk": Forecast(np.full(shape, rival), np.full(shape, spread)),
        },
    )


def test_scores_are_of_the_cells_that_are_known() -> None:
    found = scores(contest())
    assert [(s.forecast, s.horizon, s.n) for s in found] == [
        ("ours", 1, 4),
        ("random walk", 1, 4),
        ("ours", 2, 3),
        ("random walk", 2, 3),
    ]
    ours, walk = found[:2]
    assert (ours.bias, ours.mae, ours.rmse) == (0.0, 0.0, 0.0)
    assert (walk.bias, walk.mae, walk.rmse) == (1.0, 1.0, 1.0)
    assert ours.crps == pytest.approx(0.2336950, abs=5e-8)
    assert walk.crps == pytest.approx(0.6024414, abs=5e-8)
    assert ours.covered == (1.0, 1.0, 1.0)
    assert walk.covered == (0.0, 1.0, 1.0)
    assert ours.by_country is None
    assert walk.by_country is not None
    assert walk.by_country.difference == pytest.approx(0.2336950 - 0.6024414, abs=1e-7)
    assert walk.by_country.n == 2


def test_all_forecasts_are_scored_on_the_same_cells() -> None:
    given = contest()
    given.forecasts["random walk"].mean[0, 0, 0] = NAN
    assert {s.n for s in scores(given) if s.horizon == 1} == {3}


def test_a_horizon_that_nobody_knows_is_left_out() -> None:
    given = contest()
    given.actual[..., 1] = NAN
    assert {s.horizon for s in scores(given)} == {1}


def test_widening_is_of_ours_alone() -> None:
    wide = contest().widened(2.0)
    assert (wide.forecasts["ours"].spread == 2.0).all()
    assert (wide.forecasts["random walk"].spread == 1.0).all()
    assert np.nanmax(ratios(contest(ours=2.0).widened(2.0))) == -1.0


def test_some_origins_can_be_taken() -> None:
    part = contest().part(slice(1, None))
    assert part.origins == ("2021",)
    assert part.actual.shape == (1, 2, 2)
    assert part.forecasts["ours"].mean.shape == (1, 2, 2)


def test_reliability_and_fifths() -> None:
    # One standard deviation below: inside bands over 68 %, in the highest fifth (0.84)
    given = contest(ours=-1.0)
    assert reliability(given, [0.6, 0.7]) == [(0.6, 0.0), (0.7, 1.0)]
    assert pits(given) == [0.0, 0.0, 0.0, 0.0, 1.0]


def test_countries_in_which_the_rival_did_better_are_named() -> None:
    given = contest(ours=0.5, rival=0.5)
    given.forecasts["ours"].mean[:, 1, 0] = 3.0
    assert lost_countries(given, "random walk", 1) == (["POL"], 2)
    assert lost_countries(given, "random walk", 2) == ([], 2)


def test_a_loss_is_called_a_loss() -> None:
    (said,) = verdicts("It", contest(ours=2.0, rival=0.0))
    assert "**loses to it 1, 2 years ahead**" not in said
    assert "**loses to it 1 and 2 years ahead**" in said
    assert "beats" not in said
    (said,) = verdicts("It", contest())
    assert "beats it 1 and 2 years ahead (CRPS 0.234 against 0.602" in said
