"""Exponential, bounds and choices, written once for NumPy arrays and for the compiled kernel.

The oracle and the kernel must agree bit for bit, so neither may call a mathematical library whose
last digit is its own: both evaluate the same polynomials in the same order, without fused
multiply-adds. Functions marked *primitive* handle bits or types; the kernel replaces them by scalar
versions of the same result. No formula names a number: its constants come with the precision.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple, TypeAlias

import numpy as np

Number: TypeAlias = Any
"""A number of one precision: an array in the oracle, a scalar in the kernel."""
Word: TypeAlias = Any
"""A 32-bit word in the low half of an unsigned 64-bit number, likewise."""

# Minimax polynomials (Remez, 60 digits) of e^r, |r| <= ln(2)/2, highest power first
EXP_DOUBLE = (  # relative error 2.1e-16
    2.7488471642957745225e-7,
    2.7639769386757292937e-6,
    0.000024801917616707139605,
    0.00019841171381274531076,
    0.0013888888499195269685,
    0.0083333333846682756526,
    0.041666666668425881912,
    0.16666666666557734177,
    0.49999999999997286871,
    1.0000000000000064429,
    1.0000000000000000661,
)
EXP_SINGLE = (  # relative error 7.5e-8
    0.0082977023036110119685,
    0.04191538916158455757,
    0.16667573990934772915,
    0.49998894767072599409,
    0.99999969221334731866,
    1.0000000716698964806,
)

LONGEST_LOG = 30.0
"""Growth, prices and exchange rates stay within e^30 of their central path: no overflow, no NaN."""
HIGHEST_DEBT = 100.0
"""Debt stays at or below 100 times GDP; a future that gets there is counted as capped."""
LARGEST_EFFECT = 0.5
"""The extra spending moves output by half at most: beyond, multipliers mean nothing."""


class Constants(NamedTuple):
    """Every number that a formula of the recursion names, in one precision."""

    zero: Number
    one: Number
    hundred: Number
    percent: Number
    longest_log: Number
    highest_debt: Number
    largest_effect: Number
    per_ln_2: Number
    ln_2_high: Number
    """ln 2 in two parts: n times the first is exact for every exponent n."""
    ln_2_low: Number
    rounder: Number
    """Added and taken away again, it rounds to whole numbers."""
    exp: tuple[Number, ...]


@cache
def constants(precision: str) -> Constants:
    """Return the constants in ``double`` or ``single`` precision."""
    double = precision == "double"
    kind: Any = np.float64 if double else np.float32
    return Constants(
        zero=kind(0.0),
        one=kind(1.0),
        hundred=kind(100.0),
        percent=kind(0.01),
        longest_log=kind(LONGEST_LOG),
        highest_debt=kind(HIGHEST_DEBT),
        largest_effect=kind(LARGEST_EFFECT),
        per_ln_2=kind(1.44269504088896340736),
        ln_2_high=kind(0.693147180369123816490 if double else 0.693359375),
        ln_2_low=kind(1.90821492927058770002e-10 if double else -2.12194440054690583e-4),
        rounder=kind(1.5 * 2.0 ** (52 if double else 23)),
        exp=tuple(kind(c) for c in (EXP_DOUBLE if double else EXP_SINGLE)),
    )


# Primitives --------------------------------------------------------------------------------------


def larger(a: Number, b: Number) -> Number:
    """Return the larger of two numbers (primitive)."""
    return np.maximum(a, b)


def smaller(a: Number, b: Number) -> Number:
    """Return the smaller of two numbers (primitive)."""
    return np.minimum(a, b)


def choose(flag: Number, yes: Number, no: Number) -> Number:
    """Return `yes` where the flag is above 0, else `no` (primitive)."""
    return np.where(flag > 0.0, yes, no)


def power_of_two(rounded: Number) -> Number:
    """Return 2^n from n plus `Constants.rounder`, whose last bits hold n (primitive)."""
    return ((rounded.view(np.int64) << 52) + (1023 << 52)).view(np.float64)


def steps_between(a: Number, b: Number) -> Number:
    """Return how many numbers of single precision lie from b to a, neither negative (primitive).

    For numbers above 0 this is 2^23 times the difference of their logarithms to base 2, the
    logarithm taken as straight from one power of two to the next.
    """
    with np.errstate(over="ignore"):
        bits = [x.astype(np.float32).view(np.int32) for x in (a, b)]
    return (bits[0] - bits[1]).astype(a.dtype)


# Formulas ----------------------------------------------------------------------------------------


def polynomial(coefficients: tuple[Number, ...], x: Number) -> Number:
    """Return the value of a polynomial, coefficients from the highest power down (Horner)."""
    value = coefficients[0]
    for coefficient in coefficients[1:]:
        value = value * x + coefficient
    return value


def within(x: Number, bound: Number) -> Number:
    """Return x cut to -bound ... bound."""
    return larger(smaller(x, bound), -bound)


def measure(x: Number, centre: Number, scale: Number) -> Number:
    """Return how far x lies from a centre, in steps that grow with the distance beyond a scale."""
    away = x - centre
    far = steps_between(larger(away, -away) + scale, scale)
    return choose(away, far, -far)


def value_at(measured: Any, centre: Any, scale: Any) -> Any:
    """Return the value with a measure (arrays): the inverse of `measure`, up to its rounding."""
    start = np.asarray(scale, dtype=np.float32)
    steps = np.abs(measured) + start.view(np.int32)
    octave = np.maximum(np.floor(steps * 2.0**-23), 1.0)
    size = np.ldexp(steps * 2.0**-23 - octave + 1.0, octave.astype(np.int64) - 127)
    return centre + np.copysign(size - start, measured)


def exponential(x: Number, k: Constants) -> Number:
    """Return e^x for |x| up to some tens: 2^n e^r with n whole and |r| <= ln(2)/2."""
    rounded = x * k.per_ln_2 + k.rounder
    n = rounded - k.rounder
    rest = (x - n * k.ln_2_high) - n * k.ln_2_low
    return polynomial(k.exp, rest) * power_of_two(rounded)
