"""Finite verbs of plain English: whether words say something, without a cue of stance."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from burdenshare.evidence.claims.words import listed

_REGULAR = """
accept account accuse achieve acquire act add address admit adopt advance affect agree aim alarm
allocate allow amount anchor announce answer appear applaud apply appoint approach approve argue
arrest arrive ask assemble assess assign assist assume assure attach attack attend attract
authorise authorize average award back balance ban bar base battle believe belong benefit bet
block blur board boast book border borrow bridge brush cancel carry cause celebrate chair change
charge check choose cite claim climb close collapse collect combine command comment commit compare
compete complain complete concede concern conclude conduct confirm confront consider consist
consult contain contest continue contract contribute control convert convince cost count cover
craft create criticise criticize cross damage date debate decide declare decline defend define
delay deliver demand demonstrate deny depend deploy derail describe deserve design designate
destroy deter determine devote die differ direct disagree disappear discuss dismiss dispatch
divide dodge dominate donate doubt draft draw drift drop earmark earn echo edge elect embarrass
emerge employ enable encourage end enforce enjoy ensure enter equal escalate establish estimate
evade exceed exchange exclude excuse exempt exercise exist expand expect expire explain export
express extend face fade fail favour favor fear field figure finance finish fire fit fix flow focus
follow force forecast form frame fuel fund gain gather generate grant guarantee guard halt hand
handle happen harm help hesitate hide highlight hint hire honour host identify ignore illustrate
impose improve include increase indicate inform insist install insulate intend interpret introduce
invest invite involve issue join judge jump justify kick label lack land last launch laugh learn
lecture level lift like limit link list live lobby lock look loom lower maintain manage march mark
matter measure mention merge miss mix mobilise mobilize modernise mount move name narrow need
negotiate nod note notice object oblige observe obtain occur offer open operate oppose order
organise overhaul overtake owe own park participate pass patch pause permit persuade pin place plan
play please pledge plug point polish possess post postpone pour praise predict prefer prepare
present
press prevent proceed process procure produce prohibit promise promote propose protect protest
prove provide publish pull purchase push qualify question quote raise range rank ratify reach react
reaffirm realise realize reassure recall receive reckon recognise recognize recommend reconsider
record recover recruit reduce refer reflect refuse regard register regret reject relate release
relocate rely remain remark remember remind remove rename renew repair repeat replace reply report
represent request require rescue reserve resign resist resolve respond rest restore restrict result
resume retain retire retreat return reveal reverse review revise reward risk rotate rule rush
safeguard satisfy save scale schedule score scrap secure seem select separate serve settle shape
share shift ship shoulder show shrug sign signal sit slash slip slow smile sneer soar solve sound
spark specify split spur stage stall stand start state station stay stem step stipulate stop
strengthen stress stretch strip struggle submit succeed suffer suggest suit supplement supply
support surface surge surprise surround survive suspect suspend sustain switch talk target tax test
thank threaten tie tighten top total touch tour trace track trade trail train transfer transform
translate travel treat trigger trim trust try turn twin undermine underline underpin unite unveil
update uphold urge use value vary veto view violate visit voice vote vow wait walk want warn waste
watch wave weaken weigh welcome widen wish witness wonder work worry yield
"""
_IRREGULAR = """
be-was-were-been become-became begin-began-begun bind-bound break-broke-broken bring-brought
build-built buy-bought catch-caught come-came cut-cut deal-dealt do-did-done draw-drew-drawn
drive-drove-driven eat-ate fall-fell-fallen feed-fed feel-felt fight-fought find-found
fly-flew-flown
forget-forgot get-got give-gave-given go-went-gone grow-grew-grown hang-hung have-had hear-heard
hide-hid hit-hit hold-held hurt-hurt keep-kept know-knew-known lay-laid lead-led leave-left
lend-lent
let-let lie-lay lose-lost make-made mean-meant meet-met outspend-outspent overspend-overspent
pay-paid
put-put quit-quit read-read ride-rode ring-rang rise-rose-risen run-ran say-said see-saw-seen
sell-sold send-sent set-set shake-shook shoot-shot show-showed shrink-shrank-shrunk shut-shut
sink-sank sit-sat sleep-slept speak-spoke-spoken spend-spent spread-spread spring-sprang stand-stood
steal-stole stick-stuck strike-struck swear-swore take-took-taken teach-taught tell-told
think-thought
throw-threw-thrown undergo-underwent understand-understood uphold-upheld wear-wore win-won
withdraw-withdrew-withdrawn withstand-withstood write-wrote-written underwrite-underwrote
"""
_AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|may|might|can|cannot|could|should|must|shall"
    r"|do|does"
    r"|did|ought)\b|n[’']t\b|[’'](?:ll|re|ve|d|s (?:not|a|an|the|our|no|\w+ing|been))\b",
    re.I,
)
_WORD = re.compile(r"[A-Za-z]+(?:[’']s\b)?")
#: Third persons and past forms that are as often nouns or adjectives.
_OFTEN_NAMES = listed(
    """
    acts aims answers appeals attacks balances bans bars bases bets blocks boards books borders
    bridges calls causes changes charges checks claims comments commands complaints concerns
    contests
    contracts controls costs counts covers cuts damages dates deals debates delays demands deploys
    designs doubts drafts drops ends exchanges exercises exports faces fears fields figures fires
    flows forces forecasts forms frames funds gains grants guards hands harms hints increases
    interests invites issues judges jumps labels lacks lands levels limits links lists looks marches
    marks matters means measures mentions moves names needs notes objects offers orders parks passes
    patches pauses places plans plays pledges points positions posts presents processes programs
    promises protests purchases questions quotes raises ranges ranks records releases remarks
    repairs
    replies reports requests reserves rests results returns reviews rewards risks rules runs sales
    scales schedules scores shapes shares shifts ships shows signals signs sounds stages stands
    starts states stations steps stops stresses supplies supports surges talks targets taxes
    tests ties
    tops totals tours tracks trades trains transfers treats trusts turns updates uses values views
    visits voices votes waits warnings waves wishes works worries yields
    """
)
_DETERMINERS = frozenset(
    [
        "the",
        "a",
        "an",
        "its",
        "their",
        "his",
        "her",
        "our",
        "your",
        "my",
        "this",
        "that",
        "these",
        "those",
        "no",
        "new",
        "of",
        "in",
        "and",
        "or",
    ]
)


@cache
def _forms() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return third persons, past forms and plain forms."""
    third, past, plain = set(), set(), set()
    for verb in _REGULAR.split():
        plain.add(verb)
        if verb.endswith("y") and verb[-2] not in "aeou":
            third.add(verb[:-1] + "ies")
            past.add(verb[:-1] + "ied")
        else:
            third.add(verb + ("es" if verb.endswith(("s", "sh", "ch", "x")) else "s"))
            doubled = verb + verb[-1] + "ed"
            past.update((verb + ("d" if verb.endswith("e") else "ed"), doubled))
    for line in _IRREGULAR.split():
        verb, *forms = line.split("-")
        plain.add(verb)
        third.add(verb + ("es" if verb.endswith(("o", "ch")) else "s"))
        past.add(forms[0])
    return frozenset(third), frozenset(past), frozenset(plain)


