"""Files and folders to documents, one after the other; one that cannot be read stops no other."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from burdenshare.errors import BurdenshareError, Refusal
from burdenshare.evidence.model import Document
from burdenshare.evidence.reading.addresses import fetch, is_address
from burdenshare.evidence.reading.document import read_bytes
from burdenshare.evidence.reading.limits import Limits
from burdenshare.evidence.reading.media import require_known_suffix

Step = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Refused:
    """A document that could not be read: where it is, the code and the words of the refusal."""

    path: str
    code: str
    message: str
    hint: str = ""


@dataclass(frozen=True)
class Found:
    """A file to read, and its name without folders of this machine; or what hinders reading it."""

    path: str
    name: str
    problem: Refusal | None = None


def read_file(path: Path | str, *, name: str = "", limits: Limits | None = None) -> Document:
    """Return the document in a file: a web page, PDF, DOCX or text.

    Parameters
    ----------
    path : path
    name : str
        What the document is called; the name of the file where nothing is given.
    limits : Limits, optional
        Those of the settings where nothing is given.

    Raises
    ------
    Refusal
        ``file-not-found``, ``no-permission``, ``link-loop``, ``unknown-suffix``,
        ``empty-document``, ``binary-file``, ``encrypted-document``, ``damaged-file``,
        ``archive-bomb``, ``wrong-encoding`` or ``too-large``.
    """
    path = Path(path)
    limits = limits or Limits.of_settings()
    name = name or path.name
    return read_bytes(_bytes(path, name, limits), name, limits)


def read_paths(
    paths: Sequence[Path | str],
    *,
    known: Collection[str] = (),
    step: Step = lambda _done, _of, _now: None,
    limits: Limits | None = None,
) -> Iterator[Document | Refused]:
    """Read files, folders and addresses, in a stable order, each document once.

    Parameters
    ----------
    paths : sequence of path or str
        A folder is read with all folders in it, hidden ones left out, in the order of the names;
        what begins with ``http://`` or ``https://`` is fetched.
    known : collection of str
        The `Document.sha256` of documents that need not be read again: they are passed over.
    step : callable
        Told after each document how many are done, of how many, and its name.
    limits : Limits, optional

    Yields
    ------
    Document or Refused
        In the order found; nothing for what is in `known`.
    """
    limits = limits or Limits.of_settings()
    listed = found(paths)
    for done, one in enumerate(listed, 1):
        outcome = read(one, known, limits)
        step(done, len(listed), one.name)
        if outcome is not None:
            yield outcome


def found(paths: Sequence[Path | str]) -> list[Found]:
    """Return the files and addresses that `read_paths` reads, in its order."""
    return _without_twins(list(_found(paths)))


def read(one: Found, known: Collection[str], limits: Limits) -> Document | Refused | None:
    """Read one of them; None for what is known."""
    try:
        if one.problem:
            raise one.problem
        declared, name = "", one.name
        if is_address(one.path):
            data, name, declared = fetch(one.path, limits)
        else:
            data = _bytes(Path(one.path), name, limits)
        if known and hashlib.sha256(data).hexdigest() in known:
            return None
        return read_bytes(data, name, limits, declared=declared)
    except BurdenshareError as error:
        return Refused(one.path, error.code, error.message, error.hint)


def _bytes(path: Path, name: str, limits: Limits) -> bytes:
    """Return the bytes of a regular file; a pipe or device would never end."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Refusal("file-not-found", f"{name} is no file.", hint="Give a file or a folder.")
        require_known_suffix(name)
        limits.require_bytes(status.st_size, name)
        with path.open("rb") as stream:
            return stream.read(limits.bytes + 1)
    except (OSError, ValueError) as error:
        raise _unreadable(error, name) from error


def _unreadable(error: OSError | ValueError, name: str) -> Refusal:
    if isinstance(error, PermissionError):
        return Refusal(
            "no-permission",
            f"{name} may not be read.",
            hint="Ask its owner, or copy it to where you may read it.",
        )
    if isinstance(error, OSError) and error.errno == errno.ELOOP:
        return _loop(name)
    return Refusal(
        "file-not-found", f"{name} is not there or cannot be read.", hint="Check the path."
    )


def _loop(name: str) -> Refusal:
    return Refusal("link-loop", f"{name} is a link that leads back to itself.", hint="Remove it.")


def _found(paths: Sequence[Path | str]) -> Iterator[Found]:
    for path in paths:
        if isinstance(path, str) and is_address(path):
            yield Found(path, path)
            continue
        place = Path(path)
        try:
            folder = place.is_dir()
        except (OSError, ValueError):
            folder = False
        if folder:
            yield from _walk(place, "", ())
        else:
            yield Found(str(path), place.name)


def _walk(folder: Path, prefix: str, above: tuple[tuple[int, int], ...]) -> Iterator[Found]:
    """Give the files of a folder and of those in it; a link back to a folder above is a loop."""
    name = prefix.rstrip("/") or folder.name
    try:
        status = folder.stat()
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Found(str(folder), name, _unreadable(error, name))
        return
    here = (status.st_dev, status.st_ino)
    if here in above:
        yield Found(str(folder), name, _loop(name))
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        try:
            inner = entry.is_dir()
        except OSError:
            inner = False
        if inner:
            yield from _walk(Path(entry.path), f"{prefix}{entry.name}/", (*above, here))
        else:
            yield Found(entry.path, f"{prefix}{entry.name}")


def _without_twins(listed: list[Found]) -> list[Found]:
    """Keep the first of what was named twice: a file, and the folder that holds it."""
    seen: set[str] = set()
    kept = []
    for one in listed:
        real = one.path if is_address(one.path) else os.path.normpath(Path(one.path).absolute())
        if real not in seen:
            seen.add(real)
            kept.append(one)
    return kept
