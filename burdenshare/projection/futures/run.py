"""Draws thousands of futures of a pledge and says how everything is spread over them."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, NamedTuple, Protocol

import numpy as np

from burdenshare.errors import Problems
from burdenshare.projection.futures import native, oracle, quantiles
from burdenshare.projection.futures.arithmetic import HIGHEST_DEBT
from burdenshare.projection.futures.bins import PILOT, Bins, Places
from burdenshare.projection.futures.cache import COMPILING, is_warm
from burdenshare.projection.futures.checks import (
    ALLIANCE,
    require_events,
    require_names,
    require_sound,
)
from burdenshare.projection.futures.layout import row_of, total_of, variables
from burdenshare.projection.futures.memory import require_room
from burdenshare.projection.futures.model import (
    LEVELS,
    Calibration,
    Event,
    Fan,
    Fiscal,
    Futures,
    Levers,
    alliance_names,
)
from burdenshare.projection.futures.terms import Terms, build, debt_known, in_precision
from burdenshare.projection.futures.unknown import unknown_cells, unknown_totals
from burdenshare.projection.futures.wanted import Ranges, Tally, Wanted, places, wanted
from burdenshare.projection.model import Floats, Inputs

Say = Callable[[str], None]
Precision = Literal["double", "single"]
Engine = Literal["oracle", "kernel"]

MOST_CAPPED = 0.025
"""Part of the futures that may reach the engine's bound of debt: the outermost quantile."""
ORACLE_NS, ORACLE_NS_EACH = 400.0, 12.0
"""Nanoseconds the NumPy engine takes for a draw, country and year, and for each variable of it."""
WARM_SECONDS, COMPILE_SECONDS = 0.1, 12.0
"""What it takes to load the compiled engine, and to compile it."""
_told = False
"""Whether this process has said that it compiles."""


class Passes(Protocol):
    """The two passes over the draws that both engines offer."""

    def ranges(self, terms: Terms, want: Wanted, draws: int) -> Ranges:
        """Return the lowest and highest values over the first draws."""
        ...

    def tally(self, terms: Terms, want: Wanted, bins: Places, draws: int) -> Tally:
        """Return what was wanted of all draws."""
        ...


class Names(NamedTuple):
    """What is collected, by name: variables, and totals of the members."""

    streamed: tuple[str, ...]
    kept: tuple[str, ...]
    totals: tuple[str, ...]
    kept_totals: tuple[str, ...]


def futures(
    inputs: Inputs,
    fiscal: Fiscal,
    levers: Levers,
    calibration: Calibration | None,
    *,
    draws: int,
    seed: int,
    keep: Sequence[str] = (),
    stream: Sequence[str] | None = None,
    events: Sequence[Event] = (),
    precision: Precision = "double",
    engine: Engine | None = None,
    say: Say | None = None,
) -> Futures:
    """Return how everything is spread over the futures of a pledge.

    Parameters
    ----------
    inputs : Inputs
        Of the central projection, without a draw axis.
    fiscal, levers
        See their docstrings; ``Levers()`` changes nothing.
    calibration : Calibration or None
        Needed for draws.
    draws : int
        0: the central path alone.
    seed : int
        The same seed gives the same futures, whatever engine, threads and other countries; the
        first n of more draws are those of n draws.
    keep : sequence of str
        Variables (`model.FUTURES`, `model.extra_names`) and totals (``alliance.`` before the names
        of `model.alliance_names`) whose draws are stored; all others are counted (`bins`).
    stream : sequence of str, optional
        Variables and totals whose quantiles are wanted. Default: all.
    events : sequence of Event
        Counted exactly.
    precision : {"double", "single"}
        Of the recursion; single is faster and agrees to four digits.
    engine : {"oracle", "kernel"}, optional
        Default: whichever is ready first. The result is the same to the last bit.
    say : callable, optional
        Told in a sentence what takes long: the first compilation.

    Raises
    ------
    Refusal
        Everything of `checks`; ``beyond-memory`` where the draws to keep do not fit.
    """
    require_sound(inputs, fiscal, levers, calibration, draws)
    terms = build(inputs, fiscal, levers, calibration, seed)
    require_events(events, inputs, terms)
    names = _names(inputs.baselines, keep, stream)
    central = _central(inputs, fiscal, terms, names)
    blank = unknown_cells(inputs, fiscal, levers)
    blank_totals = unknown_totals(inputs, blank)
    missing = {
        name: tuple(code for code, row in zip(inputs.members, cells, strict=True) if row.any())
        for name, cells in blank.items()
        if cells.any()
    }
    found = None
    if draws:
        found = _draw(terms, inputs, names, events, draws, precision, engine, say)
        _require_bounded(inputs, fiscal, found.tally, draws)
    fans, totals = _fans(central, names, found)
    return Futures(
        members=inputs.members,
        years=inputs.years[inputs.reported],
        baselines=inputs.baselines,
        draws=draws,
        seed=seed,
        precision=precision,
        fans={name: _blanked(fan, blank[name]) for name, fan in fans.items()},
        alliance={name: _blanked(fan, blank_totals[name]) for name, fan in totals.items()},
        probabilities=_probabilities(events, found, draws, blank),
        unknown=missing,
        capped=np.zeros(len(inputs.members)) if found is None else found.tally.capped / draws,
        notes=_notes(names, found),
    )


