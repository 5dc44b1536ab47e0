"""Japan: from the plan-covered budget to the goal of 2 % on its own base; the plan's progress."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from burdenshare.errors import Refusal

if TYPE_CHECKING:
    from burdenshare.figures.model import Observation
    from burdenshare.figures.steps import Ledger, Step
    from burdenshare.figures.store import Figures

BUDGET = "budget, expenditure basis"
SUPPLEMENT = "supplementary budget"
RATIO = "share of GDP"
CONTRACTS = "contracts, beside the budget"
SIPRI = "SIPRI against the budget"

YEN = "JPY billion, fiscal year from April"
GOAL_YEAR = 2022
"""Fiscal year whose GDP the goal of 2 % is measured on."""
FIRST = 0.75
"""Part of a fiscal year from April that lies in the calendar year it is named after."""

PLAN_YEARS = range(2023, 2028)
_LAST = 2027

Rows = dict[str, "Observation"]
_SERIES = (
    "defence_budget_plan_covered",
    "defence_budget_incl_saco_realignment",
    "security_related_spending",
    "security_related_complementary",
    "supplementary_budget_defence",
    "supplementary_budget_saco_realignment",
    "defence_budget_supplementary",
    "security_related_supplementary",
    "security_related_spending_incl_supplementary",
    "security_related_pct_base_gdp",
    "security_related_pct_own_gdp",
    "security_related_pct_incl_supplementary",
    "new_contracts_plan_covered",
    "new_contracts_incl_saco_realignment",
)


def japan_steps(ledger: Ledger, figures: Figures, year: int, as_of: date | None) -> None:
    """Add Japan's own figures of a fiscal year, and where SIPRI's stand against them."""
    rows: Rows = {}
    for series in _SERIES:
        found = _latest(figures, series, year, as_of)
        if found is not None:
            rows[series] = found
    base = _latest(figures, "target_base_gdp", GOAL_YEAR, as_of)
    if year == _LAST:
        _target(ledger, figures, base, as_of)
        return
    if not rows:
        ledger.missing(BUDGET, f"FY{year}", "the tables hold no budget lines of this fiscal year")
        return
    _budget(ledger, rows)
    _supplement(ledger, rows)
    _goal(ledger, rows, base)
    _own_year(ledger, figures, rows, year, as_of)
    _contracts(ledger, rows)
    _sipri(ledger, figures, rows, year, as_of)
    _flag(ledger, rows, base)


def _flag(ledger: Ledger, rows: Rows, base: Observation | None) -> None:
    if base is not None:
        ledger.flag(
            "goal-base",
            f"Japan measures its goal of 2 % on the GDP of FY{GOAL_YEAR} as projected when the "
            f"goal was set (about {base.value / 1e3:,.0f} trillion yen), not on that of the year",
            [base],
        )
    if "new_contracts_plan_covered" in rows:
        ledger.flag(
            "two-bases",
            "new contracts are commitments that later budgets pay; they are never added to the "
            "expenditure basis",
            [rows["new_contracts_plan_covered"]],
        )


def _target(ledger: Ledger, figures: Figures, base: Observation | None, as_of: date | None) -> None:
    """Add what the plan expects of its last year: targets, not budgets."""
    names = {
        "plan_final_year_expenditure_target": "target: expenditure covered by the plan",
        "security_related_target_saco_realignment": "target: SACO and realignment",
        "security_related_target_other_ministries": "target: coast guard, peacekeeping",
    }
    found = {series: _latest(figures, series, _LAST, as_of) for series in names}
    parts = [row for row in found.values() if row is not None]
    goal = _latest(figures, "security_related_spending_target", _LAST, as_of)
    for row in parts:
        ledger.published(BUDGET, names[row.series], row)
    if goal is None or base is None:
        ledger.missing(BUDGET, f"goal for FY{_LAST}", "not known by then")
        return
    if len(parts) == len(names):
        rest = round(goal.value - sum(row.value for row in parts), 6)
        ledger.derived(
            BUDGET,
            "target: research, infrastructure, cyber security, help to partners, by difference",
            rest,
            YEN,
            [goal, *parts],
            note="the goal less the parts that the ministry names with an amount",
        )
    ledger.published(BUDGET, f"goal for FY{_LAST}", goal)
    _ratio(ledger, f"goal over the GDP of FY{GOAL_YEAR}", [goal], base, None)
    _flag(ledger, {}, base)


def _latest(figures: Figures, series: str, year: int, as_of: date | None) -> Observation | None:
    found = figures.rows(series, countries=["JPN"], years=(year, year), vintages="all", as_of=as_of)
    return max(found, key=lambda row: row.vintage, default=None)


def _budget(ledger: Ledger, rows: Rows) -> None:
    plan = rows.get("defence_budget_plan_covered")
    total = rows.get("defence_budget_incl_saco_realignment")
    security = rows.get("security_related_spending")
    if plan is None:
        ledger.missing(BUDGET, "budget covered by the five-year plan", "not in the tables")
    else:
        ledger.published(BUDGET, "budget covered by the five-year plan, initial", plan)
    if total is None:
        ledger.missing(BUDGET, "SACO and realignment of US forces", "no total that includes them")
    else:
        if plan is not None:
            _difference(ledger, BUDGET, "plus SACO and realignment of US forces", total, plan)
        added = None if plan is None else round(total.value - plan.value, 6)
        ledger.published(BUDGET, "defence-related budget, initial", total, change=added)
    if security is None:
        ledger.missing(
            BUDGET, "security-related spending of all ministries", "no amount was published"
        )
        return
    added = None
    if total is not None:
        others = _difference(
            ledger, BUDGET, "plus other ministries, by difference", security, total
        )
        added = others.value
    ledger.published(BUDGET, "security-related spending, initial budgets", security, change=added)
    printed = rows.get("security_related_complementary")
    if printed is not None and plan is not None:
        beyond = security.value - plan.value
        ledger.derived(
            BUDGET,
            "check: everything beside the plan, printed less computed",
            round(printed.value - beyond, 6),
            YEN,
            [printed, security, plan],
            note=f"printed {printed.value:,.0f}, computed {beyond:,.1f}; all but the plan are "
            f"printed in 0.1 trillion yen: {printed.quote}",
        )


def _supplement(ledger: Ledger, rows: Rows) -> None:
    defence = rows.get("supplementary_budget_defence")
    whole = rows.get("security_related_supplementary")
    if defence is None:
        ledger.missing(SUPPLEMENT, "supplementary defence budget", "not in the tables")
        return
    plan = rows.get("defence_budget_supplementary")
    realignment = rows.get("supplementary_budget_saco_realignment")
    if plan is not None:
        ledger.published(SUPPLEMENT, "supplementary, covered by the plan", plan)
    if realignment is not None:
        ledger.published(SUPPLEMENT, "supplementary, SACO and realignment", realignment)
    elif plan is not None:
        label = "supplementary, SACO and realignment, by difference"
        _difference(ledger, SUPPLEMENT, label, defence, plan)
    ledger.published(SUPPLEMENT, "supplementary defence budget", defence)
    if whole is None:
        ledger.missing(
            SUPPLEMENT,
            "supplementary security-related spending of all ministries",
            "no amount was published; up to FY2024 the government counted initial budgets only",
        )
        return
    _difference(ledger, SUPPLEMENT, "plus other ministries, by difference", whole, defence)
    ledger.published(SUPPLEMENT, "supplementary security-related spending", whole)
    initial = rows.get("security_related_spending")
    both = rows.get("security_related_spending_incl_supplementary")
    if initial is not None:
        total = initial.value + whole.value
        ledger.derived(
            SUPPLEMENT,
            "security-related spending with supplementary budget",
            total,
            YEN,
            [initial, whole],
            note="initial plus supplementary; a draft of the Cabinet",
        )
        if both is not None:
            ledger.published(SUPPLEMENT, "the same as printed", both, change=both.value - total)


def _goal(ledger: Ledger, rows: Rows, base: Observation | None) -> None:
    """Divide by the GDP of FY2022 as projected when the goal was set."""
    security = rows.get("security_related_spending")
    printed = rows.get("security_related_pct_base_gdp")
    if base is None:
        ledger.missing(RATIO, f"GDP of FY{GOAL_YEAR} as projected", "not known by then")
    elif security is None:
        ledger.missing(RATIO, f"over the GDP of FY{GOAL_YEAR}", "no amount to divide")
        if printed is not None:
            ledger.published(RATIO, "ratio as printed by the government", printed)
    else:
        ledger.published(RATIO, f"GDP of FY{GOAL_YEAR} as projected when the goal was set", base)
        _ratio(
            ledger,
            f"over the GDP of FY{GOAL_YEAR}: the goal's own ratio",
            [security],
            base,
            printed,
        )
        more = rows.get("security_related_supplementary")
        if more is not None:
            label = f"with supplementary budget, over the GDP of FY{GOAL_YEAR}"
            with_more = rows.get("security_related_pct_incl_supplementary")
            _ratio(ledger, label, [security, more], base, with_more)


def _ratio(
    ledger: Ledger,
    label: str,
    parts: list[Observation],
    base: Observation,
    printed: Observation | None,
) -> None:
    value = 100.0 * sum(part.value for part in parts) / base.value
    ledger.derived(
        RATIO,
        label,
        value,
        f"percent of GDP of FY{GOAL_YEAR}",
        [*parts, base],
        note=f"rounds to {value:.1f} %",
    )
    _against_printed(ledger, value, printed)


def _against_printed(ledger: Ledger, value: float, printed: Observation | None) -> None:
    if printed is not None:
        difference = round(round(value, 1) - printed.value, 10)
        ledger.published(
            RATIO,
            "as printed by the government",
            printed,
            change=difference + 0.0,
            note=f"difference after rounding {difference + 0.0:.1f} points",
        )


def _own_year(ledger: Ledger, figures: Figures, rows: Rows, year: int, as_of: date | None) -> None:
    """Divide by the GDP of the fiscal year itself, and by today's figure for 2022, by vintage."""
    security = rows.get("security_related_spending")
    if security is None:
        return
    gdp = figures.rows("gdp_lcu", countries=["JPN"], definition="imf", vintages="all", as_of=as_of)
    by_key = {(row.vintage, row.year): row for row in gdp}
    printed = rows.get("security_related_pct_own_gdp")
    vintages = sorted({row.vintage for row in gdp})
    for vintage in vintages:
        now, following = by_key.get((vintage, year)), by_key.get((vintage, year + 1))
        if now is None or following is None:
            continue
        fiscal = FIRST * now.value + (1.0 - FIRST) * following.value
        value = 100.0 * security.value / fiscal
        ledger.derived(
            RATIO,
            f"over the GDP of FY{year} itself, IMF vintage {vintage}",
            value,
            f"percent of GDP of FY{year}",
            [security, now, following],
            note=f"GDP {fiscal:,.0f} billion yen: three quarters of {year} and one of {year + 1}; "
            f"rounds to {value:.1f} %",
        )
        _against_printed(ledger, value, printed)
    revised = [by_key[v, GOAL_YEAR] for v in vintages if (v, GOAL_YEAR) in by_key]
    if len({row.value for row in revised}) > 1:
        ledger.flag(
            "gdp-revised",
            f"the IMF gives Japan's GDP of {GOAL_YEAR} as "
            + ", then ".join(f"{row.value:,.0f} ({row.vintage})" for row in revised)
            + " billion yen: a ratio to the GDP of the year depends on the vintage",
            revised,
        )
    if revised:
        today = revised[-1]
        ledger.derived(
            RATIO,
            f"over the IMF's GDP of {GOAL_YEAR} as revised since: not the goal's base",
            100.0 * security.value / today.value,
            f"percent of GDP of {GOAL_YEAR}, vintage {today.vintage}",
            [security, today],
            note=f"the GDP of {GOAL_YEAR} now reads {today.value:,.0f} billion yen; the goal keeps "
            "the projection of the day it was set",
        )


