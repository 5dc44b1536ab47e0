"""The origin of every number: inputs that lead to figures, figures that lead to sources."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np
from markupsafe import Markup

from burdenshare.brief.numbers import number, published
from burdenshare.brief.words import opening, series_title, slug, spaced
from burdenshare.errors import Failure
from burdenshare.figures.countries import countries, country_name

if TYPE_CHECKING:
    from burdenshare.figures.model import Observation, Source
    from burdenshare.projection.model import Origin
    from burdenshare.study import Study

FEW = 6
"""Up to this many countries are named one by one."""

T = TypeVar("T", "Observation", "Origin")

STATUS_MARKS = {"actual": "", "estimate": "e", "forecast": "f", "budget": "b"}

VARIABLES = {
    "start_share": "share at the start",
    "known_share": "shares of GDP before the path begins",
    "target_share": "target share",
    "related_share": "related share",
    "gdp": "GDP, current prices",
    "base": "what the share is measured against, where it is not GDP",
    "price": "price level of GDP",
    "population": "population",
    "fx": "exchange rate, national currency per US dollar",
    "price_at_base": "price level in the year of the sums",
    "fx_at_base": "exchange rate in the year of the sums",
    "plan": "given plan of spending",
    "budgets/government_expenditure": "general government expenditure",
    "budgets/government_revenue": "general government revenue",
    "budgets/health": "public health expenditure",
    "fiscal/balance": "primary balance without the pledge",
    "fiscal/stockflow": "stock-flow adjustment",
    "fiscal/short": "short-term interest rate",
    "fiscal/long": "long-term interest rate on new debt",
    "fiscal/rollover": "part of long-term debt priced anew",
    "fiscal/debt0": "debt at the start, fraction of GDP",
    "fiscal/iir0": "rate on long-term debt",
    "fiscal/gdp0": "GDP at the start",
    "fiscal/price0": "price level at the start",
    "fiscal/fx0": "exchange rate at the start",
    "fiscal/alpha": "short-term part of debt",
    "fiscal/elasticity": "balance per output gap",
    "fiscal/foreign": "part in foreign currency",
    "levers/debt_share": "paid by debt",
    "levers/tax_share": "paid by taxes",
    "levers/other_share": "paid by cuts elsewhere",
    "levers/import_share": "imported part of spending",
    "levers/equipment_share": "equipment, part of spending",
    "levers/multiplier/low": "multiplier, lowest",
    "levers/multiplier/central": "multiplier, central",
    "levers/multiplier/high": "multiplier, highest",
    "levers/tax_multiplier": "multiplier of taxes",
    "levers/other_multiplier": "multiplier of cuts",
    "levers/multiplier_decay": "effect that fades in a year",
    "levers/premium_threshold": "debt above which a premium is paid",
    "levers/stock0": "equipment at the start",
}
"""What the inputs are called."""
SET = ("target_share", "related_share")
"""What a scenario sets, rather than takes from figures."""


BACKGROUND = "default:"
"""How the rule of a lever begins that changes nothing."""
EMPTY = Markup("<td></td>")


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
    span: int = 1
    """How many columns the heading of the row of all takes."""


class Rule(NamedTuple):
    """Arithmetic by which inputs were made from figures."""

    id: str
    mark: str
    text: str
    used_for: str

    @property
    def link(self) -> Markup:
        """The mark as it stands beside a number, leading to the rule."""
        return Markup('<sup><a href="#%s">%s</a></sup>') % (self.id, self.mark)


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


def used(study: Study, origins: Iterable[Origin]) -> list[Observation]:
    """Return the figures that inputs, equivalents, politics and readings rest on."""
    keys = {key for each in origins for key in each.keys}
    keys |= set(study.politics.keys if study.politics else ())
    keys |= set(study.readings.keys if study.readings else ())
    keys |= {key for each in (study.equivalents or ((),))[0] for key in each.keys}
    return [seen for seen in study.observations if seen.key in keys]


def figure_tables(
    study: Study, figures: Iterable[Observation], ids: dict[str, str]
) -> list[YearTable]:
    """Return every figure used, one table for each series, definition, source and vintage."""
    addresses = {source.id: source.address for source in study.sources}
    groups: dict[tuple[str, str, str, str], list[Observation]] = defaultdict(list)
    for seen in figures:
        groups[seen.source, seen.vintage, seen.definition, seen.series].append(seen)
    return [_figure_table(group, groups[group], ids, addresses) for group in sorted(groups)]


def _figure_table(
    group: tuple[str, str, str, str],
    members: list[Observation],
    ids: dict[str, str],
    addresses: dict[str, str],
) -> YearTable:
    source, vintage, definition, series = group
    tables = Markup(", ").join(
        Markup('<a href="#{}">{}</a>').format(source_id(table), table)
        for table in sorted({seen.table for seen in members})
    )
    return _by_year(
        members,
        anchor="t-" + ".".join(slug(part) for part in group),
        caption=series_title(series),
        facts=(
            f"series {series}",
            f"definition {definition}",
            f"source {source}",
            f"vintage {vintage}",
            Markup("table ") + tables,
        ),
        row=lambda seen: (seen.country, seen.unit),
        row_id=lambda _: "",
        cell=lambda seen: _figure_cell(seen, ids[seen.key]),
        notes=_notes(members, addresses),
    )


def _figure_cell(seen: Observation, anchor: str) -> Markup:
    value = number(seen.value, published(seen.value), source_id(seen.table))
    mark = STATUS_MARKS.get(seen.status, seen.status)
    status = Markup("<sup>%s</sup>") % mark if mark else ""
    return Markup('<td id="%s">%s%s</td>') % (anchor, value, status)


def _notes(members: list[Observation], addresses: dict[str, str]) -> list[tuple[str, str]]:
    """Return what is said of single figures, and of which; a source's own address is left out."""
    where: dict[str, list[Observation]] = defaultdict(list)
    for seen in members:
        address = seen.address if seen.address != addresses.get(seen.table) else ""
        parts = (seen.note, f'"{seen.quote}"' if seen.quote else "", address)
        if text := "; ".join(part for part in parts if part):
            where[text].append(seen)
    return [
        ("all" if len(seen) == len(members) > 1 else spans(seen), text)
        for text, seen in sorted(where.items())
    ]


