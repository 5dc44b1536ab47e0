"""The result as JSON with the keys of the interface, and as labelled arrays."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import burdenshare.figures
from burdenshare.figures.membership import members
from burdenshare.figures.store import Figures
from burdenshare.projection.assemble import assemble
from burdenshare.projection.project import project
from burdenshare.projection.result import to_dataset, to_json

from .factory import inputs, scenario

DATA = Path(burdenshare.figures.__file__).parent / "data"
Table = dict[tuple[str, str, int], float]


def published(*names: str) -> Table:
    """Read shipped tables with nothing but the standard library."""
    found: Table = {}
    for name in names:
        with (DATA / name).open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                found[row["series"], row["country"], int(row["year"])] = float(row["value"])
    return found


@pytest.fixture(scope="module")
def hague(figures: Figures) -> dict[str, Any]:
    pledge = {"core": 3.5, "related": 1.5, "by": 2035}
    allies = members("NATO", 2025)
    case = scenario(*allies, start=2026, end=2035, pledges=(pledge,))
    return to_json(project(assemble(case, figures)), "hague", "f" * 64)


def test_the_keys_of_the_interface(hague: dict[str, Any]) -> None:
    assert set(hague) == {"name", "fingerprint", "members", "alliance", "quantiles", "notes"}
    assert hague["quantiles"] == {}
    italy = hague["members"]["ITA"]
    assert italy["currency"] == "EUR"
    assert italy["years"] == list(range(2026, 2036))
    for key in ("share", "gdp", "spending", "spending_real", "per_head", "base"):
        assert len(italy[key]) == 10
    baselines = {"constant_share", "constant_real", "constant_cash"}
    assert set(italy["extra"]) == set(italy["extra_real"]) == baselines
    assert set(italy["cumulative"]) == {"spending", "spending_real", "extra"}
    assert set(italy["cumulative"]["extra"]["constant_share"]) == {"nominal", "real"}
    assert italy["start"] == {"year": 2026, "share": 2.10}
    assert (italy["target"], italy["deadline"], italy["price_base"]) == (3.5, 2035, 2026)
    assert set(italy["required_growth"]) == {"nominal", "real"}
    assert italy["related"]["year"] == 2035
    assert italy["related"]["level"] == pytest.approx(0.015 * italy["base"][-1])
    assert json.loads(json.dumps(hague, allow_nan=False)) == hague


def test_the_hague_by_plain_arithmetic(hague: dict[str, Any]) -> None:
    """April's GDP of 2026, October's growth to 2030, that of 2030 held; 3.5 % in equal steps."""
    april, october = published("imf_weo_2026-04.csv"), published("imf_weo_2025-10.csv")
    shares = published("nato_2026-07.csv")
    for code, member in hague["members"].items():
        gdp = april["gdp_lcu", code, 2026]
        start = shares["milex_pct_gdp", code, 2026]
        if code == "LUX":
            nato = shares["gdp_usd_current", code, 2026] / 1000.0
            gdp *= nato / (gdp / april["fx_lcu_per_usd", code, 2026])
        extra = 0.0
        for year in range(2027, 2036):
            known = min(year, 2030)
            gdp *= 1.0 + october["gdp_real_growth_pct", code, known] / 100.0
            gdp *= october["gdp_deflator", code, known] / october["gdp_deflator", code, known - 1]
            step = max(3.5 - start, 0.0) * (year - 2026) / 9.0
            extra += step / 100.0 * gdp
        found = member["cumulative"]["extra"]["constant_share"]["nominal"]
        assert found == pytest.approx(extra, rel=1e-9, abs=1e-9), code


def test_totals_are_the_sums_of_the_members(hague: dict[str, Any]) -> None:
    total = hague["alliance"]
    assert total["currency"] == "USD"
    assert total["members"] == list(hague["members"])
    assert total["shortfall"][-1] == pytest.approx(0.0, abs=1e-6)
    constant = total["cumulative"]["extra"]["constant_share"]
    assert constant["nominal"] == pytest.approx(sum(total["extra"]["constant_share"]))
    assert constant["real"] == pytest.approx(sum(total["extra_real"]["constant_share"]))
    assert total["cumulative"]["spending"] == pytest.approx(sum(total["spending"]))
    april, nato = published("imf_weo_2026-04.csv"), published("nato_2026-07.csv")
    dollars = sum(
        nato["milex_pct_gdp", code, 2026]
        / 100.0
        * (
            nato["gdp_usd_current", code, 2026] / 1000.0
            if code == "LUX"
            else april["gdp_usd", code, 2026]
        )
        for code in hague["members"]
    )
    assert total["spending"][0] == pytest.approx(dollars, rel=1e-6)
    assert total["spending_real"][0] == pytest.approx(dollars, rel=1e-6)


def test_notes_stand_with_the_member_and_in_the_list(hague: dict[str, Any]) -> None:
    notes = [n["text"] for n in hague["notes"] if n["country"] == "NLD"]
    assert hague["members"]["NLD"]["notes"] == notes
    assert "13.7 %" in notes[0]


def test_what_is_unknown_is_null() -> None:
    found = project(inputs({"ITA": {"price": np.nan, "fx": np.nan}}, range(2026, 2029)))
    result = to_json(found, "case", "-")
    assert result["members"]["ITA"]["spending_real"] == [None, None, None]
    assert result["members"]["ITA"]["cumulative"]["spending_real"] is None
    assert result["alliance"]["spending"] == [None, None, None]
    assert result["members"]["ITA"]["required_growth"]["real"] is None
    assert result["members"]["ITA"]["required_growth"]["nominal"] is not None


def test_a_dataset_has_named_dimensions_and_a_unit_on_everything() -> None:
    case = inputs({"ITA": {}, "POL": {"start": 4.7}}, range(2026, 2036))
    found = project(replace(case, budgets={"health": np.array([6.5, 5.0])}))
    data = to_dataset(found)
    assert data.sizes == {"country": 2, "year": 10, "baseline": 3, "budget": 1}
    assert all(variable.attrs["units"] for variable in data.data_vars.values())
    assert float(data["spending"].sel(country="ITA", year=2035)) == pytest.approx(35.0)
    extra = data["extra"].sel(baseline="constant_share", country="ITA")
    assert extra.dims == ("year",)
    assert float(extra.sum()) == pytest.approx(found.extra["constant_share"][0].sum())
    assert "prices and exchange rates of 2026" in data["alliance_spending_real"].attrs["units"]
    assert float(data["of_budgets"].sel(budget="health", country="ITA")) == pytest.approx(
        100 * 1.5 / 6.5
    )


def test_a_dataset_leads_with_draws_where_there_are_any() -> None:
    case = inputs({"ITA": {}}, range(2026, 2029))
    gdp = np.stack([case.gdp, 2.0 * case.gdp])
    data = to_dataset(project(replace(case, gdp=gdp, base=gdp)))
    assert data["spending"].dims == ("draw", "country", "year")
    assert data["extra"].dims == ("draw", "baseline", "country", "year")
    assert data["alliance_spending"].dims == ("draw", "year")
    assert data["start_share"].dims == ("country",)


def test_a_dataset_without_baselines() -> None:
    data = to_dataset(project(inputs({"ITA": {}}, range(2026, 2029), baselines=())))
    assert "extra" not in data
    assert data.sizes["baseline"] == 0
