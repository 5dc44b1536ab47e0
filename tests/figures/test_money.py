"""Money: every unit of the shipped tables is read, and mixtures are refused, naming both sides."""

from __future__ import annotations

import functools
import operator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from burdenshare.errors import Refusal
from burdenshare.figures.model import Observation
from burdenshare.figures.money import Money
from burdenshare.figures.store import Figures


def observed(unit, value=1.0, country="POL", definition="NATO", vintage="2024-06", year=2024):
    return Observation("milex", definition, "NATO", vintage, country, year, value, unit, "actual")


def usd(value, **change):
    return replace(Money(value, "USD", "current", "current", "NATO", "2024-06"), **change)


@pytest.mark.parametrize(
    ("unit", "country", "value", "currency", "prices", "rates", "period"),
    [
        ("USD million", "POL", 1, "USD", "current", "current", "year"),
        ("USD billion", "POL", 1000, "USD", "current", "current", "year"),
        ("thousand current USD", "POL", 0.001, "USD", "current", "current", "year"),
        (
            "USD million, constant 2021 prices and exchange rates",
            "POL", 1, "USD", "constant 2021", "constant 2021", "year",
        ),
        ("LCU million (Leks)", "ALB", 1, "ALL", "current", "none", "year"),
        ("LCU million (Kroner)", "NOR", 1, "NOK", "current", "none", "year"),
        ("LCU million (Kroner)", "DNK", 1, "DKK", "current", "none", "year"),
        (
            "LCU million (Euros), constant 2015 prices",
            "ESP", 1, "EUR", "constant 2015", "none", "year",
        ),
        ("LCU billion (JPY)", "JPN", 1000, "JPY", "current", "none", "year"),
        (
            "LCU billion (JPY), constant prices of the national base year",
            "JPN", 1000, "JPY", "constant national base year", "none", "year",
        ),
        (
            "international dollar billion",
            "POL", 1000, "international dollar", "current", "PPP", "year",
        ),
        (
            "LCU million (Yen), fiscal year starting in the year",
            "JPN", 1, "JPY", "current", "none", "fiscal year starting in the year",
        ),
        (
            "JPY billion, fiscal year from April",
            "JPN", 1000, "JPY", "current", "none", "fiscal year from April",
        ),
        (
            "JPY billion, five fiscal years 2023-2027",
            "JPN", 1000, "JPY", "current", "none", "five fiscal years 2023-2027",
        ),
        ("LCU million (Dirhams)", "MAR", 1, "Dirhams", "current", "none", "year"),
    ],
)  # fmt: skip
def test_units_of_publishers_are_read(unit, country, value, currency, prices, rates, period):
    found = Money.of(observed(unit, country=country))
    assert found.value == pytest.approx(value)
    assert (found.currency, found.price_basis, found.fx_basis, found.period) == (
        currency, prices, rates, period,
    )  # fmt: skip
    assert found.keys == ("milex/NATO/NATO/2024-06/" + country + "/2024",)


@pytest.mark.parametrize(
    "unit",
    ["percent of GDP", "USD per person, constant 2021 prices and exchange rates", "million persons",
     "SIPRI TIV million", "LCU per USD, period average implied"],
)  # fmt: skip
def test_what_is_no_amount_of_money_is_refused(unit):
    with pytest.raises(Refusal, match="no amount of money") as refused:
        Money.of(observed(unit))
    assert refused.value.code == "bad-argument"


def test_every_shipped_money_series_has_a_known_currency(tmp_path):
    figures = Figures.open(tmp_path)
    for series in ("milex_usd_current", "milex_usd_constant", "milex_lcu_current",
                   "milex_lcu_constant", "milex_lcu_fy", "gdp_usd_current", "gdp_lcu", "gdp_usd",
                   "gdp_real_lcu", "gdp_ppp", "defence_budget_plan_covered"):  # fmt: skip
        for row in figures.rows(series, years=(2022, 2024), vintages="all"):
            currency = Money.of(row).currency
            assert currency == "international dollar" or (len(currency), currency.isupper()) == (
                3, True,
            ), row  # fmt: skip


def test_the_unit_is_said_back_in_words():
    assert Money.of(observed("USD million, constant 2021 prices and exchange rates")).unit == (
        "USD million, constant 2021 prices and exchange rates"
    )
    assert Money.of(observed("LCU billion (Euros), constant 2015 prices", country="ESP")).unit == (
        "EUR million, constant 2015 prices"
    )
    assert Money.of(observed("JPY billion, fiscal year from April")).unit == (
        "JPY million, fiscal year from April"
    )
    assert str(usd(1234567.0)) == "1,234,567 USD million (NATO, 2024-06)"


