"""Whether words are borne by what they cite: number, unit, year, actor, target, stance, hedge."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from burdenshare.brief import phrases
from burdenshare.brief.parts import MILLION, float_of, printed, reads_back
from burdenshare.brief.words import in_sentence
from burdenshare.evidence.conflicts import subject
from burdenshare.evidence.ledger import Entry, Source
from burdenshare.evidence.model import AUTHOR, UNSPECIFIED, Claim
from burdenshare.figures.countries import countries, country_name
from burdenshare.figures.model import Observation


@dataclass(frozen=True)
class Ground:
    """One thing that a sentence cites.

    Attributes
    ----------
    id : str
    entry : Entry or None
        A claim of the ledger, with `text`, the words of its document.
    figure : Observation or None
    numbers : tuple of float
        What may be taken from arithmetic, a count or a run, in any order.
    names : tuple of str
        The states or organisations that arithmetic or a run is about.
    source : Source or None
        A document that is cited as such.
    """

    id: str
    entry: Entry | None = None
    text: str = ""
    figure: Observation | None = None
    numbers: tuple[float, ...] = ()
    names: tuple[str, ...] = ()
    source: Source | None = None


ROUND = 0.05
"""A share this near to a whole number may be printed as one."""
QUOTED = re.compile(r"“((?:[^“”]|“[^“”]*”)*)”|「([^」]*)」|\"([^\"]*)\"")
_EDITION = re.compile(
    r"(?P<definition>[A-Z]{3,5}(?: core defence| derived)?)(?:'s)?,? edition(?: of)?"
    r" (?P<vintage>\d{4}-\d\d)"
)
_VINTAGE = re.compile(r"edition(?: of)? \d{4}-\d\d")
_BY = re.compile(r"\b(?:by|to|from|of) $")
_NUMBER = re.compile(
    r"(?P<number>(?<![\w.,-])-?\d+(?:,\d{3})*(?:\.\d+)?(?: (?:thousand|million|billion|trillion))?)"
    r"(?P<unit> ?% of (?:GDP|GNP|defence spending|its GDP|its base)| ?% a year| ?%"
    r"| percentage points| points)?",
)
_CURRENCY = re.compile(r"\b([A-Z]{3}) $")
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_DEADLINE = re.compile(r"\b(?:by|until|before)(?: the end of)? $", re.I)
_LIMITS = {
    "le": re.compile(r"\b(?:at most|no more than|up to|a ceiling of|a cap of) $", re.I),
    "ge": re.compile(r"\b(?:at least|no less than|a minimum of|a floor of) $", re.I),
    "gt": re.compile(r"\b(?:more than|over|above) $", re.I),
    "lt": re.compile(r"\b(?:less than|under|below) $", re.I),
    "about": re.compile(r"\b(?:about|around|roughly|some|nearly) $", re.I),
}
HEDGES = re.compile(
    r"\b(?:may(?! \d{4})|might|could|reportedly|possibly|perhaps|allegedly|apparently|with reserve"
    r"|likely|hedged|rumou?red)\b"
)
_NOT = re.compile(r"\b(?:not|never|no longer|nor|neither|without ever)\b|n't\b", re.I)
_CUES: dict[str, str] = {
    "commits": r"commit(?:s|ted|ment|ments|ting)?|pledg(?:e|es|ed|ing)|promis(?:e|es|ed|ing)"
    r"|undert(?:ake|akes|ook)|vow(?:s|ed)?|agreed? to",
    "demands": r"demand(?:s|ed|ing)?|call(?:s|ed|ing)? (?:for|on)|urg(?:e|es|ed|ing)"
    r"|press(?:es|ed|ing)?|want(?:s|ed)?|ask(?:s|ed|ing)?|insist(?:s|ed|ing)?|requir(?:e|es|ed)",
    "opposes": r"reject(?:s|ed|ing|ion)?|refus(?:e|es|ed|ing|al)|oppos(?:e|es|ed|ing|ition)"
    r"|object(?:s|ed)|dissent(?:s|ed)?|resist(?:s|ed|ing)?|declin(?:es|ed)"
    r"|object on|rul(?:es|ed) out",
    "supports": r"support(?:s|ed|ing)?|back(?:s|ed|ing)|back (?=\d)|welcom(?:es|ed|e)"
    r"|endors(?:es|ed|e)|favou?r(?:s|ed)|accept(?:s|ed)?",
    "forecasts": r"expect(?:s|ed)?|forecast(?:s)?|predict(?:s|ed)?|looks? ahead|foresees?",
    "reports": r"spent|spends|puts|put at|gives|gave|writes|wrote|says|said|reached|stood at",
}
_CUE = re.compile(
    r"\b(?:" + "|".join(f"(?P<{stance}>{words})" for stance, words in _CUES.items()) + r")\b", re.I
)
_FLIPS = {"commits": "opposes", "supports": "opposes"}
_UNIT_NAMES = {
    "pct_gdp": ("% of GDP", "% of its GDP"),
    "pct_gnp": ("% of GNP",),
    "pct": ("%",),
    "pct_change": ("%",),
    "pct_per_year": ("% a year",),
    "pp": ("percentage points", "points"),
    "points": ("points", "percentage points"),
    "pct_of_defence_spending": ("% of defence spending",),
}


@dataclass(frozen=True)
class _Number:
    text: str
    unit: str
    limit: str
    start: int
    deadline: bool

    @property
    def year(self) -> bool:
        """Whether it is a bare year."""
        return not self.unit and bool(_YEAR.fullmatch(self.text))


def unborne(words: str, grounds: Sequence[Ground]) -> str:
    """Return why words are not borne by what they cite; empty if they are.

    Parameters
    ----------
    words : str
        One sentence, or the part of it that its citations stand for, without their marks.
    grounds : sequence of Ground
        In the order in which they are cited.
    """
    bare = words
    for ground in grounds:
        bare = _without_source(bare, ground)
    if why := _quotations(bare, grounds):
        return why
    bare = _without_quotations(bare)
    if why := _editions(bare, grounds):
        return why
    bare = _EDITION.sub(lambda m: " " * len(m.group()), bare)
    claims = [g.entry.claim for g in grounds if g.entry]
    for claim in claims:
        topic = phrases.topic(claim)
        bare = re.sub(re.escape(topic), lambda m: " " * len(m.group()), bare, flags=re.I)
    return (
        _numbers(bare, grounds)
        or _names(bare, grounds)
        or _stances(bare, grounds, claims)
        or _hedges(bare, claims)
    )


def needs_citation(words: str) -> bool:
    """Tell whether words say something that must be borne: a number, a quotation, a stance."""
    bare = _without_quotations(words)
    if bare != words or re.search(r"\d|‘|machine-written", bare):
        return True
    return bool(_CUE.search(bare)) and bool(_mentioned(bare))


def _quotations(words: str, grounds: Sequence[Ground]) -> str:
    for m in QUOTED.finditer(words):
        quote = next(g for g in m.groups() if g is not None)
        if not any(quote in g.entry.claim.quote for g in grounds if g.entry):
            return f"the quotation “{quote}” does not stand so in the claim that is cited"
    return ""


def _without_quotations(words: str) -> str:
    return QUOTED.sub(lambda m: " " * len(m.group()), words)


def _without_source(bare: str, ground: Ground) -> str:
    """Blank out the name of a source, which may hold digits and names of its own."""
    s = ground.entry.source if ground.entry else ground.source
    if s is None:
        return bare
    for name in (f"‘{s.title}’" if s.title else "", s.title, s.name, s.publisher):
        if name:
            bare = bare.replace(name, " " * len(name))
            bare = bare.replace(name[:1].upper() + name[1:], " " * len(name))
    return bare


def _editions(bare: str, grounds: Sequence[Ground]) -> str:
    known = [(g.figure.definition, g.figure.vintage) for g in grounds if g.figure]
    known += [(g.id.split("/")[1], g.id.split("/")[3]) for g in grounds
              if g.id.startswith("count-at-least")]  # fmt: skip
    place = 0
    if len(_VINTAGE.findall(bare)) > len(_EDITION.findall(bare)):
        return "an edition without its definition"
    for m in _EDITION.finditer(bare):
        said = (m["definition"], m["vintage"])
        if said not in known[place:]:
            return f"edition {said[0]} {said[1]} is not what is cited there"
        place = known.index(said, place)
    return ""


def _read(bare: str) -> Iterator[_Number]:
    for m in _NUMBER.finditer(bare):
        before = bare[: m.start()]
        currency = _CURRENCY.search(before)
        unit = (m["unit"] or "").strip()
        head = before[: currency.start()] if currency else before
        limit = next((k for k, words in _LIMITS.items() if words.search(head)), "")
        yield _Number(
            m["number"],
            ("% of GDP" if unit == "%" and "% of GDP" in bare[m.end() :] else unit)
            or (currency.group(1) if currency else ""),
            limit,
            m.start(),
            bool(_DEADLINE.search(before)),
        )


def _numbers(bare: str, grounds: Sequence[Ground]) -> str:
    """Let every number fill a slot of its own, in the order of the citations."""
    place, last_year = (0, 0), 0
    filled: set[tuple[int, int]] = set()
    for number in _read(bare):
        if number.year and any(_year_fits(number, g) for g in grounds):
            if _span_of_years(grounds):
                if int(number.text) < last_year:
                    return f"the years {number.text} and {last_year} are in the wrong order"
                last_year = int(number.text)
            continue
        slots = [(i, s) for i, g in enumerate(grounds) for s in _slots(number, g)]
        if number.year and not slots:
            return f"the year {number.text} is not in what is cited"
        hit = next((slot for slot in slots if slot >= place or slot[1] < 0), None)
        if hit is None:
            shown = f"{number.text} {number.unit}".strip()
            return f"the number {shown} fills no slot of what is cited there"
        filled.add(hit)
        if hit[1] >= 0:
            place = hit if _repeats(grounds[hit[0]]) else (hit[0], hit[1] + 1)
    return _unfilled(filled, grounds)


def _repeats(ground: Ground) -> bool:
    """Tell whether a number may be said again: those of claims, unless they are a range."""
    return ground.entry is not None and ground.entry.claim.value_high is None


def _unfilled(filled: set[tuple[int, int]], grounds: Sequence[Ground]) -> str:
    """Return what is cited for its number and not given, where others are."""
    figures = {i for i, g in enumerate(grounds) if g.figure is not None}
    hit = {i for i, _ in filled}
    if hit & figures and figures - hit:
        return f"{grounds[min(figures - hit)].id} is cited, but not given"
    for i, g in enumerate(grounds):
        if g.id.startswith("count-at-least") and i in hit and not {(i, 0), (i, 1)} <= filled:
            return "how many of how many is not as counted"
    return ""


def _span_of_years(grounds: Sequence[Ground]) -> bool:
    return any(
        g.entry and g.entry.claim.year_to and g.entry.claim.year_to != g.entry.claim.year
        for g in grounds
    )


def _year_fits(number: _Number, ground: Ground) -> bool:
    year = int(number.text)
    if ground.figure is not None:
        return year == ground.figure.year and not number.deadline
    if ground.entry is None:
        return float(year) in ground.numbers
    c = ground.entry.claim
    if number.deadline:
        return year == c.deadline
    dated = int(c.date[:4]) if c.date else None
    return year in (c.year, c.year_to, dated)


def _slots(number: _Number, ground: Ground) -> list[int]:
    """Return which slots of a ground a number may fill: 0 and 1 for a claim, -1 for any."""
    if ground.figure is not None:
        o = ground.figure
        if o.series.startswith(("milex_lcu", "milex_usd")):
            currency = "USD" if "usd" in o.series else countries()[o.country].currency
            fits = number.unit == currency and reads_back(number.text, o.value * MILLION)
            return [0] if fits else []
        shares = ("% of GDP", "% of its GDP")
        unit = number.unit in shares if o.series.endswith("pct_gdp") else True
        fine = "." in number.text or abs(o.value - round(o.value)) < ROUND
        return [0] if unit and fine and reads_back(number.text, o.value) else []
    if ground.id.startswith("count-at-least"):
        units = ("", "", "% of GDP")
        return [
            i for i, unit in enumerate(units)
            if number.unit == unit and reads_back(number.text, ground.numbers[i])
        ]  # fmt: skip
    if ground.entry is None:
        fits = any(reads_back(number.text, n) for n in ground.numbers)
        return [-1] if fits and _loose_unit(number, ground) else []
    c = ground.entry.claim
    unit_ok = _unit_fits(number.unit, c) and (number.limit or "eq") == _limit_of(c)
    first = c.value is not None and _exactly(number.text, c.value)
    second = c.value_high is not None and _exactly(number.text, c.value_high)
    # Of a range only the upper end carries the unit in print.
    half = c.value_high is not None and number.unit == ""
    found = [0] if first and (unit_ok or half) else []
    if second and (_unit_fits(number.unit, c)):
        found.append(1)
    return found


def _exactly(text: str, value: float) -> bool:
    """Tell whether a number is printed as the claim gives it, with no place less."""
    return printed(value) == text or (reads_back(text, value) and float_of(text) == value)


def _loose_unit(number: _Number, ground: Ground) -> bool:
    if ground.id.startswith("count of"):
        return number.unit == ""
    if ground.id.startswith("difference"):
        return number.unit in ("points", "percentage points")
    return number.unit in ("", "% of GDP", "% of its base") or len(number.unit) == len("USD")


def _unit_fits(unit: str, claim: Claim) -> bool:
    known = claim.unit or ""
    if known == "pct_gdp" and (claim.base or "GDP").upper() != "GDP":
        return unit == "%"
    if known in _UNIT_NAMES:
        return unit in _UNIT_NAMES[known]
    return unit == "%" if known.startswith("pct_of_") else unit in ("", known)


def _limit_of(claim: Claim) -> str:
    return claim.comparator if claim.comparator in _LIMITS else "eq"


def _mentioned(bare: str) -> list[tuple[int, str]]:
    from burdenshare.evidence.gazetteer import mentions

    return [
        (m.span.start, subject(m.represents or m.name))
        for m in mentions(bare, "en")
        if m.kind != "group"
    ]


def _names(bare: str, grounds: Sequence[Ground]) -> str:
    """Let nobody be named whom nothing cited knows."""
    known: set[str] = set()
    for g in grounds:
        known |= set(g.names)
        if g.figure is not None:
            known |= {
                g.figure.country,
                g.figure.source,
                "NATO" if "NATO" in g.figure.country else "",
            }
        if g.entry is not None:
            c = g.entry.claim
            known |= {subject(n) for n in (*c.actor, *c.target, c.speaker, *c.reported_via)}
            known |= _within(g.entry)
    makers = {g.figure.source for g in grounds if g.figure}
    for at, name in _mentioned(bare):
        if name in makers and (name != "NATO" or _as_maker(bare, at)):
            continue
        if name not in known:
            return f"{name} is not in what is cited"
    countries_of = {g.figure.country for g in grounds if g.figure}
    if countries_of and not any(g.entry for g in grounds):
        named = {n for _, n in _mentioned(bare)} | ({"NATO"} if "alliance" in bare else set())
        missing = countries_of - named - {"NATO_EUR_CAN"}
        if missing and "NATO" not in missing:
            return f"the figure of {', '.join(sorted(missing))} is cited, but not named"
    return ""


def _as_maker(bare: str, at: int) -> bool:
    """Tell whether NATO is named as the publisher of a figure: NATO's count, according to NATO."""
    return bare.startswith("NATO's", at) or bool(_BY.search(bare[:at]))


