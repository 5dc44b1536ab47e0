"""How sure, who pays, what it buys: numbers by plain arithmetic, sentences by case."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest

from burdenshare.brief.chances import KNOWN, odds
from burdenshare.brief.report import answer, report
from burdenshare.brief.sure import HELD, TESTED
from burdenshare.brief.svg import inline
from burdenshare.errors import Failure
from burdenshare.figures.store import Figures
from burdenshare.projection.calibration.file import shipped
from burdenshare.projection.fiscal.equivalents import Equivalent
from burdenshare.projection.model import Origin
from burdenshare.scenario.load import load
from burdenshare.scenario.model import Behaviour
from burdenshare.study import Study, compute

from .drawn import WIDTH, drawn
from .factory import make
from .page import Element, Page
from .test_report import DRAWN, GERMANY, SPAIN, USA

DOCUMENT = Path(__file__).parents[2] / "docs" / "validation.md"
THIN = "\u202f"


def page(study: Study) -> Page:
    return Page(report(study, {}))


def lead(study: Study) -> str:
    """Return the second opening paragraph."""
    return page(study).find("p", **{"class": "lead sure"})[0].text


def number_in(page: Page, cell: str) -> Element:
    (data,) = [e for e in page.find("data") if page.by_id(cell) in e.lineage()]
    return data


def row_of(page: Page, name: str, section: str) -> list[str]:
    """Return the first row of a section's tables whose heading is `name`."""
    within = page.by_id(section)
    return next(
        [cell.text for cell in row.children]
        for row in page.find("tr")
        if within in row.lineage() and row.children and row.children[0].text == name
    )


# Numbers -----------------------------------------------------------------------------------------


def test_bands_are_the_quantiles_of_the_fans() -> None:
    made = page(DRAWN["futures"])
    z = NormalDist().inv_cdf(0.95)
    spain = (3.5 - 2.0) / 100 * 1790 * 1.036**9
    usd = spain / 1.022**9 / 0.86
    half = z * WIDTH * 10**0.5
    assert made.value("r-ESP-extra-band-central") == pytest.approx(spain)
    assert made.value("r-ESP-extra-band-5") == pytest.approx(spain * (1 - half))
    assert made.value("r-ESP-usd-band-50") == pytest.approx(usd)
    assert made.value("r-ESP-usd-band-95") == pytest.approx(usd * (1 + half))
    germany = (3.5 - 2.69) / 100 * 4640 * 1.03**9 / 1.021**9 / 0.86
    america = (3.5 - 3.17) / 100 * 31800 * 1.039**9 / 1.021**9
    total = usd + germany + america
    assert made.value("r-ALL-usd-band-5") == pytest.approx(total * (1 - half))
    years = sum(1.5 * t / 9 / 100 * 1790 * 1.036**t / 1.022**t / 0.86 for t in range(10))
    quarter = NormalDist().inv_cdf(0.25) * WIDTH * 10**0.5
    assert made.value("r-ESP-usd_total-band-25") == pytest.approx(years * (1 + quarter))


def test_the_bands_of_all_stand_in_the_last_row_and_none_where_there_is_one() -> None:
    assert row_of(page(DRAWN["futures"]), "Together, summed future by future", "how-sure")[3] != ""
    assert "r-ALL-usd-band-5" not in page(DRAWN["futures of one"]).ids


def test_what_moves_debt_adds_up_in_every_row() -> None:
    for name in ("futures", "futures, foreign debt", "futures end before the deadline"):
        made = page(DRAWN[name])
        for code in ("USA", "DEU", "ESP", "POL", "EST"):
            causes = [i for i in made.ids if i.startswith(f"r-{code}-by-")]
            assert len(causes) == 6
            parts = sum(made.value(cause) for cause in causes)
            start, end = made.value(f"r-{code}-debt-start"), made.value(f"r-{code}-debt-end")
            assert start + parts == pytest.approx(end, abs=1e-9)
            assert start == 80.0


def test_debt_and_interest_follow_from_a_recursion_by_hand() -> None:
    made = page(DRAWN["futures of one"])
    owed = without = 0.8
    for t in range(10):
        extra = (3.5 - 2.0) / 100 * t / 9
        paid, unpaid = 0.03 * owed / 1.036, 0.03 * without / 1.036
        owed = owed / 1.036 + paid + 0.01 + extra + 0.002
        without = without / 1.036 + unpaid + 0.01 + 0.002
    assert made.value("r-ESP-debt-end") == pytest.approx(100 * owed)
    assert made.value("r-ESP-debt-band-central") == pytest.approx(100 * owed)
    assert made.value("r-ESP-debt_without-band-50") == pytest.approx(100 * without)
    assert made.value("r-ESP-interest-central") == pytest.approx(100 * paid)
    assert made.value("r-ESP-interest-without") == pytest.approx(100 * unpaid)
    more = (paid - unpaid) * 1790 * 1.036**9
    assert made.value("r-ESP-interest-more") == pytest.approx(more)


