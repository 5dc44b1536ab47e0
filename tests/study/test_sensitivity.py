"""Sobol's indices against functions whose indices are known, and on a scenario."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from burdenshare.errors import Refusal
from burdenshare.figures.store import Figures
from burdenshare.projection.model import Floats
from burdenshare.study.sensitivity import from_blocks, indices, sensitivity
from burdenshare.study.sweep import Design, read_vary
from burdenshare.study.sweep.design import blocks, sobol

from .sweeping import scenario


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    return Figures.open(tmp_path_factory.mktemp("home"))


def ishigami(x: Floats) -> Floats:
    """Ishigami and Homma (1990), a = 7, b = 0.1."""
    return np.asarray(
        np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    )


def halves(count: int, inputs: int, seed: int = 1) -> tuple[Floats, Floats]:
    both = sobol(count, 2 * inputs, seed)
    return both[:, :inputs], both[:, inputs:]


# From the analytic variances of Ishigami's function: V = a^2/8 + b pi^4/5 + b^2 pi^8/18 + 1/2,
# V1 = (1 + b pi^4/5)^2 / 2, V2 = a^2/8, V13 = b^2 pi^8 (1/18 - 1/50).
ISHIGAMI = {"first": (0.3139052, 0.4424111, 0.0), "total": (0.5575889, 0.4424111, 0.2436837)}


def test_the_published_indices_of_ishigami() -> None:
    a, b = (np.pi * (2.0 * half - 1.0) for half in halves(16384, 3))
    found = indices(ishigami, a, b)
    assert [each.first for each in found] == pytest.approx(ISHIGAMI["first"], abs=3e-3)
    assert [each.total for each in found] == pytest.approx(ISHIGAMI["total"], abs=3e-3)
    for each, first, total in zip(found, ISHIGAMI["first"], ISHIGAMI["total"], strict=True):
        assert each.first_interval[0] <= first <= each.first_interval[1]
        assert each.total_interval[0] <= total <= each.total_interval[1]
        assert each.total_interval[1] - each.total_interval[0] < 0.06


def test_the_estimates_are_those_of_scipy() -> None:
    a, b = (np.pi * (2.0 * half - 1.0) for half in halves(256, 3))
    values = [ishigami(block) for block in blocks(a, b)]
    found = from_blocks(np.array(values))
    theirs = stats.sobol_indices(
        func={
            "f_A": values[0][None],
            "f_B": values[1][None],
            "f_AB": np.array(values[2:])[:, None],
        },
        n=256,
    )
    assert [each.first for each in found] == pytest.approx(theirs.first_order.ravel(), rel=1e-9)
    assert [each.total for each in found] == pytest.approx(theirs.total_order.ravel(), rel=1e-9)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_intervals_cover_what_they_should(seed: int) -> None:
    generator = np.random.default_rng(seed)
    covered = 0
    for _ in range(40):
        a, b = (np.pi * (2.0 * generator.random((256, 3)) - 1.0) for _ in range(2))
        found = indices(ishigami, a, b, seed=seed)
        for each, total in zip(found, ISHIGAMI["total"], strict=True):
            covered += each.total_interval[0] <= total <= each.total_interval[1]
    assert covered >= 0.88 * 120


@settings(max_examples=15)
@given(st.lists(st.floats(0.5, 4.0), min_size=2, max_size=4))
def test_a_sum_has_shares_by_variance_and_nothing_together(weights: list[float]) -> None:
    a, b = halves(1024, len(weights))
    found = indices(lambda x: x @ np.array(weights), a, b)
    expected = np.square(weights) / np.square(weights).sum()
    assert [each.first for each in found] == pytest.approx(expected, abs=0.03)
    assert [each.total for each in found] == pytest.approx(expected, abs=0.03)


def test_a_level_does_not_matter() -> None:
    a, b = halves(256, 2)
    low = indices(lambda x: x.sum(axis=1), a, b)
    high = indices(lambda x: x.sum(axis=1) + 1e6, a, b)
    assert [each.total for each in low] == pytest.approx([each.total for each in high], rel=1e-6)


def test_correlated_inputs_are_refused_with_the_reason() -> None:
    a, b = halves(256, 3)
    a[:, 2], b[:, 2] = a[:, 0] + 0.1 * a[:, 2], b[:, 0] + 0.1 * b[:, 2]
    with pytest.raises(Refusal, match="inputs 1 and 3 are correlated") as refused:
        indices(ishigami, a, b)
    assert refused.value.code == "bad-argument"
    assert "vary independently" in refused.value.message


def test_an_outcome_that_never_changes_is_refused() -> None:
    a, b = halves(64, 2)
    with pytest.raises(Refusal, match="the same at every point"):
        indices(lambda x: np.full(len(x), 3.0), a, b)
    with pytest.raises(Refusal, match="unknown at some points"):
        indices(lambda x: np.where(x[:, 0] > 0.5, np.nan, 1.0), a, b)


def test_a_scenario(figures: Figures, tmp_path: Path) -> None:
    # The extra in 2035 is 10 (core - 2): growth beyond the forecast moves nothing, since the GDP
    # is given up to 2035; the sum grows when the deadline comes earlier.
    vary = read_vary(
        ["pledges[0].core=2.5:4.5:5", "pledges[0].by=2030:2035", "assumptions.real_growth=0,3"],
        scenario,
    )
    folder = tmp_path / "out"
    found = sensitivity(
        scenario, vary, "cumulative_extra", figures=figures, points=32, folder=folder
    )
    assert found.sweep.design == Design("saltelli", 32, 1)
    assert len(found.sweep.points) == 32 * 5
    core, by, growth = found.indices
    assert core.total > by.total > growth.total == pytest.approx(0.0, abs=1e-12)
    # The sum is a product of core - 2, which is 0.5, 1.0 ... 2.5, and the years k at the new share,
    # (by - 2025) / 2 + 2035 - by: with the moments of both the first order indices are exact.
    m, v = 1.5, 0.5
    years = np.array([(by - 2025) / 2.0 + 2035 - by for by in range(2030, 2036)])
    n, w = years.mean(), years.var()
    whole = v * w + v * n**2 + w * m**2
    assert core.first == pytest.approx(v * n**2 / whole, abs=0.05)
    assert by.first == pytest.approx(w * m**2 / whole, abs=0.05)
    document = json.loads(json.dumps(found.to_json()))
    assert document["rows"][0]["path"] == "pledges[0].core"
    assert document["variance"] == pytest.approx(100.0 * whole, rel=0.1)
    assert document["mean"] == pytest.approx(10.0 * m * n, rel=0.02)
    assert document["sentences"][0].startswith(
        "Of the variance of the sum of extra spending over constant share, Italy, promised core "
        "share (pledges[0].core) answers for "
    )
    again = sensitivity(
        scenario, vary, "cumulative_extra", figures=figures, points=32, folder=folder
    )
    assert again.sweep.computed == 0
    assert again.to_json()["rows"] == document["rows"]


def test_one_input_alone_acts_together_with_none(figures: Figures) -> None:
    vary = read_vary(["pledges[0].core=2:4"], scenario)
    found = sensitivity(scenario, vary, "cumulative_extra", figures=figures, points=4)
    assert abs(1.0 - found.indices[0].first) > 0.05  # the estimate of few points, not of others
    assert not any("acting together" in sentence for sentence in found.sentences())


def test_fields_that_cannot_vary_independently_are_refused(figures: Figures) -> None:
    vary = read_vary(["pledges[0].by=2028,2030", "pledges[0].waypoints.2029=2.2:2.4"], scenario)
    with pytest.raises(Refusal, match="cannot vary independently") as refused:
        sensitivity(scenario, vary, "extra", figures=figures, points=4)
    assert refused.value.code == "bad-argument"
    assert "a waypoint after the deadline" in refused.value.details[0]["message"]
    assert "pledges[0].by=2028" in refused.value.details[0]["where"]
