from __future__ import annotations

from typing import Any

import pytest

from burdenshare.errors import Refusal
from burdenshare.scenario.load import load

from .helpers import DATA, fields, loaded, pledge, problems, refused

PLAN = {2026: 30.0, 2027: 31.0, 2028: 32.0, 2029: 33.0, 2030: 34.0}

ONE_PROBLEM: list[tuple[str, dict[str, Any], tuple[str, ...]]] = [
    # name, title, text
    ("no name", fields(name=None), ("name: missing", "my-case")),
    ("a path as name", fields(name="../x"), ("name", "'../x' cannot be", "did you mean x?")),
    ("a space in the name", fields(name="my case"), ("did you mean my-case?",)),
    ("a long name", fields(name="x" * 81), ("at most 80",)),
    ("an odd name", fields(name="///"), ("letters, digits",)),
    ("a number as title", fields(title=5), ("title", "the number 5", "expected text")),
    ("a list as description", fields(description=["x"]), ("a list", "expected text")),
    ("an empty field", fields() | {"title": None}, ("title", "empty", "leave the field out")),
    # members
    ("no members", fields(members=None), ("members: missing", "nato, ip4, eu, all")),
    ("empty members", fields(members=[]), ("members", "an empty list")),
    ("members of no shape", fields(members={"ITA": 1}), ("members", "fields", "or a list of them")),
    ("a number among members", fields(members=["ITA", 5]), ("members[1]", "the number 5", "text")),
    ("a country's name", fields(members=["Italy"]), ("'Italy'", "did you mean ITA (Italy)?")),
    ("the Norway problem", fields(members=["NO", "ITA"]), ("'NO'", "did you mean NOR (Norway)?")),
    ("a lower-case code", fields(members=["ita"]), ("did you mean ITA (Italy)?",)),
    ("an alliance misspelt", fields(members="natoo"), ("members", "did you mean nato?")),
    ("a pseudo-country", fields(members=["NATO_EUR_CAN"]), ("is no country code", "alliance")),
    ("a member twice", fields(members=["ITA", "ESP", "ITA"]), ("members[2]", "ITA", "twice")),
    (
        "an alliance before its time",
        fields(members="ip4", start=2000, end=2005, pledges=[{"share": 2.0, "by": 2005}]),
        ("ip4 had no members at the end of 2000",),
    ),
    # years
    ("no start", fields(start=None), ("start: missing",)),
    ("no end", fields(end=None), ("end: missing",)),
    (
        "start after end",
        fields(start=2036, end=2035, pledges=[{"share": 2.0, "by": 2040}]),
        ("end", "the end 2035 lies before the start 2036"),
    ),
    ("a year of no age", fields(start=226), ("start", "the year 226", "from 1950 to 2100")),
    ("a far end", fields(start=1960, end=2060), ("100 years", "at most 75 years")),
    ("a quoted year", fields(end="2030"), ("end", "the text '2030'", "leave out the quotes")),
    ("half a year", fields(start=2026.5), ("the number 2026.5", "a whole number")),
    ("a boolean year", fields(start=True), ("start", "true", "a whole number")),
    ("a price base of no age", fields(price_base=20), ("price_base", "the year 20")),
    # definition, vintages, draws
    ("an unknown definition", fields(definition="NATO"), ("'NATO'", "did you mean nato?")),
    ("an unknown family", fields(vintages={"natto": "2024-06"}), ("vintages.natto", "nato?")),
    (
        "no edition",
        fields(vintages={"nato": "June 2024"}),
        ("'June 2024' is no edition", "YYYY-MM"),
    ),
    ("month 13", fields(vintages={"nato": "2024-13"}), ("'2024-13' is no edition",)),
    ("negative draws", fields(draws=-1), ("draws", "-1", "from 0 to 1000000")),
    ("absurd draws", fields(draws=10**7), ("draws", "10000000")),
    ("a seed of words", fields(seed="one"), ("seed", "the text 'one'", "a whole number")),
    ("a negative seed", fields(seed=-5), ("seed", "-5")),
    # fields
    (
        "a field misspelt",
        fields(basline=[]),
        ("basline", "unknown field", "did you mean baselines?"),
    ),
    (
        "another word for a field",
        pledge(deadline=2030),
        ("pledges[0].deadline", "did you mean by?"),
    ),
    ("a field of nothing", pledge(xyzzy=1), ("unknown field", "expected one of members, share")),
    ("an assumption misspelt", fields(assumptions={"inflaton": 2}), ("did you mean inflation?",)),
    ("a baseline misspelt", fields(baselines=[{"share": 2, "shar": 2}]), ("did you mean share?",)),
    # pledges
    ("no pledges", fields(pledges=None), ("pledges: missing",)),
    ("empty pledges", fields(pledges=[]), ("pledges", "missing")),
    (
        "pledges of no shape",
        fields(pledges={"share": 2}),
        ("pledges", "fields", "a list of pledges"),
    ),
    (
        "a pledge of no shape",
        fields(pledges=[{"share": 2, "by": 2030}, 3]),
        ("pledges[1]", "fields"),
    ),
    ("neither share nor core", pledge(share=None), ("pledges[0].share", "missing")),
    ("share and core", pledge(core=3.0), ("share and core together",)),
    (
        "related without core",
        pledge(related=1.5),
        ("related without core", "core: 3.5 and related"),
    ),
    ("350 for 3.5", pledge(share=350), ("350 per cent of GDP", "did you mean 3.5?")),
    ("35 for 3.5 is allowed nowhere", pledge(share=70), ("did you mean 7?",)),
    (
        "a fraction for per cent",
        pledge(share=0.035),
        ("0.035 per cent of GDP", "did you mean 3.5?"),
    ),
    ("a negative share", pledge(share=-2), ("-2 per cent of GDP", "above zero")),
    ("a share of nothing", pledge(share=0), ("0 per cent of GDP", "leave the field out")),
    ("a fraction as core", pledge(share=None, core=0.035), ("pledges[0].core", "3.5?")),
    ("a negative related share", pledge(share=None, core=3.5, related=-1), ("related", "-1")),
    ("a share as text", pledge(share="3.5 %"), ("the text '3.5 %'", "write 3.5")),
    ("a decimal comma", pledge(share="3,5"), ("the text '3,5'", "write 3.5")),
    ("thousands", pledge(share="1,000.5"), ("write 1000.5",)),
    ("underscores", pledge(share="1_0"), ("write 10",)),
    ("no number at all", pledge(share="two"), ("the text 'two'", "a number")),
    ("no deadline", pledge(by=None), ("pledges[0].by", "missing")),
    ("a deadline before the start", pledge(by=2024), ("the deadline 2024 lies before the start",)),
    ("a deadline before the path", pledge(from_={"year": 2030}), ("does not lie after",)),
    (
        "a deadline in the year of the given share",
        pledge(by=2026, from_={"share": 2.0}),
        ("does not lie after the starting point 2026",),
    ),
    (
        "a waypoint in the year of the given share",
        pledge(waypoints={2026: 2.5}, from_={"share": 2.0}),
        ("the path begins in 2026",),
    ),
    ("a deadline of no age", pledge(by=20300), ("the year 20300",)),
    ("a path after the end", pledge(by=2040, from_={"year": 2032}), ("2032 lies after the end",)),
    ("a starting share of 280", pledge(from_={"share": 280}), ("from.share", "did you mean 2.8?")),
    (
        "growth from nothing",
        pledge(path="growth", from_={"share": 0}),
        ("from.share", "above zero"),
    ),
    ("from misspelt", pledge(from_={"yaer": 2026}), ("from.yaer", "did you mean year?")),
    ("from of no shape", pledge(from_=2026), ("pledges[0].from", "year: and share:")),
    ("an unknown path", pledge(path="linera"), ("'linera'", "did you mean linear?")),
    ("may_fall of words", pledge(may_fall="no"), ("the text 'no'", "true or false")),
    ("waypoints without any", pledge(path="waypoints"), ("pledges[0].waypoints", "missing")),
    (
        "waypoints on another path",
        pledge(path="growth", waypoints={2028: 3.0}),
        ("waypoints on the path growth", "set path: waypoints"),
    ),
    (
        "a waypoint before the path",
        pledge(waypoints={2026: 2.0}, from_={"year": 2026}),
        ("waypoints[2026]", "the path begins in 2026"),
    ),
    ("a waypoint after the deadline", pledge(waypoints={2031: 3.0}), ("after the deadline 2030",)),
    ("a waypoint beside the goal", pledge(waypoints={2030: 3.0}), ("where 3.5 is promised",)),
    ("a waypoint of 320", pledge(waypoints={2028: 320}), ("waypoints[2028]", "did you mean 3.2?")),
    ("a waypoint of no age", pledge(waypoints={1028: 3.2}), ("the year 1028",)),
    ("a waypoint in no year", pledge(waypoints={"soon": 3.2}), ("soon is no year", "such as 2030")),
    ("waypoints of no shape", pledge(waypoints=[3.2]), ("years with shares",)),
    (
        "an exception for a stranger",
        pledge(exceptions={"FRA": 2.1}),
        ("exceptions.FRA", "no member"),
    ),
    ("an exception for nobody", pledge(exceptions={"Spain": 2.1}), ("did you mean ESP (Spain)?",)),
    ("an exception of 210", pledge(exceptions={"ESP": 210}), ("exceptions.ESP", "2.1?")),
    ("an exception by year", pledge(exceptions={2030: 2.1}), ("2030 is no name",)),
    ("a GDP year of no age", pledge(gdp_year=222), ("gdp_year", "the year 222")),
    (
        "a pledge of a stranger",
        pledge(members=["FRA"]),
        ("pledges[0].members[0]", "FRA is no member"),
    ),
    ("a pledge of nobody", pledge(members=[]), ("pledges[0].members", "an empty list")),
    (
        "a pledge of a foreign alliance",
        pledge(members="ip4"),
        ("ip4 has no member in the scenario",),
    ),
    (
        "a member in two pledges",
        fields(
            pledges=[
                {"members": ["ITA"], "share": 3, "by": 2030},
                {"members": ["ITA", "ESP"], "share": 2, "by": 2030},
            ]
        ),
        ("pledges[1].members[0]", "ITA stands in pledges[0] as well", "exceptions"),
    ),
    (
        "nobody left",
        fields(pledges=[{"members": "nato", "share": 3, "by": 2030}, {"share": 2, "by": 2030}]),
        ("pledges[1]", "nobody is left"),
    ),
    (
        "two pledges for the rest",
        fields(pledges=[{"share": 3, "by": 2030}, {"share": 2, "by": 2030}]),
        ("pledges[1]", "no members, like pledges[0]"),
    ),
    # baselines
    (
        "an unknown baseline",
        fields(baselines=["constant_shares"]),
        ("did you mean constant_share?",),
    ),
    ("no baseline", fields(baselines=[]), ("baselines", "an empty list")),
    ("a baseline of no shape", fields(baselines=[2.0]), ("baselines[0]", "the number 2")),
    (
        "a baseline twice",
        fields(baselines=[{"share": 2}, {"share": 2.0}]),
        ("baselines[1]", "again"),
    ),
    ("a baseline of nothing", fields(baselines=[{}]), ("baselines[0]", "neither share nor plan")),
    (
        "a baseline of both",
        fields(members=["ITA"], baselines=[{"share": 2, "plan": PLAN}]),
        ("share and plan together",),
    ),
    ("a baseline of 200", fields(baselines=[{"share": 200}]), ("baselines[0].share", "mean 2?")),
    ("a plan of two members", fields(baselines=[{"plan": PLAN}]), ("one plan for 2 members",)),
    (
        "a plan with gaps",
        fields(members=["ITA"], baselines=[{"plan": {2026: 30.0, 2028: 32.0}}]),
        ("baselines[0].plan", "no value for 2027, 2029-2030"),
    ),
    (
        "a negative plan",
        fields(members=["ITA"], baselines=[{"plan": PLAN | {2027: -1.0}}]),
        ("plan[2027]", "-1", "above zero"),
    ),
    (
        "two plans",
        fields(members=["ITA"], baselines=[{"plan": PLAN}, {"plan": PLAN | {2026: 29.0}}]),
        ("more than one plan",),
    ),
    # assumptions
    ("wild growth", fields(assumptions={"real_growth": 55}), ("real_growth", "55 per cent a year")),
    ("wild inflation", fields(assumptions={"inflation": {"ITA": 900}}), ("inflation.ITA", "900")),
    (
        "growth of a stranger",
        fields(assumptions={"real_growth": {"FRA": 1}}),
        ("FRA is no member",),
    ),
    ("growth of no shape", fields(assumptions={"real_growth": "1 %"}), ("write 1",)),
    ("series of no shape", fields(series=["ITA"]), ("series", "country codes, each with")),
    ("sources of no shape", fields(sources="x"), ("sources", "a list")),
    ("text that is no number", fields(sources=[1]), ("sources[0]", "the number 1", "text")),
]


