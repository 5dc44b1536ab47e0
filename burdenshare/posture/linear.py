"""The allocation that covers most, as a linear programme solved by HiGHS.

Variables: z_c in [0, 1], the coverage of cell c; x_ick >= 0, units of item k that supplier i sends
to c; m_d, the weakest direction of domain d. Maximised is

    (sum_c v_c z_c + w * mean_d m_d) / (1 + w)

under

    sum_c x_ick <= S_ik                  a unit is spent once
    D_ck z_c <= sum_i r_ic x_ick         for every item that c asks for: the scarcest decides
    m_d <= z_c                           for every cell c of domain d

HiGHS is called through highspy, not through SciPy, because a solved programme stays in memory: a
changed stock or demand changes a few numbers of it, and the next solution starts from the last one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from burdenshare.errors import Failure
from burdenshare.posture.model import Case, Coverage, Floats

if TYPE_CHECKING:
    import highspy

OPTIONS = {
    "threads": 1,
    "solver": "simplex",
    "presolve": "off",
    "simplex_dual_edge_weight_strategy": 1,
}
"""Dual simplex with Devex pricing on the programme as it is: three times as fast here as what HiGHS
chooses, which prices by steepest edge and looks in vain for what presolve could take away."""


def cover(case: Case) -> Coverage:
    """Return the allocation that covers most of a case, and what more would add."""
    return Solver(case).solve()


class Solver:
    """One case kept solved: change its stock or demand, and solve again from where it stood.

    Parameters
    ----------
    case : Case
        Who can reach what stays as it is; `solve` takes other stocks and demands.
    """

    def __init__(self, case: Case) -> None:
        self.case = case
        self._layout = Layout(case)
        self._highs = start(self._layout.programme())
        self._supply, self._demand = case.supply, case.demand

    def solve(self, *, stock: Floats | None = None, demand: Floats | None = None) -> Coverage:
        """Solve with other stocks or demands; those of the case where none are given.

        Parameters
        ----------
        stock : array (supplier, item), optional
        demand : array (cell, item), optional
            Above zero where the case's own is, and nowhere else.

        Raises
        ------
        Failure
            ``internal`` where HiGHS finds no optimum, which the programme always has.
        """
        from dataclasses import replace

        case = self.case
        if stock is not None or demand is not None:
            case = replace(
                case,
                stock=case.stock if stock is None else np.asarray(stock, dtype=float),
                demand=case.demand if demand is None else np.asarray(demand, dtype=float),
            )
        self._change(case)
        run(self._highs)
        found = self._highs.getSolution()
        columns, duals = np.asarray(found.col_value), np.asarray(found.row_dual)
        return self._layout.coverage(case, columns, duals)

    def _change(self, case: Case) -> None:
        """Write changed supplies and demands into the programme."""
        layout, supply = self._layout, case.supply
        for i, k in np.argwhere(supply != self._supply):
            row = layout.supply_row[i, k]
            if row >= 0:
                self._highs.changeRowBounds(int(row), -np.inf, float(supply[i, k]))
        for c, k in np.argwhere(case.demand != self._demand):
            row = layout.demand_row[c, k]
            self._highs.changeCoeff(int(row), int(c), -float(case.demand[c, k]))
        self._supply, self._demand = supply, case.demand


class Layout:
    """Which column and row of the programme is which variable and constraint of a case.

    Columns: cells first, then the weakest of each domain, then what is sent, then, with
    `purchases`, what each supplier buys of each item. Rows: supplies, demands, weakest.
    """

    def __init__(self, case: Case, *, purchases: bool = False) -> None:
        self.case = case
        asked = case.demand > 0.0
        reached = case.reach > 0.0
        triple = reached[:, :, None] & asked[None, :, :]
        self.sent = np.argwhere(triple)
        """Supplier, cell and item of each column of what is sent."""
        self.weakest = tuple(dict.fromkeys(cell.domain for cell in case.cells))
        self.first = len(case.cells) + len(self.weakest)
        used = triple.any(axis=1)
        self.supply_row = np.full(used.shape, -1)
        self.supply_row[used] = np.arange(int(used.sum()))
        self.bought = np.argwhere(used) if purchases else np.empty((0, 2), dtype=int)
        self.demand_row = np.full(asked.shape, -1)
        self.demand_row[asked] = int(used.sum()) + np.arange(int(asked.sum()))
        self.weak_row = int(used.sum() + asked.sum()) + np.arange(len(case.cells))
        self.rows = int(used.sum() + asked.sum()) + len(case.cells)
        self.columns = self.first + len(self.sent) + len(self.bought)

    def objective(self) -> Floats:
        """Return what each column adds to the value."""
        case = self.case
        gains = np.zeros(self.columns)
        gains[: len(case.cells)] = case.weight / (1.0 + case.weakest)
        gains[len(case.cells) : self.first] = (
            case.weakest / (1.0 + case.weakest) / len(self.weakest)
        )
        return gains

    def matrix(self) -> tuple[Floats, Floats, Floats]:
        """Return rows, columns and values of the coefficients."""
        case, cells = self.case, np.arange(len(self.case.cells))
        i, c, k = self.sent.T
        at = self.first + np.arange(len(self.sent))
        asked = np.argwhere(self.demand_row >= 0)
        weak = np.array([self.weakest.index(cell.domain) for cell in case.cells])
        parts = [
            (self.supply_row[i, k], at, np.ones(len(at))),
            (self.demand_row[c, k], at, case.reach[i, c]),
            (self.demand_row[tuple(asked.T)], asked[:, 0], -case.demand[tuple(asked.T)]),
            (self.weak_row, cells, np.ones(len(cells))),
            (self.weak_row, len(cells) + weak, -np.ones(len(cells))),
        ]
        if len(self.bought):
            i, k = self.bought.T
            at = self.first + len(self.sent) + np.arange(len(self.bought))
            parts.append((self.supply_row[i, k], at, -case.usable[i, k]))
        rows, columns, values = (np.concatenate(part) for part in zip(*parts, strict=True))
        return rows, columns, values

    def programme(self) -> highspy.HighsLp:
        """Return the programme as HiGHS takes it."""
        import highspy

        case = self.case
        rows, columns, values = self.matrix()
        order = np.lexsort((rows, columns))
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = self.columns, self.rows
        lp.sense_ = highspy.ObjSense.kMaximize
        lp.col_cost_ = self.objective()
        lp.col_lower_ = np.zeros(self.columns)
        upper = np.full(self.columns, np.inf)
        upper[: self.first] = 1.0
        lp.col_upper_ = upper
        lower, top = np.zeros(self.rows), np.full(self.rows, np.inf)
        used = self.supply_row >= 0
        lower[self.supply_row[used]], top[self.supply_row[used]] = -np.inf, case.supply[used]
        lp.row_lower_, lp.row_upper_ = lower, top
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        counts = np.bincount(columns, minlength=self.columns)
        lp.a_matrix_.start_ = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
        lp.a_matrix_.index_ = rows[order].astype(np.int32)
        lp.a_matrix_.value_ = values[order]
        return lp

    def coverage(self, case: Case, columns: Floats, duals: Floats) -> Coverage:
        """Read a solution."""
        cells = len(case.cells)
        sent = np.zeros((len(case.suppliers), cells, len(case.items)))
        sent[tuple(self.sent.T)] = np.maximum(columns[self.first : self.first + len(self.sent)], 0)
        price = np.zeros(case.stock.shape)
        used = self.supply_row >= 0
        price[used] = np.maximum(duals[self.supply_row[used]], 0.0)
        return Coverage(
            case=case,
            covered=np.clip(columns[:cells], 0.0, 1.0) + 0.0,
            sent=sent,
            price=price,
            value=float(self.objective() @ columns),
        )


def start(lp: highspy.HighsLp) -> Any:
    """Return HiGHS with a programme in it: one thread, simplex, and silent.

    HiGHS prints its name when callbacks are enabled, which its constructor does: silenced there.
    """
    import highspy

    base: Any = highspy.Highs

    def quietly(self: Any) -> None:
        """Set the solver up without its printed log."""
        self.setOptionValue("output_flag", False)
        base.enableCallbacks(self)

    highs = type("Silent", (base,), {"enableCallbacks": quietly})()
    for name, value in OPTIONS.items():
        highs.setOptionValue(name, value)
    highs.passModel(lp)
    return highs


def run(highs: Any) -> bool:
    """Solve; False where nothing can fulfil the constraints.

    Raises
    ------
    Failure
        ``internal`` where HiGHS stops for another reason.
    """
    import highspy

    highs.run()
    status = highs.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return False
    if status != highspy.HighsModelStatus.kOptimal:
        raise Failure(
            "internal",
            f"HiGHS found no optimum ({highs.modelStatusToString(status)})",
            hint="please report it with the judgement file",
        )
    return True
