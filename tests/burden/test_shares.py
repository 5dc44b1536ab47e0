"""Shares, concentration and gaps: known answers and what must always hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from burdenshare.burden import shares
from burdenshare.burden.measures import measure
from burdenshare.burden.table import BurdenTable

positive = arrays(
    np.float64, st.integers(3, 30), elements=st.floats(0.01, 1e6, allow_subnormal=False)
)

# Military expenditure over GDP in 1992, 1993 and 1994, per cent: House of Commons, written
# answers, 2 March 1995, "NATO (Costs)".
HANSARD = {
    "BEL": (1.9, 1.8, 1.8), "CAN": (1.9, 1.9, 1.8), "DNK": (2.0, 2.0, 1.9),
    "FRA": (3.4, 3.4, 3.4), "DEU": (2.2, 2.0, 1.8), "GRC": (5.6, 5.5, 5.6),
    "ITA": (2.1, 2.1, 2.1), "LUX": (1.2, 1.1, 1.1), "NLD": (2.5, 2.3, 2.2),
    "NOR": (3.4, 3.2, 3.2), "PRT": (3.0, 2.9, 3.0), "ESP": (1.6, 1.7, 1.6),
    "TUR": (3.9, 4.1, 4.1), "GBR": (3.9, 3.6, 3.3), "USA": (5.1, 4.7, 4.2),
}  # fmt: skip


def table(gdp, burden, **extra) -> BurdenTable:
    gdp, burden = np.asarray(gdp, float), np.asarray(burden, float)
    return BurdenTable(
        members=("USA", "GBR", "FRA", "DEU", "ITA", "ESP", "POL", "NLD")[: gdp.size],
        gdp=gdp,
        spending=gdp * burden / 100.0,
        burden=burden,
        unit="USD million",
        gdp_basis="made up",
        extra={name: np.asarray(column, float) for name, column in extra.items()},
    )


def mean_difference_gini(x) -> float:
    """Gini by its other definition: half the relative mean absolute difference."""
    return float(np.abs(np.subtract.outer(x, x)).mean() / (2 * np.mean(x)))


def test_the_alliance_burden_is_weighted_never_the_simple_mean():
    # 4 % of 900 and 1 % of 100 are 37 of 1,000; the simple mean would be 2.5.
    found = measure(table([900, 50, 50], [4, 1, 1]))
    assert found.alliance_burden == pytest.approx(3.7)


def test_concentration_of_small_cases():
    assert shares.gini(np.array([1.0, 2.0, 3.0, 4.0])) == pytest.approx(0.25)
    assert shares.gini(np.array([5.0, 5.0, 5.0])) == pytest.approx(0.0)
    assert shares.gini(np.array([0.0, 0.0, 0.0, 8.0])) == pytest.approx(0.75)
    assert shares.herfindahl(np.array([1.0, 1.0, 2.0])) == pytest.approx(0.375)


@pytest.mark.parametrize("year", [0, 1, 2])
def test_gini_of_the_hansard_burdens_by_its_other_definition(year):
    burden = np.array([row[year] for row in HANSARD.values()])
    assert shares.gini(burden) == pytest.approx(mean_difference_gini(burden))


def test_hansard_allies_above_two_per_cent():
    counts = []
    for year in range(3):
        burden = np.array([row[year] for row in HANSARD.values()])
        made = BurdenTable(tuple(HANSARD), np.ones(15), burden / 100, burden, "x", "x")
        counts.append(measure(made).at_or_above(2.0))
    assert counts == [11, 11, 9]


def test_nobody_makes_up_for_anybody_elses_shortfall():
    # Two members lack 1 % of 100 and 0.5 % of 200; the third is 8 % of 100 above.
    found = measure(table([100, 200, 100], [1.0, 1.5, 10.0])).to_json()
    assert found["shortfall"]["2.0"] == {"total": pytest.approx(2.0), "members": 2}
    gaps = [m["gap_to_2"] for m in found["members"].values()]
    assert gaps == pytest.approx([1.0, 1.0, -8.0])
    assert [m["shortfall_to_2"] for m in found["members"].values()] == pytest.approx([1, 1, 0])


@pytest.mark.parametrize(
    ("burden", "equipment", "name"),
    [
        (2.0, 20.0, "meets both"),
        (2.1, 19.9, "meets the share of GDP only"),
        (1.9, 20.0, "meets the equipment guideline only"),
        (1.9, 19.9, "meets neither"),
    ],
)
def test_quadrants(burden, equipment, name):
    assert shares.quadrant(burden, equipment, 2.0) == name


def test_the_security_burden_adds_peacekeeping_and_aid():
    found = measure(
        table([100, 200, 400], [2, 1, 3], oda=[1, 1, 4], peacekeeping=[0, 1, 2])
    ).to_json()
    assert [m["security_burden"] for m in found["members"].values()] == pytest.approx([3, 2, 4.5])
    assert found["security_spearman"]["rho"] == pytest.approx(0.5)
    assert "security_burden" not in {m["measure"] for m in found["missing"]}


def test_a_value_that_one_member_lacks_names_the_measure_and_the_member():
    found = measure(
        table(
            [100, 200, 400], [2, 1, 3], population=[1, np.nan, 2], equipment_share=[20, np.nan, 30]
        )
    ).to_json()
    lacking = {m["lacks"]: m["reason"] for m in found["missing"]}
    assert lacking["population"] == "no population of GBR"
    assert lacking["equipment_share"] == "no equipment_share of GBR"
    assert found["members"]["GBR"]["equipment_share"] is None
    assert "quadrant" not in found["members"]["GBR"]
    assert "quadrant" in found["members"]["FRA"]
    assert found["partial"] == []


def test_benefit_shares_state_their_components():
    found = measure(
        table([100, 200, 400], [2, 1, 3], population=[10, 10, 20], exposed_border=[0, 5, 5])
    ).to_json()
    assert found["concordance"]["components"] == ["gdp", "population", "exposed_border"]
    assert [p["controls"] for p in found["partial"]] == [
        ["gdp_per_head"],
        ["gdp_per_head", "exposed_border"],
    ]
    average = shares.benefit_share(np.array([1.0, 3.0]), np.array([1.0, 1.0]))
    assert average == pytest.approx([0.375, 0.625])


def test_shares_at_purchasing_power_parity():
    found = measure(table([100, 100, 200], [4, 2, 1], gdp_ppp=[100, 300, 400])).to_json()
    ppp = [m["share_of_gdp_ppp"] for m in found["members"].values()]
    assert ppp == pytest.approx([0.125, 0.375, 0.5])
    assert found["us_share_gdp_ppp"] == pytest.approx(0.125)
    assert found["members"]["USA"]["relative_burden_ppp"] == pytest.approx(0.5 / 0.125)


@given(positive)
def test_gini_lies_in_its_bounds_and_agrees_with_its_other_definition(x):
    found = shares.gini(x)
    assert -1e-12 <= found <= (x.size - 1) / x.size + 1e-12
    assert found == pytest.approx(mean_difference_gini(x), abs=1e-9)


@given(positive)
def test_concentration_lies_between_equality_and_one(x):
    assert 1 / x.size - 1e-12 <= shares.herfindahl(x) <= 1 + 1e-12


@given(positive, st.floats(1e-3, 1e3), st.integers(0, 2**32 - 1))
def test_concentration_ignores_scale_and_order(x, factor, seed):
    shuffled = np.random.default_rng(seed).permutation(x) * factor
    assert shares.gini(shuffled) == pytest.approx(shares.gini(x), abs=1e-9)
    assert shares.herfindahl(shuffled) == pytest.approx(shares.herfindahl(x), rel=1e-9)


@given(
    arrays(np.float64, 6, elements=st.floats(1, 1e6)),
    arrays(np.float64, 6, elements=st.floats(0.1, 10)),
    st.floats(0.5, 5),
    st.integers(0, 5),
)
def test_shortfalls_are_never_negative_nor_lowered_by_who_spends_more(gdp, burden, pledge, which):
    lacking = shares.shortfall(burden, gdp, pledge)
    assert (lacking >= 0).all()
    richer = burden.copy()
    richer[which] = max(richer[which], pledge) + 5
    others = np.arange(6) != which
    again = shares.shortfall(richer, gdp, pledge)
    assert (again[others] == lacking[others]).all()
    assert again[which] == 0


@given(
    arrays(np.float64, 5, elements=st.floats(1, 1e6)),
    arrays(np.float64, 5, elements=st.floats(0.1, 10)),
)
def test_shares_identity_and_bounds_of_the_alliance_burden(gdp, burden):
    made = table(gdp, burden)
    found = measure(made)
    ratio = found.share_of_spending / found.share_of_gdp
    assert ratio == pytest.approx(burden / found.alliance_burden, rel=1e-9)
    assert burden.min() - 1e-9 <= found.alliance_burden <= burden.max() + 1e-9
