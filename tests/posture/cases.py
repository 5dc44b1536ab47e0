"""Small cases to solve by hand, and random ones."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from burdenshare.posture.model import Case, Cell


def small(
    stock: Sequence[Sequence[float]],
    reach: Sequence[Sequence[float]],
    demand: Sequence[Sequence[float]],
    *,
    cells: Sequence[tuple[str, str]],
    usable: float = 1.0,
    weight: Sequence[float] | None = None,
    weakest: float = 0.0,
    cost: Sequence[float] | None = None,
    lead: Sequence[float] | None = None,
) -> Case:
    """Return a case of states A, B ... with items of the domain of the cells that ask for them."""
    have, asked = np.array(stock, dtype=float), np.array(demand, dtype=float)
    states = tuple("ABCDEFGH"[: len(have)])
    count = asked.shape[1]
    return Case(
        name="small",
        suppliers=states,
        owner=states,
        items=tuple(f"item{k}" for k in range(count)),
        domains=tuple(
            cells[int(np.argmax(asked[:, k] > 0))][1] if (asked[:, k] > 0).any() else "land"
            for k in range(count)
        ),
        cells=tuple(Cell(*cell) for cell in cells),
        stock=have,
        usable=np.full(have.shape, usable),
        reach=np.array(reach, dtype=float),
        demand=asked,
        weight=np.array(weight or [1.0 / len(cells)] * len(cells)),
        weakest=weakest,
        cost=np.array(cost or [1.0] * count),
        lead=np.array(lead or [1.0] * count),
        graded={
            "stock": np.where(have > 0, "C", ""),
            "demand": np.where(asked > 0, "judgement", ""),
        },
    )


def worth(made: Case, covered: Sequence[float]) -> float:
    """Return the value of a coverage by cell, as the method states it."""
    weakest: dict[str, float] = {}
    for cell, part in zip(made.cells, covered, strict=True):
        weakest[cell.domain] = min(part, weakest.get(cell.domain, 1.0))
    mean = sum(weakest.values()) / len(weakest)
    return float((made.weight @ np.array(covered) + made.weakest * mean) / (1.0 + made.weakest))


CELLS = (("east", "land"), ("north", "land"), ("east", "air"), ("indo_pacific", "air"))


def random(seed: int, states: int = 4) -> Case:
    """Return a case of four cells and three items: two of land, one of air."""
    rng = np.random.default_rng(seed)
    asks = np.array([[1, 1, 0], [1, 1, 0], [0, 0, 1], [0, 0, 1]])
    reach = rng.uniform(0.2, 1.0, (states, 4)) * (rng.random((states, 4)) < 0.8)
    return small(
        rng.uniform(0.0, 60.0, (states, 3)).tolist(),
        reach.tolist(),
        (asks * rng.uniform(20.0, 200.0, (4, 3))).tolist(),
        cells=CELLS,
        usable=0.5,
        weight=(w := rng.uniform(0.1, 1.0, 4)).__truediv__(w.sum()).tolist(),
        weakest=float(rng.uniform(0.0, 2.0)),
    )
