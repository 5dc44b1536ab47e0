"""A run in one go: as a study that is then written, refused before anything is computed."""

from __future__ import annotations

from pathlib import Path

import pytest

from burdenshare.errors import Refusal
from burdenshare.workbench import Workbench


@pytest.fixture
def bench(
    shared_cache: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Workbench:
    monkeypatch.setenv("BURDENSHARE_HOME", str(tmp_path_factory.mktemp("home")))
    monkeypatch.setenv("BURDENSHARE_CACHE", str(shared_cache))
    return Workbench()


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_run_is_a_study_that_is_written(bench: Workbench, tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []

    def step(done: int, total: int, what: str) -> None:
        told.append((done, total, what))

    study = bench.run("japan-2027", tmp_path / "one", draws=100, seed=3, step=step)
    assert (study.scenario.draws, study.scenario.seed) == (100, 3)
    assert [done for done, _, _ in told] == list(range(len(told)))
    assert told[-1] == (told[0][1], told[0][1], "done")
    bench.write(bench.study("japan-2027", draws=100, seed=3), tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert bench.verify(tmp_path / "one").ok


def test_a_folder_of_others_is_refused_before_anything_is_computed(
    bench: Workbench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    monkeypatch.setattr(bench, "study", lambda *_args, **_options: pytest.fail("computed"))
    with pytest.raises(Refusal) as refused:
        bench.run("japan-2027", tmp_path)
    assert refused.value.code == "folder-exists"
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
