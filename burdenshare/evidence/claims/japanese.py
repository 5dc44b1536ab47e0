"""Japanese clauses: the last cue decides, は and が mark the actor, に対し and へ the target."""

from __future__ import annotations

import re

from burdenshare.evidence.claims.actors import Actor
from burdenshare.evidence.claims.japanese_late import coming, denied, requested, turn
from burdenshare.evidence.claims.measures import GENERIC, measure
from burdenshare.evidence.claims.scene import Clause, Reading, Scene
from burdenshare.evidence.model import AUTHOR, UNSPECIFIED, Comparator, Span, Stance

CUES: dict[Stance, str] = {
    "opposes": (
        r"(?:凍結|撤廃|廃止|中止|反対|見直し|白紙撤回)を(?:掲げ|公約|訴え|主張|約束|求め)"
        r"|十分(?:だ|で|である)と(?:主張|述べ|反論|強調)|達成できると(?:主張|反論)|懸念(?:が"
        r"|を)(?:示|表明|伝え)"
        r"|[すぶむくうるつ]べきで(?:は)?(?:ない|ありません|なく)"
        r"|反対(?!(?:して(?:い)?る)?(?:の|わけ)?では(?:ない|ありません|なく)|(?:は|も)?し(?:ない"
        r"|ません))"
        r"|必要は(?:ない|ありません|なく)|拒否|拒[んみむ]|ノーと|拒絶|反発|慎重|反旗|批判|非難"
        r"|抗議|難色|否定|警戒|疑問|不満|異[論議](?!は?(?:ない|なく|なし|ありません))"
        r"|見送[っりるら]"
        r"|中止|撤回|撤廃|応じない|応じず|応じられない|受け入れない|受け入れられない|屈しない"
        r"|両立しない|反論|不公平"
        r"|非現実的|戒め|渋[るっり]|消極的|ためら|及び腰|造反|異を唱え|苦言|抵抗|不十分|問題視"
        r"|取りやめ|断固反対"
        r"|ちらつかせ|離脱|不快感|怒り|憤|失望|不信|懸念(?:し|する|を|も|は|が根強)|牽制|けん制"
        r"|一蹴|退け|はねつけ"
        r"|突っぱね|却下|却け|反感|尻込み|後ろ向き|独り歩き|無理がある|困難だ|難しい(?:と|との)"
        r"|軍拡だ|戸惑"
        r"|(?:ではない|しない|[せめえけれ]ない|できない)」?と(?:述べ|語|話|繰り返|強調|明言)"
        r"|認めない(?!と強調|考え)|棄権|凍結|延期|物議|非協力|抗し|不平|憂慮|危惧|ただ乗り|否決"
        r"|差別的"
    ),
    "demands": (
        r"要求|要請|[とう]言ってき[たて]|ならうべき|[てで]はならない|求め|迫[っりる]|促[しすさ]"
        r"|呼び?か?け|訴え|主張|すべき|べきだ|べきで|必要がある|必要だ|必要と(?:し|す)"
        r"|不可欠|注文|圧力|警告|提言|指示|催促|求めたい|なければならない|なくてはならない|急務"
        r"|課題だ|強調"
        r"|例外を認めない|釘を刺|くぎを刺|要望|督促|せまる|働きかけ|課すよう|妥当だ|望まし"
        r"|期待を(?:示|寄)"
    ),
    "supports": (
        r"反対(?:して(?:い)?る)?(?:の|わけ)?では(?:ない|ありません|なく)|異[論議]は?(?:ない|なく"
        r"|なし|ありません)|関心を表明"
        r"|支持|歓迎|賛成|賛同|評価(?:し|する)|後押し|同調|理解を示|意欲|前向き|謝意|感謝|称賛"
        r"|賞賛|容認|擁護|賛意"
        r"|好意的|肯定的|同意|支えて|応援|喜ばし|謝辞"
    ),
    "commits": (
        r"と(?:の方針を)?発表|発表|明らかに|明記|引き上げへ$|決定|合意|閣議決定|約束|公約|宣言"
        r"|可決|承認|打ち出|誓[っい]|確約|定めて|定めた|掲げ|目標に向け|目指す(?!べき)"
        r"|明言|盛り込|計上|署名|調印|締結|負担する|拠出する|踏み切|乗り出|着手|決め[たるて]|決断"
        r"|導入する|増やす計画"
        r"|する方針|す方針|る方針|[るす]計画|検討する(?:考え|と)|表明|意向|提案|実施する|続ける"
        r"|創設する|立ち上げ"
        r"|[るす]目標(?:を紹介|を維持|に近づ|だ|である)|[るす]考えを(?:示|述|明)|決められ"
        r"|決ま(?:った|り)"
        r"|目標は変わらない|コミット|公表した計画|増額する(?:方針|考え)|早める|前倒しする"
        r"|配備する|購入する|契約を結"
    ),
    "forecasts": (
        r"見込|予測|可能性|見通し|見方|見積も|とみる|とみて|とみられ|みられ|恐れ|おそれ|かねない"
        r"|だろう(?!か)|であろう(?!か)|でしょう(?!か)|と思います|間に合わない|予想|試算"
        r"|想定|予定だ|予定で|かもしれない|との懸念(?!(?:が|を)(?:示|表明|伝え))|懸念が(?!根強)"
        r"|になりそう|となりそう|必至|公算|観測|危険性|リスク"
        r"|立ち行かなくな|ざるを得な|得る(?!な)|うる$|招く(?:と|と懸)?$"
    ),
}  # fmt: skip
_CARRIER = re.compile(r"表明|意向|明言|方針|提案|強調|主張|発表|明らかに|警告|と思います")
_CUE = re.compile("|".join(f"(?P<{stance}>{pattern})" for stance, pattern in CUES.items()))
_UP = (
    r"増[額加やえ大す産]|引き上げ|上昇|拡大|強化|膨ら|高ま|倍増|上積み|増強|上回る増|上げ|伸び"
    r"|急増|積み増|深ま|活発|激化|前倒し"
    r"|最高|最大"
)
_DOWN = (
    r"減[額少らっ]|削減|削ら|低下|引き下げ|縮小|悪化|弱ま|損な|冷え込"
    r"|こじれ|後退|落ち込|揺ら|失わ|縮ま|圧迫"
)
_GREATER = re.compile(r"を(?:大きく|大幅に)?上回|より(?:も)?(?:高|多|大き|早)")
_LESS = re.compile(
    r"を(?:大きく|大幅に)?下回|比較的(?:低|小|少)|より(?:も)?(?:低|少な|小さ|遅)|に(?:満た|届か"
    r"|とどまる)"
)
_DIRECTION = re.compile(f"(?P<up>{_UP})|(?P<down>{_DOWN})")
_HEDGES = re.compile(
    r"可能性|恐れ|おそれ|かねない|だろう|かもしれない|とみられ|とみて|とみる|という。?$|とされ"
    r"|見込|見通し|ようだ|らしい|模様"
    r"|要求か|するか　|観測|ではないか|と報じ|との見方|検討"
)
_NEGATIONS = re.compile(r"ない|ぬ|ず(?=、|に|$)|否定|なく|ません|なかった|見送")
_TOPIC = re.compile(
    r"(?P<np>[^、。「」『』（）\s　]{1,40}?)(?P<particle>は|が|も|では|からは|には)"
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
    r"|べき(?:だ|で|では|である)|必要(?:がある|だ|である)|なければならない|なくてはならない"
    r"|不可欠|急務|求めたい|望まれる|課題(?:だ|である)"
)
_CROWD = re.compile(
    r"[^のは、。]{0,8}(?:団体|協会|連盟|同盟|連合|労組|組合|市民|住民|議員|議会|知事|[市町村]長"
    r"|県|氏|企業|業界"
    r"|メディア|世論|党首|幹事長|代表|[党会派]の一部|議会の一部)$"
)
_OFFICE = re.compile(
    r"(?:^国|政府|首相|大統領|外相|国防相|防衛相|財務相|財務省|外務省|防衛省|国防省|官房長官|内閣"
    r"|議会|国会|軍|当局|高官|幹部"
    r"|報道官|長官|大臣|総理|中央銀行|同国|同氏|氏|総統|行政院|陸軍|連邦軍)$"
)
_OUTLET = re.compile(
    r"(?P<who>[\u4e00-\u9fffァ-ヶーA-Za-z]{2,14}(?:新聞|通信|タイムズ|ポスト|放送|電子版|紙"
    r"|テレビ)).{0,12}?(?:報じ|伝え)"
)
_SAYS = re.compile(
    r"(?:考え|方針|意向|意欲|関心|見通し|可能性|恐れ)(?:を|も|が)(?:改めて)?(?:表明|示し|述べ"
    r"|説明|明らかに|指摘|強調)"
    r"|と[、。]?(?:断言|公言|約束|発表|繰り返|言う|話す|迫[っり]|指示)|(?:と|との(?:考え|認識"
    r"|見解|立場|姿勢|見方)を)(?:、[^、。]{0,14})?(?:述べ|語|話|強調|主張|説明|指摘|表明|示し"
    r"|批判|非難|訴え|否定"
    r"|答弁|発言|反論|宣言|警告|分析|予測|みる|みて|明言|書[いき]|報じ|見積)"
)
_INTERVIEWED = re.compile(
    r"(?P<who>[\u4e00-\u9fffァ-ヶー]{1,10}?)(?:氏|さん|教授|研究員)?(?:に聞く|に聞いた"
    r"|へのインタビュー|にインタビュー)"
)
_PLEDGED = re.compile("目標|水準|基準|[%％]")
_SHORT_HALF = 16
_NOT_TO = re.compile(r"べきで(?:は)?(?:ない|ありません)」?と")
_FIRST_PERSON = re.compile(r"(?:^|[、で])(?:私|筆者|わが党|我が党|私たち|我々)(?:は|が|も|なら)")
_POLLED = re.compile(
    r"支持層|年代別|回答(?:が|は)|と答え|(?:賛成|反対)(?:多数|が[\d０-９])|前回(?:調査)?(?:から"
    r"|より)"
)
_QUESTION = re.compile(r"(?:何|なぜ|どう|どこ|誰|いつ)[^。]*(?:か|のか)[。？]?$")
_EVENT = re.compile(r"(?:た|ている|てきた|である|だ)$")


