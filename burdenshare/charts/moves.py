"""How actors move turn by turn in a model that lets them bargain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from burdenshare.charts.grammar import Plot, Spec, layered, shows
from burdenshare.charts.panels import Grid, Panel
from burdenshare.charts.theme import BLUE, FAINT, PAPER, RUST, Credit, frame, number
from burdenshare.errors import Refusal

MODELS = {"smp": "the spatial model", "bdm": "the expected-utility model"}
"""Models with turns, the one that is drawn first."""
_NAMED = 3
"""So many actors, those that move furthest, are named in a plot."""
_LEAST = 0.02
"""Part of the scale below which a move is not named."""
_NEAR = 0.08
"""Part of the scale within which two names would lie on each other."""
_ALL = "weighted mean"
_COLOURS = {"others": FAINT, "furthest": RUST, _ALL: BLUE}


def moves(
    document: Mapping[str, Any], case: str, *, credit: Credit, language: str = "en"
) -> dict[str, Any]:
    """Show where each actor of a case stands after every turn, issue by issue.

    Parameters
    ----------
    document : mapping
        As `burdenshare.bargaining.negotiation.Negotiation.to_json` gives it.
    case : str
        One of its cases.
    credit : Credit
        The source line.
    language : str
        Of the words of the chart.

    Returns
    -------
    dict
        A Vega-Lite specification.

    Raises
    ------
    Refusal
        ``no-figures`` where no model with turns was asked for, or nobody moves.
    """
    told = document["trajectories"].get(case, {})
    name = next((model for model in MODELS if model in told), None)
    if name is None:
        raise Refusal(
            "no-figures",
            f"No model moves the actors of {case!r} turn by turn.",
            hint=f"Ask for one that does: {' or '.join(MODELS)}.",
        )
    issues, about = document["cases"][case], document["about"].get(case, {})
    rows: list[dict[str, Any]] = []
    names: list[dict[str, Any]] = []
    panels: list[Panel] = []
    last = len(told[name]["positions"]) - 1
    for k, issue in enumerate(told[name]["issues"]):
        entry = issues[issue]
        low, high = entry["scale"]
        paths = _paths(told[name], k)
        title = about.get("issues", {}).get(issue, {}).get("unit") or "on its scale"
        panels.append(Panel(issue, str(title), low, high))
        rows += _rows(issue, paths, entry, high - low)
        names += _names(panels[-1], paths, _named(paths, high - low))
    grid = Grid(tuple(panels), 0, max(last, 1), "position", "Turn")
    title = f"{about.get('title', case)}: who moves where in {MODELS[name]}"
    return frame(
        _plot(grid),
        {**_tables(grid), "paths": rows, "names": names},
        title=title,
        subtitle=[
            "One line an actor, turn by turn, in the unit of each issue; blue: their mean by "
            f"weight; named and dark red: the {_NAMED} that move furthest.",
            "It explains and does not lead: on decisions with known outcomes it is no better than "
            "the forecast.",
            "Made with hindsight: it illustrates and tests nothing." * bool(about.get("hindsight")),
        ],
        credit=credit,
        language=language,
        description=f"Lines over turns, one plot an issue. {title}. "
        + " ".join(_said(p.name, _paths(told[name], k)) for k, p in enumerate(panels)),
    )


def _tables(grid: Grid) -> dict[str, list[dict[str, Any]]]:
    """Return the tables of the plots; years on a scale are written as years."""
    tables = grid.tables()
    for row in tables["ticks"]:
        row["text"] = row["text"].replace(",", "")
    return tables


def _paths(told: Mapping[str, Any], issue: int) -> dict[str, list[float]]:
    """Return by actor its position after each turn; who has none is left out."""
    found = {}
    for i, actor in enumerate(told["actors"]):
        path = [turn[i][issue] for turn in told["positions"]]
        if all(value is not None for value in path):
            found[actor] = [float(value) for value in path]
    return found


def _furthest(paths: Mapping[str, Sequence[float]]) -> list[str]:
    return sorted(paths, key=lambda actor: (-abs(paths[actor][-1] - paths[actor][0]), actor))


def _named(paths: Mapping[str, Sequence[float]], length: float) -> list[str]:
    """Return who is named: those that move furthest, and far enough to be seen."""
    first = _furthest(paths)[:_NAMED]
    return [a for a in first if abs(paths[a][-1] - paths[a][0]) > _LEAST * length]


def _said(issue: str, paths: Mapping[str, Sequence[float]]) -> str:
    first = _furthest(paths)[:1]
    return " ".join(
        f"{issue}: {actor} moves from {paths[actor][0]:g} to {number(paths[actor][-1])}."
        for actor in first
    )


def _rows(
    issue: str, paths: Mapping[str, Sequence[float]], entry: Mapping[str, Any], length: float
) -> list[dict[str, Any]]:
    weights = {one["actor"]: one["weight"] for one in entry["weights"]}
    named = _named(paths, length)
    rows = []
    for actor in _furthest(paths)[::-1]:
        kind = "furthest" if actor in named else "others"
        rows += [
            {"panel": issue, "who": actor, "kind": kind, "year": turn, "position": value}
            for turn, value in enumerate(paths[actor])
        ]
    total = sum(weights.get(actor, 0.0) for actor in paths) or 1.0
    turns = len(next(iter(paths.values()), []))
    rows += [
        {
            "panel": issue,
            "who": _ALL,
            "kind": _ALL,
            "year": turn,
            "position": sum(weights.get(a, 0.0) * path[turn] for a, path in paths.items()) / total,
        }
        for turn in range(turns)
    ]
    return rows


def _names(
    panel: Panel, paths: Mapping[str, Sequence[float]], named: Sequence[str]
) -> list[dict[str, Any]]:
    """Return who moves furthest, those who start at one place together."""
    starts: dict[float, list[str]] = {}
    for actor in sorted(named, key=lambda a: paths[a][0]):
        start = paths[actor][0]
        near = [at for at in starts if start - at < _NEAR * (panel.high - panel.low)]
        starts.setdefault(near[0] if near else start, []).append(actor)
    middle = (panel.low + panel.high) / 2
    return [
        {
            "panel": panel.name,
            "year": 0,
            "position": start,
            "text": " ".join(actors),
            "side": "below" if start > middle else "above",
        }
        for start, actors in starts.items()
    ]


def _plot(grid: Grid) -> Spec:
    paths = grid.place(Plot("paths"), "position")
    names = grid.place(Plot("names"), "position")
    lines = [
        paths.where(f"datum.kind == '{kind}'")
        .mark("line", color=colour, strokeWidth=2.4 if kind == _ALL else 1.3, strokeOpacity=0.9)
        .encode(**grid.channels("position"), detail=shows("key:N"))
        for kind, colour in _COLOURS.items()
    ]
    for line in lines:
        line.spec["transform"] = [
            *line.spec["transform"],
            {"calculate": "datum.panel + datum.who", "as": "key"},
        ]
    words: dict[str, Any] = {"align": "left", "dx": 4, "fontSize": 11, "color": RUST}
    texts = [
        names.where(f"datum.side == '{side}'")
        .mark("text", dy=dy, **words, **halo)
        .encode(**grid.channels("position"), text="text:N")
        for side, dy in (("above", -8), ("below", 10))
        for halo in ({"stroke": PAPER, "strokeWidth": 3}, {})
    ]
    return layered(*grid.frames(), *lines, *texts, **grid.size)
