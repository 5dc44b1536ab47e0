"""Reading a table: a CSV or YAML file, or a case of the library by its name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from burdenshare.bargaining.capability import from_recipe
from burdenshare.bargaining.csv_file import read_csv
from burdenshare.bargaining.encoding import read_text
from burdenshare.bargaining.entries import read_span
from burdenshare.bargaining.table import Table
from burdenshare.bargaining.yaml_file import read_fields, read_yaml_table
from burdenshare.errors import Problems, Refusal, did_you_mean

if TYPE_CHECKING:
    from burdenshare.figures.store import Figures

LIBRARY = Path(__file__).with_name("data") / "cases"
SCALE = (0.0, 100.0)
_YAML = (".yaml", ".yml")


class Case(NamedTuple):
    """A case that ships with the package."""

    name: str
    title: str
    path: Path


def library() -> list[Case]:
    """Return the cases that ship with the package, sorted by name."""
    found = []
    for path in sorted(LIBRARY.glob("*.yaml")):
        title = re.search(r"^title: *(.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        found.append(Case(path.stem, title[1].strip("\"'") if title else "", path))
    return found


def read(
    source: str | Path,
    *,
    scale: tuple[float, float] = SCALE,
    figures: Callable[[], Figures] | None = None,
) -> Table:
    """Read who wants what from a file, or from the library by the name of a case.

    Parameters
    ----------
    source : str or Path
        A CSV file (``case, issue, actor, position, salience, capability`` and optionally
        ``outcome, status_quo, group``), a YAML file, or a name of the library.
    scale : (float, float)
        Lowest and highest position, unless a YAML file gives a scale for its issue.
    figures : callable, optional
        Opens the figures, for a YAML file whose capability is made of them: `Figures.open`.

    Raises
    ------
    Refusal
        ``file-not-found``; ``bad-yaml``; ``bad-table`` with one detail for each problem, wherever
        in the file it is.
    """
    path = _path(source)
    text, notes = read_text(path)
    problems = Problems()
    if path.suffix.lower() in _YAML:
        make = partial(from_recipe, figures)
        table = read_yaml_table(text, path.name, scale, problems, notes, make)
    else:
        table = read_csv(text, path.name, scale, problems, notes)
    return _sound(table, path.name, problems)


def read_given(
    given: Mapping[str, Any] | str,
    name: str,
    *,
    scale: tuple[float, float] = SCALE,
    figures: Callable[[], Figures] | None = None,
) -> Table:
    """Return the table of the fields of a YAML file, or of the text of a CSV file.

    Parameters
    ----------
    given : mapping or str
    name : str
        What to call it in messages.
    scale, figures
        As for `read`.

    Raises
    ------
    Refusal
        ``bad-table`` with one detail for each problem.
    """
    problems = Problems()
    if isinstance(given, str):
        table = read_csv(given, name, scale, problems, ())
    else:
        table = read_fields(given, scale, problems, partial(from_recipe, figures))
    return _sound(table, name, problems)


def _sound(table: Table | None, name: str, problems: Problems) -> Table:
    found = problems.details()
    problems.require_none(
        "bad-table",
        f"{name} has {len(found)} problem{'s' if len(found) != 1 else ''}",
        hint="mend each place named in the details",
    )
    assert table is not None
    return table


def read_scale(text: str) -> tuple[float, float]:
    """Read ``4:10``.

    Raises
    ------
    Refusal
        ``bad-argument``.
    """
    spans = [read_span(part) for part in text.split(":")]
    ends = [span.value for span in spans if span and span.low == span.high]
    if len(spans) != 2 or len(ends) != 2 or not ends[0] < ends[1]:
        raise Refusal(
            "bad-argument", f"{text!r} is no scale", hint="write LOW:HIGH, such as 0:100 or 4:10"
        )
    return ends[0], ends[1]


def _path(source: str | Path) -> Path:
    """Return the file that a source means: itself, or a case of the library."""
    path = Path(source)
    named = LIBRARY / f"{path.name}.yaml"
    if path.is_file() or path.suffix.lower() in (*_YAML, ".csv") or len(path.parts) != 1:
        return path
    if named.is_file():
        return named
    names = [case.name for case in library()]
    raise Refusal(
        "file-not-found",
        f"there is no file {source}, and no case of that name in the library",
        hint=did_you_mean(str(source), names) or f"the library has {', '.join(names)}",
    )
