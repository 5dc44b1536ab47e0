"""A debate by HTTP: comments kept, moderated, counted and exported; nothing lost, nothing run."""

from __future__ import annotations

import csv
import io
import json
import re
import statistics
from pathlib import Path

import httpx
import pytest
from serving import PAGE, Served, code

from burdenshare.web.store.people import Role

OPENING = {
    "title": "What should Japan spend?",
    "question": "Japan spends about 2 % of the GDP of 2022.\nWhat would you choose?",
    "scenario": "japan-3.5",
    "levers": ["target", "by", "tax"],
}


@pytest.fixture(scope="module")
def host(here: Served) -> httpx.Client:
    return here.signed_in(Role.host)


@pytest.fixture(scope="module")
def moderator(here: Served) -> httpx.Client:
    return here.signed_in(Role.moderator)


def begin(host: httpx.Client, **more: object) -> str:
    form = {**OPENING, **more, "csrf": code(host, "/debate/new")}
    answer = host.post("/debate/new", data=form, headers=PAGE)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


@pytest.fixture(scope="module")
def debate(host: httpx.Client) -> str:
    return begin(host)


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found
    return found[1]


def say(
    client: httpx.Client, debate: str, name: str = "Ann", why: str = "Because.", **more: str
) -> httpx.Response:
    page = client.get(debate, headers=PAGE).text
    form = {"csrf": code(client, debate), "key": field(page, "key"), "name": name, "why": why}
    return client.post(debate, data=form | {"do": "send"} | more, headers=PAGE)


def decide(moderator: httpx.Client, debate: str, number: int, **more: str) -> httpx.Response:
    form = {"csrf": code(moderator, f"{debate}/queue"), "number": str(number)} | more
    return moderator.post(f"{debate}/decide", data=form, headers=PAGE)


def test_only_hosts_open_debates(here: Served, moderator: httpx.Client) -> None:
    assert here.client().get("/debate/new").status_code == 401
    assert moderator.get("/debate/new").status_code == 403
    form = {**OPENING, "csrf": code(moderator, "/sign-in")}
    assert moderator.post("/debate/new", data=form).status_code == 403


def test_a_debate_shows_what_is_proposed_with_the_numbers_of_the_workbench(
    here: Served, debate: str
) -> None:
    data = here.client().get(f"{debate}.json").json()
    bench = here.service.bench
    live = bench.live("japan-3.5", draws=200)
    headline = bench.live_answer(live, {}, "JPN")["result"]["headline"]
    assert data["answer"]["share"] == headline["share"]
    assert data["answer"]["extra"] == next(iter(headline["extra_real"].values()))
    assert data["answer"]["debt"] == headline["debt_ratio"]
    assert data["levers"]["target"]["value"] == 3.5
    page = here.client().get(debate, headers=PAGE).text
    assert "What should Japan spend?" in page
    assert f"{headline['debt_ratio']:.1f}" in page


def test_nothing_is_shown_before_approval_and_rejections_say_why(
    here: Served, host: httpx.Client, moderator: httpx.Client
) -> None:
    debate = begin(host)
    visitor = here.client()
    for name in ("Ann", "Bob"):
        sent = say(visitor, debate, name, f"{name} thinks so.")
        assert sent.headers["location"].startswith(f"{debate}?sent=waiting")
    assert "thinks so" not in visitor.get(debate, headers=PAGE).text
    assert "thinks so" not in visitor.get(f"{debate}.json").text
    assert visitor.get(f"{debate}/queue").status_code == 401
    queue = moderator.get(f"{debate}/queue", headers=PAGE).text
    assert "Ann thinks so." in queue
    waiting = here.store.debates.comments(debate[-10:], states=("waiting",))
    bob, ann = (one["number"] for one in waiting)
    assert decide(moderator, debate, ann, do="approve").status_code == 303
    assert decide(moderator, debate, bob, do="reject").status_code == 422
    assert decide(moderator, debate, bob, do="reject", reason="Twice.").status_code == 303
    assert decide(moderator, debate, 10**6, do="approve").status_code == 404
    shown = visitor.get(debate, headers=PAGE).text
    assert "Ann thinks so." in shown
    assert "Bob thinks so." not in shown
    assert "Twice." in moderator.get(f"{debate}/queue", headers=PAGE).text
    lines = [one["what"] for one in here.store.audit(limit=3)]
    assert lines[:2] == ["comment rejected", "comment approved"]
    decide(moderator, debate, ann, do="reject", reason="On second thoughts.")
    assert "Ann thinks so." not in visitor.get(debate, headers=PAGE).text


