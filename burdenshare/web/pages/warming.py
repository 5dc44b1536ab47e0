"""What the first reader would wait for, answered beforehand: every room as it opens."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress

from burdenshare.errors import BurdenshareError
from burdenshare.web.pages import negotiation, posture
from burdenshare.web.pages.allies import allies
from burdenshare.web.pages.asking import ask
from burdenshare.web.pages.formats import formats
from burdenshare.web.service import Service


def begin(service: Service) -> None:
    """Answer beside everything else; a reader who comes sooner waits for the same answer."""
    threading.Thread(target=warm, args=(service,), name="warming", daemon=True).start()


def warm(service: Service) -> None:
    """Answer what the rooms show first; what cannot be answered is left to who asks for it."""
    rooms: tuple[Callable[[], object], ...] = (
        lambda: allies(service),
        lambda: formats(service),
        lambda: ask(service, "bargain", case=negotiation.CASE, models=negotiation.SHOWN),
        lambda: ask(service, "cover", scenario=posture.SCENARIO),
    )
    for opens in rooms:
        with suppress(BurdenshareError):
            opens()
