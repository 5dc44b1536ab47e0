"""Capability made of figures: shares of GDP, of spending, of votes, or a mix of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from burdenshare.errors import Problems, Refusal, did_you_mean

if TYPE_CHECKING:
    from burdenshare.figures.store import Figures

SERIES = {
    ("gdp", "nato"): "gdp_usd_current",
    ("gdp", "imf"): "gdp_usd",
    ("spending", "nato"): "milex_usd_current",
    ("spending", "sipri"): "milex_usd_current",
    ("population", "imf"): "population",
}
"""The series behind a measure, by definition."""
DEFAULT = {"gdp": "nato", "spending": "nato", "population": "imf"}
MEASURES = (*DEFAULT, "votes", "equal")
CHOICES = ("year", "vintage", "definition")
"""What a recipe may say beside the weights of its measures."""


@dataclass(frozen=True)
class Capability:
    """The capability of each actor, per cent of all actors together, and where it comes from."""

    values: Mapping[str, float]
    keys: tuple[str, ...]
    """The citable keys of the figures used."""
    formula: str


def capability(
    figures: Figures | None,
    actors: Sequence[str],
    weights: Mapping[str, float],
    vintage: str | None = None,
    *,
    year: int | None = None,
    definition: str | None = None,
    votes: Mapping[str, float] | None = None,
) -> Capability:
    """Return 100 times the weighted mean of the shares that each actor has of each measure.

    Which proxy is taken hardly matters for the accuracy of forecasts on decisions of the European
    Union, so none is better than a user's own.

    Parameters
    ----------
    figures : Figures, optional
        Needed for every measure but ``votes`` and ``equal``.
    actors : sequence of str
        ISO 3166-1 alpha-3 codes.
    weights : mapping
        By measure of `MEASURES`, above 0; only ratios matter.
    vintage : str, optional
        ``YYYY-MM``; the latest of each figure if not given.
    year : int, optional
        The last year that every measure has for every actor, if not given.
    definition : str, optional
        ``nato``, ``imf`` or ``sipri``, for every measure that has it; ``nato`` if not given
        (``imf`` for population).
    votes : mapping, optional
        Votes of each actor.

    Raises
    ------
    Refusal
        ``bad-argument`` for a measure or weight that cannot be used; ``no-figures`` with every
        figure that is missing; what `Figures.rows` refuses.
    """
    _require_weights(weights, figures, votes)
    total = sum(weights.values())
    found: dict[str, dict[int, dict[str, tuple[float, str]]]] = {}
    for measure in weights:
        if measure in DEFAULT:
            assert figures is not None
            found[measure] = _by_year(figures, measure, actors, vintage, definition)
    chosen = year if year is not None or not found else _last_year(found, actors)
    problems = Problems()
    values = dict.fromkeys(actors, 0.0)
    keys: list[str] = []
    for measure, weight in weights.items():
        if measure in found:
            of_year = found[measure].get(chosen or 0, {})
            amounts = {actor: value for actor, (value, _) in of_year.items()}
            keys += [key for _, key in of_year.values()]
        else:
            amounts = dict.fromkeys(actors, 1.0) if measure == "equal" else dict(votes or {})
        for actor in actors:
            if not amounts.get(actor, 0.0) > 0.0:
                problems.add(actor, f"no {measure}" + (f" in {chosen}" if chosen else ""))
        whole = sum(amounts.get(actor, 0.0) for actor in actors) or 1.0
        for actor in actors:
            values[actor] += 100.0 * weight / total * amounts.get(actor, 0.0) / whole
    problems.require_none(
        "no-figures",
        "capability cannot be made: " + "; ".join(f"{p['where']}: {p['message']}"
                                                  for p in problems.details()),
        hint="give the capability of these actors, or another measure, year or vintage",
    )  # fmt: skip
    parts = " + ".join(f"{w / total:.3g} x share of {m}" for m, w in weights.items())
    when = f", {chosen}" if chosen else ""
    return Capability(values, tuple(keys), f"{parts}{when}")


def from_recipe(
    figures: Callable[[], Figures] | None,
    recipe: Mapping[str, Any],
    actors: Sequence[str],
    votes: Mapping[str, float],
    problems: Problems,
) -> Capability:
    """Return `capability` as a file asks for it; what cannot be used is noted as problems."""
    choices = {name: recipe[name] for name in CHOICES if name in recipe}
    weights = {name: value for name, value in recipe.items() if name not in CHOICES}
    if "vintage" in choices:
        choices["vintage"] = str(choices["vintage"])
    try:
        opened = figures() if figures and weights.keys() & DEFAULT.keys() else None
        return capability(opened, actors, weights, votes=votes, **choices)
    except Refusal as refusal:
        for detail in refusal.details or [{"where": "", "message": refusal.message}]:
            where = f"capability: {detail['where']}".removesuffix(": ")
            hint = detail.get("hint") or refusal.hint
            problems.add(where, detail["message"], expected=detail.get("expected", ""), hint=hint)
        return Capability({}, (), "")


def _require_weights(
    weights: Mapping[str, float], figures: Figures | None, votes: Mapping[str, float] | None
) -> None:
    problems = Problems()
    if not weights:
        problems.add("weights", "no measure", expected=", ".join(MEASURES))
    for measure, weight in weights.items():
        if measure not in MEASURES:
            hint = did_you_mean(measure, MEASURES)
            problems.add(measure, "is no measure", expected=", ".join(MEASURES), hint=hint)
        elif measure in DEFAULT and figures is None:
            problems.add(measure, "is made of figures, and none are at hand")
        elif measure == "votes" and not votes:
            problems.add(measure, "nobody has votes", hint="give votes: to each actor")
        number = isinstance(weight, int | float) and not isinstance(weight, bool)
        if not (number and 0.0 < weight < float("inf")):
            problems.add(measure, f"weight {weight!r}", expected="a number above 0")
    problems.require_none(
        "bad-argument",
        "; ".join(f"{p['where']}: {p['message']}" for p in problems.details()),
        hint=f"measures are {', '.join(MEASURES)}",
    )


def _by_year(
    figures: Figures,
    measure: str,
    actors: Sequence[str],
    vintage: str | None,
    definition: str | None,
) -> dict[int, dict[str, tuple[float, str]]]:
    """Return value and key by year and actor; estimates count, forecasts do not."""
    of = definition if (measure, definition) in SERIES else DEFAULT[measure]
    rows = figures.rows(
        SERIES[measure, of or ""], countries=actors, definition=of, vintages=vintage or "latest"
    )
    found: dict[int, dict[str, tuple[float, str]]] = {}
    for row in sorted(rows, key=lambda row: row.vintage):
        if row.status != "forecast":
            found.setdefault(row.year, {})[row.country] = row.value, row.key
    return found


def _last_year(
    found: Mapping[str, Mapping[int, Mapping[str, object]]], actors: Sequence[str]
) -> int | None:
    """Return the last year that has every actor in every measure, or the last there is."""
    years = [set(by_year) for by_year in found.values()]
    complete = [
        year
        for year in set.intersection(*years)
        if all(actor in by_year[year] for by_year in found.values() for actor in actors)
    ]
    return max(complete or set.union(*years), default=None)
