"""Whose turn it is: labels before what somebody says in a hearing, a briefing or an interview."""

from __future__ import annotations

import re
from dataclasses import dataclass

from burdenshare.evidence.claims.actors import Cast
from burdenshare.evidence.model import AUTHOR, Language, Span

_TITLES = (
    r"Mr|Mrs|Ms|Dr|Sir|Dame|Lord|Lady|Senator|Sen|Rep|Representative|Secretary|President|Minister"
    r"|Prime Minister|Chairman|Chairwoman|Chair|General|Gen|Admiral|Adm|Ambassador|Commissioner"
    r"|Prof|Professor|Chancellor|Speaker|Deputy|Congressman|Congresswoman|Shri|Smt|Datuk|Dato"
    r"|Tan Sri|Encik|Puan|Herr|Frau|M|Mme|Monsieur|Madame|Se[ñn]ora?|Brigadier|Major|Hon"
    r"|Reverend|Rev"
)
_POSTS = (
    r"(?:Prime |First )?Minister|Secretary of State|Secretary|President|Chancellor|Taoiseach"
    r"|Tánaiste|Premier|Chair(?:man|woman)?|Commissioner|Governor|Ambassador|Speaker|Leader"
    r"|Spokes(?:man|woman|person)|Member|Director|Chief|Attorney General|Witness|Clerk"
)
_LABELS: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"(?P<who>Q|A|Question|Answer|Interviewer|Reporter|Moderator|Spokes(?:man|woman|person)"
        r"|[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]*){0,4}(?: \([^)\n]{1,40}\))?"
        rf"|(?:{_TITLES})\.? [A-Z][\w’'-]+(?: [A-Z][\w’'-]+){{0,2}}(?: \([^)\n]{{1,40}}\))?"
        rf"|The (?:[A-Z]\w+ ){{0,2}}(?:{_POSTS})(?: (?:for|of|and|the|to|in|[A-Z]\w+)){{0,7}}"
        r"(?: \([^)\n]{1,60}\))?(?=:))"
        r"\s?(?::|\.(?= [A-Z]))\s+(?=[\"“A-Z0-9])"
    ),
    "ja": re.compile(
        r"(?P<who>【[^】\n]{1,14}】|○[^　\n（(]{2,20}(?:[（(][^）)\n]{1,16}[）)])?　|――|──|―|"
        r"(?:記者|長官|大臣|報道官|問|答|司会|首相|聞き手|議員|[一-龥]{2,6}(?:議員|委員|大臣"
        r"|参考人|氏|教授))(?:[：:]|　))"
        r"[　 ]*"
    ),
}
#: Any name or office with a constituency behind it, or at the head of several paragraphs.
_NAMED = re.compile(
    r"[A-Z][\w.’'-]*(?: (?:of|for|and|the|to|in|[A-Z][\w.’'-]*)){0,7}"
    r"(?P<seat> \([^)\n]{1,60}\))?:\s+(?=[\"“A-Z0-9])"
)
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
_FORMER = re.compile(r"\b(?:former|ex|retired|ret|then)\b|^元|^前", re.I)
_BY = re.compile(
    r"^(?:Remarks|Speech|Address|Statement|Testimony|Message|Delivered|Opening remarks|Keynote"
    r"|(?:Joint |Pastoral |Open )?(?:[Ll]etter|[Ss]tatement|[Dd]eclaration|[Ss]ubmission"
    r"|[Pp]osition"
    r"|[Aa]ppeal))\b[^\n]{0,40}?\b(?:by|of|from) (?:the )?"
    r"(?P<who>[^\n:,.;]{4,90}?)(?= (?:to|before|at|on|in|for) |[\n:,.;]|$)",
    re.M,
)
_LEADER_OF = re.compile(
    r"(?:leader|president|head|chair(?:man|woman)?|secretary|general secretary|spokes\w+|director)"
    r" of (?:the )?(?P<body>[A-Z].+)"
)
_BODY = re.compile(
    r"\b(?:unions?|association|federation|confederation|council|chamber|bishops|churches|synod|party"
    r"|alliance|institute|society|league|movement|forum|committee|organi[sz]ations?|network|workers"
    r"|employers|industries|campaign|coalition|congress)\b",
    re.I,
)
_SPEECH_JA = re.compile(
    r"^[^\n]{0,24}?(?P<who>[一-龥]{2,8}(?:総理|首相|大臣|大統領|長官|知事|代表|党首|委員長|会長|市長"
    r"|議員))[^\n]{0,16}(?:演説|あいさつ|挨拶|談話|講演|代表質問|会見)",
    re.M,
)
_STATEMENT_JA = re.compile(r"談話|声明|見解|アピール|コメント|申し入れ|要望|提言")
_BODY_JA = re.compile(
    r"^[ 　]*(?P<who>[一-龥ァ-ヶー・]{2,20}?(?:組合|労組|連合会?|協会|連盟|総連|会議所?|同盟|本部"
    r"|委員会|弁護士会|団体|ネット|の会|党|センター))(?=[ 　\n]|$)",
    re.M,
)


