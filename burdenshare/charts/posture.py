"""The charts on what the money covers: of a run, and of a question asked alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from burdenshare.charts.absence import absence
from burdenshare.charts.cells import credit
from burdenshare.charts.contingencies import contingencies
from burdenshare.charts.coverage import coverage_rose
from burdenshare.charts.marginal import marginal

if TYPE_CHECKING:
    from burdenshare.study import Study


def of_cover(
    document: Mapping[str, Any], *, run: str = "", language: str = "en"
) -> dict[str, dict[str, Any]]:
    """Return the charts of an answer on coverage, by name.

    The rose always; single absences, dark cells and the ranking of lines where there are any.
    """
    told: dict[str, Any] = {"credit": credit(document, run), "language": language}
    made = {"coverage_rose": coverage_rose(document, credit=told["credit"], language=language)}
    if document["absences"]:
        made["absence"] = absence(document, **told)
    if document["diversion"] or document["whole"]:
        made["contingencies"] = contingencies(document, **told)
    if any(one["has"] and one["per_billion"] > 0.0 for one in document["marginal"]):
        made["marginal"] = marginal(document, **told)
    return made


def of_readings(study: Study, *, language: str = "en") -> dict[str, dict[str, Any]]:
    """Return the charts of what a run covers, by name; none where it leaves out readings.

    Those of `of_cover`, with the cells before and after for the hardest single absence.
    """
    if study.readings is None:
        return {}
    found = study.readings.cover
    made = of_cover(found, run=study.fingerprint, language=language)
    worst = found["absences"][0]
    if worst["lost"] > 0.0:
        left = {**found, **worst, "whole": found, "without": [worst["country"]]}
        told = credit(found, study.fingerprint)
        made["contingencies"] = contingencies(left, credit=told, language=language)
    return made
