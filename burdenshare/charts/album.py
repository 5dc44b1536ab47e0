"""Keeps pictures that were drawn: the same chart is not drawn a second time."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import zipfile
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from burdenshare import settings
from burdenshare.charts.fonts import Letters

LARGEST = 200 * 2**20
"""Bytes that the pictures may take; those not asked for longest go first."""
_DRAWN_BY = ("fonts", "png", "svg", "theme")
"""Modules that decide, beside the drawing library, what a picture looks like."""
_STAMP = (1980, 1, 1, 0, 0, 0)


class Pictures(NamedTuple):
    """One chart, drawn."""

    svg: bytes
    png: bytes


class Album:
    """Pictures in the cache folder, each under the hash of all that it is made from.

    So none can be outdated: another specification, font, drawing library or module that draws has
    another hash. A file holds the sums of its content; one that is damaged is no picture. Where the
    folder cannot be used, nothing is found and nothing kept. Processes may share it.

    Parameters
    ----------
    largest : int
        Bytes that all pictures may take.
    """

    def __init__(self, largest: int = LARGEST) -> None:
        folder = settings.folder("cache")
        self._folder = folder / "pictures" if folder else None
        self._largest = largest

    def find(self, text: str, letters: Letters) -> Pictures | None:
        """Return the pictures of a specification, given as JSON, if they were drawn before."""
        if self._folder is None:
            return None
        path = self._folder / _name(text, letters)
        try:
            with zipfile.ZipFile(path) as file:
                found = Pictures(*(file.read(kind) for kind in Pictures._fields))
            os.utime(path)
        except (OSError, KeyError, ValueError, zipfile.BadZipFile):
            return None
        return found

    def keep(self, text: str, letters: Letters, drawn: Pictures) -> None:
        """Keep the pictures of a specification; each file is put in place in one step."""
        if self._folder is None:
            return
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as file:
            for kind, picture in zip(Pictures._fields, drawn, strict=True):
                file.writestr(zipfile.ZipInfo(kind, _STAMP), picture)
        path = self._folder / _name(text, letters)
        beside = path.with_suffix(f".{os.getpid()}")
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            try:
                beside.write_bytes(content.getvalue())
                beside.replace(path)
            finally:
                beside.unlink(missing_ok=True)

    def tidy(self) -> None:
        """Remove what was not asked for longest, until the rest is small enough."""
        if self._folder is None:
            return
        with contextlib.suppress(OSError):
            files = [(path, path.stat()) for path in self._folder.iterdir()]
            room = self._largest
            for path, about in sorted(files, key=lambda each: each[1].st_mtime, reverse=True):
                room -= about.st_size
                if room < 0:
                    path.unlink(missing_ok=True)


def _name(text: str, letters: Letters) -> str:
    made_from = hashlib.sha256(_drawing())
    made_from.update(repr(letters).encode())
    made_from.update(text.encode())
    return f"{made_from.hexdigest()}.zip"


@cache
def _drawing() -> bytes:
    """Return what draws: our modules, and the version of the library."""
    here = Path(__file__).parent
    ours = b"".join((here / f"{name}.py").read_bytes() for name in _DRAWN_BY)
    return hashlib.sha256(ours + version("vl-convert-python").encode()).digest()
