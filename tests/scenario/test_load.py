from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from burdenshare.errors import Refusal
from burdenshare.scenario.load import dump, expected, library, load, load_text, redraw
from burdenshare.scenario.model import (
    Assumptions,
    Baseline,
    CountrySeries,
    Pledge,
    Scenario,
    Series,
    Start,
)

from .helpers import DATA, fields, loaded

NAMES = [
    "canada-pbo",
    "core-5",
    "hague-2035",
    "hague-2035-behaved",
    "hague-2035-spain-2.1",
    "japan-2027",
    "japan-3.0",
    "japan-3.5",
    "japan-yen",
    "wales-2014",
]


def test_a_file_is_loaded_with_every_field() -> None:
    scenario = load(DATA / "good.yaml")
    assert scenario.members == ("ITA", "ESP")
    (pledge,) = scenario.pledges
    assert pledge.members == ("ITA",)
    assert pledge.start == Start(year=2026, share=2.8)
    assert pledge.waypoints == {2028: 3.2}
    assert scenario.baselines[-1] == Baseline(share=2.0)
    own = scenario.series["ITA"]
    assert own.gdp_nominal == Series(unit="EUR bn", values={2026: 1000.0, 2027: 1030.0})
    assert own.price_index == Series(base=2025, values={2026: 1.02})
    assert own.population == Series(unit="persons", values={2026: 59.0e6})
    assert (scenario.draws, scenario.seed, scenario.definition) == (0, 1, "nato")


def test_what_a_file_leaves_out_has_a_default() -> None:
    scenario = loaded(fields(title=None))
    assert scenario.title == "my-case"
    assert scenario.definition == "nato"
    assert scenario.baselines == ("constant_share", "constant_real", "constant_cash")
    assert scenario.pledges[0].path == "linear"
    assert scenario.pledges[0].start == Start()
    assert scenario.pledges[0].members == scenario.members


def test_a_json_file_is_a_scenario_too(tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    path.write_text(json.dumps(fields()), encoding="utf-8")
    assert load(str(path)) == loaded(fields())


def test_a_csv_is_found_beside_the_scenario_file(tmp_path: Path) -> None:
    (tmp_path / "gdp.csv").write_text("year,value\n2026,1000\n", encoding="utf-8")
    own = {"ITA": {"gdp_nominal": {"unit": "EUR bn", "file": "gdp.csv"}}}
    (tmp_path / "case.yaml").write_text(json.dumps(fields(series=own)), encoding="utf-8")
    scenario = load(tmp_path / "case.yaml")
    again = load_text(dump(scenario))
    assert again == scenario
    assert again.series["ITA"].gdp_nominal is not None
    assert again.series["ITA"].gdp_nominal.values == {2026: 1000.0}


@pytest.mark.parametrize(
    ("name", "code", "says"),
    [
        ("hague-2053", "unknown-scenario", "did you mean hague-2035?"),
        ("xyzzy", "unknown-scenario", "the library has canada-pbo, core-5"),
        ("hague-2035.yaml", "file-not-found", "did you mean hague-2035?"),
        ("no/such/file", "file-not-found", "a name of the library"),
        ("x\x00.yaml", "file-not-found", ""),
        ("..", "unknown-scenario", "the library has"),
    ],
)
def test_what_is_neither_file_nor_name_is_refused(name: str, code: str, says: str) -> None:
    with pytest.raises(Refusal) as caught:
        load(name)
    assert caught.value.code == code
    assert says in caught.value.hint


def test_a_folder_and_a_locked_file_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "case.yaml").mkdir()
    with pytest.raises(Refusal, match=r"case\.yaml is a folder"):
        load(tmp_path / "case.yaml")

    def fail(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "locked.yaml").write_text("name: x", encoding="utf-8")
    monkeypatch.setattr(Path, "open", fail)
    with pytest.raises(Refusal, match=r"locked\.yaml cannot be read: .*Permission denied"):
        load(tmp_path / "locked.yaml")


def test_the_library_is_complete_and_sound() -> None:
    items = library()
    assert [item.name for item in items] == NAMES
    for item in items:
        scenario = load(item.name)
        assert scenario.name == item.name
        assert scenario.title == item.title
        assert scenario.description
        assert all("https://" in source or "http://" in source for source in scenario.sources)
        assert load(item.path) == scenario
        assert load_text(dump(scenario)) == scenario


