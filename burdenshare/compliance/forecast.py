"""The forecast: who keeps the pledge, with what chance, and what moves each ally."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from burdenshare.compliance.draws import DAMPING, draw, loadings
from burdenshare.compliance.fit import BREAKS, SINCE, TAIL, Fit, covariate_values, fit
from burdenshare.compliance.given import Given
from burdenshare.compliance.hazard import AHEAD, chain, hazard_of, next_year
from burdenshare.compliance.history import hazard, revisions, spread_of
from burdenshare.compliance.known import SERIES, Floats, Known, Table, known, pledged
from burdenshare.errors import Problems, Refusal
from burdenshare.figures.countries import country_name

BANDS = (0.05, 0.5, 0.95)
DRAWS = 4000
MOST_DRAWS = 100_000
FURTHEST = 30
"""Years ahead beyond which a forecast of this kind says nothing."""
_WORDS = {
    "debt": "government debt",
    "growth": "growth of GDP",
    "income": "income per head",
    "nearness": "nearness to {threat}",
    "border": "a land border with {threat}",
    "equipment": "the part of equipment in spending",
    "election": "an election next year",
    "agreement": "closeness to {pressing} in votes of the United Nations",
}


@dataclass(frozen=True)
class Keep:
    """A forecast of who keeps a pledge."""

    share: float
    """Share asked about, per cent of GDP."""
    by: int
    target: float
    """Share that allies are drawn to: the one asked about, or one already pledged if higher."""
    reclassified: float
    known: Known
    fitted: Fit
    years: tuple[int, ...]
    probability: Floats
    """Chance of a share at or above the one asked about, shaped (member, year)."""
    bands: Floats
    """Shares at `BANDS`, shaped (member, year, band)."""
    first: Floats
    """Chance of being there in that year for the first time since the last known one."""
    stays: Floats
    """Chance of staying there until `by` for whoever is there in that year; NaN if nobody is."""
    drivers: dict[str, list[dict[str, Any]]]
    hazard: dict[str, Any]
    """How often the share was reached and kept by regime, and the fitted hazards of both."""
    crossing: dict[str, dict[str, Any]]
    """By member: its chance of reaching the share next year, or of falling below it, and the
    chance of being there in the next years that the two hazards give by themselves."""
    revision: list[dict[str, Any]]
    notes: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the forecast as one document."""
        return {
            "share": self.share,
            "by": self.by,
            "origin": self.known.origin,
            "as_of": self.known.day.isoformat(),
            "last_year": self.known.year,
            "target": self.target,
            "members": {
                ally: {
                    "years": list(self.years),
                    "probability": self.probability[i].tolist(),
                    "share": {f"{b:g}": self.bands[i, :, k].tolist() for k, b in enumerate(BANDS)},
                    "last": float(self.known.last[i]),
                    "first": self.first[i].tolist(),
                    "stays": [None if math.isnan(s) else s for s in self.stays[i].tolist()],
                    "hazard": self.crossing[ally],
                    "drivers": self.drivers[ally],
                }
                for i, ally in enumerate(self.known.members)
            },
            "absent": list(self.known.absent),
            "hazard": self.hazard,
            "revision": self.revision,
            "model": {
                "coefficients": [
                    {
                        "family": family,
                        "name": label,
                        "value": float(self.fitted.mean[k]),
                        "sd": float(math.sqrt(self.fitted.covariance[k, k])),
                    }
                    for k, (family, label) in enumerate(self.fitted.names)
                    if family not in ("ally", "pull of ally")
                ],
                "changes": self.fitted.n,
                "years": list(self.fitted.years),
                "damping": DAMPING,
                "tail": TAIL,
                "reclassified": self.reclassified,
            },
            "given": {
                "threat": self.known.given.threat,
                "pressing": self.known.given.pressing,
                "files": dict(self.known.given.files),
            },
            "sources": self.known.editions,
            "pseudo_real_time": list(self.known.pseudo),
            "notes": list(self.notes),
        }


def keep(
    figures: Table,
    *,
    share: float,
    by: int,
    origin: int,
    alliance: str = "NATO",
    as_of: date | None = None,
    reclassified: float = 0.0,
    draws: int = DRAWS,
    seed: int = 1,
    given: Given = Given(),  # noqa: B008 - nothing changes it
) -> Keep:
    """Return each ally's chance of spending at least a share of GDP, for every year up to `by`.

    Parameters
    ----------
    figures : Table
        The figures, usually `burdenshare.figures.store.Figures`.
    share : float
        Per cent of GDP.
    by : int
        Last year of the forecast.
    origin : int
        Only what was known at the end of this year is used; see `known` for what stands in where no
        edition of the time ships.
    alliance : str
        Whose members; those to which NATO gives no share are named in ``absent``.
    as_of : date, optional
        An earlier day than the end of `origin`.
    reclassified : float
        Part of every rise since 2025 that is accounting, 0 to 1: an assumption, 0 if not given.
    draws, seed : int
        Of the simulation.
    given : Given
        The threat, the pressing ally, elections and ideal points.

    Raises
    ------
    Refusal
        ``bad-argument`` with every problem, ``no-figures``.
    """
    _check(share, by, origin, reclassified, draws)
    seen = known(figures, origin, alliance=alliance, as_of=as_of, given=given)
    if by <= seen.year:
        raise Refusal(
            "bad-argument",
            f"--by {by} is not after {seen.year}, the last year known at the end of {origin}",
            hint=f"ask for {seen.year + 1} or later, or for an earlier --origin",
        )
    revised = revisions(figures, seen.day, share)
    return forecast(
        seen, revised, share=share, by=by, reclassified=reclassified, draws=draws, seed=seed
    )


