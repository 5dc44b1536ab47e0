"""What a run with futures gives: quantiles, probabilities, debt and equivalents, in every form."""

from __future__ import annotations

import io
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr
from openpyxl import load_workbook

from burdenshare.projection.futures.model import LEVELS
from burdenshare.projection.spread import SHOWN_LEVELS
from burdenshare.scenario.explain_finance import affordable_when
from burdenshare.scenario.model import Affordable
from burdenshare.study import write
from burdenshare.study.draws import PROBABILITY_COLUMNS, QUANTILE_COLUMNS
from burdenshare.study.events import chances, direct, events
from burdenshare.study.reading import read
from burdenshare.study.record import read_table
from burdenshare.study.runs import Study
from burdenshare.study.writing import ALWAYS, DRAWN, render

from . import drawn, factory


@pytest.fixture(scope="module")
def study() -> Study:
    return drawn.study()


@pytest.fixture(scope="module")
def document(study: Study) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(study.to_json(), allow_nan=False))
    return found


def leaves(value: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from leaves(each, f"{place}/{key}")
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from leaves(each, f"{place}/{index}")
    else:
        yield place, value


def test_every_series_has_quantiles_at_five_levels(document: dict[str, Any]) -> None:
    italy = document["members"]["ITA"]
    names = {
        name
        for name, value in italy.items()
        if isinstance(value, list) and len(value) == 4 and name not in ("years", "base", "notes")
    }
    assert names - {"per_head"} <= italy["quantiles"].keys()
    for name in ("share", "gdp", "spending", "spending_real", "debt_ratio", "debt_ratio_without"):
        assert list(italy["quantiles"][name]) == [str(level) for level in SHOWN_LEVELS]
    assert italy["quantiles"]["share"]["0.95"] == pytest.approx([2.009, 2.51125, 3.0135, 3.51575])
    assert italy["quantiles"]["debt_ratio"]["0.05"][0] == pytest.approx(136.0 * 0.9955)
    extra = italy["quantiles"]["extra"]["constant_share"]
    assert extra["0.75"][3] == pytest.approx(19.965 * 1.0025)
    sums = italy["quantiles"]["cumulative"]
    assert sums["extra"]["constant_share"]["nominal"]["0.25"] == pytest.approx(37.565 * 0.9975)
    assert sums["spending"]["0.95"] == pytest.approx(130.385 * 1.0045)


def test_plain_series_are_the_medians(document: dict[str, Any]) -> None:
    for member in (*document["members"].values(), document["alliance"]):
        for name, levels in member["quantiles"].items():
            if name == "cumulative":
                continue
            if name in ("extra", "extra_real", "below"):
                for baseline, over in levels.items():
                    assert member[name][baseline] == over["0.5"]
            else:
                assert member[name] == levels["0.5"], name
        total = member["quantiles"]["cumulative"]
        assert member["cumulative"]["spending"] == total["spending"]["0.5"]
        nominal = total["extra"]["constant_share"]["nominal"]["0.5"]
        assert member["cumulative"]["extra"]["constant_share"]["nominal"] == nominal


def test_the_quantiles_stand_by_member_at_the_top_too(document: dict[str, Any]) -> None:
    for code, member in document["members"].items():
        assert document["quantiles"][code] == member["quantiles"]
    assert document["quantiles"]["alliance"] == document["alliance"]["quantiles"]
    assert (document["draws"], document["seed"]) == (drawn.DRAWS, 7)
    assert document["calibration"] == drawn.calibration().fingerprint


def test_what_is_unknown_is_null_and_named(document: dict[str, Any]) -> None:
    poland = document["members"]["POL"]
    assert poland["debt_ratio"] == [None] * 4
    assert poland["quantiles"]["debt_ratio"]["0.5"] == [None] * 4
    assert poland["affordable"] == {"year": 2029, "probability": None, "without_pledge": None}
    assert (poland["debt_variant"], poland["debt_change"]) == (None, None)
    assert "Poland: no debt is published." in poland["notes"]
    assert not any(isinstance(v, float) and math.isnan(v) for _, v in leaves(document))


def test_probabilities_come_with_their_conditions_in_words(document: dict[str, Any]) -> None:
    italy = document["members"]["ITA"]
    assert italy["affordable"] == {"year": 2029, "probability": 0.8, "without_pledge": 0.8}
    assert italy["probabilities"]["affordable"] == [0.2, 0.4, 0.6, 0.8]
    assert italy["probabilities"].keys() == document["conditions"].keys()
    assert document["conditions"]["affordable"] == (
        "With the pledge, public debt is at or below 60 % of GDP, or no higher than 5 years before."
    )
    assert len(document["uncertainty"]) == 3


def test_what_moves_debt_sums_to_its_change(document: dict[str, Any]) -> None:
    moved = document["members"]["ITA"]["debt_change"]
    causes = [key for key in moved if key not in ("first", "start", "years", "change")]
    assert causes[:2] == ["interest", "growth"]
    for at, change in enumerate(moved["change"]):
        assert sum(moved[cause][at] for cause in causes) == pytest.approx(change, abs=1e-10)
    assert moved["change"] == pytest.approx([1.0, 1.0, 1.0, 1.0])
    assert moved["primary_balance"] == pytest.approx([1.0] * 4)
    assert (moved["first"], moved["start"]) == (2025, 135.0)


def test_without_the_year_before_the_first_change_is_left_out() -> None:
    study = drawn.study(fiscal=drawn.fiscal(start_year=2026))
    moved = study.debt_changes["ITA"]
    assert (moved.first, moved.years) == (2026, (2027, 2028, 2029))
    assert moved.start == pytest.approx(1.36)


def test_equivalents_carry_their_origin_and_what_is_missing(document: dict[str, Any]) -> None:
    given = document["members"]["ITA"]["equivalents"]
    assert given["given"]["vat_points"]["value"] == 0.8
    assert given["given"]["vat_points"]["keys"]
    assert given["missing"] == {"education": "no figure is shipped"}
    assert document["members"]["POL"]["equivalents"] == {"given": {}, "missing": {}}


def test_the_tables_hold_every_level_and_event(study: Study) -> None:
    files = render(study)
    assert {*ALWAYS, *DRAWN} - {"manifest.json"} == files.keys()
    rows = read_table(files["quantiles.csv"], QUANTILE_COLUMNS, "quantiles.csv")
    levels = [r for r in rows if r[:4] == ["ITA", "2029", "debt_ratio", ""]]
    assert [float(r[4]) for r in levels] == list(LEVELS)
    assert levels[0][6] == "% of GDP"
    assert not [r for r in rows if r[0] == "POL" and r[2] == "debt_ratio"]
    sums = [r for r in rows if r[2] == "cumulative_extra" and r[0] == "ALL"]
    assert {r[1] for r in sums} == {"2029"}
    assert {r[6] for r in rows if r[0] == "ITA" and r[2] == "spending_real"} == {
        "bn EUR, 2026 prices"
    }
    chance = read_table(files["probabilities.csv"], PROBABILITY_COLUMNS, "p")
    assert ["ITA", "2029", "affordable", "0.8"] in chance
    results = files["results.csv"].decode()
    assert "ITA,2029,debt_change,primary_balance," in results
    assert "ITA,2029,equivalent,vat_points,0.8,points" in results
    assert "ITA,2029,debt_ratio,,139.0,% of GDP" in results


def test_the_netcdf_has_a_level_and_an_event(study: Study) -> None:
    dataset = xr.load_dataset(io.BytesIO(render(study)["results.nc"]), engine="scipy")
    assert dataset.level.values.tolist() == list(LEVELS)
    one = dataset.debt_ratio_quantile.sel(level=0.95, country="ITA", year=2029)
    assert float(one) == pytest.approx(139.0 * 1.0045)
    extra = dataset.extra_quantile.sel(baseline="constant_share", country="ITA", year=2029)
    assert float(extra.sel(level=0.5)) == pytest.approx(19.965)
    assert dataset.cumulative_spending_quantile.dims == ("level", "country")
    assert dataset.alliance_share_quantile.dims == ("level", "year")
    affordable = dataset.probability.sel(event="affordable", country="ITA")
    assert affordable.values.tolist() == [0.2, 0.4, 0.6, 0.8]
    assert dataset.debt_ratio.attrs["units"] == "% of GDP"


def test_the_workbook_has_the_sheets(study: Study) -> None:
    book = load_workbook(io.BytesIO(render(study)["results.xlsx"]))
    assert book.sheetnames == [
        *("Summary", "Members", "By year", "Quantiles", "Probabilities", "Debt", "Equivalents"),
        *("Inputs", "Figures", "Sources", "About"),
    ]
    debt = list(book["Debt"].values)
    assert [row[0] for row in debt[1:]] == ["ITA"] * 4
    head = list(debt[0])
    assert debt[-1][head.index("Debt ratio, % of GDP, median")] == pytest.approx(139.0)
    assert debt[-1][head.index("of which primary balance")] == pytest.approx(1.0)
    chance = list(book["Probabilities"].values)
    assert chance[4][:4] == ("ITA", "Italy", 2029, 0.8)
    words = [row[5] for row in book["Equivalents"].values]
    assert "education" not in words
    lacking = next(row for row in book["Equivalents"].values if row[4] is None)
    assert lacking[6] == "not given: no figure is shipped"


def test_the_central_path_has_none_of_it() -> None:
    files = render(factory.study())
    assert files.keys() == set(ALWAYS) - {"manifest.json"}
    book = load_workbook(io.BytesIO(files["results.xlsx"]))
    assert "Quantiles" not in book.sheetnames
    assert factory.study().to_json()["quantiles"] == {}


def test_the_same_run_gives_the_same_bytes_and_is_read_back(study: Study, tmp_path: Path) -> None:
    write(study, tmp_path / "a")
    write(drawn.study(), tmp_path / "b")
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name
    held = read(tmp_path / "a")
    assert held.fingerprint(study.versions["burdenshare"]) == study.fingerprint
    assert held.futures is not None
    assert held.futures.calibration is not None
    assert held.futures.calibration.fingerprint == drawn.calibration().fingerprint
    assert held.futures.levers.multiplier == (0.2, 0.7, 1.6)
    np.testing.assert_array_equal(held.futures.levers.import_share, [0.2, 0.3])


@pytest.mark.parametrize(
    "changed",
    [
        {"levers": drawn.levers(slippage=0.1)},
        {"calibration": drawn.calibration(tail=8)},
        {"fiscal": drawn.fiscal(gap_persistence=0.5)},
        {"scenario": drawn.SCENARIO.replace("seed: 7", "seed: 8")},
        {"scenario": drawn.SCENARIO.replace("draws: 200", "draws: 201")},
        {"scenario": drawn.SCENARIO + "affordable: {debt_below: 90}\n"},
    ],
    ids=["lever", "calibration", "fiscal", "seed", "draws", "condition"],
)
def test_the_fingerprint_covers_everything(study: Study, changed: dict[str, Any]) -> None:
    assert drawn.study(**changed).fingerprint != study.fingerprint


def test_a_pledge_is_affordable_when_one_of_two_conditions_holds(study: Study) -> None:
    asked = events(study.inputs, Affordable(debt_below=90, falling_over=3))
    first = asked[0]
    assert first.name == "not affordable"
    assert [(c.variable, c.level, c.since) for c in first.conditions] == [
        ("debt", 0.9, 0),
        ("debt", 0.0, 3),
    ]
    assert study.futures is not None
    counted = {each.name: np.full((2, 4), 0.3) for each in asked}
    from dataclasses import replace

    made = direct(replace(study.futures, probabilities=counted))
    assert made.probabilities["affordable"].tolist() == [[0.7] * 4] * 2
    assert made.probabilities["share_at_target"].tolist() == [[0.3] * 4] * 2
    names = [each.name for each in chances(made, Affordable())]
    assert len(names) == len(asked) == len(made.probabilities)


def test_the_words_of_affordable() -> None:
    assert affordable_when(Affordable(falling_over=1)).endswith("no higher than a year before")
