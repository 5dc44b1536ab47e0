"""What lies in a run folder, and that it is the same every time."""

from __future__ import annotations

import csv
import getpass
import hashlib
import io
import json
import socket
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

from burdenshare.errors import Refusal
from burdenshare.scenario.load import load_text
from burdenshare.study import Study, write, writing
from burdenshare.study.workbook import CREATED
from burdenshare.study.writing import json_bytes

from . import factory

ATTACHMENTS = {
    "charts/path.svg": b"<svg/>",
    "charts/path.png": b"\x89PNG",
    "report.html": b"<p>report</p>",
}


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("runs") / "two"
    write(factory.study(), target, ATTACHMENTS)
    return target


def test_attachments_may_be_made_after_the_files_of_the_study(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []
    made = writing.render

    def render(study: Study) -> dict[str, bytes]:
        begun.append("own")
        return made(study)

    def attachments() -> dict[str, bytes]:
        begun.append("attached")
        return ATTACHMENTS

    monkeypatch.setattr(writing, "render", render)
    write(factory.study(), tmp_path / "run", attachments)
    assert begun == ["own", "attached"]
    assert contents(tmp_path / "run") == contents(folder)


def table(folder: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((folder / name).read_text(encoding="utf-8"))))


def test_the_folder_holds_every_file_and_the_manifest_binds_them(folder: Path) -> None:
    files = contents(folder)
    assert set(files) == {
        "scenario.yaml",
        "inputs.csv",
        "inputs.json",
        "figures.csv",
        "sources.yaml",
        "results.csv",
        "results.json",
        "results.nc",
        "results.xlsx",
        "manifest.json",
        *ATTACHMENTS,
    }
    manifest = json.loads(files.pop("manifest.json"))
    assert manifest["files"] == {
        name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
        for name, content in files.items()
    }
    assert {"burdenshare", "python", "numpy"} <= manifest["versions"].keys()
    assert manifest["fingerprint"] == factory.study().fingerprint
    assert manifest["fingerprint"] in manifest["cite"]
    assert "NATO (2026-07)" in manifest["cite"]


def test_running_twice_gives_identical_bytes(folder: Path, tmp_path: Path) -> None:
    again = tmp_path / "elsewhere" / "deep" / "again"
    write(factory.study(), again, dict(reversed(ATTACHMENTS.items())))
    assert contents(again) == contents(folder)


def test_nothing_written_knows_the_machine(folder: Path) -> None:
    for name, content in contents(folder).items():
        assert str(folder).encode() not in content, name
        assert socket.gethostname().encode() not in content, name
        if len(getpass.getuser()) > 4:
            assert getpass.getuser().encode() not in content, name


def test_results_are_what_paper_and_pencil_give(folder: Path) -> None:
    found = {
        (row["country"], row["year"], row["variable"], row["baseline"]): (
            float(row["value"]),
            row["unit"],
        )
        for row in table(folder, "results.csv")
    }
    # Italy: 2.0 to 3.5 % in three steps of 0.5; GDP 1000, 1100, 1210, 1331; start kept: 2 % of it.
    assert found["ITA", "2027", "share", ""] == (pytest.approx(2.5), "% of GDP")
    assert found["ITA", "2029", "spending", ""] == (pytest.approx(46.585), "bn EUR")
    extra = found["ITA", "2029", "extra", "constant_share"]
    assert extra == (pytest.approx(19.965), "bn EUR")
    real = found["ITA", "2029", "extra_real", "constant_share"]
    assert real == (pytest.approx(15.0), "bn EUR, 2026 prices")
    assert found["ITA", "2029", "per_head", ""] == (pytest.approx(931.7), "EUR per inhabitant")
    # Italy at 0.5 EUR and Poland at 4 PLN a dollar: 19.965 / 0.5 + 1.5 / 4.
    together = found["ALL", "2029", "extra", "constant_share"]
    assert together == (pytest.approx(39.93 + 0.375), "bn USD")
    assert ("POL", "2029", "per_head", "") not in found, "a missing number has no row"


def test_every_figure_and_input_is_listed_with_its_origin(folder: Path) -> None:
    figures = {row["key"]: row for row in table(folder, "figures.csv")}
    assert len(figures) == 10
    inputs = table(folder, "inputs.csv")
    for row in inputs:
        for key in filter(None, row["keys"].split("|")):
            assert key in figures
    gdp = next(r for r in inputs if r["variable"] == "gdp" and r["year"] == "2027")
    assert (gdp["value"], gdp["unit"], gdp["kind"]) == ("1100.0", "bn EUR", "figure")
    background = [row["variable"] for row in inputs if row["use"] == "background"]
    assert background == ["inflation"]


def test_the_netcdf_file_opens_and_agrees_with_the_table(folder: Path) -> None:
    with xr.open_dataset(folder / "results.nc", engine="scipy") as dataset:
        assert dataset.attrs["run"] == factory.study().fingerprint
        spending = dataset["spending"].sel(country="ITA", year=2029).item()
    assert spending == pytest.approx(46.585)


