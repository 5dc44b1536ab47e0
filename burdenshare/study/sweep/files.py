"""The folder of a sweep: what varied, what came out at each point, and the manifest of hashes."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from burdenshare.errors import Refusal
from burdenshare.projection.calibration.content import text
from burdenshare.study import folder as folders
from burdenshare.study.fingerprint import digest, folder_fingerprint
from burdenshare.study.manifest import (
    MANIFEST,
    SWEEP,
    Entry,
    Manifest,
    read_manifest,
    real,
    what_of,
)
from burdenshare.study.models import calibration_of
from burdenshare.study.record import read_table, table
from burdenshare.study.runs import CALIBRATION, installed_versions, recorded
from burdenshare.study.sweep.outcomes import Measure
from burdenshare.study.writing import json_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from burdenshare.scenario.model import Scenario
    from burdenshare.study.sweep.point import Body
    from burdenshare.study.sweep.run import Sweep

SCENARIO = "scenario.yaml"
DESIGN = "design.csv"
RESULTS = "results.csv"
ABOUT = "sweep.json"
ALWAYS = (SCENARIO, DESIGN, RESULTS, ABOUT)
"""Files of every sweep."""
FIXED = ("point", "fingerprint", "refused")
RESULT_COLUMNS = ("point", *Measure._fields)


def write(sweep: Sweep, folder: Path, more: Mapping[str, bytes] | None = None) -> None:
    """Write the folder of a sweep; all of it or nothing, the same bytes for the same sweep.

    ``design.csv`` has the values of each point, ``results.csv`` one row for each number of each
    point, ``scenario.yaml`` what holds for everything that does not vary, ``sweep.json`` the
    design, ``manifest.json`` the hashes. `more` lies beside them: the answer to a question that was
    asked of the points, and its charts.
    """
    files = {**render(sweep), **(more or {})}
    bound = manifest(
        sweep.scenario, sweep.fingerprint, files, what=f"{len(sweep.points):,} points", kind=SWEEP
    )
    folders.put(folder, {**files, MANIFEST: json_bytes(bound.to_json())}, SWEEP)


def manifest(
    scenario: Scenario, fingerprint: str, files: Mapping[str, bytes], *, what: str, kind: str
) -> Manifest:
    """Return the manifest of a folder that is made from a scenario and is no run."""
    entries = {name: Entry(digest(content), len(content)) for name, content in files.items()}
    versions = installed_versions()
    model = versions["burdenshare"]
    return Manifest(
        name=scenario.name,
        title=scenario.title,
        fingerprint=fingerprint,
        folder=folder_fingerprint(entries),
        model=model,
        versions=versions,
        files=entries,
        cite=f"{scenario.title}, {what}. burdenshare {model}, {what_of(kind)} {fingerprint}.",
        format=kind,
    )


def scenario_files(scenario: Scenario) -> dict[str, bytes]:
    """Return the scenario as its folder holds it, by name; its own calibration lies beside it."""
    from burdenshare.scenario.load import dump

    files = {SCENARIO: dump(recorded(scenario)).encode()}
    if own := calibration_of(scenario) if scenario.draws and scenario.calibration else None:
        files[CALIBRATION] = text(own).encode()
    return files


def render(sweep: Sweep) -> dict[str, bytes]:
    """Return every file that the sweep itself determines, by name; all but the manifest."""
    design = [
        (str(at), each.fingerprint, each.refused, *(str(value) for value in each.values))
        for at, each in enumerate(sweep.points)
    ]
    results = [
        (str(at), *(str(cell) for cell in measure))
        for at, each in enumerate(sweep.points)
        for measure in each.measures
    ]
    about = {
        "vary": [each.to_json() for each in sweep.vary],
        "design": sweep.design.to_json(),
        "points": len(sweep.points),
        "draws": sweep.scenario.draws,
        "seed": sweep.scenario.seed,
        "figures": sweep.on.figures,
        "calibration": sweep.on.calibration,
        "more": list(sweep.on.more),
    }
    return {
        **scenario_files(sweep.scenario),
        DESIGN: table((*FIXED, *(each.path for each in sweep.vary)), design),
        RESULTS: table(RESULT_COLUMNS, results),
        ABOUT: json_bytes(about),
    }


def known_points(folder: Path) -> dict[str, Body]:
    """Return the finished points of an earlier sweep, by fingerprint; none where it is damaged."""
    folder = real(folder)
    try:
        manifest = read_manifest(folder, SWEEP)
        held = {name: (folder / name).read_bytes() for name in (DESIGN, RESULTS)}
        if any(digest(content) != manifest.files[name].sha256 for name, content in held.items()):
            return {}
        return _bodies(held)
    except (Refusal, OSError, LookupError, ValueError):
        return {}


def _bodies(held: dict[str, bytes]) -> dict[str, Body]:
    header = next(csv.reader([held[DESIGN].decode().partition("\n")[0]]))
    bodies: dict[str, Body] = {}
    first: dict[str, str] = {}
    for point, fingerprint, refused, *_ in read_table(held[DESIGN], header, DESIGN):
        code, _, message = refused.partition(": ")
        if fingerprint not in bodies and refused:
            bodies[fingerprint] = {"error": {"code": code, "message": message}}
        elif fingerprint not in bodies:
            bodies[fingerprint] = {"measures": []}
            first[point] = fingerprint
    for point, variable, country, year, statistic, value, unit in read_table(
        held[RESULTS], RESULT_COLUMNS, RESULTS
    ):
        if point in first:
            row = [variable, country, int(year), statistic, float(value), unit]
            bodies[first[point]]["measures"].append(row)
    return bodies
