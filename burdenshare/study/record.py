"""Writes the inputs of a run as plain tables and reads them back, to the last bit.

Both parts of the inputs, `Inputs` and `Fiscal`, are held alike: a structure in JSON, and a table
with one row for each number and origin.
"""

from __future__ import annotations

import csv
import io
import math
from dataclasses import MISSING, asdict, fields, replace
from datetime import date
from functools import cache
from pathlib import PurePath, PureWindowsPath
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

import numpy as np
import yaml
from pydantic import TypeAdapter, ValidationError

from burdenshare.errors import Refusal
from burdenshare.figures.model import Observation, Source
from burdenshare.projection.futures.model import Fiscal, Levers
from burdenshare.projection.model import Inputs, Origin
from burdenshare.study.fingerprint import figure_fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from burdenshare.projection.model import Floats

INPUT_COLUMNS = (
    "country",
    "variable",
    "year",
    "value",
    "unit",
    "kind",
    "rule",
    "keys",
    "use",
)
FIGURE_COLUMNS = ("key", *Observation._fields, "sha256")
MODEL, BACKGROUND = "model", "background"
"""``use`` of an input row: a number the model takes, or one that such a number was made from."""
LEVER = "lever"
"""``use`` of a row whose number the model takes from ``levers.json``."""
_ARRAYS = "arrays"
_BY_MEMBER = {
    Inputs: (
        "currency",
        "price_base",
        "start_year",
        "deadline",
        "path",
        "waypoints",
        "may_fall",
    ),
    Fiscal: ("kind",),
}
_FILE = {Inputs: "inputs", Fiscal: "fiscal"}
"""Name of the files of each part, for messages."""
_START = {Inputs: "", Fiscal: "fiscal/"}
"""How the variables of each part begin."""
Part = TypeVar("Part", Inputs, Fiscal)


# Inputs and the fiscal side ----------------------------------------------------------------------


def structure(part: Inputs | Fiscal) -> dict[str, Any]:
    """Return what a part holds beside its arrays, and the number of dimensions of each array."""
    kind = type(part)
    held: dict[str, Any] = {}
    for name in _plain_fields(kind):
        value = getattr(part, name)
        held[name] = _adapter(kind.__name__, name).dump_python(value, mode="json")
    held[_ARRAYS] = {name: array.ndim for name, array in _arrays(part).items()}
    return held


def input_rows(part: Inputs | Fiscal, years: Sequence[int] | None = None) -> list[tuple[str, ...]]:
    """Return one row of text for every number of a part, in the order of `INPUT_COLUMNS`.

    The origins come first, in their order; then the numbers of the arrays that no origin states.
    A number that is missing (NaN) has no row.

    Parameters
    ----------
    part : Inputs or Fiscal
    years : sequence of int, optional
        Years of the arrays; those of the part itself where it has some.
    """
    span = [str(year) for year in (part.years if isinstance(part, Inputs) else years or ())]
    cells = {
        (country, variable, year): value
        for variable, array in _arrays(part).items()
        for country, year, value in _cells(part.members, span, array)
    }
    rows: list[tuple[str, ...]] = []
    for origin in part.origins:
        at = (origin.country, origin.variable, str(origin.year))
        place = next((p for p in (at, (*at[:2], "")) if cells.get(p) == origin.value), None)
        if place is not None:
            del cells[place]
        rows.append(
            (
                origin.country,
                origin.variable,
                str(origin.year),
                _number(origin.value),
                origin.unit,
                origin.kind,
                origin.rule,
                _join(origin.keys),
                LEVER if origin.variable.startswith("levers/") else MODEL if place else BACKGROUND,
            )
        )
    rows.extend(
        (country, variable, year, _number(value), "", "", "", "", MODEL)
        for (country, variable, year), value in cells.items()
    )
    return rows


