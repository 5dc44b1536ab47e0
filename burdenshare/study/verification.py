"""Recomputes a folder from itself, offline, and names whatever is not as it says."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from burdenshare.errors import BurdenshareError, Refusal
from burdenshare.projection.fiscal.contracts import eroded_contracts
from burdenshare.projection.fiscal.equivalents import equivalents
from burdenshare.projection.project import project
from burdenshare.study import politics, programmes, readings
from burdenshare.study.findings import Findings, Verification, check_files, compare
from burdenshare.study.fingerprint import digest
from burdenshare.study.manifest import FORMAT, MANIFEST, Manifest, kind_of, read_manifest, real
from burdenshare.study.models import draw
from burdenshare.study.progress import silent
from burdenshare.study.reading import Recorded, read
from burdenshare.study.runs import Study, installed_versions
from burdenshare.study.writing import (
    ALWAYS,
    INPUTS,
    PROBABILITIES,
    QUANTILES,
    RESULTS,
    RESULTS_JSON,
    RESULTS_NC,
    RESULTS_XLSX,
    render,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from burdenshare.figures.model import Observation
    from burdenshare.figures.store import Figures
    from burdenshare.study.progress import Step

_UNUSABLE = (BurdenshareError, ArithmeticError, LookupError, TypeError, ValueError)
"""What a model raises on inputs that nobody's scenario gives."""


class _FigureTable:
    """The figures of a run folder, asked like the installed tables."""

    def __init__(self, observations: Sequence[Observation]) -> None:
        self.held = sorted(observations, key=lambda o: (o.country, o.year, o.vintage))

    def rows(
        self, series: str, *, definition: str | None = None, vintages: str = "latest"
    ) -> list[Observation]:
        """Return every figure of a series that the run used."""
        return [each for each in self.held if each.series == series]


def verify(
    folder: Path, figures: Figures | None = None, *, progress: Step = silent
) -> Verification:
    """Recompute a run folder from its own files; a sweep and its answer from its scenario as well.

    Parameters
    ----------
    folder : Path
        As `burdenshare.study.writing.write`, a sweep or a question made it.
    figures : Figures, optional
        The installed tables. A run needs none: where given, figures that they print otherwise
        today are remarked. The points of a sweep are computed from them again.
    progress : callable
        Told (points done, points in all, what is done), of a sweep.

    Returns
    -------
    Verification

    Raises
    ------
    Refusal
        ``not-a-study``: the folder has no manifest of burdenshare.
    """
    folder = real(folder)
    found = Findings()
    kind = kind_of(folder)
    try:
        manifest = read_manifest(folder, kind)
    except Refusal as refusal:
        if refusal.code == "not-a-study":
            raise
        for fault in refusal.details:
            found.differs(MANIFEST, f"{fault['where']} {fault['message']}")
        return Verification("", "", tuple(found.differences), kind=kind)
    if kind != FORMAT:
        from burdenshare.study.again import check

        return found.verification(manifest, check(folder, manifest, figures, found, progress))
    check_files(folder, manifest, ALWAYS, found)
    recomputed = ""
    try:
        recorded = read(folder)
    except Refusal as refusal:
        where, _, message = refusal.message.partition(": ")
        found.differs(where, message)
    else:
        recomputed = recorded.fingerprint(manifest.model)
        if recomputed != manifest.fingerprint:
            found.differs("fingerprint", f"by the files of the folder it is {recomputed}")
        _rerun(recorded, manifest, found)
        if figures is not None:
            _check_figures(recorded.observations, figures, found)
    return found.verification(manifest, recomputed)


def _rerun(recorded: Recorded, manifest: Manifest, found: Findings) -> None:
    """Run the model again on the recorded inputs and compare with the recorded results."""
    if not set(recorded.inputs.members) <= set(recorded.scenario.members):
        found.differs("inputs.json", "has members that scenario.yaml does not name")
        return
    try:
        with np.errstate(all="ignore"):
            again = _again(recorded, manifest)
            here = _by_place(again.result_rows)
            document = again.to_json()
            spread = _by_place(again.quantile_rows), _by_place(again.probability_rows)
    except _UNUSABLE as problem:
        found.differs(INPUTS, f"the model cannot be run on these inputs ({problem})")
        return
    tables = [(RESULTS, here, recorded.result_rows)]
    if recorded.futures is not None:
        tables.append((QUANTILES, spread[0], recorded.futures.quantile_rows))
        tables.append((PROBABILITIES, spread[1], recorded.futures.probability_rows))
    for name, mine, rows in tables:
        there = _by_place(rows)
        if len(there) != len(rows):
            found.differs(name, "gives a number twice")
        compare(name, mine, there, manifest, found)
    compare(RESULTS_JSON, document, recorded.document, manifest, found)
    if manifest.versions == installed_versions():
        _remake(again, manifest, found)
    else:
        found.remark("versions", f"{RESULTS_NC} and {RESULTS_XLSX} were checked by hash only")