_PREDICATE = re.compile(
    r"(?:[たるいうくすつぬむぶだ]|です|ます|ません|でした|ない|なく|して|おり"
    r"|[きしみりちいえけせてねめれべ]|ず|つつ|ものの|が|ば)"
    r"[」』。、）)]*$"
)
_LEAST = 11


def bears(text: str, span: Span) -> bool:
    """Tell whether a span holds a cue of stance, a direction or a predicate of its own."""
    piece = span.of(text).strip("、。 　\n")
    if len(piece) >= _LEAST and _PREDICATE.search(piece) and _TOPIC.search(piece):
        return True
    return bool(
        _CUE.search(text, span.start, span.end)
        or _DIRECTION.search(text, span.start, span.end)
        or _GREATER.search(text, span.start, span.end)
        or _LESS.search(text, span.start, span.end)
    )


def read(clause: Clause, scene: Scene) -> Reading | None:
    """Return what a clause claims, or None where it claims nothing that we can name."""
    piece = clause.words
    found = _stance(clause, piece, scene.terse)
    if found is None or _QUESTION.search(piece):
        return None
    stance, rule = found
    if stance == "demands" and _polls(clause, scene):
        stance = "opposes" if re.search(r"(?:減ら|やめ|削)[すべ]", piece) else "supports"
        rule = "ja.poll"
    actor = _actor(clause, scene, stance)
    target = _target(clause, scene, stance, actor)
    return Reading(
        stance=stance,
        rule=rule,
        actor=actor,
        target=target,
        comparator=_direction(piece),
        hedged=_HEDGES.search(piece) is not None,
        negated=_NEGATIONS.search(piece) is not None,
    )


