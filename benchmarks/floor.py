"""The floor of the stochastic engine: its normals and nothing else, compiled the same way."""

from __future__ import annotations

from typing import Any

import numpy as np

from burdenshare.projection.futures.cache import compiled_here
from burdenshare.projection.futures.lanes import LANES, SHOCKS, draw_country, four_normals


def draw_normals(first: Any, draws: Any, years: Any, codes: Any, key: Any) -> Any:
    """Draw every normal of some draws, block by block; return a sum that depends on all."""
    z = np.empty(2 * SHOCKS * LANES, np.float32)
    words = np.empty(4 * LANES, np.uint32)
    total = np.float32(0.0)
    for block in range((draws + LANES - 1) // LANES):
        draw = np.uint64(first + block * LANES)
        for t in range(len(years)):
            year = years[t]
            if t > 0 and year % 2:
                continue
            four_normals(z[: 4 * LANES], words, draw, np.uint64(year), np.uint64(0), key)
            total += z[0]
            for c in range(len(codes)):
                draw_country(z, words, draw, year, codes[c], key)
                total += z[0]
    return total


normals_only = compiled_here(draw_normals)
