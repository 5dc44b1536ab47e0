"""English clauses: stance by cue and order, actor before the verb, target after it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from burdenshare.evidence.claims import words
from burdenshare.evidence.claims.actors import Actor
from burdenshare.evidence.claims.measures import GENERIC, measure
from burdenshare.evidence.claims.scene import Clause, Reading, Scene
from burdenshare.evidence.model import AUTHOR, UNSPECIFIED, Comparator, Span, Stance

_FRONTED = re.compile(
    r"(?:In|Among|At|Under|With|By|For|On|From|Given|Despite|After|Before|Since|During|Throughout|Alongside"
    r"|Without|Within|Amid|Following|Until|Like|As|To)\b[^,]{2,90},[\"”’]?\s"
)
_TOWARD = frozenset("to for with on from toward towards against".split())
_TOKEN = re.compile(r"[A-Za-z]+(?:[’'](?:s|t|re|ve|ll)\b)?")
_DETERMINERS = frozenset(
    "a an the this its their his her our your my any no of new sudden public recent growing"
    " strong further such these those defence defense military under".split()
)
_OBJECT = re.compile(
    r"\s+(?:the|an?|this|that|these|to|its|their|his|her|our|it|them|us|whether|if|any|all|more|higher|such"
    r"|no|every|each|both|\w+ing|(?-i:[A-Z])\w+)\b",
    re.I,
)
_VERB_AHEAD = frozenset(
    "also to will would may might could should can must not they we who which i he she it always still"
    " now others critics analysts experts officials allies members never".split()
)
_PREPOSITIONS = frozenset(
    "in at from of for with against under by to on between near than like despite about over"
    " into within across toward towards among as via".split()
)
_FRICTION = re.compile(
    r"\b(?:rifts?|tensions?|frictions?|divisions?|disputes?|stalemate|at odds|estrangement|standoff"
    r"|disagreements?|gap between|turmoil|impasse|row (?:with|over|between)|crisis)\b",
    re.I,
)
_SELF = re.compile(
    r"(?:(?:in )?(?:this|the|our) [“‘\"]?\w*[”’\"]? ?(?:mentioned in|article|blog|post|page|text|report|essay|chart|table|figure|phrase|title"
    r"|following|author)|a recent article|a recent report)\b(?! (?:says|said|puts|finds|found))",
    re.I,
)
_BETWEEN = re.compile(r"\bbetween\b|\bat odds\b|\bwith\b", re.I)
_WHEN = re.compile(
    r"\b(?:[Oo]n|[Ii]n|[Ll]ast|[Ee]arlier in|[Ss]ince)\s+(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January"
    r"|February|March|April|May|June|July|August|September|October|November|December|week|month|year)\b"
)
CORE = frozenset(
    "defence_spending_share_gdp defence_spending defence_spending_growth burden_sharing credibility"
    " alliance_cohesion alliance_status security_dependence support_to_ukraine cost_sharing"
    " globalisation_of_nato tariffs".split()
)
_EVENT = re.compile(
    r"\b(?:(?:has|have|had)\s+(?:\w+ly\s+|also\s+|never\s+|been\s+|begun\s+)*\w+(?:ed|en|ing|un|ne|t)"
    r"|established|inaugurated|joined|launched|founded|created|opened|signed|deployed|followed"
    r"|concluded|attended|formed|held|introduced|began|started|reopened|set up|declared|stated"
    r"|visited|elected|ratified|adopted|became|stands out|operates|remains?)\b",
    re.I,
)
_PRONOUN = re.compile(
    r"^(?:[\"“]?)(?:I|we|our|it|they|he|she|its|their|his|her|these|the (?:country|government|nation|ministry"
    r"|cabinet|administration|parliament|two sides|prime minister|president|chancellor|minister"
    r"|(?:foreign|finance|defen[cs]e) (?:ministry|minister|secretary)|central bank|army|island"
    r"|commission|court|company|side|plan|spending plan|bloc|organi[sz]ation|alliance))\b",
    re.I,
)
_BODY = re.compile(
    r"\b(?:the|a|its|their|his|her)?\s*(?:\w+ )?(?:government|ministry|cabinet|parliament|prime"
    r" minister|president|chancellor|minister|spokes(?:man|woman|person)|central bank|army|fund"
    r"|administration|premier|congress|senate|finance|pentagon|military|officer)\b",
    re.I,
)
_ALLIANCE = re.compile(r"\bthe (?:\w+ )?(?:alliance|bloc|organi[sz]ation|pact)\b", re.I)
_PAIR = re.compile(
    r"\b(?:the two|both) (?:countries|sides|allies|nations|governments|partners)\b", re.I
)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+\s+){0,2}$", re.I)
_SAY = (
    r"(?:said|says?|told|tells|stated|argued?s?|wrote|writes|claim(?:ed|s)?|insist(?:ed|s)?"
    r"|announced|warn(?:ed|s)?|added|noted|explained|declared|believes?d?|predict(?:ed|s)?"
    r"|estimate[sd]?|reported|reports|denied|suggest(?:ed|s)?|doubts?|expects?|fears?|promised"
    r"|emphasi[sz]ed|stressed|recommends?|projects?)"
)
_SAID = re.compile(rf"\b{_SAY}\s+(?:that\s+|\w+day\s+(?:that\s+)?)?", re.I)
_TRAILING = re.compile(
    rf"[,\"”’]\s+(?P<who>(?!and |but |according )[^,\"“”]{{2,80}}?)\s+{_SAY}"
    r"(?:(?!\bthat\b|\d|\b(?:will|would|is|are|was|were|has|had)\b)[^\"“,])*"
    r"(?:,\s+\w+ing\b.*)?[.\"”]*$"
    rf"|[\"”’]\s+{_SAY}\s+(?P<after>[^,\"“”.]{{2,60}})", re.I
)  # fmt: skip
_LEADING = re.compile(
    rf"^[\"“]?(?P<who>[^,\"“”]{{2,90}}?)\s+(?:has |have |had |\w+ly )*{_SAY}\b", re.I
)
_ACCORDING = re.compile(r"\baccording to (?P<who>[^,.;]{2,70})", re.I)
_MIDDLE = re.compile(
    r",\s+(?P<who>he|she|they|it|[^,\"“”]{2,40}?)\s+(?:wrote|said|says|added),", re.I
)
_REPORTER = re.compile(
    rf"\bthe (?P<who>(?:[A-Z][\w-]+ )+)(?:recently |also |later )?(?:reported|{_SAY})|"
    r"first (?:carried|reported) by (?:the )?(?P<by>(?:[A-Z][\w-]+ ?)+)"
)  # fmt: skip


@dataclass(frozen=True)
class _Hit:
    start: int
    end: int
    cue: words.Cue


def bears(text: str, span: Span) -> bool:
    """Tell whether a span holds a cue of stance, a direction or a modal verb."""
    piece = span.of(text)
    return bool(
        _hits(text, span)
        or words.MODALS.search(piece)
        or _direction(piece)
        or _FRICTION.search(piece)
        or re.search(r"\b(?:has|have|had|is|are|was|were)\b", piece)
    )


def _hits(text: str, span: Span) -> list[_Hit]:
    table = words.english_cues()
    found = []
    previous = ""
    for token in _TOKEN.finditer(text, span.start, span.end):
        word = token.group().lower().replace("’", "'")
        for cue in table.get(word, ()):
            if cue.rest is not None and not cue.rest.match(text, token.end(), span.end):
                continue
            if cue.weight == "verb" and cue.rest is None and _is_noun(text, token, previous):
                continue
            if cue.weight == "state" and cue.rest is None and not _felt(text, token, span):
                continue
            found.append(_Hit(token.start(), token.end(), cue))
            break
        previous = word
    return found


def _is_noun(text: str, token: re.Match[str], previous: str) -> bool:
    word = token.group().lower()
    if previous in _DETERMINERS or previous.endswith("'s"):
        return True
    following = text[token.end() : token.end() + 12]
    if word in words.OFTEN_NOUNS:
        return not (_OBJECT.match(following) or previous in _VERB_AHEAD or previous.endswith("ly"))
    return not word.endswith(("ed", "ing")) and re.match(r"\s(?:of|for)\b", following) is not None


_BEING = re.compile(
    r"\b(?:called|calls|is|are|was|were|be|been|being|become\w*|became|becoming|remain\w*|feels?|felt|seem\w*|as|an?"
    r"|appear\w*|grow\w*|grew|made?|it|issue|[’'](?:s|re))[\"“”’\s]+(?:\w+\s+){0,2}[\"“]?$",
    re.I,
)


def _felt(text: str, token: re.Match[str], span: Span) -> bool:
    """Tell whether an adjective is said of somebody or something, not just part of a name."""
    following = text[token.end() : token.end() + 9]
    if re.match(
        r"[\"”’]?\s*(?:to|of|that|about|at|by|with|on|over)\b|[\"”’]?\s*(?:[.,;]|$)", following
    ):
        return not re.match(r"\s+(?:on|over|with)\b", following) or bool(
            _BEING.search(text[span.start : token.start()])
        )
    return token.end() >= span.end - 1 or (
        _BEING.search(text[max(span.start, token.start() - 40) : token.start()]) is not None
    )


def _direction(piece: str) -> Comparator | None:
    for way, pattern in words.COMPARISONS:
        if pattern.search(piece):
            return way
    table = words.english_directions()
    found = [table[t] for t in map(str.lower, _TOKEN.findall(piece)) if t in table]
    return found[0] if found else None


def _changing(piece: str) -> bool:
    """Tell whether something changes or is compared, not merely called high or low."""
    if any(pattern.search(piece) for _, pattern in words.COMPARISONS):
        return True
    table = words.english_directions()
    return any(
        t in table and t not in words.WEAK_DIRECTIONS for t in map(str.lower, _TOKEN.findall(piece))
    )


def read(clause: Clause, scene: Scene) -> Reading | None:
    """Return what a clause claims, or None where it claims nothing that we can name."""
    found = _stance(clause, scene)
    if found is None:
        return None
    stance, rule, hit = found
    piece = clause.words
    actor, target = _roles(clause, scene, stance, hit)
    return Reading(
        stance=stance,
        rule=rule,
        actor=actor,
        target=target,
        comparator=_direction(piece),
        hedged=words.HEDGES.search(piece) is not None,
        negated=words.NEGATIONS.search(re.sub(r"not only|no doubt|not but", "", piece)) is not None,
    )


def _stance(clause: Clause, scene: Scene) -> tuple[Stance, str, _Hit | None] | None:
    piece = clause.words
    if _SELF.match(piece) and not clause.quantities:
        return None
    hits = _hits(clause.text, clause.span)
    topic = measure(piece, "en")
    named = bool(
        clause.actors
        or _PRONOUN.match(piece)
        or _PAIR.search(piece)
        or _ALLIANCE.search(piece)
        or _BODY.search(piece)
    )
    strong = [h for h in hits if h.cue.weight != "noun"]
    nouns = [h for h in hits if h.cue.weight == "noun"]
    modal = words.MODALS.search(piece)
    head = nouns[0] if nouns and nouns[0].start - clause.span.start < 30 else None
    counted = bool(clause.quantities)
    if clause.heading and not (counted or (topic and (strong or nouns or _pledging(piece)))):
        return None
    if _pledging(piece) and clause.heading:
        return "commits", "en.commits.heading", None
    if head and (not strong or head.start < strong[0].start) and not modal and (topic or named):
        return head.cue.stance, head.cue.rule, head
    elided = bool(strong) and not clause.first and strong[0].start - clause.span.start < 12
    if strong and (topic or named or counted or elided):
        return _by_verb(clause, strong, modal)
    we = re.match(r"[\"“]?we\b", piece, re.I) is not None
    if modal and (counted or _foreseen(clause, topic, piece) or (we and topic)):
        return _by_modal(clause, modal)
    if re.match(r"[\"“]?we (?:are|have been) \w+ing\b", piece, re.I) and (topic or counted):
        return "commits", "en.commits.will", None
    if counted:
        return "reports", "en.reports.quantity", None
    if nouns and (clause.actors or (topic and named)) and _finite_verb(piece):
        return nouns[0].cue.stance, nouns[0].cue.rule, nouns[0]
    if _FRICTION.search(piece) and named and not _SELF.match(piece):
        return "reports", "en.reports.friction", None
    return _plain(clause, topic, named)


def _pledging(piece: str) -> bool:
    found = re.match(r"[\w’' ]{2,40}? to (?=\w)", piece)
    return found is not None and words.PLEDGED_ACTION.match(piece[found.end() :]) is not None


def _foreseen(clause: Clause, topic: str, piece: str) -> bool:
    """Tell whether a sentence with a modal verb foresees something about alliances or money."""
    if not topic or _SELF.match(piece):
        return False
    if topic in CORE:
        return True
    return bool(clause.actors) and (topic not in GENERIC or _direction(piece) is not None)


def _plain(clause: Clause, topic: str, named: bool) -> tuple[Stance, str, _Hit | None] | None:
    """Return a report without a cue: of a direction, a rank, a dated event."""
    piece = clause.words
    if _SELF.match(piece) or clause.heading:
        return None
    way = _changing(piece)
    if way and _finite_verb(piece) and (topic in CORE or (named and topic)):
        return "reports", "en.reports.direction", None
    dated = clause.dates or _WHEN.search(piece)
    if dated and named and re.search(r"\bwill be\b", piece):
        return "forecasts", "en.forecasts.dated", None
    if dated and named and _EVENT.search(piece):
        return "reports", "en.reports.dated", None
    return None


def _finite_verb(piece: str) -> bool:
    return (
        re.search(
            r"\b(?:is|are|was|were|has|have|had|continues?|remains?|keeps?|\w+ed|rose|grew|fell|\w+s)\b",
            piece,
        )
        is not None
    )


def _by_verb(
    clause: Clause, strong: list[_Hit], modal: re.Match[str] | None
) -> tuple[Stance, str, _Hit]:
    hit = strong[0]
    following = next((h for h in strong[1:] if h.start - hit.end < 30), None)
    if (
        following
        and following.cue.stance == "opposes"
        and (hit.cue.stance == "commits" or hit.cue.rule.endswith("propose"))
    ):
        hit = following
    stance = hit.cue.stance
    before = clause.text[max(clause.span.start, hit.start - 22) : hit.start]
    if stance in ("supports", "commits") and words.NEGATIONS.search(before):
        stance = "opposes"
    ahead = hit.start - clause.span.start - modal.end() if modal else -1
    if modal and ahead >= 0:
        open_ = modal.group().lower() in ("may", "might", "could", "would")
        if stance in ("commits", "supports") and open_ and hit.cue.rule != "en.supports.allow":
            stance = "forecasts"
        if stance == "demands" and (open_ or ahead < 3):
            stance = "forecasts" if hit.cue.weight == "verb" or ahead < 3 else stance
    if "opposes.rule" in hit.cue.rule and words.NEGATIONS.search(before):
        stance = "forecasts"
    return stance, hit.cue.rule, hit


def _by_modal(clause: Clause, modal: re.Match[str]) -> tuple[Stance, str, _Hit | None]:
    start = clause.span.start + modal.end()
    place = _Hit(clause.span.start + modal.start(), start, words.Cue("commits", "verb", None, ""))
    agent = _subject(clause, place.start) or re.match(r"[\"“]?we\b", clause.words, re.I)
    sure = modal.group().lower() in ("will", "shall", "’ll", "'ll", "would")
    if sure and agent and words.PLEDGED_ACTION.match(clause.text[start : clause.span.end]):
        return "commits", "en.commits.will", place
    return "forecasts", "en.forecasts.modal", place


def _preceding(text: str, at: int) -> str:
    found = re.search(r"([A-Za-z]+)\s+(?:the\s+|its\s+|their\s+)?$", text[max(0, at - 25) : at])
    return found.group(1).lower() if found else ""


def _subject(clause: Clause, before: int) -> tuple[Actor, ...]:
    """Return the actors that stand as subject before a verb."""
    lead = _FRONTED.match(clause.text, clause.span.start, before)
    start = lead.end() if lead else clause.span.start
    ahead = [a for a in clause.actors if a.span.end <= before and a.span.start >= start]
    said = None
    for said in _SAID.finditer(clause.text, clause.span.start, before):
        pass
    if said is not None:
        inner = [a for a in ahead if a.span.start >= said.end()]
        outer = [a for a in ahead if a.span.end <= said.start()]
        ahead = inner or outer
    free = [a for a in ahead if _preceding(clause.text, a.span.start) not in _PREPOSITIONS]
    chosen = free or []
    if not chosen:
        return ()
    group = [chosen[0]]
    for actor in ahead[ahead.index(chosen[0]) + 1 :]:
        between = clause.text[group[-1].span.end : actor.span.start]
        if not between.strip() and actor.kind in ("people", "person", "office"):
            group = [actor]
            continue
        if not re.fullmatch(r"\s*(?:,|,?\s*and|&|or)\s*(?:the\s+|other\s+)?", between):
            break
        group.append(actor)
    return tuple(group)


def _names(clause: Clause, actors: Sequence[Actor], scene: Scene) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(scene.name(a, _preceding(clause.text, a.span.start)) for a in actors)
    )


def _roles(
    clause: Clause, scene: Scene, stance: Stance, hit: _Hit | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    at = hit.start if hit else clause.span.end
    sides = _names(clause, [a for a in clause.actors if not a.adjective], scene)
    if stance == "reports" and hit is None and len(sides) > 1 and _BETWEEN.search(clause.words):
        return sides[:2], sides[1:2]
    after = [a for a in clause.actors if hit and a.span.start >= hit.end]
    subject = _names(clause, _subject(clause, at), scene)
    if hit and hit.cue.weight == "noun":
        source = _source(clause, hit)
        if source and stance in ("opposes", "demands"):
            faced = tuple(n for n in subject or scene.subjects if n not in source)
            return source, faced or (scene.counterpart(source),)
        subject = subject or _owner(clause, hit)
    if not subject:
        subject = _carried(clause, scene, at)
    actor, agentless = subject, False
    if hit and hit.cue.weight == "verb" and _PASSIVE.search(clause.text[clause.span.start : at]):
        agent = _agent(clause, hit)
        if agent:
            return agent, subject or (scene.counterpart(agent),)
        agentless = stance in ("demands", "opposes", "supports") and not hit.cue.rule.endswith("no")
    if agentless and subject:
        return (scene.speaking or (UNSPECIFIED,)), subject
    if stance == "demands" and hit and hit.cue.rule.startswith("en.demands.must"):
        return _recommended(scene, subject, clause)
    if stance == "demands" and hit and hit.cue.rule.endswith(("need", "important", "state")):
        return _recommended(scene, subject, clause)
    if not actor:
        actor = _fallback(clause, scene, stance, hit)
    return actor, _target(clause, scene, stance, hit, actor, after)


def _source(clause: Clause, hit: _Hit) -> tuple[str, ...]:
    """Return whose opposition a noun names after it: `a backlash from allies`."""
    for actor in clause.actors:
        between = clause.text[hit.end : actor.span.start]
        if 0 < len(between) < 24 and re.search(r"\b(?:from|by|among|within|of)\b", between):
            return (actor.name,)
    return ()


def _owner(clause: Clause, hit: _Hit) -> tuple[str, ...]:
    ahead = [a for a in clause.actors if a.span.end <= hit.start + 1]
    if ahead:
        return (ahead[-1].name,)
    for actor in clause.actors:
        if _preceding(clause.text, actor.span.start) in ("from", "by", "among", "within", "in"):
            return (actor.name,)
    return ()


def _agent(clause: Clause, hit: _Hit) -> tuple[str, ...]:
    for actor in clause.actors:
        if actor.span.start >= hit.end and _preceding(clause.text, actor.span.start) == "by":
            return (actor.name,)
    return ()


def _carried(clause: Clause, scene: Scene, at: int) -> tuple[str, ...]:
    """Return the subject that a pronoun, an office or an elided subject stands for."""
    ahead = clause.text[clause.span.start : at]
    if re.match(r"\s*[\"“]?(?:others?|some|many|several|few)\b", ahead, re.I):
        return (UNSPECIFIED,)
    if _PAIR.search(ahead):
        pair = [n for n, _ in scene.cast.counts.most_common() if n not in ("NATO", "EU")][:2]
        return tuple(pair)
    if _ALLIANCE.search(ahead):
        return ("NATO",)
    if re.match(r"\s*[\"“]?(?:we|our|us)\b", ahead, re.I):
        return scene.speaking or ((scene.home,) if scene.home else ())
    if re.match(r"\s*(?:I|my)\b", ahead):
        return scene.speaking or (AUTHOR,)
    if re.match(r"\s*[\"“]?(?:it|they|he|she|its|their|his|her|these)\b", ahead, re.I):
        return scene.subjects
    if not clause.first and not ahead.strip():
        return scene.subjects
    if _PRONOUN.match(ahead) or not clause.first:
        known = scene.subjects and scene.subjects[0] in scene.cast.counts
        return scene.subjects if known else (scene.home,) if scene.home else ()
    if _BODY.search(ahead):
        return (scene.home or scene.state,) if scene.home or scene.state else ()
    return ()


def _recommended(
    scene: Scene, subject: tuple[str, ...], clause: Clause
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the roles of `X should ...`: the speaker demands it of X."""
    actor = scene.speaking or (AUTHOR,)
    target = tuple(s for s in subject if s not in actor) or subject
    groups = {a.name for a in clause.actors if a.kind == "group"}
    if not target or (target[0] not in scene.cast.counts and target[0] not in groups):
        named = [a.name for a in clause.actors if a.name in scene.cast.counts]
        target = tuple(named[:1]) or ((scene.home,) if scene.home else target)
    return actor, target


