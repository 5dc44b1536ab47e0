"""A live answer is the result of a study of the same scenario, to the last bit."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from burdenshare.errors import BurdenshareError, Refusal
from burdenshare.figures.store import Figures
from burdenshare.projection.remembered import Remembered
from burdenshare.scenario.load import load_text
from burdenshare.study import compute
from burdenshare.study.live import SLIDER, Live
from burdenshare.workbench import Workbench

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from burdenshare.scenario.model import Scenario

SCENARIO = """
name: three
title: Three allies to 3.5 %
members: [ITA, POL, EST]
start: 2026
end: 2035
pledges: [{core: 3.5, related: 1.5, by: 2035}]
draws: 48
seed: 5
"""


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    return Figures.open(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def live(figures: Figures) -> Live:
    return Live(load_text(SCENARIO), figures)


def whole(scenario: Scenario, figures: Figures) -> dict[str, Any]:
    """Return the result of a study, without what only a record has."""
    document = compute(scenario, figures).to_json()
    del document["fingerprint"]
    return document


def said(call: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Return the result of a call, or the body of what it is refused with."""
    try:
        return call()
    except Refusal as refusal:
        return refusal.body()


def require_part(part: Any, of: Any, where: str = "") -> None:
    """Fail unless everything in a part is in the whole, the same to the last bit."""
    if isinstance(part, dict):
        for name, value in part.items():
            if name != "headline":
                assert name in of, f"{where}/{name}"
                require_part(value, of[name], f"{where}/{name}")
    else:
        assert repr(part) == repr(of), where


part = st.floats(0.0, 1.0)
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "pledges[0].core": st.floats(1.5, 5.0),
        "pledges[0].by": st.integers(2030, 2040),
        "pledges[0].path": st.sampled_from(["linear", "growth", "backloaded"]),
        "pledges[0].exceptions.ITA": st.floats(2.0, 3.0),
        "behaviour.inertia": st.floats(0.0, 0.9),
        "behaviour.slippage": st.floats(0.0, 0.5),
        "financing.tax": part,
        "assumptions.growth_offset": st.floats(-3.0, 3.0),
        "assumptions.inflation": st.floats(0.0, 6.0),
        "assumptions.real_growth.POL": st.floats(-1.0, 4.0),
        "debt.long_rate.ITA": st.floats(1.0, 8.0),
        "import_share": part,
        "multipliers.spending": st.floats(0.1, 1.5),
        "seed": st.integers(0, 9),
        "draws": st.sampled_from([0, 16]),
    },
)


