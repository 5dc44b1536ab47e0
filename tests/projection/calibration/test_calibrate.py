"""Calibrations from tables: what is read, what is never read, hindcasts, widening, refusals."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from burdenshare.errors import Refusal
from burdenshare.figures.store import Figures
from burdenshare.projection.calibration.calibrate import (
    YEARS_AHEAD,
    calibrate,
    calibrate_to,
    pledgers,
    widening,
    widenings,
)
from burdenshare.projection.calibration.estimate import estimate
from burdenshare.projection.calibration.file import load, shipped
from burdenshare.projection.calibration.hindcast import (
    SCORED,
    Hindcast,
    hindcast,
    spread_ahead,
)
from burdenshare.projection.calibration.history import YIELD, read_history

from .factory import MEMBERS, Tables, World, tables

WORLD = World(years=36, first=1990)


def test_a_history_is_read_back_from_its_tables() -> None:
    history = WORLD.history()
    found = read_history(tables(history))
    order = [MEMBERS.index(code) for code in found.members]
    for name in ("growth", "long_rate", "fx", "balance"):
        np.testing.assert_allclose(getattr(found, name), getattr(history, name)[order], atol=1e-12)
    np.testing.assert_allclose(found.inflation[:, 1:], history.inflation[order, 1:], atol=1e-12)
    assert found.currency[found.members.index("POL")] == "PLN"
    assert found.members[found.speaker(found.members.index("FRA"))] == "DEU"


def test_forecasts_and_later_years_are_never_read() -> None:
    made = tables(WORLD.history(), last_actual=2020)
    assert read_history(made).years[-1] == 2020
    assert read_history(made, last=2015).years[-1] == 2015


def test_only_editions_published_by_the_day_are_read() -> None:
    old, new = WORLD.history(), replace(WORLD.history(), growth=WORLD.history().growth + 0.01)
    early, late = tables(old, vintage="2025-10"), tables(new, vintage="2026-04")
    both = Tables(early.observations + late.observations, {**early.published, **late.published})
    then = read_history(both, as_of=date(2026, 1, 1))
    np.testing.assert_allclose(then.growth.sum(), old.growth.sum(), rtol=1e-9)
    assert then.fingerprint == read_history(early).fingerprint
    assert read_history(both).fingerprint != then.fingerprint
    assert read_history(both, vintage="2025-10").editions[0] == "IMF WEO 2025-10"


def test_two_sources_of_yields_are_refused() -> None:
    made = tables(WORLD.history())
    others = [o._replace(source="ECB") for o in made.observations if o.series == YIELD]
    with pytest.raises(Refusal) as refused:
        read_history(Tables(made.observations + others, made.published))
    assert refused.value.code == "mixed-definitions"


def test_no_edition_at_all_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        read_history(tables(WORLD.history()), as_of=date(2000, 1, 1))
    assert refused.value.code == "no-figures"
    assert "2000-01-01" in refused.value.message


@settings(max_examples=10)
@given(seed=st.integers(0, 99), origin=st.integers(2012, 2022), change=st.floats(-0.5, 0.5))
def test_nothing_after_the_origin_is_read(seed: int, origin: int, change: float) -> None:
    history = World(years=36, first=1990, seed=seed).history()
    later = np.array(history.years) > origin
    parts = ("growth", "inflation", "long_rate", "fx", "balance")
    other = replace(
        history,
        **{p: np.where(later, getattr(history, p) * change, getattr(history, p)) for p in parts},
    )
    one, two = (hindcast(h, [origin], first=2000) for h in (history, other))
    assert np.array_equal(one.mean, two.mean)
    assert np.array_equal(one.spread, two.spread)


def test_spread_ahead_adds_what_is_left_of_each_shock() -> None:
    one = spread_ahead(np.array([2.0]), np.array([0.5]), np.ones(2), level=False)
    assert one[0] == pytest.approx([2.0, 2.0 * np.sqrt(1.25)])
    summed = spread_ahead(np.array([2.0]), np.array([0.5]), np.ones(2), level=True)
    assert summed[0] == pytest.approx([2.0, 2.0 * np.sqrt(1.5**2 + 1.0)])
    wide = spread_ahead(np.array([2.0]), np.array([0.0]), np.array([1.0, 3.0]), level=True)
    assert wide[0, 1] == pytest.approx(2.0 * np.sqrt(1.0 + 9.0))


@pytest.fixture(scope="module")
def long_run() -> Hindcast:
    return hindcast(World(years=240).history(), range(1860, 2035, 5), first=1815)


def test_bands_of_a_world_that_is_as_assumed_cover_what_they_promise(long_run: Hindcast) -> None:
    spread = np.where(long_run.spread > 0.0, long_run.spread, np.nan)
    ratio = np.abs(long_run.error()) / spread
    for level, edge in ((0.5, 0.6745), (0.8, 1.2816), (0.9, 1.6449)):
        for name in ("growth", "inflation", "fx", "level"):
            known = ratio[SCORED.index(name)]
            covered = (known[np.isfinite(known)] < edge).mean()
            assert covered == pytest.approx(level, abs=0.06), (name, level)


def test_bands_that_are_wide_enough_are_not_widened(long_run: Hindcast) -> None:
    assert all(factor <= 1.15 for factor in widenings(long_run).values())
    narrow = widenings(long_run.widened({"level": 0.5, "inflation": 0.5}))
    assert narrow["growth"] == narrow["level"] == pytest.approx(2.0, rel=0.1)
    assert narrow["inflation"] == pytest.approx(2.0, rel=0.1)
    assert narrow["fx"] <= 1.15
    wide = long_run.widened(dict.fromkeys(SCORED, 2.0))
    assert set(widenings(wide).values()) == {1.0}


def test_the_factor_is_the_80_percent_quantile_over_that_of_a_normal() -> None:
    # The 80 % quantile of 0 ... 10 is 8; that of an absolute normal is 1.2816
    assert widening(np.arange(-10.0, 1.0)) == pytest.approx(8.0 / 1.28155, abs=0.01)
    assert widening(np.array([np.nan])) == 1.0
    assert widening(np.array([0.1, 0.2])) == 1.0


def test_widened_shocks_move_as_before_only_more() -> None:
    shocks = estimate(WORLD.history(), first=2000)
    wide = shocks.widened({"inflation": 2.0, "long_rate": 3.0})
    each = np.array([1.0, 2.0, 3.0, 3.0, 1.0, 1.0])  # the short rate follows the yield
    np.testing.assert_allclose(
        wide.root @ wide.root, (shocks.root @ shocks.root) * each[:, None] * each, atol=1e-12
    )
    np.testing.assert_allclose(wide.loadings, shocks.loadings * each[:, None])


def test_a_calibration_covers_its_horizon_and_says_what_it_assumes() -> None:
    steps: list[tuple[int, int]] = []
    made = calibrate(tables(WORLD.history()), step=lambda done, of: steps.append((done, of)))
    assert made.members == tuple(sorted(MEMBERS))
    assert made.scale.shape == (len(MEMBERS), YEARS_AHEAD)
    assert (made.scale == 1.0).all()
    assert steps[-1] == (20, 20)
    assert len(made.fingerprint) == 64
    said = " ".join(note["text"] for note in made.notes)
    for word in ("median", "winsorised", "empirical Bayes", "short rate", "widened", "currency"):
        assert word in said


def test_the_same_tables_give_the_same_calibration_and_others_another() -> None:
    made = tables(WORLD.history())
    assert calibrate(made).fingerprint == calibrate(made).fingerprint
    other = tables(World(years=36, first=1990, seed=2).history())
    assert calibrate(made).fingerprint != calibrate(other).fingerprint


def test_the_command_writes_what_it_says(tmp_path: Path) -> None:
    said = calibrate_to(tmp_path / "c.json", tables(WORLD.history()), widen=False)
    made = load(tmp_path / "c.json")
    assert said["fingerprint"] == made.fingerprint
    assert said["members"] == list(made.members)
    assert (said["horizon"], said["tail"]) == (YEARS_AHEAD, made.tail)
    assert [n["text"] for n in said["notes"]] == [n["text"] for n in made.notes]


def test_widening_and_tails_can_be_left_out() -> None:
    made = calibrate(tables(WORLD.history()), widen=False, tails=False)
    assert made.tail is None
    assert any("not widened" in note["text"] for note in made.notes)


@pytest.mark.parametrize("first", [1990, 2021, 2030])
def test_years_that_leave_too_little_are_refused(first: int) -> None:
    with pytest.raises(Refusal) as refused:
        calibrate(tables(WORLD.history()), first=first)
    assert refused.value.code == "bad-argument"
    assert str(first) in refused.value.message


def test_too_few_hindcasts_to_tell_a_widening_are_refused() -> None:
    with pytest.raises(Refusal) as refused:
        calibrate(tables(WORLD.history()), first=2018)
    assert refused.value.code == "bad-argument"
    assert "widening" in refused.value.message
    assert calibrate(tables(WORLD.history()), first=2018, widen=False).members


def test_the_shipped_file_follows_from_the_shipped_figures(figures: Figures) -> None:
    again, file = calibrate(figures), shipped()
    assert again.members == file.members
    assert again.tail == file.tail
    # Rounding of the sixth digit may differ between machines
    for name in ("persistence", "loadings", "scale"):
        np.testing.assert_allclose(getattr(again, name), getattr(file, name), rtol=1e-4, atol=1e-7)
    squares = file.root @ file.root
    np.testing.assert_allclose(again.root @ again.root, squares, rtol=1e-3, atol=1e-9)
    assert [n["country"] for n in again.notes] == [n["country"] for n in file.notes]


def test_the_shipped_file_holds_every_ally_and_partner(figures: Figures) -> None:
    assert set(pledgers(read_history(figures))) <= set(shipped().members)
    assert len(pledgers(read_history(figures))) == 36
    turkey = next(n["text"] for n in shipped().notes if n["country"] == "TUR")
    assert "ten-year yield" in turkey
