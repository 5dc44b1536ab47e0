"""Hashes that say whether two runs are the same: of a figure, of a run, of a folder."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from burdenshare.scenario.yaml_reader import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from burdenshare.figures.model import Observation
    from burdenshare.study.manifest import Entry


def canonical(content: Any) -> bytes:
    """Return JSON with sorted keys and no spaces; floats in their shortest exact form."""
    return json.dumps(content, sort_keys=True, separators=(",", ":")).encode()


def digest(content: bytes) -> str:
    """Return the SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def figure_fingerprint(observation: Observation) -> str:
    """Return the hash of one published figure: its key, value, unit and status."""
    value = repr(float(observation.value))
    return digest(canonical([observation.key, value, observation.unit, observation.status]))


def run_fingerprint(
    *,
    scenario: str,
    structure: Mapping[str, Any],
    inputs: Iterable[Sequence[str]],
    figures: Iterable[Observation],
    results: Iterable[Sequence[str]],
    seed: int,
    draws: int,
    model: str,
    futures: Mapping[str, Any] | None = None,
    politics: Mapping[str, Any] | None = None,
    readings: Mapping[str, Any] | None = None,
) -> str:
    """Return the fingerprint of a run: what was asked, what went in, what came out.

    It is made from what the files of a run folder hold, so that a later release, whose types may
    have grown, still finds the same.

    Parameters
    ----------
    scenario : str
        YAML of the scenario as resolved; its order and layout do not matter.
    structure, inputs
        The inputs of the model as `burdenshare.study.record` writes them, numbers in exact form.
    figures : iterable of Observation
        Every published figure used.
    results : iterable of rows
        As `burdenshare.study.results.Result.text` gives them, numbers in exact form.
    seed, draws : int
        Of the scenario.
    model : str
        Version of the model.
    futures : mapping, optional
        As `futures_content` gives it, where the run has a fiscal side.
    politics : mapping, optional
        As `burdenshare.study.politics.content` gives it, where behaviour or bargaining was asked.
    readings : mapping, optional
        As `burdenshare.study.readings.content` gives it, where readings were asked.
    """
    content = {
        "scenario": _plain(read_yaml(scenario, "scenario.yaml").value),
        "seed": seed,
        "draws": draws,
        "model": model,
        "structure": structure,
        "inputs": digest(canonical([list(row) for row in inputs])),
        "figures": {each.key: figure_fingerprint(each) for each in figures},
        "results": digest(canonical([list(row) for row in results])),
    }
    more = {"futures": futures, "politics": politics, "readings": readings}
    return digest(canonical(content | {name: part for name, part in more.items() if part}))


def futures_content(
    *,
    structure: Mapping[str, Any],
    fiscal: Iterable[Sequence[str]],
    levers: Mapping[str, Any],
    calibration: str,
    quantiles: bytes,
    probabilities: bytes,
) -> dict[str, Any]:
    """Return what the fiscal side and the futures add to the fingerprint of a run.

    Parameters
    ----------
    structure, fiscal
        The fiscal side as `burdenshare.study.record` writes it.
    levers : mapping
        As `burdenshare.study.record.levers_document` gives them.
    calibration : str
        Fingerprint of the calibration; empty where nothing was drawn.
    quantiles, probabilities : bytes
        Tables as `burdenshare.study.record.table` writes them; nothing where nothing was drawn.
    """
    return {
        "structure": structure,
        "fiscal": digest(canonical([list(row) for row in fiscal])),
        "levers": levers,
        "calibration": calibration,
        "quantiles": digest(quantiles),
        "probabilities": digest(probabilities),
    }


def folder_fingerprint(files: Mapping[str, Entry]) -> str:
    """Return the hash over the names and hashes of all files of a run folder."""
    return digest(canonical({name: entry.sha256 for name, entry in files.items()}))


def _plain(value: Any) -> Any:
    """Return data with text for every key, so that keys can be sorted."""
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list) else value
