"""Who plays alone: four forms, each by plain arithmetic from its stated inputs."""

from __future__ import annotations

import csv
import io
import math
import statistics
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import burdenshare.figures
from bargaining.factory import reordered, table
from burdenshare.bargaining.alone import FORMS, StandAlone, stand_alone
from burdenshare.bargaining.composition import CATEGORIES, compositions, leaning
from burdenshare.bargaining.reading import read
from burdenshare.bargaining.reserve import Span, selectivity, stance, strongest
from burdenshare.bargaining.rooms import MINILATERAL, alliance_of, separate_deals
from burdenshare.errors import Refusal
from burdenshare.figures.membership import formats, members
from burdenshare.figures.store import Figures

SUMMIT = date(2025, 6, 25)
EXAMPLE = Path(__file__).with_name("data") / "emission_standards_inputs.csv"


@pytest.fixture(scope="module")
def figures() -> Figures:
    return Figures.open()


@pytest.fixture
def hague(figures: Figures) -> StandAlone:
    (found,) = stand_alone(read("hague-2025", figures=lambda: figures), lambda: figures)
    return found


def exactly(value: float) -> Span:
    return Span(value, value, value)


def of(found: StandAlone, actor: str) -> Any:
    return next(one for one in found.profiles if one.actor == actor)


class TestSeparateDeals:
    def test_rooms_of_a_day(self) -> None:
        spain = separate_deals("ESP", SUMMIT, "NATO", "USA")
        kinds = {room.format: room.kind for room in spain.rooms}
        assert kinds == {
            "NATO": "whole",
            "EU": "wide",
            "EI2": "minilateral",
            "France-Spain": "bilateral",
        }
        assert spain.value == 2 / 4
        assert (spain.with_pressing, spain.without_pressing) == (0, 2)

    def test_rooms_with_the_pressing_ally_and_without(self) -> None:
        japan = separate_deals("JPN", date(2025, 12, 22), "US-Japan", "USA")
        shared = {room.format for room in japan.separate if room.with_pressing}
        assert shared == {"Quad", "US-Japan-Korea"}
        assert {room.format for room in japan.separate} - shared == {
            "IP4",
            "GCAP",
            "Japan-Australia",
            "Japan-UK",
        }
        assert japan.value == 6 / 7

    def test_the_pressing_ally_has_no_rooms_with_itself(self) -> None:
        usa = separate_deals("USA", SUMMIT, "NATO", "USA")
        assert usa.with_pressing is None
        assert usa.without_pressing is None
        assert usa.value == 7 / 8

    def test_a_country_in_no_format_has_no_share(self) -> None:
        assert separate_deals("BRA", SUMMIT, "NATO", "USA").value is None

    def test_the_whole_is_the_smallest_format_with_everybody(self) -> None:
        assert alliance_of(["ESP", "USA"], SUMMIT) == "NATO"
        assert alliance_of(["JPN", "USA"], SUMMIT) == "US-Japan"
        assert alliance_of(["JPN", "ESP"], SUMMIT) is None
        assert alliance_of([], SUMMIT) is None
        assert alliance_of(["FIN", "USA"], date(2020, 1, 1)) is None

    @given(st.sampled_from(formats()), st.dates(date(1946, 1, 1), date(2030, 1, 1)))
    def test_the_bound_of_minilateral_formats_decides_nothing(self, name: str, day: date) -> None:
        size = len(members(name, day))
        if name not in ("NATO", "EU"):
            assert size < 14
        elif day >= date(2004, 5, 1):
            assert size > MINILATERAL + 9

    @given(st.sampled_from(members("NATO", SUMMIT)))
    def test_a_share_lies_between_0_and_1_and_counts_every_room_once(self, actor: str) -> None:
        deals = separate_deals(actor, SUMMIT, "NATO", "USA")
        assert deals.value is not None
        assert 0.0 <= deals.value < 1.0
        if actor != "USA":
            assert deals.with_pressing + deals.without_pressing == len(deals.separate)


