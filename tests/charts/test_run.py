"""The charts of real runs and of the shipped figures."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from burdenshare.charts.figures import CHARTS, chart, draw
from burdenshare.charts.run import ORDER, charts, conditions_of, definition_of
from burdenshare.errors import Failure, Refusal
from burdenshare.figures.store import Figures
from burdenshare.scenario.load import load, redraw
from burdenshare.scenario.model import Behaviour, Financing
from burdenshare.study import Study, compute

Texts = Callable[[dict[str, Any]], dict[str, list[str]]]
POLITICS = ("keeping", "kept_as_said", "positions", "moves", "standing_alone")
"""Of a run that is asked who keeps the pledge and what is negotiated."""
READINGS = (
    *("coverage_rose", "absence", "marginal", "contingencies"),
    *("formats_network", "formats_sets"),
)
"""Of what is covered, and of rooms; what they rest on is no table of figures."""


@pytest.fixture(scope="module")
def figures(shared_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Figures]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BURDENSHARE_HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("BURDENSHARE_CACHE", str(shared_cache))
        yield Figures.open()


@pytest.fixture(scope="module")
def hague(figures: Figures) -> Study:
    return compute(load("hague-2035"), figures)


def test_a_run_of_all_allies_gets_every_chart(hague: Study, figures: Figures) -> None:
    made = charts(hague, figures)
    assert list(made) == [
        "who_meets_what",
        "burden_map",
        "path_to_pledge",
        "cost_stack",
        "cost_bars",
        "vintage_movers",
        *POLITICS,
        *READINGS,
    ]


def test_every_source_line_carries_the_run(hague: Study, figures: Figures, texts: Texts) -> None:
    for name, spec in charts(hague, figures).items():
        line = " ".join(texts(spec)["source"])
        assert line.endswith(f"run {hague.fingerprint[:12]}."), name
        assert ("North Atlantic Treaty Organization" in line) == (name not in READINGS)
        assert "user's own" not in line
        assert ("International Monetary Fund" in line) == name.startswith("cost")
        assert "Health" not in line, f"{name} shows no health budget"


def test_the_title_of_the_costs_is_the_total_of_the_run(
    hague: Study, figures: Figures, texts: Texts
) -> None:
    total = hague.projection.alliance.extra_real["constant_share"].sum()
    for name in ("cost_stack", "cost_bars"):
        title = " ".join(texts(charts(hague, figures)[name])["title"])
        assert f"costs 31 allies USD {total:,.0f} bn more than a constant share" in title


def test_the_start_is_named_by_definition_and_edition(hague: Study) -> None:
    assert definition_of(hague) == "NATO core defence, July 2026 edition"


# Futures -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def drawn(figures: Figures) -> Study:
    return compute(redraw(load("hague-2035"), draws=200), figures)


def test_a_run_with_draws_gets_its_fans_and_who_can_pay(drawn: Study, figures: Figures) -> None:
    made = charts(drawn, figures)
    assert list(made) == [
        "who_meets_what",
        "burden_map",
        "path_to_pledge",
        "cost_stack",
        "cost_bars",
        "fan_total",
        "fan_cost",
        "fan_debt",
        "affordable",
        "debt_moves",
        "vintage_movers",
        *POLITICS,
        *READINGS,
    ]
    assert set(made) - {*POLITICS, *READINGS} < set(ORDER)


def test_fans_show_the_quantiles_of_the_run(drawn: Study, figures: Figures) -> None:
    assert drawn.futures is not None
    made, futures = charts(drawn, figures), drawn.futures
    i = futures.members.index("ITA")
    low, high = (100 * futures.fans["debt"].at(level)[i, -1] for level in (0.1, 0.9))
    (row,) = [
        row
        for row in made["fan_debt"]["datasets"]["bands"]
        if (row["panel"], row["year"], row["band"]) == ("Italy", futures.years[-1], "80 %")
    ]
    assert (row["low"], row["high"]) == (pytest.approx(low), pytest.approx(high))
    total = futures.alliance["extra_real.constant_share"].at(0.5)[-1]
    (median,) = [
        row["value"]
        for row in made["fan_total"]["datasets"]["lines"]
        if (row["year"], row["line"]) == (futures.years[-1], "median")
    ]
    assert median == pytest.approx(total)


def test_what_moves_debt_leads_from_the_start_to_the_end(drawn: Study, figures: Figures) -> None:
    assert drawn.futures is not None
    totals = charts(drawn, figures)["debt_moves"]["datasets"]["totals"]
    moved = {row["country"]: row["total"] for row in totals}
    i = drawn.futures.members.index("ITA")
    start = drawn.debt_changes["ITA"].start
    end = drawn.futures.fans["debt"].central[i, -1]
    assert moved["Italy"] == pytest.approx(100 * (end - start))


def test_conditions_name_calibration_financing_and_behaviour(
    drawn: Study, figures: Figures, texts: Texts
) -> None:
    assert drawn.calibration is not None
    made = charts(drawn, figures)
    for name in ("fan_total", "fan_cost", "fan_debt", "affordable"):
        told = " ".join(texts(made[name])["subtitle"])
        assert "200 futures" in told, name
        assert "every pledge is kept; the extra is paid by debt; shocks of the shipped" in told
        assert drawn.calibration.fingerprint[:8] in told
    told = " ".join(texts(made["affordable"])["subtitle"])
    assert "in 2035 public debt is at or below 60 % of GDP, or no higher than 5 years" in told
    line = " ".join(texts(made["fan_debt"])["source"])
    assert "European Commission" in line
    assert line.endswith(f"run {drawn.fingerprint[:12]}.")
    assert "IMF WEO, April 2026 edition" in " ".join(texts(made["debt_moves"])["subtitle"])


def test_several_payers_and_own_shocks_are_said(drawn: Study) -> None:
    def told(**other: Any) -> str:
        scenario = drawn.scenario.model_copy(update=other)
        return conditions_of(replace(drawn, scenario=scenario)).sentence()

    split = Financing(debt=0.5, tax=0.3, other=0.2)
    assert "paid 50 % by debt, 30 % by taxes, 20 % by cuts elsewhere" in told(financing=split)
    assert "the extra is paid by taxes" in told(financing=Financing(tax=1.0))
    by_member = Financing(debt={"ITA": 1.0}, tax=None, other=None)
    assert "as the scenario says of each country" in told(financing=by_member)
    assert "a calibration of the user's own" in told(calibration="calibration.json")
    assert "fat tails (6 degrees of freedom)" in told(tails=6)
    assert "not what they pledged" in told(behaviour=Behaviour(kind="behaved"))


def test_gaps_and_bounds_of_the_futures_are_said(
    drawn: Study, figures: Figures, texts: Texts
) -> None:
    futures = drawn.futures
    assert futures is not None
    capped = np.where(np.array(futures.members) == "TUR", 0.03, 0.0)
    made = charts(replace(drawn, futures=replace(futures, capped=capped)), figures)
    told = " ".join(texts(made["fan_debt"])["subtitle"])
    assert "Cut at the highest debt that the model allows: Türkiye." in told
    unknown = {name: np.full_like(p, np.nan) for name, p in futures.probabilities.items()}
    nobody = replace(drawn, futures=replace(futures, probabilities=unknown))
    assert "affordable" not in charts(nobody, figures)


def test_the_weak_yen_gets_its_waterfall(figures: Figures, texts: Texts) -> None:
    study = compute(load("japan-yen"), figures)
    spec = charts(study, figures)["buying_power"]
    title = " ".join(texts(spec)["title"])
    assert title.startswith("Japan: of JPY 43,500 bn ordered for 2023-2027, buying power of")
    assert "International Monetary Fund" in " ".join(texts(spec)["source"])


def test_a_run_with_the_users_own_start_says_so(figures: Figures, texts: Texts) -> None:
    made = charts(compute(load("canada-pbo"), figures), figures)
    assert list(made) == ["path_to_pledge", "cost_stack", *READINGS]
    for spec in (made["path_to_pledge"], made["cost_stack"]):
        assert "the user's own figures" in " ".join(texts(spec)["source"])
        assert "the user's own for Canada" in " ".join(texts(spec)["subtitle"])


def test_a_run_on_a_states_own_definition_names_it(figures: Figures, texts: Texts) -> None:
    made = charts(compute(load("japan-2027"), figures), figures, language="ja")
    ledgers = ["obligations_1", "obligations_2"]
    assert list(made) == ["path_to_pledge", "cost_stack", *READINGS, *ledgers]
    subtitle = "".join(texts(made["path_to_pledge"])["subtitle"])
    assert "2022年度GDPの2%" in subtitle
    assert "その年のGDP以外を分母とする国：日本。" in subtitle
    assert "億円、2025年価格" in "".join(texts(made["cost_stack"])["subtitle"])


def test_readings_that_are_left_out_leave_their_pictures_out(figures: Figures) -> None:
    quiet = load("canada-pbo").model_copy(update={"readings": False})
    made = charts(compute(quiet, figures), figures)
    assert set(made) & set(READINGS) == {"formats_network", "formats_sets"}


def test_cells_before_and_after_are_those_of_the_hardest_absence(
    hague: Study, figures: Figures, texts: Texts
) -> None:
    assert hague.readings is not None
    worst = hague.readings.answer.absences[0]
    said = texts(charts(hague, figures)["contingencies"])
    assert "without the United States" in " ".join(said["title"])
    assert f"{100 * worst.coverage.mean:.0f} % after" in " ".join(said["subtitle"])


def test_rooms_are_those_in_which_a_member_sits(figures: Figures) -> None:
    made = charts(compute(load("japan-2027"), figures), figures)
    seats = made["formats_sets"]["datasets"]["seats"]
    rooms = {seat["room"] for seat in seats}
    assert rooms == {seat["room"] for seat in seats if seat["state"] == "JPN"}
    assert {"GCAP", "Quad", "US-Japan", "IP4"} <= rooms


def test_a_run_on_a_chosen_vintage_shows_nothing_later(figures: Figures, texts: Texts) -> None:
    made = charts(compute(load("wales-2014"), figures), figures)
    assert "vintage_movers" not in made
    for name, spec in made.items():
        assert "July 2026" not in json.dumps(texts(spec)), name
    assert "June 2024 edition" in " ".join(texts(made["burden_map"])["subtitle"])


# One chart of the figures -------------------------------------------------------------------------


def test_the_allies_at_two_per_cent_in_2024_by_edition(figures: Figures, texts: Texts) -> None:
    # 23, 18 and 17 as published in June 2024, August 2025 and July 2026.
    said = texts(chart("who_meets_what", figures, year=2024))
    assert "23 of 31 (June 2024), 18 of 31 (August 2025), 17 of 31 (July 2026)" in " ".join(
        said["subtitle"]
    )
    assert "17 of 31 allies reach 2 % of GDP" in " ".join(said["title"])


def test_the_biggest_mover_of_2025(figures: Figures, texts: Texts) -> None:
    # 3.38 in August 2025 and 3.93 in July 2026: the widest difference of the two editions.
    title = " ".join(texts(chart("vintage_movers", figures, year=2025))["title"])
    assert "Estonia moved most, from 3.38 % to 3.93 % of GDP" in title


def test_movers_name_the_sources_of_the_two_editions_they_show(
    figures: Figures, texts: Texts
) -> None:
    line = " ".join(texts(chart("vintage_movers", figures, year=2024))["source"])
    assert "June 2024" in line
    assert "August 2025" not in line
    assert "July 2026" in line


def test_the_chart_shows_the_members_of_the_year(figures: Figures) -> None:
    dots = chart("who_meets_what", figures, year=2014)["datasets"]["dots"]
    shown = {row["country"] for row in dots}
    assert {"Montenegro", "North Macedonia", "Finland", "Sweden"}.isdisjoint(shown)


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("kind", ["svg", "PNG", "json"])
def test_a_chart_is_drawn_into_a_file(
    figures: Figures, tmp_path: Path, name: str, kind: str
) -> None:
    out = tmp_path / f"x.{kind}"
    draw(name, figures, out, year=2024)
    content = out.read_bytes()
    assert content.startswith({"svg": b"<svg", "PNG": b"\x89PNG", "json": b'{"$schema"'}[kind])
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == [out.name]
    if kind == "PNG":
        assert struct.unpack(">I", content[16:20])[0] > 1200


@pytest.mark.parametrize(
    ("name", "file", "year", "code", "hint"),
    [
        ("burden_mpa", "x.svg", 2024, "bad-argument", "did you mean burden_map?"),
        ("nothing", "x.svg", 2024, "bad-argument", "who_meets_what"),
        ("burden_map", "x.pdf", 2024, "bad-argument", ".svg, .png or .json"),
        ("burden_map", "x", 2024, "bad-argument", ".svg, .png or .json"),
        ("burden_map", "x.svg", 1950, "no-figures", "another year"),
        ("vintage_movers", "x.svg", 2026, "no-figures", "another year"),
    ],
)
def test_what_cannot_be_drawn_is_refused(
    figures: Figures, tmp_path: Path, name: str, file: str, year: int, code: str, hint: str
) -> None:
    with pytest.raises(Refusal) as refused:
        draw(name, figures, tmp_path / file, year=year)
    assert refused.value.code == code
    assert hint in refused.value.hint
    assert not (tmp_path / file).exists()


def test_a_file_that_cannot_be_written_stays_as_it_was(
    figures: Figures, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Failure) as failed:
        draw("burden_map", figures, tmp_path / "absent" / "x.svg", year=2024)
    assert failed.value.code == "cannot-write"
    out = tmp_path / "x.svg"
    out.write_text("before")

    def full(_self: Path, _target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(Failure, match="No space left"):
        draw("burden_map", figures, out, year=2024)
    assert out.read_text() == "before"
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["x.svg"]
