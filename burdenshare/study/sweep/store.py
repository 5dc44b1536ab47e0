"""Keeps finished points beside the folder of a sweep until it is complete."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from typing import TYPE_CHECKING, Any

from burdenshare.errors import Failure
from burdenshare.study.fingerprint import canonical, digest
from burdenshare.study.manifest import real

if TYPE_CHECKING:
    from pathlib import Path

    from burdenshare.study.sweep.point import Body


class Points:
    """Finished points, one file each, named by fingerprint.

    A file is there as a whole or not at all; one that is damaged counts as missing.

    Parameters
    ----------
    folder : Path
        Where the sweep will be written; the points lie beside it.
    """

    def __init__(self, folder: Path) -> None:
        target = real(folder)
        self.folder = target.with_name(f".{target.name}.burdenshare-points")

    def get(self, fingerprint: str) -> Body | None:
        """Return a finished point; None where it is not there, or not whole."""
        try:
            held: Any = json.loads((self.folder / f"{fingerprint}.json").read_bytes())
            body: Body = held["body"]
            return body if held["sha256"] == digest(canonical(body)) else None
        except (OSError, ValueError, LookupError, TypeError, RecursionError):
            return None

    def put(self, fingerprint: str, body: Body) -> None:
        """Keep a finished point.

        Raises
        ------
        Failure
            ``cannot-write``
        """
        path = self.folder / f"{fingerprint}.json"
        beside = path.with_name(f"{path.name}.{os.getpid()}")
        content = json.dumps({"sha256": digest(canonical(body)), "body": body})
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            beside.write_text(content, encoding="utf-8")
            beside.replace(path)
        except OSError as problem:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)
            raise Failure(
                "cannot-write",
                f"a finished point could not be kept beside the folder ({problem.strerror})",
                hint="free some space or choose another folder with --out; the points kept so far "
                "are not computed again",
            ) from problem

    def clear(self) -> None:
        """Remove the points, when the folder of the sweep holds them."""
        shutil.rmtree(self.folder, ignore_errors=True)
