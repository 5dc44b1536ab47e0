"""Coverage with stocks in money instead of counts."""

from __future__ import annotations

import numpy as np
import pytest

from burdenshare.errors import Refusal
from burdenshare.posture.answer import Pledge, answer
from burdenshare.posture.build import case
from burdenshare.posture.linear import cover
from burdenshare.posture.money import valued
from burdenshare.posture.reading import DEFAULT, judgement, judgement_text
from burdenshare.posture.sentences import sentences
from burdenshare.workbench import Workbench

STOCK = {("DEU", "vehicles"): 40.0, ("DEU", "other"): 10.0, ("USA", "ships"): 200.0}


def test_classes_go_to_domains_by_their_part() -> None:
    judged = judgement()
    found = valued(case(judged), judged, STOCK)
    germany, usa = found.owner.index("DEU"), found.owner.index("USA")
    worth = dict(zip(found.domains, found.stock[germany], strict=True))
    assert worth == {"land": 40.0, "sea": 0.0, "air": 0.0, "air_missile_defence": 3.0}
    assert found.stock[usa].sum() == 200.0
    assert found.stock.sum() == 243.0
    assert "JPN" in found.missing["land_equipment"]


def test_demands_cost_what_their_items_cost() -> None:
    judged = judgement()
    units = case(judged)
    found = valued(units, judged, STOCK)
    assert found.demand.sum() == pytest.approx((units.demand * units.cost).sum())
    land = found.cells.index(next(c for c in found.cells if str(c) == "east land"))
    assert found.demand[land].max() == pytest.approx(2744 * 0.031 + 1372 * 0.01235)
    assert (np.count_nonzero(found.demand, axis=1) == 1).all()


def test_stock_grows_by_class() -> None:
    judged = judgement()
    plain = valued(case(judged), judged, STOCK)
    grown = valued(case(judged), judged, STOCK, {("DEU", "vehicles"): 1.5})
    assert grown.stock.sum() - plain.stock.sum() == pytest.approx(20.0)
    assert cover(grown).value >= cover(plain).value


def test_without_any_stock_in_money_there_is_no_answer() -> None:
    with pytest.raises(Refusal) as refused:
        answer(judgement(), money=True)
    assert refused.value.code == "no-figures"
    with pytest.raises(Refusal):
        answer(judgement(), pledge=Pledge("s", 2035, {}, {}), money=True)


def test_the_answer_says_that_it_is_an_upper_bound() -> None:
    bench = Workbench()
    made = bench.cover("hague-2035", supply="money")
    assert made["supply"] == "money"
    assert made["mean"] > bench.cover("hague-2035")["mean"]
    assert "upper bound" in made["answer"][1]
    held = answer(judgement(), pledge=Pledge("s", 2035, {}, {}, STOCK), money=True)
    assert "upper bound" in sentences(held)[1]


def test_another_supply_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        Workbench().cover("hague-2035", supply="men")
    assert refused.value.code == "bad-argument"


def test_parts_of_one_class_above_one_are_refused() -> None:
    text = DEFAULT.read_text(encoding="utf-8")
    more = (
        "  other:\n    land: {value: 0.8, source: me, grade: judgement, why: x}\n"
        "    air_missile_defence"
    )
    with pytest.raises(Refusal) as refused:
        judgement_text(text.replace("  other:\n    air_missile_defence", more, 1))
    assert refused.value.details[0]["where"].startswith("classes.other")
