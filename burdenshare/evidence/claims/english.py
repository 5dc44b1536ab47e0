"""English clauses: what stance a clause takes, by its cues and their order."""

from __future__ import annotations

import re
from dataclasses import dataclass

from burdenshare.evidence.claims import words
from burdenshare.evidence.claims.english_late import (
    Turn,
    subordinate,
    turn,
)
from burdenshare.evidence.claims.english_roles import (
    ALLIANCE,
    BODY,
    PAIR,
    PRONOUN,
    Hit,
    roles,
    subject_of,
    unlisted,
)
from burdenshare.evidence.claims.english_settled import by_law, partisan, set_by_plan, settled
from burdenshare.evidence.claims.english_speech import (
    attribution,
    interviewed,
    nested,
    reporter,
)
from burdenshare.evidence.claims.english_verbs import finite, imperative, verb_at
from burdenshare.evidence.claims.learned import judged
from burdenshare.evidence.claims.measures import GENERIC, measure
from burdenshare.evidence.claims.scene import Clause, Reading, Scene
from burdenshare.evidence.claims.words import listed
from burdenshare.evidence.model import Comparator, Span, Stance

__all__ = ["attribution", "bears", "interviewed", "nested", "read", "reporter"]

_CALLED = re.compile(r"\s+(?:it|them|him|her|us|the|this|that)\b")
_TOKEN = re.compile(r"[A-Za-z]+(?:[’'](?:s|t|re|ve|ll)\b)?")
_DETERMINERS = listed(
    """
    a an the this its their his her our your my any no of new sudden public recent growing
    strong further such these those defence defense military under
    """
)
_OBJECT = re.compile(
    r"\s+(?:the|an?|this|that|these|to|its|their|his|her|our|it|them|us|whether|if|any|all|more"
    r"|higher|such"
    r"|no|every|each|both|\d+|\w+ing|(?-i:[A-Z])\w+)\b",
    re.I,
)
_VERB_AHEAD = listed(
    """
    also to will would may might could should can must not they we who which i he she it always
    still now others critics analysts experts officials allies members never
    """
)
_FRICTION = re.compile(
    r"\b(?:rifts?|tensions?|frictions?|divisions?|disputes?|stalemate|at odds|estrangement|standoff"
    r"|disagreements?|gap between|turmoil|impasse|row (?:with|over|between)|crisis)\b",
    re.I,
)
_SELF = re.compile(
    r"(?:(?:in )?(?:this|the|our) (?:[“‘\"]?\w*[”’\"]? )?(?:mentioned in|article|blog|post|page"
    r"|text"
    r"|report|essay|phrase|title|following|author|(?:chart|table|figure)(?= (?:shows?|above|below"
    r"|\d|\()))"
    r"|a recent article|a recent report)\b(?! (?:says|said|puts|finds|found|warns|calls|urges"
    r"|recommends))",
    re.I,
)
_WHEN = re.compile(
    r"\b(?:[Oo]n|[Ii]n|[Ll]ast|[Ee]arlier in|[Ss]ince)\s+(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur"
    r"|Sun)day|January"
    r"|February|March|April|May|June|July|August|September|October|November|December|week|month"
    r"|year)\b"
)
CORE = listed(
    """
    defence_spending_share_gdp defence_spending defence_spending_growth burden_sharing
    credibility alliance_cohesion alliance_status security_dependence support_to_ukraine
    cost_sharing globalisation_of_nato tariffs
    """
)
_EVENT = re.compile(
    r"\b(?:(?:has|have|had)\s+(?:\w+ly\s+|also\s+|never\s+|been\s+|begun\s+)*\w+(?:ed|en|ing|un"
    r"|ne|t)"
    r"|established|inaugurated|joined|launched|founded|created|opened|signed|deployed|followed"
    r"|concluded|attended|formed|held|introduced|began|started|reopened|set up|declared|stated"
    r"|visited|elected|ratified|adopted|became|stands out|operates|remains?)\b",
    re.I,
)
_BEING = re.compile(
    r"\b(?:called|calls|is|are|was|were|be|been|being|become\w*|became|becoming|remain\w*|feels?"
    r"|felt|seem\w*|as|an?"
    r"|appear\w*|grow\w*|grew|made?|it|issue|[’'](?:s|re))[\"“”’\s]+(?:\w+\s+){0,2}[\"“]?$",
    re.I,
)
_SIDES = re.compile(
    r"(?P<for>\bin favou?r|\bfor\b|\bsupport\w*|\bback(?:ed|ing|s)?\b|\bapprov\w+|\bwelcom\w+)"
    r"|(?P<against>\bagainst|\boppos\w+|\breject\w*|\bdisapprov\w+)",
    re.I,
)
_FACT = re.compile(
    r"\s+(?:(?:on|last) \w+ )?that\b(?!.*\b(?:must|should|would|will|may|might|could|can|need)\b)"
    r".*\b(?:was|were|had|has been|have been)\b",
    re.I | re.S,
)
_UNWILLING = re.compile(
    r"(?:\bfail(?:s|ed)? to|\brefus\w+ to|\bunable to|\bstop(?:s|ped)? short of|\bhesitat\w+"
    r" to)\s+(?:\w+\s+)?$"
    r"|^[\"“]?(?:nobody|no one|none|neither|few)\b",
    re.I,
)
_NO_ONE = re.compile(r"[\"“]?(?:nobody|no one|none)\b", re.I)
_UNDECIDED = re.compile(
    r"\b(?:has|have|had)(?: not|n[’']t)(?: yet)?(?: been)?\s+$|\bnot"
    r" yet\s+$",
    re.I,
)
_DECIDES = re.compile(r"decid|agree|announc|approv|sign|plan|resolv|ratif|commit", re.I)
_IF = re.compile(r"[\"“]?(?:if|unless)\b", re.I)
_SUSPECTED = re.compile(
    r"\bI (?:suspect|expect|fear|guess|imagine|suppose|bet)\b|\b(?:presumably|probably|no"
    r" doubt)\b",
    re.I,
)
_IT = re.compile(r"[\"“]?(?:it|this|that)\s", re.I)
_THEY = re.compile(r"[\"“]?(?:it|they|he|she)\s", re.I)
_DENIED = re.compile(r"\b(?:(?:do|does|did)(?: not|n[’']t)|never|no longer)\s+(?:\w+ly\s+)?$", re.I)
_WARNS = re.compile(r"(?:warn|complain|fear|worr|caution|suspect|doubt|hint|lament)", re.I)
_FORESEES = re.compile(r"\b(?:would|could|might|may|will)\b")
_COMING = re.compile(r"\b(?:on course|on track|expected|due) (?:for|to)\b", re.I)
_PLANNED = re.compile(
    r"\b(?:is|are|was|were) to (?:be )?(?!blame)(?=[a-z]{3})|\b(?:has|have|had) set aside\b"
    r"|\bplan,? (?:worth|of|for)\b",
    re.I,
)
_TOLD = re.compile(r"\b(?:told (?:\w+ ){1,3}that|sa(?:id|ys) that)\b", re.I)
_WE = re.compile(
    r"[\"“]?(?:[QA]: )?(?:(?:yes|no|so|and|but),? )?"
    r"(?:we|ours|I|(?:our|my) (?:\w+ )?(?:government|administration|country|party|ministry|members"
    r"|cabinet|people|nation|army|navy|forces|region|council|union))\b",
    re.I,
)
#: What happens to somebody rather than being done: after `will` a forecast, no pledge.
_HAPPENS = re.compile(
    r"\s*(?:(?:also|not|soon|now|still|probably|likely|almost|certainly|never|eventually"
    r"|\w+ly)\s+)*"
    r"(?:be|have|become|remain|face|need|suffer|lose|fall|rise|grow|shrink|cost|exceed|find|feel"
    r"|look"
    r"|see|know|get|end|begin|happen|depend|fail|struggle|come|benefit|gain|miss|wait|run|last"
    r"|matter"
    r"|want|mean|show|follow|arrive|slip|hit|become|seem|appear|surpass|overtake|outgrow|expire"
    r"|differ"
    r"|think|laugh|notice|regret|realise|learn|enter|lack|owe|go|live|survive|expand|weigh"
    r"|consume|make (?:\w+ )?(?:progress|a difference|it|us|them))\b",
    re.I,
)
_DOING = re.compile(r"[\"“]?we (?:are|have been) \w+ing\b", re.I)
_ASKED_IF = re.compile(r"(?:and )?(?:if|whether|when|what (?:plans|steps)) ", re.I)
_FEWEST = 3
_TOTALS = re.compile(r"\b(?:comes?|came|amounts?|amounted|adds? up) to\b|\btotal(?:s|led)\b")
_NOT = re.compile(r"\s+(?:not|never)\b(?! only)")
_ELIDED = re.compile(r"\b(?:(?:does|do|did|will|would)(?: not|n[’']t)|cannot|can[’']t)[.\s]*$")


