"""What a plain English clause amounts to, where no cue of stance decides: turns of phrase."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from burdenshare.evidence.model import Stance

_DATA = Path(__file__).parent / "data"
_SIGNS = {
    "{n}": r"(?:[^.;]|\.\d)",
    "{be}": r"\b(?:is|are|was|were|be|am|been|stands?|stood|remains?|feels?|felt)\b",
    "{not}": r"\b(?:(?:is|are|was|were|does|do|did|has|have|will|would|can|could)(?: not|n[’']t)"
    r"|cannot|never)",
}
_SUBORDINATE = re.compile(
    r"\b(?:whether|where|how|what|when|who|which|unless|until|before)\b", re.I
)


@dataclass(frozen=True)
class Turn:
    """A turn of phrase: its stance, its place, and whether it judges or says what is needed."""

    stance: Stance
    start: int
    end: int
    judged: bool
    needed: bool


@cache
def _turns() -> tuple[tuple[Stance, bool, bool, re.Pattern[str]], ...]:
    """Return the turns of the table, one pattern for each of its groups."""
    found = []
    loaded = yaml.safe_load((_DATA / "turns_en.yaml").read_text(encoding="utf-8"))
    for group in loaded:
        pattern = "|".join(f"(?:{words})" for words in group["turns"])
        for sign, meant in _SIGNS.items():
            pattern = pattern.replace(sign, meant)
        found.append(
            (
                group["stance"],
                bool(group.get("judged")),
                bool(group.get("needed")),
                re.compile(pattern, re.I),
            )
        )
    return tuple(found)


def turn(piece: str) -> Turn | None:
    """Return the first turn of phrase that a clause holds, in the order of the table."""
    for stance, judged, needed, pattern in _turns():
        found = pattern.search(piece)
        if found:
            return Turn(stance, found.start(), found.end(), judged, needed)
    return None


def subordinate(piece: str, at: int) -> bool:
    """Tell whether a modal verb stands in a clause within: `asked where it would come from`."""
    return any(m.start() > 8 for m in _SUBORDINATE.finditer(piece[:at]))
