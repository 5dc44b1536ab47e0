"""English clauses that a phrase settles whatever cue stands beside it: never done, given way."""

from __future__ import annotations

import re

from burdenshare.evidence.claims import words
from burdenshare.evidence.claims.english_roles import Hit
from burdenshare.evidence.claims.scene import Clause
from burdenshare.evidence.model import Stance

Found = tuple[Stance, str, Hit | None]

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
    r"|^(?:[\"“]|for the record, |so far |as yet )?(?:no|not (?:a|one|a single))"
    r" (?:[\w,.’'-]+ ){1,8}?"
    r"(?:is|are|was|were|has|have|had)(?: (?:ever|yet|been|being))* (?:\w+ed|made|set|put|given"
    r"|taken|sent|told|being \w+ed|under (?:way|discussion|consideration))\b"
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
    r"\bwould (?:far |much |have )?(?:sooner|rather|prefer(?:red)?)\b"
    r"(?! (?:to )?(?:not|cancel|scrap|drop|abolish|end|leave|quit|stop|bury|kill|block))"
    r"|\bprefer(?:s|red)\b"
    r"|\bwould (?:put|spend|use|move|divert|shift) (?:the|that|this|all|more|every|it|half)"
    r"\b(?=.*\b(?:in|into|on|to)\b)",
    re.I,
)
_NOR_WE = re.compile(
    r"[\"“]?(?:nor|neither) (?:do|did|can|could|will|would|shall) (?:I|we) \w+", re.I
)
_OURSELVES = re.compile(r"^[\"“]?(?:we|I)\b", re.I)


def _planned(piece: str) -> bool:
    """Tell whether a line of a plan sets something: nothing past in it, a verb of setting or none.

    Meant for the numbers of a page that is a government's budget or plan.
    """
    return _PAST.search(piece) is None and (
        _SETS.search(piece) is not None or not re.search(r"\b(?:is|are|has|have|\w+ed)\b", piece)
    )


def _never(piece: str) -> bool:
    """Tell whether a clause says that something was never done, or is not being done: a report."""
    return _NEVER.search(piece) is not None


def _gave_way(piece: str) -> re.Match[str] | None:
    """Return where a clause says that somebody gave way or accepted: a commitment."""
    return _GAVE_WAY.search(piece)


def by_law(before: str) -> bool:
    """Tell whether a law or plan stands before its verb: what it foresees is set."""
    return _LAW.search(before) is not None


def partisan(before: str) -> bool:
    """Tell whether those who want to do something are a party or a crowd: they only demand it."""
    return _PARTY.search(before) is not None


def _sooner(piece: str) -> tuple[Stance, int] | None:
    """Return what a preference is: a demand, or a pledge where we say it of ourselves."""
    found = _SOONER.search(piece)
    if found is None:
        return None
    return ("commits" if _OURSELVES.match(piece) else "demands"), found.start()


def set_by_plan(clause: Clause) -> Found | None:
    """Return what a number of a government's plan is: money and counts are set, shares foreseen."""
    if not clause.quantities or not _planned(clause.words):
        return None
    if clause.quantities[0].kind in ("money", "count", "number"):
        return "commits", "en.commits.plan", None
    return ("forecasts", "en.forecasts.plan", None) if clause.quantities[0].year else None


def settled(clause: Clause) -> Found | None:
    """Return what a phrase says whatever cue stands beside it: never done, given way, preferred."""
    piece, start = clause.words, clause.span.start
    yielded = _gave_way(piece)
    if yielded:
        cue = words.Cue("commits", "verb", None, "en.commits.yielded")
        return "commits", cue.rule, Hit(start + yielded.start(), start + yielded.end(), cue)
    if _never(piece) and not clause.heading:
        return "reports", "en.reports.never", None
    if _NOR_WE.match(piece):
        cue = words.Cue("opposes", "turn", None, "en.opposes.turn", "judged")
        return "opposes", cue.rule, Hit(start, start + 3, cue)
    wanted = None if clause.heading else _sooner(piece)
    if wanted:
        stance, at = wanted
        cue = words.Cue(stance, "verb", None, f"en.{stance}.sooner")
        return stance, cue.rule, Hit(start + at, start + at + 5, cue)
    return None
