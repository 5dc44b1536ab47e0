"""Random numbers that belong to a draw, a year and a country, whoever asks for them, in any order.

Philox4x32-10 (Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3")
turns a counter into four words. The key is the seed; the counter is the draw (two words), the year
and the country's ISO 3166-1 number joined with the number of the call. Hence results do not depend
on threads, chunks or the other countries, the first n draws of a longer run are a run of n, and two
scenarios share their futures. Number 0 belongs to what all countries share.

Words become normals in single precision, also where the recursion runs in double: 24 bits are more
than is known of any shock, and cost half the time. Functions marked *primitive* are replaced by
scalar versions in the kernel.
"""

from __future__ import annotations

import numpy as np

from burdenshare.projection.futures.arithmetic import Number, Word, larger, polynomial

CALLS = 8
"""Calls of the generator that one country may make in a year.

0, 1, 2 give the twelve normals of an even year and the odd one after it, six each. Under number 0,
call 0 gives the two factors of both years, 3 the place of a draw among the multipliers and 4 to 7
the fat tails.
"""
MULTIPLIER_CALL, TAIL_CALL = 3, 4
MOST_FREEDOM = 32
"""Highest degrees of freedom of the fat tails: four calls of four words, two degrees each."""

LOW = np.uint64(0xFFFFFFFF)
WORD = np.uint64(32)
MULTIPLY_0, MULTIPLY_1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
ADD_0, ADD_1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
HALF_OF_ROUNDS = np.uint64(5)

ZERO, HALF, ONE, TWO = np.float32(0.0), np.float32(0.5), np.float32(1.0), np.float32(2.0)
PER_31_BITS, PER_32_BITS = np.float32(2.0**-31), np.float32(2.0**-32)
LN_2 = np.float32(0.6931471805599453094)
LEAST_CHI_2 = np.float32(1e-3)
"""Fat tails stop where chi-squared falls below this: once in ten million years or less."""

# Minimax polynomials (Remez, 60 digits), highest power first, with their largest error
LOG = (  # 2 atanh(s) / s in s^2, |s| <= 0.1716: relative 6.9e-10
    np.float32(0.29925650692439439034),
    np.float32(0.39974794942011273321),
    np.float32(0.66666815950357411398),
    np.float32(1.9999999986213479826),
)
SIN = (  # sin(pi v) / v in v^2, |v| <= 1/2: 1.4e-8
    np.float32(0.077659408331419176461),
    np.float32(-0.59829215995607996864),
    np.float32(2.550077659900188338),
    np.float32(-5.1677100903474778037),
    np.float32(3.1415926401842100308),
)
COS = (  # cos(pi v) in v^2, |v| <= 1/2: 4.7e-8
    np.float32(0.21969679861949188746),
    np.float32(-1.3318801633740252282),
    np.float32(4.0584119149625949111),
    np.float32(-4.9347928587498345332),
    np.float32(0.99999995346770410268),
)


# Primitives --------------------------------------------------------------------------------------


def upper_bits(word: Word) -> Number:
    """Return the upper 31 bits of a word as a number from 0 to 2^31 (primitive)."""
    return (word >> np.uint64(1)).astype(np.int32).astype(np.float32)


def signed(word: Word) -> Number:
    """Return a word read as a signed whole number, from -2^31 to 2^31 (primitive)."""
    return word.astype(np.uint32).view(np.int32).astype(np.float32)


def split(x: Number) -> tuple[Number, Number]:
    """Return m and e with x = m 2^e and m between sqrt(1/2) and sqrt(2) (primitive)."""
    bits = x.view(np.int32)
    exponent = (bits - np.int32(0x3F3504F3)) >> np.int32(23)
    return (bits - (exponent << np.int32(23))).view(np.float32), exponent.astype(np.float32)


# Formulas ----------------------------------------------------------------------------------------


def five_rounds(
    c0: Word, c1: Word, c2: Word, c3: Word, k0: Word, k1: Word
) -> tuple[Word, Word, Word, Word]:
    """Return a counter after five rounds of Philox4x32: half of them.

    The low half of each number is the word; what gathers above it never comes back down. Two halves
    of five rounds keep the compiled loop fast, ten in one do not.
    """
    for _ in range(5):
        a = (c0 & LOW) * MULTIPLY_0
        b = (c2 & LOW) * MULTIPLY_1
        c0, c1 = (b >> WORD) ^ c1 ^ k0, b
        c2, c3 = (a >> WORD) ^ c3 ^ k1, a
        k0 = k0 + ADD_0
        k1 = k1 + ADD_1
    return c0, c1, c2, c3