def forecast(
    seen: Known,
    revised: list[dict[str, Any]],
    *,
    share: float,
    by: int,
    reclassified: float = 0.0,
    draws: int = DRAWS,
    seed: int = 1,
) -> Keep:
    """Return the forecast that follows from what was known; the same from the same.

    Parameters
    ----------
    seen : Known
    revised : list of dict
        As `revisions` gives them.
    share, by, reclassified, draws, seed
        As for `keep`.
    """
    doubt = 0.0 if "last share" in seen.pseudo else spread_of(revised)
    fitted = fit(seen, reclassified=reclassified)
    target = max(share, pledged(seen.day))
    paths = draw(seen, fitted, target, by, draws=draws, seed=seed, revision=doubt)
    there = paths >= share
    chance = (there.sum(axis=0) + 0.5) / (draws + 1.0)
    before = np.logical_or.accumulate(there, axis=2)
    entered = before & ~np.concatenate([np.zeros_like(before[:, :, :1]), before[:, :, :-1]], axis=2)
    until = np.logical_and.accumulate(there[:, :, ::-1], axis=2)[:, :, ::-1]
    count = there.sum(axis=0)
    stays = np.where(count > 0, until.sum(axis=0) / np.maximum(count, 1), np.nan)
    models, crossing = _crossing(seen, share)
    return Keep(
        share,
        by,
        target,
        reclassified,
        seen,
        fitted,
        tuple(range(seen.year + 1, by + 1)),
        chance,
        np.moveaxis(np.quantile(paths, BANDS, axis=0), 0, -1),
        entered.mean(axis=0),
        stays,
        _drivers(seen, fitted, target),
        hazard(seen, share) | {"model": models},
        crossing,
        revised,
        (*_notes(seen, share, target, doubt, reclassified), *_idle(seen, fitted)),
    )


def _check(share: float, by: int, origin: int, reclassified: float, draws: int) -> None:
    problems = Problems()
    if not (math.isfinite(share) and 0.0 < share <= 100.0):
        problems.add("share", f"{share} is no share of GDP", expected="above 0, at most 100")
    if by - origin > FURTHEST:
        problems.add("by", f"{by} is too far from {origin}", expected=f"{FURTHEST} years at most")
    if not 1900 <= origin <= 2200:
        problems.add("origin", f"{origin} is no year", expected="2014 or later")
    if not (math.isfinite(reclassified) and 0.0 <= reclassified <= 1.0):
        problems.add("reclassified", f"{reclassified} is no part", expected="0 to 1")
    if not 100 <= draws <= MOST_DRAWS:
        problems.add("draws", f"{draws} draws", expected=f"100 to {MOST_DRAWS}")
    details = problems.details()
    problems.require_none(
        "bad-argument",
        "; ".join(f"{d['where']}: {d['message']}" for d in details),
        hint="; ".join(f"{d['where']}: {d['expected']}" for d in details),
    )


def _drivers(seen: Known, fitted: Fit, target: float) -> dict[str, list[dict[str, Any]]]:
    """Return what moves each ally in the next year, in points of GDP, largest first."""
    drift, pull = loadings(seen, fitted)
    gap = np.maximum(target - seen.last, 0.0)
    over = np.maximum(seen.last - target, 0.0)
    effect = drift + pull * gap[:, None]
    effect[:, fitted.names.index(("back", ""))] = -over
    groups: dict[str, list[int]] = {}
    for k, (family, label) in enumerate(fitted.names):
        if family in ("year", "pull of year"):
            continue
        groups.setdefault(_group(family, label), []).append(k)
    values = covariate_values(seen, fitted.scales)
    found: dict[str, list[dict[str, Any]]] = {}
    for i, ally in enumerate(seen.members):
        rows = []
        for name, at in groups.items():
            size = _cut(name, float(effect[i, at] @ fitted.mean[at]), float(gap[i] - over[i]))
            sd = float(math.sqrt(effect[i, at] @ fitted.covariance[np.ix_(at, at)] @ effect[i, at]))
            if sd == 0.0:
                continue
            rows.append(
                {
                    "driver": name,
                    "points": size,
                    "sd": sd,
                    "words": _said(seen, name, size, sd, values, i, float(gap[i]), float(over[i])),
                }
            )
        found[ally] = sorted(rows, key=lambda r: -abs(r["points"]))
    return found


def _cut(name: str, size: float, way: float) -> float:
    """Return the size of a driver as the draws use it: part of the way, never beyond it."""
    if name not in ("gap", "excess"):
        return size
    return min(max(size, 0.0), way) if way > 0.0 else max(min(size, 0.0), way)


