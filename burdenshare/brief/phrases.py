"""Claims as sentences: forms by stance and measure, chosen so that neighbours differ."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from burdenshare.brief.parts import Name, Num, Part, Quote, Register, Sentence, printed, say
from burdenshare.brief.words import in_sentence
from burdenshare.evidence.against import GUIDELINE
from burdenshare.evidence.ledger import Entry
from burdenshare.evidence.model import AUTHOR, UNSPECIFIED, Claim
from burdenshare.figures.countries import countries

MEASURES: dict[str, str] = {
    "defence_spending_share_gdp": "defence spending as a share of GDP",
    "defence_spending_share_gnp": "defence spending as a share of GNP",
    "defence_spending": "defence spending",
    "defence_spending_growth": "the growth of defence spending",
    "real_gdp_growth": "economic growth",
    "support_to_ukraine": "aid to Ukraine",
    "cost_sharing": "the costs of stationed troops",
    "burden_sharing": "the sharing of burdens",
    "alliance_cohesion": "the cohesion of the alliance",
    "alliance_status": "its standing in the alliance",
    "security_dependence": "dependence on others for security",
    "globalisation_of_nato": "NATO's reach beyond its area",
    "member_count": "the number of members",
    "force_size": "the size of forces",
    "defence_posture": "military posture",
    "defence_industry": "the arms industry",
    "summit_attendance": "attendance at summits",
    "collective_defence": "collective defence",
    "fiscal_situation": "public finances",
    "other": "the matter",
    "": "the matter",
}
"""What a measure is called inside a sentence; others as their name reads."""
SPENDING = frozenset(
    {"defence_spending_share_gdp", "defence_spending_share_gnp", "defence_spending"}
)
_BEFORE = {
    "ge": "at least ",
    "gt": "more than ",
    "le": "at most ",
    "lt": "less than ",
    "about": "about ",
}
_UNITS = {
    "pct_gdp": " % of GDP",
    "pct_gnp": " % of GNP",
    "pct": " %",
    "pct_change": " %",
    "pct_per_year": " % a year",
    "pp": " percentage points",
    "points": " points",
    "pct_of_defence_spending": " % of defence spending",
}
_MAY = re.compile(r"\b(?:may|might|could|can)\b|可能性|かもしれ|見通し|恐れ", re.I)
LONG = 220
"""Longest quotation inside a sentence, in characters."""


def who(names: Sequence[str], claim: str) -> Name:
    """Return parties as they stand in a sentence."""
    told = [_one(n) for n in names if n] or ["an unnamed party"]
    text = told[0] if len(told) == 1 else ", ".join(told[:-1]) + " and " + told[-1]
    return Name(text, claim)


def source_name(entry: Entry) -> Name:
    """Return how a sentence calls a source: its publisher, else its title, else its file."""
    s = entry.source
    if s.publisher:
        return Name(s.publisher, entry.claim.id)
    if s.title:
        return Name(f"the text ‘{s.title}’", entry.claim.id)
    return Name(f"the document {s.name}", entry.claim.id)


def _one(name: str) -> str:
    if name == AUTHOR:
        return "the author"
    if name == UNSPECIFIED:
        return "an unnamed party"
    bare, _, inside = name.partition(" (")
    inside = inside.rstrip(")")
    told = in_sentence(bare) if bare in countries() else bare
    if inside == "some":
        return f"some {told}"
    return f"{told} ({inside})" if inside else told


def value(claim: Claim) -> tuple[Part, ...]:
    """Return a claim's number with comparator and unit as parts; nothing where it has none."""
    if claim.value is None:
        return ()
    before = _BEFORE.get(claim.comparator or "", "")
    unit = claim.unit or ""
    first = Num(printed(claim.value), claim.value, claim.id)
    amount: tuple[Part, ...] = (before, first) if before else (first,)
    if claim.value_high is not None:
        second = Num(printed(claim.value_high), claim.value_high, claim.id)
        amount = (before, first, " of " if claim.comparator == "ratio" else " to ", second)
    if re.fullmatch(r"[A-Z]{3}", unit):
        return (before, f"{unit} ", *amount[1 if before else 0 :])
    if claim.comparator in ("rank", "ordinal"):
        return ("place ", *amount)
    base = claim.base or ""
    if unit == "pct_gdp" and base.upper() not in ("", "GDP"):
        return (*amount, " % of ", Name(re.sub(r"^(GDP) (.+)$", r"\2 \1", base), claim.id))
    plain = re.sub("^pct ", "% ", unit.replace("_", " "))
    return (*amount, _UNITS.get(unit, f" {plain}" if unit else ""))


