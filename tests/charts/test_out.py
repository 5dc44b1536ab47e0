"""Pictures that commands draw beside their answer: `--out FOLDER`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

COVER = {"coverage_rose", "absence", "contingencies", "marginal"}


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (("cover", "canada-pbo", "--each-absence", "--without", "FRA"), COVER),
        (("formats", "--on", "2026-07-01"), {"formats_network", "formats_sets"}),
        (("programme", "three-partners", "--draws", "0"), {"unit_cost"}),
        (("obligations",), {"obligations_1", "obligations_2"}),
    ],
)
def test_a_command_draws_into_a_folder_and_still_answers(
    burdenshare: Callable[..., Any], tmp_path: Path, words: tuple[str, ...], names: set[str]
) -> None:
    folder = tmp_path / "pictures"
    answer = burdenshare(*words, "--out", str(folder), "--json")
    assert answer.status == 0
    assert answer.json
    assert str(folder) in answer.err
    kinds = {f"{name}.{kind}" for name in names for kind in ("json", "png", "svg")}
    assert {path.name for path in folder.iterdir()} == kinds
    for path in folder.iterdir():
        content = path.read_bytes()
        starts = {".svg": b"<svg", ".png": b"\x89PNG", ".json": b"{"}
        assert content.startswith(starts[path.suffix]), path.name


def test_a_folder_that_cannot_be_made_is_refused(
    burdenshare: Callable[..., Any], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    answer = burdenshare("formats", "--out", str(tmp_path / "file" / "pictures"))
    assert answer.status == 1
    assert "cannot-write" in answer.err