def bears(text: str, span: Span) -> bool:
    """Tell whether a span holds a cue of stance, a direction or a modal verb."""
    piece = span.of(text)
    return bool(
        _hits(text, span)
        or words.MODALS.search(piece)
        or _direction(piece)
        or _FRICTION.search(piece)
        or finite(piece)
        or _ELIDED.search(piece)
        or _TOLD.search(piece)
    )


def _hits(text: str, span: Span) -> list[Hit]:
    table = words.english_cues()
    found = []
    previous = ""
    for token in _TOKEN.finditer(text, span.start, span.end):
        word = token.group().lower().replace("’", "'")
        for cue in table.get(word, ()):
            if cue.weight == "noun" and _CALLED.match(text, token.end()):
                continue
            if cue.rest is not None and not cue.rest.match(text, token.end(), span.end):
                continue
            if cue.weight == "verb" and cue.rest is None and _is_noun(text, token, previous):
                continue
            if cue.weight == "state" and cue.rest is None and not _felt(text, token, span):
                continue
            found.append(Hit(token.start(), token.end(), cue))
            break
        previous = word
    return found


def _is_noun(text: str, token: re.Match[str], previous: str) -> bool:
    word = token.group().lower()
    field = previous in ("defence", "defense", "military") and word.endswith("ed")
    if (previous in _DETERMINERS and not field) or previous.endswith("'s"):
        return True
    following = text[token.end() : token.end() + 12]
    if word in words.OFTEN_NOUNS:
        return not (_OBJECT.match(following) or previous in _VERB_AHEAD or previous.endswith("ly"))
    return not word.endswith(("ed", "ing")) and re.match(r"\s(?:of|for)\b", following) is not None


