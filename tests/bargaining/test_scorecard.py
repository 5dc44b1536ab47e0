"""The scorecard on the shipped decisions, against values computed by another implementation."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from bargaining.factory import table
from burdenshare.bargaining import read
from burdenshare.bargaining.bootstrap import intervals
from burdenshare.bargaining.scorecard import SHIPPED, score
from burdenshare.errors import Refusal

MAE = {
    "compromise": 22.39,
    "capability": 22.46,
    "mean": 22.73,
    "salience": 22.78,
    "bdm_one_round": 22.89,
    "median": 26.83,
    "plain_median": 27.17,
    "constant": 28.47,
}
WITH_STATUS_QUO = {
    "compromise": 21.64,
    "nbs_k20": 21.88,
    "nbs_k2": 22.62,
    "nbs_k0.5": 26.12,
    "nbs_k0": 44.16,
    "status_quo": 53.76,
}
UNANIMITY = {"compromise": 22.48, "mean": 21.81, "median": 22.27}


@pytest.fixture(scope="module")
def shipped():
    return score(read(SHIPPED))


def test_mean_errors_on_the_shipped_decisions(shipped):
    assert (shipped.n_issues, shipped.n_groups) == (198, 73)
    found = {name: shipped.errors[name].error.value for name in MAE}
    assert found == pytest.approx(MAE, abs=0.02)
    compromise = shipped.errors["compromise"].error
    assert compromise.low == pytest.approx(19.7, abs=0.15)
    assert compromise.high == pytest.approx(25.1, abs=0.15)


def test_mean_errors_where_a_status_quo_is_known(shipped):
    found = {name: shipped.with_status_quo[name] for name in WITH_STATUS_QUO}
    assert {s.n for s in found.values()} == {148}
    values = {name: s.error.value for name, s in found.items()}
    assert values == pytest.approx(WITH_STATUS_QUO, abs=0.02)


def test_scores_of_distributions(shipped):
    assert shipped.crps["mixture"].value == pytest.approx(15.36, abs=0.02)
    assert shipped.crps["mixture"].low == pytest.approx(13.7, abs=0.15)
    assert shipped.crps["mixture"].high == pytest.approx(17.1, abs=0.15)
    assert shipped.crps["empirical"].value == pytest.approx(17.26, abs=0.02)
    assert shipped.crps["normal"].value == pytest.approx(16.92, abs=0.02)
    assert shipped.crps["point"].value == pytest.approx(22.39, abs=0.02)
    assert shipped.sd == pytest.approx(29.2, abs=0.05)
    order = ["mixture", "normal", "empirical", "climatology", "uniform", "point"]
    assert sorted(shipped.crps, key=lambda name: shipped.crps[name].value) == order


def test_no_model_is_claimed_better_than_it_is(shipped):
    told = shipped.to_json()
    better = {n for n, s in told["mae"].items() if s["means_something"] and s["value"] < 22.38}
    assert better == set()
    for small in ("capability", "salience", "mean", "bdm_one_round", "nbs_k20"):
        assert not told["mae"][small]["means_something"]
    for large in ("constant", "nbs_k0", "status_quo", "median"):
        assert told["mae"][large]["means_something"]
    assert not any(line.startswith("More accurate") for line in told["findings"])


def test_the_document_has_the_keys_of_the_contract(shipped):
    told = shipped.to_json()
    assert told["n_issues"] == 198
    assert {"value", "low", "high"} <= told["mae"]["compromise"].keys()
    assert {"value", "low", "high"} <= told["crps"]["mixture"].keys()
    assert {"compromise", "median", "nbs", "bdm"} <= told["mae"].keys()
    within = told["mae"]["median"]["within_10"]
    assert within > told["mae"]["compromise"]["within_10"]


def test_iterated_models_on_the_shipped_decisions(shipped):
    # An independent computation gives 24.20; for exchange a plain loop gives 24.59 to 24.88, by
    # how ties fall.
    assert shipped.errors["smp"].error.value == pytest.approx(24.20, abs=0.1)
    assert 24.59 <= shipped.errors["exchange"].error.value <= 24.88
    assert {"smp", "exchange"} <= shipped.to_json()["mae"].keys()
    found = shipped.findings()
    assert any(line.startswith("Different beyond chance") and "smp" in line for line in found)
    assert any("mixture (15.4) scores better than normal by 1.6" in line for line in found)


def test_hits_and_scales_by_hand():
    given = table([[0, 2], [10, 4]], outcome=[5, 4], scale=([0, 2], [10, 4]), cases=["c", "d"])
    found = score(given)
    # Compromise 5 and 3: exact, and half of the second scale off.
    assert found.errors["compromise"].error.value == pytest.approx(25.0)
    assert found.errors["compromise"].within_10 == 0.5
    assert found.errors["constant"].error.value == pytest.approx(25.0)
    assert "status_quo" not in found.errors


def test_one_group_has_no_interval():
    found = score(table([[0, 2], [10, 4]], outcome=[5, 4]))
    assert found.errors["mean"].error.low is None
    assert not found.errors["constant"].means_something
    assert "climatology" not in found.crps
    assert any("one group" in note for note in found.notes)
    assert "[" not in found.findings()[0]


def test_without_outcomes_there_is_nothing_to_score():
    with pytest.raises(Refusal) as caught:
        score(table([0, 10]))
    assert caught.value.code == "bad-table"
    some = score(table([[0, 2], [10, 4]], outcome=[5, np.nan]))
    assert some.n_issues == 1
    assert "1 issues without an outcome are not scored" in some.notes


def test_groups_are_drawn_as_a_whole():
    values = np.array([[0.0], [0.0], [10.0], [10.0]])
    (whole,) = intervals(values, ["a", "a", "b", "b"])
    assert whole == pytest.approx((5.0, 0.0, 10.0))
    (single,) = intervals(np.repeat(values, 50, axis=0), [str(i) for i in range(200)])
    assert single.low == pytest.approx(5 - 1.96 * 5 / 200**0.5, abs=0.1)
    assert intervals(values, list("abcd"), seed=1) == intervals(values, list("abcd"), seed=1)
    (alone,) = intervals(values, ["a"] * 4)
    assert alone == (5.0, None, None)


def test_the_shipped_table_is_complete():
    with SHIPPED.open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 3920
    assert {row["group"] for row in rows} == {row["case"] for row in rows}
    readme = SHIPPED.with_name("README.md").read_text(encoding="utf-8")
    assert "10.34810/data53" in readme
    assert "second-hand" in readme
