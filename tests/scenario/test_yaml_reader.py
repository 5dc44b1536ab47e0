from __future__ import annotations

import time
from typing import Any

import pytest

from burdenshare.errors import Refusal
from burdenshare.scenario.yaml_reader import MAX_BYTES, MAX_VALUES, decode, read_yaml


def value(text: str) -> Any:
    return read_yaml(text, "case.yaml").value


def refusal(text: str) -> Refusal:
    with pytest.raises(Refusal) as caught:
        value(text)
    assert caught.value.code == "bad-yaml"
    assert caught.value.hint
    return caught.value


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("on", "on"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("0x10", "0x10"),
        ("2024-06", "2024-06"),
        ("2026-01-01", "2026-01-01"),
        ("'3.5'", "3.5"),
        ("3.5", 3.5),
        ("59.0e6", 59.0e6),
        ("59e6", 59.0e6),
        (".5", 0.5),
        ("-2", -2),
        ("2035", 2035),
        ("true", True),
        ("False", False),
        ("~", None),
        ("null", None),
        ("", None),
        (".inf", float("inf")),
        ("-.Inf", float("-inf")),
        ("9" * 400, float("inf")),
        ("[1, x, {a: 2}]", [1, "x", {"a": 2}]),
    ],
)
def test_scalars_follow_the_core_rules_of_yaml_1_2(text: str, meant: Any) -> None:
    given = value(f"a: {text}")["a"]
    assert given == meant
    assert type(given) is type(meant)


def test_json_is_read_and_years_among_keys_are_numbers() -> None:
    text = '{"a": [1, 2.5, null, true],\n\t"b": {"2028": 3.2}}'
    assert value(text) == {"a": [1, 2.5, None, True], "b": {2028: 3.2}}


def test_lines_lead_to_every_value() -> None:
    lines = read_yaml("a: 1\nb:\n  - c: 2\n    d: 3\n", "x").lines
    assert lines["a",] == 1
    assert lines["b", 0, "d"] == 4


def test_an_alias_repeats_a_value() -> None:
    assert value("a: &x {share: 2}\nb: *x") == {"a": {"share": 2}, "b": {"share": 2}}


@pytest.mark.parametrize(
    ("text", "says", "remedy"),
    [
        ("a: 1\n\tb: 2", "line 2, column 1: a tab", "never with tabs"),
        ("a:\n\tb: 2", "line 2, column 1: a tab", "never with tabs"),
        ("a: [1, 2\nb: 3", "line 2, column 2", "brackets"),
        ("a: b: c", "line 1, column 5: mapping values are not allowed", "colons"),
        ("a: 'open", "line 1", "check"),
        ("a: \x00", "a character that YAML does not allow", "control characters"),
        ("a: \ud800", "a character that YAML does not allow", "control characters"),
        ("", "the text is empty", "name:"),
        ("# nothing\n", "the text is empty", "name:"),
        ("---\na: 1\n---\nb: 2", "line 3, column 1: a second document", "one scenario"),
        ("a: &x [*x]", "line 1, column 8: the alias *x contains itself", "write the value out"),
        ("a: &x {b: {c: *x}}", "the alias *x contains itself", "write the value out"),
        ("a: *x", "the alias *x has no anchor", "define it above"),
        ("? [a, b]\n: c", "a key that is no plain word", "keys as words"),
    ],
)
def test_what_is_no_yaml_is_refused_with_its_place(text: str, says: str, remedy: str) -> None:
    error = refusal(text)
    assert error.message.startswith("case.yaml: ")
    assert says in error.message
    assert remedy in error.hint


def test_keys_given_twice_and_tags_are_refused_together() -> None:
    error = refusal("a: 1\nb: !!python/object/apply:os.system [ls]\na: 2\nc: {d: 1, d: 2}")
    assert [one["where"] for one in error.details] == ["line 2", "line 3", "line 4"]
    assert "python/object/apply:os.system" in error.details[0]["message"]
    assert error.details[1]["message"] == "the key a is given again, first on line 1"


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(20)
)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (BOMB, "values, aliases unfolded"),
        ("a: [" + "1," * (MAX_BYTES // 2 - 10) + "]", "values, aliases unfolded"),
        ("k: v\n" * 1 + "".join(f"k{i}: v\n" for i in range(MAX_VALUES)), "values, aliases"),
        ("[" * (MAX_BYTES - 1), "nested deeper"),
        ("- " * (MAX_BYTES // 2 - 1), "nested deeper"),
        ("a: " + "x" * MAX_BYTES, "more than the 1,000,000"),
    ],
    ids=["aliases", "long list", "many keys", "brackets", "dashes", "bytes"],
)
def test_a_bomb_is_refused_fast(text: str, says: str) -> None:
    begin = time.perf_counter()
    assert says in refusal(text).message
    assert time.perf_counter() - begin < 3.0


def test_a_file_that_is_no_utf8_names_the_line() -> None:
    assert decode("\ufeffname: Türkiye".encode(), "x") == "name: Türkiye"
    with pytest.raises(Refusal) as caught:
        decode("name: x\ntitle: Türkiye".encode("latin-1"), "case.yaml")
    assert caught.value.code == "bad-yaml"
    assert "line 2 is no UTF-8 text (byte 0xfc)" in caught.value.message
    with pytest.raises(Refusal, match="bytes, more than"):
        decode(b"x" * (MAX_BYTES + 1), "case.yaml")