def _felt(text: str, token: re.Match[str], span: Span) -> bool:
    """Tell whether an adjective is said of somebody or something, not just part of a name."""
    following = text[token.end() : token.end() + 9]
    if re.match(
        r"[\"”’]?\s*(?:to|of|that|about|at|by|with|on|over)\b|[\"”’]?\s*(?:[.,;]|$)", following
    ):
        return not re.match(r"\s+(?:on|over|with)\b", following) or bool(
            _BEING.search(text[span.start : token.start()])
        )
    return token.end() >= span.end - 1 or (
        _BEING.search(text[max(span.start, token.start() - 40) : token.start()]) is not None
    )


def _direction(piece: str) -> Comparator | None:
    for way, pattern in words.COMPARISONS:
        if pattern.search(piece):
            return way
    table = words.english_directions()
    found = [table[t] for t in map(str.lower, _TOKEN.findall(piece)) if t in table]
    return found[0] if found else None


def _changing(piece: str) -> bool:
    """Tell whether something changes or is compared, not merely called high or low."""
    if any(pattern.search(piece) for _, pattern in words.COMPARISONS):
        return True
    table = words.english_directions()
    return any(
        t in table and t not in words.WEAK_DIRECTIONS for t in map(str.lower, _TOKEN.findall(piece))
    )


def read(clause: Clause, scene: Scene) -> Reading | None:
    """Return what a clause claims, or None where it claims nothing that we can name."""
    found = _elided(clause, scene) or _stance(clause, scene.terse)
    if found is None:
        return None
    if scene.genre == "plan" and found[0] == "reports" and not clause.heading:
        found = set_by_plan(clause) or found
    stance, rule, hit = found
    piece = clause.words
    if any(q.unit == "pct_of_respondents" for q in clause.quantities):
        side = _SIDES.search(piece)
        stance = ("supports" if side["for"] else "opposes") if side else "reports"
        rule = "en.poll"
    stance, rule, share = judged(clause, scene, stance, rule)
    named = roles(clause, scene, stance, hit)
    return Reading(
        stance=stance,
        rule=rule,
        share=share,
        actor=named.actor,
        target=named.target,
        comparator=_direction(piece),
        hedged=words.HEDGES.search(piece) is not None,
        negated=words.NEGATIONS.search(re.sub(r"not only|no doubt|not but", "", piece)) is not None,
        firm=named.firm,
        addressed=named.addressed,
    )


