"""A run folder is there whole or not at all: full disks, kills, and other people's files."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from burdenshare.errors import Failure, Refusal
from burdenshare.study import folder as folders

OLD = {
    "manifest.json": b'{"format": "burdenshare-run", "files": {"a": {}, "charts/c": {}}}',
    "a": b"old a",
    "charts/c": b"old c",
}
NEW = {**OLD, "a": b"new a", "charts/c": b"new c"}


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def target(tmp_path: Path) -> Path:
    (tmp_path / "runs").mkdir()
    return tmp_path / "runs" / "mine"


@pytest.fixture(params=["swapped in one step", "renamed in two"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways to replace a folder, whatever the file system of this machine offers."""
    if request.param == "renamed in two":
        monkeypatch.setattr(folders, "_exchange", lambda *_: False)
    return str(request.param)


@pytest.mark.usefixtures("way")
def test_a_run_replaces_the_earlier_one_and_leaves_nothing_else(target: Path) -> None:
    folders.put(target, OLD)
    assert contents(target) == OLD
    folders.put(target, NEW)
    assert contents(target) == NEW
    assert list(target.parent.iterdir()) == [target]


def test_an_empty_folder_is_filled(target: Path) -> None:
    target.mkdir()
    folders.put(target, NEW)
    assert contents(target) == NEW


def test_a_link_to_a_run_stays_a_link(target: Path) -> None:
    folders.put(target, OLD)
    link = target.with_name("latest")
    link.symlink_to(target)
    folders.put(link, NEW)
    assert link.is_symlink()
    assert contents(target) == NEW


def others(target: Path) -> Iterator[tuple[str, Callable[[], object]]]:
    def folder_with(files: dict[str, bytes]) -> None:
        for name, content in files.items():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            (target / name).write_bytes(content)

    yield "a file", lambda: target.write_text("mine")
    yield "a link to itself", lambda: target.symlink_to(target)
    yield "a dangling link", lambda: target.symlink_to("nowhere.txt")
    yield "a folder of something else", lambda: folder_with({"notes.txt": b"mine"})
    yield "another program's manifest", lambda: folder_with({"manifest.json": b'{"files": {}}'})
    yield "a manifest that is no JSON", lambda: folder_with({"manifest.json": b"{"})
    yield "a manifest that is a list", lambda: folder_with({"manifest.json": b"[]"})
    yield "a run with the user's notes", lambda: folder_with({**OLD, "notes.txt": b"mine"})
    yield "a run with a folder in it", lambda: folder_with({**OLD, "charts/d/e": b"mine"})


@pytest.mark.parametrize("kind", [name for name, _ in others(Path())])
def test_anything_else_is_refused_and_untouched(target: Path, kind: str) -> None:
    dict(others(target))[kind]()
    if kind == "a dangling link":
        folders.put(target, NEW)
        assert contents(target.parent / "nowhere.txt") == NEW
        return
    before = contents(target.parent)
    with pytest.raises(Refusal) as refused:
        folders.put(target, NEW)
    assert refused.value.code == "folder-exists"
    assert refused.value.hint
    if kind.startswith("a run with"):
        assert {d["where"] for d in refused.value.details} & {"notes.txt", "charts/d/e"}
    assert contents(target.parent) == before


