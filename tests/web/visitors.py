"""A visitor with a browser, who notices what a page complains of and whom it asks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ALSO = ("/nowhere",)
"""Pages that are no rooms."""
ASKED = {"/cite": "?series=milex_pct_gdp&country=POL&year=2024&definition=nato&vintage=2026-07"}
"""What pages have to be asked that show nothing by themselves."""


@contextmanager
def opened(
    browser: Browser, address: str, path: str, language: str = "en", **options: Any
) -> Iterator[tuple[Page, list[str]]]:
    """Open a page as a new reader; what it complains of, or asks other machines, is listed."""
    context = browser.new_context(locale=language, **options)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda one: complaints.append(one.text) if one.type in ("error", "warning") else None,
    )
    page.on(
        "request",
        lambda one: (
            None
            if one.url.startswith((address, "data:", "blob:"))
            else complaints.append(f"asked {one.url}")
        ),
    )
    answer = page.goto(address + path)
    assert answer is not None
    if path in ALSO:
        complaints.clear()
    else:
        assert answer.status == 200, f"{path}: {answer.status}"
    page.wait_for_load_state("networkidle")
    yield page, complaints
    context.close()