def test_the_host_may_show_comments_at_once(here: Served, host: httpx.Client) -> None:
    debate = begin(host, at_once="true")
    visitor = here.client()
    assert say(visitor, debate).headers["location"].startswith(f"{debate}?sent=approved")
    assert "Because." in visitor.get(debate, headers=PAGE).text


def test_what_people_would_choose(here: Served, host: httpx.Client) -> None:
    debate = begin(host, at_once="true")
    visitor = here.client()
    targets = [1.0, 2.0, 2.2, 3.5, 5.0]
    for target in targets:
        say(visitor, debate, choose="1", target=str(target), by="2035", tax="20")
    say(visitor, debate, "Eve", "I choose nothing.")
    picture = here.client().get(f"{debate}.json").json()["picture"]
    told = picture["target"]
    assert (told["n"], told["median"]) == (5, statistics.median(targets))
    assert (told["less"], told["same"], told["more"]) == (3, 1, 1)
    assert (told["quarter"], told["three_quarters"]) == (2.0, 3.5)
    assert picture["tax"]["median"] == 20
    drawn = visitor.get(f"{debate}/target.svg")
    assert drawn.headers["content-type"].startswith("image/svg")
    assert "5 people" in drawn.text
    assert visitor.get(f"{debate}/nothing.svg").status_code == 200


def test_a_picture_of_nothing_is_refused(host: httpx.Client) -> None:
    debate = begin(host)
    answer = host.get(f"{debate}/target.svg")
    assert answer.json()["error"]["code"] == "no-figures"


def test_looking_at_a_choice_keeps_what_is_written_and_sends_nothing(
    here: Served, debate: str
) -> None:
    visitor = here.client()
    before = len(here.store.debates.comments(debate[-10:], states=("waiting",)))
    looked = say(
        visitor, debate, "Ann", "Half written", do="look", target="2.5", by="2035", tax="0"
    )
    assert looked.status_code == 200
    assert "What your choice comes to" in looked.text
    assert "Half written" in looked.text
    assert 'value="2.5"' in looked.text
    bench = here.service.bench
    live = bench.live("japan-3.5", draws=200)
    changes = {"pledges[0].share": 2.5}
    if live.scenario.pledges[0].core is not None:
        changes = {"pledges[0].core": 2.5}
    share = bench.live_answer(live, changes, "JPN")["result"]["headline"]["share"]
    assert f"{share:.2f}" in looked.text
    assert len(here.store.debates.comments(debate[-10:], states=("waiting",))) == before


WRONG = [
    ({"name": ""}, "name"),
    ({"why": " \u200b\u202e "}, "why"),
    ({"why": "x" * 5001}, "why"),
    ({"name": "n" * 81}, "name"),
    ({"key": ""}, "key"),
    ({"target": "99", "choose": "1"}, "target"),
    ({"target": "-1", "choose": "1"}, "target"),
    ({"target": "nan", "choose": "1"}, "target"),
    ({"target": "1e999", "choose": "1"}, "target"),
    ({"target": "'; DROP TABLE comments --", "choose": "1"}, "target"),
    ({"target": "", "choose": "1"}, "target"),
    ({"by": "1900", "choose": "1"}, "by"),
    ({"by": "2030.5", "choose": "1"}, "by"),
]


