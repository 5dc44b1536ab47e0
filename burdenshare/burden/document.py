"""A `Burden` as one JSON document: keys of the interface contract, NaN as null."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from burdenshare.burden.measures import UNITS, criteria

if TYPE_CHECKING:
    from burdenshare.burden.index import Index
    from burdenshare.burden.measures import Burden, Concordance
    from burdenshare.burden.ranks import RankTest


def document(measured: Burden) -> dict[str, Any]:
    """Return every measure under the names that other programs rely on, unrounded."""
    table = measured.table
    return {
        "year": table.year,
        "vintage": table.vintage,
        "definition": table.definition,
        "alliance": table.alliance,
        "n": len(table.members),
        "alliance_burden": measured.alliance_burden,
        "us_share_spending": _of_us(measured, "share_of_spending"),
        "us_share_gdp": _of_us(measured, "share_of_gdp"),
        "us_share_gdp_ppp": _of_us(measured, "share_of_gdp_ppp"),
        "hhi_spending": measured.hhi_spending,
        "effective_number": 1.0 / measured.hhi_spending,
        "gini_spending": measured.gini_spending,
        "gini_burden": measured.gini_burden,
        "spearman": _spearman(measured.spearman),
        "spearman_ex_us": _spearman(measured.spearman_ex_us),
        "kendall": _kendall(measured.kendall),
        "kendall_ex_us": _kendall(measured.kendall_ex_us),
        "partial": [_spearman(test) for test in measured.partial],
        "wilcoxon_share_vs_gdp": _concordance(measured.share_against_gdp),
        "concordance": _concordance(measured.benefit),
        "security_spearman": _spearman(measured.security_spearman),
        "at_or_above": {f"{p:.1f}": measured.at_or_above(p) for p in measured.pledges},
        "shortfall": {
            f"{p:.1f}": {"total": float(lacking.sum()), "members": int((lacking > 0).sum())}
            for p, lacking in measured.shortfall.items()
        },
        "index": _index(measured.index),
        "members": _members(measured),
        "money_unit": table.unit,
        "gdp_basis": table.gdp_basis,
        "units": UNITS,
        "exclusions": list(table.exclusions),
        "missing": list(measured.missing),
        "notes": list(table.notes),
        "sources": {name: list(keys) for name, keys in table.sources.items()},
    }


def _members(measured: Burden) -> dict[str, dict[str, Any]]:
    table = measured.table
    columns: dict[str, Any] = {
        "burden": table.burden,
        "spending": table.spending,
        "gdp": table.gdp,
        "share_of_spending": measured.share_of_spending,
        "share_of_gdp": measured.share_of_gdp,
        "relative_burden": table.burden / measured.alliance_burden,
    }
    if measured.share_of_gdp_ppp is not None:
        columns["share_of_gdp_ppp"] = measured.share_of_gdp_ppp
        columns["relative_burden_ppp"] = criteria(measured)["relative_ppp"]
    for pledge in measured.pledges:
        columns[f"gap_to_{pledge:g}"] = measured.gap[pledge]
        columns[f"shortfall_to_{pledge:g}"] = measured.shortfall[pledge]
    if "equipment_share" in table.extra:
        columns["equipment_share"] = table.extra["equipment_share"]
    if measured.security_burden is not None:
        columns["security_burden"] = measured.security_burden
    rows: dict[str, dict[str, Any]] = {
        member: {name: _number(float(values[at])) for name, values in columns.items()}
        for at, member in enumerate(table.members)
    }
    for member, quadrant in measured.quadrants.items():
        rows[member]["quadrant"] = quadrant
    return rows


def _of_us(measured: Burden, name: str) -> float | None:
    values = getattr(measured, name)
    if values is None or "USA" not in measured.table.members:
        return None
    return float(values[measured.table.members.index("USA")])


def _spearman(test: RankTest | None) -> dict[str, Any] | None:
    if test is None:
        return None
    found: dict[str, Any] = {"rho": test.coefficient, **_p(test)}
    if test.interval is not None:
        found["interval_95"] = list(test.interval)
    if test.p_permutation is not None:
        found["p_permutation"] = test.p_permutation
    if test.controls:
        found["controls"] = list(test.controls)
    return found


def _kendall(test: RankTest | None) -> dict[str, Any] | None:
    return None if test is None else {"tau": test.coefficient, **_p(test)}


def _p(test: RankTest) -> dict[str, Any]:
    return {
        "n": test.n,
        "p_two_sided": test.p_two_sided,
        "p_one_sided": test.p_one_sided,
        "alternative": test.alternative,
    }


def _concordance(test: Concordance | None) -> dict[str, Any] | None:
    if test is None:
        return None
    return {
        "p": test.p_two_sided,
        "p_one_sided": test.p_one_sided,
        "statistic": test.statistic,
        "components": list(test.components),
    }


def _index(index: Index | None) -> dict[str, Any] | None:
    if index is None:
        return None
    order = np.argsort(index.rank, kind="stable")
    return {
        "weights": index.weights,
        "ranking": [
            {
                "country": index.members[at],
                "rank": int(index.rank[at]),
                "score": float(index.score[at]),
                "mean_rank": float(index.mean_rank[at]),
            }
            for at in order
        ],
        "above": {
            row: {
                column: float(index.above[i, j]) for j, column in enumerate(index.members) if j != i
            }
            for i, row in enumerate(index.members)
        },
        "left_out": list(index.left_out),
    }


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value
