"""How the debt of a country is made up: maturities, currencies, and the rates it pays."""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING, Literal

from burdenshare.projection.economy import Cell, Path
from burdenshare.projection.fiscal import published as pub
from burdenshare.projection.fiscal.debt import knots
from burdenshare.projection.fiscal.published import PublicFinance, derived

if TYPE_CHECKING:
    from burdenshare.scenario.model import Debt, PerMember

REAL_LONG_RATE = 0.02
"""Where long rates go: inflation plus two points, the Commission's convention (4 per cent with
inflation of 2, 4.5 with 2.5, 5 with 3; Debt Sustainability Monitor 2023)."""
BASE_YEAR = 2023
"""Year of the debt structure."""
CONVERGENCE = 30
"""Years from the base year until the convention holds."""
MARKET = 10
"""Years from the base year until the maturing share is its six-year mean."""
NEW_CURRENCY = {"BGR": 2026}
"""Who changed currency after the base year of the debt structure (Bulgaria: euro)."""


@dataclass(frozen=True)
class Structure:
    """Maturities and currencies of one country's debt."""

    kind: Literal["ec", "plain"]
    alpha: Cell
    """Short-term part of the debt."""
    maturing: Path
    """Knots of the part of long-term debt that falls due in a year."""
    foreign: Cell
    elasticity: Cell
    reason: str
    """Why the structure is ``plain``; empty for ``ec``."""


def own(given: PerMember, country: str) -> float | None:
    """Return the scenario's own number for a country, if it has one."""
    return given.get(country) if isinstance(given, dict) else given


def structure_of(country: str, finance: PublicFinance, assumed: Debt) -> Structure:
    """Return the structure of a debt: as published, or plain with one average maturity.

    ``ec``: the short-term part and the maturing part of long-term debt are published and make
    sense. ``plain``: all debt is alike and 1 / maturity of it is priced anew each year; the
    maturity is the scenario's own, else the mean of all countries whose structure is known.
    """
    years = own(assumed.maturity, country)
    short, due, mean = (
        finance.latest(series, country)
        for series in (pub.SHORT_TERM, pub.MATURING, pub.MATURING_MEAN)
    )
    foreign, elasticity = _foreign(country, finance), _elasticity(country, finance)
    if years is None and short and due and mean:
        return Structure(
            "ec",
            Cell(short.value, "figure", (short.key,)),
            {
                due.year: Cell(due.value, "figure", (due.key,)),
                mean.year + MARKET: Cell(mean.value, "figure", (mean.key,)),
            },
            foreign,
            elasticity,
            "",
        )
    if years is not None:
        part = Cell(1.0 / years, "user", (), f"the scenario's maturity of {years:g} years")
        reason = "the scenario gives its average maturity"
    else:
        part = _mean_maturing(finance)
        reason = "no usable maturity structure is published"
    none = Cell(0.0, "derived", (), "all debt is alike")
    return Structure("plain", none, {0: part}, foreign, elasticity, reason)


def _mean_maturing(finance: PublicFinance) -> Cell:
    """Return which part of a debt is priced anew in a year, mean of the countries where known."""
    pairs = [
        (short, mean)
        for country in finance.countries(pub.SHORT_TERM)
        if (short := finance.latest(pub.SHORT_TERM, country))
        and finance.latest(pub.MATURING, country)
        and (mean := finance.latest(pub.MATURING_MEAN, country))
    ]
    parts = [short.value + (1.0 - short.value) * mean.value for short, mean in pairs]
    value = fmean(parts) if parts else 1.0 / 8.0
    rule = (
        f"assumed: debt is as long as the mean of the {len(parts)} countries whose structure is "
        f"known ({1.0 / value:.1f} years)"
        if parts
        else "assumed: an average maturity of 8 years"
    )
    return Cell(value, "derived", tuple(o.key for pair in pairs for o in pair), rule)


