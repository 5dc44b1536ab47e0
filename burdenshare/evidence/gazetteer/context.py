"""What a form means where it stands: whose prime minister, which Carter, place or government."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache

from burdenshare.evidence.gazetteer.forms import Form, Term
from burdenshare.evidence.gazetteer.parties import of_their_countries
from burdenshare.evidence.model import Language, Mention, Span


@dataclass(frozen=True)
class Found:
    """A form in a text, before its neighbours have been looked at."""

    start: int
    end: int
    forms: tuple[Form, ...]

    @property
    def form(self) -> Form:
        """The form chosen, or the first that it may be."""
        return self.forms[0]


_EVENT = re.compile(
    r" (?:NATO )?(?:[Ss]ummit|Treaty|Declaration|Conference|Agreement|Accords?|Post|Times|Pact|"
    r"Security Conference|Protocol|Review|Institute|University|Airport|Convention|Communiqu)"
)
_PLACE = re.compile(
    r"\b(?:[Ii]n|[Aa]t|near|outside|around|visit(?:s|ed|ing)?|via|leaving|"
    r"left|meeting in|across)\s$"
)
#: Those who are in a capital speak for it: officials in Brussels.
_THOSE_IN = re.compile(
    r"\b(?:officials?|diplomats?|leaders?|lawmakers|friends|policymakers|politicians|planners"
    r"|ministers|allies"
    r"|partners|government|ministry|negotiators) in $",
    re.I,
)
_NAME_BESIDE = re.compile(r"[A-Z][a-z]+ $")
_TITLE_BESIDE = re.compile(
    r"\b(?:The|In|At|If|When|While|And|But|As|For|With|From|Since|After|"
    r"Before|Both|Even|King|Queen)\s$"
)
_AMBIGUOUS = frozenset(
    (
        "Jordan",
        "Georgia",
        "Chad",
        "Paris",
        "London",
        "Sofia",
        "Vienna",
        "Lima",
        "Santiago",
        "Israel",
        "Wellington",
        "Kiwis",
        "Delhi",
        "Holland",
        "England",
        "France",
        "Ireland",
    )
)
_NATO = re.compile(r"NATO|Nato|North Atlantic|北大西洋条約機構")
_PACT = re.compile(
    r"(?i:\b(?:us|u\.s\.|japan|korea|rok|australia)[-–](?:us|u\.s\.|japan|"
    r"korea|rok|australia) (?:security )?alliance)"
)
_QUANTITY = re.compile(
    r"\b(?P<word>not all(?: of)?(?: the)?|some|many|most|several|certain|"
    r"a few|few|various|other|all(?: of)?(?: the)?|key|major|smaller|larger|"
    r"individual|a number of|a majority of|the majority of|most of the|"
    r"some of the|many of the)(?: of)?(?: the| its| their)? $",
    re.I,
)
_PART = {
    "not all": "some",
    "a few": "some",
    "few": "some",
    "certain": "some",
    "several": "some",
    "various": "some",
    "a number of": "some",
    "some of the": "some",
    "many of the": "many",
    "most of the": "most",
    "a majority of": "most",
    "the majority of": "most",
}
_QUANTITY_JA = re.compile(
    r"(?P<word>一部の|多くの|大半の|大多数の|複数の|全ての|すべての|全|他の|主要な|主な|小さな"
    r"|ほとんどの)$"
)
_PART_JA = {
    "一部の": "some",
    "複数の": "some",
    "多くの": "many",
    "大半の": "most",
    "大多数の": "most",
    "ほとんどの": "most",
    "全ての": "all",
    "すべての": "all",
    "全": "all",
    "他の": "other",
    "主要な": "key",
    "主な": "key",
    "小さな": "smaller",
}
_ADJECTIVES = (
    r"(?:(?:new|then|former|senior|outgoing|incoming|current|late|acting|"
    r"deputy|caretaker|top|ex|newly elected|then-|central|federal|coalition|"
    r"whole|entire|own|military|defen[cs]e|conservative|left-wing|right-wing|"
    r"far-right|Socialist|socialist|minority|ruling|then-serving) ?)*"
)
_OWNED = re.compile(rf"(?:[’']s?)?[ -]{_ADJECTIVES}")
_OF = re.compile(r" of (?:the )?")
_NAMED = re.compile(r",? (?:[A-Z][\w.’-]+ ){0,2}?")
_OWNED_JA = re.compile(r"(?:の|・|、)?(?:[ァ-ヶー・]{2,14})?(?:新|次期|前|元|現)?")
_SENTENCES = 300


def settle(found: list[Found], text: str, language: Language, published: str) -> list[Mention]:
    """Return the mentions that the forms found in a text come to.

    Surnames that many people carry need the full name earlier; offices take the state beside
    them, merge with the person they belong to, or fall back on the last state or person named;
    capitals in the names of events are no mentions, and after `in` they are places.
    """
    kept = [f for f in _chosen(found, text) if f.form.kind != "none"]
    mentions = [_plain_mention(f, text, published) for f in kept]
    forms = [f.form for f in kept]
    merged = _merge(mentions, forms, text, language, published)
    resolved = of_their_countries(_resolve(merged, text, language), text)
    return _groups(_at_home(resolved), text)


def _chosen(found: list[Found], text: str) -> list[Found]:
    """Return each form with one meaning: surnames by the full names before them."""
    seen: dict[str, int] = {}
    kept = []
    for i, f in enumerate(found):
        word = text[f.start : f.end]
        if word == "May" and re.match(r",? \d", text[f.end : f.end + 3]):
            continue
        people = [form for form in f.forms if form.kind == "person"]
        if people and people[0].rule == "surname":
            known = [form for form in people if form.name in seen]
            known.sort(key=lambda form: -seen[form.name])
            titled = _titled(people, f, found[i - 1] if i else None, text)
            free = [form for form in people if not form.needs_full]
            choice = titled or known[:1] or free[-1:]
            others = [form for form in f.forms if form.kind != "person"]
            if not choice and not others:
                continue
            if choice and not (others and not known and not titled):
                seen[choice[0].name] = f.start
                kept.append(replace(f, forms=(choice[0],)))
                continue
            f = replace(f, forms=tuple(others))
        elif people:
            seen[people[0].name] = f.start
        if _no_mention(f, word, text):
            continue
        kept.append(f)
    return kept


@lru_cache(maxsize=1)
def _one_alliance(text: str) -> bool:
    """Tell whether "the alliance" can only be NATO in a text."""
    return bool(_NATO.search(text)) and not _PACT.search(text)


def _titled(people: list[Form], f: Found, before: Found | None, text: str) -> list[Form]:
    """Return the person whose office stands before the surname (`Defence Secretary Gates`)."""
    if before is None or before.form.kind != "office" or text[before.end : f.start] != " ":
        return []
    return [p for p in people if any(t.office == before.form.name for t in p.terms)][-1:]


def _no_mention(f: Found, word: str, text: str) -> bool:
    before, after = text[max(0, f.start - 14) : f.start], text[f.end : f.end + 24]
    if f.form.rule == "capital" and _EVENT.match(after):
        return True
    if word in _AMBIGUOUS:
        beside = _NAME_BESIDE.search(before)
        if (
            beside
            and not _TITLE_BESIDE.search(before)
            and not re.search(r"[.!?:] [A-Z][a-z]+ $", before)
        ):
            return True
    if word.casefold() == "the alliance" and word[-8] == "a" and not _one_alliance(text):
        return True
    return word == "US" and after[:1] == "$"


def _plain_mention(f: Found, text: str, published: str) -> Mention:
    form = f.form
    span = Span(f.start, f.end)
    if form.kind == "person":
        return Mention(span, form.name, "person", _term(form.terms, published).of, form.rule)
    rule = form.rule
    those = _THOSE_IN.search(text[max(0, f.start - 24) : f.start])
    if rule == "capital" and not those and _PLACE.search(text[max(0, f.start - 12) : f.start]):
        rule = "place"
    return Mention(span, form.name, form.kind, form.represents, rule)


def _term(terms: tuple[Term, ...], published: str, of: str = "", office: str = "") -> Term:
    """Return the term that fits: the office or state named beside it, the day, or the last."""
    for term in reversed(terms):
        if (of and term.of == of) or (office and term.office == office and not of):
            return term
    if published:
        for term in reversed(terms):
            if term.start and term.start[: len(published)] <= published[: len(term.start)]:
                return term
    return terms[-1]


def _merge(
    mentions: list[Mention], forms: list[Form], text: str, language: Language, published: str
) -> list[Mention]:
    """Join what stands together: state, office and person, in the order of either language."""
    merged: list[Mention] = []
    i = 0
    while i < len(mentions):
        current, form = mentions[i], forms[i]
        j = i + 1
        while j < len(mentions):
            joined = _join(current, form, mentions[j], forms[j], text, language, published)
            if joined is None:
                break
            current, form = joined
            j += 1
        merged.append(current)
        i = j
    return merged


def _join(
    first: Mention, a: Form, second: Mention, b: Form, text: str, language: Language, published: str
) -> tuple[Mention, Form] | None:
    gap = text[first.span.end : second.span.start]
    if len(gap) > 40:
        return None
    whole = Span(first.span.start, second.span.end)
    kinds = (first.kind, second.kind)
    if a.rule == "short form" and gap:
        return None
    body = (
        first.kind in ("state", "organisation") and first.name in ("NATO", "EU", "UN")
    ) or first.kind == "state"
    if kinds == ("office", "person"):
        named = first.represents if first.rule == "owned" or a.fixed else ""
        offices, bodies = {t.office for t in b.terms}, {t.of for t in b.terms}
        fits = named in bodies if named else a.name in offices or gap == " "
        if fits and gap in ((" ", ", ") if language == "en" else ("", "の", "・")):
            term = _term(b.terms, published, named, "" if named else a.name)
            return Mention(whole, second.name, "person", named or term.of, second.rule), b
        return None
    if body and second.kind == "office" and not b.fixed:
        pattern = _OWNED if language == "en" else _OWNED_JA
        if pattern.fullmatch(gap):
            name = f"{first.name} {b.name}"
            return Mention(whole, name, "office", first.name, "owned"), b
        return None
    if second.kind == "state" and first.kind == "office" and _OF.fullmatch(gap) and not a.fixed:
        return Mention(whole, f"{second.name} {a.name}", "office", second.name, "owned"), a
    if kinds == ("person", "office") and gap in ("", "・", " "):
        term = _term(a.terms, published, "", b.name)
        return Mention(whole, first.name, "person", term.of, first.rule), a
    if kinds == ("person", "state") and not gap and language == "ja":
        return Mention(whole, first.name, "person", second.name, first.rule), a
    if first.kind == "state" and second.kind == "person" and language == "ja" and gap == "の":
        return Mention(
            whole, second.name, "person", _term(b.terms, published, first.name).of, second.rule
        ), b
    return None


def _resolve(mentions: list[Mention], text: str, language: Language) -> list[Mention]:
    """Give each bare office the state it belongs to, or drop it where that stays unknown."""
    kept: list[Mention] = []
    for place, m in enumerate(mentions):
        if m.kind == "office" and m.rule == "office":
            if _SHARED_JA.search(text, max(0, m.span.start - 2), m.span.start):
                continue
            following = mentions[place + 1] if place + 1 < len(mentions) else None
            owner, rule = _owner(m, kept, text, language, following)
            if not owner:
                continue
            m = replace(
                m,
                name=f"{owner} {m.name}",
                represents=owner,
                rule=rule if owner != m.represents else "office",
            )
        kept.append(m)
    return kept


#: 両政府, 各国政府: nobody's government alone.
_SHARED_JA = re.compile(r"(?:両|各|他|各国|地方|歴代)$")


def _body(m: Mention) -> str:
    return m.represents or m.name


_LEADERS = ("president", "prime minister", "chancellor")


def _owner(
    m: Mention, before: list[Mention], text: str, language: Language, following: Mention | None
) -> tuple[str, str]:
    """Return whose office is meant, and the rule: ``owned`` where it is said, else ``context``."""
    if m.name == "secretary general":
        near = next((k for k in reversed(before) if _body(k) in ("NATO", "UN")), None)
        return _body(near) if near else "UN" if "国連" in text else "NATO", "context"
    if language == "ja":
        for k in reversed(before) if m.name in _LEADERS else ():
            if m.span.start - k.span.end > _SENTENCES:
                break
            if k.kind == "person" and k.represents not in ("NATO", "EU", "UN"):
                return k.represents, "context"
        return m.represents, "context"
    if m.represents:
        return m.represents, "context"
    if (
        following
        and following.kind == "state"
        and text[m.span.end : following.span.start] == " in "
    ):
        return following.name, "owned"
    owners = {k.represents for k in before if k.rule == "owned" and k.name.endswith(f" {m.name}")}
    rivals = [
        k
        for k in reversed(before)
        if m.span.start - k.span.end <= _SENTENCES
        and (k.kind == "state" or k.represents not in ("", "NATO", "EU", "UN"))
        and k.kind in ("person", "office", "state")
    ]
    near = next((k for k in rivals if not _elsewhere(k, m, text)), None)
    apart = near is None or _STOP.search(text, near.span.end, m.span.start)
    if len(owners) == 1 and apart:
        return owners.pop(), "owned"
    chosen = near or next(iter(rivals), None)
    its = _ITS.search(text[max(0, m.span.start - 8) : m.span.start])
    rule = "context" if apart or its else "owned"
    return ((chosen.represents or chosen.name) if chosen else ""), rule


_ITS = re.compile(r"\b(?:its|their|his|her|whose) $")
_STOP = re.compile(r"[.!?]\s|\n")
_TOWARD = re.compile(r"\b(?:in|to|from|against|with|for|at|into|towards?)\s(?:the )?$")


def _elsewhere(k: Mention, m: Mention, text: str) -> bool:
    """Tell whether a state only stands in the words of somebody else, or as a place or partner."""
    between = text[k.span.end : m.span.start]
    quotes = re.search("[“”]", between)
    quoted = quotes[0] == "”" if quotes else between.count('"') % 2 == 1
    return quoted or (
        k.kind == "state" and bool(_TOWARD.search(text[max(0, k.span.start - 12) : k.span.start]))
    )


_CROWDS = frozenset(("opposition", "ruling parties", "public"))
_DOMESTIC = re.compile(r" (?:government|parliament|prime minister|finance minist\w+)$")


def _at_home(mentions: list[Mention]) -> list[Mention]:
    """Say whose opposition, ruling parties or public is meant.

    Those of the state whose government or parliament was named last; where none was, of the state
    that the text names most often.
    """
    bodies = [_body(m) for m in mentions if m.rule != "place"]
    counts = Counter(name for name in bodies if re.fullmatch("[A-Z]{3}", name))
    most = counts.most_common(1)[0][0] if counts else ""
    out, last = [], ""
    for m in mentions:
        if m.kind == "office" and _DOMESTIC.search(m.name):
            last = m.represents
        state = last or most
        if m.name in _CROWDS and m.kind == "group" and state:
            m = replace(m, name=f"{state} ({m.name})", represents=state)
        out.append(m)
    return out


def _groups(mentions: list[Mention], text: str) -> list[Mention]:
    """Say which allies, and whether some or all of them."""
    nato = bool(_NATO.search(text))
    bodies = [m.name for m in mentions if m.name in ("NATO", "EU")]
    eu = "EU" in bodies
    seat = "NATO" if bodies.count("NATO") > bodies.count("EU") else "EU"
    return [
        _group(m, text, nato, eu) if m.kind == "group" else _brussels(m, seat) for m in mentions
    ]


def _brussels(m: Mention, seat: str) -> Mention:
    """Return the seat of the Union, and of the alliance, as the one that the text is about."""
    if m.name != "BEL" or m.rule != "capital":
        return m
    return replace(m, name=seat, kind="organisation", rule="metonym")


def _group(m: Mention, text: str, nato: bool, eu: bool) -> Mention:
    words = m.span.of(text)
    if m.name == "NATO members" and not nato and "alliance" not in words.casefold():
        m = replace(m, name="EU members" if eu else "allies", represents="EU" if eu else "")
    before = text[max(0, m.span.start - 26) : m.span.start]
    part = _QUANTITY.search(before)
    if part:
        word = re.sub(r" (?:of|the|of the)$", "", part["word"].casefold().strip())
        word = _PART.get(word, _PART.get(part["word"].casefold(), word))
    else:
        part = _QUANTITY_JA.search(before)
        word = _PART_JA[part["word"]] if part else ""
    if not part:
        return m
    start = m.span.start - len(before) + part.start("word")
    return replace(m, span=Span(start, m.span.end), name=f"{m.name} ({word})")
