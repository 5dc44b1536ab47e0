"""What a run gives: fans, totals, probabilities, what is unknown, and either engine alike."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from burdenshare.projection.futures import cache, native, run
from burdenshare.projection.futures.layout import variables
from burdenshare.projection.futures.model import (
    LEVELS,
    Condition,
    Event,
    Futures,
    Levers,
    alliance_names,
)
from burdenshare.projection.futures.run import futures
from burdenshare.projection.model import Inputs
from burdenshare.projection.project import project

from .factory import calibration, everything, fiscal, one, quiet, three

EVENTS = (
    Event("at target", (Condition("share", np.array([3.5, 3.5, 4.0]), "at least"),)),
    Event("high", (Condition("debt", 0.9),)),
    Event("low", (Condition("debt", 0.9, "at most"),)),
    Event("rising", (Condition("debt", 0.0, since=5),)),
    Event("high and rising", (Condition("debt", 0.9), Condition("debt", 0.0, since=5))),
    Event("dear", (Condition("extra_of_gdp", 0.01),)),
)


@pytest.fixture(scope="module")
def found() -> Futures:
    given = three()
    keep = ("debt", "share", "extra_of_gdp", "alliance.share")
    return futures(
        given, fiscal(given), everything(), calibration(), draws=1500, seed=1, keep=keep,
        events=EVENTS, engine="oracle",
    )  # fmt: skip


def test_everything_has_a_fan_in_the_reported_years(found: Futures) -> None:
    assert set(found.fans) == set(variables(found.baselines))
    assert set(found.alliance) == set(alliance_names(found.baselines))
    assert found.years == tuple(range(2026, 2036))
    for fan in found.fans.values():
        assert fan.central.shape == (3, 10)
        assert fan.quantiles.shape == (len(LEVELS), 3, 10)
        assert np.isfinite(fan.quantiles).all()
        assert (np.diff(fan.quantiles, axis=0) >= 0.0).all()
    for fan in found.alliance.values():
        assert fan.quantiles.shape == (len(LEVELS), 10)
    assert found.unknown == {}
    assert found.notes == ()
    assert not found.capped.any()


def test_kept_draws_give_exact_quantiles_and_the_others_nearly_so(found: Futures) -> None:
    debt = found.fans["debt"]
    assert debt.draws is not None
    assert debt.draws.shape == (1500, 3, 10)
    np.testing.assert_array_equal(debt.quantiles, np.quantile(debt.draws, LEVELS, axis=0))
    np.testing.assert_array_equal(debt.at(0.5), np.median(debt.draws, axis=0))
    share = found.alliance["share"]
    assert share.draws is not None
    np.testing.assert_array_equal(share.quantiles, np.quantile(share.draws, LEVELS, axis=0))
    given = three()
    streamed = futures(
        given, fiscal(given), everything(), calibration(), draws=1500, seed=1, stream=("debt",)
    ).fans["debt"]
    assert streamed.draws is None
    width = debt.at(0.95) - debt.at(0.05)
    assert (np.abs(streamed.quantiles - debt.quantiles) <= 0.02 * width).all()


def test_streamed_quantiles_hold_where_prices_run_away() -> None:
    given = one(start=2.0, target=3.5, inflation=0.15)
    shocks = quiet(
        spread=[0.04, 0.15, 0.03, 0.03, 0.2, 0.02], persistence=[0.2, 0.8, 0.9, 0.9, 1, 0.8]
    )
    names = variables(given.baselines)
    kept, streamed = (
        futures(given, fiscal(given), Levers(), shocks, draws=4000, seed=1, **asked).fans  # type: ignore[arg-type]
        for asked in ({"keep": names}, {"stream": names})
    )
    gdp = kept["gdp"]
    assert gdp.at(0.95)[0, -1] > 100.0 * gdp.at(0.05)[0, -1]
    for name in names:
        exact, found = kept[name].quantiles, streamed[name].quantiles
        width = exact[-2] - exact[1]
        assert (np.abs(found - exact)[1:-1] <= 0.02 * width + 1e-9).all(), name
    for name in ("debt", "debt_without"):
        assert (streamed[name].quantiles >= 0.0).all(), name
    for name in ("gdp", "price", "fx", "spending", "cumulative_spending"):
        ratio = streamed[name].quantiles / kept[name].quantiles
        assert (np.abs(ratio - 1.0) < 0.04).all(), name


def test_probabilities_are_the_parts_of_the_draws(found: Futures) -> None:
    chance = found.probabilities
    debt, share = found.fans["debt"].draws, found.fans["share"].draws
    extra = found.fans["extra_of_gdp"].draws
    assert debt is not None
    assert share is not None
    assert extra is not None
    np.testing.assert_array_equal(chance["high"], (debt > 0.9).mean(axis=0))
    np.testing.assert_allclose(chance["low"] + chance["high"], 1.0, atol=1e-15)
    np.testing.assert_array_equal(chance["dear"], (extra > 0.01).mean(axis=0))
    reached = (share >= np.array([3.5, 3.5, 4.0])[:, None] - 1e-9).mean(axis=0)
    np.testing.assert_array_equal(chance["at target"], reached)
    rising = debt[:, :, 5:] > debt[:, :, :-5]
    np.testing.assert_array_equal(chance["rising"][:, 5:], rising.mean(axis=0))
    both = rising & (debt[:, :, 5:] > 0.9)
    np.testing.assert_array_equal(chance["high and rising"][:, 5:], both.mean(axis=0))
    since_the_start = (debt[:, :, 2] > 0.8).mean(axis=0)
    np.testing.assert_array_equal(chance["rising"][:, 2], since_the_start)


def test_a_target_that_is_kept_exactly_counts_as_reached() -> None:
    given = three()
    at_target = Event("at", (Condition("share", given.target_share, "at least"),))
    found = futures(
        given, fiscal(given), Levers(), calibration(), draws=300, seed=1, events=(at_target,)
    )
    assert (found.probabilities["at"][:, -1] == 1.0).all()


def test_totals_are_the_sums_of_the_members_draw_by_draw() -> None:
    given = three()
    keep = ("spending", "fx", "extra.constant_share")
    totals = ("alliance.spending", "alliance.extra.constant_share", "alliance.below.constant_share")
    found = futures(
        given, fiscal(given), everything(), calibration(), draws=200, seed=4, keep=(*keep, *totals)
    )
    spending, fx, extra = (found.fans[name].draws for name in keep)
    assert spending is not None
    assert fx is not None
    assert extra is not None
    for name, values in (
        ("spending", spending),
        ("extra.constant_share", np.maximum(extra, 0.0)),
        ("below.constant_share", np.maximum(-extra, 0.0)),
    ):
        total = found.alliance[name].draws
        assert total is not None
        np.testing.assert_allclose(total, (values / fx).sum(axis=1), rtol=1e-13, atol=1e-13)


def test_without_draws_only_the_central_path_is_told() -> None:
    given = three()
    found = futures(given, fiscal(given), Levers(), None, draws=0, seed=1, events=EVENTS)
    np.testing.assert_allclose(found.fans["spending"].central, project(given).spending, rtol=1e-12)
    assert found.fans["debt"].quantiles.shape == (0, 3, 10)
    assert found.alliance["gdp"].quantiles.shape == (0, 10)
    assert found.probabilities == {}


def test_both_engines_give_the_same_result(found: Futures) -> None:
    given = three()
    other = futures(
        given, fiscal(given), everything(), calibration(), draws=1500, seed=1,
        keep=("debt", "share", "extra_of_gdp", "alliance.share"), events=EVENTS, engine="kernel",
    )  # fmt: skip
    for name, fan in found.fans.items():
        np.testing.assert_array_equal(fan.quantiles, other.fans[name].quantiles)
    for name, fan in found.alliance.items():
        np.testing.assert_array_equal(fan.quantiles, other.alliance[name].quantiles)
    for name, chance in found.probabilities.items():
        np.testing.assert_array_equal(chance, other.probabilities[name])


def test_the_seed_decides_and_countries_keep_their_futures() -> None:
    given = three()

    def debt(seed: int) -> Futures:
        return futures(
            given, fiscal(given), Levers(), calibration(), draws=50, seed=seed, keep=("debt",)
        )

    a, again, b = debt(1), debt(1), debt(2)
    np.testing.assert_array_equal(a.fans["debt"].quantiles, again.fans["debt"].quantiles)
    assert not np.array_equal(a.fans["debt"].quantiles, b.fans["debt"].quantiles)


def test_a_goal_on_the_gdp_of_a_fixed_year_does_not_move_with_growth() -> None:
    given = one(5, base=900.0, start=2.0, target=3.0)
    shocks = quiet(spread=[0.05, 0.02, 0.0, 0.0, 0.0, 0.0])
    found = futures(given, fiscal(given), Levers(), shocks, draws=100, seed=1, keep=("spending",))
    draws = found.fans["spending"].draws
    assert draws is not None
    np.testing.assert_allclose(draws, np.broadcast_to(draws[:1], draws.shape), rtol=1e-14)


# What is not known --------------------------------------------------------------------------------


def unknown_prices() -> Inputs:
    given = three()
    price, fx = given.price.copy(), given.fx.copy()
    price[1] = np.nan
    fx[2] = np.nan
    return replace(given, price=price, fx=fx, price_at_base=price[:, 0], fx_at_base=fx[:, 0])


def test_what_the_figures_do_not_tell_is_named_and_nothing_else_is_missing() -> None:
    given = unknown_prices()
    finance = fiscal(given, debt0=[0.8, 0.9, np.nan])
    found = futures(given, finance, everything(), calibration(), draws=64, seed=1, events=EVENTS)
    assert found.unknown["debt"] == found.unknown["balance"] == ("POL",)
    assert found.unknown["spending_real"] == found.unknown["stock"] == ("GRC",)
    assert found.unknown["fx"] == ("POL",)
    assert "spending" not in found.unknown
    for name, fan in found.fans.items():
        missing = [given.members.index(code) for code in found.unknown.get(name, ())]
        rest = [i for i in range(3) if i not in missing]
        assert np.isnan(fan.quantiles[:, missing]).all(), name
        assert np.isfinite(fan.quantiles[:, rest]).all(), name
    assert np.isnan(found.alliance["spending"].quantiles).all()
    assert np.isnan(found.probabilities["high"][2]).all()
    assert np.isfinite(found.probabilities["high"][:2]).all()
    assert np.isfinite(found.probabilities["at target"]).all()


def test_unknown_figures_of_one_change_no_other() -> None:
    given, some = three(), unknown_prices()
    a = futures(given, fiscal(given), Levers(), calibration(), draws=64, seed=1)
    b = futures(some, fiscal(some), Levers(), calibration(), draws=64, seed=1)
    for name in ("debt", "spending", "extra.constant_cash"):
        expected = a.fans[name].quantiles[:, 0]
        np.testing.assert_array_equal(expected, b.fans[name].quantiles[:, 0])


def test_a_variable_that_outruns_its_bins_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "PILOT", 2)
    given = three()
    found = futures(
        given, fiscal(given), Levers(), calibration(), draws=400, seed=1, stream=("debt",)
    )
    assert "debt" in found.notes[0]["text"]
    edge = found.fans["debt"].edge
    assert edge is not None
    assert edge.max() > 0.025


# Which engine ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("work", "warm", "chosen"),
    [
        (1e8, False, "oracle"),
        (5e9, False, "oracle"),
        (5e9, True, "kernel"),
        (1e12, False, "kernel"),
    ],
)
def test_the_engine_is_the_one_that_is_done_first(
    monkeypatch: pytest.MonkeyPatch, work: float, warm: bool, chosen: str
) -> None:
    monkeypatch.setattr(run, "is_warm", lambda: warm)
    monkeypatch.setattr(native, "_loaded", {})
    assert run._readier(work, "double") == chosen
    assert run._readier(work, "single") == "kernel"


def test_the_first_compilation_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(run, "_told", False)
    monkeypatch.setattr(run, "is_warm", lambda: False)
    monkeypatch.setattr(run.sys, "executable", "")
    for _ in range(3):
        run.prepare(said.append)
    assert len(said) == 1
    assert "Compiling" in said[0]


def test_compiled_code_lies_in_the_cache_where_the_package_is_read_only(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("BURDENSHARE_CACHE", str(tmp_path))
    monkeypatch.setattr(cache.os, "access", lambda *_: False)
    cache.kernel_folder.cache_clear()
    try:
        assert cache.kernel_folder().parent == tmp_path
        assert not cache.is_warm()
    finally:
        cache.kernel_folder.cache_clear()


def test_fiscal_feedback_is_in_the_draws_too() -> None:
    given = one(3, growth=0.0, start=2.0, target=4.0, deadline=2026)
    levers = Levers(multiplier=(0.5, 0.5, 0.5))
    found = futures(given, fiscal(given), levers, quiet(), draws=10, seed=1, keep=("gdp",))
    np.testing.assert_allclose(found.fans["gdp"].central[0, 0], 1010.0, rtol=1e-14)
    assert found.fans["gdp"].draws is not None
    np.testing.assert_allclose(found.fans["gdp"].draws[:, 0, 0], 1010.0, rtol=1e-7)
