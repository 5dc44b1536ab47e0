"""The charts of a question over many runs: which one its answer gets, and from which figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from burdenshare.charts.importance import band_width, failure_box, influences, sobol
from burdenshare.charts.run import credit_of, definition_of, has_own
from burdenshare.scenario.load import costs_alone
from burdenshare.study.discovery import Discovery
from burdenshare.study.runs import compute
from burdenshare.study.sensitivity import Sensitivity
from burdenshare.study.uncertainty import VINTAGE, Uncertainty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from burdenshare.figures.model import Observation
    from burdenshare.figures.store import Figures

Answer = Sensitivity | Discovery | Uncertainty


def charts(answer: Answer, figures: Figures, *, language: str = "en") -> dict[str, dict[str, Any]]:
    """Return the specification of the chart of an answer, by name; none where nothing was found.

    ``sobol`` shows what moves an outcome, ``failure_box`` where a plan fails, ``band_width`` what
    makes a band wide.

    Parameters
    ----------
    answer : Sensitivity, Discovery or Uncertainty
    figures : Figures
        On which the answer rests.
    language : str
        Of the words of the charts: ``en`` or ``ja``.
    """
    if isinstance(answer, Uncertainty):
        scenario, run = answer.scenario, answer.fingerprint
    else:
        scenario, run = answer.sweep.scenario, answer.sweep.fingerprint
    central = compute(costs_alone(scenario), figures)
    rest_on = [*central.observations, *_compared(answer, figures)]
    credit = credit_of(rest_on, figures, run=run, own=has_own(central))
    told: dict[str, Any] = {"credit": credit, "language": language}
    if isinstance(answer, Uncertainty):
        compared = f"Compared: {answer.compared() or definition_of(central)}"
        return {"band_width": band_width([answer], definition=compared, **told)}
    said = {**told, "definition": definition_of(central)}
    if isinstance(answer, Discovery):
        found = answer.found.restricted
        return {"failure_box": failure_box(answer, **said)} if found else {}
    runs, words = len(answer.sweep.points), answer.outcome.words
    return {"sobol": sobol(influences(answer), words=words, runs=runs, **said)}


def _compared(answer: Answer, figures: Figures) -> Iterator[Observation]:
    """Yield one figure of each edition that was set beside another."""
    if not isinstance(answer, Uncertainty):
        return
    series = {"nato": "milex_pct_gdp", "sipri": "milex_pct_gdp", "imf": "gdp_lcu"}
    for edition in {e for words in answer.alternatives[VINTAGE] for e in words.split(", ")}:
        family, _, vintage = edition.lower().partition(" ")
        yield from figures.rows(
            series[family], definition=family, vintages=vintage, countries=answer.scenario.members
        )[:1]
