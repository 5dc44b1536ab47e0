"""Calibration files: what was written is read back, and nothing else passes for one."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from burdenshare.errors import Failure, Refusal
from burdenshare.projection.calibration.calibrate import calibrate
from burdenshare.projection.calibration.content import fingerprint, rounded
from burdenshare.projection.calibration.file import cover, dump, load, shipped
from burdenshare.projection.futures.model import Calibration

from .factory import World, tables


@pytest.fixture(scope="module")
def made() -> Calibration:
    return calibrate(tables(World(years=36, first=1990).history()), widen=False)


def same(one: Calibration, other: Calibration) -> bool:
    arrays = ("persistence", "loadings", "root", "scale")
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in arrays) and (
        (one.members, one.tail, one.notes, one.fingerprint)
        == (other.members, other.tail, other.notes, other.fingerprint)
    )


def test_what_was_written_is_read_back(made: Calibration, tmp_path: Path) -> None:
    dump(made, tmp_path / "c.json")
    assert same(load(tmp_path / "c.json"), made)
    dump(load(tmp_path / "c.json"), tmp_path / "d.json")
    assert (tmp_path / "c.json").read_bytes() == (tmp_path / "d.json").read_bytes()
    assert [p.name for p in sorted(tmp_path.iterdir())] == ["c.json", "d.json"]


@settings(max_examples=20)
@given(seed=st.integers(0, 10_000), tail=st.sampled_from([None, 4, 12]), horizon=st.integers(1, 5))
def test_any_calibration_survives_its_file(
    seed: int, tail: int | None, horizon: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    rng = np.random.default_rng(seed)
    factor = rng.normal(size=(2, 6, 6))
    bare = rounded(
        Calibration(
            members=("DEU", "USA"),
            persistence=rng.uniform(size=(2, 6)),
            loadings=rng.normal(size=(2, 6, 2)),
            root=factor @ np.swapaxes(factor, 1, 2),
            scale=rng.uniform(1.0, 2.0, (2, horizon)),
            tail=tail,
            notes=({"country": "", "text": 'a note: "quoted", Türkiye'},),
        )
    )
    whole = replace(bare, fingerprint=fingerprint(bare))
    path = tmp_path_factory.mktemp("any") / "c.json"
    dump(whole, path)
    assert same(load(path), whole)


def test_a_file_reads_well_in_a_diff(made: Calibration, tmp_path: Path) -> None:
    dump(made, tmp_path / "c.json")
    lines = (tmp_path / "c.json").read_text(encoding="utf-8").splitlines()
    assert max(len(line) for line in lines) < 400
    assert sum(line.startswith("    [") for line in lines) == 6 * len(made.members)


def test_the_fingerprint_is_of_every_number(made: Calibration) -> None:
    moved = made.persistence.copy()
    moved[0, 0] += 0.001
    assert fingerprint(replace(made, persistence=moved)) != made.fingerprint
    assert fingerprint(replace(made, tail=4)) != made.fingerprint
    assert fingerprint(made) == made.fingerprint


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda b: b["members"]["DEU"]["persistence"].__setitem__(0, 1.5), "outside 0 to 1"),
        (lambda b: b["members"]["DEU"].pop("root"), "members.DEU.root"),
        (lambda b: b["members"]["DEU"]["root"][0].__setitem__(1, 9.0), "no symmetric root"),
        (lambda b: b["members"]["DEU"]["root"][0].__setitem__(0, -9.0), "no symmetric root"),
        (lambda b: b["members"]["DEU"].update(loadings=[[1, 2]]), "members.DEU.loadings"),
        (lambda b: b["members"]["DEU"].update(loadings="much"), "members.DEU.loadings"),
        (lambda b: b["members"]["DEU"].update(scale=0), "not above 0"),
        (lambda b: b["members"]["DEU"].update(scale=True), "members.DEU.scale"),
        (lambda b: b["members"].update(XYZ=b["members"]["DEU"]), "members.XYZ"),
        (lambda b: b["members"].update(DEU=[]), "members.DEU.root"),
        (lambda b: b.update(members={}), "no country"),
        (lambda b: b.update(tail=5), "tail"),
        (lambda b: b.update(tail=2), "tail"),
        (lambda b: b.update(tail="fat"), "tail"),
        (lambda b: b.update(horizon=0), "horizon"),
        (lambda b: b.update(notes=["text"]), "notes"),
        (lambda b: b["members"]["DEU"]["persistence"].__setitem__(0, 0.5), "changed by hand"),
        (lambda b: b.update(fingerprint=""), "changed by hand"),
    ],
)
def test_damaged_files_are_refused_with_the_place(
    made: Calibration, tmp_path: Path, damage: Callable[[Any], Any], says: str
) -> None:
    path = tmp_path / "c.json"
    dump(made, path)
    body = json.loads(path.read_text(encoding="utf-8"))
    damage(body)
    path.write_text(json.dumps(body), encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        load(path)
    assert refused.value.code == "damaged-file"
    assert says in refused.value.message
    assert refused.value.hint


def test_every_problem_is_told_at_once(made: Calibration, tmp_path: Path) -> None:
    path = tmp_path / "c.json"
    dump(made, path)
    body = json.loads(path.read_text(encoding="utf-8"))
    body["tail"] = 7
    body["members"]["POL"]["scale"] = -1
    path.write_text(json.dumps(body), encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        load(path)
    assert [d["where"] for d in refused.value.details] == ["tail", "members.POL.scale"]


def test_not_a_number_is_no_number(made: Calibration, tmp_path: Path) -> None:
    path = tmp_path / "c.json"
    dump(made, path)
    body = json.loads(path.read_text(encoding="utf-8"))
    body["members"]["DEU"]["loadings"][0][0] = float("nan")
    path.write_text(json.dumps(body), encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        load(path)
    assert "finite" in refused.value.details[0]["expected"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "damaged-file"),
        (b'{"format": "burdenshare calibration 1", "tail"', "damaged-file"),
        (b"\xff\xfe\x00", "damaged-file"),
        (b"[" * 100_000, "damaged-file"),
        (b"[]", "unrecognised-file"),
        (b'{"format": "something else"}', "unrecognised-file"),
    ],
)
def test_foreign_files_are_refused(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "c.json"
    path.write_bytes(content)
    with pytest.raises(Refusal) as refused:
        load(path)
    assert refused.value.code == code


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        load(tmp_path / "none.json")
    assert refused.value.code == "file-not-found"


def test_what_cannot_be_written_fails_and_leaves_nothing(made: Calibration, tmp_path: Path) -> None:
    with pytest.raises(Failure) as failed:
        dump(made, tmp_path / "no folder" / "c.json")
    assert failed.value.code == "cannot-write"
    (tmp_path / "folder").mkdir()
    with pytest.raises(Failure):
        dump(made, tmp_path / "folder")
    assert [p.name for p in tmp_path.iterdir()] == ["folder"]


def test_members_are_taken_in_the_order_asked_for() -> None:
    whole = shipped()
    some = cover(whole, ["POL", "DEU"])
    assert some.members == ("POL", "DEU")
    germany = whole.members.index("DEU")
    assert np.array_equal(some.root[1], whole.root[germany])
    assert some.fingerprint == whole.fingerprint
    assert {note["country"] for note in some.notes} <= {"", "POL", "DEU"}


def test_who_is_missing_takes_the_mean_and_is_named() -> None:
    whole = shipped()
    some = cover(whole, ["AUT"])
    assert some.persistence[0] == pytest.approx(whole.persistence.mean(axis=0))
    assert some.root[0] @ some.root[0] == pytest.approx((whole.root @ whole.root).mean(axis=0))
    assert some.notes[-1]["country"] == "AUT"
