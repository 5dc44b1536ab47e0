"""Inputs, figures and sources survive being written as tables, to the last bit."""

from __future__ import annotations

import csv
import io
import json
import math
from dataclasses import fields, replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from burdenshare.errors import Refusal
from burdenshare.figures.model import Observation, Source
from burdenshare.projection.futures.model import Fiscal, Levers
from burdenshare.projection.model import Inputs, Origin
from burdenshare.study import record
from burdenshare.study.writing import json_bytes

from . import drawn, factory

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
numbers = st.floats(width=64)
figures = st.floats(allow_nan=False, allow_infinity=False)
years = st.integers(1950, 2100)


def same(a: Any, b: Any) -> bool:
    """Compare with NaN equal to NaN, 0.0 apart from -0.0, and arrays by every bit of a number."""
    if isinstance(a, np.ndarray):
        return bool(
            isinstance(b, np.ndarray)
            and a.shape == b.shape
            and all(same(x, y) for x, y in zip(a.ravel().tolist(), b.ravel().tolist(), strict=True))
        )
    if isinstance(a, float) and isinstance(b, float):
        return (math.isnan(a) and math.isnan(b)) or (
            a == b and math.copysign(1, a) == math.copysign(1, b)
        )
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same(a[key], b[key]) for key in a)
    return type(a) is type(b) and bool(a == b)


def written_and_read(inputs: Inputs) -> Inputs:
    table = record.table(record.INPUT_COLUMNS, record.input_rows(inputs))
    held = json.loads(json_bytes(record.structure(inputs)))
    return record.read_inputs(held, record.read_table(table, record.INPUT_COLUMNS, "inputs.csv"))


@st.composite
def any_inputs(draw: st.DrawFn) -> Inputs:
    members = draw(st.lists(words, min_size=1, max_size=3, unique=True))
    span = sorted(draw(st.sets(years, min_size=1, max_size=4)))
    shape = (len(members), len(span))

    def array(*shape: int) -> Any:
        size = math.prod(shape)
        return np.array(draw(st.lists(numbers, min_size=size, max_size=size))).reshape(shape)

    def each(strategy: st.SearchStrategy[Any]) -> tuple[Any, ...]:
        return tuple(draw(st.lists(strategy, min_size=len(members), max_size=len(members))))

    made = factory.inputs(
        members=tuple(members),
        years=tuple(span),
        first=draw(st.integers(0, len(span) - 1)),
        currency=each(words),
        price_base=each(years),
        start_year=each(years),
        deadline=each(years),
        path=each(words),
        waypoints=each(st.dictionaries(years, figures, max_size=3)),
        may_fall=each(st.booleans()),
        plan=array(*shape) if draw(st.booleans()) else None,
        baselines=tuple(draw(st.lists(words, max_size=3))),
        budgets={name: array(len(members)) for name in draw(st.sets(words, max_size=2)) if name},
        notes=tuple(draw(st.lists(st.dictionaries(words, words, max_size=2), max_size=2))),
        **{name: array(*shape) for name in ("gdp", "base", "price", "population", "fx")},
        known_share=array(*shape),
        **{name: array(len(members)) for name in ("start_share", "target_share", "related_share")},
        price_at_base=array(len(members)),
        fx_at_base=array(len(members)),
    )
    stated = st.builds(
        Origin,
        country=st.sampled_from([*members, "EUR"]),
        variable=st.sampled_from(["gdp", "start_share", "elsewhere"]),
        year=st.sampled_from([*span, 1900]),
        value=figures,
        unit=words,
        kind=st.sampled_from(["figure", "user", "derived"]),
        keys=st.lists(words, max_size=3).map(tuple),
        rule=words,
    )
    origins = draw(st.lists(stated, max_size=4))
    gdp = [
        Origin(member, "gdp", year, float(made.gdp[i, t]), "bn", "figure", ("k",))
        for i, member in enumerate(members)
        for t, year in enumerate(span)
        if not math.isnan(made.gdp[i, t]) and draw(st.booleans())
    ]
    return replace(made, origins=tuple(draw(st.permutations(origins + gdp))))


