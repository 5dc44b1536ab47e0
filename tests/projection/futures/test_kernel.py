"""The compiled engine gives the oracle's numbers to the last bit, on any number of threads."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from burdenshare.projection.futures import kernel, oracle
from burdenshare.projection.futures.layout import variables
from burdenshare.projection.futures.model import Condition, Event, Levers, alliance_names
from burdenshare.projection.futures.terms import Terms, build, in_precision
from burdenshare.projection.futures.wanted import Tally, Wanted, places, wanted
from burdenshare.projection.model import Inputs

from .factory import calibration, everything, fiscal, three

DRAWS = 2500
"""More than one group of blocks, and no whole number of blocks."""
EVENTS = (
    Event("high and rising", (Condition("debt", 0.9), Condition("debt", 0.0, since=5))),
    Event("not rising without", (Condition("debt_without", 0.0, "at most", since=3),)),
    Event("at target", (Condition("share", np.array([3.5, 3.5, 4.0]), "at least"),)),
    Event("dear", (Condition("extra_of_gdp", 0.01), Condition("balance", -0.05, "below"))),
)


def all_of(terms: Terms, given: Inputs, precision: str = "double") -> Wanted:
    names, totals = variables(given.baselines), alliance_names(given.baselines)
    return wanted(
        terms,
        given.baselines,
        streamed=names,
        kept=names,
        totals=totals,
        kept_totals=totals,
        events=EVENTS,
        precision=precision,
    )


@pytest.fixture(scope="module", params=["everything", "nothing", "known for long", "behaved"])
def case(request: pytest.FixtureRequest) -> tuple[Inputs, Terms]:
    given = three()
    levers = Levers() if request.param == "nothing" else everything()
    if request.param == "behaved":
        paths = np.random.default_rng(1).uniform(1.5, 4.5, (192, 3, 11))
        levers = replace(
            levers, behaviour="behaved", aimed=np.median(paths, axis=0), aimed_draws=paths
        )
    known = 2028 if request.param == "known for long" else 2025
    terms = build(given, fiscal(given, known_year=known), levers, calibration(), 2**40 + 3)
    return given, terms


def test_every_number_is_the_oracles_bit_for_bit(case: tuple[Inputs, Terms]) -> None:
    given, terms = case
    want = all_of(terms, given)
    ranges = oracle.ranges(terms, want, 1000)
    for a, b in zip(ranges, kernel.ranges(terms, want, 1000), strict=True):
        np.testing.assert_array_equal(a, b)
    bins = places(want, ranges, oracle.middle(terms, want))
    expected = oracle.tally(terms, want, bins, DRAWS)
    found = kernel.tally(terms, want, bins, DRAWS)
    for name, a, b in zip(Tally._fields, expected, found, strict=True):
        np.testing.assert_array_equal(a, b, err_msg=name)
    assert 0 < found.happened[0].max() < DRAWS


def test_threads_and_more_draws_do_not_matter(case: tuple[Inputs, Terms]) -> None:
    given, terms = case
    want = all_of(terms, given)
    bins = places(want, kernel.ranges(terms, want, 1000, threads=1), oracle.middle(terms, want))
    one, three_threads = (kernel.tally(terms, want, bins, DRAWS, threads=n) for n in (1, 3))
    for a, b in zip(one, three_threads, strict=True):
        np.testing.assert_array_equal(a, b)
    fewer = kernel.tally(terms, want, bins, 70)
    np.testing.assert_array_equal(fewer.kept, one.kept[..., :70])
    np.testing.assert_array_equal(fewer.kept_totals, one.kept_totals[..., :70])
    assert fewer.counts.sum() == 70 * fewer.counts[..., 0].size


def test_what_is_not_wanted_changes_nothing(case: tuple[Inputs, Terms]) -> None:
    given, terms = case
    every = all_of(terms, given)
    few = wanted(
        terms,
        given.baselines,
        streamed=("debt",),
        kept=("share",),
        totals=(),
        kept_totals=(),
        events=(),
        precision="double",
    )
    assert not few.beside
    whole, part = (
        kernel.tally(
            terms,
            want,
            places(want, kernel.ranges(terms, want, 500), oracle.middle(terms, want)),
            500,
        )
        for want in (every, few)
    )
    names = variables(given.baselines)
    np.testing.assert_array_equal(part.kept[0], whole.kept[names.index("share")])
    np.testing.assert_array_equal(part.counts[0], whole.counts[names.index("debt")])


def test_single_precision_agrees_to_four_digits() -> None:
    given = three()
    terms = build(given, fiscal(given), everything(), calibration(), 5)
    found: list[Any] = []
    for precision, kind in (("double", np.float64), ("single", np.float32)):
        cast = in_precision(terms, kind)
        want = all_of(cast, given, precision)
        bins = places(want, kernel.ranges(cast, want, 500), oracle.middle(terms, want))
        found.append(kernel.tally(cast, want, bins, 500))
    for a, b in ((found[0].kept, found[1].kept), (found[0].kept_totals, found[1].kept_totals)):
        largest = np.abs(a).max(axis=(-1, -2), keepdims=True)
        assert (np.abs(a - b) <= 1e-4 * largest + 1e-4).all()
    np.testing.assert_allclose(found[0].happened, found[1].happened, atol=2)
