"""What a plain English clause amounts to, where no cue of stance decides: turns of phrase."""

from __future__ import annotations

import re
from dataclasses import dataclass

from burdenshare.evidence.model import Stance

_NOT = (
    r"(?:(?:is|are|was|were|does|do|did|has|have|will|would|can|could)(?: not|n[’']t)|cannot|never)"
)
_TURNS: tuple[tuple[Stance, str], ...] = (
    ("reports", r"\b(?:leaves?|left|leaving) (?:it )?open\b"
     r"|\bstop(?:s|ped)? short of\b|\bdeclin(?:es?|ed) to (?:comment|say|answer|discuss|confirm"
     r"|name"
     r"|elaborate)\b|\bcould not (?:\w+ly )?(?:verify|confirm|reach)\b|\bno comment\b"
     r"|\b(?:gave|gives|given|has|have|had|with) no (?:date|details|figures?|timetable|answer)\b"
     r"|\b(?:would|could|should) have (?:been|had|met|cost)\b|\babstain(?:s|ed)?\b"
     r"|\b(?:neither|no) (?:side|government|party|minister|one) (?:has )?(?:said|disclosed|given)\b"
     rf"|\b{_NOT} (?:say|specify|disclose|elaborate|mention|touch on)\b"),
    ("forecasts", r"^(?:if|unless|should)\b(?!.*\b(?:must|should|ought)\b)"
     r"|\bpoints? to (?:an? )?(?:\w+ )?(?:additional|extra|further|rise|growth|increase|decline"
     r"|shortfall|gap|cost|bill|need)"
     r"|\b(?:think|thinks|thought|believe[sd]?|suspect(?:s|ed)?|hint(?:s|ed)?|reckon(?:s|ed)?"
     r"|assume[sd]?|bets?|guess(?:es|ed)?|fear(?:s|ed)?|doubt(?:s|ed)?|estimate[sd]?"
     r"|calculate[sd]?|warn(?:s|ed)?|caution(?:s|ed)?|insist(?:s|ed)?)\b[^.;]{0,70}"
     r"\b(?:will|would|might|may|could)\b"
     r"|\bwould (?:not )?bet\b|\bon current (?:trends?|plans?|form)\b|\bsooner or later\b"),
    ("oppose"
     "s", r"\b(?:is|are|was|were|be|stands?|stood|remains?|am) (?:\w+ly |still |all )*against\b"
     r"|\bnot (?:at all |so |entirely |very |fully )?(?:sure|convinced|persuaded|happy|satisfied)\b"
     r"|\bno (?:reason|need|point|sense|case|justification|room|use) (?:to|in|for|of)\b"
     r"|\b(?:brush|shrug|laugh|wav|wip|swept|sweep|bat)\w* (?:it |them |that )?(?:off|away|aside)\b"
     r"|\bplay\w* (?:it )?down\b|\bturn\w* (?:it |them )?down\b|\bwalk\w* away\b"
     r"|\b(?:back|pull)\w* out\b|\bopt\w* out\b"
     r"|\b(?:has|have|had|was|were|is|been) (?:been )?(?:withdrawn|revoked|rescinded|repealed"
     r"|dropped"
     r"|scrapped|struck down|thrown out|voted down|watered down)\b"
     r"|\b(?:cannot|can[’']t|could not|will not|won[’']t|do not|does not|don[’']t) (?:\w+ly"
     r" )?(?:accept"
     r"|agree|approve|tolerate|support|endorse|back|sign|join|buy)\b"
     r"|\bnot (?:acceptable|enough|the (?:answer|way|point|solution)|an? (?:concession|argument"
     r"|strategy|policy|blank cheque|answer|plan))\b|\bisn[’']t (?:an? (?:concession|argument"
     r"|plan)|the (?:answer"
     r"|point))\b"
     r"|\b(?:a|an|mere|pure|sheer|crude|blunt|empty|hollow|arbitrary)\b[^.;]{0,24}\b(?:speculation"
     r"|yardstick|gimmick|trick|illusion|fiction|fantasy|folly|nonsense|blackmail|mistake|ornament"
     r"|charade|sham|fudge|insult|distraction|joke|vanity|theatre|blunder)\b"
     r"|\b(?:is|are|was|that[’']s|it[’']s) (?:pure |mere |sheer )?(?:speculation|nonsense"
     r"|blackmail|folly"
     r"|absurd|wrong|false|untrue|misleading|pointless|useless|ridiculous|bogus|dishonest|unjust"
     r"|reckless|mistaken)\b"
     r"|\b(?:does|do|did)(?: not|n[’']t) (?:need|want|seek|require|ask for|deserve)\b"
     r"|\b(?:must|should|ought|shall)(?: not|n[’']t)(?: to)? (?!only)\w+"
     r"|\btreat\w* .{2,60}\b(?:the way|like|as if|as though)\b"),
    ("support"
     "s", r"\b(?:was|were|is|are) (?:quite |absolutely |surely |probably )?right\b(?! (?:now|to"
          r" ask))"
     r"|\bworth (?:it|the (?:money|price|cost))\b|\b(?:can|could) live with\b|\bgood news\b"
     r"|\b(?:the|a) (?:right|sensible|welcome|sound|wise|prudent) (?:step|thing|choice|decision"
     r"|course|way"
     r"|move|approach|answer)\b|\bwould (?:gladly|happily)\b|\b(?:does|do|did) not (?:object"
     r"|oppose|mind)\b"
     r"|\b(?:is|are) (?:fully |firmly |squarely )?(?:behind|in favou?r of)\b"),
    ("commits", r"\bputs? (?:his|her|its|their|our|my) (?:name|signature) to\b"
     r"|\b(?:wrote|writes?|written|puts?|enshrin\w+|anchor\w+|fix\w*)\b[^.;]{0,40}\b(?:in|into)"
     r" (?:the )?(?:law"
     r"|constitution|statute|legislation)\b"
     r"|\b(?:pull|bring|brought|mov|push)\w* [^.;]{2,50}\bforward\b"
     r"|\bfound [^.;]{0,12}(?:\d|money|funds)[^.;]{0,20}\bfor\b"
     r"|\bset out [^.;]{0,40}\b(?:increase|plan|rise|path|roadmap)\b"
     r"|\b(?:our|its|his|her|their) (?:own )?(?:plan|ambition|aim|goal|intention"
     r"|objective)\b(?=[^.;]{0,60}\bto\b|\.?$)"
     r"|\b(?:is|are|was|were) (?:meant|intended|earmarked|reserved|set aside|ring-?fenced"
     r"|budgeted) for\b"
     r"|\b(?:plans?|bill|budget|draft|proposal|law|package|agreement|deal|programme|program"
     r"|measure)\b"
     r"[^.;]{0,40}\b(?:would|will|shall) (?:raise|increase|lift|double|provide|fund|add|cut"
     r"|create|give"
     r"|allow|spend|set|allocate|bring|take|require)\b"
     r"|\b(?:sign|signs|signed) up (?:to|for)\b|\bnot (?:leaving|going anywhere|giving up|backing"
     r" down)\b"),
    ("demands", r"\b(?:applie[ds]|apply|applying|bids?) for\b"
     r"|\bneeds? (?!of\b|in\b|and\b|are\b|were\b|for\b|is\b)\w+"
     r"|\bexpects? (?:allies|us|them|members|everyone|Europe\w*|others|[A-Z]\w+) to (?:pay|spend"
     r"|do|raise|meet"
     r"|reach|contribute|increase|carry|buy|act|deliver|join)\b"
     r"|\b(?:tariff|lev(?:y|ies)|dut(?:y|ies)|sanctions?)\b[^.;]{0,30}\b(?:waved|dangled|held"
     r" over|linked)\b"
     r"|\blink(?:s|ed)? [^.;]{2,40}\b(?:tariff|levy|trade|troops)\b"
     r"|\bmore (?:must|should|ought|needs? to) be done\b|\bnot doing enough\b|\b(?:say|says|said)"
     r" that is not enough\b"
     r"|\bit is (?:high )?time\b"),
)  # fmt: skip
_COMPILED = tuple((stance, re.compile(pattern, re.I)) for stance, pattern in _TURNS)
#: What somebody thinks of a thing: the one who judges is who speaks, not what is judged.
_JUDGED = re.compile(
    r"right$|\bworth |good news|(?:step|thing|choice|decision|course|way|move|approach|answer)$"
    r"|speculation|yardstick|gimmick|trick|illusion|fiction|fantasy|folly|nonsense|blackmail"
    r"|mistake"
    r"|ornament|charade|sham|fudge|insult|distraction|joke|theatre|blunder|absurd|wrong|false"
    r"|untrue"
    r"|misleading|pointless|useless|ridiculous|bogus|dishonest|unjust|reckless|mistaken|enough$"
    r"|not an? |^no |isn[’']t|not the ",
    re.I,
)
_NEEDS = re.compile(r"needs? |(?:do|does|did)(?: not|n[’']t) (?:need|require|deserve)", re.I)
_SUBORDINATE = re.compile(
    r"\b(?:whether|where|how|what|when|who|which|unless|until"
    r"|before)\b",
    re.I,
)


@dataclass(frozen=True)
class Turn:
    """A turn of phrase: its stance, its place, and whether it judges or says what is needed."""

    stance: Stance
    start: int
    end: int
    judged: bool
    needed: bool


def turn(piece: str) -> Turn | None:
    """Return the first turn of phrase that a clause holds, in the order of the table."""
    for stance, pattern in _COMPILED:
        found = pattern.search(piece)
        if found:
            words = found.group()
            judged = stance in ("opposes", "supports") and _JUDGED.search(words) is not None
            needed = _NEEDS.match(words) is not None
            return Turn(stance, found.start(), found.end(), judged, needed)
    return None


def subordinate(piece: str, at: int) -> bool:
    """Tell whether a modal verb stands in a clause within: `asked where it would come from`."""
    before = piece[:at]
    return any(m.start() > 8 for m in _SUBORDINATE.finditer(before))
