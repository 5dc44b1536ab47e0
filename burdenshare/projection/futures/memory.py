"""How many draws fit into the memory of this machine."""

from __future__ import annotations

import os
from pathlib import Path

from burdenshare.errors import Refusal

PART = 0.5
"""Part of the memory that is free which kept draws may take; the rest is for what is done next."""
_LIMITS = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))


def free_memory() -> int:
    """Return how many bytes are free: of the machine, or of the container where that is less."""
    free = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    meminfo = Path("/proc/meminfo")
    if meminfo.exists():
        lines = dict(line.split(":") for line in meminfo.read_text(encoding="ascii").splitlines())
        free = int(lines["MemAvailable"].split()[0]) * 1024
    for limit in _LIMITS:
        if limit.exists() and (text := limit.read_text(encoding="ascii").strip()).isdigit():
            free = min(free, int(text))
    return free


def require_room(draws: int, bytes_per_draw: int) -> None:
    """Refuse more draws to keep than fit.

    Raises
    ------
    Refusal
        ``beyond-memory``: how many fit, and that nothing limits draws which are only counted.
    """
    if bytes_per_draw == 0:
        return
    fits = int(PART * free_memory() / bytes_per_draw)
    if draws > fits:
        raise Refusal(
            "beyond-memory",
            f"keeping {draws:,} draws takes {draws * bytes_per_draw / 1e9:,.1f} GB; "
            f"{fits:,} draws fit",
            hint=f"keep at most {fits:,} draws or fewer variables, or none: quantiles and "
            "probabilities are streamed at any number of draws",
        )