def read_inputs(held: Mapping[str, Any], rows: Iterable[Sequence[str]]) -> Inputs:
    """Make `Inputs` from what `structure` and `input_rows` gave.

    Raises
    ------
    Refusal
        ``damaged-file``: a row or a field is missing, doubled or of the wrong kind.
    """
    values = _values(Inputs, held)
    years = values["years"]
    if len(set(years)) != len(years):
        raise _damaged("inputs.json: a member or year stands there twice")
    if not years or not 0 <= values["first"] < len(years):
        raise _damaged("inputs.json: first is no position in years")
    return _read(Inputs, values, held, rows, years)


def read_fiscal(held: Mapping[str, Any], rows: Iterable[Sequence[str]], inputs: Inputs) -> Fiscal:
    """Make `Fiscal` from what `structure` and `input_rows` gave, over the years of the inputs.

    Raises
    ------
    Refusal
        ``damaged-file``: a row or a field is missing, doubled or of the wrong kind, or it is not of
        the members of the inputs.
    """
    values = _values(Fiscal, held)
    if values["members"] != inputs.members:
        raise _damaged("fiscal.json: its members are not those of inputs.json")
    return _read(Fiscal, values, held, rows, inputs.years)


def _values(kind: type[Part], held: Mapping[str, Any]) -> dict[str, Any]:
    """Return the checked fields of a part that are no arrays."""
    values = {name: _field(kind, held, name) for name in _plain_fields(kind)}
    members, stem = values["members"], _FILE[kind]
    for name in _BY_MEMBER[kind]:
        if len(values[name]) != len(members):
            raise _damaged(f"{stem}.json: {name} has not one entry for each member")
    if len(set(members)) != len(members):
        raise _damaged(f"{stem}.json: a member or year stands there twice")
    return values


def _read(
    kind: type[Part],
    values: dict[str, Any],
    held: Mapping[str, Any],
    rows: Iterable[Sequence[str]],
    years: Sequence[int],
) -> Part:
    members, stem = values["members"], _FILE[kind]
    arrays = _empty_arrays(held.get(_ARRAYS), len(members), len(years), stem)
    country_at = {code: i for i, code in enumerate(members)}
    year_at = {str(year): i for i, year in enumerate(years)}
    origins = []
    for number, row in enumerate(rows, start=2):
        try:
            country, variable, year, text, unit, source, rule, keys, use = row
            value = float(text)
            if source:
                origins.append(
                    Origin(country, variable, int(year), value, unit, source, _split(keys), rule)
                )
            if use == MODEL:
                array = arrays[variable]
                at = (
                    (country_at[country],)
                    if array.ndim == 1
                    else (country_at[country], year_at[year])
                )
                if not math.isnan(array[at]):
                    raise _damaged(f"{stem}.csv: line {number} gives a number a second time")
                array[at] = value
        except (ValueError, KeyError):
            raise _damaged(f"{stem}.csv: line {number} does not fit {stem}.json") from None
    return _assembled(kind, values, arrays, tuple(origins))


def _assembled(
    kind: type[Part], values: dict[str, Any], arrays: dict[str, Floats], origins: tuple[Origin, ...]
) -> Part:
    given: dict[str, Any] = {**values, "origins": origins}
    for variable, array in arrays.items():
        field, slash, name = variable.removeprefix(_START[kind]).partition("/")
        if slash:
            given.setdefault(field, {})[name] = array
        else:
            given[field] = array
    known = {f.name for f in fields(kind)}
    needed = {f.name for f in fields(kind) if f.default is f.default_factory is MISSING}
    if wrong := (given.keys() - known) | (needed - given.keys()):
        raise _damaged(f"{_FILE[kind]}.json: arrays missing or unknown: {', '.join(sorted(wrong))}")
    return kind(**given)


def _empty_arrays(held: Any, members: int, years: int, stem: str) -> dict[str, Floats]:
    shapes: dict[int, tuple[int, ...]] = {1: (members,), 2: (members, years)}
    try:
        return {variable: np.full(shapes[n], np.nan) for variable, n in held.items()}
    except (AttributeError, LookupError, TypeError):
        raise _damaged(f"{stem}.json: arrays is missing or cannot be read") from None


