"""Debates for programs: the same debate as on the page, with one error body."""

from __future__ import annotations

import httpx
import pytest
from serving import Served

from burdenshare.web.store.people import Role

OPENING = {
    "title": "What should Japan spend?",
    "question": "What would you choose?",
    "scenario": "japan-3.5",
    "levers": ["target", "by"],
}


@pytest.fixture(scope="module")
def host(here: Served) -> httpx.Client:
    return here.client(Role.host)


def begin(host: httpx.Client, **more: object) -> str:
    answer = host.post("/v1/debates", json=OPENING | more)
    assert answer.status_code == 200, answer.text
    return f"/v1/debates/{answer.json()['id']}"


def error(answer: httpx.Response) -> str:
    return str(answer.json()["error"]["code"])


def test_a_debate_from_opening_to_close(here: Served, host: httpx.Client) -> None:
    debate = begin(host)
    visitor, moderator = here.client(), here.client(Role.moderator)
    said = {"name": "Ann", "why": "Two is enough.", "choices": {"target": 2}, "key": "one"}
    kept = visitor.post(f"{debate}/comments", json=said).json()
    assert (kept["state"], kept["choices"]) == ("waiting", {"target": 2.0, "by": 2035.0})
    assert visitor.post(f"{debate}/comments", json=said).json()["number"] == kept["number"]
    assert error(visitor.get(f"{debate}/comments")) == "not-signed-in"
    waiting = moderator.get(f"{debate}/comments").json()["comments"]
    assert [one["why"] for one in waiting] == ["Two is enough."]
    decision = f"{debate}/comments/{kept['number']}/decision"
    assert error(visitor.post(decision, json={"approve": True})) == "not-signed-in"
    assert error(moderator.post(decision, json={"approve": False})) == "bad-argument"
    assert moderator.post(decision, json={"approve": True}).json()["state"] == "approved"
    shown = visitor.get(debate).json()
    assert shown["comments"][0]["why"] == "Two is enough."
    assert shown["picture"]["target"]["median"] == 2.0
    assert shown == visitor.get(debate.replace("/v1/debates", "/debate") + ".json").json()
    assert moderator.get(f"{debate}/comments?state=all").json()["comments"][0]["decided_by"]
    assert error(moderator.post(f"{debate}/close")) == "not-allowed"
    assert host.post(f"{debate}/close").json()["closed"] in debate
    late = said | {"key": "two"}
    assert error(visitor.post(f"{debate}/comments", json=late)) == "closed"
    again = visitor.post(f"{debate}/comments", json=said)
    assert again.json()["number"] == kept["number"], "what was kept is still kept"
    listed = visitor.get("/v1/debates").json()["debates"][0]
    assert (listed["approved"], listed["waiting"]) == (1, 0)
    assert listed["closed"]


def test_one_key_of_two_people_loses_neither(here: Served, host: httpx.Client) -> None:
    debate = begin(host)
    for name in ("Ann", "Bob"):
        said = {"name": name, "why": "Mine.", "key": "1"}
        assert here.client().post(f"{debate}/comments", json=said).json()["name"] == name
    assert len(host.get(f"{debate}/comments").json()["comments"]) == 2


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name": ""}, "bad-comment"),
        ({"why": "\u202e\u200b"}, "bad-comment"),
        ({"why": "x" * 5001}, "bad-comment"),
        ({"why": "x" * 100_001}, "bad-argument"),
        ({"key": ""}, "bad-argument"),
        ({"choices": {"luck": 1}}, "bad-comment"),
        ({"choices": {"target": 1e300}}, "bad-comment"),
        ({"choices": {"target": "two"}}, "bad-argument"),
        ({"choices": {"by": 2030.5}}, "bad-comment"),
        ({"state": "approved"}, "bad-argument"),
    ],
)
def test_comments_that_are_refused(
    here: Served, host: httpx.Client, wrong: dict[str, object], code: str
) -> None:
    debate = begin(host)
    said = {"name": "Ann", "why": "Because.", "key": "k"} | wrong
    answer = here.client().post(f"{debate}/comments", json=said)
    assert (answer.status_code, error(answer)) == (422, code)
    assert host.get(f"{debate}/comments").json()["comments"] == []


def test_who_may_open_and_on_what(here: Served, host: httpx.Client) -> None:
    assert error(here.client().post("/v1/debates", json=OPENING)) == "not-signed-in"
    assert error(here.client(Role.analyst).post("/v1/debates", json=OPENING)) == "not-allowed"
    for wrong, code in (
        ({"scenario": "../../etc/passwd"}, "unknown-scenario"),
        ({"levers": ["luck"]}, "bad-argument"),
        ({"levers": []}, "bad-argument"),
        ({"title": ""}, "bad-argument"),
        ({"who": "POL"}, "bad-argument"),
    ):
        assert error(host.post("/v1/debates", json=OPENING | wrong)) in (code, "unknown-country")
    missing = here.client().get("/v1/debates/0123456789")
    assert (missing.status_code, error(missing)) == (404, "unknown-debate")
