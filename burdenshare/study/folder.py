"""Puts files at one name at once: the reader sees the old folder or the new, never half."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING

from burdenshare.errors import Failure, Refusal
from burdenshare.study.manifest import FORMAT, MANIFEST, is_run, names_in, real, what_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PATIENCE = 30.0
"""Seconds to wait for another run that is writing into the same parent folder."""


def put(target: Path, files: Mapping[str, bytes], kind: str = FORMAT) -> None:
    """Write `files` as the folder `target`, in one step as seen from outside.

    Everything goes into a new folder beside the target, is forced to disk and takes the target's
    name by renaming. A run folder that is already there is exchanged with the new one.

    Parameters
    ----------
    target : Path
        Folder to make. It may be missing, empty, or an earlier run folder.
    files : mapping of str to bytes
        Content by relative path with forward slashes.
    kind : str
        Format of the folder; one of another format is never replaced.

    Raises
    ------
    Refusal
        ``folder-exists``: something else is there; it is left as it was.
    Failure
        ``cannot-write``: the disk is full, the folder is read-only ...; what was there stays.
    """
    target = real(target)
    require_replaceable(target, kind)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _alone_in(target.parent) as alone:
            if alone:
                _clear_leftovers(target)
            require_replaceable(target, kind)
            _put_now(target, files)
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise Failure(
            "cannot-write",
            f"{target.name}: the run could not be written ({reason}); "
            "what was there before is unchanged",
            hint="free some space or choose another folder with --out",
        ) from problem


def require_replaceable(target: Path, kind: str = FORMAT) -> None:
    """Refuse a target that holds anything but an earlier run."""
    what = what_of(kind)
    if not target.name:
        raise Refusal(
            "folder-exists",
            f"the root of a disk is no {what} folder",
            hint="name a folder with --out",
        )
    if not os.path.lexists(target):
        return
    if not target.is_dir():
        raise Refusal(
            "folder-exists",
            f"{target.name} exists and is no folder",
            hint="name another folder with --out",
        )
    try:
        found = names_in(target)
    except OSError as problem:
        raise Refusal(
            "folder-exists",
            f"the folder {target.name} exists and cannot be read ({problem.strerror})",
            hint="name another folder with --out",
        ) from None
    if not found:
        return
    recorded = is_run(target, kind)
    if recorded is None:
        raise Refusal(
            "folder-exists",
            f"the folder {target.name} exists and is not a {what} of burdenshare",
            hint="name another folder with --out, or empty this one",
        )
    foreign = sorted(found - recorded - {MANIFEST})
    if foreign:
        raise Refusal(
            "folder-exists",
            f"the {what} folder {target.name} also holds files that burdenshare did not write",
            hint="move them elsewhere or name another folder with --out",
            details=[{"where": name, "message": f"not part of the {what}"} for name in foreign],
        )


def _put_now(target: Path, files: Mapping[str, bytes]) -> None:
    fresh = _beside(target, "new")
    try:
        _fill(fresh, files)
        if target.exists():
            _replace(fresh, target)
        else:
            os.rename(fresh, target)  # noqa: PTH104 - one system call, which the tests interrupt
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    with contextlib.suppress(OSError):  # the run is in place; only a power cut could undo the name
        _sync_folder(target.parent)


def _replace(fresh: Path, target: Path) -> None:
    """Give `fresh` the name of the existing folder `target` and remove the old content."""
    if _exchange(fresh, target):
        shutil.rmtree(fresh, ignore_errors=True)
        return
    aside = _beside(target, "old")
    os.rename(target, aside)  # noqa: PTH104
    try:
        os.rename(fresh, target)  # noqa: PTH104
    except BaseException:
        os.rename(aside, target)  # noqa: PTH104
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one system call; False where the system or file system cannot."""
    import ctypes

    renameat2 = getattr(ctypes.CDLL(None), "renameat2", None) if os.name == "posix" else None
    if renameat2 is None:
        return False
    at_cwd, rename_exchange = -100, 2
    return bool(
        renameat2(at_cwd, os.fsencode(one), at_cwd, os.fsencode(other), rename_exchange) == 0
    )


def _fill(folder: Path, files: Mapping[str, bytes]) -> None:
    os.mkdir(folder)  # noqa: PTH102
    inside = {folder}
    for name, content in files.items():
        path = folder.joinpath(*name.split("/"))
        path.parent.mkdir(parents=True, exist_ok=True)
        inside.update(p for p in path.parents if p.is_relative_to(folder))
        _write(path, content)
    for each in sorted(inside, reverse=True):
        _sync_folder(each)


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Force the names in a folder to disk, where the system lets a folder be opened."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _beside(target: Path, role: str) -> Path:
    return target.with_name(f".{target.name}.burdenshare-{role}-{secrets.token_hex(4)}")


def _leftovers(target: Path, role: str) -> list[Path]:
    start = f".{target.name}.burdenshare-{role}-"
    return sorted(
        p
        for p in target.parent.iterdir()
        if p.name.startswith(start) and p.is_dir() and not p.is_symlink()
    )


def _clear_leftovers(target: Path) -> None:
    """Remove what a killed run left beside `target`; an orphaned old run gets its name back.

    Called only while no other run writes here, so whatever bears our mark is stale.
    """
    for aside in _leftovers(target, "old"):
        if target.exists():
            shutil.rmtree(aside)
        else:
            os.rename(aside, target)  # noqa: PTH104
    for half in _leftovers(target, "new"):
        shutil.rmtree(half)


@contextlib.contextmanager
def _alone_in(parent: Path) -> Iterator[bool]:
    """Hold the lock of a folder while writing; gives False where folders cannot be locked."""
    if os.name != "posix":
        yield False
        return
    handle = os.open(parent, os.O_RDONLY)
    try:
        yield _lock(handle)
    finally:
        os.close(handle)


def _lock(handle: int) -> bool:
    import fcntl

    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise OSError(errno.EBUSY, "another run is still writing there") from None
            time.sleep(0.02)
        except OSError:
            return False
        else:
            return True
