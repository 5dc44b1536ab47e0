"""From judgement and counts to a case: every factor by hand, and the arithmetic of what ships."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from burdenshare.errors import Refusal
from burdenshare.figures.store import Figures
from burdenshare.posture.build import case, distance, reach, usable
from burdenshare.posture.counts import rows, stocks
from burdenshare.posture.linear import cover
from burdenshare.posture.model import STANDING, Cell, Count, Fading
from burdenshare.posture.reading import DEFAULT, judgement, judgement_text


def test_distance_of_two_capitals_is_that_of_the_shipped_table() -> None:
    """distances.csv gives 811.8 km from Tirana to Vienna."""
    assert distance(41.3281, 19.8184, 48.2084, 16.3725) == pytest.approx(811.8, abs=0.1)


@pytest.mark.parametrize(
    ("km", "part"), [(0, 1.0), (1000, 1.0), (2000, 0.75), (3000, 0.5), (9000, 0.5)]
)
def test_reach_fades_in_a_straight_line(km: float, part: float) -> None:
    assert Fading(1000, 3000, 0.5, "", "A", "").at(km) == pytest.approx(part)


def test_what_can_be_sent_is_fit_and_able_to_leave_and_not_held_back() -> None:
    judged = judgement()
    assert usable(judged, "DEU", "main_battle_tank") == pytest.approx(0.5 * 0.5 * 0.8)
    assert usable(judged, "POL", "main_battle_tank") == pytest.approx(0.5 * 0.9 * 1.0)
    assert usable(judged, "KOR", "submarine") == pytest.approx(0.5 * 0.8 * 0.1)


def test_reach_joins_distance_bases_and_participation() -> None:
    judged = judgement()
    east, pacific = Cell("east", "land"), Cell("indo_pacific", "sea")
    assert reach(judged, "LTU", east) == 1.0
    assert reach(judged, "USA", east) == pytest.approx(0.7)
    assert reach(judged, "JPN", east) == 0.0
    assert reach(judged, "JPN", east, {("JPN", "east"): 0.5}) == pytest.approx(0.5 * 0.2, abs=0.01)
    far = judged.distance["sea"].at(distance(48.8566, 2.3522, 25.033, 121.565))
    assert reach(judged, "FRA", pacific) == pytest.approx(0.3 * far, abs=1e-3)


def test_what_comes_at_once_adds_up() -> None:
    judged = judgement()
    standing, east = case(judged, contingency="standing"), case(judged)
    tank = east.items.index("main_battle_tank")
    cell = east.cells.index(Cell("east", "land"))
    assert standing.demand[cell, tank] == 588
    assert east.demand[cell, tank] == 588 + 2156
    both = case(judged, contingency="attack_east+taiwan")
    named = case(judged, contingency="east_and_taiwan")
    assert (both.demand == named.demand).all()
    assert (both.demand >= east.demand).all()


def test_states_are_those_of_alliance_and_partners_and_their_stock_stands_once() -> None:
    found = case(judgement())
    assert len(found.suppliers) == len(set(found.suppliers)) == 36
    assert {"USA", "SWE", "JPN", "NZL"} <= set(found.suppliers)
    assert not {"RUS", "CHN", "TWN", "UKR"} & set(found.suppliers)
    item = found.items.index("main_battle_tank")
    assert found.stock[found.suppliers.index("POL"), item] == 798
    assert found.weight.sum() == pytest.approx(1.0)


def test_weights_by_demand_count_each_domain_the_same() -> None:
    found = case(judgement())
    for domain in {cell.domain for cell in found.cells}:
        of = [cell.domain == domain for cell in found.cells]
        assert found.weight[of].sum() == pytest.approx(0.25)
    equal = case(replace(judgement(), by="equal"))
    assert equal.weight.tolist() == pytest.approx([1 / len(equal.cells)] * len(equal.cells))


def test_unknown_counts_are_named_and_unknown_domains_have_no_cell() -> None:
    found = case(judgement())
    assert "FRA" in found.missing["long_range_sam_launcher"]
    assert "POL" not in found.missing["long_range_sam_launcher"]
    assert set(found.unknown) == {"space", "cyber", "cognitive"}
    assert all(found.unknown.values())


def test_a_growing_class_grows_and_no_other() -> None:
    plain = case(judgement())
    grown = case(judgement(), growth={("DEU", "vehicles"): 2.0})
    changed = np.argwhere(grown.stock != plain.stock)
    assert {grown.suppliers[i] for i, _ in changed} == {"DEU"}
    assert {grown.items[k] for _, k in changed} == {"main_battle_tank", "mobile_artillery"}
    assert cover(grown).value > cover(plain).value


def test_counts_of_the_users_own_come_first_and_make_a_state() -> None:
    text = DEFAULT.read_text(encoding="utf-8") + (
        "\nstocks:\n"
        "  - {country: DEU, item: submarine, count: 60, year: 2026, source: me, grade: A, why: x}\n"
        "  - {country: UKR, item: submarine, count: 1, year: 2026, source: me, grade: A, why: x}\n"
    )
    found = case(judgement_text(text))
    item = found.items.index("submarine")
    assert found.stock[found.suppliers.index("DEU"), item] == 60
    assert "UKR" in found.suppliers
    assert found.graded["stock"][found.suppliers.index("DEU"), item] == "A"


def test_an_unknown_domain_is_covered_once_a_demand_is_stated() -> None:
    need = (
        "demand:\n"
        "  - {contingency: standing, direction: west, domain: space,"
        " needs: {military_satellite: 300}, source: me, grade: judgement, why: x}\n"
    )
    text = DEFAULT.read_text(encoding="utf-8").replace("demand:\n", need, 1)
    found = case(judgement_text(text))
    assert "space" not in found.unknown
    covered = cover(found).table["west"]["space"]
    us, all_told = 246 * 0.9 * 0.7, covered * 300
    assert us < all_told < 305 * 0.9


def test_other_counts_can_be_given() -> None:
    mine = {("POL", "submarine"): Count("POL", "submarine", 3, 2026, "own", "A")}
    found = case(judgement(), mine)
    assert found.stock.sum() == 3


@pytest.mark.parametrize(
    "asked",
    [{"contingency": "atack_east"}, {"without": ("XXX",)}, {"without": ("DEU", "RUS")}],
)
def test_what_is_none_of_the_case_is_refused(asked: dict[str, object]) -> None:
    with pytest.raises(Refusal) as refused:
        case(judgement(), **asked)  # type: ignore[arg-type]
    assert refused.value.code == "bad-argument"
    assert refused.value.hint


def test_a_case_with_nobody_or_nothing_is_refused() -> None:
    judged = judgement()
    with pytest.raises(Refusal, match="no state is left"):
        case(judged, without=case(judged).suppliers)
    none = replace(
        judged,
        demands=tuple(d for d in judged.demands if d.contingency != STANDING),
        sets={"s": ()},
    )
    with pytest.raises(Refusal, match="nothing is asked for"):
        case(none, contingency="s")
    zero = replace(judged.reserve, value=0.0)
    weightless = replace(
        judged, of_domain=dict.fromkeys(("land", "sea", "air", "air_missile_defence"), zero)
    )
    with pytest.raises(Refusal, match="weight zero"):
        case(weightless)


def test_a_state_whose_capital_no_table_gives_is_refused() -> None:
    text = DEFAULT.read_text(encoding="utf-8") + (
        "\nstocks:\n"
        "  - {country: BRA, item: submarine, count: 4, year: 2026, source: me, grade: A, why: x}\n"
    )
    with pytest.raises(Refusal) as refused:
        case(judgement_text(text))
    assert refused.value.code == "no-figures"


COSTS = {
    "main_battle_tank": ("tank_leopard2a8", 27.9),
    "mobile_artillery": ("artillery_k9", 11.3),
    "major_surface_combatant": ("frigate_fdi", 982),
    "submarine": ("submarine_ssk_212cd", 917),
    "combat_aircraft": ("combat_aircraft_f35a", 145.8),
    "tanker_aircraft": ("tanker_kc46", 180),
}


@pytest.mark.parametrize("item", COSTS)
def test_costs_are_published_prices_at_the_price_base(item: str, tmp_path: Path) -> None:
    """Amount over the exchange rate of its year, times the US deflator from there to 2025."""
    name, amount = COSTS[item]
    row = next(r for r in rows("unit_costs") if r["item"] == name and float(r["cost"]) == amount)
    year, figures = int(row["price_year"]), Figures.open(tmp_path)
    rate = 1.0
    if row["currency"] == "EUR":
        rate = figures.one("fx_lcu_per_usd", "DEU", year).value
    level = [figures.one("gdp_deflator", "USA", y).value for y in (year, 2025)]
    judged = judgement()
    assert (judged.currency, judged.price_year) == ("USD", 2025)
    assert judged.items[item].cost.value == pytest.approx(
        amount / rate * level[1] / level[0], rel=2e-3
    )


def test_demands_are_the_arithmetic_that_they_name() -> None:
    """131 brigades, three quarters in the east, less 21 that stand; 1,400 tanks for 50 brigades."""
    tanks, guns = 1400 / 50, 700 / 50
    by = {(d.contingency, d.direction, d.domain): d.needs for d in judgement().demands}
    assert by[STANDING, "east", "land"] == {
        "main_battle_tank": 21 * tanks,
        "mobile_artillery": 21 * guns,
    }
    assert by["attack_east", "east", "land"] == {
        "main_battle_tank": (round(0.75 * 131) - 21) * tanks,
        "mobile_artillery": (round(0.75 * 131) - 21) * guns,
    }
    held = stocks()
    aircraft = held["USA", "combat_aircraft"].count / 479
    for needs in (n for key, n in by.items() if key[2] == "air"):
        assert needs["tanker_aircraft"] == pytest.approx(
            needs["combat_aircraft"] / aircraft, abs=0.51
        )
    table = {(r["framework"], r["item"]): float(r["quantity"]) for r in rows("requirements")}
    assert table["nato_mcr_2024", "combat_brigade"] == 131
    assert table["bruegel_kiel_2025", "main_battle_tank"] == 1400
    assert table["bruegel_kiel_2025", "brigade"] == 50