def spans(members: Iterable[Observation | Origin]) -> str:
    """Return countries and years in words: ``Spain 2026-2030; 29 countries 2027``."""
    years: dict[str, list[int]] = defaultdict(list)
    for each in members:
        years[each.country].append(each.year)
    alike: dict[str, list[str]] = defaultdict(list)
    for code in sorted(years, key=place_name):
        alike[span(years[code])].append(place_name(code))
    return "; ".join(
        f"{', '.join(names) if len(names) <= FEW else f'{len(names)} countries'} {when}"
        for when, names in alike.items()
    )


def span(years: Iterable[int]) -> str:
    """Return years in words: ``2026``, ``2026-2030, 2032``."""
    runs: list[list[int]] = []
    for year in sorted(set(years)):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


@cache
def general(rule: str) -> str:
    """Return the arithmetic of one number without its own rates: the rule of all such numbers."""
    text = re.sub(r" of \d{4}(?= x)", " of the year before", rule)
    text = re.sub(r"(?<=issued in )\d{4}", "the year before", text)
    return re.sub(r" \(?[-+]?\d+(?:\.\d+)?(?:e-?\d+)? %(?! of)(?: a year\))?", "", text)


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
        f"{variable_title(variable)}: {spans(members)}" for variable, members in by_variable.items()
    )


def variable_title(name: str) -> str:
    """Return what an input is called."""
    return VARIABLES.get(name, spaced(name).lower())


