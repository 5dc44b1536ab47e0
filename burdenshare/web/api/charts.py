"""Charts by HTTP: of the figures, and of the answers to questions; drawn once and kept."""

# No `from __future__ import annotations`: FastAPI reads the annotations of functions made here.

import json
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Annotated, Any, Literal, NamedTuple

from fastapi import APIRouter, Body, Path, Query, Request, Response
from pydantic import Field, create_model

from burdenshare.errors import Refusal, did_you_mean
from burdenshare.web.api import burden, fields, formats, politics, posture, programmes  # noqa: F401
from burdenshare.web.api.question import (
    QUESTIONS,
    Asked,
    Files,
    Question,
    answered,
    key_of,
    sent,
    strict,
)
from burdenshare.web.kept import Kept
from burdenshare.web.service import Here, Service
from burdenshare.web.uploads import place
from burdenshare.workbench import Workbench

router = APIRouter(prefix="/v1/charts", tags=["charts"])

TYPES = {"svg": "image/svg+xml", "png": "image/png", "json": "application/json"}
Kind = Annotated[
    Literal["svg", "png", "json"],
    Path(description="svg, png, or json: the Vega-Lite specification.", examples=["svg"]),
]
Language = Annotated[Literal["en", "ja"], Field(description="Language of all words.")]
_drawing = Lock()
"""The library that draws keeps fonts for the whole process."""


class Drawn(NamedTuple):
    """How the answer to a question is drawn."""

    charts: Callable[[Workbench, Any, Mapping[str, Any], Files, str], dict[str, dict[str, Any]]]
    first: str
    """The picture that is meant where none is named."""
    summary: str


DRAWN = {
    "cover": Drawn(
        lambda bench, _asked, document, _files, language: bench.cover_charts(
            document, language=language
        ),
        "coverage_rose",
        "Draw what the money covers.",
    ),
    "formats": Drawn(
        lambda bench, _asked, document, _files, language: bench.formats_charts(
            document, language=language
        ),
        "formats_network",
        "Draw who meets whom in which rooms.",
    ),
    "programme": Drawn(
        lambda bench, asked, _document, files, language: bench.programme_charts(
            programmes.source(asked.programme, files), language=language
        ),
        "unit_cost",
        "Draw what a piece costs, alone and together.",
    ),
    "obligations": Drawn(
        lambda bench, _asked, document, _files, language: bench.obligations_charts(
            document, language=language
        ),
        "obligations_1",
        "Draw obligations from the past as a waterfall.",
    ),
    "keep": Drawn(
        lambda bench, _asked, document, _files, language: {
            "keeping": bench.keep_chart(document, language=language)
        },
        "keeping",
        "Draw who keeps a pledge, year by year.",
    ),
    "bargain": Drawn(
        lambda bench, _asked, document, _files, language: bench.bargain_charts(
            document, language=language
        ),
        "positions",
        "Draw positions, and what they will agree on.",
    ),
}
"""Questions whose answers are drawn."""


class OfFigures(Question):
    """What of the figures is drawn."""

    year: fields.Year = 2024
    language: Language = "en"
    definition: Literal["nato", "sipri"] = Field("nato", description="Whose definition.")
    vintage: fields.Vintage | None = Field(None, description="Last edition; default: latest.")
    since: fields.Vintage | None = Field(None, description="First edition; default: earliest.")


def of_figures(name: str, summary: str) -> None:
    """Register a chart of the figures."""

    def get(
        here: Here, request: Request, kind: Kind, asked: Annotated[OfFigures, Query()]
    ) -> Response:
        key = ("chart", name, asked.model_dump_json(), here.bench.figures.fingerprint)

        def make() -> dict[str, Any]:
            return here.bench.chart(name, **asked.model_dump())

        return picture(here, request, key, kind, make)

    router.add_api_route(
        f"/{name}.{{kind}}",
        get,
        name=f"chart_{name}",
        summary=summary,
        description=f"{summary} A picture, or the specification that draws it in a browser.",
        responses=pictures(),
        response_class=Response,
    )


