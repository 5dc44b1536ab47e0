"""English speech: who says a sentence, who reported it, and claims within claims."""

from __future__ import annotations

import re

from burdenshare.evidence.claims.english_roles import BODY, SAY
from burdenshare.evidence.claims.scene import Clause, Scene
from burdenshare.evidence.model import AUTHOR, UNSPECIFIED, Span

_TRAILING = re.compile(
    rf"[,\"”’]\s+(?P<who>(?!and |but |according |[^,\"“”]*\b(?:than|as|which|who|what)\b)"
    rf"[^,\"“”]{{2,80}}?)\s+{SAY}"
    r"(?:(?!\bthat\b|\d|\b(?:will|would|is|are|was|were|has|had)\b)[^\"“,])*"
    r"(?:,\s+\w+ing\b.*)?[.\"”]*$"
    rf"|[\"”’]\s+{SAY}\s+(?P<after>[^,\"“”.]{{2,60}})", re.I
)  # fmt: skip
_LEADING = re.compile(
    rf"[\"“]?(?P<who>[^,\"“”]{{2,90}}?)(?<!\bto)(?<!\bwas)(?<!\bwere)(?<!\bbe)(?<!\bno)"
    rf"(?<!\bnot)(?<!\bof)\s+(?:has |have |had |\w+ly )*"
    rf"(?!(?:promised|fears?|doubts?)\b(?! that)){SAY}\b",
    re.I,
)
_SAID_WHEN = re.compile(
    r",[\"”’]?\s+(?P<who>(?:[A-Z]|the |an? |his |her |its )[^,\"“”]{2,70}?)\s+"
    r"(?:said|wrote|added|stated|announced|warned|insisted|told (?!that)\w+)"
    r"(?=\s+(?:on|at|in|yesterday|after|before|during|to|earlier|late|last)\b|[,.\"”]|\s*$)"
)
_ACCORDING = re.compile(r"\baccording to (?P<who>[^,.;]{2,70})", re.I)
_SOURCE = re.compile(
    r"[A-Z]|\b(?:ministry|officials?|reports?|estimates?|sources?|people|data|polls?|surveys?"
    r"|figures|study"
    r"|studies|experts?|analysts?|minister|government)\b"
)
_MIDDLE = re.compile(
    r",\s+(?P<who>he|she|they|it|[^,\"“”]{2,40}?)\s+(?:wrote|said|says|added|adds)(?:\s+\w+ly)?,",
    re.I,
)
_REPORTER = re.compile(
    rf"\bthe (?P<who>(?:[A-Z][\w-]+ )+)(?:recently |also |later )?(?:reported|{SAY})|"
    r"first (?:carried|reported) by (?:the )?(?P<by>(?:[A-Z][\w-]+ ?)+)"
)  # fmt: skip
_DEMAND_OF = re.compile(
    r"[’']s?\s+(?:\w+\s+){0,3}(?:demands?|calls?|requests?|push|pressure|insistence)\s+(?:for|on"
    r"|to)\b"
)
_REPORT_THAT = re.compile(
    r"\b(?:reports?|claims?|rumou?rs?|allegations?)\b[^.;]{0,40}?\bthat\s+(?=[A-Z]|the\s)"
)


_OWN_VOICE = re.compile(r"(?:[QA]:\s*)?(?:\w+,\s+)?(?:I|we|you|one|there|it|my)(?:\s+\w+)*", re.I)
_INTERVIEWED = re.compile(
    r"\b(?:speaks?|spoke|talks?|talked) (?:to|with) (?:an? |the )?(?P<who>[^\n.;:]{3,80})"
    r"|\b(?:[Ii]nterview|[Cc]onversation|[Qq]uestions) (?:with|to) (?:an? |the )?"
    r"(?P<with>(?:\([^)\n]*\)|[^\n.;:(]|(?<=[A-Z])\.){3,80})"
)
#: "We are late": the defence minister
_TITLED = re.compile(r"[^\n]{8,}?[:,–-] (?P<who>[A-Z][^\n:,]{4,60})(?=\n)")
_ANSWERS = re.compile(r"^A:", re.M)


def interviewed(text: str) -> str:
    """Return whom a page interviews by its first lines; empty if it is no interview."""
    if not _ANSWERS.search(text):
        return ""
    found = _INTERVIEWED.search(text, 0, 400)
    if found:
        return (found["who"] or found["with"]).strip()
    title = _TITLED.match(text)
    return title["who"] if title else ""


def attribution(clause: Clause, scene: Scene) -> tuple[Span, str, tuple[str, ...]] | None:
    """Return the sentence without its attribution, who speaks, and for whom; None if the author.

    The clause given is the whole sentence.
    """
    text, span = clause.text, clause.span
    trailing = _TRAILING.search(text, span.start, span.end)
    if trailing and trailing.start() - span.start > 12:
        group = "who" if trailing["who"] else "after"
        name, speaking = _speaker(clause, scene, Span(*trailing.span(group)))
        rest = Span(trailing.end(), span.end)
        body = Span(span.start, trailing.start() + 1)
        return (body if len(rest.of(text)) < 30 else span), name, speaking
    for pattern in (_ACCORDING, _MIDDLE, _SAID_WHEN, _LEADING):
        search = pattern.match if pattern is _LEADING else pattern.search
        found = search(text, span.start, span.end)
        if found and _OWN_VOICE.fullmatch(found["who"]):
            continue
        if found and found["who"].endswith(" and") and not clause.actors:
            continue
        if found and (pattern is not _ACCORDING or _SOURCE.search(found["who"])):
            name, speaking = _speaker(clause, scene, Span(*found.span("who")))
            return span, name, speaking
    return None


#: Its director, her spokesman: of whom was named last.
_THEIR_OWN = re.compile(r"(?:its|their|his|her) \w+", re.I)


def _speaker(clause: Clause, scene: Scene, who: Span) -> tuple[str, tuple[str, ...]]:
    inside = [a for a in clause.actors if a.span.meets(who)]
    words_ = re.sub(r"^(?:the|a|an)\s+", "", who.of(clause.text).strip(), flags=re.I)
    if inside:
        lead = inside[0]
        return scene.voice(lead), (scene.name(lead),)
    if re.fullmatch(r"(?:he|she|they|it)", words_, re.I):
        return scene.heard if scene.heard[0] else ((scene.subjects or (AUTHOR,))[0], scene.subjects)
    if _THEIR_OWN.match(words_) and scene.subjects:
        return f"{scene.subjects[0]} {words_.partition(' ')[2]}", scene.subjects
    if re.match(r"(?:others|some|many|several)\b", words_, re.I) and len(words_.split()) < 3:
        return UNSPECIFIED, (UNSPECIFIED,)
    if BODY.search(words_) and scene.home:
        return words_, (scene.home,)
    return words_, ((words_.lower(),) if len(words_.split()) < 7 else ())


def reporter(sentence: str) -> str:
    """Return the outlet that a sentence says reported it; empty if none."""
    found = _REPORTER.search(sentence)
    return (found["who"] or found["by"] or "").strip() if found else ""


def nested(clause: Clause) -> Span | None:
    """Return the part of a clause that is a demand or report inside another claim."""
    text = clause.text
    for actor in clause.actors:
        found = _DEMAND_OF.match(text, actor.span.end, clause.span.end)
        if found and actor.span.start > clause.span.start:
            return Span(actor.span.start, clause.span.end)
    found = _REPORT_THAT.search(text, clause.span.start, clause.span.end)
    return Span(found.end(), clause.span.end) if found else None
