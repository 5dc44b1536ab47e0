"""The section on politics: sound, every number with its origin, the bottom line first."""

from __future__ import annotations

import re
from typing import Any

import pytest

from burdenshare.brief.report import answer, report
from burdenshare.figures.countries import country_name
from burdenshare.scenario.load import load_text
from burdenshare.study import Study
from burdenshare.workbench import Workbench

from .page import Page

HEAD = """
name: talks
title: Talks
members: {members}
start: 2026
end: 2035
pledges: [{{core: 3.5, by: 2035{more}}}]
baselines: [constant_share]
"""
TABLE = """
negotiation:
  table:
    case: talks
    title: A table
    hindsight: Written afterwards.
    issues:
      core:
        {title: Core spending, scale: [2, 5], status_quo: 2, outcome: 3.5, unit: per cent of GDP}
      year: {title: The year, scale: [2025, 2035]}
    actors: {USA: {capability: 4}, ESP: {capability: 1}, The Chair: {capability: 1}}
    positions:
      - {actor: USA, issue: core, position: 5, salience: 0.5, speaker: "<b>A & B</b>",
         date: "2025-01-02", address: "https://example.org/a?b=1&c=2", quote: "five, not 3 < 5"}
      - {actor: ESP, issue: core, position: 2, salience: 1.0}
      - {actor: The Chair, issue: core, position: 3, salience: 0.5}
      - {actor: USA, issue: year, position: 2025, salience: 0.2}
      - {actor: ESP, issue: year, position: 2035, salience: 0.9}
"""
KEEP = "keep: {draws: 400}\n"


def study(members: str = "nato", *, more: str = "", asks: str = KEEP + TABLE) -> Study:
    return Workbench().study(load_text(HEAD.format(members=members, more=more) + asks))


CASES: dict[str, dict[str, Any]] = {
    "all": {},
    "keep alone": {"asks": KEEP},
    "table alone": {"asks": TABLE},
    "one ally": {"members": "[ESP]"},
    "two pledges": {"members": "[ESP, ITA, POL]", "more": ", exceptions: {ESP: 2.1}"},
    "not only allies": {
        "members": "[JPN, ESP]",
        "more": ", members: [ESP]}, {share: 2.0, by: 2030, members: [JPN], "
        "from: {year: 2026, share: 1.8}",
        "asks": KEEP,
    },
    "with futures": {"members": "[ESP, POL]", "asks": f"{KEEP}{TABLE}draws: 40\n"},
}


@pytest.fixture(scope="module")
def pages() -> dict[str, tuple[Study, Page]]:
    made = {name: study(**asked) for name, asked in CASES.items()}
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><g aria-label="x"/></svg>'
    charts = {"keeping": svg, "positions_a": svg}
    return {name: (one, Page(report(one, charts))) for name, one in made.items()}


def words(page: Page) -> str:
    return re.sub(r"\s+", " ", page.by_id("politics").text)


@pytest.mark.parametrize("name", CASES)
def test_the_page_is_sound_and_no_number_stands_without_an_origin(
    pages: dict[str, tuple[Study, Page]], name: str
) -> None:
    page = pages[name][1]
    assert page.problems == []
    assert len(page.ids) == len(set(page.ids))
    assert page.targets() <= set(page.ids)
    assert page.bare_numbers == []


def test_a_run_that_was_not_asked_has_no_section() -> None:
    made = study("[ESP]", asks="")
    page = Page(report(made, {}))
    assert "politics" not in page.ids
    assert not any("before" in sentence for sentence in answer(made)[-1:])


def test_the_answer_ends_with_who_keeps_it(pages: dict[str, tuple[Study, Page]]) -> None:
    made, page = pages["all"]
    told = answer(made)[-1]
    assert made.politics is not None
    members = made.politics.document["keep"]["members"]
    likely = sum(m["probability"][-1] >= 0.5 for m in members.values())
    assert told.startswith("Going by what allies did before, ")
    assert f"{likely} of {len(members)} are more likely than not to reach 3.5" in told
    order = sorted(members, key=lambda c: members[c]["probability"][-1])
    assert f"least likely are {country_name(order[0])} (" in told
    last = members[order[0]]["probability"][-1]
    (link,) = [
        e for e in page.find("a", href=f"#k-{order[0]}") if page.by_id("answer") in e.lineage()
    ]
    assert link.children[0].attributes["value"] == str(last)


