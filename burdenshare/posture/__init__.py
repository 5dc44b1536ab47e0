"""What does the money cover? Stocks, demands, and the allocation that covers most.

The main function is `cover`: from a `Case` (who has what, how much of it can be sent where, what
each direction and domain asks for) it finds the allocation that covers most, and says how far each
cell is covered, what is the weakest, and what one more billion of each state in each domain would
add. `judgement` reads what is assumed, `stocks` the counts, `case` puts both together; `absences`,
`divert` and `hanging` solve the case again without an ally, with an ally turned elsewhere, and with
weak inputs varied. `ways` spends the same money uniformly and tailored, `duplication` prices being
apart, `partners` lets partners take part, `shift` moves money between domains, `draws` draws every
weak input. Counts are not capability: munitions, crews, age and command are in none of these
numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from burdenshare.posture.absence import absences
    from burdenshare.posture.build import case
    from burdenshare.posture.counts import stocks
    from burdenshare.posture.drawing import draws
    from burdenshare.posture.elsewhere import divert
    from burdenshare.posture.grades import hanging
    from burdenshare.posture.linear import cover
    from burdenshare.posture.model import Case, Coverage, Judgement
    from burdenshare.posture.moving import shift
    from burdenshare.posture.partnership import partners
    from burdenshare.posture.pooled import duplication
    from burdenshare.posture.reading import judgement
    from burdenshare.posture.tailored import ways

__all__ = [
    "Case",
    "Coverage",
    "Judgement",
    "absences",
    "case",
    "cover",
    "divert",
    "draws",
    "duplication",
    "hanging",
    "judgement",
    "partners",
    "shift",
    "stocks",
    "ways",
]

_HOMES = {
    "Case": "model",
    "Coverage": "model",
    "Judgement": "model",
    "absences": "absence",
    "case": "build",
    "cover": "linear",
    "divert": "elsewhere",
    "draws": "drawing",
    "duplication": "pooled",
    "hanging": "grades",
    "judgement": "reading",
    "partners": "partnership",
    "shift": "moving",
    "stocks": "counts",
    "ways": "tailored",
}


def __getattr__(name: str) -> Any:
    """Import a name of this room when it is first asked for."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(name)
    found = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found