@pytest.mark.parametrize(
    ("given", "says"), [case[1:] for case in ONE_PROBLEM], ids=[case[0] for case in ONE_PROBLEM]
)
def test_each_problem_is_told_with_place_and_remedy(
    given: dict[str, Any], says: tuple[str, ...]
) -> None:
    found = problems(given)
    assert len(found) == 1, found
    for words in says:
        assert words in found[0]
    assert "(line " in found[0] or "missing" in found[0]


def test_an_empty_field_and_numbers_that_are_none_are_told() -> None:
    text = (
        "name: x\nmembers: [ITA]\nstart: 2026\nend: 2030\npledges:\n  - share: {}\n    by: 2030\n"
    )
    assert "pledges[0].share (line 6): empty" in problems(text.format(""))[0]
    assert "nan is no finite number" in problems(text.format(".nan"))[0]
    assert "inf is no finite number" in problems(text.format(".inf"))[0]
    assert "inf is no finite number" in problems(text.format("1e999"))[0]
    comma = text.format("3.5") + "    waypoints: {2028: 3,2}\n"
    assert any("decimals have a point: 3.2" in one for one in problems(comma))


def test_what_is_no_mapping_is_told() -> None:
    assert problems("- a\n- b") == [
        "scenario: a list; expected fields such as name:, members: and pledges:; ",
        *problems("{}"),
    ]
    assert len(problems("{}")) == 5


