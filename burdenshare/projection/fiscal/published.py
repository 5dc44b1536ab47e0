"""What is published of public finance: debt, balances, rates and the structure of debt."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from burdenshare.projection.economy import Cell, Path

if TYPE_CHECKING:
    from burdenshare.figures.model import Observation

DEBT, BALANCE, NET_INTEREST, GDP = (
    "gov_gross_debt_pct_gdp",
    "gov_balance_pct_gdp",
    "gov_net_interest_pct_gdp",
    "gdp_lcu",
)
OUTLOOK = (DEBT, BALANCE, NET_INTEREST, GDP)
"""Series of the World Economic Outlook, read in every edition."""
LONG_RATES = ("gov_bond_yield_10y", "gov_interest_rate_long_pct")
SHORT_RATE = "gov_interest_rate_short_pct"
IMPLICIT, GROSS_INTEREST = "gov_implicit_interest_rate_pct", "gov_gross_interest_pct_gdp"
SHORT_TERM, MATURING, MATURING_MEAN = (
    "gov_debt_short_term_share",
    "gov_debt_long_term_maturing_share",
    "gov_debt_long_term_maturing_share_6y_average",
)
DOMESTIC, ELASTICITY = "gov_debt_domestic_currency_share", "budget_balance_semi_elasticity"
STRUCTURE = (SHORT_TERM, MATURING, MATURING_MEAN, DOMESTIC, ELASTICITY)
DATED = (*LONG_RATES, SHORT_RATE, IMPLICIT, GROSS_INTEREST, *STRUCTURE)
"""Series of which the latest edition counts, whoever publishes it."""


@dataclass(frozen=True)
class Outlook:
    """Debt and balance of one country over the years that are published, fractions of GDP."""

    debt: Path
    """Levels of the chosen edition."""
    balance: Path
    """Overall balance: of the chosen edition, then moved by the changes of a later-reaching one."""
    stockflow: dict[int, tuple[float, float, tuple[str, ...]]]
    """By year: what raises debt beside the deficit where nothing is in foreign currency, the debt
    of the year before over growth (what valuation would take from it), and the keys."""

    @property
    def known_until(self) -> int:
        """Last year of which both debt and balance are known in the chosen edition."""
        return max(set(self.debt) & {y for y, c in self.balance.items() if c.kind == "figure"})

    @property
    def last(self) -> int:
        """Last year that any edition reaches."""
        return max(self.stockflow)

    def first(self, start: int) -> int:
        """Return the last year of known debt up to a start, from which debt goes on."""
        return min(start, self.known_until, self.last - 1)


class PublicFinance:
    """Debt, balances and rates as published, by country.

    Parameters
    ----------
    tables : dict
        Observations by series: `OUTLOOK` in every edition, `DATED` in any.
    edition : str
        The edition of the World Economic Outlook that levels come from.
    """

    def __init__(self, tables: dict[str, list[Observation]], edition: str) -> None:
        self.edition = edition
        self._outlook: dict[tuple[str, str, str], dict[int, Observation]] = {}
        for series in OUTLOOK:
            for o in tables.get(series, ()):
                if o.vintage <= edition:
                    self._outlook.setdefault((series, o.country, o.vintage), {})[o.year] = o
        self._outlooks: dict[str, Outlook | None] = {}
        self._levels: dict[tuple[str, str], Path] = {}
        self._dated: dict[tuple[str, str], dict[int, Observation]] = {}
        rows = [o for series in DATED for o in tables.get(series, ())]
        for o in sorted(rows, key=lambda o: o.vintage):
            name = LONG_RATES[0] if o.series in LONG_RATES else o.series
            self._dated.setdefault((name, o.country), {})[o.year] = o

    def dated(self, series: str, country: str) -> dict[int, Observation]:
        """Return the latest value of every year of a series of `DATED`."""
        return self._dated.get((LONG_RATES[0] if series in LONG_RATES else series, country), {})

    def latest(self, series: str, country: str) -> Observation | None:
        """Return the value of the last year of a series of `DATED`."""
        return max(self.dated(series, country).values(), key=lambda o: o.year, default=None)

    def countries(self, series: str) -> list[str]:
        """Return the countries that a series of `DATED` is published for."""
        return sorted(country for name, country in self._dated if name == series)

    def level(self, series: str, country: str) -> Path:
        """Return a series of the chosen outlook, per cent of GDP turned into fractions.

        Not to be changed.
        """
        if (series, country) not in self._levels:
            years = self._outlook.get((series, country, self.edition), {})
            scale = 1.0 if series == GDP else 0.01
            self._levels[series, country] = {
                y: Cell(o.value * scale, "figure", (o.key,)) for y, o in sorted(years.items())
            }
        return self._levels[series, country]

    def outlook(self, country: str) -> Outlook | None:
        """Return debt and balance of a country; None where the chosen edition has none.

        The balance goes on where an earlier edition reaches further: by that edition's changes,
        never at its level. The stock-flow adjustment of a year is what is left of that edition's
        own debt, growth and balance: d - d_before / N + overall balance. Not to be changed.
        """
        if country not in self._outlooks:
            self._outlooks[country] = self._make_outlook(country)
        return self._outlooks[country]

    def _make_outlook(self, country: str) -> Outlook | None:
        debt, balance = self.level(DEBT, country), dict(self.level(BALANCE, country))
        if not set(debt) & set(balance):
            return None
        flows = self._flows(country, self.edition)
        if not flows:
            return None
        for edition in self._earlier(country):
            last = max(year for year in balance if year <= max(flows))
            later = self._outlook.get((BALANCE, country, edition), {})
            if last not in later:
                continue
            for year, flow in self._flows(country, edition).items():
                if year <= last:
                    continue
                flows[year] = flow
                balance[year] = Cell(
                    balance[last].value + (later[year].value - later[last].value) / 100.0,
                    "derived",
                    (*balance[last].keys, later[year].key, later[last].key),
                    f"overall balance of {last} plus its change since in the edition {edition}",
                )
        return Outlook(debt, balance, flows)

    def _earlier(self, country: str) -> list[str]:
        editions = {e for s, c, e in self._outlook if s == BALANCE and c == country}
        return sorted(editions - {self.edition}, reverse=True)

    def _flows(self, country: str, edition: str) -> dict[int, tuple[float, float, tuple[str, ...]]]:
        debt, balance, gdp = (
            self._outlook.get((series, country, edition), {}) for series in (DEBT, BALANCE, GDP)
        )
        found = {}
        for year in sorted(set(debt) & set(balance) & set(gdp)):
            if year - 1 not in debt or year - 1 not in gdp:
                continue
            before = debt[year - 1].value / 100.0 * gdp[year - 1].value / gdp[year].value
            flow = debt[year].value / 100.0 - before + balance[year].value / 100.0
            parts = (debt[year], debt[year - 1], balance[year], gdp[year], gdp[year - 1])
            found[year] = (flow, before, tuple(o.key for o in parts))
        return found


def derived(value: float, rule: str, *cells: Cell) -> Cell:
    """Return a number computed from others, with the keys of all of them."""
    return Cell(value, "derived", keys_of(cells), rule)


def keys_of(cells: Iterable[Cell]) -> tuple[str, ...]:
    """Return every key once, in order."""
    return tuple(dict.fromkeys(key for cell in cells for key in cell.keys))
