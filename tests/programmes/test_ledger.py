"""Obligations: identities, claims on a pledge, deals, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from burdenshare.errors import Refusal
from burdenshare.figures.store import Figures
from burdenshare.programmes.committed import Claim, committed, run_off
from burdenshare.programmes.cost import cost
from burdenshare.programmes.deals import deals
from burdenshare.programmes.ledger import COLUMNS, ledger
from burdenshare.programmes.reading import load
from burdenshare.programmes.spoken_for import spoken_for
from burdenshare.scenario.load import load as load_scenario
from burdenshare.study import compute
from burdenshare.study.mortgage import ledger_claim, mortgage, programme_claims
from burdenshare.workbench import Workbench

HEADER = ",".join(COLUMNS)


def written(folder: Path, *rows: str) -> Path:
    path = folder / "ledger.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


def test_the_shipped_ledgers_keep_their_identities_and_their_series_apart() -> None:
    books = ledger()
    assert len({book.series for book in books}) == 3
    white_papers = next(book for book in books if "basis not stated" in book.series)
    assert {y: pytest.approx(0, abs=1e-9) for y in (2008, 2011, 2012)} == white_papers.gaps()
    narrow = next(book for book in books if "narrow" in book.series)
    new = {year.year: year.new for year in narrow.years}
    assert new == {2019: 2401.3, 2020: 2405.0, 2021: 2409.0, 2022: 2458.3, 2023: 7067.6}


def test_a_ledger_of_ones_own(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "ITA,all,EUR,current,2025,10,,,,treasury",
        "ITA,all,EUR,current,2026,12,5,3,7,treasury",
    )
    book = ledger(path)[0]
    assert book.gaps() == {2026: 0.0}
    document = Workbench().obligations(path)
    assert document["ledgers"][0]["identity"]["gaps"] == {2026: 0.0}
    assert "budgets" not in document


def test_what_is_wrong_in_a_ledger_is_said_at_once(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "ITA,all,EUR,current,2025,10,,,,treasury",
        "ITA,all,USD,constant 2020,2026,13,5,3,,treasury",
        "ITA,all,EUR,current,2026,13,5,3,,treasury",
        "ITA,all,EUR,current,soon,-1,x,,,",
    )
    with pytest.raises(Refusal) as refused:
        ledger(path)
    assert refused.value.code == "bad-ledger"
    said = " | ".join(f"{d['where']}: {d['message']}" for d in refused.value.details)
    for words in (
        "EUR and USD",
        "constant 2020 and current",
        "twice",
        "soon",
        "-1",
        "'x'",
        "source",
    ):
        assert words in said, words
    assert "off what makes it up" in said


def test_a_ledger_without_its_columns_or_its_file(tmp_path: Path) -> None:
    path = tmp_path / "short.csv"
    path.write_text("country,year\nITA,2025\n", encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        ledger(path)
    assert any("balance" in d["message"] for d in refused.value.details)
    with pytest.raises(Refusal) as refused:
        ledger(tmp_path / "none.csv")
    assert refused.value.code == "file-not-found"


def test_japans_budget_of_2023_was_mostly_decided_before(figures: Figures) -> None:
    year = next(row for row in spoken_for(figures, "JPN") if row["year"] == 2023)
    assert year["total"] == pytest.approx(6600.1)
    assert year["taken"] == pytest.approx(100 * (2196.9 + 2518.2) / 6600.1)
    with pytest.raises(Refusal) as refused:
        spoken_for(figures, "ITA")
    assert refused.value.code == "no-figures"


def test_claims_take_their_part_of_the_pledge() -> None:
    claims = [
        Claim("a", {2030: 2.0}, "EUR", "current", "test"),
        run_off(
            10,
            2028,
            {1: 0.5, 2: 0.5},
            what="b",
            source="test",
            currency="EUR",
            price_base="current",
        ),
    ]
    found = committed({2029: 20.0, 2030: 25.0}, claims, currency="EUR", price_base="current")
    assert found.taken == (5.0, 7.0)
    assert found.share == pytest.approx((25.0, 28.0))
    assert found.to_json()["claims"][1]["amounts"] == [5.0, 5.0]


def test_claims_at_other_prices_are_refused_all_at_once() -> None:
    claims = [
        Claim("a", {2030: 2.0}, "USD", "prices of 2025", "test"),
        Claim("b", {2030: 2.0}, "EUR", "current", "test"),
    ]
    with pytest.raises(Refusal) as refused:
        committed({2030: 20.0}, claims, currency="EUR", price_base="current")
    assert refused.value.code == "mixed-units"
    assert len(refused.value.details) == 2


@pytest.mark.parametrize("profile", [{0: 1.0}, {1: 0.5}, {1: 1.5, 2: -0.5}])
def test_a_profile_that_is_no_profile(profile: dict[int, float]) -> None:
    with pytest.raises(Refusal) as refused:
        run_off(1, 2025, profile, what="a", source="t", currency="EUR", price_base="current")
    assert refused.value.code == "bad-argument"


def test_a_study_beside_a_programme_and_a_ledger(figures: Figures) -> None:
    study = compute(load_scenario("hague-2035"), figures)
    claims = programme_claims(cost(load("three-partners"), draws=0), "DEU")
    found = mortgage(study, "DEU", claims)
    assert found.price_base == "prices of 2026"
    development = 18000 * 3**0.5 * 0.4 * (1 + 2 * 0.5 / 10) / 10 / 1000
    growth = 1.46 / (1 + (0.38 / 1.46) ** 2) ** 0.5
    assert found.taken[0] == pytest.approx(development * growth)
    with pytest.raises(Refusal) as refused:
        mortgage(study, "JPN", claims)
    assert refused.value.code == "unknown-country"
    with pytest.raises(Refusal) as refused:
        mortgage(study, "USA", claims)
    assert refused.value.code == "mixed-units"
    with pytest.raises(Refusal) as refused:
        programme_claims(cost(load("three-partners"), draws=0), "USA")
    assert refused.value.code == "bad-argument"


def test_the_last_obligations_of_a_ledger_fall_due() -> None:
    narrow = next(book for book in ledger() if "narrow" in book.series)
    claim = ledger_claim(narrow, {1: 0.6, 2: 0.4})
    assert claim.amounts == pytest.approx({2024: 0.6 * 7067.6 + 0.4 * 2458.3, 2025: 0.4 * 7067.6})
    assert "before 2019 is missing" in claim.what
    assert "not published" in claim.source
    paid = 0.6 * 2458.3 + 0.4 * 2409.0
    assert f"{paid:,.1f} in 2023, where 2,518.2 are published" in claim.source
    wide = next(book for book in ledger() if "incl. SACO" in book.series)
    assert ledger_claim(wide, {1: 0.6, 2: 0.4}).amounts == pytest.approx(
        {2023: 0.6 * 5800, 2024: 0.4 * 5800}
    )


def test_a_profile_longer_than_the_ledger_is_compared_with_nothing() -> None:
    narrow = next(book for book in ledger() if "narrow" in book.series)
    claim = ledger_claim(narrow, dict.fromkeys(range(1, 6), 0.2))
    assert "it gives" not in claim.source
    new = (2401.3, 2405.0, 2409.0, 2458.3, 7067.6)
    assert claim.amounts[2024] == pytest.approx(0.2 * sum(new))


def test_the_workbench_asks_for_what_it_needs() -> None:
    bench = Workbench()
    for options, words in (
        ({}, "nothing is named"),
        ({"profile": {1: 1.0}}, "3 ledgers"),
    ):
        with pytest.raises(Refusal) as refused:
            bench.committed("japan-2027", "JPN", **options)  # type: ignore[arg-type]
        assert words in refused.value.message
    with pytest.raises(Refusal) as refused:
        bench.obligations(country="ITA")
    assert refused.value.code == "no-figures"
    found = bench.committed("japan-2027", "JPN", series="narrow", profile={4: 1.0})
    assert found["taken"][-1] == pytest.approx(7067.6)


def test_deals_are_listed_by_date_and_never_added() -> None:
    found = deals("gcap")
    assert [d.announced for d in found] == sorted(d.announced for d in found)
    assert {d.price_base for d in found} == {
        "constant 2021",
        "constant 2025",
        "current",
        "not stated",
    }
    assert all(d.source.startswith("https://") for d in found)
    with pytest.raises(Refusal) as refused:
        deals("concorde")
    assert refused.value.code == "unknown-programme"


def test_older_obligations_without_a_balance_are_said_to_be_missing(
    burdenshare: Callable[..., Any],
) -> None:
    asked = ["committed", "japan-2027", "--member", "JPN", "--series", "narrow"]
    answer = burdenshare(*asked, "--run-off", "1:0.5,2:0.5", "--json").json
    # New obligations of 2023, JPY 7,067.6 bn, fall due in 2024 and 2025; older ones are unknown.
    assert answer["taken"] == pytest.approx([3533.8, 0.0, 0.0])
    assert "what was entered into before 2019 is missing" in answer["claims"][0]["what"]