def _arrays(part: Inputs | Fiscal) -> dict[str, Floats]:
    """Return every array by the variable that origins call it: ``gdp``, ``budgets/health``."""
    start = _START[type(part)]
    found: dict[str, Floats] = {}
    for field in _array_fields(type(part)):
        value = getattr(part, field)
        if isinstance(value, dict):
            found.update({f"{field}/{name}": array for name, array in value.items()})
        elif value is not None:
            found[f"{start}{field}"] = value
    return found


def _cells(
    members: Sequence[str], years: Sequence[str], array: Floats
) -> Iterable[tuple[str, str, float]]:
    """Yield (country, year, value) of an array; the year is empty where it has none."""
    for place, value in np.ndenumerate(array):
        if not math.isnan(value):
            yield members[place[0]], years[place[1]] if len(place) > 1 else "", float(value)


@cache
def _hints(kind: type[Any]) -> dict[str, Any]:
    return get_type_hints(kind)


def _of_array(hint: Any) -> bool:
    return "ndarray" in str(hint).lower()


_HINTS: dict[str, dict[str, Any]] = {
    kind.__name__: get_type_hints(kind) for kind in (Inputs, Fiscal, Levers)
}


def _array_fields(kind: type[Any]) -> list[str]:
    return [f.name for f in fields(kind) if _of_array(_HINTS[kind.__name__][f.name])]


def _plain_fields(kind: type[Any]) -> list[str]:
    arrays = {*_array_fields(kind), "origins"}
    return [f.name for f in fields(kind) if f.name not in arrays]


@cache
def _adapter(kind: str, name: str) -> TypeAdapter[Any]:
    return TypeAdapter(_HINTS[kind][name])


def _field(kind: type[Any], held: Mapping[str, Any], name: str) -> Any:
    try:
        return _adapter(kind.__name__, name).validate_python(held[name])
    except KeyError:
        default = next(f.default for f in fields(kind) if f.name == name)
        if default is not MISSING:
            return default
        raise _damaged(f"{_FILE[kind]}.json: {name} is missing") from None
    except ValidationError:
        raise _damaged(f"{_FILE[kind]}.json: {name} is of the wrong kind") from None


# Levers ------------------------------------------------------------------------------------------


def levers_document(levers: Levers) -> dict[str, Any]:
    """Return every lever as plain data; an array as nested lists, NaN in it as None."""
    return {field.name: _listed(getattr(levers, field.name)) for field in fields(Levers)}


def read_levers(held: Mapping[str, Any]) -> Levers:
    """Make `Levers` from what `levers_document` gave; one that is left out takes its default.

    Raises
    ------
    Refusal
        ``damaged-file``: a lever is unknown or of the wrong kind.
    """
    hints = _HINTS["Levers"]
    tuples = {field.name for field in fields(Levers) if isinstance(field.default, tuple)}
    given: dict[str, Any] = {}
    for name, value in held.items():
        if name not in hints:
            raise _damaged(f"levers.json: {name} is no lever")
        try:
            if isinstance(value, list):
                array = np.array(value, dtype=float)
                flat = name in tuples and array.ndim == 1
                given[name] = tuple(array.tolist()) if flat else array
            elif _of_array(hints[name]):
                given[name] = None if value is None else float(value)
            else:
                given[name] = _adapter("Levers", name).validate_python(value, strict=True)
        except (TypeError, ValueError):
            raise _damaged(f"levers.json: {name} is of the wrong kind") from None
    return Levers(**given)


def _listed(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return [_listed(each) for each in value]
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, np.floating):
        return None if math.isnan(value) else float(value)
    return value


# Figures and sources -----------------------------------------------------------------------------


def figure_rows(observations: Iterable[Observation]) -> list[tuple[str, ...]]:
    """Return one row of text for every figure, in the order of `FIGURE_COLUMNS`."""
    return [
        (
            each.key,
            *(str(cell) for cell in each._replace(value=float(each.value))),
            figure_fingerprint(each),
        )
        for each in observations
    ]


