"""Whom a document is about: the state that `the government` belongs to, and whom polls asked."""

from __future__ import annotations

import re
from collections import Counter

from burdenshare.evidence.claims.actors import Actor, Cast
from burdenshare.evidence.claims.measures import measure
from burdenshare.evidence.gazetteer import mentions
from burdenshare.evidence.model import AUTHOR, Document, Language, Span

_TITLE, _LEAD, _OFFICE_WEIGHT, _PLACE_WEIGHT, _FACED = 4, 2, 4, 4, 3
_OFFICE = re.compile(
    r"(?:[’']s)?\s+(?:cabinet|government|parliament|(?:prime |defen[cs]e |foreign )?minist\w+"
    r"|ambassador|president|chancellor|premier|senator|lawmaker)\b",
    re.I,
)
_FACING = re.compile(
    r"\s+(?:has |have |also |again |later )*"
    r"(?:asked|asks|told|tells|urged|urges|wants|pressed|presses|sold|sell)\s+us\b"
)
_FRIENDS = re.compile(
    r"\b[Oo]ur (?:\w+ )?(?:friends|allies|partners|neighbours|neighbors) in (?:the )?$"
)
_CITIES = {
    city: state
    for state, cities in {
        "AUS": "Adelaide Sydney Melbourne Perth Brisbane Darwin",
        "CAN": "Toronto Montreal Vancouver Halifax Calgary",
        "DEU": "Munich Hamburg Frankfurt Cologne Kiel",
        "ITA": "Milan Turin Naples",
        "ESP": "Barcelona Seville Valencia",
        "JPN": "Osaka Nagoya Fukuoka Naha Hiroshima",
        "KOR": "Busan Incheon",
        "NZL": "Auckland",
        "GBR": "Edinburgh Glasgow Manchester Birmingham",
        "POL": "Krakow Gdansk",
        "SWE": "Gothenburg",
        "NOR": "Bergen",
        "BEL": "Antwerp",
        "NLD": "Rotterdam",
        "FRA": "Lyon Marseille Toulouse Strasbourg",
    }.items()
    for city in cities.split()
}
_CITY = re.compile(rf"\b(?:{'|'.join(_CITIES)})\b")
_US_THINGS = re.compile(
    r"(?:US|U\.S\.|American) (?:troops|forces|bases?|soldiers|personnel|marines|garrison|units"
    r"|missiles|weapons|request|demands?|pressure|suppliers|company|companies|military)\b"
)
#: OSLO, 14 May (Nordwire) -
_DATELINE = re.compile(
    r"^(?P<city>[A-Z][A-Z’' ]{2,20})(?=,| \(| ?[-–—] )|^(?P<town>[A-Z][a-z]+), \d", re.M
)
#: Money that one state has: it speaks for that state as its places do.
_MONEY = {
    "NZL": r"NZ\$",
    "CAN": r"C\$|CA\$",
    "AUS": r"A\$",
    "GBR": r"£",
    "KOR": r"₩|(?:trillion|billion|million|\d)[ -]won\b",
    "JPN": r"¥|\byen\b",
    "POL": r"\bPLN\b|\bzlot\w+",
    "PHL": r"\bpesos\b",
    "SWE": r"\bSEK\b|\bkronor\b",
    "NOR": r"\bNOK\b",
    "CZE": r"\bCZK\b|\bkoruna\b",
    "ROU": r"\bRON\b|\blei\b",
    "TUR": r"\blira\b",
    "CHE": r"\bfrancs\b",
    "IND": r"\brupees\b|₹",
}
_CURRENCY = re.compile("|".join(f"(?P<{state}>{words})" for state, words in _MONEY.items()))
_JAPANESE = re.compile(
    r"市長|市議|町長|町議|村議|県議|県知事|知事|[一-龥]市の|防衛局|副大臣|本社|沖縄"
    r"|総理|官房長官|わが国|我が国|与党|野党|与野党|自衛[隊官]|防衛省|衆院|参院|国会|[億兆万]円"
    r"|自民党|本紙|内閣|大臣|官邸|令和|平成|昭和"
)
_ASSEMBLIES = {
    re.compile(
        r"\bArmed Services\b|\bCapitol Hill\b|\b(?:Senate|House) (?:\w+"
        r" )?Committee\b",
        re.I,
    ): "USA",
    re.compile(r"\bHouse of (?:Commons|Lords)\b|\bHansard\b"): "GBR",
}
_SAME_NAMES = ("AUS", "CAN", "FRA", "ITA", "POL", "GBR", "USA", "NLD", "BEL", "ESP", "CZE")
_ASSEMBLY_WEIGHT, _PAID = 6, 4
_PROGRAMMES = frozenset({"GCAP", "FCAS", "ESSI", "PURL"})
_HEAD = 160
_LINES = 300


