"""The sheets of a workbook that only futures fill: quantiles, probabilities, debt, equivalents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from burdenshare.figures.countries import country_name
from burdenshare.projection.fiscal.equivalents import MEASURES
from burdenshare.projection.futures.model import LEVELS
from burdenshare.projection.spread import SHOWN_LEVELS, alliance_spreads, spreads
from burdenshare.study.events import chances
from burdenshare.study.results import ALLIANCE, units
from burdenshare.study.workbook import EXACT, SHARE, YEAR, Cell, Column, Sheets, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from burdenshare.projection.model import Floats
    from burdenshare.projection.spread import Spread
    from burdenshare.study.runs import Study

PERCENT = "0 %"
_PLACE = (Column("Code", width=7), Column("Country", width=18), Column("Year", YEAR, 7))
_RATIOS = ("debt_ratio", "debt_ratio_without", "interest", "primary_balance", "budget_balance")
_QUOTED = (
    "share",
    "spending",
    "extra",
    "cumulative_extra",
    "cumulative_extra_real",
    "debt_ratio",
    "debt_ratio_without",
    "interest",
    "budget_balance",
    "shortfall",
)
"""Variables whose quantiles have rows, over the first baseline; the folder's table has all."""


def add_sheets(sheets: Sheets, study: Study) -> None:
    """Add what a run has of them, each sheet only where it has rows."""
    if study.futures is None:
        return
    found = spreads(study.futures)
    if study.futures.draws:
        _quantiles(sheets, study, found)
        _probabilities(sheets, study)
    if study.debt_changes:
        _debt(sheets, study, {each.name: each for each in found if not each.baseline})
    if study.equivalents and study.equivalents[0]:
        _equivalents(sheets, study)


def _quantiles(sheets: Sheets, study: Study, found: Sequence[Spread]) -> None:
    columns = [
        Column("Code", width=7),
        Column("Country", width=18),
        Column("Variable", width=22),
        Column("Over baseline", width=16),
        Column("Unit", width=22),
        Column("Year", YEAR, 7),
        *(Column(f"{100 * level:g} %", EXACT) for level in SHOWN_LEVELS),
    ]
    sheets.add("Quantiles", columns, _quantile_rows(study, found))


def _quantile_rows(study: Study, found: Sequence[Spread]) -> Iterator[list[Cell]]:
    futures = study.futures
    assert futures is not None
    at_levels = [LEVELS.index(level) for level in SHOWN_LEVELS]

    def rows(
        code: str, name: str, filled: dict[str, str], each: Spread, values: Floats
    ) -> Iterator[list[Cell]]:
        if each.name not in _QUOTED or each.baseline not in ("", *futures.baselines[:1]):
            return
        unit = each.unit.format_map(filled)
        first = len(futures.years) - 1 if each.summed else 0
        by_year = values[at_levels][:, first:].T.tolist()
        for year, row in zip(futures.years[first:], by_year, strict=True):
            yield [code, name, words(each.name), words(each.baseline), unit, year, *row]

    for at, code in enumerate(futures.members):
        filled = units(study.inputs, at)
        for each in found:
            yield from rows(code, country_name(code), filled, each, each.quantiles[:, at])
    base = {"price_base": str(study.inputs.common_base)}
    for each in alliance_spreads(futures):
        yield from rows(ALLIANCE, "All members", base, each, each.quantiles)


def _probabilities(sheets: Sheets, study: Study) -> None:
    futures = study.futures
    assert futures is not None
    known = chances(futures, study.scenario.affordable)
    arrays = [each.probability.tolist() for each in known]
    sheets.add(
        "Probabilities",
        [*_PLACE, *(Column(each.words, PERCENT, 22) for each in known)],
        (
            [code, country_name(code), year, *(array[at][then] for array in arrays)]
            for at, code in enumerate(futures.members)
            for then, year in enumerate(futures.years)
        ),
    )


def _debt(sheets: Sheets, study: Study, found: dict[str, Spread]) -> None:
    fiscal, futures = study.fiscal, study.futures
    assert fiscal is not None
    assert futures is not None
    ends = [(level, LEVELS.index(level)) for level in (0.05, 0.95)] if futures.draws else []
    causes = list(
        dict.fromkeys(cause for each in study.debt_changes.values() for cause in each.parts)
    )
    middle = "median" if futures.draws else "central path"
    columns = [
        *_PLACE,
        Column("Debt structure", width=10),
        *(Column(f"{words(name).capitalize()}, % of GDP, {middle}", SHARE) for name in _RATIOS),
        *(Column(f"Debt ratio, % of GDP, {100 * level:g} %", SHARE) for level, _ in ends),
        Column("Change of debt without shocks, points of GDP", SHARE),
        *(Column(f"of which {words(cause)}", SHARE) for cause in causes),
    ]
    rows: list[list[Cell]] = []
    for at, code in enumerate(futures.members):
        moved = study.debt_changes.get(code)
        for then, year in enumerate(futures.years):
            if moved is None:
                continue
            place = moved.years.index(year) if year in moved.years else None
            parts = [moved.change, *(moved.parts.get(cause) for cause in causes)]
            rows.append(
                [
                    code,
                    country_name(code),
                    year,
                    fiscal.kind[at],
                    *(float(found[name].middle[at, then]) for name in _RATIOS),
                    *(float(found["debt_ratio"].quantiles[i, at, then]) for _, i in ends),
                    *(_at(part, place) for part in parts),
                ]
            )
    sheets.add("Debt", columns, rows)


def _at(part: Any, place: int | None) -> Cell:
    """Return one part of a change in points of GDP; an empty cell where there is none."""
    return "" if part is None or place is None else 100.0 * float(part[place])


def _equivalents(sheets: Sheets, study: Study) -> None:
    found, missing = study.equivalents or ((), ())
    columns = [
        *_PLACE,
        Column("In terms of", width=40),
        Column("Value", EXACT, 16),
        Column("Unit", width=24),
        Column("Arithmetic", width=60),
        Column("Caveat", width=60),
        Column("Figures it rests on", width=60),
    ]
    rows: list[list[Cell]] = [
        [
            one.country,
            country_name(one.country),
            one.year,
            MEASURES[one.measure],
            one.value,
            one.unit,
            one.rule,
            one.caveat,
            " | ".join(one.keys),
        ]
        for one in found
    ]
    rows += [
        [
            one.country,
            country_name(one.country),
            "",
            MEASURES[one.measure],
            "",
            "",
            f"not given: {one.reason}",
            "",
            "",
        ]
        for one in missing
    ]
    sheets.add("Equivalents", columns, rows)