def _contracts(ledger: Ledger, rows: Rows) -> None:
    note = "commitments that later budgets pay: never added to the expenditure basis"
    for series, label in (
        ("new_contracts_plan_covered", "new contracts covered by the plan"),
        ("new_contracts_incl_saco_realignment", "new contracts with SACO and realignment"),
    ):
        if series in rows:
            ledger.published(CONTRACTS, label, rows[series], note=note)


def _sipri(ledger: Ledger, figures: Figures, rows: Rows, year: int, as_of: date | None) -> None:
    """Set SIPRI's fiscal-year yen against the budget, and give its calendar year in yen."""
    asked = {"countries": ["JPN"], "years": (year, year), "vintages": "all", "as_of": as_of}
    dollars = figures.rows("milex_usd_current", definition="sipri", **asked)  # type: ignore[arg-type]
    rates = figures.rows("fx_lcu_per_usd", definition="imf", **asked)  # type: ignore[arg-type]
    for row in dollars:
        known = [rate for rate in rates if rate.vintage <= row.vintage]
        if known:
            rate = known[-1]
            ledger.derived(
                SIPRI,
                f"SIPRI, edition {row.vintage}: calendar year in yen",
                row.value * rate.value / 1e3,
                "JPY billion, calendar year",
                [row, rate],
                note=f"its dollars at the IMF's average rate, vintage {rate.vintage}",
            )
    budget = rows.get("defence_budget_incl_saco_realignment")
    more = rows.get("supplementary_budget_defence")
    for row in figures.rows("milex_lcu_fy", definition="sipri", **asked):  # type: ignore[arg-type]
        if budget is None or more is None:
            ledger.missing(
                SIPRI,
                f"SIPRI, edition {row.vintage}: fiscal year against the budget",
                "the initial or the supplementary budget is not in the tables",
            )
            continue
        rest = round(row.value / 1e3 - budget.value - more.value, 6) + 0.0
        exact = abs(rest) < 0.05
        ledger.derived(
            SIPRI,
            f"SIPRI, edition {row.vintage}: fiscal year less initial and supplementary budget",
            rest,
            YEN,
            [row, budget, more],
            note="no rest: SIPRI counts the defence-related budget with SACO and realignment plus "
            "the supplementary budget"
            if exact
            else "unexplained; an outturn in place of budgets would be one reason",
            kind="derived" if exact else "unexplained",
        )


