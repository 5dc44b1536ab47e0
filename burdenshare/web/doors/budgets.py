"""How many requests one client may send in a minute, each process of a service for itself."""

from __future__ import annotations

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from threading import Lock

from burdenshare.errors import Refusal

CLIENTS = 20_000
"""Clients of which it is remembered what they sent; who sent least lately is forgotten first."""


class TooMany(Refusal):
    """More requests than one client may send."""

    def __init__(self, what: str, per_minute: int, seconds: float) -> None:
        wait = max(1, math.ceil(seconds))
        super().__init__(
            "too-many-requests",
            f"more than {per_minute} {what} a minute came from one address",
            hint=f"try again in {wait} s; nothing of this request was kept",
        )
        self.headers: Mapping[str, str] = {"Retry-After": str(wait)}


class Budget:
    """A bucket of tokens for each client: full at first, filled evenly, one taken each time.

    Parameters
    ----------
    what : str
        What is counted, in words.
    per_minute : int
        What a full bucket holds, and what flows into it in a minute.
    clock : callable
        Seconds that only go forward.
    """

    def __init__(
        self, what: str, per_minute: int, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.what, self.per_minute = what, per_minute
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def take(self, client: str) -> None:
        """Take one token of a client.

        Raises
        ------
        TooMany
            If there is none; it says when the next will be there.
        """
        at = self._clock()
        with self._lock:
            left, since = self._buckets.pop(client, (float(self.per_minute), at))
            left = min(float(self.per_minute), left + (at - since) * self.per_minute / 60)
            granted = left >= 1
            self._buckets[client] = (left - granted, at)
            if len(self._buckets) > CLIENTS:
                self._buckets.popitem(last=False)
        if not granted:
            raise TooMany(self.what, self.per_minute, (1 - left) * 60 / self.per_minute)


def client_of(address: str) -> str:
    """Return what counts as one client: an address, of IPv6 the /64 that a household has."""
    try:
        given = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(given, ipaddress.IPv6Address):
        if given.ipv4_mapped:
            return str(given.ipv4_mapped)
        return str(ipaddress.ip_network((given, 64), strict=False))
    return str(given)
