"""Reading the arguments that several commands share."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from burdenshare.errors import Refusal

CountryOption = Annotated[
    str | None, typer.Option("--country", help="ISO alpha-3 codes, separated by commas.")
]
DefinitionOption = Annotated[
    str | None,
    typer.Option("--definition", help="Family of definitions: nato, sipri, imf, national ..."),
]


def codes(text: str | None) -> list[str] | None:
    """Split ``POL,USA`` into upper-case codes."""
    if text is None:
        return None
    return [part.strip().upper() for part in text.split(",") if part.strip()]


def years(text: str | None) -> tuple[int, int] | None:
    """Read ``2014:2026`` or ``2024`` as a first and a last year."""
    if text is None:
        return None
    first, _, last = text.partition(":")
    try:
        span = int(first), int(last or first)
    except ValueError:
        raise Refusal(
            "bad-argument",
            f"--years {text!r} is no span of years",
            hint="write 2014:2026, or 2024 for one year",
        ) from None
    if span[0] > span[1]:
        raise Refusal(
            "bad-argument",
            f"--years {text!r} ends before it begins",
            hint=f"write {span[1]}:{span[0]}",
        )
    return span


def day(text: str | None) -> date | None:
    """Read an ISO date."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(
            "bad-argument", f"--as-of {text!r} is no date", hint="write YYYY-MM-DD"
        ) from None
