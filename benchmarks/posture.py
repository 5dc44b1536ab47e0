"""How long coverage takes: one case, every single absence, draws; beside SciPy's linprog, cold."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from benchmarks.measure import report
from burdenshare.posture.absence import absences
from burdenshare.posture.build import case
from burdenshare.posture.drawing import draws
from burdenshare.posture.linear import Layout, Solver, cover
from burdenshare.posture.model import DIRECTIONS, DOMAINS, Case, Cell
from burdenshare.posture.reading import judgement

STATES, CONTINGENCIES, DRAWS, COLD = 42, 3, 1_000, 50


def full(seed: int = 1) -> Case:
    """Return a made-up case of 42 states in which all five directions ask for all seven domains."""
    rng = np.random.default_rng(seed)
    cells = tuple(Cell(direction, domain) for direction in DIRECTIONS for domain in DOMAINS)
    states = tuple(f"S{n:02d}" for n in range(STATES))
    names = np.array(DOMAINS)
    asked = np.array([cell.domain for cell in cells])[:, None] == names[None, :]
    return Case(
        name="made up",
        suppliers=states,
        owner=states,
        items=DOMAINS,
        domains=DOMAINS,
        cells=cells,
        stock=rng.lognormal(3.0, 1.0, (STATES, len(DOMAINS))),
        usable=rng.uniform(0.1, 0.6, (STATES, len(DOMAINS))),
        reach=rng.uniform(0.1, 1.0, (STATES, len(cells))),
        demand=np.where(asked, rng.lognormal(4.5, 0.5, asked.shape), 0.0),
        weight=np.full(len(cells), 1.0 / len(cells)),
        weakest=1.0,
        cost=np.ones(len(DOMAINS)),
        lead=np.ones(len(DOMAINS)),
        graded={
            "stock": np.full((STATES, len(DOMAINS)), "C"),
            "demand": np.where(asked, "judgement", ""),
        },
    )


def linprog(made: Case) -> float:
    """Solve a case with SciPy, from nothing, and return its value."""
    import scipy.optimize as optimize
    from scipy import sparse

    layout = Layout(made)
    rows, columns, values = layout.matrix()
    used = layout.supply_row >= 0
    sign, top = np.full(layout.rows, -1.0), np.zeros(layout.rows)
    sign[layout.supply_row[used]] = 1.0
    top[layout.supply_row[used]] = made.supply[used]
    size = (layout.rows, layout.columns)
    matrix: Any = sparse.csr_matrix((values * sign[rows], (rows, columns)), shape=size)
    bounds = [(0, 1)] * layout.first + [(0, None)] * (layout.columns - layout.first)
    solve: Any = optimize.linprog
    return -float(solve(-layout.objective(), matrix, top, bounds=bounds, method="highs").fun)


def timed(work: Callable[[], object], runs: int = 5) -> float:
    """Return the least seconds of some runs."""
    best = float("inf")
    for _ in range(runs):
        begin = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - begin)
    return best


def drawn(made: Case, draws: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return stocks and demands, each input wrong by about a fifth."""
    rng = np.random.default_rng(2)
    return [
        (
            made.stock * rng.lognormal(0.0, 0.2, made.stock.shape),
            made.demand * rng.lognormal(0.0, 0.2, made.demand.shape),
        )
        for _ in range(draws)
    ]


def main() -> None:
    """Time the questions on a full made-up case and on the one that ships."""
    cases = [full(seed) for seed in range(CONTINGENCIES)]
    ours = timed(lambda: [cover(made) for made in cases])
    theirs = timed(lambda: [linprog(made) for made in cases])
    assert abs(cover(cases[0]).value - linprog(cases[0])) < 1e-7
    judged = judgement()
    shipped = timed(lambda: cover(case(judged)))
    each = timed(lambda: [absences(case(judged, contingency=s)) for s in judged.sets], 2)
    made = case(judged)
    solver, futures = Solver(made), drawn(made, DRAWS)
    warm = timed(lambda: [solver.solve(stock=s, demand=d) for s, d in futures], 1)
    ranged = timed(lambda: draws(made, DRAWS), 1)
    few = futures[:COLD]
    cold = timed(lambda: [linprog(replace(made, stock=s, demand=d)) for s, d in few], 1)
    cold *= DRAWS / COLD
    report(
        "posture",
        [
            {"what": "42 states, 7 domains, 5 directions, 3 contingencies", "seconds": ours},
            {"what": "the same by linprog", "seconds": theirs, "ratio": theirs / ours},
            {"what": "the case that ships, built and solved", "seconds": shipped},
            {"what": "every single absence in each of its 5 sets", "seconds": each},
            {"what": "1,000 draws of stocks and demands, warm", "seconds": warm},
            {
                "what": "the same by linprog, scaled from 50 draws",
                "seconds": cold,
                "ratio": cold / warm,
            },
            {"what": "1,000 draws of every weak input, by cover-range", "seconds": ranged},
        ],
    )


if __name__ == "__main__":
    main()