class TestHoldingBack:
    @pytest.mark.parametrize(
        ("position", "yardstick", "demand", "status_quo", "side", "back"),
        [
            (2.0, 4.0, 5.0, 2.0, "less", 0.5),
            (5.0, 4.0, 5.0, 2.0, "more", 0.0),
            (4.0, 4.0, 5.0, 2.0, "at", 0.0),
            (2.0, 5.0, 5.0, 2.0, "less", 0.75),
            (5.5, 5.0, 5.0, 2.0, "more", 0.0),
            (5.5, 5.0, math.nan, 2.0, "more", 0.0),
            (5.0, 3.0, 2.0, 6.0, "less", 0.5),
            (3.0, 5.0, 5.0, math.nan, "unknown", 0.5),
            (6.0, 5.0, math.nan, math.nan, "unknown", 0.25),
            (6.0, 5.0, math.nan, 5.0, "unknown", 0.25),
        ],
    )
    def test_which_way_holding_back_is(
        self,
        position: float,
        yardstick: float,
        demand: float,
        status_quo: float,
        side: str,
        back: float,
    ) -> None:
        found = stance(
            "i", exactly(position), exactly(1.0), yardstick, 4.0,
            demand=demand, status_quo=status_quo,
        )  # fmt: skip
        assert found.side == side
        assert found.held_back == exactly(back)
        assert found.distance == pytest.approx(abs(position - yardstick) / 4.0)

    def test_ranges_of_position_and_salience_meet_in_the_reservation(self) -> None:
        found = stance("i", Span(2.0, 3.0, 4.0), Span(0.4, 0.6, 0.8), 6.0, 10.0, demand=8.0)
        assert found.held_back == pytest.approx((0.2, 0.3, 0.4))
        assert found.reservation == pytest.approx((0.4 * 0.2, 0.6 * 0.3, 0.8 * 0.4))
        across = stance("i", Span(5.0, 5.5, 7.0), exactly(1.0), 6.0, 10.0, demand=8.0)
        assert across.held_back == pytest.approx((0.0, 0.05, 0.1))

    def test_the_strongest_counts_not_the_mean(self) -> None:
        two = [
            stance("a", exactly(6.0), exactly(1.0), 6.0, 10.0, demand=8.0),
            stance("b", exactly(1.0), Span(0.5, 0.6, 1.0), 6.0, 10.0, demand=8.0),
        ]
        issue, span = strongest(two) or ("", exactly(0))
        assert issue == "b"
        assert span == pytest.approx((0.25, 0.3, 0.5))
        assert strongest([]) is None
        assert strongest(two[:1]) == ("", exactly(0.0))

    def test_selectivity_is_the_spread_over_issues(self) -> None:
        def back(*pairs: tuple[float, float]) -> float | None:
            return selectivity(
                [stance("i", exactly(x), exactly(s), 10.0, 10.0, status_quo=0) for x, s in pairs]
            )

        assert back((10.0, 1.0), (0.0, 1.0)) == 0.5
        assert back((0.0, 1.0), (0.0, 0.3)) == 0.0
        assert back((10.0, 0.9), (0.0, 0.1)) == pytest.approx(math.sqrt(0.9 * 0.1))
        assert back((10.0, 1.0)) is None
        assert back((10.0, 0.0), (0.0, 0.0)) is None

    @given(
        st.lists(st.integers(0, 100), min_size=5, max_size=5),
        st.integers(1, 100),
        st.floats(0.01, 100.0),
        st.booleans(),
    )
    def test_unit_and_direction_of_the_scale_do_not_matter(
        self, numbers: list[int], salience: int, unit: float, turned: bool
    ) -> None:
        x, yardstick, demand, status_quo, _ = numbers
        weight = exactly(salience / 100)

        def to(value: float) -> float:
            return unit * (100.0 - value if turned else value)

        plain = stance(
            "i", exactly(x), weight, yardstick, 100.0, demand=demand, status_quo=status_quo
        )
        other = stance(
            "i", exactly(to(x)), weight, to(yardstick), 100.0 * unit,
            demand=to(demand), status_quo=to(status_quo),
        )  # fmt: skip
        assert other.held_back == pytest.approx(plain.held_back)
        assert 0.0 <= plain.held_back.value <= plain.distance + 1e-12
        assert 0.0 <= plain.reservation.value <= 1.0

    @given(st.lists(st.tuples(st.floats(0, 1), st.floats(0.01, 1)), min_size=2, max_size=6))
    def test_selectivity_stays_within_its_bounds(self, pairs: list[tuple[float, float]]) -> None:
        stances = [stance("i", exactly(x), exactly(s), 1.0, 1.0, status_quo=0.0) for x, s in pairs]
        found = selectivity(stances)
        assert found is not None
        assert 0.0 <= found <= 0.5 + 1e-12
        assert selectivity(stances[::-1]) == pytest.approx(found)


