"""Whatever is sent: one error body, no path of the service, and the service goes on."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from serving import Served

from burdenshare.errors import CODES
from burdenshare.web.api import rooms
from burdenshare.web.api.question import QUESTIONS
from burdenshare.web.uploads import plain_name

assert rooms.ROUTERS
WORDS = (
    "",
    " ",
    "\u0000",
    "a\u0000b: 1\n",
    "x" * 3_000_000,
    "\u202egnp.exe",
    "\U0001f9e8" * 50,
    "<script>alert(1)</script>",
    "../../../../etc/passwd",
    "/etc/passwd",
    "file:///etc/passwd",
    "'; DROP TABLE claim; --",
    "{" * 5000,
    "- [" * 3000,
    "&a [*a, *a]",
    "!!python/object:os.system ls",
    "%s%n{0}{}",
    "NaN",
)
NUMBERS = ("NaN", "Infinity", "-1", "1e400", "-1e308", "9" * 400, "0.1", '"1"', "null", "[1]", "{}")


def refused(answer: httpx.Response, *, home: Path) -> dict[str, Any]:
    assert 400 <= answer.status_code < 500, (answer.status_code, answer.text[:300])
    assert answer.headers["content-type"].startswith("application/json")
    error: dict[str, Any] = answer.json()["error"]
    assert error.keys() == {"code", "message", "hint", "details"}
    assert error["code"] in CODES
    assert error["message"]
    assert "Traceback" not in answer.text
    assert str(home) not in answer.text
    assert "/tmp/burdenshare-" not in answer.text
    return error


def harmless(answer: httpx.Response, *, home: Path) -> None:
    if answer.status_code != 200:
        refused(answer, home=home)


def mutations(name: str) -> Iterator[tuple[str, str]]:
    """Each field of a question in turn with a few of the bad values, as bodies of JSON."""
    question = QUESTIONS[name]
    schema = question.model.model_json_schema()["properties"]
    words, numbers = itertools.cycle(WORDS), itertools.cycle(NUMBERS)
    for at, field in enumerate(schema):
        kinds = schema[field].get("anyOf", [schema[field]])
        text = any(kind.get("type") == "string" for kind in kinds)
        for _ in range(at):
            next(words)
            next(numbers)
        for _ in range(3):
            value = json.dumps(next(words)) if text else next(numbers)
            example = dict(question.example)
            if "scenario" in example:
                example["scenario"] = "japan-3.5"
            rest = {key: said for key, said in example.items() if key != field}
            body = json.dumps(rest)[:-1] + (", " if rest else "") + f'"{field}": {value}}}'
            yield f"{field}: {value[:60]}", body


@pytest.fixture
def home(running: Served) -> Path:
    found = running.service.bench.home
    assert found is not None
    return found


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_every_field_of_a_question(http: httpx.Client, home: Path, name: str) -> None:
    headers = {"content-type": "application/json"}
    for what, body in mutations(name):
        answer = http.post(f"/v1/{name}", content=body, headers=headers)
        try:
            harmless(answer, home=home)
        except AssertionError as error:
            raise AssertionError(f"{what}: {error}") from error


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "application/json"),
        (b"null", "application/json"),
        (b'{"question": []}', "application/json"),
        (b"[]", "application/json"),
        (b"{", "application/json"),
        (b"[" * 100_000, "application/json"),
        (b'{"scenario": "\\ud800: 1"}', "application/json"),
        (b'{"scenario": ' + b"9" * 5000 + b"}", "application/json"),
        (b'{"scenario": "hague-2035", "unknown": 1}', "application/json"),
        (b'{"scenario": "hague-2035"}', "text/plain"),
        (b"scenario=hague-2035", "application/x-www-form-urlencoded"),
        (b"--x\r\n", "multipart/form-data; boundary=x"),
        (b"--x\r\n", "multipart/form-data"),
        (b"<scenario/>", "application/xml"),
        (b"\xff\xfe\x00", "application/json"),
        (b'{"scenario": "\xff"}', "application/json"),
        (b"{}", "application/json; charset=klingon"),
    ],
)
@pytest.mark.parametrize("path", ["scenarios/check", "runs", "live", "read", "charts/cover.svg"])
def test_every_kind_of_body(
    analyst: httpx.Client, home: Path, path: str, body: bytes, kind: str
) -> None:
    refused(analyst.post(f"/v1/{path}", content=body, headers={"content-type": kind}), home=home)


def test_a_body_beyond_the_limit(http: httpx.Client, home: Path) -> None:
    answer = http.post("/v1/scenarios/check", json={"scenario": "x" * 5_000_000})
    assert refused(answer, home=home)["code"] == "too-large"
    assert answer.status_code == 413


def test_no_file_of_the_service_is_read(
    http: httpx.Client, analyst: httpx.Client, home: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("year,value\n2026,1\n")
    text = (
        "name: x\ntitle: X\nmembers: [ITA]\nstart: 2026\nend: 2027\ndefinition: nato\n"
        "pledges: [{share: 2.0, by: 2027}]\n"
        f"series: {{ITA: {{gdp_nominal: {{unit: EUR bn, file: {secret}}}}}}}\n"
    )
    refused(http.post("/v1/scenarios/check", json={"scenario": text}), home=home)
    plain = text[: text.index("series:")]
    for line in (
        f"negotiation: {{case: {secret.with_suffix('')}}}\n",
        "negotiation: {case: pyproject}\n",
        f"negotiation: {{case: {secret}}}\n",
        f"programmes: [{secret.with_suffix('')}]\n",
        f"programmes: [{secret}]\n",
        f"calibration: {secret}\n",
        f"readings: {{judgement: {secret}}}\n",
    ):
        for path in ("scenarios/check", "run", "live", "cover"):
            answer = http.post(f"/v1/{path}", json={"scenario": plain + line})
            assert refused(answer, home=home)["code"] == "bad-scenario"
        answer = analyst.post("/v1/runs", json={"scenario": plain + line})
        assert refused(answer, home=home)["code"] == "bad-scenario"
    for path, field in (
        ("scenarios/check", "scenario"),
        ("bargain", "case"),
        ("alone", "case"),
        ("programme", "programme"),
    ):
        for given in (str(secret), f"../{secret.name}", "file://" + str(secret)):
            refused(http.post(f"/v1/{path}", json={field: given}), home=home)
    gold = json.dumps({"document": "../speech.txt"}) + "\n"
    sent = [("gold", ("gold.jsonl", gold)), ("documents", ("a.txt", "Words."))]
    refused(analyst.post("/v1/evidence/score", files=sent), home=home)
    for address in (str(secret), "file:///etc/passwd", "ftp://example.org/x", "javascript:1"):
        refused(analyst.post("/v1/read", data={"addresses": address}), home=home)


def test_an_address_of_the_service_s_own_network_is_not_read(
    analyst: httpx.Client, running: Served
) -> None:
    for address in (running.address, "http://127.0.0.1:1/", "http://[::1]/", "http://10.0.0.1/"):
        told = analyst.post("/v1/read", data={"addresses": address}).json()
        assert [one["code"] for one in told["refused"]] == ["forbidden-address"]
        assert told["read"] == 0


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "binary-file"),
        ("empty.txt", b"", "empty-document"),
        ("broken.pdf", b"%PDF-1.7 nothing", "damaged-file"),
        ("broken.docx", b"PK\x03\x04 nothing", "damaged-file"),
        ("strange.exe", b"MZ", "unknown-suffix"),
        ("../../../etc/cron.d/x.txt", b"", "empty-document"),
    ],
)
def test_a_broken_upload_is_named_and_stops_no_other(
    analyst: httpx.Client, home: Path, name: str, content: bytes, code: str
) -> None:
    answer = analyst.post("/v1/read", files=[("files", (name, content))])
    (one,) = answer.json()["refused"]
    assert one["code"] == code
    assert "/" not in one["path"]
    assert str(home) not in answer.text


def test_uploads_have_plain_and_different_names(analyst: httpx.Client, home: Path) -> None:
    twice = [("files", ("a.txt", b"x")), ("files", ("b/../a.txt", b"y"))]
    refused(analyst.post("/v1/read", files=twice), home=home)
    refused(analyst.post("/v1/read"), home=home)
    many = [("files", (f"{at}.txt", b"x")) for at in range(60)]
    refused(analyst.post("/v1/read", files=many), home=home)
    assert plain_name("../../etc/passwd") == "passwd"
    assert plain_name("C:\\x\\日本.txt") == "日本.txt"
    assert plain_name("\x00..") == "_"
    assert plain_name(None) == "document"
    assert plain_name(".hidden") == "hidden"
    assert len(plain_name("x" * 500 + ".pdf")) < 200


def test_a_workbook_that_is_none(host: httpx.Client, home: Path) -> None:
    sent = {"file": ("nato.xlsx", b"PK\x03\x04 nothing")}
    refused(host.post("/v1/figures/add", files=sent), home=home)
    sent = {"file": ("ledger.jsonl", b'{"kind": "nothing"}\n')}
    refused(host.post("/v1/evidence/import", files=sent), home=home)


def test_a_correction_that_cannot_be(analyst: httpx.Client, home: Path) -> None:
    for claim, fields, code in (
        ("nothing", {"stance": "opposes"}, "unknown-claim"),
        ("7f8e9bfa4ace1c76-001", {"stance": "sings"}, "bad-correction"),
        ("7f8e9bfa4ace1c76-001", {"value": "\ud800"}, None),
        ("7f8e9bfa4ace1c76-001", {"value": {"a": [1]}}, None),
        ("7f8e9bfa4ace1c76-001", {}, "bad-argument"),
    ):
        body = json.dumps({"claim": claim, "fields": fields})
        headers = {"content-type": "application/json"}
        answer = analyst.post("/v1/evidence/correct", content=body, headers=headers)
        found = refused(answer, home=home)["code"]
        assert code in (None, found)


def test_what_takes_too_long_is_refused_before_it_begins(http: httpx.Client, home: Path) -> None:
    for path, asked in (
        ("run", {"scenario": "core-5", "draws": 1_000_000}),
        ("cover-range", {"draws": 100_000}),
        ("keep", {"share": 2.0, "by": 2030, "draws": 1_000_000}),
        ("programme", {"programme": "three-partners", "draws": 1_000_000}),
        ("bargain", {"case": "hague-2025", "draws": 1_000_000}),
        ("bargain", {"case": "case,issue,actor,position\n" + "c,i,A,1\n" * 4000}),
    ):
        found = refused(http.post(f"/v1/{path}", json=asked), home=home)
        assert found["code"] == "over-limit"
        assert "runs" in found["hint"] or "machine" in found["hint"]


def test_the_service_goes_on(http: httpx.Client) -> None:
    assert http.get("/v1/health").json()["status"] == "ok"
