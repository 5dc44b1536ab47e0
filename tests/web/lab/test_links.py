"""Links that hold a scenario: they open to the same, or say clearly that they do not."""

from __future__ import annotations

import base64
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from burdenshare.errors import Refusal
from burdenshare.scenario.load import library, load
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
