"""Buckets of tokens: full at first, filled evenly, each client for itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from burdenshare.errors import Refusal
from burdenshare.web.doors import budgets
from burdenshare.web.doors.budgets import Budget, TooMany, client_of
from burdenshare.web.doors.rules import Rules


class Clock:
    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def granted(budget: Budget, client: str = "a") -> bool:
    try:
        budget.take(client)
    except TooMany:
        return False
    return True


def test_a_minute_holds_what_it_should() -> None:
    clock = Clock()
    budget = Budget("changes", 60, clock=clock)
    assert [granted(budget) for _ in range(61)] == [True] * 60 + [False]
    assert granted(budget, "b")
    clock.at += 1
    assert [granted(budget), granted(budget)] == [True, False]
    clock.at += 3600
    assert [granted(budget) for _ in range(61)] == [True] * 60 + [False]


def test_it_is_said_when_the_next_is_there() -> None:
    clock = Clock()
    budget = Budget("changes", 2, clock=clock)
    assert granted(budget)
    assert granted(budget)
    with pytest.raises(TooMany) as refused:
        budget.take("a")
    assert refused.value.code == "too-many-requests"
    wait = int(refused.value.headers["Retry-After"])
    assert wait == 30
    clock.at += wait
    assert granted(budget)


@given(st.lists(st.floats(0, 30), max_size=200))
def test_no_more_than_a_bucket_and_what_flows_in(pauses: list[float]) -> None:
    clock = Clock()
    budget = Budget("changes", 10, clock=clock)
    taken = 0
    for pause in pauses:
        clock.at += pause
        taken += granted(budget)
        assert taken <= 10 + clock.at * 10 / 60 + 1e-6


def test_who_sent_least_lately_is_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budgets, "CLIENTS", 2)
    budget = Budget("changes", 1, clock=Clock())
    assert [granted(budget, who) for who in "abab"] == [True, True, False, False]
    assert granted(budget, "c")
    assert not granted(budget, "b")
    assert granted(budget, "a")


def test_what_counts_as_one_client() -> None:
    assert client_of("192.0.2.7") == "192.0.2.7"
    assert client_of("2001:db8:1:2:3::4") == client_of("2001:db8:1:2:ffff::") == "2001:db8:1:2::/64"
    assert client_of("::ffff:192.0.2.7") == "192.0.2.7"
    assert client_of("unix") == "unix"


@pytest.mark.parametrize(
    ("name", "value"), [("WEB_READ", "some"), ("WEB_WRITES", "0"), ("WEB_UPLOAD", "big")]
)
def test_settings_that_say_what_they_cannot(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"BURDENSHARE_{name}", value)
    with pytest.raises(Refusal) as refused:
        Rules.read()
    assert refused.value.code == "bad-argument"
    assert f"BURDENSHARE_{name}" in refused.value.message
