"""The model's own record: forecasts from past years beside simple rivals, scored on what came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from burdenshare.compliance.draws import draw
from burdenshare.compliance.fit import TAIL, fit
from burdenshare.compliance.hazard import AHEAD, chances
from burdenshare.compliance.history import revisions, spread_of
from burdenshare.compliance.known import SERIES, Floats, Known, Table, known, pledged
from burdenshare.compliance.scores import brier, crps, difference, log_score, reliability
from burdenshare.errors import Refusal
from burdenshare.figures.breaks import break_between

ORIGINS = (2014, 2019, 2021, 2023)
SCORED = "2025-08"
"""Edition that is taken for what came: the last one by NATO's former definition."""
SHARE = 2.0
DEADLINE = 2024
"""Of the pledge of 2014."""
OURS = "partial adjustment"
WALK = "random walk"
DRIFT = "drift"
KEPT = "everyone keeps it"
RIVALS = (WALK, DRIFT, KEPT)
HAZARD = "hazard"
"""First crossings and falls alone: chances without shares (`burdenshare.compliance.hazard`)."""
LEVELS = (0.5, 0.9)
SCORES = ("mae", "crps", "brier")
FLAT = 0.10
"""Yearly standard deviation of the rivals where no change of the past is known."""


@dataclass(frozen=True)
class Hindcast:
    """Every forecast with what came, one entry for each origin, ally and year."""

    origin: list[int]
    ally: list[str]
    year: list[int]
    actual: Floats
    draws: dict[str, Floats]
    """Shares, shaped (draw, entry); none of `HAZARD`."""
    chance: dict[str, Floats]
    point: dict[str, Floats]
    """Median shares; none of `HAZARD`."""
    sources: dict[str, dict[str, str]]
    pseudo: dict[str, list[str]]
    left_out: tuple[str, ...]

    def scores(self, keep: Floats | None = None) -> dict[str, Any]:
        """Return the scores of the model and its rivals over the entries kept, or all."""
        some = np.ones(len(self.actual), dtype=bool) if keep is None else keep.astype(bool)
        actual, met = self.actual[some], (self.actual[some] >= SHARE).astype(float)
        units = [a for a, there in zip(self.ally, some, strict=True) if there]
        losses = {
            name: {"brier": (self.chance[name][some] - met) ** 2}
            | (
                {
                    "mae": np.abs(self.point[name][some] - actual),
                    "crps": crps(self.draws[name][:, some], actual),
                }
                if name in self.draws
                else {}
            )
            for name in self.chance
        }
        found = {}
        for name, loss in losses.items():
            shares = name in self.draws
            found[name] = {
                "bias": float(np.mean(self.point[name][some] - actual)) if shares else None,
                "mae": float(loss["mae"].mean()) if shares else None,
                "crps": float(loss["crps"].mean()) if shares else None,
                "brier": brier(self.chance[name][some], met),
                "log_score": log_score(self.chance[name][some], met),
                "coverage": {
                    f"{level:g}": _covered(self.draws[name][:, some], actual, level)
                    if shares and name != KEPT
                    else None
                    for level in LEVELS
                },
            }
        against = {
            name: {
                score: difference(losses[OURS][score], losses[name][score], units)
                for score in SCORES
                if score in losses[name]
            }
            for name in (*RIVALS, HAZARD)
        }
        return {
            "n": int(some.sum()),
            "met": int(met.sum()),
            "scores": found,
            "against": against,
            "reliability": reliability(self.chance[OURS][some], met),
        }

    def to_json(self) -> dict[str, Any]:
        """Return the scores by origin, by years ahead and over all, and where the model loses."""
        origin, year = np.array(self.origin), np.array(self.year)
        over_all = self.scores()
        by_origin = {str(o): self.scores(origin == o) for o in dict.fromkeys(self.origin)}
        ahead = year - origin
        return {
            "share": SHARE,
            "scored_against": SCORED,
            "all": over_all,
            "origins": by_origin,
            "ahead": {str(h): self.scores(ahead == h) for h in sorted(set(ahead.tolist()))},
            "findings": _findings(over_all, by_origin),
            "sources": self.sources,
            "pseudo_real_time": self.pseudo,
            "left_out": list(self.left_out),
            "notes": [
                "The form of the model and its priors were chosen by people who know how 2022 and"
                " 2025 went: a hindcast flatters it even where no figure is from later",
                "Intervals of differences count allies as independent; errors of one year are"
                " common to all, so that they are too narrow",
                "The damping of the pace was set beforehand and not tuned on these scores",
            ],
        }


