"""Teams compared: what the choices of each come to, now and in the round before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from burdenshare.charts.grammar import Plot, layered, options, shows
from burdenshare.charts.theme import BLUE, ORANGE, QUIET, REST, Credit, frame, number
from burdenshare.errors import Refusal

NOW, BEFORE, START = "this round", "round before", "proposed"


def teams(
    moves: Sequence[Mapping[str, Any]],
    proposed: Mapping[str, Any],
    *,
    round_: int,
    credit: Credit,
    language: str = "en",
) -> dict[str, Any]:
    """Draw share, cost and debt of every team's choice, beside what was proposed.

    Parameters
    ----------
    moves : sequence of mapping
        ``round``, ``team`` and ``answer`` (``share``, ``extra_all_years``, ``debt`` ...).
    proposed : mapping
        The answer of the scenario as it was put up.
    round_ : int
        The round that is shown; the one before is drawn hollow.
    credit : Credit
    language : str

    Raises
    ------
    Refusal
        ``no-figures`` where no team has chosen in this round.
    """
    shown = [one for one in moves if one["round"] in (round_, round_ - 1)]
    if not any(one["round"] == round_ for one in shown):
        raise Refusal(
            "no-figures",
            f"No team has chosen in round {round_}.",
            hint="Wait for the first choice.",
        )
    measures = _measures(proposed)
    names = list(dict.fromkeys(one["team"] for one in shown))
    rows = [
        {
            "team": one["team"],
            "measure": words,
            "value": one["answer"][key],
            "when": NOW if one["round"] == round_ else BEFORE,
        }
        for one in shown
        for key, words in measures.items()
        if one["answer"].get(key) is not None
    ]
    start = [{"measure": words, "value": proposed[key]} for key, words in measures.items()]
    return frame(
        {
            "hconcat": [_panel(at, words, names) for at, words in enumerate(measures.values())],
            "spacing": 24,
        },
        {"rows": rows, "start": start},
        title=f"What the teams' choices come to, round {round_}",
        subtitle=[
            "Medians of the futures that were drawn. Filled: this round; hollow: the round before; "
            "dashed line: as proposed."
        ],
        credit=credit,
        language=language,
        description=f"Dots, one a team, for {', '.join(measures.values())}. "
        + " ".join(
            f"{row['team']}, {row['measure']}: {number(row['value'], 1)}."
            for row in rows
            if row["when"] == NOW
        ),
    )


def _measures(proposed: Mapping[str, Any]) -> dict[str, str]:
    money = f"{proposed['currency']} bn, prices of {proposed['price_base']}"
    known = {
        "share": "Share of GDP, %",
        "extra_all_years": f"Extra, all years, {money}",
        "debt": "Public debt, % of GDP",
    }
    return {key: words for key, words in known.items() if proposed.get(key) is not None}


def _panel(at: int, words: str, names: list[str]) -> dict[str, Any]:
    only = f"datum.measure === {_quoted(words)}"
    x = shows(
        "value:Q",
        title=words,
        scale=options(zero=False, nice=True, padding=12),
        axis=options(tickCount=4, format=",~f"),
    )
    y = shows(
        "team:N",
        title=None,
        sort=names,
        axis=options(
            labels=at == 0, ticks=False, domain=False, grid=True, labelLimit=160, labelPadding=10
        ),
    )
    colour = shows(
        "when:N",
        scale=options(domain=[NOW, BEFORE], range=[BLUE, QUIET]),
        legend=options(title=None, orient="top") if at == 0 else None,
    )
    fill = shows(
        "when:N", scale=options(domain=[NOW, BEFORE], range=[BLUE, "transparent"]), legend=None
    )
    rows = Plot("rows").where(only)
    return layered(
        Plot("start")
        .where(only)
        .mark("rule", color=ORANGE, strokeDash=[6, 3], strokeWidth=2)
        .encode(x=x),
        rows.mark("point", size=110, strokeWidth=2, opacity=1).encode(
            x=x, y=y, stroke=colour, fill=fill
        ),
        width=190,
        height=max(60, 30 * len(names)),
        view=options(stroke=REST),
    )


def _quoted(words: str) -> str:
    return "'" + words.replace("\\", "\\\\").replace("'", "\\'") + "'"
