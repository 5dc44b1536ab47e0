"""What goes into the numbers of one member, one row an input, with the figures it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from burdenshare.brief.origin import shown, variable_title

if TYPE_CHECKING:
    from burdenshare.study import Study


def went_in(study: Study, code: str) -> list[dict[str, Any]]:
    """Return each input of a member: its title, first and last value, and keys of its figures.

    Levers are left out: the scenario says them.
    """
    rows: dict[str, dict[str, Any]] = {}
    for each in shown(study, study.origins):
        if each.country != code or each.variable.startswith("levers/"):
            continue
        row = rows.setdefault(
            each.variable,
            {
                "variable": each.variable,
                "title": variable_title(each.variable),
                "unit": each.unit,
                "first": {"year": each.year, "value": each.value},
                "rule": each.rule,
                "keys": [],
            },
        )
        row["last"] = {"year": each.year, "value": each.value}
        row["rule"] = row["rule"] or each.rule
        row["keys"] += [key for key in each.keys if key not in row["keys"]]
    return list(rows.values())
