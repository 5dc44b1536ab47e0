"""A service of a test's own: its store, its rules, its clients."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from burdenshare.web.store.people import Role

if TYPE_CHECKING:
    from burdenshare.web.service import Service

PAGE = {"accept": "text/html"}


class Served:
    """A running service with its address, and clients that enter it."""

    def __init__(self, service: Service, address: str) -> None:
        self.service, self.address = service, address
        self.store = service.store
        self._open: list[httpx.Client] = []

    def client(self, role: Role | None = None, *, token: str | None = None) -> httpx.Client:
        """A client without cookies; with a bearer token of a role."""
        if role is not None:
            name = f"{role.name} {len(self.store.people.tokens())}"
            token = self.store.people.give(name, role, by="test")
        headers = {"authorization": f"Bearer {token}"} if token else {}
        made = httpx.Client(base_url=self.address, timeout=60, headers=headers)
        self._open.append(made)
        return made

    def signed_in(self, role: Role) -> httpx.Client:
        """A client that signed in as a browser does."""
        name = f"{role.name} {len(self.store.people.tokens())}"
        token = self.store.people.give(name, role, by="test")
        made = self.client()
        made.headers["origin"] = self.address
        answer = made.post("/sign-in", data={"token": token, "csrf": code(made, "/sign-in")})
        assert answer.status_code == 303, answer.text
        return made

    def close(self) -> None:
        for client in self._open:
            client.close()


def code(client: httpx.Client, path: str) -> str:
    """The code of the first form of a page."""
    found = re.search(r'name="csrf" value="(\w+)"', client.get(path, headers=PAGE).text)
    assert found, f"no form at {path}"
    return found[1]


@contextmanager
def served(home: Path) -> Iterator[Served]:
    """A service on loopback, as the settings say at this moment."""
    import uvicorn

    from burdenshare.web.app import create_app
    from burdenshare.web.service import Service

    service = Service.open(home)
    app = create_app(service)
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    running = Served(service, f"http://127.0.0.1:{listening.getsockname()[1]}")
    try:
        yield running
    finally:
        running.close()
        server.should_exit = True
        thread.join(10)
        listening.close()
