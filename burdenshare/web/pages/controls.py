"""What can be set of a scenario on the page of the pledge lab, and what was set."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from burdenshare.errors import Problems
from burdenshare.scenario.model import Scenario

LAST_YEAR = 2040
"""Latest deadline that the page offers."""
PATHS = ("linear", "growth", "backloaded")


class Control(NamedTuple):
    """One slider with its number, or one choice.

    Parameters
    ----------
    name : str
        In the form of the page.
    path : str
        Field of the scenario.
    value : float, int, str or None
        As shown: per cent where `scale` is 100.
    low, high, step : float
        Of the slider.
    scale : float
        What the page shows over what the field holds.
    choices : tuple of str
        For a choice in place of a slider.
    blank : bool
        Whether nothing is a value: no limit.
    """

    name: str
    path: str
    value: Any
    low: float = 0.0
    high: float = 0.0
    step: float = 1.0
    scale: float = 1.0
    choices: tuple[str, ...] = ()
    blank: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the control as plain data."""
        return self._asdict()


def controls(scenario: Scenario, which: int = 0) -> dict[str, Control]:
    """Return what can be set of a scenario, by name, each as it stands.

    Of several pledges, those of the one at place `which`.
    """
    return {each.name: each for each in _controls(scenario, which)}


def _controls(scenario: Scenario, which: int) -> Iterator[Control]:
    pledge, at = scenario.pledges[which], f"pledges[{which}]"
    core = pledge.core is not None
    target = pledge.core if core else pledge.share
    yield Control("target", f"{at}.{'core' if core else 'share'}", target, 0.5, 8.0, 0.1)
    if core:
        yield Control("related", f"{at}.related", pledge.related or 0.0, 0.0, 3.0, 0.1)
    last = max(LAST_YEAR, pledge.by)
    yield Control("by", f"{at}.by", pledge.by, scenario.start + 1, last)
    choices = PATHS if pledge.path in PATHS else (*PATHS, pledge.path)
    yield Control("path", f"{at}.path", pledge.path, choices=choices)
    paid = scenario.financing
    if not any(isinstance(part, dict) for part in (paid.debt, paid.tax, paid.other)):
        for name, part in (("tax", paid.tax), ("other", paid.other)):
            yield Control(name, f"financing.{name}", _percent(part), 0, 100, 5, scale=100.0)
    acts, assumed = scenario.behaviour, scenario.assumptions
    fields = (
        ("inertia", "behaviour.inertia", acts.inertia, (0, 95, 5), 100.0),
        ("slippage", "behaviour.slippage", acts.slippage, (0, 95, 5), 100.0),
        ("growth", "assumptions.growth_offset", assumed.growth_offset, (-3, 3, 0.1), 1.0),
        ("inflation", "assumptions.inflation_offset", assumed.inflation_offset, (-3, 5, 0.1), 1.0),
        ("defence", "defence_inflation", scenario.defence_inflation, (0, 5, 0.1), 1.0),
    )
    behaved = acts.kind == "behaved"  # it holds delays and slippage already
    for name, path, held, (low, high, step), scale in fields:
        if not isinstance(held, dict) and not (behaved and path.startswith("behaviour.")):
            yield Control(name, path, _rounded((held or 0.0) * scale), low, high, step, scale)
    if not isinstance(acts.absorption, dict) and not behaved:
        yield Control("absorption", "behaviour.absorption", acts.absorption, 0, 40, 0.5, blank=True)


def _percent(part: Any) -> float:
    return _rounded(100.0 * (part or 0.0))


def _rounded(value: float) -> float:
    """Return a number without the dust of a multiplication by a hundred."""
    return round(value, 9)


def changes(scenario: Scenario, given: Mapping[str, str], which: int = 0) -> dict[str, Any]:
    """Return what a form sets differently from a scenario, by the path of its field.

    A deadline beyond the last year of the scenario moves that year too.

    Parameters
    ----------
    scenario : Scenario
    given : mapping
        Texts by name of a control; others are left alone.
    which : int
        The place of the pledge that is meant, of several.

    Raises
    ------
    Refusal
        ``bad-argument`` with every text that cannot be read.
    """
    problems = Problems()
    changed: dict[str, Any] = {}
    known = controls(scenario, which)
    for name, control in known.items():
        if name not in given:
            continue
        text = given[name].strip()
        value: Any = text
        if not control.choices:
            value = None if not text and control.blank else _number(text)
            if value is not None and not math.isfinite(value):
                problems.add(name, f"{text[:40]!r} is no number", expected="a number such as 3.5")
                continue
        if value != control.value:
            changed[control.path] = _held(value, control)
    problems.require_none(
        "bad-argument",
        "; ".join(f"{one['where']}: {one['message']}" for one in problems.details()),
        hint="write numbers with digits and a point",
    )
    shares = [known[name] for name in ("tax", "other") if name in known]
    if any(each.path in changed for each in shares):  # debt takes what both of them leave
        changed = {each.path: _held(each.value, each) for each in shares} | changed
    by = changed.get(f"pledges[{which}].by", 0)
    return changed | ({"end": by} if by > scenario.end else {})


def _number(text: str) -> float:
    try:
        return float(text) if text.isascii() else math.nan
    except ValueError:
        return math.nan


def _held(value: Any, control: Control) -> Any:
    """Return what the field holds of what the page shows."""
    if control.name == "by" and float(value).is_integer():
        return int(value)
    return value / control.scale if isinstance(value, float) and control.scale != 1.0 else value