def middle_key(k0: Word, k1: Word) -> tuple[Word, Word]:
    """Return the key after five rounds."""
    return k0 + HALF_OF_ROUNDS * ADD_0, k1 + HALF_OF_ROUNDS * ADD_1


def uniform(word: Word) -> Number:
    """Return a number above 0 and up to 1, from the upper 31 bits of a word."""
    return (upper_bits(word) + HALF) * PER_31_BITS


def logarithm(x: Number) -> Number:
    """Return ln x for x above 0: with x = m 2^e, 2 atanh((m - 1)/(m + 1)) + e ln 2."""
    m, e = split(x)
    s = (m - ONE) / (m + ONE)
    return s * polynomial(LOG, s * s) + e * LN_2


def box_muller(x: Word, y: Word) -> tuple[Number, Number]:
    """Return two independent standard normals from two words (Box and Muller 1958).

    With u uniform on 0 ... 1 and v on -1/2 ... 1/2: r = sqrt(-2 ln u), r cos(2 pi v) and
    r sin(2 pi v), through sine and cosine of half the angle. |z| stays below 6.7: enough for fans,
    not for rarer events.
    """
    r = np.sqrt(-(TWO * logarithm(uniform(x))))
    v = signed(y) * PER_32_BITS
    v2 = v * v
    sine = polynomial(SIN, v2) * v
    twice = TWO * sine
    return r * (ONE - twice * sine), r * (twice * polynomial(COS, v2))


def heavy_tail(logs: Number, freedom: Number) -> Number:
    """Return the factor that turns normals into Student's t of variance 1.

    ``sqrt((nu - 2) / chi2)`` with chi2 = -2 (ln u_1 + ... + ln u_(nu/2)), nu even.

    Parameters
    ----------
    logs : number
        The sum of the logarithms of nu/2 uniforms.
    freedom : number
        nu.
    """
    return np.sqrt((freedom - TWO) / larger(-(TWO * logs), LEAST_CHI_2))


# The oracle's side: arrays (country, draw) -------------------------------------------------------


def key_of(seed: int) -> Word:
    """Return the key of a seed: its low and its high word."""
    return np.array([seed & 0xFFFFFFFF, seed >> 32 & 0xFFFFFFFF], dtype=np.uint64)


def philox(draw: Word, year: int, number: Word, key: Word) -> tuple[Word, Word, Word, Word]:
    """Return the four words of a counter.

    Parameters
    ----------
    draw : array of uint64
    year : int
    number : array of uint64
        Country number times `CALLS`, plus the call; broadcasts with `draw`.
    key : array of uint64 (2,)
    """
    when = np.full(1, year, dtype=np.uint64)
    first = five_rounds(draw & LOW, draw >> WORD, when, number, key[0], key[1])
    c0, c1, c2, c3 = five_rounds(*first, *middle_key(key[0], key[1]))
    return c0 & LOW, c1 & LOW, c2 & LOW, c3 & LOW


def four_normals(draw: Word, year: int, number: Word, key: Word) -> list[Number]:
    """Return four standard normals of a counter, shaped like `draw` and `number` together."""
    c0, c1, c2, c3 = philox(draw, year, number, key)
    return [*box_muller(c0, c1), *box_muller(c2, c3)]


def country_normals(draw: Word, year: int, codes: Word, key: Word) -> list[Number]:
    """Return the six normals of each country in a year, each shaped (country, draw)."""
    even, odd = year - year % 2, year % 2
    rows: list[Number] = []
    for call in (1, 2) if odd else (0, 1):
        number = codes[:, None] * np.uint64(CALLS) + np.uint64(call)
        rows += four_normals(draw, even, number, key)
    return rows[2:] if odd else rows[:6]


def factors(draw: Word, year: int, key: Word) -> list[Number]:
    """Return the two factors that all countries share in a year, each shaped (draw,)."""
    rows = four_normals(draw, year - year % 2, np.zeros(1, dtype=np.uint64), key)
    return rows[2:] if year % 2 else rows[:2]


def tails(draw: Word, year: int, freedom: int, key: Word) -> Number:
    """Return the factor of the fat tails of a year, shaped (draw,), common to all countries."""
    logs = np.zeros(draw.shape, dtype=np.float32)
    for i in range(freedom // 2):
        if i % 4 == 0:
            number = np.full(1, TAIL_CALL + i // 4, dtype=np.uint64)
            words = philox(draw, year, number, key)
        logs = logs + logarithm(uniform(words[i % 4]))
    return heavy_tail(logs, np.float32(freedom))


def places(draw: Word, key: Word) -> Number:
    """Return where each draw stands between the lowest and highest multiplier, shaped (draw,)."""
    return uniform(philox(draw, 0, np.full(1, MULTIPLIER_CALL, dtype=np.uint64), key)[0])
