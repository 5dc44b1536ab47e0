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
