"""Debates and workshops on a scenario: what can be chosen, what was chosen, what it comes to.

Between the routes of pages and API and the store; every number is an answer of the `Workbench`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from burdenshare.charts.choices import Chosen
from burdenshare.errors import Problems, Refusal
from burdenshare.scenario.load import dump, load_text
from burdenshare.scenario.narrow import only
from burdenshare.web.inputs import scenario as read
from burdenshare.web.links import pack, unpack
from burdenshare.web.pages.controls import Control, changes, controls
from burdenshare.web.store.debates import PAGE
from burdenshare.workbench.live import ALL

if TYPE_CHECKING:
    from burdenshare.scenario.model import Scenario
    from burdenshare.study.live import Live
    from burdenshare.web.service import Service
    from burdenshare.web.store.people import Person
    from burdenshare.web.store.workshops import Team

MOST_LEVERS = 6
PUBLIC = ("id", "title", "question", "shown", "by", "opened", "closed", "at_once")
LABELS: Mapping[str, str] = {
    "target": "Target, % of GDP",
    "related": "Related spending beside it, % of GDP",
    "by": "Deadline",
    "tax": "Paid by taxes, % of the extra",
    "other": "Paid by cuts elsewhere, % of the extra",
    "inertia": "Inertia: part of the way left undone each year, %",
    "slippage": "Slippage: budgeted and never spent, %",
    "growth": "Economic growth against the forecast, points a year",
    "inflation": "Inflation against the forecast, points a year",
    "defence": "Defence prices beyond inflation, points a year",
}
"""What a lever is called; those of the pledge lab that are numbers."""
FIRST = ("target", "by", "tax", "other")
"""Levers where none are named."""


class Ground(NamedTuple):
    """The scenario that is talked about, held ready, and its levers as they stand."""

    live: Live
    shown: str
    levers: Mapping[str, Control]


def ground(here: Service, scenario: Scenario, levers: Sequence[str]) -> Ground:
    """Hold a scenario ready with some of its levers.

    Raises
    ------
    Refusal
        ``bad-argument`` for levers that the scenario does not have, none, or too many.
    """
    live = here.sliders.hold(dump(scenario), scenario.draws or None)
    known = {
        name: control
        for name, control in controls(live.scenario).items()
        if name in LABELS and not control.choices
    }
    problems = Problems()
    for name in levers:
        if name not in known:
            problems.add("levers", f"{name[:40]!r} is no lever of it", expected=", ".join(known))
    if not 0 < len(levers) <= MOST_LEVERS:
        problems.add("levers", f"{len(levers)} are named", expected=f"1 to {MOST_LEVERS}")
    problems.require_none(
        "bad-argument",
        "; ".join(one["message"] for one in problems.details()),
        hint=f"choose of {', '.join(known)}",
    )
    members = live.scenario.members
    shown = members[0] if len(members) == 1 else ALL
    return Ground(live, shown, {name: one for name, one in known.items() if name in levers})


def given(scenario: str | dict[str, Any], who: str = "", link: str = "") -> Scenario:
    """Return the scenario that is put up: of the library, whole or of one member, or of a link.

    Raises
    ------
    Refusal
        ``unknown-scenario``, ``bad-scenario``, ``stale-link``, ``unknown-country``.
    """
    if link:
        return unpack(link)
    found = read(scenario)
    return only(found, who) if who and who != ALL else found


def chosen(on: Ground, choices: Mapping[str, Any]) -> tuple[dict[str, float], dict[str, Any]]:
    """Return what was chosen of every lever, and the changes of the scenario that it means.

    Parameters
    ----------
    on : Ground
    choices : mapping
        A number, or its text, by lever; what is left out stands as proposed.

    Raises
    ------
    Refusal
        ``bad-comment`` with every choice that is no number or beyond its slider, and with what
        the scenario does not allow.
    """
    problems = Problems()
    values: dict[str, float] = {}
    for name in set(choices) - set(on.levers):
        problems.add(str(name)[:40], "is no lever of this", expected=", ".join(on.levers))
    for name, lever in on.levers.items():
        value = _number(choices.get(name, lever.value))
        if value is None or not lever.low <= value <= lever.high:
            shown = str(choices.get(name))[:40]
            problems.add(
                name, f"{shown!r} cannot be chosen", expected=f"{lever.low:g} to {lever.high:g}"
            )
        else:
            values[name] = value
    _require_none(problems)
    texts = {name: f"{value:.10g}" for name, value in values.items()}
    try:
        moved = changes(on.live.scenario, texts)
        on.live.changed(moved)
    except Refusal as refused:
        raise Refusal(
            "bad-comment", refused.message, hint=refused.hint, details=refused.details
        ) from None
    return values, moved


def _number(value: Any) -> float | None:
    if isinstance(value, bool):
        return None
    try:
        found = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def _require_none(problems: Problems) -> None:
    problems.require_none(
        "bad-comment",
        "; ".join(f"{one['where']}: {one['message']}" for one in problems.details()),
        hint="; ".join(f"{one['where']}: {one['expected']}" for one in problems.details()),
    )


def comes_to(here: Service, on: Ground, moved: Mapping[str, Any]) -> dict[str, Any]:
    """Return the headline of what a choice comes to, medians of the futures that were drawn.

    Raises
    ------
    Refusal
        ``queue-full`` where many ask at the same time.
    """
    answer = here.sliders.answer(on.live, dict(moved), on.shown)
    result = answer["result"]
    headline = result["headline"]
    over = next(iter(headline.get("extra_real", {})), None)
    together = on.shown == ALL
    return {
        "draws": answer["draws"],
        "currency": result["currency"],
        "price_base": result["price_base"],
        "year": result["years"][-1] if together else result["deadline"],
        "share": headline["share"],
        "extra": headline["extra_real"][over] if over else None,
        "extra_over": over,
        "extra_all_years": headline["cumulative"]["extra"][over]["real"] if over else None,
        "debt": None if together else headline.get("debt_ratio"),
        "debt_without": None if together else headline.get("debt_ratio_without"),
        "affordable": None if together else result["affordable"]["probability"],
        "affordable_without": None if together else result["affordable"]["without_pledge"],
    }


def picture(on: Ground, comments: Sequence[Mapping[str, Any]], say: Any = str) -> dict[str, Chosen]:
    """Return by lever what people chose who sent a choice."""
    return {
        name: Chosen(
            say(LABELS[name]),
            float(lever.value),
            [one["choices"][name] for one in comments if name in one["choices"]],
            float(lever.step),
        )
        for name, lever in on.levers.items()
    }


def publish(
    here: Service, host: Person, on: Ground, title: str, question: str, *, at_once: bool
) -> str:
    """Open a debate and return its id.

    Raises
    ------
    Refusal
        ``bad-argument``; ``over-limit`` for a scenario that no link could hold.
    """
    pack(on.live.scenario)
    return here.store.debates.open(
        title,
        question,
        scenario=dump(on.live.scenario),
        shown=on.shown,
        levers=list(on.levers),
        answer=comes_to(here, on, {}),
        at_once=at_once,
        by=host,
    )


def begin_workshop(here: Service, host: Person, on: Ground, title: str) -> str:
    """Open a workshop and return its id.

    Raises
    ------
    Refusal
        ``bad-argument``; ``over-limit`` for a scenario that no link could hold.
    """
    pack(on.live.scenario)
    return here.store.workshops.open(
        title,
        scenario=dump(on.live.scenario),
        shown=on.shown,
        levers=list(on.levers),
        answer=comes_to(here, on, {}),
        by=host,
    )


def compared(found: Mapping[str, Any], team: Team | None, *, host: bool) -> dict[str, Any]:
    """Return a workshop with the choices that whoever asks may see.

    Those of the present round are seen by hosts and by teams that have chosen themselves.
    """
    now = [one["team"] for one in found["moves"] if one["round"] == found["round"]]
    open_now = host or found["closed"] or (team is not None and team.name in now)
    kept = ("id", "title", "shown", "round", "by", "opened", "closed", "answer", "teams", "levers")
    return {
        **{name: found[name] for name in kept},
        "chosen_now": len(now),
        "moves": [one for one in found["moves"] if one["round"] < found["round"] or open_now],
    }


def on_debate(here: Service, found: Mapping[str, Any]) -> Ground:
    """Return the scenario of a debate, or of a workshop, as the store has it."""
    return ground(here, load_text(found["scenario"], found["title"]), found["levers"])


def talk(here: Service, debate: str, *, before: int | None = None) -> dict[str, Any]:
    """Return a debate with its levers, what people would choose, and what they say."""
    found = here.store.debates.get(debate)
    on = on_debate(here, found)
    everything = here.store.debates.comments(debate)
    listed = [one for one in everything if before is None or one["number"] < before]
    public = ("number", "at", "name", "why", "choices")
    return {
        **{name: found[name] for name in PUBLIC},
        "scenario": on.live.scenario.name,
        "scenario_title": on.live.scenario.title,
        "link": pack(on.live.scenario),
        "answer": found["answer"],
        "levers": {
            name: {
                "label": LABELS[name], "value": lever.value, "low": lever.low,
                "high": lever.high, "step": lever.step,
            }
            for name, lever in on.levers.items()
        },
        "picture": {
            name: each.summary() for name, each in picture(on, everything).items()
        },
        "n": len(everything),
        "comments": [{name: one[name] for name in public} for one in listed[:PAGE]],
        "more": len(listed) > PAGE,
    }  # fmt: skip
