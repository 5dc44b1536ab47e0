"""Tables in: good ones read, bad ones refused with everything at once."""

from __future__ import annotations

import math

import numpy as np
import pytest

import burdenshare.bargaining
from burdenshare.bargaining import entries, read
from burdenshare.bargaining.encoding import MOST_BYTES
from burdenshare.bargaining.reading import read_scale
from burdenshare.errors import Refusal

HEAD = "case,issue,actor,position,salience,capability"
GOOD = f"{HEAD}\nc,p,USA,80,0.9,3\nc,p,ESP,20,0.5,1\nc,q,USA,10,0.2,3\nc,q,ESP,60,1,1\n"


@pytest.fixture
def write(tmp_path):
    def put(text, name="table.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding) if isinstance(text, str) else text)
        return path

    return put


def refused(path, code="bad-table", **options):
    with pytest.raises(Refusal) as caught:
        read(path, **options)
    assert caught.value.code == code
    return caught.value


def said(refusal):
    return [f"{d['where']}: {d['message']}" for d in refusal.details]


def test_a_good_table(write):
    found = read(write(GOOD))
    assert found.actors == ("USA", "ESP")
    assert (found.cases, found.issues) == (("c", "c"), ("p", "q"))
    assert found.positions.tolist() == [[80, 10], [20, 60]]
    assert found.weights == pytest.approx(np.array([[2.7, 0.6], [0.5, 1.0]]))
    assert (found.low.tolist(), found.high.tolist()) == ([0, 0], [100, 100])
    assert np.isnan(found.outcome).all()
    assert found.groups == ("c", "c")
    assert found.ranges == {}


def test_what_belongs_to_an_issue_is_read_once(write):
    text = (
        f"{HEAD},outcome,status_quo,group\nc,p,A,4,1,1,5,,g\nc,p,B,10,1,1,5,,g\n"
        "d,p,A,7,1,1,6,4,h\nd,p,C,8,1,1,6,4,h\n"
    )
    found = read(write(text), scale=(4.0, 10.0))
    assert found.outcome.tolist() == [5, 6]
    assert math.isnan(found.status_quo[0])
    assert found.status_quo[1] == 4
    assert found.groups == ("g", "h")
    only = found.case("d")
    assert only.actors == ("A", "C")
    assert only.positions.tolist() == [[7], [8]]
    assert [case.cases[0] for case in found.by_case()] == ["c", "d"]


def test_cases_stand_together_however_the_rows_do(write):
    found = read(write(f"{HEAD}\na,p,A,1,1,1\nb,p,A,2,1,1\na,q,A,3,1,1\n" +
                       "a,p,B,1,1,1\nb,p,B,2,1,1\na,q,B,3,1,1\n"))  # fmt: skip
    assert found.cases == ("a", "a", "b")
    assert found.positions[0].tolist() == [1, 3, 2]


def test_ranges_in_cells_and_in_columns(write):
    text = f"{HEAD},position_low,position_high\nc,p,A,3,0.4..0.6,1,2,5\nc,p,B,7.5..8.5,1,1,,\n"
    found = read(write(text))
    assert found.positions.tolist() == [[3], [8]]
    low, high = found.ranges["positions"]
    assert (low.tolist(), high.tolist()) == ([[2], [7.5]], [[5], [8.5]])
    assert found.salience[0, 0] == pytest.approx(0.5)
    assert set(found.ranges) == {"positions", "salience"}
    head = HEAD.replace("position", "position_low,position_high")
    bare = f"{head}\nc,p,A,1,3,1,1\nc,p,B,5,5,1,1\n"
    assert read(write(bare)).positions.tolist() == [[2], [5]]


def test_an_unknown_position_stays_unknown(write):
    found = read(write(GOOD + "c,p,DNK,unknown,,\n"))
    assert found.unknown == (("c", "p", "DNK"),)
    assert np.isnan(found.positions[2]).all()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_encodings_that_are_read(write, encoding):
    text = f"{HEAD}\n交渉,防衛費,日本,20,0.9,3\n交渉,防衛費,アメリカ,80,0.5,1\n"
    found = read(write(text, encoding=encoding))
    assert found.actors == ("日本", "アメリカ")
    assert any("Shift-JIS" in note for note in found.notes) == (encoding == "cp932")


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (f"{HEAD}\nc,p,Türkiye,1,1,1\nc,p,Québec,2,1,1\n".encode("latin-1"), "UTF-8"),
        (GOOD.encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04\x00\x00", "no text"),
        (b"\xff\xfa\x81", "neither UTF-8"),
        (b"x" * (MOST_BYTES + 1), "bytes"),
    ],
)
def test_other_encodings_are_refused(write, data, named):
    refusal = refused(write(data))
    assert named in refusal.message + refusal.hint


