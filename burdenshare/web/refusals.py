"""Errors by HTTP: one body on every path, and for people a page that says the same."""

from __future__ import annotations

import logging
import re
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException
from starlette.routing import compile_path

from burdenshare import settings
from burdenshare.errors import BurdenshareError, Failure, Refusal
from burdenshare.web.answers import as_json, without

NOT_THERE = frozenset(
    {
        "file-not-found",
        "not-a-study",
        "unknown-claim",
        "unknown-country",
        "unknown-debate",
        "unknown-document",
        "unknown-programme",
        "unknown-run",
        "unknown-scenario",
        "unknown-series",
        "unknown-token",
        "unknown-vintage",
        "unknown-workshop",
    }
)
"""What was asked for by a name that nothing has."""
STATUS = dict.fromkeys(NOT_THERE, 404) | {
    "too-large": 413,
    "archive-bomb": 413,
    "no-permission": 403,
    "not-signed-in": 401,
    "not-allowed": 403,
    "forged-request": 403,
    "wrong-host": 421,
    "too-many-requests": 429,
    "name-taken": 409,
    "closed": 409,
    "queue-full": 429,
    "run-unfinished": 409,
    "stale-link": 410,
    "run-cancelled": 409,
    "run-killed": 409,
    "run-lost": 409,
    "run-too-long": 409,
    "internal": 500,
}
"""Status by code; otherwise 422 for bad input, and 503 where the surroundings failed."""
_SERVER = re.compile(r"postgresql[\w+]*://\S+")
"""The address of a database, which is for the log and not for visitors."""
_LOG = logging.getLogger("burdenshare.web")


def status_of(error: BurdenshareError) -> int:
    """Return the HTTP status that goes with an error."""
    return STATUS.get(error.code, 422 if isinstance(error, Refusal) else 503)


def install(app: FastAPI) -> None:
    """Answer every error with the body ``{"error": {code, message, hint, details}}``."""
    app.add_exception_handler(BurdenshareError, _said)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(HTTPException, _plain)
    app.add_exception_handler(Exception, defect)


def answer(request: Request, error: BurdenshareError, status: int | None = None) -> Response:
    """Return the error as JSON, or as a page where a browser asked for one."""
    code = status or status_of(error)
    if error.code == "not-signed-in" and request.method == "GET" and wants_page(request):
        return RedirectResponse(f"/sign-in?{urlencode({'next': _address(request)})}", 303)
    if wants_page(request):
        from burdenshare.web.pages.page import error_page

        response = error_page(request, error, code)
    else:
        response = as_json(error.body(), code)
    for name, value in getattr(error, "headers", {}).items():
        response.headers[name] = value
    return response


def _address(request: Request) -> str:
    query = f"?{request.url.query}" if request.url.query else ""
    return f"{request.url.path}{query}"


def wants_page(request: Request) -> bool:
    """Say whether a request came for a page rather than for data."""
    path = request.url.path
    data = path.startswith("/v1/") or path.endswith((".json", ".csv"))
    return not data and "text/html" in request.headers.get("accept", "")


def _said(request: Request, error: Any) -> Response:
    if _SERVER.search(error.message):
        _LOG.error("%s %s: %s", request.method, request.url.path, error.message)
        if error.code == "network":
            error.message = error.message.partition(": ")[0]
            error.hint = "try again in a while; the log of the service says what is wrong"
        error.message = _SERVER.sub("of this service", error.message)
    home = request.app.state.service.bench.home or settings.folder("home")
    for part in ("message", "hint", "details"):
        setattr(error, part, without(getattr(error, part), str(home)))
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
    code = {404: "file-not-found", 413: "too-large"}.get(error.status_code, "bad-argument")
    said = {404: f"there is nothing at {request.url.path}"}.get(error.status_code, error.detail)
    refusal = Refusal(code, str(said), hint="see / for the pages and /docs for the API")
    response = answer(request, refusal, error.status_code)
    for name, value in (error.headers or {}).items():
        response.headers[name] = value
    if error.status_code == 405 and (known := _methods(request)):
        response.headers["Allow"] = ", ".join(known)
    return response


def _methods(request: Request) -> list[str]:
    """Return all methods that an address of the API knows; several routes may share it."""
    for path, operations in request.app.openapi()["paths"].items():
        if compile_path(path)[0].match(request.url.path):
            return [method.upper() for method in operations]
    return []


def defect(request: Request, error: Exception) -> Response:
    """Answer what burdenshare does not handle, without a word of what it met."""
    failure = Failure(
        "internal",
        f"burdenshare met a case it does not handle ({type(error).__name__})",
        hint="please report it, with what was asked",
    )
    return answer(request, failure, 500)