def _direction(piece: str) -> Comparator | None:
    if _LESS.search(piece):
        return "lt"
    if _GREATER.search(piece):
        return "gt"
    found = list(_DIRECTION.finditer(piece))
    if not found:
        return None
    return "up" if found[-1].lastgroup == "up" else "down"


def _stance(clause: Clause, piece: str, terse: bool) -> tuple[Stance, str] | None:
    topic = measure(piece, "ja")
    named = bool(clause.actors) or _OFFICE.search(piece.split("は")[0]) is not None
    return _by_cue(clause, piece, topic, named) or _without_cue(clause, piece, topic, named, terse)


def _by_cue(clause: Clause, piece: str, topic: str, named: bool) -> tuple[Stance, str] | None:
    """Return what a denial, the last cue or a turn of phrase says."""
    said = _unquoted(piece)
    if denied(said) and (topic or named or _CUE.search(said)) and not clause.heading:
        return "reports", "ja.reports.denied"
    if requested(piece):
        return "demands", "ja.demands.requested"
    if not (topic or named or clause.quantities or _TOPIC.search(piece)):
        return None
    hits = [h for h in _CUE.finditer(said) if not _topical(said, h)]
    sure = [h for h in hits if not _CARRIER.fullmatch(h.group())]
    turned = None if sure or clause.heading else turn(said)
    if turned:
        return turned, f"ja.{turned}.turn"
    spoken = any(a.person for a in clause.actors)
    strong = sure or (hits if topic or clause.quantities or spoken else [])
    if not strong:
        return None
    last = strong[-1]
    stance: Stance = last.lastgroup  # type: ignore[assignment]
    if stance in ("supports", "commits") and _NOT_DONE.match(piece[last.end() : last.end() + 10]):
        stance = "opposes"
    if stance == "demands" and _NOT_TO.search(piece):
        stance = "opposes"
    return stance, f"ja.{stance}" + (".carrier" if _CARRIER.fullmatch(last.group()) else "")


