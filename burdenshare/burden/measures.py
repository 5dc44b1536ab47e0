"""Every measure of burden for one table: the main function of the room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from burdenshare.burden import ranks, shares
from burdenshare.burden.index import Index, weighted_index
from burdenshare.burden.ranks import Alternative, RankTest
from burdenshare.burden.table import OPTIONAL, BurdenTable

Floats = NDArray[np.float64]

PLEDGES = (2.0, 3.5)
GUIDELINE = 20.0
"""Share of spending on major equipment that NATO's guideline asks for, per cent."""

UNITS = {
    "burden": "per cent of GDP",
    "alliance_burden": "per cent of GDP, weighted by GDP",
    "share_of_spending": "fraction of the alliance's spending",
    "share_of_gdp": "fraction of the alliance's GDP at market rates",
    "share_of_gdp_ppp": "fraction of the alliance's GDP at purchasing power parity",
    "relative_burden": "share of spending over share of GDP, which is burden over alliance burden",
    "gap_to_*": "money lacking to the pledge, negative above it",
    "shortfall_to_*": "money lacking to the pledge, zero above it; never netted",
    "hhi_spending": "sum of squared shares of spending, 1/n to 1",
    "equipment_share": "per cent of spending",
    "security_burden": "per cent of GDP",
    "p": "chance of a result at least as extreme without association",
}


@dataclass(frozen=True)
class Concordance:
    """Do shares of spending match shares of something else? Wilcoxon's signed-rank test."""

    components: tuple[str, ...]
    """What the other share is the mean of."""
    statistic: float | None
    p_two_sided: float | None
    p_one_sided: float | None


@dataclass(frozen=True)
class Burden:
    """Who carries the burden: every measure of one table.

    Arrays are shaped (member,), in the order of ``table.members``.
    """

    table: BurdenTable
    share_of_spending: Floats
    share_of_gdp: Floats
    share_of_gdp_ppp: Floats | None
    alliance_burden: float
    pledges: tuple[float, ...]
    gap: dict[float, Floats]
    shortfall: dict[float, Floats]
    hhi_spending: float
    gini_spending: float
    gini_burden: float
    spearman: RankTest
    spearman_ex_us: RankTest | None
    kendall: RankTest
    kendall_ex_us: RankTest | None
    partial: tuple[RankTest, ...]
    share_against_gdp: Concordance
    benefit: Concordance | None
    quadrants: dict[str, dict[str, str]]
    """Quadrant of each member with an equipment share, by pledge."""
    security_burden: Floats | None
    security_spearman: RankTest | None
    missing: tuple[dict[str, str], ...]
    """Measures that the table does not allow, each with what it lacks."""
    index: Index | None = None

    def at_or_above(self, pledge: float) -> int:
        """Count the members whose burden, as published, is `pledge` or more."""
        return int((self.table.burden >= pledge).sum())

    def to_json(self) -> dict[str, Any]:
        """Return the result in the form of the interface contract."""
        from burdenshare.burden.document import document

        return document(self)


def measure(
    table: BurdenTable,
    *,
    pledges: Sequence[float] = PLEDGES,
    alternative: Alternative = "greater",
    permutations: int = 0,
    seed: int = 1,
    weights: dict[str, float] | None = None,
) -> Burden:
    """Measure who carries the burden in `table`.

    Parameters
    ----------
    table : BurdenTable
    pledges : sequence of float
        Shares of GDP, per cent, for gaps, shortfalls and counts.
    alternative : {"greater", "less"}
        Direction of the one-sided p of rank tests. The exploitation hypothesis (Olson and
        Zeckhauser 1966) says that burdens rise with GDP: ``greater``.
    permutations : int
        Random permutations for a p of Spearman's rho that needs no distribution; 0 for none.
    seed : int
        Seed of the permutations.
    weights : dict, optional
        Weights of a composite index by criterion: ``burden``, ``relative_ppp``,
        ``equipment_share``, ``security_burden``.

    Raises
    ------
    Refusal
        ``bad-argument``: a weight that is no positive number or names no criterion.
    """

    def rho(x: Floats, y: Floats) -> RankTest:
        return ranks.spearman(x, y, alternative=alternative, permutations=permutations, seed=seed)

    burden, gdp = table.burden, table.gdp
    apart = _without(table, "USA")
    share_of_spending, share_of_gdp = shares.share(table.spending), shares.share(gdp)
    ppp = table.complete("gdp_ppp")
    security = _security(table)
    measured = Burden(
        table=table,
        share_of_spending=share_of_spending,
        share_of_gdp=share_of_gdp,
        share_of_gdp_ppp=None if ppp is None else shares.share(ppp),
        alliance_burden=shares.alliance_burden(table.spending, gdp),
        pledges=tuple(pledges),
        gap={p: shares.gap(burden, gdp, p) for p in pledges},
        shortfall={p: shares.shortfall(burden, gdp, p) for p in pledges},
        hhi_spending=shares.herfindahl(table.spending),
        gini_spending=shares.gini(table.spending),
        gini_burden=shares.gini(burden),
        spearman=rho(burden, gdp),
        spearman_ex_us=None if apart is None else rho(burden[apart], gdp[apart]),
        kendall=ranks.kendall(burden, gdp, alternative=alternative),
        kendall_ex_us=None
        if apart is None
        else ranks.kendall(burden[apart], gdp[apart], alternative=alternative),
        partial=_partial(table, alternative),
        share_against_gdp=_concordance(share_of_spending, share_of_gdp, ("gdp",), alternative),
        benefit=_benefit(table, share_of_spending, alternative),
        quadrants=_quadrants(table, pledges),
        security_burden=security,
        security_spearman=None if security is None else rho(security, gdp),
        missing=_missing(table),
    )
    if weights is None:
        return measured
    return replace(measured, index=weighted_index(table.members, criteria(measured), weights))


