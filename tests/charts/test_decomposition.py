"""Parts sum to what they are parts of, on either side of zero, and outliers are cut and named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from burdenshare.charts.decomposition import CAUSES, buying_power, debt_moves
from burdenshare.charts.theme import Credit
from burdenshare.errors import Refusal
from burdenshare.projection.fiscal.contracts import Eroded, erode
from burdenshare.study.debt_change import CAUSES as ALL_CAUSES
from burdenshare.study.debt_change import DebtChange

from .factory import source

Made = dict[str, Any]
Texts = Callable[[Made], dict[str, list[str]]]
CREDIT = Credit((source(),))
NAMED: dict[str, Any] = {"credit": CREDIT, "definition": "Gross debt, IMF, April 2026 edition"}


def change(scale: float = 1.0, **parts: float) -> DebtChange:
    """Return three years in each of which the parts, points of GDP, move debt."""
    given = {name: np.full(3, scale * value / 100) for name, value in parts.items()}
    whole = {name: given.get(name, np.zeros(3)) for name in ALL_CAUSES} | given
    total = np.asarray(sum(whole.values()))
    return DebtChange(2025, 0.8, (2026, 2027, 2028), total, whole)


ITALY = change(interest=3.0, primary_balance=1.0, growth=-1.0, inflation=-1.5)


def test_every_cause_of_the_model_has_a_name_and_a_colour() -> None:
    assert set(ALL_CAUSES) | {"bounds"} == set(CAUSES)


def test_one_country_gets_a_bar_for_each_year(texts: Texts) -> None:
    spec = debt_moves({"ITA": ITALY}, **NAMED)
    # Three years of 3 + 1 - 1 - 1.5 points each, from 80 %.
    assert " ".join(texts(spec)["title"]) == (
        "Italy: debt goes from 80.0 % of GDP in 2025 to 84.5 % in 2028; interest raises it most, "
        "by 9.0 points"
    )
    assert [row["text"] for row in spec["datasets"]["totals"]] == ["+1.5"] * 3
    first = [row for row in spec["datasets"]["parts"] if row["year"] == "2026"]
    assert [(row["cause"], round(row["from"], 9), round(row["to"], 9)) for row in first] == [
        ("interest", 0, 3),
        ("primary balance", 3, 4),
        ("real growth", 0, -1),
        ("prices", -1, -2.5),
    ]


def test_what_lowers_debt_most_is_said_too(texts: Texts) -> None:
    told = debt_moves({"ITA": change(interest=1.0, inflation=-2.0)}, **NAMED)
    assert " ".join(texts(told)["title"]).endswith("prices lower it most, by 6.0 points")


def test_several_countries_are_summed_over_the_years_and_sorted(texts: Texts) -> None:
    spec = debt_moves({"ESP": change(growth=-1.0), "ITA": ITALY}, **NAMED)
    assert " ".join(texts(spec)["title"]) == (
        "Debt with the pledge rises from 2025 to 2028 for 1 of 2 allies, most for Italy: by 4.5 "
        "points of GDP"
    )
    totals = [(row["country"], row["text"]) for row in spec["datasets"]["totals"]]
    assert totals == [("Italy", "+4.5"), ("Spain", "-3.0")]
    assert "the parts sum to the diamond" in " ".join(texts(spec)["subtitle"])


def test_what_moves_no_debt_is_not_in_the_legend() -> None:
    spec = debt_moves({"ESP": change(growth=-1.0), "ITA": ITALY}, **NAMED)
    assert {row["cause"] for row in spec["datasets"]["parts"]} == {
        "interest",
        "primary balance",
        "real growth",
        "prices",
    }


@given(
    st.lists(
        st.dictionaries(st.sampled_from(ALL_CAUSES), st.floats(-20, 20), min_size=1),
        min_size=2,
        max_size=6,
    )
)
def test_the_parts_sum_to_the_mark(parts: list[dict[str, float]]) -> None:
    codes = ("ITA", "ESP", "POL", "DEU", "FRA", "GRC")
    changes = {code: change(**each) for code, each in zip(codes, parts, strict=False)}
    spec = debt_moves(changes, **NAMED)
    low, high = spec["vconcat"][0]["layer"][0]["encoding"]["x"]["scale"]["domain"]
    sums: dict[str, float] = defaultdict(float)
    cut = set()
    for row in spec["datasets"]["parts"]:
        sums[row["country"]] += row["to"] - row["from"]
        assert low <= row["to"] <= high
        if row["to"] in (low, high):
            cut.add(row["country"])
    for row in spec["datasets"]["totals"]:
        if row["country"] not in cut:
            assert sums[row["country"]] == pytest.approx(row["total"], abs=0.01)
    assert len(cut) <= 2, "the third longest bar is always whole"


def test_an_outlier_is_cut_and_named_and_flattens_nobody(texts: Texts) -> None:
    changes = dict.fromkeys(("ITA", "ESP", "POL", "DEU"), ITALY) | {
        "TUR": change(8.0, interest=5.0, inflation=-5.0)
    }
    spec = debt_moves(changes, **NAMED)
    assert "Cut at the edge of the scale: Türkiye." in " ".join(texts(spec)["subtitle"])
    layers = spec["vconcat"][0]["layer"]
    low, high = layers[0]["encoding"]["x"]["scale"]["domain"]
    # The others reach from -7.5 to 12 points.
    assert low == pytest.approx(-7.5 * 1.05)
    assert high == pytest.approx(12 * 1.05)
    assert {row["country"] for row in spec["datasets"]["totals"]} >= {"Türkiye"}


def test_debt_that_nobody_knows_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        debt_moves({}, **NAMED)
    assert refused.value.code == "no-figures"


# Buying power ------------------------------------------------------------------------------------


def orders(amount: float = 100.0, actual: float = 150.0, home: float = 1.25) -> Eroded:
    """Return orders of two years, planned at 120 yen a dollar, no rise of prices in dollars."""
    years = np.ones(2)
    losses = [
        erode(
            amount * years,
            part,
            planned_rate=120 * years,
            actual_rate=actual * years,
            dollar_prices=years,
            home_prices=home * years,
        )
        for part in (0.2, 0.4, 0.5)
    ]
    return Eroded(
        country="JPN",
        currency="JPY",
        years=(2023, 2024),
        imported=(0.2, 0.4, 0.5),
        planned_rate=120 * years,
        actual_rate=actual * years,
        losses=(losses[0], losses[1], losses[2]),
        keys=(),
        notes=("A note.",),
    )


def test_the_waterfall_leads_from_plan_to_what_is_left(texts: Texts) -> None:
    spec = buying_power(orders(actual=160.0), credit=CREDIT, plan="the plan of 2022")
    steps = {row["step"]: row for row in spec["datasets"]["steps"]}
    # Of 200, 40 % are imported: 80 (1 - 120/160) = 20; of the other 120, 1 - 1/1.25 = 24.
    assert list(steps) == ["planned", "exchange rate", "prices at home", "what is left"]
    assert steps["exchange rate"]["text"] == "-20.0"
    assert steps["exchange rate"]["range"] == "(-10.0; -25.0)"
    assert steps["prices at home"]["text"] == "-24.0"
    assert steps["what is left"]["end"] == pytest.approx(156)
    assert steps["what is left"]["range"] == "(158; 155)"
    assert " ".join(texts(spec)["title"]) == (
        "Japan: of JPY 200 bn ordered for 2023-2024, buying power of 156 bn is left (78 %): the "
        "exchange rate takes 20.0 bn, prices take 24.0 bn"
    )
    subtitle = " ".join(texts(spec)["subtitle"])
    assert "in brackets with 20 % and 50 %" in subtitle
    assert "A note." in subtitle


def test_each_step_begins_where_the_last_one_ended() -> None:
    spec = buying_power(orders(actual=100.0), credit=CREDIT, plan="the plan")
    steps = spec["datasets"]["steps"]
    for before, after in pairwise(steps[:-1]):
        assert after["begin"] == pytest.approx(before["end"])
    assert steps[-1]["end"] == pytest.approx(steps[-2]["end"])


def test_a_gain_is_said_as_a_gain(texts: Texts) -> None:
    spec = buying_power(orders(actual=100.0, home=1.0), credit=CREDIT, plan="the plan")
    gain = spec["datasets"]["steps"][1]
    # 80 (120/100 - 1) = 16 more.
    assert (gain["kind"], gain["text"]) == ("gain", "+16.0")
    assert "the exchange rate gives 16.0 bn, prices take 0 bn" in " ".join(texts(spec)["title"])


def test_orders_of_nothing_are_refused() -> None:
    with pytest.raises(Refusal) as refused:
        buying_power(orders(0.0), credit=CREDIT, plan="the plan")
    assert refused.value.code == "no-figures"
