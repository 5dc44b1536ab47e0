"""Errors by HTTP: one body on every path, and for people a page that says the same."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from burdenshare.errors import BurdenshareError, Failure, Refusal
from burdenshare.web.answers import as_json

NOT_THERE = frozenset(
    {
        "file-not-found",
        "not-a-study",
        "unknown-claim",
        "unknown-country",
        "unknown-document",
        "unknown-programme",
        "unknown-run",
        "unknown-scenario",
        "unknown-series",
        "unknown-vintage",
    }
)
"""What was asked for by a name that nothing has."""
STATUS = dict.fromkeys(NOT_THERE, 404) | {
    "too-large": 413,
    "archive-bomb": 413,
    "no-permission": 403,
    "queue-full": 429,
    "run-unfinished": 409,
    "run-cancelled": 409,
    "run-killed": 409,
    "run-lost": 409,
    "run-too-long": 409,
    "internal": 500,
}
"""Status by code; otherwise 422 for bad input, and 503 where the surroundings failed."""


def status_of(error: BurdenshareError) -> int:
    """Return the HTTP status that goes with an error."""
    return STATUS.get(error.code, 422 if isinstance(error, Refusal) else 503)


def install(app: FastAPI) -> None:
    """Answer every error with the body ``{"error": {code, message, hint, details}}``."""
    app.add_exception_handler(BurdenshareError, _said)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(HTTPException, _plain)
    app.add_exception_handler(Exception, _defect)


def answer(request: Request, error: BurdenshareError, status: int | None = None) -> Response:
    """Return the error as JSON, or as a page where a browser asked for one."""
    code = status or status_of(error)
    if wants_page(request):
        from burdenshare.web.pages.page import error_page

        return error_page(request, error, code)
    return as_json(error.body(), code)


def wants_page(request: Request) -> bool:
    """Say whether a request came for a page rather than for data."""
    path = request.url.path
    data = path.startswith("/v1/") or path.endswith((".json", ".csv"))
    return not data and "text/html" in request.headers.get("accept", "")


def _said(request: Request, error: Any) -> Response:
    return answer(request, error)


def _unreadable(request: Request, error: Any) -> Response:
    problems = [
        {
            "where": ".".join(str(part) for part in one["loc"] if part not in ("query", "body")),
            "message": one["msg"],
            "expected": "",
            "hint": "",
        }
        for one in error.errors()
    ]
    said = "; ".join(f"{one['where']}: {one['message']}" for one in problems)
    refusal = Refusal("bad-argument", said, hint="see /docs for the parameters", details=problems)
    return answer(request, refusal, 422)


def _plain(request: Request, error: Any) -> Response:
    code = "file-not-found" if error.status_code == 404 else "bad-argument"
    said = {404: f"there is nothing at {request.url.path}"}.get(error.status_code, error.detail)
    refusal = Refusal(code, str(said), hint="see / for the pages and /docs for the API")
    response = answer(request, refusal, error.status_code)
    for name, value in (error.headers or {}).items():
        response.headers[name] = value
    return response


def _defect(request: Request, error: Exception) -> Response:
    failure = Failure(
        "internal",
        f"burdenshare met a case it does not handle ({type(error).__name__})",
        hint="please report it, with what was asked",
    )
    return answer(request, failure, 500)
