"""Small plots side by side, each on a scale of its own or not, placed by hand within one view.

A view for each plot, as Vega-Lite's facets make it, takes several times as long to draw.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from burdenshare.charts.grammar import Plot, Spec, from_table, shows
from burdenshare.charts.theme import GRID, QUIET, number

_UNIT, _LABELS, _GAP = 16, 34, 10
"""Pixels for the unit beside a row, for the numbers beside a plot, and between two plots."""
_NAME, _YEARS = 22, 22
"""Pixels above a plot for its name, and below the lowest one for the years."""
_SIZES = ((4, 2, 170), (12, 3, 110))
"""Up to so many plots: so many columns, so many pixels high."""
_MANY = (4, 60)
_TOTAL = 700


class Panel(NamedTuple):
    """One plot: its name, what stands beside the name, and the ends of its scale."""

    name: str
    note: str
    low: float
    high: float


@dataclass(frozen=True)
class Grid:
    """Where plots over the same years stand.

    Parameters
    ----------
    panels : tuple of Panel
        Row by row.
    first, last : int
        Years at the ends of every plot.
    unit : str
        Of every scale.
    time : str
        What the years are called, where they are none.
    alike : bool
        Whether all scales are the same: numbers then stand beside the first plot of a row only.
    """

    panels: tuple[Panel, ...]
    first: int
    last: int
    unit: str
    time: str = "Year"
    alike: bool = False

    @property
    def columns(self) -> int:
        """How many plots stand in a row."""
        return next((c for most, c, _ in _SIZES if len(self.panels) <= most), _MANY[0])

    @property
    def height(self) -> int:
        """Pixels of one plot."""
        return next((h for most, _, h in _SIZES if len(self.panels) <= most), _MANY[1])

    @property
    def width(self) -> int:
        """Pixels of one plot."""
        return (_TOTAL - _UNIT) // self.columns - _LABELS - _GAP

    @property
    def size(self) -> dict[str, int]:
        """Pixels of the whole view."""
        rows = -(-len(self.panels) // self.columns)
        return {"width": _TOTAL, "height": rows * self._pitch - self._between + _YEARS}

    @property
    def _between(self) -> int:
        return 10 if self.height < 100 else 16

    @property
    def _pitch(self) -> int:
        return _NAME + self.height + self._between

    def left(self, i: int) -> int:
        """Return the left edge of a plot."""
        return _UNIT + _LABELS + (i % self.columns) * (_LABELS + self.width + _GAP)

    def top(self, i: int) -> int:
        """Return the upper edge of a plot."""
        return _NAME + (i // self.columns) * self._pitch

    def tables(self) -> dict[str, list[dict[str, Any]]]:
        """Return the tables that `place` and `frames` refer to."""
        return {
            "panels": [
                {
                    "left": self.left(i),
                    "top": self.top(i),
                    "panel": panel.name,
                    "head": f"{panel.name}: {panel.note}",
                    "from": panel.low,
                    "to": panel.high,
                }
                for i, panel in enumerate(self.panels)
            ],
            "ticks": [row for i in range(len(self.panels)) for row in self._ticks(i)],
            "years": [row for i in range(len(self.panels)) for row in self._years(i)],
            "units": [
                {"x": 4, "y": self.top(i) + self.height / 2, "text": self.unit}
                for i in range(0, len(self.panels), self.columns)
            ],
        }

    def _ticks(self, i: int) -> list[dict[str, Any]]:
        panel, left = self.panels[i], self.left(i)
        values = steps(panel.low, panel.high, 3 if self.height < 100 else 5)
        digits = decimals(values)
        return [
            {
                "x": left,
                "right": left + self.width,
                "y": self.top(i) + self.height * (panel.high - v) / (panel.high - panel.low),
                "text": "" if self.alike and i % self.columns else number(v, digits),
            }
            for v in values
        ]

    def _years(self, i: int) -> list[dict[str, Any]]:
        """Write the years under the lowest plot of a column."""
        if i + self.columns < len(self.panels):
            return []
        left, middle, y = self.left(i), self.width / 2, self.top(i) + self.height + 6
        texts = (str(self.first), self.time, str(self.last))
        return [{"x": left + k * middle, "y": y, "text": text} for k, text in enumerate(texts)]

    def place(self, chart: Plot, *fields: str) -> Plot:
        """Give a chart its places: ``x`` of ``year``, and ``at_FIELD`` of each field.

        The rows of the chart name their plot in ``panel``.
        """
        known = {
            "data": from_table("panels"),
            "key": "panel",
            "fields": ["left", "top", "from", "to"],
        }
        years = max(self.last - self.first, 1)
        places = {"x": f"datum.left + {self.width} * (datum.year - {self.first}) / {years}"} | {
            f"at_{field}": f"datum.top + {self.height} * (datum.to - datum.{field}) "
            "/ (datum.to - datum.from)"
            for field in fields
        }
        return chart.transform(
            {"lookup": "panel", "from": known},
            *({"calculate": how, "as": name} for name, how in places.items()),
        )

    def channels(self, field: str, other: str = "") -> dict[str, Spec | str]:
        """Return x, y and, for a second field, y2 of what `place` has placed."""
        found: dict[str, Spec | str] = {"x": at("x"), "y": at(f"at_{field}")}
        return found | ({"y2": f"at_{other}:Q"} if other else {})

    def frames(self) -> list[Any]:
        """Return names, numbers, lines of the scale and years as layers."""
        x, y = at("x"), at("y")
        heads, ticks, years, units = (Plot(name) for name in ("panels", "ticks", "years", "units"))
        return [
            ticks.mark("rule", color=GRID).encode(x=x, x2="right:Q", y=y),
            ticks.mark("text", align="right", dx=-5, fontSize=11).encode(x=x, y=y, text="text:N"),
            heads.mark("text", align="left", dy=-9).encode(
                x=at("left"), y=at("top"), text="head:N"
            ),
            units.mark("text", angle=270, fontSize=11, color=QUIET).encode(x=x, y=y, text="text:N"),
            years.mark("text", baseline="top", fontSize=11).encode(x=x, y=y, text="text:N"),
        ]


def at(field: str) -> Spec:
    """Return a channel of places that a field says, in pixels."""
    return shows(f"{field}:Q", scale=None, axis=None)


def steps(low: float, high: float, most: int) -> list[float]:
    """Return at most `most` round numbers between two others, in equal steps."""
    rough = (high - low) / most
    power = 10.0 ** math.floor(math.log10(rough))
    for factor in (1, 2, 5, 10, 20, 50):
        step = factor * power
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last - first < most:
            break
    return [step * k for k in range(first, last + 1)]


def decimals(values: Sequence[float]) -> int:
    """Return how many decimals tell evenly spaced numbers apart."""
    if len(values) < 2:
        return 0 if not values or float(values[0]).is_integer() else 1
    return max(0, -math.floor(math.log10(values[1] - values[0]) + 1e-9))
