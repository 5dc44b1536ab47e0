"""Behaviour and bargaining in a run: the same numbers as asked alone, bound, checked, compared."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from burdenshare.errors import Refusal
from burdenshare.scenario.load import load_text
from burdenshare.study import Study, compare, verify
from burdenshare.study.plain import plain, restore
from burdenshare.study.politics import Politics, content
from burdenshare.workbench import Workbench

from .test_verification import reseal

CASE = """
name: three
title: Three allies and a table
members: [ESP, ITA, POL]
start: 2026
end: 2035
pledges: [{core: 3.5, by: 2035, exceptions: {ESP: 2.1}}]
baselines: [constant_share]
keep: {draws: 400}
negotiation:
  settings: [nbs.cost=20]
  table:
    case: table
    issues:
      core: {scale: [2, 5], status_quo: 2, unit: per cent of GDP}
      year: {scale: [2030, 2040]}
    actors: {ESP: {capability: 1}, POL: {capability: 2}, ITA: {capability: 1}}
    positions:
      - {actor: ESP, issue: core, position: 2, salience: 1.0}
      - {actor: POL, issue: core, position: 5, salience: 0.5}
      - {actor: ITA, issue: core, position: 3, salience: 0.5}
      - {actor: ESP, issue: year, position: 2040, salience: 0.2}
      - {actor: POL, issue: year, position: 2030, salience: 0.8}