@settings(
    max_examples=8,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(changes=CHANGES)
def test_a_live_answer_is_the_result_of_a_study(
    live: Live, figures: Figures, changes: dict[str, Any]
) -> None:
    expected = said(lambda: whole(live.changed(changes), figures))
    everything = said(lambda: live.evaluate(changes, show=None).to_json())
    assert repr(everything) == repr(expected)
    require_part(said(lambda: live.evaluate(changes).to_json()), expected)


@pytest.mark.parametrize(
    "more",
    [
        "behaviour: {kind: behaved}\n",
        "keep: true\n",
        "baselines: [constant_cash, {share: 2.0}]\n",
        "definition: sipri\n",
        "packages: [{member: POL, year: 2027, amount: 20}]\nescape_clause: true\n",
    ],
)
def test_so_it_is_with_everything_a_scenario_can_ask(figures: Figures, more: str) -> None:
    scenario = load_text(SCENARIO + more)
    found = Live(scenario, figures)
    expected = whole(scenario, figures)
    assert repr(found.evaluate(show=None).to_json()) == repr(expected)
    require_part(found.evaluate().to_json(), expected)


def test_the_parts_that_are_shown_end_in_a_headline(live: Live) -> None:
    shown = live.evaluate({"pledges[0].by": 2032}).to_json()
    italy, together = shown["members"]["ITA"], shown["alliance"]
    at = italy["years"].index(2032)
    assert italy["headline"] == {
        "share": italy["share"][at],
        "spending": italy["spending"][at],
        "debt_ratio": italy["debt_ratio"][at],
        "debt_ratio_without": italy["debt_ratio_without"][at],
        "extra": {"constant_share": italy["extra"]["constant_share"][at]},
        "cumulative": italy["cumulative"],
    }
    assert italy["deadline"] == italy["affordable"]["year"] == 2032
    assert set(together["quantiles"]) == {"share", "spending", "extra", "cumulative"}
    assert "fingerprint" not in shown


def test_only_what_is_shown_is_drawn(live: Live) -> None:
    futures = live.evaluate(show=("debt_ratio", "extra.constant_cash")).study.futures
    assert futures is not None
    assert list(futures.fans) == ["debt", "extra.constant_cash"]
    assert list(futures.alliance) == ["extra.constant_cash"]


def test_one_member_has_no_totals_beside_its_own(figures: Figures) -> None:
    one = load_text(SCENARIO.replace("ITA, POL, EST", "ITA"))
    futures = Live(one, figures).evaluate().study.futures
    assert futures is not None
    assert len(futures.fans) == len(SLIDER)
    assert not futures.alliance


@pytest.mark.parametrize(
    ("changes", "where", "hint"),
    [
        ({"pledges[0].core": 350.0}, ["pledges[0].core"], "3.5"),
        ({"pledges[0].cor": 3.5}, ["pledges[0].cor"], "core"),
        ({"pledges[3].core": 3.5}, ["pledges[3].core"], ""),
        ({"pledges[0]..core": 3.5}, ["pledges[0]..core"], "pledges[0].core"),
        ({"behaviour.inertia": 1.5, "draws": -1}, ["behaviour.inertia", "draws"], ""),
        ({"behaviour.inertia": None}, ["behaviour.inertia"], ""),
        ({"pledges[0].core": float("nan")}, ["pledges[0].core"], ""),
    ],
)
def test_a_change_that_makes_no_scenario_is_refused_and_the_next_is_answered(
    live: Live, changes: dict[str, Any], where: list[str], hint: str
) -> None:
    with pytest.raises(BurdenshareError) as refused:
        live.evaluate(changes)
    assert refused.value.code == "bad-scenario"
    assert sorted(each["where"] for each in refused.value.details) == where
    assert hint in refused.value.hint
    assert live.evaluate({"draws": 8}).to_json()["draws"] == 8


def test_a_name_that_is_none_is_refused(live: Live) -> None:
    with pytest.raises(Refusal, match="'debts' is no variable") as refused:
        live.evaluate(show=("debts",))
    assert refused.value.code == "bad-argument"


def test_threads_share_what_is_kept(live: Live) -> None:
    moves = [
        {"pledges[0].core": 2.0 + k / 10, "assumptions.growth_offset": k / 4} for k in range(6)
    ]
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(lambda move: repr(live.evaluate(move).to_json()), moves))
    assert found == [repr(live.evaluate(move).to_json()) for move in moves]


def test_what_two_scenarios_need_is_asked_once(figures: Figures) -> None:
    known = Remembered(figures)
    scenario = load_text(SCENARIO)
    Live(scenario, known).evaluate()
    asked: list[str] = []
    known.figures = type("Silent", (), {"rows": lambda _, series, **__: asked.append(series)})()
    Live(scenario.model_copy(update={"seed": 9}), known).evaluate({"pledges[0].core": 3.0})
    assert not asked


def test_the_compiled_engine_is_loaded_where_that_is_worth_it(
    figures: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []
    monkeypatch.setattr("burdenshare.study.live.prepare", told.append)
    found = Live(load_text(SCENARIO), figures)
    found.evaluate()
    assert not told
    found.evaluate({"draws": 700})
    assert told == [None]


def test_the_workbench_holds_scenarios_ready_on_the_same_figures(tmp_path: Path) -> None:
    bench = Workbench(tmp_path)
    first, second = bench.live("hague-2035", draws=8), bench.live("core-5")
    assert first.scenario.draws == 8
    assert first.figures is second.figures
    assert len(first.evaluate().to_json()["members"]) == 31


@pytest.mark.parametrize("code", ["ITA", "EST"])
def test_what_is_shown_of_one_member_is_that_of_all_of_them(
    live: Live, figures: Figures, code: str
) -> None:
    changes = {"pledges[0].core": 3.1}
    shown = Workbench().live_answer(live, changes, code)["result"]
    require_part(shown, whole(live.changed(changes), figures)["members"][code])
    assert shown["share"]