def read_figures(rows: Iterable[Sequence[str]]) -> tuple[Observation, ...]:
    """Make the observations from what `figure_rows` gave.

    Raises
    ------
    Refusal
        ``damaged-file``: a row is not what its own hash says.
    """
    found = []
    for number, row in enumerate(rows, start=2):
        try:
            key, *cells, sha256 = row
            typed = dict(zip(Observation._fields, cells, strict=True))
            year, value = int(typed.pop("year")), float(typed.pop("value"))
            figure = Observation(**typed, year=year, value=value)
        except (ValueError, TypeError):
            raise _damaged(f"figures.csv: line {number} is no figure") from None
        if figure.key != key or figure_fingerprint(figure) != sha256:
            raise _damaged(f"figures.csv: line {number} ({key}) is not what its hash says")
        found.append(figure)
    return tuple(found)


def portable(source: Source) -> Source:
    """Return a source record that says nothing of this machine: of a file on disk only its name."""
    return replace(
        source,
        address=_without_folder(source.address),
        read_from=_without_folder(source.read_from),
    )


def sources_yaml(sources: Iterable[Source]) -> str:
    """Return the source records as YAML."""
    records = [asdict(source) | {"published": source.published.isoformat()} for source in sources]
    return yaml.safe_dump(records, sort_keys=False, allow_unicode=True, width=100)


def read_sources(content: bytes) -> tuple[Source, ...]:
    """Make the source records from what `sources_yaml` gave.

    Raises
    ------
    Refusal
        ``damaged-file``: no YAML, or no list of source records.
    """
    try:
        return tuple(
            Source(**{**record, "published": date.fromisoformat(record["published"])})
            for record in yaml.safe_load(content) or ()
        )
    except (yaml.YAMLError, TypeError, ValueError, KeyError, RecursionError):
        raise _damaged("sources.yaml: is no list of sources") from None


def _without_folder(address: str) -> str:
    if address.startswith("file:"):
        return address.rsplit("/", 1)[-1]
    if PurePath(address).is_absolute() or PureWindowsPath(address).is_absolute():
        return PureWindowsPath(address).name
    return address


# Tables of text ----------------------------------------------------------------------------------


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a CSV table with a header, UTF-8, one line feed a row."""
    return "".join(f"{line}\n" for line in _lines([columns, *rows])).encode()


def read_table(content: bytes, columns: Sequence[str], name: str) -> list[list[str]]:
    """Read back what `table` gave; `name` is the file's, for messages.

    Raises
    ------
    Refusal
        ``damaged-file``: not UTF-8, another header, or a row with another number of cells.
    """
    try:
        header, *rows = csv.reader(io.StringIO(content.decode(), newline=""), strict=True)
    except (UnicodeDecodeError, csv.Error, ValueError):
        raise _damaged(f"{name}: cannot be read as a table") from None
    if header != list(columns):
        raise _damaged(f"{name}: the columns are not {', '.join(columns)}")
    for number, row in enumerate(rows, start=2):
        if len(row) != len(columns):
            raise _damaged(f"{name}: row {number} has {len(row)} cells, not {len(columns)}")
    return rows


def _lines(rows: Iterable[Sequence[str]], delimiter: str = ",") -> list[str]:
    """Return rows as lines of CSV without their ends; any text survives, line breaks included."""
    lines: list[str] = []
    writer = csv.writer(SimpleNamespace(write=lines.append), delimiter=delimiter)
    writer.writerows(rows)
    return [line.removesuffix("\r\n") for line in lines]


def _join(keys: Sequence[str]) -> str:
    """Return keys in one cell, separated by ``|`` and quoted where one holds that sign."""
    return _lines([keys], delimiter="|")[0] if keys else ""


def _split(cell: str) -> tuple[str, ...]:
    rows = list(csv.reader(io.StringIO(cell, newline=""), delimiter="|", strict=True))
    return tuple(rows[0]) if rows else ()


def _number(value: float) -> str:
    return repr(float(value))


def _damaged(message: str) -> Refusal:
    return Refusal(
        "damaged-file",
        message,
        hint="take the folder from its origin again, or run the scenario again",
    )