"""
FOLDER = {"politics.json", "keep.csv", "negotiation.csv"}


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    return Workbench(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def study(bench: Workbench) -> Study:
    return bench.study(load_text(CASE))


@pytest.fixture(scope="module")
def told(study: Study) -> dict[str, Any]:
    return study.to_json()


@pytest.fixture(scope="module")
def written(study: Study, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from burdenshare.study import write

    target = tmp_path_factory.mktemp("runs") / "three"
    write(study, target)
    return target


@pytest.fixture
def folder(written: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(written, tmp_path / "copy"))


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


# What is said ------------------------------------------------------------------------------------


def test_the_chances_are_those_that_keep_gives(bench: Workbench, told: dict[str, Any]) -> None:
    alone = {s: bench.keep(s, 2035, draws=400) for s in (3.5, 2.1)}
    members = told["keep"]["members"]
    assert list(members) == ["ESP", "ITA", "POL"]
    for code, share in (("ESP", 2.1), ("ITA", 3.5), ("POL", 3.5)):
        assert (members[code]["pledged"], members[code]["by"]) == (share, 2035)
        assert members[code]["probability"] == alone[share]["members"][code]["probability"]
        assert members[code]["share"] == alone[share]["members"][code]["share"]
    assert told["keep"]["pledges"] == [
        {"share": 3.5, "by": 2035, "members": ["ITA", "POL"]},
        {"share": 2.1, "by": 2035, "members": ["ESP"]},
    ]


def test_the_forecast_is_the_mean_of_positions_by_weight(told: dict[str, Any]) -> None:
    issues = told["negotiation"]["cases"]["table"]
    assert issues["core"]["headline"] == pytest.approx((1 * 2 + 1 * 5 + 0.5 * 3) / 2.5)
    assert issues["year"]["headline"] == pytest.approx((0.2 * 2040 + 1.6 * 2030) / 1.8)
    assert told["negotiation"]["options"]["nbs"]["cost"] == 20.0


def test_a_case_of_the_library_is_negotiated_as_alone(bench: Workbench) -> None:
    text = CASE.partition("keep:")[0] + "negotiation: japan-us-2025-3.5\n"
    made = bench.study(load_text(text)).to_json()
    alone = json.loads(json.dumps(bench.bargain("japan-us-2025-3.5")))
    for entry in alone["cases"]["japan-us-2025-3.5"].values():
        del entry["distribution"]["forecasts_over_ranges"]["smp"]
    assert made["negotiation"] == alone
    assert "keep" not in made
    assert "credibility" not in made


def test_credibility_is_the_part_of_the_new_money_times_its_chance(
    study: Study, told: dict[str, Any]
) -> None:
    inputs, run = study.inputs, study.projection
    assert inputs.price_at_base is not None
    assert inputs.fx_at_base is not None
    extra = run.extra_real["constant_share"][:, -1] * inputs.price_at_base / inputs.fx_at_base
    money = dict(zip(run.members, extra.tolist(), strict=True))
    chance = {c: m["probability"][-1] for c, m in told["keep"]["members"].items()}
    assert told["credibility"]["total"] == pytest.approx(sum(money.values()))
    expected = sum(money[c] * chance[c] for c in money) / sum(money.values())
    assert told["credibility"]["expected"] == pytest.approx(expected)
    assert "USD bn, 2026 prices" in told["credibility"]["unit"]


def test_cohesion_is_said_of_a_scenario_of_the_whole_alliance(bench: Workbench) -> None:
    text = CASE.replace("[ESP, ITA, POL]", "nato").replace(", exceptions: {ESP: 2.1}", "")
    made = bench.study(load_text(text)).to_json()
    (now,) = made["cohesion"]["series"]
    shares = [m["last"] for m in made["keep"]["members"].values()]
    assert now["n"] == len(shares)
    assert now["mean_gap"] == pytest.approx(sum(shares) / len(shares) - 3.5)
    assert set(made["cohesion"]["positions"]["table"]) == {"core", "year"}


def test_who_plays_alone_is_profiled_for_every_actor(told: dict[str, Any]) -> None:
    actors = told["alone"]["cases"]["table"]["actors"]
    assert set(actors) == {"ESP", "POL", "ITA"}
    assert told["alone"]["cases"]["table"]["on"] == "2026-01-01"
    assert len(told["alone"]["forms"]) == 4


def test_every_figure_behind_it_is_recorded(study: Study) -> None:
    assert study.politics is not None
    held = {each.key for each in study.observations}
    assert set(study.politics.keys) <= held
    assert any("milex_share_equipment" in key for key in study.politics.keys)
    assert {each.table for each in study.observations} == {s.id for s in study.sources}


def test_the_costs_do_not_depend_on_it(bench: Workbench, study: Study) -> None:
    without = bench.study(load_text(CASE.partition("keep:")[0]))
    assert without.result_rows == study.result_rows
    assert without.politics is None
    assert without.fingerprint != study.fingerprint


# Refused -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "code", "told"),
    [
        (("keep: {draws: 400}", "keep: {by: 2026}"), "bad-argument", "not after 2026"),
        (("[ESP, ITA, POL]", "[JPN, KOR]"), "bad-scenario", "ESP"),
        (("nbs.cost=20", "nbs.price=20"), "bad-argument", "nbs.price"),
        (("position: 2040", "position: 2050"), "bad-table", "negotiation.table"),
    ],
)
def test_what_cannot_be_forecast_is_refused(
    bench: Workbench, change: tuple[str, str], code: str, told: str
) -> None:
    with pytest.raises(Refusal) as refused:
        bench.study(load_text(CASE.replace(*change)))
    assert refused.value.code == code
    assert told in f"{refused.value.message} {refused.value.details}"


def test_nobody_with_a_forecast_is_refused(bench: Workbench) -> None:
    text = CASE.replace("[ESP, ITA, POL]", "[ISL]").replace(", exceptions: {ESP: 2.1}", "")
    own = """
series:
  ISL:
    gdp_nominal: {unit: ISK bn, values: {2026: 5000}}