def _difference(
    ledger: Ledger, group: str, label: str, whole: Observation, part: Observation
) -> Step:
    """Add a part that no page prints: the published whole less the published rest."""
    return ledger.derived(
        group,
        label,
        round(whole.value - part.value, 6),
        whole.unit,
        [whole, part],
        note=f"by difference: {whole.value:,.1f} less {part.value:,.1f}",
    )


@dataclass(frozen=True)
class PlanProgress:
    """How far Japan's five-year plan has come, on each of its two bases; JPY billion."""

    expenditure: dict[int, float]
    """Plan-covered expenditure by fiscal year: initial budgets, then the plan's own last year."""
    expenditure_planned: float
    contracts: dict[int, float]
    """New contracts by fiscal year, initial budgets."""
    contracts_supplementary: dict[int, float]
    """New contracts of supplementary budgets."""
    contracts_planned: float
    printed_pct: dict[int, float]
    """Share contracted through a fiscal year as printed."""
    keys: tuple[str, ...]

    @property
    def expenditure_total(self) -> float:
        """Sum of the five years on the expenditure basis."""
        return round(sum(self.expenditure.values()), 6)

    def contracted_pct(self, through: int, *, supplementary: bool = False) -> float:
        """Return the share of planned contracts concluded through a fiscal year, per cent."""
        done = sum(v for y, v in self.contracts.items() if y <= through)
        if supplementary:
            done += sum(v for y, v in self.contracts_supplementary.items() if y <= through)
        return 100.0 * done / self.contracts_planned

    def to_json(self) -> dict[str, Any]:
        """Return both bases, the sums and the shares, with the keys of every figure used."""
        return {
            "unit": "JPY billion",
            "expenditure": {
                "basis": "expenditure (cash) covered by the plan, initial budgets",
                "years": {str(y): v for y, v in self.expenditure.items()},
                "total": self.expenditure_total,
                "planned": self.expenditure_planned,
            },
            "contracts": {
                "basis": "new contracts for material; never added to expenditure",
                "years": {str(y): v for y, v in self.contracts.items()},
                "supplementary": {str(y): v for y, v in self.contracts_supplementary.items()},
                "planned": self.contracts_planned,
                "through": {
                    str(y): {
                        "initial_pct": self.contracted_pct(y),
                        "with_supplementary_pct": self.contracted_pct(y, supplementary=True)
                        if y in self.contracts_supplementary
                        else None,
                        "printed_pct": self.printed_pct.get(y),
                    }
                    for y in self.contracts
                },
            },
            "keys": list(self.keys),
        }


