"""Costs of partners by plain arithmetic, and what must always hold."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from burdenshare.errors import Refusal
from burdenshare.programmes.circle import break_even, by_work, leave, shapley
from burdenshare.programmes.cost import cost, quantiles
from burdenshare.programmes.document import document, sentences
from burdenshare.programmes.draws import lognormal, parameters, triangle
from burdenshare.programmes.model import Growth, Programme
from burdenshare.programmes.reading import library, load, load_text
from burdenshare.programmes.upkeep import by_year, upkeep, years
from burdenshare.scenario.fields import Range

GROWTH = Growth(1.46, 0.38)


def programme(**changes: Any) -> Programme:
    fields: dict[str, Any] = {
        "name": "case",
        "title": "A case",
        "sources": ["chosen for the test"],
        "price_base": {"currency": "EUR", "year": 2026},
        "development": {"cost": 1000, "years": [2026, 2035]},
        "production": {"first_unit": 10, "slope": 100},
        "partners": {
            "DEU": {"quantity": 60, "years": [2036, 2045]},
            "FRA": {"quantity": 40, "years": [2036, 2045]},
        },
    }
    fields.update(changes)
    return load_text(yaml.safe_dump(fields))


def test_two_partners_by_hand() -> None:
    found = cost(programme(), draws=0)
    together = math.sqrt(2) * 1000
    germany = found.partners["DEU"]
    assert float(germany.alone[0]) == pytest.approx(1000 + 600)
    assert float(germany.together[0]) == pytest.approx(0.6 * together + 600)
    assert float(found.partners["FRA"].together[0]) == pytest.approx(0.4 * together + 400)
    assert float(found.unit_cost("flyaway")[0]) == pytest.approx(10)
    assert float(found.unit_cost("programme")[0]) == pytest.approx((together + 1000) / 100)


@pytest.mark.parametrize(
    ("partners", "multiple", "share"), [(2, 1.414, 0.707), (3, 1.732, 0.577), (4, 2.0, 0.5)]
)
def test_the_square_root_rule_as_printed(partners: int, multiple: float, share: float) -> None:
    made = programme(
        partners={
            code: {"quantity": 10, "years": [2036, 2040]}
            for code in ("DEU", "FRA", "ESP", "ITA")[:partners]
        }
    )
    assert made.development is not None
    assert made.development.multiple.central == pytest.approx(multiple, abs=5e-4)
    assert made.development.multiple.central / partners == pytest.approx(share, abs=5e-4)
    assert (made.development.multiple.low, made.development.multiple.high) == (1.0, partners)


def test_growth_with_mean_and_spread_of_the_reference() -> None:
    mu, sigma = parameters(GROWTH)
    assert (mu, sigma) == pytest.approx((0.3457, 0.2560), abs=5e-5)
    at = lognormal(GROWTH, np.array([0.5, 0.8]))
    assert at == pytest.approx([1.413, 1.753], abs=5e-4)


def test_a_triangle_has_its_mean_and_bounds() -> None:
    ranks = (np.arange(100_000) + 0.5) / 100_000
    drawn = triangle(Range(1.0, 2.0, 6.0), ranks)
    assert drawn.mean() == pytest.approx(3.0, abs=1e-3)
    assert drawn.min() >= 1.0
    assert drawn.max() <= 6.0


def test_support_inefficiency_exports_and_slip_each_do_what_they_say() -> None:
    made = programme(
        production={"first_unit": 10, "slope": 100, "inefficiency": 0.1, "support": 0.2},
        exports={"quantity": 50, "levy": 2},
        slip={"years": 3, "cost": 0.5},
    )
    found = cost(made, draws=0)
    assert float(found.unit_cost("flyaway")[0]) == pytest.approx(11)
    assert float(found.unit_cost("procurement")[0]) == pytest.approx(13.2)
    development = math.sqrt(2) * 1000 * (1 + 3 * 0.5 / 10)
    assert float(found.partners["DEU"].together[0]) == pytest.approx(
        0.6 * (development - 100) + 60 * 13.2
    )
    assert float(found.partners["DEU"].alone[0]) == pytest.approx(1150 + 60 * 12)


def test_more_units_a_year_cost_less_each() -> None:
    slow = cost(
        programme(
            production={"first_unit": 10, "slope": 100, "rate": {"slope": 95, "per_year": 5}}
        ),
        draws=0,
    )
    assert float(slow.unit_cost("flyaway")[0]) == pytest.approx(9.5)


def test_who_leaves_leaves_the_unpaid_part_to_the_others() -> None:
    found = cost(programme(), draws=0)
    gone = leave(found, "FRA", done=0.25)
    assert float(gone.development["DEU"][0]) == pytest.approx(0.4 * math.sqrt(2) * 1000 * 0.75)
    assert float(gone.production["DEU"][0]) == pytest.approx(0.0)
    curved = cost(programme(production={"first_unit": 10, "slope": 90}), draws=0)
    assert float(leave(curved, "FRA").production["DEU"][0]) > 0


@pytest.mark.parametrize(("country", "done"), [("ITA", 0.5), ("FRA", 1.5)])
def test_a_stranger_cannot_leave(country: str, done: float) -> None:
    with pytest.raises(Refusal) as refused:
        leave(cost(programme(), draws=0), country, done=done)
    assert refused.value.code == "bad-argument"


def test_shapley_of_two_splits_the_saving_in_halves() -> None:
    found = cost(programme(), draws=0)
    value = shapley(found)
    alone = {"DEU": 1600.0, "FRA": 1400.0}
    whole = math.sqrt(2) * 1000 + 1000
    saving = sum(alone.values()) - whole
    for country, cost_alone in alone.items():
        assert value[country] == pytest.approx(cost_alone - saving / 2)
    assert by_work(found)["DEU"] == pytest.approx(0.6 * whole)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.integers(1, 400), min_size=1, max_size=5),
    st.floats(75, 100),
    st.integers(0, 50),
)
def test_what_must_always_hold(quantities: list[int], slope: float, seed: int) -> None:
    made = programme(
        production={"first_unit": 10, "slope": slope, "growth": _GROWTH},
        development={"cost": 1000, "years": [2026, 2035], "growth": _GROWTH},
        partners={
            code: {"quantity": quantity, "years": [2036, 2045]}
            for code, quantity in zip(("DEU", "FRA", "ESP", "ITA", "GBR"), quantities, strict=False)
        },
    )
    found = cost(made, draws=200, seed=seed)
    paid = sum(share.together for share in found.partners.values())
    assert paid == pytest.approx(found.common.acquisition)
    value = shapley(found)
    central = cost(made, draws=0, seed=seed)
    assert sum(value.values()) == pytest.approx(float(central.common.acquisition[0]), rel=1e-9)
    assert sum(by_work(found).values()) == pytest.approx(sum(value.values()), rel=1e-9)
    if len(quantities) == 1:
        only = next(iter(found.partners.values()))
        assert only.alone == pytest.approx(only.together)
    flyaway, procurement, whole = map(found.unit_cost, ("flyaway", "procurement", "programme"))
    assert (flyaway <= procurement).all()
    assert (procurement <= whole).all()


_GROWTH = {"mean": 1.46, "sd": 0.38, "source": "test"}


def test_break_even_with_nothing_saved_and_a_loss_is_never() -> None:
    made = programme(
        development={"cost": 1000, "years": [2026, 2035], "multiple": 2},
        production={"first_unit": 10, "slope": 100, "inefficiency": 0.1},
    )
    assert break_even(cost(made, draws=0))["partners"] is None
    assert break_even(cost(programme(), draws=0))["partners"] == 2


def test_upkeep_is_its_part_of_the_whole_life_and_falls_due_after_delivery() -> None:
    made = programme(upkeep={"share": 0.6, "life": 20, "ageing": 0.03})
    found = cost(made, draws=0)
    bought = float(found.partners["DEU"].together[0])
    assert float(upkeep(found, "DEU")[0]) == pytest.approx(1.5 * bought)
    flow = by_year(found, "DEU")
    assert sum(v.sum() for v in flow.values()) == pytest.approx(2.5 * bought)
    span = years(found)
    assert (span[0], span[-1]) == (2026, 2065)
    assert flow["upkeep"][span.index(2036)] == 0
    assert flow["upkeep"][span.index(2037)] > 0


def test_the_same_seed_gives_the_same_draws_and_one_range_moves_no_other() -> None:
    first = cost(load("three-partners"), draws=1000, seed=7)
    again = cost(load("three-partners"), draws=1000, seed=7)
    other = cost(load("three-partners"), draws=1000, seed=8)
    assert (first.common.acquisition == again.common.acquisition).all()
    assert (first.common.acquisition != other.common.acquisition).any()


def test_gcap_has_no_unit_price_to_give() -> None:
    with pytest.raises(Refusal) as refused:
        cost(load("gcap"))
    assert refused.value.code == "unpublished"
    assert "unit price" in refused.value.message


@pytest.mark.parametrize("draws", [-1, 2_000_000])
def test_draws_out_of_bounds_are_refused(draws: int) -> None:
    with pytest.raises(Refusal) as refused:
        cost(programme(), draws=draws)
    assert refused.value.code == "bad-argument"


def test_the_answer_names_every_meaning_of_unit_cost() -> None:
    found = cost(load("three-partners"), draws=500)
    answer = document(found, leave(found, "ESP"))
    assert set(answer["unit_cost"]) == {"flyaway", "procurement", "programme"}
    assert set(answer["partners"]["DEU"]["alone"]) == {"0.05", "0.25", "0.5", "0.75", "0.95"}
    assert answer["industry"] is None
    said = " ".join(sentences(found, leave(found, "ESP")))
    for word in ("flyaway", "procurement", "programme", "Spain leaves", "Upkeep"):
        assert word in said
    assert " % of development" in said
    told = sentences(cost(programme(), draws=0))
    assert not any("Chance" in line for line in told)


def test_industry_only_with_a_source() -> None:
    made = programme(industry={"multiplier": 1.5, "source": "input-output table of the test"})
    found = cost(made, draws=0)
    expected = 1.5 * float(found.common.acquisition[0])
    assert document(found)["industry"]["output"] == pytest.approx(expected)


def test_quantiles_of_one_value_are_that_value() -> None:
    assert quantiles(np.array([3.0])) == {"0.5": 3.0}


def test_every_file_of_the_library_loads() -> None:
    assert {item.name for item in library()} == {"gcap", "three-partners"}
    for item in library():
        assert load(item.name).title == item.title