"""
    text = text.replace("{core: 3.5,", "{core: 3.5, from: {year: 2026, share: 0.5},") + own
    with pytest.raises(Refusal) as refused:
        bench.study(load_text(text))
    assert refused.value.code == "no-figures"
    assert "no member" in refused.value.message


# Written and checked -----------------------------------------------------------------------------


def test_the_folder_holds_it_and_is_what_it_says(study: Study, written: Path) -> None:
    assert {path.name for path in written.iterdir()} >= FOLDER
    found = verify(written)
    assert found.ok, found.differences
    assert found.recomputed == study.fingerprint


def test_the_tables_say_what_the_result_says(written: Path, told: dict[str, Any]) -> None:
    kept = rows(written, "keep.csv")
    assert len(kept) == 3 * 9
    spain = next(r for r in kept if (r["country"], r["year"]) == ("ESP", "2035"))
    assert float(spain["probability"]) == told["keep"]["members"]["ESP"]["probability"][-1]
    assert spain["pledged"] == "2.1"
    core = {r["what"]: float(r["value"]) for r in rows(written, "negotiation.csv")
            if r["issue"] == "core"}  # fmt: skip
    assert core["forecast"] == told["negotiation"]["cases"]["table"]["core"]["headline"]
    assert core["status_quo"] == 2.0
    assert {r["unit"] for r in rows(written, "negotiation.csv")} == {"per cent of GDP", ""}


def test_writing_and_reading_lose_no_bit(study: Study) -> None:
    from burdenshare.bargaining.table import Table
    from burdenshare.compliance.known import Known

    assert isinstance(study.politics, Politics)
    for kind, value in ((Table, study.politics.table), (Known, study.politics.known)):
        text = json.dumps(plain(value))
        assert json.dumps(plain(restore(kind, json.loads(text), "x"))) == text


@pytest.mark.parametrize("part", ["known", "table"])
def test_forged_inputs_are_found_by_running_again(folder: Path, part: str) -> None:
    document = json.loads((folder / "politics.json").read_text(encoding="utf-8"))
    if part == "known":
        document["known"]["last"][document["known"]["members"].index("ESP")] += 1.0
    else:
        document["table"]["positions"][0][0] = 4.0
    (folder / "politics.json").write_text(json.dumps(document), encoding="utf-8")
    reseal(folder, fingerprint=True)
    found = verify(folder)
    assert any("results.json" in each.where for each in found.differences)


def test_a_forged_chance_is_found(folder: Path) -> None:
    document = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    document["keep"]["members"]["ESP"]["probability"][-1] = 0.99
    (folder / "results.json").write_text(json.dumps(document), encoding="utf-8")
    reseal(folder, fingerprint=True)
    found = verify(folder)
    assert any("keep/members/ESP/probability" in each.where for each in found.differences)


@pytest.mark.parametrize(
    "damage",
    [
        lambda d: d["known"].pop("last"),
        lambda d: d["known"].update(day="soon"),
        lambda d: d["table"].update(unknown=[["a"]]),
        lambda d: d["table"].update(actors=5),
        lambda d: d.pop("figures"),
        lambda d: d.update(revised={}),
    ],
)
def test_damaged_inputs_are_a_difference(folder: Path, damage: Any) -> None:
    document = json.loads((folder / "politics.json").read_text(encoding="utf-8"))
    damage(document)
    (folder / "politics.json").write_text(json.dumps(document), encoding="utf-8")
    assert not verify(folder).ok


def test_the_fingerprint_holds_what_went_in_and_what_came_out() -> None:
    one = content({"table": 1}, {"keep": 1, "members": 1})
    assert one == content({"table": 1}, {"keep": 1, "members": 2})
    assert one != content({"table": 2}, {"keep": 1})
    assert one != content({"table": 1}, {"keep": 2})


def test_two_runs_are_compared_by_their_chances_and_forecasts(
    bench: Workbench, folder: Path, tmp_path: Path
) -> None:
    from burdenshare.study import write

    other = CASE.replace("position: 3, salience: 0.5", "position: 2, salience: 0.5")
    write(bench.study(load_text(other.replace("3.5, by: 2035", "3.0, by: 2035"))), tmp_path / "b")
    changes = {each["where"]: each for each in compare(folder, tmp_path / "b").to_json()["rows"]}
    assert changes["ITA chance of keeping its pledge"]["change"] > 0.0
    assert changes["table core, forecast"]["to"] == pytest.approx((2 + 5 + 1) / 2.5)
