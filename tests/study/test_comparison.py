"""`compare` says what differs between two runs: scenario, figures, headline results."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from burdenshare.errors import Refusal
from burdenshare.projection.futures.model import Futures
from burdenshare.study import Comparison, Study, compare, write

from . import drawn, factory


@pytest.fixture
def first(tmp_path: Path) -> Path:
    write(factory.study(), tmp_path / "first")
    return tmp_path / "first"


def against(first: Path, study: Study) -> Comparison:
    second = first.with_name("second")
    write(study, second)
    return compare(first, second)


def test_a_run_does_not_differ_from_itself(first: Path) -> None:
    found = compare(first, first)
    assert found.same
    assert (found.scenario, found.figures, found.results) == ((), (), ())
    assert found.to_json()["rows"] == []


def test_fields_of_the_scenario_are_named_by_their_path(first: Path) -> None:
    text = factory.SCENARIO.replace(
        "share: 3.5", "share: 3.5, waypoints: {2028: 3.0}, path: waypoints"
    )
    text = text.replace("end: 2029", "end: 2030").replace(
        "constant_share", "constant_share, share: 2.0"
    )
    text = text.replace("[constant_share, share: 2.0]", "[constant_share, {share: 2.0}]")
    found = against(first, factory.study(text))
    assert [(c.where, c.from_, c.to) for c in found.scenario] == [
        ("end", 2029, 2030),
        ("pledges[0].path", "linear", "waypoints"),
        ("pledges[0].waypoints", None, {2028: 3.0}),
        ("baselines", ["constant_share"], ["constant_share", {"share": 2.0}]),
    ]
    assert not found.same


def test_another_value_under_the_same_key_and_what_follows(first: Path) -> None:
    found = against(first, factory.study(start={**factory.START, "ITA": 2.3}))
    (figure,) = found.figures
    assert figure.what == "figure"
    assert figure.where == factory.share_of("ITA", 2.0).key
    assert (figure.from_, figure.to) == (2.0, 2.3)
    assert figure.change == pytest.approx(0.3)
    results = {change.where: change for change in found.results}
    # Extra in 2029 falls from 1.5 to 1.2 % of 1331.
    last = results["ITA extra over constant_share in the deadline year"]
    assert (last.from_, last.to) == (pytest.approx(19.965), pytest.approx(15.972))
    assert (last.change, last.unit) == (pytest.approx(-3.993), "bn EUR")
    # At prices of 2026 every year's GDP is 1000: 5 + 10 + 15 becomes 4 + 8 + 12.
    total = results["ITA extra over constant_share, all years, real"]
    assert (total.from_, total.to) == (pytest.approx(30.0), pytest.approx(24.0))
    assert total.unit == "bn EUR, 2026 prices"
    assert not any(where.startswith("POL") for where in results)
    # Half a euro a dollar: (4 x 1.1 + 8 x 1.21 + 12 x 1.331) / 0.5 against 37.565 / 0.5.
    together = results["all members extra over constant_share, all years"]
    assert together.change == pytest.approx((30.052 - 37.565) / 0.5)


def test_another_vintage_is_told_from_another_value(first: Path) -> None:
    found = against(first, factory.study(start={"ITA": 1.9, "POL": 3.2}, vintage="2025-08"))
    italy, poland = found.figures
    assert italy.what == "vintage"
    assert italy.where == (
        "milex_pct_gdp ITA 2026: NATO core defence, NATO 2026-07 -> NATO core defence, NATO 2025-08"
    )
    assert (italy.from_, italy.to) == (2.0, 1.9)
    assert (poland.from_, poland.to, poland.change) == (3.2, 3.2, 0.0)


def test_numbers_of_two_units_have_no_difference(first: Path) -> None:
    found = against(first, factory.study(price_base=(2026, 2025)))
    (change,) = [c for c in found.results if c.where.endswith("real")]
    assert change.unit == "bn PLN, 2026 prices -> bn PLN, 2025 prices"
    assert change.change is None


def test_members_and_figures_of_one_run_only_stand_alone(first: Path) -> None:
    second = first.with_name("second")
    write(factory.study(), second)
    results = json.loads((second / "results.json").read_text(encoding="utf-8"))
    del results["members"]["POL"]
    (second / "results.json").write_text(json.dumps(results), encoding="utf-8")
    lines = (second / "figures.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (second / "figures.csv").write_text("".join(lines[:-1]), encoding="utf-8")
    forth, back = compare(first, second), compare(second, first)
    poland = "POL extra over constant_share in the deadline year"
    gone = {c.where: (c.from_, c.to, c.change, c.unit) for c in (*forth.results, *forth.figures)}
    assert gone[poland] == (pytest.approx(1.5), None, None, "bn PLN")
    assert gone[factory.share_of("POL", 3.2).key] == (3.2, None, None, "% of GDP")
    new = {c.where: (c.from_, c.to) for c in (*back.results, *back.figures)}
    assert new[poland] == (None, pytest.approx(1.5))
    assert new[factory.share_of("POL", 3.2).key] == (None, 3.2)


def test_the_json_has_every_change_in_one_table(first: Path) -> None:
    found = against(first, factory.study(factory.SCENARIO + "seed: 2\n", {"ITA": 2.3, "POL": 3.2}))
    document = found.to_json()
    assert document["rows"] == [*document["scenario"], *document["figures"], *document["results"]]
    assert document["rows"][0] == {
        "what": "scenario",
        "where": "seed",
        "from": 1,
        "to": 2,
        "change": None,
        "unit": "",
    }
    assert json.loads(json.dumps(document)) == document


def test_what_is_no_run_is_refused(first: Path, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for pair in ((first, tmp_path / "folder"), (tmp_path / "nowhere", first)):
        with pytest.raises(Refusal) as refused:
            compare(*pair)
        assert refused.value.code == "not-a-study"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("manifest.json", "{"),
        ("results.json", "{}"),
        ("results.json", '{"members": {"ITA": 3}}'),
        ("results.json", '{"members": []}'),
        ("figures.csv", ""),
    ],
)
def test_a_damaged_run_is_refused_by_name(first: Path, name: str, content: str) -> None:
    second = first.with_name("second")
    write(factory.study(), second)
    (second / name).write_text(content, encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        compare(first, second)
    assert refused.value.code == "damaged-file"
    assert refused.value.message.startswith(f"second: {name}")
    assert "burdenshare verify" in refused.value.hint


def widened(study: Study, by: float) -> Futures:
    """Return the futures of a study with every quantile moved by some per cent."""
    assert study.futures is not None
    fans = {
        name: replace(fan, quantiles=fan.quantiles * (1.0 + by / 100.0))
        for name, fan in study.futures.fans.items()
    }
    chances = {name: part / 2.0 for name, part in study.futures.probabilities.items()}
    return replace(study.futures, fans=fans, probabilities=chances)


def test_two_runs_with_futures_differ_in_levers_medians_bands_and_probabilities(
    tmp_path: Path,
) -> None:
    one = drawn.study()
    write(one, tmp_path / "a")
    write(
        drawn.study(
            levers=drawn.levers(import_share=np.array([0.2, 0.4]), slippage=0.1),
            calibration=drawn.calibration(tail=8),
            futures=widened(one, 10.0),
        ),
        tmp_path / "b",
    )
    found = compare(tmp_path / "a", tmp_path / "b")
    levers = {change.where: (change.from_, change.to, change.change) for change in found.levers}
    assert levers["slippage"] == (0.0, 0.1, 0.1)
    assert levers["import_share.POL"] == (0.3, 0.4, pytest.approx(0.1))
    assert "import_share.ITA" not in levers
    assert found.levers[-1].what == "calibration"
    changes = {(change.what, change.where): change for change in found.futures}
    debt = changes["quantile", "ITA debt in the deadline year, 95 %"]
    assert debt.change == pytest.approx(0.1 * 139.0 * 1.0045)
    assert debt.unit == "% of GDP"
    assert changes["median", "ITA spending in the deadline year"].change == pytest.approx(4.6585)
    chance = changes["probability", "ITA affordable in the deadline year"]
    assert (chance.from_, chance.to) == (0.8, 0.4)
    assert ("median", "POL debt in the deadline year") not in changes
    parts = found.to_json()
    assert len(parts["rows"]) == sum(
        len(parts[name]) for name in ("scenario", "figures", "levers", "results", "futures")
    )


def test_a_run_with_futures_against_one_without_tells_only_what_both_have(tmp_path: Path) -> None:
    write(drawn.study(), tmp_path / "drawn")
    write(factory.study(), tmp_path / "central")
    found = compare(tmp_path / "central", tmp_path / "drawn")
    assert (found.levers, found.futures) == ((), ())
    assert {change.where for change in found.scenario} == {"draws", "seed"}
    debt = {change.where: change for change in found.results}["ITA debt in the deadline year"]
    assert (debt.from_, debt.to) == (None, 139.0)


def test_triples_of_three_members_are_compared_as_a_whole(tmp_path: Path) -> None:
    write(drawn.study(), tmp_path / "a")
    write(drawn.study(levers=drawn.levers(multiplier=(0.2, 0.8, 1.6))), tmp_path / "b")
    (change,) = compare(tmp_path / "a", tmp_path / "b").levers
    assert (change.where, change.to) == ("multiplier", [0.2, 0.8, 1.6])
