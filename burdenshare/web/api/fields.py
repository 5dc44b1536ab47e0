"""The kinds of parameters that questions share, with their bounds."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from burdenshare.errors import Refusal, did_you_mean
from burdenshare.web.inputs import scenario
from burdenshare.web.work.limits import Limits

LONGEST = 2_000_000
"""Characters of a text in a request."""


def _day(text: Any) -> date:
    if isinstance(text, date):
        return text
    if not (isinstance(text, str) and DAY.fullmatch(text)):
        raise ValueError("write YYYY-MM-DD")
    return date.fromisoformat(text)


DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
Day = Annotated[
    date,
    BeforeValidator(_day, json_schema_input_type=str),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-07-01"]}),
]
"""A day, YYYY-MM-DD and nothing else."""
Year = Annotated[int, Field(ge=1900, le=2100, examples=[2024])]
Vintage = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}$", examples=["2026-07"])]
Vintages = Annotated[
    str,
    Field(
        pattern=r"^(latest|all|[0-9]{4}-[0-9]{2})$",
        description="latest, all, or one vintage YYYY-MM.",
        examples=["all"],
    ),
]
Span = Annotated[
    str,
    Field(
        pattern=r"^[0-9]{4}(:[0-9]{4})?$",
        description="2014:2026, or one year.",
        examples=["2014:2026"],
    ),
]
Numbers = Annotated[
    str,
    Field(
        pattern=r"^[0-9]{1,12}(\.[0-9]{1,12})?(,[0-9]{1,12}(\.[0-9]{1,12})?){0,19}$",
        examples=["2.0,3.5"],
    ),
]
Weights = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z_]{1,40}=[0-9]{1,9}(\.[0-9]{1,9})?"
        r"(,[A-Za-z_]{1,40}=[0-9]{1,9}(\.[0-9]{1,9})?){0,39}$",
        examples=["gdp=1,spending=1"],
    ),
]
Word = Annotated[str, Field(min_length=1, max_length=200)]
Code = Annotated[
    str, Field(pattern=r"^[A-Za-z]{3}$", description="ISO alpha-3 code.", examples=["JPN"])
]
Codes = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z]{3}(,[A-Za-z]{3}){0,249}$",
        description="ISO alpha-3 codes, with commas between.",
        examples=["POL,USA"],
    ),
]
Text = Annotated[str, Field(max_length=LONGEST)]
ScenarioText = Annotated[
    str,
    Field(
        min_length=1,
        max_length=LONGEST,
        description="A name of the library, or the text of a scenario as YAML or JSON.",
        examples=["hague-2035"],
    ),
]
JudgementText = Annotated[
    str,
    Field(
        max_length=LONGEST,
        description="Text of your own judgement file in place of the one that ships.",
        examples=["(the text of cover/judgement, changed)"],
    ),
]
Draws = Annotated[int, Field(ge=0, le=100_000_000, examples=[1000])]
Seed = Annotated[int, Field(ge=0, le=2**32 - 1, description="Seed of the draws.", examples=[1])]
MembershipsText = Annotated[
    str,
    Field(
        max_length=LONGEST,
        description="Text of a CSV of memberships of your own; default: shipped.",
        examples=[
            "format,country,start,end,degree,source\n"
            "NATO,ITA,1949-08-24,,member,treaty\nNATO,USA,1949-08-24,,member,treaty\n"
        ],
    ),
]
RemitsText = Annotated[
    str,
    Field(
        max_length=LONGEST,
        description="Text of a YAML file of what formats are for; default: shipped.",
        examples=[
            "NATO:\n  title: NATO\n  obligation: mutual_defence\n  decision: consensus\n"
            "  directions: [east]\n  actions: [defend]\n  basis: the treaty\n"
        ],
    ),
]
LedgerText = Annotated[
    str,
    Field(
        max_length=LONGEST,
        description="Text of a CSV ledger of your own; default: the shipped ones.",
        examples=[
            "country,series,currency,price_base,year,balance,new,matured,carried,source\n"
            "JPN,mine,JPY,current,2024,100,60,,40,own count\n"
        ],
    ),
]


def codes(text: str | None) -> list[str] | None:
    """Split ``POL,USA`` into upper-case codes."""
    return None if text is None else text.upper().split(",")


def span(text: str | None) -> tuple[int, int] | None:
    """Read ``2014:2026`` or ``2024`` as a first and a last year."""
    if text is None:
        return None
    first, _, last = text.partition(":")
    return int(first), int(last or first)


def numbers(text: str) -> tuple[float, ...]:
    """Read ``2.0,3.5``."""
    return tuple(float(part) for part in text.split(","))


def weights(text: str | None) -> dict[str, float] | None:
    """Read ``gdp=1,spending=1``."""
    if text is None:
        return None
    pairs = (part.partition("=") for part in text.split(","))
    return {name: float(value) for name, _, value in pairs}


def given_scenario(text: str | None) -> Any:
    """Return the scenario of a text or of the library; None where none is given."""
    return None if text is None else scenario(text)


def one_of(given: str, names: list[str], what: str, code: str) -> str:
    """Return a name that is one of those that ship.

    Raises
    ------
    Refusal
        `code`, with the names there are.
    """
    if given not in names:
        raise Refusal(
            code,
            f"the library has no {what} {given[:80]!r}",
            hint=did_you_mean(given, names) or f"the library has {', '.join(names)}",
        )
    return given


def require_live(draws: int, at_once: int | None = None) -> None:
    """Refuse more draws than can be waited for.

    Parameters
    ----------
    draws : int
    at_once : int, optional
        Most of them; default: the setting ``web_live_draws``.

    Raises
    ------
    Refusal
        ``over-limit``
    """
    most = Limits.read().live_draws if at_once is None else at_once
    if draws > most:
        raise Refusal(
            "over-limit",
            f"{draws:,} draws take too long to wait for; here there are {most:,} at most",
            hint="start it with POST /v1/runs, or ask it on your own machine",
        )
