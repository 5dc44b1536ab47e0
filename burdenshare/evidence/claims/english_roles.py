"""English roles: the actor before the verb, the target after it, and who is meant by a pronoun."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from burdenshare.evidence.claims import words
from burdenshare.evidence.claims.actors import Actor
from burdenshare.evidence.claims.english_verbs import opens, verb_at
from burdenshare.evidence.claims.measures import measure
from burdenshare.evidence.claims.scene import Clause, Scene
from burdenshare.evidence.claims.words import listed
from burdenshare.evidence.model import AUTHOR, UNSPECIFIED, Stance

_FRONTED = re.compile(
    r"(?:In|Among|At|Under|With|By|For|On|From|Given|Despite|After|Before|Since|During|Throughout"
    r"|Alongside"
    r"|Without|Within|Amid|Following|Until|Like|As|To)\b[^,]{2,90},[\"”’]?\s"
)
_TOWARD = listed(
    """
    to for with on from toward towards against
    """
)
_MET = listed("with against on to from between and")
_PREPOSITIONS = listed(
    """
    in at from of for with against under by to on between near than like despite about over
    into within across toward towards among as via
    """
)
_BETWEEN = re.compile(r"\bbetween\b|\bat odds\b|\bwith\b", re.I)
PRONOUN = re.compile(
    r"^(?:[\"“]?)(?:I|we|our|others|some|many|it|they|he|she|its|their|his|her|these"
    r"|the (?:country|government"
    r"|nation|ministry"
    r"|cabinet|administration|parliament|two sides|prime minister|president|chancellor|minister"
    r"|(?:foreign|finance|defen[cs]e) (?:ministry|minister|secretary)|central bank|army|island"
    r"|commission|court|company|side|plan|spending plan|bloc|organi[sz]ation|alliance))\b",
    re.I,
)
BODY = re.compile(
    r"\b(?:the|a|its|their|his|her)?\s*(?:\w+ )?(?:government|ministry|cabinet|parliament|prime"
    r" minister|president|chancellor|minister|spokes(?:man|woman|person)|central bank|army|fund"
    r"|council of state|general staff|treasury|budget office(?:r)?|court of audit|audit office"
    r"|fiscal council"
    r"|coast ?guard|defence staff|chief of staff|chief of defence|state department|cabinet office"
    r"|administration|premier|congress|senate|finance|pentagon|military|officer|armed forces|navy"
    r"|air force)\b",
    re.I,
)
ALLIANCE = re.compile(r"\bthe (?:\w+ )?(?:alliance|bloc|organi[sz]ation|pact)\b", re.I)
_AGREED = re.compile(r"under the (?:new )?(?:deal|agreement|pledge|target|goal|formula)\b", re.I)
_PLEDGED = re.compile(
    r"\b(?:target|goals?|guidelines?|pledges?|exempt\w*|opt-outs?|thresholds?|benchmarks?)\b",
    re.I,
)
_UNIONS = ("NATO", "EU")
_AT_HOME = re.compile(
    r"\b(?:conscription|pensions?|welfare|tax(?:es)?"
    r"|(?<!defence )(?<!defense )(?<!military )budgets?|debt|bonds?|benefits?|parliament|bill"
    r"|constitution|borrowing|unions?)\b",
    re.I,
)
PAIR = re.compile(
    r"\b(?:the two|both) (?:countries|sides|allies|nations|governments|partners)\b", re.I
)
_NAMED = re.compile(r"\b(?:called|described|branded|labelled|dismissed)\b[^,.;]{0,20}$", re.I)
_PROPER = re.compile(
    r"(?:[Tt]he )?(?!It|They|He|She|We|You|This|That|These|Those|There|Some|Many|Most|Others"
    r"|Critics|Such|Ours\b|Our\b|My\b|I\b|Its\b|Their\b|Every\b|Each\b|Both\b|Nobody\b)"
    r"(?P<name>(?:[A-Z][\w’'-]+ ){1,4})(?:(?:deputies|lawmakers|ministers|leaders|officials) )?"
    r"(?:(?:also|has|have|had|then|later|\w+ly) )*"
)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+\s+){0,2}$", re.I)
SAY = (
    r"(?:said|says?|told|tells|stated|argued?s?|wrote|writes|claim(?:ed|s)?|insist(?:ed|s)?"
    r"|announced|warn(?:ed|s)?|added|noted|explained|declared|believes?d?|predict(?:ed|s)?"
    r"|estimate[sd]?|reported|reports|denied|suggest(?:ed|s)?|doubts?|expects?|fears?|promised"
    r"|emphasi[sz]ed|stressed|recommends?|projects?)"
)
_SAID = re.compile(rf"\b{SAY}\s+(?:that\s+|\w+day\s+(?:that\s+)?)?", re.I)


@dataclass(frozen=True)
class Hit:
    """A cue with its place."""

    start: int
    end: int
    cue: words.Cue


def preceding(text: str, at: int) -> str:
    """Return the word before a place in lower case, articles left out."""
    found = re.search(r"([A-Za-z]+)\s+(?:the\s+|its\s+|their\s+)?$", text[max(0, at - 25) : at])
    return found.group(1).lower() if found else ""


def subject_of(clause: Clause, before: int) -> tuple[Actor, ...]:
    """Return the actors that stand as subject before a verb."""
    lead = _FRONTED.match(clause.text, clause.span.start, before)
    start = lead.end() if lead else clause.span.start
    ahead = [a for a in clause.actors if a.span.end <= before and a.span.start >= start]
    said = list(_SAID.finditer(clause.text, clause.span.start, before))[-1:]
    if said:
        inner = [a for a in ahead if a.span.start >= said[0].end()]
        outer = [a for a in ahead if a.span.end <= said[0].start()]
        ahead = inner or outer
    free = [a for a in ahead if preceding(clause.text, a.span.start) not in _PREPOSITIONS]
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


def names_of(clause: Clause, actors: Sequence[Actor], scene: Scene) -> tuple[str, ...]:
    """Return who some actors are, each once."""
    return tuple(dict.fromkeys(scene.name(a, preceding(clause.text, a.span.start)) for a in actors))


#: How near to `asked` and `urged` somebody who is addressed begins.
_CLOSE = 8


class Roles(NamedTuple):
    """Who acts toward whom, and whether the words themselves say so, or only whom they address."""

    actor: tuple[str, ...]
    target: tuple[str, ...]
    firm: bool = False
    addressed: bool = False


def roles(clause: Clause, scene: Scene, stance: Stance, hit: Hit | None) -> Roles:
    """Return actor and target of a clause whose stance a cue shows."""
    asked = _asked(clause, scene)
    if asked:
        return Roles((f"{asked} (public)",), (asked,), True)
    turned = hit is not None and hit.cue.weight == "turn"
    at = hit.start if hit and not (turned and hit.cue.word != "must") else _verb(clause)
    sides = names_of(clause, [a for a in clause.actors if not a.adjective], scene)
    if stance == "reports" and hit is None and len(sides) > 1 and _BETWEEN.search(clause.words):
        return Roles(sides[:2], sides[1:2])
    subject = names_of(clause, subject_of(clause, at), scene)
    if hit and hit.cue.weight == "noun":
        source = _source(clause, hit)
        if source and stance in ("opposes", "demands"):
            faced = tuple(n for n in subject or scene.subjects if n not in source)
            return Roles(source, faced or (scene.counterpart(source),), True)
        subject = subject or _owner(clause, hit)
    if not subject:
        subject = (
            _source_of(clause, at) or unlisted(clause, at) or _nobody(clause, scene, at)
            or _carried(clause, scene, at, stance) or _thing(clause, scene, at, hit)
        )  # fmt: skip
    if hit:
        turned_round = _turned_round(clause, scene, stance, hit, at, subject)
        if turned_round:
            return Roles(*turned_round, True)
    actor = _foreseer(clause, scene, stance, hit) or subject
    actor = actor or _fallback(clause, scene, stance, hit)
    after = [a for a in clause.actors if hit and a.span.start >= hit.end]
    target = _target(clause, scene, stance, hit, actor, after)
    close = [a for a in after if hit and a.span.start - hit.end < _CLOSE and a.name not in actor]
    addressed = stance == "demands" and bool(close) and close[0].name in target
    return Roles(actor, target, addressed=addressed)


def _turned_round(
    clause: Clause, scene: Scene, stance: Stance, hit: Hit, at: int, subject: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Return actor and target where the subject is acted upon, judged or advised; else None."""
    passive = _PASSIVE.search(clause.text[clause.span.start : at]) is not None
    agentless = False
    if hit.cue.weight == "verb" and passive:
        agent = _agent(clause, hit)
        if agent:
            return agent, subject or (scene.counterpart(agent),)
        agentless = stance in ("demands", "opposes", "supports") and hit.cue.word != "no"
    caller = _caller(clause, hit)
    if caller:
        return caller, tuple(s for s in subject if s not in caller) or (scene.counterpart(caller),)
    if agentless and subject:
        return (scene.speaking or (UNSPECIFIED,)), subject
    word, weight = hit.cue.word, hit.cue.weight
    if word == "judged":
        own = scene.speaking or (AUTHOR,)
        about = tuple(s for s in subject if s in scene.cast.counts and s not in own)
        return own, about or ((scene.home,) if scene.home else subject or own)
    advised = word in ("must", "need", "important") or (weight == "state" and not word)
    if (stance == "demands" and advised) or (weight == "turn" and word == "need"):
        return _recommended(scene, subject, clause)
    return None


