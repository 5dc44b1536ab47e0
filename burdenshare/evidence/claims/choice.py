"""Who acts, and toward whom: a choice among those whom a clause and its page offer.

The rules of either language say who stands as subject and who is addressed. Where nobody does, the
page decides: its own state, who speaks, who was named before. How much each sign weighs was learned
from our annotated documents (`choice.json`): the choice with the highest sum of weights is taken.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from burdenshare.evidence.claims.english_roles import BODY
from burdenshare.evidence.claims.measures import measure
from burdenshare.evidence.claims.scene import Clause, Scene
from burdenshare.evidence.model import AUTHOR, UNSPECIFIED, Stance

Names = tuple[str, ...]
Table = dict[str, dict[str, float]]
_TABLE = Path(__file__).parent / "choice.json"
_STATE = re.compile("[A-Z]{3}")
_UNIONS = frozenset({"NATO", "EU", "UN"})
_PLEDGED = re.compile(
    r"\b(?:targets?|goals?|guidelines?|pledges?|summit|allies|exempt\w*|benchmarks?)\b"
    r"|目標|水準|基準|加盟|同盟",
    re.I,
)
_REFUSED = re.compile(
    r"\b(?:refus\w+|reject\w*|declin\w+|rebuff\w*|rul\w+ out|no intention|not accept"
    r"|not support|den(?:y|ie\w+)"
    r"|resist\w*)\b|拒|応じ(?:な|ず|られ)|受け入れ(?:な|ず|られ)|否定|断[るっわ]|退け|賛成していない",
    re.I,
)
_BEFORE = re.compile(r"([A-Za-z]+)[\s\"“]+(?:the |its |an? )?$")
_AFTER = re.compile(
    r"(?:政府|側|軍|国内|自身)?(に対し|にとって|について|をめぐ|による|によると"
    r"|からの|への|との|には|では|[はがもをにへとのや、])"
)

_AWAY = ("away",)
#: By how much another choice must outweigh what the rules say.
CLEAR = {"actor": 0.5, "target": 0.3}


@cache
def weights() -> dict[str, Table]:
    """Return what each sign weighs in each setting, for the actor and for the target."""
    found: dict[str, Table] = json.loads(_TABLE.read_text(encoding="utf-8"))
    return found


@dataclass(frozen=True)
class Offer:
    """Those among whom is chosen, the rules' choice first, and the signs of each.

    Attributes
    ----------
    settings : tuple of tuple of str
        For each family of signs, what it is weighed in: the stance, the opening of the clause.
    signs : dict
        By choice, a tuple of signs for each family.
    """

    settings: tuple[tuple[str, ...], ...]
    signs: dict[Names, tuple[Sequence[str], ...]]

    def spelled(self, names: Names) -> list[str]:
        """Return each sign of a choice in each of its settings, as the weights name them."""
        return [
            f"{setting}: {sign}"
            for settings, signs in zip(self.settings, self.signs[names], strict=True)
            for sign in signs
            for setting in settings
        ]

    def best(self, table: Table, clear: float) -> Names:
        """Return the choice of most weight: the rules', unless another outweighs it clearly."""
        rows = [[table[s] for s in settings if s in table] for settings in self.settings]
        known: list[dict[str, float]] = [{} for _ in rows]
        sums: dict[Names, float] = {}
        for names, families in self.signs.items():
            total = 0.0
            for place, signs in enumerate(families):
                weighed = known[place]
                for sign in signs:
                    if sign not in weighed:
                        weighed[sign] = sum([row.get(sign, 0.0) for row in rows[place]])
                    total += weighed[sign]
            sums[names] = total
        ruled = next(iter(sums))
        chosen = max(sums, key=sums.__getitem__)
        return chosen if sums[chosen] > sums[ruled] + clear else ruled


def target(clause: Clause, scene: Scene, stance: Stance, actor: Names, ruled: Names) -> Names:
    """Return toward whom a stance is.

    Parameters
    ----------
    clause : Clause
    scene : Scene
    stance : Stance
    actor : tuple of str
    ruled : tuple of str
        Whom the rules name.
    """
    offer = targets(clause, scene, stance, actor, ruled)
    return offer.best(weights()["target"], CLEAR["target"])


def actor(clause: Clause, scene: Scene, stance: Stance, ruled: Names) -> Names:
    """Return who takes a stance; `ruled` is whom the rules name."""
    return actors(clause, scene, stance, ruled).best(weights()["actor"], CLEAR["actor"])


