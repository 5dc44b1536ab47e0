"""The set-up compiles the engine once; processes that come after find it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from burdenshare.projection.futures import __main__ as program
from burdenshare.projection.futures import cache, kernel, native, run
from burdenshare.projection.futures.model import Levers

from .factory import fiscal, one, quiet


def test_a_kernel_that_was_loaded_runs_without_another_compilation(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kernel.load()
    assert native.is_loaded("double")
    monkeypatch.setattr(native, "_made", None)
    monkeypatch.setattr(native, "_kept", None)
    given = one(2)
    run.futures(given, fiscal(given), Levers(), quiet(), draws=2, seed=1, engine="kernel")


def test_compiled_code_runs_in_a_process_without_the_compiler() -> None:
    kernel.load()
    code = """
import sys
from burdenshare.projection.futures import kernel
kernel.load()
sys.exit("numba" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_only_the_code_of_the_engine_makes_it_ready(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(cache, "kernel_folder", lambda: tmp_path)
    (tmp_path / "floor.draw_normals-12.py311.nbi").touch()
    assert not cache.is_warm()
    (tmp_path / "blocks.run_group-double.code").touch()
    assert cache.is_warm()


def test_the_program_says_that_it_compiles_only_where_it_does(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    loaded: list[bool] = []
    monkeypatch.setattr(kernel, "load", lambda: loaded.append(True))
    monkeypatch.setattr(program, "is_warm", lambda: True)
    program.main()
    assert (capsys.readouterr().out, loaded) == ("", [])
    monkeypatch.setattr(program, "is_warm", lambda: False)
    program.main()
    assert capsys.readouterr().out.strip() == cache.COMPILING
    assert loaded == [True]


def test_the_engine_is_compiled_in_a_process_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[list[str]] = []

    def started(command: list[str], **_: object) -> None:
        called.append(command)
        raise OSError

    monkeypatch.setattr(run, "is_warm", lambda: False)
    monkeypatch.setattr(subprocess, "run", started)
    run.prepare()
    assert called[0][1:] == ["-P", "-m", "burdenshare.projection.futures"]
