"""What an amount means: on paper, on the shipped figures, and what is named as missing."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from burdenshare.figures.model import Observation
from burdenshare.figures.store import Figures
from burdenshare.projection.assemble import assemble
from burdenshare.projection.fiscal.assemble import assemble_fiscal
from burdenshare.projection.fiscal.equivalents import (
    HOUSEHOLD,
    MEASURES,
    OLD_AGE,
    VAT_RATE,
    VAT_YIELD,
    Equivalent,
    describe,
    equivalents,
)
from burdenshare.projection.fiscal.published import GROSS_INTEREST
from burdenshare.projection.model import Inputs, Origin
from burdenshare.scenario.load import load

from ..factory import SmallTable, inputs, observed

YEARS = range(2026, 2031)


def given() -> Inputs:
    """GDP of 1,000, 2 to 3 per cent: an extra of 10 in 2030; 50 million people."""
    made = inputs(
        {"ITA": {"target": 3.0}, "ESP": {"start": 4.0, "target": 3.0}},
        YEARS,
        budgets={"health": np.array([8.0, 7.0]), "government_expenditure": np.array([50.0, 45.0])},
    )
    origins = tuple(
        Origin(code, f"budgets/{name}", 2022, 1.0, "per cent of GDP", "figure", (f"{code}/{name}",))
        for code in ("ITA", "ESP")
        for name in ("health", "government_expenditure")
    )
    return dataclasses.replace(made, origins=origins)


def figures_of_italy() -> list[Observation]:
    def one(series: str, year: int, value: float, note: str = "") -> Observation:
        (o,) = observed(series, "ITA", {year: value})
        return o._replace(note=note)

    return [
        one(VAT_YIELD, 2022, 9.9),
        one(VAT_YIELD, 2023, 0.4, "computed; rate used 22.0"),
        one(VAT_RATE, 2026, 22.0),
        one(HOUSEHOLD, 2014, 2.3),
        one(OLD_AGE, 2018, 12.5),
        one(GROSS_INTEREST, 2025, 4.0),
    ]


def by_measure(found: tuple[Equivalent, ...]) -> dict[str, Equivalent]:
    return {one.measure: one for one in found if one.country == "ITA"}


def test_an_extra_of_ten_billion_on_paper() -> None:
    found, missing = equivalents(given(), SmallTable(figures_of_italy()))
    italy = by_measure(found)
    assert italy["billion"].value == pytest.approx(10.0)
    assert italy["per_head"].value == pytest.approx(200.0)
    assert italy["per_household"].value == pytest.approx(460.0)
    assert italy["vat_points"].value == pytest.approx(1.0 / 0.4)
    assert italy["health"].value == pytest.approx(12.5)
    assert italy["old_age"].value == pytest.approx(8.0)
    assert italy["government_expenditure"].value == pytest.approx(2.0)
    assert italy["interest"].value == pytest.approx(25.0)
    assert {one.year for one in found} == {2030}
    assert {m.measure for m in missing if m.country == "ITA"} == {
        "income_tax_points",
        "education",
        "government_revenue",
        "interest_on_extra",
    }
    assert "of 2014" in italy["per_household"].caveat
    assert "static average" in italy["vat_points"].caveat
    assert "22 % (2026)" in italy["vat_points"].rule
    assert italy["health"].keys == ("ITA/health",)
    assert len(italy["vat_points"].keys) == 2


def test_whoever_does_not_rise_has_none() -> None:
    found, missing = equivalents(given(), SmallTable(figures_of_italy()))
    assert {one.country for one in (*found, *missing)} == {"ITA"}


def test_what_is_not_published_is_named_never_guessed() -> None:
    found, missing = equivalents(given(), SmallTable())
    assert set(by_measure(found)) == {"billion", "per_head", "health", "government_expenditure"}
    reasons = {m.measure: m.reason for m in missing}
    assert reasons["vat_points"] == reasons["per_household"] == "no figure is published"
    assert "base of income tax" in reasons["income_tax_points"]
    assert set(reasons) | set(by_measure(found)) == set(MEASURES)
    nobody = dataclasses.replace(given(), population=np.full((2, 5), np.nan))
    for table in (SmallTable(figures_of_italy()), SmallTable()):
        _, missing = equivalents(nobody, table)
        reasons = {m.measure: m.reason for m in missing}
        assert reasons["per_head"] == reasons["per_household"] == "the population is not known"


def test_a_federal_rate_is_not_shown_beside_the_yield_of_all_rates() -> None:
    rate = observed(VAT_RATE, "ITA", {2026: 5.0})[0]._replace(note="federal rate only")
    rows = [o for o in figures_of_italy() if o.series != VAT_RATE]
    found, _ = equivalents(given(), SmallTable([*rows, rate]))
    vat = by_measure(found)["vat_points"]
    assert "standard rate is" not in vat.rule
    assert len(vat.keys) == 1
    assert "rate used 22.0" in vat.caveat


def test_interest_on_what_is_borrowed_compounds() -> None:
    """Extras of 2.5, 5, 7.5, 10 from 2027 on at 10 %: owed before 2030, interest included."""
    case = load("hague-2035")
    shipped = Figures.open()
    fiscal, _, _ = assemble_fiscal(case, assemble(case, shipped), shipped)
    small = dataclasses.replace(
        fiscal, debt0=np.array([1.0, 1.0]), long=np.full((2, 5), 0.1), members=("ITA", "ESP")
    )
    found, _ = equivalents(given(), SmallTable(), fiscal=small)
    owed = 0.0
    for extra in (0.0, 2.5, 5.0, 7.5):
        owed = owed * 1.1 + extra
    assert by_measure(found)["interest_on_extra"].value == pytest.approx(0.1 * owed)
    unknown = dataclasses.replace(small, debt0=np.array([np.nan, 1.0]))
    _, missing = equivalents(given(), SmallTable(), fiscal=unknown)
    assert "the debt of the member is not known" in {m.reason for m in missing}


def test_the_hague_in_equivalents_from_the_shipped_figures() -> None:
    """Independent arithmetic for Italy in 2035, from published figures."""
    shipped, case = Figures.open(), load("hague-2035")
    made = assemble(case, shipped)
    found, missing = equivalents(made, shipped, fiscal=assemble_fiscal(case, made, shipped)[0])
    italy = by_measure(found)
    i, t = made.members.index("ITA"), made.years.index(2035)
    extra = (3.5 - made.start_share[i]) / 100.0 * made.gdp[i, t]
    assert italy["billion"].value == pytest.approx(extra)
    one = shipped.one(VAT_YIELD, "ITA", 2023, vintage="2026-04").value
    assert italy["vat_points"].value == pytest.approx((3.5 - made.start_share[i]) / one)
    assert {one.country for one in found if one.measure == "old_age"} == {
        "FIN", "FRA", "ITA", "NLD",
    }  # fmt: skip
    without = {m.country for m in missing if m.measure == "vat_points"}
    assert {"ALB", "BGR", "HRV", "MKD", "MNE", "ROU"} == without
    assert "interest" in {m.measure for m in missing if m.country == "CAN"}
    for each in found:
        assert np.isfinite(each.value), each
        assert each.rule
        sentence = describe(each)
        assert sentence.endswith(".")
        assert MEASURES[each.measure] in sentence
