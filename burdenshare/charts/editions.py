"""Sorts the published shares of one year into editions, and refuses to mix them wrongly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from burdenshare.charts.theme import month
from burdenshare.errors import Refusal
from burdenshare.figures.countries import country_name
from burdenshare.figures.membership import members
from burdenshare.figures.model import AGGREGATES, Observation, family


class Edition(NamedTuple):
    """What one publication says about one year."""

    vintage: str
    definition: str
    values: dict[str, Observation]
    """By country, in alphabetical order of the code."""

    @property
    def name(self) -> str:
        """How a reader knows it: ``July 2026 edition``."""
        return f"{month(self.vintage)} edition"

    def at_or_above(self, target: float) -> int:
        """Count the countries at or above a target."""
        return sum(o.value >= target for o in self.values.values())


def editions(observations: Iterable[Observation]) -> list[Edition]:
    """Return the editions among shares of GDP of one year, the oldest first.

    The aggregates of the NATO tables are left out.

    Raises
    ------
    Refusal
        ``no-figures`` without any country; ``bad-argument`` for several years or series;
        ``mixed-definitions`` for two families of definitions, or two definitions in one edition.
    """
    rows = [o for o in observations if o.country not in AGGREGATES]
    if not rows:
        raise Refusal(
            "no-figures",
            "There is no figure to draw.",
            hint="Choose another year, definition or vintage; "
            "`burdenshare figures list` says what there is.",
        )
    require_one("bad-argument", "series", {o.series for o in rows})
    require_one("bad-argument", "years", {str(o.year) for o in rows})
    require_one("mixed-units", "units", {o.unit for o in rows})
    require_one(
        "mixed-definitions", "families of definitions", {family(o.definition) for o in rows}
    )
    found = []
    for vintage in sorted({o.vintage for o in rows}):
        here = sorted((o for o in rows if o.vintage == vintage), key=lambda o: o.country)
        definitions = {o.definition for o in here}
        require_one("mixed-definitions", f"definitions in {month(vintage)}", definitions)
        found.append(Edition(vintage, here[0].definition, {o.country: o for o in here}))
    return found


def require_one(code: str, what: str, values: set[str]) -> None:
    """Refuse where one chart would show several of something that it can show one of."""
    if len(values) > 1:
        raise Refusal(
            code,
            f"One chart cannot show several {what}: {', '.join(sorted(values))}.",
            hint="Ask for one of them.",
        )


def noun(countries: Iterable[str], year: int) -> str:
    """Return ``allies`` where all are members of NATO in the year, else ``countries``."""
    return "allies" if set(countries) <= set(members("NATO", year)) else "countries"


def names(countries: Iterable[str], language: str) -> dict[str, str]:
    """Return the name of each country in a language."""
    return {code: country_name(code, language) for code in countries}


def year_of(edition: Edition) -> int:
    """Return the year that an edition of `editions` is about."""
    return next(iter(edition.values.values())).year


def headline(edition: Edition) -> str:
    """Say what is shown: measure, unit, definition, edition, and how firm its figures are."""
    kinds = sorted({o.status for o in edition.values.values()})
    firm = {"actual": "actual", "estimate": "estimates"}.get(kinds[0], f"{kinds[0]} figures")
    status = firm if len(kinds) == 1 else f"{', '.join(kinds)} figures"
    return (
        f"Defence spending, % of GDP. Definition: {edition.definition}, {edition.name}, "
        f"{year_of(edition)}: {status}."
    )


def definition_break(shown: Sequence[Edition]) -> str:
    """Name the break where earlier editions rest on another definition than the last, else ""."""
    last = shown[-1]
    others = [e for e in shown if e.definition != last.definition]
    if not others:
        return ""
    when = ", ".join(month(e.vintage) for e in others)
    named = " and ".join(dict.fromkeys(e.definition for e in others))
    return (
        f"Break in the definition: {when} by the earlier definition ({named}), "
        f"{month(last.vintage)} by {last.definition}; "
        "the difference is not a change in spending alone."
    )
