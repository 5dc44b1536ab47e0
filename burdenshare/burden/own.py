"""The burden from the user's own CSV, with every problem of the file reported at once."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from burdenshare.burden.measures import PLEDGES, Burden, measure
from burdenshare.burden.ranks import Alternative
from burdenshare.burden.table import OPTIONAL, BurdenTable
from burdenshare.errors import Problems, Refusal, did_you_mean
from burdenshare.figures.countries import check_countries

REQUIRED = ("country", "gdp", "spending")
FEWEST = 3
"""Measures over members say nothing for fewer."""

_LAYOUT = "columns country, gdp, spending and, if you have them, " + ", ".join(OPTIONAL)


def measure_table(
    path: Path,
    *,
    pledges: Sequence[float] = PLEDGES,
    alternative: Alternative = "greater",
    permutations: int = 0,
    seed: int = 1,
    weights: dict[str, float] | None = None,
) -> Burden:
    """Measure who carries the burden in the user's own table; see `read_table` and `measure`."""
    return measure(
        read_table(path),
        pledges=pledges,
        alternative=alternative,
        permutations=permutations,
        seed=seed,
        weights=weights,
    )


def read_table(path: Path) -> BurdenTable:
    """Read a CSV with ``country, gdp, spending`` and any columns of `OPTIONAL`.

    GDP, spending, aid and peacekeeping are in one currency and scale; countries are ISO 3166-1
    alpha-3 codes. An empty optional cell means that the value is not known.

    Raises
    ------
    Refusal
        ``file-not-found``; ``bad-table`` with one detail for each problem: a missing column, text
        in a number cell, GDP that is not positive, a country twice or unknown, fewer than three
        rows, another encoding than UTF-8.
    """
    lines = list(csv.reader(io.StringIO(_text(path), newline="")))
    filled = [(at, cells) for at, cells in enumerate(lines, 1) if any(c.strip() for c in cells)]
    problems = Problems()
    columns, ignored = _header(path, filled[0][1] if filled else [], problems)
    rows = [_row(at, cells, columns, problems) for at, cells in filled[1:]]
    if "country" in columns:
        _check_countries(rows, problems)
    if len(rows) < FEWEST:
        problems.add(path.name, f"{len(rows)} rows of figures", expected=f"at least {FEWEST}")
    if rows and all(row.get("spending") == 0.0 for _, _, row in rows):
        problems.add("spending", "nobody spends anything", expected="a number above 0")
    problems.require_none(
        "bad-table",
        f"{path} has {len(problems)} problem{'s' if len(problems) != 1 else ''}",
        hint=f"A table of your own has {_LAYOUT}.",
    )
    return _table(rows, columns, ignored)


Row = tuple[int, str, dict[str, float]]
"""Line, country, and the numbers of the row by column."""


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Refusal(
            "file-not-found",
            f"{path} cannot be read: {error.strerror}",
            hint="Give the path of a CSV file.",
        ) from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal(
            "bad-table",
            f"{path} is not UTF-8 text: byte {error.start} cannot be read",
            hint="Save the table as CSV in UTF-8 (with or without a byte order mark).",
        ) from None
    if "\0" in text:
        raise Refusal(
            "bad-table",
            f"{path} is no text file",
            hint="Save the table as CSV in UTF-8; a workbook must be exported first.",
        )
    return text


def _header(
    path: Path, cells: list[str], problems: Problems
) -> tuple[dict[str, int], tuple[str, ...]]:
    """Return the position of each known column and the names of the others."""
    names = [c.strip().lower() for c in cells]
    known = (*REQUIRED, *OPTIONAL)
    columns = {name: at for at, name in enumerate(names) if name in known}
    for name in sorted({n for n in columns if names.count(n) > 1}):
        problems.add(f"{path.name}:1", f"the column {name} stands there twice")
    hint = ""
    if len(names) == 1 and names and (";" in names[0] or "\t" in names[0]):
        hint = "separate the cells with commas"
    for name in REQUIRED:
        if name not in columns:
            close = did_you_mean(name, [n for n in names if n not in known])
            problems.add(
                f"{path.name}:1",
                f"no column {name}",
                expected=_LAYOUT,
                hint=hint or _instead(close),
            )
    others = [n for n in names if n and n not in known]
    free = [n for n in OPTIONAL if n not in columns]
    for name in others:
        suggestion = did_you_mean(name, free)
        if suggestion:
            problems.add(f"{path.name}:1", f"there is no column {name!r}", hint=suggestion)
    return columns, tuple(others)


def _instead(suggestion: str) -> str:
    """Turn "did you mean X?" about a column of the file into what to do with it."""
    found = suggestion.removeprefix("did you mean ").removesuffix("?")
    return f"rename the column {found!r}" if found else ""


def _row(at: int, cells: list[str], columns: dict[str, int], problems: Problems) -> Row:
    texts = {n: cells[i].strip() if i < len(cells) else "" for n, i in columns.items()}
    country = texts.pop("country", "").upper()
    where = f"line {at}" + (f" ({country})" if country else "")
    if "country" in columns and not country:
        problems.add(where, "no country")
    return at, country, {n: _number(f"{where}, {n}", n, t, problems) for n, t in texts.items()}


def _number(where: str, column: str, text: str, problems: Problems) -> float:
    """Read one cell; NaN where it is empty (allowed in optional columns) or wrong (noted)."""
    if not text:
        if column in REQUIRED:
            problems.add(where, "empty", expected="a number")
        return math.nan
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if "_" in text or not math.isfinite(value):
        hint = "write 1234.5: a point for decimals, no separators or signs of currency"
        problems.add(where, f"{text!r} is no number", expected="a number", hint=hint)
        return math.nan
    if column in ("gdp", "gdp_ppp", "population") and value <= 0.0:
        problems.add(where, f"{text} is not positive", expected="a number above 0")
    elif value < 0.0:
        problems.add(where, f"{text} is negative", expected="0 or more")
    elif column == "equipment_share" and value > 100.0:
        problems.add(where, f"{text} is above 100", expected="per cent of spending, 0 to 100")
    return value


def _check_countries(rows: list[Row], problems: Problems) -> None:
    unknown = check_countries(country for _, country, _ in rows if country)
    seen: dict[str, int] = {}
    for at, country, _ in rows:
        where = f"line {at}"
        if country in unknown:
            problems.add(where, f"{country!r} is no country code", hint=unknown[country])
        elif country in seen:
            problems.add(where, f"{country} stands there twice, first in line {seen[country]}")
        elif country:
            seen[country] = at


def _table(rows: list[Row], columns: dict[str, int], ignored: tuple[str, ...]) -> BurdenTable:
    def column(name: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        return np.array([values[name] for _, _, values in rows])

    gdp, spending = column("gdp"), column("spending")
    return BurdenTable(
        members=tuple(country for _, country, _ in rows),
        gdp=gdp,
        spending=spending,
        burden=100.0 * spending / gdp,
        unit="currency and scale of the table",
        gdp_basis="the table's own",
        extra={name: column(name) for name in OPTIONAL if name in columns},
        notes=tuple(f"the column {name!r} is not used" for name in ignored),
    )
