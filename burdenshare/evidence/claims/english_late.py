"""What a plain English clause amounts to, where no cue of stance decides: turns of phrase."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from burdenshare.evidence.model import Stance

_DATA = Path(__file__).parent / "data"
_SIGNS = {
    "{n}": r"(?:[^.;]|\.\d)",
    "{be}": r"\b(?:is|are|was|were|be|am|been|stands?|stood|remains?|feels?|felt)\b",
    "{not}": r"\b(?:(?:is|are|was|were|does|do|did|has|have|will|would|can|could)(?: not|n[’']t)"
    r"|cannot|never)",
}
_SUBORDINATE = re.compile(
    r"\b(?:whether|where|how|what|when|who|which|unless|until|before)\b", re.I
)


@dataclass(frozen=True)
class Turn:
    """A turn of phrase: its stance, its place, and whether it judges or says what is needed."""

    stance: Stance
    start: int
    end: int
    judged: bool
    needed: bool


@cache
def _turns() -> tuple[tuple[Stance, bool, bool, re.Pattern[str]], ...]:
    """Return the turns of the table, one pattern for each of its groups."""
    found = []
    loaded = yaml.safe_load((_DATA / "turns_en.yaml").read_text(encoding="utf-8"))
    for group in loaded:
        pattern = "|".join(f"(?:{words})" for words in group["turns"])
        for sign, meant in _SIGNS.items():
            pattern = pattern.replace(sign, meant)
        found.append(
            (
                group["stance"],
                bool(group.get("judged")),
                bool(group.get("needed")),
                re.compile(pattern, re.I),
            )
        )
    return tuple(found)


def turn(piece: str) -> Turn | None:
    """Return the first turn of phrase that a clause holds, in the order of the table."""
    for stance, judged, needed, pattern in _turns():
        found = pattern.search(piece)
        if found:
            return Turn(stance, found.start(), found.end(), judged, needed)
    return None


def subordinate(piece: str, at: int) -> bool:
    """Tell whether a modal verb stands in a clause within: `asked where it would come from`."""
    return any(m.start() > 8 for m in _SUBORDINATE.finditer(piece[:at]))


_PAST = re.compile(
    r"\b(?:was|were|had|did|rose|fell|grew|went|spent|cost|paid|stood|came|last year|previous\w*|as"
    r" of|at present|currently|already|still|peaked|averaged|amounted)\b",
    re.I,
)
_SETS = re.compile(
    r"\b(?:rises?|grows?|goes?|increases?|climbs?|doubles?|lifts?|raises?|adds?|provides?|funds?"
    r"|buys?|is (?:new|military|additional|for|set|earmarked|reserved)|are (?:new|for|set)"
    r"|commits?|invests?|gives?|receives?|gets?|spends?|allocates?|rolls? out|starts?|begins?)\b",
    re.I,
)
_NEVER = re.compile(
    r"\b(?:has |have |had )?never (?:\w+ly )?(?:been )?(?:(?!yield|accept|agree|allow|tolerat|again"
    r"|want|lik|trust|pai?d|forg|support)\w+(?:ed|en)|put|set|made|gave|said|told|sent|met|came"
    r"|took|held|sought|saw|heard|read|wrote|spoke)\b(?! to\b)"
    r"|^(?:[\"“]|for the record, |so far |as yet )?(?:no|not (?:a|one|a single)) (?:[\w,.’'-]+ ){1,8}?"
    r"(?:is|are|was|were|has|have|had)(?: (?:ever|yet|been|being))* (?:\w+ed|made|set|put|given|taken"
    r"|sent|told|being \w+ed|under (?:way|discussion|consideration))\b"
    r"|\bnothing (?:\w+ ){0,2}(?:has|had|is|was) (?:been )?(?:\w+ed|set|put|given|made|written)\b"
    r"|\bden(?:y|ies|ied) (?:having|ever|that (?:it|he|she|they) (?:has|had|have))\b"
    r"|\b(?:does|do|did)(?: not|n[’']t) (?:rule (?:it |this |that )?out|exclude)\b",
    re.I,
)
_GAVE_WAY = re.compile(
    r"\b(?:cav(?:es|ed)|bow(?:s|ed)|giv(?:es|en)|gave|bends?|bent|yield(?:s|ed)|capitulat(?:es|ed)"
    r"|knuckl(?:es|ed) under|kneels|submit(?:s|ted)|acced(?:es|ed)|consent(?:s|ed)) (?:in )?to\b"
    r"(?! (?:understand|the president of|\w+ that))(?<!gave to)(?<!given to)(?<!gives to)"
    r"|\b(?:has|have|had|quietly|formally|now|already|finally|reluctantly) accepted "
    r"(?:an?|the|its|nato|\d|on paper)|\baccepted (?:\d|on paper|in principle)",
    re.I,
)
_LAW = re.compile(
    r"\b(?:law|bill|budget|plan|programme|program|act|strategy|decree|agreement) (?:\w+ ){0,2}$",
    re.I,
)
_PARTY = re.compile(
    r"\b(?:part(?:y|ies)|opposition|nationalists?|socialists?|liberals?|greens?|conservatives?"
    r"|democrats?|republicans?|populists?|centrists?|unions?|critics|campaigners|activists|MPs"
    r"|senators?|lawmakers|backbenchers|employers|farmers|mayors|residents|some|many|others)"
    r" (?:\w+ly |also |now |all |still |both )?$",
    re.I,
)
_SOONER = re.compile(
    r"\bwould (?:far |much |have )?(?:sooner|rather|prefer(?:red)? to|prefer(?:red)?)\b(?! (?:not|cancel|scrap|drop|abolish|end|leave|quit|stop|see it fail|bury|kill|block))|\bprefer(?:s|red)\b"
    r"|\bwould (?:put|spend|use|move|divert|shift) (?:the|that|this|all|more|every|it|half)"
    r"\b(?=.*\b(?:in|into|on|to)\b)",
    re.I,
)
_OURSELVES = re.compile(r"^[\"“]?(?:we|I)\b", re.I)


def planned(piece: str) -> bool:
    """Tell whether a line of a plan sets something: nothing past in it, a verb of setting or none.

    Meant for the numbers of a page that is a government's budget or plan.
    """
    return _PAST.search(piece) is None and (
        _SETS.search(piece) is not None or not re.search(r"\b(?:is|are|has|have|\w+ed)\b", piece)
    )


def never(piece: str) -> bool:
    """Tell whether a clause says that something was never done, or is not being done: a report."""
    return _NEVER.search(piece) is not None


def gave_way(piece: str) -> re.Match[str] | None:
    """Return where a clause says that somebody gave way or accepted: a commitment."""
    return _GAVE_WAY.search(piece)


def by_law(before: str) -> bool:
    """Tell whether a law or plan stands before its verb: what it foresees is set."""
    return _LAW.search(before) is not None


def partisan(before: str) -> bool:
    """Tell whether those who want to do something are a party or a crowd: they only demand it."""
    return _PARTY.search(before) is not None


def sooner(piece: str) -> tuple[Stance, int] | None:
    """Return what a preference is: a demand, or a pledge where we say it of ourselves."""
    found = _SOONER.search(piece)
    if found is None:
        return None
    return ("commits" if _OURSELVES.match(piece) else "demands"), found.start()