def _within(entry: Entry) -> set[str]:
    """Return whom the words of a claim name as a person or office, which its actor stands for."""
    from burdenshare.evidence.gazetteer import mentions

    parties = {subject(n) for n in (*entry.claim.actor, *entry.claim.target)}
    found = mentions(entry.claim.quote, entry.source.language)
    return {subject(m.name) for m in found if m.represents in parties}


def _cues(bare: str) -> list[tuple[str, int, int, bool]]:
    """Return stance, start, end and negation of every cue."""
    found = []
    for m in _CUE.finditer(bare):
        before = " ".join(bare[: m.start()].split()[-3:])
        found.append((m.lastgroup or "", m.start(), m.end(), bool(_NOT.search(before))))
    return found


def _without_parties(bare: str, claims: Sequence[Claim]) -> str:
    """Blank out parties whose names are words of stance: the opposition, supporters."""
    for claim in claims:
        for name in (*claim.actor, *claim.target):
            form = phrases.who([name], "").text
            if subject(name) in countries():
                form = form[form.find("(") :] if "(" in form else ""
            if form:
                bare = re.sub(re.escape(form), lambda m: " " * len(m.group()), bare, flags=re.I)
    return bare


def _stances(bare: str, grounds: Sequence[Ground], claims: Sequence[Claim]) -> str:
    cues = [c for c in _cues(_without_parties(bare, claims)) if c[0] != "reports"]
    if not claims:
        if cues and not any(g.id.startswith(("count", "run")) for g in grounds):
            return "what is cited takes no stance"
        return (
            "a figure is not denied" if _NOT.search(bare) and any(g.figure for g in grounds) else ""
        )
    if len(claims) > 1 or len(grounds) > 1:
        known = {c.stance for c in claims}
        wrong = [c[0] for c in cues if c[0] not in known and _FLIPS.get(c[0]) not in known]
        return f"none of the claims {wrong[0]}" if wrong else ""
    claim = claims[0]
    if claim.stance == "reports":
        if cues:
            return f"the claim reports; it says {cues[0][0]}"
        if _NOT.search(bare) and not claim.negated:
            return "the claim is turned into its denial"
        return _reported(bare, claim)
    if not cues and phrases.denied(claim):
        return _reported(bare, claim)
    if not cues:
        return f"it does not say that {_shown(claim)} {claim.stance}"
    stance, start, end, negated = cues[0]
    effective = _FLIPS.get(stance, f"not {stance}") if negated else stance
    wanted = f"not {claim.stance}" if phrases.denied(claim) else claim.stance
    if phrases.denied(claim) and negated and stance == claim.stance:
        effective = wanted
    if effective != wanted:
        return f"the claim {wanted}, the sentence {effective}"
    return _roles(bare, claim, start, end)


