"""Reads a run folder back: its manifest, then the study that its files hold."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from burdenshare.errors import Refusal
from burdenshare.scenario.yaml_reader import read_yaml
from burdenshare.study.draws import PROBABILITY_COLUMNS, QUANTILE_COLUMNS
from burdenshare.study.fingerprint import futures_content, run_fingerprint
from burdenshare.study.manifest import is_plain_file
from burdenshare.study.politics import NAME as POLITICS
from burdenshare.study.politics import content
from burdenshare.study.readings import NAME as READINGS
from burdenshare.study.readings import content as readings_content
from burdenshare.study.record import (
    FIGURE_COLUMNS,
    INPUT_COLUMNS,
    read_figures,
    read_fiscal,
    read_inputs,
    read_levers,
    read_sources,
    read_table,
    table,
)
from burdenshare.study.results import COLUMNS
from burdenshare.study.runs import CALIBRATION
from burdenshare.study.writing import (
    FIGURES,
    FISCAL,
    FISCAL_STRUCTURE,
    INPUTS,
    LEVERS,
    PROBABILITIES,
    QUANTILES,
    RESULTS,
    RESULTS_JSON,
    SCENARIO,
    SOURCES,
    STRUCTURE,
)

if TYPE_CHECKING:
    from pathlib import Path

    from burdenshare.figures.model import Observation, Source
    from burdenshare.projection.futures.model import Calibration, Fiscal, Levers
    from burdenshare.projection.model import Inputs
    from burdenshare.scenario.model import Scenario

LARGEST = 256 * 2**20
"""Bytes of a single table or document that is read into memory."""


def _again(columns: tuple[str, ...], rows: list[list[str]]) -> bytes:
    return table(columns, rows) if rows else b""


@dataclass(frozen=True)
class RecordedFutures:
    """What a run folder says of the fiscal side and of what was drawn."""

    fiscal: Fiscal
    levers: Levers
    calibration: Calibration | None
    """None where nothing was drawn."""
    structure: dict[str, Any]
    fiscal_rows: list[list[str]]
    levers_document: dict[str, Any]
    quantile_rows: list[list[str]]
    probability_rows: list[list[str]]

    def content(self) -> dict[str, Any]:
        """Return what they add to the fingerprint of the run."""
        return futures_content(
            structure=self.structure,
            fiscal=self.fiscal_rows,
            levers=self.levers_document,
            calibration=self.calibration.fingerprint if self.calibration else "",
            quantiles=_again(QUANTILE_COLUMNS, self.quantile_rows),
            probabilities=_again(PROBABILITY_COLUMNS, self.probability_rows),
        )


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
    futures: RecordedFutures | None = None
    """None where the run has no fiscal side."""
    politics: dict[str, Any] | None = None
    """``politics.json``; None where neither behaviour nor bargaining was asked."""
    readings: dict[str, Any] | None = None
    """``readings.json``; None where no readings were asked."""

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
            futures=self.futures.content() if self.futures else None,
            politics=None if self.politics is None else content(self.politics, self.document),
            readings=None
            if self.readings is None
            else readings_content(self.readings, self.document),
        )


def read(folder: Path) -> Recorded:
    """Read the study that a run folder holds.

    Raises
    ------
    Refusal
        ``damaged-file``: a file is missing or not what this release writes.
    """
    text, scenario = read_scenario(folder)
    held, input_rows = read_document(folder, STRUCTURE), _table(folder, INPUTS, INPUT_COLUMNS)
    inputs = read_inputs(held, input_rows)
    return Recorded(
        scenario=scenario,
        inputs=inputs,
        observations=read_figures(_table(folder, FIGURES, FIGURE_COLUMNS)),
        sources=read_sources(_content(folder, SOURCES)),
        scenario_text=text,
        structure=held,
        input_rows=input_rows,
        result_rows=_table(folder, RESULTS, COLUMNS),
        document=read_document(folder, RESULTS_JSON),
        futures=_futures(folder, scenario, inputs),
        politics=read_document(folder, POLITICS)
        if scenario.keep or scenario.negotiation is not None
        else None,
        readings=read_document(folder, READINGS) if (folder / READINGS).exists() else None,
    )


def read_scenario(folder: Path) -> tuple[str, Scenario]:
    """Return the scenario of a folder as text and checked; its own calibration lies there as well.

    Raises
    ------
    Refusal
        ``damaged-file``
    """
    from burdenshare.scenario.load import load_text

    try:
        text = _content(folder, SCENARIO).decode()
        value = read_yaml(text, SCENARIO).value
        own = isinstance(value, dict) and value.get("calibration") == CALIBRATION
        scenario = load_text(text, SCENARIO, folder=folder if own else None)
    except (Refusal, UnicodeDecodeError) as problem:
        if isinstance(problem, Refusal) and problem.code == "damaged-file":
            raise
        raise _damaged(SCENARIO, str(problem)) from None
    return text, scenario.model_copy(update={"calibration": CALIBRATION}) if own else scenario


def _futures(folder: Path, scenario: Scenario, inputs: Inputs) -> RecordedFutures | None:
    """Return the fiscal side and what was drawn; None where the folder has neither."""
    if not scenario.draws and not (folder / FISCAL_STRUCTURE).exists():
        return None
    held = read_document(folder, FISCAL_STRUCTURE)
    rows = _table(folder, FISCAL, INPUT_COLUMNS)
    levers = read_document(folder, LEVERS)
    drawn = bool(scenario.draws)
    return RecordedFutures(
        fiscal=read_fiscal(held, rows, inputs),
        levers=read_levers(levers),
        calibration=_calibration(folder) if drawn else None,
        structure=held,
        fiscal_rows=rows,
        levers_document=levers,
        quantile_rows=_table(folder, QUANTILES, QUANTILE_COLUMNS) if drawn else [],
        probability_rows=_table(folder, PROBABILITIES, PROBABILITY_COLUMNS) if drawn else [],
    )


def _calibration(folder: Path) -> Calibration:
    from burdenshare.projection.calibration.file import load

    _content(folder, CALIBRATION)
    try:
        return load(folder / CALIBRATION)
    except Refusal as problem:
        message = problem.message.replace(f"{folder / CALIBRATION}", CALIBRATION)
        raise _damaged(CALIBRATION, message) from None


def _table(folder: Path, name: str, columns: tuple[str, ...]) -> list[list[str]]:
    return read_table(_content(folder, name), columns, name)


def read_document(folder: Path, name: str) -> dict[str, Any]:
    """Return a JSON object of the folder.

    Raises
    ------
    Refusal
        ``damaged-file``
    """
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