_NOT_DONE = re.compile(
    r"(?:し|する|す|の|に|て|を)?(?:考え|意思|意図|つもり)?(?:は|が)?(?:てい)?(?:ない|ず|なかった"
    r"|ません)"
)


def _without_cue(
    clause: Clause, piece: str, topic: str, named: bool, terse: bool
) -> tuple[Stance, str] | None:
    """Return what is to come, a number, a change, an event or a plain predicate without a cue."""
    if clause.heading:
        pledged = clause.quantities and _LEADS_TO.search(piece)
        if pledged or (named and re.search(r"、.*を.*[にへ]$|増へ$", piece)):
            return "commits", "ja.commits.heading"
    elif coming(piece) and (topic or named or clause.quantities):
        return "forecasts", "ja.forecasts.coming"
    if clause.quantities:
        return "reports", "ja.reports.quantity"
    moved = _direction(piece)
    half = not clause.first and len(piece) < _SHORT_HALF
    telling = topic and topic not in GENERIC and (named or not clause.heading)
    if moved and (half or telling):
        return "reports", "ja.reports.direction"
    if clause.heading:
        return None
    if clause.dates and named and _EVENT.search(piece):
        return "reports", "ja.reports.dated"
    if terse and (topic or named) and _PREDICATE.search(piece):
        return "reports", "ja.reports.plain"
    return None


def _topical(piece: str, hit: re.Match[str]) -> bool:
    """Tell whether a cue is only what a clause is about: 閣議決定は…改められた."""
    after = piece[hit.end() :]
    if hit.lastgroup == "commits" and re.match(r"(?:は|が)[^、]{6,}", after):
        return True
    return hit.group() == "試算" and not _AHEAD.search(piece)


_AHEAD = re.compile(r"年(?:度)?(?:に|まで|ごろ|後)|今後|将来|必要|(?:に|と)なる|増え|かかる")
_LEADS_TO = re.compile(
    r"(?:円|ドル|ユーロ|[%％]|ウォン|ポンド|元|人|倍)(?:超|台|規模)?へ(?:　|$"
    r"|[、 ])"
)


def _unquoted(piece: str) -> str:
    """Blank the text of quotations that a later verb comments on; lengths stay."""
    if re.search(r"」と|」と?答|」との", piece):
        blank = re.sub(r"「[^」]*」", lambda m: "　" * len(m.group()), piece)
        if _CUE.search(blank):
            return blank
    return piece


def _phrases(clause: Clause) -> list[tuple[Span, str]]:
    """Return the noun phrases that は, が or も marks outside of quotations."""
    blank = _blanked(clause)
    return [
        (Span(clause.span.start + m.start("np"), clause.span.start + m.end("np")), m["particle"])
        for m in _TOPIC.finditer(blank)
    ]


def _blanked(clause: Clause) -> str:
    return re.sub(r"[「『][^」』]*[」』]", lambda m: "「" * len(m.group()), clause.words)


def _actor(clause: Clause, scene: Scene, stance: Stance) -> tuple[str, ...]:
    if _polls(clause, scene):
        return (f"{scene.polled or scene.home} (public)",)
    if _FIRST_PERSON.match(clause.words) or _FIRST_PERSON.search(clause.words):
        return scene.speaking or ((scene.speaker or AUTHOR),)
    source = _named_by(_SOURCE, clause, scene)
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
    phrases = _phrases(clause)
    topics = [span for span, particle in phrases if particle == "は"]
    subjects = [span for span, particle in phrases if particle in ("が", "も")]
    aside = [span for span, particle in phrases if particle in ("では", "からは", "には")]
    for span in [*topics, *subjects, *aside]:
        names = _names(clause, span, scene)
        if names:
            return names
    return _unmarked(clause, scene, stance)


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


