"""A service on loopback with a home of its own, and a small ledger for it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from burdenshare.web.service import Service

SPEECH = (
    "Madrid, 3 July 2025\n\n"
    'The prime minister of Spain said: "We will spend 2.1 % of GDP on defence by 2029." '
    "Poland spent 4.48 % of its GDP in 2025. "
    "The United States demands that allies spend 5 % of GDP by 2035.\n"
)
"""Sentences of our own, read into the ledger as speech.txt."""


def fill(home: Path) -> None:
    """Read the speech into the ledger of a home."""
    from burdenshare.workbench import Workbench

    home.mkdir(parents=True, exist_ok=True)
    speech = home / "speech.txt"
    speech.write_text(SPEECH, encoding="utf-8")
    assert Workbench(home).read([speech])["read"] == 1


@contextmanager
def serving(service: Service) -> Iterator[str]:
    """Serve, and give the address."""
    import uvicorn

    from burdenshare.web.app import create_app

    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(service), log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)
        listening.close()