def prepare(say: Say | None = None) -> None:
    """Compile the fast engine in double precision, or load it, now rather than at its first use.

    Parameters
    ----------
    say : callable, optional
        Told once where it has to be compiled.
    """
    from burdenshare.projection.futures import kernel

    _compile(say)
    kernel.load()


# Drawing -----------------------------------------------------------------------------------------


class Found(NamedTuple):
    """What the two passes brought."""

    bins: Places
    tally: Tally


def _draw(
    terms: Terms,
    inputs: Inputs,
    names: Names,
    events: Sequence[Event],
    draws: int,
    precision: Precision,
    engine: Engine | None,
    say: Say | None,
) -> Found:
    exact, terms = terms, in_precision(terms, np.float64 if precision == "double" else np.float32)
    want = wanted(terms, inputs.baselines, **names._asdict(), events=events, precision=precision)
    years = len(terms.years) - terms.first
    cells = years * (len(names.kept) * len(terms.codes) + len(names.kept_totals))
    require_room(draws, cells * int(terms.economy.dtype.itemsize))
    counted = len(names.streamed) + len(names.totals) / len(terms.codes)
    work = draws * len(terms.codes) * len(terms.years) * (ORACLE_NS + ORACLE_NS_EACH * counted)
    chosen = engine or _readier(work, precision)
    passes: Passes = oracle if chosen == "oracle" else _kernel(say)
    found = passes.ranges(terms, want, min(draws, PILOT))
    bins = places(want, found, oracle.middle(exact, want))
    return Found(bins, passes.tally(terms, want, bins, draws))


def _readier(nanoseconds: float, precision: Precision) -> Engine:
    """Return the engine that is done first: compiled code takes time to load or to make."""
    if precision == "single" or native.is_loaded(precision):
        return "kernel"
    before = WARM_SECONDS if is_warm() else COMPILE_SECONDS
    return "oracle" if nanoseconds < before * 1e9 else "kernel"


def _kernel(say: Say | None) -> Passes:
    _compile(say)
    from burdenshare.projection.futures import kernel

    return kernel


def _compile(say: Say | None) -> None:
    """Compile the engine in a process of its own, which needs more memory than any run.

    Where that process cannot be had, the first use compiles it here.
    """
    global _told
    if is_warm():
        return
    if say is not None and not _told:
        say(COMPILING)
        _told = True
    if sys.executable:
        with contextlib.suppress(OSError):
            subprocess.run(
                [sys.executable, "-P", "-m", "burdenshare.projection.futures"],
                check=False,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )


# Results -----------------------------------------------------------------------------------------


def _names(baselines: tuple[str, ...], keep: Sequence[str], stream: Sequence[str] | None) -> Names:
    """Part names into variables and totals, kept and streamed."""
    require_names([*keep, *(stream or ())], baselines)
    all_totals = tuple(ALLIANCE + name for name in alliance_names(baselines))
    wished = (*variables(baselines), *all_totals) if stream is None else tuple(stream)
    streamed = [name for name in dict.fromkeys(wished) if name not in keep]
    kept = list(dict.fromkeys(keep))

    def members(names: Sequence[str]) -> tuple[str, ...]:
        return tuple(name for name in names if not name.startswith(ALLIANCE))

    def totals(names: Sequence[str]) -> tuple[str, ...]:
        return tuple(name.removeprefix(ALLIANCE) for name in names if name.startswith(ALLIANCE))

    return Names(members(streamed), members(kept), totals(streamed), totals(kept))


class Central(NamedTuple):
    """The path without shocks, over the reported years."""

    fans: Mapping[str, Floats]
    totals: Mapping[str, Floats]