def level(claim: Claim) -> tuple[Part, ...]:
    """Return a refused number as a level: ``a ceiling of 1 % of GDP``."""
    kinds = {"le": "a ceiling of ", "lt": "a ceiling of ", "ge": "a floor of ", "gt": "a floor of "}
    kind = kinds.get(claim.comparator or "", "")
    return (kind, *value(claim)[1:]) if kind else value(claim)


def period(claim: Claim) -> tuple[Part, ...]:
    """Return `` in 2024`` or `` by 2035`` as parts."""
    if claim.deadline is not None:
        return (" by ", Num(str(claim.deadline), float(claim.deadline), claim.id))
    if claim.year is None:
        return ()
    year = Num(str(claim.year), float(claim.year), claim.id)
    if claim.year_to is not None and claim.year_to != claim.year:
        last = Num(str(claim.year_to), float(claim.year_to), claim.id)
        return (" from ", year, " to ", last)
    return (" in ", year)


def topic(claim: Claim) -> str:
    """Return what a measure is called in a sentence."""
    name = claim.measure.partition(":")[0]
    return MEASURES.get(name, name.replace("_", " "))


def sentence(entry: Entry, register: Register, turn: int = 0) -> Sentence:
    """Return one sentence that says what a claim says, and no more.

    Parameters
    ----------
    entry : Entry
    register : Register
        Takes note of the claim.
    turn : int
        Which of the forms is taken; neighbours have different turns.
    """
    claim = entry.claim
    register.claim(entry)
    numbered = claim.value is not None and claim.measure in SPENDING
    if denied(claim):
        return _quoted(entry, turn)
    if claim.stance == "reports" and numbered:
        return _reported(entry, turn)
    if claim.stance == "forecasts" or not numbered:
        return _quoted(entry, turn)
    return _wanted(claim, turn)


def denied(claim: Claim) -> bool:
    """Tell whether a claim denies its stance; ``not exceed`` and refusals carry their own not."""
    told = ("opposes", "forecasts")
    return claim.negated and claim.stance not in told and claim.comparator not in ("le", "lt")


def _hedge(claim: Claim) -> str:
    """Return the word that keeps a claim's doubt; empty where there is none."""
    if not claim.hedged:
        return ""
    return "may " if _MAY.search(claim.quote) else "reportedly "


def _verb(claim: Claim, past: str, plain: str) -> str:
    """Return the verb with its doubt: `` rejected``, `` reportedly rejected``, `` may reject``."""
    hedge = _hedge(claim)
    return f" may {plain}" if hedge == "may " else f" {hedge}{past}"


def _toward(claim: Claim, word: str) -> tuple[Part, ...]:
    """Return `` from Spain`` as parts, where the target is another than the actor."""
    names = [t for t in claim.target if t not in (*claim.actor, AUTHOR, UNSPECIFIED)]
    return (f" {word} ", who(names, claim.id)) if names else ()


def _sought(claim: Claim, word: str) -> tuple[Part, ...]:
    """Return who sought a refused level; a ceiling or floor that is refused was nobody's wish."""
    return () if claim.comparator in ("le", "lt", "ge", "gt") else _toward(claim, word)


Form = Callable[[Claim, Name], tuple[Part, ...]]
_WANTED: dict[str, tuple[Form, ...]] = {
    "commits": (
        lambda c, a: (a, _verb(c, "committed", "commit"), " to ", *value(c),
                         " for defence", *period(c)),
        lambda c, a: (a, _verb(c, "pledged", "pledge"), " ", *value(c), " for defence",
                         *period(c)),
        lambda c, a: (a, _verb(c, "promised", "promise"), " ", *value(c), " for defence",
                      *period(c)),
    ),
    "demands": (
        lambda c, a: (a, _verb(c, "demanded", "demand"), " ", *value(c), " for defence",
                         *_toward(c, "from"), *period(c)),
        lambda c, a: (a, _verb(c, "called", "call"), " for defence spending of ",
                         *value(c), *_toward(c, "by"), *period(c)),
        lambda c, a: (a, _verb(c, "wanted", "want"), " ", *value(c), " spent on defence",
                         *_toward(c, "by"), *period(c)),
    ),
    "opposes": (
        lambda c, a: (a, _verb(c, "rejected", "reject"), " ", *level(c), " for defence",
                         *_sought(c, "sought by"), *period(c)),
        lambda c, a: (a, _verb(c, "refused", "refuse"), " ", *level(c),
                         " for defence", *_sought(c, "asked by"), *period(c)),
        lambda c, a: (a, _verb(c, "opposed", "oppose"), " ", *level(c),
                         " for defence", *_sought(c, "set by"), *period(c)),
    ),
    "supports": (
        lambda c, a: (a, _verb(c, "supported", "support"), " defence spending of ",
                         *value(c), *period(c)),
        lambda c, a: (a, _verb(c, "backed", "back"), " ", *value(c), " for defence",
                         *period(c)),
    ),
}  # fmt: skip
"""Forms of claims on a level of spending; the target of a support is in the quotation."""


