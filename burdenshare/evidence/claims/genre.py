"""What kind of page it is: a government's own speech or plan, a resolution; and its sections."""

from __future__ import annotations

import re
from typing import Literal

from burdenshare.evidence.claims.actors import Cast
from burdenshare.evidence.claims.turns import Voice
from burdenshare.evidence.gazetteer import mentions
from burdenshare.evidence.model import AUTHOR, Document

Genre = Literal["", "speech", "plan", "resolution"]

_HEAD = 160
_STATE = re.compile("[A-Z]{3}")
_PLAN = re.compile(
    r"\bbudget (?:at a glance|bill|proposal|summary|in brief|highlights|statement|estimates)\b"
    r"|\bappropriations?\b|\b(?:defen[cs]e|capability|investment|procurement|spending) "
    r"(?:capability |investment )?(?:plan|programme|estimates|white paper)\b"
    r"|予算(?:案)?の(?:概要|ポイント|骨子)|整備計画|防衛大綱",
    re.I,
)
_RESOLUTION = re.compile(
    r"意見書|決議(?:案|文|[（(]|$)|請願書?|陳情書?|要望書|要請書"
    r"|\b(?:resolution|petition) (?:no\b|of the|to the|by the|on)",
    re.I | re.M,
)
_ASSEMBLY = re.compile(
    r"(?:[一-龥]{0,6}(?:[都道府県市区町村]議会)|[A-Z][\w’'-]+ (?:County|City|Town) Council)"
)
_SPEECH = re.compile(r"施政方針|所信表明|年頭(?:所感|の辞|会見)|演説|訓示|式辞")
_CAPITALS = re.compile(r"^[ \t*#]*(?P<name>[A-Z]{4,}(?: [A-Z]{2,}){0,2})[ \t]*(?:[-–—:(|]|$)", re.M)
_SECTION = re.compile(r"[ \t]*(?:[-–—:：(（|]|\r?\n|$)")


def genre(document: Document, turn: Voice | None) -> Genre:
    """Return what kind of page a document is by its head; empty where it is none of these.

    A speech is a government's own if an office gives it; a plan or budget page says what a
    government sets itself; a resolution or petition asks.
    """
    head = document.text[:_HEAD]
    if _RESOLUTION.search(head):
        return "resolution"
    own = turn is not None and not turn.asks and _STATE.fullmatch("".join(turn.speaking[:1]))
    if own and (document.language == "en" or _SPEECH.search(head)):
        return "speech"
    return "plan" if _PLAN.search(head) else ""


def assembly(text: str) -> tuple[str, ...]:
    """Return the assembly that passes a resolution; the author where it is not named."""
    found = _ASSEMBLY.search(text)
    return (found.group(),) if found else (AUTHOR,)


def sections(text: str, cast: Cast) -> list[tuple[int, str]]:
    """Return where parts of a page under the names of different states begin, with the state.

    Empty where fewer than two states stand alone, or before a dash or colon, at the head of a line.
    """
    found = [
        (actor.span.start, actor.name)
        for actor in cast.all
        if actor.kind == "state"
        and not actor.adjective
        and text[: actor.span.start].rpartition("\n")[2].strip(" \t*#") == ""
        and _SECTION.match(text, actor.span.end)
    ]
    for line in _CAPITALS.finditer(text):
        named = mentions(line["name"].title(), "en")
        if named and named[0].kind == "state" and named[0].span.end == len(line["name"]):
            found.append((line.start("name"), named[0].name))
    return sorted(found) if len({name for _, name in found}) > 1 else []