def _again(recorded: Recorded, manifest: Manifest) -> Study:
    """Return the study that the recorded inputs give, its futures drawn again."""
    parts: dict[str, Any] = {}
    if (held := recorded.futures) is not None:
        parts = {
            "fiscal": held.fiscal,
            "levers": held.levers,
            "calibration": held.calibration,
            "futures": draw(
                recorded.scenario, recorded.inputs, held.fiscal, held.levers, held.calibration
            ),
            "equivalents": equivalents(
                recorded.inputs, _FigureTable(recorded.observations), fiscal=held.fiscal
            )
            if recorded.scenario.draws
            else None,
        }
    central = project(recorded.inputs)
    if recorded.scenario.contracts:
        table = _FigureTable(recorded.observations)
        parts["contracts"] = eroded_contracts(recorded.scenario, table)
    if recorded.politics is not None:
        parts["politics"] = politics.again(
            recorded.scenario,
            recorded.inputs,
            central,
            recorded.observations,
            recorded.politics,
        )
    again = Study(
        scenario=recorded.scenario,
        inputs=recorded.inputs,
        projection=central,
        observations=recorded.observations,
        sources=recorded.sources,
        fingerprint=manifest.fingerprint,
        versions=manifest.versions,
        **parts,
    )
    again = replace(again, programmes=programmes.mortgaged(again))
    if recorded.readings is None:
        return again
    found = readings.again(again, recorded.observations, recorded.readings)
    return replace(again, readings=found)


def _remake(again: Study, manifest: Manifest, found: Findings) -> None:
    """Note files of the run that are not what the run's own data give with the same versions."""
    noted = {each.where.split(" ")[0] for each in found.differences}
    try:
        files = render(again)
    except _UNUSABLE as problem:
        found.differs("scenario.yaml", f"the files of the run cannot be made again ({problem})")
        return
    for name, content in files.items():
        entry = manifest.files.get(name)
        if name not in noted and entry and entry.sha256 != digest(content):
            found.differs(name, "is not what the data of the run give")


def _by_place(cells: Iterable[Sequence[str]]) -> dict[str, float | str]:
    """Return the value of each row by what it is of: of results, quantiles or probabilities."""
    found: dict[str, float | str] = {}
    for cell in cells:
        *place, value, unit = cell if len(cell) > 4 else (*cell, "")
        name = " ".join(part for part in place if part) + (f" [{unit}]" if unit else "")
        try:
            found[name] = float(value)
        except ValueError:
            found[name] = value
    return found


def _check_figures(observations: Sequence[Observation], figures: Figures, found: Findings) -> None:
    """Remark on figures that the installed tables print otherwise, no longer, or more recently."""
    absent: Counter[str] = Counter()
    newer: dict[tuple[str, str, str], str] = {}
    for series in sorted({each.series for each in observations}):
        mine = [each for each in observations if each.series == series]
        editions = {(each.source, each.vintage) for each in mine}
        try:
            installed = figures.rows(series, vintages="all")
        except Refusal:
            installed = []
        by_key = {each.key: each for each in installed}
        latest: dict[tuple[str, str, int], str] = {}
        for each in installed:
            place = (each.source, each.country, each.year)
            latest[place] = max(latest.get(place, ""), each.vintage)
        for each in mine:
            other = by_key.get(each.key)
            if other is None:
                absent[each.table] += 1
            elif (other.value, other.unit, other.status) != (each.value, each.unit, each.status):
                found.remark(
                    each.key,
                    f"the installed tables give {other.value} {other.unit} ({other.status}), "
                    f"the run used {each.value} {each.unit} ({each.status})",
                )
            last = latest.get((each.source, each.country, each.year), "")
            if last > each.vintage and (each.source, last) not in editions:
                newer[series, each.source, each.vintage] = last
    for table, number in sorted(absent.items()):
        found.remark(table, f"{number} figures of this table are not installed here")
    for (series, source, vintage), last in sorted(newer.items()):
        found.remark(series, f"{source} {vintage} was used; an edition of {last} is installed")
