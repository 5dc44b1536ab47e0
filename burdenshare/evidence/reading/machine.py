"""Whether a page was written by a machine, by stated signs; such pages count as no evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from burdenshare.evidence.model import Language

FEWEST_HEDGES = 20.0
MOST_ACTORS = 2.0
MOST_FIGURES = 2.0
FEWEST_WORDS = 250

_MODEL = (
    r"(?:Google )?(?:Gemini|Bard)|Chat ?GPT(?:-\w+)?|GPT-\w+|(?:Open ?AI'?s? )[\w-]+|"
    r"(?:Anthropic'?s? )?Claude(?: \d[\d.]*)?|(?:Microsoft |GitHub )?Copilot|Llama(?: \d[\d.]*)?|"
    r"Mistral|Grok|DeepSeek|Perplexity(?: AI)?|Qwen"
)
_A_MACHINE = (
    rf"(?:an? )?(?:{_MODEL}|(?:generative )?AI(?: (?:tools?|models?|assistants?|systems?))?|"
    r"artificial intelligence|large language models?|language models?|LLMs?|chatbot)"
)
_PIECE = (
    r"(?:article|post|blog post|page|text|content|response|answer|report|story|piece|"
    r"document|news item)"
)
_MADE = r"(?:generated|written|produced|created|drafted|composed|authored|compiled)"
_ENGLISH = re.compile(
    rf"\b(?:used to )?generated? (?:the|this) {_PIECE} (?:from|by|with|using) {_A_MACHINE}\b|"
    rf"\b(?:this|the (?:above|following|present)) {_PIECE}s? (?:was|were|is|are|has been|have been)"
    rf" (?:\w+ )?{_MADE}(?: (?:in part|entirely|partly|automatically))?,? "
    rf"(?:by|with|using|(?:with|by) the (?:help|aid|assistance) of|through)(?: the use of)? "
    rf"{_A_MACHINE}\b|"
    r"^\W*(?:As|I am|I'm) an? (?:AI|artificial intelligence|large language|language)"
    r"(?: language)? (?:model|assistant)\b|"
    r"^\W*As an AI\b|"
    r"\bthe AI has delivered the news\b|"
    r"\b(?:my|as of my) (?:knowledge cut-?off|last (?:knowledge )?update|training data)\b|"
    rf"^\W*(?:(?:text|{_PIECE}) )?(?:AI[- ]generated|machine[- ]generated|{_MADE} (?:by|with|using)"
    rf" {_A_MACHINE})(?: (?:text|{_PIECE}))?\W*$",
    re.IGNORECASE | re.MULTILINE,
)
_MACHINE_JA = rf"(?:{_MODEL}|生成系?(?:AI|ＡＩ)|AI|ＡＩ|人工知能|大規模言語モデル|チャットGPT)"
_PIECE_JA = r"(?:記事|文章|本文|ページ|回答|原稿|コンテンツ|投稿|レポート)"
_JAPANESE = re.compile(
    rf"(?:この|本|上記の?|以下の|当(?:(?:サイト|ページ)の)?){_PIECE_JA}(?:は|の[^。\n]{{0,10}}は)[^。\n]{{0,20}}{_MACHINE_JA}"
    r"(?:（[^）]{1,20}）|の?\w{0,8})?(?:が|に|によって|により|を(?:使|用い|利用|活用|使用)\w{0,4}、?|で)[^。\n]{0,12}"
    r"(?:生成|作成|執筆|書かれ|自動)|"
    rf"{_MACHINE_JA}[^。\n]{{0,12}}(?:による|が|で)(?:自動)?(?:生成|作成|執筆)(?:した|された|の)?{_PIECE_JA}"
    r"(?:です|である|になります)|"
    rf"{_MACHINE_JA}(?:が|による?)?[^。\n]{{0,6}}ニュースをお届け|"
    rf"(?:次|以下|下記)の(?:質問|プロンプト|指示)[^。\n]{{0,20}}{_MACHINE_JA}[^。\n]{{0,20}}(?:生成|作成|回答)|"
    r"(?:^|[。\n「])(?:私は)?(?:AI|ＡＩ|人工知能)(?:言語モデル|アシスタント)(?:として|であり|なので|です)",
    re.IGNORECASE,
)
_MACHINE_WORDS = (
    "AI", "ＡＩ", "As an ai", "as an ai", "ai-generated", "ai generated", "achine-generated",
    "achine generated", "GPT", "Gemini", "Bard", "Claude", "Copilot", "Llama", "Mistral", "Grok",
    "DeepSeek", "Perplexity", "Qwen", "rtificial", "anguage model", "LLM", "hatbot", "knowledge",
    "training data", "人工知能", "言語モデル", "チャット",
)  # fmt: skip
_QUOTED = re.compile(r"[“\"「『][^”\"」』\n]{0,400}[”\"」』]")
_HEDGES_EN = frozenset(
    {
        "may", "might", "could", "can", "would", "likely", "unlikely", "possibly", "potential",
        "potentially", "perhaps", "appear", "appears", "seem", "seems", "suggest", "suggests",
        "implies", "implied", "perceived",
    }
)  # fmt: skip
_HEDGE_JA = re.compile(
    r"可能性|かもしれ|と考えられ|と思われ|とみられ|でしょう|だろう|場合があ|ことがあ|ことができ|潜在的|示唆|恐れがあ"
)
_WORD = re.compile(r"[A-Za-z\u00c0-\u024f][\w’'-]*")
_JAPANESE_CHARACTER = re.compile(r"[\u3041-\u3096\u30a1-\u30fc\u4e00-\u9fff]")
_CHARACTERS_A_WORD = 2
_FIGURE = re.compile(
    r"\d[\d.,]*\s?(?:%|％|per ?cent\b|percent|パーセント|(?:[mbt](?:illio|rillio)n|bn|tn)\b|"
    r"[兆億万円])|[$€£¥]\s?\d"
)


def machine_signs(text: str, language: Language) -> tuple[str, ...]:
    """Return the signs by which a page is taken to be machine-written; nothing for others.

    Either a line discloses it ("The following question was used to generate the response from
    Google Gemini", "As an AI", この記事は生成AIによって作成されました), outside quotation marks;
    or a page of at least 250 words shows all of three signs: fewer than 2 mentions of a state,
    person or office per 1,000 words, at least 20 hedges (may, could, suggests, 可能性) per 1,000
    words, and fewer than 2 different figures (shares, amounts of money) per 1,000 words. In
    Japanese two characters of kana or kanji count as a word.

    Parameters
    ----------
    text : str
    language : {"en", "ja"}
    """
    disclosed = tuple(f"disclosure: {line}" for line in dict.fromkeys(_disclosures(text)))
    return disclosed + _style(text, language)


def _disclosures(text: str) -> Iterator[str]:
    if not any(word in text for word in _MACHINE_WORDS):
        return
    quoted = [m.span() for m in _QUOTED.finditer(text)]
    for pattern in (_ENGLISH, _JAPANESE):
        for m in pattern.finditer(text):
            if not any(start <= m.start() < end for start, end in quoted):
                yield " ".join(m.group().strip("。「\n ").split())


def _style(text: str, language: Language) -> tuple[str, ...]:
    """Return the three signs of style, or nothing where one of them is missing."""
    latin = _WORD.findall(text)
    words = len(latin)
    if language == "ja":
        words += len(_JAPANESE_CHARACTER.findall(text)) // _CHARACTERS_A_WORD
        found = len(_HEDGE_JA.findall(text))
    else:
        found = sum(word.lower() in _HEDGES_EN for word in latin)
    if words < FEWEST_WORDS:
        return ()
    hedges = found * 1000 / words
    if hedges < FEWEST_HEDGES:
        return ()
    figures = len({"".join(f.split()) for f in _FIGURE.findall(text)}) * 1000 / words
    if figures >= MOST_FIGURES:
        return ()
    from burdenshare.evidence.gazetteer import mentions

    named = sum(m.kind in ("state", "person", "office") for m in mentions(text, language))
    if named * 1000 / words >= MOST_ACTORS:
        return ()
    return (
        f"named states, persons and offices: {named} in {words:,} words",
        f"hedges: {hedges:.0f} per 1,000 words",
        f"different figures: {figures:.1f} per 1,000 words",
    )
