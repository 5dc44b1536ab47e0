"""What a percentage is a share of: what the readers of both languages share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True)
class Base:
    """The unit of a percentage, its base in words, and whether the base had to be inferred.

    An inferred share of the product above `most` is of something else: no state spends more than
    40 % on defence for long, while debt may be several times the product.
    """

    unit: str
    base: str = ""
    implicit: bool = False
    kind: str = "share"
    year: int | None = None
    most: float = 40.0


MOST_DEBT = 400.0
RESPONDENTS = Base("pct_of_respondents", "respondents")
DEFENCE = re.compile(
    r"\b(?:defen[cs]e|military|NATO)[\w’'-]*(?:[ -][\w’'-]+){0,3}[ -](?:spending|"
    r"budgets?|expenditures?|outlays?|investments?|targets?|guidelines?|"
    r"goals?|pledges?|benchmarks?|thresholds?|commitments?|ratios?|burden)\b"
    r"|\bspend(?:s|ing)?\b(?:[^.]|\.\d){0,60}\bon (?:its |their )?(?:defen[cs]e|"
    r"military|armed|security)|\b(?:spending|investment) (?:target|guideline|"
    r"goal|pledge|level|commitment)s?\b|\bdefen[cs]e investment",
    re.I,
)
FORCES = re.compile(
    r"\b(?:NATO|military|defen[cs]e|armed forces|army|navy|brigade|warships?|soldiers|ally|allies"
    r"|alliance|troops|Pentagon)\b",
    re.I,
)
DEFENCE_JA = re.compile(
    r"防衛費|国防費|軍事費|防衛支出|国防支出|防衛予算|国防予算|防衛関係費|防衛関連|国防関連"
    r"|安全保障関連|軍事支出|目標|上限|枠|NATO|ＮＡＴＯ"
)
_DEFENCE_TEXT_JA = re.compile(r"防衛増額|防衛力|軍拡|軍備|国防")
_SENTENCE_END = re.compile(r"[.!?;][\"”’')\]]*\s|\n|[。！？]")


def sentence(text: str, start: int, end: int, reach: int = 300) -> tuple[int, int]:
    """Return where the sentence around a span begins and ends, looking no farther than reach."""
    low, high = max(0, start - reach), min(len(text), end + reach)
    first = low
    for m in _SENTENCE_END.finditer(text, low, start):
        first = m.end()
    after = _SENTENCE_END.search(text, end, high)
    return first, after.start() if after else high


def plausible(base: Base, value: float) -> Base:
    """Return the base, or none where it was only inferred and the value is beyond any spending."""
    inferred = base.implicit and base.unit in ("pct_gdp", "pct_gnp", "pct_gni")
    return Base("pct", kind="rate") if inferred and value > base.most else base


def carried(last: Base | None, text: str, low: int, high: int) -> Base | None:
    """Return the base that the next share takes over; GNP goes no farther than its paragraph.

    Targets of today are shares of GDP, also after a paragraph about the GNP ceiling of 1976; what
    one state gives of its national income says nothing of the next.
    """
    if last and last.unit == "pct_gni" and _SENTENCE_END.search(text, low, high):
        return Base("pct_gdp", "GDP")
    more = re.match(r"(?:[2-9２-９二三四五六七八九]|1\.[5-9])", text[high : high + 3])
    if last and last.unit == "pct_gnp" and ("\n" in text[low:high] or more):
        return Base("pct_gdp", "GDP")
    return last


def product_base(m: re.Match[str], implicit: bool = False) -> Base:
    """Return the base that a match of a product names: GDP, GNP or GNI, and its year."""
    groups = m.groupdict()
    name = "GNP" if groups.get("gnp") else "GNI" if groups.get("gni") else "GDP"
    fiscal, plain = groups.get("fy"), groups.get("year")
    stated = fiscal or plain
    words = f"{name} {'FY' if fiscal else ''}{stated}" if stated else name
    year = int(stated) if stated else None
    return Base(f"pct_{name.casefold()}", words, implicit, "share", year)


@lru_cache(maxsize=1)
def about_spending(text: str) -> bool:
    """Tell whether a text is about defence spending at all."""
    if "GDP" in text and FORCES.search(text):
        return True
    return bool(DEFENCE.search(text) or DEFENCE_JA.search(text) or _DEFENCE_TEXT_JA.search(text))
