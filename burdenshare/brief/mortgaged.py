"""The section on what is mortgaged already: programmes beside the run, obligations of members."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from burdenshare.brief.method import Method
from burdenshare.brief.numbers import MISSING, amount, digits, number, percent
from burdenshare.brief.origin import Line, MemberTable, place_name
from burdenshare.brief.words import in_sentence, joined, opening
from burdenshare.programmes.cost import MEANINGS
from burdenshare.programmes.deals import deals
from burdenshare.programmes.ledger import Ledger, ledger

if TYPE_CHECKING:
    from burdenshare.programmes.committed import Committed
    from burdenshare.study import Study

PROGRAMME, LEDGER, TAKEN, DEALS = "m-programme", "m-obligations", "m-taken", "m-deals"
_UNPUBLISHED = Markup('<td class="missing">%s</td>') % MISSING
METHODS = {
    PROGRAMME: Method(
        PROGRAMME,
        "Programmes",
        "Each partner alone: the whole development and its own units from the first on. Together: "
        "development costs more than for one and is shared, all units move down one learning "
        "curve. Medians over 2,000 draws of the ranges of the programme's file; both ways see the "
        "same draws.",
    ),
    TAKEN: Method(
        TAKEN,
        "Part of the pledge that is taken",
        "What these programmes cost a partner in a year, development, procurement and upkeep at "
        "constant prices, over the spending that the pledge gives in that year at the same prices.",
    ),
    DEALS: Method(
        DEALS,
        "Announced amounts",
        "As announced, each at its own price base and for its own years, so that they are never "
        "added up; millions.",
    ),
    LEDGER: Method(
        LEDGER,
        "Obligations",
        "As published, each series by itself: balance = balance before - matured + new.",
    ),
}


def methods(study: Study) -> list[Method]:
    """Return how the numbers of this section are made."""
    told = mortgaged(study)
    if told is None:
        return []
    wanted = {
        PROGRAMME: told["costed"],
        TAKEN: told["costed"],
        DEALS: told["unpublished"],
        LEDGER: told["ledgers"],
    }
    return [METHODS[name] for name, needed in wanted.items() if needed]


def mortgaged(study: Study) -> dict[str, Any] | None:
    """Return what the section prints; None where no programme and no ledger belongs to the run."""
    found = study.programmes
    books = [book for book in ledger() if book.country in study.projection.members]
    if found is None and not books:
        return None
    costed = found.document["programmes"]["costed"] if found else {}
    return {
        "lead": _taken(found.committed) if found and found.committed else "",
        "costed": [
            (one["title"], one["unit"], _partners(one), _unit_cost(one), one["assumptions"])
            for one in costed.values()
        ],
        "unpublished": [
            (one.title, one.unpublished, _announced(one.name)) for one in found.unpublished
        ]
        if found
        else [],
        "apart": found.apart if found else (),
        "taken": _by_year(found.committed) if found and found.committed else None,
        "ledgers": [
            (
                f"{place_name(book.country)}: {book.series}, {book.currency} bn, {book.price_base}",
                _years(book),
                list(dict.fromkeys(year.source for year in book.years)),
            )
            for book in books
        ],
    }


def _taken(committed: dict[str, Committed]) -> Markup:
    """Say which part of each pledge programmes take in the last year."""
    parts = [
        Markup("%s of what the pledge gives %s")
        % (number(one.share[-1], percent(one.share[-1]), TAKEN), in_sentence(code))
        for code, one in committed.items()
    ]
    last = next(iter(committed.values())).years[-1]
    return Markup("In %s the programmes that the scenario names take %s.") % (last, joined(parts))


def _announced(name: str) -> list[tuple[Markup, str]]:
    """Return what was announced of a programme, each amount with its base, and its source."""
    return [
        (
            Markup("%s, announced %s: %s million %s, %s%s")
            % (
                opening(f"{in_sentence(one.country)}, {one.what}" if one.country else one.what),
                one.announced,
                number(one.amount, digits(one.amount, 0), DEALS),
                one.currency,
                "price base not stated"
                if one.price_base == "not stated"
                else f"{one.price_base} prices",
                f", {one.period}" if one.period else "",
            ),
            one.source,
        )
        for one in deals()
        if one.programme.lower() == name.lower()
    ]


def _partners(document: dict[str, Any]) -> MemberTable:
    columns = [("Alone", PROGRAMME), ("Together", PROGRAMME), ("Chance that it saves", PROGRAMME)]
    lines = [
        Line(
            "",
            place_name(code),
            "",
            [
                *(_cell(one[way]["0.5"], PROGRAMME) for way in ("alone", "together")),
                Markup("<td>%s</td>")
                % number(
                    one["probability_cheaper"],
                    percent(100 * one["probability_cheaper"], 0),
                    PROGRAMME,
                ),
            ],
        )
        for code, one in document["partners"].items()
    ]
    return MemberTable((), columns, lines, None)


def _unit_cost(document: dict[str, Any]) -> Markup:
    """Say unit cost under each of its meanings."""
    parts = [
        Markup("%s %s") % (name, number(value, amount(value), PROGRAMME))
        for name, value in document["unit_cost"].items()
    ]
    meanings = "; ".join(f"{name}: {MEANINGS[name]}" for name in document["unit_cost"])
    return Markup("One unit costs, by meaning: %s (%s).") % (joined(parts), meanings)


def _by_year(committed: dict[str, Committed]) -> MemberTable:
    years = next(iter(committed.values())).years
    lines = [
        Line(
            "",
            place_name(code),
            "",
            [Markup("<td>%s</td>") % number(v, percent(v), TAKEN) for v in one.share],
        )
        for code, one in committed.items()
    ]
    return MemberTable((), [(str(year), TAKEN) for year in years], lines, None)


def _years(book: Ledger) -> MemberTable:
    names = ("balance", "new", "matured")
    lines = [
        Line("", str(year.year), "", [_cell(getattr(year, name), LEDGER) for name in names])
        for year in book.years
    ]
    return MemberTable((), [(opening(name), LEDGER) for name in names], lines, None)


def _cell(value: float | None, origin: str) -> Markup:
    if value is None:
        return _UNPUBLISHED
    return Markup("<td>%s</td>") % number(value, digits(value, 0 if value >= 1e4 else 1), origin)
