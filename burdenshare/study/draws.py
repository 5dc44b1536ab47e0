"""Lays the spread of the futures out: quantiles and probabilities as tables and as JSON."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from burdenshare.projection.futures.model import LEVELS
from burdenshare.projection.result import plain
from burdenshare.projection.spread import SHOWN_LEVELS, alliance_spreads, spreads
from burdenshare.study.events import AFFORDABLE, WITHOUT, chances
from burdenshare.study.results import ALLIANCE, units

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from burdenshare.projection.futures.model import Futures
    from burdenshare.projection.model import Floats, Inputs
    from burdenshare.projection.result import Labels, Variables
    from burdenshare.projection.spread import Spread
    from burdenshare.study.events import Chance
    from burdenshare.study.runs import Study

QUANTILE_COLUMNS = ("country", "year", "variable", "baseline", "level", "value", "unit")
PROBABILITY_COLUMNS = ("country", "year", "event", "probability")
Row = tuple[str, ...]


# Tables ------------------------------------------------------------------------------------------


def quantile_rows(inputs: Inputs, futures: Futures) -> list[Row]:
    """Return every quantile as exact text, in the order of `QUANTILE_COLUMNS`.

    One that is unknown (NaN) has no row; sums over the years are given for the last one.
    """
    rows: list[Row] = []
    if not futures.draws:
        return rows
    members = spreads(futures)
    for at, code in enumerate(futures.members):
        filled = units(inputs, at)
        for each in members:
            unit = each.unit.format_map(filled)
            rows.extend(_quantiles(code, futures.years, each, each.quantiles[:, at], unit))
    base = {"price_base": str(inputs.common_base)}
    for each in alliance_spreads(futures):
        unit = each.unit.format_map(base)
        rows.extend(_quantiles(ALLIANCE, futures.years, each, each.quantiles, unit))
    return rows


def _quantiles(
    country: str, years: Sequence[int], spread: Spread, values: Floats, unit: str
) -> Iterator[Row]:
    first = len(years) - 1 if spread.summed else 0
    by_year = zip(years[first:], values[:, first:].T.tolist(), strict=True)
    for year, found in by_year:
        for level, value in zip(LEVELS, found, strict=True):
            if not math.isnan(value):
                yield (
                    *(country, str(year), spread.name, spread.baseline),
                    *(str(level), repr(value), unit),
                )


def probability_rows(study: Study) -> list[Row]:
    """Return the probability of every event, member and year as exact text."""
    futures = study.futures
    if futures is None:
        return []
    return [
        (code, str(year), chance.name, repr(value))
        for chance in chances(futures, study.scenario.affordable)
        for code, values in zip(futures.members, chance.probability.tolist(), strict=True)
        for year, value in zip(futures.years, values, strict=True)
        if not math.isnan(value)
    ]


# Labelled arrays ---------------------------------------------------------------------------------


def drawn_variables(study: Study, known: set[str]) -> Variables:
    """Return what only the futures say as arrays, by name, dimensions and unit.

    ``debt_ratio`` and its kin join the series; of each series that was drawn, ``NAME_quantile``
    holds the quantiles along ``level``, and ``probability`` what part of the futures an event
    happens in.
    """
    futures = study.futures
    assert futures is not None
    over_years = ("country", "year")
    found: Variables = {
        each.name: (over_years, each.middle, _labelled(each.unit))
        for each in spreads(futures)
        if not each.baseline and not each.summed and each.name not in known
    }
    if not futures.draws:
        return found
    found |= _quantile_tables(spreads(futures), "", over_years)
    found |= _quantile_tables(alliance_spreads(futures), "alliance_", ("year",))
    asked = chances(futures, study.scenario.affordable)
    probability = np.stack([each.probability for each in asked])
    found["probability"] = (("event", *over_years), probability, "part of the futures")
    return found


def drawn_labels(study: Study) -> Labels:
    """Return the labels of the dimensions that only futures have."""
    futures = study.futures
    if futures is None or not futures.draws:
        return {}
    asked = chances(futures, study.scenario.affordable)
    return {
        "level": (("level",), list(LEVELS)),
        "event": (("event",), [each.name for each in asked]),
    }


def _quantile_tables(found: Sequence[Spread], prefix: str, dims: tuple[str, ...]) -> Variables:
    """Return quantiles by name, those over several baselines on one more axis."""
    groups: dict[str, list[Spread]] = {}
    for each in found:
        groups.setdefault(each.name, []).append(each)
    tables: Variables = {}
    for name, group in groups.items():
        axes = ("level", *(dims[:-1] if group[0].summed else dims))
        last = (..., -1) if group[0].summed else ...
        values = np.stack([each.quantiles[last] for each in group])
        over = bool(group[0].baseline)
        tables[f"{prefix}{name}_quantile"] = (
            ("baseline", *axes) if over else axes,
            values if over else values[0],
            _labelled(group[0].unit),
        )
    return tables


def _labelled(unit: str) -> str:
    """Return a unit that points to the labels of a member instead of naming them."""
    return unit.format(currency="national currency", price_base="price_base", share="% of base")


# JSON --------------------------------------------------------------------------------------------


def add_futures(document: dict[str, Any], study: Study) -> None:
    """Add what only the futures say to the result of a run: debt, quantiles, probabilities.

    The plain series of `document` are the medians already, where futures were drawn.
    """
    futures, fiscal = study.futures, study.fiscal
    assert futures is not None
    assert fiscal is not None
    document["behaviour"] = study.scenario.behaviour.kind or "kept"
    known = chances(futures, study.scenario.affordable)
    members = spreads(futures)
    for at, code in enumerate(futures.members):
        member = document["members"][code]
        _add_series(member, members, at)
        member["debt_variant"] = None if math.isnan(fiscal.debt0[at]) else fiscal.kind[at]
        member["debt_change"] = _debt_change(study, code)
        if futures.draws:
            _add_sums(member["cumulative"], members, at)
            member["quantiles"] = by_name(members, at)
            member["probabilities"] = {each.name: plain(each.probability[at]) for each in known}
            member["affordable"] = affordable(study, at)
            member["equivalents"] = equivalents_given(study, code)
    if futures.draws:
        _add_to_all(document, study, known)


def _add_to_all(document: dict[str, Any], study: Study, known: Sequence[Chance]) -> None:
    """Add the spread of the members together, and what the draws rest on."""
    futures, calibration = study.futures, study.calibration
    assert futures is not None
    totals, alliance = alliance_spreads(futures), document["alliance"]
    _add_sums(alliance["cumulative"], totals, None)
    alliance["quantiles"] = by_name(totals, None)
    document["draws"], document["seed"] = futures.draws, futures.seed
    document["calibration"] = calibration.fingerprint if calibration else None
    document["conditions"] = {each.name: each.words for each in known}
    document["quantiles"] = {
        **{code: document["members"][code]["quantiles"] for code in futures.members},
        "alliance": alliance["quantiles"],
    }
    document["uncertainty"] = list(_uncertainty(study))


def _uncertainty(study: Study) -> Iterator[str]:
    """Yield what the bands hold and what they leave out."""
    futures, fiscal = study.futures, study.fiscal
    assert futures is not None
    assert fiscal is not None
    yield (
        f"The quantiles are those of {futures.draws:,} futures (seed {futures.seed}) in which "
        "growth, prices, interest and exchange rates and primary balances depart from the central "
        f"path after {fiscal.known_year}, as far as they have departed from forecasts before."
    )
    yield (
        "The futures are behaved, not kept: each follows its own path of what allies would do, so "
        "the quantiles hold that doubt too. Another definition of spending and another edition of "
        "the figures are no part of them."
        if study.scenario.behaviour.kind == "behaved"
        else "Another definition of spending, another edition of the figures and a pledge that is "
        "not kept would change more than the quantiles show: they are no part of them."
    )
    yield (
        "Plain series are medians, and sums over the years are medians of the sums. Baselines and "
        "what moves debt are told on the path without shocks; required growth, parts of other "
        "budgets, the related part and the equivalents are what the pledge asks for on the central "
        "path."
    )


def _add_series(member: dict[str, Any], members: Sequence[Spread], at: int) -> None:
    """Add the series of a member that the central path does not have."""
    for each in members:
        if not each.baseline and not each.summed and each.name not in member:
            member[each.name] = plain(each.middle[at])


def _add_sums(cumulative: dict[str, Any], found: Sequence[Spread], at: int | None) -> None:
    """Put the medians of sums over the years in place of the sums of medians."""
    for each in found:
        if each.summed:
            values = each.middle if at is None else each.middle[at]
            _place(cumulative, each, plain(values[-1]))


def _debt_change(study: Study, code: str) -> dict[str, Any] | None:
    """Return what moves a member's debt, points of GDP; None where its debt is not known."""
    found = study.debt_changes.get(code)
    if found is None:
        return None
    return {
        "first": found.first,
        "start": plain(100.0 * np.asarray(found.start)),
        "years": list(found.years),
        "change": plain(100.0 * found.change),
        **{cause: plain(100.0 * part) for cause, part in found.parts.items()},
    }