@pytest.mark.parametrize(("wrong", "where"), WRONG)
def test_a_refused_comment_is_kept_in_its_form(
    here: Served, debate: str, wrong: dict[str, str], where: str
) -> None:
    more = {"why": "A long thought, not to be lost."} | wrong
    answer = say(here.client(), debate, **more)
    assert answer.status_code == 422
    assert where in answer.text
    assert "This was refused" in answer.text
    if "why" not in wrong:
        assert "A long thought, not to be lost." in answer.text


def test_a_form_sent_twice_counts_once(here: Served, host: httpx.Client) -> None:
    debate = begin(host)
    visitor = here.client()
    page = visitor.get(debate, headers=PAGE).text
    form = {"csrf": code(visitor, debate), "key": field(page, "key"), "name": "Ann", "why": "Once."}
    for _ in range(3):
        assert visitor.post(debate, data=form, headers=PAGE).status_code == 303
    assert len(here.store.debates.comments(debate[-10:], states=("waiting",))) == 1
    visitor.post(debate, data=form | {"why": "Once, and mended."}, headers=PAGE)
    assert len(here.store.debates.comments(debate[-10:], states=("waiting",))) == 2


NASTY = [
    "<script>document.title='taken'</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }} {% raw %}",
    "=cmd|' /C calc'!A0",
    "javascript:alert(1) https://evil.example",
    "'; DROP TABLE comments; --",
]


@pytest.mark.parametrize("nasty", NASTY)
def test_scripts_in_names_and_comments_are_text(
    here: Served, host: httpx.Client, nasty: str
) -> None:
    debate = begin(host, at_once="true")
    visitor = here.client()
    say(visitor, debate, nasty, nasty)
    page = visitor.get(debate, headers=PAGE).text
    assert "<script>document" not in page
    assert "<img src=x" not in page
    assert 'href="https://evil' not in page
    assert "49" not in re.findall(r'<p class="plain">(.*?)</p>', page, re.S)[-1]
    assert visitor.get(f"{debate}.json").json()["comments"][0]["why"] == nasty
    for row in csv.DictReader(io.StringIO(visitor.get(f"{debate}.csv").text)):
        assert not row["why"].startswith("=")


def test_hidden_characters_are_left_out(here: Served, host: httpx.Client) -> None:
    debate = begin(host, at_once="true")
    say(here.client(), debate, "Ann\u202egnp", "one\u0000two\u2066three\x1b[31m\n\n\n\n\nfour")
    one = here.client().get(f"{debate}.json").json()["comments"][0]
    assert one["name"] == "Anngnp"
    assert one["why"] == "onetwothree[31m\n\nfour"


def test_everything_is_exported_to_moderators(
    here: Served, host: httpx.Client, moderator: httpx.Client
) -> None:
    debate = begin(host)
    visitor = here.client()
    say(visitor, debate, "Ann", "First", choose="1", target="2", by="2035", tax="10")
    say(visitor, debate, "日本太郎", "二番目")
    assert visitor.get(f"{debate}/export.jsonl").status_code == 401
    text = moderator.get(f"{debate}/export.jsonl").text
    lines = [json.loads(line) for line in text.splitlines()]
    assert [(one["name"], one["state"]) for one in lines] == [
        ("Ann", "waiting"), ("日本太郎", "waiting"),
    ]  # fmt: skip
    assert lines[0]["choices"] == {"target": 2.0, "by": 2035.0, "tax": 10.0}
    rows = list(csv.DictReader(io.StringIO(moderator.get(f"{debate}/export.csv").text)))
    assert [row["target"] for row in rows] == ["2.0", ""]