@settings(max_examples=60, deadline=None)
@given(any_inputs())
def test_any_inputs_survive(inputs: Inputs) -> None:
    read = written_and_read(inputs)
    for field in fields(Inputs):
        assert same(getattr(inputs, field.name), getattr(read, field.name)), field.name


def test_each_number_stands_in_the_table_once() -> None:
    inputs = factory.inputs()
    rows = record.input_rows(inputs)
    taken = [row for row in rows if row[-1] == record.MODEL]
    by_year = [inputs.gdp, inputs.base, inputs.price, inputs.population, inputs.fx]
    by_country = [inputs.start_share, inputs.target_share, inputs.related_share]
    arrays = [*by_year, *by_country, inputs.price_at_base, inputs.fx_at_base]
    arrays.append(inputs.budgets["health"])
    assert len(taken) == sum(int((~np.isnan(array)).sum()) for array in arrays)
    assert len({row[:3] for row in taken}) == len(taken)
    start = [row for row in taken if row[1] == "start_share"]
    assert [row[5] for row in start] == ["figure", "figure"], "matched with its origin"


def test_a_budget_meets_its_origin_whatever_its_year() -> None:
    origin = Origin("ITA", "budgets/health", 2022, 6.0, "% of GDP", "figure", ("k",))
    rows = record.input_rows(factory.inputs(origins=(origin,)))
    (budget,) = [row for row in rows if row[1] == "budgets/health"]
    assert budget == (
        *("ITA", "budgets/health", "2022", "6.0", "% of GDP", "figure", "", "k"),
        record.MODEL,
    )


def test_fields_added_later_take_their_default() -> None:
    inputs = factory.inputs()
    held = record.structure(inputs)
    del held["last"]
    read = record.read_inputs(held, record.input_rows(inputs))
    assert read.last == -1


def damaged_structures() -> dict[str, dict[str, Any]]:
    good = record.structure(factory.inputs())
    return {
        "no members": {key: value for key, value in good.items() if key != "members"},
        "members of the wrong kind": {**good, "members": 3},
        "a member twice": {**good, "members": ["ITA", "ITA"]},
        "a year twice": {**good, "years": [2026, 2026]},
        "no years": {**good, "years": []},
        "first outside": {**good, "first": 9},
        "too few deadlines": {**good, "deadline": [2029]},
        "no arrays": {key: value for key, value in good.items() if key != "arrays"},
        "arrays of three dimensions": {
            **good,
            "arrays": {**good["arrays"], "gdp": 3},
        },
        "an array of an unknown field": {
            **good,
            "arrays": {**good["arrays"], "x": 2},
        },
        "an array of an unknown mapping": {**good, "arrays": {**good["arrays"], "x/y": 1}},
        "dimensions that are no number": {**good, "arrays": {**good["arrays"], "gdp": [2]}},
        "an array is not there": {
            **good,
            "arrays": {key: value for key, value in good["arrays"].items() if key != "base"},
        },
    }


@pytest.mark.parametrize("name", damaged_structures())
def test_a_damaged_structure_is_refused(name: str) -> None:
    rows = record.input_rows(factory.inputs())
    with pytest.raises(Refusal) as refused:
        record.read_inputs(damaged_structures()[name], rows)
    assert refused.value.code == "damaged-file"
    assert refused.value.message.startswith(("inputs.json: ", "inputs.csv: "))


