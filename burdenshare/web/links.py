"""Links that hold a whole scenario, so that whoever opens one sees the same numbers."""

from __future__ import annotations

import base64
import binascii
import zlib

from burdenshare.errors import Refusal
from burdenshare.scenario.load import dump
from burdenshare.scenario.model import Scenario
from burdenshare.web.inputs import from_text

VERSION = "1"
"""Of what a link holds: YAML as `dump` writes it, compressed. Fields may come, none may go."""
LONGEST = 6000
"""Characters of a link; longer ones do not get through every mail and proxy."""
LONGEST_TEXT = 100_000
"""Characters of a text of one's own that a page takes, where a link can hold them."""
_MOST = 500_000
"""Bytes that a link may unpack to."""
_TEXT = "t1"
"""Before a text that is no scenario."""


def pack(scenario: Scenario) -> str:
    """Return a scenario as text for the address of a page.

    Raises
    ------
    Refusal
        ``over-limit`` for a scenario that no address could hold.
    """
    text = _packed(VERSION, dump(scenario))
    if len(text) > LONGEST:
        raise Refusal(
            "over-limit",
            f"the scenario {scenario.name} is too large for a link",
            hint="share the scenario as a YAML file",
        )
    return text


def pack_text(text: str) -> str:
    """Return a table or a file of one's own as text for the address of a page.

    Raises
    ------
    Refusal
        ``over-limit`` for one that no address could hold.
    """
    packed = _packed(_TEXT, text)
    if len(packed) > LONGEST:
        raise Refusal(
            "over-limit",
            f"a text of {len(text):,} characters is too large for the address of a page",
            hint="leave out what is not needed, or send it to the API, which takes more",
        )
    return packed


def unpack_text(text: str) -> str:
    """Return the text that `pack_text` packed; any other text as it is.

    Raises
    ------
    Refusal
        ``stale-link`` for one that is damaged.
    """
    version, _, packed = text.partition(".")
    return _unpacked(packed) if version == _TEXT else text


def _packed(version: str, text: str) -> str:
    packed = zlib.compress(text.encode(), 9)
    return f"{version}.{base64.urlsafe_b64encode(packed).decode().rstrip('=')}"


def _unpacked(packed: str) -> str:
    try:
        engine = zlib.decompressobj()
        data = engine.decompress(
            base64.b64decode(packed + "=" * (-len(packed) % 4), b"-_", validate=True), _MOST
        )
        if not engine.eof:
            raise _stale("it is damaged, perhaps cut off")
        return data.decode()
    except (binascii.Error, zlib.error, ValueError):
        raise _stale("it is damaged, perhaps cut off") from None


def unpack(text: str) -> Scenario:
    """Return the scenario that a link holds.

    Raises
    ------
    Refusal
        ``stale-link``, with every problem of the scenario where it is one.
    """
    version, dot, packed = text.partition(".")
    if not (dot and version.isascii() and version.isdigit()):
        raise _stale("it is damaged, perhaps cut off")
    if version != VERSION:
        raise _stale(f"it is of version {version[:9]}, and this service opens version {VERSION}")
    yaml = _unpacked(packed)
    try:
        return from_text(yaml, "link")
    except Refusal as refused:
        raise Refusal(
            "stale-link",
            f"this link holds a scenario that cannot be read any more: {refused.message}",
            hint=f"{refused.hint}; or ask for a new link".removeprefix("; or "),
            details=refused.details,
        ) from None


def _stale(why: str) -> Refusal:
    return Refusal(
        "stale-link",
        f"this link cannot be opened: {why}",
        hint="ask for a new one, or for the scenario as a YAML file, which the pledge lab opens",
    )
