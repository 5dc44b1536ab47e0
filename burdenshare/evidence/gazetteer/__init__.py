"""Who is named? States, organisations, persons, offices and groups in English and Japanese.

`mentions` finds the forms of our own tables (`data/`: states with capitals, adjectives and
metonyms; organisations; persons with their terms of office; offices; groups) by one compiled
pattern for each language, longest first, and settles what they mean by their neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from burdenshare.evidence.gazetteer.context import Found, settle
from burdenshare.evidence.gazetteer.forms import Form, matcher
from burdenshare.evidence.model import Language, Mention

_JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_ENGLISH = re.compile(r"[A-Za-z]{3}")


def mentions(text: str, language: Language, published: str = "") -> list[Mention]:
    """Return who is named in a text, in order, without overlap.

    Parameters
    ----------
    text : str
    language : {"en", "ja"}
        Of the document; forms of the other language in it are found too.
    published : str
        ISO date of the document, if known: it settles whom a person spoke for that day.

    Returns
    -------
    list of Mention
        States by ISO 3166-1 alpha-3, whether by name, adjective, capital or metonym (`rule`; a
        capital that is only a place has the rule ``place``). A person, with the title before the
        name, `represents` a state or organisation; so does an office (``JPN prime minister``). In
        a Japanese source the government, the prime minister and the ministries without a country
        are Japan's.
    """
    found = list(_found(text, language))
    other: Language = "ja" if language == "en" else "en"
    if (_JAPANESE if other == "ja" else _ENGLISH).search(text):
        taken = bytearray(len(text))
        for f in found:
            taken[f.start : f.end] = b"\x01" * (f.end - f.start)
        found += [f for f in _found(text, other) if not any(taken[f.start : f.end])]
        found.sort(key=lambda f: f.start)
    return settle(found, text, language, published)


def _found(text: str, language: Language) -> Iterator[Found]:
    matches = [Found(a, b, tuple(forms)) for a, b, forms in matcher(language).find(text)]
    if language == "en":
        for f in matches:
            yield from _split(f) if f.form.kind == "pair" else (f,)
        return
    taken = bytearray(len(text))
    for f in matches:
        taken[f.start : f.end] = b"\x01" * (f.end - f.start)
    yield from sorted([*matches, *_abbreviated(text, taken)], key=lambda f: f.start)


def _split(pair: Found) -> Iterator[Found]:
    """Give the two states of `japan-us`."""
    first, second = pair.form.name.split("+")
    middle = pair.start + 2 if first == "USA" else pair.end - 2
    for start, end, name in (
        (pair.start, middle if first == "USA" else middle - 1, first),
        (middle + 1 if first == "USA" else middle, pair.end, second),
    ):
        yield Found(start, end, (Form(name, "state", "small letters"),))


_SHORT = {
    "米": "USA", "日": "JPN", "英": "GBR", "仏": "FRA", "独": "DEU", "伊": "ITA", "露": "RUS",
    "ロ": "RUS", "中": "CHN", "韓": "KOR", "豪": "AUS", "加": "CAN", "印": "IND", "台": "TWN",
    "朝": "PRK", "欧": "European countries", "比": "PHL", "蘭": "NLD", "越": "VNM",
}  # fmt: skip
_PAIRS = re.compile(
    r"(?<![\u4e00-\u9fff\u30a1-\u30fa])(?:日|米|英|仏|独|伊|露|ロ|中|韓|豪|加|印|台|朝|"
    r"欧|比){2,4}(?=[\u3000-\u30ff\s、。）)」』]|$|間|両|首|関|同|安|防|外|共|合|協|貿|地|4|"
    r"３|３|3|２|2|が|の|は)"
)
_SINGLES = re.compile(
    r"(?<![\u4e00-\u9fff])[米英仏独伊露韓豪](?=(?:政府|軍|大統領|首相|国防|議会|国務|側|高官|政権|"
    r"上院|下院|国家|空軍|海軍|陸軍|海兵|本土|当局|連邦|主導|副大統領|財務|通商|外相|海上|宇宙"
    r"|中央|紙|メディア|世論|"
    r"外務|防衛|商務|制服|議員|経済|民主|共和|前大|新政|戦略|ロ|中|日))"
)


def _abbreviated(text: str, taken: bytearray) -> Iterator[Found]:
    """Give the states named by one character: 日米, 米政府, 英仏独."""
    for pattern in (_PAIRS, _SINGLES):
        for m in pattern.finditer(text):
            for place in range(m.start(), m.end()):
                if taken[place]:
                    continue
                taken[place] = 1
                name = _SHORT[text[place]]
                kind = "state" if name.isupper() else "group"
                yield Found(place, place + 1, (Form(name, kind, "short form"),))
