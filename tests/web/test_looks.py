"""Every page as people meet it: two languages, light and dark, three widths, by keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from visitors import ALSO, ASKED, opened

import burdenshare.web.app  # noqa: F401 - registers every page
from burdenshare.web.pages import page

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

ROOMS = [address for address, _ in page.ROOMS]
OTHERS = [one for one in page.PAGES if one not in ROOMS and "{" not in one]
PAGES = [one + ASKED.get(one, "") for one in (*ROOMS, *OTHERS, *ALSO)]
WIDTHS = (390, 820, 1280)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FOCUSED = """() => {
    const at = document.activeElement;
    const box = at.getBoundingClientRect();
    const drawn = getComputedStyle(at);
    return {
        what: at.outerHTML.slice(0, 160),
        body: at === document.body,
        seen: drawn.outlineStyle !== 'none' && parseFloat(drawn.outlineWidth) >= 2,
        inside: box.bottom > 0 && box.top < innerHeight && box.width > 0,
    };
}"""


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_open_to_everybody(
    browser: Browser, address: str, path: str, language: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    options = {"runOnly": RULES, "resultTypes": ["violations"]}
    with opened(browser, address, path, language) as (page, complaints):
        assert page.locator("html").get_attribute("lang") == language
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found = Axe().run(page, options=options).response["violations"]
            told = [
                f"{scheme}: {one['id']}: {one['help']}: {node['html'][:200]}"
                for one in found
                for node in one["nodes"][:3]
            ]
            assert not told, "\n".join(told)
        assert complaints == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_its_width(browser: Browser, address: str, path: str) -> None:
    with opened(browser, address, path) as (page, _):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert over <= 0, f"{path} is {over} px too wide at {width} px"


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_read_by_keyboard_alone(browser: Browser, address: str, path: str) -> None:
    with opened(browser, address, path, viewport={"width": 1280, "height": 900}) as (page, _):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        for _step in range(40):
            page.keyboard.press("Tab")
            at = page.evaluate(FOCUSED)
            if at["body"]:
                break
            assert at["seen"], f"focus is not drawn on {at['what']}"
            assert at["inside"], f"focus is outside the window on {at['what']}"


def test_rooms_are_reached_on_a_phone_without_scripts(browser: Browser, address: str) -> None:
    phone: dict[str, Any] = {
        "viewport": {"width": 390, "height": 800},
        "java_script_enabled": False,
    }
    context = browser.new_context(locale="en", **phone)
    page = context.new_page()
    page.goto(f"{address}/allies")
    link = page.locator("nav.rooms a", has_text="Posture")
    assert not link.is_visible()
    page.get_by_role("button", name="Rooms").press("Enter")
    link.click()
    assert page.url == f"{address}/posture"
    context.close()


def test_the_language_stays_chosen_and_what_was_asked_stays_asked(
    browser: Browser, address: str
) -> None:
    with opened(browser, address, "/allies?year=2024") as (page, _):
        page.get_by_role("link", name="日本語").click()
        assert "year=2024" in page.url
        assert page.locator("html").get_attribute("lang") == "ja"
        page.goto(f"{address}/allies")
        assert page.locator("html").get_attribute("lang") == "ja"
        page.get_by_role("link", name="English").click()
        assert page.locator("html").get_attribute("lang") == "en"
