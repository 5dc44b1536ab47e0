"""All hindcasts and comparisons, from the figures alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from burdenshare.projection.calibration.calibrate import widening, widenings
from burdenshare.projection.calibration.file import shipped
from burdenshare.projection.calibration.hindcast import SCORED, Hindcast
from burdenshare.projection.futures.model import Calibration
from burdenshare.study.validation import gdp
from burdenshare.study.validation.contest import Contest, ratios, reliability
from burdenshare.study.validation.scores import LEVELS, covered
from burdenshare.study.validation.shares import WITHIN, Estimate, estimate_of, real, within
from burdenshare.study.validation.sizes import Size, sizes

if TYPE_CHECKING:
    from burdenshare.figures.store import Figures

VINTAGES = ("2023-07", "2024-03", "2024-06", "2025-08")
"""NATO's editions that are scored against that of July 2026."""
CURVE = tuple(step / 20.0 for step in range(1, 20))
"""Levels of the bands in the reliability chart."""


@dataclass(frozen=True)
class Coverage:
    """How much one variable's bands held, before and after widening, on the origins kept back."""

    variable: str
    factor: float
    """Estimated on the other origins."""
    before: tuple[float, ...]
    """By `scores.LEVELS`, all horizons together."""
    after: tuple[float, ...]
    early: float
    """The factor that the earlier half of all origins alone would ask for."""
    late: float


@dataclass(frozen=True)
class Validation:
    """What `validate` finds."""

    calibration: Calibration
    past: gdp.Past
    growth: Contest
    level: Contest
    between: Contest
    """Growth as forecast in one edition and reported in the next."""
    shares: Contest
    """Inside one edition, not widened."""
    shares_factor: float
    """Estimated on every second origin."""
    editions: tuple[Contest, ...]
    """Shares as published, one edition each."""
    estimates: tuple[Estimate, ...]
    coverage: tuple[Coverage, ...]
    sizes: tuple[Size, ...]


def validate(
    figures: Figures, step: Callable[[int, int], None] = lambda _done, _of: None
) -> Validation:
    """Return hindcasts of shares and GDP, their scores' ingredients, and the size of errors.

    Parameters
    ----------
    figures : Figures
        The shipped tables.
    step : function
        Told how many steps of how many are done.

    Raises
    ------
    Refusal
        ``no-figures`` where an edition that is compared is missing.
    """
    calibration = shipped()
    of = gdp.steps(figures) + 2
    done = iter(range(1, of + 1))

    def advance() -> None:
        step(next(done), of)

    past = gdp.past(figures, advance)
    inside = within(figures)
    factor = widening(ratios(inside.part(slice(1, None, 2))))
    advance()
    found = Validation(
        calibration=calibration,
        past=past,
        growth=gdp.contest(past, "growth"),
        level=gdp.contest(past, "level"),
        between=gdp.editions(figures),
        shares=inside,
        shares_factor=factor,
        editions=tuple(real(figures, vintage) for vintage in VINTAGES),
        estimates=tuple(estimate_of(figures, vintage) for vintage in VINTAGES),
        coverage=(*_coverage(past), _coverage_of_shares(inside, factor)),
        sizes=tuple(sizes(calibration, past.history, past.plain.widened(past.factors), figures)),
    )
    advance()
    return found


def _coverage(past: gdp.Past) -> list[Coverage]:
    half = len(past.plain.origins) // 2
    early = widenings(past.plain.part(origins=past.plain.origins[:half]))
    late = widenings(past.plain.part(origins=past.plain.origins[half:]))
    shown = past.plain.part(origins=past.shown)
    return [
        Coverage(
            name,
            past.factors[name],
            _held(shown, name),
            _held(shown.widened(past.factors), name),
            early[name],
            late[name],
        )
        for name in SCORED
    ]


def _held(past: Hindcast, name: str) -> tuple[float, ...]:
    v = SCORED.index(name)
    return tuple(covered(past.actual[v], past.mean[v], past.spread[v], level) for level in LEVELS)


def _coverage_of_shares(inside: Contest, factor: float) -> Coverage:
    half = len(inside.origins) // 2
    kept = inside.part(slice(0, None, 2))
    early, late = (inside.part(part) for part in (slice(0, half), slice(half, None)))

    def held(contest: Contest) -> tuple[float, ...]:
        ours = contest.forecasts[contest.ours]
        return tuple(covered(contest.actual, ours.mean, ours.spread, level) for level in LEVELS)

    return Coverage(
        "share",
        factor,
        held(kept),
        held(kept.widened(factor)),
        widening(ratios(early)),
        widening(ratios(late)),
    )


def curves(found: Validation) -> dict[str, dict[str, list[tuple[float, float]]]]:
    """Return part promised and part held by bands of every level, on the origins kept back.

    By what was forecast; ``widened`` only where something was.
    """
    plain = found.past.plain.part(origins=found.past.shown)
    wide = plain.widened(found.past.factors)
    kept = found.shares.part(slice(0, None, 2))
    names = {"level": "Real GDP", "inflation": "Inflation", "long_rate": "Ten-year yield"}
    made = {
        title: {"as estimated": _curve(plain, name), "widened": _curve(wide, name)}
        for name, title in names.items()
    }
    made["Spending share"] = {
        "as estimated": reliability(kept, CURVE),
        "widened": reliability(kept.widened(found.shares_factor), CURVE),
    }
    for lines in made.values():
        if lines["widened"] == lines["as estimated"]:
            del lines["widened"]
    return made


def tables(found: Validation) -> tuple[str, ...]:
    """Return the identifiers of the tables that the curves rest on."""
    return (*found.past.history.tables, f"nato_{WITHIN}")


def _curve(past: Hindcast, name: str) -> list[tuple[float, float]]:
    v = SCORED.index(name)
    return [
        (level, covered(past.actual[v], past.mean[v], past.spread[v], level)) for level in CURVE
    ]