_EXPLETIVE = re.compile(r"[\"“]?(?:it|this|that)\b", re.I)


def _foreseer(clause: Clause, scene: Scene, stance: Stance, hit: Hit | None) -> tuple[str, ...]:
    """Return who foresees what `it` will do; empty where somebody else acts."""
    foreseen = stance == "forecasts" and hit is not None and not hit.cue.rule
    if foreseen and not clause.quantities and _EXPLETIVE.match(clause.words):
        return scene.speaking or (AUTHOR,)
    return ()


def _verb(clause: Clause) -> int:
    """Return where the first finite verb of a clause stands; its end if it has none."""
    place = verb_at(clause.words)
    return clause.span.end if place is None else clause.span.start + place


def _asked(clause: Clause, scene: Scene) -> str:
    """Return whose public a poll asked; empty where there is no poll."""
    if all(q.unit != "pct_of_respondents" for q in clause.quantities):
        return ""
    return next((a.name for a in clause.actors if a.kind == "state"), scene.home)


def unlisted(clause: Clause, at: int) -> tuple[str, ...]:
    """Return a proper name that stands as subject before a verb and is in no table."""
    lead = _FRONTED.match(clause.text, clause.span.start, at)
    start = lead.end() if lead else clause.span.start
    found = _PROPER.fullmatch(clause.text, start, at)
    name = found["name"].strip() if found else ""
    if not found or (" " not in name and name.lower() in _plain_words(clause.text)):
        return ()
    once = " " not in name and clause.text.count(name) < 2
    if once and not found.group().startswith(("The ", "the ")):
        return ()
    crowd = " " not in name and re.search(r"(?:ers|ors|ists|ans|ents|ites)$", name)
    if crowd and not found.group().startswith(("The ", "the ")):
        return ()
    if (
        BODY.search(name)
        or name in ("Opposition", "Member", "Members")
        or (" " not in name and measure(name, "en"))
    ):
        return ()
    return (name if " " in name else found.group().removesuffix(" ").strip(),)


