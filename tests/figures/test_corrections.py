"""A correction is data, and stops loading once the publisher prints something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from burdenshare.errors import Refusal
from burdenshare.figures.corrections import apply, read_corrections
from burdenshare.figures.model import Observation
from burdenshare.figures.store import Figures
from burdenshare.figures.tables import DATA, load, read_sources, read_table, write_added

KUNAS = "LCU million (Kunas), fiscal year starting in the year"
EUROS = "LCU million (Euro), fiscal year starting in the year"
SLIP = """
- series: milex_pct_gdp
  country: POL
  year: 2024
  source: NATO
  vintage: 2024-06
  field: value
  expect: 4.120191
  value: 4.2
  reason: a slip made up for this test
  since: 2026-07
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "corrections.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_sipri_prints_croatia_in_euros_under_the_label_of_kunas(figures: Figures) -> None:
    source = read_sources()["sipri_2026-04"]
    printed = [
        o
        for o in read_table(DATA / "sipri_2026-04.csv", source).values()
        if o.series == "milex_lcu_fy" and o.country == "HRV"
    ]
    assert {o.unit for o in printed} == {KUNAS}
    mended = figures.rows("milex_lcu_fy", countries=["HRV"])
    assert {o.unit for o in mended} == {EUROS}
    assert [o.value for o in mended] == [o.value for o in sorted(printed, key=lambda o: o.year)]
    assert all("kunas" in o.note for o in mended)


def test_a_corrected_value_says_so(tmp_path: Path) -> None:
    (correction,) = read_corrections(written(tmp_path, SLIP))
    row = Observation(
        "milex_pct_gdp",
        "NATO",
        "NATO",
        "2024-06",
        "POL",
        2024,
        4.120191,
        "percent of GDP",
        "actual",
        "as printed",
    )
    other = row._replace(year=2023)
    mended, untouched = apply([correction], [row, other])
    assert mended.value == 4.2
    assert mended.note == "as printed; value corrected from 4.120191: a slip made up for this test"
    assert untouched == other
    assert correction.where == "milex_pct_gdp/NATO/2024-06/POL/2024"


def test_corrections_reach_shipped_and_added_tables(tmp_path: Path) -> None:
    corrections = written(tmp_path, SLIP)
    mended = {o.key: o for o in load(corrections=corrections)}
    assert mended["milex_pct_gdp/NATO/NATO/2024-06/POL/2024"].value == 4.2
    source = read_sources()["sipri_2025-04"]
    croatia = Observation(
        "milex_lcu_fy", "SIPRI", "SIPRI", "2025-04", "HRV", 2005, 600.0, KUNAS, "actual"
    )
    write_added(source, [croatia], tmp_path)
    added = {o.key: o for o in load(tmp_path)}
    assert added[croatia.key].unit == EUROS


def test_a_value_that_the_publisher_has_mended_stops_loading(tmp_path: Path) -> None:
    stale = written(tmp_path, SLIP.replace("4.120191", "4.11"))
    with pytest.raises(Refusal) as caught:
        load(corrections=stale)
    assert caught.value.code == "correction-stale"
    (detail,) = caught.value.details
    assert detail["where"] == "milex_pct_gdp/NATO/NATO/2024-06/POL/2024"
    assert "4.120191" in detail["message"]
    assert detail["expected"] == "4.11"
    assert "made up" in detail["hint"]


def test_a_mended_workbook_is_refused_when_it_is_added_not_at_every_later_use(
    tmp_path: Path,
) -> None:
    croatia = Observation(
        "milex_lcu_fy", "SIPRI", "SIPRI", "2025-04", "HRV", 2005, 600.0, EUROS, "actual"
    )
    with pytest.raises(Refusal) as caught:
        write_added(read_sources()["sipri_2025-04"], [croatia], tmp_path)
    assert caught.value.code == "correction-stale"
    assert list(tmp_path.iterdir()) == []


def test_a_correction_of_a_table_that_is_not_there_waits(tmp_path: Path) -> None:
    absent = written(tmp_path, SLIP.replace("2024-06", "1999-01"))
    assert load(corrections=absent) == load(corrections=written(tmp_path, "[]"))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  reason: a slip made up for this test\n", "", "exactly the fields"),
        ("field: value", "field: status", "value, unit"),
        ("expect: 4.120191", "expect: four", "fit the field"),
        ("year: 2024", "year: ever", "year or 'all'"),
        ("since: 2026-07", "since: ''", "since"),
    ],
)
def test_a_damaged_correction_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = written(tmp_path, SLIP.replace(old, new))
    with pytest.raises(Refusal) as caught:
        read_corrections(path)
    assert caught.value.code == "bad-table"
    assert message in caught.value.details[0]["message"]


def test_a_file_of_corrections_that_is_no_yaml_is_refused(tmp_path: Path) -> None:
    for text in ("- [", "- a slip in words"):
        with pytest.raises(Refusal) as caught:
            read_corrections(written(tmp_path, text))
        assert caught.value.code == "bad-table"


def test_every_shipped_correction_of_a_shipped_table_does_something() -> None:
    corrections = read_corrections(DATA / "corrections.yaml")
    printed = load()
    shipped = {(o.series, o.source, o.vintage) for o in printed}
    mended = {o[:1] + o[2:5] for o in printed if "corrected from" in o.note}
    there = [c for c in corrections if (c.series, c.source, c.vintage) in shipped]
    assert there
    assert all((c.series, c.source, c.vintage, c.country) in mended for c in there)