class TestNationalStrengths:
    def test_what_would_have_to_move(self) -> None:
        own = {"equipment": 50.0, "personnel": 30.0, "infrastructure": 5.0, "other": 15.0}
        mean = {"equipment": 30.0, "personnel": 40.0, "infrastructure": 5.0, "other": 25.0}
        found = leaning(own, mean)
        assert found.value == pytest.approx(0.20)
        assert found.leans_on == "equipment"
        assert found.above == pytest.approx(20.0)
        assert leaning(mean, mean).leans_on == ""

    @given(st.data())
    def test_a_distance_between_compositions(self, data: st.DataObject) -> None:
        number = st.floats(0.1, 100.0)
        one, two = (dict.fromkeys(CATEGORIES, 0.0) for _ in range(2))
        for category in CATEGORIES:
            one[category], two[category] = data.draw(number), data.draw(number)
        there, back = leaning(one, two).value, leaning(two, one).value
        assert 0.0 <= there <= 1.0
        assert there == pytest.approx(back)
        tripled = {name: 3.0 * value for name, value in one.items()}
        assert leaning(tripled, two).value == pytest.approx(there)

    def test_from_the_edition_known_on_the_day(self, figures: Figures) -> None:
        found = compositions(figures, members("NATO", SUMMIT), as_of=SUMMIT)
        assert found is not None
        assert (found.vintage, found.year, found.definition) == ("2024-06", 2024, "NATO")
        folder = Path(burdenshare.figures.__file__).parent / "data"
        with (folder / "nato_2024-06.csv").open(encoding="utf-8", newline="") as stream:
            printed = {
                (row["country"], row["series"].removeprefix("milex_share_")): float(row["value"])
                for row in csv.DictReader(stream)
                if row["series"].startswith("milex_share_") and row["year"] == "2024"
            }
        allies = {country for country, _ in printed}
        assert set(found.shares) == allies
        means = {c: statistics.mean(printed[a, c] for a in allies) for c in CATEGORIES}
        assert found.mean == pytest.approx(means)
        moved = sum(abs(printed["ITA", c] - means[c]) for c in CATEGORIES) / 2 / 100
        assert leaning(found.shares["ITA"], found.mean).value == pytest.approx(moved, abs=1e-4)
        assert all("2024-06/ITA/2024" in key for key in found.keys["ITA"])

    def test_too_few_allies_have_no_mean(self, figures: Figures) -> None:
        assert compositions(figures, ("USA", "CAN")) is None
        assert compositions(figures, ("JPN", "KOR", "AUS")) is None


