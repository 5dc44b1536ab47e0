"""The user's own table: good ones measured, bad ones refused with everything at once."""

from __future__ import annotations

import json

import pytest

import burdenshare.burden
from burdenshare.burden import measure_table
from burdenshare.burden.own import read_table
from burdenshare.errors import Refusal

GOOD = "country,gdp,spending\nUSA,1000,40\nGBR,100,2\nFRA,100,1\nDEU,200,3\n"


@pytest.fixture
def write(tmp_path):
    def put(text, encoding="utf-8"):
        path = tmp_path / "own.csv"
        path.write_bytes(text.encode(encoding) if isinstance(text, str) else text)
        return path

    return put


def refused(path):
    with pytest.raises(Refusal) as caught:
        read_table(path)
    return caught.value


def test_the_contract_keys_of_a_table(write):
    found = measure_table(write(GOOD)).to_json()
    json.dumps(found, allow_nan=False)
    assert {
        "year", "vintage", "n", "alliance_burden", "us_share_spending", "us_share_gdp",
        "hhi_spending", "gini_spending", "gini_burden", "spearman", "spearman_ex_us", "kendall",
        "wilcoxon_share_vs_gdp", "at_or_above", "members",
    } <= set(found)  # fmt: skip
    assert found["n"] == 4
    assert found["alliance_burden"] == pytest.approx(100 * 46 / 1400)
    assert found["us_share_spending"] == pytest.approx(40 / 46)
    assert found["us_share_gdp"] == pytest.approx(1000 / 1400)
    assert found["at_or_above"] == {"2.0": 2, "3.5": 1}
    assert found["members"]["FRA"]["burden"] == pytest.approx(1.0)
    assert found["members"]["FRA"]["gap_to_2"] == pytest.approx(1.0)
    assert found["year"] is None


def test_without_the_united_states_there_is_no_row_without_it(write):
    found = measure_table(write("country,gdp,spending\nGBR,1,1\nFRA,2,1\nDEU,3,1\n")).to_json()
    assert found["spearman_ex_us"] is None
    assert found["us_share_spending"] is None
    two = measure_table(write("country,gdp,spending\nUSA,1,1\nFRA,2,1\nDEU,3,1\n")).to_json()
    assert two["spearman_ex_us"] is None


def test_equal_burdens_have_no_rank_correlation(write):
    found = measure_table(write("country,gdp,spending\nGBR,100,2\nFRA,200,4\nDEU,300,6\n"))
    assert found.spearman.coefficient is None
    json.dumps(found.to_json(), allow_nan=False)


def test_a_byte_order_mark_lower_case_codes_and_other_columns_are_fine(write):
    text = "﻿Country, GDP ,spending,remark\r\nusa,1000,40,x\r\ngbr,100,2,\r\n\r\nfra,100,1,y\r\n"
    found = read_table(write(text))
    assert found.members == ("USA", "GBR", "FRA")
    assert found.notes == ("the column 'remark' is not used",)


def test_optional_columns_are_read_and_may_have_gaps(write):
    text = "country,gdp,spending,oda,peacekeeping,equipment_share\n"
    text += "USA,1000,40,5,1,30\nGBR,100,2,1,0,\nFRA,100,1,1,0,20\n"
    found = measure_table(write(text)).to_json()
    assert found["members"]["USA"]["security_burden"] == pytest.approx(4.6)
    assert found["members"]["GBR"]["equipment_share"] is None
    assert found["members"]["FRA"]["quadrant"]["2.0"] == "meets the equipment guideline only"


def test_every_problem_of_a_file_is_reported_at_once(write):
    error = refused(
        write(
            "country,gdp,spending,populaton\n"
            "USA,ten,40,1\nGBR,-5,2,1\nFRA,0,1,1\nFRA,100,,1\nPoland,100,-1,1\n,1,1,1\nDEU,1_0,1e999,1\n"
        )
    )
    assert error.code == "bad-table"
    said = "\n".join(f"{d['where']}: {d['message']} {d['hint']}" for d in error.details)
    for part in (
        "there is no column 'populaton' did you mean population?",
        "line 2 (USA), gdp: 'ten' is no number",
        "line 3 (GBR), gdp: -5 is not positive",
        "line 4 (FRA), gdp: 0 is not positive",
        "line 5 (FRA), spending: empty",
        "line 5: FRA stands there twice, first in line 4",
        "line 6: 'POLAND' is no country code did you mean POL (Poland)?",
        "line 6 (POLAND), spending: -1 is negative",
        "line 7: no country",
        "line 8 (DEU), gdp: '1_0' is no number",
        "line 8 (DEU), spending: '1e999' is no number",
    ):
        assert part in said, said
    assert error.hint.startswith("A table of your own has columns country, gdp, spending")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "no column country"),
        ("country,gdp\nUSA,1\nGBR,1\nFRA,1\n", "no column spending"),
        ("country,gdp,spendings\nUSA,1,1\nGBR,1,1\nFRA,1,1\n", "rename the column 'spendings'"),
        ("country;gdp;spending\nUSA;1;1\n", "separate the cells with commas"),
        ("country,gdp,spending\nUSA,1,1\nGBR,1,1\n", "2 rows of figures"),
        ("country,gdp,spending,gdp\nUSA,1,1,1\nGBR,1,1,1\nFRA,1,1,1\n", "gdp stands there twice"),
        ("country,gdp,spending\nUSA,1,0\nGBR,1,0\nFRA,1,0\n", "nobody spends anything"),
        (
            "country,gdp,spending,equipment_share\nUSA,1,1,120\nGBR,1,1,1\nFRA,1,1,1\n",
            "120 is above 100",
        ),
        ('country,gdp,spending\nUSA,"1,000",1\nGBR,1,1\nFRA,1,1\n', "'1,000' is no number"),
        ("country,gdp,spending\nUSA,nan,1\nGBR,1,1\nFRA,1,1\n", "'nan' is no number"),
    ],
)
def test_bad_tables(write, text, part):
    error = refused(write(text))
    assert error.code == "bad-table"
    assert part in str(error.details)


def test_a_missing_file_and_a_folder(tmp_path):
    assert refused(tmp_path / "none.csv").code == "file-not-found"
    assert refused(tmp_path).code == "file-not-found"


@pytest.mark.parametrize(
    "data",
    [GOOD.replace("USA", "Österreich").encode("latin-1"), GOOD.encode("utf-16"), b"PK\x03\x04\0\0"],
)
def test_other_encodings_and_workbooks_are_refused_clearly(write, data):
    error = refused(write(data))
    assert error.code == "bad-table"
    assert "UTF-8" in error.hint


def test_the_room_has_no_other_names():
    with pytest.raises(AttributeError):
        burdenshare.burden.nothing  # noqa: B018