def test_what_the_bounds_of_the_engine_held_back_has_a_column_of_its_own() -> None:
    study = drawn(make((SPAIN,)))
    assert study.futures
    debt = study.futures.fans["debt"]
    held = replace(debt, central=np.minimum(debt.central, 0.82))
    bounded = replace(study.futures, fans={**study.futures.fans, "debt": held})
    made = page(replace(study, futures=bounded))
    assert made.value("r-ESP-debt-end") == pytest.approx(82.0)
    causes = [i for i in made.ids if i.startswith("r-ESP-by-")]
    assert "r-ESP-by-bounds" in causes
    assert 80 + sum(made.value(cause) for cause in causes) == pytest.approx(82.0)


def test_a_debt_that_is_high_and_rising_is_what_is_left_of_the_affordable() -> None:
    made = page(DRAWN["futures"])
    for code in ("USA", "DEU", "ESP", "POL", "EST"):
        affordable = made.value(f"r-{code}-p-affordable")
        assert made.value(f"r-{code}-p-high_and_rising") == pytest.approx(1 - affordable)
    assert "above 60\u202f% of GDP and higher than 5 years before" in made.by_id("how-sure").text


def test_conditions_follow_the_scenario() -> None:
    said = make().scenario.affordable.model_copy(update={"debt_below": 75.5, "falling_over": 1})
    text = page(drawn(make(), scenario={"affordable": said})).by_id("how-sure").text
    assert f"above 75.5{THIN}% of GDP and higher than a year before" in text
    assert f"at or below 75.5{THIN}% of GDP, or no higher than a year before" in text


@pytest.mark.parametrize(
    ("chance", "text"),
    [
        (0.0, "0"),
        (0.0001, "under 1"),
        (0.0051, "1"),
        (0.5, "50"),
        (0.9949, "99"),
        (0.9951, "over 99"),
        (1.0, "100"),
    ],
)
def test_a_chance_is_told_as_none_or_certain_only_where_it_is(chance: float, text: str) -> None:
    assert odds(chance) == f"{text}{THIN}%"


# The answer --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("variant", "words"),
    [
        ("futures", "In nine of ten of the 10\u202f000 futures computed, the extra of 2035 lies"),
        ("futures", f"between 173.3 and 237.4{THIN}bn{THIN}USD, and in half of them below 205.4"),
        ("futures", f"It is between 103.6 and 142.0{THIN}bn{THIN}USD for the United States, betw"),
        ("futures", f"affordable for Estonia in at least 75{THIN}% of the futures, for the United"),
        ("futures", f"in at most 25{THIN}% of them and for Germany, Poland and Spain in some part"),
        ("futures", f"debt is at or below 60{THIN}% of GDP, or no higher than 5 years before; at"),
        ("futures", f"two allies would reach 75{THIN}%."),
        ("futures", f"is greatest for the United States (98{THIN}%), Germany (74{THIN}%) and"),
        ("futures", "it does not say what another definition, a revision of the figures or a"),
        ("few futures", "Too few futures (5) were computed to say how sure that is."),
        ("futures of one", f"the extra of 2035 lies between 31.2 and 42.7{THIN}bn{THIN}EUR, and"),
        (
            "futures of one",
            f"With a probability of 2{THIN}% the pledge is affordable (12{THIN}% at",
        ),
        ("futures of one already there", "does it spend more in 2035."),
        ("futures of two, both there", "computed does anyone spend more in 2035."),
        (
            "futures of two",
            f"Germany in at least 75{THIN}% of the futures and for Spain in at most",
        ),
        ("futures of countries", "for the United States and between 66.1 and"),
        ("futures without prices", "the extra lies between 125.0 and"),
        ("futures without prices", "bn\u202fUSD for the United States, between 41.4 and 56.7"),
        ("futures, one debt unknown", "; of one ally the debt is not known."),
        ("futures, sure", f"affordable for five allies in at least 75{THIN}% of the futures. "),
        ("futures, never", f"affordable for five allies in at most 25{THIN}% of the futures. "),
        ("futures, never", f"still rising is greatest for five allies, 100{THIN}% each."),
        ("futures, behaved", "If governments acted as they are expected to, and not as they"),
        ("futures, behaved", "what follows is of that case alone."),
        ("futures, behaved", "and allies from what was expected of them"),
        ("futures with inertia", "With what this run varies, the extra of 2035 is 205.4"),
        ("futures may fall", f"the saving of 2035 lies between 94.9 and 130.0{THIN}bn{THIN}PLN"),
        ("futures may fall", f"and in half of them below 112.5{THIN}bn{THIN}PLN."),
        ("futures end before the deadline", "the extra of 2030 lies between 75.4"),
    ],
)
def test_the_range_is_said_in_plain_words(variant: str, words: str) -> None:
    assert words in lead(DRAWN[variant])


