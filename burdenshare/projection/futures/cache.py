"""Where the compiled engine is kept: a folder that belongs to exactly these sources."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from burdenshare.settings import folder

SOURCES = (
    *("arithmetic", "bins", "blocks", "lanes", "layout", "making", "native", "normals", "steps"),
    *("terms", "wanted"),
)
"""Modules that the compiled code is made from: numba itself looks at one of them only."""
ENGINE = "blocks.run_group"
"""The loops of the stochastic engine, by module and name."""
COMPILING = "Compiling the engine for this machine: about ten seconds, once."


@cache
def kernel_folder() -> Path:
    """Return the folder of the compiled engine.

    Beside the other compiled files of the package; in the cache folder of the settings where the
    package may not be written to.
    """
    here = Path(__file__).parent
    content = b"".join((here / f"{name}.py").read_bytes() for name in SOURCES)
    place = here / "__pycache__"
    if not os.access(place if place.is_dir() else here, os.W_OK):
        place = folder("cache") or place
    return place / f"engine-{hashlib.sha256(content).hexdigest()[:16]}"


def is_warm(function: str = ENGINE) -> bool:
    """Return whether a function, by module and name, has been compiled on this machine before."""
    return any(kernel_folder().rglob(f"{function}-*"))


def compiled_here(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function compiled at first use, kept in the folder for later processes."""
    import numba

    settings: Any = numba.config
    before, settings.CACHE_DIR = settings.CACHE_DIR, str(kernel_folder())
    try:
        kept: Callable[..., Any] = numba.njit(error_model="numpy", nogil=True, cache=True)(function)
    finally:
        settings.CACHE_DIR = before
    return kept
