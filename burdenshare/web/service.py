"""What every request stands on: one workbench, and what belongs to a running service."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request

from burdenshare.web.words import Words
from burdenshare.workbench import Workbench


@dataclass(frozen=True)
class Service:
    """One running service; requests share it, so whatever it holds is safe between threads."""

    bench: Workbench
    words: Words = field(default_factory=Words.shipped)

    @classmethod
    def open(cls, home: Path | None = None) -> Service:
        """Open a service on the figures of this machine."""
        return cls(Workbench(home))


def service(request: Request) -> Service:
    """Return the service of a request."""
    found: Service = request.app.state.service
    return found


Here = Annotated[Service, Depends(service)]
"""The service, as a parameter of a route."""
