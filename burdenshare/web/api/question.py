"""A question by HTTP: one set of parameters, asked with GET in the address or POST as JSON."""

# No `from __future__ import annotations`: FastAPI reads the annotations of functions made here.

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import cache
from inspect import signature
from pathlib import Path
from typing import Annotated, Any, NamedTuple, get_type_hints

from fastapi import APIRouter, Body, Query, Request, Response
from pydantic import ConfigDict

from burdenshare.study.progress import silent
from burdenshare.web import inputs
from burdenshare.web.answers import json_text
from burdenshare.web.api.fields import require_live
from burdenshare.web.kept import Kept
from burdenshare.web.service import Here, Service
from burdenshare.web.uploads import place
from burdenshare.workbench import Workbench
from burdenshare.workbench.desk import today

Question = inputs.Body
"""The parameters of a question; without any, the class itself."""
EXAMPLES = Path(__file__).with_name("examples.json")
"""An answer to the example of each question, shortened; made and checked by the tests."""
Files = Callable[[str | None, str], Path | None]
"""Puts a text of the request into a file of a name, and returns where it lies; None for none."""
Answer = Callable[..., dict[str, Any]]
"""Takes a workbench, the parameters, `Files`, and where it tells of progress a `step`."""
JSON = "application/json"


class Asked(NamedTuple):
    """A question that can be asked by HTTP."""

    name: str
    model: type[Question]
    answer: Answer
    example: Mapping[str, Any]
    pure: bool = True
    """Whether the answer is made of nothing but its parameters, the figures and the day."""
    with_get: bool = True
    """Whether all parameters fit into an address, and the example can be asked."""
    at_once: int | None = None
    """Draws that can be waited for; default: the setting ``web_live_draws``."""
    long: bool = False
    """Whether it can take long, and be started as a run."""

    def require_at_once(self, asked: Question) -> None:
        """Refuse more draws than can be waited for.

        Raises
        ------
        Refusal
            ``over-limit``
        """
        draws = getattr(asked, "draws", None)
        if draws is not None:
            require_live(draws, self.at_once)

    def perform(
        self, bench: Workbench, asked: Question, step: Callable[[int, int, str], None]
    ) -> dict[str, Any]:
        """Answer the question, with texts that were sent lying in files meanwhile."""
        tells = {"step": step} if "step" in signature(self.answer).parameters else {}
        with place() as folder:
            return self.answer(bench, asked, folder.put, **tells)


QUESTIONS: dict[str, Asked] = {}
"""Every question, by the name that its address ends with."""


def question(
    router: APIRouter,
    name: str,
    *,
    example: Mapping[str, Any],
    returns: Mapping[str, str],
    with_get: bool = True,
    with_post: bool = True,
    pure: bool = True,
    at_once: int | None = None,
    long: bool = False,
) -> Callable[[Answer], Answer]:
    """Register a function that answers a question at ``/v1/NAME``, with GET and with POST.

    The first line of its docstring is the summary; the type of its parameter `asked` declares the
    parameters. An answer is kept until the figures or the day change.

    Parameters
    ----------
    router : APIRouter
    name : str
    example : mapping
        Parameters of a question that can be asked.
    returns : mapping
        JSON type of each key of the answer that is always there.
    with_get, with_post : bool
        Whether all parameters fit into an address; whether some would not.
    pure : bool
        Whether the answer is made of nothing but its parameters, the figures and the day, so that
        it can be kept.
    at_once : int, optional
        Draws that can be waited for; default: the setting ``web_live_draws``.
    long : bool
        Whether it can take long, and be started as a run too.
    """

    def register(answer: Answer) -> Answer:
        """Add the two addresses of a question."""
        model = get_type_hints(answer)["asked"]
        asked = QUESTIONS[name] = Asked(name, model, answer, example, pure, with_get, at_once, long)
        get, post = _routes(asked)
        summary, description = told(answer)
        label = name.replace("/", "_").replace("-", "_")
        given = f"{description}\n\nParameters as JSON, for texts of your own."
        for wanted, method, route, named, text in (
            (with_get, "GET", get, label, description),
            (with_post, "POST", post, f"{label}_given", given),
        ):
            if wanted:
                router.add_api_route(
                    f"/v1/{name}",
                    route,
                    methods=[method],
                    name=named,
                    summary=summary,
                    description=text,
                    responses={200: returned(name, returns)},
                )
        return answer

    return register


