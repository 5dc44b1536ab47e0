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
    "web_draws": Setting(
        "BURDENSHARE_WEB_DRAWS",
        "Most futures that the service draws for one run, at all points of a question together.",
        "200000",
    ),
    "web_points": Setting(
        "BURDENSHARE_WEB_POINTS",
        "Most points at which the service runs scenarios for one question: a sweep, a sensitivity.",
        "10000",
    ),
    "web_seconds": Setting(
        "BURDENSHARE_WEB_SECONDS", "Longest time that the service gives one run.", "600"
    ),
    "web_memory": Setting(
        "BURDENSHARE_WEB_MEMORY",
        "Most memory for data of each process of a run of the service, in MB.",
        "1000",
    ),
    "web_runs": Setting(
        "BURDENSHARE_WEB_RUNS",
        "Runs at a time, of all processes of the service with the same BURDENSHARE_HOME.",
        "1",
    ),
    "web_queue": Setting(
        "BURDENSHARE_WEB_QUEUE", "Runs that may wait in one process of the service.", "20"
    ),
    "web_kept": Setting(
        "BURDENSHARE_WEB_KEPT", "Ended runs of the service whose folders are kept.", "200"
    ),
    "web_live_draws": Setting(
        "BURDENSHARE_WEB_LIVE_DRAWS", "Most futures that are drawn while a slider moves.", "10000"
    ),
    "embed_url": Setting(
        "BURDENSHARE_EMBED_URL",
        "Address of a model of embeddings with OpenAI's interface, which proposes passages near in "
        "meaning: http://127.0.0.1:8080/v1.",
        "none: only words are searched for",
    ),
    "embed_model": Setting(
        "BURDENSHARE_EMBED_MODEL", "Name of the model of embeddings.", "default"
    ),
    "embed_key": Setting(
        "BURDENSHARE_EMBED_KEY", "Key for the model of embeddings; never printed.", "none"
    ),
    "read_redirects": Setting(
        "BURDENSHARE_READ_REDIRECTS",
        "How often an address may send on to another.",
        "5",
    ),
    "service": Setting(
        "BURDENSHARE_STORE",
        "What a service keeps (tokens, debates, workshops): a file, or "
        "postgresql://user:password@host/database.",
        "service.sqlite in the folder of BURDENSHARE_HOME",
    ),
    "web_read": Setting(
        "BURDENSHARE_WEB_READ",
        "Who may read without signing in: anyone or nobody; burdenshare serve sets it.",
        "anyone",
    ),
    "web_hosts": Setting(
        "BURDENSHARE_WEB_HOSTS",
        "Names by which the service is called, with commas between; localhost and addresses in "
        "digits are always known.",
        "none",
    ),
    "web_proxies": Setting(
        "BURDENSHARE_WEB_PROXIES",
        "Addresses of reverse proxies, with commas between, that are believed about who asks.",
        "none",
    ),
    "web_reads": Setting(
        "BURDENSHARE_WEB_READS",
        "Pages and data that one client may read in a minute; each worker counts for itself.",
        "6000",
    ),
    "web_live": Setting(
        "BURDENSHARE_WEB_LIVE",
        "Questions that one client may have computed in a minute: movements of a slider above all; "
        "each worker counts for itself.",
        "1200",
    ),
    "web_writes": Setting(
        "BURDENSHARE_WEB_WRITES",
        "Comments, sign-ins, uploads and other changes that one client may send in a minute; each "
        "worker counts for itself.",
        "60",
    ),
    "web_upload": Setting(
        "BURDENSHARE_WEB_UPLOAD", "Largest upload to a service, in bytes.", "50000000"
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


def words(name: str) -> tuple[str, ...]:
    """Return what the setting `name` lists, without blanks; commas stand between."""
    given = os.environ.get(SETTINGS[name].variable, "")
    return tuple(word.strip() for word in given.split(",") if word.strip())


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
