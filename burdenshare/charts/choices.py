"""What people would choose: how often each value of a lever was chosen, beside what is proposed."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from burdenshare.charts.grammar import Plot, layered, options, shows
from burdenshare.charts.theme import BLUE, INK, ORANGE, Credit, frame
from burdenshare.errors import Refusal

BARS = 24
"""So many bars at most; with more values, several share one."""
ROOM = 4
"""Steps of the slider left free at either end of the axis."""


class Chosen(NamedTuple):
    """What people chose of one lever.

    Parameters
    ----------
    words : str
        The lever with its unit.
    proposed : float
    values : sequence of float
        One for each person.
    step : float
        Between two values that the slider can take.
    """

    words: str
    proposed: float
    values: Sequence[float]
    step: float

    def summary(self) -> dict[str, Any]:
        """Return number, quartiles, and how many chose less, the same and more than proposed.

        The quartiles are those of linear interpolation between the ordered values.
        """
        values = sorted(self.values)
        if len(values) > 1:
            low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
        else:
            low = middle = high = values[0] if values else None  # type: ignore[assignment]
        return {
            "n": len(values),
            "proposed": self.proposed,
            "lowest": values[0] if values else None,
            "quarter": low,
            "median": middle,
            "three_quarters": high,
            "highest": values[-1] if values else None,
            "less": sum(value < self.proposed for value in values),
            "same": sum(value == self.proposed for value in values),
            "more": sum(value > self.proposed for value in values),
        }

    def bars(self) -> list[dict[str, Any]]:
        """Return how many people chose what lies in each bar; a bar begins at its `from`."""
        low, high = min(*self.values, self.proposed), max(*self.values, self.proposed)
        steps = max(1, -(-int((high - low) / self.step + 1.5) // BARS))
        width = steps * self.step
        first = round(low / self.step) * self.step - self.step / 2
        counts: dict[int, int] = {}
        for value in self.values:
            at = int((value - first) / width + 1e-9)
            counts[at] = counts.get(at, 0) + 1
        return [
            {
                "from": first + at * width,
                "to": first + (at + 1) * width,
                "people": people,
                "none": 0,
            }
            for at, people in sorted(counts.items())
        ]


def choices(chosen: Chosen, *, credit: Credit, language: str = "en") -> dict[str, Any]:
    """Draw how many people chose which value, with their median and what is proposed.

    Parameters
    ----------
    chosen : Chosen
    credit : Credit
        Whose choices these are.
    language : str
        Of the words of the chart.

    Raises
    ------
    Refusal
        ``no-figures`` where nobody has chosen.
    """
    if not chosen.values:
        raise Refusal(
            "no-figures",
            f"Nobody has chosen yet: {chosen.words}.",
            hint="Wait for the first counter-proposal.",
        )
    told, bars = chosen.summary(), chosen.bars()
    most = max(bar["people"] for bar in bars)
    marks = [
        {"at": told["median"], "what": f"median {_plain(told['median'])}", "line": "median"},
        {
            "at": chosen.proposed,
            "what": f"proposed {_plain(chosen.proposed)}",
            "line": "proposed",
        },
    ]
    people = f"{told['n']} people" if told["n"] != 1 else "1 person"
    return frame(
        _plot(chosen.words, most, chosen.step, _ends(chosen, bars)),
        {"bars": bars, "marks": marks},
        title=f"What people would choose: {chosen.words}",
        subtitle=[
            f"{people}: {told['less']} chose less than proposed, {told['same']} the same, "
            f"{told['more']} more.",
            "Whoever wished to take part; not a sample of anybody.",
        ],
        credit=credit,
        language=language,
        description=f"Bars: how many of {people} chose which value of {chosen.words}. Median "
        f"{_plain(told['median'])}, proposed {_plain(chosen.proposed)}, half of them "
        f"between {_plain(told['quarter'])} and {_plain(told['three_quarters'])}.",
    )


def _plain(value: float) -> str:
    return f"{value:.10g}"


def _ends(chosen: Chosen, bars: Sequence[Mapping[str, Any]]) -> list[float]:
    """Return where the axis begins and ends: some steps beyond what was chosen and proposed."""
    beyond = ROOM * chosen.step
    first = min(bars[0]["from"], chosen.proposed)
    last = max(bars[-1]["to"], chosen.proposed)
    return [first - beyond, last + beyond]


def _plot(words: str, most: int, step: float, ends: Sequence[float]) -> dict[str, Any]:
    x = options(domain=list(ends), nice=False)
    whole = list(range(0, most + 1, -(-most // 6)))
    bars, marks = Plot("bars"), Plot("marks")
    line = shows(
        "line:N",
        scale=options(domain=["median", "proposed"], range=[INK, ORANGE]),
        legend=options(title=None, orient="top"),
    )
    dashes = shows(
        "line:N", scale=options(domain=["median", "proposed"], range=[[1, 0], [6, 3]]), legend=None
    )
    return layered(
        bars.mark("bar", color=BLUE, binSpacing=1).encode(
            x=shows(
                "from:Q",
                title=words,
                scale=x,
                bin="binned",
                axis=options(format="~f", tickMinStep=step),
            ),
            x2="to:Q",
            y=shows(
                "people:Q",
                title="People",
                scale=options(domain=[0, most], nice=True),
                axis=options(values=whole, format="d"),
            ),
            y2="none:Q",
        ),
        marks.mark("rule", strokeWidth=2.5).encode(x=shows("at:Q"), color=line, strokeDash=dashes),
        width=560,
        height=220,
    )
