"""The page of one figure: where it stands, what else was published, how to cite it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import httpx

POLAND = {
    "series": "milex_pct_gdp",
    "country": "POL",
    "year": 2024,
    "definition": "NATO core defence",
    "vintage": "2026-07",
}


def test_the_page_says_value_source_and_how_to_cite(http: httpx.Client) -> None:
    page = http.get("/cite", params=POLAND, headers={"accept": "text/html"})
    assert page.status_code == 200
    for said in ("3.75", "North Atlantic Treaty Organization", "2026-07-10", "@misc{milex-pct"):
        assert said in page.text
    assert "/cite?series=milex_pct_gdp&amp;country=POL&amp;year=2024&amp;definition=SIPRI" in (
        page.text
    )


def test_its_twins_hold_the_same(http: httpx.Client) -> None:
    document = http.get("/cite.json", params=POLAND).json()
    assert document["figure"]["value"] == 3.75
    table = http.get("/cite.csv", params=POLAND).text.splitlines()
    assert table[0].startswith("series,country,year,value")
    assert len(table) == 1 + len(document["beside"])


def test_a_total_of_the_publisher_has_a_page(http: httpx.Client) -> None:
    asked = POLAND | {"country": "NATO", "definition": "NATO", "vintage": "2024-06"}
    assert http.get("/cite", params=asked).status_code == 200


@pytest.mark.parametrize(
    ("changed", "code", "status"),
    [
        ({"series": "<script>"}, "unknown-series", 404),
        ({"country": "XXX"}, "unknown-country", 404),
        ({"year": 1901}, "no-figures", 422),
        ({"vintage": "1999-01"}, "unknown-vintage", 404),
        ({"definition": ""}, "mixed-definitions", 422),
        ({"year": ""}, "bad-argument", 422),
        ({"vintage": "x"}, "bad-argument", 422),
    ],
)
def test_what_is_not_there_is_refused(
    http: httpx.Client, changed: dict[str, object], code: str, status: int
) -> None:
    asked = {"vintage": ""} | POLAND | changed
    if not asked["definition"]:
        del asked["vintage"]
    for path, accept in (("/cite.json", "*/*"), ("/cite", "text/html")):
        answer = http.get(path, params=asked, headers={"accept": accept})
        assert answer.status_code == status
        assert code in answer.text
        assert "<script>" not in answer.text or answer.headers["content-type"].endswith("json")
