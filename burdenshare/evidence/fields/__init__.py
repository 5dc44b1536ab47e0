"""What a claim has besides who says what: its day, year and deadline, a finer word for its stance.

`complete` fills these in once the claims of a document are found, and adds what the document says
of itself - publisher and day - as claims of the kind ``metadata``.
"""

from __future__ import annotations

from burdenshare.evidence.fields.days import dated
from burdenshare.evidence.fields.detail import detailed
from burdenshare.evidence.fields.heads import head
from burdenshare.evidence.model import Claim, Document

__all__ = ["complete"]


def complete(document: Document, claims: list[Claim]) -> list[Claim]:
    """Return claims with all that their words and the head of their document say of them.

    Parameters
    ----------
    document : Document
    claims : list of Claim
        In the order of the text.

    Returns
    -------
    list of Claim
        Claims of the kind ``metadata`` first, then those given, with the same ids.
    """
    about, published = head(document)
    return [*about, *map(detailed, dated(document, claims, document.published or published))]
