"""What the extra means to a reader, by member, and which of it cannot be said."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from burdenshare.brief.numbers import amount, digits, number
from burdenshare.brief.origin import Line, MemberTable, figure_ids, input_id, place_name
from burdenshare.brief.summary import cell
from burdenshare.brief.words import in_sentence, joined, opening
from burdenshare.projection.fiscal.equivalents import MEASURES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from burdenshare.projection.fiscal.equivalents import Equivalent, Missing
    from burdenshare.study import Study

HEADS = {
    "billion": "Extra, bn",
    "per_head": "per inhabitant",
    "per_household": "per household",
    "vat_points": "points of VAT or sales tax",
    "income_tax_points": "points of income tax",
    "health": "% of public health",
    "old_age": "% of old age",
    "education": "% of education",
    "government_expenditure": "% of all public spending",
    "government_revenue": "% of public revenue",
    "interest": "% of the interest bill",
    "interest_on_extra": "interest on it if borrowed, bn a year",
}
"""Headings of the table, in its order."""
_OF_ONE = re.compile(
    r"; the standard rate is [\d.]+ % \(\d{4}\)| \(rate used [\d.]+\)|rate used [\d.]+; "
    r"| of [\d.]+ to [\d.]+ %(?= on)|(?<= x) [\d.]+(?= persons)"
)
"""Numbers in a rule that are those of one country; each leads to its figure in the table."""
FEW = 4
"""Up to this many members are named; beyond, they are counted."""
NONE = Markup('<td class="missing">-</td>')


def felt(study: Study) -> dict[str, Any] | None:
    """Return what the table of equivalents prints; None where there is none."""
    if not study.equivalents:
        return None
    found, lacking = study.equivalents
    members = {each.country for each in found} | {each.country for each in lacking}
    if not members:
        return None
    return {
        "table": table(study, found) if found else None,
        "rules": rules(found),
        "missing": missing(lacking, members),
    }


def table(study: Study, found: Sequence[Equivalent]) -> MemberTable:
    """Return one row a member and one column a measure that anyone has."""
    ids = figure_ids(study.observations)
    held: dict[str, dict[str, Equivalent]] = defaultdict(dict)
    for each in found:
        held[each.country][each.measure] = each
    measures = [name for name in HEADS if any(name in mine for mine in held.values())]
    currency = dict(zip(study.inputs.members, study.inputs.currency, strict=True))
    lines = [
        Line(
            "",
            place_name(code),
            currency[code],
            [_cell(mine[name], ids) if name in mine else NONE for name in measures],
        )
        for code, mine in sorted(held.items(), key=lambda pair: place_name(pair[0]))
    ]
    return MemberTable((), [(HEADS[name], f"q-{name}") for name in measures], lines, None)


def _cell(each: Equivalent, ids: dict[str, str]) -> Markup:
    figures = [ids[key] for key in each.keys if key in ids]
    return Markup('<td id="%s">%s</td>') % (
        cell(each.country, f"eq-{each.measure}"),
        number(each.value, _shown(each), [f"q-{each.measure}", input_id(each.country), *figures]),
    )


def _shown(each: Equivalent) -> str:
    if each.measure in ("billion", "interest_on_extra"):
        return amount(each.value)
    if each.measure in ("per_head", "per_household"):
        return digits(each.value, 0)
    return digits(each.value, 1)


def rules(found: Iterable[Equivalent]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return by measure: its anchor, its name, and each way it was counted with for whom."""
    by_measure: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for each in found:
        text = _general(each.rule + (f"; {each.caveat}" if each.caveat else ""))
        by_measure[each.measure][text].append(each.country)
    return [
        (
            f"q-{name}",
            opening(HEADS[name]),
            [(text, _who(codes)) for text, codes in by_measure[name].items()],
        )
        for name in HEADS
        if name in by_measure
    ]


def _general(rule: str) -> str:
    """Return how an equivalent was counted without the numbers of one country."""
    return _OF_ONE.sub("", rule)


def _who(codes: Sequence[str]) -> str:
    names = sorted(place_name(code) for code in codes)
    return ", ".join(names) if len(names) <= FEW else f"{len(names)} countries"


def missing(lacking: Sequence[Missing], members: set[str]) -> list[Markup]:
    """Say which equivalents cannot be given, for whom and why."""
    by_reason: dict[tuple[str, str], list[str]] = defaultdict(list)
    for each in lacking:
        by_reason[each.measure, each.reason].append(each.country)
    told = []
    for measure in HEADS:
        for (name, reason), codes in by_reason.items():
            if name != measure:
                continue
            whose = (
                "for anyone"
                if set(codes) == members and len(members) > 1
                else Markup("for %s")
                % joined([in_sentence(code) for code in sorted(codes, key=place_name)])
            )
            told.append(Markup("%s, %s: %s.") % (opening(MEASURES[measure]), whose, reason))
    return told