def equivalents_given(study: Study, code: str) -> dict[str, Any]:
    """Return what a member's extra means in other terms, and what cannot be said."""
    found, missing = study.equivalents or ((), ())
    return {
        "given": {
            one.measure: {
                "year": one.year,
                "value": one.value,
                "unit": one.unit,
                "rule": one.rule,
                "caveat": one.caveat,
                "keys": list(one.keys),
            }
            for one in found
            if one.country == code
        },
        "missing": {one.measure: one.reason for one in missing if one.country == code},
    }


def by_name(found: Sequence[Spread], at: int | None) -> dict[str, Any]:
    """Return quantiles by variable and level, baselines and sums nested as in the plain series."""
    held: dict[str, Any] = {}
    shown = [LEVELS.index(level) for level in SHOWN_LEVELS]
    for each in found:
        values = each.quantiles[shown] if at is None else each.quantiles[shown, at]
        told = plain(values[:, -1] if each.summed else values)
        by_level = dict(zip(map(str, SHOWN_LEVELS), told, strict=True))
        put(held, each, by_level)
    return held


def put(held: dict[str, Any], spread: Spread, value: Any) -> None:
    """Put a value where the interface has it, baselines and sums nested."""
    if spread.summed:
        _place(held.setdefault("cumulative", {}), spread, value)
    elif spread.baseline:
        held.setdefault(spread.name, {})[spread.baseline] = value
    else:
        held[spread.name] = value


def _place(cumulative: dict[str, Any], spread: Spread, value: Any) -> None:
    """Put a sum where the interface has it: ``spending``, ``extra/constant_share/real`` ..."""
    name = spread.name.removeprefix("cumulative_")
    if spread.baseline:
        extra = cumulative.setdefault("extra", {}).setdefault(spread.baseline, {})
        extra["real" if name == "extra_real" else "nominal"] = value
    else:
        cumulative[name] = value


def affordable(study: Study, at: int) -> dict[str, Any]:
    """Return the probability that a member's pledge is affordable in its deadline year."""
    run, futures = study.projection, study.futures
    assert futures is not None
    year = max(min(run.deadline[at], run.years[-1]), run.years[0])
    then = run.years.index(year)
    probability = {
        each.name: plain(each.probability[at, then])
        for each in chances(futures, study.scenario.affordable)
    }
    return {
        "year": year,
        "probability": probability[AFFORDABLE],
        "without_pledge": probability[WITHOUT],
    }
