"""Runs with futures as they are asked for on the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from burdenshare.workbench import Workbench

CASE = """
name: two
title: Two allies to 3.5 %
members: [ITA, POL]
start: 2026
end: 2030
pledges: [{share: 3.5, by: 2030}]
"""


def case(tmp_path: Path, more: str = "") -> Path:
    path = tmp_path / "case.yaml"
    path.write_text(CASE + more, encoding="utf-8")
    return path


def test_a_run_ends_with_how_likely_each_pledge_is_affordable(
    burdenshare: Callable[..., Any], tmp_path: Path
) -> None:
    ran = burdenshare("run", case(tmp_path), "--draws", "50", "--out", tmp_path / "run")
    assert ran.status == 0, ran.err
    lines = ran.out.splitlines()
    at = next(i for i, line in enumerate(lines) if "affordable in its deadline year" in line)
    assert lines[at + 1].split()[:2] == ["country", "year"]
    table = [line.split() for line in lines[at + 2 : at + 4]]
    assert {row[0] for row in table} == {"ITA", "POL"}
    assert all(row[1] == "2030" and 0.0 <= float(row[2]) <= 100.0 for row in table)
    assert float(table[0][2]) <= float(table[1][2]), "the least likely first"
    assert lines[-2] == (
        "Affordable: With the pledge, public debt is at or below 60 % of GDP, or no higher than "
        "5 years before."
    )
    assert lines[-1].startswith("50 futures, seed 1.")
    assert burdenshare("verify", tmp_path / "run").status == 0


def test_the_central_path_has_no_such_table(
    burdenshare: Callable[..., Any], tmp_path: Path
) -> None:
    ran = burdenshare("run", case(tmp_path), "--out", tmp_path / "run")
    assert "affordable" not in ran.out


def test_an_unknown_debt_is_a_dash(burdenshare: Callable[..., Any], tmp_path: Path) -> None:
    own = """
name: own
title: A country of one's own
members: [BRA]
start: 2026
end: 2027
definition: national
pledges: [{share: 2.0, by: 2027, from: {year: 2026, share: 1.0}}]
series: {BRA: {gdp_nominal: {unit: BRL bn, values: {2026: 1000, 2027: 1100}}}}
draws: 20
"""
    path = tmp_path / "own.yaml"
    path.write_text(own, encoding="utf-8")
    ran = burdenshare("run", path, "--out", tmp_path / "run")
    assert ran.status == 0, ran.err
    row = next(line.split() for line in ran.out.splitlines()[::-1] if line.split()[:1] == ["BRA"])
    assert row == ["BRA", "2027", "-", "-", "-", "-", "-"]


def test_another_lever_shows_in_a_comparison(
    burdenshare: Callable[..., Any], tmp_path: Path
) -> None:
    for name, more in (("a", ""), ("b", "financing: {debt: 0.5, tax: 0.5}\n")):
        path = case(tmp_path, more)
        assert burdenshare("run", path, "--draws", "40", "--out", tmp_path / name).status == 0
    found = burdenshare("compare", tmp_path / "a", tmp_path / "b", "--json").json
    assert {"debt_share.ITA", "tax_share.POL"} <= {row["where"] for row in found["levers"]}
    kinds = {row["what"] for row in found["futures"]}
    assert {"median", "quantile"} <= kinds
    assert burdenshare("compare", tmp_path / "a", tmp_path / "b").status == 0


def test_what_takes_long_is_said_to_whoever_asks(tmp_path: Path) -> None:
    said: list[str] = []
    Workbench().study(case(tmp_path), draws=10, say=said.append)
    assert all(isinstance(text, str) for text in said)


def test_a_negative_number_of_draws_is_refused(
    burdenshare: Callable[..., Any], tmp_path: Path
) -> None:
    answer = burdenshare("run", case(tmp_path), "--draws", "-1", "--json")
    assert (answer.status, answer.json["error"]["code"]) == (2, "bad-argument")
