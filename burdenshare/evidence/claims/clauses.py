"""Clauses of a sentence: where a claim begins and ends, without its connective."""

from __future__ import annotations

import re
from collections.abc import Callable

from burdenshare.evidence.claims.words import english_cues, listed
from burdenshare.evidence.model import Language, Span

_LABEL = re.compile(
    r"[A-Z][\w’'-]*(?: (?:and|of|or|for|the|in|by|on|to|with|[A-Z“‘\"][\w’'”-]*)){0,6}: (?=\S)"
)
_LEAD = re.compile(
    r"(?:(?:Senator|Mr\.? Chairman|Madam Chair(?:woman)?|Mr\.? President|Mr\.? Speaker"
    r"|Minister|Sir|Ma[’']am|ladies and gentlemen|colleagues|friends|no(?=[,:])|yes"
    r"|well|look|and|but"
    r"|yet|so|while|whereas|although|though|because|since|as|which|who|where|when|if|however"
    r"|moreover|meanwhile|therefore|instead|still|nonetheless|nevertheless|also|thus"
    r"|furthermore|in addition|in contrast|by contrast|of course|at the same time"
    r"|on the one hand|on the other hand|as a result|at present|for instance|for example"
    r"|in my view|in my opinion|objectively speaking|overall|ultimately|finally|indeed|now|yet"
    r"|notably|then|that|i believe|we believe|some say|it is clear that|it is no surprise that"
    r"|this means|it suggests|it becomes clear|it signals|not surprisingly"
    r"|even more importantly|to be sure|in short|in particular|in other words|after all|so far"
    r"|in fact)\b[,:]?\s+(?:that\s+)?)",
    re.I,
)
_KEPT_LEADS = re.compile(r"(?:since|in|for|if|as|when)\b", re.I)
_HARD = re.compile(
    r"(?P<semi>\s*;\s*|\s+[–—-]\s+|—|:\s+)"
    r"|(?P<comma>,[\"”’]?\s+(?=(?:and|but|yet|so|while|whereas|although|though|because|since|as"
    r"|which|who"
    r"|where|when|with|driven|leading|thus|thereby|saying|adding|arguing|insisting|warning|noting"
    r"|especially|particularly|potentially|citing|rejecting|given|thanks|despite|perhaps)\b))"
    r"|(?P<word>\s+(?=(?:while|whereas|although|though|because)\s))"
    r"|(?P<and>,?\s+(?:and|but|or)\s+(?:then\s+|also\s+|later\s+|quickly\s+)?(?=(?P<next>[\w’]+)))"
    r"|(?P<soft>\s*,\s+)",
    re.I,
)
_AUXILIARY = listed(
    """
    has have had will would is are was were may could should must can might wants calls tries
    says said saw made took became remains remained fell rose grew led triggered hit created
    placed began brought drew sparked announced
    """
)
_JAPANESE = re.compile(
    r"(?<=[たるだいうすぬん]が)、|(?<=[え針画定みし]で)、|(?<=ながらも)、|(?<=ながら)、"
    r"|(?<=ものの)、|(?<=一方)、|(?<=一方で)、|(?<=して)、|(?<=おり)、|(?<=として)、"
    r"|(?<=つつ)、|(?<=のに対し)、|(?<=[しべりみきえけげめれ])、(?!こと)|(?<=とどまり)、"
    r"|(?<=であり)、|(?<=[%％人円]で)、|(?<=最大で)、"
    r"|　+"
)

_ADJUNCT = re.compile(
    r"[\s\"“]*(?:and |but |or )?(?:with|as well as|as such|as(?! a\b)|due to|under|in an"
    r"|in order|including|especially|particularly"
    r"|potentially|driven|leading|thus|thereby|in light|in view|instead|given|thanks|despite"
    r"|according|perhaps|along"
    r"|alongside|partly|often|such as|based|ranging|(?!during|pressing|regarding|rejecting"
    r"|denying|dismissing|nothing"
    r"|something|anything|everything|bring|spring|beijing)\w+ing)\b(?!\s+(?:is|are|has|have|will"
    r"|remains|was))",
    re.I,
)
_NUMERAL = re.compile(r"\d|per ?cent\b")
_VERBAL = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|may|might|can|could|should|must|do"
    r"|does|did"
    r"|says?|said|rose|grew|fell|made|took|met|led|spent|spend|spends|put|set|cut|keeps?|remains?"
    r"|operates?|depends?|needs?|faces?|makes?|takes?|puts?|calls?|\w{2,}ed)\b|[’']ll\b",
    re.I,
)
Bears = Callable[[Span], bool]


def clauses(text: str, sentence: Span, language: Language, bears: Bears) -> list[Span]:
    """Split a sentence where two parts of it each bear a claim.

    Parameters
    ----------
    text : str
    sentence : Span
    language : {"en", "ja"}
    bears : callable
        Whether a span holds what a claim needs: a cue, a direction or a quantity.

    Returns
    -------
    list of Span
        In order, without the connective at their head and the punctuation at their end.
    """
    if language == "ja":
        return _japanese(text, sentence, bears)
    return _english(text, sentence, bears)


