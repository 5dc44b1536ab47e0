"""What lies behind coverage: how money is spent, pooled, shared with partners and moved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from burdenshare.study.progress import silent
from burdenshare.workbench.desk import today
from burdenshare.workbench.formats import FormatsDesk
from burdenshare.workbench.studies import StudiesDesk

if TYPE_CHECKING:
    from burdenshare.posture.answer import Pledge
    from burdenshare.posture.model import Judgement
    from burdenshare.scenario.model import Scenario
    from burdenshare.study.progress import Step

PERCENT = 10.0
"""Per cent of a year's equipment money that is spent in different ways: our default."""


class CoverageDesk(FormatsDesk, StudiesDesk):
    """Tailored, pooled, with partners, moved, by design, drawn, and beside published numbers.

    Where a scenario is optional, stocks are those of today without one, and those that its pledge
    leaves at its end with one.
    """

    def tailored(
        self,
        source: str | Path | Scenario,
        *,
        percent: float = PERCENT,
        most: float | None = None,
        without: Sequence[str] = (),
        contingency: str | None = None,
        judgement: str | Path | None = None,
    ) -> dict[str, Any]:
        """Say what the same money covers spent uniformly, tailored, from one purse and at home.

        Parameters
        ----------
        source : str, Path or Scenario
            Whose members raise their spending on equipment.
        percent : float
            Per cent of a year's equipment money (mean of the scenario) that each adds, once.
        most : float, optional
            Part of a state's money that may go into one domain.
        without : sequence of str
            States that are not there.
        contingency : str, optional
        judgement : str or Path, optional

        Raises
        ------
        Refusal
            ``bad-argument`` for a percentage that is not above zero, and as `posture.ways`.
        """
        from burdenshare.errors import Refusal
        from burdenshare.posture import told
        from burdenshare.posture.build import case
        from burdenshare.posture.tailored import MOST, ways

        if not 0.0 < percent <= 1000.0:
            raise Refusal(
                "bad-argument",
                f"{percent:g} % of a year's money cannot be meant",
                hint="write a percentage above 0, such as 10",
            )
        judged, pledge = self._pledge(source, judgement)
        money = {state: each * percent / 100.0 for state, each in pledge.yearly.items()}
        made = case(judged, contingency=contingency, without=without)
        found = ways(made, judged, money, most=MOST if most is None else most)
        return {"scenario": pledge.scenario, "percent": percent, **told.ways(found)}

    def pooled(
        self,
        source: str | Path | Scenario | None = None,
        *,
        without: Sequence[str] = (),
        contingency: str | None = None,
        judgement: str | Path | None = None,
    ) -> dict[str, Any]:
        """Say what stocks cover pooled and apart, and what duplication costs.

        Parts of a demand are by what states spend (SIPRI) times their reach there.
        """
        from burdenshare.posture import told
        from burdenshare.posture.build import case
        from burdenshare.posture.pooled import duplication

        judged, growth = self._growth(source, judgement)
        made = case(judged, contingency=contingency, growth=growth, without=without)
        spending, origin = self._spending(made.owner, date(judged.year, 12, 31))
        found = duplication(made, spending)
        return {"scenario": _named(source), "spending": origin, **told.duplication(found)}

    def partners(
        self,
        source: str | Path | Scenario | None = None,
        *,
        steps: Sequence[float] | None = None,
        contingency: str | None = None,
        judgement: str | Path | None = None,
    ) -> dict[str, Any]:
        """Say what the Indo-Pacific partners bring step by step, and what going global costs."""
        from burdenshare.posture import told
        from burdenshare.posture.partnership import STEPS, partners

        judged, growth = self._growth(source, judgement)
        found = partners(judged, contingency=contingency, growth=growth, steps=steps or STEPS)
        return {"scenario": _named(source), **told.line(found)}

    def shift(
        self,
        source: str | Path | Scenario,
        *,
        give: str = "conventional",
        take: str = "cyber",
        percent: float = PERCENT,
        contingency: str | None = None,
        judgement: str | Path | None = None,
    ) -> dict[str, Any]:
        """Say what moving equipment money from one domain to another does."""
        from burdenshare.posture import told
        from burdenshare.posture.moving import shift
        from burdenshare.posture.reading import judgement as read
        from burdenshare.study.posture import pledged
        from burdenshare.study.shift import flow

        judged = read(judgement)
        study = self.costs(source)
        money = flow(study, pledged(study, judged, self.figures), judged)
        found = shift(judged, money, give, take, percent / 100.0, contingency=contingency)
        return {"scenario": money.scenario, "years": money.years, **told.shift(found)}

    def designs(
        self,
        source: str | Path | Scenario | None = None,
        *,
        on: date | None = None,
        contingency: str | None = None,
        judgement: str | Path | None = None,
        file: Path | None = None,
        remits: Path | None = None,
    ) -> dict[str, Any]:
        """Lay a global alliance beside a patchwork of small rooms."""
        from burdenshare.formats import network, reading
        from burdenshare.formats.remit import remits as read_remits
        from burdenshare.study.designs import designs, document

        judged, growth = self._growth(source, judgement)
        day, spells = on or today(), reading.read(file)
        spending, origin = self._spending(network.meet(spells, day).rooms_of, day)
        found = designs(
            judged,
            spells,
            read_remits(remits),
            spending,
            day,
            contingency=contingency,
            growth=growth,
        )
        return {
            "scenario": _named(source),
            "on": day.isoformat(),
            "spending": origin,
            **document(found),
        }

    def coverage_draws(
        self,
        source: str | Path | Scenario | None = None,
        *,
        draws: int = 1000,
        seed: int = 1,
        swing: float | None = None,
        contingency: str | None = None,
        judgement: str | Path | None = None,
        cluster: str | None = None,
        step: Step = silent,
    ) -> dict[str, Any]:
        """Say how far coverage moves over ranges of weak inputs; `cluster` is a Dask address."""
        from functools import partial

        from burdenshare.posture import told
        from burdenshare.posture.build import case
        from burdenshare.posture.drawing import draws as drawn
        from burdenshare.posture.grades import SWING
        from burdenshare.study.sweep.cluster import map_on

        judged, growth = self._growth(source, judgement)
        found = drawn(
            case(judged, contingency=contingency, growth=growth),
            draws,
            seed=seed,
            swing=SWING if swing is None else swing,
            over=partial(map_on, cluster) if cluster else None,
            step=step,
        )
        return {"scenario": _named(source), "seed": seed, **told.draws(found)}

    def yardsticks(
        self, name: str | None = None, *, judgement: str | Path | None = None
    ) -> dict[str, Any]:
        """Lay published numbers beside ours, with the arithmetic and why they differ."""
        from burdenshare.posture import told
        from burdenshare.posture.published import yardsticks
        from burdenshare.posture.reading import judgement as read

        return told.yardsticks(yardsticks(read(judgement), self.figures, name=name))

    def _pledge(
        self, source: str | Path | Scenario, judgement: str | Path | None
    ) -> tuple[Judgement, Pledge]:
        from burdenshare.posture.reading import judgement as read
        from burdenshare.study.posture import pledged

        judged = read(judgement)
        return judged, pledged(self.costs(source), judged, self.figures)

    def _growth(
        self, source: str | Path | Scenario | None, judgement: str | Path | None
    ) -> tuple[Judgement, dict[tuple[str, str], float] | None]:
        """Return the judgement, and the growth of stocks that a scenario's pledge means."""
        from burdenshare.posture.reading import judgement as read

        if source is None:
            return read(judgement), None
        judged, pledge = self._pledge(source, judgement)
        return judged, dict(pledge.growth)


def _named(source: str | Path | Scenario | None) -> str | None:
    """Return what a scenario is called."""
    return None if source is None else str(getattr(source, "name", source))
