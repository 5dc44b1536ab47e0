"""The charts of published shares: order, counts, editions, breaks, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from burdenshare.charts.burden_map import burden_map, on_the_map, outlines
from burdenshare.charts.editions import editions
from burdenshare.charts.theme import Credit
from burdenshare.charts.vintage_movers import vintage_movers
from burdenshare.charts.who_meets_what import who_meets_what
from burdenshare.errors import Refusal
from burdenshare.figures.membership import members
from burdenshare.figures.model import Observation

from .factory import share, source

Made = dict[str, Any]
CREDIT = Credit((source(),))
CHARTS = [who_meets_what, burden_map, vintage_movers]


@pytest.fixture
def latest(shares: list[Observation]) -> list[Observation]:
    return [o for o in shares if o.vintage == "2026-07"]


# Who meets what -----------------------------------------------------------------------------------


def test_dots_are_ordered_from_the_highest_share(shares: list[Observation]) -> None:
    spec = who_meets_what(shares, credit=CREDIT)
    dots = [row for row in spec["datasets"]["dots"] if "text" in row]
    assert [(row["country"], row["text"]) for row in dots] == [
        ("Poland", "3.75"),
        ("Estonia", "3.31"),
        ("Germany", "2.00"),
        ("Spain", "1.42"),
        ("Albania", "1.35"),
        ("Luxembourg", "1.29"),
    ]
    assert [row["kind"] for row in dots] == [
        "3.5 % or more",
        *["2 % to below 3.5 %"] * 2,
        *["below 2 %"] * 3,
    ]


def test_earlier_editions_are_ghosts_behind_the_dots(shares: list[Observation]) -> None:
    rows = who_meets_what(shares, credit=CREDIT)["datasets"]["dots"]
    poland = [(row["kind"], row["share"]) for row in rows if row["country"] == "Poland"]
    assert poland == [
        ("June 2024 edition", 4.12),
        ("August 2025 edition", 3.79),
        ("3.5 % or more", 3.75),
    ]
    assert [row["kind"] for row in rows if row["country"] == "Estonia"] == ["2 % to below 3.5 %"]


def test_title_and_subtitle_count_by_edition_and_name_the_break(
    shares: list[Observation], texts: Callable[[Made], dict[str, list[str]]]
) -> None:
    said = texts(who_meets_what(shares, credit=CREDIT))
    assert " ".join(said["title"]) == (
        "Who meets what in 2024: 3 of 6 allies reach 2 % of GDP, 1 reaches 3.5 %"
    )
    subtitle = " ".join(said["subtitle"])
    assert "3 of 5 (June 2024), 2 of 5 (August 2025), 3 of 6 (July 2026)" in subtitle
    assert "June 2024, August 2025 by the earlier definition (NATO)" in subtitle
    assert "2024: actual." in subtitle


def test_no_break_is_claimed_where_there_is_none(
    shares: list[Observation], texts: Callable[[Made], dict[str, list[str]]]
) -> None:
    same = [o for o in shares if o.definition == "NATO"]
    assert "Break" not in " ".join(texts(who_meets_what(same, credit=CREDIT))["subtitle"])


def test_others_than_allies_are_called_countries(
    texts: Callable[[Made], dict[str, list[str]]],
) -> None:
    rows = [share("JPN", 1.4, status="estimate"), share("POL", 4.0, status="estimate")]
    said = texts(who_meets_what(rows, credit=CREDIT, targets=[2]))
    assert "1 of 2 countries reach 2 % of GDP" in " ".join(said["title"])
    assert "2024: estimates." in " ".join(said["subtitle"])


@pytest.mark.parametrize("targets", [[], [1, 2, 3, 4]])
def test_a_number_of_targets_that_cannot_be_drawn_is_refused(
    shares: list[Observation], targets: list[float]
) -> None:
    with pytest.raises(Refusal, match="one to three targets"):
        who_meets_what(shares, credit=CREDIT, targets=targets)


@given(
    st.dictionaries(
        st.sampled_from(members("NATO", 2024)), st.floats(0, 10), min_size=1, max_size=32
    ),
    st.lists(st.sampled_from([1.5, 2.0, 2.5, 3.5, 5.0]), min_size=1, max_size=3, unique=True),
)
def test_every_country_gets_one_dot_in_its_class(
    values: dict[str, float], goals: list[float]
) -> None:
    spec = who_meets_what([share(c, v) for c, v in values.items()], credit=CREDIT, targets=goals)
    dots = spec["datasets"]["dots"]
    assert sorted(d["share"] for d in dots) == sorted(values.values())
    top = f"{max(goals):g} % or more"
    assert sum(d["kind"] == top for d in dots) == sum(v >= max(goals) for v in values.values())


# Vintage movers -----------------------------------------------------------------------------------


def test_the_biggest_movers_come_first_and_the_rest_is_counted(
    shares: list[Observation], texts: Callable[[Made], dict[str, list[str]]]
) -> None:
    spec = vintage_movers(shares, credit=CREDIT, top=3)
    assert [(r["country"], r["change"]) for r in spec["datasets"]["moves"]] == [
        ("Albania", "-0.68"),
        ("Poland", "-0.37"),
        ("Spain", "+0.14"),
    ]
    subtitle = " ".join(texts(spec)["subtitle"])
    assert "Of 5 figures 1 raised, 3 lowered; the 3 largest changes are drawn" in subtitle
    assert "at 2 % or more: 3 then, 3 now" in subtitle
    assert "Circle: June 2024 edition (NATO). Arrow: July 2026 edition" in subtitle


@pytest.mark.parametrize("rows", ["latest", "same"])
def test_without_a_change_there_is_nothing_to_draw(latest: list[Observation], rows: str) -> None:
    unchanged = [o._replace(vintage="2025-08") for o in latest]
    with pytest.raises(Refusal, match="no two editions") as refused:
        vintage_movers(latest + (unchanged if rows == "same" else []), credit=CREDIT)
    assert refused.value.code == "no-figures"


# Map ----------------------------------------------------------------------------------------------


def test_the_map_has_every_ally_and_the_four_partners() -> None:
    assert on_the_map() == {*members("NATO", 2026), *members("IP4", 2026)}
    for panel in outlines().values():
        assert panel["labels"].keys() == panel["countries"].keys()


def test_every_label_and_dot_lies_on_the_picture_and_apart_from_the_others() -> None:
    for name, panel in outlines().items():
        places = [at[:2] for at in panel["labels"].values()]
        for at in panel["labels"].values():
            points = [at[:2], at[3:]] if at[3:] else [at[:2]]
            assert all(0 < x < panel["width"] and 0 < y < panel["height"] for x, y in points)
        for i, (x, y) in enumerate(places):
            for u, v in places[:i]:
                assert abs(x - u) > 35 or abs(y - v) > 30, f"{name}: {x, y} and {u, v} touch"


def test_small_states_have_a_dot_and_a_label_outside() -> None:
    labels = outlines()["europe"]["labels"]
    dotted = {code for code, at in labels.items() if len(at) == 5}
    assert {"LUX", "MNE", "MKD", "SVN", "ALB"} <= dotted
    assert all(not labels[code][2] for code in dotted)


def test_the_outlines_name_their_origin_and_stay_small() -> None:
    from burdenshare.charts import burden_map as module

    path = module.Path(module.__file__).with_name("data") / "outlines.json"
    text = path.read_text(encoding="utf-8")
    assert "Natural Earth" in text[:200]
    assert "public domain" in text[:200]
    assert len(text) < 150_000


def test_colours_follow_the_share_or_the_gap(latest: list[Observation]) -> None:
    def kinds(spec: Made) -> dict[str, str]:
        panel = outlines()["europe"]["countries"]
        shapes = spec["datasets"]["ground"][2:]
        return {
            code: shape["properties"]["kind"]
            for code, shape in zip(panel, shapes, strict=False)
            if code in ("POL", "EST", "DEU", "ESP", "LUX", "FRA")
        }

    land = kinds(burden_map(latest, credit=CREDIT))["FRA"]
    assert kinds(burden_map(latest, credit=CREDIT)) == {
        "POL": "3.5 % or more",
        "EST": "3 to below 3.5 %",
        "DEU": "2 to below 2.5 %",
        "ESP": "below 1.5 %",
        "LUX": "below 1.5 %",
        "FRA": land,
    }
    assert kinds(burden_map(latest, credit=CREDIT, goal=3.5)) == {
        "POL": "at 3.5 % or more",
        "EST": "missing less than 0.5",
        "DEU": "1.5 points or more",
        "ESP": "1.5 points or more",
        "LUX": "1.5 points or more",
        "FRA": land,
    }
    gaps = burden_map(latest, credit=CREDIT, goal=3.5)["datasets"]["labels"]
    assert {row["code"]: row["text"] for row in gaps if row["code"] in ("POL", "EST")} == {
        "POL": "met",
        "EST": "0.19",
    }


def test_a_gap_on_the_edge_of_a_step_belongs_to_the_larger_one() -> None:
    rows = burden_map([share("DEU", 3.4), share("FRA", 2.9)], credit=CREDIT, goal=3.9)
    shapes = zip(outlines()["europe"]["countries"], rows["datasets"]["ground"][2:], strict=True)
    kinds = {code: shape["properties"]["kind"] for code, shape in shapes}
    assert (kinds["DEU"], kinds["FRA"]) == ("0.5 to below 1", "1 to below 1.5")


def test_who_is_not_on_the_map_is_named(
    latest: list[Observation], texts: Callable[[Made], dict[str, list[str]]]
) -> None:
    spec = burden_map([*latest, share("UKR", 34.0)], credit=CREDIT)
    assert "Not on the map: Ukraine." in texts(spec)["subtitle"]
    with pytest.raises(Refusal, match="None of the countries is on the map"):
        burden_map([share("UKR", 34.0)], credit=CREDIT)


def test_one_map_shows_one_edition(shares: list[Observation]) -> None:
    with pytest.raises(Refusal) as refused:
        burden_map(shares, credit=CREDIT)
    assert refused.value.code == "mixed-vintages"
    assert "June 2024 edition" in refused.value.message


# What every chart of shares refuses ---------------------------------------------------------------


@pytest.mark.parametrize("chart", CHARTS)
@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([], "no-figures"),
        ([share("NATO", 2.7), share("NATO_EUR_CAN", 2.0)], "no-figures"),
        ([share("POL", 4.0), share("DEU", 2.0, year=2023)], "bad-argument"),
        ([share("POL", 4.0), share("DEU", 2.0, series="milex_share_equipment")], "bad-argument"),
        ([share("POL", 4.0), share("DEU", 2.0, unit="USD million")], "mixed-units"),
        ([share("POL", 4.0), share("DEU", 2.0, definition="SIPRI")], "mixed-definitions"),
        ([share("POL", 4.0), share("DEU", 2.0, definition="NATO")], "mixed-definitions"),
    ],
)
def test_what_cannot_be_shown_together_is_refused(
    chart: Callable[..., Made], rows: list[Observation], code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        chart(rows, credit=CREDIT)
    assert refused.value.code == code
    assert refused.value.hint


@pytest.mark.parametrize("chart", CHARTS)
def test_no_chart_without_a_source(chart: Callable[..., Made], latest: list[Observation]) -> None:
    rows = latest
    if chart is vintage_movers:
        rows = [*latest, *(o._replace(vintage="2025-08", value=1.0) for o in latest)]
    with pytest.raises(Refusal, match="without any source"):
        chart(rows, credit=Credit(()))


def test_editions_are_kept_apart_and_sorted(shares: list[Observation]) -> None:
    found = editions([*reversed(shares), share("NATO", 2.5)])
    assert [e.vintage for e in found] == ["2024-06", "2025-08", "2026-07"]
    assert [e.at_or_above(2.0) for e in found] == [3, 2, 3]
    assert list(found[-1].values) == ["ALB", "DEU", "ESP", "EST", "LUX", "POL"]
