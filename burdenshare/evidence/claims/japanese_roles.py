"""Japanese roles: は and が mark the actor, に対し and へ the target, から an agent."""

from __future__ import annotations

import re

from burdenshare.evidence.claims.actors import Actor
from burdenshare.evidence.claims.japanese_late import denied
from burdenshare.evidence.claims.scene import Clause, Scene
from burdenshare.evidence.model import AUTHOR, UNSPECIFIED, Span, Stance

TOPIC = re.compile(
    r"(?P<np>[^、。「」『』（）\s　]{1,40}?)(?:（[^（）]{1,8}）)?"
    r"(?P<particle>は|が|も|では|からは|には)"
    r"(?=[、「『（\s]|[^はがの])"
)
_ADDRESSED = re.compile(
    r"(?P<np>[^、。「」はがを]{1,30}?)(?P<particle>に対して?|に対し|に向けて?|へ(?=の|、|[^の])"
    r"|に(?:も|は)?(?=[^よつおと]))"
)
_SOURCE = re.compile(
    r"(?P<np>[^、。「」はがを]{1,20}?)から(?:は|も)?(?=[^年月日\d].*(?:圧力|批判|要求|求め|懸念"
    r"|反発|不満|異論|要請|声))"
)
_HELD = re.compile(
    r"(?:とする|との|という|する|と[^、。]{1,12}る)(?P<np>[^、。のをにはがも]{1,10})(?:は|が|も)"
    r"(?:いる|ある|多い|少なくない|強い|根強い|出ている|上がっている|相次いでいる)"
)
_RECOMMENDED = re.compile(
    r"[てで]はなら(?:ない|ぬ|ず|ん)|(?:て|で)は(?:なる|いける)まい|なるまい|だろうか|でしょうか"
    r"|いいのか|にならない$|したくない$"
    r"|べき(?:だ|で|では|である)(?!(?:」?と|」?との|という))|必要(?:がある|だ|である)(?!」?との?|という)|なければならない|なくてはならない"
    r"|不可欠|急務|求めたい|望まれる|課題(?:だ|である)"
)
_CROWD = re.compile(
    r"[^のは、。]{0,8}(?:団体|漁協|農協|商工会(?:議所)?|町内会|自治会|[町市村県]議会|協会|連盟"
    r"|同盟|連合|労組|組合|市民|住民|議員|議会|知事|[市町村]長"
    r"|県|氏|企業|業界"
    r"|メディア|世論|党首|幹事長|代表|[党会派]の一部|議会の一部)$"
)
OFFICE = re.compile(
    r"(?:^国|政府|首相|大統領|外相|国防相|防衛相|財務相|財務省|外務省|防衛省|国防省|官房長官|内閣"
    r"|議会|国会|軍|当局|高官|幹部"
    r"|担当者|報道官|検査院|監査院|立法院|参謀本部|幕僚監部|委員会|総局|裁判所|省|庁|長官|大臣|総理"
    r"|中央銀行|同国|次官|報道官|同氏|氏|総統|行政院|陸軍|連邦軍)$"
)
_PLEDGED = re.compile("目標|水準|基準|[%％]")
_FIRST_PERSON = re.compile(
    r"(?:^|[、で])(?:私|筆者|わが党|我が党|私たち|我々|われわれ|私ども|わたしたち|本紙|小紙|本会"
    r"|本連盟|本研究所|本センター|[当弊](?:行|社|会|組合|連盟|協会|センター|研究所|委員会))(?:は|が|も|なら|として)"
)
_POLLED = re.compile(
    r"支持層|年代別|回答(?:が|は)|と答え|(?:賛成|反対)(?:多数|が[\d０-９])|前回(?:調査)?(?:から"
    r"|より)"
)


def phrases(clause: Clause) -> list[tuple[Span, str]]:
    """Return the noun phrases that は, が or も marks outside of quotations."""
    blank = _blanked(clause)
    return [
        (Span(clause.span.start + m.start("np"), clause.span.start + m.end("np")), m["particle"])
        for m in TOPIC.finditer(blank)
    ]


def _blanked(clause: Clause) -> str:
    return re.sub(r"[「『][^」』]*[」』]", lambda m: "「" * len(m.group()), clause.words)


