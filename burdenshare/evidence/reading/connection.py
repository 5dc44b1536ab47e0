"""Connections to public addresses only, with one deadline for all that is done over them."""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import httpcore

from burdenshare.errors import Refusal

if TYPE_CHECKING:
    import ssl

_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class GuardedBackend(httpcore.NetworkBackend):
    """Opens connections to addresses that it has checked itself, until a deadline.

    Parameters
    ----------
    deadline : float
        On the clock of `time.monotonic`.
    own_network : bool
        Allow this machine and private networks too.
    """

    def __init__(self, deadline: float, own_network: bool) -> None:
        self.deadline, self.own_network = deadline, own_network
        self.answered = False
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Resolve a name, check all of its addresses, and connect to the first that answers."""
        addresses = resolve(host.strip("[]"), port, self.left())
        if not self.own_network:
            require_public(host, addresses)
        for address in addresses[:-1]:
            try:
                return self._connect(address, port)
            except httpcore.NetworkError:
                continue
        return self._connect(addresses[-1], port)

    def _connect(self, address: str, port: int) -> httpcore.NetworkStream:
        return _Stream(self._plain.connect_tcp(address, port, timeout=self.left()), self)

    def left(self) -> float:
        """Return the seconds left.

        Raises
        ------
        httpcore.ReadTimeout
            If there are none.
        """
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time is up")
        return left


class _Stream(httpcore.NetworkStream):
    """A connection that ends at the deadline, however steadily it drips."""

    def __init__(self, inner: httpcore.NetworkStream, backend: GuardedBackend) -> None:
        self._inner, self._backend = inner, backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read what has come, within the time that is left for the page."""
        data = self._inner.read(max_bytes, timeout=self._backend.left())
        self._backend.answered = True
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send, within the time that is left for the page."""
        self._inner.write(buffer, timeout=self._backend.left())

    def close(self) -> None:
        """End the connection."""
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """Go on encrypted, within the time that is left for the page."""
        left = self._backend.left()
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, left), self._backend)

    def get_extra_info(self, info: str) -> Any:
        """Return what the connection knows of itself."""
        return self._inner.get_extra_info(info)


def is_public(address: str) -> bool:
    """Tell whether a numeric address, or the one packed into it, belongs to the public network."""
    try:
        number = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(number, ipaddress.IPv6Address):
        inner = number.ipv4_mapped or number.sixtofour
        if number in _NAT64:
            inner = ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        if number.teredo or number.scope_id:
            return False
    return number.is_global and not number.is_multicast and not number.is_reserved


def resolve(host: str, port: int, seconds: float) -> list[str]:
    """Return the numeric addresses of a name, asked for no longer than some seconds.

    Raises
    ------
    OSError
        If the name is not known, or no answer comes in time.
    """
    outcome: list[Any] = []

    def ask() -> None:
        try:
            outcome.append(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            outcome.append(error)

    worker = threading.Thread(target=ask, daemon=True)
    worker.start()
    worker.join(max(seconds, 0))
    if not outcome:
        raise TimeoutError(f"the name {host} was not resolved in time")
    if isinstance(outcome[0], Exception):
        raise OSError(f"the name {host} is not known")
    return list(dict.fromkeys(str(entry[4][0]) for entry in outcome[0]))


def require_public(host: str, addresses: list[str]) -> None:
    """Raise ``forbidden-address`` unless every address of a host is public."""
    inner = [address for address in addresses if not is_public(address)]
    if inner or not addresses:
        raise Refusal(
            "forbidden-address",
            f"{host} is on this machine or a private network ({', '.join(inner)}).",
            hint="Save the document and give the file.",
        )
