"""Switches and sliders as people use them: with scripts, without, and by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from visitors import opened

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
OWN = "case,issue,actor,position,salience,capability\nt,size,A,20,0.5,1\nt,size,B,40,0.5,3\n"


def test_a_switch_changes_the_answer_and_the_address(browser: Browser, address: str) -> None:
    with opened(browser, address, "/allies?year=2025") as (page, complaints):
        page.evaluate("window.stayed = true")
        page.locator("#vintage").select_option("2025-08")
        page.locator(".lead", has_text="August 2025").wait_for()
        assert "vintage=2025-08" in page.url
        assert page.evaluate("window.stayed")
        assert "August 2025" in page.locator("#said").inner_text()
        page.locator("#year").fill("1960")
        page.locator("#year").press("Tab")
        page.locator(".refusal").wait_for()
        assert "1960" in page.locator(".refusal").inner_text()
        page.locator("#year").fill("2014")
        page.locator("#year").press("Tab")
        page.locator(".lead", has_text="In 2014").wait_for()
        assert page.locator("#vintage option").count() > 2
        assert [one for one in complaints if "status of 4" not in one] == []


def test_a_switch_works_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="en")
    page = context.new_page()
    page.goto(f"{address}/allies")
    page.locator("#year").fill("2024")
    page.get_by_role("button", name="Show").click()
    assert "In 2024" in page.locator(".lead").inner_text()
    context.close()


def test_a_position_dragged_by_keyboard_moves_the_picture(browser: Browser, address: str) -> None:
    with opened(browser, address, "/negotiation?issue=headline") as (page, complaints):
        before = page.locator("#lead").inner_text()
        slider = page.get_by_label("United States: stands at")
        slider.focus()
        for _step in range(3):
            slider.press("PageDown")
        page.locator("#moving svg").wait_for()
        page.wait_for_function(
            "before => document.getElementById('lead').innerText !== before", arg=before
        )
        assert page.locator("#still").is_hidden()
        assert slider.get_attribute("aria-valuetext") != "5.00"
        assert page.locator("output").first.inner_text() == slider.get_attribute("aria-valuetext")
        page.wait_for_function("() => document.getElementById('said').textContent.length > 10")
        assert "p.USA=" in page.url
        link = page.url
        said = page.locator("#lead").inner_text()
        assert complaints == []
    with opened(browser, address, link.removeprefix(address)) as (page, complaints):
        assert page.locator("#lead").inner_text() == said
        assert complaints == []


def test_a_table_of_ones_own_is_read_in_the_browser(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    file = tmp_path / "talks.csv"
    file.write_text(OWN, encoding="utf-8")
    with opened(browser, address, "/negotiation") as (page, complaints):
        page.get_by_text("A negotiation of your own").click()
        page.get_by_label("Read it from a file").set_input_files(file)
        page.wait_for_function("() => document.getElementById('text').value.length > 10")
        page.locator("form.own").get_by_role("button", name="Show").click()
        assert "the forecast is 35" in page.locator("#lead").inner_text()
        page.get_by_label("A: stands at").press("ArrowRight")
        page.locator("#moving svg").wait_for()
        assert complaints == []


def test_who_cares_more_weighs_more_and_a_link_keeps_it(browser: Browser, address: str) -> None:
    with opened(browser, address, "/negotiation?issue=headline") as (page, complaints):
        weight = page.locator('[data-weight="USA"]')
        before, lead = weight.inner_text(), page.locator("#lead").inner_text()
        slider = page.get_by_label("United States: cares")
        slider.focus()
        for _step in range(5):
            slider.press("PageDown")
        page.wait_for_function(
            "before => document.querySelector('[data-weight=USA]').innerText !== before", arg=before
        )
        page.wait_for_function(
            "before => document.getElementById('lead').innerText !== before", arg=lead
        )
        page.wait_for_function(
            "() => document.getElementById('said').innerText === "
            "document.getElementById('lead').innerText"
        )
        page.wait_for_load_state("networkidle")
        assert "s.USA=" in page.url
        link, weight_now = page.url, weight.inner_text()
        said = page.locator("#lead").inner_text()
        assert complaints == []
    with opened(browser, address, link.removeprefix(address)) as (page, complaints):
        assert page.locator("#lead").inner_text() == said
        assert page.locator('[data-weight="USA"]').inner_text() == weight_now
        assert complaints == []


def test_a_long_text_of_ones_own_stands_in_a_short_address(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    rows = "\n".join(f"a long name of talks,size,A{n},{n},0.5,{1 + n % 7}" for n in range(100))
    again = rows.replace("size", "speed"), rows.replace("size", "an issue of some length")
    table = tmp_path / "table.csv"
    head = "case,issue,actor,position,salience,capability"
    table.write_text("\n".join((head, rows, *again)), encoding="utf-8")
    assert table.stat().st_size > 10_000
    with opened(browser, address, "/negotiation") as (page, complaints):
        page.get_by_text("A negotiation of your own").click()
        page.get_by_label("Read it from a file").set_input_files(table)
        page.wait_for_function("() => document.getElementById('text').value.length > 10000")
        page.locator("form.own").get_by_role("button", name="Show").click()
        page.get_by_label("A99: stands at").wait_for()
        assert len(page.url) < 6500
        assert complaints == []


def test_a_link_from_a_number_leads_to_its_source(browser: Browser, address: str) -> None:
    with opened(browser, address, "/allies?year=2024&vintage=2026-07") as (page, complaints):
        page.locator("a.n", has_text="3.75").first.click()
        assert page.url.startswith(f"{address}/cite?")
        assert "3.75" in page.locator("main").inner_text()
        assert complaints == []


def test_what_takes_long_follows_when_it_is_reached(browser: Browser, address: str) -> None:
    with opened(browser, address, "/posture") as (page, complaints):
        heading = page.get_by_role("heading", name="The same money, tailored and uniform")
        heading.scroll_into_view_if_needed()
        page.get_by_role("table").filter(has_text="from one purse").wait_for(timeout=60_000)
        assert complaints == []
