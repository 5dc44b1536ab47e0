"""What cannot be drawn is refused before it is: with a code, where it is, and a way out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from burdenshare.errors import Refusal
from burdenshare.projection.futures import memory
from burdenshare.projection.futures.model import Calibration, Condition, Event, Fiscal, Levers
from burdenshare.projection.futures.run import futures
from burdenshare.projection.model import Inputs

from .factory import SIZE, calibration, fiscal, three

GIVEN = three()
AIMED: dict[str, Any] = {"behaviour": "behaved", "aimed": np.ones((3, 11))}


def refused(
    given: Inputs = GIVEN,
    finance: Fiscal | None = None,
    levers: Levers | None = None,
    shocks: Calibration | None = None,
    **options: Any,
) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        futures(
            given,
            finance or fiscal(given),
            levers or Levers(),
            shocks or calibration(),
            **({"draws": 64, "seed": 1, "engine": "oracle"} | options),
        )
    return refusal.value


@pytest.mark.parametrize("draws", [-1, 10**10])
def test_a_number_of_draws_that_cannot_be(draws: int) -> None:
    assert refused(draws=draws).code == "bad-argument"


def test_draws_without_a_calibration_or_without_a_members_shocks() -> None:
    with pytest.raises(Refusal, match="need a calibration") as refusal:
        futures(GIVEN, fiscal(GIVEN), Levers(), None, draws=1, seed=1)
    assert refusal.value.code == "missing-inputs"
    other = refused(shocks=calibration(("DEU", "POL")))
    assert (other.code, "GRC" in other.message) == ("missing-inputs", True)


@pytest.mark.parametrize(
    ("finance", "says"),
    [
        ({"members": ("POL", "DEU", "GRC")}, "members"),
        ({"balance": np.zeros((3, 4))}, "fiscal.balance"),
        ({"alpha": np.zeros(2)}, "fiscal.alpha"),
        ({"start_year": 2020}, "fiscal.start_year"),
        ({"start_year": 2026}, "fiscal.start_year"),
    ],
)
def test_a_fiscal_side_that_does_not_fit(finance: dict[str, Any], says: str) -> None:
    error = refused(finance=replace(fiscal(GIVEN), **finance))
    assert error.code == "bad-shape"
    assert says in error.details[0]["where"] + error.message


@pytest.mark.parametrize(
    ("levers", "where"),
    [
        ({"inertia": np.ones(2)}, "levers.inertia"),
        ({"multiplier": (0.1, 0.2)}, "levers.multiplier"),
        ({"packages": np.zeros((3, 2))}, "levers.packages"),
        ({"stock_mix": np.ones(2) / 2.0}, "levers.stock_mix"),
        ({"stock0": np.zeros(3)}, "levers.stock0"),
        ({"equipment_share": np.zeros((2, 2))}, "levers.equipment_share"),
        ({"behaviour": "behaved"}, "levers.aimed"),
        ({"aimed": np.zeros((3, 11))}, "levers.aimed"),
        ({"aimed_draws": np.ones((64, 3, 11))}, "levers.aimed_draws"),
        (AIMED | {"aimed_draws": np.ones((65, 3, 11))}, "levers.aimed_draws"),
        (AIMED | {"aimed_draws": np.ones((64, 3, 1))}, "levers.aimed_draws"),
    ],
)
def test_levers_that_do_not_fit(levers: dict[str, Any], where: str) -> None:
    error = refused(levers=Levers(**levers))
    assert error.code == "bad-shape"
    assert [each["where"] for each in error.details] == [where]


@pytest.mark.parametrize(
    "changed",
    [
        {"root": np.zeros((3, SIZE))},
        {"loadings": np.zeros((3, SIZE, 1))},
        {"persistence": np.zeros((3, 2))},
        {"scale": np.ones(3)},
    ],
)
def test_a_calibration_that_does_not_fit(changed: dict[str, Any]) -> None:
    assert refused(shocks=replace(calibration(), **changed)).code == "bad-shape"


def test_inputs_with_an_axis_of_draws() -> None:
    given = replace(GIVEN, gdp=np.stack([GIVEN.gdp] * 2))
    with pytest.raises(Refusal, match="axis of draws") as refusal:
        futures(given, fiscal(GIVEN), Levers(), calibration(), draws=1, seed=1)
    assert refusal.value.code == "bad-shape"


@pytest.mark.parametrize(
    ("levers", "says"),
    [
        ({"debt_share": 0.5}, "add up to one"),
        ({"debt_share": 1.2, "tax_share": -0.2}, "levers.tax_share"),
        ({"debt_share": np.array([1.0, 1.0, 0.9])}, "POL"),
        ({"inertia": 0.0}, "levers.inertia"),
        ({"slippage": 1.0}, "levers.slippage"),
        ({"absorption": -0.9}, "levers.absorption"),
        ({"import_share": 1.5}, "levers.import_share"),
        ({"import_share": np.nan}, "levers.import_share"),
        ({"multiplier": (1.0, 0.5, 2.0)}, "between the lowest and the highest"),
        ({"depreciation": np.zeros(1)}, "service lives"),
        ({"stock_mix": np.full(1, 0.8)}, "do not add up to 1"),
        ({"behaviour": "behaved", "aimed": np.full((3, 11), -1.0)}, "levers.aimed"),
        (AIMED | {"aimed_draws": np.full((64, 3, 11), np.nan)}, "levers.aimed_draws"),
        (AIMED | {"aimed_draws": np.full((64, 3, 11), 101.0)}, "levers.aimed_draws"),
        ({"packages": np.full((3, 11), -1.0)}, "levers.packages"),
        ({"import_price": np.zeros((3, 11))}, "levers.import_price"),
        ({"equipment_share": 2.0}, "levers.equipment_share"),
    ],
)
def test_levers_outside_what_they_can_be(levers: dict[str, Any], says: str) -> None:
    error = refused(levers=Levers(**levers))
    assert error.code == "bad-assumption"
    assert says in error.message


def test_every_problem_is_told_at_once() -> None:
    error = refused(levers=Levers(debt_share=0.5, inertia=2.0, slippage=-1.0))
    assert len(error.details) == 3


@pytest.mark.parametrize(
    ("finance", "says"),
    [
        ({"rollover": 1.5}, "maturity must be above 0"),
        ({"rollover": -0.2}, "maturity must be above 0"),
        ({"alpha": 1.1}, "fiscal.alpha"),
        ({"foreign": -0.1}, "fiscal.foreign"),
        ({"iir0": np.nan}, "fiscal.iir0"),
        ({"balance": np.nan}, "fiscal.balance"),
        ({"gap_persistence": 1.5}, "fiscal.gap_persistence"),
    ],
)
def test_a_fiscal_side_outside_what_it_can_be(finance: dict[str, Any], says: str) -> None:
    error = refused(finance=fiscal(GIVEN, **finance))
    assert error.code == "bad-assumption"
    assert says in error.message


def test_what_is_not_known_of_a_country_without_debt_is_not_asked_for() -> None:
    nothing = [0.8, 0.8, np.nan]
    finance = fiscal(GIVEN, debt0=nothing, balance=[0.0, 0.0, np.nan], rollover=[0.1, 0.1, np.nan])
    found = futures(GIVEN, finance, Levers(), calibration(), draws=10, seed=1)
    assert found.unknown["debt"] == ("POL",)


@pytest.mark.parametrize("tail", [None, 3, 5, 2, 40])
def test_fat_tails_of_unknown_or_odd_freedom(tail: int | None) -> None:
    error = refused(levers=Levers(tails="fat"), shocks=calibration(tail=tail))
    assert error.code == "bad-assumption"
    assert "degrees of freedom" in error.message


def test_persistence_above_one() -> None:
    assert refused(shocks=calibration(persistence=np.full((3, SIZE), 1.1))).code == "bad-assumption"


@pytest.mark.parametrize("value", [0.0, -5.0, np.inf])
def test_gdp_that_is_not_above_zero(value: float) -> None:
    gdp = GIVEN.gdp.copy()
    gdp[1, 4] = value
    error = refused(replace(GIVEN, gdp=gdp), finance=fiscal(GIVEN))
    assert error.code == "impossible-path"
    assert "GRC" in error.message


def test_gdp_unknown_while_debt_moves() -> None:
    gdp = GIVEN.gdp.copy()
    gdp[1, 4] = np.nan
    error = refused(replace(GIVEN, gdp=gdp), finance=fiscal(GIVEN))
    assert (error.code, "GRC" in error.message) == ("impossible-path", True)


def test_debt_that_overflows_on_the_central_path() -> None:
    given = replace(GIVEN, gdp=1000.0 * 0.5 ** np.arange(11) * np.ones((3, 1)))
    error = refused(given, finance=fiscal(given, long=[0.5, 0.01, 0.01], rollover=1.0), draws=0)
    assert error.code == "impossible-path"
    assert "DEU: debt passes 100 times GDP on the central path" in error.message


def test_debt_that_overflows_in_many_futures() -> None:
    given = three(range(2025, 2061))
    wild = calibration(
        root=np.tile(np.diag([0.3, 0.3, 0.0, 0.0, 0.0, 0.0]), (3, 1, 1)),
        persistence=np.array([[0.9, 0.9, 0.0, 0.0, 0.0, 0.0]] * 3),
    )
    error = refused(given, shocks=wild, draws=500)
    assert error.code == "impossible-path"
    assert "of the futures" in error.message


def test_a_horizon_beyond_the_calibration() -> None:
    error = refused(shocks=calibration(horizon=5))
    assert error.code == "beyond-horizon"
    assert "2030" in error.message
    futures(GIVEN, fiscal(GIVEN), Levers(), calibration(horizon=10), draws=1, seed=1)


@pytest.mark.parametrize("spread", [0.6, np.nan])
def test_shocks_so_wide_that_they_say_nothing(spread: float) -> None:
    root = calibration().root.copy()
    root[2, 4] = spread
    error = refused(shocks=calibration(root=root))
    assert error.code == "absurd-width"
    assert "fx, POL" in error.message


def test_draws_that_do_not_fit_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "free_memory", lambda: 2 * 240 * 1000)
    keep = ("debt",)
    futures(GIVEN, fiscal(GIVEN), Levers(), calibration(), draws=1000, seed=1, keep=keep)
    error = refused(draws=1001, keep=keep)
    assert error.code == "beyond-memory"
    assert "1,000 draws fit" in error.message
    assert "streamed" in error.hint
    futures(GIVEN, fiscal(GIVEN), Levers(), calibration(), draws=5000, seed=1, stream=keep)


def test_free_memory_is_some_of_what_the_machine_has() -> None:
    assert 10**7 < memory.free_memory() < 10**14


def test_names_that_are_no_variable() -> None:
    error = refused(keep=("dept",))
    assert (error.code, error.hint) == ("bad-argument", "did you mean debt?")
    assert refused(stream=("alliance.debt",)).code == "bad-argument"
    assert refused(stream=("extra.share_9.0",)).code == "bad-argument"


def test_conditions_that_cannot_be_asked() -> None:
    back = Event("x", (Condition("share", 0.0, since=2),))
    error = refused(events=(back,))
    assert (error.code, "share" in error.message) == ("bad-argument", True)
    shaped = Event("x", (Condition("debt", np.zeros(2)),))
    assert refused(events=(shaped,)).code == "bad-shape"
    unknown = Event("x", (Condition("dept", 0.0),))
    assert refused(events=(unknown,)).code == "bad-argument"
