"""A workshop by HTTP: teams join, choose in rounds, and are compared by the workbench."""

from __future__ import annotations

import csv
import io
import re

import httpx
import pytest
from serving import PAGE, Served, code

from burdenshare.web.store.people import Role

OPENING = {"title": "Japan in three rounds", "scenario": "japan-3.5", "levers": ["target", "tax"]}


@pytest.fixture(scope="module")
def host(here: Served) -> httpx.Client:
    return here.signed_in(Role.host)


def begin(host: httpx.Client, **more: object) -> str:
    form = {**OPENING, **more, "csrf": code(host, "/workshop/new")}
    answer = host.post("/workshop/new", data=form, headers=PAGE)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def code_of(host: httpx.Client, workshop: str) -> str:
    found = re.search(r'class="code">(\w{8})<', host.get(workshop, headers=PAGE).text)
    assert found
    return found[1]


def joined(here: Served, host: httpx.Client, workshop: str, name: str) -> httpx.Client:
    team = here.client()
    form = {"code": code_of(host, workshop), "team": name, "csrf": code(team, "/workshop")}
    answer = team.post("/workshop", data=form, headers=PAGE)
    assert answer.status_code == 303, answer.text
    assert answer.headers["location"] == workshop
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    return team


def choose(team: httpx.Client, workshop: str, round_: int = 1, **levers: str) -> httpx.Response:
    form = {"csrf": code(team, workshop), "round": str(round_), "do": "send"} | levers
    return team.post(workshop, data=form, headers=PAGE)


def press(host: httpx.Client, workshop: str, what: str) -> httpx.Response:
    return host.post(f"{workshop}/{what}", data={"csrf": code(host, workshop)}, headers=PAGE)


def test_teams_choose_in_rounds_and_are_compared(here: Served, host: httpx.Client) -> None:
    workshop = begin(host)
    north, south = (joined(here, host, workshop, name) for name in ("North", "南チーム"))
    assert choose(north, workshop, target="2.5", tax="50").status_code == 303
    assert "南チーム" not in str(south.get(f"{workshop}.json").json()["moves"])
    assert south.get(f"{workshop}.json").json()["moves"] == [], "not seen before it has chosen"
    assert here.client().get(f"{workshop}.json").json()["moves"] == []
    assert choose(south, workshop, target="4", tax="0").status_code == 303
    moves = south.get(f"{workshop}.json").json()["moves"]
    assert [(one["team"], one["choices"]["target"]) for one in moves] == [
        ("North", 2.5), ("南チーム", 4.0),
    ]  # fmt: skip
    bench = here.service.bench
    live = bench.live("japan-3.5", draws=200)
    pledge = live.scenario.pledges[0]
    field = "share" if pledge.core is None else "core"
    for move in moves:
        tax = move["choices"]["tax"] / 100
        changes = {
            f"pledges[0].{field}": move["choices"]["target"],
            "financing.tax": tax,
            "financing.other": 0.0,
        }
        told = bench.live_answer(live, changes, "JPN")["result"]
        assert move["answer"]["debt"] == told["headline"]["debt_ratio"]
        assert move["answer"]["share"] == told["headline"]["share"]
    assert choose(north, workshop, target="3", tax="50").status_code == 303, "changed its mind"
    assert len(host.get(f"{workshop}.json").json()["moves"]) == 2
    press(host, workshop, "next")
    late = choose(south, workshop, target="1", tax="0")
    assert late.status_code == 409
    assert "round 1 is over" in late.text
    assert choose(south, workshop, 2, target="3.5", tax="0").status_code == 303
    everybody = here.client().get(f"{workshop}.json").json()["moves"]
    assert [one["round"] for one in everybody] == [1, 1]
    page = south.get(workshop, headers=PAGE).text
    assert page.index("<span>Round 2") < page.index("<span>Round 1")
    drawn = south.get(f"{workshop}/round-2.svg")
    assert "What the teams" in drawn.text
    assert here.client().get(f"{workshop}/round-2.svg").status_code == 422, "not theirs to see yet"
    rows = list(csv.DictReader(io.StringIO(south.get(f"{workshop}.csv").text)))
    assert [row["target"] for row in rows] == ["3.0", "4.0", "3.5"]
    press(host, workshop, "close")
    assert choose_after(south, workshop).status_code == 409
    assert len(here.client().get(f"{workshop}.json").json()["moves"]) == 3