@pytest.mark.parametrize(
    "row",
    [
        ("ITA", "gdp", "2026", "1.0", "", "", "", "", "model"),
        ("XXX", "price", "2026", "1.0", "", "", "", "", "model"),
        ("ITA", "price", "1999", "1.0", "", "", "", "", "model"),
        ("ITA", "nothing", "2026", "1.0", "", "", "", "", "model"),
        ("ITA", "price", "2026", "a lot", "", "", "", "", "model"),
        ("ITA", "price", "soon", "1.0", "", "figure", "", "", "background"),
        ("ITA", "price"),
    ],
    ids=["doubled", "country", "year", "variable", "value", "year of an origin", "short"],
)
def test_a_damaged_row_is_refused(row: tuple[str, ...]) -> None:
    inputs = factory.inputs()
    with pytest.raises(Refusal) as refused:
        record.read_inputs(record.structure(inputs), [*record.input_rows(inputs), row])
    assert refused.value.code == "damaged-file"
    assert f"line {len(record.input_rows(inputs)) + 2}" in refused.value.message


def fiscal_again(fiscal: Fiscal, inputs: Inputs) -> Fiscal:
    rows = record.input_rows(fiscal, inputs.years)
    table = record.table(record.INPUT_COLUMNS, rows)
    held = json.loads(json_bytes(record.structure(fiscal)))
    read = record.read_table(table, record.INPUT_COLUMNS, "fiscal.csv")
    return record.read_fiscal(held, read, inputs)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_fiscal_side_survives(data: st.DataObject) -> None:
    def array(like: np.ndarray[Any, Any]) -> Any:
        size = math.prod(like.shape)
        found = data.draw(st.lists(numbers, min_size=size, max_size=size))
        return np.array(found).reshape(like.shape)

    given_fields = drawn.fiscal()
    arrays = {
        f.name: array(getattr(given_fields, f.name))
        for f in fields(Fiscal)
        if isinstance(getattr(given_fields, f.name), np.ndarray)
    }
    made = drawn.fiscal(
        **arrays,
        start_year=data.draw(years),
        gap_persistence=data.draw(figures),
        notes=tuple(data.draw(st.lists(st.dictionaries(words, words, max_size=2), max_size=2))),
    )
    read = fiscal_again(made, factory.inputs())
    for field in fields(Fiscal):
        assert same(getattr(made, field.name), getattr(read, field.name)), field.name


def test_numbers_of_public_finance_meet_their_origins() -> None:
    rows = record.input_rows(drawn.fiscal(), factory.YEARS)
    uses = {row[1]: row[-1] for row in rows if row[5]}
    assert uses == {"fiscal/debt0": record.MODEL, "levers/import_share": record.LEVER}
    assert len({row[:3] for row in rows}) == len(rows)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"members": ["ITA"]}, "kind has not one entry"),
        ({"members": ["POL", "ITA"]}, "are not those of inputs.json"),
        ({"members": ["ITA", "ITA"]}, "stands there twice"),
        ({"start_year": "soon"}, "start_year is of the wrong kind"),
        ({"arrays": {}}, "arrays missing"),
    ],
)
def test_a_damaged_fiscal_side_is_refused(changed: dict[str, Any], says: str) -> None:
    held = record.structure(drawn.fiscal()) | changed
    with pytest.raises(Refusal, match=says) as refused:
        record.read_fiscal(held, [], factory.inputs())
    assert refused.value.code == "damaged-file"
    assert refused.value.message.startswith("fiscal.json: ")


LEVERS = [
    Levers(),
    drawn.levers(aimed=np.full((2, 4), 2.0), behaviour="behaved", tails="fat", accrual=True),
    drawn.levers(multiplier=np.array([[0.1, 0.2, 0.3]] * 2), absorption=0.1, inertia=np.ones(2)),
    drawn.levers(packages=np.zeros((2, 4)), stock0=np.array([[1.0], [np.nan]]), budgeting="cash"),
]


@pytest.mark.parametrize("levers", LEVERS)
def test_levers_survive(levers: Levers) -> None:
    read = record.read_levers(json.loads(json_bytes(record.levers_document(levers))))
    for field in fields(Levers):
        assert same(getattr(levers, field.name), getattr(read, field.name)), field.name