def _central(inputs: Inputs, fiscal: Fiscal, terms: Terms, names: Names) -> Central:
    """Return the path without shocks; refuse it where debt has no bound.

    Raises
    ------
    Refusal
        ``impossible-path``.
    """
    years = [year for year in oracle.walk(terms, None) if year.t >= terms.first]
    n = len(inputs.members)

    def over_years(row: int) -> Floats:
        return np.column_stack([np.broadcast_to(y.rows[row], (n, 1))[:, 0] for y in years])

    debts = [over_years(row_of(name, inputs.baselines)) for name in ("debt", "debt_without")]
    highest = np.maximum(*debts).max(axis=1)
    _require_below(inputs, fiscal, highest >= HIGHEST_DEBT, "on the central path")
    wished, totals = (*names.streamed, *names.kept), (*names.totals, *names.kept_totals)
    return Central(
        {name: over_years(row_of(name, inputs.baselines)) for name in wished},
        {
            name: np.array([float(y.totals[total_of(name, inputs.baselines)][0]) for y in years])
            for name in totals
        },
    )


def _require_bounded(inputs: Inputs, fiscal: Fiscal, tally: Tally, draws: int) -> None:
    _require_below(
        inputs,
        fiscal,
        tally.capped > MOST_CAPPED * draws,
        f"in more than {MOST_CAPPED:.1%} of the futures",
    )


def _require_below(inputs: Inputs, fiscal: Fiscal, above: Any, when: str) -> None:
    problems = Problems()
    for code, bad, known in zip(inputs.members, above, debt_known(fiscal), strict=True):
        if bad and known:
            problems.add(code, f"{code}: debt passes {HIGHEST_DEBT:g} times GDP {when}")
    problems.require_none(
        "impossible-path",
        "; ".join(each["message"] for each in problems.details()),
        hint="check growth, interest rates and primary balances of these countries",
    )


def _fans(
    central: Central, names: Names, found: Found | None
) -> tuple[dict[str, Fan], dict[str, Fan]]:
    """Return the fans of variables and totals, in the order of the engine's variables."""
    if found is None:
        return tuple(  # type: ignore[return-value]
            {name: Fan(path, np.empty((0, *path.shape))) for name, path in paths.items()}
            for paths in central
        )
    bins, tally = found
    fans = {
        name: _streamed(central.fans[name], tally.counts[v], bins.rows, v)
        for v, name in enumerate(names.streamed)
    }
    fans |= {name: _exact(central.fans[name], tally.kept[v]) for v, name in enumerate(names.kept)}
    totals = {
        name: _streamed(central.totals[name], tally.total_counts[a], bins.totals, a)
        for a, name in enumerate(names.totals)
    }
    totals |= {
        name: _exact(central.totals[name], tally.kept_totals[a])
        for a, name in enumerate(names.kept_totals)
    }
    return fans, totals


def _streamed(central: Floats, counts: Any, bins: Bins, number: int) -> Fan:
    mine = Bins(*(part[number] for part in bins))
    return Fan(central, quantiles.of_counts(counts, mine), edge=quantiles.at_the_edge(counts, mine))


def _exact(central: Floats, kept: Floats) -> Fan:
    """Return a fan with its draws: (draw, ...) as a view on (..., draw)."""
    return Fan(central, quantiles.of_draws(kept), draws=np.moveaxis(kept, -1, 0))


def _blanked(fan: Fan, blank: Any) -> Fan:
    """Return a fan with NaN where the central figures are missing."""
    if not blank.any():
        return fan

    def cut(values: Floats | None) -> Floats | None:
        return None if values is None else np.where(blank, np.nan, values)

    kept = {name: cut(getattr(fan, name)) for name in ("central", "quantiles", "draws", "edge")}
    return Fan(**kept)  # type: ignore[arg-type]


def _probabilities(
    events: Sequence[Event], found: Found | None, draws: int, blank: Mapping[str, Any]
) -> dict[str, Floats]:
    if found is None:
        return {}
    chances = {}
    for i, event in enumerate(events):
        unknown = np.any([blank[condition.variable] for condition in event.conditions], axis=0)
        chances[event.name] = np.where(unknown, np.nan, found.tally.happened[i] / draws)
    return chances


def _notes(names: Names, found: Found | None) -> tuple[dict[str, str], ...]:
    """Name what has so many draws in the outermost bins that a quantile is only a bound."""
    if found is None:
        return ()
    tally, bins = found.tally, found.bins
    least = min(LEVELS[0], 1.0 - LEVELS[-1])
    rows = zip(names.streamed, quantiles.at_the_edge(tally.counts, bins.rows), strict=True)
    totals = zip(names.totals, quantiles.at_the_edge(tally.total_counts, bins.totals), strict=True)
    texts = [
        f"{name}: the outermost quantiles lie beyond the bins and are bounds only"
        for name, edge in (*rows, *totals)
        if (edge > least).any()
    ]
    return tuple({"country": "", "text": text} for text in texts)
