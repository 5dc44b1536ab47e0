"""A web page to its article: words and headings, without navigation, cookie lines and links."""

from __future__ import annotations

import html
import re
from importlib.metadata import version
from itertools import accumulate
from typing import TYPE_CHECKING

from burdenshare.evidence.model import Span
from burdenshare.evidence.reading.extracted import Extracted
from burdenshare.evidence.reading.lines import joined
from burdenshare.evidence.reading.metadata import of_page

if TYPE_CHECKING:
    from resiliparse.parse.html import HTMLTree
    from resiliparse.parse.html.node import ElementNode

_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,20})""", re.IGNORECASE)
_BESIDE = (
    "script, style, noscript, template, nav, footer, aside, form, button, select, dialog, iframe, "
    "[hidden], [role=navigation], [role=banner], [role=contentinfo], [role=complementary], "
    "[role=dialog], [role=search]"
)
_WORDS_BESIDE = (
    "cookie", "consent", "gdpr", "nav", "navbar", "navigation", "menu", "breadcrumb", "breadcrumbs",
    "sidebar", "related", "recommend", "recommended", "newsletter", "subscribe", "share", "sharing",
    "social", "sns", "comments", "respond", "footer", "advert", "advertisement", "ads", "promo",
    "pagination", "pager", "popup", "modal", "skip", "toc",
)  # fmt: skip
_NAMED_BESIDE = ", ".join(
    f"[{attribute}*={word}]" for word in _WORDS_BESIDE for attribute in ("class", "id")
)
_NAME_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_LARGEST_BESIDE = 0.3
_LINKS_SHARE = 0.6
_LINK_EFFORT = 100
_MOST_EFFORT = 30
_LIST = re.compile(r"<(/?)[uo]l\b[^<>]{0,1000}>", re.IGNORECASE)
_DEEPEST_LIST = 50
_TAG = re.compile(r"<(/?)(h[1-6]|p|ul|ol|li|pre|br)>\n?")
_LINE_BESIDE = re.compile(
    r"(?:we|this (?:web)?site|our (?:web)?site|the site) uses? cookies\b|"
    r"by (?:continuing|clicking|using)\b.{0,120}\bcookies\b|"
    r"(?:accept|reject|manage)(?: all)?(?: cookies)?$|cookie (?:settings|policy|preferences)\b|"
    r"(?:privacy policy|terms of (?:use|service)|all rights reserved|skip to (?:main )?content|"
    r"share (?:this|on)\b.{0,40}|leave a (?:comment|reply)|sign up (?:for|to) our\b.*|"
    r"subscribe (?:to|now)\b.*|advertisement|follow us\b.*|print|e-?mail|log ?in|back to top)$|"
    r"(?:©|\(c\)|copyright ©?) ?\d{4}\b|"
    r".{0,40}(?:Cookie|クッキー).{0,40}(?:使用|利用|同意)|"
    r"(?:この記事を)?(?:シェア|ツイート|ブックマーク|印刷|ログイン|会員登録|続きを読む)(?:する)?$|"
    r"(?:ページ(?:の先頭|トップ)(?:へ|に戻る)|本文へ(?:移動|スキップ)?|メニュー|プライバシーポリシー|広告)$|"
    r".{0,30}無断(?:転載|複製)",
    re.IGNORECASE,
)
_LONGEST_LINE_BESIDE = 300
_RELATED = re.compile(
    r"(?:related (?:articles?|stories|posts|news|content)|read (?:more|also|next)|more (?:stories|"
    r"news|from)\b.{0,40}|most (?:read|popular)|you may also like|recommended(?: for you)?|"
    r"(?:関連|おすすめ|人気|新着|最新)(?:の)?(?:記事|ニュース|リンク|情報)|あわせて読みたい|アクセスランキング)"
    r"\s*[:：]?$",
    re.IGNORECASE,
)
_LONGEST_RELATED = 120


def declared_encoding(data: bytes) -> str:
    """Return the encoding that a page declares in its first 4,096 bytes, or nothing."""
    found = _CHARSET.search(data[:4096])
    return found[1].decode("ascii") if found else ""


def read_html(source: str) -> Extracted:
    """Return the article of a page.

    Taken away before the words are read: navigation, footers, asides, forms, dialogs, and
    elements whose class or id names such a part (cookie, related, share, ...), each only if it
    holds less than 30 % of the page's text; lists of which 60 % is link text; page headers
    without a heading. Of the lines that are left go cookie and copyright lines and, under
    a heading such as "Related articles" or 関連記事, lines of less than 120 characters without
    a full stop. Every other word stays, repeated or not; a page that would have none left is
    read whole.

    Parameters
    ----------
    source : str
        The page as characters.
    """
    from resiliparse.parse.html import HTMLTree

    if _list_depth(source) > _DEEPEST_LIST:
        source = _LIST.sub("", source)
    tree = HTMLTree.parse(source)
    about = of_page(tree)
    if tree.body is not None:
        _prune(tree.body)
    text, headings = _article(tree)
    if not text:
        text, headings = _article(HTMLTree.parse(source))
    return Extracted(
        text,
        f"resiliparse {version('resiliparse')}",
        headings,
        title=about.title,
        publisher=about.publisher,
        author=about.author,
        published=about.published,
    )


def _list_depth(source: str) -> int:
    """Return how deep lists stand in lists; each level costs indentation on all of its lines."""
    steps = (-1 if tag[1] else 1 for tag in _LIST.finditer(source))
    return max(accumulate(steps), default=0)


def _prune(body: ElementNode) -> None:
    """Take away what stands beside the article, as long as looking does not get out of hand."""
    whole = _size(body)
    effort = _MOST_EFFORT * (whole + 10_000)
    for node in _beside(body):
        held = _size(node)
        effort -= held
        if effort < 0:
            return
        if held <= _LARGEST_BESIDE * whole:
            node.decompose()
    for node in body.query_selector_all("ul, ol, table").values():
        held, links = _size(node), node.query_selector_all("a").values()
        effort -= held + _LINK_EFFORT * len(links)
        if effort < 0:
            return
        if held <= _LARGEST_BESIDE * whole and sum(map(_size, links)) > _LINKS_SHARE * held:
            node.decompose()


def _beside(body: ElementNode) -> list[ElementNode]:
    """Return the elements that by kind or name stand beside an article."""
    named = body.query_selector_all(_NAMED_BESIDE).values()
    headers = body.query_selector_all("header").values()
    return [
        *body.query_selector_all(_BESIDE).values(),
        *(node for node in named if _is_named_beside(node)),
        *(node for node in headers if node.query_selector("h1, h2") is None),
    ]


def _size(node: ElementNode) -> int:
    return len(node.text or "")


def _is_named_beside(node: ElementNode) -> bool:
    words = {w.lower() for w in _NAME_PART.findall(f"{node.class_name or ''} {node.id or ''}")}
    return not words.isdisjoint(_WORDS_BESIDE)


def _article(tree: HTMLTree) -> tuple[str, tuple[Span, ...]]:
    """Return the text and the spans of its headings, without lines beside it."""
    from resiliparse.extract.html2text import extract_plain_text

    minimal = extract_plain_text(
        tree, preserve_formatting="minimal_html", main_content=False, alt_texts=False
    )
    lines: list[tuple[str, bool]] = []
    heading = related = False
    pieces = _TAG.split(minimal)
    words = ""

    def close() -> None:
        nonlocal words, related
        for line in html.unescape(words).split("\n"):
            line = line.strip()
            if _RELATED.match(line):
                related = True
            elif related and not heading and _is_link_line(line):
                continue
            elif not _is_beside(line):
                related = related and not line
                lines.append((line, heading))
        words = ""

    for position in range(0, len(pieces) - 2, 3):
        words += pieces[position]
        closing, tag = pieces[position + 1 : position + 3]
        if tag == "br":
            words += "\n"
            continue
        close()
        heading = tag.startswith("h") and not closing
    words += pieces[-1]
    close()
    return joined(lines)


def _is_link_line(line: str) -> bool:
    return len(line) < _LONGEST_RELATED and not line.endswith((".", "。", "!", "?"))


def _is_beside(line: str) -> bool:
    return len(line) < _LONGEST_LINE_BESIDE and bool(_LINE_BESIDE.match(line))
