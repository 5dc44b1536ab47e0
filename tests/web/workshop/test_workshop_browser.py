"""A workshop in Chromium: a host opens it, two teams join, choose and see themselves compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from serving import Served

from burdenshare.web.store.people import Role

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    options = {"runOnly": RULES, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{one['id']}: {node['html'][:150]}" for one in found for node in one["nodes"][:3]]


def opened(browser: Browser, complaints: list[str], **options: object) -> Page:
    page = browser.new_context(**options).new_page()  # type: ignore[arg-type]
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    return page


def join(page: Page, here: Served, code: str, name: str) -> None:
    page.goto(here.address + "/workshop")
    page.locator("#code").fill(code)
    page.locator("#team").fill(name)
    page.locator("form.talk button").click()
    page.locator("#choose").wait_for()


def test_two_teams_choose_and_are_compared(browser: Browser, here: Served) -> None:
    complaints: list[str] = []
    host = opened(browser, complaints)
    host.goto(f"{here.address}/sign-in?link={here.store.people.link('owner', Role.host)}")
    assert "link=" not in host.url
    host.goto(here.address + "/workshop/new")
    assert violations(host) == []
    host.get_by_label("Title").fill("Japan in rounds")
    host.locator("#scenario").select_option("japan-3.5")
    host.get_by_role("button", name="Open", exact=True).click()
    code = host.locator(".code").inner_text()

    north = opened(browser, complaints, viewport={"width": 390, "height": 844})
    south = opened(browser, complaints, locale="ja", java_script_enabled=False)
    join(north, here, code, "North")
    join(south, here, code, "<b>南</b>")
    assert "比較" in south.get_by_role("main").inner_text()
    slider = north.locator("input[type=range][data-for=target]")
    slider.focus()
    for _ in range(10):
        north.keyboard.press("ArrowLeft")
    north.get_by_role("heading", name="What your choice comes to").wait_for()
    assert violations(north) == []
    north.get_by_role("button", name="This is our choice").click()
    north.get_by_text("Your choice of this round is kept").wait_for()
    south.locator("#target").fill("4")
    south.locator("button[value=send]").click()
    rows = south.locator("#compared tbody tr")
    rows.nth(1).wait_for()
    assert [row.split("\t")[0] for row in rows.all_inner_texts()] == ["North", "<b>南</b>"]
    north.reload()
    assert north.locator("#compared tbody tr").count() == 2
    assert north.locator("#compared img").evaluate("async one => (await one.decode(), one.width)")
    over = north.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert over <= 0
    host.reload()
    assert violations(host) == []
    host.get_by_role("button", name="begin the next").click()
    north.reload()
    north.get_by_role("heading", name="Round 2: what does North choose?").wait_for()
    for page in (host, north, south):
        page.context.close()
    assert complaints == []
