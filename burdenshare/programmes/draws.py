"""Draws of what is not known of a programme: one value of every range for each possible world."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from burdenshare.programmes.model import Growth, Programme
from burdenshare.scenario.fields import Range

Array = NDArray[np.float64]

STREAMS = (
    "development", "multiple", "production", "slope", "inefficiency", "slip", "upkeep",
    "growth of development", "growth of production",
)  # fmt: skip
"""Every stream has its own key, so that one more range changes no other's draws."""


@dataclass(frozen=True)
class Worlds:
    """One value for each draw and quantity; a length of one without draws.

    Attributes
    ----------
    development, first : array
        Million: development by one state alone, and the first unit (or the stated average).
    multiple, inefficiency, slip, upkeep : array
        k(n); part of flyaway cost; years; part of life-cycle cost.
    slope : array
        Per cent.
    development_growth, production_growth : array
        Outcome over estimate.
    """

    development: Array
    multiple: Array
    first: Array
    slope: Array
    inefficiency: Array
    slip: Array
    upkeep: Array
    development_growth: Array
    production_growth: Array


def worlds(programme: Programme, draws: int, seed: int) -> Worlds:
    """Draw every range of a programme; with 0 draws, its central values and median growth.

    Ranges are triangles. Growth is lognormal with the stated mean m and standard deviation s:
    sigma^2 = ln(1 + s^2 / m^2), mu = ln(m) - sigma^2 / 2.
    """
    development, production = programme.development, programme.production
    assert development is not None
    assert production is not None

    def of(name: str, spread: Range) -> Array:
        """Return a triangle's draws."""
        return triangle(spread, uniform(name, draws, seed))

    def grown(name: str, growth: Growth) -> Array:
        """Return a factor's draws."""
        return lognormal(growth, uniform(name, draws, seed))

    upkeep = programme.upkeep.share if programme.upkeep else Range.of(0.0)
    return Worlds(
        development=of("development", development.cost),
        multiple=of("multiple", development.multiple),
        first=of("production", production.first),
        slope=of("slope", production.slope),
        inefficiency=of("inefficiency", production.inefficiency),
        slip=of("slip", programme.slip.years),
        upkeep=of("upkeep", upkeep),
        development_growth=grown("growth of development", development.growth),
        production_growth=grown("growth of production", production.growth),
    )


def uniform(name: str, draws: int, seed: int) -> Array | None:
    """Return uniforms of one stream; None where nothing is drawn."""
    if not draws:
        return None
    key = np.array([seed, STREAMS.index(name)], dtype=np.uint64)
    return np.random.Generator(np.random.Philox(key=key)).random(draws)


def triangle(spread: Range, ranks: Array | None) -> Array:
    """Return a triangle's values at uniforms; its peak where there are none."""
    if ranks is None or spread.known:
        return np.array([spread.central])
    low, peak, high = spread.low, spread.central, spread.high
    turn = (peak - low) / (high - low)
    rising = low + np.sqrt(ranks * (high - low) * (peak - low))
    falling = high - np.sqrt((1 - ranks) * (high - low) * (high - peak))
    return np.asarray(np.where(ranks < turn, rising, falling))


def parameters(growth: Growth) -> tuple[float, float]:
    """Return mu and sigma of the logarithm of a growth factor."""
    variance = math.log1p((growth.sd / growth.mean) ** 2)
    return math.log(growth.mean) - variance / 2, math.sqrt(variance)


def lognormal(growth: Growth, ranks: Array | None) -> Array:
    """Return a growth factor's values at uniforms; its median where there are none."""
    mu, sigma = parameters(growth)
    if ranks is None or sigma == 0:
        return np.array([math.exp(mu)])
    from scipy.special import ndtri

    return np.asarray(np.exp(mu + sigma * ndtri(ranks)))
