"""Every page by HTTP: in both languages, with its twins, and refusals that people can read."""

from __future__ import annotations

import httpx

PAGE = {"accept": "text/html"}


def test_a_page_has_a_twin_in_json_and_its_table_in_csv(http: httpx.Client) -> None:
    page = http.get("/allies?year=2024&vintage=2026-07", headers=PAGE)
    data = http.get("/allies.json?year=2024&vintage=2026-07").json()
    table = http.get("/allies.csv?year=2024&vintage=2026-07").text
    assert page.headers["content-type"].startswith("text/html")
    assert data["members"]["POL"]["burden"] == 3.75
    assert any(line.startswith("POL,3.75,") for line in table.splitlines())


def test_a_page_speaks_the_language_that_is_asked_for(http: httpx.Client) -> None:
    assert 'lang="ja"' in http.get("/allies?lang=ja", headers=PAGE).text
    accepted = http.get("/allies", headers=PAGE | {"accept-language": "ja,en;q=0.5"})
    assert 'lang="ja"' in accepted.text
    assert 'lang="en"' in http.get("/allies?lang=xx", headers=PAGE).text


def test_a_refusal_is_a_page_for_people_and_a_body_for_programs(http: httpx.Client) -> None:
    for path, status, said in (
        ("/allies?year=soon", 422, "This was refused"),
        ("/nowhere", 404, "This was not found"),
    ):
        page = http.get(path, headers=PAGE)
        assert page.status_code == status
        assert said in page.text
        body = http.get(path).json()["error"]
        assert body.keys() == {"code", "message", "hint", "details"}


def test_a_page_can_be_asked_for_without_its_body(http: httpx.Client) -> None:
    whole, head = (http.request(how, "/allies.json") for how in ("GET", "HEAD"))
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(whole.content))
