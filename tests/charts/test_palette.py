"""Colours can be told apart by colour-blind readers, in greyscale print, and under writing.

Relative luminance and contrast: WCAG 2.1. Colour blindness: Machado, Oliveira and Fernandes (2009),
severity 1. Distance: CIE 1976, in CIELAB with white D65; about 2 is just noticeable side by side.
"""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest

from burdenshare.charts import theme
from burdenshare.charts.burden_map import GAP_COLOURS, gap_shades, share_shades
from burdenshare.charts.decomposition import CAUSES
from burdenshare.charts.importance import KINDS

SIGHT = {
    "full": np.eye(3),
    "no red": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "no green": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "no blue": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
WHITE = np.array([0.95047, 1.0, 1.08883])
NEIGHBOURS = [*pairwise((*theme.STACK, theme.REST))]


def linear(colour: str) -> np.ndarray:
    v = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(v <= 0.04045, v / 12.92, ((v + 0.055) / 1.055) ** 2.4)


def contrast(a: str, b: str) -> float:
    light, dark = sorted((float(XYZ[1] @ linear(c)) for c in (a, b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def distance(a: str, b: str, sight: str) -> float:
    def lab(colour: str) -> np.ndarray:
        xyz = XYZ @ np.clip(SIGHT[sight] @ linear(colour), 0, 1) / WHITE
        f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
        return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])

    return float(np.linalg.norm(lab(a) - lab(b)))


def test_the_arithmetic_gives_known_values() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)
    assert distance("#000000", "#FFFFFF", "full") == pytest.approx(100.0, abs=0.1)
    assert distance("#FF0000", "#00FF00", "full") == pytest.approx(170.6, abs=0.5)


@pytest.mark.parametrize("sight", SIGHT)
def test_neighbours_in_the_stack_differ_for_every_eye(sight: str) -> None:
    assert all(distance(a, b, sight) > 14 for a, b in NEIGHBOURS)


def test_neighbours_in_the_stack_differ_in_greyscale() -> None:
    assert all(contrast(a, b) > 1.3 for a, b in NEIGHBOURS)


@pytest.mark.parametrize("sight", SIGHT)
def test_steps_of_the_maps_differ_for_every_eye(sight: str) -> None:
    for scale in (theme.SEQUENCE, GAP_COLOURS):
        assert all(distance(a, b, sight) > 14 for a, b in combinations(scale, 2))
    assert all(distance(theme.BLUE, gap, sight) > 40 for gap in GAP_COLOURS)
    assert all(distance(theme.LAND, c, sight) > 13 for c in (*theme.SEQUENCE, *GAP_COLOURS))


def test_steps_of_the_maps_darken_one_by_one() -> None:
    for scale in (theme.SEQUENCE, GAP_COLOURS):
        levels = [float(XYZ[1] @ linear(c)) for c in scale]
        assert levels == sorted(levels, reverse=True)
        assert all(contrast(a, b) > 1.4 for a, b in pairwise(scale))


def test_writing_on_every_ground_has_the_contrast_of_ordinary_text() -> None:
    for shade in (*share_shades(), *gap_shades(3.5)):
        assert contrast(shade.ink, shade.colour) >= 4.5, shade.name
    for ground in (theme.PAPER, theme.SEA, theme.LAND):
        assert contrast(theme.INK, ground) >= 4.5
    assert contrast(theme.QUIET, theme.PAPER) >= 4.5


@pytest.mark.parametrize("sight", SIGHT)
def test_who_is_above_and_who_below_differ_for_every_eye(sight: str) -> None:
    for a, b in pairwise((theme.VERMILLION, theme.SKY, theme.BLUE, theme.INK)):
        assert distance(a, b, sight) > 20
    assert distance(theme.BLUE, theme.VERMILLION, sight) > 40


@pytest.mark.parametrize("sight", SIGHT)
def test_bands_and_the_lines_on_them_differ_for_every_eye_and_in_greyscale(sight: str) -> None:
    nested = (theme.PAPER, *theme.BANDS)
    assert all(distance(a, b, sight) > 7 for a, b in pairwise(nested))
    assert all(contrast(a, b) > 1.25 for a, b in pairwise(nested))
    assert all(contrast(line, c) >= 3 for line in (theme.INK, theme.RUST) for c in nested)
    assert distance(theme.INK, theme.RUST, sight) > 20


@pytest.mark.parametrize("sight", SIGHT)
def test_causes_differ_for_every_eye_and_in_greyscale(sight: str) -> None:
    colours = [colour for _, colour in CAUSES.values()]
    assert all(distance(a, b, sight) > 14 for a, b in combinations(colours, 2))
    levels = sorted(contrast(c, "#000000") for c in colours)
    assert all(high / low > 1.05 for low, high in pairwise(levels))


def test_numbers_on_a_bar_have_the_contrast_of_large_text() -> None:
    assert all(contrast(ink, colour) >= 4.5 for _, colour, ink in KINDS.values())
