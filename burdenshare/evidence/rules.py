"""Which rules found a claim: a name that changes whenever the rules do."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from burdenshare import __version__

_HERE = Path(__file__).parent
_RULES = ("claims", "fields", "quantities", "gazetteer", "dates.py", "numerals.py")
_KINDS = (".py", ".yaml", ".json", ".csv")


@cache
def rules() -> str:
    """Return the version of this program and a hash of everything that decides what is a claim."""
    found = hashlib.sha256()
    for name in _RULES:
        place = _HERE / name
        files = sorted(place.rglob("*")) if place.is_dir() else [place]
        for file in files:
            if file.suffix in _KINDS:
                found.update(file.relative_to(_HERE).as_posix().encode() + b"\0")
                found.update(file.read_bytes())
    return f"{__version__}-{found.hexdigest()[:12]}"
