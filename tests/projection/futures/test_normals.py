"""Published answers of the generator, and numbers that belong to draw, year and country alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from burdenshare.projection.futures import normals
from burdenshare.projection.futures.arithmetic import constants, exponential

from .factory import draws

ONES = 0xFFFFFFFF
KNOWN = [  # Random123, kat_vectors: philox4x32, 10 rounds
    ((0, 0, 0, 0), (0, 0), "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ((ONES,) * 4, (ONES,) * 2, "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        "d16cfe09 94fdcceb 5001e420 24126ea1",
    ),
]
KEY = normals.key_of(7)
CODES = np.array([276, 616], dtype=np.uint64)


@pytest.mark.parametrize(("counter", "key", "words"), KNOWN)
def test_the_generator_gives_the_published_answers(
    counter: tuple[int, ...], key: tuple[int, int], words: str
) -> None:
    draw = np.array([counter[0] | counter[1] << 32], dtype=np.uint64)
    number = np.array([counter[3]], dtype=np.uint64)
    found = normals.philox(draw, counter[2], number, np.array(key, dtype=np.uint64))
    assert " ".join(f"{int(word[0]):08x}" for word in found) == words


def test_a_seed_of_64_bits_is_both_words_of_the_key() -> None:
    assert normals.key_of(0x0123456789ABCDEF).tolist() == [0x89ABCDEF, 0x01234567]


def test_box_muller_is_that_of_the_textbook() -> None:
    words = np.random.default_rng(1).integers(0, 2**32, (2, 100_000)).astype(np.uint64)
    a, b = normals.box_muller(*words)
    u = np.float32(np.floor(words[0] / 2.0) + 0.5).astype(float) / 2.0**31
    v = words[1].astype(np.uint32).view(np.int32) / 2.0**32
    r = np.sqrt(-2.0 * np.log(u))
    np.testing.assert_allclose(a, r * np.cos(2.0 * np.pi * v), atol=3e-6)
    np.testing.assert_allclose(b, r * np.sin(2.0 * np.pi * v), atol=3e-6)


@pytest.mark.parametrize("word", [0, 1, 2**31 - 1, 2**31, ONES])
def test_no_word_gives_an_infinite_normal(word: int) -> None:
    words = np.full(1, word, dtype=np.uint64)
    for other in (0, 2**30, 2**31, ONES):
        found = normals.box_muller(words, np.full(1, other, dtype=np.uint64))
        assert (np.abs(found) < 6.8).all()


def test_the_exponential_is_right_to_the_last_digits() -> None:
    x = np.linspace(-30.0, 30.0, 200_001)
    np.testing.assert_allclose(exponential(x, constants("double")), np.exp(x), rtol=5e-16)


def test_normals_are_standard_and_independent() -> None:
    n = 50_000
    z = np.array(
        [
            row
            for year in (2026, 2027)
            for row in normals.country_normals(draws(n), year, CODES, KEY)
        ]
    ).reshape(24, n)
    z = np.vstack([z, *(normals.factors(draws(n), year, KEY) for year in (2026, 2027))])
    error = 5.0 / np.sqrt(n)
    assert np.abs(z.mean(axis=1)).max() < error
    assert np.abs(z.var(axis=1) - 1.0).max() < error * np.sqrt(2.0)
    assert np.abs((z**4).mean(axis=1) - 3.0).max() < error * np.sqrt(96.0)
    assert np.abs(np.corrcoef(z) - np.eye(len(z))).max() < error
    assert stats.kstest(z[0], "norm").pvalue > 1e-3


def test_neighbouring_draws_years_and_seeds_are_independent() -> None:
    n = 50_000
    z = normals.country_normals(draws(n), 2030, CODES, KEY)[0][0]
    others = [
        z[1:],
        normals.country_normals(draws(n), 2032, CODES, KEY)[0][0],
        normals.country_normals(draws(n), 2030, CODES, normals.key_of(8))[0][0],
        normals.country_normals(draws(n), 2030, CODES + np.uint64(1), KEY)[0][0],
    ]
    for other in others:
        size = len(other)
        assert abs(np.corrcoef(z[:size], other)[0, 1]) < 5.0 / np.sqrt(size)


@given(first=st.integers(0, 2**40), year=st.integers(1990, 2100), code=st.integers(1, 999))
def test_a_normal_belongs_to_its_draw_year_and_country(first: int, year: int, code: int) -> None:
    numbers = np.arange(first, first + 5, dtype=np.uint64)
    alone = np.array([code], dtype=np.uint64)
    many = np.array([40, code, 840], dtype=np.uint64)
    one = normals.country_normals(numbers[2:3], year, alone, KEY)
    all_rows = normals.country_normals(numbers, year, many, KEY)
    for mine, row in zip(one, all_rows, strict=True):
        assert mine[0, 0] == row[1, 2]


@pytest.mark.parametrize("freedom", [4, 6, 10])
def test_fat_tails_are_students_with_variance_one(freedom: int) -> None:
    n = 40_000
    tail = normals.tails(draws(n), 2031, freedom, KEY)
    z = normals.country_normals(draws(n), 2031, CODES, KEY)[0][0]
    x = tail.astype(float) * z * np.sqrt(freedom / (freedom - 2.0))
    assert stats.kstest(x, stats.t(freedom).cdf).pvalue > 1e-3
    chi_2 = (freedom - 2.0) / tail.astype(float) ** 2
    assert stats.kstest(chi_2, stats.chi2(freedom).cdf).pvalue > 1e-3


def test_places_among_the_multipliers_are_uniform() -> None:
    assert stats.kstest(normals.places(draws(20_000), KEY), "uniform").pvalue > 1e-3