def _routes(question: Asked) -> tuple[Callable[..., Response], Callable[..., Response]]:
    """Return what answers a question with its parameters in the address, and as JSON."""
    model, given = question.model, strict(question.model)
    shown: Any = {"example": {"value": dict(question.example)}}

    def get(
        here: Here,
        request: Request,
        asked: Annotated[model, Query()],  # type: ignore[valid-type]
    ) -> Response:
        return sent(request, answered(here, question, asked), JSON)

    def post(
        here: Here,
        request: Request,
        asked: Annotated[given, Body(openapi_examples=shown)],  # type: ignore[valid-type]
    ) -> Response:
        return sent(request, answered(here, question, asked), JSON)

    return get, post


def strict(model: type[Question]) -> type[Question]:
    """Return the parameters as JSON has them: a number is no text."""
    said = {"model_config": ConfigDict(strict=True), "__doc__": model.__doc__}
    return type(f"{model.__name__}Given", (model,), said)


def answered(here: Service, asked_here: Asked, asked: Question) -> Kept:
    """Return the answer to a question, made now or kept from before."""

    def make() -> Kept:
        data = asked_here.perform(here.bench, asked, silent)
        return Kept.of(data, json_text(data).encode())

    asked_here.require_at_once(asked)
    here.bench.figures_renew()
    if not asked_here.pure:
        return here.answers.fresh(make)
    return here.answers.get(key_of(here, asked_here, asked), make)


def key_of(here: Service, asked_here: Asked, asked: Question) -> tuple[str, ...]:
    """Return all that an answer is made from."""
    parameters = hashlib.sha256(asked.model_dump_json().encode()).hexdigest()
    return asked_here.name, parameters, here.bench.figures.fingerprint, today().isoformat()


def sent(request: Request, kept: Kept, media_type: str) -> Response:
    """Answer with what is kept; with 304 and nothing where the client has it already."""
    headers = {"ETag": kept.tag, "Cache-Control": "private, no-cache"}
    if kept.tag in request.headers.get("if-none-match", ""):
        return Response(None, 304, headers)
    return Response(kept.body, 200, headers, media_type)


# What the description of the API says ------------------------------------------------------------


def told(function: Callable[..., Any]) -> tuple[str, str]:
    """Return the first sentence of a docstring, and all of it in one paragraph each."""
    text = (function.__doc__ or "").strip()
    paragraphs = [" ".join(one.split()) for one in text.split("\n\n")]
    return paragraphs[0], "\n\n".join(paragraphs)


def returned(name: str, returns: Mapping[str, str]) -> dict[str, Any]:
    """Return what the description says of an answer: its keys, and an example."""
    schema = {
        "type": "object",
        "required": list(returns),
        "properties": {key: typed(kind) for key, kind in returns.items()},
    }
    blank = {"object": {}, "array": [], "string": "...", "boolean": True}
    shown = {key: blank.get(kind, 0) for key, kind in returns.items()}
    content: dict[str, Any] = {"schema": schema, "example": examples().get(name, shown)}
    return {"description": "The answer; further keys may be there.", "content": {JSON: content}}


def typed(kind: str) -> dict[str, Any]:
    """Return the schema of a kind of value: ``number``, or ``number?`` where it may be unknown."""
    if kind.endswith("?"):
        return {"type": [kind[:-1], "null"]}
    return {"type": kind}


@cache
def examples() -> dict[str, Any]:
    """Return the shortened answers to the examples, by name of the question."""
    if not EXAMPLES.is_file():
        return {}
    read: dict[str, Any] = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    return read
