"""Runs on what allies would do: one path a future, refused where nothing is known, never kept."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from burdenshare.compliance.behaved import PATHS, behave, learn
from burdenshare.errors import Refusal
from burdenshare.figures.store import Figures
from burdenshare.projection.assemble import assemble
from burdenshare.projection.calibration.file import cover, shipped
from burdenshare.projection.futures.run import futures
from burdenshare.scenario.load import load_text
from burdenshare.scenario.model import Scenario
from burdenshare.study import Study, compute, verify, write
from burdenshare.study.behaviour import Aimed, aimed, along, still
from burdenshare.study.models import fiscal_side

TWO = """
name: two
title: Two allies, 3.5 % pledged
members: [ESP, POL]
start: 2026
end: 2031
pledges: [{share: 3.5, by: 2030}]
behaviour: {kind: behaved}
draws: 1024
seed: 3
"""


def scenario(**changed: Any) -> Scenario:
    return load_text(TWO).model_copy(update=changed)


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    return Figures.open(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def does(figures: Figures) -> Aimed:
    asked = scenario()
    found = aimed(asked, assemble(asked, figures), figures)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def study(figures: Figures) -> Study:
    return compute(scenario(), figures)


def test_paths_are_those_of_the_model_of_compliance(figures: Figures, does: Aimed) -> None:
    learned = learn(figures, 2026)
    drawn = behave(learned, ["ESP", "POL"], np.array([3.5, 3.5]), 2031, seed=3)
    assert does.paths.shape == (PATHS, 2, 6)
    assert does.paths[:, :, 0].tolist() == [[2.0, 4.68]] * PATHS  # NATO, July 2026
    np.testing.assert_array_equal(does.paths[:, :, 1:], drawn.round(3))
    np.testing.assert_allclose(does.central, np.median(does.paths, axis=0), atol=0.0005)


def test_who_else_is_asked_about_and_until_when_changes_no_path(figures: Figures) -> None:
    learned = learn(figures, 2026)
    alone = behave(learned, ["POL"], np.array([3.5]), 2029, seed=3)
    both = behave(learned, ["ESP", "POL"], np.array([2.1, 3.5]), 2031, seed=3)
    np.testing.assert_array_equal(alone[:, 0], both[:, 1, :3])
    other = behave(learned, ["POL"], np.array([3.5]), 2029, seed=4)
    assert (alone != other).any()


def test_each_future_follows_its_path_where_nothing_else_moves(
    figures: Figures, does: Aimed
) -> None:
    asked = scenario()
    inputs = assemble(asked, figures)
    fiscal, levers = fiscal_side(asked, inputs, figures)
    assert levers.behaviour == "behaved"
    shocks = cover(shipped(), inputs.members)
    calm = replace(shocks, root=0.0 * shocks.root, loadings=0.0 * shocks.loadings)
    ran = futures(inputs, fiscal, levers, calm, draws=PATHS + 64, seed=3, keep=["share"])
    shares = ran.fans["share"].draws
    assert shares is not None
    np.testing.assert_allclose(shares[:PATHS], does.paths, rtol=1e-12)
    np.testing.assert_allclose(shares[PATHS:], does.paths[:64], rtol=1e-12)
    np.testing.assert_allclose(ran.fans["share"].central, does.central, rtol=1e-12)
    one = along(levers, 7)
    ran = futures(inputs, fiscal, one, None, draws=0, seed=3)
    np.testing.assert_allclose(ran.fans["share"].central, does.paths[7], rtol=1e-12)
    ran = futures(inputs, fiscal, still(levers), calm, draws=64, seed=3, keep=["share"])
    held = ran.fans["share"].draws
    assert held is not None
    np.testing.assert_allclose(held, np.broadcast_to(does.central, held.shape), rtol=1e-12)
    assert along(still(levers), 3) == still(levers)


def test_a_run_says_which_one_it_is_and_is_never_both(study: Study, figures: Figures) -> None:
    document = study.to_json()
    assert document["behaviour"] == "behaved"
    assert any(text.startswith("The futures are behaved") for text in document["uncertainty"])
    assert any(note["text"].startswith("Behaved, not kept") for note in document["notes"])
    spain = document["members"]["ESP"]
    assert spain["quantiles"]["share"]["0.05"][-1] < spain["share"][-1]
    assert 0.0 < spain["probabilities"]["share_at_target"][-1] < 1.0
    kept = compute(
        scenario(behaviour=load_text(TWO).behaviour.model_copy(update={"kind": None})), figures
    )
    plain = kept.to_json()
    assert plain["behaviour"] == "kept"
    assert plain["members"]["ESP"]["share"][4] == pytest.approx(3.5)
    assert not any("Behaved" in note["text"] for note in plain["notes"])


def test_every_share_has_an_origin(study: Study) -> None:
    told = {(o.country, o.year): o for o in study.origins if o.variable == "levers/aimed"}
    assert sorted(told) == [(code, year) for code in ("ESP", "POL") for year in range(2027, 2032)]
    assert study.levers is not None
    assert study.levers.aimed is not None
    assert told["ESP", 2031].value == study.levers.aimed[0, -1]
    assert "NATO 2026-07" in told["ESP", 2031].rule


def test_verifying_draws_the_behaviour_again(study: Study, tmp_path: Path) -> None:
    write(study, tmp_path / "run")
    found = verify(tmp_path / "run")
    assert found.ok, found.lines()
    levers = json.loads((tmp_path / "run" / "levers.json").read_text(encoding="utf-8"))
    assert np.array(levers["aimed_draws"]).shape == (PATHS, 2, 6)


def test_without_draws_the_run_follows_the_median(figures: Figures, does: Aimed) -> None:
    found = compute(scenario(draws=0), figures)
    np.testing.assert_allclose(found.shown.share, does.central, rtol=1e-12)


def test_an_older_edition_knows_nothing_newer(figures: Figures) -> None:
    asked = scenario(vintages={"nato": "2025-08"})
    inputs = assemble(asked, figures)
    found = aimed(asked, inputs, figures)
    assert found is not None
    at = inputs.years.index(2025)
    assert found.central[0, at] == 2.0  # Spain in the edition of August 2025
    assert len(set(found.paths[:, 0, at + 1].tolist())) > 1


@pytest.mark.parametrize(
    ("changed", "code", "says"),
    [
        ({"definition": "sipri"}, "bad-argument", "NATO's definition only"),
        ({"vintages": {"nato": "2001-01"}}, "no-figures", "no edition of NATO"),
    ],
)
def test_what_behaviour_cannot_start_from(
    figures: Figures, changed: dict[str, Any], code: str, says: str
) -> None:
    with pytest.raises(Refusal, match=says) as refused:
        aimed(scenario(**changed), assemble(scenario(), figures), figures)
    assert refused.value.code == code


def test_a_start_and_a_base_of_the_users_own_are_refused_at_once(figures: Figures) -> None:
    text = TWO.replace("by: 2030", "by: 2030, from: {year: 2026, share: 2.5}, gdp_year: 2022")
    with pytest.raises(Refusal) as refused:
        compute(load_text(text), figures)
    assert [d["where"] for d in refused.value.details] == [
        "pledges.0.from.share",
        "pledges.0.gdp_year",
    ]


def test_who_has_no_forecast_is_named(figures: Figures) -> None:
    with pytest.raises(Refusal, match="Japan") as refused:
        compute(load_text(TWO.replace("[ESP, POL]", "[ESP, JPN]")), figures)
    assert refused.value.code in ("no-figures", "missing-inputs")


def test_a_year_without_a_published_share_is_refused(figures: Figures) -> None:
    asked = scenario()
    inputs = replace(
        assemble(asked, figures), years=tuple(range(2024, 2030)), start_year=(2024,) * 2
    )

    class Without:
        fingerprint = "without"

        def rows(self, series: str, **options: Any) -> list[Any]:
            found = figures.rows(series, **options)
            hidden = options.get("countries") and series == "milex_pct_gdp"
            return [o for o in found if not (hidden and (o.country, o.year) == ("ESP", 2025))]

    with pytest.raises(Refusal, match="no share of ESP is published for 2025"):
        aimed(asked, inputs, Without())


def test_the_horizon_has_an_end(figures: Figures) -> None:
    with pytest.raises(Refusal, match="too far from 2026"):
        behave(learn(figures, 2026), ["POL"], np.array([3.5]), 2060, seed=1)