def actor_of(clause: Clause, scene: Scene, stance: Stance) -> tuple[str, ...]:
    """Return who takes the stance of a clause."""
    if polls(clause, scene):
        return (f"{scene.polled or scene.home} (public)",)
    if _FIRST_PERSON.match(clause.words) or _FIRST_PERSON.search(clause.words):
        return scene.speaking or ((scene.speaker or AUTHOR),)
    source = _named_by(_SOURCE, clause, scene) or _resolved(scene, stance)
    source = source or _said_of(clause, scene, stance)
    if source:
        return source
    if stance in ("demands", "opposes") and _RECOMMENDED.search(clause.words):
        if not scene.speaking:
            return (AUTHOR,) if scene.speaker in (AUTHOR, "") else (scene.speaker,)
        return scene.speaking
    agent = _agent(clause, scene) if stance in ("demands", "opposes", "supports") else ()
    if agent:
        return agent
    held = _named_by(_HELD, clause, scene)
    if held or (held is not None and not clause.quantities):
        return held or (UNSPECIFIED,)
    if scene.ours and _OURS.match(clause.words):
        return scene.ours
    if _FROM_OTHERS.search(clause.words) and not scene.speaking:
        return scene.ours or (UNSPECIFIED,)
    marked = phrases(clause)
    topics = [span for span, particle in marked if particle == "は"]
    subjects = [span for span, particle in marked if particle in ("が", "も")]
    aside = [span for span, particle in marked if particle in ("では", "からは", "には")]
    for span in [*topics, *subjects, *aside]:
        found = names(clause, span, scene)
        if found:
            return found
    return _unmarked(clause, scene, stance)


def sure(clause: Clause, scene: Scene, stance: Stance) -> bool:
    """Tell whether the words themselves say who acts: in a poll, or by what only a speaker says."""
    return polls(clause, scene) or (
        stance == "demands" and _RECOMMENDED.search(clause.words) is not None
    )


def _resolved(scene: Scene, stance: Stance) -> tuple[str, ...]:
    """Return who passes a resolution, for what it asks."""
    return scene.ours if scene.genre == "resolution" and stance == "demands" else ()


_INNER = re.compile(r"「(?P<np>[^、。「」はがも]{1,24}?)(?:は|が|も)[^」]*")


def _said_of(clause: Clause, scene: Scene, stance: Stance) -> tuple[str, ...]:
    """Return whom a quoted report or forecast is about, where the quotation names it."""
    if stance not in ("reports", "forecasts"):
        return ()
    found = _INNER.search(clause.words)
    if found is None:
        return ()
    start = clause.span.start + found.start("np")
    phrase = Span(start, start + len(found["np"]))
    inside = [a for a in clause.actors if a.span.meets(phrase) and a.kind != "people"]
    named = _joined(clause.text, inside) if inside else []
    return tuple(dict.fromkeys(scene.name(a) for a in named))


_SUFFERED = re.compile(
    r"(?:さ|め|ら|わ|ま|れ|え)れ(?:た|て|る|ている|ており)?(?:と|$|[、。」（]"
    r"|からだ|という)"
)
_BY_AGENT = re.compile(
    r"(?P<np>[^、。「」はがを]{1,20}?)(?:に(?:よって|よる)?|から(?:は"
    r"|も)?)(?=[^よ])"
)
_OURS = re.compile(
    r"^(?:[0-9０-９一二三四五六七八九十]{1,2}[　 ]+)?(?:四|両|双方の)?(?:双方|閣僚"
    r"|両国|両政府|両首脳|両大臣|両外相|首脳|我々|われわれ|各国|大臣)(?:は|が|で)"
)
_FROM_OTHERS = re.compile(
    r"(?:懸念|批判|異論|要望|意見|指摘|疑問|不満|声|要求)(?:が|も)(?:示さ"
    r"|出さ|寄せ|上が|相次|噴出|出て|出た|聞か|根強)"
)


