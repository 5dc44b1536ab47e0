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
NOT_COSTED_WITH_FUTURES = (
    "What the money achieves. Spending and equipment are inputs: forces, readiness and delivery "
    "dates do not follow from them.",
    "What governments would do about a debt that rises. Nobody raises taxes or cuts spending in "
    "answer to it here, beyond what is said under who pays.",
    "What taxes and cuts do to those who bear them, beyond their effect on output.",
    "How likely the pledge is to be kept.",
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


FUTURES = (
    Method(
        "m-futures",
        "Futures",
        "Growth, prices, interest and exchange rates, and the primary balance depart from the "
        "central path by shocks drawn from the calibration, jointly for all countries; pledge, "
        "budget, debt and equipment follow from them year by year. The same seed gives the same "
        'futures. "No shock" is the path without any shock, under the same levers; it differs from '
        "the central path above by what the extra spending does to output, and by the levers.",
    ),
    Method(
        "m-band",
        "Bands",
        "The value that so many per cent of the futures stay below, number by number. Between the "
        "5 and the 95 per cent lie nine of ten futures. Bands do not add up: the band of all "
        "together is that of the sums, taken future by future.",
    ),
    Method(
        "m-probability",
        "Probabilities",
        "The part of the futures in which all conditions named hold in the deadline year, counted "
        "one by one. It is conditional on the pledge, the levers and the calibration.",
    ),
    Method(
        "m-debt",
        "Debt",
        "Debt of the year before, with interest, over the growth of GDP, revalued where it is in "
        "foreign currency, less the primary balance, plus the stock-flow adjustment. The extra is "
        "paid as said under who pays; at the share of the start it is not spent at all.",
    ),
    Method(
        "m-interest",
        "Interest",
        "Implicit interest rate times the debt of the year before, in per cent of the year's GDP. "
        "What is more is interest with the pledge less interest without it, without any shock: it "
        "holds what is paid on the debt that the pledge adds.",
    ),
    Method(
        "m-parts",
        "What moves debt",
        "The change of debt without any shock, summed over the years: interest, what growth and "
        "prices take away, what exchange rates add, less the primary balance, plus the stock-flow "
        "adjustment. Together they are the change; each is rounded by itself.",
    ),
    Method(
        "m-paid",
        "Who pays",
        "Parts of the extra over a constant share that are paid by debt, by taxes and by cuts "
        "elsewhere in the deadline year; they sum to one.",
    ),
    Method(
        "m-equivalents",
        "Equivalents",
        "The extra of the deadline year without any shock, set against another amount of the same "
        "year: what one point of VAT yields, another budget, households, inhabitants. Where a "
        "figure is missing nothing is put in its place.",
    ),
    Method(
        "m-buying",
        "Buying power",
        "Spending over the prices of what defence buys: prices at home, risen by what defence "
        "prices rise faster, and for the imported part the exchange rate. Lost is what it buys "
        "less than the same spending at the price level of GDP.",
    ),
    Method(
        "m-stock",
        "Stock of equipment",
        "Perpetual inventory: the stock of the year before, less what is worn out by service life, "
        "plus what is bought, class by class, at constant prices of what defence buys.",
    ),
)
"""How each number of the futures is made."""


POLITICS = {
    "keep": (
        Method(
            "m-keep",
            "Chance of keeping the pledge",
            "The part of drawn paths on which an ally spends at least the share that it pledged. A "
            "path starts at the last published share; it moves by a pace common to all allies, by "
            "part of the gap to the pledge, and by debt, growth, income, nearness to the threat "
            "and equipment, as the changes of the past went along with them. Plans and elections "
            "are not in it. No cost in this report depends on it.",
        ),
        Method(
            "m-expected",
            "Expected share",
            "Half of the drawn paths lie below it; one in twenty lies below the lowest and one in "
            "twenty above the highest share given.",
        ),
        Method(
            "m-credibility",
            "Credibility",
            "Extra of each ally in its deadline year at constant prices, times its chance of "
            "keeping the pledge, summed and divided by the extra of all. An ally that misses the "
            "pledge still pays a part: money in doubt is not money lost.",
        ),
        Method(
            "m-cohesion",
            "Cohesion",
            "Mean and standard deviation of the allies' shares less the pledge, each ally counted "
            "once, by the newest edition.",
        ),
    ),
    "negotiation": (
        Method(
            "m-compromise",
            "Forecast of a negotiation",
            "The mean of the positions going in, each weighted by capability times salience. On "
            "decisions with known outcomes no other model is measurably better, so the others "
            "explain and do not lead.",
        ),
        Method(
            "m-outcome",
            "Range of the outcome",
            "Half the weighted distribution of positions, half a normal distribution round the "
            "forecast, as wide as past forecasts of this kind were wrong, within the scale and "
            "over the ranges of what was put in.",
        ),
        Method(
            "m-models",
            "Models that explain",
            "Weighted median; Nash bargaining, the point at which the product of gains over no "
            "agreement is largest; expected utility and the spatial model, in which actors "
            "challenge each other and move; exchange, in which two give way where they care less.",
        ),
        Method(
            "m-trades",
            "Trades",
            "Two actors on opposite sides on two issues each give way on the one that they care "
            "less for in proportion, until both gain the same. A gain of one is the whole scale at "
            "salience one. It is gone when both care in the same proportion.",
        ),
        Method(
            "m-alone",
            "Playing alone",
            "Four forms, each measured by itself and never added up: the strongest reservation in "
            "public (salience times distance on the side of holding back), how unevenly an actor "
            "holds back over issues, the part of its formats that are bilateral or small, and how "
            "far the composition of its spending is from that of the others.",
        ),
    ),
}
"""How each number on behaviour and bargaining is made, by the part of the run that it is of."""


def not_costed(futures: bool) -> tuple[str, ...]:
    """Return what the run leaves out, without or with futures."""
    return NOT_COSTED_WITH_FUTURES if futures else NOT_COSTED


def methods(together: Together, futures: bool = False) -> list[Method]:
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
    return told[:2] + baselines + told[2:] + (list(FUTURES) if futures else [])


def _text(name: str) -> str:
    return str(baseline_name(name).striptags())


def _baseline_rule(name: str) -> str:
    if name.startswith("share_"):
        return f"{_text(name).capitalize()} in every year."
    return BASELINE_RULES.get(name, "As given with the scenario.")