def test_the_hague_and_its_variants_say_what_was_promised() -> None:
    hague, spain, five = (load(n) for n in ("hague-2035", "hague-2035-spain-2.1", "core-5"))
    for scenario in (hague, spain, five):
        assert len(scenario.members) == 32
        assert (scenario.start, scenario.end, scenario.definition) == (2026, 2035, "nato")
        assert scenario.pledges[0].members == scenario.members
        assert scenario.pledges[0].by == 2035
    assert (hague.pledges[0].core, hague.pledges[0].related) == (3.5, 1.5)
    assert hague.pledges[0].exceptions == {}
    assert spain.pledges[0].exceptions == {"ESP": 2.1}
    assert (five.pledges[0].core, five.pledges[0].related) == (5.0, None)


def test_wales_is_seen_by_the_members_of_2014() -> None:
    wales = load("wales-2014")
    assert len(wales.members) == 28
    assert not {"MNE", "MKD", "FIN", "SWE"} & set(wales.members)
    assert wales.vintages == {"nato": "2024-06"}
    assert wales.pledges[0].start.year == 2014
    assert (wales.pledges[0].share, wales.pledges[0].by) == (2.0, 2024)


def test_japan_is_measured_on_its_own_base_or_by_sipri() -> None:
    own = load("japan-2027")
    assert own.definition == "national"
    assert (own.pledges[0].gdp_year, own.pledges[0].share, own.pledges[0].by) == (2022, 2.0, 2027)
    for name, share in (("japan-3.0", 3.0), ("japan-3.5", 3.5)):
        scenario = load(name)
        assert scenario.definition == "sipri"
        assert (scenario.pledges[0].share, scenario.pledges[0].by) == (share, 2035)
        assert scenario.pledges[0].gdp_year is None


def test_canada_has_the_gdp_that_its_budget_officer_implies() -> None:
    canada = load("canada-pbo")
    own = canada.series["CAN"].gdp_nominal
    assert own is not None
    assert own.unit == "CAD bn"
    for year in range(2025, 2036):
        assert own.values[year] == pytest.approx(159 / 0.035 / 1.04 ** (2035 - year), abs=5e-4)
    # The published figures: 159 in 2035-36, 68 more than at 2 %, 33.5 a year, 334 in ten years.
    extra = {year: 0.0015 * (year - 2025) * own.values[year] for year in range(2026, 2036)}
    assert 0.035 * own.values[2035] == pytest.approx(159, abs=0.5)
    assert extra[2035] == pytest.approx(68, abs=0.5)
    assert sum(extra.values()) / 10 == pytest.approx(33.5, abs=0.05)
    assert sum(extra.values()) == pytest.approx(334, abs=1)


