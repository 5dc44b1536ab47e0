"""Programme files that are wrong: every problem at once, each with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from burdenshare.errors import Refusal
from burdenshare.figures.countries import countries
from burdenshare.programmes.reading import load, load_text

BAD = """
name: bad
title: A bad programme
sources: [none]
price_base: {currency: euro, year: 2026}
development: {cost: -5, years: [2035, 2026], multiple: 9}
production: {first_unit: 10, slope: 120, average: {cost: 5, quantity: 0}, curve: straight}
partners:
  DEU: {quantity: 0, years: [2036, 2045], development_share: 1.4}
  FRA: {quantity: 5, years: [2036], development_share: {as: ESP}}
  ESP: {quantity: 5, years: [2036, 2045], development_share: {as: FRA}}
  ZZZ: {quantity: -5, years: [2045, 2036], work: 0.5}
exports: {quantity: 5, currency: USD}
slip: {years: {low: 3, central: 1, high: 2}}
upkeep: {share: .nan}
"""


def problems(text: str) -> dict[str, str]:
    with pytest.raises(Refusal) as refused:
        load_text(text)
    assert refused.value.code == "bad-programme"
    return {d["where"].split(" ")[0]: d["message"] for d in refused.value.details}


def test_every_problem_at_once() -> None:
    found = problems(BAD)
    for place in (
        "price_base.currency",
        "development.cost",
        "development.years",
        "development.multiple",
        "production.slope",
        "production.average",
        "production.curve",
        "partners.DEU.quantity",
        "partners.DEU.development_share",
        "partners.FRA.years",
        "partners.FRA.development_share",
        "partners.ZZZ",
        "partners.ZZZ.quantity",
        "partners.ZZZ.years",
        "partners.ZZZ.work",
        "exports.currency",
        "slip.years",
        "upkeep.share",
        "upkeep.life",
    ):
        assert place in found, place
    assert "circular" in found["partners.FRA.development_share"]


def test_a_second_price_base_is_refused_with_what_to_do() -> None:
    with pytest.raises(Refusal) as refused:
        load_text(BAD)
    hint = next(d["hint"] for d in refused.value.details if "exports.currency" in d["where"])
    assert "one price base" in hint


GOOD = """
name: good
title: A programme
sources: [test]
price_base: {currency: EUR, year: 2026}
development: {cost: 10, years: [2026, 2030]}
production: {average: {cost: 5, quantity: 10}, slope: 90}
partners:
  DEU: {quantity: 5, years: [2031, 2035], development_share: 0.5}
  FRA: {quantity: 5, years: [2031, 2035], development_share: {as: DEU}}
"""


def test_a_share_may_follow_another_partners() -> None:
    made = load_text(GOOD)
    assert [p.development_share for p in made.partners] == [0.5, 0.5]
    assert [p.work_share for p in made.partners] == [0.5, 0.5]


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("development_share: {as: DEU}", "development_share: 0.4", "partners"),
        ("development_share: {as: DEU}", "work_share: 1", "partners.FRA.development_share"),
        ("{as: DEU}", "{as: Germany}", "partners.FRA.development_share"),
        ("sources: [test]", "sources: []", "sources"),
        ("slope: 90", "slope: 90, curve: boone", "production.decay"),
        ("partners:", "unpublished: unit price\npartners:", "unpublished"),
        ("title: A programme", "title: 5", "title"),
        ("cost: 10", "cost: {low: 1, high: 2}", "development.cost.central"),
        ("cost: 10", "cost: ten", "development.cost"),
        ("years: [2026, 2030]", "years: soon", "development.years"),
    ],
)
def test_one_problem_is_named_by_its_place(old: str, new: str, where: str) -> None:
    assert where in problems(GOOD.replace(old, new))


@pytest.mark.parametrize("value", ["[]", "5", "{}"])
def test_partners_that_are_none(value: str) -> None:
    text = GOOD[: GOOD.index("partners:")] + f"partners: {value}\n"
    assert "partners" in problems(text)


def test_no_mapping_at_all() -> None:
    assert problems("- 1\n- 2\n")


def test_too_many_partners() -> None:
    codes = sorted(countries())[:13]
    rows = "".join(f"  {code}: {{quantity: 5, years: [2031, 2035]}}\n" for code in codes)
    assert "partners" in problems(GOOD[: GOOD.index("partners:")] + f"partners:\n{rows}")


def test_names_and_files_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        load("gcapp")
    assert refused.value.code == "unknown-programme"
    assert "gcap" in refused.value.hint
    with pytest.raises(Refusal) as refused:
        load(tmp_path / "none.yaml")
    assert refused.value.code == "file-not-found"
