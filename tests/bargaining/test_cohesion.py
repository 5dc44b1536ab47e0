"""Cohesion and credibility: dispersion of gaps, polarisation of positions, money and keepers."""

from __future__ import annotations

import csv
import io
import math
import statistics
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import burdenshare.figures
from bargaining.factory import table
from burdenshare.bargaining.cohesion import cohesion, dispersion
from burdenshare.bargaining.credibility import credibility
from burdenshare.bargaining.polarisation import (
    ALPHA,
    HIGHEST_ALPHA,
    polarisation,
    polarisations,
)
from burdenshare.errors import Refusal
from burdenshare.figures.store import Figures

DATA = Path(burdenshare.figures.__file__).parent / "data"
WEIGHTED = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 50)), min_size=1, max_size=8)
ALPHAS = st.floats(0.05, HIGHEST_ALPHA)


@pytest.fixture(scope="module")
def figures() -> Figures:
    return Figures.open()


def printed(edition: str, series: str, year: int) -> dict[str, float]:
    with (DATA / f"nato_{edition}.csv").open(encoding="utf-8", newline="") as stream:
        return {
            row["country"]: float(row["value"])
            for row in csv.DictReader(stream)
            if (row["series"], row["year"]) == (series, str(year))
            and not row["country"].startswith("NATO")
        }


class TestPolarisation:
    @pytest.mark.parametrize("alpha", [0.5, 1.0, 1.3, 1.6])
    def test_two_equal_camps_at_the_ends_have_one(self, alpha: float) -> None:
        assert polarisation(np.array([0.0, 1.0]), np.ones(2), alpha) == pytest.approx(1.0)
        assert polarisation(np.array([0.0, 0.0, 1.0, 1.0]), np.ones(4), alpha) == pytest.approx(1)

    def test_by_hand(self) -> None:
        unequal = polarisation(np.array([0.0, 1.0]), np.array([1.0, 3.0]), 1.0)
        assert unequal == pytest.approx(4 * (0.25**2 * 0.75 + 0.75**2 * 0.25))
        thirds = polarisation(np.array([0.0, 0.5, 1.0]), np.ones(3), 1.0)
        assert thirds == pytest.approx(4 * (4 * 0.5 + 2 * 1.0) / 27)
        assert thirds < 1.0, "a middle camp keeps the others together"

    def test_one_camp_has_none(self) -> None:
        assert polarisation(np.array([0.4, 0.4]), np.array([1.0, 9.0])) == 0.0

    @given(WEIGHTED, ALPHAS, st.floats(0.01, 100.0), st.randoms())
    def test_bounds_order_unit_and_direction(
        self, pairs: list[tuple[int, int]], alpha: float, unit: float, rng: Any
    ) -> None:
        x = np.array([a / 20 for a, _ in pairs])
        w = np.array([float(b) for _, b in pairs])
        plain = polarisation(x, w, alpha)
        assert -1e-12 <= plain <= 1.0 + 1e-9
        order = rng.sample(range(len(pairs)), len(pairs))
        assert polarisation(x[order], w[order], alpha) == pytest.approx(plain, abs=1e-12)
        assert polarisation(x, unit * w, alpha) == pytest.approx(plain, abs=1e-12)
        assert polarisation(1.0 - x, w, alpha) == pytest.approx(plain, abs=1e-12)
        assert polarisation(x / 2.0, w, alpha) == pytest.approx(plain / 2.0, abs=1e-9)

    @given(WEIGHTED, ALPHAS)
    def test_who_stands_together_is_one_camp(
        self, pairs: list[tuple[int, int]], alpha: float
    ) -> None:
        x = np.array([a / 20 for a, _ in pairs])
        w = np.array([float(b) for _, b in pairs])
        split = polarisation(np.repeat(x, 2), np.repeat(w / 2, 2), alpha)
        assert split == pytest.approx(polarisation(x, w, alpha), abs=1e-12)

    @pytest.mark.parametrize("alpha", [0.0, 1.7, math.nan])
    def test_other_alphas_are_refused(self, alpha: float) -> None:
        with pytest.raises(Refusal, match="alpha") as caught:
            polarisation(np.array([0.0, 1.0]), np.ones(2), alpha)
        assert caught.value.code == "bad-argument"

    def test_of_a_table_by_heads_and_by_capability(self) -> None:
        (found,) = polarisations(table([0.0, 0.0, 100.0], capability=[1, 1, 2]), 1.0)
        assert (found.camps, found.actors) == (2, 3)
        assert found.by_capability == pytest.approx(1.0)
        assert found.equal == pytest.approx(4 * (4 / 27 + 2 / 27))
        assert found.spread == pytest.approx(statistics.pstdev([0.0, 0.0, 1.0]))


