"""Networks of formats by hand, and by the treaties that everyone knows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from burdenshare.errors import Refusal
from burdenshare.figures.membership import Membership, memberships
from burdenshare.formats.document import document, sentences
from burdenshare.formats.network import hub, meet
from burdenshare.formats.reading import COLUMNS, read
from burdenshare.formats.remit import remits
from burdenshare.formats.stretch import burdens, design
from burdenshare.formats.who_can import who_can

DAY = date(2026, 7, 1)


def spells(**rooms: str) -> list[Membership]:
    return [
        Membership(name, state, date(2000, 1, 1), None, "member", "day", "test", "")
        for name, states in rooms.items()
        for state in states.split()
    ]


STAR = spells(A="USA JPN", B="USA KOR", C="USA AUS")


def test_an_observer_is_named_and_counts_nowhere(tmp_path: Path) -> None:
    rows = [("A", "USA", "member"), ("A", "JPN", "partner"), ("A", "KOR", "observer")]
    path = tmp_path / "own.csv"
    path.write_text(
        "\n".join([",".join(COLUMNS), *(f"{f},{c},2000,,{d},test" for f, c, d in rows)]),
        encoding="utf-8",
    )
    found = meet(read(path), DAY)
    assert found.rooms[0].observers == ("KOR",)
    assert set(found.rooms_of) == {"USA", "JPN"}
    assert document(found, {})["formats"][0]["observers"] == ["KOR"]


def test_a_star_by_hand() -> None:
    found = meet(STAR, DAY)
    assert (found.network.states, found.network.pairs) == (4, 3)
    assert found.network.density == pytest.approx(3 / 6)
    assert found.network.mean_rooms == pytest.approx(3 / 6)
    assert found.network.clustering == 0
    assert found.network.bridges == (("AUS", "USA"), ("JPN", "USA"), ("KOR", "USA"))
    assert found.betweenness["USA"] == 1.0
    assert found.core == {"AUS": 1, "JPN": 1, "KOR": 1, "USA": 1}


def test_all_of_a_star_hangs_on_its_hub() -> None:
    with pytest.raises(Refusal) as refused:
        hub(STAR, DAY, "USA")
    assert refused.value.code == "no-figures"
    found = hub([*STAR, *spells(D="JPN AUS")], DAY, "USA")
    assert found["rooms_lost"] == ["A", "B", "C"]
    assert found["without_a_room"] == ["KOR"]
    assert found["ties_through"] == pytest.approx(3 / 4)
    assert found["measures"]["connected"] == {"with": 1.0, "without": 1.0}


def test_two_triangles_and_a_tie() -> None:
    found = meet(spells(A="USA CAN GBR", B="JPN KOR AUS", C="GBR AUS"), DAY)
    assert found.network.bridges == (("AUS", "GBR"),)
    assert set(found.network.communities) == {("AUS", "JPN", "KOR"), ("CAN", "GBR", "USA")}
    assert found.network.clustering == pytest.approx(6 / 10)
    assert found.overlap()["A", "C"] == pytest.approx(1 / 4)


def test_membership_is_dated() -> None:
    old, new = date(2022, 12, 31), date(2024, 12, 31)
    before, after = meet(memberships(), old), meet(memberships(), new)
    assert "NATO" not in before.rooms_of["FIN"]
    assert "NATO" in after.rooms_of["FIN"]
    assert len(next(r for r in after.rooms if r.name == "NATO").members) == 32
    assert "GBR" not in next(r for r in after.rooms if r.name == "EU").members


def test_partners_are_no_members() -> None:
    ip4 = next(r for r in meet(memberships(), DAY).rooms if r.name == "IP4")
    assert ip4.members == ()
    assert ip4.partners == ("AUS", "JPN", "KOR", "NZL")


def test_a_stranger_cannot_be_missed() -> None:
    with pytest.raises(Refusal) as refused:
        meet(memberships(), DAY, without=["CHE"])
    assert refused.value.code == "bad-argument"
    with pytest.raises(Refusal) as refused:
        meet(memberships(), date(1900, 1, 1))
    assert refused.value.code == "no-figures"


def test_a_format_that_is_not_in_the_table_is_named() -> None:
    with pytest.raises(Refusal, match=r"no format 'CSTO'") as refused:
        meet(memberships(), DAY, formats=["NATO", "CSTO"])
    assert refused.value.code == "bad-argument"
    assert "AUKUS" in refused.value.hint


STATES = ["USA", "GBR", "FRA", "DEU", "JPN", "KOR"]


@given(st.lists(st.sets(st.sampled_from(STATES), min_size=2), min_size=1, max_size=6))
def test_what_must_always_hold(rooms: list[set[str]]) -> None:
    rows = spells(**{f"R{i}": " ".join(sorted(states)) for i, states in enumerate(rooms)})
    found = meet(rows, DAY)
    network = found.network
    assert 0 <= network.density <= 1
    assert network.density <= network.connected <= 1
    assert sum(len(names) for names in found.shared.values()) == sum(
        len(r) * (len(r) - 1) // 2 for r in rooms
    )
    assert sorted(state for circle in network.communities for state in circle) == sorted(
        found.rooms_of
    )
    more = meet([*rows, *spells(X=" ".join(STATES))], DAY)
    assert more.network.density >= network.density
    assert all(len(more.shared[pair]) >= len(names) for pair, names in found.shared.items())


def test_who_can_without_the_united_states() -> None:
    whole = meet(memberships(), DAY)
    found = {a.remit.name: a for a in who_can("deploy", whole, remits(), without=["USA"])}
    assert not found["NATO"].can
    assert "consensus" in found["NATO"].why
    assert found["JEF"].can
    assert not found["US-Japan"].can
    assert [a.can for a in who_can("deploy", whole, remits(), without=["USA"])] == sorted(
        (a.can for a in found.values()), reverse=True
    )


def test_opting_in_goes_on_without_one() -> None:
    whole = meet(memberships(), DAY)
    found = {a.remit.name: a for a in who_can("deploy", whole, remits(), without=["GBR"])}
    assert found["JEF"].can
    assert found["JEF"].why == "each decides for itself"
    assert found["JEF"].missing == ("GBR",)


def test_shares_of_what_is_held_and_what_is_unknown() -> None:
    whole = meet(STAR, DAY)
    remit = {"A": remits()["US-Japan"].__class__("A", "A", "force", "opt_in", (), ("deploy",), "t")}
    held = {"spending": {"USA": 6.0, "JPN": 2.0, "KOR": 2.0}}
    (found,) = who_can("deploy", whole, remit, held=held)
    assert found.shares == {"spending": 80.0}
    held["spending"].pop("JPN")
    (found,) = who_can("deploy", whole, remit, held=held)
    assert found.unknown == {"spending": ("JPN",)}


@pytest.mark.parametrize(("action", "direction"), [("invade", None), ("defend", "up")])
def test_an_action_that_is_none(action: str, direction: str | None) -> None:
    with pytest.raises(Refusal) as refused:
        who_can(action, meet(STAR, DAY), remits(), direction=direction)
    assert refused.value.code == "bad-argument"


def test_overstretch_shows_its_parts() -> None:
    rows = {r["country"]: r for r in burdens(meet(memberships(), DAY), remits(), {"USA": 900.0})}
    usa = rows["USA"]
    assert usa["bound"] == 4
    assert usa["to_defend"] == 31 + 3
    assert usa["spending_each"] == pytest.approx(900 / 34)
    assert rows["IND"]["to_defend"] == 0
    assert rows["IND"]["spending_each"] is None


def test_a_design_counts_its_vetoes() -> None:
    both = meet(memberships(), DAY, formats=["NATO", "US-Japan"])
    found = design(both, remits(), {"USA": 900.0})
    assert found["vetoes"] == {"most_in_one_room": 32, "over_all_rooms": 34}
    assert found["pairs_bound"] == 32 * 31 // 2 + 1
    assert found["spending"] == 900.0
    assert "JPN" in found["spending_unknown"]


def test_every_shipped_format_has_a_remit_with_its_basis() -> None:
    known = remits()
    assert {spell.format for spell in memberships()} == set(known)
    assert all(remit.basis for remit in known.values())


def test_the_answer_says_what_ends_without_the_hub() -> None:
    found = document(meet(memberships(), DAY), remits())
    found["hub"] = hub(memberships(), DAY, "USA")
    said = " ".join(sentences(found))
    assert "ANZUS, AUKUS" not in said
    for words in ("US-Japan, US-Korea", "states sit in", "mutual defence"):
        assert words in said


def written(folder: Path, *rows: str) -> Path:
    path = folder / "memberships.csv"
    path.write_text("\n".join([",".join(COLUMNS), *rows]) + "\n", encoding="utf-8")
    return path


def test_memberships_of_ones_own(tmp_path: Path) -> None:
    path = written(tmp_path, "X,USA,2020,,member,t", "X,JPN,2021-05,2023-06,partner,t")
    found = read(path)
    assert found[1].end == date(2023, 6, 30)
    assert found[0].precision == "year"


def test_every_wrong_row_at_once(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "X,USA,2020,2019,member,t",
        "X,USE,2020,,owner,",
        ",JPN,soon,,member,t",
        "Y,JPN,2020,,member,t",
        "Y,JPN,2021,,member,t",
    )
    with pytest.raises(Refusal) as refused:
        read(path)
    assert refused.value.code == "bad-memberships"
    said = " | ".join(f"{d['where']}: {d['message']}" for d in refused.value.details)
    for words in ("ends on", "USE", "owner", "no source", "no format", "soon", "overlap"):
        assert words in said, words


def test_files_that_are_not_there_or_have_no_columns(tmp_path: Path) -> None:
    for reader in (read, remits):
        with pytest.raises(Refusal) as refused:
            reader(tmp_path / "none")
        assert refused.value.code == "file-not-found"
    path = tmp_path / "short.csv"
    path.write_text("format\nX\n", encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        read(path)
    assert refused.value.code == "bad-memberships"


def test_remits_that_are_none(tmp_path: Path) -> None:
    path = tmp_path / "remits.yaml"
    path.write_text(
        "X: {title: 5, obligation: love, decision: dice, directions: [up], actions: no, aim: 1}\n"
        "Y: 3\n",
        encoding="utf-8",
    )
    with pytest.raises(Refusal) as refused:
        remits(path)
    wheres = {d["where"] for d in refused.value.details}
    assert wheres == {
        "X.aim", "X.title", "X.basis", "X.obligation", "X.decision", "X.directions", "X.actions",
        "Y",
    }  # fmt: skip
    path.write_text("[]\n", encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        remits(path)
    assert refused.value.code == "bad-memberships"
