"""What PostgreSQL's index of words is given, and how it is asked.

Its index knows in which passages a word stands, but not where: for a phrase of two frequent words
it would have to look into every passage that has both. So the index also gets a mark for each two
tokens that follow each other, and only passages with all marks of a phrase are looked into. There
are 65,536 marks, shared by all pairs, which keeps them small; what a mark brings in for another
pair is thrown out by the places of the words.

How often a phrase stands in the passages is known to nobody beforehand, and the server's guess can
be wrong by a thousand times. So the newest passages are looked through first: where one in eighty
matches, as many as are wanted will be found among the newest 120,000 sooner than by the index.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

import sqlalchemy as sa

from burdenshare.evidence.ledger.words import Term

_PLACES = 255
"""PostgreSQL keeps no more places of one word."""

_NEWEST, _FAR = 8_000, 120_000
_FREQUENT = 80
_WALK = (
    "SELECT number FROM "
    "(SELECT number, words FROM passages ORDER BY number DESC LIMIT :far) AS newest "
    "WHERE words @@ CAST(:q AS tsquery) ORDER BY number DESC LIMIT :n"
)
_INDEX = (
    "SELECT number FROM passages WHERE words @@ CAST(:q AS tsquery) "
    "ORDER BY number + 0 DESC LIMIT :n"
)
"""`number + 0` keeps the server from walking through all passages by their number."""


def matching(connection: sa.Connection, terms: Sequence[Term], most: int) -> list[int]:
    """Return the numbers of the passages in which all terms stand, those read last first.

    Parameters
    ----------
    connection : Connection
        To PostgreSQL.
    terms : sequence of Term
    most : int
        How many are wanted at most.
    """
    asked_for = {"q": query(terms), "n": most}

    def found(how: str, **more: int) -> list[int]:
        return list(connection.execute(sa.text(how), {**asked_for, **more}).scalars())

    newest = found(_WALK, far=_NEWEST)
    if _NEWEST // _FREQUENT <= len(newest) < most:
        newest = found(_WALK, far=_FAR)
    return newest if len(newest) == most else found(_INDEX)


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
