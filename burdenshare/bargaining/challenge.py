"""The challenge model: the name under which the literature on the European Union uses `bdm`."""

from __future__ import annotations

from dataclasses import replace

from burdenshare.bargaining import bdm
from burdenshare.bargaining.result import ModelResult
from burdenshare.bargaining.table import Table

Options = bdm.Options
READINGS = bdm.READINGS


def solve(table: Table, options: bdm.Options | None = None) -> ModelResult:
    """Return what `bdm.solve` returns, and say so."""
    found = bdm.solve(table, options)
    note = "challenge is the expected-utility model by another name; its numbers are those of bdm"
    return replace(found, model="challenge", details={}, trajectories={}, notes=(note,))
