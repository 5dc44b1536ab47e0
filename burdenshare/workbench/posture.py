"""What the money covers: directions and domains."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from burdenshare.errors import Refusal
from burdenshare.workbench.studies import StudiesDesk

if TYPE_CHECKING:
    from burdenshare.posture.answer import Answer
    from burdenshare.scenario.model import Scenario

SUPPLIES = ("items", "money")


class PostureDesk(StudiesDesk):
    """Coverage now and pledged, without an ally, with one turned elsewhere."""

    def cover(self, source: str | Path | Scenario, **asked: Any) -> dict[str, Any]:
        """Return what is covered as plain data with sentences; arguments as of `covered`."""
        from burdenshare.posture.document import document, rows
        from burdenshare.posture.sentences import sentences

        found = self.covered(source, **asked)
        return {**document(found), "cells": rows(found), "answer": sentences(found)}

    def cover_pictures(self, document: dict[str, Any], folder: Path) -> list[str]:
        """Draw what `cover` gave into a folder, as SVG, PNG and specification; return the names.

        Raises
        ------
        Failure
            ``cannot-write``
        """
        from burdenshare.charts.figures import save_all
        from burdenshare.charts.posture import of_cover

        return save_all(of_cover(document), folder)

    def covered(
        self,
        source: str | Path | Scenario,
        *,
        without: Sequence[str] = (),
        divert: str | None = None,
        months: float = 12.0,
        contingency: str | None = None,
        each_absence: bool = False,
        judgement: str | Path | None = None,
        supply: str = "items",
    ) -> Answer:
        """Say what a scenario's states cover, now and when its pledge is kept.

        Parameters
        ----------
        source : str, Path or Scenario
        without : sequence of str
            States that are not there.
        divert : str, optional
            ``USA:indo-pacific:0.5``: half of what the United States has, bound to one direction.
        months : float
            How long it is bound there.
        contingency : str, optional
            What comes at once; default: that of the judgement file.
        each_absence : bool
            Whether to leave out each state in turn.
        judgement : str or Path, optional
            A judgement file in place of the one that ships.
        supply : str
            ``items``: counts; ``money``: what spending has bought, by domain.

        Raises
        ------
        Refusal
            ``bad-argument`` for another supply; what `burdenshare.posture.answer.answer` and the
            reading of scenario and judgement refuse.
        """
        from burdenshare.posture.answer import answer
        from burdenshare.posture.asking import turn
        from burdenshare.posture.reading import judgement as read
        from burdenshare.study.posture import pledged

        if supply not in SUPPLIES:
            raise Refusal(
                "bad-argument",
                f"{supply!r} is no supply",
                hint=f"one of {', '.join(SUPPLIES)}",
            )
        judged = read(judgement)
        asked = turn(divert, months) if divert else None
        return answer(
            judged,
            contingency=contingency,
            without=without,
            pledge=pledged(self.costs(source), judged, self.figures),
            turn=asked,
            each_absence=each_absence,
            money=supply == "money",
        )

    def check_judgement(self, path: str | Path) -> None:
        """Read a judgement file, and refuse it with every problem at once where it is wrong."""
        from burdenshare.posture.reading import judgement

        judgement(path)

    def judgement_text(self) -> str:
        """Return the judgement file that ships, to be copied and changed."""
        from burdenshare.posture.reading import DEFAULT

        return DEFAULT.read_text(encoding="utf-8")
