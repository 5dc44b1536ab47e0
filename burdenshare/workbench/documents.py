"""The documents behind the claims: what the ledger holds, and one of them with its claims."""

from __future__ import annotations

from typing import Any

from burdenshare.errors import Refusal
from burdenshare.workbench.evidence import Address, EvidenceDesk

MOST = 200
"""Documents shown at once."""


class DocumentsDesk(EvidenceDesk):
    """Documents of the ledger of evidence; `ledger` is a file or an address."""

    def documents(
        self, *, ledger: Address | None = None, limit: int = 50, start: int = 0
    ) -> dict[str, Any]:
        """List documents, those read last first, each with the number of its claims.

        Returns
        -------
        dict
            ``{"documents", "counts", "start", "more"}``; a ledger that is not there is empty.

        Raises
        ------
        Refusal
            ``bad-argument`` for a part of the list that cannot be.
        """
        if not 0 < limit <= MOST or start < 0:
            raise Refusal(
                "bad-argument",
                f"{limit} documents from number {start} on",
                hint=f"1 to {MOST} documents, from number 0 on",
            )
        with self.ledger(ledger, create=ledger is None) as book:
            found, counts = book.contents(limit=limit, start=start), book.counts()
        return {
            "documents": [{**source.to_json(), "claims": number} for source, number in found],
            "counts": counts,
            "start": start,
            "more": start + len(found) < counts["documents"],
        }

    def document(self, name: str, *, ledger: Address | None = None) -> dict[str, Any]:
        """Show a document by its id or name: its text, its claims, and its marks.

        Returns
        -------
        dict
            ``{"document", "title", ..., "text", "claims", "repeats", "damaged", "signs"}``; spans
            count the characters of the text. To each claim, ``plain`` is added, what it says in a
            sentence, and ``against``, what the figures say of its number.

        Raises
        ------
        Refusal
            ``unknown-document``.
        """
        from burdenshare.brief.parts import Register
        from burdenshare.brief.phrases import sentence
        from burdenshare.evidence.against import Held
        from burdenshare.evidence.counted import levels
        from burdenshare.evidence.ledger import Filters

        with self.ledger(ledger, create=ledger is None) as book:
            found = book.document(name)
            entries = list(book.claims(Filters(document=found.id)))
        register, held = Register(), Held(self.figures)
        reached = levels(entry.claim for entry in entries)
        return {
            "document": found.name,
            "document_id": found.id,
            "title": found.title,
            "publisher": found.publisher,
            "author": found.author,
            "published": found.published,
            "language": found.language,
            "machine_written": bool(found.machine),
            "signs": list(found.machine),
            "extractor": found.extractor,
            "sha256": found.sha256,
            "text": found.text,
            "claims": [
                {
                    **entry.to_json(),
                    "plain": sentence(entry, register).text,
                    "against": held(entry.claim, reached.get(entry.claim.id)).to_json(),
                }
                for entry in entries
            ],
            "repeats": [[r.span.start, r.span.end] for r in found.repeats],
            "damaged": [[d.start, d.end] for d in found.damaged],
        }

    def claim(self, claim: str, *, ledger: Address | None = None) -> dict[str, Any]:
        """Show one claim by its id, as corrected, with its source.

        Raises
        ------
        Refusal
            ``unknown-claim``.
        """
        with self.ledger(ledger, create=ledger is None) as book:
            return book.claim(claim).to_json()
