"""What a document says of itself: title, publisher, author, day of publication."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from burdenshare.evidence.dates import dates
from burdenshare.evidence.model import Language

if TYPE_CHECKING:
    from resiliparse.parse.html import HTMLTree

_STAMP = re.compile(r"\s*(\d{4})(?:-(\d{2})(?:-(\d{2})(?!\d))?)?(?=[T\s]|$)")
_COMPACT = re.compile(r"\s*(?:D:)?(\d{4})(\d{2})(\d{2})(?:\d{6})?(?!\d)")
_TITLE_NAMES = ("og:title", "citation_title", "dc.title", "twitter:title")
_PUBLISHER_NAMES = ("og:site_name", "citation_publisher", "dc.publisher", "publisher")
_AUTHOR_NAMES = ("author", "citation_author", "dc.creator", "article:author", "parsely-author")
_DATE_NAMES = (
    "article:published_time", "citation_publication_date", "citation_date", "dc.date.issued",
    "dc.date", "dcterms.issued", "dcterms.created", "parsely-pub-date", "pubdate", "publishdate",
    "date",
)  # fmt: skip
_ARTICLE_TYPES = re.compile(r"Article|Report|BlogPosting|WebPage|PressRelease")
_SITE_SUFFIX = re.compile(r"\s+[|\u2013\u2014\uff5c-]\s+|\s*[\uff5c|]\s*")
_LONGEST_DATE_LINE = 60
_LINES_SEARCHED = 12
_DATE_ALONE = re.compile(
    r"^[^\w\n]*(?:\d{1,2} [^\W\d]{3,9}\.? \d{4}|[^\W\d]{3,9}\.? \d{1,2}, \d{4}|"
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|(?:\d{4}|[^\W\d]{2}[\d元]{1,2})年\d{1,2}月\d{1,2}日)[^\w\n]*$",
    re.MULTILINE,
)
_PUBLISHED = re.compile(
    r"(?:published|posted|released|updated|issued|date)(?: on)?\s*:?\s*|"
    r"(?:公開日?|掲載日?|発行日?|投稿日?|更新日?|発表日?|配信)(?:時)?\s*[:：]?\s*",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"[Bb]y ((?:[A-Z][\w.'’-]+ ?){2,4})(?=,|\||$|\s+\d| on )|"
    r"(?:文|筆者|著者|執筆|記者)\s*[:：＝=]\s*([^\s、。]{2,20}(?: [^\s、。]{1,10})?)"
)
_PUBLISHER_LINE = re.compile(
    r"(?:Published by|Publisher|Source)\s*:?\s+([A-Z][^.;|]{2,60}?)\s*(?:[,;|.]|$)|"
    r"(?:発行|発行元|発行者|出典|提供|配信元?)\s*[:：]\s*([^\s、。|｜]{2,40})"
)


@dataclass(frozen=True)
class About:
    """Title, publisher, author and ISO date; each empty where it is not said."""

    title: str = ""
    publisher: str = ""
    author: str = ""
    published: str = ""


def iso_date(words: str) -> str:
    """Return a date written in any usual way as ``2025``, ``2025-07`` or ``2025-07-03``.

    Nothing where the words hold no date. Read are ISO 8601, PDF and e-mail stamps, and dates in
    English or Japanese prose, eras included.
    """
    compact = _COMPACT.match(words)
    stamp = _STAMP.match(words)
    if compact and _is_day(*compact.groups()):
        return "-".join(compact.groups())
    if stamp and 1000 <= int(stamp[1]) <= 2999:
        parts = [part for part in stamp.groups() if part]
        if len(parts) < 2 or _is_day(parts[0], parts[1], parts[2] if len(parts) > 2 else "01"):
            return "-".join(parts)
    try:
        return parsedate_to_datetime(words).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return _prose_date(words, "en")


def _is_day(year: str, month: str, day: str) -> bool:
    try:
        return 1000 <= date(int(year), int(month), int(day)).year <= 2999
    except ValueError:
        return False


def _prose_date(words: str, language: Language) -> str:
    for moment in dates(words, language):
        if moment.kind in ("day", "month", "year") and moment.date[:1].isdigit():
            return moment.date
    return ""


def of_page(tree: HTMLTree) -> About:
    """Return what a page says of itself: JSON-LD first, then meta tags, then what it shows."""
    meta = _meta(tree)
    linked = _linked_data(tree)
    publisher = _name(linked.get("publisher")) or _first(meta, _PUBLISHER_NAMES)
    author = _name(linked.get("author")) or _first(meta, _AUTHOR_NAMES)
    shown = _clean(tree.title or "")
    first = tree.body.query_selector("h1") if tree.body else None
    heading = _clean(first.text or "") if first else ""
    title = _clean(_name(linked.get("headline"))) or _first(meta, _TITLE_NAMES)
    published = iso_date(str(linked.get("datePublished") or "")) or iso_date(
        _first(meta, _DATE_NAMES)
    )
    if not published and tree.body and (time := tree.body.query_selector("time[datetime]")):
        published = iso_date(time.getattr("datetime") or "")
    return About(
        _without_site(title or heading or shown, publisher),
        publisher,
        "" if author.startswith("http") else author,
        published,
    )


def of_lines(text: str, language: Language, known: About) -> About:
    """Fill what a document does not declare from the lines that it shows.

    Looked at are its first twelve lines, its last three that hold words, and for the day every
    line that is a date and nothing else: a line of at most 60 characters with a date and little
    else gives the day, "By Name Name" or 筆者：… the author,
    "Published by …", 発行：… the publisher; the title is the first line where it is short and
    ends without a full stop.
    """
    lines = [line.strip() for line in text[:4000].splitlines() if line.strip()][:_LINES_SEARCHED]
    last = [line.strip() for line in text[-1000:].splitlines() if line.strip()][-3:]
    title = known.title
    if not title and lines and len(lines[0]) <= 160 and not lines[0].endswith((".", "。")):
        title = lines[0]
    alone = (m.group() for m in _DATE_ALONE.finditer(text))
    published = known.published or next(
        (found for line in (*lines, *last, *alone) if (found := _date_line(line, language))), ""
    )
    return About(
        title,
        known.publisher or _said(_PUBLISHER_LINE, lines),
        known.author or _said(_BYLINE, [line for line in lines if len(line) <= 120]),
        published,
    )


def _date_line(line: str, language: Language) -> str:
    if len(line) > _LONGEST_DATE_LINE:
        return ""
    for moment in dates(line, language):
        if moment.kind == "day" and moment.date[:1].isdigit():
            rest = line[: moment.span.start] + line[moment.span.end :]
            marked = _PUBLISHED.search(rest)
            words = len(re.findall(r"\w", rest))
            if marked or words <= 8 or _BYLINE.match(line):
                return moment.date
    return ""


def _said(pattern: re.Pattern[str], lines: list[str]) -> str:
    for line in lines:
        found = pattern.match(line)
        if found:
            return next(group for group in found.groups() if group).strip()
    return ""


def _meta(tree: HTMLTree) -> dict[str, str]:
    found: dict[str, str] = {}
    if tree.head is None:
        return found
    for node in tree.head.get_elements_by_tag_name("meta").values():
        name = node.getattr("property") or node.getattr("name") or node.getattr("itemprop")
        content = _clean(node.getattr("content") or "")
        if name and content:
            found.setdefault(name.lower(), content)
    return found


def _first(meta: dict[str, str], names: tuple[str, ...]) -> str:
    return next((meta[name] for name in names if name in meta), "")


def _linked_data(tree: HTMLTree) -> dict[str, Any]:
    """Return the first JSON-LD object of a page that describes an article."""
    document = tree.document
    if document is None:
        return {}
    for node in document.query_selector_all('script[type="application/ld+json"]').values():
        try:
            loaded = json.loads(node.text or "")
        except (ValueError, RecursionError):
            continue
        for thing in _things(loaded):
            if _ARTICLE_TYPES.search(str(thing.get("@type", ""))):
                return thing
    return {}


def _things(loaded: Any) -> Iterator[dict[str, Any]]:
    for thing in loaded if isinstance(loaded, list) else [loaded]:
        if isinstance(thing, dict):
            yield thing
            graph = thing.get("@graph")
            yield from (t for t in graph if isinstance(t, dict)) if isinstance(graph, list) else ()


def _name(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(filter(None, (_name(one) for one in value)))
    if isinstance(value, dict):
        value = value.get("name")
    return _clean(value) if isinstance(value, str) else ""


def _clean(words: str) -> str:
    return " ".join(words.split())


def _without_site(title: str, publisher: str) -> str:
    """Take the name of the site from the end of a title."""
    parts = _SITE_SUFFIX.split(title)
    if publisher and len(parts) > 1 and parts[-1].casefold() == publisher.casefold():
        return title[: title.rindex(parts[-1])].rstrip(" |-\u2013\u2014\uff5c")
    return title
