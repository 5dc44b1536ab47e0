"""Fans show the quantiles they are given, in one money, on scales that fit; gaps are named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from burdenshare.charts.fan import fan_cost, fan_debt, fan_share, money
from burdenshare.charts.panels import Grid, Panel, decimals, steps
from burdenshare.charts.spreads import (
    Conditions,
    Fans,
    Spread,
    cost_fans,
    debt_fans,
    share_fans,
    total_fans,
)
from burdenshare.charts.theme import MOST_TITLES, Credit
from burdenshare.errors import Refusal
from burdenshare.projection.futures.model import Fan

from .factory import fan, futures, inputs, source

Made = dict[str, Any]
Texts = Callable[[Made], dict[str, list[str]]]
COST: dict[str, Any] = {
    "credit": Credit((source(),)),
    "definition": "NATO core defence, July 2026 edition",
    "conditions": Conditions(1000, more=("the extra is paid by debt",)),
    "baseline": "constant_share",
}
NAMED = {name: value for name, value in COST.items() if name != "baseline"}


def said(spec: Made, texts: Texts) -> str:
    return " ".join(texts(spec)["title"])


def beneath(spec: Made, texts: Texts) -> str:
    return " ".join(texts(spec)["subtitle"])


def one(fans: Fans, *countries: str) -> Fans:
    return fans._replace(spreads={c: fans.spreads[c] for c in countries})


# From futures to fans ----------------------------------------------------------------------------


def test_several_countries_are_counted_in_dollars_of_one_year() -> None:
    made = inputs()
    found = cost_fans(made, futures(made), "constant_share")
    assert found.unit == "USD bn, 2026 prices and exchange rates"
    # Spain: 0.375 points a year of 2000 bn, prices rising by 2 % a year, two euros a dollar.
    expected = [0.00375 * i * 2000 / 1.02**i / 2 for i in range(5)]
    spread = found.spreads["ESP"]
    assert spread.median == pytest.approx(expected)
    # The 90 % quantile lies two widths above, each 2 % of the path for each year.
    assert spread.quantiles[0.9][-1] == pytest.approx(expected[-1] * (1 + 2 * 0.02 * 4))
    assert spread.width() == pytest.approx(expected[-1] * 4 * 0.02 * 4)


def test_one_country_is_counted_in_its_own_money() -> None:
    made = inputs(("ESP",), (2.0,))
    found = cost_fans(made, futures(made), "constant_share")
    assert found.unit == "PLN bn, 2026 prices"
    assert found.spreads["ESP"].median[-1] == pytest.approx(15 / 1.02**4)


def test_the_total_is_that_of_the_alliance() -> None:
    made = inputs()
    found = total_fans(made, futures(made), "constant_share")
    known = futures(made).alliance["extra_real.constant_share"].central
    assert found.spreads[""].median == pytest.approx(known)
    assert found.together == made.members


def test_a_missing_common_year_is_refused() -> None:
    made = inputs()
    with pytest.raises(Refusal) as refused:
        cost_fans(replace(made, fx_at_base=None), futures(made), "constant_share")
    assert refused.value.code == "missing-inputs"


def test_debt_is_in_per_cent_with_its_median_at_a_constant_share() -> None:
    found = debt_fans(futures(inputs())).spreads["ESP"]
    assert found.median == pytest.approx([100, 101, 102, 103, 104])
    assert found.without == pytest.approx([100] * 5)
    assert found.quantiles[0.025][-1] == pytest.approx(104 - 4 * 4)
    assert found.added == pytest.approx(4)


def test_only_shares_with_a_spread_are_shown() -> None:
    assert list(share_fans(futures(inputs())).spreads) == ["POL"]


def test_a_band_too_narrow_to_be_seen_is_told() -> None:
    made = futures(inputs())
    assert debt_fans(made).are_visible
    narrow = fan(made.fans["debt"].central, 1e-4)
    assert not debt_fans(replace(made, fans=made.fans | {"debt": narrow})).are_visible


def test_a_run_without_draws_has_no_fan() -> None:
    made = futures(inputs())
    empty = Fan(made.fans["share"].central, np.empty((0, 3, 5)))
    with pytest.raises(Refusal, match="no draws") as refused:
        share_fans(replace(made, fans={"share": empty}))
    assert refused.value.code == "no-figures"


# The charts --------------------------------------------------------------------------------------


def test_the_least_sure_cost_is_the_title_and_idle_countries_are_named(texts: Texts) -> None:
    made = inputs(start=(4.0, 1.5, 2.5))
    drawn = futures(made)
    extra = drawn.fans["extra_real.constant_share"]
    extra.quantiles[:, 1] += extra.quantiles[:, 1] - extra.central[1]
    spec = fan_cost(cost_fans(made, drawn, "constant_share"), **COST)
    # Spain in 2030: 2 % of 2000 bn, two euros a dollar, prices 1.02^4: 18.48; twice 16 % around it.
    assert said(spec, texts) == (
        "Extra spending in 2030 is least sure for Spain: 80 % of futures lie between USD 12.6 and "
        "24.4 bn"
    )
    assert "No extra in any future: Poland." in beneath(spec, texts)
    heads = [row["head"] for row in spec["datasets"]["panels"]]
    assert heads == ["Spain: 18.5", "Germany: 13.9"]


def test_one_fan_is_large_and_says_its_ends(texts: Texts) -> None:
    made = inputs()
    spec = fan_cost(total_fans(made, futures(made), "constant_share"), **COST)
    assert said(spec, texts) == (
        "3 allies together: USD 27.7 bn more than a constant share of GDP in 2030; 80 % of futures "
        "lie between USD 23.3 and 32.1 bn"
    )
    ends = [row["text"] for row in spec["datasets"]["ends"]]
    # 27.714 less and more by 32, 16 and 0 %.
    assert ends == ["18.8", "23.3", "median 27.7", "32.1", "36.6"]
    assert "a scale of its own" not in beneath(spec, texts)


def test_the_subtitle_says_what_the_bands_mean_and_under_which_conditions(texts: Texts) -> None:
    told = beneath(fan_debt(debt_fans(futures(inputs())), **NAMED), texts)
    assert "half of the 1,000 futures lie in the dark band, 80 % within the middle one" in told
    assert "95 % within the light one" in told
    assert "Each country has a scale of its own" in told
    assert (
        "Conditions: every pledge is kept; the extra is paid by debt; shocks of the shipped "
        "calibration." in told
    )
    behaved = NAMED | {"conditions": Conditions(1000, "behaved", "the calibration mine.json")}
    told = beneath(fan_debt(debt_fans(futures(inputs())), **behaved), texts)
    assert "allies do what they have done before, not what they pledged; shocks of" in told
    assert "calibration mine.json" in told


def test_debt_says_what_extra_spending_adds(texts: Texts) -> None:
    found = debt_fans(futures(inputs()))
    several = fan_debt(found, **NAMED)
    assert said(several, texts) == (
        "Extra spending raises debt in 2030 for 3 of 3 allies, most for Germany: by 4.0 points of "
        "GDP"
    )
    heads = [row["head"] for row in several["datasets"]["panels"]]
    assert heads == ["Germany: 154, +4.0", "Spain: 104, +4.0", "Poland: 54, +4.0"]
    large = fan_debt(one(found, "ESP"), **NAMED)
    assert said(large, texts) == (
        "Spain: debt of 104 % of GDP in 2030 with the pledge, 100 % at a constant share; 80 % of "
        "futures lie between 96 and 112 %"
    )
    assert "constant share 100" in [row["text"] for row in large["datasets"]["ends"]]


def test_debt_that_nothing_adds_to_is_said_so(texts: Texts) -> None:
    made = futures(inputs())
    same = replace(made, fans=made.fans | {"debt": made.fans["debt_without"]})
    spec = fan_debt(debt_fans(same), **NAMED, notes=["A note."])
    assert said(spec, texts) == "Extra spending raises debt in 2030 for none of 3 allies"
    assert "A note." in beneath(spec, texts)


def test_shares_are_told_in_two_digits(texts: Texts) -> None:
    found = share_fans(futures(inputs()))
    assert said(fan_share(found, **NAMED), texts) == (
        "Poland: 4.00 % of GDP in 2030; 80 % of futures lie between 3.92 and 4.08 % of GDP"
    )
    both = found._replace(spreads=found.spreads | {"ESP": found.spreads["POL"]})
    assert said(fan_share(both, **NAMED), texts).startswith(
        "The share of GDP in 2030 is least sure for Spain: 80 % of futures"
    )


def test_countries_without_figures_are_named_and_leave_no_trace(texts: Texts) -> None:
    made = futures(inputs())
    debt = made.fans["debt"]
    debt.quantiles[:, 1] = np.nan
    spec = fan_debt(debt_fans(made), **NAMED)
    assert "Not shown, as figures are missing: Spain." in beneath(spec, texts)
    numbers = [v for rows in spec["datasets"].values() for row in rows for v in row.values()]
    assert all(np.isfinite(v) for v in numbers if isinstance(v, float))


def test_fans_that_nobody_knows_and_single_years_are_refused() -> None:
    gap = Spread((np.nan, 1.0), dict.fromkeys((0.025, 0.1, 0.5), (1.0, 2.0)))
    with pytest.raises(Refusal) as refused:
        fan_share(Fans((2026, 2027), {"ESP": gap}, "% of GDP"), **NAMED)
    assert refused.value.code == "no-figures"
    found = share_fans(futures(inputs()))
    with pytest.raises(Refusal, match="two years") as refused:
        fan_share(found._replace(years=(2026,)), **NAMED)
    assert refused.value.code == "bad-argument"


def test_bands_are_nested_and_drawn_from_the_widest(texts: Texts) -> None:
    rows = fan_debt(debt_fans(futures(inputs())), **NAMED)["datasets"]["bands"]
    names = list(dict.fromkeys(row["band"] for row in rows))
    assert names == ["95 %", "80 %", "50 % of futures"]
    ends: dict[tuple[str, int], list[tuple[float, float]]] = {}
    for row in rows:
        ends.setdefault((row["panel"], row["year"]), []).append((row["low"], row["high"]))
    for wide, middle, narrow in ends.values():
        assert wide[0] <= middle[0] <= narrow[0] <= narrow[1] <= middle[1] <= wide[1]


def test_everything_lies_within_the_scale_of_its_country() -> None:
    made = inputs()
    drawn = futures(made)
    wild = drawn.fans["debt"].quantiles
    wild[:, 0] = wild[:, 0] + np.array([-9, -6, -3, -1, 0, 1, 30, 60, 90])[:, None]
    spec = fan_debt(debt_fans(drawn), **NAMED)
    scales = {row["panel"]: (row["from"], row["to"]) for row in spec["datasets"]["panels"]}
    for row in spec["datasets"]["bands"]:
        low, high = scales[row["panel"]]
        assert low <= row["low"] <= row["high"] <= high
    # A wild neighbour changes nobody else's scale: Spain's bands reach from 88 to 120 %.
    assert scales["Spain"] == (pytest.approx(88 - 0.04 * 32), pytest.approx(120 + 0.04 * 32))


def test_a_cost_that_never_moves_can_be_drawn(texts: Texts) -> None:
    made = inputs()
    still = fan(np.zeros((3, 5)), 0.0)
    drawn = replace(futures(made), fans={"extra_real.constant_share": still})
    spec = fan_cost(cost_fans(made, drawn, "constant_share"), **COST)
    assert len(spec["datasets"]["panels"]) == 3


# Small plots and numbers -------------------------------------------------------------------------


@given(count=st.integers(2, 40))
def test_plots_never_overlap(count: int) -> None:
    grid = Grid(tuple(Panel(str(i), "1", 0, 1) for i in range(count)), 2026, 2035, "%")
    places = [(grid.left(i), grid.top(i)) for i in range(count)]
    assert len(set(places)) == count
    for left, top in places:
        assert left + grid.width <= grid.size["width"]
        assert top + grid.height <= grid.size["height"]
    for i in range(count - 1):
        if places[i][1] == places[i + 1][1]:
            assert places[i][0] + grid.width < places[i + 1][0]
    assert len(grid.tables()["years"]) == 3 * min(grid.columns, count)


@given(low=st.floats(-1e6, 1e6), span=st.floats(1e-3, 1e7), most=st.integers(3, 6))
def test_steps_of_a_scale_are_round_few_and_within(low: float, span: float, most: int) -> None:
    found = steps(low, low + span, most)
    assert 1 <= len(found) <= most
    slack = 1e-6 * max(abs(low), span)
    assert low - slack <= found[0]
    assert found[-1] <= low + span + slack
    assert len({f"{v:.{decimals(found)}f}" for v in found}) == len(found)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (0.0574, "0.057"),
        (-0.41, "-0.41"),
        (0.999, "1.00"),
        (9.96, "10.0"),
        (1234.5, "1,234"),
    ],
)
def test_small_amounts_keep_two_digits(value: float, text: str) -> None:
    assert money(value) == text


def test_a_long_list_of_sources_names_producers_and_months_alone() -> None:
    sources = tuple(
        replace(source(producer="IMF" if i else "NATO", title=f"Title {i}"), id=str(i))
        for i in range(MOST_TITLES + 1)
    )
    later = (*sources[:-1], replace(sources[-1], vintage="2026-08"))
    assert (
        Credit(later)
        .line()
        .startswith("Sources: NATO, July 2026; IMF, July 2026 and August 2026. Chart")
    )
    assert "Title 3" in Credit(sources[:MOST_TITLES]).line()
