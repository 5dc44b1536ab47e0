"""What a process beside this one solves is what this one would solve."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from typing import Any

import pytest

from burdenshare.errors import Refusal
from burdenshare.scenario.model import Scenario
from burdenshare.study import aside, politics
from burdenshare.study.aside import Aside
from burdenshare.workbench import Workbench

Question = tuple[Scenario, politics.Read]


@pytest.fixture(scope="module")
def question() -> Question:
    bench = Workbench()
    scenario = bench.scenario("japan-3.5")
    read = politics.read(scenario, bench.figures)
    assert read is not None
    return scenario, read


def told(solved: politics.Solved) -> Any:
    assert solved.negotiation is not None
    return [keep.to_json() for _, keep in solved.keeps], solved.negotiation.to_json()


def test_both_processes_solve_the_same(question: Question, monkeypatch: pytest.MonkeyPatch) -> None:
    here = politics.solve(*question)
    monkeypatch.setattr(aside, "solve", None)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    with Aside(question[0]) as beside:
        assert told(beside.solve(*question)) == told(here)


def started(monkeypatch: pytest.MonkeyPatch, processors: int = 2) -> list[Any]:
    """Return the list of what is started in place of the process."""
    commands: list[Any] = []

    def start(command: list[str], **_: Any) -> subprocess.Popen[bytes]:
        commands.append(command)
        raise OSError

    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(processors)))
    monkeypatch.setattr(subprocess, "Popen", start)
    monkeypatch.setattr(aside, "solve", lambda *_: "here")
    return commands


def test_without_a_process_it_is_solved_here(
    question: Question, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands = started(monkeypatch)
    with Aside(question[0]) as beside:
        assert beside.solve(*question) == "here"  # type: ignore[comparison-overlap]
    assert len(commands) == 1


@pytest.mark.parametrize(("change", "processors"), [({}, 1), ({"keep": False}, 2)])
def test_no_process_is_started_for_nothing(
    question: Question, monkeypatch: pytest.MonkeyPatch, change: dict[str, Any], processors: int
) -> None:
    commands = started(monkeypatch, processors)
    nothing = {"negotiation": None} if change else {}
    with Aside(question[0].model_copy(update={**change, **nothing})):
        assert commands == []


def test_a_process_that_gives_no_answer_is_stood_in_for(
    question: Question, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    monkeypatch.setattr(aside, "solve", lambda *_: "here")
    with Aside(question[0]) as beside:
        process = beside._process
        assert process is not None
        process.kill()
        process.wait()
        assert beside.solve(*question) == "here"  # type: ignore[comparison-overlap]


def test_a_question_that_is_refused_gets_no_answer(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: Any
) -> None:
    def refuse(*_: Any) -> None:
        raise Refusal("bad-argument", "no")

    class Given:
        buffer = None

    monkeypatch.setattr(aside, "solve", refuse)
    monkeypatch.setattr(pickle, "load", lambda _: (None, None))
    monkeypatch.setattr(sys, "stdin", Given)
    aside.main()
    assert capfdbinary.readouterr().out == b""
