"""The shape of a scenario file: every wrong field, type and empty place at once, in plain words."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, ValidationError

from burdenshare.errors import did_you_mean
from burdenshare.scenario import file_format as ff
from burdenshare.scenario.checks import Check
from burdenshare.scenario.yaml_reader import Place

SYNONYMS: dict[str, str] = {
    "baseline": "baselines",
    "compare": "baselines",
    "countries": "members",
    "country": "members",
    "deadline": "by",
    "deflator": "price_index",
    "exchange_rate": "fx",
    "first_year": "start",
    "gdp": "gdp_nominal",
    "goal": "share",
    "growth": "real_growth",
    "horizon": "end",
    "inflation_rate": "inflation",
    "last_year": "end",
    "pledge": "pledges",
    "source": "sources",
    "start": "from",
    "target": "share",
    "until": "by",
    "vintage": "vintages",
    "year": "by",
}
"""What people write for a field, and its name."""

EXPECTED: dict[str, str] = {
    "members": "a country code (ITA), an alliance (nato, ip4, eu, all), or a list of them",
    "pledges": "a list of pledges, each with share: and by:",
    "baselines": "a list, such as [constant_share, constant_real, {share: 2.0}]",
    "series": "country codes, each with gdp_nominal:, price_index:, population: or fx:",
    "real_growth": "per cent a year, or country codes with per cent a year",
    "inflation": "per cent a year, or country codes with per cent a year",
    "population_growth": "per cent a year, or country codes with per cent a year",
    "growth_offset": "per cent a year, or country codes with per cent a year",
    "inflation_offset": "per cent a year, or country codes with per cent a year",
    "vintages": "families of figures with an edition, such as nato: 2024-06",
    "values": "years with values, such as {2026: 1000.0}",
    "waypoints": "years with shares, such as {2028: 3.2}",
    "plan": "years with billions, such as {2026: 30.5}",
    "exceptions": "country codes with shares, such as {ESP: 2.1}",
    "from": "year: and share:",
    "behaviour": "fields such as absorption: 10",
    "affordable": "debt_below: and falling_over:, such as {debt_below: 60, falling_over: 5}",
    "financing": "debt:, tax: and other:, parts that sum to one",
    "multipliers": "fields such as spending: {low: 0.2, central: 0.7, high: 1.6}",
    "spending": "a number, or low:, central: and high:, for all or by country code",
    "imported": "a part from 0 to 1, or low:, central: and high:",
    "packages": "a list, such as [{year: 2027, amount: 20}]",
    "escape_clause": "true, or country codes",
    "safe_loans": "true, country codes, or billion euros by country code",
    "contracts": "country codes, each with amounts:, rate: and imported:",
    "amounts": "years with billions, such as {2026: 30.5}",
    "rate": "national currency per US dollar, one number or by year",
    "tails": "normal, or an even number from 4 to 32",
    "equipment_classes": "names, each with share: and life:",
    "negotiation": "a case of the library, a file, or fields such as case:",
    "table": "the fields of a negotiation (case, issues, actors, positions), or CSV text",
    "settings": "a list of switches, such as [nbs.cost=20]",
    "keep": "true, or fields such as share: and by:",
    "readings": "fields such as contingency: east, or false",
    "judgement": "a judgement file beside this one, or its fields",
    "programmes": "a list of programmes: names of the library, files, or fields",
}
_BY_TYPE = {
    "int": "a whole number",
    "float": "a number",
    "string": "text",
    "bool": "true or false",
    "list": "a list",
    "dict": "fields",
    "model": "fields",
}


def read_structure(value: Any, check: Check) -> ff.FileScenario:
    """Return the fields of a file that have the right shape; note every one that has not.

    What is wrong is left out (an item of a list becomes None), so that the rest can be checked
    further in the same pass.
    """
    if not isinstance(value, dict):
        check.add((), describe(value), expected="fields such as name:, members: and pledges:")
        return ff.FileScenario()
    tree = _readable(value, (), check)
    while True:
        try:
            return ff.FileScenario.model_validate(tree)
        except ValidationError as error:
            for place, found in _by_place(error, tree).items():
                _note(place, found, tree, check)
                _remove(tree, place)


def describe(value: Any) -> str:
    """Return what was given, in words."""
    match value:
        case bool():
            return str(value).lower()
        case dict():
            return "fields" if value else "nothing"
        case list():
            return "a list" if value else "an empty list"
        case str():
            return f"the text {value[:60]!r}"
        case float():
            return f"the number {value:g}"
        case _:
            return f"the number {str(value)[:30]}"


def number_hint(value: Any) -> str:
    """Return how to write a number that was given as text, where that is plain."""
    if not isinstance(value, str):
        return ""
    text = re.sub(r"[_'%\s]", "", value)
    if re.fullmatch(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?", text):
        text = text.replace(",", "")
    text = text.replace(",", ".")
    if not re.fullmatch(r"[-+]?\d+(\.\d+)?([eE][-+]?\d+)?", text):
        return ""
    return "leave out the quotes" if text == value else f"write {text}"


def _readable(value: Any, place: Place, check: Check) -> Any:
    """Return a copy without empty places and numbers that are none."""
    if isinstance(value, dict):
        kept = {key: _readable(item, (*place, key), check) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item is not None}
    if isinstance(value, list):
        return [_readable(item, (*place, i), check) for i, item in enumerate(value)]
    if value is None:
        comma = isinstance(place[-1], str) and place[-1].isdigit()
        hint = "decimals have a point: 3.2" if comma else "leave the field out to use the default"
        check.add(place, "empty", expected="a value", hint=hint)
    elif isinstance(value, float) and not math.isfinite(value):
        check.add(place, f"{value} is no finite number", expected="a finite number")
    else:
        return value
    return None


def _by_place(error: ValidationError, tree: Any) -> dict[Place, list[Any]]:
    """Return pydantic's errors by their place in the data, the deepest only."""
    found: dict[Place, list[Any]] = {}
    for one in error.errors(include_url=False):
        found.setdefault(_place(one["loc"], tree), []).append(one)
    return {
        place: errors
        for place, errors in found.items()
        if not any(other != place and other[: len(place)] == place for other in found)
    }


