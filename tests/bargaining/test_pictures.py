"""`bargain --out`: pictures in a folder beside the answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from burdenshare.errors import Failure
from burdenshare.workbench import Workbench


def test_pictures_lie_in_the_folder_and_the_answer_is_the_same(
    burdenshare: Callable[..., Any], tmp_path: Path
) -> None:
    plain = burdenshare("bargain", "japan-us-2025-3.5", "--json").json
    drawn = burdenshare("bargain", "japan-us-2025-3.5", "--out", tmp_path / "new" / "p", "--json")
    assert drawn.json == plain
    names = {path.name for path in (tmp_path / "new" / "p").iterdir()}
    assert names == {f"{n}.{k}" for n in ("positions", "moves") for k in ("svg", "png", "json")}
    svg = (tmp_path / "new" / "p" / "positions.svg").read_text(encoding="utf-8")
    assert "Tariff of the United States on goods from Japan" in svg
    assert "International Monetary Fund" in svg


def test_a_folder_that_cannot_be_made_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    bench = Workbench()
    document = bench.bargain("japan-us-2025-3.0")
    with pytest.raises(Failure) as failed:
        bench.bargain_pictures(document, tmp_path / "file" / "p")
    assert failed.value.code == "cannot-write"
