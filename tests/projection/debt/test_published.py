"""For maintainers: the published balances, probabilities, paths and widths.

Runs where BURDENSHARE_DEBT_INPUTS names a folder with the inputs and the published results, which
may be used for this comparison but not shipped with the package.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path

import numpy as np
import pytest

from burdenshare.projection.debt.criteria import meets
from burdenshare.projection.debt.fan import fan
from burdenshare.projection.debt.path import project_debt
from burdenshare.projection.debt.required import Requirements, required_balances
from burdenshare.projection.debt.shocks import draw_shocks
from burdenshare.projection.debt.tables import Tables, read_tables
from burdenshare.projection.debt.variant import require_variant

from .paper_2023 import widths

FOLDER = Path(os.environ.get("BURDENSHARE_DEBT_INPUTS", "nowhere"))
AS_RUN = require_variant("as-run")
pytestmark = pytest.mark.skipif(
    "BURDENSHARE_DEBT_INPUTS" not in os.environ, reason="no published inputs were named"
)


def published(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def tables() -> Tables:
    return read_tables(FOLDER)


@pytest.fixture(scope="module", params=[1, 2])
def requirements(request: pytest.FixtureRequest) -> Requirements:
    return required_balances(FOLDER, draws=100_000, seed=request.param)


def test_every_published_balance_is_met(requirements: Requirements) -> None:
    worst = {"deterministic": 0.0, "stochastic": 0.0}
    rows = published("june2024_expected.csv")
    for row in rows:
        country = requirements.countries[row["country"]]
        balance = country.balances[int(row["adjustment_years"])][row["criterion"]]
        assert balance is not None
        kind = "stochastic" if row["criterion"] == "stochastic" else "deterministic"
        worst[kind] = max(worst[kind], abs(balance - float(row["published"])))
        if kind == "deterministic":
            assert balance == pytest.approx(float(row["recomputed"]), abs=1e-9)
    assert len(rows) == 14 * 2 * 6
    assert worst["deterministic"] < 0.0005 + 1e-9
    assert worst["stochastic"] < 0.03


def test_probabilities_at_the_published_balances(
    requirements: Requirements, tables: Tables
) -> None:
    balances = {
        (row["country"], row["adjustment_years"]): float(row["published"])
        for row in published("june2024_expected.csv")
        if row["criterion"] == "stochastic"
    }
    for row in published("june2024_expected_probabilities.csv"):
        about = requirements.countries[row["country"]].shocks
        assert about["frequency"] == row["frequency"]
        assert about["observations"] == int(row["observations"])
        assert about["maturity_years"] == int(row["maturity_years"])
        country, adjustment = tables.countries[row["country"]], int(row["adjustment_years"])
        target = np.array([balances[row["country"], row["adjustment_years"]]])
        path = project_debt(country, adjustment=adjustment, targets=target, variant=AS_RUN)
        shocks = draw_shocks(country, AS_RUN, draws=100_000, seed=requirements.seed)
        debt = fan(path, shocks)
        assert np.mean(debt[5] > debt[0]) == pytest.approx(float(row["p_rise"]), abs=0.006)
        assert np.mean(debt[5] > 60) == pytest.approx(float(row["p_above_60"]), abs=0.006)


def test_year_by_year_paths(tables: Tables) -> None:
    columns = {
        "debt_ratio": "debt",
        "implicit_rate": "implicit_rate",
        "implicit_rate_lt": "implicit_rate_long",
        "nominal_growth": "growth",
        "spb_before_ageing": "structural_balance",
        "primary_balance": "primary_balance",
        "stock_flow": "stock_flow",
        "overall_balance": "overall_balance",
        "debt_stock": "debt_stock",
        "nominal_gdp": "nominal_gdp",
    }
    rows = published("june2024_trace.csv")
    for row in rows:
        path = project_debt(
            tables.countries[row["country"]],
            adjustment=int(row["adjustment_years"]),
            targets=np.array([float(row["spb_target"])]),
            variant=AS_RUN,
            last=22,
        )
        year = path.years.index(int(row["year"]))
        for column, name in columns.items():
            if row[column]:  # eight significant digits are printed
                found = float(getattr(path, name)[year, 0])
                assert found == pytest.approx(float(row[column]), rel=6e-8), (row, column)
    assert len(rows) == 69


def test_criteria_are_monotone_where_a_balance_is_sought(tables: Tables) -> None:
    targets = np.linspace(-10.0, 10.0, 2001)
    exceptions = []
    for row in published("june2024_expected.csv"):
        if row["criterion"] != "stochastic":
            met = meets(
                tables.countries[row["country"]],
                row["criterion"],
                targets,
                adjustment=int(row["adjustment_years"]),
                variant=AS_RUN,
            )
            if (np.diff(met.astype(int)) < 0).any():
                exceptions.append((row["country"], row["adjustment_years"], row["criterion"]))
    assert exceptions == []


def test_widths_of_september_2023() -> None:
    found = widths(FOLDER, draws=200_000, seed=1)
    rows = published("sep2023_expected_widths.csv")
    for row in rows:
        key = row["country"], int(row["adjustment_years"]), int(row["year"])
        assert found[key] == pytest.approx(float(row["width_10_90"]), rel=0.014)
    assert len(rows) == 40