def _place(loc: tuple[str | int, ...], tree: Any) -> Place:
    """Return the keys of a pydantic location that lead into the data (it names types as well)."""
    place: Place = ()
    for key in loc:
        if (isinstance(tree, dict) and key in tree) or (
            isinstance(tree, list) and isinstance(key, int) and key < len(tree)
        ):
            tree = _get(tree, [key])
            place = (*place, key)
    return place


def _note(place: Place, errors: list[Any], tree: Any, check: Check) -> None:
    first = errors[0]
    name = place[-1]
    if first["type"] == "extra_forbidden":
        fields = _fields(place[:-1])
        known = SYNONYMS.get(str(name), "")
        hint = f"did you mean {known}?" if known in fields else did_you_mean(str(name), fields)
        check.add(place, "unknown field", expected=f"one of {', '.join(fields)}", hint=hint)
        return
    if first["loc"][-1] == "[key]":
        year = first["type"].startswith("int")
        expected = "a year, such as 2030" if year else "a name or country code"
        check.add(place, f"{name} is no {'year' if year else 'name'}", expected=expected)
        return
    given = _get(tree, place)
    if first["type"] == "literal_error":
        choices = re.findall(r"'([^']+)'", first["ctx"]["expected"])
        hint = did_you_mean(str(given), choices)
        check.add(place, describe(given), expected=f"one of {', '.join(choices)}", hint=hint)
        return
    types = [e["type"].split("_")[0] for e in errors]
    kinds = dict.fromkeys(_BY_TYPE[kind] for kind in types if kind in _BY_TYPE)
    expected = EXPECTED.get(str(name)) or " or ".join(kinds)
    hint = number_hint(given) if kinds.keys() & {"a whole number", "a number"} else ""
    check.add(place, describe(given), expected=expected, hint=hint)


def _fields(place: Place) -> list[str]:
    """Return the names of the fields that may stand at a place."""
    series: dict[str, type[BaseModel]] = {
        "gdp_nominal": ff.MoneySeries,
        "price_index": ff.IndexSeries,
        "population": ff.PopulationSeries,
        "fx": ff.RateSeries,
    }
    parts: dict[str, type[BaseModel]] = {
        "behaviour": ff.Behaviour,
        "financing": ff.Financing,
        "multipliers": ff.Multipliers,
        "debt": ff.Debt,
        "affordable": ff.Affordable,
        "negotiation": ff.Negotiation,
        "keep": ff.Keep,
        "readings": ff.Readings,
    }
    items: dict[str, type[BaseModel]] = {
        "packages": ff.Package,
        "equipment_classes": ff.EquipmentClass,
        "contracts": ff.Contracts,
    }
    part: type[BaseModel]
    match place:
        case ("pledges", int(), "from"):
            part = ff.Start
        case ("pledges", *_):
            part = ff.Pledge
        case ("baselines", *_):
            part = ff.Baseline
        case ("series", _, str(name)):
            part = series[name]
        case ("series", *_):
            part = ff.CountrySeries
        case ("assumptions",):
            part = ff.Assumptions
        case (str(name),) if name in parts:
            part = parts[name]
        case ("packages" | "equipment_classes" | "contracts" as name, _):
            part = items[name]
        case _:
            part = ff.FileScenario
    return [field.alias or name for name, field in part.model_fields.items()]


def _get(tree: Any, place: Iterable[Any]) -> Any:
    for key in place:
        tree = tree[key]
    return tree


def _remove(tree: Any, place: Place) -> None:
    container = _get(tree, place[:-1])
    if isinstance(container, list):
        container[int(place[-1])] = None
    else:
        del container[place[-1]]