def targets(clause: Clause, scene: Scene, stance: Stance, actor: Names, ruled: Names) -> Offer:
    """Return all whom a stance may be toward."""
    kind = _kind(actor[0] if actor else "", scene)
    named = _named(clause, scene)
    offered: dict[Names, tuple[Sequence[str], ...]] = {ruled: (), actor: ()}
    for name in (
        *named, scene.home, scene.aim, *scene.subjects[:1], *scene.speaking[:1], scene.state,
        scene.other, scene.asked, scene.toward, scene.topic, scene.group, *scene.ranked[:2],
        *(union for union in ("NATO", "EU") if union in scene.cast.counts),
    ):  # fmt: skip
        if name:
            offered.setdefault((name,), ())
    pledged = _PLEDGED.search(clause.words) is not None
    refused = stance == "opposes" and _REFUSED.search(clause.words) is not None
    beside = {a.name for a in scene.cast.within(clause.sentence)}
    about = measure(clause.words, clause.language)
    about = "money" if about.startswith("defence") else about
    others = [n for n in named if n not in actor]
    for names in offered:
        name = names[0] if names else UNSPECIFIED
        signs = [
            sign
            for sign, holds in (
                ("ruled", names == ruled),
                ("actor", name in actor),
                ("home", name == scene.home),
                ("speaking", name in scene.speaking),
                ("subject", name in scene.subjects),
                ("asked", name == scene.asked),
                ("toward", name == scene.toward),
                ("aim", name == scene.aim),
                ("state", name == scene.state),
                ("author", name in (AUTHOR, UNSPECIFIED)),
                ("only other", others == [name]),
                ("pledged to", pledged and name == "NATO"),
                ("helped", name == "UKR" and about == "support_to_ukraine"),
                ("union", name in _UNIONS),
                ("unnamed", name not in named),
                ("beside", name in beside and name not in named),
                ("topic", name == scene.topic),
                ("titled", name in scene.titled),
                ("most named", name in scene.ranked[:1]),
                ("often named", name in scene.ranked[1:3]),
            )
            if holds
        ]
        offered[names] = (signs, named.get(name, _AWAY), (_relation(name, actor, scene),))
    return Offer(
        (
            (stance, kind, "refused") if refused else (stance, kind),
            (stance, clause.language),
            (
                f"{stance} {kind}",
                f"{stance} {kind} {'others' if others else 'alone'}",
                about,
                f"{about} {stance}",
                f"{_page(scene)} {stance}",
                f"{kind} {'number' if clause.quantities else 'words'}",
                f"refused {kind}" if refused else kind,
            ),
        ),
        offered,
    )


def actors(clause: Clause, scene: Scene, stance: Stance, ruled: Names) -> Offer:
    """Return all who may take a stance."""
    named = _named(clause, scene)
    offered: dict[Names, tuple[Sequence[str], ...]] = {ruled: ()}
    for names in (scene.speaking, scene.self_, scene.subjects, scene.ours):
        if names:
            offered.setdefault(names, ())
    for name in (*named, scene.home, scene.person, scene.topic, scene.toward, scene.group,
                 AUTHOR, UNSPECIFIED):  # fmt: skip
        if name:
            offered.setdefault((name,), ())
    for names in offered:
        name = names[0]
        kind = _kind(name, scene)
        signs = [
            sign
            for sign, holds in (
                (kind, True),
                ("ruled", names == ruled),
                ("home", name == scene.home),
                ("speaking", name in scene.speaking),
                ("self", names == scene.self_),
                ("subject", name in scene.subjects),
                ("person", name == scene.person),
                ("ours", name in scene.ours),
                ("topic", name == scene.topic),
                ("toward", name == scene.toward),
                ("titled", name in scene.titled),
                ("unnamed", name not in named),
            )
            if holds
        ]
        place = "ruled" if names == ruled else kind
        offered[names] = (signs, named.get(name, _AWAY), (place,))
    opening = _opening(clause)
    spoken = "spoken" if scene.speaking else "quoted" if scene.speaker != AUTHOR else "told"
    rule_kind = _kind(ruled[0] if ruled else "", scene)
    return Offer(
        (
            (
                stance,
                opening,
                spoken,
                clause.language,
                "first" if clause.first else "later",
                "heading" if clause.heading else "text",
                f"{_page(scene)} {stance}",
                f"{stance} {opening}",
            ),
            (stance, clause.language),
            (f"ruled {rule_kind}", f"ruled {stance} {rule_kind}", f"{stance} {spoken}"),
        ),
        offered,
    )