def _wanted(claim: Claim, turn: int) -> Sentence:
    forms = _WANTED[claim.stance]
    form = forms[turn % len(forms)]
    return say(*form(claim, who(claim.actor, claim.id)), ".", cites=[claim.id])


def _reported(entry: Entry, turn: int) -> Sentence:
    claim = entry.claim
    actor, source = who(claim.actor, claim.id), source_name(entry)
    doubt = "reportedly " if claim.hedged else ""
    if GUIDELINE.search(claim.quote):
        parts: tuple[Part, ...] = (
            f"the yardstick {doubt}named for ", actor, " is ", *value(claim), *period(claim),
            ", in the words of ", source,
        )  # fmt: skip
    elif claim.year is not None and claim.deadline is None:
        parts = (
            (actor, f" {doubt}spent ", *value(claim), " on defence", *period(claim),
             ", according to ", source)
            if turn % 2 else
            (source, " puts the defence spending of ", actor, f" {doubt}at ", *value(claim),
             *period(claim))
        )  # fmt: skip
    else:
        parts = (
            source, " puts the defence spending of ", actor, f" {doubt}at ", *value(claim),
            *(period(claim) or (", without naming a year",)),
        )  # fmt: skip
    return say(*parts, ".", cites=[claim.id])


_PLAIN: dict[str, tuple[tuple[str, str], ...]] = {
    "commits": (("made a commitment", "make a commitment"), ("committed itself", "commit itself")),
    "demands": (("made a demand", "make a demand"), ("pressed its case", "press its case")),
    "opposes": (("objected", "object"), ("dissented", "dissent")),
    "supports": (("spoke in support", "speak in support"), ("voiced support", "voice support")),
}
"""Verbs, past and plain, for claims whose matter only the quotation says."""


_SAID: dict[str, tuple[Callable[[str, Name, Name], tuple[Part, ...]], ...]] = {
    "reports": (
        lambda topic, actor, source: (f"on {topic}, ", source, " writes of ", actor),
        lambda topic, actor, source: ("on ", actor, f" and {topic}, ", source, " says"),
    ),
    "forecasts": (
        lambda topic, actor, source: (source, " looks ahead on ", topic, " and ", actor),
        lambda topic, actor, source: (f"on {topic}, ", source, " expects of ", actor),
    ),
}
"""Forms for reports and forecasts that only their own words can tell."""


def _quoted(entry: Entry, turn: int) -> Sentence:
    claim = entry.claim
    actor, source = who(claim.actor, claim.id), source_name(entry)
    told, subject = Quote(shortened(claim.quote), claim.id), topic(claim)
    if claim.stance in ("reports", "forecasts"):
        said = _SAID[claim.stance]
        doubt = ", with reserve" if claim.hedged else ""
        parts = said[turn % len(said)](subject, actor, source)
        return say(*parts, doubt, ": ", told, ".", cites=[claim.id])
    matter = "" if subject == MEASURES["other"] else f" on {subject}"
    if denied(claim):
        # What the not belongs to, the verb or what it says, only the words themselves tell.
        doubt = ", with reserve" if claim.hedged else ""
        return say("of ", actor, f"{matter}{doubt}, ", source, " has this: ", told, ".",
                   cites=[claim.id])  # fmt: skip
    forms = _PLAIN[claim.stance]
    verb = _verb(claim, *forms[turn % len(forms)])
    whom: tuple[Part, ...] = ()
    if claim.stance == "demands":
        whom = _toward(claim, "of" if "a demand" in verb else "with")
    return say(actor, verb, *whom, f"{matter}: ", told, ".", cites=[claim.id])


def shortened(quote: str) -> str:
    """Return a quotation cut at a word, still word for word, where it is long."""
    line = quote if len(quote) <= LONG else quote[:LONG]
    if len(quote) > LONG and " " in line:
        line = line.rsplit(" ", 1)[0]
    return line