def _foreign(country: str, finance: PublicFinance) -> Cell:
    domestic = finance.latest(pub.DOMESTIC, country)
    if country in NEW_CURRENCY:
        return Cell(
            0.0,
            "derived",
            (),
            f"assumed: a new currency since {NEW_CURRENCY[country]}, the part in others is not "
            "known",
        )
    if domestic is None:
        return Cell(0.0, "derived", (), "assumed: the part in foreign currency is not known")
    rule = "1 - the part in the country's own currency"
    return Cell(1.0 - domestic.value, "derived", (domestic.key,), rule)


def _elasticity(country: str, finance: PublicFinance) -> Cell:
    if found := finance.latest(pub.ELASTICITY, country):
        return Cell(found.value, "figure", (found.key,))
    known = [
        o
        for code in finance.countries(pub.ELASTICITY)
        if (o := finance.latest(pub.ELASTICITY, code))
    ]
    value = fmean(o.value for o in known) if known else 0.5
    rule = f"assumed: the mean of the {len(known)} countries for which it is estimated"
    return Cell(value, "derived", tuple(o.key for o in known), rule)


# Rates -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Rates:
    """Interest rates of one country, fractions a year."""

    long: Path
    short: Path
    iir: Cell
    """Implicit rate of `iir_year` on all debt."""
    iir_year: int
    iir_rule: str
    """Short name of the rule by which the implicit rate is known."""


RULES = {
    "published": "interest over the debt of the year before, as published",
    "yields": "the mean of the ten-year yields of the last years, as long as the debt is",
    "net": "net interest over the debt of the year before: a lower bound",
    "own": "the scenario's long rate",
}
"""How an implicit rate is known, the best first."""


@dataclass(frozen=True)
class Paid:
    """What is known of a country's rates before any convention, fractions a year."""

    longs: Path
    """Long rates of single years: as published, or the scenario's own of today."""
    shorts: Path
    iir: Cell
    """Implicit rate of `iir_year` on all debt."""
    iir_year: int
    iir_rule: str


def paid_of(
    country: str, finance: PublicFinance, structure: Structure, assumed: Debt, *, start: int
) -> Paid | None:
    """Return the rates that a country is known to pay; None where none is known at all.

    Parameters
    ----------
    country : str
    finance : PublicFinance
    structure : Structure
    assumed : Debt
        The scenario's own numbers.
    start : int
        The year at whose end the debt starts.
    """
    today = int(finance.edition[:4])
    longs = {
        y: Cell(o.value / 100.0, "figure", (o.key,))
        for y, o in finance.dated(pub.LONG_RATES[0], country).items()
    }
    if (mine := own(assumed.long_rate, country)) is not None:
        longs = {y: cell for y, cell in longs.items() if y < today}
        longs[today] = Cell(mine / 100.0, "user", (), "the scenario's long rate")
    found = _implicit(country, finance, structure, longs, start)
    if found is None:
        return None
    iir, iir_year, rule = found
    if not longs:
        longs = {iir_year: derived(iir.value, "assumed: no long rate known, the implicit one", iir)}
    shorts = {
        y: Cell(o.value / 100.0, "figure", (o.key,))
        for y, o in finance.dated(pub.SHORT_RATE, country).items()
    }
    return Paid(longs, shorts, iir, iir_year, rule)


def rates_of(paid: Paid, *, years: range, inflation: Cell) -> Rates:
    """Return the rates of a country over the years.

    Long and short rates lie on straight lines between what is published (or the scenario's own
    rate of today) and the Commission's convention for thirty years after the base year: inflation
    plus two points, and half of it for short rates.

    Parameters
    ----------
    paid : Paid
    years : range
        Years for which rates are wanted; those from the year of the implicit rate are added.
    inflation : Cell
        Rise of the GDP deflator in the last year.
    """
    end = BASE_YEAR + CONVERGENCE
    anchor = derived(
        inflation.value + REAL_LONG_RATE,
        f"convention for {end}: inflation of the last year plus 2 points",
        inflation,
    )
    half = derived(anchor.value / 2.0, f"convention for {end}: half of the long rate", anchor)
    span = range(min(paid.iir_year, years[0]), years[-1] + 1)
    return Rates(
        long=between(paid.longs | {end: anchor}, span, "long rate"),
        short=between(paid.shorts | {end: half}, span, "short rate"),
        iir=paid.iir,
        iir_year=paid.iir_year,
        iir_rule=paid.iir_rule,
    )