class TestCohesion:
    def test_one_year_by_hand(self, figures: Figures) -> None:
        (found,) = cohesion(figures, 2.0, years=(2024, 2024)).series
        share = printed("2026-07", "milex_pct_gdp", 2024)
        gdp = printed("2026-07", "gdp_usd_current", 2024)
        gaps = {ally: share[ally] - 2.0 for ally in share}
        assert (found.vintage, found.n) == ("2026-07", 31)
        assert found.below == 31 - 17, "17 allies at 2 % in 2024 by this edition"
        assert found.mean_gap == pytest.approx(statistics.mean(gaps.values()))
        assert found.spread == pytest.approx(statistics.pstdev(gaps.values()))
        assert found.mean_shortfall == pytest.approx(
            sum(max(0.0, -gap) for gap in gaps.values()) / 31
        )
        assert found.range == pytest.approx(max(gaps.values()) - min(gaps.values()))
        assert (found.lowest, found.highest) == ("BEL", "POL")
        total = sum(gdp[ally] for ally in share)
        mean = sum(gdp[ally] * gaps[ally] for ally in share) / total
        variance = sum(gdp[ally] * (gaps[ally] - mean) ** 2 for ally in share) / total
        assert found.spread_by_gdp == pytest.approx(math.sqrt(variance))
        below = sum(gdp[ally] for ally in share if gaps[ally] < 0)
        assert found.below_by_gdp == pytest.approx(below / total)

    def test_editions_stand_side_by_side_and_are_never_chained(self, figures: Figures) -> None:
        found = cohesion(figures, 2.0, years=(2024, 2024), vintages="all")
        assert {one.vintage: one.n - one.below for one in found.series} == {
            "2024-06": 23,
            "2025-08": 18,
            "2026-07": 17,
        }
        assert any("edition" in note for note in found.notes)

    def test_an_edition_without_gdp_is_not_weighted(self, figures: Figures) -> None:
        (found,) = cohesion(figures, 2.0, years=(2024, 2024), vintages="2025-08").series
        assert found.spread_by_gdp is None
        assert found.below_by_gdp is None

    def test_the_members_of_the_year_and_the_breaks(self, figures: Figures) -> None:
        found = cohesion(figures, 2.0)
        n = {one.year: one.n for one in found.series}
        assert (n[2016], n[2017], n[2020], n[2023], n[2024]) == (27, 28, 29, 30, 31)
        notes = " ".join(found.notes)
        assert "an entry" in notes
        assert "LUX" in notes
        assert "2022" in notes
        early = " ".join(cohesion(figures, 2.0, years=(2014, 2016)).notes)
        assert "LUX" not in early

    def test_positions_beside_the_series(self, figures: Figures) -> None:
        given = table([0.0, 100.0])
        told = cohesion(figures, 2.0, years=(2024, 2024), table=given, alpha=1.0).to_json()
        assert told["positions"]["case"]["i0"]["equal"] == pytest.approx(1.0)
        assert told["alpha"] == 1.0

    @given(
        st.lists(st.tuples(st.floats(-5, 5), st.floats(0.1, 10)), min_size=1, max_size=9),
        st.floats(-3, 3),
    )
    def test_another_pledge_moves_the_mean_and_not_the_spread(
        self, pairs: list[tuple[float, float]], shift: float
    ) -> None:
        gaps, weights = (np.array(column) for column in zip(*pairs, strict=True))
        mean, spread = dispersion(gaps, weights)
        other_mean, other_spread = dispersion(gaps + shift, 7.0 * weights)
        assert other_mean == pytest.approx(mean + shift, abs=1e-9)
        assert other_spread == pytest.approx(spread, abs=1e-9)
        assert 0.0 <= spread <= np.ptp(gaps) / 2 + 1e-9

    def test_refusals(self, figures: Figures) -> None:
        for pledge in (0.0, 100.0, math.nan):
            with pytest.raises(Refusal, match="pledge") as caught:
                cohesion(figures, pledge)
            assert caught.value.code == "bad-argument"
        with pytest.raises(Refusal, match="IP4") as caught:
            cohesion(figures, 2.0, alliance="IP4")
        assert caught.value.code == "no-figures"
        with pytest.raises(Refusal, match="1990"):
            cohesion(figures, 2.0, years=(1990, 1995))


