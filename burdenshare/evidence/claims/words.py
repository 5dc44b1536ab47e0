"""Cue words of stance and direction, English and Japanese, as reviewed lists.

English verbs stand in their plain form and are inflected by rule; a phrase may go on after its
first word with a pattern. A noun cue weighs less than a verb: ``may refuse`` opposes, while
``will increase resentment`` forecasts. Japanese cues are matched as written, the last of a clause
first, because the stance stands at the end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from burdenshare.evidence.model import Stance

Weight = Literal["verb", "noun", "state", "turn"]


def listed(words: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(words.split())


@dataclass(frozen=True)
class Cue:
    """A word or phrase that shows a stance.

    Attributes
    ----------
    stance : Stance
    weight : {"verb", "noun", "state", "turn"}
        A state is an adjective or participle of the one who feels it (`outraged`, `reluctant`); a
        turn of phrase decides where none of the others does.
    rest : compiled pattern or None
        What must follow the first word.
    rule : str
        Name of the rule, as it is written in the claim.
    word : str
        First word of the list that a phrase stands in; empty for single words.
    """

    stance: Stance
    weight: Weight
    rest: re.Pattern[str] | None
    rule: str
    word: str = ""


ENGLISH_VERBS: dict[Stance, str] = {
    "opposes": """
        oppose reject refuse resist criticise criticize condemn denounce accuse blame
        protest deny contest question doubt veto block halt cancel postpone suspend abandon scrap
        defy rebuff dismiss rebuke slam blast decry lament regret ignore neglect sneer scorn snub
        flout evade dodge sidestep lambast castigate excoriate assail repudiate disown disavow
        rescind repeal revoke refute rebut debunk eschew forgo shirk chide scold lampoon belittle
        balk baulk stall rebel revolt blockade picket thwart stonewall stymie torpedo scupper derail
        quash nix axe ditch jettison retract backtrack renounce admonish upbraid berate savage
        pillory vilify denigrate disparage deprecate impugn reprimand reproach censure chastise
        bemoan bewail grouse gripe carp whinge seethe fume chafe bridle recoil flinch demur dissent
        quibble dither equivocate prevaricate repel rebuff sabotage antagonise antagonize retaliate
        overrule reconsider discontinue misjudge
        complain grumble fear worry backpedal balk object
        disagree disapprove deplore ridicule mock boycott obstruct renege shelve freeze
        withhold downplay distrust resent warn spurn caution bristle scoff rail shun dispute
        """,
    "demands": """
        demand ask request urge insist recommend appeal pressure lobby threaten
        encourage exhort implore advise prod push beseech beg plead entreat petition badger nag
        cajole coax clamour clamor agitate
        """,
    "commits": """
        commit pledge promise vow decide agree approve announce plan intend undertake sign
        reaffirm stipulate earmark allocate embark endeavour resolve ratify greenlight
        enact unveil guarantee swear finalise finalize legislate authorise authorize dedicate devote
        appropriate underwrite recommit
        """,
    "supports": """
        support welcome advocate endorse favour favor praise applaud hail thank embrace champion
        congratulate commend appreciate laud cheer salute vindicate uphold
        celebrate relish espouse bless concur admire compliment extol tout
        subscribe acquiesce condone acclaim rejoice applaud commend
        """,
    "forecasts": """
        predict forecast anticipate expect foresee envisage envision foretell portend augur
        """,
}
ENGLISH_NOUNS: dict[Stance, str] = {
    "opposes": """
        reluctance pushback backlash resistance criticism discontent dissent defiance
        rejection outrage anger refusal objection objections protest protests reservations
        scepticism skepticism unease displeasure frustration indignation veto criticisms revolt
        dissatisfaction
        """,
    "demands": "demand demands call calls request requests push insistence plea pressure",
    "commits": "pledge pledges promise promises vow",
    "supports": "endorsement approval backing",
    "forecasts": "forecast forecasts projection projections prediction outlook",
}
ENGLISH_STATES: dict[Stance, str] = {
    "opposes": """
        opposed reluctant unwilling hesitant sceptical skeptical unhappy dissatisfied discontented
        wary angry angered outraged disappointed irritated furious displeased alarmed annoyed
        uneasy frustrated unpopular unrealistic unreasonable counterproductive discriminatory
        unacceptable unnecessary unfair irresponsible misguided reckless resentful offended upset
        dismayed concerned critical uncomfortable opaque excessive wasteful
        dangerous risky insufficient
        unimpressed incensed livid aghast appalled apprehensive nervous anxious unconvinced
        dismissive scathing contemptuous scornful defiant intransigent lukewarm averse loath
        disinclined distrustful suspicious fanciful naive ludicrous preposterous half-baked
        ill-conceived self-defeating unbearable intolerable unworkable unjustified unwarranted
        inadequate arbitrary unsustainable irrational incompatible unfeasible unaffordable hostile
        """,
    "supports": """
        willing supportive keen ready eager glad pleased enthusiastic upbeat content satisfied
        delighted relieved receptive sympathetic amenable grateful justified warranted commendable
        laudable praiseworthy sensible prudent
        """,
    "commits": "committed determined resolved resolute steadfast",
    "demand"
    "s": "urgent overdue mandatory paramount essential imperative vital indispensable necessary"
    " crucial pressing",
}
ENGLISH_PHRASES: tuple[tuple[Stance, Weight, str, str], ...] = (
    ("commits", "verb", "want wants wanted", r"\s+to\b"),
    ("demands", "verb", "want wants wanted", r"\b"),
    ("commits", "verb", "aim aims aimed", r"\s+(?:to|at|for)\b"),
    ("commits", "verb", "seek seeks sought", r"\s+to\b"),
    ("demands", "verb", "seek seeks sought", r"\b"),
    ("demands", "verb", "lean leans leaned leaning", r"\s+on\s+(?:the\s+)?(?-i:[A-Z])"),
    ("demands", "verb", "order orders ordered instruct instructs instructed", r"\s+(?:the|its|his"
     r"|her|their|(?-i:[A-Z])\w+)\s+(?:\w+\s+){0,3}to\s+(?!the\b|a\b|[A-Z])\w+"),
    ("supports", "verb", "approve approves approved", r"\s+of\b"),
    ("opposes", "verb", "take takes took", r"\s+(?:\w+\s+){1,3}to\s+task\b"),
    ("commit"
     "s", "ver"
          "b", "pass passes passed passing", r"\s+(?:the|a|an|its|it|this|that|by|unanimously)\b"),
    ("commits", "verb", "put puts", r"\s+[^.;]{2,40}\s+on\s+the\s+table\b"),
    ("commit"
     "s", "verb", "clear cleared clears", r"\s+(?:the\s+)?(?:purchase|sale|order|deal|plan|way"
     r"|bill|budget|contract)"),
    ("commits", "verb", "order ordered orders", r"\s+(?:a|an|another|more|new|\d+|two|three|four"
     r"|five|six|seven|eight|nine|ten|its|the)\b(?!\s+(?:\w+\s+){0,3}to\s+[a-z])"),
    ("supports", "verb", "greet greets greeted", r"\s+[^.;]{2,40}\s+with\s+(?:relief|joy|enthusiasm"
     r"|delight|applause|satisfaction)"),
    ("opposes", "verb", "greet greets greeted", r"\s+[^.;]{2,40}\s+with\s+(?:dismay|anger|scorn"
     r"|disbelief|derision|alarm|suspicion|fury|scepticism|skepticism)"),
    ("forecasts", "verb", "see sees", r"\s+(?:\w+\s+){1,3}(?:climb|ris|fall|grow|reach|widen"
     r"|shrink|doubl|slow|exceed)\w*ing\b"),
    ("commits", "verb", "propose proposes proposed", r"\s+(?:an?|to)\s+(?:\w+\s+){0,2}"
     r"(?:fund|budget|plan|bill|law|package|facility|programme|program|raise|increase|spend)"),
    ("demands", "verb", "propose proposes proposed proposing", r"\b"),
    ("demands", "verb", "press pressed presses pressing", r"\s+(?!issue|conference|release|club)"),
    ("supports", "verb", "back backs backed backing", r"\s+(?:the|a|an|this|that|it|them|his|her"
     r"|its|their|our|higher|more|plans?|such|[A-Z]\w+[’']s)\b"),
    ("commit"
     "s", "ver"
          "b", "stand stands stoo"
               "d", r"\s+by\s+(?:its|his|her|their|our|my|the)\s+(?:word|commit|pledge|promise)"),
    ("demands", "verb", "expect expects expected", r"\s+(?:\w+\s+){0,2}(?:allies|us|them|members"
     r"|everyone|europe\w*|others|governments|states|partners|(?-i:[A-Z])\w+)\s+to\s+(?:pay|spend"
     r"|do|raise"
     r"|meet|reach|contribute|increase|carry|buy|act|deliver|join|take|step|hit|honou?r)\b"),
    ("forecasts", "verb", "should", r"\s+be\s+(?:ready|complete|operational|in\s+service|available"
     r"|delivered|finished)"),
    ("forecasts", "verb", "project projects projected", r"\s+(?:that|to|an?)\b"),
    ("opposes", "verb", "attacked attacks", r"\s+(?:the (?:government|plan|proposal|decision"
     r"|prime|president|minister|deal|bill)|(?-i:[A-Z])\w+ for)"),
    ("opposes", "verb", "call calls called find finds found think thinks deem deems",
     r"\s+[^.;]{2,40}?\btoo\s+\w+"),
    ("demands", "verb", "call calls called calling", r"(?:\s+\w+)?\s+(?:for|on|upon)\b"),
    ("opposes", "verb", "voice voiced voices raise raised raises express expressed expresses cast",
     r"(?:\s+\w+){0,2}\s+(?:doubts?|concerns?|objections?|reservations?|dissent|opposition|alarm)"),
    ("supports", "verb", "express expressed expresses voice voiced give gave",
     r"(?:\s+\w+)?\s+(?:support|approval|backing|readiness|willingness)"),
    ("opposes", "verb", "turn turned turns vote voted speak spoke come came argue argued",
     r"\s+(?:out\s+)?against\b"),
    ("commits", "noun", "plan plans intention ambition", r"\s+to\b"),
    ("opposes", "verb", "rule ruled rules ruling", r"\s+out\b"),
    ("opposes", "verb", "push pushed pushes pushing", r"\s+back\b"),
    ("opposes", "verb", "find finds found", r"\s+it\s+(?:\w+\s+)?(?:difficult|hard|impossible)"),
    ("opposes", "verb", "fall fell falls drag dragged", r"\s+(?:short of its promise|its feet)"),
    ("opposes", "verb", "seek seeks sought ask asked asks request requested demand demanded",
     r"(?:\s+\w+){0,3}\s+(?:an?\s+)?(?:exemption|opt-out|exception|waiver|delay)"),
    ("opposes", "verb", "say says said saying", r"\s+[\"“‘']?no[\"”’']?\b"),
    ("opposes", "state", "no", r"\s+(?:intention|plans|desire|wish|appetite|interest)\b"),
    ("opposes", "state", "not", r"\s+(?:be\s+)?(?:dictated|bullied|pressured|pressed|forced)"),
    ("opposes", "state", "not", r"\s+(?:\w+\s+){0,6}(?:on board|embrac\w+|ready|keen|convinced)"),
    ("opposes", "verb", "call called calls", r"\s+(?:it|them|him|her|the \w+|this|that)(?: \w+)?"
     r" (?:an? )?(?:provocation|mistake|threat|blackmail|disgrace|folly|nonsense|illusion"
     r"|escalation)"),
    ("opposes", "verb", "decline declines declined", r"\s+to\b(?! comment)"),
    ("commits", "verb", "offer offers offered", r"\s+to\b"),
    ("supports", "verb", "call called calls describe described describes", r"[^.;]{2,50}?[\"“ ]"
     r"(?:strong|historic|welcome|right|good|great|important|major|bold|courageous|encouraging"
     r"|vital)\b"),
    ("opposes", "state", "difficult hard impossible", r"\s+to\s+(?:justify|allocate|accept|fund"
                                                      r"|sell"
     r"|find|afford|defend|meet|explain)"),
    ("reports", "state", "not", r"\s+(?:been\s+|be\s+)?(?:\w+ly\s+)?(?:confirmed|verified)\b"),
    ("demands", "state", "cannot", r"\s+(?:afford|outsource|continue|rely|go on|wait)\b"),
    ("demands", "state", "time", r"\s+(?:has|had)\s+come\b"),
    ("commits", "verb", "adopt adopted adopts", r"\s+(?:an?|the|new|its)\s+(?:\w+\s+){0,2}(?:target"
     r"|plan|budget|law|resolution|strategy|declaration|goal|guideline|programme|bill)"),
    ("commits", "verb", "commitment commitments", r"\s+to\b"),
    ("opposes", "state", "slow", r"\s+to\b"),
    ("opposes", "state", "politically", r"\s+(?:sensitive|difficult|costly|toxic)"),
    ("opposes", "state", "never", r"\s*[- ]?(?:yield|accept|agree|allow|tolerate)"),
    ("opposes", "state", "tough", r"[\"”’']?\s+(?:stance|line|position)\b"),
    ("opposes", "noun", "opposition", r"\s+(?:to|from|against|among|in)\b"),
    ("opposes", "noun", "free", r"[- ]rid(?:e|ers?|ing)\b"),
    ("opposes", "state", "critics opponents detractors", r"\b"),
    ("supports", "state", "proponents supporters advocates", r"\b"),
    ("supports", "state", "in", r"\s+favou?r\s+of\b"),
    ("supports", "verb", "allow allows", r"\s+(?:allies|members?|member states|countries)\s+to\b"),
    ("supports", "verb", "hope hopes hoped hoping", r"\s+(?:to|that|for)\b"),
    ("supports", "verb", "stand stands stood", r"\s+(?:by|with|behind|ready)\b"),
    ("demands", "verb", "must should ought", r"\b(?!\s+have\s+been)"),
    ("demands", "verb", "need needs needed", r"\s+(?:to|more|greater|higher|stronger|be)\b"),
    ("demands", "verb", "have has", r"\s+to\s+(?:do|spend|pay|contribute|invest|meet|take)\b"),
    ("demands", "verb", "tell told tells", r"\s+(?:\w+\s+){1,4}to\b"),
    ("demands", "state", "no", r"\s+(?:opt-out|exceptions|exemptions?|ally\s+\w+\s+be)\b"),
    ("demands", "state", "would", r"\s+be\s+(?:appropriate|right|better|adequate)\b"),
    ("demands", "state", "is", r"\s+(?:high\s+)?time\s+(?:for|to|that)\b"),
    ("demands", "state", "important", r"\s+(?:to|that|for)\b"),
    ("commits", "verb", "set sets", r"(?:\s+\w+)?\s+(?:an?|the|its|itself)\s+(?:\w+\s+){0,2}"
     r"(?:goal|target|objective|ceiling|cap|limit)"),
    ("commits", "verb", "begin began begun", r"\s+to\s+(?:build|raise|increase|spend|rearm"
                                             r"|invest)"),
    ("commits", "state", "goal", r"\s+of\b"),
    ("forecasts", "state", "likely unlikely poised bound", r"\s+to\b"),
    ("forecasts", "state", "set scheduled", r"\s+to\s+\w+"),
    ("forecasts", "state", "likely unlikely doubtful inevitably inevitable", r"\b"),
    ("forecasts", "state", "is are was were be", r"\s+(?:\w+\s+)?expected\b"),
    ("forecasts", "noun", "risk risks", r"\s+(?:that|of|undermin|weaken|entangl)\w*"),
)  # fmt: skip
IRREGULAR = {
    "seek": "sought", "withhold": "withheld", "shun": "shunned shunning", "commit":
    "committed committing", "forecast": "forecast", "foresee": "foresaw foreseen", "budget":
    "budgeted budgeting", "freeze": "froze frozen freezing", "spurn": "spurned", "rebut":
    "rebutted", "scrap": "scrapped scrapping", "slam": "slammed slamming", "plan":
    "planned planning", "deny": "denied", "decry": "decried", "defy": "defied", "ratify":
    "ratified", "undertake": "undertook undertaken",
}  # fmt: skip
DIRECTIONS: dict[Literal["up", "down", "gt", "lt"], str] = {
    "up": """
        increase increases increased increasing rise rises rose risen rising grow grows grew grown
        growing growth raise raises raised raising expand expands expanded expanding expansion
        boost boosts boosted boosting lift lifts lifted lifting strengthen strengthens strengthened
        strengthening accelerate accelerates accelerated accelerating soar soared soaring climb
        climbed climbing double doubled doubling triple tripled widen widened widening deepen
        deepened deepening hike hikes higher greater more larger bigger stronger additional
        enhance enhanced enhancing enhances reinforce reinforces reinforced bolster bolsters
        bolstering heighten heightens improve improved improving surge surged upswing upgraded
        """,
    "down": """
        decrease decreases decreased decreasing fall falls fell fallen falling decline declines
        declined declining drop dropped dropping cut cuts cutting reduce reduces reduced reducing
        shrink shrinks shrank shrunk erode erodes eroded eroding weaken weakens weakened weakening
        undermine undermines undermined undermining strain strains strained straining lower lowered
        lowering cool cools cooled cooling deteriorate deteriorated diminish diminished jeopardise
        jeopardize damage damages damaged suffer suffers suffered erosion scale shrinking slowing
        """,
}
COMPARISONS: tuple[tuple[Literal["gt", "lt", "rank"], re.Pattern[str]], ...] = (
    ("lt", re.compile(r"\b(?:far |much |more )?(?:slow(?:er|ly)|lower|less|smaller"
                      r"|weaker)(?: \w+){0,3}"
                      r" than\b|\b(?:relatively|comparatively|still) (?:modest|low|small|limited)"
                      r"|\bfalls? short|\bbelow average", re.I)),
    ("gt", re.compile(r"\b(?:faster|higher|greater|larger|more|bigger|stronger)(?: \w+){0,4} than\b"
                      r"|\b(?:outpac|exceed|outstrip|surpass)\w+", re.I)),
    ("rank", re.compile(r"\bthe (?:most|least|lowest|highest|largest|biggest|smallest|second|third)"
                        r"(?:[- ]\w+){0,3} (?:spenders?|share|contributors?|economy|budget|level"
                        r"|threat"
                        r"|ally|member|in the|of (?:all|any))\b", re.I)),
)  # fmt: skip
HEDGES = re.compile(
    r"\b(?:may|might|could|reportedly|allegedly|likely|unlikely|perhaps|possibly|probably|appears?"
    r"|seems?|suggests?|rumou?rs?|said to be|estimates?|estimated|uncertain|doubtful|considering"
    r"|believed to|is expected|are expected|can be|can strain|sources|unconfirmed)\b",
    re.I,
)
NEGATIONS = re.compile(
    r"\b(?:not|no|never|nor|cannot|can't|neither|without)\b|n[’']t\b|\bden(?:y|ies|ied)\b", re.I
)
MODALS = re.compile(r"\b(?:may|might|could|would|will|won[’']t|shall)\b|[’']ll\b", re.I)
PLEDGED_ACTION = re.compile(
    r"^\s*(?:(?:also|not|soon|now|gradually|steadily|further|only|be)\s+)*"
    r"(?:raise|increase|spend|invest|lift|boost|pay|buy|purchase|send|deliver|provide|contribute"
    r"|double|triple|meet|reach|join|cut|reduce|host|deploy|station|fund|acquire|procure|allocate"
    r"|expand|build|supply|donate|transfer|order|introduce|abolish|honou?r|fulfil|keep|maintain"
    r"|borrow|publish|propose|table|present|appoint|set|give|take|carry|protect|defend|stay|act|do"
    r"|determine|decide|continue|seek|work|stand|investing|increasing|raising|spending)\b",
    re.I,
)
OFTEN_NOUNS = listed(
    """
    question questions dispute disputes protest protests veto doubt doubts fear fears worry
    worries request requests demand demands plan plans promise promises pledge pledges appeal
    appeals support supports welcome forecast forecasts block blocks freeze blame anger push
    urge pressure contest vow vows threat hail mock sign signs pass favor favour object objects
    resolve commit doubt approach caution
    """
)
WEAK_DIRECTIONS = listed(
    """
    more higher greater larger bigger stronger additional growth hike lower expansion increase
    increases rise
    """
)


def _inflected(verb: str) -> list[str]:
    if verb.endswith("e"):
        forms = [verb, verb + "s", verb + "d", verb[:-1] + "ing"]
    elif verb.endswith("y") and verb[-2] not in "aeou":
        forms = [verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"]
    elif verb.endswith(("s", "sh", "ch", "x")):
        forms = [verb, verb + "es", verb + "ed", verb + "ing"]
    else:
        forms = [verb, verb + "s", verb + "ed", verb + "ing"]
    return forms + IRREGULAR.get(verb, "").split()


@cache
def english_cues() -> dict[str, list[Cue]]:
    """Return the cues by their first word in lower case; phrases stand before single words."""
    table: dict[str, list[Cue]] = {}
    for stance, weight, words, rest in ENGLISH_PHRASES:
        for word in words.split():
            pattern = re.compile(rest, re.I)
            cue = Cue(stance, weight, pattern, f"en.{stance}.{weight}", words.split()[0])
            table.setdefault(word, []).append(cue)
    for weight, lists in (("verb", ENGLISH_VERBS), ("state", ENGLISH_STATES)):
        for stance, words in lists.items():
            for word in words.split():
                forms = _inflected(word) if weight == "verb" else [word]
                for form in forms:
                    cue = Cue(stance, weight, None, f"en.{stance}.{weight}")
                    table.setdefault(form, []).append(cue)
    for stance, words in ENGLISH_NOUNS.items():
        for word in words.split():
            table.setdefault(word, []).append(Cue(stance, "noun", None, f"en.{stance}.noun"))
    return table


@cache
def english_directions() -> dict[str, Literal["up", "down", "gt", "lt"]]:
    """Return the direction of each word that has one."""
    return {word: way for way, words in DIRECTIONS.items() for word in words.split()}