@lru_cache(maxsize=2)
def _plain_words(text: str) -> frozenset[str]:
    """Return the words of a text that it also writes small: no names, wherever they stand."""
    return frozenset(re.findall(r"(?<![\w’'-])[a-z]{2,}", text))


_NOBODY = re.compile(r"[\"“]?(?:nobody|no one|everybody|everyone|someone|somebody)\b", re.I)
_REPORT_BY = re.compile(
    r"(?:[Aa]n?|[Tt]he|[Ii]ts)?\s?(?:\w+ ){0,3}(?:report|study|analysis|survey|minute|paper|memo"
    r"|note|model|estimates?"
    r"|figures|calculations?|forecast|review|assessment) (?:by|from|of) (?:the"
    r" )?(?P<who>(?:[A-Z][\w’'&-]+ ?)+)"
)
_AT = re.compile(
    r" (?:at|of|with|from) (?:the )?(?P<who>(?:[A-Z][\w’'&-]+ )*[A-Z][\w’'&-]+(?: (?:research"
    r" )?(?:group|institute"
    r"|centre|center|university))?)"
)
_NOUN = re.compile(r"[a-z]{3,}")
_NO_NOUN = re.compile(
    r"^\s*[\"“]?(?:(?:it|they|he|she|we|you|I|that|this|these|those|which|who|there|what|and|but"
    r"|or|also|then"
    r"|now|still|not|only|perhaps|however|meanwhile|did|do|does|has|have|had|is|are|was|were|will"
    r"|would|may"
    r"|might|can|could|should|must|cannot|to|be|been|never|once)\b[\s,]*)*$",
    re.I,
)


