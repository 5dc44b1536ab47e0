"""A text cut into pieces, so that the words of every claim in it can be shown as its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple


class Piece(NamedTuple):
    """Characters of a text over which the same marks lie."""

    text: str
    claims: tuple[str, ...] = ()
    """Ids of the claims whose words these are, the shortest claim first."""
    first_of: tuple[str, ...] = ()
    """Ids of the claims that begin here."""
    repeat: bool = False
    damaged: bool = False
    hit: bool = False


def pieces(
    text: str,
    claims: Iterable[Mapping[str, Any]] = (),
    *,
    repeats: Sequence[Sequence[int]] = (),
    damaged: Sequence[Sequence[int]] = (),
    hits: Sequence[Sequence[int]] = (),
    start: int = 0,
) -> list[Piece]:
    """Cut a text wherever a mark begins or ends; the pieces joined are the text.

    Parameters
    ----------
    text : str
    claims : iterable of mapping
        With ``id``, ``start`` and ``end``, in characters of the text, end exclusive.
    repeats, damaged, hits : sequence of [start, end]
    start : int
        Which character the text begins with, where marks are counted from elsewhere.
    """
    spans = [(int(c["start"]) - start, int(c["end"]) - start, str(c["id"])) for c in claims]
    kinds = [[(a - start, b - start) for a, b in kind] for kind in (repeats, damaged, hits)]
    cuts = {0, len(text)}
    for a, b, _ in spans:
        cuts |= {a, b}
    for kind in kinds:
        cuts |= {place for span in kind for place in span}
    places = sorted(place for place in cuts if 0 <= place <= len(text))
    made = []
    for left, right in pairwise(places):
        over = sorted((b - a, name) for a, b, name in spans if a <= left and right <= b)
        marks = [any(a <= left and right <= b for a, b in kind) for kind in kinds]
        first = tuple(name for a, _, name in spans if a == left)
        made.append(Piece(text[left:right], tuple(name for _, name in over), first, *marks))
    return made