def finite(piece: str) -> bool:
    """Tell whether words hold a finite verb: an auxiliary, a past form, or a third person."""
    return verb_at(piece) is not None


@lru_cache(maxsize=4096)
def verb_at(piece: str) -> int | None:
    """Return where the first finite verb of some words stands, or None.

    A past form right after an article (`the promised ships`) is none, and a third person that is
    as often a noun (`plans`) counts only after a name.
    """
    helped = _AUXILIARY.search(piece)
    limit = helped.start() if helped else len(piece)
    third, past, plain = _forms()
    previous = ""
    for number, token in enumerate(_WORD.finditer(piece)):
        if token.start() >= limit:
            break
        word = token.group().lower()
        if number and previous not in _DETERMINERS and not previous.endswith(("’s", "'s")):
            sure = word in past or (word in third and word not in _OFTEN_NAMES)
            if sure or (word in third and previous[:1].isupper()):
                return token.start()
            if word in plain and previous.lower() in _PLURAL:
                return token.start()
            if word in plain and previous.lower().endswith(_PLURAL_ENDS) and number < 6:
                return token.start()
        previous = token.group() if token.group()[:1].isupper() else word
    return helped.start() if helped else None


def opens(piece: str) -> bool:
    """Tell whether words begin with a finite verb, their subject left out."""
    first = _WORD.match(piece.lstrip(' "“'))
    if first is None:
        return False
    third, past, _ = _forms()
    word = first.group().lower()
    return word in past or (word in third and word not in _OFTEN_NAMES)


_PLURAL = frozenset(
    [
        "i",
        "we",
        "you",
        "they",
        "who",
        "others",
        "many",
        "most",
        "some",
        "both",
        "all",
        "allies",
        "members",
        "governments",
    ]
)
_PLURAL_ENDS = ("ies", "ers", "ors", "ments", "ists", "ans", "ents", "ians", "ese", "tes", "ns")
_IMPERATIVE = re.compile(
    r"[\"“]?(?:(?:please|so|and|but|then|now|instead|first|let us be clear:),? )?"
    r"(?P<not>(?:do not|don[’']t|never)\s+)?"
    r"(?P<verb>[A-Za-z]+)\s+(?=(?P<rest>[A-Za-z0-9]))"
)
_COMMANDED = listed(
    """
    stop put let publish give take make keep spend pay raise cut build buy send ask tell show set
    start begin end bring call count use write hold look remember forget consider stand add drop
    leave turn move do be think read open close invest scrap cancel review explain halt find get
    ban tax borrow train fund wait listen abolish admit learn choose repeal ratify honour
    """
)


def imperative(piece: str) -> bool:
    """Tell whether words give an order: `Publish it`, `Please don't add the two together`."""
    found = _IMPERATIVE.match(piece)
    if found is None:
        return False
    verb = found["verb"].lower()
    polite = piece.lower().lstrip('"“').startswith("please")
    if not (verb in _COMMANDED or found["not"] or polite):
        return False
    rest = piece[found.end() :]
    second = re.match(r"[A-Za-z]+", rest)
    follower = second.group().lower() if second else ""
    return (
        polite
        or bool(found["not"])
        or follower not in ("to", "is", "are", "was", "of", "has", "have")
    )