def _source_of(clause: Clause, at: int) -> tuple[str, ...]:
    """Return whose report it is that says something: `a study by the Fjordland Institute puts`."""
    found = _REPORT_BY.match(clause.text, clause.span.start, at)
    return (found["who"].strip(),) if found else ()


def _nobody(clause: Clause, scene: Scene, at: int) -> tuple[str, ...]:
    """Return whose people `nobody in Rome` are; nobody in particular where no place is named."""
    if not _NOBODY.match(clause.text, clause.span.start, at):
        return ()
    named = [a.name for a in clause.actors if a.span.start < at]
    return (named[0],) if named else (UNSPECIFIED,)


def _thing(clause: Clause, scene: Scene, at: int, hit: Hit | None) -> tuple[str, ...]:
    """Return the state whose matter it is where a thing, and nobody, stands before the verb."""
    ahead = clause.text[clause.span.start : at]
    foreseen = hit is not None and not hit.cue.rule and bool(clause.quantities)
    known = hit is None or foreseen or hit.cue.weight == "turn"
    if known and scene.home and not _NO_NOUN.match(ahead) and _NOUN.search(ahead):
        return (scene.home,)
    return ()


def _source(clause: Clause, hit: Hit) -> tuple[str, ...]:
    """Return whose opposition a noun names after it: `a backlash from allies`."""
    for actor in clause.actors:
        between = clause.text[hit.end : actor.span.start]
        if 0 < len(between) < 24 and re.search(r"\b(?:from|by|among|within|of)\b", between):
            return (actor.name,)
    return ()


def _owner(clause: Clause, hit: Hit) -> tuple[str, ...]:
    ahead = [a for a in clause.actors if a.span.end <= hit.start + 1]
    if ahead:
        return (ahead[-1].name,)
    for actor in clause.actors:
        if preceding(clause.text, actor.span.start) in ("from", "by", "among", "within", "in"):
            return (actor.name,)
    return ()


def _agent(clause: Clause, hit: Hit) -> tuple[str, ...]:
    for actor in clause.actors:
        if actor.span.start >= hit.end and preceding(clause.text, actor.span.start) == "by":
            return (actor.name,)
    return ()


def _caller(clause: Clause, hit: Hit | None) -> tuple[str, ...]:
    """Return who calls something by an adjective: `has been called opaque by the auditors`."""
    if hit is None or hit.cue.weight != "state":
        return ()
    named = _NAMED.search(clause.text, clause.span.start, hit.start)
    return _agent(clause, hit) if named else ()


