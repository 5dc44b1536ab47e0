"""Links that hold a scenario: they open to the same, or say clearly that they do not."""

from __future__ import annotations

import base64
import zlib

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from burdenshare.errors import Refusal
from burdenshare.scenario.load import library, load, load_text
from burdenshare.web.links import LONGEST, pack, unpack


def made(text: bytes, version: str = "1") -> str:
    packed = base64.urlsafe_b64encode(zlib.compress(text)).decode().rstrip("=")
    return f"{version}.{packed}"


@pytest.mark.parametrize("name", [item.name for item in library()])
def test_every_scenario_of_the_library_comes_back(name: str) -> None:
    link = pack(load(name))
    assert unpack(link) == load(name)
    assert len(link) < 2000


WHOLE = pack(load("japan-3.5"))
FIRST_YAML = """name: my-case
title: Italy and Spain at 5 %
members: [ITA, ESP]
start: 2026
end: 2035
definition: nato
pledges:
- members: [ITA, ESP]
  core: 3.5
  related: 1.5
  by: 2035
  path: linear
baselines: [constant_share]
draws: 100
seed: 1
"""
FIRST = (
    "1.eNptjj0PgkAQRPv9FdvYieEjWFxnYUFngp0hZuFWueRYyN0mhn_vQSzt3kzxZoQmNjit2UCRQZ36FB"
    "slvyKJxXYhJ0iKNR5g4qnnEA0-mvvliNf21kFUCmqwzMszsNiNqhosv5w4dbMYFNIZFs_2zdFAhv8siM"
    "Mc0nB1qhMH9qScXMUe-_VnRVxIR4PeCVOAPj3ecFMNs6Qnos84UuAObKBP6os8h8i7Cr5WG0ft"
    ""
)
"""`FIRST_YAML` as a link of version 1, packed once by hand with zlib and base64."""


@pytest.mark.parametrize(
    "link",
    [
        "",
        "1",
        "1.",
        "2." + WHOLE[2:],
        WHOLE[2:],
        WHOLE[:-9],
        WHOLE[:40] + "A" + WHOLE[41:],
        WHOLE + "é",
        "1.!!!!",
        made(b"\xff\xfe"),
        made(b"name: [unclosed"),
        made(b"- 1"),
        made(b"name: x\ntitle: y\nmembers: [ITA]\nstart: 2026\nend: 2035\nold_field: 3\n"),
        made(b"calibration: /etc/passwd"),
        made(b"a" * 10_000_000),
    ],
)
def test_stale_and_damaged_links_are_refused(link: str) -> None:
    with pytest.raises(Refusal) as refused:
        unpack(link)
    assert refused.value.code == "stale-link"
    assert refused.value.hint


@pytest.mark.parametrize("version", ["0", "2", "17", "9" * 500])
def test_a_link_of_another_version_says_which_and_what_to_do(version: str) -> None:
    with pytest.raises(Refusal) as refused:
        unpack(version + WHOLE[1:])
    assert f"version {version[:9]}, and this service opens version 1" in refused.value.message
    assert "YAML file" in refused.value.hint
    assert len(refused.value.message) < 200


def test_the_page_of_a_link_of_another_version_leads_on(http: httpx.Client) -> None:
    for address in (f"/lab?s=2{WHOLE[1:]}", f"/lab?a=2{WHOLE[1:]}"):
        page = http.get(address, headers={"accept": "text/html"})
        assert page.status_code == 410
        assert "version 2" in page.text
        assert 'href="/lab"' in page.text
        data = http.get(address.replace("/lab", "/lab.json"))
        assert (data.status_code, data.json()["error"]["code"]) == (410, "stale-link")


def test_links_of_the_first_version_still_open() -> None:
    assert unpack(FIRST) == load_text(FIRST_YAML, "link")


def test_a_field_of_another_version_is_named() -> None:
    with pytest.raises(Refusal, match="cannot be read any more") as refused:
        unpack(made(b"name: x\ntitle: y\nmembers: [ITA]\nstart: 2026\nend: 2035\nold_field: 3\n"))
    assert "old_field" in str(refused.value.details)


@given(st.text(max_size=300))
def test_no_text_at_all_breaks_it(text: str) -> None:
    for link in (text, f"1.{text}"):
        with pytest.raises(Refusal) as refused:
            unpack(link)
        assert refused.value.code == "stale-link"


def test_what_no_address_could_hold_is_refused() -> None:
    import random

    noise = "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=2 * LONGEST))
    long = load("japan-3.5").model_copy(update={"description": noise})
    with pytest.raises(Refusal) as refused:
        pack(long)
    assert refused.value.code == "over-limit"
