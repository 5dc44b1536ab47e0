"""The spatial model of politics: who challenges whom, and where their bargains lead.

The model is that of KTAB, the toolkit of KAPSARC (MIT licence), whose published program gives the
same positions to the last printed digit. Not taken over from it:

- The view of a challenged actor is its own idea of the challenger's chance; the program reads an
  expected gain there, and weighs both views by the challenger's capability (``InitRcvrInterp``,
  ``PWCompInterp``).
- ``NoCommit`` and ``FullCommit`` give the same numbers there, because the side that a third party
  takes does not change the chances it reckons with; here it does. What the program computes under
  both names is ``Abstain``.
- Under ``ASymProsp`` the program lets the gains of whoever is named later count two thirds; here it
  is what is gained over the status quo.
- Inputs on which the program's assertions fail, such as all under ``Full``, are computed.
- Utilities, gains and chances that differ by rounding only are ties, and a tie goes to the lower
  index of actors, so that their order matters where a tie is real. Where rounding decides, as in a
  plain reading of the equations, 34 of 198 decisions of the European Union moved by more than 0.1
  of 100, one by 14, over ten orders of the same actors; here none does.
- Where an actor's wants do not follow its position at once, they count in every vote; the program
  takes its position instead in votes on bargains.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from burdenshare.bargaining.compromise import compromise
from burdenshare.bargaining.draws import Draws
from burdenshare.bargaining.result import ModelResult, Trajectory
from burdenshare.bargaining.smp_rules import MOST_TURNS, TIE, Options, rules_of
from burdenshare.bargaining.smp_turns import State, attitudes, walk, win_probability
from burdenshare.bargaining.table import Floats, Table
from burdenshare.errors import Refusal

__all__ = [
    "MOST_ACTORS",
    "Options",
    "make_ready",
    "over_draws",
    "settled",
    "solve",
    "work",
]

Spread = Callable[[Callable[..., Any], Sequence[Sequence[Any]]], list[Any]]
"""Takes a function and a list of its arguments, returns the list of results."""
MOST_ACTORS = 250
"""Per case; time grows with their cube, to some seconds."""
_KERNEL = "burdenshare.bargaining.smp_kernel"
_WARM, _COLD = 150_000, 2_000_000
"""Cubes of actors, summed over games, from which compiled code is worth loading, or compiling."""
_SECONDS = 1.3e-7
"""Of one processor for a cube of actors in a run of some twenty turns, compiled."""
_COMPILING = "once after installation, about 15 s on an idle machine"
_LONG = 5.0
"""Seconds from which a wait is announced."""
_BLOCK = 64
"""Draws that are handed out at a time."""
_CARES = 1e-9
"""Salience of who cares for nothing in one draw, but for something in others."""
_LARGEST = 100.0
"""Capability of the strongest actor inside, so that its unit does not matter."""


class Game(NamedTuple):
    """One space of issues and who bargains in it."""

    rows: NDArray[np.intp]
    """Actors of the case."""
    columns: NDArray[np.intp]
    """Issues of the case."""
    positions: Floats
    """Shaped (..., actor, issue), 0 to 1."""
    salience: Floats
    """Sums to at most 1 over issues."""
    capability: Floats
    """Shaped (..., actor)."""


def solve(table: Table, options: Options | None = None) -> ModelResult:
    """Return the mean of the last positions by capability and salience, and all turns before.

    Every turn each actor challenges the one it expects to gain most from, the two agree where they
    would meet, and of all bargains that concern it an actor takes the one that would win a vote of
    all; the turns end when hardly anyone moves. The forecast is less accurate on decisions with
    known outcomes than the compromise, so it shows who is pressed and never leads.

    An actor without a position on an issue stands at its compromise and does not care, where issues
    are bargained together. Whoever cares for nothing stays where it is, and out.

    Raises
    ------
    Refusal
        ``bad-argument`` for a matrix of accommodation that does not fit the actors.
    """
    options = settled(table, options or Options())
    cases = list(table.by_case())
    games = {case.cases[0]: list(games_of(case, options)) for case in cases}
    engine = _engine(sum(len(game.rows) ** 3 for here in games.values() for game in here))
    forecast = np.full(len(table.issues), np.nan)
    trajectories: dict[str, Trajectory] = {}
    details: dict[str, dict[str, Any]] = {}
    notes: list[str] = []
    for case in cases:
        name = case.cases[0]
        if len(case.actors) > MOST_ACTORS:
            notes.append(f"smp takes at most {MOST_ACTORS} actors; {name} has {len(case.actors)}")
            continue
        histories = [_play(case, game, options, engine) for game in games[name]]
        positions = _side_by_side(case, games[name], histories)
        forecast[table.columns(name)] = _means(case, positions[-1])
        trajectories[name] = Trajectory(case.actors, case.issues, positions)
        details[name] = _told(case, games[name], histories, positions, options)
    if any(len(games[name]) > 1 for name in trajectories):
        notes.append(
            "smp bargains the issues of a case one by one: salience is given for each by itself, "
            "it is not shared out"
        )
    return ModelResult("smp", forecast, trajectories, details, notes=tuple(notes))


def settled(table: Table, options: Options) -> Options:
    """Return the options with ``auto`` replaced by what it means for a table.

    Salience is shared out if it sums to at most 1 for every actor in every case: how salience is
    meant is a matter of the file, not of a case.
    """
    if options.issues != "auto":
        return options
    salience = np.nan_to_num(table.salience)
    sums = [
        salience[:, table.columns(case)].sum(axis=1).max() for case in dict.fromkeys(table.cases)
    ]
    return replace(options, issues="together" if max(sums) <= 1.0 + TIE else "apart")


def work(table: Table, options: Options) -> int:
    """Return what one run of every case takes: cubes of actors, summed over games.

    Cases with more than `MOST_ACTORS` are left out, as they are by `solve`.
    """
    options = settled(table, options)
    return sum(
        len(game.rows) ** 3
        for case in table.by_case()
        if len(case.actors) <= MOST_ACTORS
        for game in games_of(case, options)
    )


def make_ready(cubes: int) -> str:
    """Load the fast engine for so much work, where that is the shorter wait.

    Returns
    -------
    str
        What whoever waits should know beforehand: that the engine is compiled first, and how long
        it all may take. Empty where there is no wait worth a word.
    """
    compiled = _is_compiled()
    if _KERNEL not in sys.modules and cubes <= (_WARM if compiled else _COLD):
        return ""
    import_module(_KERNEL)
    seconds = cubes * _SECONDS / (os.cpu_count() or 1)
    told = [] if compiled else [f"the spatial model is compiled first, {_COMPILING}"]
    if seconds > _LONG:
        told.append(f"the spatial model takes about {seconds:.0f} s")
    return "; ".join(told)


def over_draws(
    case: Table, drawn: Draws, options: Options | None = None, *, spread: Spread | None = None
) -> Floats:
    """Return the forecast of every draw of one case, shaped (draw, issue).

    Parameters
    ----------
    case : Table
        Of one case, at most `MOST_ACTORS` actors.
    drawn : Draws
        Its inputs, see `draws.draw`.
    spread : callable, optional
        Computes blocks of draws elsewhere, such as on a cluster: takes a function and a list of
        its arguments, returns the list of results; the processors of this machine if not given.
        The numbers do not depend on it.
    """
    options = settled(case, options or Options())
    final = np.nan_to_num((drawn.positions - case.low) / case.length)
    for game in games_of(case, options, drawn):
        places = _last(game, options, spread or on_processors, len(case.actors))
        final[:, game.rows[:, None], game.columns] = places
    return np.asarray(case.low + case.length * compromise(final, drawn.weights))


def on_processors(function: Callable[..., Any], jobs: Sequence[Sequence[Any]]) -> list[Any]:
    """Return the results of a function that lets go of the interpreter, by all processors."""
    with ThreadPoolExecutor(os.cpu_count()) as executor:
        return list(executor.map(lambda job: function(*job), jobs))


# Games --------------------------------------------------------------------------------------------


def games_of(case: Table, options: Options, drawn: Draws | None = None) -> Iterator[Game]:
    """Yield the spaces in which a case is bargained: one for all issues, or one for each."""
    salience = np.nan_to_num(case.salience)
    issues = np.arange(len(case.issues))
    source = drawn or Draws(case.positions, case.salience, case.capability)
    for columns in [issues] if options.issues == "together" else issues[:, None]:
        rows = np.flatnonzero((salience[:, columns] > 0.0).any(axis=1))
        at = (..., rows[:, None], columns)
        s = np.nan_to_num(source.salience[at])
        total = s.sum(axis=-1, keepdims=True)
        s = np.where(total > 0.0, s, _CARES)
        weights = np.nan_to_num(source.capability[at]) * s
        x = (source.positions[at] - case.low[columns]) / case.length[columns]
        agreed = compromise(np.nan_to_num(x), weights)
        total = s.sum(axis=-1)
        capability = weights.sum(axis=-1) / total
        capability *= _LARGEST / capability.max(axis=-1, keepdims=True)
        scale = np.maximum(total.max(axis=-1), 1.0)[..., None, None]
        x = np.where(np.isnan(x), agreed[..., None, :], x)
        yield Game(rows, columns, x, s / scale, capability)


def _play(case: Table, game: Game, options: Options, engine: Any) -> Floats:
    matrix = _accommodation(options, len(case.actors), game.rows)
    chance = _numbers(options, 0, game)
    inputs = (game.positions, game.salience, game.capability)
    return np.asarray(engine(*inputs, rules_of(options), matrix, chance))


def _engine(cubes: int) -> Any:
    """Return `walk`, compiled where that is the shorter wait."""
    make_ready(cubes)
    return sys.modules[_KERNEL].walk if _KERNEL in sys.modules else walk


def _is_compiled() -> bool:
    """Return whether the fast engine is at hand, so that nothing has to be compiled first."""
    kept = Path(__file__).with_name("__pycache__").glob("smp_kernel.turns*.nbi")
    return _KERNEL in sys.modules or any(kept)


def _last(game: Game, options: Options, spread: Spread, actors: int) -> Floats:
    """Return the last positions of every draw of a game."""
    from burdenshare.bargaining.smp_kernel import walk_each

    rules, matrix = rules_of(options), _accommodation(options, actors, game.rows)
    jobs = []
    for first in range(0, len(game.positions), _BLOCK):
        block = slice(first, min(first + _BLOCK, len(game.positions)))
        numbers = [_numbers(options, d, game) for d in range(block.start, block.stop)]
        chance = None if numbers[0] is None else np.stack([n for n in numbers if n is not None])
        inputs = (game.positions[block], game.salience[block], game.capability[block])
        jobs.append((*inputs, rules, matrix, chance))
    return np.concatenate(spread(walk_each, jobs))


def _numbers(options: Options, draw: int, game: Game) -> Floats | None:
    """Return what options are drawn by, the same whatever else is computed; None for no draws."""
    if options.transitions == "Deterministic":
        return None
    generator = np.random.Generator(
        np.random.Philox(key=[options.seed, draw], counter=[0, 0, 0, int(game.columns[0])])
    )
    return generator.random((MOST_TURNS, len(game.rows)))


def _accommodation(options: Options, actors: int, rows: NDArray[np.intp]) -> Floats:
    given = np.asarray(options.accommodation, dtype=float)
    if given.ndim == 0:
        return float(given) * np.eye(len(rows))
    fits = given.shape == (actors, actors) and np.isfinite(given).all()
    if not fits or (given < 0.0).any() or (given.sum(axis=1) > 1.0 + TIE).any():
        raise Refusal(
            "bad-argument",
            f"a matrix of accommodation of shape {given.shape} for {actors} actors",
            hint="give one row and one column for each actor of the case, no part below 0, rows "
            "that sum to at most 1",
        )
    return given[np.ix_(rows, rows)]


# Answers ------------------------------------------------------------------------------------------


def _means(case: Table, positions: Floats) -> Floats:
    """Return means by capability and salience, one for each issue."""
    return compromise(np.nan_to_num(positions), case.weights)


def _side_by_side(case: Table, games: list[Game], histories: list[Floats]) -> Floats:
    """Return the positions of all turns in the unit of each issue; who has ended stays."""
    turns = max(len(history) for history in histories)
    positions = np.broadcast_to(case.positions, (turns, *case.positions.shape)).copy()
    for game, history in zip(games, histories, strict=True):
        at = np.ix_(np.arange(turns), game.rows, game.columns)
        last = np.minimum(np.arange(turns), len(history) - 1)
        columns = game.columns
        positions[at] = case.low[columns] + case.length[columns] * history[last]
    positions[:, ~case.present] = np.nan
    positions[0] = case.positions
    return positions


def _told(
    case: Table, games: list[Game], histories: list[Floats], positions: Floats, options: Options
) -> dict[str, Any]:
    """Return what explains the answer, by issue."""
    means = np.stack([_means(case, turn) for turn in positions])
    rules = rules_of(options)
    found = {}
    for game, history in zip(games, histories, strict=True):
        names = [case.actors[i] for i in game.rows]
        first, last = (
            State(x, x, game.salience, game.capability) for x in (history[0], history[-1])
        )
        risk = attitudes(first.distance, game.capability, rules)
        wins = win_probability(last, rules)
        for k in game.columns:
            found[case.issues[k]] = {
                "together_with": [case.issues[m] for m in game.columns if m != k],
                "turns": len(history) - 1,
                "ended": _ending(history),
                "mean": means[: len(history), k].tolist(),
                "attitude_to_risk": dict(zip(names, risk.tolist(), strict=True)),
                "win_probability": dict(zip(names, wins.tolist(), strict=True)),
            }
    return found


def _ending(history: Floats) -> str:
    if (np.ptp(history[-1], axis=0) <= TIE).all():
        return "all at one point"
    if len(history) > MOST_TURNS:
        return f"not settled in {MOST_TURNS} turns"
    return "hardly anyone moves"
