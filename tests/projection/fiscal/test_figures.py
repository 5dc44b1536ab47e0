"""The shipped figures of public finance: what is left out, cells on paper, estimates."""

from __future__ import annotations

import pytest

from burdenshare.figures.estimates import estimates
from burdenshare.figures.store import Figures
from burdenshare.projection.fiscal.financing import CLAUSE_LIMIT
from burdenshare.projection.fiscal.levers import IMPORTED, MULTIPLIER


@pytest.fixture(scope="module")
def figures() -> Figures:
    return Figures.open()


def test_nothing_of_commercial_terminals_and_nothing_absurd_is_shipped(figures: Figures) -> None:
    series = {one.series for one in figures.catalogue()}
    assert not {name for name in series if "fwd" in name or "forward" in name or "spot" in name}
    sources = {source.producer for source in figures.sources()}
    assert not any("Financial Times" in name or "Bloomberg" in name for name in sources)
    for name in (
        "gov_debt_short_term_share",
        "gov_debt_long_term_maturing_share",
        "gov_debt_long_term_maturing_share_6y_average",
        "gov_debt_domestic_currency_share",
    ):
        values = [o.value for o in figures.rows(name)]
        assert len(values) >= 20
        assert all(0.0 <= value <= 1.0 for value in values), name
    assert all(o.value > 0.01 for o in figures.rows("gov_debt_long_term_maturing_share"))
    assert all(o.value > 0.2 for o in figures.rows("gov_debt_domestic_currency_share"))
    assert all(o.value < 15.0 for o in figures.rows("gov_interest_rate_short_pct"))


def test_loans_of_the_union_are_150_billion(figures: Figures) -> None:
    loans = {o.country: o.value for o in figures.rows("safe_loan_allocation")}
    assert len(loans) == 19
    assert sum(loans.values()) == pytest.approx(150.0, abs=0.01)
    assert loans["POL"] == 43.734


def test_implicit_rate_and_gross_interest_agree(figures: Figures) -> None:
    """Interest of 2024 over the debt of 2023: two tables of the Commission, within 0.3 points."""
    gaps = []
    for o in figures.rows("gov_implicit_interest_rate_pct", years=(2024, 2024)):
        interest = figures.one("gov_gross_interest_pct_gdp", o.country, 2024, definition="ec").value

        def level(series: str, year: int, code: str = o.country) -> float:
            return figures.one(series, code, year, definition="imf", vintage="2026-04").value

        before = level("gov_gross_debt_pct_gdp", 2023) * level("gdp_lcu", 2023)
        gaps.append(abs(100.0 * interest * level("gdp_lcu", 2024) / before - o.value))
    assert len(gaps) == 23
    assert sorted(gaps)[len(gaps) // 2] < 0.15


def test_a_point_of_vat_is_revenue_over_rate(figures: Figures) -> None:
    """Germany 2019: 244 billion of VAT at 19 % on a GDP of 3,500: 0.37 % of GDP a point."""
    value = figures.one("vat_one_point_yield_pct_gdp", "DEU", 2019).value
    assert value == pytest.approx(100.0 * 244.0 / 19.0 / 3_534.0, rel=0.03)


def test_defaults_lie_within_the_published_estimates() -> None:
    found = estimates("multiplier")
    assert len(estimates()) > len(found) >= 8
    numbers = [x for one in found for x in (one.low, one.central, one.high) if x is not None]
    assert min(numbers) == MULTIPLIER[0]
    european = [one.central for one in found if one.region.startswith("EU") and one.central]
    assert max(european) == MULTIPLIER[2]
    shares = [one.central for one in estimates("import_share") if one.central]
    assert (min(shares) + max(shares)) / 2.0 == pytest.approx(100.0 * IMPORTED)
    (clause,) = estimates("escape_clause")
    assert clause.central == pytest.approx(100.0 * CLAUSE_LIMIT)
    assert all(one.address.startswith("http") and one.author for one in estimates())
