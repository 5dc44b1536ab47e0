"""Studies of costs alone are remembered: the same scenario on the same figures, and no other."""

from __future__ import annotations

from burdenshare.workbench import Workbench
from burdenshare.workbench.studies import REMEMBERED

NAME = "japan-3.5"


def test_the_same_scenario_is_costed_once() -> None:
    bench = Workbench()
    first = bench.costs(NAME)
    assert bench.costs(NAME) is first
    assert bench.costs(bench.scenario(NAME)) is first
    assert Workbench().costs(NAME).to_json() == first.to_json()


def test_another_scenario_of_the_same_name_is_another() -> None:
    bench = Workbench()
    scenario = bench.scenario(NAME)
    later = scenario.model_copy(update={"end": scenario.end + 1})
    assert bench.costs(later).scenario.end == bench.costs(scenario).scenario.end + 1


def test_other_figures_are_costed_anew() -> None:
    bench = Workbench()
    first = bench.costs(NAME)
    bench.__dict__.pop("figures")
    assert bench.costs(NAME) is not first


def test_only_the_last_few_are_kept() -> None:
    bench = Workbench()
    scenario = bench.scenario(NAME)
    first = bench.costs(scenario)
    for years in range(1, REMEMBERED + 1):
        bench.costs(scenario.model_copy(update={"end": scenario.end + years}))
    assert bench.costs(scenario) is not first
