"""Write, check and explain a what-if before it is run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from burdenshare.errors import Failure, Refusal
from burdenshare.workbench.desk import Desk

if TYPE_CHECKING:
    from burdenshare.scenario.model import Scenario


class ScenariosDesk(Desk):
    """Scenarios, from a first file to plain sentences."""

    def scenarios(self) -> list[dict[str, str]]:
        """List the scenarios that ship with the package."""
        from burdenshare.scenario.load import library

        return [{"name": item.name, "title": item.title} for item in library()]

    def scenario(self, source: str | Path | Scenario) -> Scenario:
        """Load and check a scenario: a file, a library name, or one already loaded."""
        from burdenshare.scenario.load import load
        from burdenshare.scenario.model import Scenario

        return source if isinstance(source, Scenario) else load(source)

    def explain(self, source: str | Path | Scenario) -> list[str]:
        """Say in plain sentences what a scenario will compute."""
        from burdenshare.scenario.explain import explain

        return explain(self.scenario(source), self.figures)

    def scenario_schema(self) -> dict[str, Any]:
        """Return the JSON Schema of scenario files."""
        from burdenshare.scenario.explain import json_schema

        return json_schema()

    def new_scenario(self, name: str, file: Path | None = None) -> Path:
        """Write a commented scenario to start from; never replace a file."""
        from burdenshare.scenario.explain import new_text

        text = new_text(name)
        path = file or Path(f"{name}.yaml")
        try:
            with path.open("x", encoding="utf-8") as handle:
                handle.write(text)
        except FileExistsError:
            raise Refusal(
                "folder-exists", f"{path} exists", hint="choose another name with --file"
            ) from None
        except OSError as error:
            raise Failure(
                "cannot-write", f"{path}: {error.strerror}", hint="choose a folder you may write to"
            ) from None
        return path
