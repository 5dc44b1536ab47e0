"""The compiled criterion against its NumPy twin, number by number."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from burdenshare.errors import Refusal
from burdenshare.projection.debt import required
from burdenshare.projection.debt.ahead import ahead_of
from burdenshare.projection.debt.fan import fan, stochastic_balance
from burdenshare.projection.debt.inputs import Country
from burdenshare.projection.debt.loops import CompiledShocks, load, loops
from burdenshare.projection.debt.path import DebtPath, project_debt
from burdenshare.projection.debt.required import required_balances
from burdenshare.projection.debt.shocks import YEARS, draw_shocks
from burdenshare.projection.debt.variant import require_variant

from .factory import as_country, floating, history, invented, write

AS_RUN, AS_MEANT = require_variant("as-run"), require_variant("as-meant")
COUNTRIES = {
    "euro": invented(),
    "floating": floating(),
    "maturity of one year": invented(debt_lt_maturing_avg_share=0.9),
    "maturity of three years": invented(debt_lt_maturing_avg_share=0.35),
    "no maturity": invented(debt_lt_maturing_avg_share=-0.05),
}


def central(country: Country, variant: Any = AS_RUN) -> DebtPath:
    return project_debt(country, adjustment=4, targets=np.array([0.5]), variant=variant)


@pytest.mark.parametrize("variant", [AS_RUN, AS_MEANT])
@pytest.mark.parametrize("name", COUNTRIES)
def test_every_draw_is_that_of_numpy(name: str, variant: Any) -> None:
    country = as_country(COUNTRIES[name])
    path = central(country, variant)
    plain = draw_shocks(country, variant, draws=333, seed=2**33 + 5)
    compiled = CompiledShocks(country, variant, draws=333, seed=2**33 + 5)
    assert (compiled.ends(ahead_of(path)) == fan(path, plain)[[0, -1]]).all()
    np.testing.assert_array_equal(compiled.covariance, plain.covariance)


def test_shocks_are_weighed_by_year_and_kind() -> None:
    country = as_country(floating())
    plain = draw_shocks(country, AS_RUN, draws=70, seed=1)
    slopes = np.random.default_rng(1).normal(size=(2, YEARS, 3))
    kinds = np.stack([plain.rate, plain.growth, plain.balance])
    expected = np.einsum("iyk,kyd->id", slopes, kinds)
    found = CompiledShocks(country, AS_RUN, draws=70, seed=1).weighted(slopes.reshape(2, -1))
    np.testing.assert_allclose(found, expected, rtol=1e-11, atol=1e-13)


@pytest.mark.parametrize("choices", [{"threads": 1}, {"threads": 3}, {"kept": 0}])
def test_neither_threads_nor_what_is_kept_matter(choices: dict[str, int]) -> None:
    country = as_country(floating())
    ahead = ahead_of(central(country))
    expected = CompiledShocks(country, AS_RUN, draws=1000, seed=3).ends(ahead)
    other = CompiledShocks(country, AS_RUN, draws=1000, seed=3, **choices)
    for _ in range(2):
        assert (other.ends(ahead) == expected).all()


def test_the_balance_is_the_same_to_the_last_bit() -> None:
    country = as_country(floating())
    found = [
        stochastic_balance(
            country,
            adjustment=4,
            shocks=make(country, AS_RUN, draws=5_000, seed=4),
            variant=AS_RUN,
            guess=0.0,
        )
        for make in (draw_shocks, CompiledShocks)
    ]
    assert found[0] is not None
    assert found[0] == found[1]


def test_a_folder_gives_the_same_compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write(tmp_path / "inputs", ISL=floating())
    found = []
    for least in (1, 10**9):
        monkeypatch.setattr(required, "WORTH_LOADING", least)
        monkeypatch.setattr(required, "WORTH_COMPILING", least)
        found.append(required_balances(folder, adjustment=(4,), draws=500).to_json())
    assert found[0] == found[1]


def test_code_that_was_loaded_is_used() -> None:
    load()
    known = list(loops.signatures)
    CompiledShocks(as_country(floating()), AS_RUN, draws=64, seed=1).ends(
        ahead_of(central(as_country(floating())))
    )
    assert known
    assert list(loops.signatures) == known


@pytest.mark.parametrize(
    ("size", "message"), [({"exchange": 0.08}, "exr_eur of AND"), ({"scale": 25.0}, "nominal GDP")]
)
def test_shocks_beyond_reason_are_refused_as_by_numpy(size: Any, message: str) -> None:
    country = floating() if "exchange" in size else invented()
    country["quarterly"] = history(list(country["quarterly"]), **size)
    found = as_country(country)
    path = central(as_country(floating()))
    with pytest.raises(Refusal, match=message) as refused:
        CompiledShocks(found, AS_RUN, draws=40_000, seed=5).ends(ahead_of(path))
    assert refused.value.code == "bad-table"
