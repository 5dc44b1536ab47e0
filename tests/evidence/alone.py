"""The hand rules without the learned model."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest.mock import patch

from burdenshare.evidence.claims import english, japanese
from burdenshare.evidence.claims.learned import Judged
from burdenshare.evidence.claims.scene import Clause, Scene
from burdenshare.evidence.model import Stance

Judge = Callable[[Clause, Scene, Stance, str], Judged]


def leave(clause: Clause, scene: Scene, stance: Stance, rule: str) -> Judged:
    """Leave what the rules say."""
    return Judged(stance, rule)


@contextmanager
def rules_alone(judge: Judge = leave) -> Iterator[None]:
    """Put something else, or nothing, in the place of the model."""
    with patch.object(english, "judged", judge), patch.object(japanese, "judged", judge):
        yield
