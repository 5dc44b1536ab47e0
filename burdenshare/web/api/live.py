"""Sliders by HTTP: what a scenario comes to with some assumptions changed, in a moment."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Response
from pydantic import Field

from burdenshare.web.answers import as_json, json_text
from burdenshare.web.api.errors import shows
from burdenshare.web.inputs import GivenScenario
from burdenshare.web.kept import Kept
from burdenshare.web.links import pack
from burdenshare.web.service import Here, Service
from burdenshare.workbench.live import ALL

router = APIRouter(prefix="/v1/live", tags=["live"])

Value = float | int | str | bool | None


class Moved(GivenScenario):
    """A scenario, and where its sliders stand."""

    changes: dict[Annotated[str, Field(max_length=120)], Value] = Field(
        default={},
        max_length=60,
        description="Values by the path of their field.",
        examples=[{"pledges[0].core": 3.0, "behaviour.inertia": 0.2}],
    )
    shown: str = Field(
        ALL, max_length=20, description="A member, or ALL for all together.", examples=["ITA"]
    )
    charts: bool = Field(False, description="Whether pictures come with their specification.")
    explained: bool = Field(
        False, description="Whether the scenario is said in words, with its link."
    )
    language: Literal["en", "ja"] = "en"


@router.post(
    "",
    summary="Say what a scenario comes to with some assumptions changed.",
    responses=shows({"result": {}, "members": {}, "pictures": {}, "explained": []}),
)
def live(here: Here, moved: Moved) -> Response:
    """Return `Workbench.live_answer`: the numbers of a run of the same draws, and its fans."""
    if not moved.charts:
        return as_json(_answer(here, moved))
    key = ("live", moved.model_dump_json(), here.bench.figures.fingerprint)  # as pages open

    def make() -> Kept:
        return Kept.of(None, json_text(_answer(here, moved)).encode())

    return Response(here.answers.get(key, make).body, media_type="application/json")


def _answer(here: Service, moved: Moved) -> dict[str, Any]:
    held = here.sliders.hold(moved.scenario, moved.draws, moved.seed)
    answer = here.sliders.answer(
        held,
        moved.changes,
        moved.shown,
        charts=moved.charts,
        explained=moved.explained,
        language=moved.language,
    )
    if moved.explained:
        tell = here.words.speeches[moved.language].tell
        answer["explained"] = [tell(sentence) for sentence in answer["explained"]]
        answer["link"] = pack(held.changed(moved.changes))
    return answer
