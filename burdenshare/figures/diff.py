"""What changed between two vintages, biggest movers first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from burdenshare.errors import Refusal
from burdenshare.figures.membership import members
from burdenshare.figures.model import family

if TYPE_CHECKING:
    from burdenshare.figures.model import Observation
    from burdenshare.figures.store import Figures

_Cells = dict[tuple[str, int], "Observation"]

SHARE = "percent of GDP"


def diff(
    figures: Figures,
    series: str,
    from_: str,
    to: str,
    *,
    definition: str | None = None,
    thresholds: Sequence[float] = (2.0, 3.5),
) -> dict[str, Any]:
    """Return what changed between two vintages of a series.

    Two editions are compared, so a change of definition between them (NATO, then NATO core
    defence) is what one looks for: it is named under ``breaks``. Values of different units (a new
    base year, a new currency) have no difference and are listed under ``not_comparable``.

    Parameters
    ----------
    figures : Figures
        Where to look.
    series : str
        Name of the series.
    from_, to : str
        Vintages, ``YYYY-MM``.
    definition : str, optional
        Family of definitions; if not given, NATO's where both vintages have it, otherwise the only
        family they share.
    thresholds : sequence of float
        For shares of GDP: the NATO members of each year at or above each threshold are counted in
        both vintages. A share counts at the two decimals that NATO prints, so 1.996 is 2.00.

    Returns
    -------
    dict
        ``series``, ``from``, ``to``, ``definition``; ``rows`` of ``country, year, from, to,
        change``, sorted by the size of the change; ``at_or_above``: threshold, then ``from`` and
        ``to``, then year, then the count; ``only_from``, ``only_to``, ``not_comparable`` and
        ``breaks``.

    Raises
    ------
    Refusal
        ``unknown-vintage`` and what `Figures.rows` refuses; ``no-figures`` when the vintages share
        no cell; ``mixed-definitions`` when several families answer; ``mixed-units`` when no cell
        has the same unit in both.
    """
    old, new = (figures.rows(series, definition=definition, vintages=v) for v in (from_, to))
    if definition is not None and not (old and new):
        raise _none_of(figures, series, from_, to, definition)
    chosen = _family(series, old, new)
    before = {(o.country, o.year): o for o in old if family(o.definition) == chosen}
    after = {(o.country, o.year): o for o in new if family(o.definition) == chosen}
    shared = sorted(before.keys() & after.keys())
    comparable = [cell for cell in shared if before[cell].unit == after[cell].unit]
    if shared and not comparable:
        a, b = before[shared[0]], after[shared[0]]
        raise Refusal(
            "mixed-units",
            f"{series} is in {a.unit!r} in {from_} and in {b.unit!r} in {to}",
            hint="values of two bases have no difference; compare a share or a growth rate",
        )
    comparable.sort(key=lambda cell: (-abs(after[cell].value - before[cell].value), cell))
    rows = [_mover(before[cell], after[cell]) for cell in comparable]
    return {
        "series": series,
        "from": from_,
        "to": to,
        "definition": chosen,
        "rows": rows,
        "at_or_above": {
            str(float(t)): {"from": at_or_above(before, t), "to": at_or_above(after, t)}
            for t in thresholds
            if rows and before[comparable[0]].unit == SHARE
        },
        "only_from": _places(before.keys() - after.keys()),
        "only_to": _places(after.keys() - before.keys()),
        "not_comparable": _places(set(shared) - set(comparable)),
        "breaks": _changed_definitions(before, after, from_, to),
    }


def _mover(old: Observation, new: Observation) -> dict[str, Any]:
    return {
        "country": new.country,
        "year": new.year,
        "from": old.value,
        "to": new.value,
        "change": new.value - old.value,
    }


def at_or_above(cells: _Cells, threshold: float) -> dict[str, int]:
    """Return by year how many NATO members of that year have a share at or above `threshold`."""
    counts = {}
    for year in sorted({year for _, year in cells}):
        allies = members("NATO", year)
        shares = [o.value for (country, y), o in cells.items() if y == year and country in allies]
        if shares:
            counts[str(year)] = sum(round(share, 2) >= threshold for share in shares)
    return counts


def _none_of(figures: Figures, series: str, from_: str, to: str, definition: str) -> Refusal:
    """Return the refusal that names the definitions which both vintages do hold."""
    old, new = (
        {family(o.definition) for o in figures.rows(series, vintages=v)} for v in (from_, to)
    )
    both = ", ".join(sorted(old & new))
    return Refusal(
        "no-figures",
        f"{from_} and {to} do not both give {series} by the definition {definition}",
        hint=f"both give it by: {both}" if both else "the two vintages share no definition",
    )


def _family(series: str, old: Sequence[Observation], new: Sequence[Observation]) -> str:
    """Return the family to compare: NATO's where both have it, otherwise the only one shared."""
    found = {family(o.definition) for o in old} & {family(o.definition) for o in new}
    if "nato" in found:
        return "nato"
    if not found:
        raise Refusal(
            "no-figures",
            f"the two vintages of {series} share no definition",
            hint="burdenshare figures list names the definitions and vintages of every series",
        )
    if len(found) > 1:
        raise Refusal(
            "mixed-definitions",
            f"both vintages of {series} hold several definitions: {', '.join(sorted(found))}",
            hint="choose one with --definition",
        )
    return found.pop()


def _places(cells: set[tuple[str, int]]) -> list[dict[str, Any]]:
    return [{"country": country, "year": year} for country, year in sorted(cells)]


def _changed_definitions(before: _Cells, after: _Cells, from_: str, to: str) -> list[str]:
    old = sorted({o.definition for o in before.values()})
    new = sorted({o.definition for o in after.values()})
    if old == new:
        return []
    return [
        f"other definition: {', '.join(old)} ({from_}), {', '.join(new)} ({to}); "
        "a change may be one of counting, not of money"
    ]
