"""Whom a text introduces itself: persons with a role, bodies and offices that no table names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from burdenshare.evidence.model import Span

_NAME = r"[A-ZÀ-Ž][\w’'-]*[a-zà-ž]"
_TITLES = (
    r"Mr|Mrs|Ms|Dr|Sir|Dame|Lord|Lady|Prof(?:essor)?|Sen(?:ator)?|Rep(?:resentative)?|Mayor"
    r"|Congress(?:man|woman)|Bishop|Archbishop|Cardinal|Councillor|Governor|Gen(?:eral)?|Deputy"
    r"|Adm(?:iral)?|Col(?:onel)?|Capt(?:ain)?|Judge"
)
_ROLES = (
    r"(?:[Ee]conomist|[Aa]nalyst|[Hh]istorian|[Rr]esearcher|[Pp]rofessor|[Ll]awmaker|[Ll]egislator"
    r"|[Dd]eputy|[Cc]ampaigner|[Aa]ctivist|[Dd]irector|[Cc]hair(?:man|woman)?|[Cc]hief executive"
    r"|[Ss]pokes(?:man|woman|person)|[Cc]andidate|[Ll]eader|[Cc]olumnist|[Ff]armer|[Tt]eacher"
    r"|[Rr]esident|[Ww]hip|[Bb]ackbencher|MEP|MP|TD|[Dd]iplomat|[Ss]trategist|[Ff]ellow|[Oo]wner"
    r"|[Hh]ead|[Mm]ember|[Ss]ecretary)"
)
_TITLED = re.compile(
    rf"\b(?:(?:{_TITLES})\.? )+(?P<name>{_NAME}(?: {_NAME}){{0,2}})"
    rf"|\b{_ROLES} (?P<named>{_NAME}(?: {_NAME}){{1,2}})"
)
_APPOSED = re.compile(
    rf"(?<![\w’'-] )(?<![\w.])(?P<name>{_NAME} (?:[A-Z]\. )?{_NAME})"
    rf"(?=, (?:an?|the|who|whose|its|their|\d\d,) |,? of the (?:{_NAME} )+)"
)
_HOLDER = re.compile(rf",? (?P<name>{_NAME}(?: {_NAME}){{1,2}})")
_NO_PERSON = re.compile(
    r"\b(?:The|Minister|Ministry|President|Party|Union|Council|Committee|Institute|Bank|Sea|Ocean"
    r"|Act|Treaty|War|Army|Navy|Force|Forces|Guard|Department|Office|House|Street|City|County"
    r"|State|States|Group|Fund|Plan|Day|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
    r"|January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Times|Post|News|Court|Chamber|Secretary|General|Assembly|Parliament|Budget|Foreign"
    r"|Defen[cs]e|Prime|Staff|Strike|Election|Commerce|North|South|East|West|Atlantic|European|Special|National)\b"
)
_BODIES = re.compile(
    rf"(?<![\w.-])(?P<name>{_NAME}(?:[ -](?:of |for |and )?(?:[a-z]+ ){{0,2}}?{_NAME}){{0,4}}"
    r"(?:[’']s?)?(?: [a-z]+){0,2}? "
    r"(?:[Ii]nstitut(?:e|ion)|[Ff]oundation|[Cc]ent(?:re|er)|[Ff]orum|[Cc]hamber of \w+|[Ss]ynod"
    r"|[Ff]ederation|[Cc]onfederation|[Aa]ssociation|[Ss]ociety|[Uu]nions?|[Bb]ishops"
    r"|[Cc]hurch(?:es)?"
    r"|[Cc]ity [Cc]ouncil|[Tt]own [Cc]ouncil|[Cc]ounty [Cc]ouncil|[Tt]hink[- ]tank|[Bb]ureau"
    r"|[Ll]eague|[Cc]ollege|[Uu]niversity|[Ii]ndustries|[Cc]ompany|[Ff]irm|[Rr]atings)"
    rf"(?: (?:of|for|on) (?:the )?{_NAME}(?: (?:and |of |the )*{_NAME})*)?)\b"
)
_AT = re.compile(
    rf"\b(?:[Aa]nalysts?|[Ee]conomists?|[Rr]esearchers?|[Ee]xperts?|[Ss]trategists?|[Ss]cholars?) "
    rf"(?:at|of|with|from) (?:the )?(?P<name>{_NAME}(?: (?:of |for |the |and )*{_NAME})*)"
)
_SERVICES = re.compile(
    rf"(?<![\w.-])(?:{_NAME} )*(?:Corps|Naval Service|Air Corps|Air Force|Coast ?[Gg]uard|Navy|Army"
    r"|Administration|Treasury|Joint Chiefs|Defence Force|Defense Force)\b"
    rf"|(?<![\w.-])(?:{_NAME} )*(?:Services |Affairs |Accounts |Relations |Defen[cs]e )Committee\b"
)


@dataclass(frozen=True)
class Person:
    """Somebody whom a text introduces.

    Attributes
    ----------
    span : Span
        Of the name, with the role where it stands before it.
    name : str
        In full.
    office : int
        Where the office ends that the person was introduced with; -1 where there is none.
    """

    span: Span
    name: str
    office: int = -1


def people(text: str, offices: Mapping[int, object]) -> Iterator[Person]:
    """Give persons that an English text introduces by a role or office, wherever they are named.

    A surname alone, once the full name has stood, is that person.

    Parameters
    ----------
    text : str
    offices : mapping
        Where the known offices and bodies of states end.
    """
    known: dict[str, tuple[int, str, int]] = {}
    for pattern in (_TITLED, _APPOSED):
        for found in pattern.finditer(text):
            group = "name" if found["name"] else "named"
            name = re.sub(r"[’']s$", "", found[group])
            if not _NO_PERSON.search(name):
                office = next(
                    (e for e in (found.start() - 1, found.start() - 3) if e in offices), -1
                )
                at = found.start(group)
                _know(known, Person(Span(at, at + len(name)), name, office))
                yield Person(Span(found.start(), at + len(name)), known[_surname(name)][1], office)
    for end in offices:
        following = _HOLDER.match(text, end)
        if following and not _NO_PERSON.search(following["name"]):
            person = Person(Span(*following.span("name")), following["name"], end)
            _know(known, person)
            yield person
    if known:
        yield from _again(text, known)


def _surname(name: str) -> str:
    return name.rpartition(" ")[2]


def _know(known: dict[str, tuple[int, str, int]], person: Person) -> None:
    """Remember a person by surname, under the fullest name."""
    start, name, office = known.get(_surname(person.name), (person.span.start, "", -1))
    known[_surname(person.name)] = (
        min(start, person.span.start),
        max(name, person.name, key=len),
        office if office >= 0 else person.office,
    )


def _again(text: str, known: dict[str, tuple[int, str, int]]) -> Iterator[Person]:
    again = re.compile(
        rf"(?<![\w’'-])(?:(?:{_TITLES})\.? )?"
        rf"(?P<surname>{'|'.join(map(re.escape, known))})(?![\w-])"
    )
    for found in again.finditer(text):
        start, name, office = known[found["surname"]]
        if found.start() > start:
            yield Person(Span(*found.span()), name, office)


def bodies(text: str) -> Iterator[tuple[Span, str]]:
    """Give institutes, unions, chambers and firms that an English text names, with their names.

    The analysts at a body speak for it.
    """
    for pattern in (_AT, _BODIES):
        for found in pattern.finditer(text):
            yield Span(*found.span()), re.sub("^(?:The|A|An|By|In|At|For|From) ", "", found["name"])


def services(text: str) -> Iterator[tuple[Span, str]]:
    """Give the armed services, treasuries and committees of a state that an English text names."""
    for found in _SERVICES.finditer(text):
        yield Span(*found.span()), re.sub("^(?:The|A|An|By|In|At|For|From) ", "", found.group())


_NAMED_JA = re.compile(
    r"(?:^|[のるた、。」）\s　は])(?P<name>(?!同|両|各|前|元|現)[一-龥]{1,4}|[ァ-ヶー・＝]{2,16})"
    r"(?:氏|さん|教授|准教授|院長|会頭)(?![一-龥])"
)
_BODIES_JA = re.compile(
    r"[一-龥ァ-ヶーA-Zａ-ｚ]{2,14}(?:労働組合|労組|組合|連合会|会議所|商工会|協会|連盟|同友会|団体連合"
    r"|研究院|研究所|研究機関|総研|センター|銀行|市議団|町議団|県議団|部会|会派|自治会|町内会|漁協|農協"
    r"|弁護士会|産業界|事業者|議員連盟)(?![一-龥])"
    r"|(?:最大会派|教職員組合|市民団体|住民団体|業界団体|商工会議所|産業界)"
)
_LOCAL_JA = re.compile(
    r"(?P<place>[一-龥]{1,3}[都道府県市町村区])(?:の(?P<who>[一-龥]{1,3}))?"
    r"(?P<post>議会|長(?!官|期)|知事|幹部|当局|民)"
    r"|(?P<prefecture>[一-龥]{2,3}[都道府県])知事"
)
_POST_JA = re.compile(
    r"(?<![一-龥])(?P<post>[市町村県]長|知事|[市町村県]議会|[市町村]民|県民)(?!選|官|期|室)"
)
_EXPERTS_JA = re.compile(
    r"(?<![一-龥ァ-ヶー])(?:[一-龥]{2,8}|[ァ-ヶー]{3,12})の(?:元)?(?:外交官|研究者|専門家|学者|記者|経済学者|アナリスト"
    r"|エコノミスト|政治学者|住民|市民|若者|農家|労組|漁協)"
)
_PARTIES_JA = re.compile(r"「(?P<name>[一-龥ァ-ヶーのに]{3,10}(?:党|の力|の会|同盟|連合))」")


def introduced(text: str) -> Iterator[tuple[Span, str, str]]:
    """Give whom a Japanese text names besides its tables: span, name and kind.

    Persons by 氏 or さん, bodies by what they are called (組合, 会議所, 研究所), mayors and
    assemblies with their place; a bare 市長 or 市議会 is that of the place named before.
    """
    for found in _NAMED_JA.finditer(text):
        yield Span(found.start("name"), found.end()), found["name"], "person"
    for pattern in (_PARTIES_JA, _EXPERTS_JA, _BODIES_JA):
        for found in pattern.finditer(text):
            yield Span(*found.span()), found.groupdict().get("name") or found.group(), "people"
    posts: dict[str, str] = {}
    for found in _LOCAL_JA.finditer(text):
        if found["prefecture"]:
            name = found.group()
            post = "知事"
        else:
            post = found["place"][-1] + found["post"] if found["post"] != "知事" else "知事"
            name = found["place"][:-1] + post if post != "知事" else f"{found['place']}知事"
        posts.setdefault(post, name)
        yield Span(*found.span()), name, "people"
    place = next(iter(posts.values()), "")
    for found in _POST_JA.finditer(text):
        post = found["post"]
        known = posts.get(post) or (
            place[: -len(post)] + post if place[-len(post) :][:1] == post[:1] else post
        )
        yield Span(*found.span()), known, "people"
