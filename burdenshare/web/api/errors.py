"""What the description of the API says of answers that are refusals or failures."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from burdenshare.errors import CODES


class Problem(BaseModel):
    """One single thing that is wrong."""

    model_config = ConfigDict(extra="allow")

    where: str = Field("", description="The field, line or country.")
    message: str = Field("", description="What is wrong with it.")


class Said(BaseModel):
    """What is wrong, and what to do."""

    code: str = Field(
        description="One of the codes of the reference.",
        json_schema_extra={"enum": [*sorted(CODES)]},
    )
    message: str = Field(description="What is wrong, and where.")
    hint: str = Field(description="What to do about it.")
    details: list[Problem] = Field(description="One entry for each single problem.")


class ErrorBody(BaseModel):
    """The one body of every refusal and failure."""

    error: Said


EXAMPLE = {
    "error": {
        "code": "unknown-scenario",
        "message": "the library has no scenario 'hague-2036'",
        "hint": "did you mean hague-2035?",
        "details": [],
    }
}
_WHY = {
    400: "The request cannot be read.",
    401: "A token is needed.",
    403: "This role may not do that.",
    404: "Nothing has this name.",
    409: "What is there already stands against it.",
    413: "The request is too large.",
    421: "The service does not answer under this host name.",
    422: "Something in the request is wrong; each problem is in the details.",
    429: "Too many requests; the header Retry-After says when to come back.",
    503: "The surroundings failed: the disk, a service elsewhere, a damaged folder.",
}
ERRORS: dict[int | str, dict[str, Any]] = {
    status: {
        "model": ErrorBody,
        "description": why,
        "content": {
            "application/json": {
                "schema": {"$ref": "#/components/schemas/ErrorBody"},
                "example": EXAMPLE,
            }
        },
    }
    for status, why in _WHY.items()
}
"""Declared for every path; the body is always the same."""


def shows(example: Any, status: int = 200, kind: str = "application/json") -> dict[Any, Any]:
    """Return what the description says of an answer, with an example of it."""
    schema = {"type": "object"} if kind == "application/json" else {"type": "string"}
    content = {kind: {"schema": schema, "example": example}}
    return {status: {"description": "The answer.", "content": content}}
