"""The pieces of the document: tables, sentences and numbers, losses named."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from burdenshare.projection.calibration.words import NAMES
from burdenshare.study.validation.contest import Contest, Score, lost_countries, pits, scores
from burdenshare.study.validation.scores import Comparison
from burdenshare.study.validation.shares import KEPT, PLEDGES, laggards
from burdenshare.study.validation.sizes import TOLERANCE, Size

if TYPE_CHECKING:
    from burdenshare.study.validation.run import Coverage, Validation

LIKELY = 0.05
"""A difference with a larger p is called no clear one."""


def pieces(found: Validation) -> dict[str, Any]:
    """Return all that the template of the document names: numbers as text, tables as Markdown."""
    published, rule = scores(found.between)[:2]
    sizes = found.sizes
    return {
        "calibration": found.calibration.fingerprint[:16],
        "figures": found.past.history.fingerprint[:16],
        "edition": found.past.history.editions[0],
        "members": len(found.growth.members),
        "origins": found.growth.origins,
        "shown": found.past.shown,
        "factors": {name: f"{each:.2f}" for name, each in found.past.factors.items()},
        "held": {c.variable: _percent(c.before[1]) for c in found.coverage},
        "held_after": {c.variable: _percent(c.after[1]) for c in found.coverage},
        "share_factor": f"{found.shares_factor:.2f}",
        "verdicts": {
            "growth": verdicts("Growth", found.growth),
            "level": verdicts("The level of GDP", found.level),
            "shares": verdicts("Shares", found.shares),
        },
        "tables": {
            "growth": _table(found.growth),
            "level": _table(found.level),
            "between": _table(found.between, by_origin=False),
            "shares": _table(found.shares),
            "split": _split(found.shares),
            "estimates": _estimates(found),
            "coverage": _coverage(found.coverage),
            "sizes": _sizes(sizes),
        },
        "losses": _losses(found),
        "walk": _walk(found),
        "level_bias": f"{scores(found.level)[-len(found.level.forecasts)].bias:.1f}",
        "editions": [(c.origins[0], _table(c, by_origin=False)) for c in found.editions],
        "fifths": {
            "growth": _fifths(found.growth),
            "level": _fifths(found.level),
            "shares": _fifths(found.shares),
        },
        "between": {
            "how": found.between.how,
            "what": found.between.name,
            "n": published.n,
            "published": f"{published.mae:.2f}",
            "rule": f"{rule.mae:.2f}",
            "held": _percent(published.covered[1]),
        },
        "shares": {"how": found.shares.how, "origins": found.shares.origins},
        "pledges": [(f"{p.share:g}", p.by, f"{p.made:%B %Y}") for p in PLEDGES],
        "debt": {
            "ours": f"{sizes[-1].ours:.0f}",
            "moved": f"{sizes[-1].ratio:.1f}",
            "published": f"{sizes[-2].ratio:.1f}",
        },
        "sizes": {
            "n": len(sizes),
            "wider": sum(s.ratio > 1.0 for s in sizes),
            "tolerance": f"{TOLERANCE:g}",
            "far": [s.what for s in sizes if not s.alike],
            "sources": list(
                dict.fromkeys(s.source for s in sizes if s.source.startswith("https://"))
            ),
        },
    }


def _losses(found: Validation) -> str:
    """Return where ours did worse than a random walk: in all, and in which countries."""
    contests = {
        "growth": found.growth,
        "level of GDP": found.level,
        "shares, one edition": found.shares,
        **{f"shares, edition of {c.origins[0]}": c for c in found.editions},
    }
    rows = []
    for name, contest in contests.items():
        both = {s.horizon: s for s in scores(contest) if s.forecast == contest.ours}
        for walk in (s for s in scores(contest) if s.forecast == "random walk"):
            lost, of = lost_countries(contest, "random walk", walk.horizon)
            ours = both[walk.horizon].crps
            rows.append(
                [
                    name,
                    contest.ours,
                    str(walk.horizon),
                    f"{ours:.3f}",
                    f"{walk.crps:.3f}",
                    "**loses**" if ours > walk.crps else "wins",
                    f"{len(lost)} of {of}",
                    " ".join(lost),
                ]
            )
    header = ["what", "ours", "years ahead", "CRPS ours", "random walk", "in all"]
    return _rows([*header, "loses in", "countries"], rows)


def _walk(found: Validation) -> str:
    """Say in a sentence where a random walk did better."""
    lost = []
    for contest in (found.growth, found.level, found.shares, *found.editions):
        rows = scores(contest)
        ours = {s.horizon: s.crps for s in rows if s.forecast == contest.ours}
        lost += [
            f"{contest.ours}, {contest.how}, {s.horizon} year{'s' if s.horizon > 1 else ''} ahead "
            f"(CRPS {ours[s.horizon]:.3f} against {s.crps:.3f})"
            for s in rows
            if s.forecast == "random walk" and ours[s.horizon] > s.crps
        ]
    parts = []
    for name, contest in (("the level of GDP", found.level), ("shares", found.shares)):
        last = contest.horizons[-1]
        worse, of = lost_countries(contest, "random walk", last)
        parts.append(f"{name} {last} years ahead in {len(worse)} of {of}")
    said = "; ".join(lost) if lost else "nowhere over all countries"
    return f"In all countries together: {said}. In single countries: {', '.join(parts)}."


def _split(contest: Contest) -> str:
    """Return the bias of the pledge, among those it asks to rise and among the others."""
    behind = laggards(contest)
    rows = []
    for h, horizon in enumerate(contest.horizons):
        error = contest.forecasts[KEPT].mean[..., h] - contest.actual[..., h]
        known = np.isfinite(error)
        parts = [error[known], error[known & (behind == 1.0)], error[known & (behind == 0.0)]]
        cells = [(_signed(float(p.mean())) if p.size else "-", str(p.size)) for p in parts]
        rows.append([str(horizon), *(cell for pair in cells for cell in pair)])
    return _rows(["years ahead", "bias, all", "n", "below the pledge", "n", "above it", "n"], rows)


def _estimates(found: Validation) -> str:
    header = ["edition", "year", "n", "bias", "MAE", "at 2 % then", "by July 2026"]
    return _rows(
        header,
        [
            [e.vintage, str(e.year), str(e.n), _signed(e.bias), f"{e.mae:.2f}", *map(str, e.at_two)]
            for e in found.estimates
        ],
    )


def _coverage(coverage: Sequence[Coverage]) -> str:
    header = ["variable", "factor", "held before", "held after", "earlier half", "later half"]
    return _rows(
        header,
        [
            [
                NAMES.get(c.variable, "spending share"),
                f"{c.factor:.2f}",
                ", ".join(map(_percent, c.before)),
                ", ".join(map(_percent, c.after)),
                f"{c.early:.2f}",
                f"{c.late:.2f}",
            ]
            for c in coverage
        ],
    )


def _sizes(sizes: Sequence[Size]) -> str:
    return _rows(
        ["error", "published", "ours", "ratio", "what differs"],
        [[s.what, _two(s.published), _two(s.ours), f"{s.ratio:.2f}", s.note] for s in sizes],
    )


def _table(contest: Contest, *, by_origin: bool = True) -> str:
    header = [
        "years ahead",
        "forecast",
        "n",
        "bias",
        "MAE",
        "CRPS",
        "50",
        "80",
        "90",
        "p, countries",
    ]
    rows = [
        [
            str(s.horizon),
            s.forecast,
            str(s.n),
            _signed(s.bias),
            f"{s.mae:.2f}",
            f"{s.crps:.3f}",
            *(_percent(part) for part in s.covered),
            _p(s.by_country),
            *([_p(s.by_origin)] if by_origin else []),
        ]
        for s in scores(contest)
    ]
    return _rows([*header, *(["p, origins"] if by_origin else [])], rows)


def verdicts(what: str, contest: Contest) -> list[str]:
    """Return a sentence for each rival: where ours is better, where it loses, by how much."""
    found = scores(contest)
    ours = {s.horizon: s for s in found if s.forecast == contest.ours}
    return [
        _verdict(what, ours, [s for s in found if s.forecast == name])
        for name in contest.forecasts
        if name != contest.ours
    ]


def _verdict(what: str, ours: dict[int, Score], rival: Sequence[Score]) -> str:
    lost = [s for s in rival if ours[s.horizon].crps > s.crps]
    won = [s for s in rival if s not in lost]
    parts = []
    if won:
        parts.append(f"beats it {_years(won)} ahead ({_pairs(won, ours)})")
    if lost:
        parts.append(f"**loses to it {_years(lost)} ahead** ({_pairs(lost, ours)})")
    by_country, by_origin = (
        sum(test is not None and test.p < LIKELY for test in tests)
        for tests in ([s.by_country for s in rival], [s.by_origin for s in rival])
    )
    return (
        f"{what} against {rival[0].forecast}: ours {' and '.join(parts)}. Of {len(rival)} "
        f"horizons the difference is clear (p below {LIKELY:g}) at {by_country} by countries, at "
        f"{by_origin} by origins."
    )


def _pairs(rows: Sequence[Score], ours: dict[int, Score]) -> str:
    """Return CRPS of both at the nearest and the farthest of some horizons."""
    ends = [rows[0], rows[-1]] if len(rows) > 1 else rows
    return "CRPS " + ", ".join(f"{ours[s.horizon].crps:.3f} against {s.crps:.3f}" for s in ends)


def _years(rows: Sequence[Score]) -> str:
    years = [str(s.horizon) for s in rows]
    text = years[0] if len(years) == 1 else ", ".join(years[:-1]) + " and " + years[-1]
    return f"{text} year{'s' if text != '1' else ''}"


def _fifths(contest: Contest) -> str:
    return ", ".join(_percent(part) for part in pits(contest)) + " %"


def _rows(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _percent(part: float) -> str:
    return "-" if math.isnan(part) else f"{100.0 * part:.0f}"


def _signed(value: float) -> str:
    text = f"{value:+.2f}"
    return "0.00" if text in ("+0.00", "-0.00") else text


def _two(value: float) -> str:
    return f"{value:.2f}" if value < 10.0 else f"{value:.1f}"


def _p(comparison: Comparison | None) -> str:
    if comparison is None or math.isnan(comparison.p):
        return "-"
    return "<0.001" if comparison.p < 0.001 else f"{comparison.p:.3f}"
