"""The description of the API: complete, with examples that were really answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from serving import Served
from shortening import shortened

from burdenshare.errors import CODES
from burdenshare.web.api.question import EXAMPLES, QUESTIONS, examples
from burdenshare.web.app import create_app

METHODS = ("get", "post", "put", "delete")


@pytest.fixture(scope="module")
def description(running: Served) -> dict[str, Any]:
    return create_app(running.service).openapi()


def operations(description: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            assert method in METHODS
            yield f"{method.upper()} {path}", operation


def test_every_operation_says_what_it_does_takes_and_answers(description: dict[str, Any]) -> None:
    lacking = []
    for name, operation in operations(description):
        parts = ("summary", "description", "tags", "operationId")
        lacking += [f"{name}: {part}" for part in parts if not operation.get(part)]
        success = [status for status in operation["responses"] if status[0] == "2"]
        if not success:
            lacking.append(f"{name}: an answer")
        for status in success:
            answer = operation["responses"][status]
            shown = [
                kind
                for kind in answer.get("content", {}).values()
                if "example" in kind or "examples" in kind
            ]
            if not shown and status not in ("204",):
                lacking.append(f"{name}: an example of the answer {status}")
    assert lacking == []


def test_every_operation_declares_the_one_error_body(description: dict[str, Any]) -> None:
    for name, operation in operations(description):
        errors = {s: r for s, r in operation["responses"].items() if s[0] in "45"}
        assert {"404", "422", "429"} <= errors.keys(), name
        for status, answer in errors.items():
            content = answer["content"]["application/json"]
            assert content["schema"] == {"$ref": "#/components/schemas/ErrorBody"}, (name, status)
    schema = description["components"]["schemas"]
    assert schema["ErrorBody"]["required"] == ["error"]
    assert set(schema["Said"]["required"]) == {"code", "message", "hint", "details"}
    assert set(schema["Said"]["properties"]["code"]["enum"]) == set(CODES)


def test_every_parameter_is_bounded_and_has_an_example(description: dict[str, Any]) -> None:
    loose = []
    for name, operation in operations(description):
        for parameter in operation.get("parameters", []):
            schema = parameter["schema"]
            kinds = [k for k in schema.get("anyOf", [schema]) if k.get("type") != "null"]
            if not all(_bounded(description, kind) for kind in kinds):
                loose.append(f"{name}: {parameter['name']} has no bounds: {schema}")
            if not _shown(parameter, schema, kinds):
                loose.append(f"{name}: {parameter['name']} has no example")
    assert loose == []


def _bounded(description: dict[str, Any], kind: dict[str, Any]) -> bool:
    if "$ref" in kind:
        kind = description["components"]["schemas"][kind["$ref"].rpartition("/")[2]]
    if kind.get("type") == "string":
        return bool({"maxLength", "pattern", "enum", "const", "format"} & kind.keys())
    if kind.get("type") in ("integer", "number"):
        low = {"minimum", "exclusiveMinimum"} & kind.keys()
        high = {"maximum", "exclusiveMaximum"} & kind.keys()
        return bool(low and high)
    if kind.get("type") == "array":
        return "maxItems" in kind and _bounded(description, kind["items"])
    return kind.get("type") == "boolean"


def _shown(parameter: dict[str, Any], schema: dict[str, Any], kinds: list[dict[str, Any]]) -> bool:
    if any(part.get("example") or part.get("examples") for part in (parameter, schema, *kinds)):
        return True
    return "default" in schema or any("enum" in k or "const" in k for k in kinds)


def test_names_of_operations_are_words_and_differ(description: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, operation in operations(description)]
    assert len(names) == len(set(names))
    assert all(name.replace("_", "").isalnum() for name in names)


ASKED = sorted(name for name, question in QUESTIONS.items() if question.with_get)


@pytest.mark.parametrize("name", ASKED)
def test_an_example_is_answered_as_the_description_shows_it(http: httpx.Client, name: str) -> None:
    question = QUESTIONS[name]
    answer = http.get(f"/v1/{name}", params=dict(question.example))
    assert answer.status_code == 200, answer.text
    found, shown = answer.json(), examples()[name]
    assert shown.keys() <= found.keys(), f"shortening.py writes {EXAMPLES.name} anew"
    assert {key: type(shortened(found[key])) for key in shown} == {
        key: type(value) for key, value in shown.items()
    }


def test_the_description_is_served_and_names_every_question(
    http: httpx.Client, description: dict[str, Any]
) -> None:
    served = http.get("/v1/openapi.json").json()
    assert served == description
    assert {f"/v1/{name}" for name in QUESTIONS} <= served["paths"].keys()


def test_required_keys_of_an_answer_are_there(http: httpx.Client, description: Any) -> None:
    for name in ASKED:
        question = QUESTIONS[name]
        schema = description["paths"][f"/v1/{name}"]["get"]["responses"]["200"]
        schema = schema["content"]["application/json"]["schema"]
        found = http.get(f"/v1/{name}", params=dict(question.example)).json()
        assert set(schema["required"]) <= found.keys(), name