def _page(scene: Scene) -> str:
    """Return what kind of page it is: whose voice it is in, and whether one state stands out."""
    if scene.ours:
        return "argued" if scene.ours == (AUTHOR,) else "joint"
    if scene.turn:
        return "official turn" if scene.official else "turn"
    states = [n for name, n in scene.cast.counts.items() if _STATE.fullmatch(name)]
    many = len(states) > _MANY and max(states) < _MOST * sum(states)
    return "many" if many else scene.genre or "news"


_MANY, _MOST = 3, 0.4
_OPENINGS = (
    (re.compile(r"[\"“]?(?:I|my)\b"), "I"),
    (re.compile(r"[\"“]?(?:we|our|us)\b", re.I), "we"),
    (re.compile(r"[\"“]?(?:he|she|his|her)\b", re.I), "he"),
    (re.compile(r"[\"“]?(?:they|their|these)\b", re.I), "they"),
    (re.compile(r"[\"“]?(?:it|its|this|that)\b", re.I), "it"),
    (
        re.compile(rf"(?=[\"“]?[^,]{{0,40}}?{BODY.pattern})[\"“]?(?:the|an?|its|their) ", re.I),
        "office",
    ),
    (re.compile(r"[\"“]?(?:the|an?) [a-z]", re.I), "the"),
    (re.compile(r"[A-Z]"), "name"),
    (re.compile(r"[a-z]"), "word"),
    (re.compile(r".*?(?:私|我々|われわれ|わが|当[行社会])"), "I"),
    (
        re.compile(
            r"[^「」、]{0,30}?(?:政府|首相|大統領|相|長官|大臣|省|庁|議会|当局|軍|銀行|院|幹部|政権|内閣)は"
        ),
        "office",
    ),
    (re.compile(r"[^「」、]{1,30}?は"), "topic"),
    (re.compile(r"[^「」、]{1,30}?が"), "subject"),
    (re.compile("[「『]"), "quotation"),
)


def _opening(clause: Clause) -> str:
    """Return with what a clause begins."""
    words = clause.words
    return next((name for pattern, name in _OPENINGS if pattern.match(words)), "other")


def _relation(name: str, actor: Names, scene: Scene) -> str:
    """Return what a choice is to the actor and the page."""
    if name in actor:
        return "self"
    return "home" if name == scene.home else _kind(name, scene)


def _kind(name: str, scene: Scene) -> str:
    """Return what kind of name it is: that of the page, another state, a union, somebody else."""
    if name in (AUTHOR, UNSPECIFIED, ""):
        return "author"
    if name.endswith(" (public)"):
        return "public"
    if name == scene.home:
        return "own"
    if _STATE.fullmatch(name.partition(" (")[0]):
        return "own part" if name.startswith(scene.home or "-") else "state"
    return "union" if name in _UNIONS or name.startswith("NATO") else "private"


def _named(clause: Clause, scene: Scene) -> dict[str, list[str]]:
    """Return who is named in a clause, each with the signs of the place where it stands."""
    found: dict[str, list[str]] = {}
    actors = [a for a in clause.actors if a.kind != "people" or a.name not in found]
    for number, actor in enumerate(actors):
        name = scene.name(actor)
        place = "first" if number == 0 else "last" if number == len(actors) - 1 else "middle"
        half = "early" if actor.span.start - clause.span.start < 0.4 * (
            clause.span.end - clause.span.start
        ) else "late"  # fmt: skip
        signs = [f"at {place}", f"at {half}", f"a {actor.kind}"]
        if actor.adjective:
            signs.append("adjective")
        signs += _beside(clause, actor.span.start, actor.span.end)
        found[name] = found.get(name, []) + [s for s in signs if s not in found.get(name, [])]
    return found


def _beside(clause: Clause, start: int, end: int) -> Sequence[str]:
    """Return the preposition before a name, or the particle after it."""
    if clause.language == "ja":
        particle = _AFTER.match(clause.text, end)
        return [f"particle {particle[1]}"] if particle else ["particle none"]
    before = _BEFORE.search(clause.text[max(clause.span.start, start - 24) : start])
    return (
        [f"word {before[1].lower() if before[1].lower() in _WORDS else 'other'}"] if before else []
    )


_WORDS = frozenset(
    [
        "by",
        "of",
        "to",
        "from",
        "for",
        "with",
        "against",
        "in",
        "on",
        "at",
        "toward",
        "towards",
        "and",
        "over",
        "about",
        "urged",
        "urges",
        "told",
        "asked",
        "asks",
        "between",
        "than",
    ]
)
