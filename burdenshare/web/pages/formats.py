"""Formats: in which room, who could act without whom, one alliance or a patchwork."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query

from burdenshare.web.pages.asking import Blank, Day, Word, ask, given
from burdenshare.web.pages.page import Page, page
from burdenshare.web.service import Here
from burdenshare.workbench.desk import today

router = APIRouter()
Absent = Annotated[list[str], Query(max_length=60)]
Action = Literal[
    "defend",
    "deploy",
    "exercise",
    "plan",
    "consult",
    "share_intelligence",
    "develop",
    "sanction",
    "finance",
]
Direction = Annotated[
    Literal["east", "north", "south", "west", "indo_pacific"] | None, Blank, Query()
]


@page(router, "/formats", "formats.html")
def formats(
    here: Here,
    on: Day = None,
    without: Absent = [],  # noqa: B006
    action: Action = "defend",
    direction: Direction = None,
) -> Page:
    """Say who meets whom in which rooms, and which rooms can act without named states."""
    asked = given(on=str(on or today()), without=",".join(sorted(set(without))))
    found = ask(here, "formats", **asked)
    actors = ask(here, "who-can", action=action, direction=direction, **asked)
    data = {
        "asked": asked,
        "everybody": sorted({*found["countries"], *found["without"]}),
        "formats": found,
        "who_can": actors,
    }
    rows = [
        {
            **{name: one[name] for name in ("format", "title", "obligation", "decision", "basis")},
            "members": " ".join(one["members"]),
            "partners": " ".join(one["partners"]),
        }
        for one in found["formats"]
    ]
    return Page(data, rows)


@page(router, "/formats/designs", "formats_designs.html")
def designs(
    here: Here,
    on: Day = None,
    contingency: Word = None,
) -> Page:
    """Lay a global alliance beside a patchwork of small rooms."""
    asked = given(on=str(on or today()), contingency=contingency)
    found = ask(here, "designs", **asked)
    rows = [
        {
            "design": name,
            **{key: one[key] for key in NUMBERS},
            **{f"stops_{direction}": n for direction, n in one["stops"].items()},
            "rooms": "; ".join(one["rooms"]),
        }
        for name, one in found["designs"].items()
    ]
    return Page({"asked": asked, "designs": found}, rows)


NUMBERS = (
    "states",
    "pairs_bound",
    "spending",
    "value",
    "mean",
    "minimum",
    "price_of_everything",
    "price_of_the_better",
)
