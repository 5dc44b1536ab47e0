"""Whose turn it is: labels before what somebody says in a hearing, a briefing or an interview."""

from __future__ import annotations

import re
from dataclasses import dataclass

from burdenshare.evidence.claims.actors import Cast
from burdenshare.evidence.model import AUTHOR, Language, Span

_TITLES = (
    r"Mr|Mrs|Ms|Dr|Sir|Dame|Lord|Lady|Senator|Sen|Rep|Representative|Secretary|President|Minister"
    r"|Prime Minister|Chairman|Chairwoman|Chair|General|Gen|Admiral|Adm|Ambassador|Commissioner"
    r"|Prof|Professor|Chancellor|Speaker|Deputy|Congressman|Congresswoman"
)
_LABELS: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"(?P<who>Q|A|Question|Answer|Interviewer|Reporter|Moderator|Spokes(?:man|woman|person)"
        r"|[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]*){0,4}(?: \([^)\n]{1,40}\))?"
        rf"|(?:{_TITLES})\.? [A-Z][\w’'-]+(?: [A-Z][\w’'-]+){{0,2}}(?: \([^)\n]{{1,40}}\))?)"
        r"\s?(?::|\.(?= [A-Z]))\s+(?=[\"“A-Z0-9])"
    ),
    "ja": re.compile(
        r"(?P<who>【[^】\n]{1,14}】|○[^　\n（(]{2,20}(?:[（(][^）)\n]{1,16}[）)])?　|――|──|―|"
        r"(?:記者|長官|大臣|報道官|問|答|司会|首相|聞き手|議員|[一-龥]{2,6}(?:議員|委員|大臣"
        r"|参考人|氏|教授))(?:[：:]|　))"
        r"[　 ]*"
    ),
}
_ASKS = re.compile(
    r"Q$|question|interviewer|reporter|moderator|記者|問$|聞き手|司会|――|──|―|chair", re.I
)
_ANSWERS = re.compile(r"A$|Answer|答$")
_OFFICE = re.compile(
    r"spokes|minister|secretary|president|chancellor|commissioner|ambassador|general|admiral"
    r"|gen\b|adm\b"
    r"|長官|大臣|報道官|総理|首相|政府参考人|局長|次官",
    re.I,
)
_BY = re.compile(
    r"^(?:Asked|Answered|Remarks|Speech|Address|Statement|Testimony|Message|Delivered|Opening"
    r" remarks"
    r"|Written answer)\b[^\n]{0,40}?\b(?:by|of|from)(?: the)? (?P<who>[A-Z][^\n:]{3,90})",
    re.M,
)
_SPEECH_JA = re.compile(
    r"^[^\n]{0,24}?(?P<who>[一-龥]{2,8}(?:総理|首相|大臣|大統領|長官|知事"
    r"|代表))[^\n]{0,16}(?:演説|あいさつ|挨拶|談話|講演)",
    re.M,
)


@dataclass(frozen=True)
class Voice:
    """Who speaks in a turn, for whom, and whether it is somebody who only asks."""

    speaker: str
    speaking: tuple[str, ...]
    asks: bool = False


def label(text: str, block: Span, language: Language) -> Span | None:
    """Return the label at the head of a block, with what parts it from the words; None if none."""
    found = _LABELS[language].match(text, block.start, block.end)
    return Span(*found.span()) if found and found.end() < block.end else None


_DATELINE = re.compile(r"通信|新聞|＝|共同|時事|月|電|特派員|支局|[0-9０-９]|要旨|抜粋|冒頭")


def voice(text: str, place: Span, cast: Cast, home: str, answering: Voice | str) -> Voice | None:
    """Return who speaks after a label; None where it is a dateline.

    An `A:` is whoever is interviewed, or else spoke last in an office. An office speaks for the
    state that the page is about, a person of the gazetteer for whom that person speaks; others
    speak for themselves.
    """
    words = re.sub(r"[【】○：:　]|――|──|\.$", " ", place.of(text)).strip(" .―")
    if place.of(text).startswith("【") and _DATELINE.search(words):
        return None
    if _ASKS.search(place.of(text).strip(" :：　")) or not words:
        return Voice(words or "interviewer", (), True)
    if _ANSWERS.fullmatch(words):
        return answering if isinstance(answering, Voice) else Voice(answering or AUTHOR, ())
    inside = [a for a in cast.within(place) if a.person]
    if inside and not inside[0].bare:
        return Voice(inside[0].person, (inside[0].name,))
    named = re.search(r"[（(](?P<name>[^）)]{2,16}?)君?[）)]", words)
    name = named["name"] if named else re.sub(r"君$|氏$|議員$|委員$|さん$", "", words)
    name = name.title() if name.isupper() else name
    if _OFFICE.search(words) and home:
        return Voice(name, (home,))
    bare = re.sub(rf"^(?:{_TITLES})\.? ", "", name)
    return Voice(name, (bare,))


def opening(text: str, cast: Cast, home: str) -> Voice | None:
    """Return who gives a speech, by its head; None where it names nobody who does."""
    found = _BY.search(text, 0, 400) or _SPEECH_JA.search(text, 0, 200)
    if found is None or found.group().startswith(("Asked", "Answered")):
        return None
    return voice(text, Span(*found.span("who")), cast, home, "")
