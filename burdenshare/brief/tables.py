"""The tables of the report: by member, by baseline, by year, and the related part."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from burdenshare.brief.numbers import MISSING, amount, digits, known, number, percent, share
from burdenshare.brief.origin import Line, MemberTable, YearTable, input_id
from burdenshare.brief.rows import dollar_value
from burdenshare.brief.summary import cell
from burdenshare.brief.words import baseline_name, opening, spaced

if TYPE_CHECKING:
    from burdenshare.brief.rows import Row, Together
    from burdenshare.study import Study

BUDGETS = {
    "government_expenditure": "general government expenditure",
    "government_revenue": "general government revenue",
    "health": "public health expenditure",
}
"""Other budgets: what the extra is set against."""
BUDGET = "government_expenditure"
ALL = "ALL"
BESIDE = 2
"""Baselines that stand beside each other in one table."""
NOT_SUMMED = Markup('<td class="not-summed">not summed</td>')


def _number(code: str, measure: str, value: float, text: str, method: str) -> Markup:
    if not known(value):
        return Markup('<td id="%s">%s</td>') % (cell(code, measure), MISSING)
    return Markup('<td id="%s">%s</td>') % (
        cell(code, measure),
        number(value, text, method if code == ALL else (method, input_id(code))),
    )


def _amount(code: str, measure: str, value: float, method: str) -> Markup:
    return _number(code, measure, value, amount(value) if known(value) else "", method)


def by_member(rows: Sequence[Row], together: Together, starts: dict[str, Markup]) -> MemberTable:
    """Return the table of what each member must do and what it costs over the first baseline.

    `starts` gives for each member where its starting share comes from.
    """
    first = together.first
    columns = [
        ("Share at the start", "m-share"),
        ("Target", "scenario"),
        ("By", "scenario"),
        ("Currency", ""),
        ("Extra in the deadline year, bn", "m-extra"),
        ("per inhabitant", "m-head"),
        (f"bn USD of {together.price_base}", "m-usd"),
        ("Real growth a year", "m-growth"),
        ("Extra in % of government expenditure", "m-budget"),
    ]
    lines = [_member_line(row, first, starts.get(row.code, Markup(""))) for row in rows]
    total = None
    if len(rows) > 1:
        usd = _amount(ALL, "usd", together.usd[first], "m-together")
        empty = Markup("<td></td>")
        cells = [NOT_SUMMED, empty, usd, empty, empty]
        total = Line("r-ALL", f"Together, {together.basis}", "", cells)
    return MemberTable((), columns, lines, total, span=5)


def _member_line(row: Row, first: str, start: Markup) -> Line:
    code, against = row.code, row.against[first]
    begin = Markup('<td id="%s">%s <small>%s</small></td>') % (
        cell(code, "start"),
        _start(row),
        start,
    )
    cells = [
        begin,
        *_pledge(row),
        Markup('<td class="unit">%s</td>') % row.currency,
        _amount(code, "extra", against.extra, "m-extra"),
        _number(
            code,
            "head",
            row.per_head,
            digits(row.per_head, 0) if known(row.per_head) else "",
            "m-head",
        ),
        _amount(code, "usd", against.usd, "m-usd"),
        _rate(code, "growth", row.growth, "m-growth"),
        _rate(code, "budget", row.of_budgets.get(BUDGET, math.nan), "m-budget"),
    ]
    return Line(f"r-{code}", row.name, "", cells)


def _start(row: Row) -> Markup:
    if not known(row.start_share):
        return MISSING
    target = input_id(row.code, "start_share")
    return Markup('<a href="#%s">%s</a>') % (
        target,
        number(row.start_share, percent(row.start_share, 2), target),
    )


def _pledge(row: Row) -> tuple[Markup, Markup]:
    """Return target and deadline."""
    if not row.pledged:
        none = Markup('<td class="missing">%s</td>')
        return none % "no pledge", none % ""
    text = share(row.target) if known(row.target) else ""
    return (
        _number(row.code, "target", row.target, text, "scenario"),
        Markup("<td>%s</td>") % (row.year if row.year == row.deadline else _cut(row)),
    )


def _cut(row: Row) -> Markup:
    return Markup("%s <small>read in %s</small>") % (row.deadline, row.year)


def _rate(code: str, measure: str, value: float, method: str) -> Markup:
    return _number(code, measure, value, percent(value) if known(value) else "", method)


def by_budget(rows: Sequence[Row]) -> MemberTable | None:
    """Return the extra set against each other budget; None where there is none but the first."""
    names = list(rows[0].of_budgets)
    if set(names) <= {BUDGET}:
        return None
    return MemberTable(
        (),
        [(opening(BUDGETS.get(name, spaced(name))), "m-budget") for name in names],
        [
            Line(
                "",
                row.name,
                "",
                [_rate(row.code, name, row.of_budgets[name], "m-budget") for name in names],
            )
            for row in rows
        ],
        None,
    )


def by_baseline(rows: Sequence[Row], together: Together) -> MemberTable:
    """Return the sums over the years in dollars, one column a baseline."""
    columns = [
        (str(baseline_name(name).striptags()), f"m-baseline-{name}") for name in together.usd
    ]
    lines = [
        Line(
            "",
            row.name,
            "",
            [
                _amount(
                    row.code, f"{name}-usd_total", row.against[name].usd_total, _over(name, "usd")
                )
                for name in together.usd
            ],
        )
        for row in rows
    ]
    total = None
    if len(rows) > 1:
        sums = together.usd_total.items()
        cells = [_amount(ALL, f"{name}-usd_total", usd, "m-together") for name, usd in sums]
        total = Line("", f"Together, {together.basis}", "", cells)
    return MemberTable((), columns, lines, total)


def in_currency(rows: Sequence[Row], together: Together) -> list[MemberTable]:
    """Return the extra in national currency over each baseline, two baselines beside each other."""
    names = list(together.usd)
    chosen = [names[i : i + BESIDE] for i in range(0, len(names), BESIDE)]
    return [
        MemberTable(
            [(baseline_name(name), len(MEASURES)) for name in some],
            [(head, f"m-{method}") for _ in some for _, head, method in MEASURES],
            [
                Line("", row.name, row.currency, [c for name in some for c in _measures(row, name)])
                for row in rows
            ],
            None,
        )
        for some in chosen
    ]


MEASURES = (
    ("extra", "deadline year", "extra"),
    ("extra_real", "deadline year, constant prices", "real"),
    ("total", "sum", "total"),
    ("total_real", "sum, constant prices", "real"),
)


def _measures(row: Row, name: str) -> list[Markup]:
    return [
        _amount(
            row.code, f"{name}-{measure}", getattr(row.against[name], measure), _over(name, method)
        )
        for measure, _, method in MEASURES
    ]


def _over(name: str, method: str) -> str:
    """Return the origin of a number that compares with a baseline."""
    return " ".join(dict.fromkeys((f"m-{method}", "m-extra", f"m-baseline-{name}")))


def by_year(study: Study, rows: Sequence[Row], together: Together) -> list[YearTable]:
    """Return what happens year by year: share, spending, extra in national currency and dollars."""
    found, first = study.projection, together.first
    at = {code: i for i, code in enumerate(found.members)}
    worth = [dollar_value(study, i) for i in range(len(found.members))]
    over = baseline_name(first).striptags()
    dollars = [
        Markup("<td>%s</td>") % (number(v, amount(v), "m-together") if known(v) else MISSING)
        for v in found.alliance.extra_real[first].tolist()
    ]
    sum_line = Line("", f"Together, {together.basis}", "", dollars)

    def table(
        measure: str,
        caption: str,
        origin: str,
        show: Callable[[float], str],
        values: Callable[[int], list[float]],
    ) -> YearTable:
        """Return one table by year."""
        lines = [
            Line(
                f"y-{measure}-{row.code}",
                row.name,
                row.currency if measure in ("spending", "extra") else "",
                [
                    Markup("<td>%s</td>")
                    % (number(v, show(v), (origin, input_id(row.code))) if known(v) else MISSING)
                    for v in values(at[row.code])
                ],
            )
            for row in rows
        ]
        if measure == "usd" and len(rows) > 1:
            lines.append(sum_line)
        return YearTable(f"y-{measure}", caption, (), found.years, "", lines)

    return [
        table(
            "share",
            "Share by year, per cent",
            "m-share",
            lambda v: digits(v, 2),
            lambda i: found.share[i].tolist(),
        ),
        table(
            "spending",
            "Spending by year, billion of national currency, current prices",
            "m-spending",
            amount,
            lambda i: found.spending[i].tolist(),
        ),
        table(
            "extra",
            f"Extra over {over} by year, billion of national currency, current prices",
            "m-extra",
            amount,
            lambda i: found.extra[first][i].tolist(),
        ),
        table(
            "usd",
            f"Extra over {over} by year, billion US dollars, {together.basis}",
            "m-usd",
            amount,
            lambda i: (found.extra_real[first][i] * worth[i]).tolist(),
        ),
    ]


def related(rows: Sequence[Row]) -> list[Line]:
    """Return the level of the related part, one row for each member that pledged one."""
    return [
        Line("", row.name, row.currency, [_amount(row.code, "related", row.related, "m-related")])
        for row in rows
        if known(row.related) and row.related > 0
    ]