def test_every_problem_at_once(write):
    text = (
        f"{HEAD},outcome\n"
        "c,p,A,80,0.9,3,40\n"
        "c,p,A,70,0.9,3,40\n"
        "c,p,B,180,90,,41\n"
        "c,p,,20,x,-1,40\n"
        "c,q,A,nan,inf,0,\n"
        "c,q,C,1_000,0.5,1,\n"
        "c,r,A,5..3,0.5,1,\n"
        "c,s,A,1,0,1,200\n"
        "c,s,B,2,0,1,200\n"
        "c,t,A,,0.5,1,\n"
        "c,u,A,1,1\n"
    )
    refusal = refused(write(text))
    found = "\n".join(said(refusal))
    for part in (
        "line 3 (A): A stands twice on p, first in line 2 (A)",
        "line 4 (B), position: 180 is outside the scale of p",
        "line 4 (B), salience: 90 is outside 0 to 1",
        "line 4 (B), capability: missing",
        "line 4 (B), outcome: '41' differs from line 2 (A)",
        "line 5: no actor",
        "line 5, salience: 'x' is no number",
        "line 5, capability: -1 is no capability",
        "line 6 (A), position: 'nan' is no number",
        "line 6 (A), salience: 'inf' is no number",
        "line 6 (A), capability: 0 is no capability",
        "line 7 (C), position: '1_000' is no number",
        "line 8 (A), position: 5..3 ends below its start",
        "c / s: nobody cares",
        "line 9 (A), outcome: 200 is outside the scale of s",
        "line 11 (A), position: missing",
        "line 12: 5 cells",
        "c / r: one actor (A)",
    ):
        assert part in found
    hints = {d["where"]: d["hint"] for d in refusal.details}
    assert hints["line 4 (B), salience"] == "divide salience by 100"
    assert "--scale" in hints["line 4 (B), position"]
    assert "unknown" in hints["line 11 (A), position"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "holds no row"),
        (HEAD + "\n", "holds no row of figures"),
        ("case;issue;actor\nc;p;A\n", "one column only"),
        ("case,issue,actor,position,salience,power\nc,p,A,1,1,1\n", "no column capability"),
        (f"{HEAD},Salience\nc,p,A,1,1,1,1\n", "stands there twice"),
        (f'{HEAD}\nc,p,"A,1,1,1\n', "is no CSV"),
        (f"{HEAD},position_low\nc,p,A,1,1,1,0\nc,p,B,1,1,1,0\n", "a range with one end"),
        (f"{HEAD},position_low,position_high\nc,p,A,9,1,1,0,1\n", "lies outside its range"),
        (f"{HEAD},outcome\nc,p,A,1,1,1,1..2\nc,p,B,1,1,1,1\n", "'1..2' is no number"),
        (f"{HEAD}\nc,p,A,1,1,1\nc,p,a,2,1,1\n", "stands twice"),
        (f"{HEAD}\nc,p,A,unknown,,\n", "no actor with a position"),
        (f"{HEAD}\nc,p,A,1..x,1,1\nc,p,B,1e999,1,1\n", "'1e999' is no number"),
    ],
)
def test_bad_tables(write, text, named):
    refusal = refused(write(text))
    assert any(named in line for line in said(refusal))


def test_a_misspelt_column_is_a_problem_and_another_one_a_note(write):
    refusal = refused(write(f"{HEAD},outcom\nc,p,A,1,1,1,1\nc,p,B,1,1,1,1\n"))
    assert refusal.details[0]["hint"] == "did you mean outcome?"
    found = read(write(f"{HEAD},council\nc,p,A,1,1,1,x\nc,p,B,1,1,1,x\n"))
    assert found.notes == ("the column 'council' is not used",)


def test_a_thousand_actors_are_read_and_limits_stated(write, monkeypatch):
    text = HEAD + "\n" + "".join(f"c,p,A{i},{i % 100},0.5,{1 + i}\n" for i in range(1000))
    path = write(text)
    assert len(read(path).actors) == 1000
    monkeypatch.setattr(entries, "MOST_ACTORS", 999)
    refusal = refused(path)
    assert "1,000 actors" in refusal.details[0]["message"]
    assert "999" in refusal.details[0]["expected"]
    monkeypatch.setattr("burdenshare.bargaining.csv_file.MOST_ROWS", 10)
    assert "1,000 rows" in said(refused(path))[0]


def test_files_that_are_not_there(tmp_path):
    assert "nowhere.csv" in refused(tmp_path / "nowhere.csv", "file-not-found").message
    refusal = refused("hague-2052", "file-not-found")
    assert refusal.hint == "did you mean hague-2025?"
    assert "hague-2025" in refused("qqq", "file-not-found").hint


