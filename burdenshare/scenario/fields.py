"""One part of an input file, read field by field, every problem noted with its line."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from burdenshare.errors import did_you_mean
from burdenshare.scenario.checks import Check, missing
from burdenshare.scenario.structure import describe, number_hint
from burdenshare.scenario.yaml_reader import Place

_BASES = ("currency", "prices", "price_year", "price_base")


@dataclass(frozen=True)
class Range:
    """A number that is known between bounds; a triangle with its peak at `central`."""

    low: float
    central: float
    high: float

    @classmethod
    def of(cls, value: float) -> Range:
        """Return a number that is known."""
        return cls(value, value, value)

    @property
    def known(self) -> bool:
        """Whether the bounds meet."""
        return self.low == self.high


class Fields:
    """The fields of one mapping; a field that is absent or wrong reads as its default.

    Parameters
    ----------
    value : Any
        What stands in the file; no mapping reads as none with every field missing.
    place : tuple
        Keys that lead here.
    check : Check
    names : sequence of str
        Fields that may stand here.
    """

    def __init__(self, value: Any, place: Place, check: Check, names: Sequence[str]) -> None:
        self.place, self.check = place, check
        self._values: dict[str, Any] = value if isinstance(value, dict) else {}
        if not isinstance(value, dict):
            check.add(place, describe(value), expected=f"fields such as {', '.join(names[:4])}")
        for name in self._values:
            if name not in names:
                hint = did_you_mean(str(name), names)
                if name in _BASES:
                    hint = "a file has one price base: convert the amount, and say how in note"
                check.add(
                    (*place, name),
                    "unknown field",
                    expected=f"one of {', '.join(names)}",
                    hint=hint,
                )

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def __getitem__(self, name: str) -> Any:
        return self._values.get(name)

    def wrong(self, name: str, message: str, *, expected: str = "", hint: str = "") -> None:
        """Note a problem with a field."""
        self.check.add((*self.place, name), message, expected=expected, hint=hint)

    def part(self, name: str, names: Sequence[str], *, required: bool = False) -> Fields:
        """Return the fields of a part; none where it is absent."""
        if name not in self._values:
            if required:
                missing(self.check, (*self.place, name), f"fields {', '.join(names)}")
            return Fields({}, (*self.place, name), self.check, names)
        return Fields(self._values[name], (*self.place, name), self.check, names)

    def text(self, name: str, *, required: bool = False) -> str:
        """Return a text."""
        value = self._values.get(name)
        if value is None:
            if required:
                missing(self.check, (*self.place, name), "text")
            return ""
        if not isinstance(value, str) or not value.strip():
            self.wrong(name, describe(value), expected="text")
            return ""
        return value.strip()

    def flag(self, name: str) -> bool:
        """Return true or false; false where it is absent."""
        value = self._values.get(name, False)
        if not isinstance(value, bool):
            self.wrong(name, describe(value), expected="true or false")
            return False
        return value

    def number(
        self,
        name: str,
        *,
        low: float = 0.0,
        high: float = math.inf,
        default: float = 0.0,
        above: bool = False,
        required: bool = False,
    ) -> float:
        """Return a number within bounds; with `above`, the lower bound itself is refused."""
        value = self._values.get(name)
        if value is None:
            if required:
                missing(self.check, (*self.place, name), _bounds(low, high, above))
            return default
        return self._within((name,), value, low, high, above) or default

    def whole(
        self, name: str, *, low: int, high: int, default: int = 0, required: bool = False
    ) -> int:
        """Return a whole number within bounds."""
        value = self._values.get(name)
        if value is None:
            if required:
                missing(self.check, (*self.place, name), f"a whole number from {low} to {high}")
            return default
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            expected = f"a whole number from {low} to {high:,}"
            self.wrong(name, describe(value), expected=expected, hint=number_hint(value))
            return default
        return value

    def years(self, name: str, *, required: bool = True) -> tuple[int, int]:
        """Return a first and a last year; ``[2035, 2044]``."""
        value = self._values.get(name)
        expected = "first and last year, such as [2035, 2044]"
        if value is None:
            if required:
                missing(self.check, (*self.place, name), expected)
            return 0, 0
        good = isinstance(value, list) and len(value) == 2
        if not good or not all(type(y) is int and 1950 <= y <= 2150 for y in value):
            self.wrong(name, describe(value), expected=expected)
            return 0, 0
        if value[0] > value[1]:
            self.wrong(
                name, f"ends in {value[1]} before it begins in {value[0]}", expected=expected
            )
            return 0, 0
        return value[0], value[1]

    def spread(
        self,
        name: str,
        *,
        low: float = 0.0,
        high: float = math.inf,
        default: Range | None = None,
        above: bool = False,
        required: bool = False,
    ) -> Range:
        """Return a number, or a range of low, central and high in that order."""
        bounds = _bounds(low, high, above)
        value = self._values.get(name)
        if value is None:
            if required:
                missing(self.check, (*self.place, name), f"{bounds}, or low:, central: and high:")
            return default or Range.of(0.0)
        if not isinstance(value, dict):
            found = self._within((name,), value, low, high, above)
            return default or Range.of(0.0) if found is None else Range.of(found)
        names = ("low", "central", "high")
        part = Fields(value, (*self.place, name), self.check, names)
        ends = []
        for end in names:
            if end not in part:
                missing(self.check, (*part.place, end), bounds)
            else:
                ends.append(self._within((name, end), part[end], low, high, above))
        if len(ends) < 3 or None in ends:
            return default or Range.of(0.0)
        made = Range(*(float(end) for end in ends if end is not None))
        if not made.low <= made.central <= made.high:
            self.wrong(name, "low, central and high are not in this order", expected=bounds)
        return made

    def _within(
        self, path: tuple[str, ...], value: Any, low: float, high: float, above: bool
    ) -> float | None:
        """Return a number within bounds; None, and a problem noted, where it is none."""
        place = (*self.place, *path)
        expected = _bounds(low, high, above)
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.check.add(place, describe(value), expected=expected, hint=number_hint(value))
        elif not math.isfinite(value):
            self.check.add(place, f"{value} is no finite number", expected="a finite number")
        elif value < low or value > high or (above and value == low):
            self.check.add(place, describe(value), expected=expected)
        else:
            return float(value)
        return None


def plain_list(fields: Fields, name: str, *, required: bool = False) -> tuple[str, ...]:
    """Return a list of texts."""
    value = fields[name]
    if value is None or value == []:
        if required:
            missing(fields.check, (*fields.place, name), "a list of texts")
        return ()
    if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
        fields.wrong(name, describe(value), expected="a list of texts")
        return ()
    return tuple(v.strip() for v in value)


def _bounds(low: float, high: float, above: bool) -> str:
    """Return the bounds of a number in words."""
    least = f"above {low:g}" if above else f"from {low:g}"
    if math.isinf(high):
        return f"a number {least}" if above else f"a number, {low:g} or more"
    return f"a number {least} {'and at most' if above else 'to'} {high:g}"
