"""The commands of a service: open the pages and the API, and say who may enter."""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from burdenshare import settings
from burdenshare.cli.output import CsvFlag, JsonFlag, emit, print_json, say
from burdenshare.errors import Refusal

if TYPE_CHECKING:
    from uvicorn import Config

tokens = typer.Typer(no_args_is_help=True, help="Say who may enter a service.")
STOP_SECONDS = 10
"""How long requests under way may take once the service is told to stop."""
SILENT_SECONDS = 20
"""How long a worker may say nothing before another takes its place; it may be computing."""
WAITING = 128
"""Connections that wait to be taken in."""


def register(root: typer.Typer) -> None:
    """Add the commands of this module to the root."""
    root.command()(serve)
    root.add_typer(tokens, name="token")


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0: any free one.")] = 8000,
    public_read: Annotated[
        bool,
        typer.Option("--public-read", help="Let everyone read who reaches this address."),
    ] = False,
    workers: Annotated[
        int, typer.Option(min=1, max=64, help="Processes; several need PostgreSQL or patience.")
    ] = 1,
    as_json: JsonFlag = False,
) -> None:
    """Open the pages and the API; on this machine alone unless another --host is named."""
    from burdenshare.web.store import Store
    from burdenshare.web.store.people import Role

    alone = _is_loopback(host)
    store = Store.open()
    try:
        if not (alone or public_read or _somebody(store.people.tokens())):
            raise Refusal(
                "no-access",
                f"others could reach {host}, and nobody has a token",
                hint="make one: burdenshare token new NAME --role host; or let everyone read: "
                "--public-read",
            )
        listening = _listen(host, port)
        address = _address(host, listening.getsockname()[1])
        link = store.people.link("owner of this machine", Role.host) if alone else None
    finally:
        store.close()
    if not (alone or public_read):
        os.environ[settings.SETTINGS["web_read"].variable] = "nobody"
    config = _config(workers)
    if workers == 1:
        config.load()
    sign_in = f"{address}/sign-in?link={link}" if link else None
    if as_json:
        print_json({"address": address, "sign_in": sign_in, "workers": workers})
    else:
        _say(address, sign_in, public_read=public_read)
    sys.stdout.flush()
    _run(config, listening)


@tokens.command("new")
def new(
    name: Annotated[str, typer.Argument(help="Who gets it; the audit log shows this name.")],
    role: Annotated[
        Literal["reader", "analyst", "moderator", "host"],
        typer.Option(help="Each role may do what those before it may."),
    ] = "reader",
    as_json: JsonFlag = False,
) -> None:
    """Make a token for a service and show it, this once."""
    from burdenshare.web.store import Store
    from burdenshare.web.store.people import Role

    store = Store.open()
    try:
        token = store.people.give(name, Role[role], by="command line")
    finally:
        store.close()
    if as_json:
        print_json({"name": name, "role": role, "token": token})
    else:
        say(token)
        say(f"{name} may enter as {role}; this token is shown once and kept nowhere", error=True)


@tokens.command("list")
def list_(as_json: JsonFlag = False, as_csv: CsvFlag = False) -> None:
    """List names and roles of all tokens."""
    from burdenshare.web.store import Store

    store = Store.open()
    try:
        rows = store.people.tokens()
    finally:
        store.close()
    columns = ["name", "role", "created", "revoked"]
    emit({"tokens": rows}, rows, columns, as_json=as_json, as_csv=as_csv, title="Tokens")


@tokens.command("revoke")
def revoke(
    name: Annotated[str, typer.Argument(help="Whose token.")], as_json: JsonFlag = False
) -> None:
    """Let a token, and the sessions that it opened, enter no more."""
    from burdenshare.web.store import Store

    store = Store.open()
    try:
        store.people.revoke(name, by="command line")
    finally:
        store.close()
    if as_json:
        print_json({"revoked": name})
    else:
        say(f"{name} may enter no more")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _somebody(found: list[dict[str, object]]) -> bool:
    return any(token["revoked"] is None for token in found)


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, _, _, _, at = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        return socket.create_server(at[:2], family=family, backlog=WAITING)
    except (OSError, UnicodeError) as error:
        raise Refusal(
            "port-in-use",
            f"cannot listen on {host} port {port}: {getattr(error, 'strerror', None) or error}",
            hint="another program may be there: choose another --port (0: any free one), or stop "
            "it; --host must be an address of this machine",
        ) from None


def _address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _say(address: str, sign_in: str | None, *, public_read: bool) -> None:
    say(f"burdenshare serves at {address}")
    if sign_in:
        say("Reading is open on this machine. To run, upload and moderate, sign in once with")
        say(f"  {sign_in}")
    else:
        say("Everyone may read." if public_read else "Reading needs a token.")
        say("Sign in with a token at /sign-in; burdenshare token new makes one.")
    say("Stop with Ctrl-C.")


def _config(workers: int) -> Config:
    from uvicorn import Config

    proxies = settings.words("web_proxies")
    return Config(
        "burdenshare.web.opened:opened",
        factory=True,
        workers=workers,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=list(proxies),
        timeout_graceful_shutdown=STOP_SECONDS,
        timeout_worker_healthcheck=SILENT_SECONDS,
    )


def _run(config: Config, listening: socket.socket) -> None:
    from uvicorn import Server
    from uvicorn.supervisors import Multiprocess

    try:
        if config.workers > 1:
            Multiprocess(config, sockets=[listening]).run()
        else:
            Server(config).run(sockets=[listening])
    except KeyboardInterrupt:
        pass
    finally:
        listening.close()
    say("stopped", error=True)
    sys.stderr.flush()
    os._exit(0)  # a thread that still loads the engine would abort an interpreter that winds down
