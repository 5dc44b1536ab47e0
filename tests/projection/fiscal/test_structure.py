"""Structure and rates of a debt from small invented tables: every rule, on paper."""

from __future__ import annotations

import pytest
from numpy.testing import assert_allclose

from burdenshare.figures.model import Observation
from burdenshare.projection.economy import Cell, Path
from burdenshare.projection.fiscal.path import debt_without
from burdenshare.projection.fiscal.published import PublicFinance
from burdenshare.projection.fiscal.structure import (
    Rates,
    Structure,
    paid_of,
    rates_of,
    structure_of,
)
from burdenshare.scenario.model import Debt

from ..factory import observed

INFLATION = Cell(0.02, "figure", ("inflation",))


def ec(series: str, country: str, values: dict[int, float]) -> list[Observation]:
    return observed(series, country, values, vintage="2024-05", definition="EC")


def tables(*groups: list[Observation]) -> dict[str, list[Observation]]:
    found: dict[str, list[Observation]] = {}
    for group in groups:
        for o in group:
            found.setdefault(o.series, []).append(o)
    return found


STRUCTURE = [
    *ec("gov_debt_short_term_share", "ITA", {2023: 0.2}),
    *ec("gov_debt_long_term_maturing_share", "ITA", {2023: 0.10}),
    *ec("gov_debt_long_term_maturing_share_6y_average", "ITA", {2023: 0.15}),
    *ec("gov_debt_domestic_currency_share", "ITA", {2023: 0.9}),
    *ec("budget_balance_semi_elasticity", "ITA", {2023: 0.5}),
    *ec("gov_debt_short_term_share", "EST", {2023: 0.1}),
]


def finance(*groups: list[Observation]) -> PublicFinance:
    return PublicFinance(tables(STRUCTURE, *groups), "2026-04")


def test_a_published_structure_is_taken() -> None:
    found = structure_of("ITA", finance(), Debt())
    assert (found.kind, found.reason) == ("ec", "")
    assert found.alpha.value == 0.2
    assert {year: cell.value for year, cell in found.maturing.items()} == {2023: 0.10, 2033: 0.15}
    assert found.foreign.value == pytest.approx(0.1)
    assert found.elasticity.value == 0.5


def test_where_half_of_it_is_missing_debt_is_as_long_as_that_of_others() -> None:
    found = structure_of("EST", finance(), Debt())
    assert found.kind == "plain"
    assert "no usable maturity structure" in found.reason
    assert found.alpha.value == found.foreign.value == 0.0
    (part,) = found.maturing.values()
    assert part.value == pytest.approx(0.2 + 0.8 * 0.15)
    assert all("/ITA/" in key for key in part.keys)
    assert found.elasticity.value == 0.5
    assert "assumed" in found.elasticity.rule


def test_without_any_structure_the_assumption_is_named() -> None:
    found = structure_of("JPN", PublicFinance({}, "2026-04"), Debt())
    (part,) = found.maturing.values()
    assert (part.value, part.keys) == (0.125, ())
    assert "assumed" in part.rule
    assert found.elasticity.value == 0.5


def test_the_scenario_may_give_a_maturity() -> None:
    found = structure_of("ITA", finance(), Debt(maturity={"ITA": 8.0}))
    assert found.kind == "plain"
    (part,) = found.maturing.values()
    assert (part.value, part.kind) == (0.125, "user")


def test_a_new_currency_leaves_the_foreign_part_unknown() -> None:
    given = finance(ec("gov_debt_domestic_currency_share", "BGR", {2023: 0.25}))
    foreign = structure_of("BGR", given, Debt()).foreign
    assert foreign.value == 0.0
    assert "new currency since 2026" in foreign.rule


# Rates -------------------------------------------------------------------------------------------


def rates(given: PublicFinance, country: str = "ITA", assumed: Debt | None = None) -> Rates | None:
    assumed = assumed or Debt()
    paid = paid_of(country, given, structure_of(country, given, assumed), assumed, start=2025)
    return paid and rates_of(paid, years=range(2010, 2060), inflation=INFLATION)


def test_rates_lie_between_what_is_published_and_the_convention() -> None:
    """3.4 per cent in 2023; thirty years later inflation of 2 plus 2 points, half for short."""
    found = rates(
        finance(
            ec("gov_implicit_interest_rate_pct", "ITA", {2023: 2.5, 2025: 3.0, 2026: 9.0}),
            ec("gov_interest_rate_long_pct", "ITA", {2023: 3.4}),
            ec("gov_interest_rate_short_pct", "ITA", {2023: 3.2}),
        )
    )
    assert found is not None
    assert (found.iir.value, found.iir_year, found.iir_rule) == (0.03, 2025, "published")
    assert found.long[2023].kind == "figure"
    assert found.long[2010].value == pytest.approx(0.034)
    assert found.long[2033].value == pytest.approx(0.034 + 0.006 / 3)
    assert found.long[2053].value == found.long[2059].value == pytest.approx(0.04)
    assert found.short[2038].value == pytest.approx(0.026)
    assert "straight line from 2023 to 2053" in found.long[2033].rule
    assert "inflation" in found.long[2059].keys


