"""`Figures`: every observation, shipped and added, behind one set of questions."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from burdenshare import settings
from burdenshare.errors import Problems, Refusal, did_you_mean
from burdenshare.figures.breaks import breaks
from burdenshare.figures.catalogue import SeriesInfo, catalogue, meanings
from burdenshare.figures.countries import check_countries
from burdenshare.figures.diff import diff
from burdenshare.figures.index import FIELDS, Index
from burdenshare.figures.model import FAMILIES, Observation, Source, family
from burdenshare.figures.tables import read_sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import xarray as xr

    from burdenshare.figures.money import Money


_FAMILIES = [*dict.fromkeys(FAMILIES.values()), "national"]


def _rank(o: Observation) -> int:
    return _FAMILIES.index(family(o.definition))


def _said(value: object) -> str:
    return ":".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _row(o: Observation, why: str | None) -> dict[str, Any]:
    return {
        "country": o.country,
        "year": o.year,
        "value": o.value,
        "unit": o.unit,
        "definition": o.definition,
        "source": o.source,
        "vintage": o.vintage,
        "status": o.status,
        "family": family(o.definition),
        "break": why,
        "note": o.note,
        "address": o.address,
        "key": o.key,
    }


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

    def show(
        self,
        series: str,
        *,
        countries: Iterable[str] | None = None,
        years: tuple[int, int] | None = None,
        definition: str | None = None,
        vintages: str = "latest",
        as_of: date | None = None,
    ) -> dict[str, Any]:
        """Return the rows of a series for printing, with every break between them.

        Takes what `rows` takes. Without a definition every family is shown, NATO's first; a
        country that NATO gives no figure for shows the others under their own names, and none is
        put in NATO's place. Rows are sorted by country, family, year and vintage.

        Returns
        -------
        dict
            ``series``, ``title``, ``rows``, ``breaks``. A row has ``country, year, value, unit,
            definition, source, vintage, status, family, break, note, address, key``; ``break`` is
            None, or why the row must not be chained to the one before it. ``breaks`` lists them.

        Raises
        ------
        Refusal
            What `rows` refuses, and ``no-figures`` when nothing is found.
        """
        wanted = list(countries) if countries is not None else None
        found = self.rows(
            series,
            countries=wanted,
            years=years,
            definition=definition,
            vintages=vintages,
            as_of=as_of,
        )
        if not found:
            raise self._no_figures(
                series, wanted, years=years, definition=definition, vintages=vintages, as_of=as_of
            )
        found.sort(key=lambda o: (o.country, _rank(o), o.year, o.vintage))
        whys = breaks(found)
        return {
            "series": series,
            "title": meanings().get(series, {}).get("title", series),
            "rows": [_row(o, why) for o, why in zip(found, whys, strict=True)],
            "breaks": [
                f"{o.country} {o.year}: {why}" for o, why in zip(found, whys, strict=True) if why
            ],
        }

    def diff(
        self,
        series: str,
        from_: str,
        to: str,
        *,
        definition: str | None = None,
        thresholds: Sequence[float] = (2.0, 3.5),
    ) -> dict[str, Any]:
        """Return what changed between two vintages; see `burdenshare.figures.diff.diff`."""
        return diff(self, series, from_, to, definition=definition, thresholds=thresholds)

    def total(
        self,
        series: str,
        year: int,
        *,
        alliance: str = "NATO",
        definition: str = "nato",
        vintage: str | None = None,
    ) -> Money:
        """Return an alliance's sum over the members of the year.

        `burdenshare.figures.totals.total` gives the same with its members, the publisher's own
        total and the difference.
        """
        from burdenshare.figures.totals import total

        return total(
            self, series, year, alliance=alliance, definition=definition, vintage=vintage
        ).money

    def panel(
        self,
        series: str,
        *,
        countries: Sequence[str],
        years: tuple[int, int],
        definition: str,
        vintage: str | None = None,
        as_of: date | None = None,
    ) -> xr.DataArray:
        """Return an array over country and year, of one definition, source and vintage.

        Parameters
        ----------
        series : str
            Name of the series.
        countries : sequence of str
            Order of the first dimension.
        years : (int, int)
            First and last year, inclusive.
        definition : str
            A family or an exact definition.
        vintage : str, optional
            ``YYYY-MM``; if not given, the latest edition (by `as_of`) that holds any of the cells.
            Cells that this edition lacks stay NaN; an older one never fills them.
        as_of : date, optional
            Only what was published on or before that day.

        Returns
        -------
        xarray.DataArray
            See `burdenshare.figures.panel.panel`.

        Raises
        ------
        Refusal
            ``no-figures``, ``mixed-definitions``, ``mixed-units``, and what `rows` refuses.
        """
        from burdenshare.figures.panel import panel

        found = self.rows(
            series,
            countries=countries,
            years=years,
            definition=definition,
            vintages=vintage or "all",
            as_of=as_of,
        )
        if not found:
            raise self._no_figures(
                series, countries, years=years, definition=definition, vintage=vintage, as_of=as_of
            )
        last = max(o.vintage for o in found)
        return panel(series, [o for o in found if o.vintage == last], countries, years)

    def catalogue(self) -> list[SeriesInfo]:
        """Return what every series means and covers, by name."""
        return catalogue(self._index)

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
        hints = [
            d["hint"] or f"expected {d['expected']}" for d in details if d["hint"] or d["expected"]
        ]
        problems.require_none(
            codes[0],
            "; ".join(f"{d['where']}: {d['message']}" for d in details),
            hint=hints[0] if hints else "burdenshare figures list names every series",
        )

    def _no_figures(self, series: str, countries: Sequence[str] | None, **asked: object) -> Refusal:
        """Return the refusal that says what the tables do hold instead."""
        held = self._index.query(
            "SELECT country, family, min(year), max(year), min(vintage), max(vintage) "
            "FROM observation WHERE series = ? GROUP BY ALL ORDER BY ALL",
            [series],
        )
        held = [h for h in held if not countries or h[0] in countries]
        what = ", ".join(f"{k} {_said(v)}" for k, v in asked.items() if v is not None)
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
            *(d for (d,) in self._index.query("SELECT DISTINCT definition FROM observation")),
            *_FAMILIES,
        ]
