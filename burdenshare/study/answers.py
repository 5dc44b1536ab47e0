"""Writes the answer to a question over many runs into its folder, and gives it again from there.

The folder of a sweep that a question was asked of holds the answer beside the points; the causes of
a band have a folder of their own, with the scenario and the answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from burdenshare.errors import Refusal
from burdenshare.study import folder as folders
from burdenshare.study.discovery import Discovery, discover_in, read_condition
from burdenshare.study.manifest import BAND, MANIFEST
from burdenshare.study.sensitivity import Sensitivity, sensitivity_in
from burdenshare.study.sweep import files
from burdenshare.study.uncertainty import Uncertainty
from burdenshare.study.writing import json_bytes, require_names

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from burdenshare.study.sweep.run import Sweep

ANSWER = "answer.json"
ALWAYS = (files.SCENARIO, ANSWER)
"""Files of every folder of a band's causes."""
Answer = Sensitivity | Discovery | Uncertainty


def write(answer: Answer, folder: Path, attachments: Mapping[str, bytes] | None = None) -> None:
    """Write the folder of an answer; all of it or nothing, the same bytes for the same answer.

    Parameters
    ----------
    answer : Sensitivity, Discovery or Uncertainty
    folder : Path
        Where the points of the sweep lie, if it has some.
    attachments : mapping of str to bytes, optional
        Charts by relative path: ``charts/sobol.svg``.

    Raises
    ------
    Refusal
        ``folder-exists``: the folder holds something else. ``bad-argument``: an attachment whose
        name leads out of the folder.
    Failure
        ``cannot-write``: what was there before is unchanged.
    """
    more = {ANSWER: json_bytes(answer.to_json()), **(attachments or {})}
    require_names(attachments or {})
    if not isinstance(answer, Uncertainty):
        files.write(answer.sweep, folder, more)
        return
    scenario = files.scenario_files(answer.scenario)
    bound = files.manifest(
        answer.scenario,
        answer.fingerprint,
        scenario | more,
        what=f"what makes the band of {answer.outcome.words} wide",
        kind=BAND,
    )
    folders.put(folder, {**scenario, **more, MANIFEST: json_bytes(bound.to_json())}, BAND)


def again(run: Sweep, asked: Mapping[str, Any]) -> Answer:
    """Return the answer that a sweep gives to what was asked.

    Parameters
    ----------
    run : Sweep
    asked : mapping
        What the answer itself says under ``asked``.

    Raises
    ------
    Refusal
        ``damaged-file``: nothing that is asked of a sweep. What the question is refused for.
    """
    match asked:
        case {"question": "sensitivity", "outcome": str(outcome)}:
            return sensitivity_in(run, outcome)
        case {"question": "discover", "fails": str(fails), **options}:
            wanted = {name: options[name] for name in ("most", "alpha", "seed") if name in options}
            return discover_in(run, read_condition(fails), **wanted)
    raise Refusal(
        "damaged-file",
        f"{ANSWER}: says of no question that is asked of a sweep",
        hint="ask the question again with --out",
    )
