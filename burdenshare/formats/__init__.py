"""In which room is it decided, and who is in it? Formats as a network, by date.

The main function is `meet`: it takes memberships on a day and returns who shares how many rooms
with whom, how dense and how dependent on one state the network is, and what remains without it.
`who_can` lists the formats that could act without a named state; `burdens` shows the parts of
overstretch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from burdenshare.formats.network import Meeting, meet
    from burdenshare.formats.reading import read
    from burdenshare.formats.remit import Remit, remits
    from burdenshare.formats.stretch import burdens
    from burdenshare.formats.who_can import who_can

__all__ = ["Meeting", "Remit", "burdens", "meet", "read", "remits", "who_can"]

_HOMES = {
    "Meeting": "network",
    "Remit": "remit",
    "burdens": "stretch",
    "meet": "network",
    "read": "reading",
    "remits": "remit",
    "who_can": "who_can",
}


def __getattr__(name: str) -> Any:
    """Import a name of this room when it is first asked for."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(name)
    found = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found
