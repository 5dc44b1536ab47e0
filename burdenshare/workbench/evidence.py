"""Who said so: documents into the ledger of evidence, and claims out of it."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from burdenshare import settings
from burdenshare.errors import Failure, Refusal
from burdenshare.workbench.desk import Desk

if TYPE_CHECKING:
    from burdenshare.evidence.ledger import Ledger

Address = str | Path
Step = Callable[[int, int, str], None]


class EvidenceDesk(Desk):
    """Documents, claims, passages, corrections; `ledger` is a file or an address everywhere.

    Where it is not given: the setting ``ledger``, or ``ledger.sqlite`` in the folder ``home``.
    """

    def ledger(self, address: Address | None = None, *, create: bool = False) -> Ledger:
        """Open the ledger of evidence; close it when done. See `evidence.ledger.Ledger`."""
        from burdenshare.evidence.ledger import Ledger

        if address is None and self.home is not None and "BURDENSHARE_LEDGER" not in os.environ:
            address = self.home / "ledger.sqlite"
        return Ledger.open(address, create=create)

    def read(
        self,
        paths: Sequence[str | Path],
        *,
        ledger: Address | None = None,
        workers: int | None = None,
        step: Step = lambda _done, _of, _now: None,
    ) -> dict[str, Any]:
        """Read files, folders and addresses into the ledger, with the claims in them.

        A document that cannot be read stops no other. What the ledger holds already is unchanged.
        `workers` processes read, by default one for each processor where there is much to read;
        what the ledger holds afterwards does not depend on how many.
        """
        from burdenshare.evidence.intake import take
        from burdenshare.evidence.reading import Refused
        from burdenshare.evidence.rules import rules

        total, documents, refused = 0, [], []

        def count(done: int, of: int, now: str) -> None:
            """Keep how many there are, and pass the step on."""
            nonlocal total
            total = of
            step(done, of, now)

        with self.ledger(ledger, create=True) as book:
            for taken in take(paths, known=book.known(), step=count, workers=workers):
                outcome, found = taken.outcome, taken.claims
                if isinstance(outcome, Refused):
                    refused.append(vars(outcome))
                    continue
                if book.add(outcome, found, rules=rules()):
                    documents.append(
                        {
                            "document": outcome.name,
                            "document_id": outcome.id,
                            "language": outcome.language,
                            "published": outcome.published,
                            "claims": len(found),
                            "machine_written": not outcome.counts,
                            "signs": list(outcome.machine),
                            "damaged": len(outcome.damaged),
                        }
                    )
            name, outdated = book.name, len(book.outdated(rules()))
        return {
            "read": len(documents),
            "unchanged": total - len(documents) - len(refused),
            "refused": refused,
            "documents": documents,
            "outdated": outdated,
            "ledger": name,
        }

    def evidence_renew(
        self,
        *,
        ledger: Address | None = None,
        step: Step = lambda _done, _of, _now: None,
    ) -> dict[str, Any]:
        """Find the claims anew in every document that older rules have read.

        Ids and corrections stay where a claim has the same span; what people corrected is never
        taken away. One document after the other is renewed, each whole or not at all.

        Returns
        -------
        dict
            ``documents`` renewed, and how many claims were ``added``, ``changed``, ``removed``,
            ``unchanged`` and ``kept`` (found no more, but corrected by people).
        """
        from burdenshare.evidence.claims import extract
        from burdenshare.evidence.rules import rules

        done = dict.fromkeys(("added", "changed", "removed", "unchanged", "kept"), 0)
        with self.ledger(ledger) as book:
            ids = book.outdated(rules())
            for number, one in enumerate(ids, 1):
                document = book.document(one)
                for what, many in book.renew(one, extract(document), rules=rules()).items():
                    done[what] += many
                step(number, len(ids), document.name)
            return {"documents": len(ids), **done, "ledger": book.name}

    def claims(
        self, *, ledger: Address | None = None, limit: int | None = None, **filters: Any
    ) -> Iterator[dict[str, Any]]:
        """Give claims one by one, as lines of the documented format with their sources.

        Parameters
        ----------
        ledger : str or Path, optional
        limit : int, optional
            How many at most.
        filters
            See `burdenshare.evidence.ledger.Filters`.
        """
        from burdenshare.evidence.ledger import Filters

        with self.ledger(ledger) as book:
            for entry in book.claims(Filters(**filters), limit=limit):
                yield entry.to_json()

    def search(
        self,
        words: str,
        *,
        ledger: Address | None = None,
        limit: int = 20,
        like: bool = False,
    ) -> dict[str, Any]:
        """Show the passages in which all words stand; see `evidence.ledger.Ledger.search`.

        With `like`, passages near in meaning instead, as the model of the setting ``embed_url``
        sees it, each with its ``likeness``; see `evidence.likeness.like`.
        """
        if like:
            return self._like(words, ledger, limit)
        with self.ledger(ledger) as book:
            passages, more = book.search(words, limit=limit)
        return {"words": words, "passages": [p.to_json() for p in passages], "more": more}

    def _like(self, words: str, ledger: Address | None, limit: int) -> dict[str, Any]:
        from burdenshare.evidence import likeness

        cache = settings.folder("cache")
        assert cache is not None
        with self.ledger(ledger) as book:
            found = likeness.like(
                book, words, likeness.Embedder.of_settings(), limit=limit, cache=cache
            )
        passages = [{**p.to_json(), "likeness": near} for p, near in found]
        return {"words": words, "passages": passages, "more": len(found) == limit}

    def timeline(
        self, *, ledger: Address | None = None, limit: int | None = None, **filters: Any
    ) -> dict[str, Any]:
        """Show claims in the order of what they are about; see `evidence.ledger.Filters`."""
        from burdenshare.evidence.ledger import Filters

        with self.ledger(ledger) as book:
            entries = book.timeline(Filters(**filters), limit=limit)
            rows = [{"when": entry.about, **entry.to_json()} for entry in entries]
        return {"timeline": rows}

    def evidence_score(self, gold: Path, documents: Path) -> dict[str, Any]:
        """Score the extraction against annotated claims; see `evidence.score.score`."""
        from burdenshare.evidence.claims import extract
        from burdenshare.evidence.score import score_file

        return score_file(gold, documents, extract).as_dict()

    def evidence_positions(
        self,
        file: Path,
        measure: str,
        *,
        unit: str = "pct_gdp",
        salience: str | None = None,
        ledger: Address | None = None,
        **filters: Any,
    ) -> dict[str, Any]:
        """Write what states want, by the ledger, as a file that `bargain` reads.

        See `burdenshare.evidence.positions.positions`; filters as of `claims`.
        """
        import yaml

        from burdenshare.evidence.ledger import Filters
        from burdenshare.evidence.positions import SALIENCE, positions

        with self.ledger(ledger) as book:
            table = positions(
                book.claims(Filters(measure=measure, **filters)),
                measure,
                unit=unit,
                salience=salience or SALIENCE,
            )
        with _whole_or_nothing(file) as stream:
            yaml.safe_dump(table, stream, allow_unicode=True, sort_keys=False, width=96)
        return {"file": str(file), **table}

    def evidence_export(
        self, file: Path, *, ledger: Address | None = None, gold: bool = False
    ) -> dict[str, Any]:
        """Write the whole ledger as JSON lines, or its corrected claims as a gold file.

        With `gold`, the texts of the documents go into a folder beside the file, named like it.
        """
        with self.ledger(ledger) as book, _whole_or_nothing(file) as stream:
            if not gold:
                return {"file": str(file), "lines": book.export(stream)}
            folder = file.with_suffix(".documents")
            return {
                "file": str(file),
                "documents": str(folder),
                "claims": book.export_gold(stream, folder),
            }

    def evidence_import(self, file: Path, *, ledger: Address | None = None) -> dict[str, Any]:
        """Add what an export holds and the ledger does not, whole or not at all."""
        with contextlib.ExitStack() as stack:
            try:
                stream = stack.enter_context(file.open(encoding="utf-8", newline="\n"))
            except OSError as error:
                raise Refusal(
                    "file-not-found",
                    f"{file} cannot be read: {error.strerror}",
                    hint="name a file that burdenshare evidence export has written",
                ) from error
            book = stack.enter_context(self.ledger(ledger, create=True))
            return {**book.import_(stream, file.name), "ledger": book.name}

    def evidence_correct(
        self,
        claim: str,
        fields: Mapping[str, Any],
        *,
        who: str,
        when: str | None = None,
        ledger: Address | None = None,
    ) -> dict[str, Any]:
        """Lay what a person says over a claim; the extraction stays beside it."""
        with self.ledger(ledger) as book:
            return book.correct(claim, fields, who=who, when=when).to_json()


@contextmanager
def _whole_or_nothing(file: Path) -> Iterator[IO[str]]:
    """Write a file that replaces what was there only when it is complete."""
    try:
        handle, part = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    except OSError as error:
        raise _unwritable(file, error) from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            yield stream
        Path(part).replace(file)
    except OSError as error:
        raise _unwritable(file, error) from error
    finally:
        with contextlib.suppress(FileNotFoundError):
            Path(part).unlink()


def _unwritable(file: Path, error: OSError) -> Failure:
    return Failure(
        "cannot-write", f"{file}: {error.strerror}", hint="choose a folder you may write to"
    )