def _elided(clause: Clause, scene: Scene) -> tuple[Stance, str, Hit | None] | None:
    """Return what `Japan does not` says of what the clause before it said."""
    short = len(clause.words.split()) < 7 and bool(scene.subjects)
    if short and _ELIDED.search(clause.words):
        return "opposes", "en.opposes.elided", None
    return None


@dataclass(frozen=True)
class _Sight:
    """What stands in a clause: its cues, whom and what it names, its modal verb."""

    strong: list[Hit]
    nouns: list[Hit]
    topic: str
    named: bool
    modal: re.Match[str] | None
    counted: bool
    terse: bool

    @property
    def about(self) -> bool:
        """Whether the clause is about anything that can be named, or its page never idle."""
        return bool(self.topic or self.named or self.counted or self.terse)


Found = tuple[Stance, str, Hit | None]


def _stance(clause: Clause, terse: bool) -> Found | None:
    piece = clause.words
    if _SELF.match(piece) and not clause.quantities:
        return None
    hits = _hits(clause.text, clause.span)
    strong = [h for h in hits if h.cue.weight != "noun"]
    sight = _Sight(
        strong,
        [h for h in hits if h.cue.weight == "noun"],
        measure(piece, "en"),
        _somebody(clause, strong),
        words.MODALS.search(piece),
        bool(clause.quantities),
        terse and not clause.heading and len(piece.split()) > _FEWEST,
    )
    pledging = clause.heading and _pledging(piece)
    told = sight.topic and (strong or sight.nouns or pledging)
    if clause.heading and not (sight.counted or told):
        return None
    if pledging:
        return "commits", "en.commits.heading", None
    if _ASKED_IF.match(piece) and clause.sentence.of(clause.text).startswith("To ask"):
        return "demands", "en.demands.asked", None
    return (
        settled(clause)
        or _by_cue(clause, sight)
        or _by_turn(clause, sight, terse)
        or _plain(clause, sight, terse)
    )


def _by_cue(clause: Clause, sight: _Sight) -> Found | None:
    """Return what a noun at the head or the first verb of a stance says."""
    strong, nouns = sight.strong, sight.nouns
    start = clause.span.start
    head = nouns[0] if nouns and nouns[0].start - start < 30 else None
    if head and sight.counted and _TOTALS.search(clause.words):
        return "reports", "en.reports.quantity", None
    verb = verb_at(clause.words)
    object_ = head is not None and verb is not None and head.start > start + verb
    object_ = object_ and head is not None and head.cue.stance == "commits"
    leads = (
        head and not object_ and (not strong or head.start < strong[0].start) and not sight.modal
    )
    if head and leads and (sight.topic or sight.named):
        return head.cue.stance, head.cue.rule, head
    elided = bool(strong) and not clause.first and strong[0].start - start < 12
    if strong and (sight.about or elided):
        return _by_verb(clause, strong, sight.modal)
    return None


def _by_turn(clause: Clause, sight: _Sight, terse: bool) -> Found | None:
    """Return what a modal verb, an order, a number or a turn of phrase says without a cue."""
    piece, modal, topic = clause.words, sight.modal, sight.topic
    turned = None if clause.heading or not sight.about else turn(piece)
    if modal and turned and turned.stance != "forecasts":
        return _turned(clause, turned)
    if (
        modal
        and not subordinate(piece, modal.start())
        and (
            sight.counted
            or _foreseen(clause, topic, piece)
            or _ourselves(piece, topic, modal)
            or _acts(clause, modal)
        )
    ):
        return _by_modal(clause, modal)
    if _DOING.match(piece) and (topic or sight.counted):
        return "commits", "en.commits.will", None
    if imperative(piece) and not clause.heading:
        cue = words.Cue("demands", "turn", None, "en.demands.imperative", "must")
        return "demands", cue.rule, Hit(clause.span.start, clause.span.start, cue)
    if sight.counted:
        return _by_number(clause)
    return _turned(clause, turned) if turned and terse else None


def _somebody(clause: Clause, strong: list[Hit]) -> bool:
    """Tell whether a clause names, or points to, somebody who can act."""
    piece = clause.words
    patterns = (PRONOUN.match, PAIR.search, ALLIANCE.search, BODY.search)
    if clause.actors or any(found(piece) for found in patterns):
        return True
    return bool(strong) and bool(unlisted(clause, strong[0].start))


