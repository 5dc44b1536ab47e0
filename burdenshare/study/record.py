"""Writes the inputs of a run as plain tables and reads them back, to the last bit."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import MISSING, asdict, fields, replace
from datetime import date
from functools import cache
from pathlib import PurePath, PureWindowsPath
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, get_type_hints

import numpy as np
import yaml
from pydantic import TypeAdapter, ValidationError

from burdenshare.errors import Refusal
from burdenshare.figures.model import Observation, Source
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
_ARRAYS = "arrays"
_BY_MEMBER = (
    "currency",
    "price_base",
    "start_year",
    "deadline",
    "path",
    "waypoints",
    "may_fall",
)


# Inputs ------------------------------------------------------------------------------------------


def structure(inputs: Inputs) -> dict[str, Any]:
    """Return what `inputs` holds beside its arrays, and the number of dimensions of each array."""
    held: dict[str, Any] = {}
    for name in _plain_fields():
        value = getattr(inputs, name)
        held[name] = _adapter(name).dump_python(value, mode="json")
    held[_ARRAYS] = {name: array.ndim for name, array in _arrays(inputs).items()}
    return held


def input_rows(inputs: Inputs) -> list[tuple[str, ...]]:
    """Return one row of text for every number of `inputs`, in the order of `INPUT_COLUMNS`.

    The origins come first, in their order; then the numbers of the arrays that no origin states.
    A number that is missing (NaN) has no row.
    """
    cells = {
        (country, variable, year): value
        for variable, array in _arrays(inputs).items()
        for country, year, value in _cells(inputs, array)
    }
    rows: list[tuple[str, ...]] = []
    for origin in inputs.origins:
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
                BACKGROUND if place is None else MODEL,
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
    values = {name: _field(held, name) for name in _plain_fields()}
    members, years = values["members"], values["years"]
    for name in _BY_MEMBER:
        if len(values[name]) != len(members):
            raise _damaged(f"inputs.json: {name} has not one entry for each member")
    if len(set(members)) != len(members) or len(set(years)) != len(years):
        raise _damaged("inputs.json: a member or year stands there twice")
    if not years or not 0 <= values["first"] < len(years):
        raise _damaged("inputs.json: first is no position in years")
    arrays = _empty_arrays(held.get(_ARRAYS), len(members), len(years))
    country_at = {code: i for i, code in enumerate(members)}
    year_at = {str(year): i for i, year in enumerate(years)}
    origins = []
    for number, row in enumerate(rows, start=2):
        try:
            country, variable, year, text, unit, kind, rule, keys, use = row
            value = float(text)
            if kind:
                origins.append(
                    Origin(country, variable, int(year), value, unit, kind, _split(keys), rule)
                )
            if use == MODEL:
                array = arrays[variable]
                at = (
                    (country_at[country],)
                    if array.ndim == 1
                    else (country_at[country], year_at[year])
                )
                if not math.isnan(array[at]):
                    raise _damaged(f"inputs.csv: line {number} gives a number a second time")
                array[at] = value
        except (ValueError, KeyError):
            raise _damaged(f"inputs.csv: line {number} does not fit inputs.json") from None
    return _assembled(values, arrays, tuple(origins))


def _assembled(
    values: dict[str, Any], arrays: dict[str, Floats], origins: tuple[Origin, ...]
) -> Inputs:
    given: dict[str, Any] = {**values, "origins": origins}
    for variable, array in arrays.items():
        field, slash, name = variable.partition("/")
        if slash:
            given.setdefault(field, {})[name] = array
        else:
            given[field] = array
    known = {f.name for f in fields(Inputs)}
    needed = {f.name for f in fields(Inputs) if f.default is f.default_factory is MISSING}
    if wrong := (given.keys() - known) | (needed - given.keys()):
        raise _damaged(f"inputs.json: arrays missing or unknown: {', '.join(sorted(wrong))}")
    return Inputs(**given)


def _empty_arrays(held: Any, members: int, years: int) -> dict[str, Floats]:
    shapes: dict[int, tuple[int, ...]] = {1: (members,), 2: (members, years)}
    try:
        return {variable: np.full(shapes[n], np.nan) for variable, n in held.items()}
    except (AttributeError, LookupError, TypeError):
        raise _damaged("inputs.json: arrays is missing or cannot be read") from None


def _arrays(inputs: Inputs) -> dict[str, Floats]:
    """Return every array by the variable that origins call it: ``gdp``, ``budgets/health``."""
    found: dict[str, Floats] = {}
    for field in _array_fields():
        value = getattr(inputs, field)
        if isinstance(value, dict):
            found.update({f"{field}/{name}": array for name, array in value.items()})
        elif value is not None:
            found[field] = value
    return found


def _cells(inputs: Inputs, array: Floats) -> Iterable[tuple[str, str, float]]:
    """Yield (country, year, value) of an array; the year is empty where it has none."""
    for place, value in np.ndenumerate(array):
        if not math.isnan(value):
            year = str(inputs.years[place[1]]) if len(place) > 1 else ""
            yield inputs.members[place[0]], year, float(value)


@cache
def _array_fields() -> tuple[str, ...]:
    hints = get_type_hints(Inputs)
    return tuple(f.name for f in fields(Inputs) if "ndarray" in str(hints[f.name]).lower())


@cache
def _plain_fields() -> tuple[str, ...]:
    return tuple(
        f.name for f in fields(Inputs) if f.name not in _array_fields() and f.name != "origins"
    )


@cache
def _defaults() -> dict[str, Any]:
    return {f.name: f.default for f in fields(Inputs)}


@cache
def _adapter(name: str) -> TypeAdapter[Any]:
    return TypeAdapter(get_type_hints(Inputs)[name])


def _field(held: Mapping[str, Any], name: str) -> Any:
    try:
        return _adapter(name).validate_python(held[name])
    except KeyError:
        if _defaults()[name] is not MISSING:
            return _defaults()[name]
        raise _damaged(f"inputs.json: {name} is missing") from None
    except ValidationError:
        raise _damaged(f"inputs.json: {name} is of the wrong kind") from None


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
