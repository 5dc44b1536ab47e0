"""Reading the arguments that several commands share."""

from __future__ import annotations

from datetime import date
from pathlib import Path
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

OutOption = Annotated[
    Path | None, typer.Option("--out", help="Folder for the pictures of the answer.")
]


def codes(text: str | None) -> list[str] | None:
    """Split ``POL,USA`` into upper-case codes."""
    if text is None:
        return None
    return [part.strip().upper() for part in text.split(",") if part.strip()]


def names(text: str | None) -> tuple[str, ...]:
    """Split ``spending,tariff``."""
    return tuple(part.strip() for part in (text or "").split(",") if part.strip())


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


def day(text: str | None, option: str = "--as-of") -> date | None:
    """Read an ISO date."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(
            "bad-argument", f"{option} {text!r} is no date", hint="write YYYY-MM-DD"
        ) from None


def numbers(text: str, option: str) -> tuple[float, ...]:
    """Read ``2.0,3.5``."""
    try:
        return tuple(float(part) for part in text.split(","))
    except ValueError:
        raise Refusal(
            "bad-argument", f"{option} {text!r} is no list of numbers", hint="write 2.0,3.5"
        ) from None


def scale(text: str | None) -> tuple[float, float] | None:
    """Read ``4:10`` as the lowest and the highest position."""
    if text is None:
        return None
    from burdenshare.bargaining.reading import read_scale

    return read_scale(text)


def weights(
    text: str | None, option: str = "--weights", example: str = "burden=2,equipment_share=1"
) -> dict[str, float] | None:
    """Read ``burden=2,equipment_share=1``."""
    if text is None:
        return None
    pairs = [part.partition("=") for part in text.split(",")]
    try:
        return {name.strip(): float(value) for name, _, value in pairs}
    except ValueError:
        raise Refusal(
            "bad-argument",
            f"{option} {text!r} cannot be read",
            hint=f"write {example}",
        ) from None
