"""What a Japanese clause amounts to by its turn of phrase, where no cue of stance decides."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

from burdenshare.evidence.model import Stance

_DATA = Path(__file__).parent / "data"
_NO = "(?:ない|ありません|ございません|なかった|なく)"
#: What is said not to be, not to be decided, or not to be told is a report.
_DENIED = re.compile(
    rf"(?:事実|こと|もの|わけ|覚え|経緯|話)(?:は|が|も|で(?:は)?)"
    rf"(?:一切|全く|まったく|一度も|特に|いまだ)?{_NO}"
    r"|(?:要求|約束|合意|決定|提案|要請|圧力|条件)で(?:は)?(?:ない|ありません)"
    r"と?(?:釈明|説明|述べ|話|強調|答)?"
    r"|(?:合意|決定|結論|妥結)に(?:は)?至(?:って(?:い)?(?:ない|ません)|らな)"
    r"|(?:決ま|定ま|固ま|決め)(?:って|て)(?:は)?(?:い)?(?:ない|ません)|未定(?:だ|で|と)"
    r"|調整中|協議中|検討中|検討(?:を続け|して)(?:まい|い)"
    r"|(?:触れ|言及し|明言し|明らかにし|公表し|公表され|示さ|回答し|明かさ|明かし)"
    r"(?:て(?:は)?い)?(?:ない|なかった|ません|ず)(?!と|方針|考え)"
    r"|(?:明言|回答|言及|コメント)(?:は|を)?(?:避け|控え)|差し控え"
    r"|お答え(?:は)?(?:し|でき)(?:ない|ません)|申し上げ(?:ません|られません|ることは)"
    r"|コメント(?:は|を)?し(?:ない|ません)|棄権|ノーコメント"
)
_TAUTOLOGY = re.compile(r"([一-龥ァ-ヶ]{2,8})は\1")
_COMING = re.compile(
    r"(?:来春|来夏|来秋|来年|来月|来週|年内|年末|今秋|今夏|次回|次期|次の|近く|間もなく|まもなく"
    r"|今後|将来|\d年(?:度)?(?:に|から|までに|ごろ|以降|後に|末に|中に|[1-9])|\d月(?:に|から)"
    r"|世代先)"
    r".*[るうくすつぬむぶ]$"
)
_STATED = re.compile(
    r"(?:相当する|とどまる|とされる|あたる|当たる|占める|上る|のぼる|及ぶ|ている|てある|である"
    r"|られる|という|といえる|見える|思える|わかる|ある)$"
)
_ASKS_FOR_BUDGET = re.compile(
    r"概算要求(?:で|に|と|は|の)[^。]*(?:計上|盛り込|要求|提出|求め|過去最)|要求額"
)
_BY_MINISTRY = re.compile(r"予算|査定|概算要求")
_CUT = re.compile(r"(?:削られ|削減され|圧縮され|減らされ)")


def denied(piece: str) -> bool:
    """Tell whether a clause denies, leaves undecided or does not comment: a report of that."""
    return _DENIED.search(piece) is not None and "否定" not in piece


def requested(piece: str) -> bool:
    """Tell whether a ministry asks for a budget (概算要求)."""
    return _ASKS_FOR_BUDGET.search(piece) is not None


@cache
def _turns() -> tuple[tuple[Stance, re.Pattern[str]], ...]:
    """Return the turns of the table, one pattern for each of its groups."""
    loaded = yaml.safe_load((_DATA / "turns_ja.yaml").read_text(encoding="utf-8"))
    return tuple(
        (group["stance"], re.compile("|".join(f"(?:{words})" for words in group["turns"])))
        for group in loaded
    )


def turn(piece: str) -> Stance | None:
    """Return the stance of the first turn of phrase that a clause holds, in the table's order."""
    if _TAUTOLOGY.search(piece) or (_BY_MINISTRY.search(piece) and _CUT.search(piece)):
        return "opposes"
    return next((stance for stance, pattern in _turns() if pattern.search(piece)), None)


def coming(piece: str) -> bool:
    """Tell whether a clause says, without a past or a state, what happens at a time ahead."""
    return _COMING.search(piece) is not None and _STATED.search(piece) is None


