"""Evidence and briefs in a browser: a document goes in, its claims are seen, a number is traced."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from serving import PAGE, Served, code, served

from burdenshare.web.store.people import Role

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TEXT = (
    "<html lang='en'><title>A day at the summit</title><p>Spain rejected the target of 5 % of GDP "
    "in 2025. <b>Poland</b> spent 3.75 % of GDP on defence in 2024.</p>"
    "<script>document.title = 'run'</script></html>"
)
HOSTILE = "<script>alert(1)</script>.html"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, shared_cache: Path) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("evidence") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BURDENSHARE_CACHE", str(shared_cache))
        patch.setenv("BURDENSHARE_HOME", str(home))
        with served(home) as service:
            yield service


@pytest.fixture
def page(browser: Browser, running: Served) -> Iterator[Page]:
    """A page of someone who signed in as an analyst; it must not complain."""
    token = running.store.people.give(
        f"reader {len(running.store.people.tokens())}", Role.analyst, by="test"
    )
    context = browser.new_context()
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{running.address}/sign-in?next=/evidence")
    page.get_by_label("Token").fill(token)
    page.locator("main").get_by_role("button").first.click()
    page.wait_for_url("**/evidence")
    yield page
    assert not complaints
    context.close()


def upload(page: Page, tmp_path: Path, text: str, name: str = "summit.html") -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Read it").click()


def test_an_uploaded_document_shows_the_words_of_its_claims(page: Page, tmp_path: Path) -> None:
    upload(page, tmp_path, TEXT)
    page.wait_for_url("**/evidence/documents/*")
    words = page.locator("a.words-of").all_inner_texts()
    assert any("Poland" in text and "3.75 %" in text for text in words)
    assert page.title().startswith("A day at the summit")
    poland = page.locator(".claim", has_text="Poland").filter(has_text="agrees")
    assert poland.count() == 1
    poland.get_by_role("link", name="its words in the text").click()
    anchor = page.url.partition("#")[2]
    assert page.locator(f"[id='{anchor}'] + a").inner_text().startswith("Poland")


def test_a_correction_is_kept_with_who_made_it(page: Page, running: Served, tmp_path: Path) -> None:
    upload(page, tmp_path, TEXT.replace("Poland", "Latvia").replace("3.75", "3.15"))
    page.wait_for_url("**/evidence/documents/*")
    claim = page.locator(".claim", has_text="Latvia").filter(has=page.locator(".stance.reports"))
    claim.get_by_text("Correct this claim").click()
    claim.get_by_label("Value").fill("3.16")
    claim.get_by_role("button", name="Keep the correction").click()
    page.wait_for_url("**#c-*")
    assert page.locator(".claim", has_text="Latvia").get_by_text("corrected by a person").count()
    kept = [c for c in running.service.bench.claims() if c["corrected"]]
    assert [c["value"] for c in kept] == [3.16]


def test_a_number_of_a_brief_leads_to_the_words_it_is_from(page: Page, tmp_path: Path) -> None:
    page.goto(page.url.replace("/evidence", "/briefs?topic=Spain"))
    number = page.locator(".lead a.n", has_text="5").first
    assert number.get_attribute("href", timeout=5000).startswith("/evidence/documents/")
    number.click()
    page.wait_for_url("**/evidence/documents/**")
    anchor = page.url.partition("#")[2]
    assert "5 %" in page.locator(f"[id='{anchor}'] + a").inner_text()


def test_nobody_adds_or_corrects_without_signing_in(running: Served, tmp_path: Path) -> None:
    reader = running.client()
    answer = reader.get("/evidence", headers=PAGE)
    assert "Sign in to add a document" in answer.text
    reader.headers["origin"] = running.address
    sent = reader.post("/evidence/documents", data={"csrf": code(reader, "/briefs")})
    assert sent.status_code == 401
    assert sent.json()["error"]["code"] == "not-signed-in"


def test_broken_and_hostile_uploads_are_refused_or_shown_as_text(running: Served) -> None:
    analyst = running.client(Role.analyst)
    for name, body, expected in (
        ("empty.txt", b"", "empty-document"),
        ("noise.pdf", b"\x00\x01\x02" * 50, "binary-file"),
        ("program.exe", b"MZ\x90\x00" * 10, "unknown-suffix"),
    ):
        answer = analyst.post("/evidence/documents", files={"file": (name, body)})
        assert answer.status_code == 422, answer.text
        assert answer.json()["error"]["code"] == expected
    odd = "Latvia spent 3.15 % of GDP on defence in 2024. <img src=x onerror=alert(1)>"
    kept = analyst.post("/evidence/documents", files={"file": (HOSTILE, f"<p>{odd}</p>")})
    assert kept.status_code == 303
    shown = analyst.get(kept.headers["location"], headers=PAGE).text
    assert "<script>alert" not in shown
    assert "onerror" not in shown.replace("&lt;img src=x onerror", "")


def test_a_text_is_checked_sentence_by_sentence(running: Served) -> None:
    reader = running.client(Role.reader)
    brief = reader.get("/briefs.md?topic=Poland").text
    shown = reader.post("/briefs/check", data={"text": brief}, headers=PAGE).text
    assert "Every sentence stands" in shown
    planted = brief.replace("3.75 % of GDP", "9.75 % of GDP")
    assert planted != brief
    shown = reader.post("/briefs/check", data={"text": planted}, headers=PAGE).text
    assert "have no origin or contradict it" in shown
    assert reader.post("/briefs/check", data={"text": " "}).status_code == 422


def test_a_draft_without_citations_has_its_numbers_held_against_the_figures(
    browser: Browser, running: Served
) -> None:
    context = browser.new_context(locale="en")
    page = context.new_page()
    page.goto(f"{running.address}/briefs")
    page.get_by_label("Text", exact=True).fill(
        "Germany spends 2.69 % of GDP on defence in 2026. Poland spent 5.9 % of GDP in 2024."
    )
    page.get_by_role("button", name="Check it").click()
    assert "2 of 2 numbers can be held" in page.locator(".lead").inner_text()
    row = page.get_by_role("row").filter(has_text="Germany spends")
    assert "agrees" in row.inner_text()
    row.get_by_role("link").first.click()
    assert page.url.startswith(f"{running.address}/cite?")
    assert "2.69" in page.locator("main").inner_text()
    context.close()


def test_a_brief_is_asked_for_by_its_form(browser: Browser, running: Served) -> None:
    context = browser.new_context(locale="en")
    page = context.new_page()
    page.goto(f"{running.address}/briefs")
    page.get_by_label("Topic: a state").fill("Poland")
    page.keyboard.press("Enter")
    page.wait_for_url("**topic=Poland**")
    assert page.locator("h1").inner_text() == "Poland"
    context.close()


def test_a_brief_tells_a_run_that_is_named(running: Served) -> None:
    analyst = running.client(Role.analyst)
    asked = {"scenario": "japan-3.5", "draws": 0}
    started = analyst.post("/v1/runs", json=asked).json()
    analyst.get(f"/v1/runs/{started['id']}/events")
    address = f"{running.address}/runs/{started['id']}"
    reader = running.client()
    told = reader.get("/briefs", params={"topic": "Japan", "run": address}, headers=PAGE).text
    assert "In the study folder" in told
    assert f'href="/runs/{started["id"]}"' in told
    text = reader.get("/briefs.md", params={"topic": "Japan", "run": started["id"]}).text
    assert "In the study folder" in text
    for wrong, status in (("no run at all", 422), ("0" * 32, 404)):
        refused = reader.get("/briefs.json", params={"topic": "Japan", "run": wrong})
        assert refused.status_code == status


def test_a_brief_downloads_as_markdown_and_pdf(running: Served) -> None:
    reader = running.client()
    text = reader.get("/briefs.md?topic=Poland")
    assert text.text.startswith("# Poland")
    assert reader.get("/briefs.pdf?topic=Poland").content.startswith(b"%PDF")
    assert reader.get("/briefs.md").status_code == 422
    assert reader.get("/briefs?headline=A").status_code == 422


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_document_a_brief_and_a_check_are_open_to_everybody(
    page: Page, tmp_path: Path, scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page.emulate_media(color_scheme=scheme)
    upload(page, tmp_path, TEXT.replace("2025", "2026" if scheme == "dark" else "2027"))
    page.wait_for_url("**/evidence/documents/*")
    home = page.url.partition("/evidence")[0]
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    for address in (page.url, f"{home}/briefs?topic=Spain", f"{home}/evidence?words=Spain"):
        page.goto(address)
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            found = Axe().run(page, options=rules).response["violations"]
            assert not [(one["id"], node["html"]) for one in found for node in one["nodes"][:3]]
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert over <= 0, f"{address} is {over} px too wide at {width} px"
