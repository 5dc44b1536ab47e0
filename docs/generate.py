"""Write the reference pages that must agree with the code."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main

from burdenshare.cli.main import app
from burdenshare.errors import CODES
from burdenshare.settings import SETTINGS
from burdenshare.workbench import Workbench


def write_reference(folder: Path) -> None:
    """Write every generated page into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    pages = {
        "commands": commands(),
        "errors": table("Error codes", ["code", "meaning"], CODES.items()),
        "settings": table(
            "Settings",
            ["variable", "what it does", "default"],
            ((s.variable, s.help, s.default) for s in SETTINGS.values()),
        ),
        "series": series(),
        "sources": sources(),
        "scenario": scenario_fields(),
        "http": http(),
    }
    for name, text in pages.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")


def table(title: str, columns: list[str], rows: Any) -> str:
    """Return a page with one table."""
    head = f"# {title}\n\n| {' | '.join(columns)} |\n|{'---|' * len(columns)}\n"
    return head + "".join(
        "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in row) + " |\n"
        for row in rows
    )


def commands() -> str:
    """Return the page of all commands and their options."""
    return "# Commands\n\n" + "\n".join(_walk(typer.main.get_command(app), "burdenshare"))


def _walk(command: Any, path: str) -> Iterator[str]:
    children = getattr(command, "commands", None)
    if children:
        for name, child in children.items():
            yield from _walk(child, f"{path} {name}")
        return
    yield f"## `{path}`\n\n{command.help}\n"
    for parameter in command.params:
        names = ", ".join(f"`{o}`" for o in parameter.opts)
        yield f"- {names}: {getattr(parameter, 'help', '') or 'see above'}"
    yield ""


def series() -> str:
    """Return the page of all shipped series."""
    rows = (
        (f"`{s['series']}`", s["title"], s["meaning"], s["unit"], s["trap"] or "")
        for s in Workbench().figures_list()["series"]
    )
    return table("Series", ["series", "title", "meaning", "unit", "mind"], rows)


def sources() -> str:
    """Return the page of all shipped tables."""
    rows = (
        (s["id"], s["producer"], s["title"], s["published"], s["redistribution"], s["address"])
        for s in Workbench().figures_sources()["sources"]
    )
    columns = ["table", "producer", "title", "published", "redistribution", "address"]
    return table("Sources", columns, rows)


def scenario_fields() -> str:
    """Return the page of all fields of a scenario file."""
    schema = Workbench().scenario_schema()
    parts = {"scenario": schema, **schema.get("$defs", {})}
    text = "# Scenario fields\n\nThe JSON Schema itself: `burdenshare scenario schema`.\n"
    for name, part in parts.items():
        rows = [
            (f"`{field}`", spec.get("description", spec.get("title", "")))
            for field, spec in part.get("properties", {}).items()
        ]
        if rows:
            text += "\n" + table(name, ["field", "meaning"], rows).replace("# ", "## ", 1)
    return text


def http() -> str:
    """Return the page of all addresses of the API."""
    from burdenshare.web.app import create_app

    described = create_app(None).openapi()  # type: ignore[arg-type]
    text = "# HTTP\n\nThe description with schemas and examples: `GET /v1/openapi.json`.\n"
    rooms: dict[str, list[tuple[str, ...]]] = {}
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            names = [f"`{one['name']}`" for one in operation.get("parameters", ())]
            body = operation.get("requestBody", {}).get("content", {})
            takes = ", ".join([*names, *(f"a body ({kind})" for kind in body)])
            row = (f"`{method.upper()} {path}`", operation["summary"], takes)
            rooms.setdefault(operation["tags"][0], []).append(row)
    for room, rows in rooms.items():
        page = table(room.capitalize(), ["address", "what it does", "takes"], rows)
        text += "\n" + page.replace("# ", "## ", 1)
    return text
