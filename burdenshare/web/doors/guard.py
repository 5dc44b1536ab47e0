"""Before the application: names, limits of requests and bodies; after it: headers of safety."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from fastapi import HTTPException, Request, Response
from starlette.datastructures import MutableHeaders

from burdenshare.errors import BurdenshareError, Refusal
from burdenshare.web import refusals
from burdenshare.web.doors import forms
from burdenshare.web.doors.entering import SAFE, client

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Any, Receive, Send], Awaitable[None]]

BODY = 4_000_000
"""Bytes of a body that is no upload."""
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
        "connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; "
        "base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
CACHED = "public, max-age=3600"
"""Of static files; what changes while a browser keeps one shows within the hour."""
_LOG = logging.getLogger("burdenshare.web")


class Guard:
    """Stands before the application; nothing reaches it that is too much, and nothing leaves bare.

    Parameters
    ----------
    app : ASGI application
    """

    def __init__(self, app: Application) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["method"] == "HEAD":
            scope = {**scope, "method": "GET"}  # the server sends no body to HEAD
        request = Request(scope)
        started = False

        async def sending(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                _dress(request, MutableHeaders(scope=message))
            await send(message)

        try:
            receive = _limited(request, _admit(request), receive)
        except BurdenshareError as error:
            await refusals.answer(request, error)(scope, receive, sending)
            return
        try:
            await self._app(scope, receive, sending)
        except Exception as error:
            _LOG.exception("%s %s", request.method, request.url.path)
            if started:
                raise
            await refusals.defect(request, error)(scope, receive, sending)


def _admit(request: Request) -> int:
    """Let a request pass or refuse it; return how many bytes its body may have."""
    rules = request.app.state.service.rules
    host = request.headers.get("host", "")
    if not rules.knows(host):
        raise Refusal(
            "wrong-host",
            f"this service is not called {host[:100]!r}",
            hint="name it in BURDENSHARE_WEB_HOSTS, or use its address in digits",
        )
    (rules.reads if request.method in SAFE else rules.live).take(client(request))
    kind = request.headers.get("content-type", "").lower()
    limit: int = rules.upload if kind.startswith("multipart/form-data") else BODY
    length = request.headers.get("content-length", "0")
    if not (length.isascii() and length.isdigit()) or int(length) > limit:
        raise _too_large(limit)
    return limit


def _limited(request: Request, limit: int, receive: Receive) -> Receive:
    """Return what receives a body that says nothing, or not the truth, about its length."""
    seen = 0

    async def receiving() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise HTTPException(413, _too_large(limit).message)
        return message

    return receive if request.method in SAFE else receiving


def _too_large(limit: int) -> Refusal:
    return Refusal(
        "too-large",
        f"the body of this request has more than {limit} bytes",
        hint="send less; the host can allow larger uploads by BURDENSHARE_WEB_UPLOAD",
    )


def _dress(request: Request, headers: MutableHeaders) -> None:
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    if forms.kept(request, forms.SESSION) or "authorization" in request.headers:
        headers["Cache-Control"] = "no-store"
    elif request.url.path.startswith("/static/"):
        headers.setdefault("Cache-Control", CACHED)
    else:
        headers.setdefault("Cache-Control", "private, no-cache")


def bare(response: Response) -> Response:
    """Return an answer that no cache keeps."""
    response.headers["Cache-Control"] = "no-store"
    return response
