"""Questions that take long, asked as runs: the same parameters, within the limits of a run."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Annotated, Any, Literal

from pydantic import Tag, create_model

from burdenshare.web.api import burden, fields, politics, posture, programmes, scenarios
from burdenshare.web.api.question import QUESTIONS, Asked, strict
from burdenshare.web.service import Service
from burdenshare.web.work.tasks import Task

ROOMS = (burden, politics, posture, programmes, scenarios)
"""What declares them."""
LONG = {name: asked for name, asked in QUESTIONS.items() if asked.long}
"""By name, which is the end of their address too."""


def _model(asked: Asked) -> Any:
    named: Any = (Literal[asked.name], ...)
    model = create_model(
        f"{asked.model.__name__}Asked",
        __base__=strict(asked.model),
        __doc__=asked.model.__doc__,
        question=named,
    )
    return Annotated[model, Tag(asked.name)]


JOBS: Any = reduce(or_, map(_model, LONG.values()))
"""What can be asked, told apart by `question`."""


def task(here: Service, asked: Any) -> tuple[Task, str]:
    """Check what is asked; return the task, and what the run is called.

    Raises
    ------
    Refusal
        ``over-limit``; ``bad-scenario`` and its kin.
    """
    here.office.limits.require_draws(getattr(asked, "draws", 0))
    given = fields.given_scenario(getattr(asked, "scenario", None))
    options = asked.model_dump(mode="json", exclude={"question"})
    return Task(asked.question, [], options), given.name if given else asked.question
