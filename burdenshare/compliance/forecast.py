"""The forecast: who keeps the pledge, with what chance, and what moves each ally."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from burdenshare.compliance.draws import DAMPING, covariate_values, draw, loadings
from burdenshare.compliance.fit import BREAKS, TAIL, Fit, fit
from burdenshare.compliance.history import hazard, revisions, spread_of
from burdenshare.compliance.known import SERIES, Floats, Known, Table, known, pledged
from burdenshare.errors import Problems, Refusal
from burdenshare.figures.countries import require_countries

BANDS = (0.05, 0.5, 0.95)
DRAWS = 4000
MOST_DRAWS = 100_000
FURTHEST = 30
"""Years ahead beyond which a forecast of this kind says nothing."""
_WORDS = {
    "debt": "government debt",
    "growth": "growth of GDP",
    "income": "income per head",
    "nearness": "nearness to Moscow",
    "nearness since 2022": "nearness to Moscow, since 2022",
    "border": "a land border with Russia",
    "equipment": "the part of equipment in spending",
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

    Raises
    ------
    Refusal
        ``bad-argument`` with every problem, ``no-figures``.
    """
    _check(share, by, origin, reclassified, draws)
    seen = known(figures, origin, alliance=alliance, as_of=as_of)
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
        hazard(seen, share),
        revised,
        _notes(seen, share, target, doubt, reclassified),
    )


def behaved(
    figures: Table,
    members: Sequence[str],
    years: Sequence[int],
    *,
    share: float,
    origin: int,
    as_of: date | None = None,
    reclassified: float = 0.0,
    draws: int = DRAWS,
    seed: int = 1,
) -> Floats:
    """Return the expected (median) share of each member and year, per cent: the ``behaved`` path.

    The last known year holds the known share; earlier years are NaN, since the engine has its own
    figures for them.

    Parameters
    ----------
    members : sequence of str
        Order of the first dimension; all must be allies that NATO gives a share for.
    years : sequence of int
        Order of the second dimension; at least one after the last known year.

    Raises
    ------
    Refusal
        ``unknown-country``; ``no-figures`` with every member that has no forecast; what `keep`
        refuses.
    """
    require_countries(list(members))
    if not years:
        raise Refusal("bad-argument", "no years were asked for", hint="give the engine's years")
    made = keep(
        figures,
        share=share,
        by=max(years),
        origin=origin,
        as_of=as_of,
        reclassified=reclassified,
        draws=draws,
        seed=seed,
    )
    problems = Problems()
    for code in members:
        if code not in made.known.members:
            problems.add(code, f"no share of an ally is known for it at the end of {origin}")
    problems.require_none(
        "no-figures",
        "there is no forecast of behaviour for some members",
        hint="leave them out, or let them keep a path of their own",
    )
    at = [made.known.members.index(code) for code in members]
    found = np.full((len(members), len(years)), np.nan)
    for k, year in enumerate(years):
        if year == made.known.year:
            found[:, k] = made.known.last[at]
        elif year > made.known.year:
            found[:, k] = made.bands[at, made.years.index(year), BANDS.index(0.5)]
    return found


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
    values = covariate_values(seen, fitted)
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
                    "words": _said(name, size, sd, values, i, float(gap[i]), float(over[i])),
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
        case _:
            return label


def _said(
    name: str, size: float, sd: float, values: dict[str, Floats], i: int, gap: float, over: float
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
        case "border":
            what = _WORDS[name] if values[name][i] > 0.0 else "no land border with Russia"
        case _:
            z = float(values[name][i])
            side = "above" if z >= 0.0 else "below"
            what = f"{_WORDS[name]}, {abs(z):.1f} standard deviations {side} the mean of all"
    sure = "" if abs(size) > 2.0 * sd else "; not told apart from nothing"
    return f"{what}: {size:+.2f} points of GDP a year, give or take {sd:.2f}{sure}"


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
        "Not in the model, since no table ships: ideal-point distance, elections, ideology"
    )
    return tuple(notes)


def default_origin(figures: Table) -> int:
    """Return the last year for which NATO gives shares."""
    return max(o.year for o in figures.rows(SERIES, definition="nato"))
