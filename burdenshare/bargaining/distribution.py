"""The distribution of the outcome: points where actors stand, and a bell round the compromise."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from burdenshare.bargaining.compromise import compromise
from burdenshare.bargaining.table import Floats, Table

SD = 0.292
"""Root mean square error of the compromise on the 198 shipped decisions of the European Union, as a
part of the scale. It is the spread of the bell until a user's own cases give another."""
SD_SOURCE = (
    "root mean square error of the compromise on 198 decisions of the European Union with known "
    "outcomes"
)
SHARE = 0.5
"""Weight of the bell; its accuracy hardly depends on it (0.25 and 0.75 are 0.2 and 0.7 of 100 worse
in CRPS)."""
QUANTILES = (0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975)


@dataclass(frozen=True)
class Distribution:
    """A mixture of masses at points and a normal distribution cut to the scale.

    F(o) = (1 - share) sum_{x <= o} mass + share [Phi((o - centre)/sd) - Phi((low - centre)/sd)] /
    [Phi((high - centre)/sd) - Phi((low - centre)/sd)].
    """

    points: Floats
    """In ascending order."""
    masses: Floats
    """Sum to one."""
    centre: float
    sd: float
    low: float
    high: float
    share: float = SHARE
    """Part of the normal distribution, 0 to 1."""

    def cdf(self, outcome: Floats) -> Floats:
        """Return the chance of an outcome of at most `outcome`."""
        total = np.concatenate(([0.0], np.cumsum(self.masses)))
        steps = total[np.searchsorted(self.points, outcome, side="right")]
        return np.asarray((1.0 - self.share) * steps + self.share * self._bell(outcome))

    def density(self, outcome: Floats) -> Floats:
        """Return the density of the bell's part; the rest of the chance sits at `points`."""
        inside = (outcome >= self.low) & (outcome <= self.high)
        z = (outcome - self.centre) / self.sd
        below, above = self._ends()
        height = np.exp(-0.5 * z * z) / (math.sqrt(2.0 * math.pi) * self.sd * (above - below))
        return np.asarray(np.where(inside, self.share * height, 0.0))

    def quantile(self, chance: Floats) -> Floats:
        """Return the smallest outcome that is not exceeded with at least this chance."""
        from scipy.special import ndtri

        chance = np.asarray(chance, dtype=float)
        at_points = self.cdf(self.points)
        place = np.searchsorted(at_points, chance - 1e-12)
        total = np.concatenate(([0.0], np.cumsum(self.masses)))
        after = np.append(self.points, self.high)[np.minimum(place, len(self.points))]
        if self.share == 0.0:
            return np.asarray(after)
        below, above = self._ends()
        part = (chance - (1.0 - self.share) * total[place]) / self.share
        inside = below + np.clip(part, 0.0, 1.0) * (above - below)
        between = np.clip(self.centre + self.sd * ndtri(inside), self.low, self.high)
        return np.asarray(np.where(part >= self._bell(after), after, np.minimum(between, after)))

    def mean(self) -> float:
        """Return the mean."""
        a, b = (self.low - self.centre) / self.sd, (self.high - self.centre) / self.sd
        below, above = self._ends()
        heights = np.exp(-0.5 * np.array([a, b]) ** 2) / math.sqrt(2.0 * math.pi)
        bell = self.centre + self.sd * float(heights[0] - heights[1]) / (above - below)
        return float((1.0 - self.share) * (self.points @ self.masses) + self.share * bell)

    def crps(self, outcome: float) -> float:
        """Return the continuous ranked probability score against what was decided.

        The integral of (F(o) - 1{o >= outcome})^2 over the scale, in closed form between any two
        points, in the unit of the scale; lower is better.
        """
        edges = np.unique(np.concatenate((self.points, [self.low, self.high, outcome])))
        total = np.concatenate(([0.0], np.cumsum(self.masses)))
        steps = total[np.searchsorted(self.points, edges[:-1], side="right")]
        level = (1.0 - self.share) * steps - (edges[:-1] >= outcome)
        if self.share == 0.0:
            return float(level**2 @ np.diff(edges))
        below, above = self._ends()
        slope = self.share / (above - below)
        level = level - slope * below
        z = (edges - self.centre) / self.sd
        once, twice = _integrals(z)
        area = level**2 * np.diff(z) + 2.0 * level * slope * np.diff(once)
        return float(self.sd * (area + slope**2 * np.diff(twice)).sum())

    def _bell(self, outcome: Floats) -> Floats:
        from scipy.special import ndtr

        below, above = self._ends()
        inside = np.clip(outcome, self.low, self.high)
        return np.asarray((ndtr((inside - self.centre) / self.sd) - below) / (above - below))

    def _ends(self) -> tuple[float, float]:
        below, above = (
            0.5 * math.erfc((self.centre - end) / (self.sd * math.sqrt(2.0)))
            for end in (self.low, self.high)
        )
        return below, above


def _integrals(z: Floats) -> tuple[Floats, Floats]:
    """Return the integrals of Phi and of Phi squared up to z."""
    from scipy.special import ndtr

    below, height = ndtr(z), np.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi)
    once = z * below + height
    twice = z * below**2 + 2.0 * below * height - ndtr(math.sqrt(2.0) * z) / math.sqrt(math.pi)
    return once, twice


def distributions(
    table: Table, *, sd: Floats | float = SD, share: float = SHARE
) -> tuple[Distribution, ...]:
    """Return the distribution of the outcome of each issue.

    Half the weighted empirical distribution of positions, half a normal distribution round the
    compromise, cut to the scale.

    Parameters
    ----------
    table : Table
    sd : float or array
        Standard deviation of the bell as a part of the scale, one for all or one for each issue.
    share : float
        Weight of the bell.
    """
    centres = compromise(table.places, table.weights)
    spread = np.broadcast_to(np.asarray(sd, dtype=float), centres.shape) * table.length
    found = []
    for k, centre in enumerate(centres):
        points, masses = masses_of(table.places[:, k], table.weights[:, k])
        low, high = float(table.low[k]), float(table.high[k])
        found.append(
            Distribution(points, masses, float(centre), float(spread[k]), low, high, share)
        )
    return tuple(found)


def masses_of(positions: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return distinct points in ascending order and the part of all weight at each."""
    counts = weights > 0.0
    points, place = np.unique(positions[counts], return_inverse=True)
    masses = np.bincount(place, weights[counts], len(points))
    return points, masses / masses.sum()
