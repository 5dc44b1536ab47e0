"""The samples in docs/service.md name only what there is, and work where their program is here."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import httpx
import pytest
import typer.main
import yaml
from serving import Served, code, served

from burdenshare.cli.main import app
from burdenshare.settings import SETTINGS
from burdenshare.web.store.people import Role

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "docs" / "service.md").read_text(encoding="utf-8")
VARIABLES = {setting.variable for setting in SETTINGS.values()}
NAME = "burden.example.org"
PORT = "8000"
MEMORY = 4 * 1024
"""MB that the samples allow a service of four workers."""


def sample(language: str) -> str:
    (found,) = re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.S | re.M)
    return str(found)


NGINX, UNIT, CONTAINER, COMPOSE = map(sample, ("nginx", "ini", "dockerfile", "yaml"))


def commands() -> list[list[str]]:
    """Every burdenshare command that the page shows."""
    shown = re.findall(r"^ {4}(burdenshare .*)$", TEXT, re.M)
    shown += re.findall(r"`((?:docker compose exec burdenshare )?burdenshare [a-z].*?)`", TEXT)
    shown += re.findall(r"^ExecStart=/opt/burdenshare/bin/(.*)$", UNIT, re.M)
    cmd = re.search(r"^CMD (\[.*\])$", CONTAINER, re.M)
    assert cmd
    return [
        *(shlex.split(one.rpartition("exec burdenshare ")[2], comments=True) for one in shown),
        json.loads(cmd[1]),
    ]


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_commands_and_their_options_are_there(command: list[str]) -> None:
    at: Any = typer.main.get_command(app)
    rest = command[1:]
    while rest and hasattr(at, "commands"):
        assert rest[0] in at.commands, command
        at, rest = at.commands[rest[0]], rest[1:]
    made = at.make_context("", rest, resilient_parsing=False)
    with made:
        assert made.args == []


def test_the_engine_is_compiled_by_a_program_that_is_there() -> None:
    programs = re.findall(r"python -m ([a-z.]+)$", CONTAINER + UNIT, re.M)
    assert len(programs) == 2
    for program in programs:
        assert (ROOT / program.replace(".", "/") / "__main__.py").is_file()
    lines = CONTAINER.splitlines()
    (compiles,) = (at for at, line in enumerate(lines) if "python -m" in line)
    assert lines.index("USER burdenshare") < compiles, "else it lies where nobody looks for it"


def test_settings_are_there() -> None:
    named = set(re.findall(r"\bBURDENSHARE_[A-Z_]+\b", TEXT))
    short = {f"BURDENSHARE_WEB{one}" for one in re.findall(r"`(_[A-Z_]+)`", TEXT)}
    assert named | short <= VARIABLES, (named | short) - VARIABLES
    assert {"BURDENSHARE_STORE", "BURDENSHARE_WEB_DRAWS", "BURDENSHARE_WEB_LIVE"} <= named | short


def test_addresses_are_there(here: Served) -> None:
    told = set(re.findall(r"`(?:POST |GET )?(/[a-zA-Z0-9/_-]+)(?:\?[^`]*)?`", TEXT))
    told -= {one for one in told if one.startswith(("/etc", "/var", "/opt"))}
    assert {"/v1/runs", "/host", "/debate/ID/queue"} <= told
    host = here.client(Role.host)
    for one in told:
        answer = host.get(one.replace("/ID", "/0123456789"))
        assert answer.status_code < 500
        assert "file-not-found" not in answer.text, one


def test_the_container_file_copies_and_installs_what_there_is() -> None:
    lines = CONTAINER.replace("\\\n", " ").splitlines()
    copied = [part for line in lines if line.startswith("COPY ") for part in line.split()[1:-1]]
    assert {"requirements.lock", "pyproject.toml", "burdenshare"} <= set(copied)
    assert [one for one in copied if not (ROOT / one).exists()] == []
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for needed in re.findall(r'^(?:readme = |license-files = \[)"(\w[\w.]*)"', project, re.M):
        assert needed in copied
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "--no-build-isolation" in CONTAINER
    for built in re.findall(r'^requires = \["([a-z]+)', project, re.M):
        assert re.search(rf"^{built}==", lock, re.M), "what builds the package is pinned too"
    python = re.search(r"^FROM docker\.io/library/python:3\.(\d+)-slim$", CONTAINER, re.M)
    assert python
    assert f'"Programming Language :: Python :: 3.{python[1]}"' in project
    said = dict(re.findall(r"(BURDENSHARE_\w+)=(\S+)", CONTAINER))
    made = next(line for line in lines if "mkdir -p" in line)
    assert {*said} == {"BURDENSHARE_HOME", "BURDENSHARE_CACHE"}
    assert all(place in made for place in said.values())
    assert f"EXPOSE {PORT}" in lines
    serve: Any = typer.main.get_command(app).commands["serve"]  # type: ignore[attr-defined]
    (port,) = [option for option in serve.params if option.name == "port"]
    assert str(port.default) == PORT


def test_the_compose_file_fits_the_container_and_the_database() -> None:
    found = yaml.safe_load(COMPOSE)
    db, service = found["services"]["db"], found["services"]["burdenshare"]
    assert service["build"] == {"context": ".", "dockerfile": "Containerfile"}
    assert "`Containerfile`" in TEXT
    assert {*service["environment"]} <= VARIABLES
    user, name = (db["environment"][f"POSTGRES_{one}"] for one in ("USER", "DB"))
    assert service["environment"]["BURDENSHARE_STORE"] == (
        f"postgresql://{user}:${{DB_PASSWORD}}@db/{name}"
    )
    assert db["environment"]["POSTGRES_PASSWORD"].startswith("${DB_PASSWORD:?")
    assert f"-U {user}" in db["healthcheck"]["test"][1]
    assert service["depends_on"] == {"db": {"condition": "service_healthy"}}
    assert service["ports"] == [f"127.0.0.1:{PORT}:{PORT}"]
    mounted = {one.split(":")[1] for one in service["volumes"]}
    assert mounted == set(re.findall(r"BURDENSHARE_(?:HOME|CACHE)=(\S+)", CONTAINER))
    volumes = {one.split(":")[0] for one in (*service["volumes"], *db["volumes"])}
    assert volumes == {*found["volumes"]}
    assert service["environment"]["BURDENSHARE_WEB_HOSTS"] == NAME
    (net,) = found["networks"]["default"]["ipam"]["config"]
    assert net["gateway"] == service["environment"]["BURDENSHARE_WEB_PROXIES"]
    assert net["gateway"].rpartition(".")[0] == net["subnet"].rpartition(".")[0]
    assert service["mem_limit"] == f"{MEMORY // 1024}g"


def unit() -> ConfigParser:
    found = ConfigParser(strict=False, interpolation=None)
    found.optionxform = str  # type: ignore[assignment,method-assign]
    found.read_string(UNIT)
    return found


def test_the_unit_writes_only_where_it_may() -> None:
    service = unit()["Service"]
    said = dict(re.findall(r"^Environment=(\w+)=(\S+)$", UNIT, re.M))
    assert said == {
        "BURDENSHARE_HOME": f"/var/lib/{service['StateDirectory']}",
        "BURDENSHARE_CACHE": f"/var/cache/{service['CacheDirectory']}",
    }
    assert service["ProtectSystem"] == "strict"
    assert f"`{service['EnvironmentFile']}`" in TEXT
    assert service["MemoryMax"] == f"{MEMORY // 1024}G"


def test_systemd_knows_every_word_of_the_unit(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("no systemd-analyze: apt install systemd")
    installed = Path(sys.executable).with_name("burdenshare")
    path = tmp_path / "burdenshare.service"
    path.write_text(UNIT.replace("/opt/burdenshare/bin", str(installed.parent)))
    done = subprocess.run(
        [program, "verify", "--man=no", "--recursive-errors=no", str(path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    own = [line for line in done.stderr.splitlines() if path.name in line]
    assert (done.returncode, own) == (0, [])


# Behind nginx ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory, shared_cache: Path) -> Iterator[Served]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BURDENSHARE_HOME", str(tmp_path_factory.mktemp("served")))
        patch.setenv("BURDENSHARE_CACHE", str(shared_cache))
        patch.setenv("BURDENSHARE_WEB_HOSTS", NAME)
        with served(tmp_path_factory.mktemp("tables")) as running:
            yield running


@pytest.fixture(scope="module")
def proxied(
    tmp_path_factory: pytest.TempPathFactory, shared_cache: Path
) -> Iterator[tuple[httpx.Client, str]]:
    """A client of `burdenshare serve` behind nginx as the sample has it, and a host's token."""
    program = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if program is None or shutil.which("openssl") is None:
        pytest.skip("no nginx: apt install nginx-light openssl")
    folder = tmp_path_factory.mktemp("proxied")
    exported = dict(re.findall(r"^ {4}export (BURDENSHARE_WEB_\w+)=(\S+)$", TEXT, re.M))
    own = {"BURDENSHARE_HOME": str(folder / "home"), "BURDENSHARE_CACHE": str(shared_cache)}
    environment = os.environ | own | exported
    command = [sys.executable, "-m", "burdenshare"]
    made = subprocess.check_output(
        [*command, "token", "new", "anna", "--role", "host", "--json"], env=environment
    )
    serve = [*command, "serve", "--public-read", "--port", "0", "--json"]
    with subprocess.Popen(serve, stdout=subprocess.PIPE, text=True, env=environment) as service:
        assert service.stdout
        inner = json.loads(service.stdout.readline())["address"].rpartition(":")[2]
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        configured = configure(folder, port, inner)
        with subprocess.Popen([program, "-p", str(folder), "-c", str(configured)]) as proxy:
            trusting = ssl.create_default_context(cafile=str(folder / "own.pem"))
            headers = {"host": NAME, "origin": f"https://{NAME}"}
            client = httpx.Client(
                base_url=f"https://127.0.0.1:{port}", verify=trusting, headers=headers, timeout=60
            )
            try:
                up(client)
                yield client, json.loads(made)["token"]
            finally:
                client.close()
                proxy.terminate()
                service.terminate()


