"""Runs a sweep, or asks a question, again from its folder and names what comes out otherwise."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from burdenshare import __version__
from burdenshare.errors import BurdenshareError, Refusal
from burdenshare.study import answers
from burdenshare.study.findings import check_files, compare
from burdenshare.study.fingerprint import digest
from burdenshare.study.manifest import BAND
from burdenshare.study.reading import read_document, read_scenario
from burdenshare.study.record import read_table
from burdenshare.study.runs import CALIBRATION
from burdenshare.study.sweep import files
from burdenshare.study.sweep.design import Design
from burdenshare.study.sweep.point import Ground, ground
from burdenshare.study.sweep.run import sweep
from burdenshare.study.sweep.template import read_path
from burdenshare.study.sweep.vary import Vary
from burdenshare.study.uncertainty import uncertainty
from burdenshare.study.writing import json_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from burdenshare.figures.store import Figures
    from burdenshare.scenario.model import Scenario
    from burdenshare.study.findings import Findings
    from burdenshare.study.manifest import Manifest
    from burdenshare.study.progress import Step

_UNUSABLE = (BurdenshareError, ArithmeticError, LookupError, TypeError, ValueError)
"""What is raised on a design or question that nobody asks."""


def check(
    folder: Path, manifest: Manifest, figures: Figures | None, found: Findings, progress: Step
) -> str:
    """Check the folder of a sweep or of a band's causes, and return its fingerprint as computed.

    Every point is computed again, in this process, and the answer from the points. Charts are
    checked by hash only.

    Parameters
    ----------
    folder : Path
    manifest : Manifest
        Of the folder.
    figures : Figures, optional
        The installed tables; without them nothing can be computed.
    found : Findings
        Takes what differs.
    progress : callable
        Told (points done, points in all, what is done).

    Returns
    -------
    str
        Empty where nothing could be computed.
    """
    band = manifest.format == BAND
    check_files(folder, manifest, answers.ALWAYS if band else files.ALWAYS, found)
    if manifest.model != __version__:
        found.differs(
            "versions",
            f"made by burdenshare {manifest.model}, this is {__version__}; only the release that "
            "made it can compute it again",
        )
        return ""
    if figures is None:
        found.differs("figures", "no tables of figures are installed to compute it again from")
        return ""
    try:
        _, scenario = read_scenario(folder)
        if scenario.calibration:
            path = str(folder / CALIBRATION)
            scenario = scenario.model_copy(update={"calibration": path})
        document = read_document(folder, answers.ANSWER if band else files.ABOUT)
        told = document["asked"] if band else document
        if not _same_ground(ground(scenario, figures), told, found):
            return ""
        with_them = figures, progress
        made, fingerprint = (
            _band(scenario, told, *with_them)
            if band
            else _sweep(folder, manifest, scenario, told, *with_them)
        )
        _compare(folder, manifest, made, found)
    except _UNUSABLE as problem:
        where, _, message = str(getattr(problem, "message", problem)).partition(": ")
        found.differs(where if message else "again", message or f"cannot be computed ({where})")
        return ""
    if fingerprint != manifest.fingerprint:
        found.differs("fingerprint", f"computed again it is {fingerprint}")
    return fingerprint


def _sweep(
    folder: Path,
    manifest: Manifest,
    scenario: Scenario,
    told: Mapping[str, Any],
    figures: Figures,
    progress: Step,
) -> tuple[dict[str, bytes], str]:
    """Return the files of a sweep and its answer as computed now, and the hash of the sweep."""
    vary, more = tuple(_vary(each) for each in told["vary"]), told["more"]
    design = Design(**told["design"])
    run = sweep(scenario, vary, design, figures=figures, outcomes=more, progress=progress)
    made = files.render(run)
    if answers.ANSWER in manifest.files:
        held = read_document(folder, answers.ANSWER)
        made[answers.ANSWER] = json_bytes(answers.again(run, held["asked"]).to_json())
    return made, run.fingerprint


def _band(
    scenario: Scenario, told: Mapping[str, Any], figures: Figures, progress: Step
) -> tuple[dict[str, bytes], str]:
    """Return the files of a band's causes as computed now, and their hash."""
    outcome, editions = told["outcome"], told["editions"]
    found = uncertainty(scenario, outcome, figures=figures, editions=editions, progress=progress)
    answer = json_bytes(found.to_json())
    return {answers.ANSWER: answer, **files.scenario_files(scenario)}, found.fingerprint


def _same_ground(on: Ground, told: Mapping[str, Any], found: Findings) -> bool:
    """Note figures and shocks that are not those it was made from."""
    others = {
        name: here
        for name, here in (("figures", on.figures), ("calibration", on.calibration))
        if told[name] != here
    }
    for name, here in others.items():
        found.differs(
            name,
            f"made from {name} {str(told[name])[:12]}, installed are {here[:12]}: it cannot be "
            "computed again here",
        )
    return not others


def _vary(held: Mapping[str, Any]) -> Vary:
    """Return a field that varies, as `Vary.to_json` gave it."""
    place = read_path(held["path"])
    if place is None:
        raise Refusal(
            "damaged-file",
            f"{files.ABOUT}: {held['path']!r} is no path of a field",
            hint="take the folder from its origin again, or run the sweep again",
        )
    ends = {name: held[name] for name in ("low", "high") if name in held}
    levels = tuple(held.get("levels", ()))
    return Vary(held["path"], place, levels=levels, title=held["title"], unit=held["unit"], **ends)


def _compare(folder: Path, manifest: Manifest, made: Mapping[str, bytes], found: Findings) -> None:
    """Note every file that is not what was computed; of the results, every number."""
    for name, content in made.items():
        entry = manifest.files.get(name)
        if entry is None or entry.sha256 == digest(content):
            continue
        if name != files.RESULTS:
            found.differs(name, "is not what the scenario gives")
            continue
        there = (folder / name).read_bytes()
        compare(name, _numbers(content), _numbers(there), manifest, found)


def _numbers(content: bytes) -> dict[str, float]:
    """Return the numbers of a results table by what they are of."""
    rows = read_table(content, files.RESULT_COLUMNS, files.RESULTS)
    return {
        f"point {point} {variable}@{country}#{statistic} {year} [{unit}]": float(value)
        for point, variable, country, year, statistic, value, unit in rows
    }
