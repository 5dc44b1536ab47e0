"""What pages ask: the questions of the API and others, kept for whoever asks the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any

from fastapi import Form, Query
from fastapi.exceptions import RequestValidationError
from pydantic import BeforeValidator, StringConstraints, ValidationError

import burdenshare.web.api.rooms  # noqa: F401 - registers every question
from burdenshare.web.answers import json_text
from burdenshare.web.api.question import QUESTIONS, answered
from burdenshare.web.kept import Kept
from burdenshare.web.links import LONGEST_TEXT, unpack_text
from burdenshare.web.service import Service
from burdenshare.workbench.desk import today

Blank = BeforeValidator(lambda given: None if given == "" else given)
"""Makes a field of a form that was left empty one that was not given."""
State = Annotated[Annotated[str, StringConstraints(pattern="^[A-Za-z]{3}$")] | None, Blank, Query()]
Edition = Annotated[
    Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}$")] | None, Blank, Query()
]
Day = Annotated[date | None, Blank, Query()]
Word = Annotated[Annotated[str, StringConstraints(max_length=300)] | None, Blank, Query()]
Packed = BeforeValidator(lambda given: unpack_text(given) if isinstance(given, str) else given)
Text = Annotated[
    Annotated[str, StringConstraints(max_length=LONGEST_TEXT)] | None, Packed, Blank, Query()
]
"""A table or a file in an address, as it is or as `pack_text` packs it."""
OwnText = Annotated[str, Form(min_length=1, max_length=LONGEST_TEXT)]
"""A table or a file that somebody sends to have it shown."""


def given(**asked: Any) -> dict[str, Any]:
    """Return the parameters that were given; what is None or empty was not."""
    return {name: value for name, value in asked.items() if value not in (None, "", (), [])}


def ask(here: Service, name: str, **asked: Any) -> Any:
    """Return the answer to a question of the API, with the parameters that were given.

    Raises
    ------
    RequestValidationError
        For parameters that the API would not take.
    Refusal
        What the question refuses.
    """
    question = QUESTIONS[name]
    try:
        parameters = question.model(**given(**asked))
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from None
    return answered(here, question, parameters).data


def kept(
    here: Service, name: str, asked: Mapping[str, Any], make: Callable[[], dict[str, Any]]
) -> Any:
    """Return an answer that is no question of the API; `asked` is all that it is made from."""
    key = ("page", name, repr(sorted(asked.items())), here.bench.figures.fingerprint, today())

    def made() -> Kept:
        data = make()
        return Kept.of(data, json_text(data).encode())

    return here.answers.get(key, made).data
