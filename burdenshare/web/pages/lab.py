"""Pledge lab: what a pledge comes to, while it is changed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from burdenshare.errors import Refusal
from burdenshare.scenario.load import dump
from burdenshare.scenario.narrow import only
from burdenshare.web.answers import as_csv, as_json
from burdenshare.web.api import charts
from burdenshare.web.api.runs import RunAsked, begin
from burdenshare.web.doors import Role, require
from burdenshare.web.inputs import from_text, library_name
from burdenshare.web.inputs import scenario as read
from burdenshare.web.links import LONGEST_TEXT, pack, unpack
from burdenshare.web.pages.asking import kept
from burdenshare.web.pages.controls import changes, controls
from burdenshare.web.pages.page import render, speech_of
from burdenshare.web.service import Here, Service
from burdenshare.workbench.live import ALL

if TYPE_CHECKING:
    from burdenshare.scenario.model import Scenario
    from burdenshare.study.live import Live

router = APIRouter(include_in_schema=False)

FIRST: Mapping[str, tuple[str, str]] = {"en": ("hague-2035", "DEU"), "ja": ("japan-3.5", "JPN")}
"""Scenario and ally that a reader of each language finds first."""
Link = Annotated[str | None, Query(max_length=10_000)]


class Lab(NamedTuple):
    """What the page is asked for."""

    name: str
    """Of the library; empty for a scenario that a link brings."""
    live: Live
    """What the sliders start from."""
    changes: dict[str, Any]
    scenario: Scenario
    """With the changes."""
    against: Live | None
    """A scenario pinned beside it."""
    pledge: int = 0
    """The place of the pledge that the sliders move."""

    @property
    def shown(self) -> str:
        """The one member, or all together."""
        return _shown(self.live)


def _shown(live: Live) -> str:
    members = live.scenario.members
    return members[0] if len(members) == 1 else ALL


def asked(
    here: Here,
    request: Request,
    scenario: Annotated[str | None, Query(max_length=80)] = None,
    who: Annotated[str | None, Query(max_length=20)] = None,
    s: Link = None,
    a: Link = None,
    pledge: Annotated[int, Query(ge=1, le=1000)] = 1,
) -> Lab:
    """Read the address of the page: a scenario, where its sliders stand, and one beside it."""
    if s:
        name, live = "", _linked(here, s)
    else:
        first, ally = FIRST[speech_of(request).language]
        name = library_name(scenario or first)
        members = read_once(name).members
        who = who or (ally if ally in members else members[0])
        live = here.sliders.hold(name if who == ALL else alone(name, who))
    pledges = len(live.scenario.pledges)
    if pledge > pledges:
        raise Refusal(
            "bad-argument",
            f"there is no pledge {pledge} in this scenario",
            hint=f"it has {pledges}: leave the number out",
        )
    moved = changes(live.scenario, request.query_params, pledge - 1)
    beside = _linked(here, a) if a else None
    return Lab(name, live, moved, live.changed(moved), beside, pledge - 1)


Asked = Annotated[Lab, Depends(asked)]
read_once = cache(read)
"""A scenario of the library by its name."""


@lru_cache(512)
def alone(name: str, who: str) -> str:
    """Return the text of a scenario of the library narrowed to one ally."""
    return dump(only(read_once(name), who))


def _linked(here: Service, link: str) -> Live:
    scenario = unpack(link)
    return here.sliders.hold(dump(scenario), scenario.draws or None)


def document(here: Here, request: Request, lab: Asked) -> dict[str, Any]:
    """Return the data of the page: what is set, what it comes to, and beside what."""
    language = speech_of(request).language
    key = {
        "language": language,
        "name": lab.name,
        "base": lab.live.scenario.model_dump_json(),
        "changes": repr(lab.changes),
        "pledge": lab.pledge,
        "against": lab.against.scenario.model_dump_json() if lab.against else "",
    }
    found: dict[str, Any] = kept(here, "lab", key, lambda: _document(here, lab, language))
    return found


def _document(here: Service, lab: Lab, language: str) -> dict[str, Any]:
    told: dict[str, Any] = {"language": language, "explained": True}
    answer = here.sliders.answer(lab.live, lab.changes, lab.shown, **told)
    library = {one["name"]: one["title"] for one in here.bench.scenarios()}
    known, base = (controls(each, lab.pledge) for each in (lab.scenario, lab.live.scenario))
    return {
        "scenario": lab.name,
        "library": library,
        "members": list(read_once(lab.name).members if lab.name else lab.live.scenario.members),
        "shown": lab.shown,
        "title": lab.scenario.title,
        "base": dump(lab.live.scenario),
        "base_link": pack(lab.live.scenario),
        "end": lab.live.scenario.end,
        "pledge": lab.pledge + 1,
        "pledges": [
            {
                "members": list(each.members),
                "target": each.share if each.core is None else each.core,
                "by": each.by,
            }
            for each in lab.scenario.pledges
        ],
        "controls": {
            name: known[name].to_json() | {"base": each.value} for name, each in base.items()
        },
        "link": pack(lab.scenario),
        "answer": answer,
        "against": _against(here, lab, told),
    }


def _against(here: Service, lab: Lab, told: dict[str, Any]) -> dict[str, Any] | None:
    """Return what the scenario beside it comes to."""
    pinned = lab.against
    if pinned is None:
        return None
    return {
        "base": dump(pinned.scenario),
        "link": pack(pinned.scenario),
        "title": pinned.scenario.title,
        "shown": _shown(pinned),
        "answer": here.sliders.answer(pinned, {}, _shown(pinned), **told),
    }


Data = Annotated[dict[str, Any], Depends(document)]


@router.get("/lab")
def page(request: Request, data: Data) -> Response:
    """Show the page."""
    words = partial(words_of, request)
    return render(request, "lab.html", data=data, at=at, words_of=words, longest=LONGEST_TEXT)


@router.get("/lab.json")
def twin(data: Data) -> Response:
    """Return what the page shows."""
    return as_json(data)


@router.get("/lab.csv")
def table(data: Data) -> Response:
    """Return the numbers of the pictures by year."""
    return as_csv(rows(data["answer"]))


@router.get("/lab.yaml")
def yaml(lab: Asked) -> Response:
    """Return the scenario as a file."""
    name = lab.scenario.name.encode("ascii", "ignore").decode() or "scenario"
    return Response(
        dump(lab.scenario),
        media_type="application/yaml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.yaml"'},
    )


@router.get("/lab/{picture}.{kind}")
def drawing(
    here: Here,
    request: Request,
    lab: Asked,
    picture: Literal["share", "extra", "debt"],
    kind: Literal["svg", "png"],
) -> Response:
    """Return one of the pictures, drawn on the server."""
    language = speech_of(request).language
    key = ("lab", picture, language, dump(lab.scenario), here.bench.figures.fingerprint)

    def make() -> dict[str, Any]:
        told: dict[str, Any] = {"charts": True, "language": language}
        drawn = here.sliders.answer(lab.live, lab.changes, lab.shown, **told)["pictures"]
        if picture not in drawn:
            raise Refusal(
                "no-figures",
                f"there is no picture of {picture} here",
                hint="the figures that it rests on are not published",
            )
        chart: dict[str, Any] = drawn[picture]["chart"]
        return chart

    return charts.picture(here, request, key, kind, make)


@router.post("/lab/open")
def own(text: Annotated[str, Form(max_length=LONGEST_TEXT)] = "") -> Response:
    """Lead to the page of a scenario that was written elsewhere; the link holds all of it."""
    return RedirectResponse(f"/lab?s={pack(from_text(text, 'text'))}", 303)


@router.post("/lab/run", dependencies=[Depends(require(Role.analyst))])
def run(
    here: Here,
    request: Request,
    s: Annotated[str, Form(max_length=10_000)],
) -> Response:
    """Start a run with report, workbook and charts, and go to its page."""
    language: Any = speech_of(request).language
    state = begin(here, RunAsked(scenario=dump(unpack(s)), language=language))
    return RedirectResponse(f"/runs/{state['id']}", 303)


def at(answer: Any, path: str) -> Any:
    """Return what lies at a path of an answer, ``result.headline.share``; None where nothing."""
    for key in path.split("/"):
        answer = answer.get(key) if isinstance(answer, Mapping) else None
    return answer


def words_of(request: Request, control: Mapping[str, Any]) -> str:
    """Return the value of a control as its field of the form writes it."""
    value = control["value"]
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


def rows(answer: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return lines and bands of every picture, one row a number."""
    return [
        row
        for name, picture in answer["pictures"].items()
        for row in (
            *(_row(name, one, one["line"], one["value"]) for one in picture["tables"]["lines"]),
            *(
                _row(name, one, f"{one['band']}, {edge}", one[edge])
                for one in picture["tables"]["bands"]
                for edge in ("low", "high")
            ),
        )
    ]


def _row(picture: str, row: Mapping[str, Any], what: str, value: float) -> dict[str, Any]:
    return {
        "picture": picture,
        "of": row["panel"],
        "year": row["year"],
        "what": what,
        "value": value,
    }