#: PRAGUE (Vltava News Agency), 14 Nov 2025 --
_DATELINE = re.compile(
    r"[A-Z][A-Z .,'’-]{2,30}(?:, [A-Z][a-z]+(?: [A-Z][a-z]+)?)?(?: ?\([^)\n]{2,40}\))?,?"
    r"(?: (?:\d{1,2} [A-Z][a-z]+\.?(?: \d{4})?|[A-Z][a-z]+\.? \d{1,2}(?:, \d{4})?))?"
    r"(?: ?\([^)\n]{2,40}\))? ?(?:--|—|–|-|:) "
)


def _english(text: str, sentence: Span, bears: Bears) -> list[Span]:
    label = _DATELINE.match(text, sentence.start, sentence.end) or _LABEL.match(
        text, sentence.start, sentence.end
    )
    start = label.end() if label and sentence.end - label.end() > 25 else sentence.start
    pieces: list[tuple[Span, str]] = []
    kind = ""
    for match in _HARD.finditer(text, start, sentence.end):
        group = match.lastgroup or ""
        following = match["next"]
        if following is not None:
            group = "and"
            turned = match.group().strip(" ,").lower().startswith("but")
            if not _finite(following) and not (turned and following.lower() in english_cues()):
                continue
        if text[start : match.start()].strip():
            pieces.append((Span(start, match.start()), kind))
        start, kind = match.end(), group
    pieces.append((Span(start, sentence.end), kind))
    return [
        bare
        for span in _joined(text, pieces, bears)
        if (bare := _bare(text, span)) and bare.end - bare.start > 2
    ]


def _finite(word: str) -> bool:
    low = word.lower()
    return low in _AUXILIARY or (
        low in english_cues() and (low.endswith(("ed", "s")) or low in ("sought", "shun"))
    )


def _joined(text: str, pieces: list[tuple[Span, str]], bears: Bears) -> list[Span]:
    """Join pieces without a claim of their own to what stands before, or after at the head."""
    found: list[tuple[Span, bool, bool]] = []
    for span, kind in pieces:
        piece = span.of(text)
        adjunct = _ADJUNCT.match(piece) is not None and not _NUMERAL.search(piece)
        carries = bears(span) and not adjunct
        soft = kind in ("soft", "and")
        stands = carries and _stands(text, span)
        if found:
            last, bearing, whole = found[-1]
            short = span.end - span.start < (18 if carries else 60)
            joins = (
                (not whole and not adjunct and kind != "semi")
                or (kind == "soft" and carries and not stands)
                or (soft and short and not carries)
            )
            if joins:
                found[-1] = (Span(last.start, span.end), bearing or carries, whole or carries)
                continue
        if not adjunct or not found:
            found.append((span, carries, stands))
    return [span for span, bearing, _ in found if bearing] or [span for span, _, _ in found[:1]]


def _stands(text: str, span: Span) -> bool:
    """Tell whether a piece can be a claim alone: neither a condition nor a bare noun phrase."""
    piece = span.of(text).strip()
    if len(piece.split()) < 4 or re.match(r"(?:if|unless|once|instead of)\b", piece, re.I):
        return False
    return _VERBAL.search(piece) is not None or any(
        cue.weight == "verb"
        for word in re.findall(r"[a-z]+", piece)[1:]
        for cue in english_cues().get(word, ())[:1]
    )


def _bare(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start < end and (text[start].isspace() or text[start] in ",;:—–"):
        start += 1
    for _ in range(3):
        lead = _LEAD.match(text, start, end)
        if not lead or _KEPT_LEADS.match(lead.group()):
            break
        start = lead.end()
    while end > start and (text[end - 1].isspace() or text[end - 1] in ".,;:!?…"):
        end -= 1
    if text[start : start + 1] in '"“' and not re.search('["”]', text[start + 1 : end]):
        start += 1
    if text[end - 1 : end] in '"”' and not re.search('["“]', text[start : end - 1]):
        end -= 1
    return Span(start, end)


def _japanese(text: str, sentence: Span, bears: Bears) -> list[Span]:
    pieces: list[Span] = []
    start = sentence.start
    for match in _JAPANESE.finditer(text, start, sentence.end):
        if _inside_quote(text, sentence.start, match.start()):
            continue
        pieces.append(Span(start, match.start()))
        start = match.end()
    pieces.append(Span(start, sentence.end))
    found: list[Span] = []
    bearing = False
    for span in pieces:
        carries = bears(span)
        if found and not (bearing and carries):
            found[-1] = Span(found[-1].start, span.end)
            bearing = bearing or carries
        else:
            found.append(span)
            bearing = carries
    return [bare for span in found if (bare := _bare_japanese(text, span)).end > bare.start]


def _inside_quote(text: str, start: int, at: int) -> bool:
    return text.count("「", start, at) > text.count("」", start, at) or text.count(
        "（", start, at
    ) > text.count("）", start, at)


_LEAD_JA = re.compile(
    r"(?:これに対し(?:て)?|しかし|一方(?:で)?|ただ(?:し)?|だが|また|さらに|そのため|このため|なお"
    r"|もっとも"
    r"|ところが|とはいえ|加えて|同時に|他方|こうした中|それでも|つまり|そして)、?"
)


def _bare_japanese(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start < end and text[start] in " 　、\n":
        start += 1
    lead = _LEAD_JA.match(text, start, end)
    start = lead.end() if lead and lead.end() < end else start
    while end > start and text[end - 1] in "。、！？!? 　\n":
        end -= 1
    return Span(start, end)
