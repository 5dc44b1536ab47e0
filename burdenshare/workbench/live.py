"""Follow a slider: a scenario held ready, of which one assumption after the other changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from burdenshare.workbench.scenarios import ScenariosDesk

if TYPE_CHECKING:
    from burdenshare.projection.remembered import Remembered
    from burdenshare.scenario.model import Scenario
    from burdenshare.study.live import Live


class LiveDesk(ScenariosDesk):
    """Answers while an assumption is moved, with the numbers of a study."""

    _known: Remembered | None = None

    def live(
        self,
        source: str | Path | Scenario,
        *,
        draws: int | None = None,
        seed: int | None = None,
        say: Callable[[str], None] | None = None,
    ) -> Live:
        """Hold a scenario ready: its `evaluate` answers a change in a fraction of a study's time.

        Scenarios held ready by the same workbench share what they keep of the figures.
        """
        from burdenshare.projection.remembered import Remembered
        from burdenshare.scenario.load import redraw
        from burdenshare.study.live import Live

        scenario = redraw(self.scenario(source), draws=draws, seed=seed)
        if self._known is None or self._known.figures is not self.figures:
            self._known = Remembered(self.figures)
        return Live(scenario, self._known, say=say)