class TestTheHague:
    def test_whom_and_what_it_is_held_against(self, hague: StandAlone) -> None:
        assert (hague.alliance, hague.pressing, hague.on) == ("NATO", "USA", SUMMIT)
        assert hague.yardsticks["headline"] == (5.0, "outcome")
        assert len(hague.profiles) == 32

    def test_spain_refuses_the_headline(self, hague: StandAlone) -> None:
        spain = of(hague, "ESP")
        distance = (5.0 - 2.1) / (6.0 - 2.0)
        assert spain.public_reservations == pytest.approx(
            (0.7 * distance, 0.85 * distance, 1.0 * distance)
        )
        assert spain.statements == 1, "one letter on four issues"
        back = [(0.85, 2.9 / 4), (0.85, 1.4 / 3), (0.6, 1.5 / 2), (0.85, 0.6)]
        mean = sum(s * d for s, d in back) / sum(s for s, _ in back)
        spread = sum(s * (d - mean) ** 2 for s, d in back) / sum(s for s, _ in back)
        assert spain.selective_engagement == pytest.approx(math.sqrt(spread))

    def test_what_was_settled_with_spain_alone(self, hague: StandAlone) -> None:
        (letter,) = of(hague, "ESP").settled
        assert (letter["with"], letter["date"]) == ("Secretary General", "2025-06-22")
        assert all(one.settled == () for one in hague.profiles if one.actor != "ESP")
        told = hague.to_json()["actors"]["ESP"]["separate_deals"]
        assert told["settled"][0]["address"].startswith("https://")
        assert told["value"] == 2 / 4, "a letter is no format"

    def test_spain_holds_back_most_and_slovakia_most_selectively(self, hague: StandAlone) -> None:
        known = [one for one in hague.profiles if one.public_reservations]
        by_reservation = sorted(known, key=lambda one: -one.public_reservations.value)
        assert [one.actor for one in by_reservation[:2]] == ["ESP", "SVK"]
        selective = [one for one in hague.profiles if one.selective_engagement is not None]
        assert max(selective, key=lambda one: one.selective_engagement).actor == "SVK"

    def test_who_wants_more_holds_nothing_back(self, hague: StandAlone) -> None:
        for actor in ("LTU", "POL", "SWE", "EST"):
            assert of(hague, actor).values["public_reservations"] == 0.0

    def test_silence_is_not_consent(self, hague: StandAlone) -> None:
        romania = of(hague, "ROU")
        assert romania.values["public_reservations"] is None
        assert romania.values["selective_engagement"] is None
        assert romania.values["separate_deals"] == 1 / 3
        assert romania.values["national_strengths"] is not None
        assert any("ROU" in note and "not known" in note for note in hague.notes)

    def test_the_pressing_ally_is_not_asked_what_it_holds_back(self, hague: StandAlone) -> None:
        usa = of(hague, "USA")
        assert usa.public_reservations is None
        assert usa.selective_engagement is None
        assert {one.issue: one.side for one in usa.stances}["deadline"] == "more"

    def test_every_number_comes_with_its_inputs(self, hague: StandAlone) -> None:
        told = hague.to_json()
        spain = told["actors"]["ESP"]
        assert set(spain) == {form.name for form in FORMS}
        (first, *_) = spain["public_reservations"]["positions"]
        assert first["speaker"] == "Sanchez letter"
        assert first["address"].startswith("https://")
        assert first["salience"] == {"low": 0.7, "value": 0.85, "high": 1.0}
        assert spain["public_reservations"]["issue"] == "headline"
        assert spain["public_reservations"]["reserved_on"] == [
            "headline",
            "core",
            "related",
            "uniformity",
        ]
        assert len(spain["national_strengths"]["keys"]) == 4
        assert set(spain["national_strengths"]["keys"]) < set(told["composition"]["keys"])
        assert len(told["composition"]["keys"]) == 4 * told["composition"]["allies"] == 4 * 31
        assert all(room["source"] for room in spain["separate_deals"]["rooms"])
        assert any("not added up" in note for note in told["notes"])
        assert told["actors"]["ISL"]["national_strengths"]["value"] is None


def test_japan_stood_where_it_ended_and_reserved_on_tariffs(figures: Figures) -> None:
    (found,) = stand_alone(read("japan-us-2025-3.5", figures=lambda: figures), lambda: figures)
    assert (found.alliance, found.on) == ("US-Japan", date(2025, 12, 22))
    japan = of(found, "JPN")
    sides = {one.issue: (one.side, one.held_back.value) for one in japan.stances}
    assert sides["spending"] == ("at", 0.0)
    assert sides["tariff"] == ("less", 15 / 25)
    asked = {one.issue: one.held_back.value for one in japan.demands}
    assert asked == pytest.approx({"spending": 1.5 / 3, "tariff": 1.0})
    assert japan.leaning is None
    assert any("US-Japan" in note for note in found.notes)


