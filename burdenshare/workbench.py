"""The one object that every interface uses: command line, Python, HTTP and pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from burdenshare.errors import BurdenshareError, Failure, Refusal

if TYPE_CHECKING:
    from datetime import date

    from burdenshare.figures.store import Figures
    from burdenshare.scenario.model import Scenario
    from burdenshare.study import Study, Verification

Step = Callable[[int, int, str], None]


def _silent(_done: int, _total: int, _what: str) -> None:
    """Report no progress."""


def _today() -> date:
    """Return the day in Greenwich, so that a date means the same everywhere."""
    from datetime import UTC, datetime

    return datetime.now(UTC).date()


class Workbench:
    """Ask the nine questions; every answer can be traced to its figures.

    Parameters
    ----------
    home : Path, optional
        Folder of the user's own tables; default: the setting ``home``.

    Examples
    --------
    >>> bench = Workbench()
    >>> rows = bench.figures_show("milex_pct_gdp", countries=["POL"], years=(2024, 2024))["rows"]
    >>> [(row["vintage"], row["value"]) for row in rows if row["definition"] == "NATO core defence"]
    [('2026-07', 3.75)]
    """

    def __init__(self, home: Path | None = None) -> None:
        self.home = home

    @cached_property
    def figures(self) -> Figures:
        """The shipped tables and the user's own, indexed."""
        from burdenshare.figures.store import Figures

        return Figures.open(self.home)

    def figures_list(self) -> dict[str, Any]:
        """List every series with its definitions, vintages and coverage."""
        return {"series": [info.to_json() for info in self.figures.catalogue()]}

    def figures_show(
        self,
        series: str,
        *,
        countries: Sequence[str] | None = None,
        years: tuple[int, int] | None = None,
        definition: str | None = None,
        vintages: str = "latest",
        as_of: date | None = None,
    ) -> dict[str, Any]:
        """Show the values of a series; see `Figures.show`."""
        return self.figures.show(
            series,
            countries=countries,
            years=years,
            definition=definition,
            vintages=vintages,
            as_of=as_of,
        )

    def figures_diff(
        self, series: str, from_: str, to: str, *, definition: str | None = None
    ) -> dict[str, Any]:
        """Show what changed between two vintages; see `Figures.diff`."""
        return self.figures.diff(series, from_, to, definition=definition)

    def figures_total(
        self,
        series: str,
        year: int,
        *,
        alliance: str = "NATO",
        definition: str = "nato",
        vintage: str | None = None,
    ) -> dict[str, Any]:
        """Sum a series over the members of the year, beside the publisher's own total."""
        from burdenshare.figures.totals import total

        return total(
            self.figures, series, year, alliance=alliance, definition=definition, vintage=vintage
        ).to_json()

    def figures_sources(self) -> dict[str, Any]:
        """List the source record of every table."""
        return {"sources": [source.to_json() for source in self.figures.sources()]}

    def reconcile(self, country: str, year: int, *, as_of: date | None = None) -> dict[str, Any]:
        """Lay the definitions of one country and year beside each other."""
        from burdenshare.figures.reconcile import reconcile

        return reconcile(self.figures, country, year, as_of=as_of).to_json()

    def figures_add(self, file: Path) -> dict[str, Any]:
        """Take in a publisher's workbook; later calls use its figures at once."""
        from burdenshare.figures.loaders import add

        added = add(file, home=self.home)
        self.__dict__.pop("figures", None)
        return added.to_json()

    def figures_fetch(
        self,
        service: str,
        series: str,
        *,
        countries: Sequence[str] | None = None,
        years: tuple[int, int] | None = None,
    ) -> dict[str, Any]:
        """Fetch a series from a live service and keep it like an added table."""
        from burdenshare.figures.loaders.services import fetch

        fetched = fetch(service, series, countries, years, home=self.home)
        self.__dict__.pop("figures", None)
        return fetched.to_json()

    def burden(
        self, year: int, *, vintage: str | None = None, definition: str = "nato", **options: Any
    ) -> dict[str, Any]:
        """Measure who carries the burden in a year; options as of `burden.measure`."""
        from burdenshare.burden import measure_year

        return measure_year(
            self.figures, year, vintage=vintage, definition=definition, **options
        ).to_json()

    def burden_table(self, table: Path, **options: Any) -> dict[str, Any]:
        """Measure who carries the burden in the user's own table; options as of `burden`."""
        from burdenshare.burden import measure_table

        return measure_table(table, **options).to_json()

    def debt(self, inputs: Path, **options: Any) -> dict[str, Any]:
        """Say which primary balance brings debt down; options as of `required_balances`."""
        from burdenshare.projection.debt.required import required_balances

        return required_balances(inputs, **options).to_json()

    def bargain(self, source: str | Path, **options: Any) -> dict[str, Any]:
        """Forecast what a negotiation agrees on, and explain it; options as of `ask`."""
        from burdenshare.bargaining.ask import ask

        return ask(source, figures=lambda: self.figures, **options).to_json()

    def bargaining_cases(self) -> dict[str, Any]:
        """List the negotiations that ship with the package."""
        from burdenshare.bargaining.reading import library

        return {"cases": [{"name": case.name, "title": case.title} for case in library()]}

    def scorecard(self, source: str | Path | None = None, **options: Any) -> dict[str, Any]:
        """Score every model of bargaining on known outcomes, the shipped ones if none are given."""
        from burdenshare.bargaining.ask import scorecard

        return scorecard(source, figures=lambda: self.figures, **options)

    def keep(
        self,
        share: float,
        by: int,
        *,
        origin: int | None = None,
        alliance: str = "NATO",
        register: bool = False,
        on: date | None = None,
        **options: Any,
    ) -> dict[str, Any]:
        """Say with a probability who keeps a pledge; with `register`, bind it to a day for good.

        Options as of `burdenshare.compliance.forecast.keep`.
        """
        from burdenshare import settings
        from burdenshare.compliance.forecast import default_origin, keep
        from burdenshare.compliance.register import enter

        day = on or _today()
        if register:
            options["as_of"] = min(options.get("as_of") or day, day)
        made = keep(
            self.figures,
            share=share,
            by=by,
            origin=default_origin(self.figures) if origin is None else origin,
            alliance=alliance,
            **options,
        )
        document = made.to_json()
        if register:
            home = self.home or settings.folder("home")
            assert home is not None
            document["registered"] = str(enter(self.figures, made, home, on=day, alliance=alliance))
        return document

    def keep_score(self) -> dict[str, Any]:
        """Score every registered forecast on the editions published since."""
        from burdenshare import settings
        from burdenshare.compliance.register import score

        home = self.home or settings.folder("home")
        assert home is not None
        return score(self.figures, home)

    def keep_hindcast(self, **options: Any) -> dict[str, Any]:
        """Score the model of compliance on the past, beside simple rivals."""
        from burdenshare.compliance.hindcast import hindcast

        return hindcast(self.figures, **options).to_json()

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

    def scenarios(self) -> list[dict[str, str]]:
        """List the scenarios that ship with the package."""
        from burdenshare.scenario.load import library

        return [{"name": item.name, "title": item.title} for item in library()]

    def scenario(self, source: str | Path | Scenario) -> Scenario:
        """Load and check a scenario: a file, a library name, or one already loaded."""
        from burdenshare.scenario.load import load
        from burdenshare.scenario.model import Scenario

        return source if isinstance(source, Scenario) else load(source)

    def explain(self, source: str | Path | Scenario) -> list[str]:
        """Say in plain sentences what a scenario will compute."""
        from burdenshare.scenario.explain import explain

        return explain(self.scenario(source), self.figures)

    def scenario_schema(self) -> dict[str, Any]:
        """Return the JSON Schema of scenario files."""
        from burdenshare.scenario.explain import json_schema

        return json_schema()

    def new_scenario(self, name: str, file: Path | None = None) -> Path:
        """Write a commented scenario to start from; never replace a file."""
        from burdenshare.scenario.explain import new_text

        text = new_text(name)
        path = file or Path(f"{name}.yaml")
        try:
            with path.open("x", encoding="utf-8") as handle:
                handle.write(text)
        except FileExistsError:
            raise Refusal(
                "folder-exists", f"{path} exists", hint="choose another name with --file"
            ) from None
        except OSError as error:
            raise Failure(
                "cannot-write", f"{path}: {error.strerror}", hint="choose a folder you may write to"
            ) from None
        return path

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

    def result(self, study: Study) -> dict[str, Any]:
        """Return the result of a study in the form of the interface contract."""
        return study.to_json()

    def answer(self, study: Study) -> list[str]:
        """Say what a study found, in plain sentences, bottom line first."""
        from burdenshare.brief.report import answer

        return answer(study)

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

    def write(
        self, study: Study, folder: Path, *, language: str = "en", step: Step = _silent
    ) -> None:
        """Write the run folder of a study: data, charts, report, manifest."""
        from burdenshare.brief.report import report
        from burdenshare.charts.render import render_all
        from burdenshare.charts.run import charts
        from burdenshare.study import write

        specs = charts(study, self.figures, language=language)
        total = len(specs) + 2
        begun = iter(range(total))
        pictures = render_all(specs, lambda name: step(next(begun), total, f"chart {name}"))
        attachments = {
            f"charts/{name}.{kind}": getattr(picture, kind)
            for name, picture in pictures.items()
            for kind in ("json", "svg", "png")
        }
        step(total - 2, total, "report")
        drawn = {name: picture.svg.decode() for name, picture in pictures.items()}
        attachments["report.html"] = report(study, drawn).encode()
        step(total - 1, total, "run folder")
        write(study, folder, attachments)
        step(total, total, "done")

    def verify(self, folder: Path) -> Verification:
        """Recompute a run folder, offline; the installed tables are only remarked on."""
        from burdenshare.study import verify

        try:
            installed = self.figures
        except BurdenshareError:
            installed = None
        return verify(folder, figures=installed)

    def compare(self, first: Path, second: Path) -> dict[str, Any]:
        """Say what differs between two run folders."""
        from burdenshare.study import compare

        return compare(first, second).to_json()

    def draw(self, name: str, out: Path, *, year: int, language: str = "en") -> None:
        """Draw one chart of the figures into a file."""
        from burdenshare.charts.figures import draw

        draw(name, self.figures, out, year=year, language=language)
