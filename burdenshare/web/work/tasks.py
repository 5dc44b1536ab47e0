"""What can be asked of a run: a scenario costed, or one question put to many runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from burdenshare.workbench import Workbench

Step = Callable[[int, int, str], None]
QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "run": (),
    "sweep": ("vary",),
    "sensitivity": ("vary", "outcome"),
    "discover": ("vary", "fails"),
    "regret": ("vary", "fails"),
    "uncertainty": ("outcome",),
}
"""Methods of `Workbench`, and what each is asked beside its scenario."""
RENEW = "evidence/renew"
"""Finding the claims of the ledger anew."""


class Task(NamedTuple):
    """One run: a question, the scenarios it is put to, and its options."""

    question: str
    """A key of `QUESTIONS`, a name of a question of the API that can take long, or `RENEW`."""
    scenarios: list[str]
    """As YAML that `burdenshare.scenario.load.dump` has written; of `QUESTIONS` only."""
    options: dict[str, Any]

    def perform(self, bench: Workbench, folder: Path, step: Step) -> dict[str, Any]:
        """Do it; return the document that the command prints with ``--json``.

        Parameters
        ----------
        bench : Workbench
        folder : Path
            Where everything is written.
        step : callable
            Told of progress.
        """
        if self.question == RENEW:
            told = bench.evidence_renew(step=step)
            return {name: many for name, many in told.items() if name != "ledger"}
        if self.question not in QUESTIONS:
            from burdenshare.web.api.jobs import LONG

            question = LONG[self.question]
            return question.perform(bench, question.model.model_validate(self.options), step)
        from burdenshare.scenario.load import load_text

        scenarios = [load_text(text, "request") for text in self.scenarios]
        options = dict(self.options)
        if self.question == "run":
            study = bench.run(
                scenarios[0], folder, step=step, say=lambda text: step(0, 0, text), **options
            )
            return bench.result(study)
        asked = [options.pop(name) for name in QUESTIONS[self.question]]
        put_to = scenarios if self.question == "regret" else scenarios[0]
        answer: dict[str, Any] = getattr(bench, self.question)(
            put_to, *asked, folder=folder, progress=step, **options
        )
        return answer