def three(**given: Any) -> Any:
    return table(
        [[20.0, 0.0], [80.0, 50.0], [100.0, 100.0]],
        salience=[[0.5, 1.0], [0.5, 0.5], [1.0, 1.0]],
        capability=[[1, 1], [2, 2], [7, 7]],
        **given,
    )


def test_without_an_outcome_the_compromise_is_the_yardstick() -> None:
    (found,) = stand_alone(three(), today=SUMMIT)
    first = (0.5 * 20 + 1.0 * 80 + 7.0 * 100) / 8.5
    assert found.yardsticks["i0"] == (pytest.approx(first), "compromise")
    assert found.pressing == "A2"
    lowest = of(found, "A0")
    assert lowest.stances[0].held_back.value == pytest.approx((first - 20) / 100)
    assert found.alliance is None
    assert lowest.separate_deals is None
    assert any("no format" in note for note in found.notes)
    assert any("no sources" in note for note in found.notes)


def test_before_the_decision_the_outcome_is_not_known() -> None:
    given = three(outcome=[20.0, 0.0])
    (after,) = stand_alone(given, today=SUMMIT)
    (before,) = stand_alone(given, today=SUMMIT, before=True)
    assert after.yardsticks["i0"] == (20.0, "outcome")
    assert before.yardsticks["i0"][1] == "compromise"
    assert of(after, "A0").values["public_reservations"] == 0.0
    assert of(before, "A0").values["public_reservations"] > 0.0


@given(st.permutations(range(3)), st.floats(0.001, 1000.0))
def test_order_and_unit_of_capability_do_not_matter(order: list[int], unit: float) -> None:
    from dataclasses import replace

    given = three()
    (plain,) = stand_alone(given, today=SUMMIT)
    other = reordered(replace(given, capability=unit * given.capability), order)
    (moved,) = stand_alone(other, today=SUMMIT)
    assert moved.pressing == plain.pressing
    for one in plain.profiles:
        assert of(moved, one.actor).values == pytest.approx(one.values)


def test_names_do_not_matter() -> None:
    plain, renamed = (
        stand_alone(three(actors=names), today=SUMMIT, pressing=names[1])[0]
        for names in (("A0", "A1", "A2"), ("Z", "Y", "X"))
    )
    assert [one.values for one in plain.profiles] == [one.values for one in renamed.profiles]


def test_what_cannot_be_asked_is_refused() -> None:
    with pytest.raises(Refusal, match="no day") as caught:
        stand_alone(three())
    assert caught.value.code == "bad-argument"
    with pytest.raises(Refusal, match="A9") as caught:
        stand_alone(three(), today=SUMMIT, pressing="A9")
    assert "A0" in caught.value.hint
    with pytest.raises(Refusal, match="NAT0"):
        stand_alone(three(), today=SUMMIT, alliance="NAT0")


DEALS = """
case: x
issues: {core: {scale: [0, 5]}}
actors: {USA: {capability: 2}, ESP: {capability: 1}}
positions:
  - {actor: USA, issue: core, position: 5, salience: 0.9}
  - {actor: ESP, issue: core, position: 2, salience: 0.9}
deals:
"""


