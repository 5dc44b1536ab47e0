"""The fiscal side and the levers on the shipped figures, and what is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from burdenshare.errors import Refusal
from burdenshare.figures.store import Figures
from burdenshare.projection.assemble import assemble
from burdenshare.projection.fiscal.assemble import COLUMNS, ROWS, assemble_fiscal
from burdenshare.projection.fiscal.central import central_debt
from burdenshare.projection.fiscal.levers import MULTIPLIER
from burdenshare.projection.futures.model import Fiscal, Levers
from burdenshare.projection.futures.steps import SpendingTerms
from burdenshare.projection.futures.terms import build
from burdenshare.projection.model import Inputs, Origin
from burdenshare.scenario.load import load
from burdenshare.scenario.model import Scenario

from ..factory import SmallTable, scenario

Assembled = tuple[Inputs, Fiscal, Levers, tuple[Origin, ...]]


@pytest.fixture(scope="module")
def figures() -> Figures:
    return Figures.open()


@pytest.fixture(scope="module")
def hague(figures: Figures) -> Assembled:
    case = load("hague-2035")
    inputs = assemble(case, figures)
    return inputs, *assemble_fiscal(case, inputs, figures)


def assembled(figures: Figures, *members: str, **fields: Any) -> Assembled:
    case = scenario(*members, start=2026, end=2035, **fields)
    inputs = assemble(case, figures)
    return inputs, *assemble_fiscal(case, inputs, figures)


def test_the_engine_takes_every_form_of_the_levers(figures: Figures) -> None:
    for fields in (
        {},
        {"financing": {"tax": 1.0}, "escape_clause": ("ITA",), "safe_loans": ("POL",)},
        {"accounting": "accrual", "behaviour": {"absorption": {"ITA": 5.0}}},
    ):
        inputs, fiscal, levers, _ = assembled(figures, "ITA", "POL", **fields)
        terms = build(inputs, fiscal, levers, None, 1)
        for name in ("economy", "spending", "debt", "start", "multiplier", "stock"):
            assert np.isfinite(getattr(terms, name)).all(), (fields, name)
        taken = terms.spending[:, :, SpendingTerms._fields.index("taken")]
        shares = np.asarray(levers.tax_share, dtype=float).reshape(2, -1)
        assert_allclose(taken, 0.35 * np.broadcast_to(shares, taken.shape))


# The fiscal side ---------------------------------------------------------------------------------


def test_the_path_without_the_pledge_is_the_published_debt(
    figures: Figures, hague: Assembled
) -> None:
    inputs, fiscal, _, _ = hague
    debt = central_debt(inputs, fiscal)
    assert debt.years == tuple(range(2026, 2036))
    rows = figures.rows(
        "gov_gross_debt_pct_gdp", years=(2025, 2026), definition="imf", vintages="2026-04"
    )
    published = {(o.country, o.year): o.value / 100.0 for o in rows}
    for i, code in enumerate(inputs.members):
        assert fiscal.debt0[i] == pytest.approx(published[code, 2025], abs=1e-12)
        assert debt.debt[i, 0] == pytest.approx(published[code, 2026], abs=1e-9), code


def test_every_change_of_debt_is_the_sum_of_its_parts(hague: Assembled) -> None:
    inputs, fiscal, _, _ = hague
    for burden in (None, np.full_like(fiscal.balance, 0.01)):
        debt = central_debt(inputs, fiscal, burden=burden)
        before = np.concatenate([fiscal.debt0[:, None], debt.debt[:, :-1]], axis=1)
        assert_allclose(debt.parts.change(), debt.debt - before, rtol=0, atol=1e-12)
    assert_allclose(debt.parts.primary_balance, -(fiscal.balance - 0.01))


def test_the_overall_balance_is_that_of_the_outlook(figures: Figures, hague: Assembled) -> None:
    inputs, fiscal, _, _ = hague
    debt = central_debt(inputs, fiscal)
    overall = fiscal.balance - debt.parts.interest
    rows = figures.rows(
        "gov_balance_pct_gdp", years=(2026, 2026), definition="imf", vintages="2026-04"
    )
    published = {o.country: o.value / 100.0 for o in rows}
    for i, code in enumerate(inputs.members):
        assert overall[i, 0] == pytest.approx(published[code], abs=1e-9), code


def test_beyond_the_forecast_balance_and_flow_are_held(hague: Assembled) -> None:
    inputs, fiscal, _, _ = hague
    last = inputs.years.index(2030)
    for grid in (fiscal.balance, fiscal.stockflow):
        assert_allclose(grid[:, last + 1 :], grid[:, [last]].repeat(5, axis=1))
    assert any(
        "primary balance and the stock-flow adjustment stay" in n["text"] for n in fiscal.notes
    )


def test_each_state_runs_on_the_structure_that_is_known(hague: Assembled) -> None:
    inputs, fiscal, _, _ = hague
    kind = dict(zip(inputs.members, fiscal.kind, strict=True))
    assert {kind[code] for code in ("ITA", "FRA", "POL", "GRC")} == {"ec"}
    assert {kind[code] for code in ("USA", "GBR", "EST", "LUX", "SWE", "TUR")} == {"plain"}
    texts = [note["text"] for note in fiscal.notes]
    assert any("Debt by maturity and currency" in text and "Italy" in text for text in texts)
    assert any("one average maturity" in text and "United States" in text for text in texts)
    assert any("a lower bound" in text and "Türkiye" in text for text in texts)
    for name, low, high in (("alpha", 0, 0.5), ("rollover", 0, 1), ("foreign", 0, 1)):
        values = getattr(fiscal, name)
        assert np.all((values >= low) & (values <= high)), name
    for name in ("short", "long", "iir0", "balance", "stockflow", "elasticity"):
        assert np.isfinite(getattr(fiscal, name)).all(), name


def test_italy_as_the_commission_counts_it(figures: Figures, hague: Assembled) -> None:
    inputs, fiscal, _, _ = hague
    i = inputs.members.index("ITA")

    def one(series: str, year: int) -> float:
        return figures.one(series, "ITA", year, definition="ec", vintage="2024-05").value

    alpha = one("gov_debt_short_term_share", 2023)
    short = one("gov_interest_rate_short_pct", 2024) / 100.0
    last = (0.02 + inputs.price[i, -1] / inputs.price[i, -2] - 1.0) / 2.0
    short_2025 = short + (last - short) / 29.0
    expected = (one("gov_implicit_interest_rate_pct", 2025) / 100.0 - alpha * short_2025) / (
        1 - alpha
    )
    assert fiscal.alpha[i] == alpha
    assert fiscal.iir0[i] == pytest.approx(expected)
    assert fiscal.short[i, -1] == pytest.approx(short + 11.0 * (last - short) / 29.0)
    assert fiscal.elasticity[i] == one("budget_balance_semi_elasticity", 2023)


def test_every_number_has_an_origin_that_leads_to_figures(
    figures: Figures, hague: Assembled
) -> None:
    inputs, fiscal, _, origins = hague
    found = {(o.country, o.variable, o.year): o for o in (*fiscal.origins, *origins)}
    for i, code in enumerate(inputs.members):
        for name in ("balance", "stockflow", "short", "long", "rollover"):
            for t, year in enumerate(inputs.years):
                value = getattr(fiscal, name)[i, t]
                assert found[code, f"fiscal/{name}", year].value == value
        for name in ("debt0", "iir0", "gdp0", "alpha", "foreign", "elasticity"):
            assert found[code, f"fiscal/{name}", 2025].value == getattr(fiscal, name)[i]
    assert all(o.keys or o.rule for o in found.values())
    keys = {key for o in found.values() for key in o.keys}
    assert len(keys) > 300
    for key in sorted(keys)[::17]:
        series, definition, source, vintage, country, year = key.split("/")
        o = figures.rows(
            series, countries=[country], years=(int(year), int(year)), definition=definition,
            vintages=vintage,
        )  # fmt: skip
        assert source in {one.source for one in o}


def test_who_has_no_figures_has_no_debt(figures: Figures) -> None:
    own = {
        "gdp_nominal": {
            "unit": "XXX bn",
            "values": {y: 100.0 + y - 2026 for y in range(2025, 2036)},
        },
        "price_index": {"base": 2026, "values": dict.fromkeys(range(2025, 2036), 1.0)},
    }
    inputs, fiscal, levers, _ = assembled(
        figures,
        "ITA",
        "CHE",
        series={"CHE": own},
        pledges=[{"share": 3.5, "by": 2035, "from": {"year": 2026, "share": 1.0}}],
    )
    assert inputs.members == ("ITA", "CHE")
    assert np.isnan(fiscal.debt0).tolist() == [False, True]
    assert np.isnan(levers.stock0).any(axis=1).tolist() == [False, True]
    (note,) = [note["text"] for note in fiscal.notes if note["country"] == "CHE"]
    assert note == (
        "Switzerland: no debt or balance is published; debt, interest and balance are left out."
    )
    assert np.isnan(central_debt(inputs, fiscal).debt[1]).all()
    stated = {o.variable for o in fiscal.origins if o.country == "CHE"}
    assert stated == {"fiscal/gdp0", "fiscal/price0"}
    numbers = {name: getattr(fiscal, name) for name in (*ROWS, *COLUMNS, "gdp0", "price0", "fx0")}
    known = {f"fiscal/{name}" for name, array in numbers.items() if np.isfinite(array[1]).any()}
    assert known == stated, "no number without its origin, and no zero for what is not known"


def test_the_users_gdp_counts_and_goes_back_by_published_changes(figures: Figures) -> None:
    values = dict.fromkeys(range(2026, 2036), 2500.0)
    own = {"ITA": {"gdp_nominal": {"unit": "EUR bn", "values": values}}}
    inputs, fiscal, _, _ = assembled(figures, "ITA", series=own)
    rows = figures.rows("gdp_lcu", countries=["ITA"], definition="imf", vintages="2026-04")
    gdp = {o.year: o.value for o in rows}
    assert fiscal.gdp0[0] == pytest.approx(2500.0 * gdp[2025] / gdp[2026])
    debt = central_debt(inputs, fiscal)
    assert_allclose(debt.growth[0, 1:], 0.0, atol=1e-12)


def test_debt_before_the_figures_begin_is_not_known(figures: Figures) -> None:
    fields = {"pledges": [{"share": 3.5, "by": 1995, "from": {"year": 1990, "share": 1.0}}]}
    case = scenario("ITA", start=1990, end=1995, definition="sipri", **fields)
    inputs = assemble(case, figures)
    fiscal, _, _ = assemble_fiscal(case, inputs, figures)
    assert np.isnan(fiscal.debt0).all()
    assert any("debt is published from" in note["text"] for note in fiscal.notes)


def test_gdp_that_ends_leaves_debt_unknown(figures: Figures) -> None:
    table = SmallTable(
        [
            o
            for series in ("gov_gross_debt_pct_gdp", "gov_balance_pct_gdp", "gdp_lcu")
            for o in figures.rows(series, countries=["ITA"], definition="imf", vintages="2026-04")
        ]
    )
    case = scenario("ITA", start=2026, end=2035)
    inputs = assemble(case, figures)
    fiscal, levers, _ = assemble_fiscal(case, inputs, table)
    assert np.isnan(fiscal.debt0).all()
    assert any("GDP is not known for every year" in note["text"] for note in fiscal.notes)
    assert levers.equipment_share.tolist() == [0.0]  # type: ignore[union-attr]


def test_debt_without_any_rate_of_interest_is_not_known(figures: Figures) -> None:
    class WithoutRates:
        def rows(self, series: str, **asked: Any) -> Any:
            skip = ("interest", "yield")
            return [] if any(word in series for word in skip) else figures.rows(series, **asked)

    case = scenario("ITA", start=2026, end=2035)
    inputs = assemble(case, figures)
    fiscal, _, _ = assemble_fiscal(case, inputs, WithoutRates())
    assert np.isnan(fiscal.debt0).all()
    assert any("no rate of interest is known" in note["text"] for note in fiscal.notes)


# Levers ------------------------------------------------------------------------------------------


def test_a_scenario_that_says_nothing_has_the_stated_defaults(hague: Assembled) -> None:
    inputs, _, levers, _ = hague
    assert (levers.behaviour, levers.budgeting, levers.accrual) == ("kept", "share", False)
    assert levers.tails == "normal"
    assert levers.packages is None
    assert_allclose(levers.inertia, 1.0)
    assert_allclose(levers.slippage, 0.0)
    assert_allclose(levers.defence_inflation, 0.0)
    assert_allclose(levers.debt_share, 1.0)
    assert_allclose(levers.multiplier, [MULTIPLIER] * len(inputs.members))
    assert_allclose(np.sum(levers.stock_mix, axis=1), 1.0)
    assert levers.stock0 is not None
    assert (levers.stock0[:, 0] > 0.0).all()


def test_the_scenarios_own_numbers_become_levers(figures: Figures) -> None:
    inputs, _, levers, origins = assembled(
        figures,
        "ITA",
        "ESP",
        behaviour={
            "inertia": 0.25,
            "absorption": {"ITA": 8.0},
            "slippage": 0.1,
            "budgeting": "cash",
        },
        financing={"debt": {"ITA": 0.5}, "tax": {"ITA": 0.5}},
        multipliers={"tax": 0.2, "other": {"ESP": 0.4}, "fade": 0.5},
        defence_inflation=1.5,
        import_share=0.5,
        equipment_share={"ITA": 0.4},
        packages=[{"member": "ESP", "year": 2028, "amount": amount} for amount in (3.0, 1.0)],
        accounting="accrual",
        debt={"risk_premium": 0.06, "premium_above": 60.0},
        tails=6,
    )
    assert_allclose(levers.inertia, 0.75)
    assert_allclose(levers.absorption, [0.08, 10.0])
    assert_allclose(levers.slippage, 0.1)
    assert levers.budgeting == "cash"
    assert_allclose(levers.debt_share, [0.5, 1.0])
    assert_allclose(levers.tax_share, [0.5, 0.0])
    assert_allclose(levers.tax_multiplier, 0.2)
    assert_allclose(levers.other_multiplier, [0.7, 0.4])
    assert_allclose(levers.multiplier_decay, 0.5)
    assert_allclose(levers.defence_inflation, 0.015)
    nato = figures.one("milex_share_equipment", "ESP", 2026, definition="nato").value / 100.0
    assert_allclose(levers.equipment_share, [0.4, nato])
    assert_allclose(levers.import_share, [0.2, 0.5 * nato])
    assert levers.packages is not None
    assert levers.packages[1, inputs.years.index(2028)] == 4.0
    assert levers.packages.sum() == 4.0
    assert levers.accrual
    assert_allclose(levers.risk_premium, 0.06)
    assert_allclose(levers.premium_threshold, 0.6)
    assert levers.tails == "fat"
    own = {(o.country, o.variable): o.kind for o in origins}
    assert own["ITA", "levers/equipment_share"] == "user"
    assert own["ESP", "levers/equipment_share"] == "derived"


def test_the_multiplier_is_the_mean_over_what_is_bought_at_home(figures: Figures) -> None:
    """30 % equipment, half of it imported; pay 40 %; the rest 30 %: weights 15, 40, 30 of 85."""
    personnel = figures.one("milex_share_personnel", "ITA", 2026, definition="nato").value / 100.0
    rest = 0.7 - personnel
    _, _, levers, _ = assembled(
        figures,
        "ITA",
        equipment_share=0.3,
        import_share=0.5,
        multipliers={
            "equipment": {"low": 0.0, "central": 1.0, "high": 2.0},
            "personnel": {"ITA": {"low": 0.5, "central": 0.5, "high": 0.5}},
            "spending": {"low": 0.1, "central": 0.2, "high": 0.3},
        },
    )
    row = np.asarray(levers.multiplier)[0]
    expected = [
        (0.15 * eq + personnel * 0.5 + rest * other) / 0.85
        for eq, other in ((0.0, 0.1), (1.0, 0.2), (2.0, 0.3))
    ]
    assert_allclose(row, expected)


def test_what_is_imported_is_named_where_it_is_not_known(
    hague: Assembled, figures: Figures
) -> None:
    inputs, fiscal, levers, _ = hague
    imported = dict(zip(inputs.members, np.asarray(levers.import_share), strict=True))
    equipment = dict(zip(inputs.members, np.asarray(levers.equipment_share), strict=True))
    assert imported["ITA"] == pytest.approx(0.63 * equipment["ITA"])
    assert imported["USA"] == imported["GBR"] == 0.0
    assert any("How much is imported is not known" in note["text"] for note in fiscal.notes)
    japan = scenario("JPN", start=2026, end=2035, definition="sipri")
    inputs = assemble(japan, figures)
    _, levers, _ = assemble_fiscal(japan, inputs, figures)
    assert_allclose(levers.import_share, [0.15])


def test_europe_lets_some_of_it_be_borrowed(figures: Figures) -> None:
    inputs, fiscal, levers, _ = assembled(
        figures, "ITA", "POL", financing={"tax": 1.0}, escape_clause=("ITA",), safe_loans=("POL",)
    )
    debt = np.asarray(levers.debt_share)
    assert debt.shape == (2, len(inputs.years))
    assert_allclose(debt + levers.tax_share + levers.other_share, 1.0)
    by_year = dict(zip(inputs.years, debt[0], strict=True))
    assert by_year[2027] == by_year[2028] == 1.0  # less than 1.5 % of GDP extra
    assert by_year[2029] == by_year[2035] == 0.0
    texts = [note["text"] for note in fiscal.notes]
    assert any("escape clause" in text for text in texts)
    assert any("Loans of the EU are taken in equal parts" in text for text in texts)
    # Poland is above 3.5 % already; on the way to 8 % a fifth of the loan pays first each year
    inputs, _, levers, _ = assembled(
        figures,
        "POL",
        "ITA",
        pledges=[{"share": 8.0, "by": 2030, "members": ("POL",)}],
        financing={"tax": 1.0},
        safe_loans={"POL": 43.734},
    )
    years = slice(inputs.years.index(2027), inputs.years.index(2030) + 1)
    loan = 43.734 / 5.0 * (inputs.fx[0] / inputs.fx[1] / inputs.gdp[0])[years]
    extra = (8.0 - inputs.start_share[0]) / 4.0 * np.arange(1, 5) / 100.0
    assert_allclose(np.asarray(levers.debt_share)[0, years], np.minimum(loan / extra, 1.0))
    assert np.asarray(levers.debt_share)[0, years][-1] < 1.0


def test_everything_missing_is_refused_at_once(figures: Figures) -> None:
    case = scenario(
        "JPN",
        start=2026,
        end=2035,
        definition="sipri",
        behaviour={"kind": "behaved"},
        import_share=0.2,
    )
    inputs = assemble(case, figures)
    with pytest.raises(Refusal) as caught:
        assemble_fiscal(case, inputs, figures)
    assert caught.value.code == "missing-inputs"
    assert [d["where"] for d in caught.value.details] == ["equipment_share.JPN", "behaviour.kind"]
    aimed = np.full((1, len(inputs.years)), 2.0)
    better = case.model_copy(update={"equipment_share": 0.3})
    _, levers, _ = assemble_fiscal(better, inputs, figures, aimed=aimed)
    assert levers.behaviour == "behaved"
    assert_allclose(levers.import_share, 0.06)


def test_the_library_is_assembled(figures: Figures) -> None:
    for name in ("canada-pbo", "wales-2014", "japan-yen", "core-5"):
        case: Scenario = load(name)
        inputs = assemble(case, figures)
        fiscal, _, _ = assemble_fiscal(case, inputs, figures)
        assert np.isfinite(fiscal.debt0).all(), name
        assert np.isfinite(central_debt(inputs, fiscal).debt).all(), name