def _reported(bare: str, claim: Claim) -> str:
    if not _stands(bare, claim.actor):
        return f"it does not say that it is about {_shown(claim)}"
    actors = {subject(n) for n in claim.actor}
    others = [n for _, n in _mentioned(bare) if n not in actors and n in countries()]
    return f"{others[0]} is not whom the claim is about" if others else ""


def _roles(bare: str, claim: Claim, start: int, end: int) -> str:
    """Hold who stands before the verb against the actor, who stands after it against the target."""
    before, after = bare[:start], bare[end:]
    passive = (
        re.search(r"\b(?:is|are|was|were|been|being)(?: \w+ly)? $", before) and " by " in after
    )
    if claim.stance == "forecasts":
        before = after = bare
    if passive:
        before, after = after[after.index(" by ") :], before + after[: after.index(" by ")]
    if not _stands(before, claim.actor):
        return f"the actor of the claim is {_shown(claim)}"
    actors = {subject(n) for n in claim.actor}
    targets = {subject(n) for n in claim.target}
    for _, name in _mentioned(before):
        if name in countries() and name not in actors and claim.stance != "forecasts":
            return f"{name} is not the actor of the claim"
    for _, name in _mentioned(after):
        if name not in targets | actors and name in (*countries(), "NATO", "EU"):
            return f"{name} is not the target of the claim"
    return ""


