"""The words of Vega-Lite that charts are written in, as plain dictionaries.

Altair has all of them and more; to load it and to let it copy its objects takes as long as to draw
the pictures. The tests hold every specification against the schema of Vega-Lite.
"""

from __future__ import annotations

from typing import Any, Self

Spec = dict[str, Any]
_TYPES = {"Q": "quantitative", "N": "nominal", "O": "ordinal"}


def options(**said: Any) -> Spec:
    """Return what is said of a scale, an axis, a legend, a title; None switches it off."""
    return said


def shows(name: str, **said: Any) -> Spec:
    """Return a channel that shows a field: ``share:Q`` is the field ``share``, a quantity.

    The letter is Q for a quantity, N for a name, O for one of a row of names.
    """
    column, _, letter = name.rpartition(":")
    return {"field": column, "type": _TYPES[letter], **said}


def fixed(at: Any) -> Spec:
    """Return a channel of one value for all rows, as a pixel of the plot."""
    return {"value": at}


def of_band(part: float) -> Spec:
    """Return the width of a bar as part of what each name has."""
    return {"band": part}


def from_table(name: str) -> Spec:
    """Refer to one of the tables that `theme.frame` is given."""
    return {"name": name}


class Plot:
    """Rows of a table, each drawn as a mark; every method returns a plot that says more.

    Parameters
    ----------
    table : str
        Name of one of the tables that `theme.frame` is given; empty: that of the plot around it.
    """

    def __init__(self, table: str = "", **said: Any) -> None:
        self.spec: Spec = {"data": from_table(table), **said} if table else said

    def _with(self, **said: Any) -> Self:
        made = type(self)()
        made.spec = self.spec | said
        return made

    def transform(self, *steps: Spec) -> Self:
        """Reckon something of the rows before they are drawn."""
        return self._with(transform=[*self.spec.get("transform", []), *steps])

    def where(self, condition: str) -> Self:
        """Keep the rows for which an expression holds."""
        return self.transform({"filter": condition})

    def mark(self, kind: str, **said: Any) -> Self:
        """Draw each row, or all of them together, as text, rule, bar, point, line, area ..."""
        return self._with(mark={"type": kind, **said})

    def encode(self, **channels: Spec | str) -> Self:
        """Say what the channels of the mark show; a text stands for `shows` of it."""
        encoding = {}
        for name, channel in channels.items():
            shown = shows(channel) if isinstance(channel, str) else channel
            second = name in {"x2", "y2", "theta2"}
            encoding[name] = {k: v for k, v in shown.items() if not (second and k == "type")}
        return self._with(encoding=encoding)


def layered(*plots: Plot, **said: Any) -> Spec:
    """Draw plots over each other, the first at the back; `said` of all together."""
    return {"layer": [plot.spec for plot in plots], **said}
