"""The numbers of a calibration as they are stored: rounded, hashed, laid out for a diff."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from burdenshare.projection.futures.model import Calibration
from burdenshare.projection.model import Floats

FORMAT = "burdenshare calibration 1"
DIGITS = 6
"""Significant digits that are kept."""
ARRAYS = ("persistence", "loadings", "root", "scale")


def rounded(calibration: Calibration) -> Calibration:
    """Return the calibration with every number rounded to what the file keeps."""
    return replace(
        calibration,
        persistence=_round(calibration.persistence),
        loadings=_round(calibration.loadings),
        root=_round(calibration.root),
        scale=_round(calibration.scale),
    )


def fingerprint(calibration: Calibration) -> str:
    """Return the hash over everything a calibration says, itself left out."""
    body = document(calibration)
    del body["fingerprint"]
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def document(calibration: Calibration) -> dict[str, Any]:
    """Return a calibration as plain values; a scale that never changes is one number."""
    horizon = calibration.scale.shape[1]
    return {
        "format": FORMAT,
        "fingerprint": calibration.fingerprint,
        "tail": calibration.tail,
        "horizon": horizon,
        "notes": [dict(note) for note in calibration.notes],
        "members": {
            code: {
                "scale": _short(calibration.scale[c]),
                "persistence": calibration.persistence[c].tolist(),
                "loadings": calibration.loadings[c].tolist(),
                "root": calibration.root[c].tolist(),
            }
            for c, code in enumerate(calibration.members)
        },
    }


def text(calibration: Calibration) -> str:
    """Return the file: JSON with one line for each row of numbers and each note."""
    return "\n".join(_lines(document(calibration))) + "\n"


def _lines(body: dict[str, Any]) -> Iterator[str]:
    yield "{"
    for key in ("format", "fingerprint", "tail", "horizon"):
        yield f' "{key}": {json.dumps(body[key])},'
    yield ' "notes": ['
    yield from _joined([f"  {json.dumps(note, ensure_ascii=False)}" for note in body["notes"]])
    yield ' ],\n "members": {'
    blocks = []
    for code, parts in body["members"].items():
        rows = ",\n    ".join(json.dumps(row) for row in parts["root"])
        blocks.append(
            f'  "{code}": {{\n'
            f'   "scale": {json.dumps(parts["scale"])},\n'
            f'   "persistence": {json.dumps(parts["persistence"])},\n'
            f'   "loadings": {json.dumps(parts["loadings"])},\n'
            f'   "root": [\n    {rows}\n   ]\n  }}'
        )
    yield from _joined(blocks)
    yield " }\n}"


def _joined(parts: list[str]) -> Iterator[str]:
    for place, part in enumerate(parts, start=1):
        yield part + ("," if place < len(parts) else "")


def _round(numbers: Floats) -> Floats:
    digits = DIGITS - 1
    each = [float(f"{x:.{digits}e}") + 0.0 for x in numbers.ravel().tolist()]
    return np.array(each).reshape(numbers.shape)


def _short(scale: Floats) -> float | list[float]:
    same = bool((scale == scale[0]).all())
    return float(scale[0]) if same else [float(each) for each in scale]