_VOWS = re.compile(
    r"(?:いたし|致し|まいり|参り|[いきぎしちにびみりえけげせてねべめれ])ます[。」）]*$"
    r"|(?:抜|貫|果た|尽く|進め|守|築|示|取り戻|積み上げ|積み増|広げ|改め)[くすぐるむ][。」）]*$"
)
_VOWS_NOT = re.compile(
    r"(?:いた|致)しません|わけには(?:いき|まいり|参り)ません|[はを]?し(?:は)?ません[。」）]*$"
)
_NO_END = re.compile(r"(?:目的|ゴール|終わり|選択肢|答え|解決)では(?:ありません|ない)[。」]*$")
_STATES = re.compile(
    r"(?:ました|でした|です|である|であります|ております|ています|あります|思います|存じます"
    r"|言えます|なります|れます)[。」）]*$"
)
_ITEM = re.compile(r"こと[。」）]*$")
_NOT_SO = re.compile(
    r"(?:との|という)(?:指摘|批判|見方|報道|お?話|主張)(?:は|も)(?:当たり|当たら|事実(?:では|で))"
    r"|[たう](?:国|者|人|党|議員|政府|事例|例|首脳|企業)は?(?:一つも|一人も|まだ)?"
    r"(?:い|は)?(?:ない|ません|いない|ありません|なかった)(?:[。」]|$)"
    r"|(?:求め|要求し|提案し|約束し|表明し)て(?:は)?い(?:ない|ません|なかった)(?:[。」]|$)"
    r"|(?:聞い|見|受け)た(?:ことが|覚えは|記憶は)(?:ない|ありません)|(?:一度も|全く)聞いて(?:い)?ない"
)
_HOLDS = re.compile(
    r"(?:主張|立場|姿勢|態度|構え|考え|意向)を(?:崩さ|変え|曲げ|譲ら|改め)"
    r"(?:ない|なかった|ず|ていない|ていません|ません)"
)
_JUDGED = re.compile(
    r"わけに(?:は|も)(?:いか|いき|まいり|参り)(?:ない|ぬ|ません)|言い難い|言いがたい|とは(?:言え|いえ|思え|呼べ)(?:ない|ません)|粗い|甘い(?:$|と)|なかれ"
    r"|苦笑|失笑|冷笑|一回限り|(?:隣|他人|次世代|後世)へ回|と(?:決めつけ|こき下ろし|切り捨て|皮肉)"
    r"|(?:犬|代|茶番|恐喝|ゆすり|たかり|暴挙|蛮行|回帰|再来|口実|言いがかり|幻想|嘘|うそ|詭弁|空論"
    r"|愚行|失策|失政|裏切り|侮辱|挑発|脅し|脅迫)」?(?:だ)?と(?:評し|呼[びんぶ]|形容|述べ|指摘|表現"
    r"|断じ|位置付け|位置づけ|言)"
)
_RUMOURED = re.compile(r"(?:取り沙汰|取りざた|うわさ|噂|ささや|囁)(?:さ|か)れ")
_RESOLVED = re.compile(
    r"[るすくうむぐぶつぬ]こと(?:と|に)し(?:た|て(?:いる|おり|います)?|ました)?、?$"
    r"|(?:協定|条約|パートナーシップ|覚書|議定書)を(?:結|締結)[^、。]{0,6}$"
    r"|(?:要求|目標|水準|数値|提案|条件)を(?:受け入れ|のんだ|呑んだ|飲んだ)[^な]{0,4}$"
    r"|^[^、。]{1,12}は受け入れ(?:た|ました)$"
)
_LONGED = re.compile(
    r"心待ち|待ち望|待ち焦が|(?:基軸|要|礎|土台|生命線|宝)(?:です|であります|である|だ)[。」]*$"
    r"|選択肢から(?:外さ|除か)ない|可能性を排除し(?:ない|ません)|遅すぎたくらい"
)
_NEEDS = re.compile(
    r"(?:試算|推計|見積もり|計算)(?:で|に)(?:は|よ[るれ])|(?:なる|増える|足りない|かかる)との(?:推計|試算)"
    r"|[えけせてねめれげべ]ば[^。]*(?:\d|[一二三四五六七八九十百千万億兆])[^。]*(?:円|分|[%％]|割|倍|人)(?:(?:を超える|に達する|に上る|近い)?(?:負担|額|計算|規模)?)(?:である|だ|に(?:なる|上る))?[。」]*$"
    r"|(?:取り沙汰|うわさ|噂)され|たところで|ことと(?:なる|なります)[。」]*$"
)


def spoken_vow(sentence: str) -> Stance | None:
    """Return what a sentence of a government's own speech sets itself or rules out, if either."""
    if _VOWS_NOT.search(sentence) or _NO_END.search(sentence):
        return "opposes"
    return "commits" if _VOWS.search(sentence) and not _STATES.search(sentence) else None


def item(piece: str) -> bool:
    """Tell whether words are an item of a resolution: 〜こと."""
    return _ITEM.search(piece) is not None


def decided(piece: str) -> tuple[Stance, str] | None:
    """Return what a closing phrase says whatever cue stands before it; None if there is none.

    What nobody did or what is called untrue is a report; a position that somebody does not give
    up opposes; a name that judges, and 〜とは言い難い, oppose.
    """
    if _NOT_SO.search(piece):
        return "reports", "ja.reports.denied"
    if _HOLDS.search(piece) or _JUDGED.search(piece):
        return "opposes", "ja.opposes.judged"
    if _RUMOURED.search(piece):
        return "forecasts", "ja.forecasts.rumoured"
    if _RESOLVED.search(piece):
        return "commits", "ja.commits.resolved"
    return ("supports", "ja.supports.turn") if _LONGED.search(piece) else None


def reckoned(piece: str) -> bool:
    """Tell whether a number is reckoned for a case that has not come: 試算では, 〜すれば."""
    return _NEEDS.search(piece) is not None
