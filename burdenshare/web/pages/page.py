"""What every page shares: templates, the language of the reader, and its twins in JSON and CSV."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

import jinja2
from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from burdenshare.errors import BurdenshareError
from burdenshare.speech.words import LANGUAGES, Speech
from burdenshare.web.answers import as_csv, as_json
from burdenshare.web.doors.entering import is_host, person
from burdenshare.web.doors.forms import Form

TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent.parent / "templates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
ROOMS: tuple[tuple[str, str], ...] = (
    ("/allies", "Allies"),
    ("/lab", "Pledge lab"),
    ("/negotiation", "Negotiation"),
    ("/posture", "Posture"),
    ("/programmes", "Programmes"),
    ("/formats", "Formats"),
    ("/evidence", "Evidence"),
    ("/briefs", "Briefs"),
    ("/debate", "Debate"),
    ("/workshop", "Workshop"),
)
"""Address and name of every room, in the order of the navigation."""
HOST_ROOM = ("/host", "Host")
"""The room that only hosts see and enter."""


PAGES: list[str] = []
"""Addresses of all pages that are registered; those with ``{`` need a name put in."""
A_YEAR = 365 * 24 * 3600
"""So many seconds a chosen language is remembered."""


class Page(NamedTuple):
    """What a page shows: `data` is its twin in JSON, `rows` its table in CSV."""

    data: Mapping[str, Any]
    rows: Sequence[Mapping[str, Any]] = ()
    columns: Sequence[str] = ()


def page(router: APIRouter, path: str, template: str) -> Callable[..., Any]:
    """Register a function that returns a `Page` at `path`, `path`.json and `path`.csv.

    The function's parameters are those of a FastAPI route. The template sees ``data``, and the
    names of `render`.
    """

    def register(made: Callable[..., Page]) -> Callable[..., Page]:
        """Add the page and its two twins."""

        def html(request: Request, found: Page = Depends(made)) -> Response:  # noqa: B008
            return render(request, template, data=found.data)

        def twin(found: Page = Depends(made)) -> Response:  # noqa: B008
            return as_json(found.data)

        def table(found: Page = Depends(made)) -> Response:  # noqa: B008
            return as_csv(found.rows, found.columns)

        PAGES.append(path)
        title = (made.__doc__ or "").partition("\n")[0]
        for suffix, route in ((".json", twin), (".csv", table), ("", html)):
            router.add_api_route(
                path + suffix, route, methods=["GET"], summary=title, include_in_schema=False
            )
        return made

    return register


def render(request: Request, template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """Render a template in the reader's language.

    A template sees ``_`` (a message in the reader's language), ``tell`` (a finished English text in
    it, as far as the catalogues have it), ``tongue`` (marks a text that they do not have as
    English), ``speech`` (numbers, names of countries), ``rooms``, ``here`` (the address of the
    page), ``twin`` (its address with another ending, asked the same), ``asking`` (the same page
    with some parameters changed), ``in_language`` (the same page in a language), ``picture`` (the
    address of a chart), ``languages``, ``person`` (who signed in, or None), ``csrf_field`` (belongs
    into every form that posts), and the context. A language that was asked for in the address is
    kept in a cookie.
    """
    speech, form = speech_of(request), Form(request)
    asked = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]

    def twin(ending: str) -> str:
        query = f"?{urlencode(asked)}" if asked else ""
        return f"{request.url.path}{ending}{query}"

    def asking(**changed: object) -> str:
        kept = [(name, value) for name, value in asked if name not in changed]
        return f"?{urlencode([*kept, *changed.items()])}"

    def picture(name: str, **given: Any) -> str:
        shown = {key: one for key, one in given.items() if one not in (None, "", (), [])}
        query = urlencode({**shown, "language": speech.language}, doseq=True)
        return f"/v1/charts/{name}.svg?{query}"

    def tongue(told: str) -> Markup:
        same = speech.tongue(told) == speech.language
        return Markup() if same else Markup(' lang="en"')

    text = TEMPLATES.get_template(template).render(
        _=speech.say,
        tell=speech.tell,
        tongue=tongue,
        speech=speech,
        languages=LANGUAGES,
        rooms=(*ROOMS, HOST_ROOM) if is_host(request) else ROOMS,
        here=request.url.path,
        twin=twin,
        asking=asking,
        picture=picture,
        in_language=lambda code: asking(lang=code),
        request=request,
        person=person(request),
        csrf_field=form,
        **context,
    )
    answer = HTMLResponse(text, status, headers={"Vary": "Cookie, Accept-Language"})
    form.give(answer)
    if request.query_params.get("lang") == speech.language:
        answer.set_cookie("lang", speech.language, max_age=A_YEAR, samesite="lax", httponly=True)
    return answer


def speech_of(request: Request) -> Speech:
    """Return the language of the reader: asked for, chosen before, or the browser's."""
    wanted = request.query_params.get("lang") or request.cookies.get("lang")
    speech: Speech = request.app.state.service.words.choose(
        wanted, request.headers.get("accept-language", "")
    )
    return speech


def error_page(request: Request, error: BurdenshareError, status: int) -> Response:
    """Return a page that says what is wrong, where, and what to do."""
    said = error.body()["error"]
    return render(
        request, "error.html", status, error=said, status_code=status, written=_written(request)
    )


def _written(request: Request) -> str:
    """Return the longer texts of a form that was refused, so that nobody writes them again."""
    form = getattr(request, "_form", None) or {}
    texts = [form.get(name) for name in ("name", "title", "question", "why", "text")]
    return "\n".join(text for text in texts if isinstance(text, str))
