"""Short texts that ask for something: ``USA:indo-pacific:0.5``."""

from __future__ import annotations

import math

from burdenshare.errors import Refusal
from burdenshare.posture.answer import Turn


def turn(text: str, months: float = 12.0) -> Turn:
    """Read who turns where with which part.

    Raises
    ------
    Refusal
        ``bad-argument`` where the text has no three parts, or a part or time is no such thing.
    """
    pieces = [piece.strip() for piece in text.split(":")]
    try:
        country, direction, part = pieces
        share = float(part)
    except ValueError:
        raise Refusal(
            "bad-argument",
            f"{text!r} does not say who turns where with which part",
            hint="write USA:indo-pacific:0.5",
        ) from None
    if not (0.0 <= share <= 1.0 and math.isfinite(months) and months > 0.0):
        raise Refusal(
            "bad-argument",
            f"a part of {share:g} for {months:g} months cannot be meant",
            hint="a part is from 0 to 1, and months are above zero",
        )
    return Turn(country.upper(), direction.lower().replace("-", "_"), share, months)
