"""Names of items, domains and directions as words, and numbers of items."""

from __future__ import annotations

_SAID = {
    "air_missile_defence": "air and missile defence",
    "indo_pacific": "Indo-Pacific",
    "long_range_sam": "long-range SAM",
}
_UNCOUNTED = ("aircraft", "artillery", "equipment")


def words(name: str) -> str:
    """Return a name as words: ``long-range SAM launcher``, ``air and missile defence``."""
    for part, said in _SAID.items():
        name = name.replace(part, said)
    return name.replace("_", " ")


def several(item: str) -> str:
    """Return the name of an item in the plural: ``main battle tanks``, ``tanker aircraft``."""
    name = words(item)
    return name if name.endswith(_UNCOUNTED) else f"{name}s"


def counted(number: float, item: str) -> str:
    """Return a number of an item: ``1 submarine``, ``2,744 main battle tanks``."""
    shown = f"{number:,.0f}"
    return f"{shown} {words(item) if shown == '1' else several(item)}"
