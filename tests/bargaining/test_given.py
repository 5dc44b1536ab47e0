"""A table that was read before, in a scenario: the same as from a file, the same refusals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from burdenshare.bargaining.reading import LIBRARY, read, read_given
from burdenshare.errors import Refusal
from burdenshare.scenario.yaml_reader import read_yaml

CSV = "case,issue,actor,position,salience,capability\nc,p,USA,80,0.9,3\nc,p,ESP,20,0.5,1\n"
FIELDS: dict[str, Any] = {
    "case": "c",
    "issues": {"p": {}},
    "actors": {"USA": {"capability": 3}, "ESP": {"capability": 1}},
    "positions": [
        {"actor": "USA", "issue": "p", "position": 80, "salience": 0.9},
        {"actor": "ESP", "issue": "p", "position": 20, "salience": 0.5},
    ],
}


def test_fields_and_text_give_the_same_table() -> None:
    one, other = read_given(FIELDS, "table"), read_given(CSV, "table")
    for table in (one, other):
        assert table.actors == ("USA", "ESP")
        np.testing.assert_array_equal(table.positions, [[80.0], [20.0]])
        np.testing.assert_array_equal(table.weights, [[2.7], [0.5]])


def test_a_case_of_the_library_read_before_is_the_case() -> None:
    from burdenshare.workbench import Workbench

    bench = Workbench()
    path = LIBRARY / "japan-us-2025-3.5.yaml"
    fields = read_yaml(path.read_text(encoding="utf-8"), path.name).value
    one = read_given(fields, "table", figures=lambda: bench.figures)
    other = read(path, figures=lambda: bench.figures)
    np.testing.assert_array_equal(one.weights, other.weights)
    assert one.about == other.about


@pytest.mark.parametrize("given", [{"case": "c"}, CSV.replace("80", "800"), {}])
def test_what_is_wrong_is_refused_all_at_once(given: Any) -> None:
    with pytest.raises(Refusal) as refused:
        read_given(given, "table")
    assert refused.value.code == "bad-table"
    assert refused.value.message.startswith("table has")
    assert refused.value.details
