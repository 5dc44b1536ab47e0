"""What is mortgaged beside a run: the programmes that its scenario names, and its pledge's part."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from burdenshare.errors import Refusal
from burdenshare.scenario.words import named

if TYPE_CHECKING:
    from burdenshare.programmes.committed import Committed
    from burdenshare.programmes.cost import ProgrammeCost
    from burdenshare.programmes.model import Programme
    from burdenshare.scenario.model import Scenario
    from burdenshare.study.runs import Study

KEY = "programmes"
DRAWS = 2000
"""Draws of each programme in a run; `burdenshare programme --draws` takes more."""


@dataclass(frozen=True)
class Mortgaged:
    """Programmes beside a run.

    Attributes
    ----------
    costed : tuple of ProgrammeCost
    unpublished : tuple of Programme
        Those of which too much is not published to cost them.
    committed : dict of str to Committed
        Part of each partner's pledge that the costed ones take, where it is a member.
    apart : tuple of str
        Why the rest cannot be held against a pledge.
    """

    costed: tuple[ProgrammeCost, ...]
    unpublished: tuple[Programme, ...]
    committed: dict[str, Committed]
    apart: tuple[str, ...]

    @cached_property
    def document(self) -> dict[str, Any]:
        """Return what is added to the result, as plain data."""
        from burdenshare.programmes.document import document

        return {
            KEY: {
                "costed": {one.programme.name: document(one) for one in self.costed},
                "unpublished": {
                    one.name: {"title": one.title, "what": list(one.unpublished)}
                    for one in self.unpublished
                },
                "committed": {code: one.to_json() for code, one in self.committed.items()},
                "apart": list(self.apart),
            }
        }


def embedded(scenario: Scenario) -> Scenario:
    """Return the scenario with its programmes as plain data, so that it stands alone.

    Raises
    ------
    Refusal
        ``unknown-programme`` for a name that the library does not have.
    """
    from burdenshare.programmes.reading import fields

    if not scenario.programmes:
        return scenario
    held = tuple(fields(one) for one in scenario.programmes)
    return scenario.model_copy(update={"programmes": held})


def mortgaged(study: Study) -> Mortgaged | None:
    """Return what the programmes of a scenario cost beside it; None where it names none.

    Raises
    ------
    Refusal
        ``unknown-programme``; ``bad-programme`` with every problem of one at once.
    """
    if not study.scenario.programmes:
        return None
    from burdenshare.programmes.cost import cost
    from burdenshare.programmes.reading import fields, load_fields

    held = [
        load_fields(fields(one), one if isinstance(one, str) else f"programmes[{i}]")
        for i, one in enumerate(study.scenario.programmes)
    ]
    ready = [one for one in held if one.development is not None and one.production is not None]
    costed = tuple(cost(one, draws=DRAWS, seed=study.scenario.seed) for one in ready)
    parts, apart = _committed(study, costed)
    return Mortgaged(costed, tuple(one for one in held if one not in ready), parts, apart)


def _committed(
    study: Study, costed: tuple[ProgrammeCost, ...]
) -> tuple[dict[str, Committed], tuple[str, ...]]:
    """Return which part of each member's pledge the programmes take, and what cannot be said."""
    from burdenshare.study.mortgage import mortgage, programme_claims

    found, apart = {}, []
    for member in study.projection.members:
        mine = [one for one in costed if member in one.partners]
        claims = [claim for one in mine for claim in programme_claims(one, member)]
        if not claims:
            continue
        try:
            found[member] = mortgage(study, member, claims)
        except Refusal as refusal:
            apart.append(f"{named(member)}: {refusal.message}")
    return found, tuple(apart)
