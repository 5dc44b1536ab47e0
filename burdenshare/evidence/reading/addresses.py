"""A page from the web, with limits of size, time and redirects; none from a private network."""

from __future__ import annotations

import re
import time
import zlib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from burdenshare import __version__
from burdenshare.errors import Failure, Refusal
from burdenshare.evidence.model import Document
from burdenshare.evidence.reading.document import read_bytes
from burdenshare.evidence.reading.limits import Limits
from burdenshare.settings import SETTINGS

if TYPE_CHECKING:
    import httpcore
    import httpx

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HOST = re.compile(rb"[\w.:-]+")
_LAST_PORT = 65_535
_CHUNK = 1 << 16
_HEADERS = (
    (b"User-Agent", f"burdenshare/{__version__}".encode()),
    (b"Accept", b"text/html, application/pdf, text/plain, */*;q=0.5"),
    (b"Accept-Encoding", b"gzip, deflate"),
    (b"Accept-Language", b"en, ja;q=0.9"),
)


def is_address(path: object) -> bool:
    """Tell whether what a user gave is an address rather than a path."""
    return isinstance(path, str) and "://" in path


def read_address(
    address: str, *, limits: Limits | None = None, own_network: bool = False
) -> Document:
    """Return the document at an address.

    The name is resolved once for each connection, every address that it has must be public, and
    the connection goes to an address so checked: neither a redirect nor a name that changes its
    address leads into the machine or a private network. Proxies are not used.

    Parameters
    ----------
    address : str
        ``http://`` or ``https://``, without a user name or password in it.
    limits : Limits, optional
        Those of the settings where nothing is given.
    own_network : bool
        Allow this machine and private networks too; for tests.

    Raises
    ------
    Refusal
        ``forbidden-address``, ``too-many-redirects``, ``endless-page``, ``too-large``, or what
        `read_file` raises for the bytes.
    Failure
        ``network`` if nothing answers, ``bad-answer`` if the server refuses.
    """
    limits = limits or Limits.of_settings()
    data, name, declared = fetch(address, limits, own_network=own_network)
    return read_bytes(data, name, limits, declared=declared)


def fetch(address: str, limits: Limits, *, own_network: bool = False) -> tuple[bytes, str, str]:
    """Return the bytes at an address, the address without its fragment, and the content type.

    Raises
    ------
    Refusal, Failure
        As `read_address`.
    """
    url = _checked(address)
    name = str(url.copy_with(fragment=None))
    deadline = time.monotonic() + limits.seconds
    for _ in range(limits.redirects + 1):
        data, declared, onward = _ask(url, deadline, limits, own_network)
        if onward is None:
            return data, name, declared
        url = _checked(onward, url)
    raise Refusal(
        "too-many-redirects",
        f"{name} sends on more than {limits.redirects} times.",
        hint=f"Give the last address, or raise {SETTINGS['read_redirects'].variable}.",
    )


def _checked(address: str, base: httpx.URL | None = None) -> httpx.URL:
    """Return a web address, that of a redirect joined to where it came from."""
    import httpx

    try:
        url = base.join(address) if base else httpx.URL(address)
        sound = (
            url.scheme in ("http", "https")
            and bool(_HOST.fullmatch(url.raw_host))
            and (url.port or 80) <= _LAST_PORT
            and not url.userinfo
        )
    except (httpx.InvalidURL, ValueError, TypeError):
        sound = False
    if not sound:
        raise Refusal(
            "forbidden-address",
            f"{address[:200]} is no web address: it must begin with http:// or https://, "
            "name a host, and hold no password.",
            hint="Save the document and give the file.",
        )
    return url


def _ask(
    url: httpx.URL, deadline: float, limits: Limits, own_network: bool
) -> tuple[bytes, str, str | None]:
    """Return body and content type of one answer, or where it sends on to."""
    import httpcore

    from burdenshare.evidence.reading.connection import GuardedBackend

    backend = GuardedBackend(deadline, own_network)
    target = httpcore.URL(
        scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
    )
    headers = [(b"Host", url.netloc), *_HEADERS]
    try:
        with (
            httpcore.ConnectionPool(network_backend=backend) as pool,
            pool.stream("GET", target, headers=headers) as answer,
        ):
            return _read(answer, url, limits)
    except httpcore.TimeoutException as error:
        if backend.answered:
            raise _endless(url, f"{limits.seconds} seconds", "read_seconds") from error
        raise _no_answer(url, f"none came in {limits.seconds} seconds") from error
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError, ValueError) as error:
        raise _no_answer(url, str(error) or type(error).__name__) from error


def _read(
    answer: httpcore.Response, url: httpx.URL, limits: Limits
) -> tuple[bytes, str, str | None]:
    headers = {key.lower(): value.decode("latin-1") for key, value in answer.headers}
    if answer.status in _REDIRECTS and b"location" in headers:
        return b"", "", headers[b"location"]
    if answer.status != 200:
        raise Failure(
            "bad-answer",
            f"{url} was answered with HTTP {answer.status}.",
            hint="Open it in a browser; it may need a log-in, or be gone.",
        )
    length = headers.get(b"content-length", "")
    if length.isdigit():
        limits.require_bytes(int(length), str(url))
    body = bytearray()
    for chunk in _unpacked(answer.iter_stream(), headers.get(b"content-encoding", "")):
        body += chunk
        if len(body) > limits.bytes:
            raise _endless(url, f"{limits.bytes:,} bytes", "read_bytes")
    return bytes(body), headers.get(b"content-type", "").lower(), None


def _unpacked(chunks: Iterable[bytes], coding: str) -> Iterator[bytes]:
    """Give the chunks of a body, unpacked little by little, so that no bomb goes off."""
    if coding.strip().lower() not in ("gzip", "x-gzip", "deflate"):
        yield from chunks
        return
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)
    for chunk in chunks:
        rest = chunk
        while rest:
            try:
                yield unpacker.decompress(rest, _CHUNK)
            except zlib.error as error:
                raise ValueError(f"its packing is broken: {error}") from error
            rest = unpacker.unconsumed_tail
    yield unpacker.flush()


def _endless(url: httpx.URL, limit: str, setting: str) -> Refusal:
    return Refusal(
        "endless-page",
        f"{url} had not ended after {limit}, and was cut off.",
        hint=f"Save the document and give the file, or raise {SETTINGS[setting].variable}.",
    )


def _no_answer(url: httpx.URL, why: str) -> Failure:
    return Failure(
        "network",
        f"{url.host} gave no answer: {why}",
        hint="Check the address and the connection, or save the document and give the file.",
    )
