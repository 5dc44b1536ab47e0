"""Reads the user's folder of fiscal inputs; refuses with every problem of its files at once."""

from __future__ import annotations

import csv
import hashlib
import io
import math
import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from burdenshare.errors import Problems, did_you_mean
from burdenshare.figures.countries import check_countries, countries
from burdenshare.projection.debt.inputs import BASE_YEAR, SHOCKS, Country
from burdenshare.projection.model import Floats

PREFIX = "june2024_"
ANNUAL, PARAMETERS = f"{PREFIX}annual.csv", f"{PREFIX}parameters.csv"
QUARTERLY_SHOCKS, ANNUAL_SHOCKS = f"{PREFIX}shocks_quarterly.csv", f"{PREFIX}shocks_annual.csv"
FIRST_SHOCK_YEAR = 2000
"""Earlier periods of the history are not used."""

_RATE = (-50.0, 200.0)
_MONEY = (0.0, 1e9)
_SHARE = (-1.0, 1.0)
_OF_GDP = (-200.0, 200.0)
_EXCHANGE = (1e-9, 1e9)
ANNUAL_COLUMNS = {
    "debt_total": _MONEY,
    "debt_ratio": (0.0, 1e4),
    "nominal_gdp": (1e-9, 1e9),
    "nominal_gdp_growth": _RATE,
    "real_gdp": (1e-9, 1e9),
    "potential_gdp": (1e-9, 1e9),
    "potential_gdp_growth": _RATE,
    "gdp_deflator_pch": _RATE,
    "ea_gdp_deflator_pch": _RATE,
    "structural_primary_balance": (-30.0, 30.0),
    "stock_flow": (-1e9, 1e9),
    "pension_balance": _OF_GDP,
    "ageing_cost": _OF_GDP,
    "implicit_interest_rate": _RATE,
    "interest_rate_st": _RATE,
    "interest_rate_lt": _RATE,
    "exr_eur": _EXCHANGE,
    "exr_usd": _EXCHANGE,
    "esm_repayment": (-1e9, 1e9),
}
"""Columns that the method reads, and the values that make sense: lowest and highest."""
PARAMETER_COLUMNS = {
    "debt_st_share": (0.0, 0.999),
    "debt_lt_maturing_share": _SHARE,
    "debt_lt_maturing_avg_share": _SHARE,
    "debt_domestic_share": (0.0, 1.0),
    "debt_eur_share": (0.0, 1.0),
    "fwd_rate_3m10y": _RATE,
    "fwd_rate_10y10y": _RATE,
    "fwd_infl_5y5y": _RATE,
    "budget_balance_elasticity": (0.0, 2.0),
}
_SHOCK_COLUMNS = dict.fromkeys(SHOCKS, (-1e4, 1e4))


@dataclass(frozen=True)
class Tables:
    """A folder of inputs as read."""

    countries: Mapping[str, Country]
    """Every country with parameters or annual figures, complete or not."""
    fingerprint: str
    """sha256 over the files."""


def read_tables(folder: Path) -> Tables:
    """Return the inputs of a folder.

    Parameters
    ----------
    folder : Path
        With four CSV files, UTF-8, comma between cells, point as decimal sign, empty where
        nothing is known. Columns beyond those that the method reads are not looked at.

    Raises
    ------
    Refusal
        ``file-not-found`` with every file that is missing, ``bad-table`` with every cell that
        is no number, not finite, out of range or double, and every column that is missing.
    """
    texts = _read_files(folder)
    problems = Problems()
    annual = _rows(ANNUAL, texts, "year", _year, ANNUAL_COLUMNS, problems)
    parameters = _rows(PARAMETERS, texts, "", None, PARAMETER_COLUMNS, problems)
    quarterly = _rows(QUARTERLY_SHOCKS, texts, "quarter", _quarter, _SHOCK_COLUMNS, problems)
    yearly = _rows(ANNUAL_SHOCKS, texts, "year", _year, _SHOCK_COLUMNS, problems)
    _check_shares(parameters, problems)
    if not annual and not problems:
        problems.add(ANNUAL, "holds no row")
    problems.require_none(
        "bad-table",
        f"the inputs in {folder} have {len(problems)} problem{'s' * (len(problems) > 1)}",
        hint="mend the cells named; leave a cell empty where nothing is known",
    )
    shocks = {code: ("annual", _history(rows)) for code, rows in yearly.items()}
    shocks |= {code: ("quarterly", _history(rows)) for code, rows in quarterly.items()}
    last = max((year for rows in annual.values() for (year, _) in rows), default=BASE_YEAR)
    found = {}
    for code in sorted(annual.keys() | parameters.keys()):
        frequency, history = shocks.get(code, ("", np.empty((0, len(SHOCKS)))))
        (given,) = parameters.get(code, {(0, 0): {}}).values()
        found[code] = Country(
            code,
            _by_year(annual.get(code, {}), last),
            {name: given.get(name, math.nan) for name in PARAMETER_COLUMNS},
            history,
            frequency if len(history) else "",
        )
    total = hashlib.sha256()
    for name, text in sorted(texts.items()):
        total.update(f"{name}\0".encode() + hashlib.sha256(text.encode()).digest())
    return Tables(found, total.hexdigest())


