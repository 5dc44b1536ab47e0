"""Pages from the web: limits hold, and nothing leads into the machine or a private network."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from burdenshare.errors import BurdenshareError
from burdenshare.evidence.model import Document
from burdenshare.evidence.reading import Limits, Refused, connection, read_address, read_paths
from burdenshare.evidence.reading.addresses import fetch
from burdenshare.evidence.reading.connection import is_public

LIMITS = Limits(bytes=200_000, characters=100_000, seconds=5, redirects=2)
WORDS = "<html><body><p>Spain refuses the target of 5 %.</p></body></html>"


class Pages(BaseHTTPRequestHandler):
    """Answers as the path says."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_of: Any) -> None:
        pass

    def do_GET(self) -> None:
        self.answer(self.path.partition("?")[0].strip("/").replace("-", "_"))

    def answer(self, name: str) -> None:
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path[4:])
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        getattr(self, f"page_{name}", self.page_missing)()

    def send(self, body: bytes, media: str = "text/html", **headers: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(body)))
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def page_words(self) -> None:
        self.send(WORDS.encode())

    def page_japanese(self) -> None:
        self.send("防衛費増額".encode("shift_jis"), "text/plain; charset=Shift_JIS")

    def page_packed(self) -> None:
        self.send(gzip.compress(WORDS.encode()), Content_Encoding="gzip")

    def page_bomb(self) -> None:
        self.send(zlib.compress(b"word " * 2_000_000), Content_Encoding="deflate")

    def page_broken_packing(self) -> None:
        self.send(b"this is not packed", Content_Encoding="gzip")

    def page_picture(self) -> None:
        self.send(b"\x89PNG\r\n\x1a\n" + bytes(40))

    def page_long(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "900000000")
        self.end_headers()

    def page_missing(self) -> None:
        self.send_response(404)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def page_round(self) -> None:
        self.send_response(301)
        self.send_header("Location", "/round")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def drip(self, piece: bytes, pause: float) -> None:
        try:
            for _ in range(10_000):
                self.wfile.write(piece)
                time.sleep(pause)
        except OSError:
            self.close_connection = True

    def page_endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.drip(b"word " * 2_000, 0)

    def page_slow(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.drip(b"w", 0.05)

    def page_slow_header(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        self.drip(b"w", 0.05)

    def page_silent(self) -> None:
        time.sleep(1.5)


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def read(address: str, limits: Limits = LIMITS, own_network: bool = True) -> Document:
    return read_address(address, limits=limits, own_network=own_network)


def error_of(address: str, limits: Limits = LIMITS, own_network: bool = True) -> BurdenshareError:
    with pytest.raises(BurdenshareError) as caught:
        read(address, limits, own_network)
    assert caught.value.hint
    return caught.value


def test_a_page_is_read_and_named_by_its_address(site: str) -> None:
    got = read(f"{site}/words?page=2#top")
    assert got.text == "Spain refuses the target of 5 %."
    assert got.name == f"{site}/words?page=2"
    assert got.media == "text/html"


@pytest.mark.parametrize("path", ["packed", "to//words", "to//to//words"])
def test_packing_and_redirects_are_followed(site: str, path: str) -> None:
    assert read(f"{site}/{path}").text == "Spain refuses the target of 5 %."


def test_the_encoding_that_the_server_says_is_used(site: str) -> None:
    assert read(f"{site}/japanese").text == "防衛費増額"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("round", "too-many-redirects"),
        ("to//to//to//words", "too-many-redirects"),
        ("to/ftp://example.org/a", "forbidden-address"),
        ("to/file:///etc/hostname", "forbidden-address"),
        ("missing", "bad-answer"),
        ("picture", "binary-file"),
        ("long", "too-large"),
        ("bomb", "endless-page"),
        ("endless", "endless-page"),
        ("broken-packing", "network"),
    ],
)
def test_each_bad_page_has_one_code(site: str, path: str, code: str) -> None:
    assert error_of(f"{site}/{path}").code == code


@pytest.mark.parametrize(
    ("path", "code"),
    [("slow", "endless-page"), ("slow-header", "endless-page"), ("silent", "network")],
)
def test_time_is_up_however_steadily_a_page_drips(site: str, path: str, code: str) -> None:
    hasty = Limits(bytes=200_000, characters=100_000, seconds=1, redirects=2)
    begun = time.monotonic()
    assert error_of(f"{site}/{path}", hasty).code == code
    assert time.monotonic() - begun < 4


