"""What PostgreSQL's index of words is given, and how it is asked.

Its index knows in which passages a word stands, but not where: for a phrase of two frequent words
it would have to look into every passage that has both. So the index also gets a mark for each two
tokens that follow each other, and only passages with all marks of a phrase are looked into. There
are 65,536 marks, shared by all pairs, which keeps them small; what a mark brings in for another
pair is thrown out by the places of the words.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from burdenshare.evidence.ledger.words import Term

_PLACES = 255
"""PostgreSQL keeps no more places of one word."""


def vector(cut: Sequence[str]) -> str:
    """Return tokens as PostgreSQL keeps them: each once with its places, and marks of pairs."""
    places: dict[str, list[int]] = defaultdict(list)
    for at, token in enumerate(cut, start=1):
        places[token].append(at)
    words = [f"'{token}':{','.join(map(str, found[:_PLACES]))}" for token, found in places.items()]
    return " ".join([*words, *sorted(set(_marks(cut)))])


def query(terms: Sequence[Term]) -> str:
    """Return terms as PostgreSQL is asked for a passage in which all of them stand."""
    return " & ".join(part for term in terms for part in _parts(term))


def _parts(term: Term) -> Iterator[str]:
    whole = term.tokens[:-1] if term.open_ended else term.tokens
    yield from _marks(whole)
    yield "(" + " <-> ".join(f"'{t}'" for t in term.tokens) + (":*)" if term.open_ended else ")")


def _marks(cut: Sequence[str]) -> Iterator[str]:
    """Give the marks of pairs; no token begins with their sign."""
    for pair in pairwise(cut):
        yield f"'={zlib.crc32(' '.join(pair).encode()) & 0xFFFF:x}'"