def test_expected_results_are_read_beside_the_scenario(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("burdenshare.scenario.load.LIBRARY", tmp_path)
    (tmp_path / "a.yaml").write_text("title: A", encoding="utf-8")
    (tmp_path / "a.expected.json").write_text('{"x": 1}', encoding="utf-8")
    (tmp_path / "b.yaml").write_text("title: B", encoding="utf-8")
    assert expected("a") == {"x": 1}
    for name in ("b", "c", "../a"):
        with pytest.raises(Refusal) as caught:
            expected(name)
        assert caught.value.code == "unknown-scenario"


def test_draws_and_seed_can_be_changed_within_bounds() -> None:
    scenario = loaded(fields())
    assert redraw(scenario) == scenario
    changed = redraw(scenario, draws=100, seed=7)
    assert (changed.draws, changed.seed) == (100, 7)
    with pytest.raises(Refusal) as caught:
        redraw(scenario, draws=-1, seed=-1)
    assert caught.value.code == "bad-argument"
    assert len(caught.value.details) == 2


def test_a_dump_stands_alone() -> None:
    text = dump(load("hague-2035"))
    assert "nato\n" in text
    assert "members: nato" not in text
    assert "null" not in text
    assert text == dump(load_text(text))


# A scenario written out loads to an equal scenario, whatever it says -----------------------------

CODES = ("CAN", "ESP", "ITA", "JPN", "NOR", "USA")
texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
tricky = st.sampled_from(
    [
        "NO",
        "yes",
        "null",
        "NULL",
        "nULL",
        "~",
        "1_000",
        "12:30",
        "59e6",
        "3.5",
        "2028",
        ".5",
        ".inf",
        "-.INF",
        "2026-01-01",
        "0x1F",
        "!tag",
        "&a",
        "*a",
        "%",
        "@",
        "`",
        "'",
        '"',
        "{",
        "[",
        "|",
        ">",
        "=",
        "<<",
        "-",
        "- x",
        "a: b",
        "# x",
        "\t",
        "x\n\ny",
        "  x",
        "\u2028",
        "\u0085",
        "\u0000",
        "\ufeff",
        "\u00e9\r\n",
    ]
)
words = texts | tricky
shares = st.floats(0.1, 50.0)
years = st.integers(2028, 2040)
amounts = st.floats(0.001, 1e9)
rates = (
    st.none() | st.floats(-10.0, 10.0) | st.dictionaries(st.sampled_from(CODES), st.floats(-9, 9))
)


def full(values: st.SearchStrategy[float]) -> st.SearchStrategy[dict[int, float]]:
    return st.fixed_dictionaries(dict.fromkeys(range(2026, 2031), values))


@st.composite
def pledges(draw: st.DrawFn, members: tuple[str, ...]) -> Pledge:
    by = draw(years)
    path = draw(st.sampled_from(["linear", "growth", "backloaded", "waypoints"]))
    points = st.dictionaries(st.integers(2027, by - 1), shares, min_size=1, max_size=3)
    total = draw(st.booleans())
    return Pledge.model_validate(
        {
            "members": members,
            "share": draw(shares) if total else None,
            "core": None if total else draw(shares),
            "related": None if total else draw(st.none() | st.just(0.0) | shares),
            "by": by,
            "path": path,
            "from": Start(year=draw(st.none() | st.integers(2020, 2025)), share=draw(shares)),
            "waypoints": draw(points) if path == "waypoints" else {},
            "exceptions": draw(st.dictionaries(st.sampled_from(members), shares, max_size=2)),
            "gdp_year": draw(st.none() | st.integers(1950, 2100)),
            "may_fall": draw(st.booleans()),
        }
    )


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    cut = draw(st.integers(1, len(CODES)))
    named = [part for part in (CODES[:cut], CODES[cut:]) if part]
    index = draw(full(amounts))
    own = CountrySeries(
        gdp_nominal=Series(unit="CAD bn", values=draw(full(amounts)), source=draw(texts).strip()),
        price_index=Series(base=2026, values={y: v / index[2026] for y, v in index.items()}),
        population=Series(unit="persons", values=draw(full(st.floats(1e4, 1e9)))),
        fx=Series(unit="CAD per USD", values=draw(full(amounts))),
    )
    baselines = st.sampled_from(["constant_share", "constant_real", "constant_cash"]) | st.builds(
        Baseline, share=shares
    )
    return Scenario(
        name=draw(st.from_regex(r"[a-z0-9][a-z0-9.-]{0,20}", fullmatch=True)),
        title=draw(words),
        members=CODES,
        start=2026,
        end=2030,
        definition=draw(st.sampled_from(["nato", "sipri", "national"])),
        pledges=tuple(draw(pledges(part)) for part in named),
        baselines=tuple(draw(st.lists(baselines, min_size=1, max_size=4, unique_by=str))),
        series={"CAN": own} if draw(st.booleans()) else {},
        assumptions=Assumptions(
            real_growth=draw(rates) or None,
            inflation=draw(rates) or None,
            population_growth=draw(rates) or None,
        ),
        vintages=draw(st.sampled_from([{}, {"nato": "2024-06"}, {"imf": "2026-04"}])),
        price_base=draw(st.none() | years),
        description=draw(words).strip(),
        sources=tuple(draw(st.lists(words, max_size=3))),
        draws=draw(st.integers(0, 1_000_000)),
        seed=draw(st.integers(0, 2**63 - 1)),
    )


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(scenarios())
def test_a_scenario_written_out_loads_to_an_equal_one(scenario: Scenario) -> None:
    assert load_text(dump(scenario)) == scenario


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=200) | st.binary(max_size=200).map(lambda b: b.decode("latin-1")))
def test_any_text_is_a_scenario_or_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        load_text(text)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=5) | st.integers(2020, 2030).map(str), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_value_anywhere_is_accepted_or_refused_in_words(data: st.DataObject) -> None:
    tree = json.loads(
        json.dumps(fields() | {"series": {"ITA": {"gdp_nominal": {"unit": "EUR bn"}}}})
    )
    tree["series"]["ITA"]["gdp_nominal"]["values"] = {"2026": 1000.0}
    place = tree
    for _ in range(data.draw(st.integers(0, 3))):
        keys = [k for k, v in (place.items() if isinstance(place, dict) else enumerate(place))
                if isinstance(v, dict | list)]  # fmt: skip
        if not keys:
            break
        place = place[data.draw(st.sampled_from(keys))]
    keys = list(place) if isinstance(place, dict) else list(range(len(place)))
    place[data.draw(st.sampled_from(keys))] = data.draw(values)
    refusal = None
    try:
        load_text(json.dumps(tree).replace("Infinity", ".inf").replace("NaN", ".nan"))
    except Refusal as caught:
        refusal = caught
    if refusal is not None:
        assert refusal.code in ("bad-scenario", "bad-yaml")
        assert all(one["where"] and one["message"] for one in refusal.details)
