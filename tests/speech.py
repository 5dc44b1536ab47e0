"""A small ledger for a home: one speech, written for the tests."""

from __future__ import annotations

from pathlib import Path

SPEECH = (
    "Madrid, 3 July 2025\n\n"
    'The prime minister of Spain said: "We will spend 2.1 % of GDP on defence by 2029." '
    "Poland spent 4.48 % of its GDP in 2025. "
    "The United States demands that allies spend 5 % of GDP by 2035.\n"
)
"""Sentences of our own, read into the ledger as speech.txt."""


def fill(home: Path) -> None:
    """Read the speech into the ledger of a home."""
    from burdenshare.workbench import Workbench

    home.mkdir(parents=True, exist_ok=True)
    speech = home / "speech.txt"
    speech.write_text(SPEECH, encoding="utf-8")
    assert Workbench(home).read([speech])["read"] == 1
