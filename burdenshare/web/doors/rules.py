"""What the settings say of the doors, read once when a service opens."""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass, field

from burdenshare import settings
from burdenshare.errors import Refusal
from burdenshare.web.doors.budgets import Budget


@dataclass(frozen=True)
class Rules:
    """Who may read, by which names the service is called, and how much one client may send."""

    open_reading: bool
    names: frozenset[str]
    reads: Budget = field(repr=False)
    live: Budget = field(repr=False)
    writes: Budget = field(repr=False)
    upload: int

    @classmethod
    def read(cls) -> Rules:
        """Read the settings.

        Raises
        ------
        Refusal
            ``bad-argument`` for a setting that says what it cannot.
        """
        setting = settings.SETTINGS["web_read"]
        who = os.environ.get(setting.variable) or setting.default
        if who not in ("anyone", "nobody"):
            raise Refusal(
                "bad-argument",
                f"{setting.variable} is {who!r}, but must be anyone or nobody",
                hint=setting.help,
            )
        return cls(
            open_reading=who == "anyone",
            names=frozenset(name.lower() for name in settings.words("web_hosts")),
            reads=Budget("readings", settings.number("web_reads")),
            live=Budget("questions", settings.number("web_live")),
            writes=Budget("changes", settings.number("web_writes")),
            upload=settings.number("web_upload"),
        )

    def knows(self, host: str) -> bool:
        """Say whether the service is called so: a page elsewhere cannot pass its name for ours.

        A name that someone else points at this machine would let their page read what only this
        machine may. Addresses in digits cannot be pointed anywhere.
        """
        name = host.lower()
        if name.startswith("["):
            name = name[1:].partition("]")[0]
        elif name.count(":") <= 1:
            name = name.partition(":")[0]
        name = name.rstrip(".")
        if name == "localhost" or name.endswith(".localhost") or name in self.names:
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True