def _fallback(clause: Clause, scene: Scene, stance: Stance, hit: _Hit | None) -> tuple[str, ...]:
    if stance in ("forecasts", "demands", "supports"):
        if scene.speaking:
            return scene.speaking
        return (AUTHOR,)
    if clause.actors:
        return _names(clause, clause.actors[:1], scene)
    return scene.subjects or ((scene.home,) if scene.home else (UNSPECIFIED,))


def _target(
    clause: Clause,
    scene: Scene,
    stance: Stance,
    hit: _Hit | None,
    actor: tuple[str, ...],
    after: list[Actor],
) -> tuple[str, ...]:
    others = [a for a in after if a.name not in actor]
    if stance == "commits":
        others = [
            a
            for a in others
            if _preceding(clause.text, a.span.start) in _TOWARD and not a.adjective
        ]
    if stance == "reports":
        if len(actor) > 1:
            return actor[1:]
        others = [a for a in clause.actors if a.name not in actor]
        with_ = [a for a in others if _preceding(clause.text, a.span.start) in
                 ("with", "against", "on", "to", "from", "between", "and")]  # fmt: skip
        return (with_[0].name,) if with_ else actor
    if others:
        return (others[0].name,)
    if stance == "commits":
        return actor
    if stance == "forecasts" and clause.quantities:
        return actor
    if actor[0] in (AUTHOR, UNSPECIFIED):
        return (scene.home or AUTHOR,)
    return (scene.counterpart(actor),)


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
    for pattern in (_ACCORDING, _MIDDLE, _LEADING):
        found = pattern.search(text, span.start, span.end)
        if found:
            name, speaking = _speaker(clause, scene, Span(*found.span("who")))
            return span, name, speaking
    return None


