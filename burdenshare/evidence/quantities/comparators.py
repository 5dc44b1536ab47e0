"""Words that compare, around an English number: at least, up to, a cap of, or more."""

from __future__ import annotations

import re

from burdenshare.evidence.model import Comparator


def _cues(*pairs: tuple[str, Comparator]) -> list[tuple[re.Pattern[str], Comparator]]:
    return [(re.compile(cue, re.I), name) for cue, name in pairs]


_BEFORE = _cues(
    (
        r"(?:\bat (?:the very )?least|\bno (?:less|fewer|lower) than|\bnot (?:less|"
        r"fewer|lower) than|\ba (?:bare )?minimum of|\bminimum(?: of)?|\bas (?:little|"
        r"few) as|\ba floor of|\bfloor of|≥|>=|\bno smaller than)\s*$",
        "ge",
    ),
    (
        r"(?:(?:\bno|\bnot) (?:more|higher|greater|larger) than|\bup to|\bat (?:the )?mo"
        r"st|\ba (?:maximum|ceiling|cap|limit) of|\b(?:maximum|ceiling|cap|"
        r"limit)(?: (?:of|at))?|\bas (?:much|many|high) as|\b(?:capp?ed|limited|"
        r"restricted|kept|held) (?:(?:at|to|within|below|under)(?: about)?)|"
        r"\bwithin|≤|<=|\b(?:not|n[’']t|never|without) (?:to )?(?:ever )?(?:exceed(?:ed|"
        r"ing)?|surpass(?:ed|ing)?|go (?:above|beyond|over)|top(?:ped)?)(?: the)?|"
        r"\bnot be (?:above|over|higher than|more than))\s*$",
        "le",
    ),
    (
        r"(?:\bmeet(?:s|ing)? or (?:even )?exceed(?:s|ing)?|\bmet or (?:even )?exceeded|"
        r"\bequal to or (?:more|greater) than)\s+(?:(?:the|that|this|NATO[’']s|"
        r"its|a) )*(?:minimum of )?$",
        "ge",
    ),
    (
        r"(?:\b(?:more|greater|higher|larger|bigger) than|(?<!going )(?<!turn )(?<!took "
        r")\bover(?! the)|\babove|\bbeyond|\bexceed(?:s|ed|ing)?|\bin excess of|"
        r"\bsurpass(?:es|ed|ing)?|\bupwards? of|\btopp(?:ed|ing)|\btops|\bnorth of|"
        r"(?<![=≥])>)\s+(?:(?:the|that|this|NATO[’']s) )?$",
        "gt",
    ),
    (
        r"(?:\b(?:less|fewer|lower|smaller) than|\bunder|\bbelow|\bshort of|"
        r"\bsouth of|(?<!=)<)\s+(?:(?:the|that|this|NATO[’']s) )?$",
        "lt",
    ),
    (
        r"(?:\babout|\baround|\bsome|\bnearly|\balmost|\bclose to|\broughly|"
        r"\bapproximately|\bapprox\.?|\bcirca|\bca?\.|\bestimated(?: at)?|\bnear|"
        r"\bin the (?:region|order|neighbou?rhood) of|\bjust shy of|\bvirtually|"
        r"[~≈∼])\s*$",
        "about",
    ),
)
_DURATION_OVER = re.compile(
    r"\b(?:over|within|under|in|around|for some)\s*(?:the\s+)?(?:next\s+|"
    r"last\s+|past\s+)?$",
    re.I,
)
_AFTER = _cues(
    (
        r"(?:\+|[- ]plus\b(?! \d)| or (?:more|above|higher|over|greater|better)\b|"
        r" and (?:above|over|up)\b| at (?:the )?(?:least|minimum)\b|[- ](?:minimum|"
        r"floor)\b)",
        "ge",
    ),
    (
        r"(?: or (?:less|below|fewer|lower|under)\b| at (?:the )?most\b|[- ](?:of GDP )?"
        r"(?:(?:defen[cs]e|spending|budget|self-imposed|informal|unofficial|"
        r"longstanding) )*(?:cap|ceiling|limit|maximum)\b)",
        "le",
    ),
    (r"(?: or so\b|-ish\b|-odd\b)", "about"),
)
_NAMED = re.compile(r"(?:cap|ceiling|limit|maximum|minimum|floor)$")
_DETERMINED = re.compile(
    r"\b(?:the|an?|its|their|this|that|old|new|[a-z]+al)\s+(?:[a-z-]+\s+)?$", re.I
)
_ALL = re.compile(
    r"\b(?:all(?: of)?(?: the| its| their)?|each of(?: the)?|the entire|"
    r"every one of(?: the)?)\s+$",
    re.I,
)


def compared_before(before: str, kind: str) -> tuple[int, Comparator]:
    """Return how many characters before a number compare it, and what they say."""
    if kind == "duration" and _DURATION_OVER.search(before[-22:]):
        return 0, "eq"
    for cue, name in _BEFORE:
        m = cue.search(before)
        if m:
            return len(before) - m.start() - (len(m[0]) - len(m[0].lstrip())), name
    return 0, "eq"


def compared_after(text: str, end: int, before: str) -> tuple[int, Comparator]:
    """Return where the words after a number end that compare it, and what they say.

    A noun (`the 1 % cap`) is no part of the number, and only counts after an article: `limit`
    may be a verb.
    """
    for cue, name in _AFTER:
        m = cue.match(text, end)
        noun = m and _NAMED.search(m[0])
        if m and (not noun or _DETERMINED.search(before)):
            return end if noun else m.end(), name
    return end, "eq"


def all_of(before: str) -> bool:
    """Tell whether a number is the whole (`all 32 allies`)."""
    return bool(_ALL.search(before[-16:]))