def plan_progress(figures: Figures, *, as_of: date | None = None) -> PlanProgress:
    """Return how much of Japan's plan of FY2023-27 the yearly budgets make up.

    Expenditure: the initial budgets of the years that have one, and the plan's own amount for
    FY2027. Contracts: initial and supplementary budgets told apart.

    Raises
    ------
    Refusal
        ``no-figures`` where a year of the expenditure basis or a planned total is not known.
    """
    used: list[Observation] = []

    def years(series: str) -> dict[int, float]:
        found = {}
        for year in PLAN_YEARS:
            row = _latest(figures, series, year, as_of)
            if row is not None:
                used.append(row)
                found[year] = row.value
        return found

    def planned(series: str, year: int) -> float:
        row = figures.one(series, "JPN", year, as_of=as_of)
        used.append(row)
        return row.value

    expenditure = years("defence_budget_plan_covered")
    expenditure.setdefault(_LAST, planned("plan_final_year_expenditure_target", _LAST))
    lacking = [str(year) for year in PLAN_YEARS if year not in expenditure]
    if lacking:
        raise Refusal(
            "no-figures",
            f"no plan-covered budget is known for FY{', FY'.join(lacking)}",
            hint="The five-year sum needs the budgets of FY2023 to FY2026; take a later --as-of.",
        )
    return PlanProgress(
        expenditure=dict(sorted(expenditure.items())),
        expenditure_planned=planned("plan_annual_budget_expenditure", PLAN_YEARS[0]),
        contracts=years("new_contracts_plan_covered"),
        contracts_supplementary=years("new_contracts_supplementary"),
        contracts_planned=planned("plan_new_contracts_material", PLAN_YEARS[0]),
        printed_pct=years("plan_contracts_booked_pct"),
        keys=tuple(row.key for row in used),
    )
