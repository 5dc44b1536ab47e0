"""Scenarios by HTTP: check, explain and cost what is promised."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import Field

from burdenshare.web.api import fields
from burdenshare.web.api.question import Files, Question, question
from burdenshare.web.inputs import library_name, scenario
from burdenshare.workbench import Workbench

router = APIRouter(tags=["scenarios"])

RUN_DRAWS = 1000
"""Futures of a whole scenario that can be waited for."""


@question(router, "scenarios", example={}, returns={"scenarios": "array"}, with_post=False)
def scenarios(bench: Workbench, asked: Question, files: Files) -> dict[str, Any]:
    """List the scenarios that ship with the package."""
    return {"scenarios": bench.scenarios()}


class Named(Question):
    """One of the library."""

    name: fields.Word = Field(description="Its name.", examples=["hague-2035"])


@question(
    router,
    "scenarios/one",
    example={"name": "japan-3.5"},
    returns={"name": "string", "title": "string", "yaml": "string", "fields": "object"},
    with_post=False,
)
def one(bench: Workbench, asked: Named, files: Files) -> dict[str, Any]:
    """Give a scenario of the library: its text to copy and change, and its fields."""
    from burdenshare.scenario.load import dump

    found = bench.scenario(library_name(asked.name))
    return {
        "name": found.name,
        "title": found.title,
        "yaml": dump(found),
        "fields": found.model_dump(mode="json", by_alias=True, exclude_none=True),
    }


@question(
    router,
    "scenarios/schema",
    example={},
    returns={"type": "string", "properties": "object"},
    with_post=False,
)
def schema(bench: Workbench, asked: Question, files: Files) -> dict[str, Any]:
    """Give the JSON Schema of scenario files, for editors."""
    return bench.scenario_schema()


class Given(Question):
    """A scenario."""

    scenario: fields.ScenarioText


@question(
    router,
    "scenarios/check",
    example={"scenario": "hague-2035"},
    returns={
        "ok": "boolean",
        "name": "string",
        "members": "array",
        "start": "integer",
        "end": "integer",
    },
)
def check(bench: Workbench, asked: Given, files: Files) -> dict[str, Any]:
    """Say whether a scenario is sound; every problem at once."""
    checked = scenario(asked.scenario)
    return {
        "ok": True,
        "name": checked.name,
        "members": list(checked.members),
        "start": checked.start,
        "end": checked.end,
    }


@question(
    router,
    "scenarios/explain",
    example={"scenario": "hague-2035"},
    returns={"sentences": "array"},
)
def explain(bench: Workbench, asked: Given, files: Files) -> dict[str, Any]:
    """Say in plain sentences what will be computed."""
    return {"sentences": bench.explain(scenario(asked.scenario))}


class Run(Given):
    """A scenario, and how many futures of it."""

    draws: fields.Draws | None = Field(
        None, description="Number of futures; 0: the central path; default: the scenario's."
    )
    seed: fields.Seed | None = None


@question(
    router,
    "run",
    example={"scenario": "japan-3.5", "draws": 0},
    returns={
        "name": "string",
        "fingerprint": "string",
        "members": "object",
        "alliance": "object",
    },
)
def run(bench: Workbench, asked: Run, files: Files) -> dict[str, Any]:
    """Cost a scenario, as far as one can wait for it; more futures are a run of /v1/runs."""
    given = scenario(asked.scenario)
    fields.require_live(given.draws if asked.draws is None else asked.draws, RUN_DRAWS)
    return bench.result(bench.study(given, draws=asked.draws, seed=asked.seed))


DEBT_DRAWS = 100_000
"""Draws of the stochastic criterion that can be waited for."""


class Debt(Question):
    """Input tables of your own, and what is asked of them."""

    annual: fields.Text = Field(description="Text of june2024_annual.csv.", examples=["country,"])
    parameters: fields.Text = Field(
        description="Text of june2024_parameters.csv.", examples=["country,"]
    )
    shocks_quarterly: fields.Text = Field(
        description="Text of june2024_shocks_quarterly.csv.", examples=["country,"]
    )
    shocks_annual: fields.Text = Field(
        description="Text of june2024_shocks_annual.csv.", examples=["country,"]
    )
    countries: fields.Codes | None = None
    adjustment: Annotated[
        str, Field(pattern=r"^[0-9]{1,2}(,[0-9]{1,2}){0,9}$", description="Years of adjustment.")
    ] = "4,7"
    draws: fields.Draws = Field(
        DEBT_DRAWS, description="Draws of the stochastic criterion; 0: none."
    )
    seed: fields.Seed = 1
    variant: Literal["as-run", "as-meant"] = Field(
        "as-run", description="as-run repeats the defects behind the published balances."
    )


@question(
    router,
    "debt",
    example=dict.fromkeys(("annual", "parameters", "shocks_quarterly", "shocks_annual"), "..."),
    returns={"required_balance": "object"},
    with_get=False,
    at_once=DEBT_DRAWS,
    long=True,
)
def debt(bench: Workbench, asked: Debt, files: Files) -> dict[str, Any]:
    """Say which structural primary balance brings debt down, by the Commission's method."""
    tables = ("annual", "parameters", "shocks_quarterly", "shocks_annual")
    (first, *_) = [files(getattr(asked, name), f"june2024_{name}.csv") for name in tables]
    assert first is not None
    return bench.debt(
        first.parent,
        countries=fields.codes(asked.countries),
        adjustment=[int(years) for years in asked.adjustment.split(",")],
        draws=asked.draws,
        seed=asked.seed,
        variant=asked.variant,
    )
