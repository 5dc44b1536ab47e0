"""All numbers of a run as plain arrays: what the recursion reads, in the shape it reads it."""

from __future__ import annotations

from typing import Any, NamedTuple


class Terms(NamedTuple):
    """What is fixed before any draw; c country, t year, b baseline, e equipment class."""

    codes: Any
    """ISO 3166-1 number, uint64 (c,)."""
    years: Any
    """int64 (t,)."""
    cells: Any
    """(c, t, `Cell`)."""
    start: Any
    """(c, `State`): the state before the first year."""
    multiplier: Any
    """(c, 5): lowest, central, highest, domestic part, what taxes and cuts take away."""
    root: Any
    """(c, 6, 6)."""
    loadings: Any
    """(c, 6, 2)."""
    width: Any
    """(c, t): scale of the shocks, 0 in known years."""
    otherwise: Any
    """(b, c, t, `Otherwise`)."""
    start_at: Any
    """Position of the start year of the pledge, int64 (c,)."""
    mix: Any
    """(c, e): part of equipment spending by class."""
    wear: Any
    """(e,)."""
    stock: Any
    """(c, e): before the first year."""
    reported: Any
    """1 in the reported years, else 0 (t,)."""
    real_dollars: Any
    """(c,): common-price US dollars per unit at the member's constant prices."""
    freedom: Any
    """Degrees of freedom of the tails, 0 where they are normal: int."""
    key: Any
    """The seed's two words, uint64 (2,)."""
