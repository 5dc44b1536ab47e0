"""Where the width of a band comes from: on paper, in general, and on the shipped figures."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from burdenshare.errors import Refusal
from burdenshare.figures.store import Figures
from burdenshare.projection.assemble import assemble
from burdenshare.projection.model import Floats
from burdenshare.scenario.load import load, load_text
from burdenshare.study import compute
from burdenshare.study.behaviour import aimed
from burdenshare.study.uncertainty import (
    BEHAVIOUR,
    DEFINITION,
    MACRO,
    PATHS,
    VINTAGE,
    Samples,
    split,
    uncertainty,
)

ITALY = """
name: italy
title: Italy to 3.5 %
members: [ITA]
start: 2026
end: 2035
pledges: [{core: 3.5, by: 2035}]
baselines: [constant_share]
series:
  ITA:
    gdp_nominal: {unit: EUR bn, values: {2024: 1000.0, 2025: 1000.0, 2026: 1000.0, 2027: 1000.0,
      2028: 1000.0, 2029: 1000.0, 2030: 1000.0, 2031: 1000.0, 2032: 1000.0, 2033: 1000.0,
      2034: 1000.0, 2035: 1000.0}}
"""


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    return Figures.open(tmp_path_factory.mktemp("home"))


def shares(samples: Samples) -> dict[str, float]:
    return {part.kind: part.share for part in split(samples)[1]}


def test_two_kinds_on_paper() -> None:
    # Definition moves the outcome by 1, the edition by 2: widths 1, 2 and together 3, whichever
    # comes first.
    samples = Samples(np.array([[[0.0], [2.0]], [[1.0], [3.0]]]), None)
    width, parts = split(samples)
    assert width == 3.0
    assert [part.kind for part in parts] == [DEFINITION, VINTAGE]
    assert [part.share for part in parts] == pytest.approx([1 / 3, 2 / 3])
    assert [part.alone for part in parts] == pytest.approx([1 / 3, 2 / 3])
    assert [part.last for part in parts] == pytest.approx([1 / 3, 2 / 3])


def test_kinds_that_overlap_are_averaged_over_the_orders() -> None:
    # Each moves the outcome from 0 to 1, and both together no further: whoever comes first takes
    # it all, on the average of two orders each takes half.
    samples = Samples(np.array([[[0.0], [1.0]], [[1.0], [1.0]]]), None)
    width, parts = split(samples)
    assert width == 1.0
    assert [part.share for part in parts] == [0.5, 0.5]
    assert [part.alone for part in parts] == [1.0, 1.0]
    assert [part.last for part in parts] == [0.0, 0.0]


def test_the_economy_alone_is_everything() -> None:
    draws = np.random.default_rng(1).normal(size=(1, 1, 1, 10_000))
    width, parts = split(Samples(np.zeros((1, 1, 1)), draws))
    assert width == pytest.approx(2.0 * 1.6449, rel=0.03)
    assert [(part.kind, part.share) for part in parts] == [(MACRO, 1.0)]


def test_a_kind_that_moves_nothing_has_no_share() -> None:
    draws = np.random.default_rng(1).normal(size=(2, 1, 2, 1000))
    draws[1] = draws[0]
    draws[:, :, 1] = draws[:, :, 0] + 5.0
    found = shares(Samples(np.array([[[0.0, 5.0]], [[0.0, 5.0]]]), draws))
    assert found[DEFINITION] == pytest.approx(0.0, abs=1e-12)
    assert found[BEHAVIOUR] > found[MACRO] > 0.0


@given(
    arrays(np.float64, (2, 3, 2, 40), elements=st.floats(-100.0, 100.0)),
    arrays(np.float64, (2, 3, 2), elements=st.floats(-100.0, 100.0)),
)
def test_the_shares_sum_to_one(draws: Floats, central: Floats) -> None:
    width, parts = split(Samples(central, draws + np.linspace(-300.0, 300.0, 40)))
    assert width > 0.0
    assert sum(part.share for part in parts) == pytest.approx(1.0)
    assert {part.kind for part in parts} == {MACRO, DEFINITION, VINTAGE, BEHAVIOUR}


def test_a_band_without_width_or_with_gaps_is_refused() -> None:
    with pytest.raises(Refusal, match="has no width") as refused:
        split(Samples(np.ones((2, 1, 1)), None))
    assert refused.value.code == "bad-argument"
    with pytest.raises(Refusal, match="unknown under one"):
        split(Samples(np.array([[[1.0]], [[np.nan]]]), None))


def test_italy_by_two_definitions_and_two_editions(figures: Figures) -> None:
    found = uncertainty(load_text(ITALY), "extra", figures=figures)
    assert found.alternatives[DEFINITION] == ("NATO", "SIPRI")
    editions = {
        family: sorted(
            {o.vintage for o in figures.rows("milex_pct_gdp", definition=family, vintages="all")}
        )[-2:]
        for family in ("nato", "sipri")
    }
    year = found.start
    start = np.array(
        [
            [
                figures.one("milex_pct_gdp", "ITA", year, definition=family, vintage=edition).value
                for edition in reversed(editions[family])
            ]
            for family in ("nato", "sipri")
        ]
    )
    # Extra over a constant share in 2035, GDP 1,000 billion: 10 (3.5 - start).
    extra = 10.0 * (3.5 - start)
    assert found.reference == pytest.approx(extra[0, 0], rel=1e-12)
    assert found.width == pytest.approx(np.ptp(extra), rel=1e-12)
    alone = {part.kind: part.alone * found.width for part in found.parts}
    assert alone[DEFINITION] == pytest.approx(abs(extra[0, 0] - extra[1, 0]), rel=1e-9)
    assert alone[VINTAGE] == pytest.approx(abs(extra[0, 0] - extra[0, 1]), abs=1e-9)
    assert sum(part.share for part in found.parts) == pytest.approx(1.0)
    document = json.loads(json.dumps(found.to_json()))
    assert document["start"] == year
    assert document["alternatives"][VINTAGE][0].startswith(f"NATO {editions['nato'][1]}")
    assert (
        "Not spread, as there is one alternative only: the economy, behaviour."
        in document["sentences"]
    )


def test_a_start_of_the_users_own_knows_no_definition(figures: Figures) -> None:
    own = load_text(ITALY.replace("by: 2035", "by: 2035, from: {year: 2026, share: 2.0}"))
    with pytest.raises(Refusal, match="has no width"):
        uncertainty(own, "extra", figures=figures)


def test_the_economy_is_the_spread_of_the_draws(figures: Figures) -> None:
    own = ITALY.replace("by: 2035", "by: 2035, from: {year: 2026, share: 2.0}")
    drawn = load_text(own + "draws: 600\n")
    found = uncertainty(drawn, "debt", figures=figures)
    assert found.draws == 600
    assert {part.kind for part in found.parts} == {MACRO, VINTAGE}
    assert sum(part.share for part in found.parts) == pytest.approx(1.0)
    assert found.alternatives[DEFINITION] == ("nato",)
    macro = next(part for part in found.parts if part.kind == MACRO)
    futures = compute(drawn, figures).futures
    assert futures is not None
    low, high = (100.0 * futures.fans["debt"].at(level)[0, -1] for level in (0.05, 0.95))
    assert macro.alone * found.width == pytest.approx(high - low, rel=0.03)
    assert found.reference == 100.0 * futures.fans["debt"].central[0, -1]
    assert (found.outcome.variable, found.outcome.unit) == ("debt_ratio", "% of GDP")


def test_behaviour_is_set_against_the_pledge_kept(figures: Figures) -> None:
    slow = load_text(
        ITALY.replace("by: 2035", "by: 2035, from: {year: 2026, share: 2.0}")
        + "behaviour: {slippage: 0.2}\n"
    )
    found = uncertainty(slow, "extra", figures=figures)
    shares = {part.kind: part.share for part in found.parts}
    assert shares == {VINTAGE: pytest.approx(0.0, abs=1e-9), BEHAVIOUR: pytest.approx(1.0)}
    assert found.alternatives[BEHAVIOUR] == ("as the scenario says", "kept exactly")
    # Of the 15 billion that are budgeted a fifth is never spent.
    assert found.reference == pytest.approx(12.0, rel=1e-9)
    assert found.width == pytest.approx(3.0, rel=1e-9)


def test_a_definition_of_the_state_stands_alone(figures: Figures) -> None:
    found = uncertainty(load("japan-2027"), "extra", figures=figures)
    assert found.alternatives[DEFINITION] == ("national",)
    assert found.start == 0
    assert [part.kind for part in found.parts] == [VINTAGE]


def test_an_edition_that_the_scenario_chooses_is_the_latest_looked_at(figures: Figures) -> None:
    older = load_text(ITALY + "vintages: {nato: 2025-08}\n")
    found = uncertainty(older, "extra", figures=figures)
    assert [words.split(",")[0] for words in found.alternatives[VINTAGE]] == [
        "NATO 2025-08",
        "NATO 2024-06",
    ]


BEHAVED = """
name: behaved
title: What two allies would do
members: [DEU, ITA]
start: 2026
end: 2030
definition: nato
pledges: [{core: 3.5, by: 2030}]
baselines: [constant_share]
behaviour: {kind: behaved}
draws: 40
"""


def test_behaviour_is_spread_over_what_allies_would_do(figures: Figures) -> None:
    scenario = load_text(BEHAVED)
    found = uncertainty(scenario, "share@ITA", figures=figures)
    inputs = assemble(scenario, figures)
    does = aimed(scenario, inputs, figures)
    assert does is not None
    at = inputs.members.index("ITA"), inputs.years.index(2030)
    # The share is not shocked: all of its band is behaviour, the median and the first paths.
    shares = [float(np.median(does.paths[:, *at])), *does.paths[:PATHS, *at]]
    low, high = np.quantile(shares, [0.05, 0.95], method="inverted_cdf")
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))
    assert found.reference == pytest.approx(shares[0], abs=1e-3)
    by_kind = {part.kind: part.share for part in found.parts}
    assert by_kind == {MACRO: pytest.approx(0.0), BEHAVIOUR: pytest.approx(1.0)}
    assert len(found.alternatives[BEHAVIOUR]) == PATHS + 1
    sipri, older = found.left_out
    assert sipri.startswith("SIPRI (behaved: behaviour: definition: sipri")
    assert "NATO 2025-08" in older
    assert "no share of DEU is published for 2025" in older
    sentences = " ".join(found.sentences())
    assert f"behaviour: the median of what allies would do against {PATHS} others" in sentences
    assert "Left out: SIPRI" in sentences


def test_a_kept_pledge_says_where_behaviour_would_come_from(figures: Figures) -> None:
    kept = uncertainty(load_text(ITALY), "extra", figures=figures)
    assert "Every pledge counts as kept;" in " ".join(kept.sentences())
    assert kept.compared().startswith("the definition: NATO against SIPRI; ")
