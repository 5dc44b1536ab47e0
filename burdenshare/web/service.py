"""What every request stands on: one workbench, and what belongs to a running service."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request

from burdenshare.speech.words import Words
from burdenshare.web.doors.rules import Rules
from burdenshare.web.kept import Answers
from burdenshare.web.sliders import Sliders
from burdenshare.web.store import Store
from burdenshare.web.work.limits import Limits
from burdenshare.web.work.office import Office
from burdenshare.workbench import Workbench


@dataclass(frozen=True)
class Service:
    """One running service; requests share it, so whatever it holds is safe between threads."""

    bench: Workbench
    office: Office
    sliders: Sliders
    store: Store
    rules: Rules
    words: Words = field(default_factory=Words.shipped)
    answers: Answers = field(default_factory=Answers)

    @classmethod
    def open(cls, home: Path | None = None) -> Service:
        """Open a service on the figures of this machine."""
        bench, limits = Workbench(home), Limits.read()
        office, sliders = Office(home, limits), Sliders(bench, limits.live_draws)
        return cls(bench, office, sliders, Store.open(), Rules.read())

    def begin(self) -> None:
        """Start what works beside the requests."""
        self.office.begin()
        self.sliders.begin()

    def end(self) -> None:
        """End what works beside the requests."""
        self.office.end()
        self.store.close()


def service(request: Request) -> Service:
    """Return the service of a request."""
    found: Service = request.app.state.service
    return found


Here = Annotated[Service, Depends(service)]
"""The service, as a parameter of a route."""