def test_ten_problems_are_told_at_once_in_the_order_of_the_text() -> None:
    with pytest.raises(Refusal) as caught:
        load(DATA / "ten-errors.yaml")
    error = caught.value
    assert error.code == "bad-scenario"
    assert "10 problems" in error.message
    assert [one["where"] for one in error.details] == [
        "name (line 1)",
        "members[1] (line 2)",
        "members[2] (line 2)",
        "definition (line 5)",
        "pledges[0].share (line 7)",
        "pledges[0].by (line 8)",
        "pledges[0].path (line 9)",
        "pledges[0].until (line 10)",
        "baselines[0] (line 11)",
        "seed (line 12)",
    ]
    assert all(one["message"] for one in error.details)


def test_a_single_problem_is_the_message() -> None:
    error = refused(pledge(share=350))
    assert error.message.startswith("case.yaml: pledges[0].share (line ")
    assert "350 per cent of GDP" in error.message
    assert error.hint == "did you mean 3.5?"


def test_a_wrong_start_does_not_hide_what_alliances_mean() -> None:
    one = {"members": ["ITA"], "share": 350, "by": 2030}
    assert len(problems(fields(members="nato", start="soon", pledges=[one]))) == 2
    assert len(problems(fields(members=None, pledges=[one]))) == 2


