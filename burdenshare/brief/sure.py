"""The section "How sure": bands by member, probabilities, how debt and shocks are modelled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from burdenshare.brief.bands import RISING, SHOWN, Band, Spread, Spreads
from burdenshare.brief.chances import KNOWN, odds
from burdenshare.brief.numbers import MISSING, THIN, amount, digits, known, number
from burdenshare.brief.origin import Line, MemberTable, input_id
from burdenshare.brief.summary import cell
from burdenshare.brief.tables import ALL
from burdenshare.brief.words import baseline_name, in_sentence, joined, spaced
from burdenshare.figures.countries import country_name
from burdenshare.scenario.explain_finance import affordable_when, explain_finance
from burdenshare.study.events import AFFORDABLE, WITHOUT

if TYPE_CHECKING:
    from burdenshare.brief.rows import Together
    from burdenshare.study import Study

LEVELS = tuple(f"{100 * level:.0f}{THIN}%" for level in SHOWN)
IDS = tuple(f"{100 * level:.0f}" for level in SHOWN)
EVENTS = {
    AFFORDABLE: "Affordable",
    RISING: "Debt high and rising",
    WITHOUT: "Affordable at the share of the start",
    "debt_above_90": f"Debt above 90{THIN}%",
    "debt_above_100": f"Debt above 100{THIN}%",
    "debt_above_120": f"Debt above 120{THIN}%",
    "extra_above_1": f"Extra above 1{THIN}% of GDP",
    "share_at_target": "Share reached",
}
"""What events are called that their own name does not say."""
WIDENED = "widened"
"""Marks the note of a calibration that says by how much shocks are widened."""
TESTED = "57a496d31de22fd8"
"""How the fingerprint of the calibration begins that the document of validation is about."""
HELD = (
    "In hindcasts, bands of 80 % held 84 % of what became of real GDP one to five years ahead; the "
    "fan of debt is too wide, by 1.4 times what debts have really moved by (docs/validation.md)."
)
"""Its result in one line."""
CAPPED = 0.001
"""From this part of the futures on it is said that debt reached the bound of the engine."""
KINDS = {"ec": "by maturity", "plain": "plain"}
"""By what method the debt of a state runs."""


def how_sure(study: Study, spread: Spreads, sums: Together) -> dict[str, Any]:
    """Return what the section prints."""
    futures = spread.futures
    return {
        "draws": Markup("%s %s")
        % (
            number(futures.draws, digits(futures.draws, 0), "m-futures"),
            "future was" if futures.draws == 1 else "futures were",
        ),
        "seed": number(futures.seed, str(futures.seed), "scenario"),
        "known": KNOWN if spread.known else "",
        "kept": futures_follow(spread),
        "in_dollars": in_dollars(spread, sums),
        "in_dollars_caption": f"Extra over {baseline_name(sums.first).striptags()}, bn USD at "
        f"{sums.basis}",
        "in_currency": in_currency(spread, sums),
        "in_currency_caption": f"Extra over {baseline_name(sums.first).striptags()}, billion of "
        "national currency, current prices",
        "debt": debt(spread),
        "probabilities": probabilities(spread),
        "events": events(spread),
        "notes": notes(spread),
        "levers": explain_finance(study.scenario.model_copy(update={"draws": 0})),
        "calibration": calibration(spread),
        "shocks": shocks(spread),
        "fingerprint": spread.calibration.fingerprint,
        "unknown": unknown(spread),
        "condition": affordable_when(study.scenario.affordable),
        "capped": capped(spread),
    }


def futures_follow(spread: Spreads) -> str:
    """Say whether the futures keep the pledge or follow what allies would do: never both."""
    if spread.levers.behaviour == "behaved":
        return (
            "These futures are behaved, not kept: they follow what governments are expected to do. "
            "What keeping the pledge costs is the central path of this report and another run; the "
            "two are never mixed in one number."
        )
    return (
        "These futures are kept, not behaved: in every one of them the pledge is followed, so the "
        "bands say what that would cost, not how likely it is to happen. What governments would do "
        "is another run; the two are never mixed in one number."
    )


# Bands -------------------------------------------------------------------------------------------


def in_dollars(spread: Spreads, sums: Together) -> MemberTable:
    """Return the bands of the extra in dollars, in the deadline year and over all years."""
    lines = [
        Line(
            "",
            each.row.name,
            "",
            [
                *_cells(each.code, "usd-band", each.usd, amount, "m-usd"),
                *_cells(each.code, "usd_total-band", each.usd_total, amount, "m-usd m-total"),
            ],
        )
        for each in spread
    ]
    total = None
    if len(spread.members) > 1:
        cells = [
            *_cells(ALL, "usd-band", spread.usd, amount, "m-together"),
            *_cells(ALL, "usd_total-band", spread.usd_total, amount, "m-together m-total"),
        ]
        total = Line("", "Together, summed future by future", "", cells)
    return MemberTable(_groups(sums), _columns() * 2, lines, total)


def in_currency(spread: Spreads, sums: Together) -> MemberTable:
    """Return the same bands in national currency at the prices of each year."""
    lines = [
        Line(
            "",
            each.row.name,
            each.row.currency,
            [
                *_cells(each.code, "extra-band", each.extra, amount, "m-extra"),
                *_cells(each.code, "total-band", each.total, amount, "m-total"),
            ],
        )
        for each in spread
    ]
    return MemberTable(_groups(sums), _columns() * 2, lines, None)


def debt(spread: Spreads) -> MemberTable:
    """Return the bands of the debt ratio with the pledge and without it, and the method."""
    lines = [
        Line(
            "",
            each.row.name,
            "",
            [
                Markup('<td class="unit">%s</td>') % _kind(spread, each.code),
                *_cells(each.code, "debt-band", each.debt, _points, "m-debt"),
                *_cells(each.code, "debt_without-band", each.debt_without, _points, "m-debt"),
            ],
        )
        for each in spread
        if each.debt.known
    ]
    groups = [
        (Markup("Method"), 1),
        (Markup("With the pledge"), 6),
        (Markup("At the share of the start"), 6),
    ]
    return MemberTable(groups, [("of debt", ""), *_columns("m-debt") * 2], lines, None)


def _kind(spread: Spreads, code: str) -> str:
    fiscal = spread.fiscal
    return KINDS[fiscal.kind[fiscal.members.index(code)]]


def _groups(sums: Together) -> list[tuple[Markup, int]]:
    first, last = sums.years
    width = 1 + len(SHOWN)
    return [
        (Markup("In the deadline year"), width),
        (Markup("Sum from %s to %s") % (first, last), width),
    ]


def _columns(method: str = "m-futures") -> list[tuple[str, str]]:
    return [("No shock", method), *((level, "m-band") for level in LEVELS)]


def _cells(
    code: str, measure: str, band: Band, show: Callable[[float], str], method: str
) -> list[Markup]:
    """Return the central value and the quantiles, each with an id of its own."""
    origin = [method, *([] if code == ALL else [input_id(code)])]
    values = zip(("central", *IDS), (band.central, *band.quantiles), strict=True)
    return [
        Markup('<td id="%s">%s</td>')
        % (
            f"{cell(code, measure)}-{name}",
            number(value, show(value), origin) if known(value) else MISSING,
        )
        for name, value in values
    ]


def _points(value: float) -> str:
    return digits(value, 1)


# Probabilities -----------------------------------------------------------------------------------


def probabilities(spread: Spreads) -> MemberTable:
    """Return the probability of each event in the deadline year, by member."""
    names = [event.name for event in spread.events]
    return MemberTable(
        (),
        [(event_title(name), f"e-{name}") for name in names],
        [
            Line("", each.row.name, "", [_chance(each, name) for name in names])
            for each in spread
            if any(known(chance) for chance in each.chances.values())
        ],
        None,
    )


def _chance(each: Spread, name: str) -> Markup:
    chance = each.chances[name]
    if not known(chance):
        return Markup("<td>%s</td>") % MISSING
    return Markup('<td id="%s">%s</td>') % (
        cell(each.code, f"p-{name}"),
        number(chance, odds(chance), ("m-probability", f"e-{name}", input_id(each.code))),
    )


def event_title(name: str) -> str:
    """Return what an event is called in a heading."""
    return EVENTS.get(name, spaced(name))


def events(spread: Spreads) -> list[tuple[str, str, str]]:
    """Return every event: its anchor, its name and its conditions in words."""
    return [(f"e-{each.name}", event_title(each.name), each.words) for each in spread.events]


# What it rests on --------------------------------------------------------------------------------


def notes(spread: Spreads) -> list[str]:
    """Return what a reader must know of debt and levers: which state runs on which method."""
    told = (*spread.fiscal.notes, *spread.futures.notes)
    return list(dict.fromkeys(note["text"] for note in told))


def shocks(spread: Spreads) -> list[str]:
    """Say what the shocks are estimated from, how they are widened, and how such bands held."""
    made = spread.calibration
    general = [note["text"] for note in made.notes if not note["country"]]
    told = general[:1] + [text for text in general[1:] if WIDENED in text]
    if spread.levers.tails == "fat":
        told.append("Their tails are fat.")
    if made.fingerprint.startswith(TESTED):
        told.append(HELD)
    else:
        told.append("How well bands of this calibration would have held was not tested.")
    return told


def calibration(spread: Spreads) -> list[tuple[str, list[str]]]:
    """Return what the calibration says of itself: of all first, then of members, alike together."""
    general: list[str] = []
    of_one: dict[str, list[str]] = defaultdict(list)
    for note in spread.calibration.notes:
        if not note["country"]:
            general.append(note["text"])
        elif note["country"] in spread.futures.members:
            of_one[note["text"]].append(country_name(note["country"]))
    told = [(", ".join(sorted(names)), [text]) for text, names in of_one.items()]
    return [*([("All", general)] if general else []), *sorted(told)]


def unknown(spread: Spreads) -> Markup:
    """Name whose debt is not known."""
    codes = spread.futures.unknown.get("debt", ())
    if not codes:
        return Markup("")
    return Markup("Not known: the debt of %s.") % joined(
        [in_sentence(code) for code in sorted(codes, key=country_name)]
    )


def capped(spread: Spreads) -> Markup:
    """Name in whose futures debt reached the upper bound of the engine."""
    parts = spread.futures.capped
    found = [
        Markup("%s (%s of the futures)")
        % (in_sentence(code), number(float(part), odds(float(part)), "m-futures"))
        for code, part in zip(spread.futures.members, parts, strict=False)
        if part >= CAPPED
    ]
    if not found:
        return Markup("")
    return Markup("Debt grew beyond what the engine follows, and was held there, in %s.") % joined(
        found
    )
