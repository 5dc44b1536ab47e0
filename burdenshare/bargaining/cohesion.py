"""Cohesion of an alliance: how far apart the allies are on a pledge, year by year and edition."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from burdenshare.bargaining.polarisation import ALPHA, Polarisation, polarisations
from burdenshare.bargaining.table import Floats, Table
from burdenshare.errors import Refusal
from burdenshare.figures.breaks import known_breaks
from burdenshare.figures.membership import formats, members

if TYPE_CHECKING:
    from burdenshare.figures.model import Observation
    from burdenshare.figures.store import Figures

SHARE, GDP = "milex_pct_gdp", "gdp_usd_current"


@dataclass(frozen=True)
class Dispersion:
    """How the gaps to a pledge are spread over the allies of one year, by one edition.

    A gap is the ally's share less the pledge, in points of GDP; negative below it.
    """

    year: int
    vintage: str
    definition: str
    n: int
    """Allies with a share of GDP."""
    mean_gap: float
    """Each ally counted once."""
    mean_shortfall: float
    """What allies lack to the pledge, zero above it; each ally counted once."""
    spread: float
    """Standard deviation of the gaps, each ally counted once, points of GDP."""
    spread_by_gdp: float | None
    """The same with each ally weighted by its GDP; None where the edition prints no GDP."""
    below: int
    """Allies below the pledge."""
    below_by_gdp: float | None
    """Part of the allies' GDP that is below the pledge, 0 to 1."""
    lowest: str
    highest: str
    range: float
    """Between the lowest and the highest ally, points of GDP."""
    not_final: bool
    """Whether the publisher marks a value as an estimate or forecast."""


@dataclass(frozen=True)
class Cohesion:
    """The gaps of an alliance to a pledge over years, and the positions in a negotiation."""

    alliance: str
    pledge: float
    series: tuple[Dispersion, ...]
    positions: tuple[Polarisation, ...]
    alpha: float
    notes: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the result as plain data."""
        by_case: dict[str, dict[str, Any]] = {}
        for one in self.positions:
            entry = {k: v for k, v in asdict(one).items() if k not in ("case", "issue")}
            by_case.setdefault(one.case, {})[one.issue] = entry
        return {
            "alliance": self.alliance,
            "pledge": self.pledge,
            "series": [asdict(one) for one in self.series],
            "positions": by_case,
            "alpha": self.alpha,
            "notes": list(self.notes),
        }


def dispersion(gaps: Floats, weights: Floats) -> tuple[float, float]:
    """Return the weighted mean of gaps and their weighted standard deviation about it.

    Parameters
    ----------
    gaps, weights : array, shape (ally,)
        Weights not negative, some above 0; only ratios matter.
    """
    part = weights / weights.sum()
    mean = float(part @ gaps)
    return mean, float(np.sqrt(part @ (gaps - mean) ** 2))


def cohesion(
    figures: Figures,
    pledge: float,
    *,
    alliance: str = "NATO",
    years: tuple[int, int] | None = None,
    vintages: str = "latest",
    table: Table | None = None,
    alpha: float = ALPHA,
) -> Cohesion:
    """Say how far apart the allies are on a pledge, and in a negotiation.

    Parameters
    ----------
    figures : Figures
    pledge : float
        Share of GDP, per cent.
    alliance : str
        A format with the members of each year.
    years : (int, int), optional
    vintages : str
        ``latest``: the newest edition alone; ``all``: every edition, each a series of its own;
        or one edition, ``YYYY-MM``. Editions are never chained.
    table : Table, optional
        Positions whose polarisation is to be measured.
    alpha : float
        Of the polarisation.

    Raises
    ------
    Refusal
        ``bad-argument`` for a pledge that is no share; ``no-figures`` where no edition has the
        allies; what `Figures.rows`, `members` and `polarisation` refuse.
    """
    if not 0.0 < pledge < 100.0:
        raise Refusal(
            "bad-argument", f"a pledge of {pledge:g}", hint="a share of GDP in per cent, such as 2"
        )
    known = members(alliance, date.max)
    wanted = "all" if vintages == "latest" else vintages
    rows = _rows(figures, SHARE, known, years, wanted)
    if vintages == "latest" and rows:
        last = max(row.vintage for row in rows)
        rows = [row for row in rows if row.vintage == last]
    gdp = _rows(figures, GDP, known, years, "all")
    series = []
    for vintage, year in sorted({(row.vintage, row.year) for row in rows}):
        allies = members(alliance, year)
        these = [r for r in rows if (r.vintage, r.year) == (vintage, year) and r.country in allies]
        weights = {r.country: r.value for r in gdp if (r.vintage, r.year) == (vintage, year)}
        if len(these) > 1:
            series.append(_of(these, weights, pledge))
    if not series:
        raise Refusal(
            "no-figures",
            f"no edition of NATO's figures has the allies of {alliance}"
            + (f" in {years[0]} to {years[1]}" if years else ""),
            hint="burdenshare figures list shows the years and editions",
        )
    return Cohesion(
        alliance=next(name for name in formats() if name.lower() == alliance.lower()),
        pledge=pledge,
        series=tuple(series),
        positions=tuple(polarisations(table, alpha)) if table is not None else (),
        alpha=alpha,
        notes=tuple(_notes(series, table)),
    )


def _rows(
    figures: Figures,
    name: str,
    allies: Sequence[str],
    years: tuple[int, int] | None,
    vintages: str,
) -> list[Observation]:
    return figures.rows(name, countries=allies, years=years, definition="nato", vintages=vintages)


def _of(rows: Sequence[Observation], gdp: dict[str, float], pledge: float) -> Dispersion:
    gaps = np.array([row.value for row in rows]) - pledge
    mean, spread = dispersion(gaps, np.ones(gaps.size))
    below = gaps < 0.0
    by_gdp = None
    if all(row.country in gdp for row in rows):
        by_gdp = np.array([gdp[row.country] for row in rows])
    return Dispersion(
        year=rows[0].year,
        vintage=rows[0].vintage,
        definition=rows[0].definition,
        n=gaps.size,
        mean_gap=mean,
        mean_shortfall=float(np.maximum(-gaps, 0.0).mean()),
        spread=spread,
        spread_by_gdp=None if by_gdp is None else dispersion(gaps, by_gdp)[1],
        below=int(below.sum()),
        below_by_gdp=None if by_gdp is None else float(by_gdp[below].sum() / by_gdp.sum()),
        lowest=rows[int(gaps.argmin())].country,
        highest=rows[int(gaps.argmax())].country,
        range=float(np.ptp(gaps)),
        not_final=any(row.status != "actual" for row in rows),
    )


def _notes(series: Sequence[Dispersion], table: Table | None) -> Iterator[str]:
    """Yield what a reader must know before reading a change as a change of minds."""
    if len({one.n for one in series}) > 1:
        yield "each year has the allies of that year with a figure: a change can be an entry"
    if len({one.vintage for one in series}) > 1:
        yield "each edition is a series of its own; a step from one to the next is no change"
    years = {(one.definition, one.year) for one in series}
    for known in known_breaks():
        if not any(fnmatch.fnmatchcase(SHARE, pattern) for pattern in known.series):
            continue
        sides = {
            year >= known.year
            for definition, year in years
            if known.definition in ("", definition) and known.family in ("", "nato")
        }
        if len(sides) == 2:
            who = "" if known.country == "all" else f"{known.country}: "
            yield f"{who}{known.why}"
    if table is not None:
        yield (
            "polarisation is of the positions that are known; whoever is silent is in no camp, and "
            "a coarse coding (everybody at 5) makes camps larger than minds are"
        )
