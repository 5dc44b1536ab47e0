"""`Figures`: every observation, shipped and added, behind one set of questions."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from burdenshare import settings
from burdenshare.errors import Problems, Refusal, did_you_mean
from burdenshare.figures.countries import check_countries
from burdenshare.figures.index import FIELDS, Index
from burdenshare.figures.model import FAMILIES, Observation, Source, family
from burdenshare.figures.tables import read_sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


_FAMILIES = sorted({*FAMILIES.values(), "national"})


class Figures:
    """The shipped tables and those the user added.

    Use `open`; a `Figures` does not change while it is open, and threads may share it.
    """

    def __init__(self, index: Index, home: Path | None) -> None:
        self._index = index
        self._home = home
        self.fingerprint = index.fingerprint

    @classmethod
    def open(cls, home: Path | None = None) -> Figures:
        """Open the index of all tables, or build it where it is missing, outdated or damaged.

        Parameters
        ----------
        home : Path, optional
            Folder of what the user added; the setting ``home`` if not given.

        Raises
        ------
        Refusal
            ``bad-table`` or ``correction-stale``, from `burdenshare.figures.tables.load`.
        """
        home = home or settings.folder("home")
        return cls(Index(home), home)

    def rows(
        self,
        series: str,
        *,
        countries: Iterable[str] | None = None,
        years: tuple[int, int] | None = None,
        definition: str | None = None,
        vintages: str = "latest",
        as_of: date | None = None,
    ) -> list[Observation]:
        """Return the observations of a series, sorted by country, year and vintage.

        Parameters
        ----------
        series : str
            Name of the series.
        countries : iterable of str, optional
            ISO 3166-1 alpha-3 codes, or ``NATO`` and ``NATO_EUR_CAN``; all if not given. A known
            country without figures has no rows.
        years : (int, int), optional
            First and last year, both inclusive.
        definition : str, optional
            A family in lower case (``nato``, ``sipri``, ``imf``, ``national`` ...) or an exact
            definition (``NATO core defence``). If not given, every definition is returned: one is
            never put in another's place.
        vintages : str
            ``all``, one vintage ``YYYY-MM``, or ``latest``: for each source, family of definitions,
            country and year the latest edition that gives a value.
        as_of : date, optional
            Only what was published on or before that day.

        Raises
        ------
        Refusal
            ``unknown-series``, ``unknown-country``, ``unknown-vintage`` or ``bad-argument``, with
            every problem at once.
        """
        wanted = list(countries) if countries is not None else None
        self._require(series, wanted, years, definition, vintages)
        where = ["series = ?"]
        values: list[object] = [series]
        if wanted is not None:
            where.append(f"country IN ({', '.join('?' * len(wanted)) or 'NULL'})")
            values += wanted
        if years is not None:
            where.append("year BETWEEN ? AND ?")
            values += years
        if definition is not None:
            where.append("family = ?" if definition in _FAMILIES else "definition = ?")
            values.append(definition)
        if as_of is not None:
            where.append("published <= ?")
            values.append(as_of.isoformat())
        if vintages not in ("all", "latest"):
            where.append("vintage = ?")
            values.append(vintages)
        latest = (
            "QUALIFY vintage = max(vintage) OVER (PARTITION BY source, family, country, year)"
            if vintages == "latest"
            else ""
        )
        found = self._index.query(
            f"SELECT {FIELDS} FROM observation WHERE {' AND '.join(where)} {latest} "  # noqa: S608
            "ORDER BY country, year, vintage, definition, source",
            values,
        )
        return [Observation._make(row) for row in found]

    def one(
        self,
        series: str,
        country: str,
        year: int,
        *,
        definition: str | None = None,
        vintage: str | None = None,
        as_of: date | None = None,
    ) -> Observation:
        """Return the one value that answers a question, of the latest edition if none is named.

        Raises
        ------
        Refusal
            ``no-figures`` when there is none; ``mixed-definitions`` when several definitions or
            sources answer and none was chosen; and what `rows` refuses.
        """
        found = self.rows(
            series,
            countries=[country],
            years=(year, year),
            definition=definition,
            vintages=vintage or "latest",
            as_of=as_of,
        )
        if not found:
            raise self._no_figures(
                series, [country], year=year, definition=definition, vintage=vintage, as_of=as_of
            )
        if len({family(o.definition) for o in found}) == 1:
            last = max(o.vintage for o in found)
            found = [o for o in found if o.vintage == last]
        if len(found) > 1:
            keys = [o.key for o in found]
            raise Refusal(
                "mixed-definitions",
                f"{series} of {country} in {year} has {len(found)} answers: {', '.join(keys)}",
                hint="choose a definition",
                details=[{"where": o.key, "message": f"{o.value} {o.unit}"} for o in found],
            )
        return found[0]

    def sources(self) -> list[Source]:
        """Return every source record: shipped tables first, then those the user added."""
        return list(self._sources.values())

    def source_of(self, observation: Observation) -> Source:
        """Return the record of the table that an observation stands in."""
        return self._sources[observation.table]

    @cached_property
    def _sources(self) -> dict[str, Source]:
        return read_sources(self._home)

    def _require(
        self,
        series: str,
        countries: Sequence[str] | None,
        years: tuple[int, int] | None,
        definition: str | None,
        vintages: str,
    ) -> None:
        """Refuse a question that cannot be asked, with every problem at once."""
        problems = Problems()
        codes = []
        if series not in self._editions:
            codes.append("unknown-series")
            problems.add(
                series, "no table holds this series", hint=did_you_mean(series, self._editions)
            )
        for code, hint in check_countries(countries or ()).items():
            codes.append("unknown-country")
            problems.add(code, f"{code!r} is no country code", hint=hint)
        if years is not None and years[0] > years[1]:
            codes.append("bad-argument")
            problems.add("years", f"{years[0]} is after {years[1]}", expected="first:last")
        if definition is not None and definition not in self._definitions:
            codes.append("bad-argument")
            problems.add(
                definition,
                "neither a family nor a definition",
                expected=" | ".join(_FAMILIES),
                hint=did_you_mean(definition, self._definitions),
            )
        known = self._editions.get(series, [])
        if known and vintages not in ("all", "latest", *known):
            codes.append("unknown-vintage")
            problems.add(
                vintages, f"no edition of {series}", expected="all | latest | " + " | ".join(known)
            )
        if not problems:
            return
        details = problems.details()
        problems.require_none(
            codes[0],
            "; ".join(f"{d['where']}: {d['message']}" for d in details),
            hint=next(
                (d["hint"] or d["expected"] for d in details if d["hint"] or d["expected"]), ""
            )
            or "burdenshare figures list names every series",
        )

    def _no_figures(self, series: str, countries: Sequence[str] | None, **asked: object) -> Refusal:
        """Return the refusal that says what the tables do hold instead."""
        held = self._index.query(
            "SELECT country, family, min(year), max(year), min(vintage), max(vintage) "
            "FROM observation WHERE series = ? GROUP BY ALL ORDER BY ALL",
            [series],
        )
        held = [h for h in held if not countries or h[0] in countries]
        what = ", ".join(f"{k} {v}" for k, v in asked.items() if v is not None)
        names = ", ".join(countries or ["any country"])
        return Refusal(
            "no-figures",
            f"no table gives {series} of {names}" + (f" ({what})" if what else ""),
            hint="there is "
            + "; ".join(f"{c} {f} {a}-{b}, editions {v} to {w}" for c, f, a, b, v, w in held[:5])
            if held
            else f"no figures of {series} for {names} at all",
        )

    @cached_property
    def _editions(self) -> dict[str, list[str]]:
        """Vintages of each series, oldest first."""
        found: dict[str, list[str]] = {}
        for series, vintage in self._index.query(
            "SELECT DISTINCT series, vintage FROM observation ORDER BY ALL"
        ):
            found.setdefault(series, []).append(vintage)
        return found

    @cached_property
    def _definitions(self) -> list[str]:
        return [
            *_FAMILIES,
            *(d for (d,) in self._index.query("SELECT DISTINCT definition FROM observation")),
        ]
