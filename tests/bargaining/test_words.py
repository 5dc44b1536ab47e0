"""What is said of a negotiation: the forecast as such, explanations as such, hindsight first."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bargaining.factory import table
from burdenshare.bargaining import negotiate, words
from burdenshare.bargaining.threat import Reach

ABOUT = {
    "case": {
        "title": "Tariffs and spending",
        "hindsight": "Written\n afterwards.",
        "note": "Read with care.",
        "issues": {"i0": {"title": "Spending", "unit": "per cent of GDP"}},
        "actors": {"USA": {"name": "United States"}, "JPN": {"name": "Japan"}},
    }
}


def two(**more):
    options = {"status_quo": [0.0, 100.0], "about": ABOUT, **more}
    return table(
        [[100.0, 100.0], [0.0, 0.0]],
        salience=[[0.8, 0.2], [0.2, 0.8]],
        actors=["USA", "JPN"],
        **options,
    )


def told(given, call, *names, **options):
    found = call(negotiate(given, **options).to_json(), *names)
    return found if isinstance(found, str) else "\n".join(found)


def test_hindsight_stands_beside_the_title():
    assert told(two(), words.titles).splitlines() == [
        "Tariffs and spending.",
        "Made with hindsight. Written afterwards.",
        "Read with care.",
    ]
    assert told(table([0, 1]), words.titles) == ""


def test_the_forecast_has_its_bands_and_what_was_decided():
    line = told(two(outcome=[20.0, np.nan]), words.forecast, "case", "i0")
    assert line.startswith("i0 (Spending, per cent of GDP): about 80.0. One outcome in two")
    assert line.endswith("Decided: 20.0.")
    assert "Decided" not in told(two(), words.forecast, "case", "i1")


def test_digits_follow_the_scale():
    assert "about 3.00." in told(table([2, 4], scale=(0, 6)), words.forecast, "case", "i0")
    years = table([2025, 2035], scale=(2025, 2035))
    assert "about 2030.0." in told(years, words.forecast, "case", "i0")


def test_an_issue_is_explained():
    line = told(two(), words.explained, "case", "i0")
    # U(d) - U(o) = 0.2 * (0.8**2 - 0) = 0.128 for Japan.
    assert "the United States at 100.0 (80 % of the weight); Japan at 0.0 (20 %" in line
    assert "a veto is held by Japan, who goes as far as 0.0 or would have to be given 0.13" in line
    assert "What refusing would cost them is not known" in line
    costs = {"JPN": {"tariff_threat": 0.1}, "USA": {"guarantee": 0.5}}
    line = told(two(), words.explained, "case", "i0", costs=costs)
    assert "Japan 0.16 (below it), more than refusing would cost it, 0.10" in line
    assert "the United States 0.16 (above it), less than refusing would cost it, 0.50" in line
    nobody = told(table([0.0, 4.0], status_quo=100.0), words.explained, "case", "i0")
    assert "nobody would rather have no agreement" in nobody


def test_many_actors_are_counted_and_unknown_ones_named():
    given = replace(table(np.linspace(0, 100, 9)), unknown=(("case", "i0", "ALB"),))
    line = told(given, words.explained, "case", "i0")
    assert "; 3 more." in line
    assert "not filled in, are the wishes of ALB." in line


def test_ranges_are_told_for_models_that_were_drawn():
    x = np.array([[20.0], [80.0]])
    given = table(x, ranges={"positions": (x - 10.0, x + 10.0)})
    line = told(given, words.explained, "case", "i0", models=["bdm"], draws=50)
    assert "over 50 draws nine in ten lie within: the compromise" in line
    assert "spatial model" not in line


def test_models_with_turns_say_who_moves_whom():
    given = table([0.0, 100.0, 60.0], salience=[0.9, 0.5, 0.7])
    line = told(given, words.moves, "case", "i0")
    assert "Spatial model: in" in line
    assert "Moves most:" in line
    assert "Expected utility (the challenge model), first round:" in line
    still = told(table([40.0, 40.0]), words.moves, "case", "i0")
    assert "Moves most: nobody" in still
    assert told(given, words.moves, "case", "i0", models=["median"]) == ""


def test_trades_say_who_gives_what_for_what():
    line = told(two(), words.trades, "case")
    assert "1 trade, the most profitable first" in line
    assert "Japan goes from 0.0 to 100.0 on i0; in return the United States goes from 100.0" in line
    assert "the others" not in line
    bystander = table(
        [[100, 100], [0, 0], [50, 100]], salience=[[0.8, 0.2], [0.2, 0.8], [0.5, 0.5]]
    )
    assert "the others together lose" in told(bystander, words.trades, "case")
    assert "those who lose most: A2" in told(bystander, words.trades, "case")
    assert "there is no trade" in told(table([[0, 0], [9, 9]]), words.trades, "case")
    assert told(table([0, 9]), words.trades, "case") == ""


def test_links_say_when_they_vanish():
    line = told(two(), words.links, "case")
    # With salience in one proportion there is nothing to trade: s_USA = 0.2 * 0.2 / 0.8 = 0.05.
    assert "that of the United States for i0 from 0.80 to 0.05" in line
    assert "that of Japan for i1 from 0.80 to 0.05" in line
    assert "no two actors" in told(table([[0, 0], [9, 9]]), words.links, "case")
    assert told(table([0, 9]), words.links, "case") == ""


def test_threats_say_what_a_cost_changes():
    assert told(table([0, 9]), words.threats, "case") == ""
    reach = [Reach("JPN", "i0", level) for level in (10.0, 90.0)]
    line = told(two(), words.threats, "case", costs={"JPN": {"guarantee": 0.5}}, reach=reach)
    assert "each issue by itself: no agreement, all stays as it is" in line
    assert "Both on one table: i0" in line
    assert "If no agreement costs Japan 0.50: i0" in line
    assert "Without any threat Japan goes as far as 10.0 on i0" in line
    assert "once no agreement costs it" in line
    apart = table([[60.0, 60.0], [90.0, 90.0]], status_quo=[0.0, 0.0])
    assert "each issue by itself: i0" in told(apart, words.threats, "case")
    at_odds = table([[0.0, 0.0], [9.0, 9.0]], status_quo=[0.0, 0.0], actors=["USA", "JPN"])
    line = told(at_odds, words.threats, "case", costs={"USA": {"guarantee": 0.0}})
    assert "Both on one table: no agreement either" in line
    costs = {"JPN": {"guarantee": 0.5}}
    line = told(at_odds, words.threats, "case", costs=costs, reach=[Reach("USA", "i0", 20.0)])
    assert "still no agreement" in line
    assert "No cost of no agreement is enough" in line


@pytest.mark.parametrize(("name", "shown"), [("smp", "spatial model"), ("unheard", "unheard")])
def test_models_have_names(name, shown):
    assert words.model_name(name) == shown


def test_refusals_name_who_holds_the_veto_and_what_a_threat_adds():
    found = told(two(), words.refusals, "case")
    assert found.startswith("i0 (Spending, per cent of GDP): If all must agree")
    assert "a veto is held by Japan" in found
    assert "Nash bargaining, each issue by itself" in found
    assert "\n " not in found