@pytest.mark.parametrize(
    "held",
    [
        {"x": 1.0},
        {"inertia": "much"},
        {"behaviour": "kep"},
        {"accrual": 1},
        {"packages": [[1.0], [1.0, 2.0]]},
        {"depreciation": {"a": 1.0}},
    ],
)
def test_damaged_levers_are_refused(held: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as refused:
        record.read_levers(held)
    assert refused.value.code == "damaged-file"
    assert refused.value.message.startswith("levers.json: ")


def test_a_lever_that_is_left_out_takes_its_default() -> None:
    assert record.read_levers({"slippage": 0.1}).inertia == 1.0


observations = st.builds(
    Observation,
    series=words,
    definition=words,
    source=words,
    vintage=words,
    country=words,
    year=years,
    value=figures,
    unit=words,
    status=words,
    note=words,
    table=words,
    address=words,
    quote=words,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(observations, max_size=4))
def test_any_figures_survive(figures: list[Observation]) -> None:
    table = record.table(record.FIGURE_COLUMNS, record.figure_rows(figures))
    rows = record.read_table(table, record.FIGURE_COLUMNS, "figures.csv")
    assert record.read_figures(rows) == tuple(figures)


@pytest.mark.parametrize("column", ["key", "country", "year", "value", "unit", "status", "sha256"])
def test_a_changed_figure_is_refused(column: str) -> None:
    row = list(record.figure_rows([factory.share_of("ITA", 2.0)])[0])
    row[record.FIGURE_COLUMNS.index(column)] = "2030"
    with pytest.raises(Refusal) as refused:
        record.read_figures([row])
    assert refused.value.code == "damaged-file"


@pytest.mark.parametrize("row", [["key"], ["x"] * 15])
def test_a_row_that_is_no_figure_is_refused(row: list[str]) -> None:
    with pytest.raises(Refusal, match="is no figure"):
        record.read_figures([row])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(words, min_size=2, max_size=2), max_size=4))
def test_any_text_survives_a_table(rows: list[list[str]]) -> None:
    table = record.table(("a", "b"), rows)
    assert record.read_table(table, ("a", "b"), "t.csv") == rows
    assert list(csv.reader(io.StringIO(table.decode(), newline="")))[1:] == rows


@pytest.mark.parametrize(
    "content", [b"", b"\xff", b"a,c\n", b"a,b\n1\n", b'a,b\n"1,2\n', b"a,b\n1,2,3\n"]
)
def test_a_damaged_table_is_refused(content: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        record.read_table(content, ("a", "b"), "t.csv")
    assert refused.value.code == "damaged-file"
    assert refused.value.message.startswith("t.csv: ")


printable = st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=12)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.builds(
            Source,
            id=printable,
            producer=printable,
            title=printable,
            citation=printable,
            address=st.just("https://example.org/a?b=c"),
            read_from=st.just("b.xlsx"),
            published=st.dates(date(1990, 1, 1)),
            vintage=st.just("2026-04"),
            licence=printable,
            redistribution=st.just("yes"),
            added=st.booleans(),
            sha256=st.just("0123"),
        ),
        max_size=3,
    )
)
def test_any_sources_survive(sources: list[Source]) -> None:
    assert record.read_sources(record.sources_yaml(sources).encode()) == tuple(sources)


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/home/someone/nato.xlsx", "nato.xlsx"),
        ("C:\\Users\\someone\\nato.xlsx", "nato.xlsx"),
        ("file:///home/someone/nato.xlsx", "nato.xlsx"),
        ("https://example.org/nato.xlsx", "https://example.org/nato.xlsx"),
        ("", ""),
    ],
)
def test_folders_of_the_machine_are_left_out(address: str, kept: str) -> None:
    source = record.portable(replace(factory.NATO, read_from=address, address=address))
    assert (source.read_from, source.address) == (kept, kept)


@pytest.mark.parametrize(
    "content", [b"\xff", b"- 3", b"- {id: a}", b"a: [", b"3", b"- {published: x}", b"[" * 2_000]
)
def test_damaged_sources_are_refused(content: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        record.read_sources(content)
    assert refused.value.code == "damaged-file"
