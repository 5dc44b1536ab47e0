"""The answer on coverage as plain data and as rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from burdenshare.posture.absence import Absence
from burdenshare.posture.answer import Answer
from burdenshare.posture.counts import rows as table
from burdenshare.posture.counts import stocks
from burdenshare.posture.elsewhere import DARK, Diversion
from burdenshare.posture.grades import SWING, Hanging
from burdenshare.posture.model import NOT_CAPABILITY, Coverage, Judgement
from burdenshare.posture.purchases import SLACK, Purchases
from burdenshare.posture.words import counted, words

SHOWN = 0.005
"""Units of an allocation below which it is left out."""


def document(found: Answer) -> dict[str, Any]:
    """Return the answer with the keys of the interface: coverage from 0 to 1, money in billion.

    Coverage and what follows from it are those asked for: without who is absent, and with the
    diversion where there is one (``diversion.before`` is then without it).
    """
    result, judged = found.result, found.judged
    case = result.case
    return {
        "scenario": found.pledge.scenario if found.pledge else None,
        "contingency": case.name,
        "title": title(found),
        "supply": "money" if found.money else "items",
        "states": list(case.suppliers),
        "without": list(found.without),
        **measures(result),
        "marginal": result.marginal(),
        "scarce": result.scarce,
        "required": required(result),
        "stock": {
            state: {item: float(n) for item, n in zip(case.items, row, strict=True) if n}
            for state, row in zip(case.suppliers, case.stock, strict=True)
        },
        "allocation": allocation(result),
        "whole": measures(found.whole) if found.without else None,
        "pledged": _pledged(found),
        "sets": {
            name: {
                "title": told(judged, name),
                **measures(one),
                "diverted": measures(found.turned[name]) if name in found.turned else None,
                "without": {
                    each.country: {"mean": each.coverage.mean, "minimum": each.coverage.minimum}
                    for each in found.map.get(name, ())
                },
            }
            for name, one in found.sets.items()
        },
        "absences": [_absence(one) for one in found.absences],
        "diversion": _diversion(found.diversion) if found.diversion else None,
        "hanging": [_hanging(one) for one in found.hanging],
        "unknown": dict(case.unknown),
        "known": {domain: known(judged, domain, case.owner) for domain in case.unknown},
        "missing": {item: list(states) for item, states in case.missing.items() if states},
        "weights": {
            "by": judged.by,
            "weakest": case.weakest,
            "cells": {
                f"{c.direction}.{c.domain}": float(w)
                for c, w in zip(case.cells, case.weight, strict=True)
            },
        },
        "judgement": {"name": judged.name, "title": judged.title, "note": judged.note},
        "unit": case.unit,
        "warning": NOT_CAPABILITY,
    }


def told(judged: Judgement, name: str) -> str:
    """Return what comes at once in a set, in words."""
    parts = judged.sets.get(name, tuple(name.split("+")))
    titles = [judged.contingencies[part] for part in parts if part in judged.contingencies]
    return " and ".join(titles) or "The standing demand"


def title(found: Answer) -> str:
    """Return what comes at once, in words."""
    return told(found.judged, found.now.case.name)


def measures(coverage: Coverage) -> dict[str, Any]:
    """Return coverage by cell, and its measures."""
    return {
        "coverage": coverage.table,
        "minimum": coverage.minimum,
        "mean": coverage.mean,
        "weighted": coverage.weighted,
        "value": coverage.value,
        "weakest": [{"direction": c.direction, "domain": c.domain} for c in coverage.weakest],
    }


def required(coverage: Coverage) -> dict[str, dict[str, dict[str, float]]]:
    """Return what is asked for by direction and domain, in units of each item."""
    case = coverage.case
    asked: dict[str, dict[str, dict[str, float]]] = {}
    for c, cell in enumerate(case.cells):
        asked.setdefault(cell.direction, {})[cell.domain] = {
            item: float(n) for item, n in zip(case.items, case.demand[c], strict=True) if n
        }
    return asked


def known(judged: Judgement, domain: str, states: Sequence[str]) -> list[str]:
    """Return what the tables say of a domain without coverage; on several bases, never added."""
    facts = []
    for item in (each for each in judged.items.values() if each.domain == domain):
        found = [stocks().get((state, item.name)) for state in dict.fromkeys(states)]
        held = sorted((c for c in found if c and c.count), key=lambda c: -c.count)
        if held:
            most = ", ".join(f"{c.country} {c.count:,.0f} ({c.year})" for c in held[:4])
            facts.append(f"{words(item.name)}: {most}; source of the first: {held[0].source}")
    facts += [
        f"{row['country']} {100 * float(row['share']):.1f} % of {row['total']} {row['unit']} "
        f"({row['year']}; {row['note']}; {row['source']})"
        for row in table("domain_shares")
        if row["domain"].removesuffix("_part") == domain
    ]
    return facts


def allocation(coverage: Coverage) -> list[dict[str, Any]]:
    """Return who sends what where: units sent, and what of them counts there."""
    case = coverage.case
    return [
        {
            "country": case.owner[i],
            "direction": case.cells[c].direction,
            "domain": case.cells[c].domain,
            "item": case.items[k],
            "sent": float(coverage.sent[i, c, k]),
            "counts": float(coverage.sent[i, c, k] * case.reach[i, c]),
        }
        for i, c, k in np.argwhere(coverage.sent > SHOWN)
    ]


def rows(found: Answer) -> list[dict[str, Any]]:
    """Return one row for each cell: what it asks for, and how far it is covered in per cent."""
    later = found.pledged.covered if found.pledged else None
    after = found.diversion.after.covered if found.diversion else None
    asked = required(found.now)
    return [
        {
            "direction": cell.direction,
            "domain": cell.domain,
            "required": ", ".join(
                f"{n:,.0f} bn" if found.money else counted(n, item)
                for item, n in asked[cell.direction][cell.domain].items()
            ),
            "now": 100.0 * float(found.now.covered[c]),
            "all": 100.0 * float(found.whole.covered[c]) if found.without else None,
            "diverted": 100.0 * float(after[c]) if after is not None else None,
            "pledged": 100.0 * float(later[c]) if later is not None else None,
            "scarce": words(found.now.scarce.get(cell.domain, "")) or None,
        }
        for c, cell in enumerate(found.now.case.cells)
    ]


def _pledged(found: Answer) -> dict[str, Any] | None:
    if found.pledge is None or found.pledged is None:
        return None
    return {
        "year": found.pledge.year,
        **measures(found.pledged),
        "growth": {
            f"{code}.{kind}": factor for (code, kind), factor in found.pledge.growth.items()
        },
        "equipment_a_year": dict(found.pledge.yearly),
        "held": list(found.pledge.held),
    }


def _absence(one: Absence) -> dict[str, Any]:
    cell = one.hardest
    return {
        "country": one.country,
        **measures(one.coverage),
        "lost": one.value,
        "hardest": {
            "direction": cell.direction,
            "domain": cell.domain,
            "lost": float(one.lost.max()),
        },
    }


def _diversion(one: Diversion) -> dict[str, Any]:
    return {
        "country": one.country,
        "direction": one.direction,
        "part": one.part,
        "months": one.months,
        "before": measures(one.before),
        "after": measures(one.after),
        "dark": [{"direction": cell.direction, "domain": cell.domain} for cell in one.dark],
        "dark_when_lost": DARK,
        "within": _purchases(one.within),
        "backfill": _purchases(one.backfill),
        "soonest": _purchases(one.race),
    }


def _purchases(one: Purchases | None) -> dict[str, Any] | None:
    if one is None:
        return None
    case = one.coverage.case
    return {
        "price": one.price,
        "money_years": None if np.isnan(one.money_years) else one.money_years,
        "years": None if np.isnan(one.years) else one.years,
        **measures(one.coverage),
        "units": {
            item: float(n)
            for item, n in zip(case.items, one.bought.sum(axis=0), strict=True)
            if n > SLACK
        },
        "by_state": one.by_state(),
    }


def _hanging(one: Hanging) -> dict[str, Any]:
    return {
        "what": one.what,
        "inputs": one.inputs,
        "varied": SWING,
        "fewer": measures(one.fewer),
        "more": measures(one.more),
    }