class TestCredibility:
    def test_by_hand(self) -> None:
        found = credibility({"A": 100.0, "B": 50.0, "C": 50.0}, {"A": 0.9, "B": 0.2, "C": None})
        assert found.total == 200.0
        assert found.expected == pytest.approx((90 + 10) / 200)
        assert found.expected_high == pytest.approx((90 + 10 + 50) / 200)
        assert found.likely == pytest.approx(100 / 200)
        assert found.unknown == ("C",)
        assert [row["ally"] for row in found.allies] == ["C", "B", "A"]
        assert [row["in_doubt"] for row in found.allies] == pytest.approx([0.25, 0.2, 0.05])
        told = found.to_json()
        assert told["expected"] == found.expected
        assert any("not" in note and "lost" in note for note in told["notes"])

    def test_the_threshold_of_a_likely_keeper(self) -> None:
        money, chances = {"A": 1.0, "B": 3.0}, {"A": 0.5, "B": 0.49}
        assert credibility(money, chances).likely == pytest.approx(0.25)
        assert credibility(money, chances, threshold=0.4).likely == pytest.approx(1.0)
        assert credibility(money, chances, threshold=1.0).likely == 0.0

    @given(
        st.lists(
            st.tuples(st.integers(1, 10**6), st.one_of(st.none(), st.floats(0, 1))),
            min_size=1,
            max_size=10,
        ),
        st.floats(0.001, 1000.0),
    )
    def test_bounds_and_unit(self, pairs: list[tuple[int, float | None]], unit: float) -> None:
        money = {f"A{i}": float(m) for i, (m, _) in enumerate(pairs)}
        chances = {f"A{i}": p for i, (_, p) in enumerate(pairs)}
        plain = credibility(money, chances)
        assert 0.0 <= plain.expected <= plain.expected_high <= 1.0
        assert 0.0 <= plain.likely <= 1.0
        doubts = sum(row["in_doubt"] for row in plain.allies)
        assert doubts == pytest.approx(1.0 - plain.expected)
        scaled = credibility({a: unit * m for a, m in money.items()}, chances)
        assert scaled.expected == pytest.approx(plain.expected)
        surer = {a: None if p is None else min(1.0, p + 0.1) for a, p in chances.items()}
        assert credibility(money, surer).expected >= plain.expected - 1e-12
        everyone = credibility(money, dict.fromkeys(money, 1.0))
        assert (everyone.expected, everyone.likely) == pytest.approx((1.0, 1.0))

    def test_everything_wrong_is_said_at_once(self) -> None:
        with pytest.raises(Refusal) as caught:
            credibility({"A": -1.0, "B": math.inf}, {"A": 1.2, "B": math.nan}, threshold=0.0)
        assert caught.value.code == "bad-argument"
        assert len(caught.value.details) == 5
        with pytest.raises(Refusal, match="nobody"):
            credibility({"A": 0.0}, {"A": 0.5})
        with pytest.raises(Refusal, match="nobody"):
            credibility({}, {})


class TestCommand:
    def test_json_and_csv(self, burdenshare: Callable[..., Any]) -> None:
        told = burdenshare(
            "cohesion", "--pledge", "3.5", "--case", "hague-2025", "--years", "2024:2025", "--json"
        ).json
        assert [one["year"] for one in told["series"]] == [2024, 2025]
        assert told["pledge"] == 3.5
        assert told["alpha"] == ALPHA
        assert set(told["positions"]["hague-2025"]) == {
            "headline", "core", "related", "deadline", "uniformity",
        }  # fmt: skip
        rows = list(csv.DictReader(io.StringIO(burdenshare("cohesion", "--csv").out)))
        assert {"spread", "definition", "not_final"} <= set(rows[0])

    def test_people_read_what_became_of_the_gaps(self, burdenshare: Callable[..., Any]) -> None:
        out = burdenshare("cohesion", "--case", "hague-2025", "--alpha", "1.0").out
        assert "Edition 2026-07, 2014 to 2026: what an ally lacks to 2 % fell" in out
        assert "alpha 1;" in out
        assert "Note:" in out
        one = burdenshare("cohesion", "--years", "2024").out
        assert "Edition" not in one

    def test_refusals(self, burdenshare: Callable[..., Any]) -> None:
        for arguments, code in (
            (("--pledge", "0"), "bad-argument"),
            (("--alpha", "3", "--case", "hague-2025"), "bad-argument"),
            (("--case", "hague-2026"), "file-not-found"),
            (("--alliance", "Quad"), "no-figures"),
            (("--vintages", "2001-01"), "unknown-vintage"),
        ):
            answer = burdenshare("cohesion", *arguments, "--json")
            assert answer.status == 2
            assert answer.json["error"]["code"] == code
