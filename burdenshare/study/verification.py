"""Recomputes a run folder from itself, offline, and names whatever is not as it says."""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from burdenshare.errors import BurdenshareError, Refusal
from burdenshare.projection.fiscal.equivalents import equivalents
from burdenshare.projection.project import project
from burdenshare.study import politics
from burdenshare.study.fingerprint import digest, folder_fingerprint
from burdenshare.study.manifest import (
    MANIFEST,
    Entry,
    Manifest,
    is_plain_file,
    names_in,
    read_manifest,
    real,
)
from burdenshare.study.models import draw
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
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from burdenshare.figures.model import Observation
    from burdenshare.figures.store import Figures

TOLERANCE = 1e-12
"""Relative difference of a number that another version of Python or NumPy may make."""
SLIGHT = 1e-9
"""Absolute difference that is none: one unit of currency, where two large sums nearly cancel."""
LARGEST = 4 * 2**30
"""Bytes beyond which a file is not hashed."""
MANY = 20
"""Differences of one file beyond which only their number is given."""
_UNUSABLE = (BurdenshareError, ArithmeticError, LookupError, TypeError, ValueError)
"""What a model raises on inputs that nobody's scenario gives."""


@dataclass(frozen=True)
class Difference:
    """One thing that is not as the folder says: which file or number, and how it differs."""

    where: str
    message: str


@dataclass(frozen=True)
class Verification:
    """What verifying a run folder found.

    It establishes that the files are those that the manifest binds, that the fingerprint belongs to
    this scenario, these inputs, figures and results, and that the results follow from the inputs.
    It does not establish that a figure is true, nor that charts and report say what the results
    say: of those it knows only that they are the bytes that were written.
    """

    fingerprint: str
    """As the manifest gives it."""
    recomputed: str
    """From the folder's own files; empty where they cannot be read."""
    differences: tuple[Difference, ...] = ()
    remarks: tuple[Difference, ...] = ()
    """Worth knowing, and no fault of the folder."""

    @property
    def ok(self) -> bool:
        """True when the folder is what it says."""
        return not self.differences

    def to_json(self) -> dict[str, Any]:
        """Return the verification as plain data."""
        return {
            "ok": self.ok,
            "fingerprint": self.fingerprint,
            "recomputed": self.recomputed,
            "differences": [asdict(each) for each in self.differences],
            "remarks": [asdict(each) for each in self.remarks],
        }

    def lines(self) -> list[str]:
        """Return the verification in sentences, the verdict first."""
        verdict = (
            f"The folder is what it says: run {self.fingerprint}."
            if self.ok
            else f"The folder is not what it says: {len(self.differences)} difference(s)."
        )
        return [
            verdict,
            *(f"differs: {each.where}: {each.message}" for each in self.differences),
            *(f"remark: {each.where}: {each.message}" for each in self.remarks),
        ]


class _Findings:
    """Collects what differs and what is only worth a remark."""

    def __init__(self) -> None:
        self.differences: list[Difference] = []
        self.remarks: list[Difference] = []

    def differs(self, where: str, message: str) -> None:
        self.differences.append(Difference(where, message))

    def remark(self, where: str, message: str) -> None:
        self.remarks.append(Difference(where, message))


class _FigureTable:
    """The figures of a run folder, asked like the installed tables."""

    def __init__(self, observations: Sequence[Observation]) -> None:
        self.held = sorted(observations, key=lambda o: (o.country, o.year, o.vintage))

    def rows(
        self, series: str, *, definition: str | None = None, vintages: str = "latest"
    ) -> list[Observation]:
        """Return every figure of a series that the run used."""
        return [each for each in self.held if each.series == series]


def verify(folder: Path, figures: Figures | None = None) -> Verification:
    """Recompute a run folder from its own files.

    Parameters
    ----------
    folder : Path
        As `write` made it.
    figures : Figures, optional
        The installed tables; where given, figures that they print otherwise today are remarked.

    Returns
    -------
    Verification

    Raises
    ------
    Refusal
        ``not-a-study``: the folder has no manifest of burdenshare.
    """
    folder = real(folder)
    found = _Findings()
    try:
        manifest = read_manifest(folder)
    except Refusal as refusal:
        if refusal.code == "not-a-study":
            raise
        for fault in refusal.details:
            found.differs(MANIFEST, f"{fault['where']} {fault['message']}")
        return Verification("", "", tuple(found.differences))
    _check_files(folder, manifest, found)
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
    return Verification(
        manifest.fingerprint, recomputed, tuple(found.differences), tuple(found.remarks)
    )


