"""Coverage from the shipped tables alone, with SciPy and none of our code: value, and without USA.

The numbers stand beside the scenarios of the library (`*.expected.json`, readings).
"""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from scipy.optimize import linprog

PACKAGE = Path(__file__).parents[2] / "burdenshare"
LIBRARY = PACKAGE / "scenario" / "library"
Rows = list[dict[str, str]]


def table(place: str) -> Rows:
    with (PACKAGE / place).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The spherical law of cosines."""
    (a, b), (c, d) = (tuple(map(math.radians, place)) for place in (one, other))
    return 6371.0 * math.acos(
        math.sin(a) * math.sin(c) + math.cos(a) * math.cos(c) * math.cos(b - d)
    )


class Tables:
    """What the judgement file says, read by hand."""

    def __init__(self) -> None:
        text = (PACKAGE / "posture/data/judgement.yaml").read_text(encoding="utf-8")
        self.said: dict[str, Any] = yaml.safe_load(text)
        now = f"{self.said['year']}-12-31"
        spells = [r for r in table("figures/data/memberships.csv") if r["start"] <= now]
        here = [r for r in spells if not r["end"] or r["end"] >= now]
        self.allies = {r["country"] for r in here if r["format"] == "NATO"}
        self.states = sorted(self.allies | {r["country"] for r in here if r["format"] == "IP4"})
        self.home = {
            r["country"]: (float(r["latitude"]), float(r["longitude"]))
            for r in table("figures/data/capitals.csv")
        }
        self.held = {
            (r["country"], r["item"]): float(r["count"]) for r in table("posture/data/stocks.csv")
        }

    def asked(self, contingencies: Iterable[str]) -> dict[tuple[str, str], dict[str, float]]:
        found: dict[tuple[str, str], dict[str, float]] = {}
        for demand in self.said["demand"]:
            if demand["contingency"] in ("standing", *contingencies):
                cell = found.setdefault((demand["direction"], demand["domain"]), {})
                for item, number in demand["needs"].items():
                    cell[item] = cell.get(item, 0.0) + number
        return found

    def supply(self, state: str, item: str, domain: str) -> float:
        said = self.said
        leaves = said["deployability"]["states"].get(state, {}).get(domain)
        kept = said["reserve"]["states"].get(state, said["reserve"]["default"])["value"]
        part = (leaves or said["deployability"][domain])["value"]
        fit = said["readiness"][domain]["value"]
        return float(self.held.get((state, item), 0.0) * fit * part * (1.0 - kept))

    def reach(self, state: str, direction: str, domain: str) -> float:
        said, there = self.said, self.said["theatres"][direction]
        fades = said["distance"][domain]
        km = kilometres(self.home[state], (there["latitude"], there["longitude"]))
        along = (km - fades["near"]) / (fades["far"] - fades["near"])
        near = 1.0 - (1.0 - fades["least"]) * min(max(along, 0.0), 1.0)
        based = said["based"].get(state, {}).get(direction, {"value": 0.0})["value"]
        degree = "member" if state in self.allies else "partner"
        part = said["participation"]["states"].get(state, {}).get(direction)
        joins = (part or said["participation"][degree][direction])["value"]
        return float(max(near, based) * joins)

    def value(self, contingencies: Iterable[str], without: str = "") -> float:
        """The best of (sum of weight x coverage + mean over domains of the weakest) / 2."""
        asked = self.asked(contingencies)
        cells, items = list(asked), self.said["items"]
        domains = sorted({domain for _, domain in cells})
        priced = {
            cell: sum(n * items[item]["cost"]["value"] for item, n in asked[cell].items())
            for cell in cells
        }
        whole = {d: sum(p for cell, p in priced.items() if cell[1] == d) for d in domains}
        sent = [
            (s, cell, item)
            for s in self.states
            for cell in cells
            for item in asked[cell]
            if s != without
        ]
        at = {key: n for n, key in enumerate([*cells, *domains, *sent])}
        gain = np.zeros(len(at))
        for cell in cells:
            gain[at[cell]] = priced[cell] / whole[cell[1]] / len(domains) / 2.0
        for domain in domains:
            gain[at[domain]] = 1.0 / len(domains) / 2.0
        lines, tops = [], []

        def line(top: float, **parts: float) -> None:
            row = np.zeros(len(at))
            for column, number in parts.items():
                row[int(column[1:])] += number
            lines.append(row)
            tops.append(top)

        for cell in cells:
            line(0.0, **{f"c{at[cell[1]]}": 1.0, f"c{at[cell]}": -1.0})
            for item, number in asked[cell].items():
                come = {
                    f"c{at[s, cell, item]}": -self.reach(s, *cell)
                    for s in self.states
                    if s != without
                }
                line(0.0, **{f"c{at[cell]}": float(number)}, **come)
        for s in self.states:
            for item in {item for cell in cells for item in asked[cell]} if s != without else ():
                goes = {f"c{at[s, c, item]}": 1.0 for c in cells if item in asked[c]}
                line(self.supply(s, item, items[item]["domain"]), **goes)
        bounds = [(0.0, 1.0)] * (len(cells) + len(domains)) + [(0.0, None)] * len(sent)
        return -float(linprog(-gain, np.array(lines), np.array(tops), bounds=bounds).fun)


@pytest.mark.parametrize(
    ("asked", "name"), [(["attack_east"], "hague-2035"), (["taiwan"], "japan-3.0")]
)
def test_the_largest_absence_follows_from_the_tables(asked: list[str], name: str) -> None:
    tables = Tables()
    lost = tables.value(asked) - tables.value(asked, without="USA")
    text = (LIBRARY / f"{name}.expected.json").read_text(encoding="utf-8")
    wanted = json.loads(text)["readings"]["effectiveness"]["largest_absence"]
    assert wanted == pytest.approx(lost, abs=5e-7)
