"""How each number of the report is made, in a sentence each, and what it leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from burdenshare.brief.words import baseline_name

if TYPE_CHECKING:
    from burdenshare.brief.rows import Together


class Method(NamedTuple):
    """One measure: its anchor, what it is called, how it is made."""

    id: str
    name: str
    text: str


BASELINE_RULES = {
    "constant_share": "The share of the starting year, times what the share is measured against in "
    "each year: spending grows as the economy does.",
    "constant_real": "Spending of the starting year, raised with the price level only.",
    "constant_cash": "Spending of the starting year, the same sum of money every year.",
    "plan": "The plan given with the scenario.",
}

NOT_COSTED = (
    "How the money is raised. Debt, taxes or cuts elsewhere would act back on growth, prices and "
    "interest; GDP here is the same with and without the pledge.",
    "What the money buys. Spending is an input: forces, readiness and delivery dates do not follow "
    "from it, and prices of weapons can rise faster than the price level of GDP used here.",
    "How likely it is. This is the central path on stated assumptions, not a forecast of what "
    "governments will do.",
)


METHODS = (
    Method(
        "m-share",
        "Share on the path",
        "Up to the starting year as published; from there to the target by the deadline along the "
        "path named in the scenario; after the deadline it stays. Whoever starts above the target "
        "keeps the share unless the scenario lets it fall.",
    ),
    Method(
        "m-spending",
        "Spending",
        "Share of the year times what the share is measured against in that year: nominal GDP "
        "unless a note says otherwise.",
    ),
    Method(
        "m-extra",
        "Extra cost",
        "Spending less the baseline of the same year, at current prices; always against a named "
        "baseline.",
    ),
    Method(
        "m-real",
        "Constant prices",
        "The amount of a year divided by the price level of GDP of that year, which is set to one "
        "in the year of the prices named.",
    ),
    Method(
        "m-usd",
        "US dollars of {base}",
        "The amount at the country's prices of {base}, divided by its exchange rate of {base}. "
        "Later movements of exchange rates do not enter.",
    ),
    Method(
        "m-total",
        "Sum over years",
        "The yearly amounts from {first} to {last} added up. Its size depends on the path: the "
        "same target by a later climb costs less on the way.",
    ),
    Method(
        "m-together",
        "All together",
        "US dollars of {base} of the members added up. Whoever spends below the baseline is never "
        "set off against the others. National currencies are not added.",
    ),
    Method(
        "m-head",
        "Per inhabitant",
        "The extra cost of the deadline year over the inhabitants of that year, in units of "
        "national currency.",
    ),
    Method(
        "m-growth",
        "Growth needed",
        "The steady yearly growth of spending that leads from the starting year to the deadline "
        "year: the ratio of the two, to the power of one over the years between, less one.",
    ),
    Method(
        "m-budget",
        "Against other budgets",
        "The extra over constant share in the deadline year, in per cent of the other budget of "
        "that year, which keeps its last published share of GDP.",
    ),
    Method(
        "m-related",
        "Related part",
        "The pledged related share times what the share is measured against in the deadline year: "
        "a level, not an extra.",
    ),
    Method(
        "m-count",
        "Already there",
        "Members whose starting share is at or above their own target.",
    ),
)


def methods(together: Together) -> list[Method]:
    """Return how each measure of the report is made; numbers name these anchors as origin."""
    first, last = together.years
    told = [
        Method(
            each.id,
            each.name.format(base=together.price_base),
            each.text.format(base=together.price_base, first=first, last=last),
        )
        for each in METHODS
    ]
    baselines = [
        Method(f"m-baseline-{name}", f"Baseline: {_text(name)}", _baseline_rule(name))
        for name in together.usd
    ]
    return told[:2] + baselines + told[2:]


def _text(name: str) -> str:
    return str(baseline_name(name).striptags())


def _baseline_rule(name: str) -> str:
    if name.startswith("share_"):
        return f"{_text(name).capitalize()} in every year."
    return BASELINE_RULES.get(name, "As given with the scenario.")
