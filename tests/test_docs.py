"""What the documentation must not forget."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    sys.path.insert(0, str(ROOT / "docs"))
    try:
        from generate import write_reference
    finally:
        sys.path.pop(0)
    folder = tmp_path_factory.mktemp("reference")
    write_reference(folder)
    return {page.stem: page.read_text(encoding="utf-8") for page in folder.glob("*.md")}


def test_every_error_code_setting_and_series_is_in_the_reference(reference: dict[str, str]) -> None:
    from burdenshare.errors import CODES
    from burdenshare.settings import SETTINGS
    from burdenshare.workbench import Workbench

    assert all(code in reference["errors"] for code in CODES)
    assert all(s.variable in reference["settings"] for s in SETTINGS.values())
    names = [s["series"] for s in Workbench().figures_list()["series"]]
    assert names
    assert all(f"`{name}`" in reference["series"] for name in names)


def test_every_address_of_the_api_is_in_the_reference(reference: dict[str, str]) -> None:
    for address in ("GET /v1/figures/show", "POST /v1/cover", "POST /v1/runs", "GET /v1/health"):
        assert f"`{address}`" in reference["http"]


def test_every_command_and_scenario_field_is_in_the_reference(reference: dict[str, str]) -> None:
    from burdenshare.scenario.model import Pledge, Scenario

    for command in ("figures show", "figures reconcile", "burden", "run", "verify", "scenario new"):
        assert f"`burdenshare {command}`" in reference["commands"]
    fields = {*Scenario.model_fields, *Pledge.model_fields} - {"start"} | {"from", "start"}
    assert all(f"`{field}`" in reference["scenario"] for field in fields)


def test_every_dependency_is_a_written_decision() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    decisions = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
    for requirement in project["dependencies"]:
        name = requirement.split(">")[0].removesuffix("-python")
        assert name in decisions, f"{name} is not in docs/decisions.md"


def test_lock_files_pin_hashes_and_name_no_index() -> None:
    for lock in ROOT.glob("requirements*.lock"):
        text = lock.read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert "://" not in text