def test_some_pledges_are_neither_likely_nor_unlikely_to_be_affordable() -> None:
    words = f"for five allies in more than 25{THIN}% and less than 75{THIN}% of the futures."
    assert words in lead(drawn(make(), chance=0.5))


@pytest.mark.parametrize(
    ("variant", "absent"),
    [
        ("futures, no debt known", "affordable"),
        ("futures, sure", "still rising is greatest"),
        ("futures, sure", "at the share of the start"),
        ("futures of one, debt unknown", "probability"),
        ("futures of one", "It is between"),
        ("futures", "governments acted"),
        ("few futures", "nine of ten"),
    ],
)
def test_nothing_is_said_where_there_is_nothing_to_say(variant: str, absent: str) -> None:
    assert absent not in lead(DRAWN[variant])


def test_a_run_in_the_past_has_no_range() -> None:
    study = drawn(make())
    assert study.fiscal
    past = replace(study, fiscal=replace(study.fiscal, known_year=2040))
    assert lead(past) == KNOWN
    assert KNOWN in page(past).by_id("how-sure").text


def test_the_answer_of_the_command_line_holds_the_range_in_plain_text() -> None:
    said = answer(DRAWN["futures"])
    assert any("lies between 173.3 and 237.4" in sentence for sentence in said)
    assert not any("<" in sentence for sentence in said)
    assert answer(make()) == said[: len(answer(make()))]


def test_every_number_of_the_range_leads_to_its_cell() -> None:
    made = page(DRAWN["futures"])
    paragraph = made.find("p", **{"class": "lead sure"})[0]
    links = [e for e in made.find("a") if paragraph in e.lineage() and e.parent is paragraph]
    assert len(links) > 10
    for link in links:
        target = link.attributes["href"][1:]
        inside = [e for e in made.find("data") if link in e.lineage()]
        for data in inside:
            assert data.attributes["value"] == number_in(made, target).attributes["value"]


def test_the_tiles_carry_the_band() -> None:
    tiles = page(DRAWN["futures"]).find("dl", **{"class": "tiles"})[0].text
    assert f"nine of ten futures between 173.3 and 237.4{THIN}bn{THIN}USD" in tiles
    assert "nine of ten futures" not in page(DRAWN["futures with inertia"]).by_id("answer").text


# How sure ----------------------------------------------------------------------------------------


def test_kept_and_behaved_are_named_and_never_mixed() -> None:
    kept = page(DRAWN["futures"]).by_id("how-sure").text
    behaved = page(DRAWN["futures, behaved"]).by_id("how-sure").text
    assert "These futures are kept, not behaved" in kept
    assert "These futures are behaved, not kept" in behaved
    assert "behaved, not kept" not in kept
    assert "kept, not behaved" not in behaved


def test_levers_that_differ_are_listed_and_no_others() -> None:
    assert "Nothing: pledge, prices" in page(DRAWN["futures"]).by_id("how-sure").text
    varied = page(DRAWN["futures with inertia"]).by_id("how-sure").text
    assert f"A year leaves 50{THIN}% of the way to the path undone." in varied
    assert "Nothing: pledge, prices" not in varied


def test_the_method_of_each_debt_is_named() -> None:
    made = page(DRAWN["futures"])
    within = made.by_id("how-sure")
    told = {
        row.children[0].text: row.children[1].text
        for row in made.find("tr")
        if within in row.lineage() and len(row.children) == 14
    }
    assert told["United States"] == "plain"
    assert {told[name] for name in ("Germany", "Spain", "Poland", "Estonia")} == {"by maturity"}
    assert "Debt by maturity (structure of 2023)" in within.text


