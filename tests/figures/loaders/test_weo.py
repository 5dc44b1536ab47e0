"""The IMF's WEO files: the older text, the portal's workbook and CSV, and damaged copies."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from workbooks import (
    PORTAL,
    WEO_YEARS,
    save,
    weo_old_rows,
    weo_old_text,
    weo_portal,
    weo_portal_rows,
    weo_value,
)

from burdenshare.errors import Refusal
from burdenshare.figures.loaders import add
from burdenshare.figures.loaders.placing import Loaded
from burdenshare.figures.loaders.weo import currency, last_actual, read_weo
from burdenshare.figures.loaders.workbook import open_book
from burdenshare.figures.model import Observation

PUBLISHED = 9 * 11
"""Rows of known countries and subjects times years with a figure."""
DERIVED = 4 * 11
"""Japan's exchange rate, deflator, PPP rate and net interest."""


def read(content: bytes | Workbook, tmp_path: Path) -> Loaded:
    path = tmp_path / "file"
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        save(content, path)
    return read_weo(open_book(path))


def csv_of(rows: list[list[object]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def one(loaded: Loaded, series: str, country: str, year: int) -> Observation:
    (found,) = (
        o for o in loaded.observations if (o.series, o.country, o.year) == (series, country, year)
    )
    return found


def old_workbook() -> Workbook:
    book = Workbook()
    for row in weo_old_rows():
        book.active.append(row)
    return book


def portal_csv() -> bytes:
    columns = [c for c in PORTAL if not c.endswith(".ID")]
    return csv_of(weo_portal_rows(columns))


FORMS = {
    "utf-16": weo_old_text(),
    "utf-16-le": weo_old_text(encoding="utf-16-le"),
    "utf-8": weo_old_text(encoding="utf-8"),
    "latin-1": weo_old_text(encoding="latin-1"),
    "portal csv": portal_csv(),
}


@pytest.fixture(params=[*FORMS, "old workbook", "portal workbook"])
def loaded(request: pytest.FixtureRequest, tmp_path: Path) -> Loaded:
    if request.param in FORMS:
        return read(FORMS[request.param], tmp_path)
    return read(old_workbook() if request.param == "old workbook" else weo_portal(), tmp_path)


def test_every_form_gives_the_same_figures(loaded: Loaded) -> None:
    assert (loaded.publisher, loaded.source.vintage) == ("IMF", "2025-10")
    assert loaded.source.published == date(2025, 10, 14)
    assert len(loaded.observations) == PUBLISHED + DERIVED
    gdp = one(loaded, "gdp_lcu", "JPN", 2025)
    assert gdp.value == weo_value(600_000.5, 2025)
    assert (gdp.unit, gdp.definition, gdp.source) == ("LCU billion (JPY)", "IMF", "IMF WEO")
    assert one(loaded, "population", "JPN", 2025).value == weo_value(123.5, 2025)
    assert one(loaded, "gdp_lcu", "BGR", 2025).unit == "LCU billion (BGN)"


def test_status_follows_the_last_actual_year_and_the_edition(loaded: Loaded) -> None:
    def said(series: str, country: str) -> list[str]:
        return [one(loaded, series, country, y).status for y in (2023, 2024, 2025, 2026)]

    assert said("gdp_lcu", "JPN") == ["actual", "actual", "forecast", "forecast"]
    assert said("gov_balance_pct_gdp", "JPN") == ["actual", "estimate", "forecast", "forecast"]
    assert said("gdp_ppp", "JPN") == ["estimate", "estimate", "forecast", "forecast"]
    assert said("gov_revenue_pct_gdp", "IRN") == ["actual", "estimate", "forecast", "forecast"]


def test_what_follows_from_published_values_is_marked_as_derived(loaded: Loaded) -> None:
    rate = one(loaded, "fx_lcu_per_usd", "JPN", 2024)
    assert rate.value == pytest.approx(weo_value(600_000.5, 2024) / weo_value(4_000.25, 2024))
    assert (rate.definition, rate.note) == ("IMF derived", "gdp_lcu / gdp_usd")
    deflator = one(loaded, "gdp_deflator", "JPN", 2024)
    assert deflator.value == pytest.approx(
        100 * weo_value(600_000.5, 2024) / weo_value(550_000.0, 2024)
    )
    interest = one(loaded, "gov_net_interest_pct_gdp", "JPN", 2024)
    assert interest.value == pytest.approx(-1.125 - -1.5)
    assert interest.status == "estimate"
    ppp = one(loaded, "ppp_rate", "JPN", 2024)
    assert ppp.status == "estimate"


def test_what_has_no_place_is_reported_once(loaded: Loaded) -> None:
    reasons = {u.text: u.reason for u in loaded.unplaced if u.text}
    assert reasons.pop("LUR") == "a subject that burdenshare does not keep"
    (kosovo,) = reasons.values()
    assert kosovo == "the IMF's code for Kosovo, which has none in ISO 3166-1"
    sheets = {u.sheet for u in loaded.unplaced if not u.text}
    assert sheets in (set(), {"Country Groups", "Commodity Prices"})


def test_many_rows_of_one_subject_are_one_entry_with_their_number(tmp_path: Path) -> None:
    rows = weo_portal_rows()
    rows += [[*rows[8][:1], f"{c}.LUR.A", *rows[8][2:]] for c in ("DEU", "FRA")]
    loaded = read(csv_of(rows), tmp_path)
    (entry,) = (u for u in loaded.unplaced if u.text == "LUR")
    assert entry.reason.endswith("(3 rows)")


def test_dollars_in_place_of_billions_are_noticed(tmp_path: Path) -> None:
    rows = weo_portal_rows(factor=1e9)
    for row in rows[1:]:
        if row[5] == "LP":
            row[len(PORTAL) :] = [v and v * 1e6 for v in row[len(PORTAL) :]]
    loaded = read(csv_of(rows), tmp_path)
    assert one(loaded, "gdp_usd", "JPN", 2024).value == weo_value(4_000.25, 2024)
    assert one(loaded, "population", "JPN", 2024).value == weo_value(123.5, 2024)


def test_a_published_deflator_is_not_computed_again(tmp_path: Path) -> None:
    rows = weo_portal_rows()
    rows.append(["IMF.RES:WEO", "JPN.NGDP_D.A", *("" for _ in PORTAL[2:-4])])
    rows[-1] = [*rows[1][:1], "JPN.NGDP_D.A", "", "JPN", "Japan", "NGDP_D", "", "", "Units", "",
                rows[1][10], "", "2024", "", *(100.5 for _ in WEO_YEARS)]  # fmt: skip
    loaded = read(csv_of(rows), tmp_path)
    deflators = [o for o in loaded.observations if o.series == "gdp_deflator"]
    assert {o.definition for o in deflators} == {"IMF"}


def test_a_day_in_a_cell_of_its_own_kind_is_a_day(tmp_path: Path) -> None:
    book = weo_portal()
    for row in range(2, book["Countries"].max_row + 1):
        book["Countries"].cell(row, 11, datetime.fromisoformat("2026-04-14T13:00"))
    loaded = read(book, tmp_path)
    assert (loaded.source.vintage, loaded.source.published) == ("2026-04", date(2026, 4, 14))


def test_the_older_file_of_another_edition_is_known_from_the_end_of_its_month(
    tmp_path: Path,
) -> None:
    source = read(weo_old_text("April 2023"), tmp_path).source
    assert (source.id, source.published) == ("imf_weo_2023-04", date(2023, 4, 30))


def test_text_in_number_cells_and_unknown_scales_are_reported_by_cell(tmp_path: Path) -> None:
    rows = weo_old_rows()
    rows[1][12] = "--"
    rows[2][13] = "about 4,000"
    rows[5][7] = "Dozens"
    text = "\n".join("\t".join(row) for row in rows).encode()
    found = [(u.cell, u.text, u.reason) for u in read(text, tmp_path).unplaced]
    assert found[:3] == [
        ("M2", "--", "text where a number belongs"),
        ("N3", "about 4,000", "text where a number belongs"),
        ("H6", "dozens", "an unknown scale"),
    ]


def test_numbers_as_text_in_the_portals_workbook_are_reported(tmp_path: Path) -> None:
    book = weo_portal()
    cell = book["Countries"].cell(2, len(PORTAL) + 3)
    cell.value = "600000"
    (entry,) = (u for u in read(book, tmp_path).unplaced if u.text == "600000")
    assert (entry.sheet, entry.cell) == ("Countries", cell.coordinate)


def refused(content: bytes | Workbook, tmp_path: Path) -> Refusal:
    path = tmp_path / "WEO.xls"
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        save(content, path)
    with pytest.raises(Refusal) as refusal:
        add(path, tmp_path / "home")
    assert not (tmp_path / "home").exists()
    return refusal.value


def test_a_text_file_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    whole = weo_old_text()
    assert refused(whole[: len(whole) * 2 // 3], tmp_path).code == "damaged-file"
    whole = portal_csv()
    refusal = refused(whole[: len(whole) - 40], tmp_path)
    assert refusal.code == "damaged-file"
    assert "cut short" in refusal.message


def test_missing_columns_and_years_are_refused_together(tmp_path: Path) -> None:
    rows = weo_old_rows()
    gone = rows[0].index("2024")
    for row in rows:
        if len(row) > 1:
            del row[gone]
            del row[1]
    refusal = refused("\n".join("\t".join(row) for row in rows).encode(), tmp_path)
    assert refusal.code == "unexpected-layout"
    said = [d["message"] for d in refusal.details]
    assert said == ["the year 2025 does not follow 2023 (M1)", "no column 'iso'"]


def test_a_portal_file_without_its_last_actual_year_is_refused(tmp_path: Path) -> None:
    rows = weo_portal_rows([c for c in PORTAL if c != "LATEST_ACTUAL_ANNUAL_DATA"])
    refusal = refused(csv_of(rows), tmp_path)
    assert refusal.code == "unexpected-layout"
    assert "latest_actual_annual_data" in refusal.details[0]["message"]


def test_a_file_of_country_groups_only_is_not_taken_for_countries(tmp_path: Path) -> None:
    book = weo_portal()
    del book["Countries"]
    assert refused(book, tmp_path).code == "unrecognised-file"


@pytest.mark.parametrize(
    ("value", "year"),
    [("2024", 2024), (2024, 2024), ("FY2023/24", 2023), ("", None), (0, None), ("n/a", None)],
)
def test_last_actual_year(value: object, year: int | None) -> None:
    assert last_actual(value) == year


@pytest.mark.parametrize(
    ("country", "name", "on", "code"),
    [
        ("JPN", "Japanese yen", date(2025, 10, 14), "JPY"),
        ("KOR", "Korean won", date(2025, 10, 14), "KRW"),
        ("BGR", "Bulgarian lev", date(2025, 10, 14), "BGN"),
        ("BGR", "Euro", date(2026, 4, 14), "EUR"),
        ("BGR", "", date(2025, 10, 14), "BGN"),
        ("BGR", "", date(2026, 4, 14), "EUR"),
        ("ZWE", "Zimbabwe gold", date(2026, 4, 14), "ZWG"),
        ("ZWE", "Bond notes", date(2026, 4, 14), "Bond notes"),
    ],
)
def test_currency(country: str, name: str, on: date, code: str) -> None:
    assert currency(country, name, on) == code
