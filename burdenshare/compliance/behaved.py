"""What allies would do, as drawn paths of their shares: the ``behaved`` path of the engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from burdenshare.compliance.draws import draw
from burdenshare.compliance.fit import Fit, fit
from burdenshare.compliance.forecast import FURTHEST
from burdenshare.compliance.history import revisions, spread_of
from burdenshare.compliance.known import Floats, Known, Table, known, pledged
from burdenshare.errors import Problems, Refusal
from burdenshare.figures.countries import country_name

PATHS = 512
"""Drawn paths; futures take them in turn."""


@dataclass(frozen=True)
class Learned:
    """What was known at the end of a year, and the model fitted to it."""

    known: Known
    fitted: Fit
    doubt: float
    """Standard deviation by which the last share may yet be revised."""


def learn(figures: Table, origin: int, *, as_of: date | None = None) -> Learned:
    """Fit the model to what was known at the end of a year, or on an earlier day.

    Raises
    ------
    Refusal
        ``no-figures``, as of `known`.
    """
    seen = known(figures, origin, as_of=as_of)
    # how far an estimate may be off does not depend on the share asked about
    doubt = 0.0 if "last share" in seen.pseudo else spread_of(revisions(figures, seen.day, 0.0))
    return Learned(seen, fit(seen), doubt)


def behave(
    learned: Learned, members: Sequence[str], targets: Floats, until: int, *, seed: int
) -> Floats:
    """Return drawn shares of the years after the last known one, per cent of GDP.

    Every path is a draw of coefficients, of common years and of own errors, as in `keep`: members
    of one path live through the same years. The paths follow from the seed and the figures alone,
    whoever else is asked about and however many futures take them.

    Parameters
    ----------
    learned : Learned
    members : sequence of str
        Order of the second dimension.
    targets : array (member,)
        Share each ally has promised, per cent; one pledged by all already counts if it is higher.
    until : int
        Last year.
    seed : int

    Returns
    -------
    array (path, member, year)
        `PATHS` paths.

    Raises
    ------
    Refusal
        ``no-figures`` with every member that has no forecast; ``bad-argument`` for a year that is
        too far away.
    """
    seen = learned.known
    problems = Problems()
    for code in members:
        if code not in seen.members:
            problems.add(
                code, f"no share of {country_name(code)} is known for {seen.year} as an ally"
            )
    details = problems.details()
    problems.require_none(
        "no-figures",
        "nothing tells what some would do: " + "; ".join(d["message"] for d in details),
        hint="leave them out, or choose behaviour: {kind: kept}",
    )
    if until - seen.year > FURTHEST:
        raise Refusal(
            "bad-argument",
            f"what allies do in {until} is too far from {seen.year}, the last year known",
            hint=f"end by {seen.year + FURTHEST}",
        )
    everyone = np.full(len(seen.members), pledged(seen.day))
    at = [seen.members.index(code) for code in members]
    everyone[at] = np.maximum(everyone[at], targets)
    paths = draw(
        seen, learned.fitted, everyone, until, draws=PATHS, seed=seed, revision=learned.doubt
    )
    return paths[:, at]
