"""Hindcasts of GDP: rivals by hand, one true pair of editions, sizes beside published ones."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from burdenshare.errors import Refusal
from burdenshare.figures.index import Index
from burdenshare.figures.store import Figures
from burdenshare.projection.calibration.calibrate import pledgers
from burdenshare.projection.calibration.file import shipped
from burdenshare.projection.calibration.hindcast import spread_ahead
from burdenshare.projection.calibration.history import read_history
from burdenshare.projection.futures.model import Calibration
from burdenshare.study.validation import sizes
from burdenshare.study.validation.contest import scores
from burdenshare.study.validation.run import Validation, validate


@pytest.fixture(scope="module")
def figures(shared_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Figures:
    home = tmp_path_factory.mktemp("home")
    return Figures(Index(home, shared_cache), home)


@pytest.fixture(scope="module")
def found(figures: Figures) -> Validation:
    return validate(figures)


def test_rivals_say_what_they_are_said_to_say(found: Validation) -> None:
    history = found.past.history
    c = history.members.index("FRA")
    at = found.growth.members.index("FRA")
    o = found.growth.origins.index("2010")
    known = history.growth[c, [y <= 2010 for y in history.years]]
    walk, drift = (found.growth.forecasts[n].mean[o, at] for n in ("random walk", "drift"))
    assert walk == pytest.approx(100.0 * known[-1] * np.ones(5))
    assert drift == pytest.approx(100.0 * known[np.isfinite(known)].mean() * np.ones(5))
    walk, drift = (found.level.forecasts[n].mean[o, at] for n in ("random walk", "drift"))
    assert walk == pytest.approx(np.zeros(5))
    assert drift == pytest.approx(100.0 * known[np.isfinite(known)].mean() * np.arange(1, 6))


def test_the_level_is_growth_summed_up(found: Validation) -> None:
    growth, level = found.growth.actual, found.level.actual
    both = np.isfinite(level)
    assert np.cumsum(growth, axis=-1)[both] == pytest.approx(level[both])


def test_the_pair_of_editions_is_what_was_published(found: Validation, figures: Figures) -> None:
    germany = found.between.members.index("DEU")
    # October 2025: 0.191 %, April 2026: 0.240 %
    said = found.between.forecasts["World Economic Outlook"].mean[0, germany, 0]
    assert said == pytest.approx(100.0 * np.log(1.00191))
    assert found.between.actual[0, germany, 0] == pytest.approx(100.0 * np.log(1.00240))
    assert scores(found.between)[0].n == 36


def test_widening_is_shown_on_origins_that_it_was_not_estimated_on(found: Validation) -> None:
    assert set(found.past.shown).isdisjoint(found.past.plain.origins[1::2])
    held = {c.variable: c for c in found.coverage}
    assert all(c.factor >= 1.0 for c in found.coverage)
    assert all(
        after >= before
        for c in found.coverage
        for before, after in zip(c.before, c.after, strict=True)
    )
    assert held["long_rate"].after[1] == pytest.approx(0.8, abs=0.08)


def test_the_shipped_calibration_carries_these_factors(found: Validation) -> None:
    said = next(n["text"] for n in shipped().notes if "widened by a factor" in n["text"])
    assert f"ten-year yield {found.past.factors['long_rate']:.2f}" in said
    assert f"inflation (GDP deflator) {found.past.factors['inflation']:.2f}" in said


def test_errors_are_of_the_size_that_is_published(found: Validation) -> None:
    far = [
        f"{s.what}: {s.published} published, {s.ours:.2f} ours" for s in found.sizes if not s.alike
    ]
    assert not far
    assert len(found.sizes) >= 10


def test_another_order_of_size_would_be_noticed() -> None:
    size = sizes.Size("x", 10.0, 21.0, "points", "")
    assert not size.alike
    assert not replace(size, ours=4.9).alike
    assert replace(size, ours=19.9).alike


def test_debt_that_nothing_hits_does_not_move() -> None:
    still = replace(shipped(), root=0.0 * shipped().root, loadings=0.0 * shipped().loadings)
    assert sizes.debt_error(still, ("DEU", "FRA"), np.array([0.6, 1.1])) == 0.0


def test_debt_moved_by_the_balance_alone_adds_up() -> None:
    one = shipped()
    root = np.zeros(one.root.shape)
    root[:, 5, 5] = 0.02
    only = replace(one, root=root, loadings=0.0 * one.loadings)
    # A shock of 2 points adds (1 - p^k)/(1 - p) of itself when k years are left
    kept = one.persistence[[one.members.index(code) for code in ("DEU", "FRA")], 5]
    reach = (1.0 - kept ** np.arange(1, 6)[:, None]) / (1.0 - kept)
    sd = 2.0 * np.sqrt((reach**2).sum(axis=0))
    expected = sd.mean() * np.sqrt(2.0 / np.pi)
    assert sizes.debt_error(only, ("DEU", "FRA"), np.array([0.6, 1.1])) == pytest.approx(
        expected, rel=0.05
    )


def test_draws_have_the_spread_that_is_said() -> None:
    one: Calibration = shipped()
    c = one.members.index("POL")
    shocks = sizes.draw(one, [c], 5, 20_000, 7)[0, :, 0]
    state, drawn = np.zeros(20_000), []
    for year in range(5):
        state = one.persistence[c, 0] * state + shocks[:, year]
        drawn.append(100.0 * state.std())
    assert sizes.growth_spread(one, "POL", 5) == pytest.approx(drawn, rel=0.02)
    size = np.array([drawn[0]])
    assert spread_ahead(size, one.persistence[c, :1], np.ones(5), level=False)[0] == pytest.approx(
        drawn, rel=0.02
    )


def test_debt_that_no_table_gives_is_refused(figures: Figures, found: Validation) -> None:
    class Without(Figures):
        def __init__(self) -> None:
            pass

        def rows(self, series: str, **asked: object) -> list[object]:  # type: ignore[override]
            return []

    history = read_history(figures)
    past = found.past.plain
    with pytest.raises(Refusal) as refused:
        sizes.sizes(shipped(), history, past, Without())
    assert refused.value.code == "no-figures"


def test_every_ally_and_partner_is_scored(found: Validation) -> None:
    assert len(found.growth.members) == 36
    assert found.growth.members == pledgers(found.past.history)
