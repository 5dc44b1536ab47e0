"""What ships with the package is told in Japanese: titles, and what scenarios say of themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from burdenshare.bargaining.reading import library as negotiations
from burdenshare.figures.store import Figures
from burdenshare.scenario.explain import explain
from burdenshare.scenario.load import load
from burdenshare.speech.words import speech

SCENARIOS = sorted(
    path.stem for path in (Path(load.__code__.co_filename).parent / "library").glob("*.yaml")
)
JAPANESE = speech("ja")


@pytest.fixture(scope="module")
def figures(shared_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Figures]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BURDENSHARE_HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("BURDENSHARE_CACHE", str(shared_cache))
        yield Figures.open()


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_says_all_of_itself_but_its_sources(name: str, figures: Figures) -> None:
    scenario = load(name)
    assert JAPANESE.tongue(scenario.title) == "ja"
    said = [text for text in explain(scenario, figures) if not text.startswith("Source: ")]
    left = [text for text in said if JAPANESE.tongue(text) == "en"]
    assert len(said) > 5
    assert not left


def test_every_negotiation_has_a_japanese_title() -> None:
    titles = [case.title for case in negotiations()]
    assert titles
    assert [title for title in titles if JAPANESE.tongue(title) == "en"] == []


def test_every_table_is_named_in_source_lines(figures: Figures) -> None:
    sources = figures.sources()
    left = [s.title for s in sources if JAPANESE.read(s.title).gaps]
    assert len(sources) > 20
    assert not left
