"""Before every route: who asks, whether they may, and whether they ask of their own will."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from burdenshare.errors import Refusal
from burdenshare.web.doors import forms
from burdenshare.web.doors.budgets import client_of
from burdenshare.web.store.people import Person, Role

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
ANYONE = frozenset({"/sign-in", "/sign-out", "/v1/health"})
"""What is open even where reading is not."""
NOBODY = "someone who is not signed in"


class NotSignedIn(Refusal):
    """Asked without a token or session that is valid."""

    headers: Mapping[str, str] = {"WWW-Authenticate": 'Bearer realm="burdenshare"'}


async def enter(request: Request) -> None:
    """Find out who asks; every route depends on this.

    Raises
    ------
    Refusal
        ``not-signed-in`` for a token that is not valid, and for anyone unknown where reading is
        not open; ``forged-request`` for a change that another site sends.
    Failure
        If the store cannot be reached.
    """
    service = request.app.state.service
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    session = forms.kept(request, forms.SESSION)
    person: Person | None = None
    if scheme.lower() == "bearer":
        person = await run_in_threadpool(service.store.people.bearer, token.strip())
        if person is None:
            raise NotSignedIn(
                "not-signed-in",
                "this token is not known, or revoked",
                hint="ask the host of the service for a new one",
            )
    elif session:
        person = await run_in_threadpool(service.store.people.session, session)
    request.state.person = person
    if request.method not in SAFE and scheme.lower() != "bearer":
        forms.require_own_origin(request)
        await forms.require_code(request)
    if person is None and not service.rules.open_reading and request.url.path not in ANYONE:
        raise _unknown("read here")


def person(request: Request) -> Person | None:
    """Return who asks, if they signed in or sent a token."""
    found: Person | None = getattr(request.state, "person", None)
    return found


def is_host(request: Request) -> bool:
    """Say whether a host asks."""
    found = person(request)
    return found is not None and found.role >= Role.host


def require(role: Role) -> Callable[[Request], Awaitable[Person]]:
    """Return a dependency that lets in who has a role, or one above it.

    A request that changes something is also counted as `writes` does.

    Raises
    ------
    Refusal
        ``not-signed-in`` (401), ``not-allowed`` (403), ``too-many-requests`` (429).
    """

    async def required(request: Request) -> Person:
        """Let in who has the role, or refuse."""
        found = person(request)
        if found is None:
            raise _unknown(f"do this: it needs the role {role.name}")
        if found.role < role:
            raise Refusal(
                "not-allowed",
                f"this needs the role {role.name}; {found.name} has {found.role.name}",
                hint="ask the host of the service for a token with that role",
            )
        if request.method not in SAFE:
            await writes(request)
        return found

    return required


async def writes(request: Request) -> None:
    """Count a change against what one client may send; a dependency of routes that keep something.

    Raises
    ------
    TooMany
        ``too-many-requests`` (429).
    """
    take_write(request)


def take_write(request: Request) -> None:
    """Count a change within a route that has something to keep for the one who sent it."""
    request.app.state.service.rules.writes.take(client(request))


def client(request: Request) -> str:
    """Return from where a request comes, as budgets count it."""
    return client_of(request.client.host if request.client else "")


def _unknown(what: str) -> NotSignedIn:
    return NotSignedIn(
        "not-signed-in",
        f"{NOBODY} may not {what}",
        hint="sign in at /sign-in, or send the header Authorization: Bearer TOKEN",
    )