def _check_files(folder: Path, manifest: Manifest, found: _Findings) -> None:
    """Note what is missing, changed or too much in the folder."""
    try:
        present = names_in(folder)
    except OSError as error:
        found.differs(folder.name, f"cannot be read in full ({error.strerror})")
        return
    for name, entry in sorted(manifest.files.items()):
        if name not in present:
            found.differs(name, "is missing")
        elif problem := _problem(folder / name, entry):
            found.differs(name, problem)
    for name in sorted(present - manifest.files.keys() - {MANIFEST}):
        found.differs(name, "is not named by the manifest")
    for name in sorted(set(ALWAYS) - manifest.files.keys() - {MANIFEST}):
        found.differs(name, "belongs to every run and is not named by the manifest")
    if folder_fingerprint(manifest.files) != manifest.folder:
        found.differs(MANIFEST, "folder_sha256 is not that of the files it names")


def _problem(path: Path, entry: Entry) -> str:
    """Return what is wrong with one file; empty where it is the one that was written."""
    if not is_plain_file(path):
        return "is a link or no plain file"
    try:
        size = path.stat().st_size
        if size != entry.size:
            return f"has {size} bytes, not {entry.size}"
        if size > LARGEST:
            return f"is larger than {LARGEST // 2**30} GB and was not read"
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as problem:
        return f"cannot be read ({problem.strerror})"
    return "" if sha256 == entry.sha256 else f"has another content (SHA-256 {sha256})"


def _rerun(recorded: Recorded, manifest: Manifest, found: _Findings) -> None:
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
        _compare(name, mine, there, manifest, found)
    _compare(RESULTS_JSON, document, recorded.document, manifest, found)
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
    if recorded.politics is not None:
        parts["politics"] = politics.again(
            recorded.scenario,
            recorded.inputs,
            central,
            recorded.observations,
            recorded.politics,
        )
    return Study(
        scenario=recorded.scenario,
        inputs=recorded.inputs,
        projection=central,
        observations=recorded.observations,
        sources=recorded.sources,
        fingerprint=manifest.fingerprint,
        versions=manifest.versions,
        **parts,
    )


def _compare(name: str, here: Any, there: Any, manifest: Manifest, found: _Findings) -> None:
    unequal = list(_unequal(here, there))
    far = [(place, message) for place, message, near in unequal if not near]
    for place, message in far[:MANY]:
        found.differs(f"{name} {place}", message)
    if len(far) > MANY:
        found.differs(name, f"and {len(far) - MANY} more numbers differ")
    if near := len(unequal) - len(far):
        others = ", ".join(
            f"{library} {manifest.versions.get(library, '?')}, here {number}"
            for library, number in installed_versions().items()
            if manifest.versions.get(library) != number
        )
        found.remark(
            name,
            f"{near} numbers are equal within {TOLERANCE:g} only, "
            + (f"other versions ({others})" if others else "another machine"),
        )


def _remake(again: Study, manifest: Manifest, found: _Findings) -> None:
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


def _unequal(here: Any, there: Any, place: str = "") -> Iterator[tuple[str, str, bool]]:
    """Yield (place, message, nearly equal) for every leaf that two documents do not share."""
    if isinstance(here, dict) and isinstance(there, dict):
        for key in [*here, *(key for key in there if key not in here)]:
            at = f"{place}/{key}" if place else str(key)
            if key not in there:
                yield at, "is missing", False
            elif key not in here:
                yield at, "does not follow from the inputs", False
            else:
                yield from _unequal(here[key], there[key], at)
    elif isinstance(here, list) and isinstance(there, list) and len(here) == len(there):
        for index, pair in enumerate(zip(here, there, strict=True)):
            yield from _unequal(*pair, f"{place}/{index}")
    elif here != there or isinstance(here, bool) != isinstance(there, bool):
        near = (
            isinstance(here, int | float)
            and isinstance(there, int | float)
            and math.isclose(here, there, rel_tol=TOLERANCE, abs_tol=SLIGHT)
        )
        yield place, f"is {_short(there)}, by the inputs {_short(here)}", near


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _check_figures(observations: Sequence[Observation], figures: Figures, found: _Findings) -> None:
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