def criteria(measured: Burden) -> dict[str, Floats]:
    """Return what an index can weigh: each criterion by member, higher carrying more.

    ``burden`` (per cent of GDP), ``relative_ppp`` (share of spending over share of GDP at PPP),
    ``equipment_share`` and ``security_burden``, as far as the table allows.
    """
    table = measured.table
    found = {"burden": table.burden}
    if measured.share_of_gdp_ppp is not None:
        found["relative_ppp"] = measured.share_of_spending / measured.share_of_gdp_ppp
    if "equipment_share" in table.extra:
        found["equipment_share"] = table.extra["equipment_share"]
    if measured.security_burden is not None:
        found["security_burden"] = measured.security_burden
    return found


def _without(table: BurdenTable, country: str) -> NDArray[np.bool_] | None:
    """Return who stays when `country` is left out; None where it is no member or too few stay."""
    stays = np.array([member != country for member in table.members])
    return None if stays.all() or stays.sum() < 3 else stays


def _security(table: BurdenTable) -> Floats | None:
    peacekeeping, aid = table.complete("peacekeeping"), table.complete("oda")
    if peacekeeping is None or aid is None:
        return None
    return shares.security_burden(table.spending, peacekeeping, aid, table.gdp)


def _partial(table: BurdenTable, alternative: Alternative) -> tuple[RankTest, ...]:
    """Hold GDP per head constant, then the exposed border too, as far as the table has them."""
    population, border = table.complete("population"), table.complete("exposed_border")
    controls: dict[str, Floats] = {}
    tests = []
    if population is not None:
        controls["gdp_per_head"] = table.gdp / population
    if border is not None:
        controls["exposed_border"] = border
    for count in range(1, len(controls) + 1):
        held = dict(list(controls.items())[:count])
        tests.append(ranks.partial_spearman(table.burden, table.gdp, held, alternative=alternative))
    return tuple(tests)


def _concordance(
    mine: Floats, other: Floats, components: tuple[str, ...], alternative: Alternative
) -> Concordance:
    return Concordance(components, *ranks.signed_rank(mine, other, alternative=alternative))


def _benefit(
    table: BurdenTable, share_of_spending: Floats, alternative: Alternative
) -> Concordance | None:
    columns = {"gdp": table.gdp}
    for name in ("population", "exposed_border"):
        column = table.complete(name)
        if column is not None and column.sum() > 0:
            columns[name] = column
    if len(columns) == 1:
        return None
    average = shares.benefit_share(*columns.values())
    return _concordance(share_of_spending, average, tuple(columns), alternative)


def _quadrants(table: BurdenTable, pledges: Sequence[float]) -> dict[str, dict[str, str]]:
    equipment = table.extra.get("equipment_share")
    if equipment is None:
        return {}
    return {
        member: {
            f"{pledge:.1f}": shares.quadrant(float(b), float(e), pledge, GUIDELINE)
            for pledge in pledges
        }
        for member, b, e in zip(table.members, table.burden, equipment, strict=True)
        if not np.isnan(e)
    }


_NEEDS = {
    "share_of_gdp_ppp": ("gdp_ppp",),
    "partial (GDP per head held constant)": ("population",),
    "partial (exposed border held constant)": ("exposed_border",),
    "benefit share with exposed border": ("exposed_border",),
    "equipment guideline and quadrants": ("equipment_share",),
    "security_burden": ("oda", "peacekeeping"),
}


def _missing(table: BurdenTable) -> tuple[dict[str, str], ...]:
    lacks = []
    for what, columns in _NEEDS.items():
        for column in columns:
            if column not in table.extra:
                reason = f"no column {column} ({OPTIONAL[column]})"
            elif table.complete(column) is None:
                values = zip(table.members, table.extra[column], strict=True)
                reason = f"no {column} of {', '.join(m for m, v in values if np.isnan(v))}"
            else:
                continue
            lacks.append({"measure": what, "lacks": column, "reason": reason})
    return tuple(lacks)
