"""Runs with futures on the shipped figures: consistent, checked to the last bit, and refused."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from burdenshare.errors import Refusal
from burdenshare.figures.store import Figures
from burdenshare.projection.calibration.content import fingerprint, text
from burdenshare.projection.calibration.file import load as load_calibration
from burdenshare.projection.calibration.file import shipped
from burdenshare.scenario.load import load, load_text, redraw
from burdenshare.study import Study, compute, verify, write
from burdenshare.study.reading import read

from .test_draws import leaves
from .test_verification import edit, places, reseal

TWO = """
name: two
title: Two allies to 3.5 %
members: [ITA, POL]
start: 2026
end: 2032
pledges: [{share: 3.5, by: 2030}]
draws: 64
seed: 3
"""


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    return Figures.open(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def study(figures: Figures) -> Study:
    return compute(load_text(TWO), figures)


@pytest.fixture(scope="module")
def written(study: Study, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("runs") / "two"
    write(study, target)
    return target


@pytest.fixture
def folder(written: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(written, tmp_path / "copy"))


def test_canada_with_200_futures(figures: Figures) -> None:
    document = compute(redraw(load("canada-pbo"), draws=200), figures).to_json()
    canada = document["members"]["CAN"]
    for name in ("share", "gdp", "spending", "spending_real", "debt_ratio"):
        levels = [canada["quantiles"][name][level] for level in ("0.05", "0.25", "0.5", "0.75")]
        levels.append(canada["quantiles"][name]["0.95"])
        assert (np.diff(np.array(levels), axis=0) >= 0).all(), name
        assert canada[name] == canada["quantiles"][name]["0.5"]
    assert canada["gdp"][-1] == pytest.approx(4542.857, rel=0.05), "near its central path"
    spread = canada["quantiles"]["debt_ratio"]
    widths = np.array(spread["0.95"]) - np.array(spread["0.05"])
    assert widths[-1] > widths[0], "what is further off is less sure"
    chance = canada["affordable"]
    assert 0.0 < chance["probability"] <= chance["without_pledge"] < 1.0
    assert (chance["probability"] * 200).is_integer()
    assert json.dumps(document, allow_nan=False)


def test_the_same_draws_twice_and_other_draws(study: Study, figures: Figures) -> None:
    assert compute(load_text(TWO), figures).fingerprint == study.fingerprint
    other = compute(load_text(TWO.replace("seed: 3", "seed: 4")), figures)
    assert other.fingerprint != study.fingerprint
    ours, theirs = (s.to_json()["members"]["ITA"]["debt_ratio"] for s in (study, other))
    assert ours != theirs


def test_debt_and_its_parts_fit(study: Study) -> None:
    assert study.futures is not None
    for code, moved in study.debt_changes.items():
        at = study.inputs.members.index(code)
        central = study.futures.fans["debt"].central[at]
        sums = moved.start + np.cumsum(sum(moved.parts.values()))
        np.testing.assert_allclose(sums, central, atol=1e-10)
        assert set(moved.parts) == {
            *("interest", "growth", "inflation", "valuation", "primary_balance", "stockflow")
        }, "the bounds of the engine hold nothing back"


def test_a_folder_with_futures_is_what_it_says(folder: Path, figures: Figures) -> None:
    found = verify(folder, figures)
    assert found.ok, found.lines()
    assert found.remarks == ()
    rows = list(csv.DictReader(io.StringIO((folder / "fiscal.csv").read_text("utf-8"))))
    assert {row["use"] for row in rows} == {"model", "lever"}
    assert all(row["kind"] for row in rows), "every number has an origin"


def test_its_scenario_gives_the_same_run_again(folder: Path, figures: Figures) -> None:
    again = compute(load(folder / "scenario.yaml"), figures)
    assert again.fingerprint == verify(folder).fingerprint


def forge_quantile(folder: Path) -> None:
    path = folder / "quantiles.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("ITA,2030,debt_ratio,,0.95,"))
    *head, value, unit = lines[at].split(",")
    lines[at] = ",".join([*head, repr(float(value) * 1.01), unit])
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def forge_probability(folder: Path) -> None:
    path = folder / "probabilities.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("ITA,2030,affordable,"))
    lines[at] = "ITA,2030,affordable,0.987654"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def forge_calibration(folder: Path) -> None:
    from dataclasses import replace

    made = load_calibration(folder / "calibration.json")
    changed = replace(made, scale=made.scale * 1.1)
    changed = replace(changed, fingerprint=fingerprint(changed))
    (folder / "calibration.json").write_text(text(changed), encoding="utf-8")


def forge_lever(folder: Path) -> None:
    edit(folder / "levers.json", '"budgeting": "share"', '"budgeting": "cash"')


def forge_fiscal(folder: Path) -> None:
    path = folder / "fiscal.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("ITA,fiscal/debt0,"))
    cells = lines[at].split(",")
    cells[3] = "0.9"
    lines[at] = ",".join(cells)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


FORGERIES: dict[str, tuple[Callable[[Path], None], str]] = {
    "quantile": (forge_quantile, "quantiles.csv ITA 2030 debt_ratio 0.95 [% of GDP]"),
    "probability": (forge_probability, "probabilities.csv ITA 2030 affordable"),
    "calibration": (forge_calibration, "quantiles.csv"),
    "lever": (forge_lever, "quantiles.csv"),
    "fiscal": (forge_fiscal, "results.csv ITA 2026 debt_ratio [% of GDP]"),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_is_found_by_hash_by_fingerprint_and_by_drawing_again(
    folder: Path, name: str
) -> None:
    forge, where = FORGERIES[name]
    forge(folder)
    assert any("content" in d.message or "bytes" in d.message for d in verify(folder).differences)
    reseal(folder)
    found = places(verify(folder))
    assert "fingerprint" in found
    reseal(folder, fingerprint=True)
    found = places(verify(folder))
    assert "fingerprint" not in found
    assert any(place.startswith(where) for place in found), found


def test_last_bits_of_a_quantile_are_a_remark(folder: Path) -> None:
    path = folder / "quantiles.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("ITA,2030,debt_ratio,,0.25,"))
    *head, value, unit = lines[at].split(",")
    lines[at] = ",".join([*head, repr(float(np.nextafter(float(value), 999.0))), unit])
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    reseal(folder, fingerprint=True)
    found = verify(folder)
    assert not any(place.startswith("quantiles.csv ") for place in places(found))
    remark = next(each for each in found.remarks if each.where == "quantiles.csv")
    assert remark.message.startswith("1 numbers are equal within 1e-12 only")


def test_a_calibration_changed_by_hand_is_damaged(folder: Path) -> None:
    edit(folder / "calibration.json", '"tail": ', '"tail":  ')
    edit(folder / "calibration.json", '"horizon": ', '"horizon":  ')
    reseal(folder)
    assert verify(folder).recomputed, "spaces change nothing that counts"
    path = folder / "calibration.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    document["members"]["ITA"]["persistence"][0] = 0.123
    path.write_text(json.dumps(document), encoding="utf-8")
    reseal(folder)
    (difference,) = verify(folder).differences
    assert difference.where == "calibration.json"
    assert "changed by hand" in difference.message
    assert str(folder) not in difference.message


@pytest.mark.parametrize(
    "name",
    ["fiscal.csv", "fiscal.json", "levers.json", "calibration.json", "quantiles.csv"],
)
def test_a_missing_or_damaged_part_is_named(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"[")
    reseal(folder)
    assert name in places(verify(folder))
    (folder / name).unlink()
    found = verify(folder)
    assert (name, "is missing") in [(d.where, d.message) for d in found.differences]


def test_a_row_twice_is_found(folder: Path) -> None:
    for name in ("quantiles.csv", "probabilities.csv"):
        path = folder / name
        lines = path.read_text(encoding="utf-8").splitlines()
        path.write_text("\n".join([*lines, lines[1]]) + "\n", encoding="utf-8")
    reseal(folder)
    found = {(d.where, d.message) for d in verify(folder).differences}
    assert ("quantiles.csv", "gives a number twice") in found
    assert ("probabilities.csv", "gives a number twice") in found


def test_a_calibration_of_ones_own_goes_into_the_folder(figures: Figures, tmp_path: Path) -> None:
    from dataclasses import replace

    made = replace(shipped(), scale=shipped().scale * 2.0)
    made = replace(made, fingerprint=fingerprint(made))
    (tmp_path / "mine.json").write_text(text(made), encoding="utf-8")
    (tmp_path / "case.yaml").write_text(TWO + "calibration: mine.json\n", encoding="utf-8")
    run = compute(load(tmp_path / "case.yaml"), figures)
    assert run.scenario.calibration == "calibration.json"
    assert run.calibration is not None
    assert run.calibration.fingerprint == made.fingerprint
    write(run, tmp_path / "run")
    assert str(tmp_path) not in (tmp_path / "run" / "scenario.yaml").read_text(encoding="utf-8")
    assert verify(tmp_path / "run").ok
    assert read(tmp_path / "run").scenario == run.scenario
    again = compute(load(tmp_path / "run" / "scenario.yaml"), figures)
    assert again.fingerprint == run.fingerprint
    wide, narrow = (
        compute(load_text(TWO), figures).to_json()["members"]["ITA"]["quantiles"]["debt_ratio"],
        run.to_json()["members"]["ITA"]["quantiles"]["debt_ratio"],
    )
    assert wide["0.95"][-1] - wide["0.05"][-1] < narrow["0.95"][-1] - narrow["0.05"][-1]


def test_without_draws_a_calibration_of_ones_own_is_not_needed(
    figures: Figures, tmp_path: Path
) -> None:
    (tmp_path / "mine.json").write_text("{}", encoding="utf-8")
    (tmp_path / "case.yaml").write_text(TWO + "calibration: mine.json\n", encoding="utf-8")
    run = compute(redraw(load(tmp_path / "case.yaml"), draws=0), figures)
    assert (run.calibration, run.scenario.calibration) == (None, "")
    write(run, tmp_path / "run")
    assert verify(tmp_path / "run").ok


def test_a_file_that_is_no_calibration_is_refused(figures: Figures, tmp_path: Path) -> None:
    (tmp_path / "mine.json").write_text("{}", encoding="utf-8")
    (tmp_path / "case.yaml").write_text(TWO + "calibration: mine.json\n", encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        compute(load(tmp_path / "case.yaml"), figures)
    assert refused.value.code == "unrecognised-file"


# The central path --------------------------------------------------------------------------------


def test_the_central_path_has_debt_and_no_files_of_draws(figures: Figures, tmp_path: Path) -> None:
    run = compute(redraw(load_text(TWO), draws=0), figures)
    italy = run.to_json()["members"]["ITA"]
    assert len(italy["debt_ratio"]) == len(italy["years"])
    assert 100.0 < italy["debt_ratio"][0] < 200.0
    assert italy["debt_ratio"][-1] > italy["debt_ratio_without"][-1]
    assert "quantiles" not in italy
    assert run.shown is run.projection, "to the last bit"
    assert run.equivalents is None
    write(run, tmp_path / "run")
    names = {path.name for path in (tmp_path / "run").iterdir()}
    assert {"fiscal.csv", "levers.json"} <= names
    assert not names & {"quantiles.csv", "probabilities.csv", "calibration.json"}
    assert verify(tmp_path / "run", figures).ok


def test_levers_move_the_central_path_and_only_where_they_are_stated(
    figures: Figures, tmp_path: Path
) -> None:
    slow = compute(redraw(load_text(TWO + "behaviour: {inertia: 0.5}\n"), draws=0), figures)
    plain = compute(redraw(load_text(TWO), draws=0), figures)
    then = slow.projection.years.index(2030)
    assert slow.to_json()["members"]["ITA"]["share"][then] < 3.5
    assert plain.to_json()["members"]["ITA"]["share"][then] == pytest.approx(3.5)
    assert slow.projection.share[0, then] == pytest.approx(3.5), "what the pledge asks for"
    extra = slow.shown.extra["constant_share"]
    np.testing.assert_allclose(
        slow.shown.spending - slow.shown.baseline["constant_share"], extra, atol=1e-9
    )
    write(slow, tmp_path / "slow")
    assert verify(tmp_path / "slow").ok


UNKNOWN = """
name: own
title: A country of one's own
members: [BRA]
start: 2026
end: 2029
definition: national
pledges: [{share: 2.0, by: 2029, from: {year: 2026, share: 1.0}}]
series:
  BRA: {gdp_nominal: {unit: BRL bn, values: {2026: 1000, 2027: 1100, 2028: 1200, 2029: 1300}}}
"""


@pytest.mark.parametrize("draws", [0, 32])
def test_where_debt_is_not_known_it_is_null_and_named(
    figures: Figures, tmp_path: Path, draws: int
) -> None:
    run = compute(redraw(load_text(UNKNOWN), draws=draws), figures)
    document: dict[str, Any] = json.loads(json.dumps(run.to_json(), allow_nan=False))
    brazil = document["members"]["BRA"]
    assert brazil["debt_ratio"] == [None] * 4
    assert brazil["debt_variant"] is None
    assert any("debt" in note for note in brazil["notes"])
    assert all(isinstance(value, float) for value in brazil["share"])
    if draws:
        assert brazil["affordable"]["probability"] is None
        assert [v for place, v in leaves(brazil["probabilities"]) if "extra_above" in place]
    write(run, tmp_path / "run")
    assert verify(tmp_path / "run").ok
