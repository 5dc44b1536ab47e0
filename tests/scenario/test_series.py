from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from .helpers import loaded, problems, series

YEARS = range(2026, 2031)
GDP = {year: 1000.0 + 30.0 * (year - 2026) for year in YEARS}
INDEX = {2026: 1.0, 2027: 1.02, 2028: 1.04, 2029: 1.06, 2030: 1.08}


def gdp(unit: str | None = "EUR bn", **changed: Any) -> dict[str, Any]:
    given: dict[str, Any] = {"unit": unit, "values": GDP} | changed
    return series(gdp_nominal={key: value for key, value in given.items() if value is not None})


@pytest.mark.parametrize(
    ("unit", "billions"),
    [
        ("EUR bn", 1000.0),
        ("EUR billion", 1000.0),
        ("EUR million", 1.0),
        ("EUR mn", 1.0),
        ("EUR m", 1.0),
        ("EUR tn", 1_000_000.0),
        ("EUR trillion", 1_000_000.0),
        ("EUR thousand", 0.001),
        ("JPY bn", 1000.0),
    ],
)
def test_money_is_converted_to_billions(unit: str, billions: float) -> None:
    own = loaded(gdp(unit)).series["ITA"].gdp_nominal
    assert own is not None
    assert own.unit == f"{unit[:3]} bn"
    assert own.values[2026] == billions


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (gdp(None), ("gdp_nominal.unit", "missing", "EUR bn")),
        (gdp("bn"), ("'bn' names no currency", "EUR bn")),
        (gdp("EUR"), ("'EUR' names no scale",)),
        (gdp("EURO bn"), ("names no currency", "did you mean EUR?")),
        (gdp("EUR bilion"), ("'bilion' is no scale", "did you mean billion?")),
        (gdp("EUR dozens"), ("'dozens' is no scale",)),
        (gdp(values=None), ("gdp_nominal.values", "missing", "file:")),
        (gdp(values={}), ("gdp_nominal.values", "no values")),
        (gdp(values={2026: 1000.0, 2030: 1100.0}), ("no value for 2027-2029",)),
        (gdp(values={2028: 1000.0, 2029: 1000.0}), ("no value for 2026-2027",)),
        (gdp(values=GDP | {2027: 0}), ("values[2027]", "0", "above zero")),
        (gdp(values=GDP | {2027: -5.5}), ("values[2027]", "-5.5", "above zero")),
        (gdp(values=GDP | {2027: 1e300}), ("values[2027]", "1e+300", "at most 1e+18")),
        (gdp(values=GDP | {2027: "1_030"}), ("the text '1_030'", "write 1030")),
        (gdp(values=GDP | {1027: 5}), ("the year 1027",)),
        (gdp(values=list(GDP)), ("years with values",)),
        (gdp(base=2026), ("gdp_nominal.base", "unknown field")),
        (gdp(values=GDP, file="x.csv"), ("gdp_nominal.file", "values and file together")),
        (series(gdp={}), ("series.ITA.gdp", "unknown field", "did you mean gdp_nominal?")),
        (series(price_index={"values": INDEX}), ("base", "missing", "the index is 1;")),
        (
            series(price_index={"values": dict.fromkeys(YEARS, 102.0)}),
            ("base", "missing", "the index is 100"),
        ),
        (
            series(price_index={"base": 2020, "values": dict.fromkeys(YEARS, 102.0)}),
            ("an index around 100 without a value for its base year 2020", "add 2020: 100"),
        ),
        (series(price_index={"base": 20, "values": INDEX}), ("the year 20",)),
        (series(price_index={"base": 2026, "values": INDEX | {2026: 0}}), ("values[2026]",)),
        (
            series(population={"values": dict.fromkeys(YEARS, 59.0)}),
            ("59 persons", "unit: million?"),
        ),
        (
            series(population={"unit": "milion", "values": dict.fromkeys(YEARS, 59.0)}),
            ("'milion' is no unit of population", "did you mean million?"),
        ),
        (series(fx={"unit": "USD/EUR", "values": INDEX}), ("no exchange rate to the dollar",)),
        (series(fx={"unit": "EURO per USD", "values": INDEX}), ("no exchange rate",)),
        (series(fx={"unit": "XYZ per USD", "values": INDEX}), ("no exchange rate",)),
        ({**series(), "series": {"FRA": {}}}, ("series.FRA", "FRA is no member of the scenario")),
        ({**series(), "series": {"Italy": {}}}, ("series.Italy", "did you mean ITA (Italy)?")),
        ({**series(), "series": {"ITA": 5}}, ("series.ITA", "the number 5")),
    ],
)
def test_each_problem_of_a_series_is_told(given: dict[str, Any], says: tuple[str, ...]) -> None:
    found = problems(given)
    assert len(found) == 1, found
    for words in says:
        assert words in found[0]


def test_values_may_end_early_and_begin_early() -> None:
    own = loaded(gdp(values={2020: 900.0, 2026: 1000.0, 2027: 1030.0})).series["ITA"].gdp_nominal
    assert own is not None
    assert sorted(own.values) == [2020, 2026, 2027]


