"""Documents, claims and briefs of a service's ledger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from burdenshare.client import given
from burdenshare.client.line import Line, Step, silent
from burdenshare.errors import Refusal

FORMS = ("json", "md", "html", "pdf")


class EvidenceLine(Line):
    """One method for each question to the ledger; see the same method of `Workbench`."""

    def read(self, paths: Sequence[str | Path]) -> dict[str, Any]:
        """Send files, and name addresses, to be read into the ledger; see `Workbench.read`.

        Folders are not sent.
        """
        addresses = [str(path) for path in paths if "://" in str(path)]
        files = [Path(path) for path in paths if "://" not in str(path)]
        sent = [("files", (file.name, given.content(file))) for file in files]
        return self.send("read", sent, addresses=addresses or None)

    def claims(self, *, limit: int | None = None, **filters: Any) -> Iterator[dict[str, Any]]:
        """Give claims one by one; see `Workbench.claims`."""
        return self.lines("claims.jsonl", limit=limit, **filters)

    def claim(self, claim: str) -> dict[str, Any]:
        """Show one claim by its id; see `Workbench.claim`."""
        return self.get("evidence/claim", claim=claim)

    def search(self, words: str, *, limit: int = 20) -> dict[str, Any]:
        """Show the passages in which all words stand; see `Workbench.search`."""
        return self.get("search", words=words, limit=limit)

    def timeline(self, *, limit: int | None = None, **filters: Any) -> dict[str, Any]:
        """Show claims in the order of what they are about; see `Workbench.timeline`."""
        counted = filters.pop("counted", False)
        asked = {"limit": 1000 if limit is None else limit, "everything": not counted}
        return self.get("timeline", **asked, **filters)

    def conflicts(self, *, as_of: date | None = None) -> dict[str, Any]:
        """Group the claims that say different things; see `Workbench.conflicts`."""
        return self.get("conflicts", as_of=given.day(as_of))

    def documents(self, *, limit: int = 50, start: int = 0) -> dict[str, Any]:
        """List documents, those read last first; see `Workbench.documents`."""
        return self.get("evidence/documents", limit=limit, start=start)

    def document(self, name: str) -> dict[str, Any]:
        """Show a document by its id or name; see `Workbench.document`."""
        return self.get("evidence/document", name=name)

    def evidence_correct(self, claim: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Lay what a person says over a claim; see `Workbench.evidence_correct`.

        The person is the one whose token is sent.
        """
        return self.post("evidence/correct", claim=claim, fields=dict(fields))

    def evidence_export(self, file: Path) -> dict[str, Any]:
        """Write the whole ledger as JSON lines; see `Workbench.evidence_export`."""
        data = self.fetch("evidence/export")
        _write(file, data)
        return {"file": str(file), "lines": data.count(b"\n")}

    def evidence_import(self, file: Path) -> dict[str, Any]:
        """Add what an export holds to the ledger; see `Workbench.evidence_import`."""
        return self.send("evidence/import", [("file", (file.name, given.content(file)))])

    def evidence_renew(self, *, step: Step = silent) -> dict[str, Any]:
        """Find claims anew where older rules have read; see `Workbench.evidence_renew`."""
        return self.waited("evidence/renew", step)

    def evidence_score(self, gold: Path, documents: Path) -> dict[str, Any]:
        """Score the service's extraction on annotated documents; see `Workbench.evidence_score`."""
        others = [file for file in sorted(documents.iterdir()) if file.is_file()]
        sent = [("documents", (file.name, given.content(file))) for file in others]
        return self.send("evidence/score", [("gold", (gold.name, given.content(gold))), *sent])

    def brief(self, topic: str, *, as_of: date | None = None, form: str = "json") -> Any:
        """Compile a brief on a topic; see `Workbench.brief`."""
        return self._text("brief", form, topic=topic, as_of=given.day(as_of))

    def article(self, headline: str, *, publisher: str, day: date, form: str = "json") -> Any:
        """Compile an article as it could be known on its day; see `Workbench.article`."""
        asked = {"headline": headline, "publisher": publisher, "date": given.day(day)}
        return self._text("article", form, **asked)

    def _text(self, name: str, form: str, **asked: Any) -> Any:
        if form not in FORMS:
            raise Refusal(
                "bad-argument", f"{form!r} is no format", hint=f"expected {' | '.join(FORMS)}"
            )
        if form == "json":
            return self.get(name, **asked)
        data = self.fetch(f"{name}.{form}", **asked)
        return data if form == "pdf" else data.decode()

    def brief_check(self, path: Path) -> dict[str, Any]:
        """Check a text sentence by sentence; see `Workbench.brief_check`."""
        return self.post("brief/check", text=given.text(path))


def _write(file: Path, data: bytes) -> None:
    from burdenshare.errors import Failure

    fresh = file.with_name(f".{file.name}.part")
    try:
        fresh.write_bytes(data)
        fresh.replace(file)
    except OSError as error:
        raise Failure(
            "cannot-write", f"{file}: {error.strerror}", hint="choose a folder you may write to"
        ) from None
