from __future__ import annotations

from typing import Any

import pytest

from burdenshare.errors import Refusal
from burdenshare.figures.store import Figures
from burdenshare.scenario.explain import explain, new_text
from burdenshare.scenario.load import library, load, load_text

from .helpers import fields, loaded, pledge


@pytest.fixture(scope="module")
def figures() -> Figures:
    return Figures.open()


def text(given: dict[str, Any]) -> str:
    return " ".join(explain(loaded(given)))


def test_the_hague_in_plain_sentences(figures: Figures) -> None:
    said = explain(load("hague-2035"), figures)
    whole = " ".join(said)
    assert said[0].startswith("The Hague, 3.5 % core and 1.5 % related by 2035, all allies.")
    assert "It covers 32 members: Albania, Belgium" in whole
    assert "the United Kingdom and the United States, with results" in whole
    assert "Every member is to spend 3.5 % of GDP on core defence and up to 1.5 %" in whole
    # NATO, edition of July 2026: Slovenia 1.61 and Lithuania 5.33 are the lowest and the highest.
    assert "the edition of 2026-07 (NATO core defence)" in whole
    assert "from 1.61 % (Slovenia) to 5.33 % (Lithuania), for 2026." in whole
    # 2026e at 3.5 or more: LT 5.33, EE 5.10, LV 4.92, PL 4.68, GR 3.65.
    assert (
        "Estonia, Greece, Latvia, Lithuania and Poland start above the goal: their share is kept "
        "and does not fall." in whole
    )
    assert "s(t) = s(0) + (s(T) - s(0)) t / T." in whole
    assert "three baselines" in whole
    assert "World Economic Outlook of the IMF, the edition of 2026-04" in whole
    assert "Iceland has no armed forces" in whole
    assert "the alliance does not certify" in whole
    assert said[-1].startswith("Source: NATO, The Hague Summit Declaration")


def test_wales_and_japan_and_canada(figures: Figures) -> None:
    wales = " ".join(explain(load("wales-2014"), figures))
    assert "the figure for 2014" in wales
    assert "in the edition of 2024-06 (NATO)" in wales
    japan = " ".join(explain(load("japan-2027"), figures))
    assert "9,900 billion JPY in 2025" in japan
    assert "against the GDP of 2022 in every year, as the Japanese government does" in japan
    canada = " ".join(explain(load("canada-pbo"), figures))
    assert "begins at 2 % of GDP in 2025, as the scenario gives it" in canada
    assert "For Canada, nominal GDP from 2025 to 2035, in CAD bn, is the scenario's own" in canada
    assert "Everything else comes from the World Economic Outlook" in canada
    assert "beyond one baseline: the starting share of GDP, kept in every year." in canada
    sipri = " ".join(explain(load("japan-3.5"), figures))
    assert "1.41 %, for 2025" in sipri


def test_every_kind_of_scenario_is_explained() -> None:
    assert "grows at one constant real rate" in text(pledge(path="growth"))
    assert "half of the time brings a quarter of the way" in text(pledge(path="backloaded"))
    waypoints = text(pledge(path="waypoints", waypoints={2028: 3.0, 2029: 3.2}))
    assert "It passes 3 % in 2028 and 3.2 % in 2029." in waypoints
    assert "The deadline 2040 lies beyond the last year shown, 2030" in text(pledge(by=2040))
    assert "After 2028 the share stays where it is, up to 2030." in text(pledge(by=2028))
    assert "falls to it" in text(pledge(may_fall=True))
    assert "As an exception, Spain is to spend 2.1 % of GDP." in text(
        pledge(exceptions={"ESP": 2.1})
    )
    both = text(pledge(exceptions={"ESP": 2.1, "ITA": 2.1}))
    assert "As an exception, Italy and Spain are to spend 2.1 % of GDP." in both
    assert "the last published figure by the SIPRI definition" in text(fields(definition="sipri"))
    assert "not against the GDP of the year itself" in text(pledge(gdp_year=2022))
    assert "begins at 2.8 % of GDP in 2026, as the scenario gives it" in text(
        pledge(from_={"share": 2.8})
    )
    assert "Italy and Spain start above the goal: their share falls to it." in text(
        pledge(from_={"share": 4}, may_fall=True)
    )
    assert "goal" not in text(pledge(from_={"share": 3}, exceptions={"ESP": 3.2}))
    assert "Spain starts above the goal: its share is kept and does not fall." in text(
        pledge(from_={"share": 3}, exceptions={"ESP": 2.1})
    )
    one = text(pledge(members=["ITA"]))
    assert "Italy is to spend 3.5 % of GDP by 2030. " in one
    assert "Spain has no goal here and keeps its last published share" in one
    three = fields(
        members=["ITA", "ESP", "FRA"], pledges=[{"members": "FRA", "share": 3, "by": 2030}]
    )
    assert "Italy and Spain have no goal here and keep their" in text(three)
    pair = fields(members=["ITA", "ESP", "FRA"],
                  pledges=[{"members": ["ITA", "ESP"], "share": 3, "by": 2030}])  # fmt: skip
    assert "Italy and Spain are to spend 3 % of GDP by 2030." in text(pair)


