"""What long work may take: limits that are settings."""

from __future__ import annotations

from dataclasses import dataclass

from burdenshare import settings
from burdenshare.errors import Refusal


@dataclass(frozen=True)
class Limits:
    """What one run may take, and how many there may be."""

    draws: int
    """Futures of a run, of all points of a question together."""
    points: int
    """Points of a question, of all its scenarios together."""
    seconds: int
    memory: int
    """MB of each process of a run."""
    runs: int
    """At a time, over all processes of the service that share a home."""
    queue: int
    """Runs that wait, in one process of the service."""
    kept: int
    """Ended runs whose folders are kept."""
    live_draws: int
    """Futures while a slider moves."""

    @classmethod
    def read(cls) -> Limits:
        """Read the limits from the settings."""
        names = cls.__dataclass_fields__
        return cls(**{name: settings.number(f"web_{name}") for name in names})

    def require_points(self, points: int) -> None:
        """Refuse what would run scenarios at too many points.

        Raises
        ------
        Refusal
            ``over-limit``
        """
        if points > self.points:
            raise Refusal(
                "over-limit",
                f"{points:,} points: this service runs {self.points:,} for one question at most",
                hint="ask for fewer values or points, or ask it on your own machine",
            )

    def require_draws(self, draws: int, points: int = 1) -> None:
        """Refuse what would draw too many futures.

        Raises
        ------
        Refusal
            ``over-limit``
        """
        if draws * points > self.draws:
            asked = f"{draws:,} draws" + (f" at {points:,} points" if points > 1 else "")
            raise Refusal(
                "over-limit",
                f"{asked}: this service draws {self.draws:,} futures at most",
                hint="ask for fewer draws or points, or run it on your own machine",
            )
