"""What the figures say on a day: every definition and edition under its own name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from burdenshare.brief.parts import (
    MILLION,
    Name,
    Num,
    Origin,
    Part,
    Register,
    Sentence,
    Table,
    cell,
    printed,
    say,
)
from burdenshare.brief.words import in_sentence
from burdenshare.figures.countries import countries

if TYPE_CHECKING:
    from burdenshare.figures.model import Observation
    from burdenshare.figures.store import Figures

SERIES = "milex_pct_gdp"
GUIDELINE = 2.0
"""Per cent of GDP: NATO's guideline of 2014, which the published counts are made with."""
MOST = 4
"""As many countries as a reader can hold beside each other."""


def latest(figures: Figures, country: str, day: date | None) -> list[Observation]:
    """Return the figures of the last year that a day knows, one for each definition and edition."""
    found = figures.rows(SERIES, countries=[country], vintages="all", as_of=day)
    found = [o for o in found if day is None or o.year <= day.year]
    if not found:
        return []
    last = max(o.year for o in found)
    if len({o.definition for o in found if o.year == last}) == 1:
        both = [y for y in {o.year for o in found} if _definitions(found, y) > 1]
        last = max(both) if both and last - max(both) <= 1 else last
    return [o for o in found if o.year == last]


def _definitions(found: Sequence[Observation], year: int) -> int:
    return len({o.definition for o in found if o.year == year})


def figure(o: Observation, register: Register, places: int = 2) -> Num:
    """Return a cell of the figures as a number."""
    return Num(f"{o.value:.{places}f}", o.value, register.figure(o))


def amount(o: Observation, register: Register) -> tuple[Part, ...]:
    """Return a cell of the figures with its unit: per cent of GDP, or money in full."""
    if o.series == SERIES:
        return (figure(o, register), " % of GDP")
    if not o.series.startswith(("milex_lcu", "milex_usd")):
        return (figure(o, register), f" {o.unit}")
    currency = "USD" if "usd" in o.series else countries()[o.country].currency
    whole = o.value * MILLION
    return (f"{currency} ", Num(printed(whole), whole, register.figure(o)))


def edition(o: Observation, register: Register) -> tuple[Part, ...]:
    """Return ``NATO core defence, edition 2026-07`` as parts."""
    return (Name(f"{o.definition}, edition {o.vintage}", register.figure(o)),)


def country_sentence(
    figures: Figures, country: str, day: date | None, register: Register
) -> Sentence | None:
    """Return one sentence on a country's latest share of GDP, by definition and edition."""
    found = latest(figures, country, day)
    if not found:
        return None
    found = sorted(found, key=lambda o: (o.vintage, o.source))[-3:]
    first = found[0]
    year = Num(str(first.year), float(first.year), register.figure(first))
    who = Name(in_sentence(country))
    parts: list[Part] = ["in ", year, " ", who, " spent "]
    for place, o in enumerate(found):
        if place:
            parts.append(" and " if place == len(found) - 1 else ", ")
        parts += [figure(o, register), " % of GDP", " (", *edition(o, register), ")"]
    different = len({o.definition for o in found}) > 1
    parts.append("; the definitions differ." if different else ".")
    return say(*parts)


def at_least(rows: Sequence[Observation], level: float, register: Register) -> tuple[str, int, int]:
    """Count the allies that reach a share of GDP in one edition of one year.

    Returns
    -------
    str, int, int
        The origin that is noted for the count, how many reach it, and how many have a figure.
    """
    allies = [o for o in rows if not o.country.startswith("NATO")]
    reached = sum(round(o.value, 2) >= level for o in allies)
    o = allies[0]
    name = f"count-at-least {level:g} {'/'.join(o.key.split('/')[:4])}/{o.year}"
    register.add(
        Origin(
            name, "arithmetic",
            f"{reached} of {len(allies)} allies with a figure: rounded to two places, "
            f"{level:g} % of GDP or more in {o.year}",
            frozenset({float(reached), float(len(allies)), level, float(o.year)}),
            words=o.vintage, of=tuple(each.key for each in allies),
        )
    )  # fmt: skip
    return name, reached, len(allies)


def alliance_sentences(figures: Figures, day: date | None, register: Register) -> list[Sentence]:
    """Return how many allies reach the guideline, and the share of the whole alliance."""
    rows = figures.rows(SERIES, definition="nato", vintages="all", as_of=day)
    rows = [o for o in rows if day is None or o.year <= day.year]
    if not rows:
        return []
    vintage = max(o.vintage for o in rows)
    rows = [o for o in rows if o.vintage == vintage]
    year = max(o.year for o in rows)
    rows = [o for o in rows if o.year == year]
    name, reached, size = at_least(rows, GUIDELINE, register)
    whole = next((o for o in rows if o.country == "NATO"), None)
    o = rows[0]
    told = [
        say(
            Num(str(reached), float(reached), name), " of the ",
            Num(str(size), float(size), name),
            " allies with a figure reached ", Num("2", GUIDELINE, name), " % of GDP in ",
            Num(str(year), float(year), name), " (",
            Name(f"{o.definition}, edition {vintage}", name), ").",
        )
    ]  # fmt: skip
    if whole is not None:
        told.append(
            say("The alliance as a whole spent ", figure(whole, register), " % of its GDP in ",
                Num(str(year), float(year), whole.key), " (", *edition(whole, register), ").")
        )  # fmt: skip
    return told


def table(figures: Figures, names: Sequence[str], day: date | None, register: Register) -> Table:
    """Return every edition's figure for the latest years, with series, definition and vintage."""
    rows = []
    for country in names[:MOST]:
        for o in sorted(latest(figures, country, day), key=lambda o: (o.vintage, o.source)):
            key = register.figure(o)
            rows.append(
                (
                    cell(Name(in_sentence(country)), cites=[key]),
                    cell(Num(str(o.year), float(o.year), key)),
                    cell(figure(o, register), " % of GDP"),
                    cell(o.series, cites=[key]),
                    cell(o.definition, cites=[key]),
                    cell(Name(o.vintage, key)),
                    cell(o.status, cites=[key]),
                )
            )
    columns = ("country", "year", "value", "series", "definition", "vintage", "status")
    return Table(columns, tuple(rows))
