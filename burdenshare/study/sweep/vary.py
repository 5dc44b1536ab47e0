"""What shall vary: a field of a scenario, and the values it takes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from burdenshare.errors import Problems
from burdenshare.scenario.yaml_reader import Place, plain_value
from burdenshare.study.sweep.template import Template, is_whole, read_path, title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from burdenshare.scenario.model import Scenario

MOST_LEVELS = 10_000
HINT = "write PATH=LOW:HIGH, PATH=LOW:HIGH:N or PATH=a,b,c, such as pledges[0].core=2.0:5.0"
UNITS: dict[str, str] = {
    "share": "% of GDP",
    "core": "% of GDP",
    "related": "% of GDP",
    "exceptions": "% of GDP",
    "waypoints": "% of GDP",
    "real_growth": "% a year",
    "inflation": "% a year",
    "population_growth": "% a year",
    "growth_offset": "points a year",
    "inflation_offset": "points a year",
    "defence_inflation": "points a year",
    "absorption": "% a year",
    "long_rate": "%",
    "primary_balance": "% of GDP",
    "maturity": "years",
    "risk_premium": "points per point of debt",
    "premium_above": "% of GDP",
}
"""Units of the fields whose title does not say it, by the last word of their path."""


@dataclass(frozen=True)
class Vary:
    """One field that varies, over a range or over given levels."""

    path: str
    """``pledges[0].core``"""
    place: Place
    low: float = 0.0
    high: float = 0.0
    """Ends of the range; not read where values are listed."""
    levels: tuple[Any, ...] = ()
    """The only values it takes, if they are given or the field takes whole numbers."""
    title: str = ""
    unit: str = ""

    @property
    def named(self) -> str:
        """What the field says, with its path: ``promised core share (pledges[0].core)``."""
        title = f"{self.title[:1].lower()}{self.title[1:]}"
        return f"{title} ({self.path})" if title else self.path

    @property
    def is_range(self) -> bool:
        """Whether it takes every value between `low` and `high`."""
        return not self.levels

    @property
    def is_number(self) -> bool:
        """Whether its values are numbers, so that they have an order."""
        return not any(isinstance(each, str | bool) for each in self.levels)

    def at(self, part: float) -> Any:
        """Return the value that lies at a part of the way, in [0, 1)."""
        if self.levels:
            return self.levels[min(int(part * len(self.levels)), len(self.levels) - 1)]
        return self.low + part * (self.high - self.low)

    @property
    def probes(self) -> tuple[Any, ...]:
        """The values that must be sound for all to be: the ends of a range, every listed one."""
        return (self.low, self.high) if self.low < self.high else self.levels

    def to_json(self) -> dict[str, Any]:
        """Return the field and its values as plain data."""
        values = {"levels": list(self.levels)} if self.levels else {}
        ends = {} if self.levels else {"low": self.low, "high": self.high}
        return {"path": self.path, "title": self.title, "unit": self.unit, **ends, **values}


def read_vary(texts: Sequence[str], scenario: Scenario) -> tuple[Vary, ...]:
    """Read what shall vary, and check it against the scenario.

    Parameters
    ----------
    texts : sequence of str
        Each ``PATH=LOW:HIGH`` (every value between; each whole number where the field takes only
        these), ``PATH=LOW:HIGH:N`` (N values in equal steps) or ``PATH=a,b,c``. PATH leads to a
        field of the scenario as in its file, given there or not: ``pledges[0].by``,
        ``assumptions.real_growth``, ``pledges[0].exceptions.ESP``.
    scenario : Scenario
        In which the fields lie. Each end of a range and each level must make a sound scenario.

    Raises
    ------
    Refusal
        ``bad-argument`` with every problem of all texts at once.
    """
    problems = Problems()
    found = []
    for text in texts:
        vary = _read(text, problems)
        if vary is not None:
            found.append(vary)
    if not texts:
        problems.add("--vary", "nothing varies", expected="at least one --vary", hint=HINT)
    _check_apart(found, problems)
    template = Template(scenario)
    for vary in found:
        _check_sound(vary, template, problems)
    details = problems.details()
    problems.require_none(
        "bad-argument",
        f"{details[0]['where']}: {details[0]['message']}"
        if len(details) == 1
        else f"--vary: {len(details)} problems",
        hint=(details[0]["hint"] if len(details) == 1 else "")
        or "mend each place named in the details",
    )
    return tuple(found)


def _read(text: str, problems: Problems) -> Vary | None:
    """Return what one text says; note what cannot be read."""
    path, equals, right = (part.strip() for part in text.partition("="))
    place = read_path(path)
    if not equals or place is None or not right:
        what = f"{path!r} is no path of a field" if equals and right else "no field with values"
        problems.add(text, what, expected="PATH=LOW:HIGH[:N] or PATH=a,b,c", hint=HINT)
        return None
    said = title(place)
    unit = next((UNITS[str(key)] for key in reversed(place) if key in UNITS), "")
    if ":" not in right:
        levels = [plain_value(each.strip()) for each in right.split(",")]
        _check_levels(text, levels, problems)
        return Vary(path, place, levels=tuple(levels), title=said, unit=unit)
    numbers = [plain_value(each.strip()) for each in right.split(":")]
    if not 2 <= len(numbers) <= 3 or not all(_is_number(each) for each in numbers):
        problems.add(text, f"{right} is no range", expected="LOW:HIGH or LOW:HIGH:N", hint=HINT)
        return None
    low, high = numbers[:2]
    steps = numbers[2] if len(numbers) == 3 else None
    if not low < high:
        problems.add(text, f"{low:g} is not below {high:g}", expected="LOW:HIGH")
        return None
    if steps is not None and not (isinstance(steps, int) and 2 <= steps <= MOST_LEVELS):
        expected = f"a whole number from 2 to {MOST_LEVELS:,}"
        problems.add(text, f"{steps} values", expected=expected)
        return None
    if is_whole(place):
        return _whole(text, Vary(path, place, low, high, (), said, unit), steps, problems)
    if steps is None:
        return Vary(path, place, float(low), float(high), (), said, unit)
    levels = np.linspace(low, high, steps).tolist()
    return Vary(path, place, low, high, tuple(levels), said, unit)


def _whole(text: str, vary: Vary, steps: int | None, problems: Problems) -> Vary | None:
    """Return a range of whole numbers as its levels."""
    low, high = vary.low, vary.high
    if not (isinstance(low, int) and isinstance(high, int)):
        problems.add(text, f"{low:g}:{high:g}", expected="whole numbers")
        return None
    step, rest = divmod(high - low, (steps or high - low + 1) - 1)
    if rest:
        problems.add(
            text,
            f"{steps} values in equal steps from {low} to {high} are no whole numbers",
            hint=f"leave :{steps} out, or list the values",
        )
        return None
    if high - low >= MOST_LEVELS * step:
        problems.add(text, f"{high - low + 1:,} values", expected=f"at most {MOST_LEVELS:,}")
        return None
    levels = tuple(range(low, high + 1, step))
    return Vary(vary.path, vary.place, low, high, levels, vary.title, vary.unit)


def _check_levels(text: str, levels: list[Any], problems: Problems) -> None:
    if any(each is None for each in levels):
        problems.add(text, "an empty value", expected="PATH=a,b,c")
    elif len(levels) < 2:
        problems.add(text, "one value does not vary", expected="two or more", hint=HINT)
    if len({str(each) for each in levels}) < len(levels):
        problems.add(text, "a value stands there twice", expected="each value once")


def _check_apart(found: list[Vary], problems: Problems) -> None:
    """Note fields that are the same, or lie one within the other."""
    for i, vary in enumerate(found):
        for other in found[:i]:
            shared = min(len(vary.place), len(other.place))
            if vary.place[:shared] == other.place[:shared]:
                problems.add(
                    vary.path,
                    f"overlaps with {other.path}",
                    expected="fields that can vary without each other",
                )


def _check_sound(vary: Vary, template: Template, problems: Problems) -> None:
    """Note every value with which the scenario would be refused, the same fault once."""
    seen: set[tuple[str, str]] = set()
    for value in vary.probes:
        _, wrong = template.made({vary.place: value})
        for each in wrong:
            if (each.where, each.message) in seen:
                continue
            seen.add((each.where, each.message))
            where = f"{vary.path}={_shown(value)}"
            at = "" if each.where == vary.path else f"{each.where}: "
            problems.add(where, f"{at}{each.message}", expected=each.expected, hint=each.hint)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _shown(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