MIXTURES = [
    ("mixed-definitions", {"definition": "NATO core defence"}, "NATO core defence"),
    ("mixed-units", {"currency": "EUR"}, "EUR million"),
    ("mixed-units", {"price_basis": "constant 2021"}, "constant 2021"),
    ("mixed-units", {"fx_basis": "PPP"}, "USD million"),
    ("mixed-units", {"period": "fiscal year from April"}, "fiscal year from April"),
    ("mixed-vintages", {"vintage": "2026-07"}, "2026-07"),
]


@pytest.mark.parametrize(("code", "change", "named"), MIXTURES)
@pytest.mark.parametrize(
    ("do", "verb"),
    [
        (operator.add, "added to"),
        (operator.sub, "subtracted from"),
        (operator.lt, "compared with"),
        (operator.le, "compared with"),
        (operator.gt, "compared with"),
        (operator.ge, "compared with"),
        (lambda a, b: sum([a, b]), "added to"),
    ],
)
def test_mixtures_are_refused_and_both_sides_named(code, change, named, do, verb):
    with pytest.raises(Refusal) as refused:
        do(usd(1.0), usd(2.0, **change))
    error = refused.value
    assert error.code == code
    assert "USD million (NATO, 2024-06)" in error.message
    assert named in error.message
    assert verb in error.message
    assert error.hint
    assert [d["value"] for d in error.details] in ([1.0, 2.0], [2.0, 1.0])


def test_the_two_nato_definitions_never_meet(tmp_path):
    figures = Figures.open(tmp_path)
    old = figures.one("milex_usd_current", "POL", 2024, definition="NATO", vintage="2024-06")
    new = figures.one("milex_usd_current", "POL", 2024, definition="NATO core defence")
    with pytest.raises(Refusal, match="definitions differ") as refused:
        Money.of(new) - Money.of(old)
    assert [d["keys"][0] for d in refused.value.details] == [old.key, new.key]


def test_ratios_ask_for_one_unit_only():
    spending = usd(2.0)
    gdp = usd(100.0, definition="IMF", vintage="2026-04")
    assert spending / gdp == pytest.approx(0.02)
    with pytest.raises(Refusal, match="divided by") as refused:
        spending / replace(gdp, currency="EUR")
    assert refused.value.code == "mixed-units"


def test_numbers_scale_money_but_are_not_added_to_it():
    assert (usd(3.0) * 2).value == (2 * usd(3.0)).value == 6.0
    assert (usd(3.0) / 2).value == 1.5
    assert (-usd(3.0)).value == -3.0
    assert usd(3000.0).billion == 3.0
    for wrong in (
        lambda: usd(1.0) + 1.0,
        lambda: usd(1.0) - 1.0,
        lambda: usd(1.0) * usd(1.0),
        lambda: usd(1.0) / "x",
        lambda: usd(1.0) < 2.0,
        lambda: 1.0 / usd(1.0),
    ):
        with pytest.raises(TypeError):
            wrong()


def test_equality_needs_the_same_basis_and_ignores_the_keys():
    assert usd(1.0, keys=("a",)) == usd(1.0, keys=("b",))
    assert usd(1.0) != usd(1.0, vintage="2026-07")


amounts = st.floats(-1e12, 1e12)


@given(st.lists(amounts, min_size=1, max_size=20))
def test_a_sum_adds_the_values_and_keeps_every_key_once(values):
    total = sum(usd(v, keys=(f"k{i % 7}",)) for i, v in enumerate(values))
    assert isinstance(total, Money)
    assert total.value == functools.reduce(operator.add, values)
    assert total.keys == tuple(f"k{i}" for i in range(min(7, len(values))))


@given(amounts, amounts)
def test_addition_commutes_and_subtraction_undoes_it(a, b):
    assert usd(a) + usd(b) == usd(b) + usd(a)
    assert ((usd(a) + usd(b)) - usd(b)).value == pytest.approx(a, abs=1e-3)
    assert (usd(a) < usd(b)) == (a < b)
    assert (usd(a) >= usd(b)) == (a >= b)


@given(amounts, st.floats(0.01, 1e6))
def test_scaling_keeps_the_ratio(a, factor):
    one = usd(1.0)
    assert (usd(a) * factor) / one == pytest.approx(a * factor)
    assert ((usd(a) * factor) / factor) / one == pytest.approx(a)
