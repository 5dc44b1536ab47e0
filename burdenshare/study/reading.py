"""Reads a run folder back: its manifest, then the study that its files hold."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from burdenshare.errors import Refusal
from burdenshare.study.fingerprint import run_fingerprint
from burdenshare.study.manifest import is_plain_file
from burdenshare.study.record import (
    FIGURE_COLUMNS,
    INPUT_COLUMNS,
    read_figures,
    read_inputs,
    read_sources,
    read_table,
)
from burdenshare.study.results import COLUMNS
from burdenshare.study.writing import (
    FIGURES,
    INPUTS,
    RESULTS,
    RESULTS_JSON,
    SCENARIO,
    SOURCES,
    STRUCTURE,
)

if TYPE_CHECKING:
    from pathlib import Path

    from burdenshare.figures.model import Observation, Source
    from burdenshare.projection.model import Inputs
    from burdenshare.scenario.model import Scenario

LARGEST = 256 * 2**20
"""Bytes of a single table or document that is read into memory."""


@dataclass(frozen=True)
class Recorded:
    """What a run folder says: the parts of a study, and its files as they were written."""

    scenario: Scenario
    inputs: Inputs
    observations: tuple[Observation, ...]
    sources: tuple[Source, ...]
    scenario_text: str
    structure: dict[str, Any]
    input_rows: list[list[str]]
    result_rows: list[list[str]]
    document: dict[str, Any]
    """``results.json``."""

    def fingerprint(self, model: str) -> str:
        """Return the fingerprint that these files have, made by a version of the model."""
        return run_fingerprint(
            scenario=self.scenario_text,
            structure=self.structure,
            inputs=self.input_rows,
            figures=self.observations,
            results=self.result_rows,
            seed=self.scenario.seed,
            draws=self.scenario.draws,
            model=model,
        )


def read(folder: Path) -> Recorded:
    """Read the study that a run folder holds.

    Raises
    ------
    Refusal
        ``damaged-file``: a file is missing or not what this release writes.
    """
    from burdenshare.scenario.load import load_text

    content = _content(folder, SCENARIO)
    try:
        text = content.decode()
        scenario = load_text(text, SCENARIO)
    except (Refusal, UnicodeDecodeError) as problem:
        raise _damaged(SCENARIO, str(problem)) from None
    held, input_rows = _document(folder, STRUCTURE), _table(folder, INPUTS, INPUT_COLUMNS)
    return Recorded(
        scenario=scenario,
        inputs=read_inputs(held, input_rows),
        observations=read_figures(_table(folder, FIGURES, FIGURE_COLUMNS)),
        sources=read_sources(_content(folder, SOURCES)),
        scenario_text=text,
        structure=held,
        input_rows=input_rows,
        result_rows=_table(folder, RESULTS, COLUMNS),
        document=_document(folder, RESULTS_JSON),
    )


def _table(folder: Path, name: str, columns: tuple[str, ...]) -> list[list[str]]:
    return read_table(_content(folder, name), columns, name)


def _document(folder: Path, name: str) -> dict[str, Any]:
    try:
        document = json.loads(_content(folder, name))
    except (ValueError, RecursionError) as problem:
        raise _damaged(name, f"no readable JSON ({type(problem).__name__})") from None
    if not isinstance(document, dict):
        raise _damaged(name, "no JSON object")
    return document


def _content(folder: Path, name: str) -> bytes:
    path = folder / name
    if not is_plain_file(path):
        raise _damaged(name, "missing, or no plain file")
    try:
        if path.stat().st_size > LARGEST:
            raise _damaged(name, f"larger than {LARGEST // 2**20} MB")
        return path.read_bytes()
    except OSError as problem:
        raise _damaged(name, problem.strerror or "unreadable") from None


def _damaged(name: str, reason: str) -> Refusal:
    return Refusal(
        "damaged-file",
        f"{name}: {reason}",
        hint="take the folder from its origin again, or run the scenario again",
    )