def test_whose_debt_is_not_known_is_named_and_has_no_row() -> None:
    made = page(DRAWN["futures, one debt unknown"])
    assert "Not known: the debt of Germany." in made.by_id("how-sure").text
    assert "r-DEU-debt-band-5" not in made.ids
    assert "r-DEU-debt-end" not in made.ids
    none = page(DRAWN["futures, no debt known"])
    assert "Debt is not known of anyone." in none.by_id("how-sure").text
    assert "interest-title" not in none.ids


def test_a_debt_held_at_the_bound_is_named() -> None:
    text = page(DRAWN["futures, capped"]).by_id("how-sure").text
    assert f"was held there, in the United States (25{THIN}% of the futures), Germany (25" in text
    assert "was held there" not in page(DRAWN["futures"]).by_id("how-sure").text


def test_the_calibration_is_told_with_fingerprint_years_and_widening() -> None:
    text = page(DRAWN["futures"]).by_id("how-sure").text
    assert "fedcba9876543210. Estimated from IMF WEO 2026-04: errors of 2000 to 2025." in text
    assert "Shocks are widened by 1.24 at every horizon." in text
    assert "was not tested" in text
    assert "fedcba9876543210" * 4 in text
    assert "too short a history" in text
    assert "not a member" not in text


def test_how_bands_have_held_is_told_of_the_calibration_that_was_tested() -> None:
    text = page(DRAWN["futures of a calibration without notes"]).by_id("how-sure").text
    assert HELD.replace(" %", f"{THIN}%") in text
    assert "was not tested" not in text


def test_how_bands_have_held_is_what_the_document_of_validation_says() -> None:
    document = DOCUMENT.read_text(encoding="utf-8")
    assert f"Calibration `{TESTED}`" in document
    assert shipped().fingerprint.startswith(TESTED)
    (held,) = re.findall(r"\*\*Real GDP\.\*\* Bands of 80 % held (\d+) %", document)
    (wide,) = re.findall(r"points of GDP, ([\d.]+) times what debts have really moved", document)
    assert f"bands of 80 % held {held} % of what became of real GDP" in HELD
    assert f"by {wide} times what debts have really moved by" in HELD


def test_fat_tails_are_named() -> None:
    assert "Their tails are fat." in page(DRAWN["futures, fat tails"]).by_id("how-sure").text
    assert "Their tails are fat." not in page(DRAWN["futures"]).by_id("how-sure").text


# Who pays ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("variant", "words"),
    [
        ("futures", "The extra over a constant share is paid by debt alone."),
        ("futures, three pay", f"50{THIN}% by debt, 30{THIN}% by taxes and 20{THIN}% by cuts els"),
        ("futures, paid by year", f"is paid 25{THIN}% by debt and 75{THIN}% by taxes."),
        ("futures, paid differently", "Who pays differs by country; the parts sum to one."),
        ("futures", "one multiplier between 0.20 and 1.60, most often near 0.70, for"),
        ("futures, multipliers by country", "one multiplier between 0.10 and 1.00, by country,"),
        ("futures, no multiplier", "leave output as it is: no multiplier is set."),
        ("futures", "Sheremirov and Spirovska"),
        ("futures", "Points of income tax, for anyone: no base of income tax is published."),
        ("futures", "Part of public health expenditure, for the United States: no figure is"),
    ],
)
def test_who_pays_is_said_in_plain_words(variant: str, words: str) -> None:
    assert words in page(DRAWN[variant]).by_id("who-pays").text


def test_who_pays_has_a_table_only_where_it_differs() -> None:
    made = page(DRAWN["futures, paid differently"])
    assert row_of(made, "Germany", "who-pays") == [
        "Germany",
        f"50{THIN}%",
        f"50{THIN}%",
        f"0{THIN}%",
    ]
    assert "By cuts elsewhere" not in page(DRAWN["futures, three pay"]).by_id("who-pays").text


def test_every_estimate_of_a_multiplier_is_its_own_origin_with_a_page() -> None:
    made = page(DRAWN["futures"])
    items = [e for e in made.find("li") if e.attributes.get("id", "").startswith("ev-")]
    assert len(items) >= 10
    for item in items:
        assert item.attributes["data-origin"] == item.attributes["id"]
        assert [a for a in made.find("a") if item in a.lineage() and "rel" in a.attributes]
    assert "up to 0.2" in items[2].text