def shown(study: Study, origins: Iterable[Origin]) -> list[Origin]:
    """Return the inputs to print: not what the scenario sets, nor what says nothing of its own.

    A base that is GDP itself, a price level that is one in the year of the sums, and a lever that
    changes nothing are left out.
    """
    inputs = study.inputs
    same = {
        code
        for code, base, gdp in zip(inputs.members, inputs.base, inputs.gdp, strict=True)
        if np.array_equal(base, gdp, equal_nan=True)
    }
    return [
        each
        for each in origins
        if each.variable not in SET
        and not each.rule.startswith(BACKGROUND)
        and not (each.variable == "base" and each.country in same)
        and not (each.variable == "price_at_base" and each.value == 1.0)
    ]


def _by_variable(origins: Iterable[Origin]) -> dict[str, list[Origin]]:
    groups: dict[str, list[Origin]] = defaultdict(list)
    for each in origins:
        groups[each.variable].append(each)
    return groups


def _single(members: list[Origin]) -> bool:
    """Say whether an input is one number a country, rather than a path over years."""
    return len({each.country for each in members}) == len(members)


class Group(NamedTuple):
    """What countries have of one kind: a table by country, and what is the same for all of them."""

    caption: str
    table: MemberTable
    alike: Sequence[tuple[str, Markup]]
    """Title and value."""


CAPTIONS = {
    "": "Inputs by country; years lead to the path in the tables below",
    "fiscal": "Public finance by country",
    "levers": "Levers by country",
}
"""Captions of the tables by country, by the first part of their variables."""


def members_tables(
    origins: Iterable[Origin], made_by: dict[str, Rule], ids: dict[str, str]
) -> list[Group]:
    """Return a table for each kind of inputs: of the projection, of public finance, levers."""
    groups: dict[str, list[Origin]] = {prefix: [] for prefix in CAPTIONS}
    for each in origins:
        prefix = each.variable.partition("/")[0]
        groups[prefix if prefix in CAPTIONS else ""].append(each)
    return [
        _group(prefix, _by_variable(members), made_by, ids)
        for prefix, members in groups.items()
        if members
    ]


def _group(
    prefix: str,
    by_variable: dict[str, list[Origin]],
    made_by: dict[str, Rule],
    ids: dict[str, str],
) -> Group:
    """Return one row a country: each single input, and the years of each path, as a link to it.

    A lever that is the same for all countries has no column.
    """
    codes = {each.country for members in by_variable.values() for each in members}
    alike = []
    for variable, members in list(by_variable.items()) if prefix == "levers" else ():
        if not len(members) == len(codes) > 1:
            continue
        values = {_value(each, made_by, ids) for each in members}
        if len(values) == 1:
            alike.append((variable_title(variable), values.pop()))
            del by_variable[variable]
    held: dict[tuple[str, str], list[Origin]] = defaultdict(list)
    for variable, members in by_variable.items():
        for each in members:
            held[each.country, variable].append(each)
    lines = [
        Line(
            "" if prefix else input_id(code),
            place_name(code),
            "",
            [
                _single_or_path(held[code, variable], _single(members), made_by, ids)
                for variable, members in by_variable.items()
            ],
        )
        for code in sorted(codes, key=place_name)
    ]
    heads = [(opening(_head(name, each)), "") for name, each in by_variable.items()]
    return Group(CAPTIONS[prefix], MemberTable((), heads, lines, None), alike)


def _single_or_path(
    mine: list[Origin], single: bool, made_by: dict[str, Rule], ids: dict[str, str]
) -> Markup:
    """Return the cell of one country: a number, or the years of the path that it leads to."""
    if not mine:
        return EMPTY
    anchor = input_id(mine[0].country, mine[0].variable)
    if single:
        return Markup('<td id="%s">%s</td>') % (anchor, _value(mine[0], made_by, ids))
    return Markup('<td><a href="#%s">%s</a></td>') % (anchor, span(each.year for each in mine))


