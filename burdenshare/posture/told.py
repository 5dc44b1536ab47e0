"""The answers to the questions beside coverage as plain data, rows and sentences."""

from __future__ import annotations

from typing import Any

import numpy as np

from burdenshare.posture.document import measures
from burdenshare.posture.drawing import BAND, HALF, Draws
from burdenshare.posture.model import NOT_CAPABILITY, Coverage
from burdenshare.posture.moving import Shift
from burdenshare.posture.partnership import Line
from burdenshare.posture.pooled import Duplication
from burdenshare.posture.published import Yardstick
from burdenshare.posture.purchases import Purchases
from burdenshare.posture.tailored import Ways
from burdenshare.posture.words import words
from burdenshare.scenario.words import listed, named

Told = dict[str, Any]


def ways(found: Ways) -> Told:
    """Tell what the same money does when it is spent in different ways."""
    unit = found.before.case.unit
    money = sum(found.budgets.values())
    gains = {name: 100.0 * (one.value - found.before.value) for name, one in found.each.items()}
    table = [
        {
            "way": name,
            "value": 100.0 * one.value,
            "mean": 100.0 * one.mean,
            "weakest": 100.0 * one.minimum,
            "gain": gains[name],
        }
        for name, one in found.each.items()
    ]
    answer = [
        f"{money:,.1f} {unit} spent uniformly add {gains['uniform']:.1f} points of valued "
        "coverage; tailored, each state where the alliance gains most and at most "
        f"{100 * found.most:.0f} % of its money in one domain, {gains['tailored']:.1f}: tailoring "
        f"is worth {100 * found.gain:.1f} points.",
        f"From one purse they would add {gains['one purse']:.1f}.",
        f"Kept at home by each state for its own direction they add {gains['at home']:.1f}: "
        + _stronger(gains),
    ]
    if found.same_for is not None:
        answer.insert(
            1, f"Tailored, {100 * found.same_for:.0f} % of the money does what uniform money does."
        )
    return {
        "ways": {name: measures(one) for name, one in found.each.items()},
        "money": money,
        "budgets": dict(found.budgets),
        "most_in_one_domain": found.most,
        "worth_of_tailoring": found.gain,
        "same_for": found.same_for,
        "bought": {
            "uniform": found.uniform.by_state(),
            "tailored": found.tailored.by_state(),
            "one purse": found.purse.by_state(),
        },
        "homes": dict(found.homes),
        "unit": unit,
        "contingency": found.before.case.name,
        "rows": table,
        "answer": [*answer, NOT_CAPABILITY],
    }


def _stronger(gains: dict[str, float]) -> str:
    """Say what stronger national defence is worth beside the same purchases sent out."""
    more = gains["at home"] - gains["uniform"]
    if abs(more) < 0.05:
        return "the same as uniform money that can be sent anywhere."
    if more > 0.0:
        return (
            f"{more:.1f} points more than the same purchases held to be sent anywhere, because all "
            "that is fit counts at home and nothing has to travel."
        )
    return (
        f"{-more:.1f} points less than the same purchases that can be sent anywhere: stronger "
        "national defence does not strengthen the alliance as a whole here."
    )


def duplication(found: Duplication) -> Told:
    """Tell what stocks cover pooled and apart, and what being apart costs."""
    asked = found.pooled.case
    table = [
        {
            "direction": cell.direction,
            "domain": cell.domain,
            "pooled": 100.0 * float(found.pooled.covered[c]),
            "national": 100.0 * float(found.national[c]),
        }
        for c, cell in enumerate(asked.cells)
    ]
    apart, whole = found.price(found.divided), found.duplication
    most = np.argsort(-(found.whole * asked.cost).sum(axis=1), kind="stable")[:5]
    told = [
        f"Pooled, what the states have covers {100 * found.pooled.mean:.0f} % of what is asked for "
        f"on average. Each alone with its own part of every demand, "
        f"{100 * float(found.national.mean()):.0f} %: what one has too much of does not make up "
        "for what another lacks.",
        f"To be covered apart as the pool is today they would have to spend {apart:,.0f} "
        f"{asked.unit} more, {whole:,.0f} in whole units; the pool nothing. Most of it: "
        + ", ".join(
            f"{named(asked.owner[i])} {float(found.whole[i] @ asked.cost):,.0f}"
            for i in most
            if found.whole[i].any()
        )
        + ".",
    ]
    if found.filled:
        told.append(
            f"To cover everything costs the pool {found.filled.price:,.0f}, the states apart "
            f"{found.price(found.all_whole):,.0f}."
        )
    return {
        "pooled": measures(found.pooled),
        "national": {
            "coverage": _table(found.pooled, found.national),
            "mean": float(found.national.mean()),
            "minimum": float(found.national.min()),
            "weighted": float(found.national @ asked.weight),
            "by_state": {
                state: None if np.isnan(each) else float(each)
                for state, each in zip(asked.owner, found.by_state, strict=True)
            },
        },
        "duplication": {"divided": apart, "whole_units": whole},
        "everything": {
            "pooled": found.filled.price if found.filled else None,
            "divided": found.price(found.all_divided),
            "whole_units": found.price(found.all_whole),
        },
        "lacking": {
            state: {item: float(n) for item, n in zip(asked.items, row, strict=True) if n}
            for state, row in zip(asked.owner, found.whole, strict=True)
            if row.any()
        },
        "unit": asked.unit,
        "contingency": asked.name,
        "rows": table,
        "answer": [*told, NOT_CAPABILITY],
    }


