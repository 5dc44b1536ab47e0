"""Ask one question of many runs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from burdenshare.workbench.scenarios import ScenariosDesk

if TYPE_CHECKING:
    from burdenshare.scenario.model import Scenario


class SweepsDesk(ScenariosDesk):
    """Sweeps, sensitivity, discovery, regret, and the causes of a band."""

    def sweep(
        self, source: str | Path | Scenario, vary: Sequence[str], **options: Any
    ) -> dict[str, Any]:
        """Run a scenario at every point of a design; options as of `questions.sweep`."""
        from burdenshare.study import questions

        return questions.sweep(self.scenario(source), vary, figures=self.figures, **options)

    def sensitivity(
        self, source: str | Path | Scenario, vary: Sequence[str], outcome: str, **options: Any
    ) -> dict[str, Any]:
        """Say which assumption moves an outcome most; options as of `questions.sensitivity`."""
        from burdenshare.study import questions

        scenario = self.scenario(source)
        return questions.sensitivity(scenario, vary, outcome, figures=self.figures, **options)

    def discover(
        self, source: str | Path | Scenario, vary: Sequence[str], fails: str, **options: Any
    ) -> dict[str, Any]:
        """Say in plain words where a plan fails; options as of `questions.discover`."""
        from burdenshare.study import questions

        scenario = self.scenario(source)
        return questions.discover(scenario, vary, fails, figures=self.figures, **options)

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
        self, source: str | Path | Scenario, outcome: str, **options: Any
    ) -> dict[str, Any]:
        """Split the width of an outcome's band by its causes; options as of `uncertainty`."""
        from burdenshare.study import questions

        return questions.uncertainty(
            self.scenario(source), outcome, figures=self.figures, **options
        )
