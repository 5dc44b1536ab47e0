"""What holds for every chart: a valid specification with title, definition, units and source."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import altair
import jsonschema
import pytest

from burdenshare.charts.burden_map import burden_map
from burdenshare.charts.costs import cost_bars, cost_stack, extra_costs
from burdenshare.charts.decomposition import buying_power, debt_moves
from burdenshare.charts.fan import fan_cost, fan_debt, fan_share
from burdenshare.charts.importance import Influence, band_width, failure_box, sobol
from burdenshare.charts.path_to_pledge import path_to_pledge
from burdenshare.charts.probability import Odds, affordable
from burdenshare.charts.spreads import Conditions, cost_fans, debt_fans, share_fans, total_fans
from burdenshare.charts.theme import Credit, wrap
from burdenshare.charts.vintage_movers import vintage_movers
from burdenshare.charts.who_meets_what import who_meets_what

from .factory import futures, share, source
from .test_decomposition import change, orders
from .test_importance import SIZES, band, discovery

DEFINITION = "NATO core defence, July 2026 edition"
Made = dict[str, Any]


@pytest.fixture(scope="session")
def validator() -> jsonschema.protocols.Validator:
    folder = Path(altair.__file__).parent / "vegalite" / "v6" / "schema"
    schema = json.loads((folder / "vega-lite-schema.json").read_text(encoding="utf-8"))
    return jsonschema.Draft7Validator(schema)


@pytest.fixture(params=["en", "ja"])
def specs(
    request: pytest.FixtureRequest, shares: list[Any], projected: tuple[Any, Any], credit: Credit
) -> dict[str, Made]:
    return every_chart(shares, projected, credit, request.param)


@pytest.fixture
def english(shares: list[Any], projected: tuple[Any, Any], credit: Credit) -> dict[str, Made]:
    return every_chart(shares, projected, credit, "en")


def every_chart(
    shares: list[Any], projected: tuple[Any, Any], credit: Credit, language: str
) -> dict[str, Made]:
    made, projection = projected
    latest = [o for o in shares if o.vintage == "2026-07"]
    pacific = [share(c, 1.5) for c in ("JPN", "KOR", "AUS", "NZL", "USA")]
    costs = extra_costs(made, projection, "constant_share")
    named: dict[str, Any] = {"credit": credit, "language": language}
    paths: dict[str, Any] = {**named, "definition": DEFINITION}
    history = [share("ESP", 1.0 + i / 10, year=2020 + i) for i in range(7)]
    return {
        "who_meets_what": who_meets_what(shares, **named),
        "who_meets_what, one edition": who_meets_what(latest, targets=[2, 3, 3.5], **named),
        "burden_map": burden_map(latest, **named),
        "burden_map, gap": burden_map(latest, goal=3.5, **named),
        "burden_map, Pacific": burden_map([*latest, *pacific], **named),
        "burden_map, Pacific alone": burden_map(pacific, **named),
        "path_to_pledge": path_to_pledge(projection, **paths, history=history),
        "path_to_pledge, one": path_to_pledge(projection, **paths, countries=["ESP"]),
        "cost_stack": cost_stack(costs, top=2, **paths),
        "cost_bars": cost_bars(costs, **paths),
        "vintage_movers": vintage_movers(shares, **named),
        **of_futures(made, paths),
        **of_questions(paths),
    }


def of_futures(made: Any, named: dict[str, Any]) -> dict[str, Made]:
    drawn = futures(made)
    told = {**named, "conditions": Conditions(1000)}
    total, cost = (f(made, drawn, "constant_share") for f in (total_fans, cost_fans))
    odds = {"POL": Odds(2030, 0.9, 0.95), "ESP": Odds(2030, 0.2), "DEU": Odds(2030, 0.5, 0.5)}
    moves = {"POL": change(interest=2.0, growth=-1.0), "ESP": change(interest=1.0, bounds=0.5)}
    return {
        "fan_total": fan_cost(total, baseline="constant_share", **told),
        "fan_cost": fan_cost(cost, baseline="constant_share", **told),
        "fan_debt": fan_debt(debt_fans(drawn), **told),
        "fan_share": fan_share(share_fans(drawn), **told),
        "affordable": affordable(odds, meaning="debt is at or below 60 % of GDP", **told),
        "debt_moves": debt_moves(moves, **named),
        "debt_moves, one": debt_moves({"POL": moves["POL"]}, **named),
        "buying_power": buying_power(
            orders(), credit=named["credit"], plan=DEFINITION, language=named["language"]
        ),
    }


def of_questions(named: dict[str, Any]) -> dict[str, Made]:
    rows = [Influence("Deadline", "pledges[0].by", "2030 to 2040", SIZES[1])]
    return {
        "band_width": band_width([band(macro=0.9, vintage=0.2, behaviour=-0.1)], **named),
        "sobol": sobol(rows, words="the debt ratio", runs=1280, **named),
        "failure_box": failure_box(discovery(), **named),
    }


def channels(spec: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every x and y channel that draws an axis."""
    if isinstance(spec, dict):
        for name, channel in spec.get("encoding", {}).items():
            hidden = "value" in channel or channel.get("axis", {}) is None
            if name in ("x", "y") and not hidden:
                yield name, channel
        for part in spec.values():
            yield from channels(part)
    elif isinstance(spec, list):
        for part in spec:
            yield from channels(part)


