"""The way from NATO's share of GDP to SIPRI's: denominator, numerator, and the rest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from burdenshare.figures.money import Money

if TYPE_CHECKING:
    from burdenshare.figures.model import Observation
    from burdenshare.figures.steps import Ledger
    from burdenshare.figures.store import Figures

GROUP = "from NATO to SIPRI"
UNIT = "percent of GDP"
OTHER_FISCAL_YEAR = ("CAN", "GBR", "USA")
"""Allies whose fiscal year is not the calendar year, which SIPRI's national currency is for."""

NATO_TEXT = "http://seawaves.com/2017/03/16/defence-expenditure-of-nato-countries-2009-2016/"
SIPRI_TEXT = "https://www.sipri.org/databases/milex/sources-and-methods"
SIPRI_NOTES = "https://www.sipri.org/databases/milex"

GENERAL = (
    (
        "paramilitary forces",
        "gendarmerie, coast and border guards: NATO counts those trained in military tactics, "
        "equipped as a force, under direct military authority and deployable; SIPRI those trained "
        "and equipped for military operations",
    ),
    (
        "pensions",
        "both count military pensions in principle (NATO under personnel); SIPRI notes the "
        "countries where it cannot",
    ),
    (
        "research and aid",
        "SIPRI counts all military research and, at the donor, military aid; NATO counts payments "
        "for the armed forces, those of allies and the Alliance as governments report them",
    ),
)
PARTICULAR = {
    "ESP": "SIPRI adds pensions, research and intelligence to what Spain reports to NATO",
    "ITA": "SIPRI counts the Carabinieri",
    "JPN": "SIPRI counts SACO and realignment, not military pensions",
    "POL": "SIPRI leaves out part of the funds outside the defence ministry",
    "TUR": "SIPRI leaves out military pensions",
    "USA": "SIPRI counts fiscal years, October to September",
}


class _Basis(NamedTuple):
    """Everything the bridge stands on, in one currency."""

    share: Observation
    spending_usd: Observation
    gdp_usd: Observation
    spending: Observation
    sipri_spending: Observation
    gdp: Observation
    sipri_share: Observation


def bridge(ledger: Ledger, figures: Figures, country: str, year: int, as_of: date | None) -> None:
    """Add the steps from NATO's published share to SIPRI's; they add up exactly.

    From the published share to current prices (NATO's method), to the IMF's GDP (denominator), to
    SIPRI's spending (numerator: unexplained, the definitions differ), to SIPRI's own share
    (its GDP and rounding). The latest editions that give money are taken. Where the fiscal year
    is the calendar year, spending is compared in national currency, otherwise in US dollars.
    """
    basis = _basis(figures, country, year, as_of)
    if isinstance(basis, str):
        ledger.missing(GROUP, "the way from NATO's share to SIPRI's", basis)
        return
    currency = Money.of(basis.spending).currency
    nominal = 100.0 * (Money.of(basis.spending_usd) / Money.of(basis.gdp_usd))
    over_imf = 100.0 * (Money.of(basis.spending) / Money.of(basis.gdp))
    sipri_over_imf = 100.0 * (Money.of(basis.sipri_spending) / Money.of(basis.gdp))
    ledger.published(GROUP, f"NATO's share, edition {basis.share.vintage}", basis.share)
    ledger.derived(
        GROUP,
        "at current prices and exchange rates",
        nominal,
        UNIT,
        [basis.spending_usd, basis.gdp_usd],
        change=nominal - basis.share.value,
        note="NATO divides constant prices by constant prices and prints a rounded share",
    )
    ledger.derived(
        GROUP,
        "denominator: the IMF's GDP in place of NATO's",
        over_imf,
        UNIT,
        [basis.spending, basis.gdp],
        change=over_imf - nominal,
        note=f"NATO's spending in {currency} over the IMF's GDP, vintage {basis.gdp.vintage}",
    )
    difference = Money.of(basis.sipri_spending).value - Money.of(basis.spending).value
    ledger.derived(
        GROUP,
        "numerator: SIPRI's spending in place of NATO's",
        sipri_over_imf,
        UNIT,
        [basis.sipri_spending, basis.spending, basis.gdp],
        change=sipri_over_imf - over_imf,
        note=f"unexplained: the definitions differ; {difference:+,.0f} million {currency}",
        kind="unexplained",
    )
    ledger.published(
        GROUP,
        f"SIPRI's share, edition {basis.sipri_share.vintage}",
        basis.sipri_share,
        change=basis.sipri_share.value - sipri_over_imf,
        note=f"SIPRI's own GDP and conversion: its spending over its share implies a GDP "
        f"{sipri_over_imf / basis.sipri_share.value - 1.0:+.1%} from the IMF's",
    )


def candidates(country: str, rows: Sequence[Observation]) -> tuple[dict[str, str], ...]:
    """Return known differences of definition that may lie behind a rest: words, never amounts."""
    found = []
    notes = list(dict.fromkeys(r.note for r in rows if r.definition == "SIPRI" and r.note))
    if country in PARTICULAR:
        found.append({"topic": country, "what": PARTICULAR[country], "address": SIPRI_NOTES})
    found += [
        {"topic": country, "what": f"SIPRI's note: {n}", "address": SIPRI_NOTES} for n in notes
    ]
    if any(r.source == "NATO" for r in rows):
        found += [
            {"topic": topic, "what": what, "address": f"{NATO_TEXT} {SIPRI_TEXT}"}
            for topic, what in GENERAL
        ]
    return tuple(found)


def _basis(figures: Figures, country: str, year: int, as_of: date | None) -> _Basis | str:
    """Return what the bridge stands on, or in words what is missing for it."""

    def by_vintage(series: str, definition: str) -> dict[str, Observation]:
        rows = figures.rows(
            series,
            countries=[country],
            years=(year, year),
            definition=definition,
            vintages="all",
            as_of=as_of,
        )
        return {row.vintage: row for row in rows}

    shares, spending = by_vintage("milex_pct_gdp", "nato"), by_vintage("milex_usd_current", "nato")
    gdp = by_vintage("gdp_usd_current", "nato")
    usable = sorted(set(shares) & set(spending) & set(gdp))
    if not usable:
        return "no NATO edition known by then gives spending and GDP in money for the year"
    own = by_vintage("milex_pct_gdp", "sipri")
    sipri = by_vintage("milex_usd_current", "sipri")
    both = sorted(set(own) & set(sipri))
    if not both:
        return "no SIPRI edition known by then gives spending in money for the year"
    if sipri[both[-1]].value == 0.0:
        return "there is no spending to compare"
    imf = by_vintage("gdp_usd", "imf")
    if not imf:
        return "no GDP of the IMF is known for the year"
    nato_edition, edition = usable[-1], both[-1]
    lcu = by_vintage("milex_lcu_current", "nato").get(nato_edition)
    fiscal = by_vintage("milex_lcu_fy", "sipri").get(edition)
    imf_lcu = by_vintage("gdp_lcu", "imf")
    chosen = (spending[nato_edition], sipri[edition], imf[max(imf)])
    if lcu and fiscal and imf_lcu and country not in OTHER_FISCAL_YEAR:
        national = (lcu, fiscal, imf_lcu[max(imf_lcu)])
        if len({Money.of(row).currency for row in national}) == 1:
            chosen = national
    return _Basis(
        share=shares[nato_edition],
        spending_usd=spending[nato_edition],
        gdp_usd=gdp[nato_edition],
        spending=chosen[0],
        sipri_spending=chosen[1],
        gdp=chosen[2],
        sipri_share=own[edition],
    )
