"""A debate in Chromium: a slider moved, a comment posted and moderated, scripts shown as text."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpx
import pytest
from serving import Served, code

from burdenshare.web.store.people import Role

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def debate(here: Served) -> str:
    host = here.signed_in(Role.host)
    form = {
        "title": "What should Japan spend?", "question": "What would you choose, and why?",
        "scenario": "japan-3.5", "levers": ["target", "by", "tax"],
        "csrf": code(host, "/debate/new"),
    }  # fmt: skip
    answer: httpx.Response = host.post("/debate/new", data=form)
    return answer.headers["location"]


@contextmanager
def opened(browser: Browser, here: Served, path: str, **options: object) -> Iterator[Page]:
    context = browser.new_context(**options)  # type: ignore[arg-type]
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.goto(here.address + path)
    yield page
    context.close()
    assert complaints == []


def violations(page: Page) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    options = {"runOnly": RULES, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{one['id']}: {node['html'][:150]}" for one in found for node in one["nodes"][:3]]


def sign_in(page: Page, here: Served, role: Role) -> None:
    token = here.store.people.give(f"{role.name} in a browser", role, by="test")
    page.goto(here.address + "/sign-in")
    page.get_by_label("Token").fill(token)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.get_by_text(f"{role.name} in a browser").wait_for()


def test_a_comment_is_posted_and_moderated(browser: Browser, here: Served, debate: str) -> None:
    with opened(browser, here, debate) as page:
        slider = page.locator("input[type=range][data-for=target]")
        slider.focus()
        for _ in range(5):
            page.keyboard.press("ArrowLeft")
        assert page.locator("#target").input_value() == "3"
        page.get_by_role("heading", name="What your choice comes to").wait_for()
        page.get_by_label("Your name").fill("<b>Ann</b>")
        page.get_by_label("Why").fill("<script>document.title='taken'</script> Three is enough.")
        assert violations(page) == []
        page.get_by_role("button", name="Send").click()
        page.get_by_text("Your comment is kept").wait_for()
        assert "Three is enough" not in page.get_by_role("main").inner_text()
    with opened(browser, here, debate) as page:
        sign_in(page, here, Role.moderator)
        page.goto(f"{here.address}{debate}/queue")
        page.get_by_text("Three is enough").wait_for()
        assert violations(page) == []
        page.get_by_role("button", name="Approve").click()
        page.get_by_text("Nothing waits.").wait_for()
        page.get_by_role("button", name="Sign out").click()
        page.goto(here.address + debate)
        shown = page.locator(".said")
        assert "<b>Ann</b>" in shown.inner_text()
        assert "<script>document.title='taken'</script>" in shown.inner_text()
        assert page.title() == "What should Japan spend? - burdenshare"
        assert page.locator(".chart img").first.evaluate("one => one.complete || true")
        assert violations(page) == []


def test_everything_works_without_scripts(browser: Browser, here: Served, debate: str) -> None:
    with opened(browser, here, debate, java_script_enabled=False) as page:
        page.locator("#target").fill("2.5")
        page.get_by_label("Your name").fill("Bob")
        page.get_by_role("button", name="Show what it comes to").click()
        page.get_by_role("heading", name="What your choice comes to").wait_for()
        assert page.get_by_label("Your name").input_value() == "Bob"
        assert page.locator("#target").input_value() == "2.5"
        page.get_by_label("Why").fill("Less will do.")
        page.get_by_role("button", name="Send").click()
        page.get_by_text("Your comment is kept").wait_for()


@pytest.mark.parametrize("width", [390, 820, 1280])
def test_the_page_fits(browser: Browser, here: Served, debate: str, width: int) -> None:
    for path in (debate, "/debate"):
        size = {"width": width, "height": 900}
        with opened(browser, here, path, viewport=size) as page:
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert over <= 0, f"{path} is {over} px too wide"


def test_a_host_opens_a_debate_by_keyboard(browser: Browser, here: Served) -> None:
    with opened(browser, here, "/debate") as page:
        sign_in(page, here, Role.host)
        page.goto(here.address + "/debate/new")
        page.get_by_label("What is asked, in a few words").focus()
        page.keyboard.type("Two or three per cent?")
        page.keyboard.press("Tab")
        page.keyboard.type("Say which.")
        assert violations(page) == []
        page.keyboard.press("Tab")
        page.locator("#scenario").select_option("japan-3.5")
        page.get_by_role("button", name="Open", exact=True).focus()
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Two or three per cent?").wait_for()
