"""Who may enter, what a form of another site can do, and what leaves with every answer."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from fastapi import APIRouter, Depends, FastAPI, Form, Request, Response
from serving import PAGE, Served, code, served

from burdenshare.web import app
from burdenshare.web.answers import as_json
from burdenshare.web.doors import Role, require, writes
from burdenshare.web.doors.guard import HEADERS
from burdenshare.web.service import Service

Open = Callable[..., Served]


def trial() -> APIRouter:
    """Routes that change something, as a room would have them."""
    router = APIRouter()

    @router.post("/v1/trial", dependencies=[Depends(require(Role.analyst))])
    def change(request: Request) -> Response:
        return as_json({"done": True})

    @router.post("/trial", dependencies=[Depends(writes)])
    def comment(text: str = Form("")) -> Response:
        return as_json({"text": text})

    @router.get("/v1/trial/defect")
    def defect() -> Response:
        raise ZeroDivisionError("a secret of the inside")

    return router


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    with ExitStack() as stack:

        def open_service(**settings: str) -> Served:
            for name, value in settings.items():
                monkeypatch.setenv(f"BURDENSHARE_{name}", value)
            return stack.enter_context(served(tmp_path / "tables"))

        make = app.create_app

        def with_trial(service: Service) -> FastAPI:
            made = make(service)
            made.include_router(trial())
            return made

        monkeypatch.setattr(app, "create_app", with_trial)
        yield open_service


@pytest.fixture
def here(opened: Open) -> Served:
    return opened()


def error(answer: httpx.Response) -> str:
    body = answer.json()["error"]
    assert body.keys() == {"code", "message", "hint", "details"}
    return str(body["code"])


def test_roles_by_bearer_token(here: Served) -> None:
    asked = {None: 401, Role.reader: 403, Role.analyst: 200, Role.host: 200}
    for role, status in asked.items():
        answer = here.client(role).post("/v1/trial")
        assert answer.status_code == status
    nobody = here.client().post("/v1/trial")
    assert error(nobody) == "not-signed-in"
    assert nobody.headers["www-authenticate"].startswith("Bearer")
    assert error(here.client(Role.reader).post("/v1/trial")) == "not-allowed"
    assert error(here.client(token="bs_wrong").get("/v1/health")) == "not-signed-in"


def test_a_session_opens_closes_and_ends_with_its_token(here: Served) -> None:
    browser = here.signed_in(Role.analyst)
    me = browser.get("/v1/me").json()
    assert me["role"] == "analyst"
    assert "Sign out" in browser.get("/allies", headers=PAGE).text
    out = browser.post("/sign-out", data={"csrf": code(browser, "/sign-in")})
    assert out.status_code == 303
    assert browser.get("/v1/me").json() == {"name": None, "role": None}
    again = here.signed_in(Role.analyst)
    name = again.get("/v1/me").json()["name"]
    here.client(Role.host).post("/v1/tokens/revoke", json={"name": name})
    assert again.get("/v1/me").json()["name"] is None


def test_the_cookie_of_a_session_is_kept_from_scripts_and_other_sites(here: Served) -> None:
    token = here.store.people.give("press", Role.reader, by="test")
    client = here.client()
    form = {"token": token, "csrf": code(client, "/sign-in")}
    cookie = client.post("/sign-in", data=form).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "secure" not in cookie
    assert token.lower() not in cookie


def test_a_wrong_token_is_refused_without_being_repeated(here: Served) -> None:
    client = here.client()
    form = {"token": "bs_very_wrong", "csrf": code(client, "/sign-in")}
    answer = client.post("/sign-in", data=form, headers=PAGE)
    assert answer.status_code == 401
    assert "bs_very_wrong" not in answer.text


def test_a_link_signs_in_once_and_leaves_the_address(here: Served) -> None:
    link = here.store.people.link("owner", Role.host)
    browser = here.client()
    answer = browser.get("/sign-in", params={"link": link}, headers=PAGE)
    assert answer.status_code == 303
    assert link not in answer.headers["location"]
    assert browser.get("/v1/me").json() == {"name": "owner", "role": "host"}
    assert here.client().get("/sign-in", params={"link": link}).status_code == 403


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example", "//evil.example", "/\\evil.example", "evil", "/a\nb"]
)
def test_signing_in_leads_nowhere_else(here: Served, elsewhere: str) -> None:
    token = here.store.people.give("press", Role.reader, by="test")
    client = here.client()
    form = {"token": token, "csrf": code(client, "/sign-in"), "next": elsewhere}
    assert client.post("/sign-in", data=form).headers["location"] == "/"


def test_a_form_of_another_site_changes_nothing(here: Served) -> None:
    visitor, host = here.client(), here.signed_in(Role.host)
    good = {"csrf": code(visitor, "/sign-in"), "text": "mine"}
    assert visitor.post("/trial", data=good).json() == {"text": "mine"}
    assert visitor.post("/trial", data=good | {"csrf": ""}).status_code == 403
    assert visitor.post("/trial", data={"text": "mine"}).status_code == 403
    assert here.client().post("/trial", data=good).status_code == 403, "the code of another visitor"
    assert error(host.post("/trial", data=good)) == "forged-request"
    own = {"csrf": code(host, "/sign-in"), "text": "mine"}
    assert host.post("/trial", data=own).status_code == 200
    for headers in (
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ):
        assert host.post("/trial", data=own, headers=headers).status_code == 403
        assert host.post("/v1/trial", json={}, headers=headers).status_code == 403
        plain = {**headers, "content-type": "text/plain"}
        assert here.client().post("/v1/trial", content="{}", headers=plain).status_code == 403


def test_a_script_of_our_own_needs_the_code_in_a_header_or_json(here: Served) -> None:
    host = here.signed_in(Role.host)
    assert host.post("/v1/trial", json={}).status_code == 200
    assert host.post("/v1/trial").status_code == 403
    header = {"x-csrf-token": code(host, "/sign-in")}
    assert host.post("/v1/trial", headers=header).status_code == 200
    del host.headers["origin"]
    assert host.post("/v1/trial", json={}).status_code == 403, "nobody said where this comes from"
    assert host.post("/v1/trial", json={}, headers=header).status_code == 200


def test_a_cookie_that_we_did_not_sign_is_none(here: Served) -> None:
    visitor = here.client()
    form = {"csrf": code(visitor, "/sign-in")}
    for value in ("mine.abc", "mine", ".", "mine." + "é", "x" * 4000):
        visitor.cookies.clear()
        raw = f"burdenshare_visitor_{here.store.mark}={value}".encode()
        assert visitor.post("/trial", data=form, headers={b"cookie": raw}).status_code == 403


def test_where_a_database_lies_is_for_the_log_alone(
    opened: Open, caplog: pytest.LogCaptureFixture
) -> None:
    here = opened(LEDGER="postgresql://clerk:hidden@127.0.0.1:1/papers")
    answer = here.client().get("/v1/claims")
    assert (answer.status_code, error(answer)) == (503, "network")
    assert answer.json()["error"]["message"] == "the ledger of this service cannot be reached"
    assert "127.0.0.1" not in answer.text
    assert "clerk" not in answer.text
    assert "127.0.0.1:1/papers" in caplog.text
    assert "hidden" not in caplog.text


def test_two_services_on_one_host_leave_each_other_alone(opened: Open, tmp_path: Path) -> None:
    here = opened()
    there = opened(STORE=str(tmp_path / "other.sqlite"))
    browser = httpx.Client(timeout=60, headers={"accept": "text/html"})
    for name, service in (("anna", here), ("bert", there)):
        token = service.store.people.give(name, Role.host, by="test")
        browser.headers["origin"] = service.address
        form = {"token": token, "csrf": code(browser, f"{service.address}/sign-in")}
        assert browser.post(f"{service.address}/sign-in", data=form).status_code == 303
    names = [browser.get(f"{one.address}/v1/me").json()["name"] for one in (here, there)]
    assert names == ["anna", "bert"]
    browser.headers["origin"] = here.address
    form = {"csrf": code(browser, f"{here.address}/sign-in")}
    assert browser.post(f"{here.address}/sign-out", data=form).status_code == 303
    names = [browser.get(f"{one.address}/v1/me").json()["name"] for one in (here, there)]
    assert names == [None, "bert"]
    browser.close()


def test_reading_is_open_or_needs_a_token(opened: Open) -> None:
    here = opened(WEB_READ="nobody")
    stranger, reader = here.client(), here.client(Role.reader)
    assert stranger.get("/v1/health").status_code == 200
    assert stranger.get("/static/site.css").status_code == 200
    assert error(stranger.get("/v1/me")) == "not-signed-in"
    assert error(stranger.get("/allies.json")) == "not-signed-in"
    page = stranger.get("/allies?year=2024", headers=PAGE)
    assert page.status_code == 303
    assert page.headers["location"] == "/sign-in?next=%2Fallies%3Fyear%3D2024"
    assert stranger.get(page.headers["location"], headers=PAGE).status_code == 200
    assert reader.get("/v1/me").status_code == 200
    assert here.signed_in(Role.reader).get("/sign-in", headers=PAGE).status_code == 200


def test_every_answer_wears_the_headers_of_safety(here: Served) -> None:
    client = here.client()
    for path in ("/allies", "/nowhere", "/v1/trial/defect", "/static/site.css", "/v1/openapi.json"):
        answer = client.get(path, headers=PAGE)
        for name, value in HEADERS.items():
            assert answer.headers[name] == value, path
    wrong = client.get("/allies", headers={"host": "evil.example"})
    assert wrong.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]


def test_what_is_seen_signed_in_is_kept_by_no_cache(here: Served) -> None:
    assert here.client().get("/v1/health").headers["cache-control"] == "private, no-cache"
    assert here.client().get("/static/site.css").headers["cache-control"] == "public, max-age=3600"
    assert here.client(Role.reader).get("/v1/health").headers["cache-control"] == "no-store"
    assert here.signed_in(Role.reader).get("/v1/health").headers["cache-control"] == "no-store"


def test_a_defect_says_nothing_of_the_inside(
    here: Served, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    answer = here.client().get("/v1/trial/defect")
    assert answer.status_code == 500
    assert error(answer) == "internal"
    assert "secret" not in answer.text


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8000", 200),
        ("localhost", 200),
        ("LOCALHOST:1", 200),
        ("[::1]:8000", 200),
        ("192.0.2.7", 200),
        ("burden.example", 200),
        ("evil.example", 421),
        ("evil.example:8000", 421),
        ("127.0.0.1.evil.example", 421),
        ("localhost.evil.example", 421),
        ("", 421),
        ("[evil", 421),
    ],
)
def test_only_names_of_the_service_are_answered(opened: Open, host: str, status: int) -> None:
    here = opened(WEB_HOSTS="burden.example, other.example")
    answer = here.client().get("/v1/health", headers={"host": host})
    assert answer.status_code == status
    if status != 200:
        assert error(answer) == "wrong-host"


def test_too_many_requests_are_told_when_to_come_back(opened: Open) -> None:
    here = opened(WEB_READS="3", WEB_LIVE="6", WEB_WRITES="1")
    host = here.client(Role.host)
    assert host.post("/v1/trial").status_code == 200
    second = host.post("/v1/trial")
    assert second.status_code == 429
    assert error(second) == "too-many-requests"
    assert "changes" in second.json()["error"]["message"]
    assert int(second.headers["retry-after"]) in range(1, 61)
    later = [host.post("/v1/trial").json()["error"]["message"] for _ in range(12)]
    assert any("questions" in message for message in later)
    pages = [host.get("/sign-in", headers=PAGE) for _ in range(8)]
    refused = [page for page in pages if page.status_code == 429]
    assert refused
    assert "Too much at once" in refused[0].text


def test_a_body_too_large_is_refused_before_it_is_read(opened: Open) -> None:
    here = opened(WEB_UPLOAD="5000000")
    host = here.client(Role.host)
    assert error(host.post("/v1/trial", content=b"x" * 4_000_001)) == "too-large"
    files = {"file": ("a.txt", b"x" * 4_500_000)}
    assert host.post("/v1/trial", files=files).status_code == 200
    files = {"file": ("a.txt", b"x" * 5_000_001)}
    assert host.post("/v1/trial", files=files).status_code == 413

    def endless() -> Iterator[bytes]:
        for _ in range(80):
            yield b"a=" + b"x" * 100_000 + b"&"

    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = host.post("/trial", content=endless(), headers=headers)
    assert answer.status_code == 413, answer.text
    assert error(answer) == "too-large"


def test_hosts_give_and_revoke_tokens_and_see_what_was_done(here: Served) -> None:
    host = here.client(Role.host)
    made = host.post("/v1/tokens", json={"name": "press", "role": "analyst"}).json()
    press = here.client(token=made["token"])
    assert press.post("/v1/trial").status_code == 200
    assert press.get("/v1/audit").status_code == 403
    assert press.post("/v1/tokens", json={"name": "x", "role": "host"}).status_code == 403
    assert host.post("/v1/tokens", json={"name": "press", "role": "host"}).status_code == 409
    assert host.post("/v1/tokens", json={"name": "x", "role": "king"}).status_code == 422
    listed = host.get("/v1/tokens")
    assert {one["name"] for one in listed.json()["tokens"]} >= {"press"}
    assert host.post("/v1/tokens/revoke", json={"name": "press"}).json() == {"revoked": "press"}
    assert press.post("/v1/trial").status_code == 401
    assert host.post("/v1/tokens/revoke", json={"name": "press"}).status_code == 404
    lines = host.get("/v1/audit").json()["rows"]
    assert [line["what"] for line in lines[:2]] == ["token revoked", "token given"]
    assert lines[0]["who"].startswith("host")
    assert made["token"] not in host.get("/v1/audit").text + listed.text


def test_a_store_that_is_gone_is_said_and_reading_goes_on(here: Served) -> None:
    file = Path(here.store.name)
    browser = here.signed_in(Role.host)
    visitor = here.client()
    file.rename(file.with_name("away"))
    assert visitor.get("/v1/health").status_code == 200
    answer = browser.get("/v1/me")
    assert answer.status_code == 503
    assert error(answer) == "cannot-write"
    file.with_name("away").rename(file)
    assert browser.get("/v1/me").json()["role"] == "host"