def _agent(clause: Clause, scene: Scene) -> tuple[str, ...]:
    """Return who does what somebody suffers: 大統領に指示された, ブリュッセルから迫られている."""
    if not _SUFFERED.search(clause.words):
        return ()
    blank = _blanked(clause)
    for found in reversed(list(_BY_AGENT.finditer(blank))):
        span = Span(clause.span.start + found.start("np"), clause.span.start + found.end("np"))
        inside = [a for a in clause.actors if a.span.meets(span) and a.span.end == span.end]
        if inside:
            return (scene.name(inside[-1]),)
    return ()


def polls(clause: Clause, scene: Scene) -> bool:
    """Tell whether a clause says what a poll found."""
    if re.search(r"世論調査|答えた人|回答者", clause.words):
        return True
    asked = any(q.unit == "pct_of_respondents" for q in clause.quantities)
    return asked or (bool(scene.polled) and _POLLED.search(clause.words) is not None)


def _named_by(pattern: re.Pattern[str], clause: Clause, scene: Scene) -> tuple[str, ...] | None:
    """Return who the noun phrase of a pattern names, or None where it does not match."""
    found = pattern.search(_blanked(clause))
    if found is None:
        return None
    start = clause.span.start + found.start("np")
    return names(clause, Span(start, start + len(found["np"])), scene)


def _unmarked(clause: Clause, scene: Scene, stance: Stance) -> tuple[str, ...]:
    """Return who acts where neither は nor が names somebody."""
    if clause.heading and clause.actors:
        lead = clause.actors[0]
        marked = clause.text[lead.span.end : lead.span.end + 1] in "、はがも　"
        return (lead.name,) if marked else (UNSPECIFIED,)
    if not clause.first and scene.subjects and not _owner_of_number(clause, scene):
        return scene.subjects
    if stance == "forecasts" and (clause.quantities or clause.dates) and not scene.speaking:
        return (scene.home or scene.state or AUTHOR,)
    if re.search(r"との?(?:声|指摘|見方|懸念|批判|意見)|する声|異論|根強", clause.words):
        return (UNSPECIFIED,)
    if scene.speaking and (scene.official or stance not in ("reports", "forecasts")):
        return scene.speaking
    if stance in ("demands", "forecasts") and not clause.quantities and not clause.actors:
        return (AUTHOR,)
    counted = _owner_of_number(clause, scene)
    if counted:
        return counted
    free = [
        a
        for a in clause.actors
        if a.kind != "people" and not _MODIFIES.match(clause.text, a.span.end)
    ]
    if free:
        return (free[0].name,)
    return (scene.home or scene.state or AUTHOR,)


#: What follows somebody who only qualifies a thing or is acted upon: 米軍再編経費, 国会を.
_MODIFIES = re.compile(
    r"[をへ]|に(?!は|も|と)|について|をめぐ|に関|再編|[製産系発]|国債|軍の"
    r"|大使館|の(?=[^、。]{1,8}(?:費|経費|部隊|兵|艦|機))"
)


def _owner_of_number(clause: Clause, scene: Scene) -> tuple[str, ...]:
    """Return whose number it is: 韓国の4割."""
    for quantity in clause.quantities:
        for actor in clause.actors:
            if 0 < quantity.span.start - actor.span.end < 4 and clause.text[actor.span.end] == "の":
                return (scene.name(actor),)
    return ()


_BOTH = re.compile(r"(?:両(?:首脳|大臣|外相|閣僚|国|者|政府|長官|防衛相|トップ)|双方)$")
#: What parts a name from the head of a phrase: 米軍の交付金を来年度以降(も).
_GOVERNED = re.compile(r"[をへ]|(?<!と)に(?!よ)")


def names(clause: Clause, phrase: Span, scene: Scene) -> tuple[str, ...]:
    """Return who a noun phrase names: a mention in it, else the office or group at its end."""
    inside = [
        a
        for a in clause.actors
        if a.span.meets(phrase) and not _GOVERNED.search(clause.text, a.span.end, phrase.end)
    ]
    words = phrase.of(clause.text)
    if words.endswith("こと"):
        return ()
    if inside:
        last = inside[-1]
        if last.kind == "people" and last.span.end >= phrase.end - 4:
            return (last.name,)
        joined = _joined(clause.text, inside)
        return tuple(dict.fromkeys(scene.name(a) for a in joined))
    if _BOTH.search(words):
        return scene.both
    if OFFICE.search(words):
        same = scene.state if words.startswith(("同", "両")) else scene.home
        return (same or scene.state or "JPN",)
    crowd = _CROWD.search(words)
    return (crowd.group(),) if crowd else ()


