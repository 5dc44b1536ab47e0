"""Lays one definition beside another for a country and year: every step sourced, the rest shown."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from burdenshare.errors import Refusal
from burdenshare.figures.breaks import known_breaks
from burdenshare.figures.bridge import bridge, candidates
from burdenshare.figures.countries import country_name
from burdenshare.figures.japan import PLAN_YEARS, japan_steps, plan_progress
from burdenshare.figures.membership import members
from burdenshare.figures.model import AGGREGATES, Observation
from burdenshare.figures.steps import Ledger, Reconciliation

if TYPE_CHECKING:
    from burdenshare.figures.store import Figures

SHARE = "milex_pct_gdp"
MONEY = ("milex_usd_current", "milex_lcu_current", "milex_lcu_fy")
ROUNDING = 0.05
"""Points of GDP: a share further than this from that in current prices is no rounding."""


def reconcile(
    figures: Figures, country: str, year: int, *, as_of: date | None = None
) -> Reconciliation:
    """Lay the figures of one country and year by every definition beside each other.

    For an ally: each NATO and SIPRI edition as share of GDP and in money, and the way from the
    one share to the other, part by part. For Japan: from the plan-covered budget of the fiscal
    year to the security-related spending behind the goal of 2 %, on the GDP that it is measured
    on and on others, with SIPRI beside it. For others: what SIPRI gives.

    Parameters
    ----------
    figures : Figures
    country : str
        ISO 3166-1 alpha-3 code.
    year : int
        For Japan the fiscal year from April.
    as_of : date, optional
        Only what was published on or before that day.

    Raises
    ------
    Refusal
        ``unknown-country``; ``bad-argument`` for an aggregate; ``no-figures`` where no table
        gives anything for the year.
    """
    if country in AGGREGATES:
        raise Refusal(
            "bad-argument",
            f"{country} is a sum of countries, not a country",
            hint="Name one country by its ISO alpha-3 code, such as ESP.",
        )
    country_name(country)
    ledger = Ledger()
    if country == "JPN":
        japan_steps(ledger, figures, year, as_of)
    nato = _editions(ledger, figures, country, year, as_of, "nato")
    sipri = _editions(ledger, figures, country, year, as_of, "sipri")
    if not any(step.kind != "missing" for step in ledger.steps):
        raise _no_figures(figures, country, year, as_of)
    _membership(ledger, country, year, nato)
    if nato:
        _flag_nato(ledger, figures, country, year, as_of, nato)
        bridge(ledger, figures, country, year, as_of)
    if country != "JPN":
        ledger.missing(
            "national",
            "the country's own definition",
            f"the tables hold no budget figures of the country itself ({country_name(country)})",
        )
    return Reconciliation(
        country,
        year,
        tuple(ledger.steps),
        tuple(ledger.flags),
        candidates(country, [*nato, *sipri]),
        plan_progress(figures, as_of=as_of).to_json()
        if country == "JPN" and year in PLAN_YEARS and as_of is None
        else None,
    )


def _editions(
    ledger: Ledger, figures: Figures, country: str, year: int, as_of: date | None, by: str
) -> list[Observation]:
    """Add every edition of one family, as a share of GDP and in money; return the shares."""
    shares: list[Observation] = []
    for series in (SHARE, *MONEY):
        before: Observation | None = None
        for row in figures.rows(
            series,
            countries=[country],
            years=(year, year),
            definition=by,
            vintages="all",
            as_of=as_of,
        ):
            label = f"{row.source}, edition {row.vintage}: {_WORDS[series]}"
            if before is None:
                ledger.published(by.upper(), label, row)
            elif before.unit != row.unit:
                note = f"other unit than edition {before.vintage}"
                ledger.published(by.upper(), label, row, note=note)
            else:
                changes = [f"revised from edition {before.vintage}"]
                if before.definition != row.definition:
                    changes = [f"other definition: {before.definition}, then {row.definition}"]
                ledger.published(
                    by.upper(), label, row, change=row.value - before.value, note=changes[0]
                )
            before = row
            if series == SHARE:
                shares.append(row)
    return shares


_WORDS = {
    SHARE: "share of GDP",
    "milex_usd_current": "spending, current US dollars",
    "milex_lcu_current": "spending, national currency",
    "milex_lcu_fy": "spending, national currency, fiscal year",
}


def _membership(ledger: Ledger, country: str, year: int, nato: list[Observation]) -> None:
    if country in members("NATO", year):
        if not nato:
            why = "no NATO edition known by then gives this year"
            if country == "ISL":
                why = "Iceland has no armed forces; NATO lists its GDP only"
            ledger.missing("NATO", "share of GDP", why)
        return
    name = country_name(country)
    what = "lists it for comparison" if nato else "publishes no figure of it"
    ledger.flag("not-an-ally", f"{name} was not in NATO at the end of {year}: NATO {what}")


def _flag_nato(
    ledger: Ledger,
    figures: Figures,
    country: str,
    year: int,
    as_of: date | None,
    shares: list[Observation],
) -> None:
    """Flag breaks of definition, of footing, and shares that do not follow from current prices."""
    definitions = list(dict.fromkeys(row.definition for row in shares))
    if len(definitions) > 1:
        ledger.flag(
            "definition-break",
            f"NATO's editions up to {_last(shares, definitions[0])} count {definitions[0]}, later "
            f"ones {definitions[-1]}: not to be chained",
            shares,
        )
    last = shares[-1]
    for known in known_breaks():
        before = last._replace(year=known.year - 1)
        if year >= known.year and known.between(before, last):
            ledger.flag("other-footing", f"{country} from {known.year}: {known.why}", [last])
    for share in shares:
        pair = _nominal(figures, share, as_of)
        if pair is None:
            continue
        ratio = 100.0 * pair[0].value / pair[1].value
        if abs(ratio - share.value) > ROUNDING:
            ledger.flag(
                "constant-prices",
                f"edition {share.vintage} prints {share.value:.2f} % for {country} {year}, but its "
                f"tables in current prices give {ratio:.2f} %: NATO divides constant-price "
                "spending by constant-price GDP, so its share must not be recomputed",
                [share, *pair],
            )


def _last(shares: list[Observation], definition: str) -> str:
    return max(row.vintage for row in shares if row.definition == definition)


def _nominal(
    figures: Figures, share: Observation, as_of: date | None
) -> tuple[Observation, Observation] | None:
    """Return spending and GDP in current dollars of the edition of a share, if it has both."""
    found = []
    for series in ("milex_usd_current", "gdp_usd_current"):
        rows = figures.rows(
            series,
            countries=[share.country],
            years=(share.year, share.year),
            definition="nato",
            vintages="all",
            as_of=as_of,
        )
        found += [row for row in rows if row.vintage == share.vintage]
    return (found[0], found[1]) if len(found) == 2 else None


def _no_figures(figures: Figures, country: str, year: int, as_of: date | None) -> Refusal:
    rows = figures.rows(SHARE, countries=[country], vintages="all", as_of=as_of)
    years = sorted({row.year for row in rows})
    return Refusal(
        "no-figures",
        f"no table gives defence figures of {country} for {year}"
        + (f" that were known on {as_of}" if as_of else ""),
        hint=f"there are shares of GDP for {years[0]} to {years[-1]}"
        if years
        else f"the tables hold no defence figures of {country} at all",
    )
