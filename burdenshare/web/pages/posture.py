"""Posture: what the money covers, without whom, and what tailoring or partners would add."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, NamedTuple

from fastapi import APIRouter, Depends, Query

from burdenshare.web.pages.asking import State, Word, ask, given
from burdenshare.web.pages.page import Page, page
from burdenshare.web.service import Here

router = APIRouter()
SCENARIO = "hague-2035"
Name = Annotated[str, Query(max_length=80)]
Absent = Annotated[list[str], Query(max_length=60)]
SUMS = ("value", "mean", "minimum", "price")
Direction = Literal["east", "north", "south", "west", "indo_pacific"]


class Asked(NamedTuple):
    """What was asked of coverage: as the API takes it, and as the form gave what it lacks."""

    question: dict[str, Any]
    form: dict[str, Any]


def asked(
    scenario: Name = SCENARIO,
    contingency: Word = None,
    without: Absent = [],  # noqa: B006
    divert: State = None,
    to: Direction = "indo_pacific",
    part: Annotated[float, Query(gt=0, le=100)] = 50.0,
) -> Asked:
    """Return what was asked of coverage."""
    bound = f"{divert.upper()}:{to}:{part / 100:g}" if divert else None
    question = given(
        scenario=scenario,
        contingency=contingency,
        without=",".join(sorted(set(without))),
        divert=bound,
    )
    return Asked(question, {"divert": divert, "to": to, "part": part})


@page(router, "/posture", "posture.html")
def posture(here: Here, asked: Annotated[Asked, Depends(asked)]) -> Page:
    """Say what the money covers: directions and domains, with whoever is absent."""
    found = ask(here, "cover", **asked.question)
    data = {
        "asked": asked.question,
        "form": asked.form,
        "scenarios": here.bench.scenarios(),
        "everybody": sorted({*found["states"], *found["without"]}),
        "cover": found,
    }
    return Page(data, list(_cells(found)))


@page(router, "/posture/absences", "posture_absences.html")
def absences(here: Here, scenario: Name = SCENARIO, contingency: Word = None) -> Page:
    """Say whose absence costs most: each state left out in turn."""
    asked = given(scenario=scenario, contingency=contingency)
    found = ask(here, "cover", each_absence=True, **asked)
    rows = [
        {"country": one["country"], "lost": one["lost"], "mean": one["mean"], **one["hardest"]}
        for one in found["absences"]
    ]
    return Page({"asked": asked, "cover": found}, rows)


@page(router, "/posture/tailored", "posture_tailored.html")
def tailored(
    here: Here,
    scenario: Name = SCENARIO,
    contingency: Word = None,
    without: Absent = [],  # noqa: B006
    percent: Annotated[float, Query(gt=0, le=1000)] = 10.0,
) -> Page:
    """Compare the same money spent tailored and uniformly."""
    asked = given(
        scenario=scenario, contingency=contingency, without=",".join(sorted(set(without)))
    )
    found = ask(here, "tailored", percent=percent, **asked)
    rows = [
        {"way": way, **{name: one[name] for name in ("value", "mean", "minimum")}}
        for way, one in found["ways"].items()
    ]
    return Page({"asked": asked, "tailored": found}, rows)


@page(router, "/posture/partners", "posture_partners.html")
def partners(here: Here, scenario: Name = SCENARIO, contingency: Word = None) -> Page:
    """Say what the Indo-Pacific partners add as they take part."""
    asked = given(scenario=scenario, contingency=contingency)
    found = ask(here, "partners", **asked)
    rows = [
        {
            "participation": step["participation"],
            **{f"{how}_{name}": step[how].get(name) for how in ("come", "both") for name in SUMS},
        }
        for step in found["steps"]
    ]
    return Page({"asked": asked, "partners": found}, rows)


def _cells(found: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a row for each direction and domain: covered now, with all, and with the pledge."""
    for direction, domains in found["coverage"].items():
        for domain, covered in domains.items():
            yield {
                "direction": direction,
                "domain": domain,
                "covered": covered,
                **{
                    name: found[name]["coverage"][direction][domain]
                    for name in ("whole", "pledged")
                    if found[name]
                },
                **{f"asks_{k}": v for k, v in found["required"][direction][domain].items()},
            }