def test_what_is_allowed() -> None:
    beyond = loaded(pledge(by=2040))
    assert beyond.pledges[0].by == 2040
    assert loaded(pledge(share=None, core=3.5, related=0)).pledges[0].related == 0
    assert loaded(pledge(waypoints={2028: 3.0, 2030: 3.5})).pledges[0].path == "waypoints"
    assert loaded(pledge(path="linear", waypoints={2028: 3.0})).pledges[0].path == "waypoints"
    assert loaded(pledge(from_={"share": 0})).pledges[0].start.share == 0
    assert loaded(pledge(from_={"year": 2028})).pledges[0].start.year == 2028
    assert loaded(fields(members="ITA", baselines=[{"plan": PLAN}])).members == ("ITA",)


def test_who_makes_a_pledge() -> None:
    given = fields(
        members=["nato", "JPN"],
        pledges=[
            {"members": ["ESP"], "share": 2.1, "by": 2030},
            {"members": "nato", "share": 3.5, "by": 2030, "exceptions": {"LUX": 2.0}},
        ],
    )
    assert "ESP stands in pledges[0] as well" in problems(given)[0]
    given["pledges"][1]["members"] = None
    del given["pledges"][1]["members"]
    spain, rest = loaded(given).pledges
    assert spain.members == ("ESP",)
    assert len(rest.members) == 32
    assert "ESP" not in rest.members
    assert "JPN" in rest.members


def test_a_member_without_a_pledge_is_carried() -> None:
    scenario = loaded(pledge(members=["ITA"]))
    assert scenario.members == ("ITA", "ESP")
    assert scenario.pledges[0].members == ("ITA",)


def test_alliances_mean_their_members_at_the_end_of_the_first_year() -> None:
    def nato(start: int) -> tuple[str, ...]:
        return loaded(
            fields(members="nato", start=start, end=2030, pledges=[{"share": 2.0, "by": 2030}])
        ).members

    assert len(nato(2014)) == 28
    assert set(nato(2023)) - set(nato(2014)) == {"MNE", "MKD", "FIN"}
    assert set(nato(2026)) - set(nato(2023)) == {"SWE"}
    everyone = loaded(fields(members="all")).members
    assert set(everyone) == {*nato(2026), "AUS", "JPN", "KOR", "NZL"}
    assert len(loaded(fields(members=["NATO", "ITA"])).members) == 32
    assert {"IRL", "AUT"} <= set(loaded(fields(members="eu")).members)