def _head(variable: str, members: list[Origin]) -> str:
    """Return a heading; with unit and year where all members share them."""
    if not _single(members):
        return variable_title(variable).partition(",")[0]
    units, years = {each.unit for each in members}, {each.year for each in members}
    unit = f", {min(units)}" if len(units) == 1 and not min(units)[:1].isdigit() else ""
    return variable_title(variable) + unit + (f", {years.pop()}" if len(years) == 1 else "")


def input_tables(
    origins: Iterable[Origin], made_by: dict[str, Rule], ids: dict[str, str]
) -> list[YearTable]:
    """Return every path of inputs, a table for each; each cell leads to what it rests on.

    Years that have the same number from the same place share a cell.
    """
    tables = [
        _by_year(
            members,
            anchor="v-" + slug(variable),
            caption=opening(variable_title(variable)),
            facts=(),
            row=lambda each: (each.country, each.unit),
            row_id=lambda each: input_id(each.country, each.variable),
            cell=lambda each: Markup("<td>%s</td>") % _value(each, made_by, ids),
        )
        for variable, members in _by_variable(origins).items()
        if not _single(members)
    ]
    return [
        table._replace(lines=[line._replace(cells=_merged(line.cells)) for line in table.lines])
        for table in tables
    ]


def _merged(cells: Sequence[Markup]) -> list[Markup]:
    """Return cells in which equal neighbours are one."""
    found = []
    for cell, run in groupby(cells):
        width = len(list(run))
        wide = Markup('<td colspan="%s" class="held">') % width
        found += (
            [wide + cell.removeprefix("<td>")] if width > 1 and cell != EMPTY else [cell] * width
        )
    return found


def _value(each: Origin, made_by: dict[str, Rule], ids: dict[str, str]) -> Markup:
    """Return an input number that leads to the figure it rests on, with the mark of its rule."""
    figures = [ids[key] for key in each.keys]
    text = published(float(f"{each.value:.6g}"))
    if each.kind == "user":
        return Markup("%s<sup>u</sup>") % number(each.value, text, "scenario")
    rule = made_by[general(each.rule)] if each.kind == "derived" else None
    value = number(each.value, text, [*([rule.id] if rule else []), *figures])
    if figures:
        value = Markup(f'<a href="#{figures[0]}">{value}</a>')  # noqa: S704 - an id of our own
    return value + rule.link if rule else value


def require_figures(study: Study, origins: Sequence[Origin]) -> None:
    """Fail where an input rests on nothing, or on a figure or source that the run does not hold."""
    keys = {seen.key for seen in study.observations}
    needed = {key for each in origins for key in each.keys}
    needed |= {key for each in (study.equivalents or ((),))[0] for key in each.keys}
    lost = sorted(needed - keys)
    tables = {source.id for source in study.sources}
    lost += sorted({seen.table for seen in study.observations} - tables)
    given = {(each.country, each.variable) for each in origins}
    lost += [
        f"{code} {variable}"
        for code in study.inputs.members
        for variable in ("start_share", "gdp")
        if (code, variable) not in given
    ]
    lost += [
        f"{each.country} {each.variable} {each.year}"
        for each in origins
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
    lines = [
        Line(
            row_id(next(iter(found.values()))),
            place_name(code),
            unit,
            [cell(found[year]) if year in found else EMPTY for year in years],
        )
        for (code, unit), found in sorted(by_row.items(), key=lambda it: place_name(it[0][0]))
    ]
    return YearTable(
        anchor, caption, facts, years, units.pop() if len(units) == 1 else "", lines, notes
    )


def sources(study: Study, figures: Iterable[Observation]) -> list[tuple[str, Source]]:
    """Return the sources of figures with their anchors, by identifier."""
    tables = {seen.table for seen in figures}
    known = sorted(study.sources, key=lambda source: source.id)
    return [(source_id(each.id), each) for each in known if each.id in tables]