def test_the_latest_edition_of_a_yield_counts_whoever_publishes_it() -> None:
    given = finance(
        ec("gov_interest_rate_long_pct", "ITA", {2023: 3.4}),
        observed("gov_bond_yield_10y", "ITA", {2023: 3.5}, vintage="2025-01", definition="OECD"),
    )
    assert given.dated("gov_interest_rate_long_pct", "ITA")[2023].value == 3.5


def test_interest_over_the_debt_of_the_year_before() -> None:
    """4 % of GDP on a debt of 100 % when GDP doubles: 8 per cent."""
    found = rates(
        finance(
            observed("gov_gross_interest_pct_gdp", "ITA", {2024: 4.0}, definition="EC"),
            observed("gov_gross_debt_pct_gdp", "ITA", {2023: 100.0}),
            observed("gdp_lcu", "ITA", {2023: 50.0, 2024: 100.0}),
        )
    )
    assert found is not None
    assert found.iir.value == pytest.approx(0.08)
    assert found.long[2024].value == pytest.approx(0.08)  # no long rate known


def test_the_mean_of_the_yields_as_long_as_the_debt_is() -> None:
    """A maturity of 1 / 0.32 = 3 years: the mean of the last three yields."""
    given = finance(
        observed(
            "gov_bond_yield_10y", "JPN", {2019: 9.0, 2021: 1.0, 2022: 2.0, 2023: 3.0},
            definition="OECD",
        )
    )  # fmt: skip
    found = rates(given, "JPN")
    assert found is not None
    assert (found.iir.value, found.iir_year, found.iir_rule) == (
        pytest.approx(0.02),
        2023,
        "yields",
    )


def test_net_interest_and_the_scenarios_rate_come_last() -> None:
    net = finance(
        observed("gov_net_interest_pct_gdp", "MNE", {2024: -1.0, 2025: 3.0}),
        observed("gov_gross_debt_pct_gdp", "MNE", {2023: 50.0, 2024: 60.0}),
        observed("gdp_lcu", "MNE", {2023: 100.0, 2024: 100.0, 2025: 100.0}),
    )
    found = rates(net, "MNE")
    assert found is not None
    assert (found.iir.value, found.iir_rule) == (pytest.approx(0.05), "net")
    own = rates(finance(), "MNE", Debt(long_rate=4.5))
    assert own is not None
    assert (own.iir.value, own.iir_rule, own.iir_year) == (0.045, "own", 2026)
    assert own.long[2026].kind == "user"
    assert rates(finance(), "MNE") is None


# The path ----------------------------------------------------------------------------------------

OUTLOOK = [
    *observed("gov_gross_debt_pct_gdp", "ITA", {2024: 100.0, 2025: 102.0, 2026: 103.0}),
    *observed("gov_balance_pct_gdp", "ITA", {2024: -3.0, 2025: -3.0, 2026: -2.0}),
    *observed("gdp_lcu", "ITA", {2024: 100.0, 2025: 104.0, 2026: 107.0}),
    *observed(
        "gov_gross_debt_pct_gdp", "ITA", {2025: 90.0, 2026: 90.0, 2027: 91.0}, vintage="2025-10"
    ),
    *observed("gov_balance_pct_gdp", "ITA", {2026: -5.0, 2027: -4.0}, vintage="2025-10"),
    *observed("gdp_lcu", "ITA", {2025: 200.0, 2026: 200.0, 2027: 210.0}, vintage="2025-10"),
]


def flat(value: float) -> Path:
    return {year: Cell(value, "figure", ("k",)) for year in range(2000, 2060)}


def plain(foreign: float = 0.0) -> Structure:
    part = {0: Cell(0.1, "derived", ("m",))}
    return Structure(
        "plain", Cell(0.0, "derived"), part, Cell(foreign, "derived"), Cell(0.5, "derived"), "x"
    )


def test_balances_go_on_by_changes_and_flows_are_those_of_the_later_edition() -> None:
    outlook = PublicFinance(tables(OUTLOOK), "2026-04").outlook("ITA")
    assert outlook is not None
    assert outlook.balance[2027].value == pytest.approx(-0.02 + 0.01)
    assert outlook.balance[2026].kind == "figure"
    assert (outlook.known_until, outlook.last) == (2026, 2027)
    assert outlook.stockflow[2026][0] == pytest.approx(1.03 - 1.02 * 104 / 107 - 0.02)
    assert outlook.stockflow[2027][0] == pytest.approx(0.91 - 0.90 * 200 / 210 - 0.04)


