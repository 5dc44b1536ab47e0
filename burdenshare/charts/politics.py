"""The charts of behaviour and bargaining: of a run, and of a question asked alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from burdenshare.charts.keeping import keeping, kept_as_said
from burdenshare.charts.moves import MODELS, moves
from burdenshare.charts.positions import positions
from burdenshare.charts.theme import Credit
from burdenshare.compliance.record import record
from burdenshare.compliance.record import told as told_of

if TYPE_CHECKING:
    from burdenshare.figures.model import Source
    from burdenshare.study import Study

OF_KEEP = "milex_pct_gdp"
EDITIONS = "North Atlantic Treaty Organization, editions known at the time and the one that scores"
STATEMENTS = "statements before the decision, each with its page, and assumed salience"
ASSUMED = "positions and salience as given"
MOST = 4
"""So many cases of a negotiation are drawn."""


def of_keep(
    document: Mapping[str, Any], sources: Iterable[Source], *, run: str = "", language: str = "en"
) -> dict[str, dict[str, Any]]:
    """Return the charts of a forecast of behaviour, by name."""
    credit = Credit(tuple(sources), run)
    return {"keeping": keeping(document, credit=credit, language=language)}


def of_past(
    points: Iterable[Mapping[str, float]], told: str, *, run: str = "", language: str = "en"
) -> dict[str, dict[str, Any]]:
    """Return the chart of how good forecasts of behaviour were, by name."""
    return {
        "kept_as_said": kept_as_said(
            list(points),
            credit=Credit((), run, more=(EDITIONS,)),
            told=told,
            language=language,
        )
    }


def of_negotiation(
    document: Mapping[str, Any], sources: Iterable[Source], *, run: str = "", language: str = "en"
) -> dict[str, dict[str, Any]]:
    """Return the charts of a negotiation, by name; of several cases, those of the first few."""
    found: dict[str, dict[str, Any]] = {}
    cases = list(document["cases"])[:MOST]
    for case in cases:
        stated = document["about"].get(case, {}).get("evidence")
        credit = Credit(tuple(sources), run, more=(STATEMENTS if stated else ASSUMED,))
        end = f"_{case}" if len(cases) > 1 else ""
        told: dict[str, Any] = {"credit": credit, "language": language}
        found[f"positions{end}"] = positions(document, case, **told)
        if MODELS.keys() & document["trajectories"].get(case, {}):
            found[f"moves{end}"] = moves(document, case, **told)
    return found


def of_alone(
    document: Mapping[str, Any],
    about: Mapping[str, Any],
    sources: Iterable[Source],
    *,
    run: str = "",
    language: str = "en",
) -> dict[str, dict[str, Any]]:
    """Return the chart of who plays alone of each case, by name; `about` as of a negotiation."""
    from burdenshare.charts.standing_alone import standing_alone
    from burdenshare.errors import Refusal

    found: dict[str, dict[str, Any]] = {}
    cases = list(document["cases"])[:MOST]
    for case in cases:
        told = about.get(case, {})
        credit = Credit(
            tuple(sources), run, more=(STATEMENTS if told.get("evidence") else ASSUMED,)
        )
        end = f"_{case}" if len(cases) > 1 else ""
        try:
            found[f"standing_alone{end}"] = standing_alone(
                document["cases"][case],
                name=told.get("title", case),
                credit=credit,
                language=language,
            )
        except Refusal:
            continue
    return found


def of_run(study: Study, *, language: str = "en") -> dict[str, dict[str, Any]]:
    """Return the charts of what a run says of behaviour and bargaining, by name."""
    if study.politics is None:
        return {}
    told, run = study.politics.document, study.fingerprint
    sources = {source.id: source for source in study.sources}

    def behind(*starts: str) -> list[Source]:
        tables = {o.table for o in study.observations if o.key.startswith(starts)}
        return [sources[name] for name in sorted(tables)]

    made: dict[str, dict[str, Any]] = {}
    if "keep" in told:
        made |= of_keep(told["keep"], behind(f"{OF_KEEP}/"), run=run, language=language)
        past = record()
        made |= of_past(past["reliability"], told_of(past), run=run, language=language)
    if "negotiation" in told:
        about = told["negotiation"]["about"]
        weighed = [
            key for one in about.values() for key in one.get("capability", {}).get("keys", ())
        ]
        made |= of_negotiation(told["negotiation"], behind(*weighed), run=run, language=language)
        kinds = [key for key in study.politics.keys if key.startswith("milex_share_")]
        made |= of_alone(told["alone"], about, behind(*kinds), run=run, language=language)
    return made
