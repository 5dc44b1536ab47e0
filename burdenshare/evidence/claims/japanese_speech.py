"""Japanese speech: who says a sentence, who reported it, who answers an interview."""

from __future__ import annotations

import re

from burdenshare.evidence.claims.japanese_roles import OFFICE, names, phrases
from burdenshare.evidence.claims.scene import Clause, Scene
from burdenshare.evidence.model import AUTHOR, Span

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
    r"(?P<who>[\u4e00-\u9fffァ-ヶー]{1,20}?)(?:氏|さん|教授|研究員)?(?:に聞く|に聞いた"
    r"|へのインタビュー|にインタビュー)"
)


def attribution(clause: Clause, scene: Scene) -> tuple[Span, str, tuple[str, ...]] | None:
    """Return the sentence, who speaks in it, and for whom; None if the author does."""
    if not _SAYS.search(clause.words):
        return None
    if scene.speaker != AUTHOR and re.match("[^「」]*」", clause.words):
        return None
    for span, particle in phrases(clause):
        if particle in ("は", "が", "も"):
            inside = [a for a in clause.actors if a.span.meets(span)]
            found = names(clause, span, scene)
            if found:
                person = next((scene.voice(a) for a in inside if a.person), "")
                named = found[0] if inside and inside[-1].span.end >= span.end - 4 else ""
                return clause.span, person or named or span.of(clause.text), found
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
        serving = OFFICE.search(scene.interviewed) and not re.match("元|前", scene.interviewed)
        return scene.interviewed or AUTHOR, (scene.home,) if serving and scene.home else ()
    if around.actors:
        lead = around.actors[0]
        return scene.voice(lead), (scene.name(lead),)
    who = re.match(r"と?(?P<who>[^はがも、。「」]{2,20})[はがも]", around.words)
    if who and OFFICE.search(who["who"]):
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