def home(document: Document, cast: Cast) -> str:
    """Return the state or organisation that a document is about; empty if none is named.

    It is named most often, where the title counts five times and the first lines three times. An
    office that bears its name near the top and the city of a dateline speak for it; being the one
    who `asked us` or is among `our friends in ...` speaks against it. A Japanese page is about
    Japan unless its first lines name another state, more often than all that is Japan's own.
    """
    text = document.text
    first = text.find("\n") if 0 < text.find("\n") < 200 else 0
    counts = cast.counts.copy()
    for span, weight in ((Span(0, first), _TITLE), (Span(first, first + _HEAD), _LEAD)):
        for actor in cast.within(span):
            if actor.name in counts and not _qualifies(text, actor):
                counts[actor.name] += weight
    for actor in cast.all:
        if actor.name not in counts:
            continue
        owned = actor.kind == "office" and not actor.bare and document.language == "en"
        if actor.span.end < _LINES and (owned or _OFFICE.match(text, actor.span.end)):
            counts[actor.name] += _OFFICE_WEIGHT
        if _FACING.match(text, actor.span.end) or _FRIENDS.search(
            text[max(0, actor.span.start - 40) : actor.span.start]
        ):
            counts[actor.name] -= _FACED
    _local(document, counts, cast)
    top = counts.most_common(1)[0][0] if counts else ""
    if document.language == "ja" and not _foreign(text, cast, counts, first):
        return "JPN"
    return top


def _local(document: Document, counts: Counter[str], cast: Cast) -> None:
    """Count assemblies, cities, datelines and money that only one state has."""
    text = document.text
    for assembly, state in _ASSEMBLIES.items():
        if assembly.search(text, 0, _LINES) and not any(
            counts[other] > _FACED for other in _SAME_NAMES if other != state
        ):
            counts[state] += _ASSEMBLY_WEIGHT
    for line in _DATELINE.finditer(text, 0, _LINES):
        for place in mentions(line.group().title(), "en")[:1]:
            counts[place.name] += _PLACE_WEIGHT * (place.rule in ("capital", "place"))
    for city in _CITY.finditer(text, 0, _LINES):
        counts[_CITIES[city.group()]] += _PLACE_WEIGHT
    if document.language == "en":
        paid = {m.lastgroup or "" for m in _CURRENCY.finditer(text)}
        counts.update(dict.fromkeys(paid if len(paid) == 1 else (), _PAID))
        _own_first(text, counts, cast)


def _own_first(text: str, counts: Counter[str], cast: Cast) -> None:
    """Take adjectives of the United States off: whose forces are hosted is named in every page."""
    counts["USA"] -= sum(
        a.name == "USA" and _US_THINGS.match(text, a.span.start) is not None for a in cast.all
    )


def _qualifies(text: str, actor: Actor) -> bool:
    """Tell whether a name only qualifies what follows: US forces, Polish troops; not Poles."""
    if actor.name == "USA" and _US_THINGS.match(text, actor.span.start):
        return True
    return actor.adjective and not actor.span.of(text).endswith("s")


def _foreign(text: str, cast: Cast, counts: Counter[str], first: int) -> bool:
    """Tell whether a Japanese page is about another state."""
    top, count = counts.most_common(1)[0] if counts else ("", 0)
    if top == "JPN" or not top:
        return False
    named = any(a.name == top and not a.adjective for a in cast.within(Span(0, first + _HEAD)))
    return named and count > counts["JPN"] + len(_JAPANESE.findall(text))


