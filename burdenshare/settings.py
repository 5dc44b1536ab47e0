"""Settings of an installation: declared once, read from the environment."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

import platformdirs


class Setting(NamedTuple):
    """One setting: its environment variable, what it does, and its default in words."""

    variable: str
    help: str
    default: str


SETTINGS: dict[str, Setting] = {
    "home": Setting(
        "BURDENSHARE_HOME",
        "Folder of what the user adds: tables made from publishers' workbooks.",
        "the user's data folder of the operating system",
    ),
    "cache": Setting(
        "BURDENSHARE_CACHE",
        "Folder of files that can always be rebuilt: the index of all figures.",
        "the user's cache folder of the operating system",
    ),
    "fonts": Setting(
        "BURDENSHARE_FONTS",
        "Folder with fonts for the charts, searched before the system's fonts.",
        "none",
    ),
}


def folder(name: str) -> Path | None:
    """Return the folder that the setting `name` points to, or None where it has no default."""
    given = os.environ.get(SETTINGS[name].variable)
    if given:
        return Path(given).expanduser()
    if name == "home":
        return Path(platformdirs.user_data_dir("burdenshare"))
    if name == "cache":
        return Path(platformdirs.user_cache_dir("burdenshare"))
    return None