def _turned(clause: Clause, found: Turn) -> tuple[Stance, str, Hit]:
    """Return what a turn of phrase says; what is judged or needed is so for who speaks."""
    word = "judged" if found.judged else "need" if found.needed else ""
    cue = words.Cue(found.stance, "turn", None, f"en.{found.stance}.turn", word)
    start = clause.span.start
    return found.stance, cue.rule, Hit(start + found.start, start + found.end, cue)


def _by_number(clause: Clause) -> tuple[Stance, str, Hit | None]:
    """Return what a number without a cue of stance is: planned, to come, or reported."""
    piece = clause.words
    turned = turn(piece)
    if turned:
        return _turned(clause, turned)
    if _COMING.search(piece):
        return "forecasts", "en.forecasts.ahead", None
    if _PLANNED.search(piece):
        return "commits", "en.commits.planned", None
    return "reports", "en.reports.quantity", None


def _ourselves(piece: str, topic: str, modal: re.Match[str]) -> bool:
    """Tell whether a first person says what it will or will not do."""
    if _WE.match(piece) is None:
        return False
    ahead = piece[modal.end() :]
    return bool(topic or _NOT.match(ahead) or words.PLEDGED_ACTION.match(ahead))


def _acts(clause: Clause, modal: re.Match[str]) -> bool:
    """Tell whether a state or organisation stands right before a modal verb."""
    at = clause.span.start + modal.start()
    return any(
        a.kind in ("state", "organisation") and not a.adjective and 0 <= at - a.span.end < 3
        for a in clause.actors
    )


def _pledging(piece: str) -> bool:
    found = re.match(r"[\w’'-]+(?: [\w’'-]+){0,2} to (?=\w)", piece)
    verbs = found and any(w.lower() in words.english_cues() for w in found.group().split())
    return (
        found is not None
        and not verbs
        and words.PLEDGED_ACTION.match(piece[found.end() :]) is not None
    )


def _foreseen(clause: Clause, topic: str, piece: str) -> bool:
    """Tell whether a sentence with a modal verb foresees something about alliances or money."""
    if not topic or _SELF.match(piece):
        return False
    if topic in CORE:
        return True
    return bool(clause.actors) and (topic not in GENERIC or _direction(piece) is not None)


def _plain(clause: Clause, sight: _Sight, terse: bool) -> Found | None:
    """Return a report without a cue: of a direction, a rank, an event; or any in a terse text."""
    piece, topic, named, nouns = clause.words, sight.topic, sight.named, sight.nouns
    if nouns and (clause.actors or (topic and named)) and _finite_verb(piece):
        return nouns[0].cue.stance, nouns[0].cue.rule, nouns[0]
    if _FRICTION.search(piece) and named:
        return "reports", "en.reports.friction", None
    if _SELF.match(piece) or clause.heading:
        return None
    compared = any(p.search(piece) for _, p in words.COMPARISONS) and subject_of(
        clause, clause.span.end
    )
    if (
        _changing(piece)
        and _finite_verb(piece)
        and (topic in CORE or (named and topic) or compared)
    ):
        return "reports", "en.reports.direction", None
    dated = clause.dates or _WHEN.search(piece)
    if dated and named and re.search(r"\bwill be\b", piece):
        return "forecasts", "en.forecasts.dated", None
    if dated and named and _EVENT.search(piece):
        return "reports", "en.reports.dated", None
    return _said(clause, sight) if terse and sight.about else None


def _said(clause: Clause, sight: _Sight) -> Found | None:
    """Return what a plain clause with a finite verb says: what will be, or what is."""
    if not finite(clause.words):
        return None
    modal = sight.modal
    if modal and not subordinate(clause.words, modal.start()):
        return _by_modal(clause, modal)
    return "reports", "en.reports.plain", None


def _finite_verb(piece: str) -> bool:
    return (
        re.search(
            r"\b(?:is|are|was|were|has|have|had|continues?|remains?|keeps?|\w+ed|rose|grew|fell"
            r"|\w+s)\b",
            piece,
        )
        is not None
    )


