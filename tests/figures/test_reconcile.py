"""Reconciliations: an ally's definitions, Japan's goal on its own base, and what is not known."""

from __future__ import annotations

import json
from datetime import date

import pytest

from burdenshare.errors import Refusal
from burdenshare.figures.japan import plan_progress
from burdenshare.figures.reconcile import reconcile
from burdenshare.figures.store import Figures


@pytest.fixture(scope="module")
def figures(shared_cache, tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BURDENSHARE_CACHE", str(shared_cache))
        return Figures.open(tmp_path_factory.mktemp("home"))


def steps(found, group):
    return [s for s in found.steps if s.group == group]


def one(found, part, group=None):
    matching = [s for s in found.steps if part in s.label and (group is None or s.group == group)]
    assert len(matching) == 1, [s.label for s in matching]
    return matching[0]


def codes(found):
    return {f["code"] for f in found.flags}


def test_spain_2023_by_five_nato_and_two_sipri_editions(figures):
    found = reconcile(figures, "ESP", 2023)
    nato = {s.vintage: round(s.value, 2) for s in steps(found, "NATO") if "share" in s.label}
    assert nato == {
        "2023-07": 1.26, "2024-03": 1.24, "2024-06": 1.19, "2025-08": 1.16, "2026-07": 1.17,
    }  # fmt: skip
    sipri = {s.vintage: round(s.value, 2) for s in steps(found, "SIPRI") if "share" in s.label}
    assert sipri == {"2025-04": 1.47, "2026-04": 1.53}
    assert {"definition-break", "other-footing"} <= codes(found)
    revised = one(found, "edition 2026-04: share")
    assert revised.change == pytest.approx(0.06334819999999985)


def test_the_way_from_nato_to_sipri_adds_up_and_leaves_the_definition_unexplained(figures):
    way = steps(reconcile(figures, "ESP", 2023), "from NATO to SIPRI")
    assert [s.kind for s in way] == [
        "published", "derived", "derived", "unexplained", "published",
    ]  # fmt: skip
    changes = [s.change for s in way[1:]]
    assert way[0].value + sum(changes) == pytest.approx(way[-1].value, abs=1e-12)
    # 22,989.52 (SIPRI) and 17,451 (NATO) million euros over the IMF's 1,497.761 billion.
    assert changes[2] == pytest.approx(100 * (22989.52 - 17451) / 1497761, abs=1e-9)
    assert "+5,539 million EUR" in way[3].note
    assert changes[0] == pytest.approx(100 * 18875 / 1619949 - 1.17)


def test_sipris_own_gdp_stands_in_the_note(figures):
    # SIPRI: 2,192.6699 million dollars and 1.9345373 %; the IMF's GDP gives 1.9341854 %.
    (*_, last) = steps(reconcile(figures, "BGR", 2024), "from NATO to SIPRI")
    assert "-0.0% from the IMF's" in last.note
    (*_, last) = steps(reconcile(figures, "NOR", 2024), "from NATO to SIPRI")
    assert abs(last.change) > 0.05
    assert "implies a GDP" in last.note


def test_candidates_are_words_with_an_address_and_no_amounts(figures):
    found = reconcile(figures, "ESP", 2023)
    assert found.candidates[0]["what"] == (
        "SIPRI adds pensions, research and intelligence to what Spain reports to NATO"
    )
    assert all(c["address"].startswith("http") for c in found.candidates)
    assert not any(ch.isdigit() for c in found.candidates for ch in c["what"])
    bulgaria = reconcile(figures, "BGR", 2024)
    assert any("excludes military pensions" in c["what"] for c in bulgaria.candidates)


def test_every_value_names_its_figures(figures):
    for country, year in (("ESP", 2023), ("JPN", 2025), ("KOR", 2024)):
        for step in reconcile(figures, country, year).steps:
            if step.kind == "missing":
                assert step.value is None
                assert step.note
            else:
                assert step.keys
                assert step.source
                assert step.unit
            if step.kind == "published":
                assert step.address
                assert step.vintage


def test_luxembourgs_base_shows_in_the_denominator_and_is_flagged(figures):
    found = reconcile(figures, "LUX", 2024)
    assert any("base changes in 2023" in f["message"] for f in found.flags)
    # NATO's base is a third below the IMF's GDP.
    assert one(found, "denominator").change < -0.4
    before = reconcile(figures, "LUX", 2022)
    assert not any("base changes" in f["message"] for f in before.flags)
    assert abs(one(before, "denominator").change) < 0.05


def test_a_share_that_does_not_follow_from_current_prices_is_flagged(figures):
    found = reconcile(figures, "NLD", 2025)
    (flag,) = [f for f in found.flags if f["code"] == "constant-prices"]
    assert "prints 2.53 %" in flag["message"]
    assert "give 2.24 %" in flag["message"]
    assert one(found, "at current prices").value == pytest.approx(2.24, abs=0.005)
    assert "constant-prices" not in codes(reconcile(figures, "ESP", 2023))


def test_two_currencies_are_compared_in_dollars(figures):
    # NATO prints Bulgaria in euros, SIPRI in levas.
    found = reconcile(figures, "BGR", 2024)
    assert "million USD" in one(found, "numerator").note
    changed = one(found, "edition 2026-07: spending, national currency")
    assert changed.change is None
    assert "other unit than edition 2024-06" in changed.note


def test_only_what_was_known_on_a_day(figures):
    found = reconcile(figures, "POL", 2024, as_of=date(2024, 7, 1))
    assert {s.vintage for s in steps(found, "NATO")} == {"2024-06"}
    assert [round(s.value, 2) for s in steps(found, "NATO") if "share" in s.label] == [4.12]
    assert "definition-break" not in codes(found)
    assert one(found, "from NATO's share to SIPRI's").kind == "missing"
    early = reconcile(figures, "ESP", 2023, as_of=date(2024, 4, 1))
    assert "no NATO edition known by then gives spending" in one(early, "the way from").note


def test_countries_outside_nato_and_without_forces_say_so(figures):
    korea = reconcile(figures, "KOR", 2024)
    assert [f["code"] for f in korea.flags] == ["not-an-ally"]
    assert "publishes no figure of it" in korea.flags[0]["message"]
    assert one(korea, "own definition").kind == "missing"
    finland = reconcile(figures, "FIN", 2020)
    assert any("lists it for comparison" in f["message"] for f in finland.flags)
    iceland = reconcile(figures, "ISL", 2024)
    assert "no armed forces" in one(iceland, "share of GDP", "NATO").note


def test_japan_fy2025_from_the_plan_to_the_goal(figures):
    found = reconcile(figures, "JPN", 2025)
    assert one(found, "budget covered by the five-year plan").value == 8474.8
    assert one(found, "plus SACO and realignment").value == pytest.approx(225.7)
    assert one(found, "defence-related budget, initial").value == 8700.5
    others = one(found, "plus other ministries", "budget, expenditure basis")
    assert others.value == pytest.approx(1199.5)
    assert others.kind == "derived"
    assert one(found, "security-related spending, initial").value == 9900
    # Printed as 1.5 trillion beside the plan, computed 1,425.2: within the rounding of both.
    assert abs(one(found, "check: everything beside the plan").value) <= 100
    more = steps(found, "supplementary budget")
    assert [round(s.value, 1) for s in more] == [502.1, 345.1, 847.2, 252.8, 1100, 11000, 11000]


def test_japan_fy2025_ratios_by_base(figures):
    found = reconcile(figures, "JPN", 2025)
    base = one(found, "GDP of FY2022 as projected")
    assert base.value == 560_000
    assert "約560兆円" in base.quote
    goal = one(found, "the goal's own ratio")
    assert goal.value == pytest.approx(100 * 9.9 / 560)
    assert round(goal.value, 1) == 1.8
    assert round(one(found, "with supplementary budget, over").value, 1) == 2.0
    own = {s.label[-7:]: s.value for s in found.steps if "GDP of FY2025 itself" in s.label}
    assert {v: round(x, 1) for v, x in own.items()} == {"2025-10": 1.6, "2026-04": 1.5}
    # Three quarters of the calendar year and one of the next, vintage October 2025.
    assert own["2025-10"] == pytest.approx(990000 / (0.75 * 632053.27 + 0.25 * 648503.44))
    revised = one(found, "not the goal's base")
    assert revised.value == pytest.approx(100 * 9900 / 584900.6)
    assert {"goal-base", "two-bases", "gdp-revised", "not-an-ally"} <= codes(found)


def test_japans_printed_ratios_stand_beside_the_computed_ones(figures):
    found = reconcile(figures, "JPN", 2025)
    printed = [
        (s.value, s.change) for s in found.steps if s.label == "as printed by the government"
    ]
    assert printed == [(1.8, 0.0), (2.0, 0.0), (1.6, 0.0), (1.6, pytest.approx(-0.1))]
    assert all(s.quote for s in found.steps if s.label == "as printed by the government")


def test_japan_fy2024(figures):
    found = reconcile(figures, "JPN", 2024)
    # The Ministry of Finance prints 224.7 for SACO and realignment of FY2024 elsewhere.
    assert one(found, "plus SACO and realignment").value == pytest.approx(224.7)
    assert one(found, "plus other ministries").value == pytest.approx(950.4)
    assert round(one(found, "the goal's own ratio").value, 1) == 1.6
    own = [round(s.value, 1) for s in found.steps if "GDP of FY2024 itself" in s.label]
    assert own == [1.4, 1.4]
    lacking = one(found, "supplementary security-related spending")
    assert lacking.kind == "missing"
    assert "initial budgets only" in lacking.note


def test_sipri_counts_japans_initial_and_supplementary_budget(figures):
    # 8,700.5 + 847.2 = 9,547.7, which SIPRI prints for the fiscal year 2025.
    rest = one(reconcile(figures, "JPN", 2025), "fiscal year less initial")
    assert (rest.value, rest.kind) == (0.0, "derived")
    # For 2024 the April 2026 edition prints 8,562.0: 214.4 below 7,949.6 + 826.8.
    rest = one(reconcile(figures, "JPN", 2024), "fiscal year less initial")
    assert (rest.value, rest.kind) == (pytest.approx(-214.4), "unexplained")


def test_sipris_calendar_and_fiscal_year_of_japan_2023(figures):
    found = reconcile(figures, "JPN", 2023)
    assert round(one(found, "calendar year in yen").value) == 6757
    assert one(found, "national currency, fiscal year").value == 7_157_500
    shares = {s.vintage: round(s.value, 2) for s in steps(found, "SIPRI") if "share" in s.label}
    assert shares == {"2025-04": 1.14, "2026-04": 1.10}


def test_contracts_stand_beside_the_budget_and_never_in_it(figures):
    found = reconcile(figures, "JPN", 2024)
    contracts = steps(found, "contracts, beside the budget")
    assert [s.value for s in contracts] == [9362.5, 9680.3]
    assert all("never added" in s.note for s in contracts)
    used = {k for s in found.steps if s.kind == "derived" for k in s.keys}
    assert not any(k.startswith("new_contracts") for k in used)


def test_what_japan_did_not_publish_is_named_not_guessed(figures):
    found = reconcile(figures, "JPN", 2023)
    budget = "budget, expenditure basis"
    assert one(found, "security-related spending of all ministries", budget).kind == "missing"
    assert one(found, "over the GDP of FY2022").kind == "missing"
    assert one(found, "ratio as printed").value == 1.4
    coming = reconcile(figures, "JPN", 2026)
    assert one(coming, "supplementary defence budget").kind == "missing"
    before = reconcile(figures, "JPN", 2015)
    assert "no budget lines" in one(before, "FY2015").note
    early = reconcile(figures, "JPN", 2023, as_of=date(2024, 1, 31))
    assert one(early, "budget covered by the five-year plan").kind == "missing"
    assert one(early, "GDP of FY2022 as projected").kind == "missing"
    earlier = reconcile(figures, "JPN", 2023, as_of=date(2023, 12, 15))
    assert one(earlier, "SACO and realignment", budget).kind == "missing"


def test_japans_goal_for_fy2027(figures):
    found = reconcile(figures, "JPN", 2027)
    targets = [s.value for s in steps(found, "budget, expenditure basis")]
    assert targets == [8900, 200, 900, 1000, 11000]
    assert round(one(found, "goal over the GDP").value, 1) == 2.0
    with pytest.raises(Refusal):
        reconcile(figures, "JPN", 2027, as_of=date(2022, 1, 1))


def test_the_plan_on_its_two_bases(figures):
    plan = plan_progress(figures)
    # 66,001 + 77,249 + 84,748 + 88,093 + 89,000 oku yen
    assert plan.expenditure_total == 40509.1
    assert round(plan.expenditure_total / 1000, 1) == 40.5 == plan.expenditure_planned / 1000
    assert round(plan.contracted_pct(2025), 2) == 61.49
    assert round(plan.contracted_pct(2025, supplementary=True), 2) == 62.27
    assert round(plan.contracted_pct(2024)) == plan.printed_pct[2024] == 42
    told = plan.to_json()
    assert told["contracts"]["through"]["2025"]["printed_pct"] == 62
    assert told["contracts"]["through"]["2026"]["with_supplementary_pct"] is None
    assert len(plan.keys) == len(set(plan.keys)) == 5 + 4 + 3 + 2 + 2
    assert reconcile(figures, "JPN", 2024).plan == told
    assert reconcile(figures, "JPN", 2020).plan is None
    assert reconcile(figures, "ESP", 2024).plan is None


def test_the_plan_is_refused_where_a_budget_is_not_known(figures):
    with pytest.raises(Refusal, match="FY2023, FY2024") as refused:
        plan_progress(figures, as_of=date(2024, 1, 1))
    assert refused.value.code == "no-figures"
    with pytest.raises(Refusal) as refused:
        plan_progress(figures, as_of=date(2023, 1, 1))
    assert refused.value.code == "no-figures"


@pytest.mark.parametrize(
    ("country", "year", "code"),
    [
        ("XXX", 2024, "unknown-country"),
        ("NATO", 2024, "bad-argument"),
        ("ESP", 1950, "no-figures"),
        ("FRA", 2040, "no-figures"),
        ("BRA", 2024, "no-figures"),
        ("PRK", 2024, "no-figures"),
    ],
)
def test_questions_without_an_answer_are_refused(figures, country, year, code):
    with pytest.raises(Refusal) as refused:
        reconcile(figures, country, year)
    assert refused.value.code == code
    assert refused.value.hint


def test_the_document_holds_only_plain_values(figures):
    for country, year in (("ESP", 2023), ("JPN", 2025)):
        document = reconcile(figures, country, year).to_json()
        json.dumps(document, allow_nan=False)
        assert {"country", "year", "steps", "flags", "candidates", "remarks", "plan"} == set(
            document
        )
        assert {"label", "value", "unit", "change", "source", "note"} <= set(document["steps"][0])
        assert document["remarks"]
