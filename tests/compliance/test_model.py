"""The model: what it estimates, and what its draws do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from burdenshare.compliance.draws import DAMPING, FLOOR, draw
from burdenshare.compliance.fit import fit, raw
from burdenshare.compliance.geography import nearness
from burdenshare.compliance.history import hazard, spread_of
from burdenshare.compliance.known import pledged

from .hand import case, still

PATHS = {
    f"A{k:02d}": [2.0 - (2.0 - start) * 0.7**t for t in range(7)]
    for k, start in enumerate(np.linspace(0.8, 1.9, 12).tolist())
}
"""Twelve allies that each go 30 % of the way to 2 % in every year."""


def test_a_constant_speed_of_adjustment_is_found() -> None:
    found, sd = fit(case(PATHS)).of("pull")
    assert found == pytest.approx(0.30, abs=0.03)
    assert sd < 0.05


def test_allies_that_do_not_move_are_not_drawn_anywhere() -> None:
    fitted = fit(case({a: [path[0]] * 7 for a, path in PATHS.items()}))
    assert fitted.of("pull")[0] == pytest.approx(0.0, abs=0.01)
    assert fitted.of("constant")[0] == pytest.approx(0.0, abs=0.01)


def test_an_ally_of_its_own_is_drawn_towards_the_others() -> None:
    paths = {a: [1.0 + 0.0 * t for t in range(5)] for a in ("A", "B", "C", "D", "E")}
    paths["F"] = [1.0 + 0.2 * t for t in range(5)]
    fitted = fit(case(paths, pledge=0.0))
    own = fitted.of("ally", "F")[0] + fitted.of("constant")[0]
    assert fitted.of("ally", "A")[0] + fitted.of("constant")[0] < own < 0.2


def test_one_wild_change_hardly_moves_the_others() -> None:
    wild = {a: list(path) for a, path in PATHS.items()}
    wild["A00"][-1] += 3.0
    assert fit(case(wild)).of("pull")[0] == pytest.approx(fit(case(PATHS)).of("pull")[0], abs=0.05)


def test_reclassification_takes_its_part_of_late_rises_out_of_the_pace() -> None:
    rising = case({a: [1.0 + 0.3 * t for t in range(3)] for a in "ABCDEF"}, first=2024, pledge=0.0)
    paces = []
    for part in (0.0, 0.5, 1.0):
        fitted = fit(rising, reclassified=part)
        paces.append(
            fitted.of("constant")[0]
            + sum(fitted.of("break", str(b))[0] for b in fitted.breaks)
            + np.mean([fitted.of("year", str(t))[0] for t in (2025, 2026)])
        )
    assert paces[0] == pytest.approx(0.3, abs=0.02)
    assert paces[1] == pytest.approx(0.15, abs=0.02)
    assert paces[2] == pytest.approx(0.0, abs=0.02)


def test_a_path_without_doubt_is_hand_arithmetic() -> None:
    known = case({"A": [1.0, 1.0], "B": [3.0, 3.0]})
    path = draw(known, still(known, constant=0.1, pull=0.5, back=0.2), 2.0, 2018, draws=3, seed=1)
    low = 1.0 + 0.1 + 0.5 * 1.0
    low_next = low + 0.1 * DAMPING + 0.5 * (2.0 - low)
    high = 3.0 + 0.1 - 0.2 * 1.0
    high_next = high + 0.1 * DAMPING - 0.2 * (high - 2.0)
    assert path[:, 0, :] == pytest.approx(np.array([[low, low_next]] * 3), abs=1e-4)
    assert path[:, 1, :] == pytest.approx(np.array([[high, high_next]] * 3), abs=1e-4)


@given(st.floats(-5.0, 5.0), st.floats(-3.0, 3.0), st.floats(-3.0, 3.0))
def test_no_path_leaves_what_a_share_can_be(constant: float, pull: float, back: float) -> None:
    known = case({"A": [1.0, 1.0], "B": [3.0, 3.0]})
    paths = draw(
        known, still(known, constant=constant, pull=pull, back=back), 2.0, 2020, draws=5, seed=1
    )
    assert np.isfinite(paths).all()
    assert (paths >= FLOOR).all()


@given(st.floats(0.5, 6.0), st.floats(0.0, 3.0), st.integers(1, 50))
def test_a_higher_target_never_moves_a_path_by_more_than_itself(
    target: float, more: float, seed: int
) -> None:
    known = case(PATHS)
    fitted = still(known, constant=0.05, pull=0.9, back=0.8)
    noisy = fitted.__class__(
        **{**fitted.__dict__, "spread": np.full(12, 0.3), "year_spread": 0.2, "pull_spread": 0.3}
    )
    one = draw(known, noisy, target, 2026, draws=20, seed=seed)
    two = draw(known, noisy, target + more, 2026, draws=20, seed=seed)
    assert (two - one <= more + 1e-9).all()
    assert (two - one >= -1e-9).all()


def test_crossings_and_stays_are_counted_by_regime() -> None:
    seen = case(
        {"A": [1.9, 2.1, 1.8, 2.2], "B": [2.5, 2.5, 2.5, 2.5], "C": [1.0, 1.1, 1.2, 2.0]},
        first=2019,
    )
    found = hazard(seen, 2.0)
    first, stay = found["first_compliance"], found["staying_above"]
    # 2020, 2021: A crosses once at one risk, C is twice at risk; 2022: only C is, and crosses
    assert [(r["since"], r["events"], r["at_risk"]) for r in first] == [(2014, 1, 3), (2022, 1, 1)]
    # 2020, 2021: B stays twice, A falls; 2022: B stays
    assert [(r["since"], r["events"], r["at_risk"]) for r in stay] == [(2014, 2, 3), (2022, 1, 1)]
    assert all(r["low"] < r["events"] / r["at_risk"] or r["events"] == 0 for r in first + stay)
    # Beta(1.5, 0.5): its 5 % quantile, by arcsine: 2/pi (asin sqrt x - sqrt(x(1-x))) = 0.05
    x = first[1]["low"]
    assert 2.0 / np.pi * (np.arcsin(np.sqrt(x)) - np.sqrt(x * (1.0 - x))) == pytest.approx(0.05)


def test_revisions_of_one_definition_go_before_others() -> None:
    same = {"same_definition": True, "n": 1, "rmse": 0.3}
    more = {"same_definition": True, "n": 3, "rmse": 0.1}
    other = {"same_definition": False, "n": 9, "rmse": 9.0}
    assert spread_of([same, more, other]) == pytest.approx(np.sqrt((0.09 + 3 * 0.01) / 4))
    assert spread_of([other]) == 9.0
    assert spread_of([]) == 0.0


def test_pledges_bind_from_the_day_they_were_made() -> None:
    from datetime import date

    assert pledged(date(2014, 9, 4)) == 0.0
    assert pledged(date(2014, 9, 5)) == 2.0
    assert pledged(date(2025, 6, 24)) == 2.0
    assert pledged(date(2025, 6, 25)) == 3.5


def test_nearness_and_borders() -> None:
    known = case({"EST": [1.0, 1.0], "PRT": [1.0, 1.0]})
    assert nearness("RUS")["EST"] == pytest.approx(-np.log(874.9))
    assert raw(known, "border", "EST", 2016) == 1.0
    assert raw(known, "border", "PRT", 2016) == 0.0
    assert np.isnan(raw(known, "debt", "PRT", 2016))
