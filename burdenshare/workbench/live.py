"""Follow a slider: a scenario held ready, of which one assumption after the other changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from burdenshare.errors import Refusal
from burdenshare.workbench.scenarios import ScenariosDesk

if TYPE_CHECKING:
    from burdenshare.projection.remembered import Remembered
    from burdenshare.scenario.model import Scenario
    from burdenshare.study.live import Live

ALL = "ALL"
"""In place of a member: all members together."""


class LiveDesk(ScenariosDesk):
    """Answers while an assumption is moved, with the numbers of a study."""

    _remembered: Remembered | None = None

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
        if self._remembered is None or self._remembered.figures is not self.figures:
            self._remembered = Remembered(self.figures)
        return Live(scenario, self._remembered, say=say)

    def live_answer(
        self,
        live: Live,
        changes: Mapping[str, Any],
        shown: str = ALL,
        *,
        charts: bool = False,
        explained: bool = False,
        language: str = "en",
    ) -> dict[str, Any]:
        """Return what is shown beside a slider of one member, or of all together.

        Parameters
        ----------
        live : Live
            As `live` gives it, with draws.
        changes : mapping
            As of `Live.changed`.
        shown : str
            A member, or `ALL`.
        charts : bool
            Whether the pictures come with their specifications, and not with their numbers alone.
        explained : bool
            Whether the scenario is said in words, and what went in.
        language : str
            Of the names of countries.

        Returns
        -------
        dict
            ``result``: the part of `Evaluation.to_json` that is shown; ``members``: with `ALL`, the
            headlines of each; ``pictures``: by name, see `burdenshare.charts.live.Picture`;
            ``explained``: sentences; with them ``inputs``: what went in of one member.

        Raises
        ------
        Refusal
            ``bad-scenario``; ``unknown-country`` for a member that the scenario does not have.
        """
        from burdenshare.charts.live import SHOWN, SHOWN_TOGETHER, pictures
        from burdenshare.charts.spreads import TOGETHER
        from burdenshare.scenario.explain import explain

        scenario = live.changed(changes)
        if shown not in (ALL, *scenario.members):
            raise Refusal(
                "unknown-country",
                f"the scenario {scenario.name} has no member {shown[:20]!r}",
                hint=f"it has {', '.join(scenario.members)}; {ALL} for all together",
            )
        together = shown == ALL
        # No member's draws depend on the others: one alone is drawn in a fraction of the time.
        drawn_for = scenario if together else scenario.model_copy(update={"members": (shown,)})
        found = live.evaluate(drawn_for, show=SHOWN_TOGETHER if together else SHOWN)
        document = found.to_json()
        drawn = pictures(found.study, TOGETHER if together else shown, language)
        answer = {
            "name": document["name"],
            "draws": document["draws"],
            "seed": document["seed"],
            "shown": shown,
            "result": document["alliance"] if together else document["members"][shown],
            "pictures": {
                name: each.numbers() | ({"chart": each.chart()} if charts else {})
                for name, each in drawn.items()
            },
        }
        if together:
            kept = ("currency", "price_base", "target", "deadline", "headline", "affordable")
            answer["members"] = {
                code: {name: member[name] for name in kept}
                for code, member in document["members"].items()
            }
        if explained:
            from burdenshare.brief.went_in import went_in

            answer["explained"] = explain(scenario, self.figures)
            answer["inputs"] = [] if together else went_in(found.study, shown)
        return answer
