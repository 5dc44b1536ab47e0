"""How an answer leaves by HTTP: the same JSON and CSV as on the command line."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from fastapi import Response

Rows = Sequence[Mapping[str, Any]]
_SPREADSHEET_RUNS = ("=", "+", "-", "@", "\t", "\r")


def json_text(document: Mapping[str, Any]) -> str:
    """Return exactly the document that a command prints with ``--json``, numbers unrounded."""
    return json.dumps(document, ensure_ascii=False, allow_nan=False, default=str)


def as_json(document: Mapping[str, Any], status: int = 200) -> Response:
    """Answer with one JSON document."""
    return Response(json_text(document), status, media_type="application/json")


def as_csv(rows: Rows, columns: Iterable[str] = ()) -> Response:
    """Answer with rows as CSV: numbers unrounded, no text that a spreadsheet would run."""
    names = list(columns) or list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, names, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _harmless(row.get(name)) for name in names} for row in rows)
    return Response(text.getvalue(), media_type="text/csv; charset=utf-8")


def without(said: Any, folder: str) -> Any:
    """Return what is said without a folder of this machine in it."""
    if isinstance(said, str):
        return said.replace(f"{folder}/", "").replace(folder, "the service")
    if isinstance(said, list | tuple):
        return [without(one, folder) for one in said]
    if isinstance(said, dict):
        return {name: without(one, folder) for name, one in said.items()}
    return said


def _harmless(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(_SPREADSHEET_RUNS):
        return f"'{value}"
    return value
