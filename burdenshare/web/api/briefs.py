"""Briefs by HTTP: texts of which every number is traced, and the check of others' texts."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Response
from pydantic import Field

from burdenshare.web.api import fields
from burdenshare.web.api.question import Files, Question, question
from burdenshare.web.service import Here
from burdenshare.workbench import Workbench

router = APIRouter(tags=["briefs"])

LONGEST = 200_000
"""Characters of a text that is checked."""
TYPES = {
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
}
Form = Annotated[
    Literal["md", "html", "pdf"], Path(description="md, html or pdf.", examples=["md"])
]


class Topic(Question):
    """What the brief is about."""

    topic: fields.Word = Field(description="Spain, NATO spending ...", examples=["Spain"])
    as_of: fields.Day | None = Field(
        None, description="Only what was published on or before this day."
    )


@question(
    router,
    "brief",
    example={"topic": "Spain", "as_of": "2026-07-31"},
    returns={},
    with_post=False,
    pure=False,
)
def brief(bench: Workbench, asked: Topic, files: Files) -> dict[str, Any]:
    """Compile a brief on a topic: every number with its origin."""
    made: dict[str, Any] = bench.brief(asked.topic, as_of=asked.as_of)
    return made


class Story(Question):
    """Which article."""

    headline: Annotated[str, Field(min_length=1, max_length=400)] = Field(
        description="In English or Japanese.", examples=["Spain's defence spending in 2024"]
    )
    publisher: fields.Word = Field(description="Who published it.", examples=["A newspaper"])
    date: fields.Day = Field(description="What came later is not known.")


@question(
    router,
    "article",
    example={
        "headline": "Spain's defence spending in 2024",
        "publisher": "A newspaper",
        "date": "2026-07-31",
    },
    returns={},
    with_post=False,
    pure=False,
)
def article(bench: Workbench, asked: Story, files: Files) -> dict[str, Any]:
    """Compile the article that the evidence of a day bears under a headline."""
    made: dict[str, Any] = bench.article(asked.headline, publisher=asked.publisher, day=asked.date)
    return made


class Claimed(Question):
    """A text that somebody wrote."""

    text: Annotated[str, Field(min_length=1, max_length=LONGEST)] = Field(
        description="Markdown, with its citations as footnotes.",
        examples=["Poland spent 3.75 % of its GDP on defence in 2024.\n"],
    )


@question(
    router,
    "brief/check",
    example={"text": "Poland spent 3.75 % of its GDP on defence in 2024.\n"},
    returns={"ok": "boolean", "sentences": "array"},
    with_get=False,
    pure=False,
)
def check(bench: Workbench, asked: Claimed, files: Files) -> dict[str, Any]:
    """Check a text sentence by sentence against ledger and figures."""
    file = files(asked.text, "request.md")
    assert file is not None
    return bench.brief_check(file)


def _written(kind: str, made: Any) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="brief.{kind}"'}
    return Response(made, 200, headers, TYPES[kind])


def _forms() -> dict[int | str, dict[str, Any]]:
    text: dict[str, Any] = {"schema": {"type": "string"}, "example": "# Spain\n"}
    page = {"schema": {"type": "string"}, "example": "<!doctype html>..."}
    paper = {"schema": {"type": "string", "format": "binary"}, "example": "(a PDF)"}
    content = {"text/markdown": text, "text/html": page, TYPES["pdf"]: paper}
    return {200: {"description": "The text.", "content": content}}


@router.get(
    "/v1/brief.{form}",
    name="brief_written",
    summary="Compile a brief on a topic as a file.",
    responses=_forms(),
    response_class=Response,
)
def brief_written(here: Here, form: Form, asked: Annotated[Topic, Query()]) -> Response:
    """Compile a brief on a topic as Markdown, as a page or as PDF."""
    return _written(form, here.bench.brief(asked.topic, as_of=asked.as_of, form=form))


@router.get(
    "/v1/article.{form}",
    name="article_written",
    summary="Compile an article as a file.",
    responses=_forms(),
    response_class=Response,
)
def article_written(here: Here, form: Form, asked: Annotated[Story, Query()]) -> Response:
    """Compile an article as Markdown, as a page or as PDF."""
    made = here.bench.article(asked.headline, publisher=asked.publisher, day=asked.date, form=form)
    return _written(form, made)