_ISSUER = re.compile(
    r"(?P<who>[A-Z][^\n:,.;\"“]{6,90})\n+(?:Joint |Press |Public |Open )?"
    r"(?:[Ss]tatement|[Dd]eclaration|[Rr]esolution|[Rr]elease|[Ll]etter|[Pp]osition|[Aa]ppeal)\b"
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
    if found is None and language == "en":
        found = _NAMED.match(text, block.start, block.end)
        if found and not found["seat"] and text.count(f"\n{found.group()}") < 2:
            return None
    return Span(*found.span()) if found and found.end() < block.end else None


_SPEAKS = re.compile(
    r"(?:記者|長官|大臣|報道官|司会|首相|総理|議員|委員|参考人|氏|教授|知事|[市町村]長|代表|会長|所長"
    r"|さん|質問|聞き手)$|^(?:問|答|回答)$"
)
_ASIDE = re.compile(r"\s*[(（](?P<name>[^)）]*)[)）]")


def voice(text: str, place: Span, cast: Cast, home: str, answering: Voice | str) -> Voice | None:
    """Return who speaks after a label; None where it is a dateline.

    An `A:` is whoever is interviewed, or else spoke last in an office. An office speaks for the
    state that the page is about, a person of the gazetteer for whom that person speaks; others
    speak for themselves. A name in brackets after an office is who holds it; after a name, it is
    a constituency or party.
    """
    label = place.of(text)
    words = re.sub(r"[【】○：:　]|――|──|\.$", " ", label).strip(" .―")
    if label.startswith("【") and not _SPEAKS.search(words) and text.count(label.strip()) < 2:
        return None
    if _ASKS.search(place.of(text).strip(" :：　")) or not words:
        return Voice(words or "interviewer", (), True)
    if _ANSWERS.fullmatch(words):
        if isinstance(answering, Voice):
            return answering
        serving = home and _OFFICE.search(answering) and not _FORMER.search(answering)
        return Voice(_person(answering) or AUTHOR, (home,) if serving else ())
    inside = [a for a in cast.within(place) if a.person]
    if inside and not inside[0].bare:
        return Voice(inside[0].person, (inside[0].name,))
    named = _ASIDE.search(words)
    office = _ASIDE.sub("", words)
    held = _OFFICE.search(office) is not None
    name = re.sub(r"君$|氏$|さん$", "", office)
    if named and (held or not (words.isascii() or name != office)):
        name = named["name"].removesuffix("君")
    name = name.title() if name.isupper() else name
    if held and home:
        return Voice(re.sub("^The ", "", name), (home,))
    bare = re.sub(rf"^(?:(?:{_TITLES})\.? )+(?=[A-Z])", "", name)
    return Voice(name, (bare,))


def _person(described: str) -> str:
    """Return who is described with titles before the name or an office behind it."""
    name = re.sub(r"\s*\([^)]*\)", "", described.split(",")[0])
    return re.sub(rf"^(?:(?:{_TITLES})\.? )+(?=[A-Z])", "", name.strip())


def opening(text: str, cast: Cast, home: str) -> Voice | None:
    """Return who gives a speech or issues a statement, by its head; None where nobody is named."""
    issuer = _ISSUER.match(text)
    if issuer and _BODY.search(issuer["who"]):
        return Voice(issuer["who"], (issuer["who"],))
    found = _BY.search(text, 0, 400) or _SPEECH_JA.search(text, 0, 200)
    if found is None:
        issued = _BODY_JA.search(text, 0, 200) if _STATEMENT_JA.search(text, 0, 80) else None
        return Voice(issued["who"], (issued["who"],)) if issued else None
    who = found["who"]
    place = Span(*found.span("who"))
    led = _LEADER_OF.fullmatch(who)
    if led and not any(a.person and not a.bare for a in cast.within(place)):
        return Voice(who, (led["body"],))
    if who[:1].islower() and not _OFFICE.search(who):
        return None
    if _BODY.search(who) and not any(a.person for a in cast.within(place)):
        return Voice(who, (who,))
    return voice(text, place, cast, home, "")


_LETTERS = re.compile(r"\bletters?\b|読者|投書|声の欄|投稿", re.I)
_SIGNED = re.compile(
    r"^(?P<name>[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){1,3}), [A-Z][\w .,’'-]{2,40}$", re.M
)
_SIGNED_JA = re.compile(
    r"^[^\n。]{0,60}?[ 　](?P<name>[一-龥ぁ-んァ-ヶー]{2,8})[ 　]?（\d{1,2}）[^\n。]{0,12}$"
    r"|^(?P<desk>編集部)(?=から|より)",
    re.M,
)


def letters(text: str, language: Language) -> list[tuple[int, int, Voice]]:
    """Return which part of a page of letters each reader wrote; empty for other pages.

    Where one reader wrote all of it, that reader is the author, and it is empty too.

    An English letter ends with a name and a place on a line of their own; a Japanese one begins
    with a name and an age.
    """
    if not _LETTERS.search(text, 0, 120):
        return []
    pattern = _SIGNED if language == "en" else _SIGNED_JA
    signed = [
        (m, Voice(m[m.lastgroup or 0], (m[m.lastgroup or 0],))) for m in pattern.finditer(text)
    ]
    if len(signed) < 2:
        return []
    if language == "en":
        starts = [0, *(m.end() for m, _ in signed)]
        return [(s, m.start(), v) for s, (m, v) in zip(starts, signed, strict=False)]
    ends = [*(m.start() for m, _ in signed[1:]), len(text)]
    return [(m.start(), e, v) for e, (m, v) in zip(ends, signed, strict=False)]
