"""Cost a scenario, write it down, check it, compare it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from burdenshare.errors import BurdenshareError
from burdenshare.study.progress import silent
from burdenshare.workbench.scenarios import ScenariosDesk

if TYPE_CHECKING:
    from burdenshare.charts.render import Easel
    from burdenshare.figures.store import Figures
    from burdenshare.scenario.model import Scenario
    from burdenshare.study import Study, Verification
    from burdenshare.study.progress import Step

REMEMBERED = 4
"""Studies of costs alone that are kept."""


class StudiesDesk(ScenariosDesk):
    """One run: studies, run folders, and the debt arithmetic and calibration below them."""

    def study(
        self,
        source: str | Path | Scenario,
        *,
        draws: int | None = None,
        seed: int | None = None,
        say: Callable[[str], None] | None = None,
    ) -> Study:
        """Run a scenario through the models; nothing is written. `say` is told what takes long."""
        from burdenshare.scenario.load import redraw
        from burdenshare.study import compute

        scenario = redraw(self.scenario(source), draws=draws, seed=seed)
        return compute(scenario, self.figures, say=say)

    _costed: tuple[tuple[Scenario, Figures, Study], ...] = ()

    def costs(self, source: str | Path | Scenario) -> Study:
        """Run a scenario for its costs alone: no draws, forecasts, talks or readings.

        The last few are remembered, for questions that change all but the scenario.
        """
        from burdenshare.scenario.load import costs_alone
        from burdenshare.study import compute

        scenario, figures = costs_alone(self.scenario(source)), self.figures
        for costed, known, study in self._costed:
            if known is figures and costed == scenario:
                return study
        study = compute(scenario, figures)
        self._costed = ((scenario, figures, study), *self._costed[: REMEMBERED - 1])
        return study

    def result(self, study: Study) -> dict[str, Any]:
        """Return the result of a study in the form of the interface contract."""
        return study.to_json()

    def answer(self, study: Study) -> list[str]:
        """Say what a study found, in plain sentences, bottom line first."""
        from burdenshare.brief.report import answer

        return answer(study)

    def run(
        self,
        source: str | Path | Scenario,
        folder: Path,
        *,
        draws: int | None = None,
        seed: int | None = None,
        language: str = "en",
        say: Callable[[str], None] | None = None,
        step: Step = silent,
    ) -> Study:
        """Run a scenario and write its run folder: `study` and `write` in one, and faster so."""
        from burdenshare.charts.album import Album
        from burdenshare.charts.render import Easel
        from burdenshare.scenario.load import redraw
        from burdenshare.study import compute
        from burdenshare.study.aside import Aside
        from burdenshare.study.folder import require_replaceable
        from burdenshare.study.manifest import real

        scenario = redraw(self.scenario(source), draws=draws, seed=seed)
        require_replaceable(real(folder))
        with Easel(Album()) as easel, Aside(scenario) as aside:
            study = compute(scenario, self.figures, say=say, solver=aside.solve)
            self._write(study, folder, easel, language, step)
        return study

    def write(
        self, study: Study, folder: Path, *, language: str = "en", step: Step = silent
    ) -> None:
        """Write the run folder of a study: data, charts, report, manifest."""
        from burdenshare.charts.album import Album
        from burdenshare.charts.render import Easel

        with Easel(Album()) as easel:
            self._write(study, folder, easel, language, step)

    def _write(self, study: Study, folder: Path, easel: Easel, language: str, step: Step) -> None:
        from burdenshare.brief.report import report
        from burdenshare.charts.run import charts
        from burdenshare.study import write

        phases = ("charts", "tables", "report", "pictures", "run folder")

        def begin(what: str) -> None:
            """Report one more step."""
            step(phases.index(what), len(phases), what)

        def drawn() -> dict[str, str]:
            return {name: picture.decode() for name, picture in easel.svgs().items()}

        def attachments() -> dict[str, bytes]:
            begin("report")
            page = report(study, drawn).encode()
            begin("pictures")
            files = {
                f"charts/{name}.{kind}": getattr(picture, kind)
                for name, picture in easel.pictures().items()
                for kind in ("json", "svg", "png")
            }
            begin("run folder")
            return files | {"report.html": page}

        begin("charts")
        easel.put(charts(study, self.figures, language=language))
        begin("tables")
        write(study, folder, attachments)
        step(len(phases), len(phases), "done")

    def verify(self, folder: Path, *, step: Step = silent) -> Verification:
        """Recompute a folder, offline: a run from itself, a sweep from the installed tables."""
        from burdenshare.study import verify

        try:
            installed = self.figures
        except BurdenshareError:
            installed = None
        return verify(folder, figures=installed, progress=step)

    def compare(self, first: Path, second: Path) -> dict[str, Any]:
        """Say what differs between two run folders."""
        from burdenshare.study import compare

        return compare(first, second).to_json()

    def debt(self, inputs: Path, **options: Any) -> dict[str, Any]:
        """Say which primary balance brings debt down; options as of `required_balances`."""
        from burdenshare.projection.debt.required import required_balances

        return required_balances(inputs, **options).to_json()

    def calibrate(self, out: Path, **options: Any) -> dict[str, Any]:
        """Estimate the engine's shocks from the figures and write them; options of `calibrate`."""
        from burdenshare.projection.calibration.calibrate import calibrate
        from burdenshare.projection.calibration.file import dump

        made = calibrate(self.figures, **options)
        dump(made, out)
        return {
            "file": str(out),
            "fingerprint": made.fingerprint,
            "members": list(made.members),
            "tail": made.tail,
            "notes": list(made.notes),
        }