def test_an_equivalent_leads_to_the_figure_it_rests_on() -> None:
    made = page(DRAWN["futures of one"])
    data = number_in(made, "r-ESP-eq-per_household")
    measure, member, figure = data.origin.split()
    assert (measure, member) == ("q-per_household", "i-ESP")
    assert made.by_id(figure).text == "2.6"
    assert made.value("r-ESP-eq-vat_points") == 2.34


def test_equivalents_counted_alike_are_told_once() -> None:
    rules = [
        "extra in per cent of GDP over what a point brought in 2023; the standard rate is 21 % "
        "(2026)",
        "extra in per cent of GDP over what a point brought in 2023; the standard rate is 19.5 % "
        "(2026)",
    ]
    found = tuple(
        Equivalent(code, "vat_points", 2035, 2.0, "points", (), rule, f"static (rate used {n}.0)")
        for code, rule, n in zip(("ESP", "DEU"), rules, (21, 19), strict=True)
    )
    made = page(drawn(make((SPAIN, GERMANY)), equivalents=(found, ())))
    told = made.by_id("q-vat_points")
    assert told.text == "Points of VAT or sales tax"
    (text,) = [e.text for e in made.find("dd") if "brought in 2023" in e.text]
    assert text.count("brought in 2023") == 1
    assert "Germany, Spain" in text
    assert "21" not in text


def test_nothing_is_said_of_what_it_means_where_nothing_was_asked() -> None:
    assert "felt-title" not in page(DRAWN["futures, nothing felt"]).ids
    none = replace(DRAWN["futures"], equivalents=None)
    assert "felt-title" not in page(none).ids


# What it buys ------------------------------------------------------------------------------------


def test_buying_power_and_stock_stand_where_levers_ask_for_them() -> None:
    made = page(DRAWN["futures"])
    assert made.value("r-ESP-buying-lost") == pytest.approx(15.0)
    real = made.value("r-ESP-spending_real")
    assert made.value("r-ESP-buying") == pytest.approx(0.85 * real)
    assert "r-ESP-stock-95" in made.ids
    assert "what-it-buys" not in page(DRAWN["futures, three pay"]).ids
    stock_only = page(DRAWN["futures of one"])
    assert "r-ESP-buying" not in stock_only.ids
    assert stock_only.value("r-ESP-stock-before") == 0.0


def test_a_stock_that_is_not_known_is_left_open() -> None:
    made = page(DRAWN["futures, some stock unknown"])
    assert "r-POL-stock-before" not in made.ids
    assert made.value("r-ESP-stock-before") == 3.0


# Without futures ---------------------------------------------------------------------------------


def test_a_central_path_has_none_of_it_and_shows_no_input_that_it_does_not_rest_on() -> None:
    plain = page(make())
    central = replace(drawn(make(), draws=0), equivalents=None, calibration=None)
    made = page(central)
    for anchor in ("how-sure", "who-pays", "what-it-buys"):
        assert anchor not in made.ids
        assert anchor not in plain.ids
    assert "v-fiscal-long" not in made.ids
    assert "Persons per household" not in made.by_id("origin").text
    assert "v-fiscal-long" in page(drawn(make())).ids


def test_without_draws_the_path_is_the_one_that_the_levers_lead_to() -> None:
    scenario = load("canada-pbo").model_copy(update={"behaviour": Behaviour(inertia=0.5)})
    study = compute(scenario, Figures.open())
    made = page(study)
    extra = study.shown.extra["constant_share"][0, -1]
    assert made.value("r-CAN-extra") == pytest.approx(extra)
    assert extra < 0.95 * study.projection.extra["constant_share"][0, -1]


# Inputs and pictures -----------------------------------------------------------------------------


def test_years_with_the_same_number_share_a_cell_and_a_default_is_left_out() -> None:
    study = drawn(make((SPAIN, USA)))
    assert study.fiscal
    held = tuple(
        Origin(code, "fiscal/short", year, 0.02, "rate a year", "derived", (), "held")
        for code in ("ESP", "USA")
        for year in (2026, 2027, 2028)
    )
    own = tuple(
        Origin(code, "levers/tax_share", 2026, part, "part of one", "user")
        for code, part in (("ESP", 0.25), ("USA", 0.25))
    )
    origins = (*study.fiscal.origins, *held, *own)
    made = page(replace(study, fiscal=replace(study.fiscal, origins=origins)))
    row = made.by_id("i-ESP-fiscal-short")
    assert [c.attributes.get("colspan") for c in row.children[1:]] == ["3"]
    text = made.by_id("origin").text
    assert "The same for all countries: paid by taxes 0.25u." in text
    assert "slippage" not in text.lower()


