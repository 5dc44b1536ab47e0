"""Positions by HTTP: what is agreed on one issue while somebody drags a position."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Response
from pydantic import Field

from burdenshare.bargaining.reading import read_scale
from burdenshare.web.answers import as_json
from burdenshare.web.api.errors import shows
from burdenshare.web.api.politics import Case, Scale, source
from burdenshare.web.inputs import Body
from burdenshare.web.service import Here, Service
from burdenshare.web.uploads import place

router = APIRouter(prefix="/v1/bargain", tags=["politics"])
Name = Annotated[str, Field(min_length=1, max_length=200)]


class Dragged(Body):
    """One issue of a negotiation, and where its actors stand now."""

    case: Case
    issue: Name = Field(description="One of its issues.", examples=["spending"])
    of: Name | None = Field(default=None, description="Of many cases, the one that is meant.")
    positions: dict[Name, float] = Field(
        default={},
        max_length=400,
        description="New positions by actor; the others stand where they stood.",
        examples=[{"JPN": 3.0}],
    )
    salience: dict[Name, Annotated[float, Field(ge=0, le=1)]] = Field(
        default={},
        max_length=400,
        description="How much actors care now, 0 to 1; the others as much as before.",
        examples=[{"JPN": 0.8}],
    )
    scale: Scale | None = None
    chart: bool = Field(
        default=False, description="Whether the picture comes with its specification."
    )
    language: Literal["en", "ja"] = Field(default="en", description="Language of the picture.")


@router.post(
    "/live",
    name="bargain_live",
    summary="Say what is agreed on one issue when some actors stand elsewhere.",
    responses=shows({"answer": {}, "actors": [], "outcome": [], "density": []}),
)
def live(here: Here, dragged: Dragged) -> Response:
    """Return `Workbench.bargain_live`: the quick models, and the distribution of the outcome."""
    return as_json(answer(here, dragged))


def answer(here: Service, dragged: Dragged) -> dict[str, Any]:
    """Return what is agreed on the issue that is dragged."""
    with place() as folder:
        return here.bench.bargain_live(
            source(dragged.case, folder.put),
            dragged.issue,
            dragged.positions,
            case=dragged.of,
            salience=dragged.salience,
            scale=read_scale(dragged.scale) if dragged.scale else None,
            chart=dragged.chart,
            language=dragged.language,
        )