def test_baselines_assumptions_and_own_series_are_explained() -> None:
    plan = dict.fromkeys(range(2026, 2031), 30.0)
    given = fields(
        members=["ITA"],
        baselines=["constant_cash", {"share": 2.0}, {"plan": plan}],
        assumptions={"inflation": 2, "real_growth": {"ITA": 0.8}},
        series={
            "ITA": {
                "gdp_nominal": {"unit": "EUR bn", "values": {2026: 1000.0}, "source": "Treasury"},
                "price_index": {"base": 2025, "values": plan},
            }
        },
        vintages={"imf": "2025-10"},
        price_base=2021,
        draws=1000,
        seed=7,
    )
    given["series"]["ITA"]["price_index"]["values"] = dict.fromkeys(plan, 1.1)
    said = text(given)
    assert (
        "the spending of the starting year in cash; 2 % of GDP in every year; the given plan"
        in said
    )
    assert "assumes real growth of 0.8 % a year in Italy and inflation of 2 % a year." in said
    assert "population growth stays at the last published rate of each country" in said
    assert (
        "nominal GDP of 2026, in EUR bn, is the scenario's own: Treasury; later years follow"
        in said
    )
    assert "the price index from 2026 to 2030, 1 in 2025, is the scenario's own." in said
    assert "the edition of 2025-10" in said
    assert "at constant prices of 2021" in said
    assert "1,000 futures are drawn, with the seed 7." in said
    given["assumptions"] = {"inflation": 2, "real_growth": 1, "population_growth": 0}
    assert "stay" not in text(given).split("scenario assumes")[1].split("Amounts")[0]


def test_sentences_are_whole_for_every_scenario_of_the_library(figures: Figures) -> None:
    for item in library():
        for said in (explain(load(item.name), figures), explain(load(item.name))):
            for sentence in said:
                assert sentence[0].isupper() or sentence[0].isdigit()
                assert sentence.endswith(".") or sentence.startswith("Source: ")
                assert "None" not in sentence
                assert "  " not in sentence


def test_a_new_file_is_valid_and_says_its_name() -> None:
    scenario = load_text(new_text("my-case"))
    assert scenario.name == "my-case"
    assert scenario.pledges[0].exceptions == {"ESP": 2.1}
    for name in ("../x", "my case", "", "x\n"):
        with pytest.raises(Refusal) as caught:
            new_text(name)
        assert caught.value.code == "bad-argument"


def test_a_new_file_is_valid_with_every_comment_taken_as_text() -> None:
    lines = new_text("my-case").splitlines()
    after = lines.index("# series:")
    text = "\n".join(lines[:after])
    text += (
        "\nseries:\n  ITA:\n    gdp_nominal: {unit: EUR bn, values: {2026: 2300.0, 2027: 2370.0}}\n"
    )
    text += "    population: {unit: million, values: {2026: 58.9, 2027: 58.8}}\n"
    text += "assumptions: {real_growth: 0.8, inflation: {ITA: 2.0, ESP: 2.1}}\n"
    text += "vintages: {nato: 2026-07, imf: 2026-04}\n"
    assert load_text(text).vintages == {"nato": "2026-07", "imf": "2026-04"}