def test_every_specification_is_valid_vega_lite(
    specs: dict[str, Made], validator: jsonschema.protocols.Validator
) -> None:
    for name, spec in specs.items():
        problems = [e.message[:300] for e in validator.iter_errors(json.loads(json.dumps(spec)))]
        assert not problems, f"{name}: {problems}"


def test_every_chart_says_what_it_shows_and_where_it_comes_from(
    english: dict[str, Made], texts: Callable[[Made], dict[str, list[str]]]
) -> None:
    for name, spec in english.items():
        said = texts(spec)
        subtitle = " ".join(said["subtitle"])
        assert all(said["title"]), name
        assert "NATO" in subtitle, f"{name} names no definition"
        assert "July 2026" in subtitle, f"{name} names no vintage"
        assert "%" in subtitle or "USD bn, 2026 prices" in subtitle, f"{name} names no unit"
        line = " ".join(said["source"])
        assert line.startswith("Source: NATO, Defence Investment of NATO Countries, July 2026.")
        assert line.endswith("run 0123456789ab.")
        assert len(spec["description"]) > 60, f"{name} has no alternative text"


def test_every_axis_of_numbers_has_a_title_with_its_unit(english: dict[str, Made]) -> None:
    for name, spec in english.items():
        for axis, channel in channels(spec):
            if channel["type"] == "nominal":
                assert channel["field"] in ("country", "step"), f"{name}: {axis} has no title"
            elif "title" in channel:
                assert any(
                    unit in channel["title"] for unit in ("%", "USD bn", "JPY bn", "Year")
                ), f"{name}: {channel['title']}"
        titled = {c["title"] for _, c in channels(spec) if c.get("title")}
        titled |= {row["text"] for row in spec["datasets"].get("units", [])}
        assert titled or name.startswith(("burden_map", "failure_box")), (
            f"{name} has no titled axis"
        )


def test_no_chart_holds_a_number_that_is_not_one(specs: dict[str, Made]) -> None:
    for name, spec in specs.items():
        assert "NaN" not in json.dumps(spec), name


def test_the_order_of_keys_and_rows_does_not_depend_on_what_was_drawn_before(
    shares: list[Any], projected: tuple[Any, Any], credit: Credit
) -> None:
    first = every_chart(shares, projected, credit, "en")
    again = every_chart(list(reversed(shares)), projected, credit, "en")
    assert json.dumps(first) == json.dumps(again)


def test_names_of_countries_are_written_in_the_language_asked_for(
    shares: list[Any], credit: Credit
) -> None:
    spec = who_meets_what(shares, credit=credit, language="ja")
    assert spec["datasets"]["spans"][0]["country"] == "ポーランド"


def test_text_from_outside_stays_text(
    shares: list[Any], texts: Callable[[Made], dict[str, list[str]]]
) -> None:
    odd = Credit((source(producer='<script>alert("&")</script>', title="A {signal} 'x'"),))
    spec = who_meets_what(shares, credit=odd)
    assert "<script>" in " ".join(texts(spec)["source"])


def test_a_number_and_its_unit_stay_on_one_line() -> None:
    text = "shares of 3.5 % and 2 % and costs of 1,234 bn for ポーランド and 日本国"
    for width in range(40, 500, 10):
        lines = wrap(text, 12, width)
        assert " ".join(lines).replace(" ", "") == text.replace(" ", "")
        assert not any(line.startswith(("%", "bn")) for line in lines)
        assert sum("ポーランド" in line for line in lines) == 1


def test_long_lines_are_broken_and_nothing_is_lost(
    texts: Callable[[Made], dict[str, list[str]]], shares: list[Any]
) -> None:
    long = " ".join(f"word{i}" for i in range(90))
    said = texts(who_meets_what(shares, credit=Credit((source(title=long),))))["source"]
    assert len(said) > 4
    assert long in " ".join(said)
