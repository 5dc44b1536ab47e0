"""Bytes to characters by the stated rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from burdenshare.errors import Refusal
from burdenshare.evidence.reading.encoding import decode

JAPANESE = "政府は防衛費を約43兆円とする方針を決定した。カネは足りるのか。\n" * 3
WESTERN = (
    "“Señor Sánchez” wrote to Mr Rutte – about 2.1 % of GDP, or €12 billion – in Málaga.\n" * 3
)
ENGLISH = "Spain refused the 5% target at The Hague.\r\nIt offers 2.1%.\r\n"


@pytest.mark.parametrize(
    ("text", "written", "read"),
    [
        (ENGLISH, "ascii", "utf-8"),
        (WESTERN, "utf-8", "utf-8"),
        (WESTERN, "utf-8-sig", "utf-8"),
        (JAPANESE, "utf-8", "utf-8"),
        (JAPANESE, "utf-8-sig", "utf-8"),
        (JAPANESE, "shift_jis", "cp932"),
        (JAPANESE, "euc_jp", "euc_jp"),
        (JAPANESE, "iso2022_jp", "iso2022_jp"),
        (JAPANESE, "utf-16", "utf-16-le"),
        (ENGLISH, "utf-16-le", "utf-16-le"),
        (ENGLISH, "utf-16-be", "utf-16-be"),
        (JAPANESE, "utf-32", "utf-32-le"),
        (WESTERN, "cp1252", "cp1252"),
    ],
)
def test_each_encoding_is_told_by_its_rule(text: str, written: str, read: str) -> None:
    assert decode(text.encode(written), "a.txt") == (text, read)


def test_line_endings_stay_as_they_are() -> None:
    assert decode(b"one\r\ntwo\rthree\n", "a.txt")[0] == "one\r\ntwo\rthree\n"


def test_what_a_page_declares_is_tried_before_the_rules_for_undeclared_bytes() -> None:
    kanji = "防衛費増額"  # without kana no rule tells Shift-JIS from EUC-JP
    assert decode(kanji.encode("shift_jis"), "a.html", "Shift_JIS") == (kanji, "cp932")
    assert decode(kanji.encode("euc_jp"), "a.html", '"x-euc-jp"') == (kanji, "euc_jp")


def test_a_wrong_declaration_does_not_garble_utf8() -> None:
    assert decode(WESTERN.encode(), "a.html", "iso-8859-1") == (WESTERN, "utf-8")


def test_one_broken_byte_in_a_long_text_is_a_replacement_character() -> None:
    data = "約43兆円".encode() + b"\xff" + (JAPANESE * 30).encode()
    assert decode(data, "a.txt") == ("約43兆円\ufffd" + JAPANESE * 30, "utf-8")


def test_one_stray_byte_does_not_cost_a_whole_page() -> None:
    data = ENGLISH.encode() * 20 + b" \x81 " + ENGLISH.encode()
    assert decode(data, "a.html")[0] == f"{ENGLISH * 20} \ufffd {ENGLISH}"


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(0x80, 0xA0)) * 20,  # five of them mean nothing in cp1252
        "防衛費増額".encode("shift_jis") * 20,  # no kana
        b"\xff\xfe" + "odd".encode("utf-16-le") + b"\x00",
        b"\xef\xbb\xbf" + b"caf\xe9 " * 10,
        "Привет, мир. ".encode("cp1251") * 10,
    ],
)
def test_what_fits_no_rule_is_refused(data: bytes) -> None:
    with pytest.raises(Refusal) as caught:
        decode(data, "a.txt")
    assert caught.value.code == "wrong-encoding"
    assert "UTF-8" in caught.value.hint


@pytest.mark.parametrize("data", [b"text\0\1\2\3more text\0\0\0", b"\x01\x02\x03 abc" * 9])
def test_bytes_that_no_text_has_are_binary(data: bytes) -> None:
    with pytest.raises(Refusal) as caught:
        decode(data, "a.txt")
    assert caught.value.code == "binary-file"


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])))
def test_any_text_comes_back_from_utf8(text: str) -> None:
    if not text.startswith("\ufeff"):
        assert decode(text.encode(), "a.txt")[0] == text


@given(st.binary(max_size=300), st.sampled_from(["", "utf-8", "shift_jis", "no-such"]))
def test_random_bytes_give_text_or_a_refusal(data: bytes, declared: str) -> None:
    outcome: str | Refusal
    try:
        outcome = decode(data, "a.txt", declared)[0]
    except Refusal as error:
        outcome = error
    assert isinstance(outcome, str) or outcome.code in {"wrong-encoding", "binary-file"}
