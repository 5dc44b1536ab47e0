"""The reliability chart: valid, told in words, the same bytes, and honest about gaps."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import altair
import jsonschema
import pytest

from burdenshare.charts.reliability import reliability
from burdenshare.charts.render import render
from burdenshare.charts.theme import Credit
from burdenshare.errors import Refusal

CURVES = {
    "Real GDP": {"as estimated": [(0.5, 0.6), (0.8, 0.81), (0.9, 0.87)]},
    "Ten-year yield": {
        "as estimated": [(0.5, 0.3), (0.8, 0.62), (0.9, 0.74)],
        "widened": [(0.5, 0.5), (0.8, 0.8), (0.9, 0.89)],
    },
}


def test_it_is_valid_vega_lite(credit: Credit) -> None:
    folder = Path(altair.__file__).parent / "vegalite" / "v6" / "schema"
    schema = json.loads((folder / "vega-lite-schema.json").read_text(encoding="utf-8"))
    spec = json.loads(json.dumps(reliability(CURVES, credit=credit)))
    assert not list(jsonschema.Draft7Validator(schema).iter_errors(spec))


def test_it_draws_every_pair_in_per_cent(credit: Credit) -> None:
    rows = reliability(CURVES, credit=credit)["datasets"]["curves"]
    assert len(rows) == 9
    assert {"panel": "Ten-year yield", "bands": "widened", "promised": 80.0, "held": 80.0} in rows


def test_it_says_what_it_shows(
    credit: Credit, texts: Callable[[dict[str, Any]], dict[str, list[str]]]
) -> None:
    spec = reliability(CURVES, credit=credit)
    assert "Ten-year yield, as estimated: bands of 80 % held 62 %" in spec["description"]
    assert "%" in " ".join(texts(spec)["subtitle"])
    assert texts(spec)["source"][0].startswith("Source: NATO")


def test_it_is_drawn_the_same_each_time(credit: Credit) -> None:
    first, again = (render(reliability(CURVES, credit=credit)) for _ in range(2))
    assert first == again
    assert b"Ten-year yield" in first.svg


@pytest.mark.parametrize("curves", [{}, {"Real GDP": {"as estimated": []}}])
def test_nothing_to_draw_is_refused(curves: Any, credit: Credit) -> None:
    with pytest.raises(Refusal) as refused:
        reliability(curves, credit=credit)
    assert refused.value.code == "no-figures"


def test_a_line_of_another_name_is_refused(credit: Credit) -> None:
    with pytest.raises(Refusal) as refused:
        reliability({"Real GDP": {"guessed": [(0.5, 0.5)]}}, credit=credit)
    assert refused.value.code == "bad-argument"
    assert "guessed" in refused.value.message
