"""A headless Chromium of the system, offline."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    import httpx
    from playwright.sync_api import Browser
    from serving import Served

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    assert chromium, "Chromium is missing: tests/browser_setup installs it on Debian"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory, shared_cache: Path) -> Iterator[str]:
    """The address of a service on loopback, with a home of its own."""
    import uvicorn

    from burdenshare.web.app import create_app
    from burdenshare.web.service import Service

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BURDENSHARE_CACHE", str(shared_cache))
        patch.setenv("BURDENSHARE_HOME", str(tmp_path_factory.mktemp("served")))
        for budget in ("READS", "LIVE", "WRITES"):
            patch.setenv(f"BURDENSHARE_WEB_{budget}", "1000000")
        app = create_app(Service.open(tmp_path_factory.mktemp("home")))
        listening = socket.create_server(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)
        listening.close()


@pytest.fixture
def http(address: str) -> Iterator[httpx.Client]:
    """A reader of the service, without a token; of the service that the test's folder names."""
    import httpx

    with httpx.Client(base_url=address, timeout=60) as made:
        yield made


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory, shared_cache: Path) -> Iterator[Served]:
    """A service of the module's own, where few draws are enough and many may write."""
    from serving import served

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BURDENSHARE_HOME", str(tmp_path_factory.mktemp("served")))
        patch.setenv("BURDENSHARE_CACHE", str(shared_cache))
        patch.setenv("BURDENSHARE_WEB_LIVE_DRAWS", "200")
        patch.setenv("BURDENSHARE_WEB_WRITES", "100000")
        with served(tmp_path_factory.mktemp("tables")) as running:
            yield running