def _read_files(folder: Path) -> dict[str, str]:
    """Return the text of each file; refuse if any cannot be read."""
    problems, texts = Problems(), {}
    for name in (ANNUAL, PARAMETERS, QUARTERLY_SHOCKS, ANNUAL_SHOCKS):
        try:
            texts[name] = (folder / name).read_text(encoding="utf-8-sig")
        except OSError as error:
            problems.add(name, f"cannot be read: {error.strerror}")
        except UnicodeDecodeError:
            problems.add(name, "is no UTF-8 text")
    problems.require_none(
        "file-not-found",
        f"the inputs are not complete in {folder}: "
        + "; ".join(f"{p['where']} {p['message']}" for p in problems.details()),
        hint=f"name a folder with {ANNUAL}, {PARAMETERS}, {QUARTERLY_SHOCKS}, {ANNUAL_SHOCKS}",
    )
    return texts


_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_Period = tuple[int, int]
_Rows = dict[str, dict[_Period, dict[str, float]]]


def _rows(
    name: str,
    texts: Mapping[str, str],
    period: str,
    read_period: Callable[[str], _Period | None] | None,
    columns: Mapping[str, tuple[float, float]],
    problems: Problems,
) -> _Rows:
    """Return the cells of a table by country and period; note every problem."""
    try:
        rows = list(csv.reader(io.StringIO(texts[name]), strict=True))
    except csv.Error as error:
        problems.add(name, f"is no CSV: {error}")
        return {}
    header = rows[0] if rows else []
    wanted = ["country", *([period] if period else []), *columns]
    for column in wanted:
        if header.count(column) != 1:
            others = [c for c in header if c not in wanted]
            what = "is missing" if column not in header else "stands there more than once"
            problems.add(f"{name}: {column}", f"column {what}", hint=did_you_mean(column, others))
    if any(header.count(column) != 1 for column in wanted):
        return {}
    found: _Rows = defaultdict(dict)
    for number, row in enumerate(rows[1:], 2):
        if not row:
            continue
        where = f"{name}, line {number}"
        if len(row) != len(header):
            problems.add(where, f"{len(row)} cells", expected=f"{len(header)} cells")
            continue
        cells = dict(zip(header, row, strict=True))
        code = cells["country"]
        if code not in countries() or not countries()[code].numeric:
            hint = check_countries([code]).get(code, "")
            problems.add(where, f"{code!r} is no country code", hint=hint)
        when = read_period(cells[period]) if read_period else (0, 0)
        if when is None:
            problems.add(where, f"{cells[period]!r} is no {period}")
            continue
        if when in found[code]:
            twice = f"{code} {cells[period]}" if period else code
            problems.add(where, f"{twice} stands there twice")
        found[code][when] = _numbers(where, cells, columns, problems)
    return dict(found)


def _numbers(
    where: str,
    cells: Mapping[str, str],
    columns: Mapping[str, tuple[float, float]],
    problems: Problems,
) -> dict[str, float]:
    """Return the cells that are not empty as numbers."""
    found = {}
    for column, (lowest, highest) in columns.items():
        text = cells[column].strip()
        if not text:
            continue
        if not _NUMBER.fullmatch(text):
            problems.add(f"{where}: {column}", f"{text!r} is no number")
            continue
        found[column] = float(text)
        if not lowest <= found[column] <= highest:
            expected = f"{lowest:g} to {highest:g}"
            problems.add(f"{where}: {column}", f"{text} is out of range", expected=expected)
    return found


def _year(text: str) -> _Period | None:
    return (int(text), 0) if re.fullmatch(r"(19|20|21)\d\d", text) else None


def _quarter(text: str) -> _Period | None:
    return (int(text[:4]), int(text[5])) if re.fullmatch(r"(19|20)\d\dQ[1-4]", text) else None


def _check_shares(parameters: _Rows, problems: Problems) -> None:
    for code, rows in parameters.items():
        for row in rows.values():
            total = row.get("debt_domestic_share", 0.0) + row.get("debt_eur_share", 0.0)
            if total > 1.0 + 1e-9:
                problems.add(
                    f"{PARAMETERS}: {code}",
                    f"debt_domestic_share and debt_eur_share sum to {total:g}",
                    expected="at most 1",
                )


def _by_year(rows: Mapping[_Period, Mapping[str, float]], last: int) -> dict[str, Floats]:
    """Return each column over the years from the base year to the last one of the table."""
    found = {name: np.full(max(last - BASE_YEAR + 1, 1), np.nan) for name in ANNUAL_COLUMNS}
    for (year, _), row in rows.items():
        if year >= BASE_YEAR:
            for name, value in row.items():
                found[name][year - BASE_YEAR] = value
    return found


def _history(rows: Mapping[_Period, Mapping[str, float]]) -> Floats:
    """Return the periods that are used and complete, shaped (period, shock)."""
    used = [
        [row[name] for name in SHOCKS]
        for (year, _), row in sorted(rows.items())
        if year >= FIRST_SHOCK_YEAR and len(row) == len(SHOCKS)
    ]
    return np.array(used, dtype=float).reshape(-1, len(SHOCKS))
