"""Ask one question of many runs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from burdenshare.workbench.scenarios import ScenariosDesk

if TYPE_CHECKING:
    from burdenshare.scenario.model import Scenario
    from burdenshare.study.answers import Answer


class SweepsDesk(ScenariosDesk):
    """Sweeps, sensitivity, discovery, regret, and the causes of a band."""

    def points(
        self,
        question: str,
        sources: Sequence[str | Path | Scenario],
        vary: Sequence[str],
        **asked: Any,
    ) -> int:
        """Say at how many points a question runs its scenarios; see `questions.points`."""
        from burdenshare.study import questions

        return questions.points(question, [self.scenario(one) for one in sources], vary, **asked)

    def sweep(
        self, source: str | Path | Scenario, vary: Sequence[str], **options: Any
    ) -> dict[str, Any]:
        """Run a scenario at every point of a design; options as of `questions.sweep`."""
        from burdenshare.study import questions

        return questions.sweep(self.scenario(source), vary, figures=self.figures, **options)

    def sensitivity(
        self,
        source: str | Path | Scenario,
        vary: Sequence[str],
        outcome: str,
        *,
        folder: Path | None = None,
        **options: Any,
    ) -> dict[str, Any]:
        """Say which assumption moves an outcome most; options as of `questions.sensitivity`.

        With `folder`, every run, the answer and its chart are written there.
        """
        from burdenshare.study import questions

        options |= {"figures": self.figures, "folder": folder}
        found = questions.sensitivity(self.scenario(source), vary, outcome, **options)
        return self._answered(found, folder)

    def discover(
        self,
        source: str | Path | Scenario,
        vary: Sequence[str],
        fails: str,
        *,
        folder: Path | None = None,
        **options: Any,
    ) -> dict[str, Any]:
        """Say in plain words where a plan fails; options as of `questions.discover`.

        With `folder`, every run, the answer and its chart are written there.
        """
        from burdenshare.study import questions

        options |= {"figures": self.figures, "folder": folder}
        found = questions.discover(self.scenario(source), vary, fails, **options)
        return self._answered(found, folder)

    def regret(
        self,
        sources: Sequence[str | Path | Scenario],
        vary: Sequence[str],
        fails: str,
        **options: Any,
    ) -> dict[str, Any]:
        """Compare pledge designs over the same worlds; options as of `questions.regret`."""
        from burdenshare.study import questions

        designs = [self.scenario(source) for source in sources]
        return questions.regret(designs, vary, fails, figures=self.figures, **options)

    def uncertainty(
        self,
        source: str | Path | Scenario,
        outcome: str,
        *,
        folder: Path | None = None,
        **options: Any,
    ) -> dict[str, Any]:
        """Split the width of an outcome's band by its causes; options as of `uncertainty`.

        With `folder`, the answer and its chart are written there.
        """
        from burdenshare.study import folder as folders
        from burdenshare.study import questions
        from burdenshare.study.manifest import BAND, real

        if folder is not None:
            folders.require_replaceable(real(folder), BAND)
        scenario = self.scenario(source)
        found = questions.uncertainty(scenario, outcome, figures=self.figures, **options)
        return self._answered(found, folder)

    def _answered(self, answer: Answer, folder: Path | None) -> dict[str, Any]:
        """Return an answer as plain data; with a folder, write it there with its chart."""
        document = answer.to_json()
        if folder is None:
            return document
        from burdenshare.charts.questions import charts
        from burdenshare.charts.render import Rendered, render
        from burdenshare.study.answers import write

        drawn = {
            f"charts/{name}.{kind}": content
            for name, spec in charts(answer, self.figures).items()
            for kind, content in zip(Rendered._fields, render(spec), strict=True)
        }
        write(answer, folder, drawn)
        return document | {"charts": sorted(drawn)}