def _stands(text: str, names: Iterable[str]) -> bool:
    """Tell whether any of the parties is named in a text, by a name or by who speaks for it."""
    lower = text.lower()
    found = {n for _, n in _mentioned(text)}
    for name in names:
        bare = subject(name)
        forms = {phrases.who([name], "").text, name.partition(" (")[0]}
        if bare in countries():
            forms |= {in_sentence(bare), country_name(bare)}
        if name in (AUTHOR, UNSPECIFIED) or bare not in countries():
            if any(form.lower() in lower for form in forms):
                return True
        elif bare in found or any(form in text for form in forms if len(form) > 3):
            return True
    return not list(names)


def _shown(claim: Claim) -> str:
    return phrases.who(claim.actor, "").text


def _hedges(bare: str, claims: Sequence[Claim]) -> str:
    hedged = any(c.hedged and (len(claims) == 1 or _uses(bare, c)) for c in claims)
    found = HEDGES.search(bare)
    if hedged and not found:
        return "the claim is hedged, the sentence is not"
    if found and not any(c.hedged for c in claims):
        return f"{found.group()!r} is a doubt that nothing cited has"
    return ""


def _uses(bare: str, claim: Claim) -> bool:
    """Tell whether a sentence on several claims gives the number of this one."""
    value = claim.value
    return value is not None and any(reads_back(n.text, value) for n in _read(bare))
