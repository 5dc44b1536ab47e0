"""What a service of the tests holds: one speech in its ledger, one registered forecast."""

from __future__ import annotations

from datetime import date
from pathlib import Path

SPEECH = (
    "Madrid, 3 July 2025\n\n"
    'The prime minister of Spain said: "We will spend 2.1 % of GDP on defence by 2029." '
    "Poland spent 4.48 % of its GDP in 2025. "
    "The United States demands that allies spend 5 % of GDP by 2035.\n"
)
"""Sentences of our own, read into the ledger as speech.txt."""


def fill(home: Path) -> None:
    """Read the speech into the ledger of a home, and register a forecast of 2022."""
    from burdenshare.workbench import Workbench

    home.mkdir(parents=True, exist_ok=True)
    speech = home / "speech.txt"
    speech.write_text(SPEECH, encoding="utf-8")
    bench = Workbench(home)
    assert bench.read([speech])["read"] == 1
    bench.keep(2.0, 2024, origin=2021, register=True, on=date(2022, 6, 1), draws=100)
