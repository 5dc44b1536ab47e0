"""The words of the report: names with their article, lists, names of baselines and series."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

from markupsafe import Markup

from burdenshare.brief.numbers import THIN, number, share
from burdenshare.figures.countries import country_name
from burdenshare.scenario.words import WITH_ARTICLE

Text = TypeVar("Text", str, Markup)

NUMERALS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

BASELINES = {
    "constant_share": "constant share of GDP",
    "constant_real": "constant real spending",
    "constant_cash": "constant cash",
    "plan": "the given plan",
}

SERIES = {
    "milex_pct_gdp": "Defence expenditure, share of GDP",
    "milex_lcu_current": "Defence expenditure, national currency, current prices",
    "milex_lcu_constant": "Defence expenditure, national currency, constant prices",
    "milex_usd_current": "Defence expenditure, US dollars, current prices and exchange rates",
    "milex_usd_constant": "Defence expenditure, US dollars, constant prices and exchange rates",
    "gdp_lcu": "Gross domestic product, national currency",
    "gdp_usd": "Gross domestic product, US dollars",
    "gdp_real_lcu": "Gross domestic product at constant prices, national currency",
    "gdp_real_growth_pct": "Growth of real gross domestic product",
    "gdp_deflator": "Price index of gross domestic product",
    "population": "Population",
    "fx_lcu_per_usd": "Exchange rate, national currency per US dollar",
    "gdp_usd_current": "GDP as NATO counts it, US dollars, current prices and exchange rates",
    "health_pct_gdp": "Public health expenditure, share of GDP",
    "security_related_spending": "Security-related spending by the state's own definition",
    "target_base_gdp": "GDP that a state measures its own target against",
    "gov_expenditure_pct_gdp": "General government expenditure, share of GDP",
    "gov_revenue_pct_gdp": "General government revenue, share of GDP",
    "gov_gross_debt_pct_gdp": "Gross debt of general government, share of GDP",
    "gov_balance_pct_gdp": "Balance of general government, share of GDP",
    "gov_net_interest_pct_gdp": "Net interest paid by general government, share of GDP",
    "gov_gross_interest_pct_gdp": "Gross interest paid by general government, share of GDP",
    "gov_implicit_interest_rate_pct": "Implicit interest rate on public debt",
    "gov_interest_rate_long_pct": "Long-term interest rate",
    "gov_interest_rate_short_pct": "Short-term interest rate",
    "gov_bond_yield_10y": "Yield of ten-year government bonds",
    "gov_debt_short_term_share": "Short-term part of public debt",
    "gov_debt_long_term_maturing_share": "Part of long-term public debt that falls due in a year",
    "gov_debt_long_term_maturing_share_6y_average": "Part of long-term public debt that falls due "
    "in a year, mean of six years",
    "gov_debt_domestic_currency_share": "Part of public debt in the country's own currency",
    "budget_balance_semi_elasticity": "Change of the budget balance per output gap",
    "milex_share_equipment": "Equipment, part of defence expenditure",
    "milex_share_personnel": "Personnel, part of defence expenditure",
    "vat_one_point_yield_pct_gdp": "What one point of value added or sales tax brings",
    "vat_standard_rate": "Standard rate of value added tax",
    "average_household_size": "Persons per household",
    "old_age_pct_gdp": "Public expenditure on old age, share of GDP",
    "safe_loan_allocation": "Loans of the EU for defence, as allocated",
    "currency_exposed_share_low": "Part of spending that moves with the exchange rate, lowest",
    "currency_exposed_share_high": "Part of spending that moves with the exchange rate, highest",
}


def spaced(name: str) -> str:
    """Return a name of code as words: ``path_to_pledge`` as ``Path to pledge``."""
    words = re.sub(r"[_\W]+", " ", name).strip()
    return words[:1].upper() + words[1:]


def slug(text: str) -> str:
    """Return `text` fit for an id: letters, digits, ``_ - .``, everything else one hyphen."""
    return re.sub(r"[^\w.\-]+", "-", text).strip("-") or "x"


def in_sentence(code: str) -> str:
    """Return a country's name as it stands inside a sentence: ``the United States``."""
    name = country_name(code)
    return f"the {name}" if code in WITH_ARTICLE else name


def opening(text: Text) -> Text:
    """Return `text` with a capital first letter; markup stays markup."""
    return text[:1].upper() + text[1:]


def tied(text: Text) -> Text:
    """Return a text whose per cent signs stay with their number."""
    return type(text)(re.sub(r"(?<=\d) %", f"{THIN}%", text))


def joined(parts: Sequence[str | Markup]) -> Markup:
    """Return ``A``, ``A and B`` or ``A, B and C``, escaped."""
    escaped = [Markup("%s") % part for part in parts]
    if len(escaped) < 2:
        return Markup("").join(escaped)
    return Markup(", ").join(escaped[:-1]) + Markup(" and ") + escaped[-1]


def baseline_name(name: str) -> Markup:
    """Return what a baseline is called in a heading."""
    if name.startswith("share_"):
        return Markup("%s of GDP") % _baseline_share(name)
    return Markup("%s") % BASELINES.get(name, spaced(name).lower())


def baseline_clause(name: str, *, several: bool, year: int | None = None) -> Markup:
    """Return what would happen without the pledge, as a clause after "than if".

    `year` is the year from which the baseline is held, None where it differs by member.
    """
    who = "each" if several else "it"
    if name.startswith("share_"):
        return Markup("%s spent %s of GDP") % (who, _baseline_share(name))
    of_year = f" of {year}" if year else ""
    clauses = {
        "constant_share": f"{who} held its {year or 'first'} share of GDP",
        "constant_real": f"{who} held its spending{of_year} constant in real terms",
        "constant_cash": f"{who} held its spending{of_year} constant in cash",
        "plan": f"{who} spent what the given plan says",
    }
    return Markup("%s") % clauses.get(name, f"{who} followed the baseline {spaced(name).lower()}")


def _baseline_share(name: str) -> Markup:
    value = float(name.removeprefix("share_"))
    return number(value, share(value), "scenario")


def series_title(name: str) -> str:
    """Return what a series is called in a caption."""
    return SERIES.get(name, spaced(name))


def language(text: str) -> str:
    """Return the language tag of a text by its script: Japanese, Korean, Chinese, or English."""
    if re.search(r"[\u3040-\u30ff]", text):
        return "ja"
    if re.search(r"[\uac00-\ud7af]", text):
        return "ko"
    if re.search(r"[\u4e00-\u9fff]", text):
        return "zh"
    return "en"
