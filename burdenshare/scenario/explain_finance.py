"""How a scenario's pledge is kept, paid for and spent, in plain sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from burdenshare.scenario.words import all_named, capital, listed, named, points

if TYPE_CHECKING:
    from burdenshare.scenario.model import Affordable, Contracts, PerMember, Range, Scenario

Words = Callable[[float], str]


def explain_finance(scenario: Scenario) -> list[str]:
    """Return one sentence for each thing that a scenario says about keeping and paying a pledge.

    A scenario without draws that says nothing of it has no sentence; with draws, the defaults that
    then count are said.
    """
    return [
        *_behaviour(scenario),
        *_financing(scenario),
        *_output(scenario),
        *_prices(scenario),
        *_equipment(scenario),
        *_union(scenario),
        *_debt(scenario),
        *_affordable(scenario),
        *(s for code, one in scenario.contracts.items() for s in _contracts(code, one)),
        *_shocks(scenario),
    ]


def _behaviour(scenario: Scenario) -> Iterable[str]:
    said = scenario.behaviour
    if said.kind == "behaved":
        yield (
            "Spending is what allies would actually do by the model of who keeps a pledge, not "
            "what they promised: a spread of drawn paths that go on from NATO's published shares."
        )
    elif said.kind == "kept":
        yield "Every pledge is kept: the result is what that costs, not what will happen."
    yield from _each(
        said.inertia, lambda x: f"a year leaves {_percent(x)} of the way to the path undone"
    )
    yield from _each(
        said.absorption, lambda x: f"spending grows by at most {x:g} % a year in real terms"
    )
    yield from _each(
        said.slippage, lambda x: f"{_percent(x)} of the rise is budgeted but never spent"
    )
    if said.budgeting == "cash":
        yield "Budgets are fixed in cash on the GDP expected a year before."
    for package in scenario.packages:
        what = f" ({package.what})" if package.what else ""
        yield (
            f"In {package.year}, {named(package.member)} spends {package.amount:g} billion in its "
            f"own currency once, on top of the path{what}."
        )


def _financing(scenario: Scenario) -> Iterable[str]:
    parts = {"debt": "by debt", "tax": "by higher taxes", "other": "by cuts elsewhere"}
    given = dict(scenario.financing)
    if not any(value is not None for value in given.values()):
        if scenario.draws:
            yield "All of the extra spending is paid by debt."
        return
    if not any(isinstance(value, dict) for value in given.values()):
        yield f"The extra is paid {_paid({parts[k]: v or 0.0 for k, v in given.items()})}."
        return
    groups: dict[str, list[str]] = {}
    for code in scenario.members:
        said = {
            parts[name]: value.get(code, 0.0) if isinstance(value, dict) else value or 0.0
            for name, value in given.items()
        }
        groups.setdefault(_paid(said) if any(said.values()) else "by debt", []).append(code)
    for how, codes in groups.items():
        yield f"For {all_named(codes)}, the extra is paid {how}."


def _paid(parts: dict[str, float]) -> str:
    words = [f"{_percent(part)} {how}" for how, part in parts.items() if part]
    return next((how for how, part in parts.items() if part == 1.0), listed(words))


def _output(scenario: Scenario) -> Iterable[str]:
    given = scenario.multipliers
    kinds = {
        "spending": "a unit of spending at home raises output by",
        "equipment": "a unit of equipment made at home raises output by",
        "personnel": "a unit of pay raises output by",
        "operations": "a unit of operations and upkeep raises output by",
    }
    for field, words in kinds.items():
        value = getattr(given, field)
        if isinstance(value, dict):
            for code, one in value.items():
                yield capital(f"in {named(code)}, {words} {_span(one)}.")
        elif value is not None:
            yield capital(f"{words} {_span(value)}.")
    yield from _each(given.tax, lambda x: f"a unit of higher taxes lowers output by {x:g}")
    yield from _each(given.other, lambda x: f"a unit of cuts elsewhere lowers output by {x:g}")
    yield from _each(given.fade, lambda x: f"{_percent(x)} of the effect is gone after a year")
    if scenario.draws and given.spending is None:
        yield (
            "A unit of spending at home raises output by 0.2 to 1.6, central 0.7, unless another "
            "number is given: our choice within the published estimates."
        )


def _prices(scenario: Scenario) -> Iterable[str]:
    yield from _each(
        scenario.defence_inflation,
        lambda x: (
            f"defence prices rise {points(abs(x))} a year {'faster' if x >= 0 else 'slower'}"
            " than prices in general"
        ),
    )
    yield from _each(
        scenario.import_share,
        lambda x: f"{_percent(x)} of equipment is imported and moves with the exchange rate",
    )


def _equipment(scenario: Scenario) -> Iterable[str]:
    yield from _each(
        scenario.equipment_share, lambda x: f"{_percent(x)} of spending buys equipment"
    )
    classes = scenario.equipment_classes
    if classes:
        words = [f"{n} {_percent(c.share)} over {c.life:g} years" for n, c in classes.items()]
        yield f"Equipment is split into {listed(words)}."
    if scenario.accounting == "accrual":
        yield "The balance counts equipment over its service life, not when it is paid."
    elif scenario.accounting == "cash":
        yield "The balance counts equipment when it is paid."


def _union(scenario: Scenario) -> Iterable[str]:
    if scenario.escape_clause:
        yield (
            f"Under the escape clause of the EU, {all_named(scenario.escape_clause)} may pay up to "
            "1.5 % of GDP a year of the extra by debt, from 2025 to 2028; what lies beyond is "
            "paid as given."
        )
    loans = scenario.safe_loans
    if isinstance(loans, dict):
        for code, amount in loans.items():
            yield (
                f"{capital(named(code))} takes loans of the EU for defence of {amount:g} billion "
                "euros; they are national debt."
            )
    elif loans:
        yield (
            "Loans of the EU for defence, as allocated in September 2025, go to "
            f"{all_named(loans)}; they are national debt."
        )


def _debt(scenario: Scenario) -> Iterable[str]:
    said = scenario.debt
    yield from _each(said.long_rate, lambda x: f"new long-term debt costs {x:g} % today")
    yield from _each(
        said.primary_balance,
        lambda x: f"beyond the last forecast the primary balance is {x:g} % of GDP",
    )
    yield from _each(said.maturity, lambda x: f"debt has an average maturity of {x:g} years")
    yield from _each(
        said.risk_premium,
        lambda x: f"each point of debt above the threshold adds {points(x)} to the long rate",
    )
    yield from _each(said.premium_above, lambda x: f"the threshold of debt is {x:g} % of GDP")


def _affordable(scenario: Scenario) -> Iterable[str]:
    said = scenario.affordable
    if scenario.draws or any(value is not None for _, value in said):
        yield f"A pledge counts as affordable in a year when {affordable_when(said)}."


def affordable_when(said: Affordable) -> str:
    """Return the conditions under which a pledge counts as affordable, in words."""
    years = "a year" if said.span == 1 else f"{said.span} years"
    return f"public debt is at or below {said.limit:g} % of GDP, or no higher than {years} before"


def _contracts(code: str, one: Contracts) -> Iterable[str]:
    first, last = min(one.amounts), max(one.amounts)
    rates = sorted(set(one.rate.values()))
    planned = " to ".join(f"{rate:g}" for rate in dict.fromkeys((rates[0], rates[-1])))
    total = sum(one.amounts.values())
    yield (
        f"For {named(code)}, orders of {total:,.6g} billion in its own currency from {first} to "
        f"{last} were planned at {planned} per US dollar and at prices of {one.prices_of}; "
        f"{_percent(one.imported.central)} of them{_between(one.imported)} is paid for in dollars. "
        "The result says what the actual exchange rate and prices leave of them."
    )


def _shocks(scenario: Scenario) -> Iterable[str]:
    if scenario.tails == "normal":
        yield "Shocks are normal."
    elif scenario.tails is not None:
        yield f"Shocks have fat tails, with {scenario.tails} degrees of freedom."
    if scenario.calibration:
        yield f"The shocks are those of the calibration {scenario.calibration}."


# Words -------------------------------------------------------------------------------------------


def _each(given: PerMember, words: Words) -> Iterable[str]:
    """Say a number for all members, or one after the other."""
    if isinstance(given, dict):
        for code, number in given.items():
            yield f"For {named(code)}, {words(number)}."
    elif given is not None:
        yield f"{capital(words(given))}."


def _span(one: Range) -> str:
    low, central, high = (f"{x:g}" for x in dict(one).values())
    return central if low == high else f"{low} to {high}, central {central}"


def _between(one: Range) -> str:
    """Return the ends of a range of parts in brackets, where it has some."""
    return "" if one.low == one.high else f" ({_percent(one.low)} to {_percent(one.high)})"


def _percent(part: float) -> str:
    return f"{100.0 * part:.6g} %"