def _table(coverage: Coverage, covered: np.ndarray) -> dict[str, dict[str, float]]:
    rows: dict[str, dict[str, float]] = {}
    for cell, part in zip(coverage.case.cells, covered, strict=True):
        rows.setdefault(cell.direction, {})[cell.domain] = float(part)
    return rows


def line(found: Line) -> Told:
    """Tell what blurring the line between members and partners brings, and going global costs."""

    def row(who: str, part: float | None, one: Coverage, price: Purchases | None) -> Told:
        return {
            "who": who,
            "participation": part,
            "own": 100.0 * found.own(one),
            "indo_pacific": 100.0 * found.far(one),
            "value": 100.0 * one.value,
            "price": price.price if price else None,
        }

    table = [
        {**row("members, own directions only", None, found.alone, None), "indo_pacific": None},
        row("members, Indo-Pacific as well", None, found.burdened, found.burdened_price),
        *(row("partners come", s.part, s.come, s.come_price) for s in found.steps),
        *(row("both ways", s.part, s.both, s.both_price) for s in found.steps),
    ]
    unit = found.alone.case.unit
    first, last = found.steps[0], found.steps[-1]
    own, burdened = found.own(found.alone), found.own(found.burdened)
    told = [
        f"Going global: with the Indo-Pacific asked of them as well, the members' own directions "
        f"are covered to {100 * burdened:.0f} % on average instead of {100 * own:.0f} %, and the "
        f"Indo-Pacific to {100 * found.far(found.burdened):.0f} %."
    ]
    if found.burdened_price:
        told.append(
            f"To keep their own directions as they were and cover the Indo-Pacific as well would "
            f"cost them {found.burdened_price.price:,.0f} {unit}"
            + (
                f"; with {listed(list(map(named, found.partners)))} there for the Indo-Pacific, "
                f"{first.come_price.price:,.0f}."
                if first.come_price and first.part == 0.0
                else "."
            )
        )
    told.append(
        f"Blurring the line: participation from {first.part:g} to {last.part:g} adds "
        f"{100 * (last.come.value - first.come.value):.1f} points of valued coverage where "
        f"partners come, and {100 * (last.both.value - first.both.value):.1f} both ways."
    )
    return {
        "partners": list(found.partners),
        "alone": measures(found.alone),
        "global": {**measures(found.burdened), "price": _price(found.burdened_price)},
        "steps": [
            {
                "participation": s.part,
                "come": {**measures(s.come), "price": _price(s.come_price)},
                "both": {**measures(s.both), "price": _price(s.both_price)},
            }
            for s in found.steps
        ],
        "unit": unit,
        "contingency": found.burdened.case.name,
        "rows": table,
        "answer": [*told, NOT_CAPABILITY],
    }


def _price(found: Purchases | None) -> float | None:
    return found.price if found else None


