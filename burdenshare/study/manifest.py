"""The manifest of a run folder: which files belong to it, their hashes, and how to cite it."""

from __future__ import annotations

import json
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from burdenshare.errors import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

MANIFEST = "manifest.json"
FORMAT = "burdenshare-run"
SWEEP = "burdenshare-sweep"
BAND = "burdenshare-uncertainty"
"""What a manifest says it belongs to: one run, a sweep over many points with what was asked of
it, or the causes of a band."""
FORMAT_VERSION = 1
LARGEST_MANIFEST = 8 * 2**20
"""Bytes; a manifest beyond this is none of ours."""
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Entry:
    """Hash and size of one file."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Manifest:
    """What a run folder says of itself."""

    name: str
    title: str
    fingerprint: str
    folder: str
    """Hash over names and hashes of all files."""
    model: str
    versions: dict[str, str]
    files: dict[str, Entry]
    cite: str = ""
    format: str = FORMAT

    def to_json(self) -> dict[str, Any]:
        """Return the document that is written as ``manifest.json``."""
        return {
            "format": self.format,
            "format_version": FORMAT_VERSION,
            "name": self.name,
            "title": self.title,
            "fingerprint": self.fingerprint,
            "folder_sha256": self.folder,
            "model": self.model,
            "versions": self.versions,
            "files": {
                name: {"sha256": entry.sha256, "bytes": entry.size}
                for name, entry in sorted(self.files.items())
            },
            "cite": self.cite,
        }


def what_of(kind: str) -> str:
    """Return what the folder of a format holds, in a word: ``run``, ``sweep``, ``uncertainty``."""
    return kind.removeprefix("burdenshare-")


def kind_of(folder: Path) -> str:
    """Return the format that the manifest of a folder names; that of a run where it names none."""
    for kind in (SWEEP, BAND):
        if is_run(folder, kind) is not None:
            return kind
    return FORMAT


def safe_name(name: str) -> bool:
    """Tell whether `name` is a plain relative path that stays inside its folder."""
    parts = name.split("/")
    return bool(name) and not any(
        part in ("", ".", "..") or re.search(r'[\\:*?"<>|\x00-\x1f]', part) for part in parts
    )


def real(folder: Path) -> Path:
    """Return the folder that a path leads to; a link that leads to itself is left as it is."""
    return Path(os.path.realpath(folder))


def names_in(folder: Path) -> set[str]:
    """Return every entry below `folder` that is not a plain folder, links not followed.

    An empty folder counts as an entry, with a slash at its end.

    Raises
    ------
    OSError
        A folder cannot be read: what it holds is then not known to be nothing.
    """

    def fail(problem: OSError) -> None:
        raise problem

    found: set[str] = set()
    for here, folders, files in os.walk(folder, onerror=fail):
        at = Path(here).relative_to(folder)
        links = [name for name in folders if (Path(here) / name).is_symlink()]
        found.update((at / name).as_posix() for name in [*files, *links])
        if not folders and not files and at.parts:
            found.add(at.as_posix() + "/")
    return found


def is_run(folder: Path, kind: str = FORMAT) -> set[str] | None:
    """Return the names that the manifest of a run folder lists; None where it has none of ours."""
    try:
        document = _document(folder, kind)
    except Refusal:
        return None
    files = document.get("files")
    return {str(name) for name in files} if isinstance(files, dict) else set()


def read_manifest(folder: Path, kind: str = FORMAT) -> Manifest:
    """Read the manifest of a run folder, or of a sweep.

    Raises
    ------
    Refusal
        ``not-a-study``: there is no manifest of burdenshare. ``damaged-file``: it is ours, or was,
        but cannot be used; `details` names every fault.
    """
    document = _document(folder, kind)
    faults: list[dict[str, str]] = []
    version = document.get("format_version")
    if version != FORMAT_VERSION:
        faults.append(_fault("format_version", f"is {version!r}, not {FORMAT_VERSION}"))
    texts = {
        key: _text(document, key, faults)
        for key in ("name", "title", "fingerprint", "folder_sha256", "model", "cite")
    }
    versions = document.get("versions")
    if not isinstance(versions, dict):
        faults.append(_fault("versions", "is missing"))
    files = _entries(document.get("files"), faults)
    if faults:
        raise Refusal(
            "damaged-file",
            f"{MANIFEST} is damaged",
            hint="take the folder from its origin again, or run the scenario again",
            details=faults,
        )
    return Manifest(
        name=texts["name"],
        title=texts["title"],
        fingerprint=texts["fingerprint"],
        folder=texts["folder_sha256"],
        model=texts["model"],
        versions={str(key): str(value) for key, value in dict(versions or {}).items()},
        files=files,
        cite=texts["cite"],
        format=kind,
    )


def _document(folder: Path, kind: str) -> dict[str, Any]:
    path = folder / MANIFEST
    command = what_of(kind)
    not_ours = Refusal(
        "not-a-study",
        f"{folder.name} is no {command} folder: it has no {MANIFEST} of burdenshare",
        hint=f"name the folder that `burdenshare {command}` wrote"
        + ("; of `regret`, the folder of one design" if kind == FORMAT else ""),
    )
    if not folder.is_dir() or not is_plain_file(path):
        raise not_ours
    try:
        if path.stat().st_size > LARGEST_MANIFEST:
            raise not_ours
        document = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as problem:
        raise Refusal(
            "damaged-file",
            f"{MANIFEST} cannot be read",
            hint="take the folder from its origin again, or run the scenario again",
            details=[_fault(MANIFEST, f"is no readable JSON ({type(problem).__name__})")],
        ) from None
    if not isinstance(document, dict) or document.get("format") != kind:
        raise not_ours
    return document


def is_plain_file(path: Path) -> bool:
    """Tell whether `path` is a regular file and no link, pipe or device."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except (OSError, ValueError):
        return False


def _fault(where: str, message: str) -> dict[str, str]:
    return {"where": where, "message": message}


def _text(document: Mapping[str, Any], key: str, faults: list[dict[str, str]]) -> str:
    value = document.get(key)
    if isinstance(value, str):
        return value
    faults.append(_fault(key, "is missing or no text"))
    return ""


def _entries(files: Any, faults: list[dict[str, str]]) -> dict[str, Entry]:
    if not isinstance(files, dict):
        faults.append(_fault("files", "is missing"))
        return {}
    entries: dict[str, Entry] = {}
    for name, entry in files.items():
        sha256 = entry.get("sha256") if isinstance(entry, dict) else None
        size = entry.get("bytes") if isinstance(entry, dict) else None
        if not safe_name(name):
            faults.append(_fault(name, "is no plain path inside the folder"))
        elif not isinstance(sha256, str) or not _HASH.fullmatch(sha256):
            faults.append(_fault(name, "has no SHA-256"))
        elif isinstance(size, bool) or not isinstance(size, int) or size < 0:
            faults.append(_fault(name, "has no size"))
        else:
            entries[name] = Entry(sha256, size)
    return entries