def _polls(clause: Clause, scene: Scene) -> bool:
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
    return _names(clause, Span(start, start + len(found["np"])), scene)


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
    if scene.speaking:
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


def _names(clause: Clause, phrase: Span, scene: Scene) -> tuple[str, ...]:
    """Return who a noun phrase names: a mention in it, else the office or group at its end."""
    inside = [a for a in clause.actors if a.span.meets(phrase)]
    words = phrase.of(clause.text)
    if words.endswith("こと"):
        return ()
    if inside:
        last = inside[-1]
        if last.kind == "people" and last.span.end >= phrase.end - 4:
            return (last.name,)
        joined = _joined(clause.text, inside)
        return tuple(dict.fromkeys(scene.name(a) for a in joined))
    if _OFFICE.search(words):
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


def _target(
    clause: Clause, scene: Scene, stance: Stance, actor: tuple[str, ...]
) -> tuple[str, ...]:
    others = [
        a
        for a in clause.actors
        if scene.name(a) not in actor and a.kind != "people" and not a.name.endswith("(public)")
    ]
    addressed = _addressed(clause, others, stance)
    if addressed:
        return addressed
    if "支援" in clause.words and "UKR" in scene.cast.counts and "UKR" not in actor:
        return ("UKR",)
    if stance == "reports" and "加盟" in clause.words and "NATO" in {a.name for a in others}:
        return ("NATO",)
    if actor == (AUTHOR,):
        return (others[0].name if others else scene.home,)
    if scene.aim and scene.aim not in actor:
        return (scene.aim,)
    sides = stance in ("opposes", "supports") and actor[0] in scene.cast.counts
    if sides and not others and _PLEDGED.search(clause.words) and "NATO" in scene.cast.counts:
        return ("NATO",)
    if stance == "reports":
        return actor[1:] or actor
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


def _addressed(clause: Clause, others: list[Actor], stance: Stance) -> tuple[str, ...]:
    for match in _ADDRESSED.finditer(_blanked(clause)):
        if match["particle"][0] == "に" and "対" not in match["particle"] and stance != "demands":
            continue
        span = Span(clause.span.start + match.start("np"), clause.span.start + match.end("np"))
        for other in reversed(others):
            if other.span.meets(span):
                return (other.name,)
    return ()


def attribution(clause: Clause, scene: Scene) -> tuple[Span, str, tuple[str, ...]] | None:
    """Return the sentence, who speaks in it, and for whom; None if the author does."""
    if not _SAYS.search(clause.words):
        return None
    if scene.speaker != AUTHOR and re.match("[^「」]*」", clause.words):
        return None
    for span, particle in _phrases(clause):
        if particle in ("は", "が", "も"):
            inside = [a for a in clause.actors if a.span.meets(span)]
            names = _names(clause, span, scene)
            if names:
                person = next((scene.voice(a) for a in inside if a.person), "")
                named = names[0] if inside and inside[-1].span.end >= span.end - 4 else ""
                return clause.span, person or named or span.of(clause.text), names
    if scene.speaker != AUTHOR:
        return None
    return clause.span, (scene.subjects or (AUTHOR,))[0], scene.subjects


def voice(around: Clause | None, scene: Scene) -> tuple[str, tuple[str, ...]]:
    """Return who speaks in a quotation, and for whom, by the words around it.

    Parameters
    ----------
    around : Clause or None
        What stands before or after it; None where it is a turn of an interview.
    scene : Scene
    """
    if around is None:
        return scene.interviewed or AUTHOR, ()
    if around.actors:
        lead = around.actors[0]
        return scene.voice(lead), (scene.name(lead),)
    who = re.match(r"と?(?P<who>[^はがも、。「」]{2,20})[はがも]", around.words)
    if who and _OFFICE.search(who["who"]):
        return who["who"], (scene.home or scene.state,)
    if who:
        return who["who"], (who["who"],)
    return (scene.subjects or (AUTHOR,))[0], scene.subjects


def interviewed(text: str) -> str:
    """Return whom a page interviews by its first lines; empty if it is no interview."""
    found = _INTERVIEWED.search(text, 0, 400)
    return found["who"] if found else ""


def reporter(sentence: str) -> str:
    """Return the outlet that a sentence says reported it; empty if none."""
    found = _OUTLET.search(sentence)
    return found["who"] if found else ""


def nested(clause: Clause) -> Span | None:
    """Return None: a Japanese claim inside another is found by its own clause."""
    return None