def test_deals_that_cannot_be_read_are_all_named(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    bad = (
        '  - {actor: ESB, what: a letter, quote: "%s"}\n'
        "  - {actor: ESP, date: soon, by: USA}\n"
        "  - a letter\n"
    ) % ("word " * 26)
    file.write_text(DEALS + bad, encoding="utf-8")
    with pytest.raises(Refusal) as caught:
        read(file)
    said = "\n".join(f"{d['where']}: {d['message']} {d['hint']}" for d in caught.value.details)
    for part in (
        "deals.0.actor (line 9): 'ESB' is no actor did you mean ESP?",
        "deals.0.quote (line 9): 26 words",
        "deals.1.date (line 10): 'soon' is no date",
        "deals.1.by (line 10): there is no field 'by'",
        "deals.1.what (line 10): nothing is said",
        "deals.2 (line 11): is no mapping",
    ):
        assert part in said
    file.write_text(DEALS.replace("deals:", "deals: {}"), encoding="utf-8")
    with pytest.raises(Refusal) as caught:
        read(file)
    assert "wrong form" in caught.value.details[0]["message"]
    file.write_text(DEALS + "  - {actor: ESP, with: USA, what: a letter}\n", encoding="utf-8")
    assert read(file).about["x"]["deals"] == [{"actor": "ESP", "with": "USA", "what": "a letter"}]


class TestCommand:
    def test_json(self, burdenshare: Callable[..., Any]) -> None:
        told = burdenshare("alone", "hague-2025", "--json").json
        assert set(told) == {"forms", "cases"}
        assert set(told["forms"]) == {form.name for form in FORMS}
        assert told["forms"]["national_strengths"]["limits"]
        case = told["cases"]["hague-2025"]
        assert (case["alliance"], case["pressing"], case["on"]) == ("NATO", "USA", "2025-06-25")

    def test_people_read_who_holds_back_first(self, burdenshare: Callable[..., Any]) -> None:
        lines = burdenshare("alone", "hague-2025").out.splitlines()
        assert lines[2].split()[0] == "ESP"
        assert "2 of 4" in lines[2]
        assert any("Limits:" in line for line in lines)
        by_deals = burdenshare("alone", "hague-2025", "--by", "separate_deals").out.splitlines()
        assert by_deals[2].split()[0] == "GBR"

    def test_one_actor_with_every_input(self, burdenshare: Callable[..., Any]) -> None:
        out = burdenshare("alone", "hague-2025", "--actor", "svk").out
        assert "B9 (minilateral, 9)" in out
        assert "settled in the talks: " not in out
        assert (
            "settled in the talks: a letter"
            in burdenshare("alone", "hague-2025", "--actor", "ESP").out
        )
        assert "Pellegrini, 2025-06-02" in out
        assert "edition 2024-06" in out
        assert "ESP" not in out.split("Held against")[0]

    def test_csv(self, burdenshare: Callable[..., Any]) -> None:
        rows = list(
            csv.DictReader(io.StringIO(burdenshare("alone", "japan-us-2025-3.5", "--csv").out))
        )
        assert [row["actor"] for row in rows] == ["JPN", "USA"]
        assert float(rows[0]["separate_deals"]) == pytest.approx(6 / 7)

    def test_actors_that_are_no_states(self, burdenshare: Callable[..., Any]) -> None:
        told = burdenshare("alone", EXAMPLE, "--scale", "4:10", "--on", "1988-12-01", "--json").json
        case = told["cases"]["emission_standards"]
        assert case["alliance"] is None
        assert case["on"] == "1988-12-01"
        assert case["actors"]["France"]["separate_deals"]["value"] is None

    def test_many_cases_say_each_note_once(self, burdenshare: Callable[..., Any]) -> None:
        from burdenshare.bargaining.scorecard import SHIPPED

        out = burdenshare("alone", SHIPPED, "--on", "2020-01-01").out
        assert out.count("no format holds all actors") == 1
        assert "Held against" not in out

    @pytest.mark.parametrize(
        ("arguments", "named"),
        [
            (("hague-2025", "--actor", "ESPX"), "ESP"),
            (("hague-2025", "--pressing", "ROU"), "USA"),
            (("hague-2025", "--on", "soon"), "--on"),
            (("hague-2025", "--alliance", "Natto"), "NATO"),
        ],
    )
    def test_refusals(
        self, burdenshare: Callable[..., Any], arguments: tuple[str, ...], named: str
    ) -> None:
        answer = burdenshare("alone", *arguments, "--json")
        assert answer.status == 2
        assert answer.json["error"]["code"] == "bad-argument"
        assert named in str(answer.json)
