"""Forms that only a page of the service itself can send.

A form carries a code that is signed over the session or, for visitors who have none, over a cookie
of their own; another site can neither read nor guess it.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets as chance
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request, Response
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool

from burdenshare.errors import Refusal

SESSION, VISITOR, TEAM = "session", "visitor", "team"
"""What a cookie holds; `cookie_name` says what it is called."""
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data", "text/plain", "")
"""What a form of another site could send without being asked first."""
VISITOR_SECONDS = 365 * 24 * 3600


class Form:
    """What a page needs to hold forms: ``{{ csrf_field }}`` in each of them."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._new: str | None = None

    def __html__(self) -> str:
        return Markup('<input type="hidden" name="csrf" value="{}">').format(self.code())

    def code(self) -> str:
        """Return the code of the one who reads; a visitor without a cookie gets one by `give`."""
        signing = self._request.app.state.service.store.signing
        session = kept(self._request, SESSION)
        if session:
            return _code(signing, "session", session)
        if self._new is None and not visitor(self._request):
            self._new = chance.token_urlsafe(16)
        return _code(signing, "visitor", self._new or visitor(self._request) or "")

    def give(self, response: Response) -> None:
        """Put the cookie of a new visitor into an answer, if a form was shown to one."""
        if self._new is not None:
            signing = self._request.app.state.service.store.signing
            value = f"{self._new}.{_sign(signing, 'cookie', self._new)}"
            keep_cookie(self._request, response, VISITOR, value, VISITOR_SECONDS, "lax")


def cookie_name(request: Request, what: str) -> str:
    """Name a cookie: a browser sends it to every port of a host, and each service has its own."""
    return f"burdenshare_{what}_{request.app.state.service.store.mark}"


def kept(request: Request, what: str) -> str | None:
    """Return what a cookie of this service holds."""
    return request.cookies.get(cookie_name(request, what))


def visitor(request: Request) -> str | None:
    """Return the name, by chance, of the visitor who asks; None without a cookie that we signed."""
    name, _, sign = (kept(request, VISITOR) or "").partition(".")
    if not name or not sign.isascii():
        return None
    good = hmac.compare_digest(sign, _sign(request.app.state.service.store.signing, "cookie", name))
    return name if good else None


def keep_cookie(
    request: Request, response: Response, what: str, value: str, seconds: int, site: Any
) -> None:
    """Put a cookie into an answer that no script can read, and that https keeps to https."""
    secure = request.url.scheme == "https"
    response.set_cookie(
        cookie_name(request, what), value, max_age=seconds, httponly=True, secure=secure,
        samesite=site, path="/",
    )  # fmt: skip


def require_own_origin(request: Request) -> None:
    """Refuse what a browser sends for a page of another site.

    Raises
    ------
    Refusal
        ``forged-request``.
    """
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin")
    own = request.headers.get("host", "")
    if site not in ("same-origin", "none") or (
        origin is not None and urlsplit(origin).netloc.lower() != own.lower()
    ):
        raise _forged("it comes from a page of another site")


async def require_code(request: Request) -> None:
    """Refuse a form that carries no code of this service.

    What other sites cannot send without asking first (JSON) needs none, if its browser says that
    it comes from here.

    Raises
    ------
    Refusal
        ``forged-request``.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    session = kept(request, SESSION)
    told = "origin" in request.headers or "sec-fetch-site" in request.headers
    if kind not in FORMS and (told or not session):
        return
    if request.url.path.startswith("/v1/") and not session:
        return
    given = request.headers.get("x-csrf-token")
    if given is None and kind in FORMS[:2]:
        field = (await request.form()).get("csrf")
        given = field if isinstance(field, str) else None
    wanted = await run_in_threadpool(_wanted, request, session)
    if wanted is None or not hmac.compare_digest((given or "").encode(), wanted.encode()):
        raise _forged("its form is no longer valid, or cookies are switched off")


def _wanted(request: Request, session: str | None) -> str | None:
    signing = request.app.state.service.store.signing
    if session:
        return _code(signing, "session", session)
    name = visitor(request)
    return _code(signing, "visitor", name) if name else None


def _forged(why: str) -> Refusal:
    return Refusal(
        "forged-request",
        f"this change was not made: {why}",
        hint="go back, load the page again, and send it from there; cookies must be allowed",
    )


def _code(signing: bytes, kind: str, over: str) -> str:
    return _sign(signing, f"form {kind}", over)


def _sign(signing: bytes, kind: str, over: str) -> str:
    said = f"{kind}\n{over}".encode("utf-8", "surrogateescape")
    return hmac.new(signing, said, hashlib.sha256).hexdigest()
