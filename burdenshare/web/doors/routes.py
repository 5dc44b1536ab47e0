"""Sign in and out, and for hosts: tokens and the audit log."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import Field

from burdenshare.errors import Refusal
from burdenshare.web.answers import as_json
from burdenshare.web.api.errors import shows
from burdenshare.web.api.fields import Day
from burdenshare.web.doors import forms
from burdenshare.web.doors.entering import person, require, writes
from burdenshare.web.doors.guard import bare
from burdenshare.web.inputs import Body as Parameters
from burdenshare.web.pages.page import render
from burdenshare.web.service import Here
from burdenshare.web.store.acts import Act
from burdenshare.web.store.people import SESSION_HOURS, Person, Role

router = APIRouter()
Host = Annotated[Person, Depends(require(Role.host))]
Name = Annotated[str, Body(embed=True, max_length=200, examples=["press"])]


class Lines(Parameters):
    """Which lines of the audit log."""

    before: int | None = Field(
        None, ge=1, le=2**31 - 1, description="Only lines older than this one.", examples=[100]
    )
    who: Annotated[str, Field(max_length=200)] | None = Field(
        None, description="By the name of a token, or as a visitor signed.", examples=["press"]
    )
    what: Act | None = Field(None, description="What was done.")
    since: Day | None = Field(None, description="On this day or later, in Greenwich.")
    until: Day | None = Field(None, description="On this day or before.")


@router.get("/sign-in", include_in_schema=False)
def sign_in_page(
    request: Request,
    here: Here,
    next_page: Annotated[str, Query(alias="next", max_length=2000)] = "/",
    link: Annotated[str | None, Query(max_length=200)] = None,
) -> Response:
    """Show the form for a token, or follow a link that signs in once."""
    if link is None:
        return bare(render(request, "sign_in.html", next=_own(next_page), wrong=False))
    session = here.store.people.follow(link)
    if session is None:
        raise Refusal(
            "not-allowed",
            "this link was used before, or is too old",
            hint="start burdenshare serve again for a new one, or sign in with a token",
        )
    return _signed_in(request, session, "/")


@router.post("/sign-in", include_in_schema=False, dependencies=[Depends(writes)])
def sign_in(
    request: Request,
    here: Here,
    token: Annotated[str, Form(max_length=500)] = "",
    next_page: Annotated[str, Form(alias="next", max_length=2000)] = "/",
) -> Response:
    """Open a session by a token."""
    session = here.store.people.enter(token.strip())
    if session is None:
        return bare(render(request, "sign_in.html", 401, next=_own(next_page), wrong=True))
    return _signed_in(request, session, _own(next_page))


@router.post("/sign-out", include_in_schema=False)
def sign_out(request: Request, here: Here) -> Response:
    """End a session."""
    session, who = forms.kept(request, forms.SESSION), person(request)
    if session and who:
        here.store.people.leave(session, who)
    response = RedirectResponse("/", 303)
    response.delete_cookie(forms.cookie_name(request, forms.SESSION), path="/")
    return bare(response)


@router.get(
    "/v1/me",
    tags=["service"],
    summary="Say who asks.",
    responses=shows({"name": "press", "role": "analyst"}),
)
def me(request: Request) -> Response:
    """Return name and role of who sent the token, or null."""
    found = person(request)
    if found is None:
        return as_json({"name": None, "role": None})
    return as_json({"name": found.name, "role": found.role.name})


@router.get(
    "/v1/tokens",
    tags=["service"],
    summary="List the tokens; for hosts.",
    responses=shows({"tokens": [{"name": "press", "role": "analyst"}]}),
)
def tokens(here: Here, _host: Host) -> Response:
    """Return names and roles; the tokens themselves are kept nowhere."""
    return as_json({"tokens": here.store.people.tokens()})


@router.post(
    "/v1/tokens",
    tags=["service"],
    summary="Make a token; for hosts.",
    responses=shows({"name": "press", "role": "analyst", "token": "..."}),
)
def give_token(
    here: Here,
    host: Host,
    name: Name,
    role: Annotated[str, Body(pattern="^(reader|analyst|moderator|host)$", examples=["analyst"])],
) -> Response:
    """Return the token, this once."""
    token = here.store.people.give(name, Role[role], by=host.name)
    return as_json({"name": name, "role": role, "token": token})


@router.post(
    "/v1/tokens/revoke",
    tags=["service"],
    summary="Revoke a token; for hosts.",
    responses=shows({"revoked": "press"}),
)
def revoke_token(here: Here, host: Host, name: Name) -> Response:
    """Let a token, and the sessions that it opened, enter no more."""
    here.store.people.revoke(name, by=host.name)
    return as_json({"revoked": name})


@router.get(
    "/v1/audit",
    tags=["service"],
    summary="Say who changed what; for hosts.",
    responses=shows({"rows": [{"number": 7, "who": "press", "what": "document read"}]}),
)
def audit(
    here: Here,
    _host: Host,
    asked: Annotated[Lines, Query()],
) -> Response:
    """Return the last lines of the audit log, the newest first."""
    return as_json({"rows": here.store.audit(**asked.model_dump())})


def _signed_in(request: Request, session: str, to: str) -> Response:
    response = RedirectResponse(to, 303)
    seconds = SESSION_HOURS * 3600
    forms.keep_cookie(request, response, forms.SESSION, session, seconds, "strict")
    return bare(response)


def _own(address: str) -> str:
    """Return an address on this service, whatever was asked for."""
    inside = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if inside and address.isprintable() else "/"