def test_the_path_returns_the_published_debt_and_then_holds_balance_and_flow() -> None:
    outlook = PublicFinance(tables(OUTLOOK), "2026-04").outlook("ITA")
    assert outlook is not None
    gdp: Path = {
        year: Cell(value, "figure", ("g",))
        for year, value in {
            2024: 100,
            2025: 104,
            2026: 107,
            2027: 112,
            2028: 116,
            2029: 120,
        }.items()
    }
    given = Rates(flat(0.04), flat(0.0), Cell(0.03, "figure", ("i",)), 2024, "published")
    path = debt_without(
        outlook, plain(), given, Debt(), "ITA", gdp=gdp, fx={}, start=2024, end=2029
    )
    assert path.debt[2025].value == pytest.approx(1.02)
    assert path.debt[2026].value == pytest.approx(1.03)
    # 2027 on paper: rate 3 % in 2024, a tenth at 4 % each year
    rate = 0.04 - 0.01 * 0.9**3
    interest = 1.03 * rate * 107 / 112
    flow = 0.91 - 0.90 * 200 / 210 - 0.04
    assert path.balance[2027].value == pytest.approx(-0.01 + interest)
    assert path.debt[2027].value == pytest.approx(1.03 * 107 / 112 + 0.01 + flow)
    for year in (2028, 2029):
        assert path.balance[year].value == path.balance[2027].value
        assert path.stockflow[year].value == pytest.approx(flow)
        assert "held: assumed" in path.balance[year].rule
    later = debt_without(
        outlook, plain(), given, Debt(), "ITA", gdp=gdp, fx={}, start=2028, end=2029
    )
    assert later.debt[2029].value == pytest.approx(path.debt[2029].value)
    mine = debt_without(
        outlook,
        plain(),
        given,
        Debt(primary_balance=1.0),
        "ITA",
        gdp=gdp,
        fx={},
        start=2024,
        end=2029,
    )
    assert mine.balance[2028].value == 0.01
    assert mine.balance[2027].value == path.balance[2027].value


def test_debt_in_foreign_currency_is_valued_and_the_published_debt_still_met() -> None:
    outlook = PublicFinance(tables(OUTLOOK), "2026-04").outlook("ITA")
    assert outlook is not None
    gdp: Path = {
        2024: Cell(100.0, "figure"),
        2025: Cell(104.0, "figure"),
        2026: Cell(107.0, "figure"),
    }
    fx: Path = {2024: Cell(1.0, "figure"), 2025: Cell(1.2, "figure"), 2026: Cell(1.2, "figure")}
    given = Rates(flat(0.04), flat(0.0), Cell(0.03, "figure"), 2024, "published")
    path = debt_without(
        outlook, plain(0.5), given, Debt(), "ITA", gdp=gdp, fx=fx, start=2024, end=2026
    )
    assert path.debt[2026].value == pytest.approx(1.03)
    plain_flow = 1.02 - 1.00 * 100 / 104 - 0.03
    assert path.stockflow[2025].value == pytest.approx(plain_flow - 0.1 * 1.00 * 100 / 104)


def test_what_was_issued_a_year_ago_takes_the_long_rate() -> None:
    outlook = PublicFinance(tables(OUTLOOK, STRUCTURE), "2026-04").outlook("ITA")
    assert outlook is not None
    structure = structure_of("ITA", finance(), Debt())
    gdp: Path = {
        2024: Cell(100.0, "figure"),
        2025: Cell(104.0, "figure"),
        2026: Cell(107.0, "figure"),
    }
    given = Rates(flat(0.04), flat(0.02), Cell(0.03, "figure"), 2024, "published")
    path = debt_without(
        outlook, structure, given, Debt(), "ITA", gdp=gdp, fx={}, start=2024, end=2026
    )
    due_2025 = 0.10 + 0.05 * 2 / 10
    issued = 1.0 - (1.0 - due_2025) * 100.0 / (1.02 * 104.0)
    assert path.rollover[2026].value == pytest.approx(issued)
    start = (0.03 - 0.2 * 0.02) / 0.8
    assert path.long_iir[2024].value == pytest.approx(start)
    assert path.rollover[2025].value == pytest.approx(0.10 + 0.05 / 10)
    assert_allclose(
        path.long_iir[2025].value, start + path.rollover[2025].value * (0.04 - start), rtol=1e-12
    )


def test_no_debt_or_balance_no_outlook() -> None:
    assert PublicFinance({}, "2026-04").outlook("ITA") is None
    one = observed("gov_gross_debt_pct_gdp", "ITA", {2024: 100.0})
    two = observed("gov_balance_pct_gdp", "ITA", {2024: -1.0})
    assert PublicFinance(tables(one, two), "2026-04").outlook("ITA") is None