def _speaker(clause: Clause, scene: Scene, who: Span) -> tuple[str, tuple[str, ...]]:
    inside = [a for a in clause.actors if a.span.meets(who)]
    words_ = re.sub(r"^(?:the|a|an)\s+", "", who.of(clause.text).strip(), flags=re.I)
    if inside:
        lead = inside[0]
        return (lead.person or lead.name), (lead.name,)
    if re.fullmatch(r"(?:he|she|they|it)", words_, re.I):
        return (scene.speaker or (scene.subjects or (AUTHOR,))[0]), (scene.subjects or ())
    if re.match(r"(?:others|some|many|several)\b", words_, re.I) and len(words_.split()) < 3:
        return UNSPECIFIED, (UNSPECIFIED,)
    if _BODY.search(words_) and scene.home:
        return words_, (scene.home,)
    return words_, ((words_.lower(),) if len(words_.split()) < 5 else ())


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


_DEMAND_OF = re.compile(
    r"[’']s?\s+(?:\w+\s+){0,3}(?:demands?|calls?|requests?|push|pressure|insistence)\s+(?:for|on|to)\b"
)
_REPORT_THAT = re.compile(
    r"\b(?:reports?|claims?|rumou?rs?|allegations?)\b[^.;]{0,40}?\bthat\s+(?=[A-Z]|the\s)"
)
