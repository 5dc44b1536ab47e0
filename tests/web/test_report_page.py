"""The report of a run, opened as a reader would: offline, at three widths, on paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from burdenshare.workbench import Workbench

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    bench = Workbench()
    out = tmp_path_factory.mktemp("run") / "hague-2035"
    bench.write(bench.study("hague-2035"), out)
    return out


def opened(browser: Browser, folder: Path, width: int) -> tuple[Page, list[str]]:
    page = browser.new_page(viewport={"width": width, "height": 900})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda request: complaints.append(request.url) if request.url[:4] == "http" else None,
    )
    page.goto((folder / "report.html").as_uri())
    return page, complaints


@pytest.mark.parametrize("width", [1280, 768, 390])
def test_the_page_opens_alone_and_fits(browser: Browser, folder: Path, width: int) -> None:
    page, complaints = opened(browser, folder, width)
    assert page.locator("h1").count() == 1
    assert page.locator("svg[role=img]").count() >= 6
    overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert overflow <= 0, f"the page is {overflow} px too wide"
    assert complaints == []
    page.close()


def test_a_number_is_followed_to_its_source(browser: Browser, folder: Path) -> None:
    page, _ = opened(browser, folder, 1280)
    for step in ("#i-", "#f-", "#s-"):
        link = page.locator(f"a[href^='{step}']").first
        target = link.get_attribute("href")
        assert target
        assert page.locator(f"[id='{target[1:]}']").count() == 1
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.locator("a[href^='#s-']").first.click()
    assert page.evaluate("location.hash").startswith("#s-")
    page.close()


def test_the_keyboard_reaches_the_content_first(browser: Browser, folder: Path) -> None:
    page, _ = opened(browser, folder, 1280)
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.getAttribute('href')")
    assert focused is not None
    assert page.locator(f"main{focused}, main {focused}, [id='{focused[1:]}']").count() >= 1
    page.close()


def test_the_page_prints(browser: Browser, folder: Path, tmp_path: Path) -> None:
    page, _ = opened(browser, folder, 1280)
    paper = page.pdf(path=str(tmp_path / "report.pdf"), format="A4")
    assert paper.startswith(b"%PDF")
    assert len(paper) > 100_000
    page.close()
