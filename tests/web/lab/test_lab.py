"""The pledge lab: by HTTP and in a browser, with scripts and without, shared and reopened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from burdenshare.scenario.load import load, load_text
from burdenshare.scenario.narrow import only
from burdenshare.web.links import pack, unpack
from burdenshare.workbench import Workbench

if TYPE_CHECKING:
    import httpx
    from playwright.sync_api import Browser, Page

HTML = {"accept": "text/html"}
ITALY = {"scenario": "hague-2035", "who": "ITA"}


# By HTTP -----------------------------------------------------------------------------------------


def test_the_page_holds_the_numbers_of_a_study(http: httpx.Client) -> None:
    asked = ITALY | {"target": "3", "inertia": "20"}
    answer = http.get("/lab.json", params=asked).json()["answer"]
    scenario = only(load("hague-2035"), "ITA")
    live = Workbench().live(scenario, draws=10_000)
    whole = Workbench().study(live.changed({"pledges[0].core": 3.0, "behaviour.inertia": 0.2}))
    member = whole.to_json()["members"]["ITA"]
    result = answer["result"]
    assert result["share"] == member["share"]
    assert result["debt_ratio"] == member["debt_ratio"]
    assert result["affordable"] == member["affordable"]
    assert result["equivalents"] == member["equivalents"]
    real = result["headline"]["cumulative"]["extra"]["constant_share"]["real"]
    assert real == member["cumulative"]["extra"]["constant_share"]["real"]


def test_pages_and_api_say_the_same(http: httpx.Client) -> None:
    page = http.get("/lab.json", params=ITALY | {"by": "2032"}).json()
    body = {
        "scenario": page["base"],
        "changes": {"pledges[0].by": 2032},
        "shown": "ITA",
        "explained": True,
    }
    api = http.post("/v1/live", json=body).json()
    assert api.pop("link") == page["link"]
    assert api == page["answer"]


def test_all_together_and_each(http: httpx.Client) -> None:
    document = http.get("/lab.json", params={"scenario": "hague-2035", "who": "ALL"}).json()
    answer = document["answer"]
    assert answer["shown"] == "ALL"
    assert set(answer["pictures"]) == {"share", "extra"}
    assert set(answer["members"]) == set(answer["result"]["members"])
    page = http.get("/lab", params={"scenario": "hague-2035", "who": "ALL"}, headers=HTML)
    assert "Ally by ally" in page.text


@pytest.mark.parametrize("scenario", ["japan-yen", "japan-2027", "canada-pbo"])
def test_scenarios_of_one_have_a_page(http: httpx.Client, scenario: str) -> None:
    assert http.get("/lab", params={"scenario": scenario}, headers=HTML).status_code == 200


def test_downloads(http: httpx.Client) -> None:
    asked = ITALY | {"target": "3.2"}
    link = http.get("/lab.json", params=asked).json()["link"]
    yaml = http.get("/lab.yaml", params=asked)
    assert load_text(yaml.text) == unpack(link)
    assert unpack(link).pledges[0].core == 3.2
    assert yaml.headers["content-disposition"] == 'attachment; filename="hague-2035-ita.yaml"'
    table = http.get("/lab.csv", params={"s": link}).text.splitlines()
    assert table[0] == "picture,of,year,what,value"
    assert {line.split(",")[0] for line in table[1:]} == {"share", "extra", "debt"}
    for name, begin in (("extra.svg", b"<svg"), ("debt.png", b"\x89PNG")):
        assert http.get(f"/lab/{name}", params={"s": link}).content.startswith(begin)


def test_without_scripts_a_form_and_a_picture_do(http: httpx.Client) -> None:
    page = http.get("/lab", params=ITALY | {"target": "2.9", "a": pack(load("japan-3.5"))})
    assert re.search(r'name="target"[^>]*value="2.9"', page.text)
    assert re.search(r"<noscript><img src=\"/lab/extra.svg\?s=1\.", page.text)
    assert "Two scenarios side by side" in page.text


@pytest.mark.parametrize(
    ("asked", "code", "status"),
    [
        ({"s": "1.broken"}, "stale-link", 410),
        ({"s": "0.eNpLSQQAAS4BBg"}, "stale-link", 410),
        ({"a": "9.x"}, "stale-link", 410),
        ({"scenario": "../../etc/passwd"}, "unknown-scenario", 404),
        ({"who": "<script>"}, "unknown-country", 404),
        ({"target": "huge"}, "bad-argument", 422),
        ({"target": "-5"}, "bad-scenario", 422),
        ({"by": "1066"}, "bad-scenario", 422),
        ({"tax": "80", "other": "80"}, "bad-scenario", 422),
    ],
)
def test_what_cannot_be_is_refused(
    http: httpx.Client, asked: dict[str, str], code: str, status: int
) -> None:
    for path, headers in (("/lab.json", {}), ("/lab", HTML)):
        answer = http.get(path, params=asked, headers=headers)
        assert (answer.status_code, code in answer.text) == (status, True)
    assert "<script>" not in answer.text


def test_a_run_needs_a_role(http: httpx.Client) -> None:
    answer = http.post("/v1/runs", json={"scenario": "japan-yen"})
    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("body", "code", "status"),
    [
        ({"scenario": "japan-3.5", "draws": 0}, "over-limit", 422),
        ({"scenario": "japan-3.5", "draws": 1_000_000}, "over-limit", 422),
        ({"scenario": "japan-3.5", "shown": "ITA"}, "unknown-country", 404),
        ({"scenario": "japan-3.5", "changes": {"no path": 1}}, "bad-scenario", 422),
        ({"scenario": "japan-3.5", "changes": {"pledges[0].share": None}}, "bad-scenario", 422),
        ({"scenario": {"name": 1}}, "bad-scenario", 422),
        ({"scenario": "japan-3.5", "unknown": 1}, "bad-argument", 422),
        ({}, "bad-argument", 422),
    ],
)
def test_bad_questions_of_sliders(
    http: httpx.Client, body: dict[str, Any], code: str, status: int
) -> None:
    answer = http.post("/v1/live", json=body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


# In a browser ------------------------------------------------------------------------------------


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 1000}, locale="en")
    made = context.new_page()
    complaints: list[str] = []
    made.on("pageerror", lambda error: complaints.append(str(error)))
    made.on(
        "console",
        lambda one: complaints.append(one.text) if one.type in ("error", "warning") else None,
    )
    open_lab(made, f"{address}/lab?scenario=hague-2035&who=ITA")
    yield made
    context.close()
    assert complaints == []


def open_lab(page: Page, url: str) -> None:
    page.goto(url)
    page.wait_for_selector("#lab[data-ready]", state="attached", timeout=60_000)


def settled(page: Page, act: Any) -> None:
    """Do something, and wait until its numbers, words and link are there."""
    page.evaluate(
        """() => {
            const form = document.getElementById("sliders");
            window.done = new Promise((go) => {
                form.addEventListener("settled", () => go(true), {once: true});
                setTimeout(() => go(false), 30000);
            });
        }"""
    )
    act()
    assert page.evaluate("window.done"), "nothing settled"


def tile(page: Page, at: int, side: str = ".tiles") -> str:
    return page.locator(f"{side} [data-n]").nth(at).inner_text()


def drawn(page: Page, name: str) -> str:
    shape = page.locator(f'[data-picture="{name}"] .live[data-side="b"] path[aria-roledescription]')
    return "".join(str(one.get_attribute("d")) for one in shape.all())


@pytest.mark.browser
def test_a_slider_moves_numbers_picture_words_and_link(page: Page, http: httpx.Client) -> None:
    before, picture = tile(page, 1), drawn(page, "extra")
    assert picture
    range_ = page.locator('[data-for="c-target"]')
    settled(page, lambda: range_.fill("5"))
    assert page.locator("#c-target").input_value() == "5"
    assert tile(page, 0) == "5.00"
    assert tile(page, 1) != before
    assert drawn(page, "extra") != picture
    assert "spend 5 % of GDP" in page.locator("#explained").inner_text()
    link = page.locator("#link").get_attribute("href")
    assert link
    document = http.get(link.replace("/lab?", "/lab.json?")).json()
    number = document["answer"]["result"]["headline"]["extra_real"]["constant_share"]
    assert tile(page, 1) == f"EUR {number:,.1f} bn"
    assert tile(page, 0) in page.locator("#said").inner_text()


@pytest.mark.browser
def test_a_link_shows_the_same_in_a_fresh_profile(
    page: Page, browser: Browser, address: str
) -> None:
    settled(page, lambda: page.locator("#c-by").fill("2032"))
    settled(page, lambda: page.locator("#c-path").select_option("backloaded"))
    settled(page, lambda: page.locator('[data-for="c-tax"]').fill("60"))
    numbers = page.locator(".tiles").inner_text()
    link = page.locator("#link").get_attribute("href")
    fresh = browser.new_context(locale="en")
    other = fresh.new_page()
    open_lab(other, f"{address}{link}")
    assert other.locator(".tiles").inner_text() == numbers
    assert other.locator("#c-by").input_value() == "2032"
    assert other.locator("#c-path").input_value() == "backloaded"
    assert other.locator("#c-tax").input_value() == "60"
    assert other.locator("#rest").inner_text() == "40"
    fresh.close()


@pytest.mark.browser
def test_two_scenarios_side_by_side(page: Page, browser: Browser, address: str) -> None:
    settled(page, lambda: page.get_by_role("button", name="Pin this as A").click())
    settled(page, lambda: page.locator('[data-for="c-target"]').fill("4.5"))
    row = page.locator("#compared tbody tr").first
    assert row.locator("td").all_inner_texts() == ["3.50", "4.50", "+1.00"]
    assert page.locator('[data-picture="extra"] .live[data-side="a"] svg').count() == 1
    link = page.locator("#link").get_attribute("href")
    fresh = browser.new_context(locale="en")
    other = fresh.new_page()
    open_lab(other, f"{address}{link}")
    shown = other.locator("#compared tbody tr").first.locator("td").all_inner_texts()
    assert shown == ["3.50", "4.50", "+1.00"]
    fresh.close()
    page.get_by_role("button", name="Let A go").click()
    page.locator("#compared").wait_for(state="hidden")


@pytest.mark.browser
def test_a_number_is_traced_with_clicks(page: Page) -> None:
    page.locator(".tiles a.n").nth(1).click()
    assert page.url.endswith("#origin")
    page.locator("#origin a.n", has_text="milex_pct_gdp").first.click()
    assert "/cite?" in page.url
    assert "North Atlantic Treaty Organization" in page.locator("main").inner_text()


@pytest.mark.browser
def test_the_lab_is_used_by_keyboard_alone(page: Page) -> None:
    page.locator('[data-for="c-target"]').focus()
    settled(page, lambda: page.keyboard.press("ArrowRight"))
    assert page.locator("#c-target").input_value() == "3.6"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "c-target"
    page.keyboard.press("ControlOrMeta+a")
    settled(page, lambda: page.keyboard.type("4"))
    assert tile(page, 0) == "4.00"
    assert page.locator('[data-for="c-target"]').input_value() == "4"


@pytest.mark.browser
def test_parts_never_exceed_the_whole_and_a_reset_leads_back(page: Page) -> None:
    settled(page, lambda: page.locator('[data-for="c-tax"]').fill("70"))
    settled(page, lambda: page.locator('[data-for="c-other"]').fill("50"))
    assert page.locator("#c-tax").input_value() == "50"
    assert page.locator("#rest").inner_text() == "0"
    settled(page, lambda: page.get_by_role("button", name="Back to the start").click())
    assert page.locator("#c-tax").input_value() == "0"
    assert tile(page, 0) == "3.50"


@pytest.mark.browser
def test_a_refusal_is_shown_beside_the_sliders(browser: Browser, address: str) -> None:
    context = browser.new_context(locale="en")
    page = context.new_page()
    open_lab(page, f"{address}/lab?scenario=hague-2035&who=ITA")
    page.evaluate("document.getElementById('sliders').dataset.scenario = 'nothing: here'")
    page.locator('[data-for="c-target"]').fill("5")
    problem = page.locator("#problem")
    problem.wait_for(state="visible")
    assert problem.inner_text()
    context.close()


@pytest.mark.browser
def test_the_lab_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="en")
    page = context.new_page()
    page.goto(f"{address}/lab?scenario=hague-2035&who=ITA")
    page.locator("#c-target").fill("4.2")
    page.locator("#sliders").get_by_role("button", name="Show").click()
    assert tile(page, 0) == "4.20"
    page.wait_for_load_state("networkidle")
    picture = page.locator('[data-picture="extra"] img')
    assert picture.evaluate("(one) => one.complete && one.naturalWidth > 0")
    context.close()


@pytest.mark.browser
def test_the_lab_in_japanese(browser: Browser, address: str) -> None:
    context = browser.new_context(locale="ja")
    page = context.new_page()
    open_lab(page, f"{address}/lab")
    assert page.locator("h1").inner_text() == "公約ラボ"
    assert page.locator("#who").input_value() == "JPN"
    settled(page, lambda: page.locator('[data-for="c-target"]').fill("2.5"))
    assert tile(page, 0) == "2.50"
    context.close()


TWO = """
name: two-pledges
title: Two pledges of two allies
members: [DEU, POL]
start: 2026
end: 2035
pledges:
  - {members: [DEU], core: 3.5, by: 2035}
  - {members: [POL], core: 5.0, by: 2030}
