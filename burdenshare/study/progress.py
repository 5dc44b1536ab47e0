"""How long work tells of its progress."""

from __future__ import annotations

from collections.abc import Callable

Step = Callable[[int, int, str], None]
"""Told how much is done, of how much in all, and what."""


def silent(_done: int, _total: int, _what: str) -> None:
    """Report no progress."""