_JOINT = re.compile(
    r"\b(?:joint (?:statement|communiqu[eé]|declaration|press release)|communiqu[eé]\b"
    r"|declaration (?:by|of)"
    r"|statement (?:by|of) the (?:heads|leaders|ministers|foreign ministers|defen[cs]e ministers))"
    r"|共同(?:声明|発表|コミュニケ|宣言|文書)|(?:会談|協議|会合)(?:の結果|（概要|概要)",
    re.I,
)
#: A line of running text, which only tells of a joint statement.
_RUNNING = re.compile(r"[.。][”\"」]?\s*$|\. [A-Z]")
_EDITORIAL = re.compile(
    r"\b(?:editorial|leader column|our view|the leader writer)\b|社説"
    r"|主張",
    re.I,
)
_STUDY = re.compile(
    r"\b(?:our (?:model|estimates?|calculations?|analysis|data|report|survey|projections?)"
    r"|we (?:project|estimate|recommend|calculate|forecast|assume))\b",
    re.I,
)
_OF_GROUP = re.compile(
    r"\b(?:of|by) (?:the )?(?:\w+ of (?:defen[cs]e|foreign affairs|state) of )?(?:the )?"
    r"(?:two |three |four |five |six |seven |eight |nine |ten |\d+ )?"
    r"(?P<name>(?:[A-Z][\w-]+(?:,? and |, | )){0,4}(?:states|countries|nations|group|members"
    r"|allies|partners))\b",
    re.I,
)


def ours(document: Document, cast: Cast) -> tuple[str, ...]:
    """Return who `we` are on a page that several issue or that an editor or institute writes.

    A joint statement is that of the group or the states which its head names; a leading article
    and a study with a model of its own speak for their author. Empty for all other pages.
    """
    text = document.text
    found = _JOINT.search(text, 0, _LINES)
    line = text[found.start() :].partition("\n")[0] if found else ""
    if found and not _RUNNING.search(line):
        head = cast.within(Span(0, _LINES))
        group = next((a.name for a in head if a.kind == "group"), "")
        named = _OF_GROUP.search(text, found.start(), _LINES)
        if group:
            return (group,)
        if named:
            words = " ".join(w.lower() if w.lower() in ("and", "of") else w.capitalize()
                             for w in named["name"].split())  # fmt: skip
            name = re.sub(r"\b(States|Countries|Nations|Members|Allies|Partners)\b",
                          lambda m: m.group().lower(), words)  # fmt: skip
            known = mentions(name, "en")
            return (known[0].name if known and known[0].kind == "group" else name,)
        states = dict.fromkeys(a.name for a in head if a.name in cast.counts and not a.bare)
        pair = [n for n in states if n not in ("NATO", "EU")]
        return tuple(pair[:4]) if len(pair) > 1 else ()
    if _EDITORIAL.search(text[:80]) or _STUDY.search(text):
        return (AUTHOR,)
    return ()


_SHARED = re.compile(
    r"cost[- ]sharing|host[- ]nation support|special measures agreement|stationing costs"
    r"|駐留経費|思いやり予算|特別協定|同盟強靭化予算",
    re.I,
)


def aim(document: Document, cast: Cast) -> str:
    """Return the programme or receiver that a page is about; empty if it is about neither.

    A joint programme named in the first lines is what the partners pay and work for; a page whose
    first lines speak of support to Ukraine is about what Ukraine is given, and one about the costs
    of stationed forces about what their state, the United States, is paid.
    """
    for actor in cast.within(Span(0, _LINES)):
        if actor.name in _PROGRAMMES:
            return actor.name
    head = document.text[:_HEAD].replace("\n", " ")
    helped = measure(head, document.language) == "support_to_ukraine"
    if helped and cast.counts["UKR"] > 2 * cast.counts["NATO"]:
        return "UKR"
    shared = _SHARED.search(document.text, 0, _HEAD) and "USA" in cast.counts
    return "USA" if shared else ""


def polled(text: str, language: Language, cast: Cast, home: str) -> str:
    """Return whose public a page's poll asked; empty if it tells of no poll."""
    found = _POLL[language].search(text)
    if found is None:
        return ""
    before = cast.within(Span(max(0, found.start() - 20), found.start()))
    states = [a.name for a in before if a.name in cast.counts and a.name not in ("NATO", "EU")]
    if states:
        return states[-1]
    return "JPN" if language == "ja" and "世論調査" in text[:_LINES] else home


_POLL: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"\b(?:poll|survey of voters|opinion survey)\b"),
    "ja": re.compile("世論調査"),
}
