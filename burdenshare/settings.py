"""Settings of an installation: declared once, read from the environment."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

import platformdirs

from burdenshare.errors import Refusal


class Setting(NamedTuple):
    """One setting: its environment variable, what it does, and its default in words."""

    variable: str
    help: str
    default: str


SETTINGS: dict[str, Setting] = {
    "home": Setting(
        "BURDENSHARE_HOME",
        "Folder of what the user adds: tables made from workbooks, the ledger of evidence.",
        "the user's data folder of the operating system",
    ),
    "cache": Setting(
        "BURDENSHARE_CACHE",
        "Folder of files that can always be rebuilt: the index of all figures.",
        "the user's cache folder of the operating system",
    ),
    "ledger": Setting(
        "BURDENSHARE_LEDGER",
        "The ledger of evidence: a file, or postgresql://user:password@host/database.",
        "ledger.sqlite in the folder of BURDENSHARE_HOME",
    ),
    "fonts": Setting(
        "BURDENSHARE_FONTS",
        "Folder with fonts for the charts, searched before the system's fonts.",
        "none",
    ),
    "read_bytes": Setting(
        "BURDENSHARE_READ_BYTES",
        "Largest document that is read, in bytes; the unpacked parts of a DOCX count too.",
        "50000000",
    ),
    "read_characters": Setting(
        "BURDENSHARE_READ_CHARACTERS",
        "Longest text that is kept of a document, in characters.",
        "5000000",
    ),
    "read_seconds": Setting(
        "BURDENSHARE_READ_SECONDS",
        "Longest time to wait for a whole page from an address, in seconds.",
        "30",
    ),
    "llm_url": Setting(
        "BURDENSHARE_LLM_URL",
        "Address of a language model with OpenAI's interface, which may rephrase briefs: "
        "http://127.0.0.1:8080/v1.",
        "none: briefs stand as compiled",
    ),
    "llm_model": Setting("BURDENSHARE_LLM_MODEL", "Name of the language model.", "default"),
    "llm_key": Setting("BURDENSHARE_LLM_KEY", "Key for the language model; never printed.", "none"),
    "llm_seconds": Setting(
        "BURDENSHARE_LLM_SECONDS", "Longest time to wait for an answer of the model.", "60"
    ),
    "read_redirects": Setting(
        "BURDENSHARE_READ_REDIRECTS",
        "How often an address may send on to another.",
        "5",
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


def number(name: str) -> int:
    """Return the setting `name` as a whole number above zero.

    Raises
    ------
    Refusal
        ``bad-argument`` if the environment says something else.
    """
    setting = SETTINGS[name]
    given = os.environ.get(setting.variable) or setting.default
    if not (given.isascii() and given.isdigit() and int(given) > 0):
        raise Refusal(
            "bad-argument",
            f"{setting.variable} is {given!r}, but must be a whole number above 0.",
            hint=f"{setting.help} Without it: {setting.default}.",
        )
    return int(given)
