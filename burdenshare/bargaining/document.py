"""A negotiation as plain data, with the keys of the interface contract."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any

import numpy as np

from burdenshare.bargaining.distribution import QUANTILES
from burdenshare.bargaining.negotiation import DETECTABLE, WHY, Negotiation, explanations
from burdenshare.bargaining.registry import HEADLINE
from burdenshare.bargaining.result import Trajectory
from burdenshare.bargaining.table import Floats

FORECAST, EXPLANATION = "forecast", "explanation"


def document(found: Negotiation) -> dict[str, Any]:
    """Return a negotiation in the form of the interface contract."""
    table = found.table
    told = explanations(found)
    cases: dict[str, dict[str, Any]] = {}
    for k, (case, issue) in enumerate(zip(table.cases, table.issues, strict=True)):
        entry = _issue(found, k)
        entry["defiance"] = told["defiance"].get(case, {}).get(issue, [])
        entry["veto"] = told["veto"].get(case, {}).get(issue)
        entry["explained_by"] = {
            name: result.details[case][issue]
            for name, result in found.results.items()
            if issue in result.details.get(case, {})
        }
        cases.setdefault(case, {})[issue] = entry
    return {
        "headline": {"model": HEADLINE, "why": WHY},
        "kinds": {name: FORECAST if name == HEADLINE else EXPLANATION for name in found.results},
        "cases": cases,
        "trajectories": _trajectories(found),
        "trades": {
            case: made for one in found.results.values() for case, made in one.trades.items()
        },
        "linkage": told["linkage"],
        "threats": told["threats"],
        "switches": _switches(found),
        "options": {name: asdict(options) for name, options in found.options.items()},
        "detectable": {"value": DETECTABLE, "unit": "per cent of the scale"},
        "about": dict(table.about),
        "notes": [*table.notes, *_labels(found), *_notes(found)],
    }


def _issue(found: Negotiation, k: int) -> dict[str, Any]:
    table = found.table
    unknown = [a for c, i, a in table.unknown if (c, i) == (table.cases[k], table.issues[k])]
    return {
        "models": {name: number(r.forecast[k]) for name, r in found.results.items()},
        "distribution": _distribution(found, k),
        "headline": float(found.headline[k]),
        "scale": [float(table.low[k]), float(table.high[k])],
        "status_quo": number(table.status_quo[k]),
        "outcome": number(table.outcome[k]),
        "differences": {
            name: {
                "points": number(found.differs(name)[k]),
                "worth_a_word": bool(abs(found.differs(name)[k]) >= DETECTABLE),
            }
            for name in found.results
            if name != HEADLINE
        },
        "weights": _weights(found, k),
        "unknown": unknown,
    }


def _distribution(found: Negotiation, k: int) -> dict[str, Any]:
    """Return bands, where they come from, and what is needed to draw the density."""
    one, ranges = found.distributions[k], found.ranges
    entry: dict[str, Any] = {
        "quantiles": _by_chance(found.quantiles[:, k]),
        "mean": one.mean(),
        "sd": one.sd,
        "sd_source": found.sd_source,
        "bell": one.share,
        "points": [
            {"position": float(x), "mass": float((1.0 - one.share) * m)}
            for x, m in zip(one.points, one.masses, strict=True)
        ],
        "from_ranges": ranges is not None,
    }
    if ranges is not None:
        entry["forecasts_over_ranges"] = {
            name: _by_chance(values[:, k]) for name, values in ranges.forecasts.items()
        }
        entry["draws"], entry["seed"] = ranges.draws, ranges.seed
    return entry


def _weights(found: Negotiation, k: int) -> list[dict[str, Any]]:
    """Return what the compromise is made of, the largest weight first."""
    table = found.table
    rows, x, s, c = table.issue(k)
    part = c * s / (c * s).sum()
    return [
        {
            "actor": table.actors[rows[i]],
            "position": float(x[i]),
            "salience": float(s[i]),
            "capability": float(c[i]),
            "weight": float(part[i]),
        }
        for i in np.argsort(-part, kind="stable")
    ]


def _trajectories(found: Negotiation) -> dict[str, dict[str, Any]]:
    told: dict[str, dict[str, Any]] = {}
    for name, result in found.results.items():
        for case, moves in result.trajectories.items():
            told.setdefault(case, {})[name] = _moves(moves)
    return told


def _moves(moves: Trajectory) -> dict[str, Any]:
    positions = [
        [[number(value) for value in actor] for actor in turn] for turn in moves.positions.tolist()
    ]
    return {
        "actors": list(moves.actors),
        "issues": list(moves.issues),
        "positions": positions,
    }


def _switches(found: Negotiation) -> list[dict[str, Any]]:
    table = found.table
    return [
        {
            "model": one.model,
            "switch": one.switch,
            "value": one.value,
            "default": one.default,
            "forecast": _by_issue(found, one.forecast),
            "change": _by_issue(found, one.change),
            "turns": one.turns,
            "spread": _by_issue(found, one.spread),
            "largest_change": number(np.nanmax(np.abs(100.0 * one.change / table.length)))
            if not np.isnan(one.change).all()
            else None,
        }
        for one in found.switches
    ]


def _by_issue(found: Negotiation, values: Floats) -> dict[str, dict[str, float | None]]:
    told: dict[str, dict[str, float | None]] = {}
    for case, issue, value in zip(found.table.cases, found.table.issues, values, strict=True):
        told.setdefault(case, {})[issue] = number(value)
    return told


def _labels(found: Negotiation) -> list[str]:
    """Say where a forecast was made with hindsight."""
    return [
        f"{case}: made with hindsight. {about['hindsight']}"
        for case, about in found.table.about.items()
        if about.get("hindsight")
    ]


def _notes(found: Negotiation) -> list[str]:
    notes = [note for result in found.results.values() for note in result.notes]
    notes += found.ranges.notes if found.ranges else ()
    if found.table.unknown:
        table = found.table
        known = {a for a, row in zip(table.actors, table.present, strict=True) if row.any()}
        silent = sorted({actor for _, _, actor in found.table.unknown} - known)
        notes.append(
            f"{len(found.table.unknown)} positions are not known and not filled in (see each "
            f"issue){', of ' + ', '.join(silent) + ' on every issue' if silent else ''}"
        )
    notes.append(
        f"differences under {DETECTABLE:g} per cent of the scale are not worth a word: decisions "
        "with known outcomes cannot tell such models apart"
    )
    return notes


def _by_chance(values: Floats) -> dict[str, float | None]:
    return {f"{chance:g}": number(v) for chance, v in zip(QUANTILES, values, strict=True)}


def number(value: Any) -> float | None:
    """Return a number, or None for one that is not known."""
    return None if value is None or math.isnan(value) else float(value)
