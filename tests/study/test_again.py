"""Folders of sweeps and of answers: what comes out again, and what is named where it does not."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from burdenshare.errors import Refusal
from burdenshare.figures.store import Figures
from burdenshare.projection.calibration.file import SHIPPED
from burdenshare.scenario.load import load
from burdenshare.study import Verification, answers, verify
from burdenshare.study.discovery import discover, read_condition
from burdenshare.study.fingerprint import digest, folder_fingerprint
from burdenshare.study.manifest import Entry
from burdenshare.study.sensitivity import sensitivity
from burdenshare.study.sweep import Design, read_vary, sweep
from burdenshare.study.uncertainty import uncertainty

from .sweeping import contents, scenario

VARY = read_vary(["pledges[0].core=2.5:5.0:6", "pledges[0].by=2030,2035"], scenario)
PICTURE = {"charts/made.svg": b"<svg/>"}


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    return Figures.open(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def written(figures: Figures, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sweep, what was found out about it, and the causes of a band, each in its folder."""
    home = tmp_path_factory.mktemp("written")
    sweep(scenario, VARY, Design("grid"), figures=figures, folder=home / "sweep")
    fails, moved = read_condition("extra > 15.125"), home / "sensitivity"
    boxed = discover(scenario, VARY, fails, figures=figures, points=80, folder=home / "discover")
    answers.write(boxed, home / "discover", PICTURE)
    found = sensitivity(scenario, VARY, "extra", figures=figures, points=8, folder=moved)
    answers.write(found, moved, PICTURE)
    band = uncertainty(load("japan-2027"), "extra", figures=figures)
    answers.write(band, home / "uncertainty", PICTURE)
    return home


KINDS = ("sweep", "sensitivity", "discover", "uncertainty")


@pytest.fixture
def folder(written: Path, tmp_path: Path) -> Callable[[str], Path]:
    return lambda kind: Path(shutil.copytree(written / kind, tmp_path / kind))