def test_levers_that_differ_by_country_stand_in_a_table() -> None:
    study = drawn(make((SPAIN, USA)))
    assert study.fiscal
    own = tuple(
        Origin(code, "levers/tax_share", 2026, part, "part of one", "user")
        for code, part in (("ESP", 0.25), ("USA", 0.5))
    )
    made = page(replace(study, fiscal=replace(study.fiscal, origins=own)))
    assert made.by_id("i-ESP-levers-tax_share").text == "0.25u"
    assert "The same for all countries" not in made.by_id("origin").text


def test_refuses_an_equivalent_whose_figure_is_not_there() -> None:
    study = DRAWN["futures"]
    with pytest.raises(Failure, match="average_household_size"):
        report(replace(study, observations=make().observations), {})


def test_refuses_a_fiscal_number_that_rests_on_nothing() -> None:
    study = drawn(make())
    assert study.fiscal
    bare = Origin("ESP", "fiscal/balance", 2026, 0.01, "fraction of GDP", "figure")
    with pytest.raises(Failure, match="ESP fiscal/balance 2026"):
        report(replace(study, fiscal=replace(study.fiscal, origins=(bare,))), {})


def test_a_picture_is_lighter_and_the_same() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><g pointer-events="none">'
        '<path d="" display="none"/><path d="M1.23456,2L3,4.000001" stroke="red"/></g>'
        '<text font-family="A, B" opacity="0">9.87654</text><g></g>'
        '<text font-family="A, B" opacity="1">Denmark: 0.058</text></svg>'
    )
    picture = str(inline(svg, "x", "said"))
    assert '<path d="M1.2,2L3,4" stroke="red"/>' in picture
    assert "<text>Denmark: 0.058</text>" in picture
    assert picture.count("font-family") == 1
    for gone in ("9.87", "display", "pointer", "<g></g>", "opacity"):
        assert gone not in picture


def test_two_fonts_are_left_where_they_are() -> None:
    svg = (
        '<svg width="10" height="10"><text font-family="A">a</text>'
        '<text font-family="B">b</text></svg>'
    )
    picture = str(inline(svg, "x", ""))
    assert '<text font-family="A">a</text><text font-family="B">b</text>' in picture


def test_a_picture_of_futures_leads_to_the_section_that_holds_its_numbers() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>3</text></svg>'
    names = ("cost_bars", "fan_debt", "debt_moves")
    made = Page(report(DRAWN["futures"], dict.fromkeys(names, svg)))
    origins = [f.attributes["data-origin"] for f in made.find("figure")]
    assert origins == ["by-member", "how-sure", "who-pays"]
    central = Page(report(make(), dict.fromkeys(names, svg)))
    assert {f.attributes["data-origin"] for f in central.find("figure")} == {"by-member"}
    assert central.targets() <= set(central.ids)


# Real runs ---------------------------------------------------------------------------------------


def real(name: str, **changes: Any) -> Study:
    return compute(load(name).model_copy(update={"draws": 400, **changes}), Figures.open())


@pytest.mark.parametrize("name", ["hague-2035", "canada-pbo", "japan-2027", "japan-yen"])
def test_a_run_with_draws_on_the_shipped_figures_is_sound(name: str) -> None:
    html = report(real(name), {})
    made = Page(html)
    assert made.problems == []
    assert made.bare_numbers == []
    assert len(set(made.ids)) == len(made.ids)
    assert made.targets() <= set(made.ids)
    assert not re.search(r"\bnan\b|\bNone\b", made.by_id("how-sure").text)
    assert not re.search(r"\bnan\b|\bNone\b", made.by_id("who-pays").text)
    assert len(html.encode()) < 1_600_000


def test_a_real_debt_adds_up_and_ends_where_its_band_has_no_shock() -> None:
    made = page(real("canada-pbo"))
    causes = [i for i in made.ids if i.startswith("r-CAN-by-")]
    start, end = made.value("r-CAN-debt-start"), made.value("r-CAN-debt-end")
    assert start + sum(made.value(cause) for cause in causes) == pytest.approx(end, abs=1e-9)
    assert end == pytest.approx(made.value("r-CAN-debt-band-central"), abs=1e-9)


def test_a_real_run_of_the_past_says_that_it_is_known() -> None:
    assert answer(real("wales-2014"))[-1] == KNOWN
