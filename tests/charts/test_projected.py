"""The charts of a projection: paths and costs tie in with its numbers."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from burdenshare.charts.costs import Costs, apart, cost_bars, cost_stack, extra_costs
from burdenshare.charts.path_to_pledge import path_to_pledge
from burdenshare.charts.theme import Credit
from burdenshare.errors import Refusal
from burdenshare.projection.project import project

from .factory import inputs, share, source

Made = dict[str, Any]
CREDIT = Credit((source(),))
NAMED: dict[str, Any] = {"credit": CREDIT, "definition": "NATO core defence, July 2026 edition"}
Texts = Callable[[Made], dict[str, list[str]]]


# Path to the pledge -------------------------------------------------------------------------------


def test_small_plots_come_in_the_order_of_the_gap(projected: tuple[Any, Any], texts: Texts) -> None:
    spec = path_to_pledge(projected[1], **NAMED)
    heads = [row["head"] for row in spec["datasets"]["panels"]]
    assert heads == ["Spain: +1.50", "Germany: +1.00", "Poland: 0.00"]
    assert " ".join(texts(spec)["title"]) == (
        "How far to the pledge: 2 of 3 allies have to raise their share of GDP; "
        "Spain by the most, 1.50 points"
    )


def test_scales_that_are_alike_have_their_numbers_at_the_left(projected: tuple[Any, Any]) -> None:
    sets = path_to_pledge(projected[1], **NAMED)["datasets"]
    assert len({(row["from"], row["to"]) for row in sets["panels"]}) == 1
    assert {row["x"] for row in sets["ticks"] if row["text"]} == {sets["panels"][0]["left"]}


def test_the_gap_lies_between_the_path_and_the_constant_share(projected: tuple[Any, Any]) -> None:
    rows = path_to_pledge(projected[1], **NAMED, countries=["ESP"])["datasets"]["gaps"]
    gap = [(r["year"], r["low"], round(r["high"], 9)) for r in rows]
    # From 2 to 3.5 % in four equal steps of 0.375 points.
    assert gap == [(2026 + i, 2.0, 2.0 + 0.375 * i) for i in range(5)]


def test_one_country_is_told_its_gap_in_points_and_money(
    projected: tuple[Any, Any], texts: Texts
) -> None:
    said = texts(path_to_pledge(projected[1], **NAMED, countries=["ESP"]))
    assert " ".join(said["title"]) == "Spain: from 2.00 % of GDP in 2026 to 3.50 % in 2030"
    # 1.5 % of a GDP of 2000 bn.
    assert "in 2030 1.50 points of GDP, EUR 30.0 bn at current prices." in " ".join(
        said["subtitle"]
    )


def test_who_is_above_the_pledge_is_told_so(projected: tuple[Any, Any], texts: Texts) -> None:
    said = texts(path_to_pledge(projected[1], **NAMED, countries=["POL"]))
    assert " ".join(said["title"]) == (
        "Poland: from 4.00 % of GDP in 2026 on, no more is needed for the pledge of 3.5 %"
    )


def test_money_is_not_said_where_it_is_not_known(texts: Texts) -> None:
    made = inputs()
    unknown = project(replace(made, gdp=made.gdp * np.nan, base=made.base * np.nan))
    other = project(replace(made, baselines=("share_3.0",)))
    for projection in (unknown, other):
        said = texts(path_to_pledge(projection, **NAMED, countries=["ESP"]))
        assert "bn at current prices" not in " ".join(said["subtitle"])


def test_the_past_is_drawn_where_it_is_given(projected: tuple[Any, Any]) -> None:
    past = [share(c, 1.0, year=y) for c in ("ESP", "FRA") for y in (2024, 2025, 2026, 2027)]
    spec = path_to_pledge(projected[1], **NAMED, countries=["ESP"], history=past)
    assert [d["year"] for d in spec["datasets"]["dots"]] == [2024, 2025, 2026]


@pytest.mark.parametrize(
    ("other", "code"),
    [({"vintage": "2025-08"}, "mixed-definitions"), ({"source": "x"}, ""), ({}, "")],
)
def test_a_past_of_two_definitions_is_refused(
    projected: tuple[Any, Any], other: dict[str, Any], code: str
) -> None:
    past = [share("ESP", 1.0, year=2024), share("ESP", 1.1, **{"year": 2025, **other})]
    if not code:
        path_to_pledge(projected[1], **NAMED, history=past)
        return
    with pytest.raises(Refusal) as refused:
        path_to_pledge(projected[1], **NAMED, history=past)
    assert refused.value.code == code


def test_a_past_of_two_editions_is_refused(projected: tuple[Any, Any]) -> None:
    past = [share("ESP", 1.0, v, year=2024) for v in ("2024-06", "2025-08")]
    with pytest.raises(Refusal) as refused:
        path_to_pledge(projected[1], **NAMED, history=past)
    assert refused.value.code == "mixed-vintages"


@pytest.mark.parametrize(
    ("countries", "code"),
    [(["FRA"], "no-figures"), ([], "no-figures"), (["XYZ"], "unknown-country")],
)
def test_a_country_outside_the_projection_is_refused(
    projected: tuple[Any, Any], countries: list[str], code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        path_to_pledge(projected[1], **NAMED, countries=countries)
    assert refused.value.code == code


def test_a_share_of_another_base_is_named(texts: Texts) -> None:
    made = inputs()
    made = replace(made, base=made.base * np.array([[1.0], [1.0], [0.7]]))
    said = " ".join(texts(path_to_pledge(project(made), **NAMED))["subtitle"])
    assert "another base than GDP of the year: Germany." in said


# Costs --------------------------------------------------------------------------------------------


def test_several_countries_are_counted_in_dollars_as_the_projection_counts_them(
    projected: tuple[Any, Any],
) -> None:
    made, projection = projected
    costs = extra_costs(made, projection, "constant_share")
    assert costs.unit == "USD bn, 2026 prices and exchange rates"
    # Germany: 0.25 points a year of 3000 bn, at two euros a dollar, prices rising by 2 % a year.
    expected = [0.0025 * i * 3000 / 2 / 1.02**i for i in range(5)]
    assert costs.amounts["DEU"] == pytest.approx(expected)
    total = projection.alliance.extra_real["constant_share"].sum()
    assert sum(costs.known.values()) == pytest.approx(total)


def test_one_country_is_counted_in_its_own_money() -> None:
    made = inputs(("ESP",), (2.0,))
    costs = extra_costs(made, project(made), "constant_share")
    assert costs.unit == "PLN bn, 2026 prices"
    assert costs.amounts["ESP"][-1] == pytest.approx(15 / 1.02**4)


def test_a_baseline_is_said_in_words(projected: tuple[Any, Any], texts: Texts) -> None:
    costs = extra_costs(*projected, "share_3.0")
    assert costs.against == "3 % of GDP"
    title = " ".join(texts(cost_stack(costs, **NAMED))["title"])
    assert "more than 3 % of GDP, 2026-2030" in title


def test_an_unknown_baseline_and_a_missing_common_year_are_refused(
    projected: tuple[Any, Any],
) -> None:
    made, projection = projected
    with pytest.raises(Refusal, match="no baseline 'plan'") as refused:
        extra_costs(made, projection, "plan")
    assert "constant_share" in refused.value.hint
    with pytest.raises(Refusal) as missing:
        extra_costs(replace(made, fx_at_base=None), projection, "constant_share")
    assert missing.value.code == "missing-inputs"


def costs(**amounts: tuple[float, ...]) -> Costs:
    return Costs(
        (2026, 2027), amounts, "USD bn, 2026 prices and exchange rates", "a constant share"
    )


def test_the_largest_are_named_and_the_rest_is_summed(texts: Texts) -> None:
    made = costs(POL=(1, 2), DEU=(10, 20), FRA=(5, 5), ESP=(2, 2))
    spec = cost_stack(made, **NAMED, top=2)
    rows = spec["datasets"]["layers"]
    assert [r["layer"] for r in rows if r["year"] == 2027] == ["Germany", "France", "2 others"]
    assert [(r["low"], r["high"]) for r in rows if r["year"] == 2027] == [
        (0, 20),
        (20, 25),
        (25, 29),
    ]
    assert [r["text"] for r in spec["datasets"]["sums"]] == ["18.0", "29.0"]
    said = texts(spec)
    assert "USD 47.0 bn more" in " ".join(said["title"])
    assert "The 2 largest over all years are named, the other 2 summed." in said["subtitle"]


def test_what_is_below_the_baseline_or_unknown_is_never_netted_and_is_named(texts: Texts) -> None:
    made = costs(POL=(1, 2), DEU=(-5, 1), FRA=(math.nan, 1))
    for chart in (cost_stack, cost_bars):
        said = texts(chart(made, **NAMED))
        assert "costs 2 allies USD 4.0 bn more" in " ".join(said["title"])
        subtitle = " ".join(said["subtitle"])
        assert "prices or exchange rates are unknown: France." in subtitle
        assert "counted as zero there: Germany." in subtitle


def test_bars_are_sorted_by_the_sum(texts: Texts) -> None:
    spec = cost_bars(costs(POL=(1, 2), DEU=(10, 200), FRA=(0, 0)), **NAMED)
    assert [(r["country"], r["text"]) for r in spec["datasets"]["costs"]] == [
        ("Germany", "210"),
        ("Poland", "3.0"),
        ("France", "0"),
    ]
    # 210 of 213.
    assert " ".join(texts(spec)["title"]).endswith("; Germany 99 % of it")


def test_a_pledge_that_costs_nothing_can_be_drawn(texts: Texts) -> None:
    for chart in (cost_stack, cost_bars):
        said = texts(chart(costs(POL=(0, 0)), **NAMED))
        title = " ".join(said["title"])
        assert title == "Keeping the pledge costs Poland no more than a constant share, 2026-2027"


@pytest.mark.parametrize("chart", [cost_stack, cost_bars])
@pytest.mark.parametrize("amounts", [{}, {"POL": (math.nan, 1.0)}])
def test_costs_that_nobody_knows_are_refused(
    chart: Callable[..., Made], amounts: dict[str, tuple[float, ...]]
) -> None:
    with pytest.raises(Refusal) as refused:
        chart(costs(**amounts), **NAMED)
    assert refused.value.code == "no-figures"


@pytest.mark.parametrize("top", [0, 8])
def test_more_layers_than_colours_are_refused(top: int) -> None:
    with pytest.raises(Refusal, match="1 to 7 countries"):
        cost_stack(costs(POL=(1, 2)), **NAMED, top=top)


@given(st.lists(st.floats(-50, 400), min_size=1, max_size=8))
def test_labels_never_touch_and_keep_their_order(places: list[float]) -> None:
    middles = sorted(places, reverse=True)
    at = apart(middles, least=15, floor=360)
    assert all(below - above >= 15 - 1e-9 for below, above in pairwise(at))
    assert at[0] <= 360 - 7.5
