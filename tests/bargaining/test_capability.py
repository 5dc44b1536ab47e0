"""Capability made of figures, against the published figures themselves."""

from __future__ import annotations

import pytest

from bargaining.factory import table
from burdenshare.bargaining import read
from burdenshare.bargaining.ask import with_capability
from burdenshare.bargaining.capability import capability
from burdenshare.errors import Refusal
from burdenshare.figures.store import Figures

USA, ESP = 28719942.0, 1658360.2
"""GDP of 2024 in million US dollars, NATO, June 2024."""


@pytest.fixture(scope="module")
def figures(tmp_path_factory, shared_cache):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BURDENSHARE_CACHE", str(shared_cache))
        yield Figures.open(tmp_path_factory.mktemp("home"))


def refused(code, *arguments, **options):
    with pytest.raises(Refusal) as caught:
        capability(*arguments, **options)
    assert caught.value.code == code
    return caught.value


def test_shares_of_gdp(figures):
    found = capability(figures, ["USA", "ESP"], {"gdp": 1}, "2024-06", year=2024)
    assert found.values == pytest.approx(
        {"USA": 100 * USA / (USA + ESP), "ESP": 100 * ESP / (USA + ESP)}
    )
    assert "gdp_usd_current/NATO/NATO/2024-06/ESP/2024" in found.keys
    assert found.formula == "1 x share of gdp, 2024"


def test_a_mix_of_shares(figures):
    found = capability(
        figures, ["USA", "ESP"], {"gdp": 1, "votes": 3}, "2024-06", year=2024,
        votes={"USA": 1, "ESP": 3},
    )  # fmt: skip
    assert found.values["USA"] == pytest.approx(0.25 * 100 * USA / (USA + ESP) + 0.75 * 25)
    assert sum(found.values.values()) == pytest.approx(100.0)
    assert found.formula.startswith("0.25 x share of gdp + 0.75 x share of votes")


def test_the_last_year_that_everyone_has(figures):
    alone = capability(figures, ["JPN", "USA"], {"gdp": 1}, "2026-04", definition="imf")
    assert alone.formula.endswith(", 2025")
    both = capability(figures, ["ESP", "USA"], {"gdp": 1, "spending": 1}, "2024-06")
    assert both.formula.endswith(", 2024")
    assert len(both.keys) == 4


def test_equal_capability_needs_no_figures():
    assert capability(None, ["A", "B"], {"equal": 1}).values == {"A": 50.0, "B": 50.0}


def test_bad_measures_all_at_once(figures):
    refusal = refused("bad-argument", None, ["USA"], {"gpd": 1, "votes": 1, "gdp": -1})
    found = {d["where"]: d for d in refusal.details}
    assert found["gpd"]["hint"] == "did you mean gdp?"
    assert "nobody has votes" in found["votes"]["message"]
    assert any("-1" in d["message"] for d in refusal.details)
    assert any("none are at hand" in d["message"] for d in refusal.details)
    refused("bad-argument", figures, ["USA"], {})


def test_missing_figures_all_at_once(figures):
    refusal = refused("no-figures", figures, ["USA", "JPN", "AUS"], {"gdp": 1}, year=2024)
    assert [d["where"] for d in refusal.details] == ["JPN", "AUS"]
    refused("no-figures", figures, ["USA", "ESP"], {"gdp": 1}, year=1800)


RECIPE = """
case: mine
capability: {gdp: 1, votes: 1, year: 2024, vintage: "2024-06"}
issues: {core: {}}
actors: {USA: {votes: 1}, ESP: {votes: 1}, CHAIR: {capability: 7}, DNK: {}}
positions:
  - {actor: USA, issue: core, position: 50, salience: 1}
  - {actor: ESP, issue: core, position: 20, salience: 1}
  - {actor: CHAIR, issue: core, position: 40, salience: 1}
  - {actor: DNK, issue: core, position: unknown}
"""


def test_a_file_may_ask_for_figures(figures, tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(RECIPE, encoding="utf-8")
    found = read(path, figures=lambda: figures)
    share = 100 * USA / (USA + ESP)
    assert found.capability[:3, 0] == pytest.approx([share / 2 + 25, 75 - share / 2, 7.0])
    assert "gdp_usd_current" in found.about["mine"]["capability"]["keys"][0]
    with pytest.raises(Refusal) as caught:
        read(path)
    assert "none are at hand" in caught.value.details[0]["message"]
    path.write_text(RECIPE.replace("votes: 1, year", "luck: 1, year"), encoding="utf-8")
    with pytest.raises(Refusal) as caught:
        read(path, figures=lambda: figures)
    assert caught.value.details[0]["where"] == "capability: luck"
    path.write_text(RECIPE.replace("year: 2024", "year: 1900"), encoding="utf-8")
    with pytest.raises(Refusal) as caught:
        read(path, figures=lambda: figures)
    assert [d["where"] for d in caught.value.details] == ["capability: USA", "capability: ESP"]


def test_the_capability_of_a_table_is_put_in_place_of_its_own(figures):
    given = table([10.0, 60.0], actors=["USA", "ESP"], capability=[5.0, 5.0])
    found = with_capability(given, lambda: figures, {"gdp": 1, "votes": 1}, vintage="2024-06")
    assert found.capability[0, 0] == pytest.approx(50 * USA / (USA + ESP) + 25)
    assert found.about["case"]["capability"]["made_of"].startswith("0.5 x share of gdp")
    with pytest.raises(Refusal) as caught:
        with_capability(given, None, {"gdp": 1})
    assert caught.value.code == "bad-argument"