def _group(family: str, label: str) -> str:
    match family:
        case "pull" | "break of pull" | "pull of ally":
            return "gap"
        case "back":
            return "excess"
        case "constant" | "break":
            return "all allies"
        case "ally":
            return "own"
        case "covariate" if label == SINCE:
            return "nearness"
        case _:
            return label


def _said(
    seen: Known,
    name: str,
    size: float,
    sd: float,
    values: dict[str, Floats],
    i: int,
    gap: float,
    over: float,
) -> str:
    match name:
        case "gap":
            what = f"a gap of {gap:.2f} points to the pledge"
        case "excess":
            what = f"{over:.2f} points above the pledge"
        case "all allies":
            what = "the pace common to all allies since the last break"
        case "own":
            what = "what is peculiar to this ally"
        case "border" | "election":
            words = _worded(seen, name)
            what = words if values[name][i] > 0.0 else f"no {words.partition(' ')[2]}"
        case _:
            z = float(values[name][i])
            side = "above" if z >= 0.0 else "below"
            what = f"{_worded(seen, name)}, {abs(z):.1f} standard deviations {side} the mean of all"
    sure = "" if abs(size) > 2.0 * sd else "; not told apart from nothing"
    return f"{what}: {size:+.2f} points of GDP a year, give or take {sd:.2f}{sure}"


def _worded(seen: Known, name: str) -> str:
    said = seen.given
    return _WORDS[name].format(
        threat=country_name(said.threat), pressing=country_name(said.pressing)
    )


def _crossing(seen: Known, share: float) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """Return both hazards, what each ally risks next year, and the chances that follow."""
    first, fall = hazard_of(seen, share, "first"), hazard_of(seen, share, "fall")
    up, down = next_year(seen, first), next_year(seen, fall)
    there = chain(seen.last >= share, up[0], down[0], AHEAD)
    changes = seen.changes
    highest = np.maximum(changes.before, changes.before + changes.change)
    been = {a for a, most in zip(changes.ally, highest, strict=True) if most >= share}
    found = {}
    for i, ally in enumerate(seen.members):
        above = bool(seen.last[i] >= share)
        chance, low, high = (float(each[i]) for each in (down if above else up))
        event = "fall" if above else "again" if ally in been else "first"
        found[ally] = {
            "event": event,
            "chance": chance,
            "low": low,
            "high": high,
            "years": list(range(seen.year + 1, seen.year + 1 + AHEAD)),
            "probability": there[i].tolist(),
        }
    return {"first": first.to_json(), "fall": fall.to_json()}, found


def _idle(seen: Known, fitted: Fit) -> list[str]:
    """Name what the user supplied and nothing could be learnt from."""
    return [
        f"What was given for {name!r} is the same in every change known, so that it tells nothing"
        for name in seen.given.covariates
        if fitted.scales[name][1] == 0.0
    ]


def _notes(
    seen: Known, share: float, target: float, doubt: float, reclassified: float
) -> tuple[str, ...]:
    notes = []
    if seen.pseudo:
        notes.append(
            f"Pseudo-real-time: {', '.join(seen.pseudo)} of later editions, cut off at"
            f" {seen.origin}, since none of the time ships; their past is told with hindsight"
        )
    if "changes" in seen.editions:
        notes.append(
            "Fewer than three yearly changes by NATO's definition were known: the model is fitted"
            " on changes by SIPRI's definition and applied to NATO's level; nothing then tells how"
            " allies answer a pledge"
        )
    if target > share:
        notes.append(f"Allies are drawn to {target:g} %, which was pledged already")
    elif target > pledged(seen.day):
        notes.append(f"Assumes that allies answer {share:g} % as they answered earlier pledges")
    if any(b == seen.year for b in BREAKS):
        notes.append("The newest regime has one year: its pace is mostly a guess drawn to zero")
    notes.append(
        f"The last share may be revised by {doubt:.2f} points (one standard deviation)"
        if doubt
        else "No doubt of the last share is added: no revision of the time is known, or it is"
        " read from a later edition"
    )
    notes.append(
        f"Assumption: {100.0 * reclassified:g} % of every rise since 2025 is accounting; levels"
        " stay as published, the pace loses that part"
    )
    notes.append(
        "Covariates stay as at the origin; errors are pooled over allies; no break is foreseen:"
        " in hindcasts the bands were too narrow and the shares too low"
    )
    notes.append(
        "In hindcasts up to five years ahead, the hazards of crossing and falling alone gave better"
        " chances than these"
    )
    left_out = [
        *["elections (--elections)"] * (not seen.given.elections),
        *["ideal-point distance to the pressing ally (--ideal-points)"] * (not seen.given.ideal),
    ]
    if left_out:
        notes.append(f"Not in the model, since no table ships: {', '.join(left_out)}, ideology")
    return tuple(notes)


def default_origin(figures: Table) -> int:
    """Return the last year for which NATO gives shares."""
    return max(o.year for o in figures.rows(SERIES, definition="nato"))