"""


@pytest.mark.browser
def test_a_scenario_of_ones_own_opens_and_its_second_pledge_is_moved(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(locale="en")
    page = context.new_page()
    open_lab(page, f"{address}/lab")
    page.get_by_text("A scenario of your own").click()
    page.get_by_label("Text of a scenario file (YAML)").fill(TWO)
    page.locator("form.own").get_by_role("button", name="Open").click()
    page.wait_for_selector("#lab[data-ready]", state="attached", timeout=60_000)
    assert page.locator("#c-target").input_value() == "3.5"
    settled(page, lambda: page.locator("#c-target").fill("4"))
    page.get_by_label("The sliders of “Pledge” move").select_option("2")
    page.wait_for_url("**pledge=2**")
    page.wait_for_selector("#lab[data-ready]", state="attached", timeout=60_000)
    assert page.locator("#c-target").input_value() == "5"
    settled(page, lambda: page.locator("#c-by").fill("2032"))
    told = page.locator("#explained").inner_text()
    assert "Germany is to spend 4 % of GDP" in told
    assert "by 2032" in told
    context.close()


def test_a_pledge_that_is_not_there_is_refused(http: httpx.Client) -> None:
    assert http.get("/lab.json", params={"pledge": "2"}).status_code == 422


@pytest.mark.browser
def test_yen_are_told_in_cho_and_oku_before_and_after_a_slider_moves(
    browser: Browser, address: str
) -> None:
    context = browser.new_context(locale="ja")
    page = context.new_page()
    page.goto(f"{address}/lab?scenario=japan-3.5")
    told = tile(page, 1)
    assert re.fullmatch(r"\d+兆[\d,]+億円", told)
    page.wait_for_selector("#lab[data-ready]", state="attached", timeout=60_000)
    assert tile(page, 1) == told
    settled(page, lambda: page.locator("#c-target").fill("3.0"))
    assert re.fullmatch(r"\d+兆[\d,]+億円", tile(page, 1))
    settled(page, lambda: page.locator("#c-target").fill("3.5"))
    assert tile(page, 1) == told
    context.close()


@pytest.mark.browser
def test_whoever_is_not_signed_in_is_led_there_and_back_with_the_plan(
    page: Page, address: str
) -> None:
    settled(page, lambda: page.locator("#c-target").fill("4.1"))
    way = page.get_by_role("link", name="Sign in to make report, workbook and charts")
    link = page.locator("#link").get_attribute("href")
    way.click()
    assert page.url.startswith(f"{address}/sign-in?next=")
    assert page.locator("input[name=next]").input_value() == link


@pytest.mark.browser
def test_a_scenario_of_ones_own_that_is_refused_is_not_lost(browser: Browser, address: str) -> None:
    context = browser.new_context(locale="en")
    page = context.new_page()
    page.goto(f"{address}/lab")
    page.get_by_text("A scenario of your own").click()
    page.get_by_label("Text of a scenario file (YAML)").fill("name: half\ntitle: of it")
    page.locator("form.own").get_by_role("button", name="Open").click()
    page.locator(".refusal").wait_for()
    assert page.get_by_label("What you wrote").input_value() == "name: half\ntitle: of it"
    context.close()
