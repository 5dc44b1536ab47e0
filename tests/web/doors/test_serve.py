"""The command: opens on this machine, refuses what nobody could enter, stops when told."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest


@contextmanager
def serving(*options: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    command = [sys.executable, "-m", "burdenshare", "serve", "--port", "0", "--json", *options]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1
    )
    try:
        assert process.stdout
        said = json.loads(process.stdout.readline())
        up(said["address"])
        yield process, said
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=60)


def up(address: str) -> None:
    for _ in range(600):
        try:
            assert httpx.get(f"{address}/v1/health", timeout=60).status_code in (200, 429)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the service does not answer")


def stopped(process: subprocess.Popen[str], how: signal.Signals) -> tuple[int, str]:
    process.send_signal(how)
    _, errors = process.communicate(timeout=60)
    return process.returncode, errors


def test_a_laptop_reads_at_once_and_signs_in_by_a_link() -> None:
    with serving() as (process, said):
        assert said["address"].startswith("http://127.0.0.1:")
        with httpx.Client(base_url=said["address"], timeout=60) as client:
            assert client.get("/v1/me").json()["role"] is None
            assert client.get(said["sign_in"]).status_code == 303
            assert client.get("/v1/me").json() == {"name": "owner of this machine", "role": "host"}
        status, errors = stopped(process, signal.SIGINT)
    assert status == 0
    assert errors.strip() == "stopped"


def test_several_processes_share_tokens_and_stop_together(burdenshare: Callable[..., Any]) -> None:
    token = burdenshare("token", "new", "press", "--role", "analyst", "--json").json["token"]
    with serving("--workers", "2") as (process, said):
        headers = {"authorization": f"Bearer {token}"}
        for _ in range(6):
            me = httpx.get(f"{said['address']}/v1/me", headers=headers, timeout=60)
            assert me.json()["role"] == "analyst"
        stopped(process, signal.SIGTERM)
    with pytest.raises(httpx.TransportError):
        httpx.get(said["address"], timeout=2)


def test_where_others_reach_it_somebody_must_have_a_token(burdenshare: Callable[..., Any]) -> None:
    refused = burdenshare("serve", "--host", "0.0.0.0", "--port", "0", "--json")
    assert refused.status == 2
    assert refused.json["error"]["code"] == "no-access"
    assert "--public-read" in refused.json["error"]["hint"]
    token = burdenshare("token", "new", "press", "--json").json["token"]
    with serving("--host", "0.0.0.0") as (_, said):
        assert said["sign_in"] is None
        at = said["address"].replace("0.0.0.0", "127.0.0.1")
        assert httpx.get(f"{at}/v1/me").status_code == 401
        headers = {"authorization": f"Bearer {token}"}
        assert httpx.get(f"{at}/v1/me", headers=headers).json()["name"] == "press"


def test_everyone_may_read_where_that_is_said() -> None:
    with serving("--host", "0.0.0.0", "--public-read") as (_, said):
        at = said["address"].replace("0.0.0.0", "127.0.0.1")
        assert httpx.get(f"{at}/v1/me").status_code == 200
        assert httpx.get(f"{at}/v1/audit").status_code == 401


@pytest.mark.parametrize("host", ["127.0.0.1", "no-such-host.invalid", "192.0.2.1", "a" * 70])
def test_an_address_that_cannot_be_had(burdenshare: Callable[..., Any], host: str) -> None:
    burdenshare("token", "new", "press")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        refused = burdenshare("serve", "--host", host, "--port", port, "--json")
    assert (refused.status, refused.json["error"]["code"]) == (2, "port-in-use")
    assert port in refused.json["error"]["message"]


def test_tokens_are_made_listed_and_revoked(burdenshare: Callable[..., Any]) -> None:
    made = burdenshare("token", "new", "press", "--role", "moderator")
    token = made.out.strip()
    assert token.startswith("bs_")
    assert token not in made.err
    listed = burdenshare("token", "list", "--json")
    assert token not in listed.out
    assert [(t["name"], t["role"], t["revoked"]) for t in listed.json["tokens"]] == [
        ("press", "moderator", None)
    ]
    assert "press,moderator," in burdenshare("token", "list", "--csv").out
    assert burdenshare("token", "revoke", "press", "--json").json == {"revoked": "press"}
    assert burdenshare("token", "revoke", "press").status == 2
    assert "press" in burdenshare("token", "list").out


def test_help_is_light() -> None:
    code = (
        "import sys; from burdenshare.cli import main\n"
        "try: main(['serve', '--help'])\nexcept SystemExit: pass\n"
        "heavy = {'sqlalchemy', 'uvicorn', 'fastapi', 'jinja2', 'babel'}\n"
        "sys.stderr.write(', '.join(sorted(heavy & set(sys.modules))))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == ""


@pytest.mark.parametrize("trusted", [True, False])
def test_only_a_named_proxy_is_believed_about_who_asks(
    monkeypatch: pytest.MonkeyPatch, trusted: bool
) -> None:
    monkeypatch.setenv("BURDENSHARE_WEB_READS", "2")
    monkeypatch.setenv("BURDENSHARE_WEB_PROXIES", "127.0.0.1" if trusted else "192.0.2.1")
    with serving() as (_, said), httpx.Client(base_url=said["address"], timeout=60) as client:

        def asked(who: str) -> int:
            headers = {"x-forwarded-for": who, "x-forwarded-proto": "https"}
            return client.get("/sign-in", headers=headers).status_code

        assert 429 in [asked("198.51.100.1") for _ in range(6)]
        assert asked("198.51.100.2") == (200 if trusted else 429)
        headers = {"x-forwarded-for": "198.51.100.3", "x-forwarded-proto": "https"}
        answer = client.get(said["sign_in"].removeprefix(said["address"]), headers=headers)
        if trusted:
            assert "secure" in answer.headers["set-cookie"].lower()
