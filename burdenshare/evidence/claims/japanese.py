"""Japanese clauses: what stance a clause takes; the last cue decides."""

from __future__ import annotations

import re

from burdenshare.evidence.claims.japanese_late import (
    coming,
    decided,
    denied,
    item,
    reckoned,
    requested,
    spoken_vow,
    turn,
)
from burdenshare.evidence.claims.japanese_roles import (
    OFFICE,
    TOPIC,
    actor_of,
    polls,
    sure,
    target_of,
)
from burdenshare.evidence.claims.japanese_speech import (
    attribution,
    interviewed,
    nested,
    reporter,
    voice,
)
from burdenshare.evidence.claims.learned import judged
from burdenshare.evidence.claims.measures import GENERIC, measure
from burdenshare.evidence.claims.scene import Clause, Reading, Scene
from burdenshare.evidence.model import Comparator, Span, Stance

__all__ = ["attribution", "bears", "interviewed", "nested", "read", "reporter", "voice"]

CUES: dict[Stance, str] = {
    "opposes": (
        r"反対する(?:意見書|決議|声明|請願)(?:を[^、。]{0,12}(?:可決|採択|提出))?|応じ(?:なかった"
        r"|ません)"
        r"|応じて(?:い)?ない|首を(?:横に|縦に振ら)"
        r"|(?:凍結|撤廃|廃止|中止|反対|見直し|白紙撤回)を(?:掲げ|公約|訴え|主張|約束|求め)"
        r"|十分(?:だ|で|である)と(?:主張|述べ|反論|強調)|達成できると(?:主張|反論)|懸念(?:が"
        r"|を)(?:示|表明|伝え)"
        r"|[すぶむくぐぬうるつ]べきで(?:は)?(?:ない|ありません|なく)"
        r"|反対(?!(?:して(?:い)?る)?(?:の|わけ)?では(?:ない|ありません|なく)|(?:は|も)?し(?:ない"
        r"|ません))"
        r"|必要は(?:ない|ありません|なく)|拒否|拒[んみむ]|ノーと|拒絶|反発|慎重|反旗|批判|非難"
        r"|抗議|難色|否定|警戒|疑問|不満|異[論議](?!は?(?:出な|ない|なく|なし|ありません))"
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
        r"要求|要請|(?:て|で)(?:ほしい|欲しい|もらいたい|いただきたい)|申し入れ"
        r"|[とう]言ってき[たて]|ならうべき|[てで]はならない|求め|迫[っりる]|促[しすさ]"
        r"|呼び?か?け|訴え|主張|すべき|べきだ|べきで|必要がある|必要だ|必要と(?:し|す)"
        r"|不可欠|注文|圧力|警告|提言|指示|催促|求めたい|なければならない|なくてはならない|急務"
        r"|課題だ|強調"
        r"|例外を認めない|釘を刺|くぎを刺|要望|督促|せまる|働きかけ|課すよう|妥当だ|望まし"
        r"|期待を示"
    ),
    "supports": (
        r"反対(?:して(?:い)?る)?(?:の|わけ)?では(?:ない|ありません|なく)|異[論議]は?(?:ない|なく"
        r"|なし|ありません)|関心を表明"
        r"|支持|歓迎|賛成|賛同|評価(?:し|する)|後押し|同調|理解を示|意欲|前向き|謝意|感謝|称賛"
        r"|賞賛|容認|擁護|賛意"
        r"|好意的|肯定的|同意|支えて(?!まい)|応援|喜ばし|謝辞"
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
_SHORT_HALF = 16
_NOT_TO = re.compile(r"べきで(?:は)?(?:ない|ありません)」?と")
_QUESTION = re.compile(r"(?:何|なぜ|どう|どこ|誰|いつ)[^。]*(?:か|のか)[。？]?$")
_EVENT = re.compile(r"(?:た|ている|てきた|である|だ)$")
_PREDICATE = re.compile(
    r"(?:[たるいうくすつぬむぶだ]|です|ます|ません|でした|ない|なく|して|おり"
    r"|[きしみりちいえけせてねめれべ]|ず|つつ|ものの|が|ば|(?:考え|方針|計画|予定|見込み|構え"
    r"|見通し|意向)で?)"
    r"[」』。、）)]*$"
)
_LEAST = 11
#: What only sets the scene of the clause after it.
_ADVERBIAL = re.compile(
    r"(?:めぐり|めぐって|について|に関し|に関して|とともに|に伴い|を受け|を受けて|によると"
    r"|によれば|を踏まえ|に際し|にあたり)$"
)


def bears(text: str, span: Span) -> bool:
    """Tell whether a span holds a cue of stance, a direction or a predicate of its own."""
    piece = span.of(text).strip("、。 　\n")
    if _ADVERBIAL.search(piece):
        return False
    if len(piece) >= _LEAST and _PREDICATE.search(piece) and TOPIC.search(piece):
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
    found = _by_genre(clause, scene) or _stance(clause, piece, scene.terse)
    if found is None or _QUESTION.search(piece):
        return None
    stance, rule = found
    if stance == "demands" and polls(clause, scene):
        stance = "opposes" if re.search(r"(?:減ら|やめ|削)[すべ]", piece) else "supports"
        rule = "ja.poll"
    stance, rule, share = judged(clause, scene, stance, rule)
    actor = actor_of(clause, scene, stance)
    target = target_of(clause, scene, stance, actor)
    return Reading(
        stance=stance,
        rule=rule,
        share=share,
        actor=actor,
        target=target,
        comparator=_direction(piece),
        hedged=_HEDGES.search(piece) is not None,
        negated=_NEGATIONS.search(piece) is not None,
        firm=sure(clause, scene, stance),
    )


def _by_genre(clause: Clause, scene: Scene) -> tuple[Stance, str] | None:
    """Return what a clause sets itself in a speech of a government, or asks in a resolution."""
    if clause.heading or not scene.genre:
        return None
    piece = clause.words.rstrip("。")
    if scene.genre == "resolution" and item(piece):
        return "demands", "ja.demands.item"
    sentence = clause.sentence.of(clause.text).rstrip()
    closing = clause.span.end >= clause.sentence.end - 2
    joined = re.search(r"(?:[一-龥]|し|て|き|み|り|け|げ|め|は)、?$", piece) or clause.quantities
    if scene.genre != "speech" or not (closing or joined) or scene.speaker != _speaks(scene):
        return None
    own = not _OTHERS_ACT.search(piece)
    vowed = spoken_vow(sentence) if own else None
    return (vowed, f"ja.{vowed}.vow") if vowed else None


def _speaks(scene: Scene) -> str:
    return scene.turn.speaker if scene.turn else ""


_OTHERS_ACT = re.compile(r"^[^、]{0,16}(?:から|に)(?:は|も)?、|が欠け|現状を")


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
    named = bool(clause.actors) or OFFICE.search(piece.split("は")[0]) is not None
    named = named or (terse and not clause.heading and len(piece) >= _LEAST)
    return _by_cue(clause, piece, topic, named) or _without_cue(clause, piece, topic, named, terse)


def _by_cue(clause: Clause, piece: str, topic: str, named: bool) -> tuple[Stance, str] | None:
    """Return what a denial, the last cue or a turn of phrase says."""
    said = _unquoted(piece)
    settled = None if clause.heading else decided(piece.rstrip("。"))
    if settled:
        return settled
    if denied(said) and (topic or named or _CUE.search(said)) and not clause.heading:
        return "reports", "ja.reports.denied"
    if requested(piece):
        return "demands", "ja.demands.requested"
    if not (topic or named or clause.quantities or TOPIC.search(piece)):
        return None
    hits = [h for h in _CUE.finditer(said) if not _topical(said, h)]
    sure = [h for h in hits if not _CARRIER.fullmatch(h.group())]
    turned = None if sure or clause.heading else turn(said)
    if turned:
        return turned, f"ja.{turned}.turn"
    spoken = any(a.person for a in clause.actors)
    strong = sure or (hits if topic or named or clause.quantities or spoken else [])
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
    r"(?:し|する|す|の|に|て|を)?(?:でき|は|も)?(?:考え|意思|意図|つもり)?(?:は"
    r"|が)?(?:てい)?(?:ない|ず|なかった"
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
    elif clause.quantities and (reckoned(piece) or _reckoned_so_far(clause)):
        return "forecasts", "ja.forecasts.reckoned"
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


def _reckoned_so_far(clause: Clause) -> bool:
    """Tell whether the sentence up to the end of a clause reckons with a case: 〜すれば4％分."""
    return reckoned(clause.text[clause.sentence.start : clause.span.end].rstrip("。"))


def _topical(piece: str, hit: re.Match[str]) -> bool:
    """Tell whether a cue is only what a clause is about: 閣議決定は…改められた."""
    after = piece[hit.end() :]
    if hit.lastgroup == "commits" and re.match(r"(?:は|が)[^、]{6,}", after):
        return True
    if _ASKED_FOR.fullmatch(hit.group()) and re.match(r"(?:は|が)[^、]{4,}", after) and turn(after):
        return True
    if hit.group().startswith("迫") and _NEARS.search(piece[: hit.start()]):
        return True
    if hit.group() == "発表" and re.match(r"の(?!方針|計画)", after):
        return True
    if hit.group() == "慎重" and re.match(r"に(?:答|述べ|語|話|見|検討)", after):
        return True
    return hit.group() == "試算" and not _AHEAD.search(piece)


_NEARS = re.compile(r"[割分％%円人倍隻機年位強弱](?:近く)?に$")
_ASKED_FOR = re.compile(r"要求|要請|圧力|注文|警告|提言|指示|要望|主張")
_AHEAD = re.compile(
    r"なくな|不足|足り|年(?:度)?(?:に|まで|ごろ|後)|今後|将来|必要|(?:に|と)なる"
    r"|増え|かかる"
)
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
