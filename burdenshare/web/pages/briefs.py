"""Briefs: compiled from ledger and figures, every number a link; and the check of other texts."""

from __future__ import annotations

import re
import tempfile
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request, Response

from burdenshare.errors import Refusal
from burdenshare.web.pages.asking import Day
from burdenshare.web.pages.page import TEMPLATES, Page, page, render
from burdenshare.web.pages.tracing import address, anchor, numbered, traced
from burdenshare.web.service import Here, Service
from burdenshare.web.work.shelf import Folder

router = APIRouter()
TEMPLATES.globals |= {
    "traced": traced,
    "numbered": numbered,
    "origin_address": address,
    "origin_anchor": anchor,
}
Line = Annotated[str, Query(max_length=300)]
Runs = Annotated[str, Query(max_length=1000, description="Numbers or addresses of runs.")]
MEDIA = {"md": "text/markdown; charset=utf-8", "pdf": "application/pdf"}
TEXT = 200_000
"""Characters of a text to check."""
MOST_RUNS = 4
_RUN = re.compile(r"[0-9a-f]{32}")
_CITES = re.compile(r"\[(?:\^|@)[^\]]+\]")


@page(router, "/briefs", "briefs.html")
def briefs(
    here: Here,
    topic: Line = "",
    headline: Line = "",
    publisher: Line = "",
    day: Day = None,
    run: Runs = "",
) -> Page:
    """Compile a brief in which every number opens to its origin."""
    asked = _asked(topic, headline, publisher, day, run)
    told = _runs(here, run)
    made = _made(here, asked, told, "json")
    rows = [
        {
            "section": section["id"],
            "sentence": sentence["text"],
            "origins": " ".join(sentence["origins"]),
        }
        for section in (made or {}).get("sections", ())
        for sentence in section["sentences"]
    ]
    runs = {str(folder.state()["fingerprint"])[:12]: f"/runs/{folder.id}" for folder in told}
    return Page({"asked": asked, "brief": made, "runs": runs}, rows)


@router.get("/briefs.{form}", include_in_schema=False)
def download(
    here: Here,
    form: str,
    topic: Line = "",
    headline: Line = "",
    publisher: Line = "",
    day: Day = None,
    run: Runs = "",
) -> Response:
    """Return a brief as Markdown or PDF."""
    if form not in MEDIA:
        raise Refusal("bad-argument", f"{form!r} is no format", hint="md or pdf")
    made = _made(here, _asked(topic, headline, publisher, day, run), _runs(here, run), form)
    if made is None:
        raise Refusal("bad-argument", "neither a topic nor a headline", hint="give one of them")
    named = {"Content-Disposition": f'attachment; filename="brief.{form}"'}
    return Response(made, media_type=MEDIA[form], headers=named)


@router.post("/briefs/check", include_in_schema=False)
def check(
    request: Request, here: Here, text: Annotated[str, Form(max_length=TEXT)] = ""
) -> Response:
    """Check a text sentence by sentence against ledger and figures; nothing of it is kept."""
    if not text.strip():
        raise Refusal("bad-argument", "the text is empty", hint="paste the text to be checked")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "text.md"
        file.write_text(text, encoding="utf-8")
        found = here.bench.brief_check(file)
        cites = bool(_CITES.search(text))
        numbers = [] if cites else here.bench.text_numbers(file)["numbers"]
    return render(request, "brief_check.html", data=found, cites=cites, numbers=numbers, text=text)


def _asked(topic: str, headline: str, publisher: str, day: date | None, run: str) -> dict[str, str]:
    return {
        "topic": topic,
        "headline": headline,
        "publisher": publisher,
        "day": day.isoformat() if day else "",
        "run": run,
    }


def _runs(here: Service, given: str) -> list[Folder]:
    """Return the runs that are named by their numbers, or by the addresses of their pages."""
    if not given.strip():
        return []
    found = list(dict.fromkeys(_RUN.findall(given)))
    if not 0 < len(found) <= MOST_RUNS:
        raise Refusal(
            "bad-argument",
            f"{given[:80]!r} names {len(found)} runs",
            hint=f"copy the addresses of 1 to {MOST_RUNS} run pages",
        )
    folders = [here.office.shelf.find(name) for name in found]
    for folder in folders:
        folder.require_done()
    return folders


def _made(here: Service, asked: dict[str, str], told: list[Folder], form: str) -> Any:
    """Return a brief on a topic, or the article under a headline; None where nothing is asked."""
    day = date.fromisoformat(asked["day"]) if asked["day"] else None
    runs = [folder.result for folder in told]
    if asked["headline"].strip():
        if not asked["publisher"].strip() or day is None:
            raise Refusal(
                "bad-argument",
                "an article needs its headline, publisher and day",
                hint="fill in all three; the figures are those known on that day",
            )
        return here.bench.article(
            asked["headline"].strip(),
            publisher=asked["publisher"].strip(),
            day=day,
            runs=runs,
            form=form,
        )
    if asked["topic"].strip():
        return here.bench.brief(asked["topic"].strip(), as_of=day, runs=runs, form=form)
    return None