def _joined(text: str, actors: list[Actor]) -> list[Actor]:
    group = [actors[0]]
    for actor in actors[1:]:
        between = text[group[-1].span.end : actor.span.start]
        if re.fullmatch(r"[と、・及びや]{1,2}", between):
            group.append(actor)
        elif actor.kind in ("person", "office"):
            return [actor]
    return group


def target_of(
    clause: Clause, scene: Scene, stance: Stance, actor: tuple[str, ...]
) -> tuple[str, ...]:
    """Return toward whom the stance of a clause is."""
    others = [
        a
        for a in clause.actors
        if scene.name(a) not in actor and a.kind != "people" and not a.name.endswith("(public)")
    ]
    addressed = _addressed(clause, others, stance)
    return (
        addressed
        or _named_target(clause, scene, stance, actor, others)
        or _default_target(clause, scene, stance, actor, others)
    )


def _named_target(
    clause: Clause, scene: Scene, stance: Stance, actor: tuple[str, ...], others: list[Actor]
) -> tuple[str, ...]:
    """Return whom the matter at hand concerns: who is helped, joined, denied, paid or governed."""
    if "支援" in clause.words and "UKR" in scene.cast.counts and "UKR" not in actor:
        return ("UKR",)
    if stance == "reports" and "加盟" in clause.words and "NATO" in {a.name for a in others}:
        return ("NATO",)
    if actor == (AUTHOR,):
        return (others[0].name if others else scene.home,)
    if (
        stance == "reports"
        and not others
        and _OF_OTHERS.search(clause.words)
        and denied(clause.words)
    ):
        return (scene.counterpart(actor),)
    if actor[0] == scene.home and not others and _AT_HOME.search(clause.words):
        return actor[:1]
    if scene.aim and scene.aim not in actor:
        return (scene.aim,)
    return ()


def _default_target(
    clause: Clause, scene: Scene, stance: Stance, actor: tuple[str, ...], others: list[Actor]
) -> tuple[str, ...]:
    """Return whom a stance is toward where nobody is addressed."""
    sides = stance in ("opposes", "supports") and actor[0] in scene.cast.counts
    if sides and not others and _PLEDGED.search(clause.words) and "NATO" in scene.cast.counts:
        return ("NATO",)
    if scene.home == "EU" and actor[0] in scene.cast.counts and not others and actor[0] != "EU":
        return ("EU",)
    if stance == "reports":
        outside = scene.home and actor[0] not in (*scene.cast.counts, AUTHOR, UNSPECIFIED)
        return actor[1:] or (
            (scene.home,) if outside and not actor[0].startswith(scene.home) else actor
        )
    if stance == "commits":
        partner = re.search(r"支援|協力|調達|契約|負担|との|加盟|承認", clause.words)
        return (others[-1].name,) if others and partner else actor
    if others:
        return (others[0].name,)
    if stance == "forecasts" and clause.quantities:
        return actor
    if actor[0] in (AUTHOR, UNSPECIFIED) or actor[0] not in scene.cast.counts:
        return (scene.home or AUTHOR,)
    return (scene.counterpart(actor),)


#: What a denial denies that others did: asked, promised, rang up.
_OF_OTHERS = re.compile(
    r"要求|要請|提起|示され|約束|電話|圧力|打診|伝えられ|求められ|取りやめ"
    r"|密約|合意"
)
_AT_HOME = re.compile(
    r"予算案|概算要求|査定|増税|税制|所得税|法人税|たばこ税|社会保障|年金|国債|財源|徴兵|審議"
    r"|国会|議会|与党|野党|歳出|赤字"
)


def _addressed(clause: Clause, others: list[Actor], stance: Stance) -> tuple[str, ...]:
    for match in _ADDRESSED.finditer(_blanked(clause)):
        if match["particle"][0] == "に" and "対" not in match["particle"] and stance != "demands":
            continue
        span = Span(clause.span.start + match.start("np"), clause.span.start + match.end("np"))
        for other in reversed(others):
            if other.span.meets(span):
                return (other.name,)
    return ()
