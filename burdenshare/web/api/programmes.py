"""Programmes by HTTP: what is already mortgaged."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import Field

from burdenshare.errors import Refusal
from burdenshare.web.api import fields
from burdenshare.web.api.question import Files, Question, question
from burdenshare.workbench import Workbench

router = APIRouter(tags=["programmes"])

ProgrammeText = Annotated[
    str,
    Field(
        min_length=1,
        max_length=fields.LONGEST,
        description="A programme of the library, or the text of a programme file as YAML.",
        examples=["three-partners"],
    ),
]


def source(given: str, files: Files, number: int = 0) -> str | Path:
    """Return a programme of the library, or a file that holds its text.

    Raises
    ------
    Refusal
        ``unknown-programme`` for a name that the library lacks.
    """
    if "\n" not in given and ":" not in given:
        from burdenshare.programmes.reading import library

        names = [one.name for one in library()]
        return fields.one_of(given, names, "programme", "unknown-programme")
    made = files(given, f"request{number or ''}.yaml")
    assert made is not None
    return made


@question(router, "programmes", example={}, returns={"programmes": "array"}, with_post=False)
def programmes(bench: Workbench, asked: Question, files: Files) -> dict[str, Any]:
    """List the programmes that ship with the package."""
    return bench.programmes()


class Programme(Question):
    """A joint programme, and who leaves it."""

    programme: ProgrammeText
    draws: fields.Draws = Field(10_000, description="Draws; 0 for central values.")
    seed: fields.Seed = 1
    leaves: fields.Code | None = Field(
        None, description="A partner that leaves: who pays then?", examples=["ITA"]
    )
    done: float | None = Field(
        None,
        ge=0,
        le=1,
        description="Part of development that is behind when it leaves; default 0.5.",
        examples=[0.5],
    )


@question(
    router,
    "programme",
    example={"programme": "three-partners", "draws": 100},
    returns={"partners": "object", "unit_cost": "object", "answer": "array"},
    long=True,
)
def programme(bench: Workbench, asked: Programme, files: Files) -> dict[str, Any]:
    """Cost a joint programme: each partner alone and together, unit cost, and who pays on exit."""
    if asked.done is not None and asked.leaves is None:
        raise Refusal("bad-argument", "done says when a partner leaves", hint="name it with leaves")
    return bench.programme(
        source(asked.programme, files),
        draws=asked.draws,
        seed=asked.seed,
        leaves=asked.leaves,
        done=0.5 if asked.done is None else asked.done,
    )


class Deals(Question):
    """Of which programme."""

    programme: fields.Word | None = Field(None, description="Default: all.", examples=["GCAP"])


@question(
    router, "deals", example={"programme": "GCAP"}, returns={"deals": "array"}, with_post=False
)
def deals(bench: Workbench, asked: Deals, files: Files) -> dict[str, Any]:
    """List announced amounts of joint programmes with date, price base and source."""
    return bench.deals(asked.programme)


class Obligations(Question):
    """Of which state; or a ledger of your own."""

    country: fields.Code | None = None
    ledger: fields.LedgerText | None = None


@question(router, "obligations", example={"country": "JPN"}, returns={"ledgers": "array"})
def obligations(bench: Workbench, asked: Obligations, files: Files) -> dict[str, Any]:
    """Show obligations from the past by year: balance, new, matured; series are never mixed."""
    country = asked.country.upper() if asked.country else None
    return bench.obligations(files(asked.ledger, "ledger.csv"), country=country)


class Committed(Question):
    """Whose pledge, and what has taken a part of it already."""

    scenario: fields.ScenarioText
    member: fields.Code
    programmes: list[ProgrammeText] = Field(
        [], max_length=10, description="Programmes of the library, or texts.", examples=[[]]
    )
    draws: fields.Draws = Field(10_000, description="Draws of each programme.")
    ledger: fields.LedgerText | None = None
    series: fields.Word | None = Field(
        None, description="Words of the ledger's series.", examples=["equipment"]
    )
    run_off: (
        Annotated[
            str,
            Field(
                pattern=r"^[0-9]{1,2}:[0-9]{1,9}(\.[0-9]{1,9})?"
                r"(,[0-9]{1,2}:[0-9]{1,9}(\.[0-9]{1,9})?){0,39}$"
            ),
        ]
        | None
    ) = Field(
        None,
        description="How its obligations fall due, years after and parts that add up to one.",
        examples=["1:0.4,2:0.3,3:0.2,4:0.1"],
    )


@question(
    router,
    "committed",
    example={
        "scenario": "japan-3.5",
        "member": "JPN",
        "run_off": "1:0.5,2:0.5",
        "series": "plan-covered",
    },
    returns={"scenario": "string", "member": "string", "years": "array", "share": "array"},
    long=True,
)
def committed(bench: Workbench, asked: Committed, files: Files) -> dict[str, Any]:
    """Say how much of a pledge is spoken for before it is made."""
    pairs = (part.split(":") for part in asked.run_off.split(",")) if asked.run_off else None
    return bench.committed(
        fields.given_scenario(asked.scenario),
        asked.member.upper(),
        programmes=[source(one, files, at + 1) for at, one in enumerate(asked.programmes)],
        draws=asked.draws,
        ledger=files(asked.ledger, "ledger.csv"),
        series=asked.series,
        profile={int(after): float(part) for after, part in pairs} if pairs else None,
    )
