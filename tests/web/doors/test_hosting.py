"""The pages for hosts: tokens are made, shown once and revoked; the audit log is read."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import httpx
import pytest
from serving import PAGE, Served, code, served

from burdenshare.speech.words import Words
from burdenshare.web.store.acts import Act
from burdenshare.web.store.people import Role

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PATHS = ("/host/tokens", "/host/audit")
TODAY = datetime.now(UTC).date()


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory, shared_cache: Path) -> Iterator[Served]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BURDENSHARE_HOME", str(tmp_path_factory.mktemp("served")))
        patch.setenv("BURDENSHARE_CACHE", str(shared_cache))
        patch.setenv("BURDENSHARE_WEB_WRITES", "100000")
        with served(tmp_path_factory.mktemp("tables")) as running:
            yield running


@pytest.fixture(scope="module")
def host(here: Served) -> httpx.Client:
    return here.signed_in(Role.host)


def sent(host: httpx.Client, path: str, **form: str) -> httpx.Response:
    return host.post(path, data={"csrf": code(host, "/host/tokens")} | form, headers=PAGE)


def test_a_token_is_made_shown_once_and_revoked(here: Served, host: httpx.Client) -> None:
    made = sent(host, "/host/tokens", name=" press office ", role="analyst")
    assert (made.status_code, made.headers["cache-control"]) == (200, "no-store")
    found = re.search(r'id="made">(bs_[\w-]+)<', made.text)
    assert found
    with here.client(token=found[1]) as press:
        assert press.get("/v1/me").json() == {"name": "press office", "role": "analyst"}
        page = host.get("/host/tokens", headers=PAGE).text
        assert "press office" in page
        assert found[1] not in page
        revoked = sent(host, "/host/tokens/revoke", name="press office")
        assert (revoked.status_code, revoked.headers["location"]) == (303, "/host/tokens")
        assert press.get("/v1/me").status_code == 401
    rows = {one["name"]: one for one in host.get("/host/tokens.json").json()["tokens"]}
    assert rows["press office"]["revoked"]
    table = csv.DictReader(io.StringIO(host.get("/host/tokens.csv").text))
    assert {one["name"]: one["role"] for one in table}["press office"] == "analyst"
    assert found[1] not in host.get("/host/audit.csv").text


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({"name": "", "role": "reader"}, 422, "bad-argument"),
        ({"name": "x" * 81, "role": "reader"}, 422, "bad-argument"),
        ({"name": "y", "role": "king"}, 422, "bad-argument"),
        ({"name": "y", "role": ""}, 422, "bad-argument"),
        ({"name": "taken", "role": "reader"}, 409, "name-taken"),
    ],
)
def test_tokens_that_cannot_be_made(
    here: Served, host: httpx.Client, form: dict[str, str], status: int, error: str
) -> None:
    if "taken" not in [one["name"] for one in here.store.people.tokens()]:
        here.store.people.give("taken", Role.reader, by="test")
    answer = sent(host, "/host/tokens", **form)
    assert (answer.status_code, error in answer.text) == (status, True)
    assert f'value="{form["name"]}"' in answer.text, "what was written stays"
    assert "bs_" not in answer.text


def test_what_is_not_there_cannot_be_revoked(host: httpx.Client) -> None:
    answer = sent(host, "/host/tokens/revoke", name="nobody")
    assert (answer.status_code, "unknown-token" in answer.text) == (404, True)


def test_names_that_are_no_html(host: httpx.Client) -> None:
    answer = sent(host, "/host/tokens", name="<script>alert(1)</script>", role="reader")
    assert "<script>alert" not in answer.text + host.get("/host/audit", headers=PAGE).text


def test_only_hosts_see_and_enter(here: Served, host: httpx.Client) -> None:
    below, anyone = here.client(Role.moderator), here.client()
    for path in (*PATHS, "/host", "/host/tokens.json", "/host/tokens.csv", "/host/audit.json"):
        assert below.get(path).status_code == 403
        assert anyone.get(path).status_code == 401
    for path in ("/host/tokens", "/host/tokens/revoke"):
        assert below.post(path, data={"name": "x", "role": "host"}).status_code == 403
        assert host.post(path, data={"name": "x", "role": "host"}).status_code == 403, "no code"
    assert "x" not in [one["name"] for one in here.store.people.tokens()]
    assert host.get("/host").headers["location"] == "/host/tokens"
    assert 'href="/host"' in host.get("/workshop", headers=PAGE).text
    assert 'href="/host"' not in anyone.get("/workshop", headers=PAGE).text


def test_the_log_is_searched_and_paged(here: Served, host: httpx.Client) -> None:
    for number in range(205):
        here.store.note(f"Robot {number % 2}", "document read", f"document {number}")
    first = host.get("/host/audit.json?who=Robot 1&what=document read&since=").json()
    assert {one["who"] for one in first["rows"]} == {"Robot 1"}
    assert (len(first["rows"]), first["rows"][0]["about"]) == (100, "document 203")
    more = host.get(f"/host/audit.json?who=Robot 1&before={first['before']}").json()
    assert ([one["about"] for one in more["rows"]], more["before"]) == (
        ["document 3", "document 1"], None,
    )  # fmt: skip
    page = host.get("/host/audit?who=Robot 1&lang=en", headers=PAGE).text
    assert f"before={first['before']}" in page
    assert "document 203" in page
    assert "document 202" not in page
    table = host.get("/host/audit.csv?who=Robot 1&what=&until=").text
    assert len(list(csv.DictReader(io.StringIO(table)))) == 102
    asked = {"who": "Robot 0", "since": str(TODAY), "until": str(TODAY + timedelta(1))}
    assert len(host.get("/v1/audit", params=asked).json()["rows"]) == 103
    for elsewhere in ({"since": str(TODAY + timedelta(2))}, {"until": str(TODAY - timedelta(2))}):
        assert host.get("/v1/audit", params=elsewhere).json()["rows"] == []
    assert "No line of the log" in host.get("/host/audit?who=Nobody", headers=PAGE).text


@pytest.mark.parametrize(
    "asked",
    ["what=murder", "since=yesterday", "before=0", "before=x", "luck=1", "who=" + "x" * 300],
)
def test_questions_to_the_log_that_cannot_be_meant(host: httpx.Client, asked: str) -> None:
    for path in ("/host/audit", "/host/audit.json", "/host/audit.csv", "/v1/audit"):
        answer = host.get(f"{path}?{asked}")
        assert (answer.status_code, answer.json()["error"]["code"]) == (422, "bad-argument")


def test_every_act_has_its_japanese() -> None:
    japanese = Words.shipped().speeches["ja"].messages
    assert [one for one in ("Host", *get_args(Act)) if one not in japanese] == []


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("path", PATHS)
def test_the_pages_are_open_to_every_host(
    here: Served, browser: Browser, path: str, language: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    name = f"axe {path} {language}"
    token = here.store.people.give(name, Role.host, by="test")
    context = browser.new_context(locale=language, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    complaints: list[str] = []
    page.goto(f"{here.address}/sign-in?next={path}")
    page.fill("#token", token)
    page.on("console", lambda one: complaints.append(one.text))
    page.locator("main button").click()
    assert page.url == here.address + path
    assert page.locator("nav.rooms [aria-current]").count() == 1
    options: dict[str, Any] = {"runOnly": rules, "resultTypes": ["violations"]}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert Axe().run(page, options=options).response["violations"] == []
    for width in (390, 820, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert complaints == []
    context.close()


@pytest.mark.browser
def test_a_token_by_keyboard_and_without_scripts(here: Served, browser: Browser) -> None:
    token = here.store.people.give("keyboard", Role.host, by="test")
    context = browser.new_context(locale="en", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{here.address}/sign-in?next=/host/tokens")
    page.locator("#token").fill(token)
    page.keyboard.press("Enter")
    page.get_by_label("Who gets it").fill("visitor")
    page.get_by_label("Role").select_option("moderator")
    page.get_by_role("button", name="Make a token").press("Enter")
    assert page.locator("#made").inner_text().startswith("bs_")
    page.locator("summary", has_text="visitor").press("Enter")
    page.get_by_role("button", name="Revoke the token of visitor").press("Enter")
    assert page.locator("tr", has_text="visitor").locator("time").count() == 2
    context.close()
