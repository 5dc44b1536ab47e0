"""The origin of every number: inputs that lead to figures, figures that lead to sources."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np
from markupsafe import Markup

from burdenshare.brief.numbers import number, published
from burdenshare.brief.words import series_title, slug, spaced
from burdenshare.errors import Failure
from burdenshare.figures.countries import countries, country_name

if TYPE_CHECKING:
    from burdenshare.figures.model import Observation, Source
    from burdenshare.projection.model import Origin
    from burdenshare.study import Study

T = TypeVar("T", "Observation", "Origin")

STATUS_MARKS = {"actual": "", "estimate": "e", "forecast": "f", "budget": "b"}

VARIABLES = {
    "start_share": ("start share", "Share of GDP at the start"),
    "known_share": ("earlier shares", "Published shares of GDP before the path begins"),
    "target_share": ("target", "Target share of GDP"),
    "gdp": ("GDP", "GDP, national currency, current prices"),
    "base": ("base of the share", "What the share is measured against, where it is not GDP"),
    "price": ("price level", "Price level of GDP"),
    "population": ("population", "Population"),
    "fx": ("exchange rate", "Exchange rate, national currency per US dollar"),
    "plan": ("plan", "Given plan of spending"),
    "government_expenditure": (
        "government expenditure",
        "General government expenditure, share of GDP",
    ),
}
"""Inputs: what they are called in a list, and in a caption."""


class Line(NamedTuple):
    """One row of a table of years: its id, its heading, its unit, one cell a year."""

    id: str
    name: str
    unit: str
    cells: Sequence[Markup]


class YearTable(NamedTuple):
    """A table with one row a country and one column a year."""

    id: str
    caption: str
    facts: Sequence[str]
    """What holds for all of it: definition, source, vintage."""
    years: Sequence[int]
    unit: str
    """The unit, where all rows have the same; else it stands in each row."""
    lines: Sequence[Line]
    notes: Sequence[tuple[str, str]] = ()
    """Where, and what the publisher or the table says about it."""


class MemberTable(NamedTuple):
    """A table with one row a member: its groups of columns, columns, rows and the row of all."""

    groups: Sequence[tuple[Markup, int]]
    columns: Sequence[tuple[str, str]]
    """Heading, and anchor of the way it is made."""
    lines: Sequence[Line]
    total: Line | None


class Rule(NamedTuple):
    """Arithmetic by which inputs were made from figures."""

    id: str
    mark: str
    text: str
    used_for: str


def figure_ids(observations: Iterable[Observation]) -> dict[str, str]:
    """Return the anchor of each figure by its key, numbered in the order of the keys."""
    return {key: f"f-{i}" for i, key in enumerate(sorted(seen.key for seen in observations), 1)}


def place_name(code: str) -> str:
    """Return the name of a country; what is no country (a currency shared by many) as it is."""
    return country_name(code) if code in countries() else code


def source_id(table: str) -> str:
    """Return the anchor of a source."""
    return "s-" + slug(table)


def input_id(country: str, variable: str = "") -> str:
    """Return the anchor of a country's inputs, or of one of them."""
    return "-".join(
        part for part in ("i", slug(country), slug(variable) if variable else "") if part
    )


def figure_tables(observations: Iterable[Observation], ids: dict[str, str]) -> list[YearTable]:
    """Return every figure used, one table for each series, definition, source and vintage."""
    groups: dict[tuple[str, str, str, str], list[Observation]] = defaultdict(list)
    for seen in observations:
        groups[seen.series, seen.definition, seen.source, seen.vintage].append(seen)
    return [_figure_table(group, groups[group], ids) for group in sorted(groups)]


def _figure_table(
    group: tuple[str, str, str, str], members: list[Observation], ids: dict[str, str]
) -> YearTable:
    series, definition, source, vintage = group
    tables = ", ".join(sorted({seen.table for seen in members}))
    return _by_year(
        members,
        anchor="t-" + ".".join(slug(part) for part in group),
        caption=series_title(series),
        facts=(
            f"series {series}",
            f"definition {definition}",
            f"source {source}",
            f"vintage {vintage}",
            f"table {tables}",
        ),
        row=lambda seen: (seen.country, seen.unit),
        row_id=lambda _: "",
        cell=lambda seen: _figure_cell(seen, ids[seen.key]),
        notes=_notes(members),
    )


def _figure_cell(seen: Observation, anchor: str) -> Markup:
    value = number(seen.value, published(seen.value), source_id(seen.table))
    mark = STATUS_MARKS.get(seen.status, seen.status)
    status = Markup("<sup>%s</sup>") % mark if mark else ""
    return Markup('<td id="%s">%s%s</td>') % (anchor, value, status)


def _notes(members: list[Observation]) -> list[tuple[str, str]]:
    where: dict[str, list[Observation]] = defaultdict(list)
    for seen in members:
        parts = (seen.note, f'"{seen.quote}"' if seen.quote else "", seen.address)
        if text := "; ".join(part for part in parts if part):
            where[text].append(seen)
    return [(_spans(seen), text) for text, seen in sorted(where.items())]


def _spans(members: Iterable[Observation | Origin]) -> str:
    years: dict[str, list[int]] = defaultdict(list)
    for each in members:
        years[each.country].append(each.year)
    return "; ".join(f"{place_name(code)} {span(years[code])}" for code in sorted(years))


