"""What the ledger, the figures and the runs say, compiled into a text with every number traced."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from burdenshare.errors import Refusal
from burdenshare.workbench.evidence import EvidenceDesk

if TYPE_CHECKING:
    from burdenshare.brief.parts import Brief
    from burdenshare.evidence.ledger import Ledger

FORMATS = ("md", "html", "json", "pdf")


class BriefsDesk(EvidenceDesk):
    """Conflicts, briefs, articles, and the check of texts that others wrote."""

    def conflicts(
        self, *, ledger: str | Path | None = None, as_of: date | None = None
    ) -> dict[str, Any]:
        """Group the claims that say different things of one quantity, with the reason.

        Parameters
        ----------
        ledger : str or Path, optional
            File or address; default: the setting ``ledger``.
        as_of : date, optional
            Only figures published on or before that day.
        """
        from burdenshare.evidence.conflicts import conflicts

        with self.ledger(ledger) as opened:
            found = conflicts(opened.numbers(), self.figures, as_of=as_of)
            told = opened.called({i for c in found for i in c.claims})
        return {
            "conflicts": [c.to_json() for c in found],
            "claims": {name: entry.to_json() for name, entry in told.items()},
        }

    def checked(
        self, claims: Sequence[str], *, ledger: str | Path | None = None, as_of: date | None = None
    ) -> dict[str, dict[str, Any]]:
        """Hold claims against the figures, by id; ids that the ledger lacks are passed over."""
        from burdenshare.evidence.against import Held
        from burdenshare.evidence.counted import level_of
        from burdenshare.evidence.ledger import Filters

        held = Held(self.figures, as_of=as_of)
        verdicts = {}
        with self.ledger(ledger) as opened:
            for name, entry in opened.called(claims).items():
                level = None
                if entry.claim.unit == "countries":
                    there = opened.claims(Filters(document=entry.source.id))
                    level = level_of(entry.claim, (other.claim for other in there))
                verdicts[name] = held(entry.claim, level).to_json()
        return verdicts

    def brief(
        self,
        topic: str,
        *,
        ledger: str | Path | None = None,
        as_of: date | None = None,
        runs: Sequence[Path] = (),
        form: str = "json",
        retell: bool = False,
    ) -> Any:
        """Compile a brief on a topic; see `burdenshare.brief.compiler.brief`.

        `retell` lets the model of the setting ``llm_url`` rephrase it; each sentence is checked
        again, and stands as compiled where the check fails.

        Returns
        -------
        dict, str or bytes
            By `form`: ``json``, ``md`` or ``html``, ``pdf``.
        """
        from burdenshare.brief.compiler import brief

        _require_form(form)
        with self.ledger(ledger, create=ledger is None) as opened:
            made = brief(opened, self.figures, topic=topic, day=as_of, runs=runs)
            return _written(self._retold(made, opened, retell), form, opened)

    def article(
        self,
        headline: str,
        *,
        publisher: str,
        day: date,
        ledger: str | Path | None = None,
        runs: Sequence[Path] = (),
        form: str = "json",
        retell: bool = False,
    ) -> Any:
        """Compile an article as it could be known on its day; returns as `brief`."""
        from burdenshare.brief.compiler import article

        _require_form(form)
        with self.ledger(ledger, create=ledger is None) as opened:
            made = article(
                opened, self.figures, headline=headline, publisher=publisher, day=day, runs=runs
            )
            return _written(self._retold(made, opened, retell), form, opened)

    def _retold(self, made: Brief, opened: Ledger, retell: bool) -> Brief:
        if not retell:
            return made
        from burdenshare.brief.rewrite import model
        from burdenshare.brief.rewrite import retell as ask

        asked = model()
        if asked is None:
            raise Refusal(
                "bad-argument",
                "there is no language model to rephrase with",
                hint="set BURDENSHARE_LLM_URL, or leave the option out",
            )
        return ask(made, asked, opened, self.figures).brief

    def brief_check(
        self, path: Path, *, ledger: str | Path | None = None, runs: Sequence[Path] = ()
    ) -> dict[str, Any]:
        """Check a text sentence by sentence; see `burdenshare.brief.check.check`.

        Returns
        -------
        dict
            ``{"ok", "sentences": [{"text", "ok", "reason"}]}``.
        """
        from burdenshare.brief.check import check_file

        with self.ledger(ledger, create=ledger is None) as opened:
            return check_file(path, opened, self.figures, runs=runs)

    def text_numbers(self, path: Path, *, as_of: date | None = None) -> dict[str, Any]:
        """Hold every number that a text claims against the figures; nothing of it is kept.

        Returns
        -------
        dict
            ``{"numbers": [...]}`` in the order of the text: the words (``quote``), who is meant
            (``actor``), and the verdict of the figures, see `burdenshare.evidence.against`.

        Raises
        ------
        Refusal
            What reading a document refuses.
        """
        from burdenshare.evidence.against import Held
        from burdenshare.evidence.counted import levels
        from burdenshare.evidence.intake import take
        from burdenshare.evidence.reading import Refused

        (taken,) = take([path], workers=0)
        if isinstance(taken.outcome, Refused):
            raise Refusal(taken.outcome.code, taken.outcome.message, hint="paste another text")
        held, reached = Held(self.figures, as_of=as_of), levels(taken.claims)
        return {
            "numbers": [
                {
                    "quote": claim.quote,
                    "actor": list(claim.actor),
                    "stance": claim.stance,
                    **held(claim, reached.get(claim.id)).to_json(),
                }
                for claim in sorted(taken.claims, key=lambda claim: claim.span.start)
                if claim.value is not None
            ]
        }


def _require_form(form: str) -> None:
    if form not in FORMATS:
        raise Refusal(
            "bad-argument", f"{form!r} is no format", hint=f"expected {' | '.join(FORMATS)}"
        )


def _written(made: Brief, form: str, ledger: Ledger) -> Any:
    from burdenshare.brief import written

    if form == "md":
        return written.to_markdown(made)
    if form == "json":
        return written.to_json(made)
    if form == "pdf":
        from burdenshare.brief.pdf import to_pdf

        return to_pdf(made)
    linked = (o.link for o in made.cited() if o.link.startswith("ledger:"))
    ids = dict.fromkeys(link.removeprefix("ledger:").partition("#")[0] for link in linked)
    return written.to_html(made, {i: ledger.document(i).text for i in ids})
