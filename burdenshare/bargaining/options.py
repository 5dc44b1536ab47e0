"""The switches of a model: declared once with meaning and values, set by name, tried one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from types import ModuleType
from typing import Any

from burdenshare.errors import Problems, did_you_mean


def switch(
    default: Any,
    meaning: str,
    *,
    choices: Sequence[Any] = (),
    low: float | None = None,
    high: float | None = None,
    tried: Sequence[Any] = (),
) -> Any:
    """Declare a field of a model's ``Options``.

    Parameters
    ----------
    default : bool, int, float or str
        Its type is that of the switch.
    meaning : str
        One sentence for a user.
    choices : sequence, optional
        All values there are; each is tried in the table of switches.
    low, high : float, optional
        The values that make sense, for numbers.
    tried : sequence, optional
        Other values for the table of switches, for numbers.
    """
    known = {"meaning": meaning, "choices": choices, "low": low, "high": high}
    return field(default=default, metadata={**known, "tried": choices or tried})


@dataclass(frozen=True)
class Trial:
    """The options of a model with one switch moved."""

    switch: str
    value: Any
    options: Any


def trials(options: Any) -> Iterator[Trial]:
    """Yield the options with each switch moved to each other value that is worth trying."""
    for known in fields(options):
        for value in known.metadata["tried"]:
            if value != getattr(options, known.name):
                yield Trial(known.name, value, replace(options, **{known.name: value}))


def set_options(module: ModuleType, given: Mapping[str, str]) -> Any:
    """Return the options of a model with the switches that a user gave as text.

    A module with ``READINGS`` also knows ``reading``, the name of a set of options to start from.

    Raises
    ------
    Refusal
        ``bad-argument`` with every switch that does not exist or has a value it cannot have.
    """
    name = module.__name__.rpartition(".")[2]
    readings = getattr(module, "READINGS", {})
    problems = Problems()
    options = module.Options()
    changed = {}
    known = {one.name: one for one in fields(options)}
    for key, text in given.items():
        where = f"{name}.{key}"
        if key == "reading" and readings:
            if text in readings:
                options = readings[text]
            else:
                hint = did_you_mean(text, readings)
                expected = " | ".join(readings)
                problems.add(where, f"{text!r} is no reading", expected=expected, hint=hint)
        elif key not in known:
            hint = did_you_mean(key, known) or f"{name} has {', '.join(known) or 'no switches'}"
            problems.add(where, "there is no such switch", hint=hint)
        else:
            changed[key] = _value(where, known[key], text, problems)
    problems.require_none(
        "bad-argument",
        "; ".join(f"{p['where']}: {p['message']}" for p in problems.details()),
        hint="; ".join(filter(None, (p["hint"] or p["expected"] for p in problems.details()))),
    )
    return replace(options, **changed)


def _value(where: str, known: Any, text: str, problems: Problems) -> Any:
    """Return the value that a text means; note it where the switch cannot have it."""
    choices, kind = known.metadata["choices"], type(known.default)
    shown = {str(choice).lower(): choice for choice in choices}
    if choices and text.lower() in shown:
        return shown[text.lower()]
    low, high = known.metadata["low"], known.metadata["high"]
    if kind is str and not choices:
        return text
    try:
        value = None if choices else kind(text)
    except ValueError:
        value = None
    if value is None or not (low is None or low <= value) or not (high is None or value <= high):
        expected = " | ".join(shown) if choices else f"{low:g} to {high:g}"
        hint = did_you_mean(text, shown) if choices else ""
        problems.add(where, f"{text!r}", expected=expected, hint=hint)
    return value
