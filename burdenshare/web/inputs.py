"""What people send in place of files: scenarios, tables, programmes; never a path."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from burdenshare.errors import Problems, Refusal, did_you_mean
from burdenshare.scenario.load import library, load, load_text
from burdenshare.scenario.model import Scenario

Codes = Annotated[
    str | None,
    Query(
        max_length=400,
        description="ISO 3166-1 alpha-3 codes, with commas between.",
        examples=["POL,USA"],
    ),
]
Language = Annotated[str, Query(pattern="^(en|ja)$", description="en or ja.")]


class Body(BaseModel):
    """A body of a request: what it does not know, it refuses."""

    model_config = ConfigDict(extra="forbid", str_max_length=2_000_000, allow_inf_nan=False)


class GivenScenario(Body):
    """A scenario: the name of one of the library, its fields, or its text as YAML."""

    scenario: str | dict[str, Any] = Field(
        description="A name of the library, the fields of a scenario, or YAML text.",
        examples=["hague-2035"],
    )
    draws: int | None = Field(None, description="Number of futures; 0: the central path.")
    seed: int | None = Field(None, description="Seed of the draws.")


def scenario(given: str | dict[str, Any]) -> Scenario:
    """Return a checked scenario; names are those of the library, and no file is read.

    Raises
    ------
    Refusal
        ``unknown-scenario``, ``bad-yaml``, ``bad-scenario`` with every problem.
    """
    if isinstance(given, dict):
        return from_text(json.dumps(given, ensure_ascii=False), "request")
    if "\n" in given or ":" in given:
        return from_text(given, "request")
    return load(library_name(given))


def from_text(text: str, origin: str) -> Scenario:
    """Return a checked scenario of a text that came from elsewhere; it leads to no file.

    Raises
    ------
    Refusal
        ``bad-yaml``, ``bad-scenario`` with every problem; so too where the text names a
        negotiation or a programme that is none of the library, and could be a file.
    """
    from burdenshare.bargaining.reading import library as negotiations
    from burdenshare.programmes.reading import library as programmes

    made, problems = load_text(text, origin), Problems()
    case = made.negotiation.case if made.negotiation else ""
    named = [("negotiation.case", case, [one.name for one in negotiations()])] if case else []
    known = [one.name for one in programmes()]
    named += [
        (f"programmes[{at}]", one, known)
        for at, one in enumerate(made.programmes)
        if isinstance(one, str)
    ]
    for where, name, names in named:
        if name not in names:
            problems.add(
                where,
                f"the library has no {name[:80]!r}",
                expected=f"one of {', '.join(names)}, or its fields",
                hint=did_you_mean(name, names),
            )
    problems.require_none(
        "bad-scenario",
        f"{origin}: a name that the library lacks",
        hint="write a name of the library, or put in what the file holds",
    )
    return made


def library_name(given: str) -> str:
    """Return the name of a scenario of the library.

    Raises
    ------
    Refusal
        ``unknown-scenario`` for any other text, a path above all.
    """
    names = [item.name for item in library()]
    if given not in names:
        raise Refusal(
            "unknown-scenario",
            f"the library has no scenario {given[:80]!r}",
            hint=did_you_mean(given, names) or f"the library has {', '.join(names)}",
        )
    return given