def choose_after(team: httpx.Client, workshop: str) -> httpx.Response:
    form = {"csrf": code(team, "/workshop"), "round": "2", "target": "3", "tax": "0"}
    return team.post(workshop, data=form, headers=PAGE)


def test_looking_keeps_nothing(here: Served, host: httpx.Client) -> None:
    workshop = begin(host)
    team = joined(here, host, workshop, "North")
    looked = choose(team, workshop, target="2.5", tax="10", do="look")
    assert "What your choice comes to" in looked.text
    assert host.get(f"{workshop}.json").json()["moves"] == []


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"code": "AAAAAAAA"}, 404),
        ({"code": ""}, 404),
        ({"code": "é" * 8}, 404),
        ({"team": "\u200b"}, 422),
        ({"team": "x" * 41}, 422),
        ({"team": "NORTH"}, 409),
    ],
)
def test_a_team_that_cannot_join(
    here: Served, host: httpx.Client, form: dict[str, str], status: int
) -> None:
    workshop = begin(host)
    joined(here, host, workshop, "North")
    team = here.client()
    sent = {"code": code_of(host, workshop), "team": "South", "csrf": code(team, "/workshop")}
    answer = team.post("/workshop", data=sent | form, headers=PAGE)
    assert answer.status_code == status
    assert "This was refused" in answer.text


def test_a_code_may_be_typed_as_it_is_heard(here: Served, host: httpx.Client) -> None:
    workshop = begin(host)
    heard = code_of(host, workshop).lower()
    team = here.client()
    form = {"code": f" {heard[:4]} {heard[4:]} ", "team": "A", "csrf": code(team, "/workshop")}
    assert team.post("/workshop", data=form).status_code == 303


@pytest.mark.parametrize(
    "wrong", [{"target": "99"}, {"target": "much"}, {"tax": "-1"}, {"tax": "1e308"}, {"target": ""}]
)
def test_a_choice_that_cannot_be(here: Served, host: httpx.Client, wrong: dict[str, str]) -> None:
    workshop = begin(host)
    team = joined(here, host, workshop, "North")
    answer = choose(team, workshop, **({"target": "3", "tax": "0"} | wrong))
    assert answer.status_code == 422
    assert "This was refused" in answer.text


def test_only_hosts_open_and_lead_and_only_teams_choose(here: Served, host: httpx.Client) -> None:
    workshop = begin(host)
    moderator, stranger = here.signed_in(Role.moderator), here.client()
    assert moderator.get("/workshop/new").status_code == 403
    assert 'class="code"' not in moderator.get(workshop, headers=PAGE).text
    form = {"csrf": code(moderator, "/sign-in")}
    assert moderator.post(f"{workshop}/next", data=form).status_code == 403
    form = {"csrf": code(stranger, "/workshop"), "target": "3", "tax": "0", "round": "1"}
    assert stranger.post(workshop, data=form).headers["location"] == "/workshop"
    assert host.get(f"{workshop}.json").json()["moves"] == []
    other = joined(here, host, begin(host), "North")
    form["csrf"] = code(other, "/workshop")
    assert other.post(workshop, data=form).headers["location"] == "/workshop"
    assert host.get("/workshop/0123456789.json").json()["error"]["code"] == "unknown-workshop"


def test_names_of_teams_are_text(here: Served, host: httpx.Client) -> None:
    workshop = begin(host)
    team = joined(here, host, workshop, "<img src=x onerror=1>\u202e")
    choose(team, workshop, target="3", tax="0")
    page = team.get(workshop, headers=PAGE).text
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=1&gt;" in page
    assert "<img" not in team.get(f"{workshop}/round-1.svg").text


def test_sixty_teams_and_no_more(
    here: Served, host: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from burdenshare.web.store import workshops

    monkeypatch.setattr(workshops, "MOST_TEAMS", 1)
    workshop = begin(host)
    joined(here, host, workshop, "North")
    team = here.client()
    form = {"code": code_of(host, workshop), "team": "B", "csrf": code(team, "/workshop")}
    assert team.post("/workshop", data=form).status_code == 422
    assert begin(host, s="", who="JPN")
    wrong = {**OPENING, "title": "", "csrf": code(host, "/workshop/new")}
    assert host.post("/workshop/new", data=wrong, headers=PAGE).status_code == 422
