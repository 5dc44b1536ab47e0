"""The document: whole, honest about losses, and what the shipped figures say today."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def command() -> ModuleType:
    spec = importlib.util.spec_from_file_location("validate", DOCS / "validate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def page(command: ModuleType, shared_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BURDENSHARE_CACHE", str(shared_cache))
        command.main(folder)
    return folder / "validation.md"


def test_the_committed_page_is_what_the_figures_say(page: Path) -> None:
    committed = (DOCS / "validation.md").read_text(encoding="utf-8")
    assert page.read_text(encoding="utf-8") == committed, "run make validation"


def test_the_chart_lies_where_the_page_looks_for_it(page: Path) -> None:
    named = re.findall(r"!\[.*?\]\((.*?)\)", page.read_text(encoding="utf-8"))
    assert named
    assert all((page.parent / name).stat().st_size > 10_000 for name in named)


def test_nothing_is_left_open(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for word in ("nan", "None", "{{", "Forecast(", "inf "):
        assert word not in text


def test_every_table_has_as_many_cells_in_each_row(page: Path) -> None:
    width = None
    for line in page.read_text(encoding="utf-8").splitlines():
        cells = line.count("|") if line.startswith("|") else None
        if cells and width:
            assert cells == width, line
        width = cells


def test_losses_to_a_random_walk_are_told(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    told = text[text.index("## Where it loses to a random walk") :]
    assert "**loses**" in told
    assert "Where a random walk does better" in text
    assert "over-achievers offset laggards" in text
    assert "pseudo-real-time" in text
