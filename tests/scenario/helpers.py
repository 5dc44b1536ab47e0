"""Small scenarios as text, and the problems they give."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from burdenshare.errors import Refusal
from burdenshare.scenario.load import load_text
from burdenshare.scenario.model import Scenario

DATA = Path(__file__).with_name("data")


def fields(**changed: Any) -> dict[str, Any]:
    """Return the fields of a small sound scenario, some changed; None leaves a field out."""
    given: dict[str, Any] = {
        "name": "my-case",
        "title": "One line",
        "members": ["ITA", "ESP"],
        "start": 2026,
        "end": 2030,
        "pledges": [{"share": 3.5, "by": 2030}],
    }
    given |= changed
    return {key: value for key, value in given.items() if value is not None}


def pledge(**changed: Any) -> dict[str, Any]:
    """Return the fields of a scenario whose one pledge is changed; None leaves a field out."""
    one = {"share": 3.5, "by": 2030} | {key.rstrip("_"): value for key, value in changed.items()}
    return fields(pledges=[{key: value for key, value in one.items() if value is not None}])


def series(**parts: Any) -> dict[str, Any]:
    """Return the fields of a scenario with series of the user's own for Italy."""
    return fields(series={"ITA": parts})


def loaded(given: dict[str, Any] | str, folder: Path | None = None) -> Scenario:
    """Load fields or text."""
    text = given if isinstance(given, str) else json.dumps(given, indent=1)
    return load_text(text, "case.yaml", folder=folder)


def refused(given: dict[str, Any] | str, folder: Path | None = None) -> Refusal:
    """Load fields or text that must be refused."""
    with pytest.raises(Refusal) as caught:
        loaded(given, folder)
    return caught.value


def problems(given: dict[str, Any] | str, folder: Path | None = None) -> list[str]:
    """Return the problems of a scenario, each as one line of text."""
    refusal = refused(given, folder)
    assert refusal.code == "bad-scenario"
    return [
        f"{one['where']}: {one['message']}; expected {one['expected']}; {one['hint']}"
        for one in refusal.details
    ]