@pytest.mark.parametrize(
    "address",
    [
        "ftp://example.org/a.txt",
        "file:///etc/hostname",
        "http://",
        "http:///path",
        "http://user:secret@example.org/",
        "http://[::1",
        "gopher://example.org",
        "http://exa mple.org/",
        "javascript:alert(1)",
        "http://example.org:99999/",
    ],
)
def test_what_is_no_web_address_is_refused(address: str) -> None:
    assert error_of(address).code == "forbidden-address"


PRIVATE = [
    "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0.0.0.0", "10.0.0.8", "172.16.3.4",
    "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255", "[::1]", "[::]",
    "[fe80::1]", "[fd00::1]", "[::ffff:127.0.0.1]", "[::ffff:10.0.0.8]", "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]", "[2001:0:4136:e378:8000:63bf:3fff:fdd2]", "localhost",
]  # fmt: skip


@pytest.mark.parametrize("host", PRIVATE)
def test_this_machine_and_private_networks_are_refused(host: str) -> None:
    error = error_of(f"http://{host}:9/", own_network=False)
    assert error.code in ("forbidden-address", "network" if host == "localhost" else "")
    assert error.code == "forbidden-address" or "not known" in error.message


@pytest.mark.parametrize("number", ["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "::ffff:8.8.8.8"])
def test_public_addresses_are_allowed(number: str) -> None:
    assert is_public(number)
    assert not is_public("no number")


@pytest.mark.parametrize(
    "target", ["http://127.0.0.1:9/", "http://169.254.169.254/latest", "http://10.0.0.8/", "/words"]
)
def test_a_redirect_into_a_private_network_is_refused(
    site: str, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first connection goes to a page that counts as public; the second is checked anew."""
    port = site.rpartition(":")[2]
    monkeypatch.setattr(connection, "resolve", lambda host, _port, _left: [host])
    checked: list[str] = []

    def only_first(number: str) -> bool:
        checked.append(number)
        return len(checked) == 1

    monkeypatch.setattr(connection, "is_public", only_first)
    with pytest.raises(BurdenshareError) as caught:
        fetch(f"http://127.0.0.1:{port}/to/{target}", LIMITS)
    assert caught.value.code == "forbidden-address"
    assert len(checked) == 2


def test_a_name_that_changes_its_address_is_asked_once_for_each_connection(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a second question would be answered with an inner address, none is put."""
    port = int(site.rpartition(":")[2])
    asked: list[str] = []

    def rebinding(host: str, _port: int, **_named: object) -> list[Any]:
        asked.append(host)
        return [(2, 1, 6, "", ("127.0.0.1" if len(asked) == 1 else "10.0.0.8", port))]

    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *of, **named: (
            rebinding(host, *of, **named) if host == "rebind.example" else real(host, *of, **named)
        ),
    )
    assert read(f"http://rebind.example:{port}/words").text.startswith("Spain")
    assert asked == ["rebind.example"]
    assert error_of(f"http://rebind.example:{port}/words", own_network=False).code == (
        "forbidden-address"
    )


def test_one_private_address_among_public_ones_is_enough_to_refuse(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connection, "resolve", lambda *_: ["8.8.8.8", "10.0.0.8"])
    error = error_of("http://two-faced.example/", own_network=False)
    assert error.code == "forbidden-address"
    assert "10.0.0.8" in error.message


def test_an_unknown_name_and_a_closed_port(monkeypatch: pytest.MonkeyPatch, site: str) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        assert error_of(f"http://127.0.0.1:{port}/").code == "network"

    def unknown(*_of: object, **_named: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert error_of("http://nowhere.example/").code == "network"


def test_a_name_that_is_never_resolved(monkeypatch: pytest.MonkeyPatch) -> None:
    done = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_of, **_named: done.wait(20) and [])
    hasty = Limits(bytes=1, characters=1, seconds=1, redirects=0)
    error = error_of("http://slow.example/", hasty)
    done.set()
    assert error.code == "network"
    assert "in time" in error.message


def test_the_second_address_is_tried_where_the_first_is_closed(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "resolve", lambda *_: ["127.9.9.9", "127.0.0.1"])
    port = site.rpartition(":")[2]
    assert read(f"http://two.example:{port}/words").text.startswith("Spain")


def test_a_refused_address_stops_no_other(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "is_public", lambda number: number == "127.0.0.1")
    outcomes = list(read_paths([f"{site}/missing", f"{site}/words", "http://10.0.0.8/"]))
    assert [o.code if isinstance(o, Refused) else o.text for o in outcomes] == [
        "bad-answer",
        "Spain refuses the target of 5 %.",
        "forbidden-address",
    ]
