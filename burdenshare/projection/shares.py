"""Where a pledge starts: the published share of a definition, and what it is a share of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from burdenshare.figures.model import family
from burdenshare.projection.economy import Cell, Path

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from burdenshare.figures.model import Observation

NATO_GDP, NATO_SPENDING, NATO_SPENDING_USD = (
    "gdp_usd_current",
    "milex_lcu_current",
    "milex_usd_current",
)
WITHOUT_FORCES = ("ISL",)
"""Allies without armed forces: NATO prints no row for them, SIPRI a zero."""
CONCEPT_GAP = 0.10
"""From this relative difference on, NATO's GDP of a country is another concept than the WEO's."""
SPENDING_GAP = 0.03
"""From this relative difference on, share x GDP is said to depart from NATO's own spending."""
CURRENCY_GAP = 0.20
"""Exchange rates further apart than this belong to two currencies (lev and euro)."""


class Published:
    """The published figures of one definition and one edition, by country and year.

    Parameters
    ----------
    tables : mapping of str to list of Observation
        Series of the NATO and SIPRI tables and of Japan's own goal, all editions.
    definition : str
        ``nato``, ``sipri`` or ``national``.
    vintage : str or None
        The chosen edition; the latest that has shares if not given.
    """

    def __init__(
        self, tables: Mapping[str, Iterable[Observation]], definition: str, vintage: str | None
    ) -> None:
        self.definition = definition
        series = "security_related_spending" if definition == "national" else "milex_pct_gdp"
        mine = [o for o in tables[series] if family(o.definition) == definition]
        self.vintage = vintage or max((o.vintage for o in mine), default="")
        self.key = (definition, self.vintage)
        if definition == "national":
            edition = [o for o in mine if o.vintage <= self.vintage]
        else:
            edition = [o for o in mine if o.vintage == self.vintage]
        self._shares = _by_country(edition)
        self._others: dict[str, set[str]] = {}
        for o in tables["milex_pct_gdp"]:
            self._others.setdefault(o.country, set()).add(family(o.definition))
        nato = {
            name: [o for o in tables[name] if family(o.definition) == definition == "nato"]
            for name in (NATO_GDP, NATO_SPENDING, NATO_SPENDING_USD)
        }
        self._nato_gdp = _by_country(o for o in nato[NATO_GDP] if o.vintage <= self.vintage)
        self._nato = {
            name: _by_country(o for o in nato[name] if o.vintage == self.vintage)
            for name in (NATO_SPENDING, NATO_SPENDING_USD)
        }
        self._own_bases = _by_country(tables["target_base_gdp"])

    def years(self, country: str) -> list[int]:
        """Return the years for which a share, or for ``national`` an amount, is published."""
        return sorted(self._shares.get(country, ()))

    def definitions(self, country: str) -> list[str]:
        """Return the families of definitions by which shares of a country are published."""
        return sorted(self._others.get(country, ()))

    def counts_core(self, country: str) -> bool:
        """Whether the edition counts core defence, which no earlier edition does."""
        shares = self._shares.get(country, {}).values()
        return any(o.definition == "NATO core defence" for o in shares)

    def base(
        self, country: str, gdp: Path, *, gdp_year: int | None, start_year: int, usd: Path
    ) -> Path:
        """Return what the share of a country is measured against, by year.

        GDP, with two exceptions. Where the pledge names a year, the GDP of that year: for
        ``national`` the one that the goal was fixed on, if published. Where NATO's own GDP departs
        from the WEO's by more than 10 per cent (Luxembourg from 2023: about two thirds), GDP times
        that factor: each year's own before the start, the start year's after it.

        Parameters
        ----------
        country : str
        gdp : Path
            Nominal GDP.
        gdp_year : int or None
        start_year : int
        usd : Path
            The published GDP in billion US dollars, empty where the user's own GDP counts.
        """
        if gdp_year is not None:
            one = gdp.get(gdp_year)
            if self.definition == "national" and gdp_year in self._own_bases.get(country, {}):
                o = self._own_bases[country][gdp_year]
                one = Cell(_billion(o), "figure", (o.key,))
            if one is None:
                return {}
            fixed = one._replace(kind="derived", rule=f"GDP of {gdp_year}, in every year")
            return dict.fromkeys(gdp, fixed)
        base = {}
        for year, cell in gdp.items():
            ratio = self.concept(country, min(year, start_year), usd)
            if ratio is None:
                base[year] = Cell(cell.value, "derived", cell.keys, "GDP of the year")
            else:
                rule = f"GDP of the year x {ratio.value:.4f}, {ratio.rule}"
                keys = (*cell.keys, *ratio.keys)
                base[year] = Cell(cell.value * ratio.value, "derived", keys, rule)
        return base

    def concept(self, country: str, year: int, usd: Path) -> Cell | None:
        """Return NATO's GDP over the WEO's where they are two concepts, else None.

        Of the year, or the last year before it that both publish.
        """
        nato = self._nato_gdp.get(country, {})
        both = [y for y in nato if y in usd and y <= year]
        if not both:
            return None
        o, weo = nato[max(both)], usd[max(both)]
        ratio = _billion(o) / weo.value
        if abs(ratio - 1.0) <= CONCEPT_GAP:
            return None
        rule = f"NATO's GDP over the WEO's in {max(both)}"
        return Cell(ratio, "derived", (o.key, *weo.keys), rule)

    def share(self, country: str, year: int, base: Path, own_year: Path | None) -> Cell | None:
        """Return the share of a year in per cent of `base`, or None where it is not known.

        A published share is taken as printed. Japan's own figure is an amount and is set against
        `base`.

        Parameters
        ----------
        country : str
        year : int
        base : Path
        own_year : Path or None
            GDP of each year where `base` is that of another one: a published share is carried
            over to `base`.
        """
        o = self._shares.get(country, {}).get(year)
        if o is None:
            return None
        if self.definition == "national":
            if year not in base:
                return None
            keys = (o.key, *base[year].keys)
            return Cell(100.0 * _billion(o) / base[year].value, "derived", keys, "amount over base")
        if own_year is None:
            return Cell(o.value, "figure", (o.key,))
        if year not in own_year:
            return None
        value = o.value * own_year[year].value / base[year].value
        keys = (o.key, *own_year[year].keys, *base[year].keys)
        return Cell(value, "derived", keys, "published share x GDP of the year over the base")

    def spending_gap(
        self, country: str, year: int, spent: float, usd: Path, fx: Path
    ) -> tuple[float, str] | None:
        """Return by how much `spent` exceeds NATO's own nominal spending, and why.

        Parameters
        ----------
        country : str
        year : int
        spent : float
            Share times base, billion of national currency.
        usd, fx : Path
            Published GDP in billion US dollars and exchange rate.

        Returns
        -------
        (float, str) or None
            Relative difference and reason; None where it is below 3 per cent or NATO prints no
            amount in this currency and edition.
        """
        nominal = self._nato[NATO_SPENDING].get(country, {}).get(year)
        dollars = self._nato[NATO_SPENDING_USD].get(country, {}).get(year)
        if nominal is None or dollars is None or year not in fx:
            return None
        if abs(nominal.value / dollars.value / fx[year].value - 1.0) > CURRENCY_GAP:
            return None
        gap = spent / _billion(nominal) - 1.0
        if abs(gap) <= SPENDING_GAP:
            return None
        gdp = self._nato_gdp.get(country, {}).get(year)
        smaller = _billion(gdp) / usd[year].value - 1.0 if gdp and year in usd else 0.0
        if smaller * gap < 0.0 and abs(smaller) > abs(gap) / 2.0:
            return gap, f"NATO's GDP of {year} differs from the WEO's by {100.0 * smaller:+.1f} %"
        return gap, "NATO divides spending by GDP at constant prices, with two deflators"


def _by_country(observations: Iterable[Observation]) -> dict[str, dict[int, Observation]]:
    """Return observations by country and year, of each year the latest edition's."""
    found: dict[str, dict[int, Observation]] = {}
    for o in sorted(observations, key=lambda o: o.vintage):
        found.setdefault(o.country, {})[o.year] = o
    return found


def _billion(o: Observation) -> float:
    """Return an amount in billion, from a unit that says million or billion."""
    return o.value if "billion" in o.unit else o.value / 1000.0
