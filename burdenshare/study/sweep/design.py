"""At which points a scenario is run: a grid, a Latin hypercube or a Sobol sequence, seeded."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any, Literal

from burdenshare.errors import Refusal, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from burdenshare.projection.model import Floats
    from burdenshare.study.sweep.vary import Vary

MOST_POINTS = 20_000
POINTS = 128
"""Points of a random design where nobody says how many."""
NAMES = ("grid", "latin", "sobol")
"""Designs that can be asked for by name."""
Values = tuple[Any, ...]
"""The value of each `Vary`, in its order."""


@dataclass(frozen=True)
class Design:
    """How the points are laid out."""

    kind: Literal["grid", "latin", "sobol", "saltelli"] = "grid"
    """``grid``: every combination of the levels. ``latin``: a Latin hypercube. ``sobol``: a
    scrambled Sobol sequence, which fills the space more evenly and takes a power of two.
    ``saltelli``: the points that `burdenshare.study.sensitivity` needs, N (d + 2)."""
    points: int | None = None
    """How many, for the random designs."""
    seed: int = 1
    """Of the random designs; the futures at each point follow the scenario's own seed."""

    def to_json(self) -> dict[str, Any]:
        """Return the design as plain data."""
        return asdict(self)


def choose_design(
    vary: Sequence[Vary], kind: str | None = None, points: int | None = None, seed: int = 1
) -> Design:
    """Return the design that is named, else what is usual for these fields.

    That is a grid where every field has levels and no number of points is given, else ``latin``.

    Raises
    ------
    Refusal
        ``bad-argument``: there is no design of that name.
    """
    if kind is None:
        grid = points is None and not any(each.is_range for each in vary)
        return Design("grid" if grid else "latin", points, seed)
    if kind not in NAMES:
        raise Refusal(
            "bad-argument",
            f"{kind!r} is no design",
            hint=did_you_mean(kind, NAMES) or f"choose one of {', '.join(NAMES)}",
        )
    return Design(kind, points, seed)  # type: ignore[arg-type]


def lay_out(vary: Sequence[Vary], design: Design) -> list[Values]:
    """Return the points of a design, each with one value for each field.

    The same fields and design give the same points everywhere. A field with levels takes each of
    them about equally often.

    Raises
    ------
    Refusal
        ``bad-argument``: a grid over a range without steps; a number of points that is no power
        of two (``sobol``), below one or above 20,000.
    """
    _require_count(count_points(vary, design))
    if design.kind == "grid":
        return list(product(*(each.levels for each in vary)))
    count = _asked(design)
    if design.kind == "sobol":
        return scaled(vary, sobol(count, len(vary), design.seed))
    if design.kind == "saltelli":
        return [p for block in saltelli(count, len(vary), design.seed) for p in scaled(vary, block)]
    from scipy.stats import qmc

    return scaled(vary, qmc.LatinHypercube(len(vary), rng=design.seed).random(count))


def count_points(vary: Sequence[Vary], design: Design) -> int:
    """Return how many points a design has, without laying it out.

    Raises
    ------
    Refusal
        ``bad-argument``: a grid over a range without steps, or with a number of points.
    """
    if design.kind == "grid":
        _require_levels(vary, design)
        return prod(len(each.levels) for each in vary)
    return _asked(design) * (len(vary) + 2 if design.kind == "saltelli" else 1)


def scaled(vary: Sequence[Vary], unit: Floats) -> list[Values]:
    """Return points of the unit cube, shaped (point, field), as values of the fields."""
    rows: list[list[float]] = unit.tolist()
    return [tuple(each.at(u) for each, u in zip(vary, row, strict=True)) for row in rows]


def sobol(count: int, dimensions: int, seed: int) -> Floats:
    """Return a scrambled Sobol sequence in the unit cube, shaped (point, dimension).

    Raises
    ------
    Refusal
        ``bad-argument``: `count` is no power of two, without which the points are not balanced.
    """
    from scipy.stats import qmc

    _require_count(count)
    if count & (count - 1):
        below = 1 << (count.bit_length() - 1)
        raise Refusal(
            "bad-argument",
            f"{count:,} points of a Sobol sequence: the number must be a power of two",
            hint=f"ask for {below:,} or {2 * below:,}",
        )
    generator = qmc.Sobol(dimensions, scramble=True, rng=seed)
    points: Floats = generator.random_base2(count.bit_length() - 1)
    return points


def saltelli(count: int, dimensions: int, seed: int) -> list[Floats]:
    """Return the blocks of `blocks` from the two halves of one Sobol sequence."""
    both = sobol(count, 2 * dimensions, seed)
    return blocks(both[:, :dimensions], both[:, dimensions:])


def blocks(a: Floats, b: Floats) -> list[Floats]:
    """Return what to run for Sobol's indices: A, B, then for each column A with that column of B.

    Saltelli et al. (2010), "Variance based sensitivity analysis of model output"; each is shaped
    (count, dimension).
    """
    mixed = [a.copy() for _ in range(a.shape[1])]
    for i, block in enumerate(mixed):
        block[:, i] = b[:, i]
    return [a, b, *mixed]


def _asked(design: Design) -> int:
    return POINTS if design.points is None else design.points


def _require_levels(vary: Sequence[Vary], design: Design) -> None:
    if design.points is not None:
        raise Refusal(
            "bad-argument",
            f"{design.points} points of a grid: its levels say how many there are",
            hint="leave the number out, or choose the design latin or sobol",
        )
    if open_ranges := [each.path for each in vary if each.is_range]:
        raise Refusal(
            "bad-argument",
            f"a grid over {', '.join(open_ranges)} without a number of steps",
            hint="write PATH=LOW:HIGH:N, or choose the design latin or sobol",
        )


def _require_count(count: int) -> None:
    if not 1 <= count <= MOST_POINTS:
        raise Refusal(
            "bad-argument",
            f"{count:,} points",
            hint=f"a sweep has from 1 to {MOST_POINTS:,} points; take fewer levels or points",
        )