def test_a_closed_debate_takes_nothing_more_and_gives_back_what_was_written(
    here: Served, host: httpx.Client
) -> None:
    debate = begin(host)
    visitor = here.client()
    page = visitor.get(debate, headers=PAGE).text
    form = {"csrf": code(visitor, debate), "key": field(page, "key"), "name": "Ann"}
    host.post(f"{debate}/close", data={"csrf": code(host, debate)})
    answer = visitor.post(debate, data=form | {"why": "Too late?"}, headers=PAGE)
    assert answer.status_code == 409
    assert "Too late?" in answer.text
    assert "is closed" in answer.text
    assert 'id="say-form"' not in visitor.get(debate, headers=PAGE).text


def test_a_store_that_is_gone_loses_no_comment(here: Served, debate: str) -> None:
    visitor = here.client()
    page = visitor.get(debate, headers=PAGE).text
    form = {"csrf": code(visitor, debate), "key": field(page, "key"), "name": "Ann"}
    file = Path(here.store.name)
    file.rename(file.with_name("away"))
    try:
        gone = visitor.post(debate, data=form | {"why": "Still here."}, headers=PAGE)
    finally:
        file.with_name("away").rename(file)
    assert gone.status_code == 503
    assert "Still here." in gone.text
    again = visitor.post(debate, data=form | {"why": "Still here."}, headers=PAGE)
    assert again.status_code == 303


def test_a_forged_comment_is_refused_with_its_words(here: Served, debate: str) -> None:
    form = {"name": "Ann", "why": "My cookies are off.", "key": "k"}
    answer = here.client().post(debate, data=form, headers=PAGE)
    assert answer.status_code == 403
    assert "My cookies are off." in answer.text


@pytest.mark.parametrize(
    "more",
    [
        {"title": ""},
        {"title": "x" * 151},
        {"question": "\u200b"},
        {"levers": []},
        {"levers": ["luck"]},
        {"levers": ["target", "by", "tax", "other", "inertia", "slippage", "growth"]},
        {"scenario": "/etc/passwd"},
        {"scenario": "nothing"},
        {"who": "POL"},
        {"s": "1.broken"},
    ],
)
def test_a_debate_that_cannot_be_opened(host: httpx.Client, more: dict[str, object]) -> None:
    form = {**OPENING, **more, "csrf": code(host, "/debate/new")}
    answer = host.post("/debate/new", data=form, headers=PAGE)
    assert answer.status_code in (404, 410, 422)
    assert "This was refused" in answer.text


def test_a_debate_that_is_not_there(here: Served) -> None:
    assert here.client().get("/debate/0123456789.json").json()["error"]["code"] == "unknown-debate"
    assert here.client().get("/debate/..%2f..%2fetc").status_code in (404, 422)


def test_older_comments_are_on_the_next_page(
    here: Served, host: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from burdenshare.web import debating as module

    monkeypatch.setattr(module, "PAGE", 2)
    debate = begin(host, at_once="true")
    visitor = here.client()
    for n in range(3):
        say(visitor, debate, why=f"thought {n}")
    page = visitor.get(debate, headers=PAGE).text
    assert "thought 2" in page
    assert "thought 0" not in page
    older = re.search(r'href="(\?before=\d+)"', page)
    assert older
    assert "thought 0" in visitor.get(debate + older[1], headers=PAGE).text


def test_the_page_speaks_japanese(here: Served, debate: str) -> None:
    page = here.client().get(f"{debate}?lang=ja", headers=PAGE).text
    assert "意見を書く" in page
    assert "目標（GDP比、%）" in page


def test_a_host_opens_a_debate_from_the_lab(here: Served) -> None:
    host, reader = here.client(Role.host), here.client()
    shown = host.get("/lab?scenario=hague-2035&who=ITA", headers=PAGE).text
    found = re.search(r'href="(/debate/new\?s=[^"]+)"', shown)
    assert found
    assert host.get(found[1], headers=PAGE).status_code == 200
    assert "/debate/new" not in reader.get("/lab?scenario=hague-2035&who=ITA", headers=PAGE).text
