"""What the money covers, asked of a service."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from burdenshare.client import given
from burdenshare.client.line import Line, Step, silent

if TYPE_CHECKING:
    from burdenshare.scenario.model import Scenario


class PostureLine(Line):
    """One method for each question about coverage; see the same method of `Workbench`."""

    def cover(
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
    ) -> dict[str, Any]:
        """Say what is covered, now and pledged; see `Workbench.cover`."""
        return self.post(
            "cover",
            scenario=given.scenario(source),
            without=given.codes(without),
            divert=divert,
            months=months,
            contingency=contingency,
            each_absence=each_absence,
            judgement=given.text(judgement),
            supply=supply,
        )

    def judgement_text(self) -> str:
        """Return the judgement file that ships; see `Workbench.judgement_text`."""
        return str(self.get("cover/judgement")["judgement"])

    def tailored(
        self,
        source: str | Path | Scenario,
        *,
        percent: float = 10.0,
        most: float | None = None,
        without: Sequence[str] = (),
        contingency: str | None = None,
        judgement: str | Path | None = None,
    ) -> dict[str, Any]:
        """Compare the same money spent in different ways; see `Workbench.tailored`."""
        return self.post(
            "tailored",
            scenario=given.scenario(source),
            percent=percent,
            most=most,
            without=given.codes(without),
            contingency=contingency,
            judgement=given.text(judgement),
        )

    def pooled(
        self,
        source: str | Path | Scenario | None = None,
        *,
        without: Sequence[str] = (),
        contingency: str | None = None,
        judgement: str | Path | None = None,
    ) -> dict[str, Any]:
        """Say what stocks cover pooled and apart; see `Workbench.pooled`."""
        return self.post(
            "pooled",
            scenario=given.scenario(source),
            without=given.codes(without),
            contingency=contingency,
            judgement=given.text(judgement),
        )

    def partners(
        self,
        source: str | Path | Scenario | None = None,
        *,
        steps: Sequence[float] | None = None,
        contingency: str | None = None,
        judgement: str | Path | None = None,
    ) -> dict[str, Any]:
        """Say what the Indo-Pacific partners bring; see `Workbench.partners`."""
        return self.post(
            "partners",
            scenario=given.scenario(source),
            participation=given.numbers(steps),
            contingency=contingency,
            judgement=given.text(judgement),
        )

    def shift(
        self,
        source: str | Path | Scenario,
        *,
        give: str = "conventional",
        take: str = "cyber",
        percent: float = 10.0,
        contingency: str | None = None,
        judgement: str | Path | None = None,
    ) -> dict[str, Any]:
        """Say what moving money between domains does; see `Workbench.shift`."""
        return self.post(
            "shift",
            scenario=given.scenario(source),
            give=give,
            take=take,
            percent=percent,
            contingency=contingency,
            judgement=given.text(judgement),
        )

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
        """Lay a global alliance beside small rooms; see `Workbench.designs`."""
        return self.post(
            "designs",
            scenario=given.scenario(source),
            on=given.day(on),
            contingency=contingency,
            judgement=given.text(judgement),
            memberships=given.text(file),
            remits=given.text(remits),
        )

    def coverage_draws(
        self,
        source: str | Path | Scenario | None = None,
        *,
        draws: int = 1000,
        seed: int = 1,
        swing: float | None = None,
        contingency: str | None = None,
        judgement: str | Path | None = None,
        step: Step = silent,
    ) -> dict[str, Any]:
        """Say how far coverage moves over ranges; see `Workbench.coverage_draws`."""
        return self.long(
            "cover-range",
            step,
            scenario=given.scenario(source),
            draws=draws,
            seed=seed,
            swing=swing,
            contingency=contingency,
            judgement=given.text(judgement),
        )

    def yardsticks(
        self, name: str | None = None, *, judgement: str | Path | None = None
    ) -> dict[str, Any]:
        """Lay published numbers beside ours; see `Workbench.yardsticks`."""
        return self.post("yardsticks", name=name, judgement=given.text(judgement))
