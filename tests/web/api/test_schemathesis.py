"""Whatever the description allows or forbids: no error of the server, and answers as declared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import positive_data_acceptance
from schemathesis.generation import GenerationMode
from serving import Served

from burdenshare.web.store.people import Role

SLOW = {"/v1/keep/hindcast", "/v1/bargain/score"}
"""Paths of which each new seed costs seconds; their one parameter is tested beside bad input."""
ENDLESS = {"/v1/runs/{run}/events"}


def operations(http: httpx.Client) -> Iterator[Any]:
    described = schemathesis.openapi.from_dict(http.get("/v1/openapi.json").json())
    described.config.update(base_url=str(http.base_url))
    for found in described.get_all_operations():
        operation = found.ok()
        if operation.path not in SLOW | ENDLESS:
            yield operation


def held(operation: Any, headers: dict[str, str], mode: GenerationMode, examples: int) -> None:
    """Ask an operation what its description allows, or just does not allow."""

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    def check(case: Any) -> None:
        answer = case.call(headers=headers, timeout=60)
        case.validate_response(answer, excluded_checks=[positive_data_acceptance])

    check()


def failing(found: Iterator[Any], headers: dict[str, str], examples: int) -> dict[str, str]:
    wrong = {}
    for operation in found:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            try:
                held(operation, headers, mode, examples)
            except Unsatisfiable:
                continue
            except (AssertionError, BaseExceptionGroup) as error:
                wrong[f"{operation.label}, {mode.value}"] = f"{type(error).__name__}: {error}"[:800]
    return wrong


def test_as_a_reader(http: httpx.Client) -> None:
    assert failing(operations(http), {}, 2) == {}


def test_as_a_host(running: Served, http: httpx.Client) -> None:
    token = running.store.people.give("fuzzing host", Role.host, by="test")
    closed = []
    for operation in operations(http):
        path = operation.path.replace("{run}", "0" * 32)
        if http.request(operation.method.upper(), path).status_code in (401, 403):
            closed.append(operation)
    assert {operation.path for operation in closed} >= {"/v1/read", "/v1/tokens", "/v1/runs"}
    headers = {"Authorization": f"Bearer {token}"}
    assert failing(iter(closed), headers, 3) == {}