def between(points: Path, years: range, name: str) -> Path:
    """Return cells that are linear between given ones and flat outside them."""
    known = sorted(points)
    values = knots({year: cell.value for year, cell in points.items()}, years)
    found = {}
    for year, value in zip(years, values, strict=True):
        if year in points:
            found[year] = points[year]
            continue
        place = bisect(known, year)
        before, after = known[max(place - 1, 0)], known[min(place, len(known) - 1)]
        rule = f"{name} of {before}, held"
        if before != after:
            rule = f"{name} on a straight line from {before} to {after}"
            if points[after].rule:
                rule += f" ({points[after].rule})"
        found[year] = derived(float(value), rule, points[before], points[after])
    return found


def _implicit(
    country: str, finance: PublicFinance, structure: Structure, longs: Path, start: int
) -> tuple[Cell, int, str] | None:
    """Return the implicit rate by the best rule that applies, its year and the rule."""
    for rule, paid in (
        ("published", _paid(country, finance)),
        ("yields", _mean_yield(longs, structure)),
        ("net", _net(country, finance)),
        ("own", {y: cell for y, cell in longs.items() if cell.kind == "user"}),
    ):
        if paid:
            year = max((y for y in paid if y <= start), default=min(paid))
            return paid[year], year, rule
    return None


def _paid(country: str, finance: PublicFinance) -> Path:
    """Return the published implicit rate, or gross interest over the debt of the year before."""
    rates = _over_debt(
        {
            y: Cell(o.value / 100.0, "figure", (o.key,))
            for y, o in finance.dated(pub.GROSS_INTEREST, country).items()
        },
        country,
        finance,
        "gross interest",
    )
    for year, o in finance.dated(pub.IMPLICIT, country).items():
        rates[year] = Cell(o.value / 100.0, "figure", (o.key,))
    return rates


def _net(country: str, finance: PublicFinance) -> Path:
    net = finance.level(pub.NET_INTEREST, country)
    paid = _over_debt(net, country, finance, "net interest")
    return {year: cell for year, cell in paid.items() if cell.value > 0.0}


def _over_debt(interest: Path, country: str, finance: PublicFinance, name: str) -> Path:
    debt, gdp = finance.level(pub.DEBT, country), finance.level(pub.GDP, country)
    rates = {}
    for year, cell in interest.items():
        if year - 1 in debt and year in gdp and year - 1 in gdp and debt[year - 1].value > 0.0:
            before = debt[year - 1].value * gdp[year - 1].value / gdp[year].value
            rates[year] = derived(
                cell.value / before,
                f"{name} of {year} over the debt of the year before",
                cell,
                debt[year - 1],
                gdp[year],
                gdp[year - 1],
            )
    return rates


def _mean_yield(longs: Path, structure: Structure) -> Path:
    """Return the mean of the published yields of as many last years as the debt is long."""
    part = next(iter(structure.maturing.values()))
    span = max(1, round(1.0 / part.value)) if structure.kind == "plain" else MARKET
    known = [y for y, cell in sorted(longs.items()) if cell.kind == "figure"]
    found = {}
    for last in known:
        years = range(last - span + 1, last + 1)
        if all(year in longs for year in years):
            cells = [longs[year] for year in years]
            rule = f"mean of the ten-year yields of {years[0]} to {last}"
            found[last] = derived(fmean(c.value for c in cells), rule, *cells)
    return found
