"""One member of a scenario, resolved: its figures, its start and its pledge."""

from __future__ import annotations

from dataclasses import dataclass

from burdenshare.figures.countries import country_name
from burdenshare.projection.economy import Cell, Economy, Path
from burdenshare.projection.member import MemberFigures, figures_of
from burdenshare.projection.remembered import Remembered
from burdenshare.projection.shares import Published
from burdenshare.scenario.model import Pledge, Scenario


@dataclass(frozen=True)
class Case:
    """One member of the scenario, resolved: what it starts from, what it promised."""

    code: str
    figures: MemberFigures
    base: Path
    start_year: int
    start: Cell
    known: Path
    """Published shares of reported years before the start."""
    target: float
    related: float
    deadline: int
    pledge: Pledge

    @property
    def name(self) -> str:
        """Name of the country in English."""
        return country_name(self.code)

    @property
    def promised(self) -> bool:
        """Whether a pledge of the scenario names the member."""
        return self.pledge.share is not None or self.pledge.core is not None

    @property
    def keeps(self) -> bool:
        """Whether the member is at or above its target and stays where it is."""
        return self.start.value >= self.target and not self.pledge.may_fall


@dataclass(frozen=True)
class NoStart:
    """A member whose start share nobody gives."""

    code: str
    year: int | None
    """The year asked for, if any."""


def resolve(
    scenario: Scenario, code: str, economy: Economy, published: Published, known: Remembered
) -> Case | NoStart:
    """Resolve one member of a scenario as far as its start is known."""
    pledge = pledge_of(scenario, code)
    figures = figures_of(
        known,
        code,
        scenario.series.get(code),
        economy,
        until=max(scenario.end, common_base(scenario), *(p.by for p in scenario.pledges)),
        price_base=common_base(scenario),
    )
    given = pledge.start
    before = [year for year in published.years(code) if year < pledge.by]
    start_year = given.year or (before[-1] if before else None)
    if given.share is not None:
        start_year = given.year or scenario.start
    if start_year is None:
        return NoStart(code, None)
    own_gdp = "gdp_nominal" in figures.own and given.share is not None
    base = known.kept(
        ("base", figures.key, published.key, pledge.gdp_year, start_year, own_gdp),
        lambda: published.base(
            code,
            figures.gdp,
            gdp_year=pledge.gdp_year,
            start_year=start_year,
            usd={} if own_gdp else economy.published.dollars(code),
        ),
    )
    own_year = figures.gdp if pledge.gdp_year is not None else None
    start = (
        Cell(given.share, "user", (), "the scenario's from.share")
        if given.share is not None
        else published.share(code, start_year, base, own_year)
    )
    if start is None:
        return NoStart(code, start_year)
    earlier = {
        year: published.share(code, year, base, own_year)
        for year in range(scenario.start, min(start_year, scenario.end + 1))
    }
    promised = pledge.core if pledge.core is not None else pledge.share
    return Case(
        code=code,
        figures=figures,
        base=base,
        start_year=start_year,
        start=start,
        known={year: cell for year, cell in earlier.items() if cell},
        target=pledge.exceptions.get(code, start.value if promised is None else promised),
        related=pledge.related or 0.0,
        deadline=pledge.by,
        pledge=pledge,
    )


def pledge_of(scenario: Scenario, code: str) -> Pledge:
    """Return the pledge of a member; one without a share where no pledge names it."""
    named = [pledge for pledge in scenario.pledges if code in pledge.members]
    open_to_all = [pledge for pledge in scenario.pledges if not pledge.members]
    return next(iter(named + open_to_all), Pledge(by=scenario.end))


def common_base(scenario: Scenario) -> int:
    """Return the year of constant prices of a scenario."""
    return scenario.price_base if scenario.price_base is not None else scenario.start