def test_the_workbook_opens_with_units_and_frozen_headings(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "results.xlsx")
    assert book.sheetnames == [
        "Summary",
        "Members",
        "By year",
        "Inputs",
        "Figures",
        "Sources",
        "About",
    ]
    assert book.properties.created == CREATED
    members = book["Members"]
    headings = [cell.value for cell in members[1]]
    italy = dict(zip(headings, [cell.value for cell in members[2]], strict=True))
    money = "bn of national currency"
    assert italy["Country"] == "Italy"
    assert italy[f"Extra over constant share in that year, {money}"] == pytest.approx(19.965)
    # 5.5 + 12.1 + 19.965, and at prices of 2026: 5 + 10 + 15.
    total = f"Extra over constant share, all years, {money}"
    assert italy[total] == pytest.approx(37.565)
    assert italy[f"{total}, constant prices"] == pytest.approx(30.0)
    assert italy["Required growth, % a year, nominal"] == pytest.approx(
        100 * ((46.585 / 20) ** (1 / 3) - 1)
    )
    assert all(sheet.freeze_panes == "A2" for sheet in book)
    assert members.cell(2, headings.index(total) + 1).number_format == "#,##0.00"


def test_text_in_the_workbook_is_never_a_formula(tmp_path: Path) -> None:
    title = "=1+1"
    scenario = load_text(factory.SCENARIO).model_copy(update={"title": title})
    write(factory.study(scenario), tmp_path / "run")
    book = openpyxl.load_workbook(tmp_path / "run" / "results.xlsx")
    cells = [cell for sheet in book for row in sheet for cell in row if cell.value is not None]
    assert {cell.value for cell in cells} >= {title, factory.NOTE}
    assert all(cell.data_type in "sn" for cell in cells)
    assert all(cell.hyperlink is None for cell in cells)


def test_the_json_is_the_contract(folder: Path) -> None:
    document = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    assert document["name"] == "two"
    assert document["fingerprint"] == factory.study().fingerprint
    italy = document["members"]["ITA"]
    assert italy["extra"]["constant_share"][-1] == pytest.approx(19.965)
    assert italy["cumulative"]["extra"]["constant_share"]["real"] == pytest.approx(30.0)


def test_the_scenario_loads_to_the_same(folder: Path) -> None:
    text = (folder / "scenario.yaml").read_text(encoding="utf-8")
    assert load_text(text) == load_text(factory.SCENARIO)


@pytest.mark.parametrize(
    "changed",
    [
        factory.study(factory.SCENARIO.replace("Two", "2")),
        factory.study(factory.SCENARIO + "seed: 2\n"),
        factory.study(start={**factory.START, "ITA": 2.0 + 4.5e-16}),
        factory.study(vintage="2025-08"),
        factory.study(fx=np.array([[0.5] * 4, [4.0, 4.0, 4.0, 4.5]])),
        factory.study(may_fall=(True, True)),
    ],
    ids=["title", "seed", "last bit of a figure", "vintage", "exchange rate", "not a number"],
)
def test_whatever_changes_changes_the_fingerprint(changed: object) -> None:
    assert changed.fingerprint != factory.study().fingerprint  # type: ignore[attr-defined]


def test_order_and_layout_of_the_scenario_do_not_change_the_fingerprint() -> None:
    lines = factory.SCENARIO.strip().splitlines()
    shuffled = "\n".join(["# a comment", *reversed(lines)])
    assert factory.study(shuffled).fingerprint == factory.study().fingerprint


@pytest.mark.parametrize(
    "name",
    [
        "../x",
        "/x",
        "",
        "a//b",
        "a/./b",
        "results.csv",
        "manifest.json",
        "inputs.csv/x",
        "a\\b",
        "a:b",
    ],
)
def test_attachments_stay_in_the_folder_and_off_its_own_files(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refusal) as refused:
        write(factory.study(), tmp_path / "run", {name: b""})
    assert refused.value.code == "bad-argument"
    assert refused.value.details[0]["where"] == name
    assert list(tmp_path.iterdir()) == []


def test_an_attachment_cannot_be_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        write(factory.study(), tmp_path / "run", {"a": b"", "a/b": b""})
    assert refused.value.code == "bad-argument"


def test_unknown_numbers_leave_cells_empty_and_break_nothing(tmp_path: Path) -> None:
    lost = factory.study(fx=np.full((2, 4), np.nan), price=np.full((2, 4), np.nan))
    write(replace(lost, sources=()), tmp_path / "run")
    rows = table(tmp_path / "run", "results.csv")
    assert not [row for row in rows if row["variable"] == "extra_real"]
    assert "Figures" not in json.loads((tmp_path / "run" / "manifest.json").read_text())["cite"]


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text() | st.integers(), inner)
        ),
        max_leaves=12,
    )
)
def test_a_document_is_what_json_reads(document: Any) -> None:
    assert json.loads(json_bytes(document)) == json.loads(json.dumps(document))


def test_a_document_is_indented_and_its_lists_are_not() -> None:
    document = {"a": [1, 2], "b": [{"c": "ü"}, {}], 3: {"d": None}}
    lines = [
        "{",
        ' "a": [1, 2],',
        ' "b": [',
        "  {",
        '   "c": "ü"',
        "  },",
        "  {}",
        " ],",
        ' "3": {',
        '  "d": null',
        " }",
        "}",
    ]
    assert json_bytes(document).decode().splitlines() == lines
    with pytest.raises(ValueError, match="JSON"):
        json_bytes({"a": [float("nan")]})
