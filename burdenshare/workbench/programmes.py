"""What is already mortgaged: joint programmes and obligations from the past."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from burdenshare.errors import Refusal
from burdenshare.workbench.studies import StudiesDesk


class ProgrammesDesk(StudiesDesk):
    """Programmes, deals, obligations, and the part of a pledge that they have taken."""

    def programmes(self) -> dict[str, Any]:
        """List the programmes that ship with the package."""
        from burdenshare.programmes.reading import library

        return {"programmes": [{"name": one.name, "title": one.title} for one in library()]}

    def programme(
        self,
        source: str | Path,
        *,
        draws: int = 10_000,
        seed: int = 1,
        leaves: str | None = None,
        done: float = 0.5,
    ) -> dict[str, Any]:
        """Cost a joint programme alone and together; see `burdenshare.programmes.cost.cost`.

        With `leaves`, also what the others pay when that partner leaves after the part `done` of
        development.
        """
        from burdenshare.programmes.circle import leave
        from burdenshare.programmes.cost import cost
        from burdenshare.programmes.document import document, sentences
        from burdenshare.programmes.reading import load

        found = cost(load(source), draws=draws, seed=seed)
        gone = leave(found, leaves, done=done) if leaves else None
        return {**document(found, gone), "answer": sentences(found, gone)}

    def programme_pictures(self, source: str | Path, folder: Path) -> list[str]:
        """Draw unit cost by quantity, alone and together, into a folder; return the names.

        Raises
        ------
        Failure
            ``cannot-write``
        """
        from burdenshare.charts.figures import save_all
        from burdenshare.charts.theme import Credit
        from burdenshare.charts.unit_cost import unit_cost
        from burdenshare.programmes.curves import curves
        from burdenshare.programmes.reading import load

        programme = load(source)
        credit = Credit((), more=programme.sources)
        return save_all({"unit_cost": unit_cost(curves(programme), credit=credit)}, folder)

    def deals(self, programme: str | None = None) -> dict[str, Any]:
        """List what was announced of joint programmes, never added up."""
        from burdenshare.programmes.deals import deals

        return {"deals": [vars(deal) for deal in deals(programme)]}

    def obligations(
        self, file: Path | None = None, *, country: str | None = None
    ) -> dict[str, Any]:
        """Show ledgers of obligations, and how far budgets were decided before their year."""
        from burdenshare.programmes.ledger import ledger
        from burdenshare.programmes.spoken_for import spoken_for

        books = [book for book in ledger(file) if country in (None, book.country)]
        if not books:
            raise Refusal(
                "no-figures",
                f"no ledger of {country} is known",
                hint="the shipped ledgers are of JPN; give a CSV file of your own",
            )
        document: dict[str, Any] = {"ledgers": [book.to_json() for book in books]}
        if file is None:
            document["budgets"] = spoken_for(self.figures, "JPN")
        return document

    def obligations_pictures(self, document: dict[str, Any], folder: Path) -> list[str]:
        """Draw what `obligations` gave into a folder, as SVG, PNG and JSON; return the names.

        Raises
        ------
        Failure
            ``cannot-write``
        """
        from burdenshare.charts.figures import save_all
        from burdenshare.charts.obligations import of_ledgers

        return save_all(of_ledgers(document), folder)

    def committed(
        self,
        source: str | Path,
        member: str,
        *,
        programmes: Sequence[str | Path] = (),
        ledger: Path | None = None,
        series: str | None = None,
        profile: Mapping[int, float] | None = None,
        draws: int = 10_000,
    ) -> dict[str, Any]:
        """Say which part of a member's pledged spending past decisions have taken, by year.

        Claims are programme files, and a ledger's last obligations falling due by `profile`
        (years after, part of the whole). See `burdenshare.study.mortgage.mortgage`.
        """
        from burdenshare.programmes.cost import cost
        from burdenshare.programmes.reading import load
        from burdenshare.study.mortgage import ledger_claim, mortgage, programme_claims

        claims = []
        if profile is not None:
            claims.append(ledger_claim(self._book(ledger, member, series), profile))
        for one in programmes:
            claims += programme_claims(cost(load(one), draws=draws), member)
        if not claims:
            raise Refusal(
                "bad-argument",
                "nothing is named that could have taken a part of the pledge",
                hint="name programme files, or how a ledger falls due: --run-off 1:0.5,2:0.5",
            )
        return {
            "scenario": self.scenario(source).name,
            "member": member,
            **mortgage(self.costs(source), member, claims).to_json(),
        }

    @staticmethod
    def _book(file: Path | None, member: str, series: str | None) -> Any:
        """Return the one ledger that is meant."""
        from burdenshare.programmes.ledger import ledger

        books = [book for book in ledger(file) if book.country == member]
        chosen = [book for book in books if series is None or series in book.series]
        if len(chosen) == 1:
            return chosen[0]
        names = "; ".join(book.series for book in chosen or books)
        raise Refusal(
            "bad-argument",
            f"{len(chosen)} ledgers of {member} are meant" + (f": {names}" if names else ""),
            hint="series are never mixed: name one with --series",
        )