def _by_verb(
    clause: Clause, strong: list[Hit], modal: re.Match[str] | None
) -> tuple[Stance, str, Hit]:
    hit = strong[0]
    following = next((h for h in strong[1:] if h.start - hit.end < 30), None)
    if (
        following
        and following.cue.stance == "opposes"
        and (hit.cue.stance == "commits" or hit.cue.word == "propose")
    ):
        hit = following
    after = clause.text[hit.end : clause.span.end]
    said = clause.text[hit.start : hit.end].lower()
    before = clause.text[max(clause.span.start, hit.start - 22) : hit.start]
    if said.startswith("insist") and _FACT.match(after):
        return "reports", "en.reports.insisted", hit
    if hit.cue.stance == "commits" and _UNDECIDED.search(before) and _DECIDES.match(said):
        return "reports", "en.reports.undecided", hit
    if hit.cue.stance == "forecasts" and said.startswith(("fore", "envis")) and by_law(before):
        return "commits", "en.commits.law", hit
    if hit.cue.word == "want" and hit.cue.stance == "commits" and partisan(before):
        return "demands", "en.demands.partisan", hit
    if _IF.match(clause.words) and _FORESEES.search(clause.words):
        return "forecasts", "en.forecasts.if", hit
    if _WARNS.match(said) and _FORESEES.search(after):
        return "forecasts", "en.forecasts.warned", hit
    stance = _negated(clause, hit, said, before, after)
    ahead = hit.start - clause.span.start - modal.end() if modal else -1
    if modal and ahead >= 0:
        stance = _open(stance, hit, modal, ahead)
    if hit.cue.word == "rule" and words.NEGATIONS.search(before):
        stance = "forecasts"
    return stance, hit.cue.rule, hit


def _negated(clause: Clause, hit: Hit, said: str, before: str, after: str) -> Stance:
    """Return the stance of a verb, turned round where it is negated."""
    stance = hit.cue.stance
    unwilling = _UNWILLING.search(clause.text[clause.span.start : hit.start])
    negated = words.NEGATIONS.search(before) or unwilling
    if stance in ("supports", "commits"):
        return "opposes" if negated else stance
    denied = _DENIED.search(before) is not None
    if stance == "demands":
        forbidden = _NOT.match(after) and said in ("must", "should", "ought")
        return (
            "opposes" if unwilling or forbidden or (denied and hit.cue.word != "must") else stance
        )
    if stance == "opposes":
        none = _NO_ONE.match(clause.words) is not None
        return "supports" if none or (denied and hit.cue.weight == "verb") else stance
    return stance


def _open(stance: Stance, hit: Hit, modal: re.Match[str], ahead: int) -> Stance:
    """Return the stance of a verb after a modal: what may be pledged or asked is foreseen."""
    open_ = modal.group().lower() in ("may", "might", "could", "would")
    if stance in ("commits", "supports") and open_ and hit.cue.word != "allow":
        return "forecasts"
    if stance == "demands" and (open_ or ahead < 3):
        return "forecasts" if hit.cue.weight == "verb" or ahead < 3 else stance
    return stance


def _by_modal(clause: Clause, modal: re.Match[str]) -> tuple[Stance, str, Hit | None]:
    start = clause.span.start + modal.end()
    place = Hit(clause.span.start + modal.start(), start, words.Cue("commits", "verb", None, ""))
    agent = subject_of(clause, place.start) or _WE.match(clause.words)
    agent = agent or _THEY.match(clause.words)
    sure = modal.group().lower() in ("will", "shall", "’ll", "'ll", "would")
    if _SUSPECTED.search(clause.words):
        return "forecasts", "en.forecasts.modal", place
    refused = modal.group().lower() in ("won't", "won’t") or _NOT.match(clause.text, start)
    if (
        refused
        and agent
        and not _IT.match(clause.words)
        and modal.group().lower() in ("will", "shall", "won't", "won’t")
    ):
        return "opposes", "en.opposes.will", place
    somebody = any(
        a.kind in ("state", "person", "office", "organisation", "group") and not a.adjective
        for a in clause.actors
        if a.span.end <= place.start
    )
    will = modal.group().lower() in ("will", "’ll", "'ll", "shall")
    acting = _WE.match(clause.words) or (agent and somebody)
    if will and acting and not _HAPPENS.match(clause.text, start, clause.span.end):
        return "commits", "en.commits.will", place
    if modal.group().lower() == "shall" and not _WE.match(clause.words):
        return "demands", "en.demands.shall", place
    if sure and agent and words.PLEDGED_ACTION.match(clause.text[start : clause.span.end]):
        return "commits", "en.commits.will", place
    return "forecasts", "en.forecasts.modal", place