def test_an_index_is_one_in_its_base_year() -> None:
    def index(base: int, values: dict[int, float]) -> dict[int, float]:
        own = loaded(series(price_index={"base": base, "values": values})).series["ITA"].price_index
        assert own is not None
        assert own.base == base
        return own.values

    assert index(2026, INDEX) == INDEX
    assert index(2025, INDEX) == INDEX
    at_100 = {year: 125.0 * level for year, level in INDEX.items()}
    assert index(2026, at_100) == pytest.approx(INDEX)
    assert index(2020, {2020: 100.0} | dict.fromkeys(YEARS, 110.0))[2026] == pytest.approx(1.1)


def test_population_is_in_persons() -> None:
    for unit, value in (("million", 59.0), ("thousand", 59_000.0), ("persons", 59.0e6)):
        given = series(population={"unit": unit, "values": dict.fromkeys(YEARS, value)})
        own = loaded(given).series["ITA"].population
        assert own is not None
        assert own.values[2026] == 59.0e6
        assert own.unit == "persons"
    assert loaded(series(fx={"values": INDEX})).series["ITA"].fx is not None
    assert loaded(series(fx={"unit": "EUR per USD", "values": INDEX})).series["ITA"].fx is not None


def from_file(**changed: Any) -> dict[str, Any]:
    return gdp(values=None, file="gdp.csv", **changed)


def test_a_csv_beside_the_scenario_is_read(tmp_path: Path) -> None:
    text = "\ufeffYear, value ,note\n" + "".join(f"{y},{v},x\n" for y, v in GDP.items()) + "\n,,\n"
    (tmp_path / "gdp.csv").write_text(text, encoding="utf-8")
    own = loaded(from_file(), tmp_path).series["ITA"].gdp_nominal
    assert own is not None
    assert own.values == GDP
    assert own.source == "gdp.csv"
    told = loaded(from_file(source="Treasury"), tmp_path).series["ITA"].gdp_nominal
    assert told is not None
    assert told.source == "Treasury"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", ("line 1: no column year and no column value", "year,value")),
        ("year;value\n2026;1\n", ("no column year", "'year;value'")),
        ("year,gdp\n2026,1\n", ("line 1: no column value", "'year,gdp'")),
        ("year,value\n2026,1000\n2027,n/a\n", ("gdp.csv, line 3, value: 'n/a' is no number",)),
        ('year,value\n2026,"1,000.5"\n', ("line 2, value", "write 1000.5")),
        ("year,value\n2026,1_000\n", ("'1_000' is no number", "write 1000")),
        ("year,value\n2026,nan\n", ("'nan' is no number",)),
        ("year,value\n2026\n", ("line 2, value: an empty cell",)),
        ("year,value\nsoon,5\n", ("line 2, year: 'soon' is no number",)),
        ("year,value\n2026.5,5\n", ("line 2: 2026.5 is no year",)),
        ("year,value\n1e300,5\n", ("is no year",)),
        ("year,value\n2026,5\n2026,6\n", ("line 3: 2026 again",)),
        ("year,value\n2026,5\n2028,6\n", ("gdp_nominal.file", "no value for 2027")),
        ("year,value\n2026,-5\n", ("-5", "above zero")),
        ("year,value\n", ("no values",)),
        ('year,value\n2026,"5\n', ("gdp.csv, line 2: unexpected end of data",)),
        ("x" * 1_000_001, ("more than 1,000,000 bytes",)),
    ],
)
def test_each_problem_of_a_csv_is_told(tmp_path: Path, text: str, says: tuple[str, ...]) -> None:
    (tmp_path / "gdp.csv").write_text(text, encoding="utf-8")
    found = problems(from_file(), tmp_path)
    assert len(found) == 1, found
    for words in says:
        assert words in found[0]


def test_every_wrong_cell_of_a_csv_is_told(tmp_path: Path) -> None:
    (tmp_path / "gdp.csv").write_text("year,value\n2026,a\n2027,b\nx,c\n", encoding="utf-8")
    assert len(problems(from_file(), tmp_path)) == 4


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    def one(name: str, folder: Path | None = tmp_path) -> str:
        (found,) = problems(gdp(values=None, file=name), folder)
        return found

    assert "there is no file 'gdp.csv' beside the scenario" in one("gdp.csv")
    assert "comes from no file" in one("gdp.csv", None)
    assert "is an absolute path" in one(str(tmp_path / "gdp.csv"))
    assert "is an absolute path" in one("C:\\gdp.csv")
    assert "there is no file" in one(".")
    assert "'gdp\\x00' cannot be read" in one("gdp\x00") or "there is no file" in one("gdp\x00")
    (tmp_path / "gdp.csv").write_bytes(b"year,value\n2026,\xff\n")
    assert "'gdp.csv' cannot be read: it is no UTF-8 text" in one("gdp.csv")


def test_a_csv_that_vanishes_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gdp.csv").write_text("year,value\n", encoding="utf-8")

    def fail(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", fail)
    (found,) = problems(from_file(), tmp_path)
    assert "'gdp.csv' cannot be read: Permission denied" in found
