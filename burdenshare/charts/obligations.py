"""What is already mortgaged: obligations that are new, fall due and are left, year by year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from burdenshare.charts.counting import counted
from burdenshare.charts.grammar import Plot, Spec, layered, of_band, options, shows
from burdenshare.charts.theme import BLUE, FAINT, INK, ORANGE, REST, Credit, amount, frame
from burdenshare.errors import Refusal
from burdenshare.figures.countries import country_name

_MONEY = ("balance", "new", "matured")
_KINDS = {"balance": REST, "new": ORANGE, "matured": BLUE}


def obligations(book: Mapping[str, Any], *, run: str = "", language: str = "en") -> dict[str, Any]:
    """Show a ledger as a waterfall: each year's new obligations up, those that fall due down.

    Parameters
    ----------
    book : mapping
        One ledger, as `burdenshare obligations` gives it. It begins at the first balance; where
        none is published, at nothing, and shows what is added since.
    language : str

    Raises
    ------
    Refusal
        ``no-figures`` where no year has both what is new and what fell due.
    """
    years = [
        year for year in book["years"] if year["new"] is not None and year["matured"] is not None
    ]
    if not years:
        raise Refusal(
            "no-figures",
            f"{book['series']}: no year has both new and matured obligations.",
            hint="Choose another ledger, or give one of your own.",
        )
    unit, factor = _unit(book, years, language)
    years = [
        {k: factor * v if k in _MONEY and v is not None else v for k, v in year.items()}
        for year in years
    ]
    opening = _opening(years[0])
    rows, level = [], opening or 0.0
    if opening is not None:
        rows.append(_row(f"end of {years[0]['year'] - 1}", "balance", 0.0, level))
    for year in years:
        for kind, change in (("new", year["new"]), ("matured", -year["matured"])):
            rows.append(_row(f"{year['year']} {kind}", kind, level, level + change))
            level += change
    rows.append(_row(f"end of {years[-1]['year']}", "balance", 0.0, level))
    first, last = years[0]["year"], years[-1]["year"]
    rise = level - (opening or 0.0)
    known = opening is not None
    return frame(
        _plot([row["step"] for row in rows], unit),
        {"steps": rows},
        title=f"{country_name(book['country'], language)}: obligations from the past "
        f"{'rose' if rise >= 0 else 'fell'} by {amount(abs(rise))} {unit}, {first}-{last}",
        subtitle=[
            f"{book['series']}.",
            "Orange: new in the year. Blue: fell due in the year. Grey: what is left"
            + (
                "."
                if known
                else f", over what stood at the end of {first - 1}, which is not given."
            ),
        ],
        credit=Credit((), run, more=tuple(dict.fromkeys(year["source"] for year in years))),
        language=language,
        description=f"A waterfall from {first} to {last}. "
        + " ".join(
            f"{y['year']}: {amount(y['new'])} new, {amount(y['matured'])} due." for y in years
        ),
    )


def _unit(
    book: Mapping[str, Any], years: Sequence[Mapping[str, Any]], language: str
) -> tuple[str, float]:
    """Return the unit that the chart counts in; a ledger's ``JPY bn`` is in billions."""
    largest = max(year[name] for year in years for name in _MONEY if year[name] is not None)
    return counted(book["unit"], largest, language)


def _opening(year: Mapping[str, Any]) -> float | None:
    """Return what stood before a year, where its balance is published."""
    if year["balance"] is None:
        return None
    return float(year["balance"] - year["new"] + year["matured"])


def _row(step: str, kind: str, start: float, end: float) -> dict[str, Any]:
    size = end - start
    sign = "" if kind == "balance" else "+" if size >= 0 else "\u2212"
    return {
        "step": step,
        "kind": kind,
        "low": min(start, end),
        "high": max(start, end),
        "text": f"{sign}{amount(abs(size))}",
    }


def _plot(order: list[str], unit: str) -> Spec:
    x = shows(
        "step:N",
        title=None,
        sort=order,
        scale=options(domain=order),
        axis=options(labelAngle=-45, ticks=False, labelPadding=6, domainColor=INK),
    )
    y = shows(
        "low:Q",
        title=f"Obligations, {unit}",
        axis=options(format=",~f", domain=False, ticks=False, tickCount=6),
    )
    colour = shows(
        "kind:N",
        scale=options(domain=list(_KINDS), range=list(_KINDS.values())),
        legend=None,
    )
    steps = Plot("steps")
    return layered(
        steps.mark("bar", width=of_band(0.7), stroke=FAINT, strokeWidth=0.5).encode(
            x=x, y=y, y2="high:Q", color=colour
        ),
        steps.mark("text", baseline="bottom", dy=-3, fontSize=11).encode(
            x=x, y=shows("high:Q"), text="text:N"
        ),
        width=600,
        height=320,
    )


def of_ledgers(
    document: Mapping[str, Any], *, run: str = "", language: str = "en"
) -> dict[str, dict[str, Any]]:
    """Return a waterfall for each ledger that has both what is new and what fell due, by name."""
    made: dict[str, dict[str, Any]] = {}
    for book in document["ledgers"]:
        try:
            chart = obligations(book, run=run, language=language)
        except Refusal:
            continue
        made[f"obligations_{len(made) + 1}"] = chart
    return made
