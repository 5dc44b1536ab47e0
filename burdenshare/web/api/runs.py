"""Runs by HTTP: start long work, follow it, cancel it, fetch what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Response
from fastapi import Path as InPath
from fastapi.responses import FileResponse
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import Discriminator, Field, Tag

from burdenshare.scenario.load import dump, redraw
from burdenshare.web.answers import as_json
from burdenshare.web.api.errors import shows
from burdenshare.web.api.jobs import JOBS, LONG, task
from burdenshare.web.doors import Role, require
from burdenshare.web.inputs import Body, scenario
from burdenshare.web.service import Here, Service
from burdenshare.web.work.shelf import ENDED, Folder
from burdenshare.web.work.tasks import QUESTIONS, Task

router = APIRouter(prefix="/v1/runs", tags=["runs"])

PULSE = 0.2
"""Seconds between two looks at how far a run is."""
ALONE = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; "
    "base-uri 'none'; form-action 'none'; sandbox allow-popups allow-downloads"
)
"""Policy of a file that a run wrote: it brings its own styles, and runs no script."""
TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".nc": "application/x-netcdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".yaml": "application/yaml",
}
SHOWN = (".html", ".json", ".png", ".svg")
"""Endings of what a browser shows; the rest it keeps."""

ScenarioField = Annotated[
    str | dict[str, Any],
    Field(
        description="A name of the library, the fields of a scenario, or YAML text.",
        examples=["hague-2035"],
    ),
]
Vary = Annotated[
    list[Annotated[str, Field(max_length=400)]],
    Field(
        min_length=1,
        max_length=30,
        description="PATH=LOW:HIGH, PATH=LOW:HIGH:N or PATH=a,b,c each.",
        examples=[["behaviour.inertia=0:0.5:3"]],
    ),
]
Points = Annotated[int, Field(ge=1, le=1_000_000, description="Points of the design.")]
Outcome = Annotated[str, Field(max_length=200, examples=["extra"])]
Fails = Annotated[str, Field(max_length=200, examples=["extra_of_gdp@ITA > 1.5"])]
ID = "0123456789abcdef0123456789abcdef"
Id = Annotated[
    str,
    InPath(max_length=64, description="The run, as it was named at its start.", examples=[ID]),
]
STATE = {
    "id": ID,
    "state": "running",
    "created": "2026-07-01T09:00:00+00:00",
    "question": "run",
    "name": "hague-2035",
    "done": 2,
    "of": 5,
    "what": "report",
    "error": None,
}
"""How far a run is, as an example."""

ANALYST = [Depends(require(Role.analyst))]


class _Asked(Body):
    draws: Annotated[
        int | None, Field(ge=0, description="Number of futures; 0: the central path.")
    ] = None
    """Default: that of the scenario."""


class RunAsked(_Asked):
    """A scenario to be costed, with report and charts."""

    question: Literal["run"] = "run"
    scenario: ScenarioField
    seed: Annotated[int | None, Field(ge=0, description="Seed of the draws.")] = None
    language: Literal["en", "ja"] = "en"


class _Varied(_Asked):
    scenario: ScenarioField
    vary: Vary
    seed: Annotated[int, Field(ge=0, description="Seed of the design.")] = 1


class SweepAsked(_Varied):
    """A scenario at every point of a design."""

    question: Literal["sweep"]
    outcomes: Annotated[list[Outcome], Field(max_length=20)] = ["extra", "cumulative_extra"]  # noqa: RUF012 - pydantic copies it
    design: Literal["grid", "latin", "sobol"] | None = None
    points: Points | None = None


class SensitivityAsked(_Varied):
    """Which assumption moves an outcome most."""

    question: Literal["sensitivity"]
    outcome: Outcome = "extra"
    points: Points = 256


class DiscoverAsked(_Varied):
    """Where a plan fails."""

    question: Literal["discover"]
    fails: Fails
    points: Points = 1000
    most: Annotated[int, Field(ge=1, le=10)] = 3


class RegretAsked(_Asked):
    """Pledge designs over the same worlds."""

    question: Literal["regret"]
    scenarios: Annotated[list[ScenarioField], Field(min_length=2, max_length=12)]
    vary: Vary
    fails: Fails
    points: Points = 1000
    seed: Annotated[int, Field(ge=0, description="Seed of the design.")] = 1


class UncertaintyAsked(_Asked):
    """What makes a band wide."""

    question: Literal["uncertainty"]
    scenario: ScenarioField
    outcome: Outcome = "extra"
    editions: Annotated[int, Field(ge=1, le=12)] = 2


def _question(given: Any) -> str:
    if isinstance(given, dict):
        asked = given.get("question", "run")
    else:
        asked = getattr(given, "question", "run")
    known = isinstance(asked, str) and (asked in QUESTIONS or asked in LONG)
    return str(asked) if known else "run"


Asked = Annotated[
    JOBS
    | Annotated[RunAsked, Tag("run")]
    | Annotated[SweepAsked, Tag("sweep")]
    | Annotated[SensitivityAsked, Tag("sensitivity")]
    | Annotated[DiscoverAsked, Tag("discover")]
    | Annotated[RegretAsked, Tag("regret")]
    | Annotated[UncertaintyAsked, Tag("uncertainty")],
    Discriminator(_question),
]


@router.post(
    "",
    dependencies=ANALYST,
    status_code=202,
    summary="Start a run, or a question over many runs.",
    name="run_start",
    responses=shows(STATE | {"links": {"self": f"/v1/runs/{ID}"}}, 202),
)
def start(here: Here, asked: Asked) -> Response:
    """Take a run in and return its state; `result` has what the command prints with ``--json``.

    What a question takes at its own address it takes here too, with `question` naming it, and with
    more draws than can be waited for there.
    """
    return taken(begin(here, asked))


def taken(state: dict[str, Any]) -> Response:
    """Return the state of a run that was taken in, with the addresses where it is followed."""
    address = f"/v1/runs/{state['id']}"
    links = {name: f"{address}/{name}" for name in ("events", "result", "report")}
    answer = as_json(state | {"links": {"self": address, **links}}, 202)
    answer.headers["Location"] = address
    return answer


def begin(here: Service, asked: Any) -> dict[str, Any]:
    """Check what is asked, take it in, and return the state of the run.

    Raises
    ------
    Refusal
        ``bad-scenario`` and its kin, ``over-limit``, ``queue-full``.
    """
    if asked.question in LONG:
        job, name = task(here, asked)
        return here.office.take(job, name=name)
    options = asked.model_dump(exclude={"question", "scenario", "scenarios"}, exclude_none=True)
    given = asked.scenarios if asked.question == "regret" else [asked.scenario]
    seed = asked.seed if asked.question == "run" else None
    scenarios = [redraw(scenario(each), draws=asked.draws, seed=seed) for each in given]
    limits, points = here.office.limits, 1
    if "vary" in options:
        varied = {name: options.get(name) for name in ("vary", "design", "points")}
        points = here.bench.points(asked.question, scenarios, **varied)
    limits.require_points(points)
    limits.require_draws(max(each.draws for each in scenarios), points)
    made = Task(asked.question, [dump(each) for each in scenarios], options)
    return here.office.take(made, name=scenarios[0].name)


def _found(here: Here, run: Id) -> Folder:
    return here.office.shelf.find(run)


Found = Annotated[Folder, Depends(_found)]


@router.get("/{run}", summary="Say how far a run is.", name="run_state", responses=shows(STATE))
def state(found: Found) -> Response:
    """Return ``state`` (queued, running, done, failed, cancelled), progress and files."""
    return as_json(found.state())


@router.get(
    "/{run}/events",
    summary="Follow a run.",
    response_class=EventSourceResponse,
    name="run_events",
    responses=shows('event: progress\ndata: {"state": "running"}\n\n', kind="text/event-stream"),
)
async def events(found: Found) -> AsyncIterator[ServerSentEvent]:
    """Send an event ``progress`` whenever the state changes, and last ``end``."""
    known: dict[str, Any] = {}
    while True:
        now = await asyncio.to_thread(found.state)
        if now["state"] in ENDED:
            yield ServerSentEvent(event="end", data=now)
            return
        if now != known:
            known = now
            yield ServerSentEvent(event="progress", data=now)
        await asyncio.sleep(PULSE)


@router.get(
    "/{run}/result",
    summary="Fetch the result of a run.",
    name="run_result",
    responses=shows({"name": "hague-2035", "fingerprint": "...", "members": {}}),
)
def result(found: Found) -> Response:
    """Return the document that the command prints with ``--json``."""
    return Response(found.answer(), media_type="application/json")


@router.get(
    "/{run}/report",
    summary="Read the report of a run.",
    name="run_report",
    responses=shows("<!doctype html>...", kind="text/html"),
    response_class=Response,
)
def report(found: Found) -> Response:
    """Return the report as a page."""
    return file(found, "report.html")


@router.get(
    "/{run}/files/{name:path}",
    summary="Fetch a file of a run.",
    name="run_file",
    responses=shows("member,year,...", kind="application/octet-stream"),
    response_class=Response,
)
def file(
    found: Found,
    name: Annotated[
        str, InPath(max_length=200, description="One of its files.", examples=["results.csv"])
    ],
) -> Response:
    """Return one of the files that the state of the run names."""
    found.require_done()
    path = found.file(name)
    return FileResponse(
        path,
        media_type=TYPES.get(path.suffix, "application/octet-stream"),
        filename=path.name,
        content_disposition_type="inline" if path.suffix in SHOWN else "attachment",
        headers={"Content-Security-Policy": ALONE},
    )


@router.delete(
    "/{run}",
    dependencies=ANALYST,
    status_code=202,
    summary="Cancel a run.",
    name="run_cancel",
    responses=shows(STATE, 202),
)
def cancel(here: Here, run: Id) -> Response:
    """Ask the run to end; what has ended already stays as it is."""
    return as_json(here.office.cancel(run), 202)
