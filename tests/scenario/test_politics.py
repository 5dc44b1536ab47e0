"""What a scenario asks of behaviour and bargaining: read, refused, said back, written again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from burdenshare.errors import Refusal
from burdenshare.scenario.explain import explain
from burdenshare.scenario.load import dump, load, load_text
from burdenshare.scenario.model import Keep, Negotiation, Scenario

BASE = """
name: own
members: [ITA, ESP]
start: 2026
end: 2030
pledges: [{share: 3.5, by: 2030}]
"""
TABLE = """
case: own
issues: {core: {scale: [2, 4]}}
actors: {ITA: {capability: 2}, ESP: {capability: 1}}
positions:
  - {actor: ITA, issue: core, position: 3, salience: 0.5}
  - {actor: ESP, issue: core, position: 2, salience: 1}
"""
CSV = "case,issue,actor,position,salience,capability\nown,core,ITA,3,0.5,2\nown,core,ESP,2,1,1\n"


def made(more: str, folder: Path | None = None) -> Scenario:
    return load_text(BASE + more, folder=folder)


def refused(more: str, folder: Path | None = None) -> list[dict[str, Any]]:
    with pytest.raises(Refusal) as found:
        made(more, folder)
    assert found.value.code == "bad-scenario"
    return found.value.details


def test_nothing_is_asked_by_default() -> None:
    assert made("").negotiation is None
    assert made("keep: false").keep is None
    assert "negotiation" not in dump(made(""))
    assert "keep" not in dump(made(""))


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ("negotiation: hague-2025", Negotiation(case="hague-2025")),
        (
            "negotiation: {case: hague-2025, settings: [nbs.cost=20], spread: 0.2, veto_cost: 0.1}",
            Negotiation(case="hague-2025", settings=("nbs.cost=20",), spread=0.2, veto_cost=0.1),
        ),
        ("negotiation: {table: {case: own}}", Negotiation(table={"case": "own"})),
        ("keep: true", True),
        ("keep: {}", True),
        ("keep: {share: 2.0, by: 2028, origin: 2021}", Keep(share=2.0, by=2028, origin=2021)),
        ("keep: {reclassified: 0.3, draws: 500}", Keep(reclassified=0.3, draws=500)),
    ],
)
def test_what_is_asked_is_read_and_written_again(more: str, wanted: Any) -> None:
    scenario = made(more)
    assert wanted in (scenario.negotiation, scenario.keep)
    assert load_text(dump(scenario)) == scenario


@pytest.mark.parametrize(("name", "text"), [("own.yaml", TABLE), ("own.csv", CSV)])
def test_a_file_becomes_the_table_that_it_holds(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "s.yaml").write_text(f"{BASE}negotiation: {name}\n", encoding="utf-8")
    scenario = load(tmp_path / "s.yaml")
    assert scenario.negotiation is not None
    assert scenario.negotiation.case == ""
    if name.endswith("csv"):
        assert scenario.negotiation.table == CSV
    else:
        assert scenario.negotiation.table["actors"] == {  # type: ignore[index]
            "ITA": {"capability": 2},
            "ESP": {"capability": 1},
        }
    assert load_text(dump(scenario)) == scenario


@pytest.mark.parametrize(
    ("more", "where", "told"),
    [
        ("negotiation: 5", "negotiation (line 7)", "the number 5"),
        ("negotiation: {}", "negotiation (line 7)", "neither case nor table"),
        ("negotiation: {case: a, table: {b: 1}}", "negotiation (line 7)", "together"),
        ("negotiation: {case: a, cases: b}", "negotiation.cases (line 7)", "unknown field"),
        ("negotiation: own.yaml", "negotiation (line 7)", "comes from no file"),
        ("negotiation: {case: a, spread: 0}", "negotiation.spread (line 7)", "0"),
        ("negotiation: {case: a, veto_cost: -1}", "negotiation.veto_cost (line 7)", "-1"),
        ("negotiation: {case: a, settings: [cost]}", "negotiation.settings[0] (line 7)", "cost"),
        ("keep: perhaps", "keep (line 7)", "perhaps"),
        ("keep: {share: 350}", "keep.share (line 7)", "350"),
        ("keep: {by: 20300}", "keep.by (line 7)", "20300"),
        ("keep: {origin: 1}", "keep.origin (line 7)", "1"),
        ("keep: {reclassified: 2}", "keep.reclassified (line 7)", "2"),
        ("keep: {draws: 5}", "keep.draws (line 7)", "5"),
        ("definition: sipri\nkeep: true", "keep (line 8)", "another definition (sipri)"),
    ],
)
def test_every_mistake_is_named_with_its_place(more: str, where: str, told: str) -> None:
    (problem,) = refused(more)
    assert problem["where"] == where
    assert told in problem["message"]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("/etc/own.yaml", None, "absolute path"),
        ("none.yaml", None, "no file"),
        ("own.yaml", b"a: [", "own.yaml"),
        ("own.yaml", b"5", "has no fields"),
        ("own.csv", b"\xff\xfe", "UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(
    tmp_path: Path, name: str, content: bytes | None, told: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    (problem,) = refused(f"negotiation: {name}", tmp_path)
    assert told in problem["message"]


def test_all_mistakes_are_told_at_once() -> None:
    assert len(refused("negotiation: {case: a, spread: 0}\nkeep: {draws: 5, share: 0}")) == 3


def test_it_is_said_back_in_plain_words() -> None:
    said = " ".join(
        explain(made("negotiation: {case: hague-2025, settings: [nbs.cost=20]}\nkeep: true"))
    )
    assert "each ally's chance of keeping its pledge is forecast" in said
    assert "The negotiation hague-2025 is forecast" in said
    assert "nbs.cost=20" in said
    own = " ".join(explain(made("keep: {share: 2, by: 2028, origin: 2025, reclassified: 0.25}")))
    assert "keeping 2 % of GDP by 2028" in own
    assert "as known at the end of 2025" in own
    assert "25 % is taken as accounting" in own
    table = " ".join(explain(made("negotiation: {table: {case: my-case}}")))
    assert "The negotiation my-case is forecast" in table
