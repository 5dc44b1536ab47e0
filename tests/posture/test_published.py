"""Published numbers beside ours, each reckoned again by hand."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from burdenshare.errors import Refusal
from burdenshare.figures.store import Figures
from burdenshare.posture.build import case
from burdenshare.posture.linear import cover
from burdenshare.posture.model import Judgement
from burdenshare.posture.published import RULES, Ground, Line, names, yardsticks
from burdenshare.posture.reading import judgement


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    return Figures.open(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def lines(figures: Figures) -> dict[str, Line]:
    found = yardsticks(judgement(), figures)
    return {f"{one.name}.{line.name}": line for one in found for line in one.lines}


def test_every_line_is_told_and_every_rule_is_used(lines: dict[str, Line]) -> None:
    ruled = {f"{name}.{line}" for name, rules in RULES.items() for line in rules}
    assert set(RULES) == set(names())
    assert set(lines) - ruled == {"bruegel-kiel-2025.shells"}
    assert not ruled - set(lines)
    for line in lines.values():
        assert line.what
        assert line.unit
        assert not line.why[0].islower()
        assert (line.ours is None) == (line.how == "")
        assert line.published is not None or line.ours is not None


@pytest.mark.parametrize(
    ("line", "ours"),
    [
        ("bruegel-kiel-2025.brigades", 60.0),
        ("bruegel-kiel-2025.tanks", 296 + 427 + 203 + 288),
        ("bruegel-kiel-2025.equipment", (1400 * 31.0 + 700 * 12.35) / 1000),
        ("iiss-2025.procurement", (400 * 141.7 + 20 * 1109 + 24 * 1000) / 1000),
        ("iiss-2025.american_ships", (400 * 141.7 + 20 * 2500 + 24 * 1000) / 1000),
        ("force-model-2026.fighters", 66.443),
        ("nato-brigades.increase", 59.756),
        ("nato-brigades.air_defence", 5.0068),
        ("nato-brigades.soldiers", 5714.286),
        ("nato-brigades.price", 49 * 4.0),
        ("nato-brigades.running", 49.0),
    ],
)
def test_arithmetic(lines: dict[str, Line], line: str, ours: float) -> None:
    assert lines[line].ours == pytest.approx(ours, rel=1e-4)


def test_gdp_is_that_of_the_figures(lines: dict[str, Line]) -> None:
    """Germany: 4,328.97 billion EUR in 2024 (IMF, April 2026), 1.5 % of it are 64.93."""
    assert lines["bruegel-kiel-2025.germany"].ours == pytest.approx(64.93, abs=0.01)
    spending, aid = lines["bruegel-kiel-2025.spending"], lines["bruegel-kiel-2025.aid"]
    assert isinstance(spending.ours, float)
    assert aid.ours == pytest.approx(100 * 20 / (spending.ours / 0.015))


def test_differences_are_between_the_nearest_ends() -> None:
    line = Line("", "", "", (226.0, 344.0), 103.0, "", "")
    assert line.difference == pytest.approx(103 / 226 - 1)
    assert replace(line, ours=400.0).difference == pytest.approx(400 / 344 - 1)
    assert replace(line, ours=300.0).difference == 0.0
    assert replace(line, published=1000.0, ours=(753.0, 1147.0)).difference == 0.0
    assert replace(line, published=None).difference is None


def test_what_others_buy_brings_coverage_back(figures: Figures) -> None:
    ground = Ground(judgement(), figures)
    asked, before = ground.near
    found = ground.filled
    assert found.coverage.value >= before.value - 1e-6
    assert found.bought[asked.owner.index("USA")].sum() == 0.0
    assert {cell.direction for cell in asked.cells} == {"east", "north", "south", "west"}
    assert not {"JPN", "KOR"} & set(asked.owner)
    priced = sum(ground.bought(item) * ground.cost(item) for item in asked.items)
    assert found.price == pytest.approx(priced)


def test_cuts_take_what_could_be_sent(figures: Figures) -> None:
    """Fifty ready fighters less are fifty less of supply."""
    ground = Ground(judgement(), figures)
    asked, before = ground.near
    after = ground.cut(ready={"combat_aircraft": 50.0}, gone=("submarine",))
    i = asked.owner.index("USA")
    less = (before.case.supply - after.case.supply)[i]
    assert less[asked.items.index("combat_aircraft")] == pytest.approx(50.0)
    assert after.case.supply[i, asked.items.index("submarine")] == 0.0
    assert less[asked.items.index("main_battle_tank")] == 0.0
    assert after.value < before.value
    assert ground.cut(ready={}).value == pytest.approx(before.value)


def test_items_that_the_judgement_leaves_out_are_not_bought(figures: Figures) -> None:
    judged = judgement()
    kept = tuple(d for d in judged.demands if d.domain != "sea")
    ground = Ground(replace(judged, demands=kept), figures)
    assert ground.bought("submarine") == 0.0


def alone(judged: Judgement) -> Judgement:
    """Return a judgement by which only the United States takes part anywhere."""
    nobody = {key: replace(said, value=0.0) for key, said in judged.participation.items()}
    own = judged.participation_of["USA", "indo_pacific"]
    return replace(
        judged,
        participation=nobody,
        participation_of={("USA", d): own for d in judged.theatres},
    )


def test_where_nobody_can_stand_in_it_says_so(figures: Figures) -> None:
    judged = alone(judgement())
    assert cover(case(judged)).mean > 0.0
    with pytest.raises(Refusal, match="nobody who has the items") as refused:
        yardsticks(judged, figures, name="iiss-2025")
    assert refused.value.code == "bad-argument"


def test_a_name_that_is_none_is_refused(figures: Figures) -> None:
    assert [one.name for one in yardsticks(judgement(), figures, name="nato-brigades")] == [
        "nato-brigades"
    ]
    with pytest.raises(Refusal, match="no yardstick") as refused:
        yardsticks(judgement(), figures, name="nato-brigade")
    assert "nato-brigades" in refused.value.hint


@pytest.mark.parametrize(
    ("line", "printed", "decimals"),
    [
        ("iiss-2025.backfill", 319, 0),
        ("force-model-2026.value", 9, 0),
        ("force-model-2026.submarines", 9, 0),
        ("nato-brigades.equipped", 83, 0),
        ("bruegel-kiel-2025.spending", 254, 0),
        ("bruegel-kiel-2025.artillery", 392, 0),
    ],
)
def test_what_the_documentation_prints_of_programmes_is_what_they_give(
    lines: dict[str, Line], line: str, printed: float, decimals: int
) -> None:
    """`docs/differences.md` explains these; who changes one has to explain it there again."""
    ours = lines[line].ours
    assert isinstance(ours, float)
    assert round(ours, decimals) == printed
    page = Path(__file__).parents[2] / "docs" / "differences.md"
    told = page.read_text(encoding="utf-8").split("## Published yardsticks of posture")[1]
    assert re.search(rf"\b{printed}\b", told)


def test_the_way_back_buys_what_the_documentation_says(figures: Figures) -> None:
    ground = Ground(judgement(), figures)
    assert round(ground.bought("main_battle_tank"), -1) == 1270
    assert round(ground.bought("tanker_aircraft")) == 382
    launchers = 6
    ratios = (
        ground.bought("combat_aircraft") / 400,
        ground.bought("major_surface_combatant") / 20,
        ground.bought("long_range_sam_launcher") / launchers / 24,
    )
    assert (round(min(ratios), 1), round(max(ratios), 1)) == (1.5, 1.8)
    lost, boats = (
        ground.near[1].value - ground.cut(ready=ready, gone=("submarine",)).value
        for ready in ({"combat_aircraft": 50.0}, {})
    )
    assert boats > 0.9 * lost
