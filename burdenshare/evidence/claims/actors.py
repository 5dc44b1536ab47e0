"""Who can act in a text: mentions of the gazetteer, and groups that no gazetteer names."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from burdenshare.evidence.claims.introduced import bodies, introduced, people, services
from burdenshare.evidence.model import Language, Mention, Span

_GROUP_EN = re.compile(
    r"\b(?P<some>some|many|most|several|certain|few|individual|smaller|larger|not all|key) "
    r"(?:\w+ )?(?:nations|countries|states|governments|members|capitals)\b",
    re.I,
)
_PEOPLE_EN = re.compile(
    r"\b(?:(?:some|many|most|other|several|political|defen[cs]e|senior|independent|local|civic"
    r"|former) )*"
    r"(?:critics|analysts?|experts?|observers|economists?|proponents|supporters|opponents"
    r"|detractors"
    r"|policymakers|policy makers|lawmakers|legislators|officials?|opposition leader|donors"
    r"|investors"
    r"|planners|scholars|communities|voices|protesters|campaigners|residents|business leaders"
    r"|(?:aid|peace|civic|rights|environmental|advocacy|lobby) groups|senators|MPs|diplomats"
    r"|activists"
    r"|generals|commanders|(?:ruling|governing|left-wing|right-wing|far-right|far-left) part(?:y"
    r"|ies)"
    r"|legislators|trade unions|unions)\b",
    re.I,
)
_NAMED_EN = re.compile(
    r"\b(?:[A-Z][\w’'-]+ )+(?:Institute|Party|Bank|Forum|Center|Centre|Foundation|Council|Council"
    r"|Daily|Times|Post|Journal|News|Agency|University|Group|Association|Union|Court|Federation)\b"
    r"|\b[Cc]ourt of \w+\b"
)
_PEOPLE_JA = re.compile(
    r"(?:立憲民主党|国民民主党|自由民主党|自民党|公明党|共産党|日本維新の会|維新|れいわ新選組"
    r"|社民党"
    r"|与党|野党|経団連|経済界|専門家|識者|有識者|評論家|研究者|アナリスト|エコノミスト|市民団体"
    r"|住民"
    r"|国民連合|[\u4e00-\u9fffァ-ヶー]{1,8}党(?!首)|[\u4e00-\u9fffァ-ヶー]{2,8}(?:新聞|通信"
    r"|研究所|銀行))"
)
_ALLIANCE = re.compile(r"\b[Tt]he (?:transatlantic |Atlantic |whole )?[Aa]lliance\b|NATO|ＮＡＴＯ")
_EUROPEAN = re.compile(
    r"\bEuropean (?=(?:military|defen[cs]e|spending|expenditure|budgets?|armies|outlays"
    r"|rearmament)\b)"
)
_SHORT = {
    "米": "USA", "英": "GBR", "仏": "FRA", "独": "DEU", "韓": "KOR", "豪": "AUS", "中": "CHN",
    "露": "RUS",
}  # fmt: skip
_STATE = re.compile("[A-Z]{3}")
_UNIONS = frozenset({"NATO", "EU"})
_ANY_PUBLIC = re.compile(
    r"(?:[Tt]he )?(?:public|voters|people|citizens|population|taxpayers|electorate)(?: opinion)?"
    r"|国民|市民|有権者|世論|民意"
)
_CROWD = frozenset({"experts", "critics", "public", "opposition", "ruling parties"})


@dataclass(frozen=True)
class Actor:
    """Somebody who is named in a text and may speak, act or be addressed.

    Attributes
    ----------
    span : Span
    name : str
        As it stands in a claim: the state or organisation that a person or office speaks for.
    person : str
        Name of the person or office, where there is one; who speaks.
    kind : str
        As in `Mention`, besides ``group`` and ``people``.
    adjective : bool
        Whether the word only qualifies another (`American companies`).
    bare : bool
        Whether it is an office without its state (`the foreign ministry`).
    """

    span: Span
    name: str
    person: str
    kind: str
    adjective: bool = False
    bare: bool = False


class Cast:
    """Everybody who is named in a document, by place, and who matters most.

    Parameters
    ----------
    text : str
    language : {"en", "ja"}
    mentions : sequence of Mention
        Of the gazetteer.
    """

    def __init__(self, text: str, language: Language, mentions: Sequence[Mention]) -> None:
        alliance = len(re.findall(r"\b[Tt]he (?:transatlantic )?[Aa]lliance\b", text))
        first: dict[str, str] = {}
        for m in mentions:
            if m.kind == "person":
                first.setdefault(m.name, m.represents)
        named = [
            _actor(replace(m, represents=first.get(m.name, m.represents)), text)
            for m in mentions
            if m.rule != "place"
        ]
        self.counts = Counter(
            a.name for a in named if not a.bare and (_STATE.fullmatch(a.name) or a.name in _UNIONS)
        )
        if alliance:
            self.counts["NATO"] += alliance
        others = self._others(text, language, named)
        longer = _Spans([a.span for a in others])
        self.all = sorted(
            [a for a in named if not longer.covers(a.span)] + others, key=lambda a: a.span.start
        )
        self._starts = [a.span.start for a in self.all]

    @property
    def principal(self) -> str:
        """The state or organisation that is named most often; empty if none is."""
        return self.counts.most_common(1)[0][0] if self.counts else ""

    def within(self, span: Span) -> list[Actor]:
        """Return those whose name begins inside a span."""
        low = bisect_left(self._starts, span.start)
        high = bisect_left(self._starts, span.end)
        return self.all[low:high]

    def counterpart(self, *names: str) -> str:
        """Return who is named most often besides some; empty if nobody is."""
        return next((n for n, _ in self.counts.most_common() if n not in names), "")

    def _others(self, text: str, language: Language, known: list[Actor]) -> list[Actor]:
        """Return groups, parties, institutes and crowds that no table names."""
        taken, crowds = bytearray(len(text)), bytearray(len(text))
        for actor in known:
            if not actor.adjective:
                _mark(taken, actor.span)
            if actor.kind == "people":
                _mark(crowds, actor.span)
        owners = {a.span.end: a.name for a in known if a.kind in ("state", "organisation")}
        found = list(_introduced(text, language, known, taken))
        for pattern in (_NAMED_EN, _GROUP_EN, _PEOPLE_EN) if language == "en" else (_PEOPLE_JA,):
            for match in pattern.finditer(text):
                span = Span(*match.span())
                hidden = taken[span.start : span.end]
                within = hidden == crowds[span.start : span.end] or match.group().endswith("党")
                if match.group().endswith("第一党"):
                    continue
                if any(hidden) and (all(hidden) or not within):
                    continue
                _mark(taken, span)
                owner = owners.get(span.start - 1) if pattern is _PEOPLE_EN else None
                name = re.sub(r"^(?:The|the|A|An) ", "", match.group())
                if pattern is _GROUP_EN:
                    name, kind = self._members(match.group()), "group"
                else:
                    name, kind = (name.lower() if pattern is _PEOPLE_EN else name), "people"
                found.append(Actor(span, owner or name, "", "state" if owner else kind))
        found += [
            Actor(Span(*m.span()), "European countries", "", "group", True)
            for m in _EUROPEAN.finditer(text)
            if not any(taken[m.start() : m.end()])
        ]
        if language == "ja":
            found += [
                Actor(Span(m.start(), m.end() - 1), _SHORT[m.group()[0]], "", "state")
                for m in re.finditer(r"(?:^|(?<=[\n　]))[米英仏独韓豪中露]、", text)
            ]
        return found

    def _members(self, words: str) -> str:
        if self.counts["NATO"] >= self.counts["EU"]:
            return "NATO members (some)" if self.counts["NATO"] else "countries"
        return "EU members (some)"


def _introduced(
    text: str, language: Language, known: Sequence[Actor], taken: bytearray
) -> Iterator[Actor]:
    """Give those whom a text introduces itself, and mark their places as taken.

    Who holds the office of a state speaks for it; a service or committee is that of the state that
    the page is about.
    """
    if language == "ja":
        covered = bytearray(len(text))
        for span, name, kind in introduced(text):
            inside = [a for a in known if a.span.meets(span)]
            longer = all(span.start <= a.span.start and a.span.end <= span.end for a in inside)
            if longer and not any(covered[span.start : span.end]):
                _mark(covered, span)
                _mark(taken, span)
                yield Actor(span, name, name if kind == "person" else "", kind)
        return
    offices = {a.span.end: a for a in known if a.kind == "office"}
    given: list[tuple[Span, str, str, Actor | None]]
    given = [(p.span, p.name, "person", offices.get(p.office)) for p in people(text, offices)]
    given += [(span, name, "people", None) for span, name in bodies(text)]
    given += [(span, name, "organisation", None) for span, name in services(text)]
    for span, name, kind, held in given:
        if any(taken[span.start : span.end]):
            continue
        _mark(taken, span)
        if held is not None:
            yield replace(held, span=span, person=f"{held.name} ({name})", kind="person")
        else:
            person = name if kind == "person" else ""
            yield Actor(span, name, person, kind, bare=kind == "organisation")


def _actor(mention: Mention, text: str) -> Actor:
    name = (
        mention.name.replace("allies", "NATO members")
        if mention.name.startswith("allies") and _ALLIANCE.search(text)
        else mention.name
    )
    speaks = mention.kind in ("person", "office")
    kind = "people" if mention.name.split(" (")[0] in _CROWD else mention.kind
    return Actor(
        mention.span,
        (mention.represents or name) if speaks else name,
        name if speaks else "",
        kind,
        mention.rule in ("demonym", "adjective"),
        (
            mention.kind == "office"
            and mention.rule in ("office", "context")
            and mention.represents not in _UNIONS
        )
        or (name.endswith("(public)") and _ANY_PUBLIC.fullmatch(mention.span.of(text)) is not None),
    )


def _mark(taken: bytearray, span: Span) -> None:
    taken[span.start : span.end] = b"\x01" * (span.end - span.start)


class _Spans:
    """Spans by place, to be asked quickly."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = sorted(spans, key=lambda s: s.start)
        self._starts = [s.start for s in self._spans]

    def covers(self, span: Span) -> bool:
        """Tell whether one of them holds a whole span."""
        at = bisect_left(self._starts, span.start + 1)
        return any(
            s.start <= span.start and span.end <= s.end for s in self._spans[max(0, at - 3) : at]
        )
