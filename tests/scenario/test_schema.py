from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from burdenshare.scenario.explain import json_schema, new_text
from burdenshare.scenario.load import dump, library, load
from burdenshare.scenario.yaml_reader import read_yaml

from .helpers import DATA, fields, pledge, series

SCHEMA = json_schema()
VALIDATOR = Draft202012Validator(SCHEMA)


def errors(text: str) -> list[str]:
    value = json.loads(json.dumps(read_yaml(text, "x").value))
    return [error.message for error in VALIDATOR.iter_errors(value)]


def test_the_schema_is_one_of_draft_2020_12() -> None:
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(SCHEMA)
    assert "from" in SCHEMA["$defs"]["Pledge"]["properties"]
    assert "null" not in json.dumps(SCHEMA)


def test_every_field_has_a_title_and_a_meaning() -> None:
    def properties(part: Any) -> Iterator[tuple[str, dict[str, Any]]]:
        if isinstance(part, dict):
            yield from part.get("properties", {}).items()
            for inner in part.values():
                yield from properties(inner)

    found = list(properties(SCHEMA))
    assert len(found) > 40
    for name, field in found:
        assert len(field["title"]) > 2, name
        assert len(field["description"]) > 5, name


@pytest.mark.parametrize("item", library(), ids=lambda item: item.name)
def test_the_library_follows_the_schema(item: Any) -> None:
    assert errors(item.path.read_text(encoding="utf-8")) == []
    assert errors(dump(load(item.name))) == []


def test_sound_files_follow_the_schema() -> None:
    assert errors((DATA / "good.yaml").read_text(encoding="utf-8")) == []
    assert errors(new_text("my-case")) == []
    assert errors(json.dumps(fields(members="all"))) == []
    assert errors(json.dumps(fields(assumptions={"inflation": {"ITA": 2}, "real_growth": 1}))) == []


@pytest.mark.parametrize(
    "given",
    [
        fields(name=None),
        fields(name="my case"),
        fields(members=[]),
        fields(members="Italy"),
        fields(start=226),
        fields(end="2035"),
        fields(definition="imf"),
        fields(pledges=[]),
        fields(baselines=["constant_shares"]),
        fields(vintages={"nato": "June"}),
        fields(draws=-1),
        fields(extra=1),
        pledge(share=350),
        pledge(path="linera"),
        pledge(start=2026),
        pledge(waypoints={"soon": 2}),
        pledge(exceptions={"Spain": 2.1}),
        series(gdp={}),
        series(gdp_nominal={"unit": "EUR bn", "values": {2026: -1}}),
        series(price_index={"unit": "x"}),
    ],
)
def test_files_that_the_loader_refuses_break_the_schema(given: dict[str, Any]) -> None:
    assert errors(json.dumps(given))