def hindcast(
    figures: Table,
    *,
    origins: Sequence[int] = ORIGINS,
    draws: int = 2000,
    seed: int = 1,
) -> Hindcast:
    """Forecast from past years with what was known then, and lay what came beside it.

    The pledge is that of 2014, 2 % by 2024. The model's point is its median. Rivals: the last share
    (random walk); the last share and the ally's mean change so far (drift), both with Student's t
    errors of the size of past changes, all allies alike, growing with the root of time; and
    everyone keeping the pledge, in a straight line from the last share, with certainty. The hazards
    of crossing and of falling give chances alone.

    Raises
    ------
    Refusal
        ``bad-argument`` for an origin that cannot be scored; ``no-figures``, as of `known`.
    """
    came = figures.rows(SERIES, definition="nato", vintages=SCORED)
    last = max(o.year for o in came)
    wrong = [o for o in origins if not 2014 <= o < last]
    if wrong or not origins:
        raise Refusal(
            "bad-argument",
            f"no hindcast from {', '.join(map(str, wrong)) or 'no year'}",
            hint=f"origins are years from 2014 to {last - 1}",
        )
    actual = {(o.country, o.year): o for o in came}
    made: list[tuple[int, str, int, float]] = []
    parts: dict[str, list[Floats]] = {name: [] for name in (OURS, *RIVALS)}
    given: dict[str, list[float]] = {name: [] for name in (*parts, HAZARD)}
    points: dict[str, list[float]] = {name: [] for name in parts}
    sources, pseudo, left_out = {}, {}, set()
    for origin in origins:
        seen = known(figures, origin)
        sources[str(origin)], pseudo[str(origin)] = seen.editions, list(seen.pseudo)
        until = min(origin + AHEAD, last)
        paths = _paths(figures, seen, until, draws, seed)
        crossing = chances(seen, SHARE, until - seen.year)
        for i, ally in enumerate(seen.members):
            for step, year in enumerate(range(seen.year + 1, until + 1)):
                now, then = actual.get((ally, year)), actual.get((ally, seen.year))
                if now is None or then is None or break_between(then, now):
                    left_out.add(f"{ally} {year} from {origin}")
                    continue
                made.append((origin, ally, year, now.value))
                given[HAZARD].append(float(crossing[i, step]))
                for name, path in paths.items():
                    one = path[:, i, step]
                    parts[name].append(one)
                    points[name].append(float(np.median(one)))
                    certain = name == KEPT
                    given[name].append(
                        float((one >= SHARE).mean())
                        if certain
                        else float(((one >= SHARE).sum() + 0.5) / (draws + 1.0))
                    )
    return Hindcast(
        [m[0] for m in made],
        [m[1] for m in made],
        [m[2] for m in made],
        np.array([m[3] for m in made]),
        {name: np.stack(each, axis=1) for name, each in parts.items()},
        {name: np.array(each) for name, each in given.items()},
        {name: np.array(each) for name, each in points.items()},
        sources,
        pseudo,
        tuple(sorted(left_out)),
    )


def _paths(figures: Table, seen: Known, until: int, draws: int, seed: int) -> dict[str, Floats]:
    """Return each forecaster's draws, shaped (draw, member, year)."""
    doubt = 0.0 if "last share" in seen.pseudo else spread_of(revisions(figures, seen.day, SHARE))
    target = max(SHARE, pledged(seen.day))
    rng = np.random.default_rng(seed)
    steps = until - seen.year
    ahead = np.arange(1.0, steps + 1.0)
    changes = seen.changes
    size = float(np.sqrt(np.mean(changes.change**2))) if changes.change.size else FLAT
    noise = (
        size * np.sqrt((TAIL - 2.0) / TAIL) * rng.standard_t(TAIL, (draws, len(seen.last), 1))
    ) * np.sqrt(ahead)
    own = np.array(
        [
            float(np.mean([c for c, b in zip(changes.change, changes.ally, strict=True) if b == a]))
            if a in changes.ally
            else 0.0
            for a in seen.members
        ]
    )
    line = np.clip(ahead / max(DEADLINE - seen.year, 1), 0.0, 1.0)
    rise = np.maximum(SHARE - seen.last, 0.0)
    kept = seen.last[:, None] + rise[:, None] * line
    # the last step of a straight line must not fall short of the pledge by rounding
    kept = np.where(line >= 1.0, np.maximum(seen.last, SHARE)[:, None], kept)
    walk = seen.last[:, None] + noise
    return {
        OURS: draw(seen, fit(seen), target, until, draws=draws, seed=seed, revision=doubt),
        WALK: walk,
        DRIFT: walk + own[:, None] * ahead,
        KEPT: np.broadcast_to(kept, (draws, *kept.shape)),
    }


def _covered(draws: Floats, actual: Floats, level: float) -> float:
    low, high = np.quantile(draws, [(1.0 - level) / 2.0, (1.0 + level) / 2.0], axis=0)
    return float(np.mean((actual >= low) & (actual <= high)))


def _findings(over_all: dict[str, Any], by_origin: dict[str, Any]) -> list[str]:
    """Say in words where the model loses, and which differences over all mean anything."""
    said = []
    for name, gaps in over_all["against"].items():
        for score, gap in gaps.items():
            verdict = "better" if gap["value"] < 0.0 else "worse"
            told = gap["low"] is not None and gap["low"] * gap["high"] > 0.0
            said.append(
                f"{score}, over all: {abs(gap['value']):.3f} {verdict} than {name},"
                f" {'outside' if told else 'within'} sampling error"
            )
    for origin, found in by_origin.items():
        lost = [
            f"{name} ({score} {found['scores'][OURS][score]:.3f} v"
            f" {found['scores'][name][score]:.3f})"
            for name, gaps in found["against"].items()
            for score in gaps
            if found["scores"][OURS][score] > found["scores"][name][score]
        ]
        said.append(
            f"from {origin} it loses to {', '.join(lost)}"
            if lost
            else f"from {origin} it loses to none"
        )
    return said
