"""The rules of the house that a machine can check."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "burdenshare"
FLOORS = {
    "errors": 0,
    "settings": 0,
    "database": 0,
    "figures": 0,
    "speech": 1,
    "scenario": 1,
    "projection": 2,
    "burden": 2,
    "bargaining": 2,
    "compliance": 2,
    "programmes": 2,
    "posture": 2,
    "formats": 2,
    "evidence": 2,
    "study": 3,
    "brief": 4,
    "charts": 4,
    "workbench": 5,
    "cli": 6,
    "client": 6,
    "web": 6,
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def room_of(module: Path) -> str:
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(module: Path) -> set[str]:
    rooms = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
            if node.module == "burdenshare":
                names = [f"burdenshare.{alias.name}" for alias in node.names]
        for name in names:
            parts = name.split(".")
            if parts[0] == "burdenshare" and len(parts) > 1 and parts[1] in FLOORS:
                rooms.add(parts[1])
    return rooms


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(PACKAGE)))
def test_imports_run_one_way_only(module: Path) -> None:
    room = room_of(module)
    if room in ("__init__", "__main__"):
        return
    for other in imported_rooms(module) - {room}:
        assert FLOORS[other] <= FLOORS[room], f"{module} imports {other}, a floor above"
        assert not (FLOORS[other] == FLOORS[room] == 2), f"{module} imports {other} beside it"


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(PACKAGE)))
def test_every_module_says_what_it_is_and_stays_readable(module: Path) -> None:
    text = module.read_text(encoding="utf-8")
    tree = ast.parse(text)
    assert ast.get_docstring(tree), f"{module} opens without a sentence"
    assert text.count("\n") <= 600, f"{module} is too long"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            assert lines <= 80, f"{module}:{node.lineno} {node.name} has {lines} lines"


def test_every_error_code_is_used_and_tested() -> None:
    from burdenshare.errors import CODES

    code = "\n".join(m.read_text(encoding="utf-8") for m in MODULES if m.name != "errors.py")
    tests = "\n".join(t.read_text(encoding="utf-8") for t in Path(__file__).parent.rglob("*.py"))
    for name in CODES:
        assert re.search(rf'"{name}"', code), f"{name} is declared but never raised"
        assert re.search(rf'"{name}"', tests), f"{name} is never tested"