def _carried(clause: Clause, scene: Scene, at: int, stance: Stance) -> tuple[str, ...]:
    """Return the subject that a pronoun, an office or an elided subject stands for."""
    ahead = clause.text[clause.span.start : at]
    if opens(clause.words):
        ahead = ""
    if re.match(r"\s*[\"“]?(?:others?|some|many|several|few)\b", ahead, re.I):
        return (UNSPECIFIED,)
    if PAIR.search(ahead):
        return scene.both
    if ALLIANCE.search(ahead):
        return ("NATO",)
    if _AGREED.match(clause.words) and "NATO" in scene.cast.counts and clause.quantities:
        return ("NATO",)
    if scene.home and re.match(r"\s*the opposition\b", ahead, re.I):
        return (f"{scene.home} (opposition)",)
    person = _person(scene, ahead, stance)
    if person is not None:
        return person
    if not clause.first and not ahead.strip():
        return scene.subjects
    if _OWN_OFFICE.match(ahead) and _STATE.fullmatch(scene.home):
        return (scene.home,)
    if PRONOUN.match(ahead) or (not clause.first and _NO_NOUN.match(ahead)):
        known = scene.subjects and scene.subjects[0] in scene.cast.counts
        return scene.subjects if known else (scene.home,) if scene.home else ()
    if BODY.search(ahead):
        return (scene.home or scene.state,) if scene.home or scene.state else ()
    return ()


def _person(scene: Scene, ahead: str, stance: Stance) -> tuple[str, ...] | None:
    """Return whom a pronoun at the head stands for; None where none stands there.

    `We` are those the speaker speaks for in all that is wanted or promised; where somebody who
    speaks for no state says what is or will be, `we` are the state.
    """
    if _OWN_PEOPLE.match(ahead):
        return scene.speaking or scene.ours or (AUTHOR,)
    if _OUR.match(ahead):
        own = scene.official or stance not in ("reports", "forecasts") or not scene.turn
        ours = scene.speaking if own else ()
        return ours or scene.ours or ((scene.home,) if scene.home else scene.speaking)
    if re.match(r"\s*[\"“]?(?:I|[Mm]y|[Mm]ine)\b", ahead):
        return scene.self_
    if _HE.match(ahead) and scene.person:
        return (scene.person,)
    if _THEIR.match(ahead):
        return scene.subjects
    return None


_OWN_OFFICE = re.compile(
    r"\s*[\"“]?the (?:ministry|government|cabinet|parliament|minister|administration|army|navy"
    r"|air force"
    r"|central bank|treasury|coalition)\b",
    re.I,
)
_STATE = re.compile("[A-Z]{3}")
_OWN_PEOPLE = re.compile(
    r"\s*[\"“]?(?:our|my|this|the) (?:own )?(?:[\d,]+ )?(?:members|part(?:y|ies)"
    r"|unions?|movement"
    r"|organi[sz]ation|institute|newspaper|paper|chamber|association|members and I)\b(?!.*\bof\b)",
    re.I,
)
_HE = re.compile(r"\s*[\"“]?(?:he|she|his|her)\b", re.I)
_OUR = re.compile(r"\s*[\"“]?(?:(?:yes|no|and|so|but),? )?(?:we|ours?|us|your country)\b", re.I)
_THEIR = re.compile(r"\s*[\"“]?(?:it|they|he|she|its|their|his|her|these)\b", re.I)


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


def _fallback(clause: Clause, scene: Scene, stance: Stance, hit: Hit | None) -> tuple[str, ...]:
    if stance in ("forecasts", "demands", "supports"):
        if scene.speaking:
            return scene.speaking
        return (AUTHOR,)
    free = [a for a in clause.actors if preceding(clause.text, a.span.start) not in _PREPOSITIONS]
    if free or (clause.actors and not scene.home):
        return names_of(clause, (free or clause.actors)[:1], scene)
    if scene.subjects and scene.subjects[0] in scene.cast.counts:
        return scene.subjects
    return (scene.home,) if scene.home else (UNSPECIFIED,)