def shift(found: Shift) -> Told:
    """Tell what moving money between domains does."""
    first, last = found.steps[0], found.steps[-1]
    unit = first.coverage.case.unit
    table = [
        {
            "moved": 100.0 * one.part,
            "money": one.money,
            "value": 100.0 * one.coverage.value,
            "mean": 100.0 * one.coverage.mean,
            "weakest": 100.0 * one.coverage.minimum,
            "worth": None if one.worth is None else 100.0 * one.worth,
        }
        for one in found.steps
    ]
    change = 100.0 * (last.coverage.value - first.coverage.value)
    source = ", ".join(map(words, found.source))
    told = [
        f"Moving {100 * last.part:g} % of the money for equipment of {source} to "
        f"{words(found.target)} ({last.money:,.0f} {unit} over the years of the scenario) changes "
        f"valued coverage by {change:+.1f} points."
    ]
    if found.priced:
        told.append(
            f"All that is moved is taken to buy the items of {words(found.target)} that are asked "
            "for, at their price: an upper bound."
        )
    if not found.known:
        told.append(
            f"What it brings there is not in this number: "
            f"{first.coverage.case.unknown[found.target]}"
        )
        if last.worth is not None:
            told.append(
                f"It pays only if one billion there is worth more than {100 * last.worth:.4f} "
                "points of valued coverage."
            )
        if found.budgets:
            told.append(
                "Published budgets for it, to measure the sum by: "
                + "; ".join(
                    f"{named(row['country'])} {row['amount']} {row['unit']} "
                    f"({row['year']}, {row['note']})"
                    for row in found.budgets
                    if row["amount"]
                )
                + "."
            )
    return {
        "from": list(found.source),
        "to": found.target,
        "known": found.known,
        "priced": found.priced,
        "steps": [
            {"part": s.part, "money": s.money, "worth": s.worth, **measures(s.coverage)}
            for s in found.steps
        ],
        "budgets": [dict(row) for row in found.budgets],
        "unit": unit,
        "contingency": first.coverage.case.name,
        "rows": table,
        "answer": [*told, NOT_CAPABILITY],
    }


def draws(found: Draws) -> Told:
    """Tell how far coverage moves over draws of its weak inputs."""
    table = []
    for c, cell in enumerate(found.case.cells):
        low, middle, high = found.band(found.covered[:, c])
        table.append(
            {
                "direction": cell.direction,
                "domain": cell.domain,
                "low": 100.0 * low,
                "middle": 100.0 * middle,
                "high": 100.0 * high,
                "open": 100.0 * float(found.open[c]),
            }
        )
    hangs = found.hangs_on()
    bands = {
        name: dict(zip(("low", "middle", "high"), found.band(of), strict=True))
        for name, of in (("mean", found.mean), ("minimum", found.minimum), ("value", found.value))
    }
    mean, weak = bands["mean"], bands["minimum"]
    drawn = ", ".join(f"{n} {kind}" for kind, n in found.inputs.items())
    told = [
        f"In {len(found.value):,} draws of every weak input ({drawn}; each evenly from "
        f"{1 - found.swing:g} to {1 + found.swing:g} times what it is), coverage is "
        f"{100 * mean['low']:.0f} to {100 * mean['high']:.0f} % on average and "
        f"{100 * weak['low']:.0f} to {100 * weak['high']:.0f} % in the weakest cell, in eight "
        "draws of ten.",
        "It hangs most on "
        + ", ".join(f"{group} ({each:+.2f})" for group, each in list(hangs.items())[:4])
        + " (rank correlation with valued coverage).",
        "Reach and participation are not drawn: ask about them by themselves.",
    ]
    return {
        "draws": len(found.value),
        "swing": found.swing,
        "percentiles": list(BAND),
        **bands,
        "cells": table,
        "open_below": HALF,
        "hangs_on": hangs,
        "inputs": dict(found.inputs),
        "contingency": found.case.name,
        "rows": table,
        "answer": [*told, NOT_CAPABILITY],
    }


def yardsticks(found: tuple[Yardstick, ...]) -> Told:
    """Tell published numbers beside ours."""
    table = [
        {
            "yardstick": one.name,
            "line": each.name,
            "what": each.what,
            "published": _range(each.published),
            "ours": _range(each.ours),
            "difference": None if each.difference is None else 100.0 * each.difference,
            "unit": each.unit,
            "how": each.how,
            "why": each.why,
        }
        for one in found
        for each in one.lines
    ]
    return {
        "yardsticks": [
            {
                "name": one.name,
                "title": one.title,
                "source": one.source,
                "grade": one.grade,
                "lines": [
                    {
                        "name": each.name,
                        "what": each.what,
                        "unit": each.unit,
                        "published": each.published,
                        "ours": each.ours,
                        "difference": each.difference,
                        "how": each.how,
                        "why": each.why,
                    }
                    for each in one.lines
                ],
            }
            for one in found
        ],
        "rows": table,
    }


def _range(value: float | tuple[float, float] | None) -> float | str | None:
    """Return a number as it is, and a range in words."""
    return " to ".join(f"{each:,.0f}" for each in value) if isinstance(value, tuple) else value