def reseal(folder: Path, **changes: Any) -> None:
    """Give the folder a manifest that fits its files, as a forger would."""
    entries = {
        path.relative_to(folder).as_posix(): Entry(digest(path.read_bytes()), path.stat().st_size)
        for path in folder.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    document = json.loads((folder / "manifest.json").read_text())
    document["files"] = {n: {"sha256": e.sha256, "bytes": e.size} for n, e in entries.items()}
    document |= {"folder_sha256": folder_fingerprint(entries), **changes}
    (folder / "manifest.json").write_text(json.dumps(document))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def places(found: Verification) -> list[str]:
    return [each.where for each in found.differences]


@pytest.mark.parametrize("kind", KINDS)
def test_a_folder_as_written_comes_out_again(
    folder: Callable[[str], Path], figures: Figures, kind: str
) -> None:
    told: list[tuple[int, int, str]] = []
    found = verify(folder(kind), figures, progress=lambda *step: told.append(step))
    assert found.ok, found.lines()
    assert found.fingerprint == found.recomputed
    word = "uncertainty" if kind == "uncertainty" else "sweep"
    assert found.lines() == [f"The folder is what it says: {word} {found.fingerprint}."]
    assert told


@pytest.mark.parametrize("kind", KINDS)
def test_a_changed_missing_or_added_file_is_named(
    folder: Callable[[str], Path], figures: Figures, kind: str
) -> None:
    place = folder(kind)
    name = "results.csv" if kind == "sweep" else "charts/made.svg"
    (place / name).write_bytes((place / name).read_bytes() + b" ")
    (place / "more.txt").write_text("more")
    assert {name, "more.txt"} <= set(places(verify(place, figures)))


def test_a_forged_number_is_named_by_its_point(
    folder: Callable[[str], Path], figures: Figures
) -> None:
    place = folder("sweep")
    text = (place / "results.csv").read_text()
    line = next(row for row in text.splitlines() if row.startswith("4,extra.constant_share"))
    forged = line.replace(line.split(",")[5], "99.5")
    edit(place / "results.csv", line, forged)
    reseal(place)
    (found,) = verify(place, figures).differences
    assert found.where.startswith("results.csv point 4 extra.constant_share@ITA#central 2030")
    assert found.message.startswith("is 99.5, by the inputs ")


def test_a_point_left_out_is_named(folder: Callable[[str], Path], figures: Figures) -> None:
    place = folder("sweep")
    text = (place / "results.csv").read_text()
    edit(place / "results.csv", next(r for r in text.splitlines(True) if "11,share" in r), "")
    reseal(place)
    (found,) = verify(place, figures).differences
    assert (found.where, found.message) == (
        "results.csv point 11 share@ITA#central 2035 [% of GDP]",
        "is missing",
    )


def test_a_forged_answer_is_named(folder: Callable[[str], Path], figures: Figures) -> None:
    place = folder("discover")
    edit(place / "answer.json", '"coverage": ', '"coverage": 1')
    reseal(place)
    assert places(verify(place, figures)) == ["answer.json"]
    place = folder("uncertainty")
    edit(place / "answer.json", '"width": ', '"width": 1')
    reseal(place)
    assert places(verify(place, figures)) == ["answer.json"]


def test_another_scenario_gives_other_points(
    folder: Callable[[str], Path], figures: Figures
) -> None:
    place = folder("sweep")
    edit(place / "scenario.yaml", "2026: 1000.0", "2026: 1001.0")
    reseal(place)
    wrong = places(verify(place, figures))
    assert "design.csv" in wrong
    assert "fingerprint" in wrong


def test_an_answer_that_nobody_can_ask_again_is_a_difference(
    folder: Callable[[str], Path], figures: Figures
) -> None:
    place = folder("discover")
    edit(place / "answer.json", '"question": "discover"', '"question": "guess"')
    reseal(place)
    (found,) = verify(place, figures).differences
    assert found.where == "answer.json"
    assert "no question that is asked of a sweep" in found.message
    with pytest.raises(Refusal) as refused:
        answers.again(None, {"question": "guess"})  # type: ignore[arg-type]
    assert refused.value.code == "damaged-file"


@pytest.mark.parametrize(
    ("file", "old", "new", "where"),
    [
        ("sweep.json", '"path": "pledges[0].core"', '"path": "pledges[0]."', "sweep.json"),
        ("sweep.json", '"kind": "grid"', '"king": "grid"', "again"),
        ("sweep.json", '"vary": [', '"vary": [1, ', "again"),
        ("sweep.json", "{", "", "sweep.json"),
        ("scenario.yaml", "members", "membres", "scenario.yaml"),
    ],
)
def test_what_cannot_be_read_is_named(
    folder: Callable[[str], Path], figures: Figures, file: str, old: str, new: str, where: str
) -> None:
    place = folder("sweep")
    edit(place / file, old, new)
    reseal(place)
    found = verify(place, figures)
    assert places(found) == [where], found.lines()
    assert found.recomputed == ""


def test_other_figures_another_release_or_none_are_named(
    folder: Callable[[str], Path], figures: Figures
) -> None:
    place = folder("sweep")
    assert places(verify(place)) == ["figures"]
    edit(place / "sweep.json", figures.fingerprint, "0" * 64)
    reseal(place)
    (found,) = verify(place, figures).differences
    assert found.where == "figures"
    assert "made from figures 000000000000, installed are " in found.message
    reseal(place, model="0.0.1")
    (found,) = verify(place, figures).differences
    assert found.message.startswith("made by burdenshare 0.0.1")


def test_a_calibration_of_its_own_lies_in_the_folder(figures: Figures, tmp_path: Path) -> None:
    own = tmp_path / "mine.json"
    own.write_bytes(SHIPPED.read_bytes())
    drawn = scenario.model_copy(update={"draws": 20, "calibration": str(own)})
    place = tmp_path / "out"
    vary = read_vary(["pledges[0].core=2.5,3.5"], drawn)
    sweep(drawn, vary, Design("grid"), figures=figures, folder=place)
    own.unlink()
    assert "calibration.json" in contents(place)
    found = verify(place, figures)
    assert found.ok, found.lines()
