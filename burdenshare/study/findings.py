"""What checking a folder finds: what differs, what is worth a remark, and how both are said."""

from __future__ import annotations

import hashlib
import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from burdenshare.study.fingerprint import folder_fingerprint
from burdenshare.study.manifest import (
    FORMAT,
    MANIFEST,
    Entry,
    Manifest,
    is_plain_file,
    names_in,
    what_of,
)
from burdenshare.study.runs import installed_versions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

TOLERANCE = 1e-12
"""Relative difference of a number that another version of Python or NumPy may make."""
SLIGHT = 1e-9
"""Absolute difference that is none: one unit of currency, where two large sums nearly cancel."""
LARGEST = 4 * 2**30
"""Bytes beyond which a file is not hashed."""
MANY = 20
"""Differences of one file beyond which only their number is given."""


@dataclass(frozen=True)
class Difference:
    """One thing that is not as the folder says: which file or number, and how it differs."""

    where: str
    message: str


@dataclass(frozen=True)
class Verification:
    """What verifying a folder found.

    Of a run it establishes that the files are those that the manifest binds, that the fingerprint
    belongs to this scenario, these inputs, figures and results, and that the results follow from
    the inputs; of a sweep and of the answer to a question, that every point and the answer come
    out again from the scenario and the installed figures. It does not establish that a figure is
    true, nor that charts and report say what the results say: of those it knows only that they are
    the bytes that were written.
    """

    fingerprint: str
    """As the manifest gives it."""
    recomputed: str
    """From the folder's own files; empty where they cannot be read."""
    differences: tuple[Difference, ...] = ()
    remarks: tuple[Difference, ...] = ()
    """Worth knowing, and no fault of the folder."""
    kind: str = FORMAT
    """Format of the folder."""

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
            f"The folder is what it says: {what_of(self.kind)} {self.fingerprint}."
            if self.ok
            else f"The folder is not what it says: {len(self.differences)} "
            f"{'difference' if len(self.differences) == 1 else 'differences'}."
        )
        return [
            verdict,
            *(f"differs: {each.where}: {each.message}" for each in self.differences),
            *(f"remark: {each.where}: {each.message}" for each in self.remarks),
        ]


class Findings:
    """Collects what differs and what is only worth a remark."""

    def __init__(self) -> None:
        self.differences: list[Difference] = []
        self.remarks: list[Difference] = []

    def differs(self, where: str, message: str) -> None:
        """Note something that is not as the folder says."""
        self.differences.append(Difference(where, message))

    def remark(self, where: str, message: str) -> None:
        """Note something worth knowing that is no fault of the folder."""
        self.remarks.append(Difference(where, message))

    def verification(self, manifest: Manifest, recomputed: str = "") -> Verification:
        """Return what was found of the folder of a manifest."""
        return Verification(
            manifest.fingerprint,
            recomputed,
            tuple(self.differences),
            tuple(self.remarks),
            manifest.format,
        )


def check_files(folder: Path, manifest: Manifest, always: Sequence[str], found: Findings) -> None:
    """Note what is missing, changed or too much in the folder, and what `always` belongs to it."""
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
    what = what_of(manifest.format)
    for name in sorted(set(always) - manifest.files.keys() - {MANIFEST}):
        found.differs(name, f"belongs to every {what} and is not named by the manifest")
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


def compare(name: str, here: Any, there: Any, manifest: Manifest, found: Findings) -> None:
    """Note every leaf that two documents do not share: as computed here, and as written there."""
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