def configure(folder: Path, port: int, inner: str) -> Path:
    """Write the sample into a whole configuration, with a certificate and ports of its own."""
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
            "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME},IP:127.0.0.1",
            "-keyout", str(folder / "own.key"), "-out", str(folder / "own.pem"),
        ],
        check=True, capture_output=True,
    )  # fmt: skip
    site = NGINX.replace("listen 443 ssl", f"listen 127.0.0.1:{port} ssl")
    site = site.replace(f"127.0.0.1:{PORT}", f"127.0.0.1:{inner}")
    site = re.sub(r"/etc/ssl/private/\S+\.key", str(folder / "own.key"), site)
    site = re.sub(r"/etc/ssl/\S+\.pem", str(folder / "own.pem"), site)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    user = "user root; " if os.geteuid() == 0 else ""
    path = folder / "nginx.conf"
    path.write_text(
        f"{user}daemon off; pid {folder}/pid; error_log stderr; worker_processes 1;\n"
        f"events {{}}\nhttp {{ access_log off; {temporary}\n{site}\n}}\n"
    )
    return path


def up(client: httpx.Client) -> None:
    for _ in range(600):
        try:
            if client.get("/v1/health").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError("nothing answers behind the proxy")


def test_pages_and_sessions_pass_the_proxy_as_https(proxied: tuple[httpx.Client, str]) -> None:
    client, token = proxied
    page = client.get("/allies", headers={"accept": "text/html", "accept-encoding": "gzip"})
    assert (page.status_code, page.headers["content-encoding"]) == (200, "gzip")
    assert "max-age" in page.headers["strict-transport-security"]
    assert "script-src 'self'" in page.headers["content-security-policy"]
    form = {"token": token, "csrf": code(client, "/sign-in")}
    signed = client.post("/sign-in", data=form)
    assert (signed.status_code, signed.headers["location"]) == (303, "/")
    assert "secure" in signed.headers["set-cookie"].lower()
    assert client.get("/v1/me").json()["role"] == "host"
    other = client.get("/v1/health", headers={"host": "elsewhere.example"})
    assert (other.status_code, other.json()["error"]["code"]) == (421, "wrong-host")


def test_progress_passes_the_proxy_as_it_happens(proxied: tuple[httpx.Client, str]) -> None:
    client, token = proxied
    bearer = {"authorization": f"Bearer {token}"}
    asked = {"question": "cover-range", "draws": 20_000}
    run = client.post("/v1/runs", json=asked, headers=bearer).json()
    events = []
    with client.stream("GET", f"/v1/runs/{run['id']}/events") as stream:
        for line in stream.iter_lines():
            if line.startswith("event:"):
                events.append(line.removeprefix("event:").strip())
                if len(events) == 1:
                    client.delete(f"/v1/runs/{run['id']}", headers=bearer)
    assert events[0] == "progress", "told while the run was under way"
    assert events[-1] == "end"