def span(years: Iterable[int]) -> str:
    """Return years in words: ``2026``, ``2026-2030, 2032``."""
    runs: list[list[int]] = []
    for year in sorted(set(years)):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def general(rule: str) -> str:
    """Return the arithmetic of one number without its own rates: the rule of all such numbers."""
    text = re.sub(r" of \d{4}(?= x)", " of the year before", rule)
    return re.sub(r" [-+]?\d+(?:\.\d+)?(?:e-?\d+)? %", "", text)


def rules(origins: Iterable[Origin]) -> dict[str, Rule]:
    """Return the arithmetic behind derived inputs, by its general text, in order of appearance."""
    found: dict[str, list[Origin]] = defaultdict(list)
    for each in origins:
        if each.kind == "derived":
            found[general(each.rule)].append(each)
    return {
        text: Rule(f"d-{i}", f"d{i}", text, _uses(uses))
        for i, (text, uses) in enumerate(found.items(), start=1)
    }


def _uses(uses: list[Origin]) -> str:
    by_variable: dict[str, list[Origin]] = defaultdict(list)
    for each in uses:
        by_variable[each.variable].append(each)
    return "; ".join(
        f"{variable_title(variable)}: {_spans(members)}"
        for variable, members in by_variable.items()
    )


def variable_title(name: str) -> str:
    """Return what an input is called in a caption."""
    return VARIABLES[name][1] if name in VARIABLES else spaced(name)


def variable_name(name: str) -> str:
    """Return what an input is called in a list."""
    return VARIABLES[name][0] if name in VARIABLES else spaced(name).lower()


def shown(study: Study) -> list[Origin]:
    """Return the inputs to print: all but the base of a share where that is GDP itself."""
    inputs = study.inputs
    same = {
        code
        for code, base, gdp in zip(inputs.members, inputs.base, inputs.gdp, strict=True)
        if np.array_equal(base, gdp, equal_nan=True)
    }
    return [o for o in inputs.origins if o.variable != "base" or o.country not in same]


def input_tables(
    origins: Iterable[Origin], made_by: dict[str, Rule], ids: dict[str, str]
) -> list[YearTable]:
    """Return every input, one table for each variable; each cell leads to what it rests on."""
    groups: dict[str, list[Origin]] = defaultdict(list)
    for each in origins:
        groups[each.variable].append(each)
    return [
        _by_year(
            members,
            anchor="v-" + slug(variable),
            caption=variable_title(variable),
            facts=(),
            row=lambda each: (each.country, each.unit),
            row_id=lambda each: input_id(each.country, each.variable),
            cell=lambda each: _input_cell(each, made_by, ids),
        )
        for variable, members in groups.items()
    ]


def _input_cell(each: Origin, made_by: dict[str, Rule], ids: dict[str, str]) -> Markup:
    figures = [ids[key] for key in each.keys]
    text = published(float(f"{each.value:.6g}"))
    if each.kind == "user":
        return Markup("<td>%s<sup>u</sup></td>") % number(each.value, text, "scenario")
    rule = made_by[general(each.rule)] if each.kind == "derived" else None
    value = number(each.value, text, [*([rule.id] if rule else []), *figures])
    if figures:
        value = Markup('<a href="#%s">%s</a>') % (figures[0], value)
    mark = Markup('<sup><a href="#%s">%s</a></sup>') % (rule.id, rule.mark) if rule else ""
    return Markup("<td>%s%s</td>") % (value, mark)


def require_figures(study: Study) -> None:
    """Fail where an input rests on nothing, or on a figure or source that the run does not hold."""
    keys = {seen.key for seen in study.observations}
    lost = sorted({key for each in study.inputs.origins for key in each.keys} - keys)
    tables = {source.id for source in study.sources}
    lost += sorted({seen.table for seen in study.observations} - tables)
    given = {(each.country, each.variable) for each in study.inputs.origins}
    lost += [
        f"{code} {variable}"
        for code in study.inputs.members
        for variable in ("start_share", "gdp")
        if (code, variable) not in given
    ]
    lost += [
        f"{each.country} {each.variable} {each.year}"
        for each in study.inputs.origins
        if not each.keys and not (each.kind == "user" or each.rule)
    ]
    if lost:
        raise Failure(
            "internal",
            f"the report would print numbers without an origin: {', '.join(lost[:5])}",
            hint="please report this with the scenario that led to it",
            details=[{"missing": each} for each in lost],
        )


def _by_year(
    members: list[T],
    *,
    anchor: str,
    caption: str,
    facts: Sequence[str],
    row: Callable[[T], tuple[str, str]],
    row_id: Callable[[T], str],
    cell: Callable[[T], Markup],
    notes: Sequence[tuple[str, str]] = (),
) -> YearTable:
    years = sorted({each.year for each in members})
    by_row: dict[tuple[str, str], dict[int, T]] = defaultdict(dict)
    for each in members:
        by_row[row(each)][each.year] = each
    units = {unit for _, unit in by_row}
    empty = Markup("<td></td>")
    lines = [
        Line(
            row_id(next(iter(found.values()))),
            place_name(code),
            unit,
            [cell(found[year]) if year in found else empty for year in years],
        )
        for (code, unit), found in sorted(by_row.items(), key=lambda it: place_name(it[0][0]))
    ]
    return YearTable(
        anchor, caption, facts, years, units.pop() if len(units) == 1 else "", lines, notes
    )


def sources(study: Study) -> list[tuple[str, Source]]:
    """Return the sources used with their anchors, by identifier."""
    return [(source_id(each.id), each) for each in sorted(study.sources, key=lambda s: s.id)]
