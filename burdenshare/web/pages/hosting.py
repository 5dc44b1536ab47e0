"""For hosts: who may enter, and who changed what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, get_args

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from burdenshare.errors import BurdenshareError, Refusal
from burdenshare.web import refusals
from burdenshare.web.answers import as_csv, as_json
from burdenshare.web.doors.entering import require
from burdenshare.web.doors.guard import bare
from burdenshare.web.doors.routes import Host, Lines
from burdenshare.web.pages.page import render
from burdenshare.web.service import Here, Service
from burdenshare.web.store.acts import Act
from burdenshare.web.store.people import Role

router = APIRouter(include_in_schema=False, dependencies=[Depends(require(Role.host))])

Text = Annotated[str, Form(max_length=1000)]
LINES = 100
"""Lines of the audit log on one page."""
MOST_LINES = 100_000
"""Lines of the audit log in one table."""
COLUMNS = ("number", "at", "who", "role", "what", "about")


@router.get("/host")
def first() -> Response:
    """Lead to the first page."""
    return RedirectResponse("/host/tokens", 307)


@router.get("/host/tokens.json")
def tokens_twin(here: Here) -> Response:
    """Return names and roles of all tokens."""
    return as_json({"tokens": here.store.people.tokens()})


@router.get("/host/tokens.csv")
def tokens_table(here: Here) -> Response:
    """Return names and roles of all tokens as a table."""
    return as_csv(here.store.people.tokens(), ["name", "role", "created", "revoked"])


@router.get("/host/tokens")
def tokens(here: Here, request: Request) -> Response:
    """Show the tokens, and the form that makes one."""
    return _tokens(here, request)


@router.post("/host/tokens")
def give(here: Here, request: Request, host: Host, name: Text = "", role: Text = "") -> Response:
    """Make a token and show it, this once."""
    said = {"name": name, "role": role}
    try:
        token = here.store.people.give(name, _role(role), by=host.name)
    except BurdenshareError as error:
        return _tokens(here, request, said, error)
    return _tokens(here, request, made={"name": name.strip(), "token": token})


@router.post("/host/tokens/revoke")
def revoke(here: Here, request: Request, host: Host, name: Text = "") -> Response:
    """Let a token enter no more."""
    try:
        here.store.people.revoke(name, by=host.name)
    except BurdenshareError as error:
        return _tokens(here, request, {}, error)
    return RedirectResponse("/host/tokens", 303)


def _lines(request: Request) -> Lines:
    """Return which lines are meant; what a form left empty was not given."""
    sent = {name: one for name, one in request.query_params.items() if one and name != "lang"}
    try:
        return Lines.model_validate(sent)
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from None


Asked = Annotated[Lines, Depends(_lines)]


@router.get("/host/audit.json")
def audit_twin(here: Here, asked: Asked) -> Response:
    """Return the lines that the page shows."""
    return as_json(_shown(here, asked))


@router.get("/host/audit.csv")
def audit_table(here: Here, asked: Asked) -> Response:
    """Return all lines that are meant, the newest first, up to `MOST_LINES`."""
    return as_csv(here.store.audit(limit=MOST_LINES, **asked.model_dump()), COLUMNS)


@router.get("/host/audit")
def audit(here: Here, request: Request, asked: Asked) -> Response:
    """Show who changed what."""
    data = {**_shown(here, asked), "asked": asked, "acts": get_args(Act), "most": MOST_LINES}
    return bare(render(request, "host_audit.html", data=data))


# What the pages show -----------------------------------------------------------------------------


def _shown(here: Service, asked: Lines) -> dict[str, Any]:
    """Return one page of lines, and the number that the next one begins before."""
    found = here.store.audit(limit=LINES + 1, **asked.model_dump())
    rows = found[:LINES]
    return {"rows": rows, "before": rows[-1]["number"] if len(found) > LINES else None}


def _role(given: str) -> Role:
    """Return a role by its name.

    Raises
    ------
    Refusal
        ``bad-argument``
    """
    if given not in Role.__members__:
        raise Refusal(
            "bad-argument",
            f"{given[:40]!r} is no role",
            hint=f"choose one of {', '.join(Role.__members__)}",
        )
    return Role[given]


def _tokens(
    here: Service,
    request: Request,
    said: Mapping[str, str] = {},
    error: BurdenshareError | None = None,
    made: Mapping[str, str] | None = None,
) -> Response:
    data = {
        "tokens": here.store.people.tokens(),
        "roles": list(Role.__members__),
        "form": {"name": "", "role": "reader", **said},
        "made": made,
        "error": error.body()["error"] if error else None,
    }
    status = refusals.status_of(error) if error else 200
    return bare(render(request, "host_tokens.html", status, data=data))
