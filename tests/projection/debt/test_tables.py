"""The reader: what it takes, and every way in which a folder can be wrong."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from burdenshare.errors import Refusal
from burdenshare.projection.debt.inputs import SHOCKS
from burdenshare.projection.debt.tables import read_tables

from .factory import FILES, floating, history, invented, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "inputs", AND=invented(), ISL=floating())


def edit(folder: Path, part: str, old: str, new: str) -> None:
    path = folder / FILES[part]
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def problems(folder: Path) -> dict[str, str]:
    with pytest.raises(Refusal) as refused:
        read_tables(folder)
    assert refused.value.code == "bad-table"
    assert refused.value.hint
    return {p["where"]: p["message"] for p in refused.value.details}


def test_a_folder_is_read_as_it_is(folder: Path) -> None:
    found = read_tables(folder)
    assert list(found.countries) == ["AND", "ISL"]
    country = found.countries["ISL"]
    assert country.horizon == 48
    assert not country.in_euro_area
    assert found.countries["AND"].in_euro_area
    assert country.annual["debt_ratio"][0] == 48.0
    assert np.isnan(country.annual["debt_ratio"][1:]).all()
    assert country.annual["potential_gdp_growth"][47] == pytest.approx(1.2 - 0.47)
    assert country.parameters["fwd_rate_10y10y"] == 3.6
    assert country.frequency == "quarterly"
    assert country.shocks.shape == (60, 6)
    assert country.shocks[0, 3] == floating()["quarterly"]["2001Q1"]["primary_balance"]


def test_the_fingerprint_is_that_of_the_files(folder: Path) -> None:
    before = read_tables(folder).fingerprint
    assert before == read_tables(folder).fingerprint
    edit(folder, "parameters", "2.7", "2.8")
    assert read_tables(folder).fingerprint != before


def test_only_whole_periods_from_2000_on_are_used(tmp_path: Path) -> None:
    country = invented()
    country["quarterly"] = {"1999Q4": country["quarterly"]["2001Q1"]} | country["quarterly"]
    del country["quarterly"]["2003Q2"]["exr_usd"]
    found = read_tables(write(tmp_path / "in", AND=country)).countries["AND"]
    assert len(found.shocks) == 59


def test_years_are_used_where_there_are_no_quarters(tmp_path: Path) -> None:
    yearly = history([str(year) for year in range(1995, 2020)])
    with_both = invented() | {"yearly": yearly}
    only = with_both | {"quarterly": {}}
    neither = invented() | {"quarterly": {}}
    found = read_tables(write(tmp_path / "in", AND=with_both, SMR=only, MCO=neither)).countries
    assert (found["AND"].frequency, len(found["AND"].shocks)) == ("quarterly", 60)
    assert (found["SMR"].frequency, len(found["SMR"].shocks)) == ("annual", 20)
    assert (found["MCO"].frequency, len(found["MCO"].shocks)) == ("", 0)


def test_byte_order_marks_empty_lines_and_other_columns_do_not_matter(folder: Path) -> None:
    path = folder / FILES["parameters"]
    lines = path.read_text(encoding="utf-8").splitlines()
    lines = [f"{line},{'remark' if i == 0 else 'mine'}" for i, line in enumerate(lines)]
    path.write_text("\ufeff" + "\n".join(lines) + "\n\n", encoding="utf-8")
    assert read_tables(folder).countries["AND"].parameters["debt_st_share"] == 0.12


def test_every_missing_file_is_named_at_once(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", AND=invented())
    (folder / FILES["parameters"]).unlink()
    (folder / FILES["yearly"]).write_bytes(b"country,\xff\xfe")
    with pytest.raises(Refusal) as refused:
        read_tables(folder)
    assert refused.value.code == "file-not-found"
    assert [p["where"] for p in refused.value.details] == [FILES["parameters"], FILES["yearly"]]
    assert "UTF-8" in refused.value.message
    with pytest.raises(Refusal, match="cannot be read"):
        read_tables(tmp_path / "nowhere")


def test_every_wrong_cell_is_named_at_once(folder: Path) -> None:
    edit(folder, "parameters", "AND,0.12", "AND,12%")
    edit(folder, "parameters", "ISL,0.12", "ISL,1.2")
    edit(folder, "annual", "AND,2023,900.0,90.0,1000.0", "AND,2023,900.0,nan,0.0")
    edit(folder, "annual", "ISL,2024,", "ISL,2024,inf")
    edit(folder, "quarterly", "AND,2001Q1,", "AND,2001Q1,1_0")
    found = problems(folder)
    annual, parameters = FILES["annual"], FILES["parameters"]
    assert found[f"{parameters}, line 2: debt_st_share"] == "'12%' is no number"
    assert found[f"{parameters}, line 3: debt_st_share"] == "1.2 is out of range"
    assert found[f"{annual}, line 2: debt_ratio"] == "'nan' is no number"
    assert found[f"{annual}, line 2: nominal_gdp"] == "0.0 is out of range"
    assert found[f"{annual}, line 51: debt_total"] == "'inf' is no number"
    assert len(found) == 6


@pytest.mark.parametrize(
    ("part", "old", "new", "where", "message"),
    [
        ("annual", "AND,2023", "ANDO,2023", "line 2", "'ANDO' is no country code"),
        ("annual", "AND,2023", "NATO,2023", "line 2", "'NATO' is no country code"),
        ("annual", "AND,2023", "AND,23", "line 2", "'23' is no year"),
        ("annual", "AND,2023", "AND,2024", "line 3", "AND 2024 stands there twice"),
        ("annual", "AND,2023,", "AND,2023,,", "line 2", "22 cells"),
        ("quarterly", "2001Q1", "2001Q5", "line 2", "'2001Q5' is no quarter"),
        ("parameters", "ISL", "AND", "line 3", "AND stands there twice"),
        ("annual", ",debt_ratio", ",debt_ratios", "debt_ratio", "column is missing"),
        ("annual", ",real_gdp", ",debt_ratio", "debt_ratio", "column stands there more than once"),
        ("parameters", "country,", 'country,"', "", "is no CSV"),
        ("parameters", "0.95,0.0", "0.95,0.06", "AND", "debt_domestic_share and debt_eur_share"),
    ],
)
def test_wrong_rows_and_columns(
    folder: Path, part: str, old: str, new: str, where: str, message: str
) -> None:
    edit(folder, part, old, new)
    found = problems(folder)
    assert any(
        place.startswith(FILES[part]) and place.endswith(where) and what.startswith(message)
        for place, what in found.items()
    ), found


def test_a_column_that_is_missing_is_guessed(folder: Path) -> None:
    edit(folder, "annual", ",debt_ratio", ",debt_ratios")
    with pytest.raises(Refusal) as refused:
        read_tables(folder)
    assert refused.value.details[0]["hint"] == "did you mean debt_ratios?"


def test_tables_without_rows_are_refused(folder: Path) -> None:
    for part in FILES:
        path = folder / FILES[part]
        path.write_text(path.read_text(encoding="utf-8").splitlines()[0], encoding="utf-8")
    assert problems(folder) == {FILES["annual"]: "holds no row"}
    (folder / FILES["yearly"]).write_text("", encoding="utf-8")
    assert len(problems(folder)) == 2 + len(SHOCKS)