def test_a_folder_that_cannot_be_read_is_not_taken_for_empty(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    target.mkdir()
    (target / "notes.txt").write_bytes(b"mine")
    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", denied)
        with pytest.raises(Refusal) as refused:
            folders.put(target, NEW)
    assert refused.value.code == "folder-exists"
    assert "Permission denied" in refused.value.message
    assert contents(target) == {"notes.txt": b"mine"}


def test_the_root_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        folders.put(Path("/"), NEW)
    assert refused.value.code == "folder-exists"


class FullDisk:
    """Lets a number of steps on the disk pass, then says that it is full."""

    STEPS = ("mkdir", "_write", "_sync_folder", "rename", "_exchange")

    def __init__(self, patch: pytest.MonkeyPatch, passing: int, *, exchange: bool) -> None:
        self.passing, self.failed = passing, False
        for name in self.STEPS:
            owner = os if name in ("mkdir", "rename") else folders
            if name == "_exchange" and not exchange:
                patch.setattr(folders, name, lambda *_: False)
                continue
            patch.setattr(owner, name, self.guarded(getattr(owner, name)))

    def guarded(self, step: Callable[..., object]) -> Callable[..., object]:
        def guard(*arguments: object, **options: object) -> object:
            if self.passing == 0 and not self.failed:
                self.failed = True
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            self.passing -= 1
            return step(*arguments, **options)

        return guard


@pytest.mark.parametrize("exchange", [True, False])
@pytest.mark.parametrize("there_before", [True, False])
def test_a_full_disk_at_any_step_leaves_the_old_state(
    target: Path, *, there_before: bool, exchange: bool
) -> None:
    """Step by step: the disk fills at the first write, the second, the renaming ..."""
    failures = 0
    for passing in range(40):
        if there_before:
            folders.put(target, OLD)
        with pytest.MonkeyPatch.context() as patch:
            disk = FullDisk(patch, passing, exchange=exchange)
            expected: dict[str, bytes] | None = NEW
            try:
                folders.put(target, NEW)
            except Failure as failure:
                said = (failure.code, failure.exit_code, "No space left" in failure.message)
                expected = OLD if there_before else None
                failures += 1
        assert (contents(target) if target.exists() else None) == expected
        assert set(target.parent.iterdir()) <= {target}
        if not disk.failed:
            break
        if not there_before and target.exists():
            shutil.rmtree(target)
    assert failures >= 8
    assert said == ("cannot-write", 1, True)
    assert contents(target) == NEW


def test_a_disk_that_is_really_full(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("no right to mount a small disk here")
    try:
        folders.put(disk / "mine", OLD)
        with pytest.raises(Failure) as failed:
            folders.put(disk / "mine", {**NEW, "a": b"x" * 100_000})
        assert failed.value.code == "cannot-write"
        assert contents(disk / "mine") == OLD
        assert [p.name for p in disk.iterdir()] == ["mine"]
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_parent_that_is_a_file_is_a_clear_failure(target: Path) -> None:
    target.write_text("a file")
    with pytest.raises(Failure) as failed:
        folders.put(target / "below", NEW)
    assert failed.value.code == "cannot-write"


KILLED = """
import os, signal, sys
from pathlib import Path
from burdenshare.study import folder as folders

target, exchange = Path(sys.argv[1]), sys.argv[2] == "True"
old, new = eval(sys.argv[3]), eval(sys.argv[4])
if not exchange:
    folders._exchange = lambda *_: False
steps = ("mkdir", "_write", "_sync_folder", "rename", "_exchange")


def child(passing):
    def guarded(step):
        def guard(*arguments, **options):
            nonlocal passing
            if passing == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            passing -= 1
            return step(*arguments, **options)
        return guard
    for name in steps:
        owner = os if name in ("mkdir", "rename") else folders
        if name != "_exchange" or exchange:
            setattr(owner, name, guarded(getattr(owner, name)))
    real = folders.shutil.rmtree
    folders.shutil.rmtree = guarded(real)
    folders.put(target, new)
    os._exit(0)


def contents(folder):
    files = (p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


killed = leftovers = 0
for passing in range(40):
    folders.put(target, old)
    assert list(target.parent.iterdir()) == [target], "leftovers are cleared"
    pid = os.fork()
    if pid == 0:
        child(passing)
    _, status = os.waitpid(pid, 0)
    if not os.WIFSIGNALED(status):
        break
    killed += 1
    leftovers += len(list(target.parent.iterdir())) > 1
    if target.exists() or exchange:
        assert contents(target) in (old, new)
    else:
        assert any("burdenshare-old" in p.name for p in target.parent.iterdir())
        folders._clear_leftovers(target)
        assert contents(target) == old
print(killed, leftovers)
"""


@pytest.mark.parametrize("exchange", [True, False])
def test_a_kill_at_any_step_leaves_the_old_state(target: Path, *, exchange: bool) -> None:
    """A child process is killed before its first step on the disk, before its second ..."""
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(target), str(exchange), repr(OLD), repr(NEW)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    killed, leftovers = map(int, done.stdout.split())
    assert killed >= 8
    assert leftovers >= 5


def test_only_our_own_leftovers_are_cleared(target: Path) -> None:
    mine = target.with_name(".mine.burdenshare-new-01234567")
    mine.mkdir()
    (mine / "half").write_text("half")
    kept = [
        target.with_name(".other.burdenshare-new-01234567"),
        target.with_name("mine.burdenshare-new-01234567"),
        target.with_name(".mine"),
    ]
    for folder in kept:
        folder.mkdir()
    link = target.with_name(".mine.burdenshare-new-89abcdef")
    link.symlink_to(kept[0])
    folders.put(target, NEW)
    assert set(target.parent.iterdir()) == {target, link, *kept}


def test_a_run_that_is_being_written_is_waited_for_and_not_cleared(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "PATIENCE", 0.1)
    half = target.with_name(".mine.burdenshare-new-01234567")
    half.mkdir()
    handle = os.open(target.parent, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with pytest.raises(Failure) as failed:
            folders.put(target, NEW)
    finally:
        os.close(handle)
    assert "another run is still writing there" in failed.value.message
    assert half.is_dir()
    folders.put(target, NEW)
    assert not half.exists()


def test_without_locks_nothing_is_cleared(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "no locks available")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    half = target.with_name(".mine.burdenshare-new-01234567")
    half.mkdir()
    folders.put(target, NEW)
    assert half.is_dir()
    assert contents(target) == NEW


def test_an_interruption_by_the_user_cleans_up(
    target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    folders.put(target, OLD)
    monkeypatch.setattr(folders, "_write", interrupted)
    with pytest.raises(KeyboardInterrupt):
        folders.put(target, NEW)
    assert contents(target) == OLD
    assert list(target.parent.iterdir()) == [target]