def test_the_numbers_are_those_of_the_run(pages: dict[str, tuple[Study, Page]]) -> None:
    made, page = pages["all"]
    assert made.politics is not None
    told = made.politics.document
    text = words(page)
    expected = told["credibility"]["expected"]
    assert f"{100 * expected:.0f}" in text.partition("of the new money")[0][-8:]
    values = [
        float(e.attributes["value"])
        for e in page.elements
        if e.tag == "data" and page.by_id("n-talks-core") in e.lineage()
    ]
    mean = (2 * 5 + 1 * 2 + 0.5 * 3) / 3.5
    bands = told["negotiation"]["cases"]["talks"]["core"]["distribution"]["quantiles"]
    assert values[0] == pytest.approx(mean)
    assert values[1:] == [bands[q] for q in ("0.05", "0.25", "0.75", "0.95")] + [2.0, 3.5]


def test_a_position_leads_to_who_said_it(pages: dict[str, tuple[Study, Page]]) -> None:
    page = pages["all"][1]
    row = page.by_id("p-talks-core-USA")
    assert "five, not 3 < 5" in row.text
    assert "<b>A & B</b>, 2025-01-02" in row.text
    (link,) = [e for e in page.find("a") if row in e.lineage()]
    assert link.attributes["href"] == "https://example.org/a?b=1&c=2"
    assert "as given" in page.by_id("p-talks-core-The-Chair").text
    forecast = next(
        e for e in page.elements if e.tag == "data" and page.by_id("n-talks-core") in e.lineage()
    )
    assert "p-talks-core-USA" in forecast.origin.split()


def test_hindsight_and_the_models_that_do_not_lead_are_said(
    pages: dict[str, tuple[Study, Page]],
) -> None:
    text = words(pages["all"][1])
    assert "This was made with hindsight: it illustrates and tests nothing." in text
    assert "They explain and do not lead." in text
    assert "no amount in this report depends on it" in text
    assert "A trade would leave two better off: the United States gets its way on core" in text


def test_one_ally_is_told_by_its_own_chance(pages: dict[str, tuple[Study, Page]]) -> None:
    made, page = pages["one ally"]
    assert made.politics is not None
    chance = made.politics.document["keep"]["members"]["ESP"]["probability"][-1]
    assert "Spain has a chance of" in words(page)
    assert chance in [
        float(e.attributes["value"])
        for e in page.elements
        if e.tag == "data" and page.by_id("k-ESP") in e.lineage()
    ]
    assert "new money" not in words(page)


def test_pledges_of_their_own_are_not_called_by_one_share(
    pages: dict[str, tuple[Study, Page]],
) -> None:
    assert "to reach what they pledged" in words(pages["two pledges"][1])


def test_who_has_no_forecast_is_left_out(pages: dict[str, tuple[Study, Page]]) -> None:
    page = pages["not only allies"][1]
    assert "k-ESP" in page.ids
    assert "k-JPN" not in page.ids


def test_its_pictures_lead_to_its_section(pages: dict[str, tuple[Study, Page]]) -> None:
    page = pages["all"][1]
    for name, title in (("keeping", "Who keeps it"), ("positions_a", "What they wanted")):
        figure = page.by_id(f"chart-{name}")
        assert figure.attributes["data-origin"] == "politics"
        assert title in figure.text


def test_figures_behind_weights_and_profiles_stand_in_the_report() -> None:
    made = study("[ESP, POL]", asks="negotiation: hague-2025\n")
    page = Page(report(made, {}))
    assert page.problems == []
    assert page.targets() <= set(page.ids)
    assert page.bare_numbers == []
    assert any("gdp_usd_current" in name for name in page.ids)
    assert any("milex_share_personnel" in name for name in page.ids)