@pytest.mark.parametrize(
    ("text", "ends"), [("4:10", (4, 10)), ("-1:1", (-1, 1)), ("0:0.5", (0, 0.5))]
)
def test_a_scale(text, ends):
    assert read_scale(text) == ends


@pytest.mark.parametrize("text", ["", "4", "10:4", "4:4", "a:b", "1:2:3", "0:inf", "1..2:3"])
def test_what_is_no_scale(text):
    with pytest.raises(Refusal) as caught:
        read_scale(text)
    assert caught.value.code == "bad-argument"


YAML = """
case: mine
title: A case of one's own
issues:
  core: {scale: [2, 5], unit: per cent of GDP, status_quo: 2, outcome: 3.5}
  year: {scale: [2025, 2035]}
actors:
  USA: {name: United States, capability: 3}
  ESP: {capability: 1, tariff_threat: 0.2, guarantee: 0.1}
  DNK:
    capability: 1
positions:
  - {actor: USA, issue: core, position: 3.5..5, salience: 0.9, date: 2025-06-05}
  - {actor: ESP, issue: core, position: 2.1, salience: 0.8, capability: 2}
  - {actor: USA, issue: year, position: 2025, salience: 0.5}
  - {actor: ESP, issue: year, position: 2035, salience: 0.5}
  - {actor: DNK, issue: year, position: unknown}
"""


def test_a_yaml_table(write):
    found = read(write(YAML, "mine.yaml"))
    assert found.actors == ("USA", "ESP", "DNK")
    assert found.positions[:2].tolist() == [[4.25, 2025], [2.1, 2035]]
    assert found.capability[:2].tolist() == [[3, 3], [2, 1]]
    assert found.ranges["positions"][1][0, 0] == 5
    assert (found.low.tolist(), found.high.tolist()) == ([2, 2025], [5, 2035])
    assert found.unknown == (("mine", "year", "DNK"), ("mine", "core", "DNK"))
    assert found.about["mine"]["title"] == "A case of one's own"
    assert found.about["mine"]["issues"]["core"]["unit"] == "per cent of GDP"


def test_every_problem_of_a_yaml_table(write):
    text = """
titel: x
decided: soon
issues:
  core: {scale: [5, 2], outcome: lots, unti: x}
  old: {decided: 2025-06-25}
actors:
  USA: {capability: none}
  ESP: {}
  FRA: {capability: 1, guarantee: much}
  DEU: 3
positions:
  - {actor: USB, issue: core, position: 3, salience: 9}
  - {actor: USA, issue: cores, position: 3, salience: 0.9}
  - {actor: ESP, issue: core, salience: 2}
  - {actor: FRA, issue: core, position: true, salience: 0.5, quote: "%s"}
  - {actor: FRA, issue: old, position: 3, salience: 0.5, date: 2025-06-25}
  - {actor: [x], issue: old}
  - just text
"""
    refusal = refused(write(text % ("word " * 26), "bad.yaml"))
    found = "\n".join(said(refusal))
    for part in (
        "titel (line 2): there is no field 'titel'",
        "decided (line 3): 'soon' is no date",
        "case (line 2): no case",
        "issues.core.scale (line 5): [5, 2]",
        "issues.core.outcome (line 5): 'lots' is no number",
        "issues.core.unti (line 5): there is no field 'unti'",
        "actors.USA.capability (line 8): 'none' is no number",
        "actors.ESP (line 9): no capability",
        "actors.FRA.guarantee (line 10): 'much' is no number",
        "actors.DEU (line 11): is no mapping",
        "positions.0.actor (line 13): 'USB' is no actor",
        "positions.0.salience (line 13): 9 is outside 0 to 1",
        "positions.1.issue (line 14): 'cores' is no issue",
        "positions.2.position (line 15): no position",
        "positions.2.salience (line 15): 2 is outside 0 to 1",
        "positions.3.position (line 16): True is no number",
        "positions.3.quote (line 16): 26 words",
        "positions.4.date (line 17): said on 2025-06-25, at or after the decision of 2025-06-25",
        "positions.6 (line 19): is no mapping",
    ):
        assert part in found


@pytest.mark.parametrize(
    ("text", "code"),
    [("case: [", "bad-yaml"), ("just text", "bad-table"), ("case: x\nissues: 3\n", "bad-table")],
)
def test_yaml_that_is_no_table(write, text, code):
    refused(write(text, "x.yaml"), code)


def test_capability_of_a_yaml_table_is_text(write):
    text = YAML.replace("title:", "capability: much\ntitle:")
    assert "capability" in said(refused(write(text, "x.yaml")))[0]


def test_names_of_the_room_are_found_when_asked_for():
    assert burdenshare.bargaining.score
    with pytest.raises(AttributeError):
        _ = burdenshare.bargaining.nothing
