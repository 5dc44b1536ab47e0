"""Debates and workshops in both databases, and many people at once."""

from __future__ import annotations

import threading

import pytest

from burdenshare.errors import Refusal
from burdenshare.web.store import Store
from burdenshare.web.store.debates import Comment
from burdenshare.web.store.people import Person, Role

HOST = Person("anna", Role.host)


def debate(store: Store, *, at_once: bool = False) -> str:
    return store.debates.open(
        "What?", "Why?", scenario="name: x", shown="JPN", levers=["target"],
        answer={"share": 3.5}, at_once=at_once, by=HOST,
    )  # fmt: skip


def workshop(store: Store) -> str:
    return store.workshops.open(
        "What?", scenario="name: x", shown="JPN", levers=["target"], answer={"share": 3.5}, by=HOST
    )


def code(store: Store) -> str:
    return str(store.workshops.all()[0]["code"])


def test_a_hundred_people_speak_at_once_and_nobody_is_lost(store: Store) -> None:
    talk = debate(store)

    def say(name: str) -> None:
        for n in range(10):
            for _twice in range(2):
                store.debates.say(talk, Comment(name, f"{n} 日本 🎌", {"target": n}), key=f"{n}")

    threads = [threading.Thread(target=say, args=(f"person {n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = store.debates.comments(talk, states=("waiting",))
    assert len({(one["name"], one["why"]) for one in kept}) == len(kept) == 80
    assert store.debates.all()[0]["waiting"] == 80
    assert kept[0]["choices"]["target"] in range(10)


def test_decisions_are_written_with_who_and_why(store: Store) -> None:
    talk = debate(store)
    number = store.debates.say(talk, Comment("Ann", "Because.", {}), key="1")["number"]
    told = store.debates.decide(talk, number, approve=False, reason="Twice.", by=HOST)
    assert (told["state"], told["reason"], told["decided_by"]) == ("rejected", "Twice.", "anna")
    told = store.debates.decide(talk, number, approve=True, reason="", by=HOST)
    assert (told["state"], told["reason"]) == ("approved", "")
    lines = store.audit()
    assert [one["what"] for one in lines] == [
        "comment approved", "comment rejected", "debate opened",
    ]  # fmt: skip
    assert lines[1]["about"] == f"{talk} {number} Twice."


def test_debates_that_are_not_there(store: Store) -> None:
    other = debate(store)
    number = store.debates.say(other, Comment("Ann", "Because.", {}), key="1")["number"]
    talk = debate(store)
    for ask in (
        lambda: store.debates.get("nothing"),
        lambda: store.debates.say("nothing", Comment("A", "b", {}), key="1"),
        lambda: store.debates.comments("nothing"),
        lambda: store.debates.close("nothing", by=HOST),
        lambda: store.debates.decide(talk, number, approve=True, reason="", by=HOST),
    ):
        with pytest.raises(Refusal) as refused:
            ask()
        assert refused.value.code == "unknown-debate"


def test_a_workshop_goes_round_by_round(store: Store) -> None:
    talk = workshop(store)
    name, secret = store.workshops.join(code(store), "North")
    assert name == talk
    team = store.workshops.team(talk, secret)
    assert team is not None
    assert store.workshops.team(talk, "wrong") is None
    assert store.workshops.team("other", secret) is None
    for target in (2.0, 3.0):
        store.workshops.move(talk, team, round_=1, choices={"target": target}, answer={"share": 1})
    store.workshops.advance(talk, by=HOST)
    with pytest.raises(Refusal) as refused:
        store.workshops.move(talk, team, round_=1, choices={}, answer={})
    assert refused.value.code == "closed"
    found = store.workshops.get(talk)
    assert (found["round"], found["teams"]) == (2, ["North"])
    assert [one["choices"] for one in found["moves"]] == [{"target": 3.0}]
    store.workshops.close(talk, by=HOST)
    for ask in (
        lambda: store.workshops.advance(talk, by=HOST),
        lambda: store.workshops.close(talk, by=HOST),
        lambda: store.workshops.join(code(store), "South"),
        lambda: store.workshops.move(talk, team, round_=2, choices={}, answer={}),
    ):
        with pytest.raises(Refusal) as refused:
            ask()
        assert refused.value.code == "closed"
    with pytest.raises(Refusal) as refused:
        store.workshops.get("nothing")
    assert refused.value.code == "unknown-workshop"


def test_two_teams_cannot_take_one_name_at_the_same_time(store: Store) -> None:
    workshop(store)
    wanted = code(store)
    said: list[str] = []

    def join() -> None:
        try:
            store.workshops.join(wanted, "North")
            said.append("joined")
        except Refusal as refused:
            said.append(refused.code)

    threads = [threading.Thread(target=join) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["joined", *["name-taken"] * 5]
