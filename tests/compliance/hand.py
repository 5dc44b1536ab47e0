"""Small cases written by hand, and figures with a part hidden."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np

from burdenshare.compliance.fit import COVARIATES, Fit
from burdenshare.compliance.known import Changes, Known
from burdenshare.figures.model import Observation
from burdenshare.figures.store import Figures


class Hidden:
    """The figures without what was published after a day, or without years after one."""

    def __init__(
        self, figures: Figures, *, published: date | None = None, last_year: int | None = None
    ) -> None:
        self.figures, self.published, self.last_year = figures, published, last_year
        self.fingerprint = figures.fingerprint

    def rows(self, series: str, **asked: Any) -> list[Observation]:
        return [
            o
            for o in self.figures.rows(series, **asked)
            if (self.published is None or self.figures.source_of(o).published <= self.published)
            and (self.last_year is None or o.year <= self.last_year)
        ]


def case(shares: dict[str, list[float]], *, first: int = 2015, pledge: float = 2.0) -> Known:
    """Return what is known of allies whose shares are given from `first` on."""
    ally, year, before, change = [], [], [], []
    for name, path in sorted(shares.items()):
        for k in range(1, len(path)):
            ally.append(name)
            year.append(first + k)
            before.append(path[k - 1])
            change.append(path[k] - path[k - 1])
    last = first + len(next(iter(shares.values()))) - 1
    return Known(
        origin=last,
        day=date(last, 12, 31),
        members=tuple(sorted(shares)),
        absent=(),
        year=last,
        last=np.array([shares[a][-1] for a in sorted(shares)]),
        changes=Changes(ally, year, np.array(before), np.array(change), np.full(len(ally), pledge)),
        covariates={name: {} for name in ("debt", "growth", "income", "equipment")},
        editions={"shares": "by hand"},
        pseudo=(),
    )


def still(known: Known, *, constant: float, pull: float, back: float) -> Fit:
    """Return a fit without any doubt: three coefficients, no errors."""
    return Fit(
        names=(("constant", ""), ("pull", ""), ("back", "")),
        mean=np.array([constant, pull, back]),
        covariance=np.zeros((3, 3)),
        spread=np.zeros(len(known.members)),
        year_spread=0.0,
        pull_spread=0.0,
        scales=dict.fromkeys(COVARIATES, (0.0, 0.0)),
        allies=known.members,
        breaks=(),
        n=1,
        years=(2016, 2016),
    )
