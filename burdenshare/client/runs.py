"""Scenarios and runs, asked of a service; what takes long is started there and waited for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from burdenshare.client import given
from burdenshare.client.line import Line, Step, silent

if TYPE_CHECKING:
    from burdenshare.scenario.model import Scenario

AT_ONCE = 1000
"""Futures that the service answers at once."""
TABLES = ("annual", "parameters", "shocks_quarterly", "shocks_annual")


class Answered(NamedTuple):
    """What a service found; `Client.result` gives it as plain data."""

    document: dict[str, Any]


class RunsLine(Line):
    """Scenarios, runs and questions of many runs; see the same method of `Workbench`."""

    def scenarios(self) -> list[dict[str, str]]:
        """List the scenarios of the service's library; see `Workbench.scenarios`."""
        found: list[dict[str, str]] = self.get("scenarios")["scenarios"]
        return found

    def scenario_schema(self) -> dict[str, Any]:
        """Return the JSON Schema of scenario files; see `Workbench.scenario_schema`."""
        return self.get("scenarios/schema")

    def explain(self, source: str | Path | Scenario) -> list[str]:
        """Say in plain sentences what a scenario computes; see `Workbench.explain`."""
        asked = given.scenario(source)
        found: list[str] = self.post("scenarios/explain", scenario=asked)["sentences"]
        return found

    def study(
        self,
        source: str | Path | Scenario,
        *,
        draws: int | None = None,
        seed: int | None = None,
        step: Step = silent,
    ) -> Answered:
        """Run a scenario; see `Workbench.study`. `result` gives what was found."""
        asked = {"scenario": given.scenario(source), "draws": draws, "seed": seed}
        if (draws or 0) <= AT_ONCE:
            return Answered(self.post("run", **asked))
        return Answered(self.waited("runs", step, question="run", **asked))

    def result(self, study: Answered) -> dict[str, Any]:
        """Return the result of a study; see `Workbench.result`."""
        return study.document

    def sweep(
        self,
        source: str | Path | Scenario,
        vary: Sequence[str],
        *,
        progress: Step = silent,
        **options: Any,
    ) -> dict[str, Any]:
        """Run a scenario at every point of a design; see `Workbench.sweep`."""
        return self._many("sweep", source, vary, progress, options)

    def sensitivity(
        self,
        source: str | Path | Scenario,
        vary: Sequence[str],
        outcome: str,
        *,
        progress: Step = silent,
        **options: Any,
    ) -> dict[str, Any]:
        """Say which assumption moves an outcome most; see `Workbench.sensitivity`."""
        return self._many("sensitivity", source, vary, progress, {"outcome": outcome, **options})

    def discover(
        self,
        source: str | Path | Scenario,
        vary: Sequence[str],
        fails: str,
        *,
        progress: Step = silent,
        **options: Any,
    ) -> dict[str, Any]:
        """Say in plain words where a plan fails; see `Workbench.discover`."""
        return self._many("discover", source, vary, progress, {"fails": fails, **options})

    def regret(
        self,
        sources: Sequence[str | Path | Scenario],
        vary: Sequence[str],
        fails: str,
        *,
        progress: Step = silent,
        **options: Any,
    ) -> dict[str, Any]:
        """Compare pledge designs over the same worlds; see `Workbench.regret`."""
        designs = [given.scenario(one) for one in sources]
        asked = {"scenarios": designs, "vary": list(vary), "fails": fails}
        return self.waited("runs", progress, question="regret", **asked, **options)

    def uncertainty(
        self,
        source: str | Path | Scenario,
        outcome: str,
        *,
        progress: Step = silent,
        **options: Any,
    ) -> dict[str, Any]:
        """Split the width of an outcome's band by its causes; see `Workbench.uncertainty`."""
        asked = {"scenario": given.scenario(source), "outcome": outcome}
        return self.waited("runs", progress, question="uncertainty", **asked, **options)

    def debt(self, inputs: Path, **options: Any) -> dict[str, Any]:
        """Say which primary balance brings debt down; see `Workbench.debt`."""
        tables = {name: given.text(inputs / f"june2024_{name}.csv") for name in TABLES}
        countries = given.codes(options.pop("countries", None))
        years = options.pop("adjustment", None)
        adjustment = ",".join(map(str, years)) if years else None
        asked = {"countries": countries, "adjustment": adjustment}
        return self.long("debt", **tables, **asked, **options)

    def _many(
        self, question: str, source: Any, vary: Sequence[str], step: Step, options: dict[str, Any]
    ) -> dict[str, Any]:
        asked = {"scenario": given.scenario(source), "vary": list(vary)}
        if "outcomes" in options:
            options["outcomes"] = list(options["outcomes"])
        return self.waited("runs", step, question=question, **asked, **options)
