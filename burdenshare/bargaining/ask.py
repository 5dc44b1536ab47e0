"""One question from outside: a source and settings as text, read, checked and answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from burdenshare.bargaining.capability import Capability, capability
from burdenshare.bargaining.entries import read_span
from burdenshare.bargaining.negotiation import Negotiation, negotiate
from burdenshare.bargaining.options import set_options
from burdenshare.bargaining.reading import SCALE, read
from burdenshare.bargaining.registry import model, require_models
from burdenshare.bargaining.scorecard import CITATION, SHIPPED, score
from burdenshare.bargaining.table import Table
from burdenshare.bargaining.threat import Reach
from burdenshare.errors import Problems, Refusal

if TYPE_CHECKING:
    from burdenshare.figures.store import Figures


def ask(
    source: str | Path,
    *,
    figures: Callable[[], Figures] | None = None,
    scale: tuple[float, float] | None = None,
    settings: Sequence[str] = (),
    weights: Mapping[str, float] | None = None,
    vintage: str | None = None,
    year: int | None = None,
    reach: Sequence[str] = (),
    **choices: Any,
) -> Negotiation:
    """Read a source and negotiate it.

    Parameters
    ----------
    source : str or Path
        As for `read`.
    figures : callable, optional
        Opens the figures when they are needed.
    scale : (float, float), optional
    settings : sequence of str
        Switches of models, each ``MODEL.SWITCH=VALUE``.
    weights : mapping, optional
        Measures that capability is made of, in place of the file's own; see `capability`. The
        file's own capability counts as ``votes``.
    vintage, year : optional
        Of the figures behind `weights`.
    reach : sequence of str
        Questions about threats, each ``ACTOR:ISSUE=LEVEL``.
    **choices
        As for `negotiate`.

    Raises
    ------
    Refusal
        What `read`, `capability`, `set_options` and `negotiate` refuse.
    """
    table = read(source, scale=scale or SCALE, figures=figures)
    if weights is not None:
        table = with_capability(table, figures, weights, vintage=vintage, year=year)
    asked = read_reach(reach)
    return negotiate(table, options=read_settings(settings), reach=asked, **choices)


def read_reach(texts: Sequence[str]) -> tuple[Reach, ...]:
    """Read questions written ``ACTOR:ISSUE=LEVEL``.

    Raises
    ------
    Refusal
        ``bad-argument`` with every one that cannot be read.
    """
    problems = Problems()
    found = []
    for text in texts:
        named, _, level = text.rpartition("=")
        actor, colon, issue = named.partition(":")
        span = read_span(level)
        if actor and colon and issue and span and span.low == span.high:
            found.append(Reach(actor.strip(), issue.strip(), span.value))
        else:
            problems.add(text, "cannot be read", expected="ACTOR:ISSUE=LEVEL")
    problems.require_none(
        "bad-argument",
        "; ".join(f"{p['where']!r} {p['message']}" for p in problems.details()),
        hint="write ACTOR:ISSUE=LEVEL, such as JPN:spending=3.4",
    )
    return tuple(found)


def scorecard(
    source: str | Path | None = None,
    *,
    figures: Callable[[], Figures] | None = None,
    scale: tuple[float, float] | None = None,
    seed: int = 1,
) -> dict[str, Any]:
    """Return the scorecard of a source as plain data; that of the shipped decisions if none.

    Raises
    ------
    Refusal
        What `read` and `score` refuse.
    """
    table = read(SHIPPED if source is None else source, scale=scale or SCALE, figures=figures)
    found = score(table, seed=seed).to_json()
    return found if source is not None else {**found, "source": CITATION}


def read_settings(settings: Sequence[str]) -> dict[str, Any]:
    """Return the options of every model that is named in ``MODEL.SWITCH=VALUE``.

    Raises
    ------
    Refusal
        ``bad-argument``.
    """
    by_model: dict[str, dict[str, str]] = defaultdict(dict)
    problems = Problems()
    for text in settings:
        name, dot, rest = text.partition(".")
        key, equals, value = rest.partition("=")
        if dot and equals and name and key:
            by_model[name.strip()][key.strip()] = value.strip()
        else:
            problems.add(text, "is no setting", expected="MODEL.SWITCH=VALUE")
    problems.require_none(
        "bad-argument",
        "; ".join(f"{p['where']!r} {p['message']}" for p in problems.details()),
        hint="write MODEL.SWITCH=VALUE, such as nbs.cost=20",
    )
    require_models(by_model or ["all"])
    return {name: set_options(model(name), given) for name, given in by_model.items()}


def with_capability(
    table: Table,
    figures: Callable[[], Figures] | None,
    weights: Mapping[str, float],
    *,
    vintage: str | None = None,
    year: int | None = None,
) -> Table:
    """Return the table with capability made of figures for every actor.

    Raises
    ------
    Refusal
        What `capability` refuses; ``bad-argument`` without figures.
    """
    own = {
        actor: float(np.nanmax(row))
        for actor, row in zip(table.actors, table.capability, strict=True)
        if not np.isnan(row).all()
    }
    if figures is None:
        raise Refusal("bad-argument", "no figures are at hand", hint="open them: Figures.open")
    made: Capability = capability(figures(), tuple(own), weights, vintage, year=year, votes=own)
    values = np.array([made.values.get(actor, np.nan) for actor in table.actors])
    about = {
        case: {
            **table.about.get(case, {}),
            "capability": {"made_of": made.formula, "keys": list(made.keys)},
        }
        for case in dict.fromkeys(table.cases)
    }
    return replace(
        table,
        capability=np.where(table.present, values[:, None], np.nan),
        ranges={name: ends for name, ends in table.ranges.items() if name != "capability"},
        about=about,
    )
