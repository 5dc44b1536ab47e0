"""The whole calculation: its JSON, its refusals, and what must hold whatever the country."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from burdenshare.errors import Refusal
from burdenshare.projection.debt.required import CRITERIA, Requirements, required_balances

from .factory import Invented, changed, floating, history, invented, write
from .plain import met

SMALL = {"draws": 2_000, "seed": 3}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "inputs", AND=invented(), ISL=floating())


def refused(folder: Path, **options: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        required_balances(folder, **(SMALL | options))
    assert caught.value.hint
    return caught.value


def test_the_answer_has_the_keys_of_the_interface(folder: Path) -> None:
    found = required_balances(folder, **SMALL).to_json()
    assert json.loads(json.dumps(found)) == found
    assert list(found["required_balance"]) == ["AND", "ISL"]
    for by_years in found["required_balance"].values():
        assert list(by_years) == ["4", "7"]
        for row in by_years.values():
            assert tuple(row) == CRITERIA
            assert all(isinstance(value, float) for value in row.values())
    assert found["variant"] == "as-run"
    assert found["draws"] == 2_000
    assert found["seed"] == 3
    assert found["left_out"] == []
    assert found["shocks"]["AND"] == {
        "frequency": "quarterly",
        "observations": 60,
        "maturity_years": 8,
    }
    for by_years in found["probabilities"].values():
        for row in by_years.values():
            assert min(row.values()) == pytest.approx(0.30, abs=1 / 1000)


def test_deterministic_balances_are_those_of_the_spreadsheet(folder: Path) -> None:
    found = required_balances(folder, adjustment=[7], **SMALL).to_json()["required_balance"]
    for criterion in CRITERIA[:-1]:
        balance = found["ISL"]["7"][criterion]
        assert met(floating(), "ISL", 7, balance + 0.0001, criterion)
        assert not met(floating(), "ISL", 7, balance, criterion)


def test_a_country_does_not_depend_on_the_others(folder: Path) -> None:
    both = required_balances(folder, **SMALL).to_json()["required_balance"]
    alone = required_balances(folder, countries=["ISL"], **SMALL).to_json()["required_balance"]
    assert alone == {"ISL": both["ISL"]}
    assert required_balances(folder, **SMALL).to_json()["required_balance"] == both
    other = required_balances(folder, draws=2_000, seed=4).to_json()["required_balance"]
    assert other["ISL"]["4"]["stochastic"] != both["ISL"]["4"]["stochastic"]
    assert other["ISL"]["4"]["main_adjustment"] == both["ISL"]["4"]["main_adjustment"]


def test_without_draws_there_is_no_stochastic_balance(folder: Path) -> None:
    found = required_balances(folder, draws=0, adjustment=[4]).to_json()
    assert found["required_balance"]["AND"]["4"]["stochastic"] is None
    assert found["probabilities"] == found["shocks"] == {}
    assert found["left_out"][0] == {
        "country": "AND",
        "adjustment": 4,
        "criterion": "stochastic",
        "reason": "no draws were asked for",
    }


def stochastic(folder: Path, country: Invented) -> float:
    found = required_balances(
        write(folder, AND=country), countries=["AND"], adjustment=[4], **SMALL
    )
    balance = found.countries["AND"].balances[4]["stochastic"]
    assert balance is not None
    return balance


def test_more_certainty_is_needed_where_shocks_are_larger(tmp_path: Path) -> None:
    calm, rough = invented(), invented()
    calm["quarterly"] = history(list(calm["quarterly"]), scale=0.3)
    assert stochastic(tmp_path, calm) < stochastic(tmp_path, rough)
    other = invented()
    for year in range(2029, 2071):
        other["annual"][year]["potential_gdp_growth"] += 0.5
    assert stochastic(tmp_path, other) < stochastic(tmp_path, invented())


def test_as_meant_differs_where_the_code_departs_from_its_equations(folder: Path) -> None:
    run = required_balances(folder, draws=0).to_json()["required_balance"]
    meant = required_balances(folder, draws=0, variant="as-meant").to_json()
    assert meant["variant"] == "as-meant"
    assert meant["required_balance"]["ISL"]["4"] != run["ISL"]["4"]


def test_a_balance_out_of_reach_is_none_and_named(tmp_path: Path) -> None:
    country = changed(invented(), 2023, debt_ratio=1_000.0, debt_total=10_000.0)
    for year in range(2029, 2071):
        country["annual"][year]["potential_gdp_growth"] = -8.0
    found = required_balances(write(tmp_path / "in", AND=country), adjustment=[4], **SMALL)
    assert found.countries["AND"].balances[4]["main_adjustment"] is None
    assert found.countries["AND"].balances[4]["stochastic"] is None
    reasons = {entry["criterion"]: entry["reason"] for entry in found.to_json()["left_out"]}
    assert reasons["main_adjustment"].startswith("no balance from -40 to 40")
    assert set(reasons) == set(CRITERIA)


# Incomplete countries ---------------------------------------------------------------------------


def emptied(**parameters: float) -> Invented:
    country = changed(invented(**parameters), 2023, debt_ratio=None)
    country = changed(country, 2030, potential_gdp_growth=None)
    return changed(country, 2032, potential_gdp_growth=None)


def test_incomplete_countries_are_left_out_and_named(tmp_path: Path) -> None:
    country = emptied()
    del country["parameters"][""]["fwd_infl_5y5y"]
    folder = write(tmp_path / "in", AND=invented(), SMR=country, MCO=invented() | {"quarterly": {}})
    found = required_balances(folder, adjustment=[4], **SMALL).to_json()
    assert list(found["required_balance"]) == ["AND", "MCO"]
    assert found["left_out"] == [
        {
            "country": "SMR",
            "reason": "debt_ratio: nothing known for 2023; potential_gdp_growth: nothing known for "
            "2030 to 2032; fwd_infl_5y5y: nothing known",
        },
        {
            "country": "MCO",
            "adjustment": 4,
            "criterion": "stochastic",
            "reason": "0 complete periods of shocks, at least 5 are needed",
        },
    ]
    error = refused(folder, countries=["SMR", "AND"])
    assert error.code == "missing-inputs"
    assert [p["where"] for p in error.details] == [
        "SMR debt_ratio",
        "SMR potential_gdp_growth",
        "SMR fwd_infl_5y5y",
    ]


def test_nothing_complete_is_a_refusal(tmp_path: Path) -> None:
    error = refused(write(tmp_path / "in", SMR=emptied()))
    assert error.code == "missing-inputs"
    assert "SMR" in error.message


@pytest.mark.parametrize(
    ("code", "year", "name"),
    [("POL", 2025, "ea_gdp_deflator_pch"), ("FIN", 2026, "pension_balance")],
)
def test_rules_of_single_countries_need_their_figures(
    tmp_path: Path, code: str, year: int, name: str
) -> None:
    country = invented()
    country["annual"][year].pop(name, None)
    error = refused(write(tmp_path / "in", **{code: country}), countries=[code])
    assert error.details[0]["where"] == f"{code} {name}"


@pytest.mark.parametrize(
    ("make", "variant", "where"),
    [
        (lambda: invented(debt_lt_maturing_avg_share=0.0), "as-run", "debt_lt_maturing_avg_share"),
        (lambda: invented(debt_lt_maturing_share=-0.1), "as-meant", "debt_lt_maturing_share"),
        (lambda: invented(debt_lt_maturing_avg_share=-0.1), "as-meant", "debt_lt_maturing_avg_sh"),
        (lambda: changed(invented(), 2024, real_gdp=80.0), "as-run", "real_gdp"),
    ],
)
def test_maturities_and_gaps_that_make_no_sense_are_refused(
    tmp_path: Path, make: Callable[[], Invented], variant: str, where: str
) -> None:
    error = refused(write(tmp_path / "in", AND=make()), countries=["AND"], variant=variant)
    assert error.code == "missing-inputs"
    assert error.details[0]["where"].startswith(f"AND {where}")


def test_what_a_reader_should_know_is_said(tmp_path: Path) -> None:
    euro = invented(debt_domestic_share=0.0, debt_eur_share=0.9, debt_lt_maturing_avg_share=-0.1)
    euro["quarterly"] = history([f"2001Q{i}" for i in (1, 2, 3, 4)] + ["2002Q1"])
    euro = changed(euro, 2023, interest_rate_st=None, debt_ratio=80.0)
    other = floating()
    for row in other["quarterly"].values():
        row["exr_usd"] = row["exr_eur"]
    found = required_balances(write(tmp_path / "in", AND=euro, ISL=other), **SMALL).to_json()
    notes = [note["note"] for note in found["notes"] if note["country"] == "AND"]
    starts = (
        "interest_rate_st is not known for 2023",
        "debt_total is 90.0 % of nominal_gdp, debt_ratio says 80.0 %",
        "debt in euro is not counted as own: 100 % is in dollars",
        "debt_lt_maturing_avg_share is negative",
        "the covariance rests on 5 quarterly periods",
        "the maturity is negative",
    )
    assert len(notes) == len(starts)
    for note, start in zip(notes, starts, strict=True):
        assert note.startswith(start)
    assert [note["note"] for note in found["notes"] if note["country"] == "ISL"] == [
        "the shocks to the dollar are those to the euro in every period"
    ]


# Arguments --------------------------------------------------------------------------------------


def test_wrong_arguments_are_named_at_once(folder: Path) -> None:
    error = refused(folder, adjustment=[1, 4], draws=50, seed=-1)
    assert error.code == "bad-argument"
    assert [p["where"] for p in error.details] == ["adjustment", "draws", "seed"]
    assert refused(folder, adjustment=[]).code == "bad-argument"
    assert "4,000,000" in refused(folder, draws=10**9).hint
    assert refused(folder, seed=2**64).code == "bad-argument"


def test_an_adjustment_beyond_the_figures_is_refused(folder: Path) -> None:
    error = refused(folder, adjustment=[4, 37])
    assert error.code == "bad-argument"
    assert "needs figures to 2071, the inputs end in 2070" in error.message
    assert "within 36 years" in error.hint
    assert required_balances(folder, adjustment=[36], draws=0).countries["AND"].balances[36]


def test_unknown_countries_and_variants_are_refused(folder: Path) -> None:
    assert refused(folder, countries=["AND", "ATLANTIS"]).code == "unknown-country"
    error = refused(folder, countries=["AND", "POL"])
    assert error.code == "no-figures"
    assert "AND, ISL" in error.hint
    error = refused(folder, variant="as-ran")
    assert error.code == "bad-argument"
    assert error.details[0]["hint"] == "did you mean as-run?"


def test_a_country_is_computed_once(folder: Path) -> None:
    found = required_balances(folder, countries=["AND", "AND"], adjustment=[4, 4], draws=0)
    assert isinstance(found, Requirements)
    assert list(found.countries) == ["AND"]
    assert list(found.countries["AND"].balances) == [4]
