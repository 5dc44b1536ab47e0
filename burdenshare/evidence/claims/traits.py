"""What a clause shows of its stance, as a list of named traits for the learned model.

A trait is `group=value`: words and pairs of words, the predicate, the phrases of `phrases`, what
stands around the clause, its numbers and years, and the kind of page. No trait says what the hand
rules think of the clause; the model is told that apart (`learned`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from burdenshare.evidence.claims import phrases
from burdenshare.evidence.claims.english_verbs import verb_at
from burdenshare.evidence.claims.phrases import Found, stems, unnumbered
from burdenshare.evidence.claims.scene import Clause, Scene
from burdenshare.evidence.claims.words import listed
from burdenshare.evidence.model import AUTHOR

_MODALS = listed("will would may might can could should must shall cannot")
_BE = listed("is are was were be been being am")
_HAVE = listed("has have had")
_DO = listed("does do did")
_NEGATIVE = listed(
    "not no never nor without cannot can't don't won't didn't doesn't isn't aren't wasn't hardly"
    " neither nobody none"
)
_WE = frozenset(("we", "i", "our", "my"))
_IT = frozenset(("it", "this", "that", "they", "he", "she"))
_NAMED = "xx"
_NOT_JA = re.compile("[^、。」]{0,7}?(?:ない|なかった|なく|ません|ず(?:、|に|$))")
_TOKEN = re.compile(r"[A-Za-z]+(?:[’'][a-z]+)?")
_RUNS = re.compile("[一-龥々ァ-ヶー]+|[ぁ-ん]+|#")
_YEAR = re.compile(r"(?<!\d)20[0-4]\d(?!\d)")
_BEFORE, _AFTER = 60, 40
_CLOSING = "。」』）) 、\n"
_TAIL = 14
_SHORT = {"en": (30, 80), "ja": (12, 30)}


def traits(clause: Clause, scene: Scene) -> list[str]:
    """Return the traits of a clause, each once; the scene says who speaks, and on what page."""
    own = _english(clause) if clause.language == "en" else _japanese(clause)
    named = [f"{clause.language}.{trait}" for trait in (*_common(clause, scene), *own)]
    return list(dict.fromkeys(named))


def _common(clause: Clause, scene: Scene) -> Iterator[str]:
    number = clause.quantities[0] if clause.quantities else None
    yield "any"
    yield f"number={number.kind if number else ''}"
    if number:
        yield f"unit={number.unit}"
        yield f"comparator={number.comparator}"
    yield f"heading={clause.heading}"
    yield f"genre={scene.genre}"
    yield f"spoken={scene.speaker != AUTHOR}"
    yield f"turn={scene.turn is not None}"
    yield f"first={clause.first}"
    short, long = _SHORT[clause.language]
    length = len(clause.words)
    yield f"length={(length >= short) + (length >= long)}"
    years = [q.year for q in (*clause.dates, *clause.quantities) if q.year]
    yield f"year={_when(max(years) - _present(clause.text)) if years else ''}"
    yield f"deadline={any(d.comparator == 'le' for d in clause.dates)}"
    yield f"actors={min(2, sum(not a.adjective for a in clause.actors))}"


@lru_cache(maxsize=2)
def _present(text: str) -> int:
    """Return the year that a page names most often; what lies after it is to come."""
    named = Counter(_YEAR.findall(text))
    return int(min(named, key=lambda year: (-named[year], year))) if named else 0


def _when(ahead: int) -> str:
    return "past" if ahead < 0 else ("now", "next")[ahead] if ahead < 2 else "far"


def _unnamed(clause: Clause, start: int, end: int) -> str:
    """Return words of the text with a sign in the place of each name."""
    out, at = [], start
    for actor in clause.actors:
        if not actor.adjective and at <= actor.span.start and actor.span.end <= end:
            out += [clause.text[at : actor.span.start], " Xx "]
            at = actor.span.end
    return "".join(out) + clause.text[at:end]


def _english(clause: Clause) -> Iterator[str]:
    start, end, sentence = clause.span.start, clause.span.end, clause.sentence
    tokens = stems(_unnamed(clause, start, end))
    at = verb_at(clause.words)
    ahead = stems(_unnamed(clause, start, start + at)) if at is not None else tokens
    closed = ["^", *tokens, "$"]
    yield from (f"word={t}" for t in tokens)
    yield from (f"pair={a} {b}" for a, b in pairwise(closed))
    yield from (f"head={t}" for t in tokens[:3])
    if at is not None:
        yield from _predicate(clause.words[at : at + 60], tokens[len(ahead) :], ahead)
    else:
        yield "verb="
    before = stems(clause.text[max(sentence.start, start - _BEFORE) : start])
    after = stems(clause.text[end : min(sentence.end, end + _AFTER)])
    yield from (f"before={t}" for t in before[-4:])
    yield f"lead={' '.join(before[-2:])}"
    yield from (f"after={t}" for t in after[:3])
    yield from _shown(list(phrases.english(tokens)), tokens, len(ahead))


def _predicate(piece: str, after: Sequence[str], before: Sequence[str]) -> Iterator[str]:
    """Give the verb of an English clause, its form, and who or what stands before it."""
    words = [w.lower().replace("’", "'") for w in _TOKEN.findall(piece)]
    yield from (f"verb={' '.join(after[:n])}" for n in (1, 2, 3))
    yield from (f"object={t}" for t in after[1:4])
    yield f"beside={before[-1] if before else ''}"
    who = set(before)
    subject = (
        "name" if _NAMED in who else "we" if who & _WE else "it" if who & _IT else "thing"
    )  # fmt: skip
    yield f"subject={subject if before else ''}"
    if not words:
        return
    verb, near = words[0], words[1:3]
    form = verb if verb in _MODALS else "be" if verb in _BE else "have" if verb in _HAVE else ""
    form = form or ("do" if verb in _DO else "past" if verb.endswith("ed") else "plain")
    form = "third" if form == "plain" and verb.endswith("s") else form
    turned = "+not" if "not" in near or verb.endswith("n't") else ""
    ending = next((e for e in ("ed", "ing") if any(w.endswith(e) for w in near)), "")
    yield f"form={form}"
    yield f"form={form}{turned}+{ending or ('to' if 'to' in near else '')}"


def _shown(found: Sequence[Found], tokens: Sequence[str], verb: int) -> Iterator[str]:
    """Give what the phrases of an English clause show, where, and whether a negation precedes."""
    for one in found:
        turned = "!" if _NEGATIVE & set(tokens[max(0, one.start - 3) : one.start]) else ""
        where = "ahead" if one.start < verb else "verb" if one.start < verb + 3 else "behind"
        for stance in one.stances:
            yield f"shows={stance}{turned}"
            yield f"shows={stance}{turned} {where}"
            if one.end - one.start > 1:
                yield f"phrase of={stance}{turned}"
        yield f"phrase={one.phrase}{turned}"
    yield from _together([f.stances[0] for f in found if _sure(f)])


def _sure(found: Found) -> bool:
    return len(found.stances) == 1 and found.stances[0] != "reports"


def _together(stances: Sequence[str]) -> Iterator[str]:
    if stances:
        yield f"first shown={stances[0]}"
        yield f"last shown={stances[-1]}"
    yield f"all shown={'+'.join(sorted(set(stances)))}"


def _japanese(clause: Clause) -> Iterator[str]:
    piece = unnumbered(clause.words)
    end = piece.rstrip(_CLOSING)
    yield from (f"part={piece[i : i + n]}" for n in (2, 3) for i in range(len(piece) - n + 1))
    yield from (f"end={end[-n:]}" for n in range(1, 9))
    tail = end[-_TAIL:]
    yield from (f"tail={tail[i : i + n]}" for n in (2, 3) for i in range(len(tail) - n + 1))
    runs = _RUNS.findall(piece)
    yield from (f"run={run}" for run in runs)
    yield from (f"runs={a}|{b}" for a, b in pairwise(runs))
    rest = unnumbered(clause.text[clause.span.end : clause.sentence.end]).rstrip(_CLOSING)
    yield f"last={len(rest) < 2}"
    if len(rest) > 1:
        yield from (f"close={rest[-n:]}" for n in range(2, 7))
    before = clause.text[max(clause.sentence.start, clause.span.start - 3) : clause.span.start]
    after = clause.text[clause.span.end : clause.span.end + 3]
    yield from (f"after={after[:n]}" for n in (1, 2, 3))
    yield from (f"before={before[-n:]}" for n in (2, 3))
    found = list(phrases.japanese(end))
    for one in found:
        left = len(end) - one.end
        where = "end" if left < 4 else "late" if len(end) - one.start < 12 else "early"
        turned = "!" if _NOT_JA.match(end, one.end) else ""
        for stance in one.stances:
            yield f"shows={stance}{turned}"
            yield f"shows={stance}{turned} {where}"
            if one.end - one.start > 2:
                yield f"phrase of={stance}{turned}"
        yield f"phrase={one.phrase}{turned}"
    yield from _together([f.stances[0] for f in found if _sure(f)])
    closing = [f for f in phrases.japanese(rest[-16:]) if len(f.stances) == 1]
    if closing:
        yield f"close shows={closing[-1].stances[0]}"