def of_answer(name: str, drawn: Drawn) -> None:
    """Register the charts of the answer to a question, with the question's own parameters."""
    question = QUESTIONS[name]
    extra: Any = {
        "picture": (
            Annotated[
                str | None,
                Field(
                    max_length=80,
                    description=f"Which of the charts of the answer; default: {drawn.first}.",
                    examples=[drawn.first],
                ),
            ],
            None,
        ),
        "language": (Language, "en"),
    }
    asking = create_model(f"{question.model.__name__}Drawn", __base__=question.model, **extra)
    given = strict(asking)
    example: Any = {"example": {"value": dict(question.example)}}

    def get(
        here: Here,
        request: Request,
        kind: Kind,
        asked: Annotated[asking, Query()],  # type: ignore[valid-type]
    ) -> Response:
        return _drawn(here, request, kind, question, drawn, asked)

    def post(
        here: Here,
        request: Request,
        kind: Kind,
        asked: Annotated[given, Body(openapi_examples=example)],  # type: ignore[valid-type]
    ) -> Response:
        return _drawn(here, request, kind, question, drawn, asked)

    for method, route in (("GET", get), ("POST", post)):
        router.add_api_route(
            f"/{name}.{{kind}}",
            route,
            methods=[method],
            name=f"chart_{name}" + ("_given" if method == "POST" else ""),
            summary=drawn.summary,
            description=f"{drawn.summary} Takes what /v1/{name} takes.",
            responses=pictures(),
            response_class=Response,
        )


def _drawn(
    here: Service, request: Request, kind: str, question: Asked, drawn: Drawn, asked: Any
) -> Response:
    plain = asked.model_dump(exclude={"picture", "language"}, by_alias=True)
    bare = question.model.model_validate(plain)
    answer = answered(here, question, bare)
    name = asked.picture or drawn.first
    key = ("drawn", *key_of(here, question, bare), name, asked.language)

    def make() -> dict[str, Any]:
        with place() as folder:
            specs = drawn.charts(here.bench, bare, answer.data, folder.put, asked.language)
        return _chosen(specs, name)

    return picture(here, request, key, kind, make)


def _chosen(specs: Mapping[str, dict[str, Any]], name: str) -> dict[str, Any]:
    """Return the chart that is meant; those of several cases are told apart by their endings."""
    if name in specs:
        return specs[name]
    raise Refusal(
        "bad-argument",
        f"the answer has no chart {name!r}",
        hint=did_you_mean(name, specs) or f"its charts: {', '.join(specs) or 'none'}",
    )


def picture(
    here: Service,
    request: Request,
    key: tuple[str, ...],
    kind: str,
    make: Callable[[], dict[str, Any]],
) -> Response:
    """Answer with a chart as a specification or as a picture, kept from before or made now."""
    from burdenshare.charts.fonts import letters_for
    from burdenshare.charts.png import png
    from burdenshare.charts.svg import svg

    def spec() -> Kept:
        data = make()
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"
        return Kept.of(data, text.encode())

    found = here.answers.get((*key, "json"), spec)
    if kind == "json":
        return sent(request, found, TYPES[kind])
    letters = letters_for(found.body.decode())

    def as_svg() -> Kept:
        with _drawing:
            return Kept.of(None, svg(found.body.decode(), letters))

    found = here.answers.get((*key, "svg"), as_svg)
    if kind == "png":
        drawn = found.body

        def as_png() -> Kept:
            with _drawing:
                return Kept.of(None, png(drawn, letters))

        found = here.answers.get((*key, "png"), as_png)
    return sent(request, found, TYPES[kind])


def pictures() -> dict[int | str, dict[str, Any]]:
    """Return what the description says of a picture."""
    text = {"schema": {"type": "string"}, "example": '<svg role="img" aria-label="...">...</svg>'}
    data = {"schema": {"type": "string", "format": "binary"}, "example": "(a PNG)"}
    spec = {
        "schema": {"type": "object", "required": ["$schema", "description"]},
        "example": {"$schema": "https://vega.github.io/schema/vega-lite/v6.json"},
    }
    content = {TYPES["svg"]: text, TYPES["png"]: data, TYPES["json"]: spec}
    return {200: {"description": "The chart.", "content": content}}


of_figures("who_meets_what", "Draw who meets which pledge, in every edition.")
of_figures("burden_map", "Draw the map of shares of GDP.")
of_figures("vintage_movers", "Draw whose share moved from the first to the last edition.")
for _name, _drawn_as in DRAWN.items():
    of_answer(_name, _drawn_as)
