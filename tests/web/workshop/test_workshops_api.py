"""Workshops for programs: the same workshop as on the pages, with one error body."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from serving import Served

from burdenshare.web.store.people import Role

OPENING = {"title": "Japan in rounds", "scenario": "japan-3.5", "levers": ["target", "tax"]}


@pytest.fixture(scope="module")
def host(here: Served) -> httpx.Client:
    return here.client(Role.host)


def begin(host: httpx.Client, **more: object) -> tuple[str, str]:
    answer = host.post("/v1/workshops", json=OPENING | more)
    assert answer.status_code == 200, answer.text
    return f"/v1/workshops/{answer.json()['id']}", answer.json()["code"]


def join(here: Served, code: str, team: str) -> dict[str, str]:
    answer = here.client().post("/v1/workshops/join", json={"code": code, "team": team})
    assert answer.status_code == 200, answer.text
    assert answer.json()["team"] == team
    return {"x-team": answer.json()["secret"]}


def error(answer: httpx.Response) -> str:
    return str(answer.json()["error"]["code"])


def test_a_workshop_from_opening_to_close(here: Served, host: httpx.Client) -> None:
    workshop, code = begin(host)
    north, south = join(here, code, "North"), join(here, code, "南チーム")
    anyone = here.client()

    def choose(team: dict[str, str], **asked: Any) -> httpx.Response:
        return anyone.post(f"{workshop}/choices", headers=team, json={"round": 1} | asked)

    looked = choose({}, choices={"target": 2.5}, look=True).json()
    assert (looked["kept"], looked["choices"]) == (False, {"target": 2.5, "tax": 0.0})
    kept = choose(north, choices={"target": 2.5}).json()
    assert (kept["kept"], kept["answer"]) == (True, looked["answer"])
    seen = anyone.get(workshop).json()
    assert (seen["moves"], seen["chosen_now"]) == ([], 1), "not before one has chosen"
    assert anyone.get(workshop, headers=south).json()["moves"] == []
    assert choose(south, choices={"target": 4, "tax": 100}).status_code == 200
    seen = anyone.get(workshop, headers=south).json()
    assert [(one["team"], one["choices"]["target"]) for one in seen["moves"]] == [
        ("North", 2.5), ("南チーム", 4.0),
    ]  # fmt: skip
    assert seen["teams"] == ["North", "南チーム"]
    page = here.client().get(workshop.replace("/v1/workshops", "/workshop") + ".json")
    assert page.json() == anyone.get(workshop).json()
    assert host.get(workshop).json()["moves"] == seen["moves"]
    assert host.post(f"{workshop}/next").json() == {"round": 2}
    assert anyone.get(workshop).json()["moves"] == seen["moves"]
    assert error(choose(north, choices={"target": 3})) == "closed", "this round is over"
    assert choose(north, choices={"target": 3}, round=2).json()["kept"]
    assert host.post(f"{workshop}/close").json()["closed"] in workshop
    assert error(choose(south, choices={"target": 3}, round=2)) == "closed"
    assert len(anyone.get(workshop).json()["moves"]) == 3
    audit = [one["what"] for one in host.get("/v1/audit").json()["rows"]]
    assert {"workshop opened", "team joined", "round begun", "workshop closed"} <= set(audit)


def test_who_may_do_what(here: Served, host: httpx.Client) -> None:
    workshop, code = begin(host)
    clients = {"not-signed-in": here.client(), "not-allowed": here.client(Role.moderator)}
    for refused, client in clients.items():
        assert error(client.get("/v1/workshops")) == refused
        assert error(client.post("/v1/workshops", json=OPENING)) == refused
        assert error(client.post(f"{workshop}/next")) == refused
        assert error(client.post(f"{workshop}/close")) == refused
        assert code not in client.get(workshop).text
    assert code in [one["code"] for one in host.get("/v1/workshops").json()["workshops"]]
    elsewhere = join(here, begin(host)[1], "North")
    for headers in ({}, {"x-team": "guessed"}, elsewhere):
        asked = {"round": 1, "choices": {"target": 2}}
        answer = host.post(f"{workshop}/choices", headers=headers, json=asked)
        assert (answer.status_code, error(answer)) == (403, "not-allowed")


@pytest.mark.parametrize(
    ("path", "asked", "code"),
    [
        ("", {"scenario": "../../etc/passwd"}, "unknown-scenario"),
        ("", {"levers": ["luck"]}, "bad-argument"),
        ("", {"levers": []}, "bad-argument"),
        ("", {"title": ""}, "bad-argument"),
        ("", {"at_once": True}, "bad-argument"),
        ("/join", {"code": "AAAAAAAA", "team": "North"}, "unknown-workshop"),
        ("/join", {"code": "", "team": "North"}, "unknown-workshop"),
        ("/join", {"code": "x" * 101, "team": "North"}, "bad-argument"),
        ("/join", {"code": "AAAAAAAA", "team": "\u200b"}, "bad-argument"),
        ("/0123456789/choices", {"round": 1, "choices": {}}, "unknown-workshop"),
        ("/0123456789/choices", {"round": 0, "choices": {}}, "bad-argument"),
        ("/0123456789/close", {}, "unknown-workshop"),
        ("/0123456789/next", {}, "unknown-workshop"),
    ],
)
def test_what_is_refused(host: httpx.Client, path: str, asked: dict[str, Any], code: str) -> None:
    given = OPENING | asked if path == "" else asked
    answer = host.post(f"/v1/workshops{path}", json=given)
    assert (answer.status_code, error(answer)) == (404 if "unknown" in code else 422, code)


@pytest.mark.parametrize("choices", [{"luck": 1}, {"target": 1e300}, {"target": -1}])
def test_choices_that_are_refused(
    here: Served, host: httpx.Client, choices: dict[str, float]
) -> None:
    workshop, code = begin(host)
    team = join(here, code, "North")
    asked = {"round": 1, "choices": choices}
    answer = here.client().post(f"{workshop}/choices", headers=team, json=asked)
    assert (answer.status_code, error(answer)) == (422, "bad-comment")
    assert host.get(workshop).json()["moves"] == []


def test_a_name_is_taken_once(here: Served, host: httpx.Client) -> None:
    _, code = begin(host)
    join(here, code, "North")
    again = host.post("/v1/workshops/join", json={"code": code.lower(), "team": "north"})
    assert (again.status_code, error(again)) == (409, "name-taken")
