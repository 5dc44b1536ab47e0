"""Files that people send: put under names of ours into a folder that goes away with the answer."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fastapi import UploadFile

from burdenshare.errors import BurdenshareError, Refusal
from burdenshare.web.answers import without

_ODD = re.compile(r"[^\w .()+,@-]")
LONGEST = 120
"""Characters of a name that are kept."""


class Place:
    """A folder for the files of one request."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, text: str | None, name: str) -> Path | None:
        """Put a text into a file; None where there is none."""
        if text is None:
            return None
        path = self._folder / name
        path.write_text(text, encoding="utf-8", newline="")
        return path

    def take(self, uploads: Sequence[UploadFile]) -> list[Path]:
        """Put uploads into files, each named as it was, as far as a name can be kept.

        Raises
        ------
        Refusal
            ``bad-argument`` where two have one name.
        """
        taken = []
        for upload in uploads:
            path = self._folder / plain_name(upload.filename)
            if path.exists():
                raise Refusal(
                    "bad-argument",
                    f"two files are called {path.name!r}",
                    hint="send them one after the other, or rename one",
                )
            with path.open("xb") as stream:
                shutil.copyfileobj(upload.file, stream)
            taken.append(path)
        return taken

    def hidden(self, said: Any) -> Any:
        """Return what is said without the folder of this machine in it."""
        return without(said, str(self._folder))


def plain_name(given: str | None) -> str:
    """Return the last part of a name, without anything that a file could not be called."""
    name = _ODD.sub("_", (given or "").replace("\\", "/").rpartition("/")[2]).strip(". ")
    stem, dot, end = name.rpartition(".")
    if not dot:
        return name[:LONGEST] or "document"
    return f"{stem[: LONGEST - 20]}.{end[:19]}" if stem else f"document.{end[:19]}"


@contextmanager
def place() -> Iterator[Place]:
    """Give a folder; refusals name the files in it without it."""
    with TemporaryDirectory(prefix="burdenshare-") as folder:
        here = Place(Path(folder))
        try:
            yield here
        except BurdenshareError as error:
            body = json.loads(json.dumps(error.body()["error"], default=str))
            raise type(error)(**here.hidden(body)) from None
