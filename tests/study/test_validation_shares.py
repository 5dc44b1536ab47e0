"""Hindcasts of shares: pledges of the time, nothing read too early, bands of a world as assumed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from burdenshare.errors import Refusal
from burdenshare.figures.index import Index
from burdenshare.figures.model import Observation
from burdenshare.figures.store import Figures
from burdenshare.study.validation.contest import Contest
from burdenshare.study.validation.scores import covered
from burdenshare.study.validation.shares import (
    KEPT,
    OURS,
    SCORED,
    SERIES,
    WITHIN,
    Known,
    edition,
    estimate_of,
    forecasts,
    laggards,
    real,
    within,
)

NAN = float("nan")


@pytest.fixture(scope="module")
def figures(shared_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Figures:
    home = tmp_path_factory.mktemp("home")
    return Figures(Index(home, shared_cache), home)


def known(*rows: list[float], last: int) -> Known:
    share = np.array(rows)
    years = tuple(range(last - share.shape[1] + 1, last + 1))
    names = tuple(f"A{i:02d}" for i in range(len(rows)))
    return Known(names, years, share, np.ones(share.shape))


class Spy:
    """Figures that remember what they were asked, and can be changed after a day."""

    def __init__(self, figures: Figures, changed: float = 1.0, after: str = "9999-99") -> None:
        self.figures, self.changed, self.after = figures, changed, after
        self.asked: list[tuple[str, date | None]] = []

    def rows(
        self,
        series: str,
        *,
        countries: Iterable[str] | None = None,
        years: tuple[int, int] | None = None,
        definition: str | None = None,
        vintages: str = "latest",
        as_of: date | None = None,
    ) -> list[Observation]:
        self.asked.append((vintages, as_of))
        found = self.figures.rows(series, definition=definition, vintages=vintages, as_of=as_of)
        return [
            o._replace(value=o.value * self.changed) if o.vintage > self.after else o for o in found
        ]


def test_the_pledge_is_a_straight_line_to_the_deadline_then_flat() -> None:
    found = forecasts(known([1.0, 1.0, 1.0], [2.5, 2.5, 2.5], last=2021), date(2021, 12, 31))
    assert found[KEPT].mean[0] == pytest.approx([4 / 3, 5 / 3, 2.0, 2.0, 2.0])
    assert found[KEPT].mean[1] == pytest.approx([2.5] * 5)


def test_after_the_deadline_the_pledge_is_due_at_once() -> None:
    found = forecasts(known([1.0, 1.0], last=2024), date(2024, 12, 31))
    assert found[KEPT].mean[0] == pytest.approx([2.0] * 5)


def test_the_pledge_of_the_hague_counts_from_its_day() -> None:
    given = known([2.0, 2.0], last=2025)
    before = forecasts(given, date(2025, 6, 24))[KEPT].mean[0]
    after = forecasts(given, date(2025, 6, 25))[KEPT].mean[0]
    assert before == pytest.approx([2.0] * 5)
    assert after == pytest.approx([2.15, 2.30, 2.45, 2.60, 2.75])


def test_before_any_pledge_shares_stay() -> None:
    found = forecasts(known([1.0, 1.2], last=2013), date(2013, 12, 31))
    assert found[KEPT].mean[0] == pytest.approx([1.2] * 5)


def test_inertia_is_the_part_of_the_way_that_was_gone() -> None:
    # At the end of 2018 six years were left from 1.0 to 2.0: a way of 1/6, of which 0.1 was gone
    found = forecasts(known([1.0, 1.1], last=2019), date(2019, 12, 31))[OURS].mean[0]
    way = 1.1 + 0.9 / 5.0
    assert found[0] == pytest.approx(1.1 + 0.6 * (way - 1.1))
    assert found[1] == pytest.approx(found[0] + 0.6 * (1.1 + 2 * 0.9 / 5.0 - found[0]))


def test_random_walk_and_drift_by_hand() -> None:
    found = forecasts(known([1.0, 1.2, 1.3, 1.6], last=2020), date(2020, 12, 31))
    assert found["random walk"].mean[0] == pytest.approx([1.6] * 5)
    assert found["drift"].mean[0] == pytest.approx([1.8, 2.0, 2.2, 2.4, 2.6])
    walk = np.sqrt((0.04 + 0.01 + 0.09) / 3.0)
    assert found["random walk"].spread[0] == pytest.approx(walk * np.sqrt([1, 2, 3, 4, 5]))
    drift = np.sqrt((0.0 + 0.01 + 0.01) / 3.0)
    h = np.arange(1.0, 6.0)
    assert found["drift"].spread[0] == pytest.approx(drift * np.sqrt(h + h**2 / 3.0))


def test_too_few_changes_make_points() -> None:
    found = forecasts(known([1.0, 1.2], last=2020), date(2020, 12, 31))
    assert np.isnan(found["random walk"].spread).all()


def test_a_change_across_a_break_is_not_learnt_from() -> None:
    given = known([1.0, 1.1, 9.0, 9.1, 9.2], last=2020)
    chained = given.chained.copy()
    chained[0, 2] = NAN
    found = forecasts(replace(given, chained=chained), date(2020, 12, 31))
    assert found["drift"].mean[0, 0] == pytest.approx(9.3)


@settings(max_examples=10)
@given(origin=st.integers(2017, 2023), factor=st.floats(0.0, 3.0))
def test_nothing_after_the_origin_is_read(figures: Figures, origin: int, factor: float) -> None:
    whole = edition(figures, WITHIN)
    later = np.array(whole.years) > origin
    other = replace(whole, share=np.where(later, whole.share * factor, whole.share))
    one, two = (forecasts(k.until(origin), date(origin, 12, 31)) for k in (whole, other))
    for name in one:
        assert np.array_equal(one[name].mean, two[name].mean, equal_nan=True)
        assert np.array_equal(one[name].spread, two[name].spread, equal_nan=True)


@pytest.mark.parametrize("vintage", ["2023-07", "2024-03", "2024-06", "2025-08"])
def test_nothing_published_after_an_edition_is_read(figures: Figures, vintage: str) -> None:
    spy = Spy(figures, changed=3.0, after=vintage)
    true, changed = real(figures, vintage), real(spy, vintage)
    for name in true.forecasts:
        assert np.array_equal(
            true.forecasts[name].mean, changed.forecasts[name].mean, equal_nan=True
        )
    assert np.nanmax(np.abs(changed.actual - 3.0 * true.actual)) < 1e-9
    early = [as_of for asked, as_of in spy.asked if asked == vintage]
    assert early
    assert all(day is not None and f"{day:%Y-%m}" == vintage for day in early)


def test_an_edition_of_one_year_gives_points_without_a_model(figures: Figures) -> None:
    found = real(figures, "2023-07")
    assert list(found.forecasts) == [KEPT, "random walk"]
    assert np.isnan(found.forecasts[KEPT].spread).all()
    assert found.horizons == (1, 2, 3)


def test_blanks_are_never_filled(figures: Figures) -> None:
    found = real(figures, "2025-08")
    germany = found.members.index("DEU")  # blank for 2025 in that edition
    assert np.isnan(found.forecasts["random walk"].mean[0, germany]).all()


def test_outcomes_beyond_luxembourgs_break_are_not_compared(figures: Figures) -> None:
    found = within(figures)
    luxembourg = found.members.index("LUX")
    assert np.isnan(found.actual[found.origins.index("2022"), luxembourg]).all()
    assert np.isfinite(found.actual[found.origins.index("2023"), luxembourg, 0])


def test_published_shares_are_what_is_scored(figures: Figures) -> None:
    found = within(figures)
    poland = found.members.index("POL")
    assert found.actual[found.origins.index("2022"), poland, 0] == pytest.approx(3.27, abs=0.01)
    late = real(figures, "2024-06")
    assert late.actual[0, late.members.index("POL"), 0] == pytest.approx(4.25)  # 2025, July 2026


def test_natos_estimate_for_2024_was_23_allies_then_and_17_later(figures: Figures) -> None:
    found = estimate_of(figures, "2024-06")
    assert (found.year, found.at_two) == (2024, (23, 17))


def test_laggards_are_those_that_a_pledge_asks_to_rise(figures: Figures) -> None:
    found = within(figures)
    behind = laggards(found)
    origin = found.origins.index("2020")
    assert behind[origin, found.members.index("ESP")] == 1.0
    assert behind[origin, found.members.index("USA")] == 0.0


def test_bands_of_a_random_walk_cover_what_they_promise() -> None:
    rng = np.random.default_rng(1)
    steps = 0.1 * rng.standard_normal((400, 16))
    share = 1.5 + np.cumsum(steps, axis=1)
    given = known(*share[:, :11].tolist(), last=2010)
    walk = forecasts(given, date(2010, 12, 31))["random walk"]
    for level in (0.5, 0.8, 0.9):
        held = covered(share[:, 11:], walk.mean, walk.spread, level)
        assert held == pytest.approx(level, abs=0.05)


def test_an_edition_that_is_not_there_is_refused(figures: Figures) -> None:
    with pytest.raises(Refusal) as refused:
        edition(figures, SCORED, as_of=date(2020, 1, 1))
    assert refused.value.code == "no-figures"
    assert SERIES in refused.value.message


def test_a_contest_names_what_was_known(figures: Figures) -> None:
    found: Contest = within(figures)
    assert "pseudo-real-time" in found.how
    assert WITHIN in found.how