def _reported(clause: Clause, scene: Scene, actor: tuple[str, ...]) -> tuple[str, ...]:
    """Return whom a report is about: who is met, faced or paid; else the actor itself."""
    if len(actor) > 1:
        return (scene.home,) if scene.home and scene.home not in actor else actor
    if "NATO" not in actor and measure(clause.words, "en") == "membership":
        return ("NATO",)
    paid = re.search(r"\b(?:pays?|paid)\b", clause.words) is not None
    for other in clause.actors:
        if other.name not in actor:
            before = preceding(clause.text, other.span.start)
            if other.adjective or _COMPOUND.match(clause.text, other.span.end):
                continue
            if before in _MET or (paid and before == "for"):
                return (other.name,)
    aimed = _aimed(scene, actor)
    outside = scene.home and actor[0] not in (*scene.cast.counts, AUTHOR, UNSPECIFIED)
    if aimed or not outside or actor[0].startswith(scene.home):
        return aimed or actor
    return (scene.home,)


#: A name that only qualifies a thing: the NATO definition, the Pentagon budget.
_COMPOUND = re.compile(r"(?:[’']s)? (?:definition|target|guideline|budget|plan|summit|figures"
                       r"|rules?|standards?"
                       r"|treaty|pact|headquarters|estimates?|qualifying"
                       r"|commitment)\b")  # fmt: skip


def _aimed(scene: Scene, actor: tuple[str, ...]) -> tuple[str, ...]:
    return (scene.aim,) if scene.aim and scene.aim not in actor else ()


def _faces_alliance(clause: Clause, scene: Scene, actor: tuple[str, ...]) -> bool:
    """Tell whether somebody takes sides on a pledge of the alliance."""
    if "NATO" not in scene.cast.counts or actor[0] not in scene.cast.counts or "NATO" in actor:
        return False
    return _PLEDGED.search(clause.sentence.of(clause.text)) is not None


def _target(
    clause: Clause,
    scene: Scene,
    stance: Stance,
    hit: Hit | None,
    actor: tuple[str, ...],
    after: list[Actor],
) -> tuple[str, ...]:
    others = [a for a in after if a.name not in actor]
    unions = [a.name for a in others if a.name in _UNIONS]
    if scene.above and stance != "reports" and (unions or scene.above not in actor):
        return (unions[0] if unions else scene.above,)
    if "UKR" in {a.name for a in others} and measure(clause.words, "en") == "support_to_ukraine":
        return ("UKR",)
    if stance == "commits":
        others = [
            a for a in others if preceding(clause.text, a.span.start) in _TOWARD and not a.adjective
        ]
    if stance == "reports":
        return _reported(clause, scene, actor)
    if others:
        return (others[0].name,)
    aimed = _aimed(scene, actor)
    if aimed:
        return aimed
    if stance == "commits":
        return actor
    if stance in ("opposes", "supports") and _faces_alliance(clause, scene, actor):
        return ("NATO",)
    if stance == "forecasts" and clause.quantities and actor[0] not in (AUTHOR, UNSPECIFIED):
        return actor
    if actor[0] in (AUTHOR, UNSPECIFIED) or _domestic(clause, scene, actor):
        return (scene.home or AUTHOR,)
    if actor[0] == scene.home and stance == "opposes" and not _another(clause, actor):
        return actor
    return (scene.counterpart(actor),)


def _another(clause: Clause, actor: tuple[str, ...]) -> bool:
    """Tell whether somebody else is named in a clause, or pointed to by what was asked."""
    named = any(a.name not in actor for a in clause.actors)
    return named or _ASKED_OF.search(clause.words) is not None


_ASKED_OF = re.compile(
    r"\b(?:requests?|calls?|demands?|asked|told|pressure|us|them|they|their|others|allies"
    r"|partners|proposals?|offers?|tariffs?|threats?|defen[cs]e (?:budget|spending))\b",
    re.I,
)


def _domestic(clause: Clause, scene: Scene, actor: tuple[str, ...]) -> bool:
    """Tell whether those who take sides at home: an office or party, on what the state does."""
    if scene.home in _UNIONS or not scene.home:
        return False
    if actor[0] != scene.home:
        return actor[0].startswith(scene.home) or actor[0] not in scene.cast.counts
    return _AT_HOME.search(clause.words) is not None
