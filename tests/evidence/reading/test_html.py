"""A page to its article."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from burdenshare.evidence.reading import Limits
from burdenshare.evidence.reading.document import read_bytes
from burdenshare.evidence.reading.html import read_html

LIMITS = Limits(bytes=1_000_000, characters=1_000_000, seconds=5, redirects=2)
LEAD = (
    "Spain told its allies on Sunday that 2.1 % of GDP is enough to meet the capability targets, "
    "and that it will not follow the others to 5 %. "
)
PAGE = f"""<!doctype html><html lang="en"><head><title>Spain says no | Example Times</title>
<meta property="og:site_name" content="Example Times"><meta name="author" content="Ann Bee">
<meta property="article:published_time" content="2025-07-03T01:20:00+09:00">
</head><body class="has-cookie-banner nav-open">
<header><a href="/">Example Times</a><nav><a href="/w">World</a></nav></header>
<div class="cookie-banner"><p>We use cookies to improve your visit.</p><button>OK</button></div>
<ul id="MainMenu"><li><a href="/1">Politics</a></li><li><a href="/2">Money</a></li></ul>
<div class="breadcrumbs"><a href="/">Home</a> &gt; <a href="/w">World</a></div>
<main><article><header><h1>Spain says <em>no</em></h1></header><p>{LEAD}</p>
<h2>The reasons</h2><ul><li>2.1 % meets the targets</li><li>the welfare state</li></ul>
<p>{LEAD}</p>
<table><tr><th>Country</th><th>2024</th></tr><tr><td>Spain</td><td>1.24</td></tr></table>
<p>&ldquo;Irrational&rdquo; &amp; incompatible,<br>he wrote.</p>
<p>This website uses cookies to count its readers.</p>
<h3>Related articles</h3><ul><li><a href="/9">Germany doubles its budget</a></li></ul>
<p>{LEAD} Nobody answered.</p>
</article></main>
<form><input name="q"><button>Search</button></form>
<footer>&copy; 2025 Example Times. All rights reserved.</footer></body></html>"""


def test_the_article_is_kept_and_what_stands_beside_it_is_not() -> None:
    got = read_html(PAGE)
    assert got.text.split("\n\n") == [
        "Spain says no",
        LEAD.strip(),
        "The reasons",
        "2.1 % meets the targets",
        "the welfare state",
        LEAD.strip(),
        "Country\t\t2024\nSpain\t\t1.24",
        "“Irrational” & incompatible,\nhe wrote.",
        f"{LEAD}Nobody answered.",
    ]


def test_headings_are_spans_and_the_page_says_what_it_is() -> None:
    got = read_html(PAGE)
    assert [span.of(got.text) for span in got.headings] == ["Spain says no", "The reasons"]
    assert (got.title, got.publisher, got.author) == ("Spain says no", "Example Times", "Ann Bee")
    assert got.published == "2025-07-03"
    assert got.extractor.startswith("resiliparse ")


def test_linked_data_comes_before_meta_tags() -> None:
    page = PAGE.replace(
        "</head>",
        '<script type="application/ld+json">{"@graph": [{"@type": "Organization", "name": "X"}, '
        '{"@type": "NewsArticle", "headline": "Madrid refuses", "datePublished": '
        '"2025-06-22T10:00:00Z", "author": [{"name": "Bo Cee"}, {"name": "Di Ee"}], '
        '"publisher": {"@type": "Organization", "name": "The Wire"}}]}</script></head>',
    )
    got = read_html(page)
    assert (got.title, got.publisher) == ("Madrid refuses", "The Wire")
    assert (got.author, got.published) == ("Bo Cee, Di Ee", "2025-06-22")


def test_broken_linked_data_is_passed_over() -> None:
    page = PAGE.replace(
        "</head>", '<script type="application/ld+json">{"@type": [}</script></head>'
    )
    assert read_html(page).publisher == "Example Times"


def test_a_japanese_page() -> None:
    lead = (
        "スペインのサンチェス首相は、国防費をGDP比2.1％にとどめ、5％の目標には従わないと述べた。"
        * 3
    )
    page = (
        "<html><head><title>国防費</title></head><body>"
        "<p>当サイトではCookieを使用しています。</p>"
        f"<h1>国防費比率引き上げに反旗</h1><p>公開日：2025年7月3日</p><p>{lead}</p>"
        "<h2>関連記事</h2><p><a href='/1'>独、国防費を倍増</a></p>"
        "<p>ページトップへ</p></body></html>"
    )
    document = read_bytes(page.encode("euc_jp"), "a.html", LIMITS)
    assert document.text == f"国防費比率引き上げに反旗\n\n公開日：2025年7月3日\n\n{lead}"
    assert (document.language, document.published) == ("ja", "2025-07-03")
    assert document.title == "国防費比率引き上げに反旗"


def test_the_declared_encoding_of_a_page_is_used() -> None:
    page = '<html><head><meta charset="Shift_JIS"></head><body><p>防衛費増額</p></body></html>'
    assert read_bytes(page.encode("shift_jis"), "a.html", LIMITS).text == "防衛費増額"


def test_a_page_within_a_form_or_a_named_frame_is_not_lost() -> None:
    page = f"<html><body><form><div class='related'><p>{LEAD}</p></div></form></body></html>"
    assert read_html(page).text == LEAD.strip()


def test_a_long_list_of_links_goes_and_a_sentence_with_a_link_stays() -> None:
    links = "".join(f'<li><a href="/{n}">Another story of the day</a></li>' for n in range(3))
    page = (
        f"<html><body><p>{LEAD}</p><ul>{links}</ul>"
        f'<ul><li>As <a href="/n">NATO says</a>, {LEAD}</li></ul></body></html>'
    )
    assert read_html(page).text == f"{LEAD.strip()}\n\nAs NATO says, {LEAD.strip()}"


def test_lists_in_lists_without_end_keep_their_words() -> None:
    page = "<html><body>" + "<ul><li>word " * 3_000 + "</body></html>"
    assert read_html(page).text.split() == ["word"] * 3_000


def test_a_page_of_named_parts_only_is_read_whole() -> None:
    page = "<html><body>" + "<p class='share'>Spain refuses.</p>" * 9 + "</body></html>"
    assert read_html(page).text.count("Spain refuses.") == 9


@pytest.mark.parametrize(
    "page", ["", "<", "<html>", "<p>" * 5_000 + "x", "<div>" * 5_000 + "deep", "<!--", "<ul><li>"]
)
def test_odd_pages_do_no_harm(page: str) -> None:
    assert isinstance(read_html(page).text, str)


PIECES = [*"<>/&;pahuli123", "<p>", "</p>", "<h2>", "<br>", "文"]


@given(st.lists(st.sampled_from(PIECES)))
def test_headings_are_always_within_the_text(pieces: list[str]) -> None:
    got = read_html("".join(pieces))
    for span in got.headings:
        assert 0 <= span.start < span.end <= len(got.text)
        assert span.of(got.text).strip() == span.of(got.text)
