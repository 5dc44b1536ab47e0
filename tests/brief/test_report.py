"""The report of a run: every number has an origin, every sentence holds, every page is sound."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from burdenshare.brief.report import report
from burdenshare.brief.sure import TESTED
from burdenshare.errors import Failure
from burdenshare.figures.store import Figures
from burdenshare.projection.model import Origin
from burdenshare.scenario.load import load
from burdenshare.scenario.model import Behaviour, Pledge
from burdenshare.study import Study, compute

from .drawn import CALIBRATION, drawn
from .factory import ALLIES, YEARS, Member, make
from .page import Page

USA, GERMANY, SPAIN, POLAND, ESTONIA = ALLIES
JAPAN = Member("JPN", "JPY", 690_000, 2.6, 1.9, 1.9, 150.0, 122.0)
SVG = (
    '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" class="marks" width="640" '
    'height="300" viewBox="0 0 640 300"><defs><clipPath id="clip0"><rect width="9" height="9"/>'
    '</clipPath></defs><g clip-path="url(#clip0)" role="graphics-symbol" aria-label="2.5">'
    "<text>2.5</text></g></svg>"
)


def shorter(year: int) -> dict[str, Any]:
    """Let the run end in a year, before the deadline."""
    return {"last": YEARS.index(year), "scenario": {"end": year}}


VARIANTS: dict[str, Study] = {
    "several": make(),
    "one": make((SPAIN,)),
    "one in dollars": make((USA,)),
    "one already there": make((POLAND,)),
    "one there, prices matter": make((POLAND,), baselines=("constant_real",)),
    "two": make((SPAIN, GERMANY)),
    "two, both there": make((POLAND, ESTONIA)),
    "all there": make((POLAND, ESTONIA, replace(USA, start=3.6))),
    "none there": make((SPAIN, GERMANY, USA)),
    "targets differ": make((replace(SPAIN, target=2.1), GERMANY, USA)),
    "not an ally": make((JAPAN, USA)),
    "no prices": make(priced=False),
    "one without prices": make((SPAIN,), priced=False),
    "the user's own GDP": make(user=frozenset({"ESP"})),
    "one with the user's own GDP": make((SPAIN,), user=frozenset({"ESP"})),
    "share as baseline": make(baselines=("share_2.0", "constant_share")),
    "five baselines": make(
        baselines=("constant_share", "constant_real", "constant_cash", "share_2.0", "share_2.5")
    ),
    "no related part": make(related=0.0),
    "one without a pledge": make(
        (JAPAN, USA, replace(SPAIN, target=2.0)),
        scenario={"pledges": (Pledge(members=("JPN", "USA"), share=3.5, by=2035),)},
    ),
    "no exchange rate for one": make(
        (SPAIN, JAPAN, USA), fx_at_base=np.array([0.86, np.nan, 1.0]), price_base=(2026, 2025, 2026)
    ),
    "growth path": make(path="growth"),
    "ends before the deadline": make(**shorter(2030)),
    "one ends before the deadline": make((SPAIN,), **shorter(2030)),
    "may fall": make((replace(POLAND, target=3.0),), may_fall=(True,)),
    "no budgets": make(budgets={}),
    "Japanese": make((JAPAN,), title="防衛費をGDP比3.5％に"),
    "notes": make(
        notes=(
            {"country": "", "text": "A break in 2026: core defence, 3.5 instead of 2 per cent."},
            {"country": "ESP", "text": "A note of 1.5 per cent."},
        )
    ),
    "charts": make(),
}
ASIDE = ({"country": "", "text": "Estimated from 2 editions."},)
DRAWN: dict[str, Study] = {
    "futures": drawn(make(), import_share=0.3, equipment_share=0.3),
    "few futures": drawn(make(), draws=5),
    "futures of one": drawn(make((SPAIN,)), equipment_share=0.3),
    "futures of one already there": drawn(make((POLAND,))),
    "futures of one, debt unknown": drawn(make((SPAIN,)), unknown=("ESP",)),
    "futures of two": drawn(make((SPAIN, GERMANY))),
    "futures of two, both there": drawn(make((POLAND, ESTONIA))),
    "futures of countries": drawn(make((JAPAN, USA)), plain=("JPN", "USA")),
    "futures without prices": drawn(make(priced=False)),
    "futures, one debt unknown": drawn(make(), unknown=("DEU",)),
    "futures, no debt known": drawn(make(), unknown=tuple(m.code for m in ALLIES)),
    "futures, sure": drawn(make(), chance=1.0),
    "futures, never": drawn(make(), chance=0.0),
    "futures, behaved": drawn(
        make(),
        scenario={"behaviour": Behaviour(kind="behaved")},
        behaviour="behaved",
        aimed=np.full((5, 10), 2.0),
    ),
    "futures with inertia": drawn(
        make(), scenario={"behaviour": Behaviour(inertia=0.5)}, inertia=np.full(5, 0.5)
    ),
    "futures, fat tails": drawn(make(), scenario={"tails": 8}, tails="fat"),
    "futures, capped": drawn(make(), capped=0.25),
    "futures, foreign debt": drawn(make(), foreign=0.5),
    "futures, three pay": drawn(make(), debt_share=0.5, tax_share=0.3, other_share=0.2),
    "futures, paid differently": drawn(
        make(),
        debt_share=np.array([1.0, 0.5, 1.0, 1.0, 1.0]),
        tax_share=np.array([0.0, 0.5, 0.0, 0.0, 0.0]),
    ),
    "futures, paid by year": drawn(
        make(), debt_share=np.full((5, 10), 0.25), tax_share=np.full((5, 10), 0.75)
    ),
    "futures, no multiplier": drawn(make(), multiplier=(0.0, 0.0, 0.0)),
    "futures, multipliers by country": drawn(
        make(), multiplier=np.array([[0.1, 0.2 + i / 10, 1.0] for i in range(5)])
    ),
    "futures, nothing felt": drawn(make(), equivalents=((), ())),
    "futures end before the deadline": drawn(make(**shorter(2030)), equipment_share=0.3),
    "futures may fall": drawn(make((replace(POLAND, target=3.0),), may_fall=(True,))),
    "futures, some stock unknown": drawn(
        make(), equipment_share=0.3, stock0=np.array([[1.0], [2.0], [3.0], [np.nan], [5.0]])
    ),
    "futures of a calibration without notes": replace(
        drawn(make()), calibration=replace(CALIBRATION, notes=ASIDE, fingerprint=TESTED + "0" * 48)
    ),
}
VARIANTS |= DRAWN


def rendered(name: str) -> str:
    charts = {"who_meets_what": SVG, "burden_map": SVG, "my_own": SVG} if name == "charts" else {}
    return report(VARIANTS[name], charts)


@pytest.fixture(params=list(VARIANTS))
def page(request: pytest.FixtureRequest) -> Page:
    return Page(rendered(request.param))


def test_is_well_formed_with_every_id_once(page: Page) -> None:
    assert page.problems == []
    assert len(set(page.ids)) == len(page.ids)


def test_every_link_and_origin_leads_somewhere(page: Page) -> None:
    assert page.targets() <= set(page.ids)


def test_no_number_stands_without_an_origin(page: Page) -> None:
    assert page.bare_numbers == []
    for data in page.find("data"):
        assert data.origin
        float(data.attributes["value"])


def test_nothing_unknown_is_printed_as_a_number(page: Page) -> None:
    text = page.find("body")[0].text
    assert not re.search(r"\bnan\b|\bNone\b|\binf\b|NaN|Undefined|Markup", text)
    assert not re.search(r"\b(?:1|one) (?:allies|countries|futures)\b", text)
    assert not re.search(r"\b(?:[2-9]|\d\d+|two|five|ten) (?:ally|country|future)\b", text)
    assert "  ." not in text
    assert " ," not in text


def test_is_accessible(page: Page) -> None:
    assert page.find("html")[0].attributes["lang"] == "en"
    for landmark in ("header", "nav", "main", "footer", "h1"):
        assert len(page.find(landmark)) == 1
    assert page.find("a", **{"class": "skip"})[0].attributes["href"] == "#answer"
    for table in page.find("table"):
        assert table.children[0].tag == "caption"
        assert table.children[0].text.strip()
    for head in page.find("th"):
        assert head.attributes["scope"] in ("col", "row", "colgroup")
        assert head.text.strip()
    levels = [int(e.tag[1]) for e in page.elements if re.fullmatch(r"h[1-6]", e.tag)]
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    for picture in page.find("svg"):
        assert picture.attributes["role"] == "img"
        assert picture.attributes["aria-label"]


def test_loads_nothing_from_outside(page: Page) -> None:
    for element in page.elements:
        assert element.tag not in ("script", "link", "iframe", "object", "embed", "base", "form")
        assert not any(name.startswith("on") for name in element.attributes)
        assert "src" not in element.attributes
        if element.tag != "a":
            assert "://" not in element.attributes.get("href", "")
    css = page.find("style")[0].text
    assert "url(" not in css
    assert "@import" not in css


def test_the_numbers_are_those_of_plain_arithmetic() -> None:
    page = Page(rendered("several"))
    spain = (3.5 - 2.0) / 100 * 1790 * 1.036**9
    assert page.value("r-ESP-extra") == pytest.approx(spain)
    spain_usd = spain / 1.022**9 / 0.86
    assert page.value("r-ESP-usd") == pytest.approx(spain_usd)
    germany = (3.5 - 2.69) / 100 * 4640 * 1.03**9 / 1.021**9 / 0.86
    usa = (3.5 - 3.17) / 100 * 31800 * 1.039**9 / 1.021**9
    assert page.value("r-ALL-usd") == pytest.approx(spain_usd + germany + usa)
    assert page.value("r-ESP-head") == pytest.approx(spain * 1000 / 49.8)
    path = [(2.0 + 1.5 * t / 9) / 100 * 1790 * 1.036**t for t in range(10)]
    kept = [0.02 * 1790 * 1.036**t for t in range(10)]
    total = sum(path) - sum(kept)
    assert page.value("r-ESP-constant_share-total") == pytest.approx(total)
    growth = 100 * ((path[9] / 1.022**9 / path[0]) ** (1 / 9) - 1)
    assert page.value("r-ESP-growth") == pytest.approx(growth)


def test_the_answer_names_the_sum_the_payers_those_there_and_the_steepest_climb() -> None:
    lead = Page(rendered("several")).find("p", **{"class": "lead"})[0].text
    assert "To spend 3.5\u202f% of GDP on core defence by 2035, the five allies would" in lead
    assert "205.4\u202fbn\u202fUSD more in 2035 than if each held its 2026 share of GDP" in lead
    assert "It falls to the United States (" in lead
    assert "Estonia (5.10\u202f%) and Poland (4.68\u202f%) start at or above" in lead
    assert "Spain has the steepest climb: its spending must grow by 7.9\u202f% a year" in lead
    assert "ahead of Germany" in lead


@pytest.mark.parametrize(
    ("variant", "words"),
    [
        ("one", "Spain would spend 36.9\u202fbn\u202fEUR more in 2035 than if it held"),
        ("one", "Until 2035 its spending must grow by"),
        ("one already there", "Poland need spend no more in 2035 than if it held its 2026 share"),
        ("one already there", "It starts from 4.68\u202f%, at or above the share it pledged."),
        ("two", "both allies would together spend"),
        ("two", "Neither starts at or above the share it pledged."),
        ("two, both there", "both allies need spend no more in 2035"),
        ("two, both there", "Both start at or above the share they pledged."),
        ("all there", "All three start at or above"),
        ("none there", "No ally starts at or above the share it pledged."),
        ("targets differ", "between 2.1\u202f% and 3.5\u202f% of GDP on core defence by 2035"),
        ("not an ally", "both countries would together spend"),
        ("no prices", "prices or exchange rates are missing for all of them."),
        ("no prices", "by Germany 49.0\u202fbn\u202fEUR in 2035"),
        ("no exchange rate for one", "prices or exchange rates are missing for Japan."),
        (
            "one without a pledge",
            "To spend 3.5\u202f% of GDP on defence by 2035, the three countries",
        ),
        ("one without a pledge", "No country starts at or above the share it pledged."),
        ("share as baseline", "than if each spent 2.0\u202f% of GDP"),
        ("ends before the deadline", "more in 2030 than if each held"),
        ("may fall", "less in 2035 than if it held its 2026 share of GDP"),
    ],
)
def test_the_answer_is_said_in_plain_words(variant: str, words: str) -> None:
    assert words in Page(rendered(variant)).find("p", **{"class": "lead"})[0].text


def test_sums_stand_only_where_they_may_be_summed() -> None:
    total = Page(rendered("several")).by_id("r-ALL")
    assert "Together, prices and exchange rates of 2026" in total.text
    assert "not summed" in total.text
    assert "r-ALL" not in Page(rendered("one")).ids


def test_a_member_without_a_pledge_has_no_target() -> None:
    page = Page(rendered("one without a pledge"))
    assert "r-ESP-target" not in page.ids
    assert "no pledge" in page.by_id("r-ESP").text


def test_what_is_unknown_says_so_and_prints_no_number() -> None:
    page = Page(rendered("no prices"))
    assert page.by_id("r-ALL-usd").text == "n/a"
    assert page.by_id("r-ESP-growth").text == "n/a"


def test_an_input_leads_to_its_figure_and_the_figure_to_its_source() -> None:
    page = Page(rendered("several"))
    row = page.by_id("i-ESP-start_share")
    (link,) = [e for e in page.find("a") if row in e.lineage()]
    figure = page.by_id(link.attributes["href"][1:])
    assert figure.text == "2e"
    (data,) = [e for e in page.find("data") if figure in e.lineage()]
    assert data.origin == "s-nato_2026-07"
    assert "no open licence stated" in page.by_id("sources-title").parent.text  # type: ignore[union-attr]


def test_assumptions_beyond_the_forecast_are_named_with_value_and_origin() -> None:
    page = Page(rendered("several"))
    section = page.by_id("assumptions")
    assert "rates are held" in section.text
    (row,) = [e for e in page.find("tr") if section in e.lineage() and "Spain" in e.text]
    cells = [cell.text for cell in row.children]
    # 1.036 / 1.022 - 1 = 1.37 %
    assert cells == ["Spain", "1.4", "2.2", "0.0", "0.0", "2031", "held"]
    (rate, *_) = [e for e in page.find("data") if row in e.lineage()]
    assert rate.origin == "i-ESP-gdp"


def test_rates_are_named_where_only_prices_go_beyond_the_forecast() -> None:
    page = Page(rendered("one with the user's own GDP"))
    section = page.by_id("assumptions")
    (row,) = [e for e in page.find("tr") if section in e.lineage() and "Spain" in e.text]
    assert [cell.text for cell in row.children][:3] == ["Spain", "-", "2.2"]


def test_the_scenarios_own_rates_are_told_from_held_ones() -> None:
    study = make((SPAIN,))
    origins = tuple(
        o._replace(rule=o.rule.replace(", held from 2031", ", assumed"))
        for o in study.inputs.origins
    )
    section = Page(report(replace(study, inputs=replace(study.inputs, origins=origins)), {}))
    assert "the scenario's own rates apply" in section.by_id("assumptions").text


def test_the_users_own_numbers_are_named() -> None:
    page = Page(rendered("the user's own GDP"))
    notes = page.by_id("notes").text
    assert "Spain, GDP, current prices, 2026-2035: 1\u202f790 to" in notes
    assert (
        "Every other number comes from published figures"
        in Page(rendered("one")).by_id("notes").text
    )


def test_hostile_words_stay_words() -> None:
    evil = '<script>alert("x")</script><img src=x onerror=alert(1)>'
    study = make(
        title=evil,
        notes=({"country": "ESP", "text": evil}, {"country": "", "text": "</dl>" + evil}),
        scenario={"description": evil, "sources": (evil, "javascript:alert(1)", "https://a.b/c")},
    )
    study = replace(
        study,
        observations=tuple(o._replace(note=evil, quote=evil) for o in study.observations),
        sources=tuple(
            replace(s, title=evil, address=evil, read_from=evil, licence=evil)
            for s in study.sources
        ),
        versions={"burdenshare": evil},
    )
    page = Page(report(study, {evil: SVG}))
    assert page.problems == []
    assert not page.find("script")
    assert not page.find("img")
    assert page.targets() <= set(page.ids)
    addresses = {e.attributes["href"] for e in page.find("a") if "rel" in e.attributes}
    assert addresses == {"https://a.b/c"}


def test_a_title_in_japanese_is_marked_as_such() -> None:
    page = Page(rendered("Japanese"))
    assert page.find("h1")[0].attributes["lang"] == "ja"
    assert page.find("h1")[0].text == "防衛費をGDP比3.5％に"


def test_a_chart_is_described_by_what_it_says_itself() -> None:
    said = SVG.replace('aria-label="2.5"', 'aria-label="4 &gt; 3 &amp; more."')
    (picture,) = Page(report(make(), {"cost_bars": said})).find("svg")
    assert picture.attributes["aria-label"] == "Who pays how much. 4 > 3 & more."


def test_a_chart_without_size_or_ids_is_taken_too() -> None:
    bare = '<svg xmlns="http://www.w3.org/2000/svg"><text>3</text></svg>'
    page = Page(report(make(), {"odd name!": bare}))
    assert page.problems == []
    assert page.by_id("chart-odd-name").text.strip().endswith("Odd name.")


def test_charts_stand_in_the_order_given_with_ids_of_their_own() -> None:
    page = Page(rendered("charts"))
    assert [f.attributes["id"] for f in page.find("figure")] == [
        "chart-who_meets_what",
        "chart-burden_map",
        "chart-my_own",
    ]
    clips = {e.attributes["id"] for e in page.find("clippath")}
    assert clips == {"who_meets_what-clip0", "burden_map-clip0", "my_own-clip0"}
    used = {e.attributes["clip-path"] for e in page.find("g")}
    assert used == {f"url(#{clip})" for clip in clips}
    assert page.find("svg")[0].attributes["aria-label"].startswith("Who meets what.")
    assert "My own" in page.by_id("chart-my_own").text


def test_the_same_study_gives_the_same_bytes_in_another_process() -> None:
    code = (
        "import hashlib; from brief.factory import make; "
        "from burdenshare.brief.report import report; "
        "print(hashlib.sha256(report(make(), {}).encode()).hexdigest())"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent.parent)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(seen) == 1


def test_says_what_verification_establishes_and_how_to_cite() -> None:
    text = Page(rendered("several")).by_id("made").text
    assert "burdenshare verify FOLDER" in text
    assert "0123456789abcdef" in text
    assert "What it does not establish" in text
    assert "IMF 2026-04, NATO 2026-07" in text


def test_refuses_an_input_whose_figure_is_not_there() -> None:
    study = make()
    with pytest.raises(Failure) as refused:
        report(replace(study, observations=study.observations[1:]), {})
    assert refused.value.code == "internal"
    assert study.observations[0].key in refused.value.message


def test_refuses_a_figure_whose_source_is_not_there() -> None:
    study = make()
    with pytest.raises(Failure, match="nato_2026-07") as refused:
        report(replace(study, sources=study.sources[:1]), {})
    assert refused.value.code == "internal"


def test_refuses_an_input_that_rests_on_nothing() -> None:
    study = make()
    bare = Origin("ESP", "gdp", 2026, 1790.0, "LCU billion (EUR)", "figure")
    inputs = replace(study.inputs, origins=(*study.inputs.origins, bare))
    with pytest.raises(Failure, match="ESP gdp 2026"):
        report(replace(study, inputs=inputs), {})


def test_refuses_a_member_whose_start_has_no_origin() -> None:
    with pytest.raises(Failure, match="ESP start_share"):
        report(make((SPAIN,), origins=()), {})


def test_a_member_whose_start_is_unknown_is_left_open() -> None:
    shares = np.array([np.nan, *(m.start for m in ALLIES[1:])])
    page = Page(report(make(start_share=shares), {}))
    assert page.by_id("r-USA-start").text.strip() == "n/a"
    assert page.bare_numbers == []


@pytest.mark.parametrize(
    "name", ["hague-2035", "canada-pbo", "japan-2027", "wales-2014", "hague-2035-spain-2.1"]
)
def test_a_run_on_the_shipped_figures_is_sound(name: str) -> None:
    html = report(compute(load(name), Figures.open()), {})
    page = Page(html)
    assert page.problems == []
    assert page.bare_numbers == []
    assert page.targets() <= set(page.ids)
    assert len(html.encode()) < 900_000
