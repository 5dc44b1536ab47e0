"""The forecast on the shipped figures: what it may read, and what must always hold of it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from burdenshare.compliance.forecast import Keep, default_origin, keep
from burdenshare.compliance.history import revisions
from burdenshare.compliance.known import known
from burdenshare.errors import Refusal
from burdenshare.figures.store import Figures

from .hand import Hidden


def plain(made: Keep) -> str:
    return json.dumps(made.to_json(), allow_nan=False, sort_keys=True)


@pytest.mark.parametrize("origin", [2024, 2025])
def test_nothing_published_after_the_origin_is_read_where_editions_ship(
    figures: Figures, origin: int
) -> None:
    end = date(origin, 12, 31)
    seen = known(figures, origin)
    assert "shares" not in seen.pseudo
    assert "last share" not in seen.pseudo
    late = {"debt", "growth"} if origin == 2024 else set()  # the oldest outlook is of October 2025
    assert set(seen.pseudo) == late
    if not late:
        asked = {"share": 3.5, "by": 2030, "origin": origin, "draws": 200}
        then = keep(Hidden(figures, published=end), **asked)
        assert plain(then) == plain(keep(figures, **asked))


@pytest.mark.parametrize("origin", [2014, 2019, 2021, 2023, 2024])
def test_no_year_after_the_origin_is_read_where_later_editions_stand_in(
    figures: Figures, origin: int
) -> None:
    asked = {"share": 2.0, "by": 2026, "origin": origin, "draws": 200}
    then = keep(Hidden(figures, last_year=origin), **asked)
    assert plain(then) == plain(keep(figures, **asked))
    assert any(note.startswith("Pseudo-real-time") for note in then.notes)


def test_the_last_share_is_that_of_the_time_where_an_edition_gives_it(figures: Figures) -> None:
    seen = known(figures, 2023)
    assert seen.editions["last share"] == "NATO 2023-07, NATO"
    assert seen.last[seen.members.index("POL")] == 3.9  # estimated then; 3.26 came
    assert "last share" not in seen.pseudo
    assert "SWE" not in seen.members  # joined in March 2024
    assert seen.absent == ("ISL",)


def test_an_earlier_day_reads_the_edition_of_that_day(figures: Figures) -> None:
    seen = known(figures, 2026, as_of=date(2026, 3, 1))
    assert seen.year == 2025
    assert seen.editions["shares"] == "NATO 2025-08, NATO"


def test_the_contract(from_2021: Keep) -> None:
    document = from_2021.to_json()
    assert document["origin"] == 2021
    poland = document["members"]["POL"]
    assert poland["years"] == [2022, 2023, 2024]
    assert len(poland["probability"]) == 3
    assert set(poland["share"]) == {"0.05", "0.5", "0.95"}
    assert poland["last"] == pytest.approx(2.2158164, abs=0.02)
    assert document["sources"]["shares"] == "NATO 2024-06, NATO"
    assert any("ideal-point" in note for note in document["notes"])


@given(st.floats(0.3, 4.5), st.floats(0.01, 1.0), st.sampled_from([2019, 2024, 2026]))
@settings(max_examples=8)
def test_chances_are_chances_and_fall_with_the_pledge(
    figures: Figures, share: float, more: float, origin: int
) -> None:
    low, high = (
        keep(figures, share=s, by=origin + 4, origin=origin, draws=100)
        for s in (share, share + more)
    )
    for made in (low, high):
        assert ((made.probability > 0.0) & (made.probability < 1.0)).all()
        assert (np.diff(made.bands, axis=2) >= 0.0).all()
        assert (made.first.sum(axis=1) <= 1.0 + 1e-12).all()
        stays = made.stays[np.isfinite(made.stays)]
        assert ((stays >= 0.0) & (stays <= 1.0)).all()
        assert (made.stays[:, -1][np.isfinite(made.stays[:, -1])] == 1.0).all()
    assert (high.probability <= low.probability).all()


def test_the_same_question_has_the_same_answer(figures: Figures, from_2021: Keep) -> None:
    again = keep(figures, share=2.0, by=2024, origin=2021, draws=500)
    assert plain(again) == plain(from_2021)


def test_drivers_say_size_and_doubt_in_words(from_2024: Keep) -> None:
    canada = from_2024.drivers["CAN"]
    gap = next(d for d in canada if d["driver"] == "gap")
    assert gap["points"] > 0.0
    assert gap["sd"] > 0.0
    assert "points to the pledge" in gap["words"]
    assert f"{gap['points']:+.2f}" in gap["words"]
    sizes = [abs(d["points"]) for d in canada]
    assert sizes == sorted(sizes, reverse=True)
    poland = {d["driver"]: d for d in from_2024.drivers["POL"]}
    assert poland["excess"]["points"] <= 0.0
    assert "gap" not in poland


def test_natos_own_count_of_2024_went_from_23_to_18(figures: Figures) -> None:
    """NATO said 23 allies at 2 % in June 2024 and 18 in August 2025."""
    row = next(
        r
        for r in revisions(figures, date(2025, 12, 31), 2.0)
        if (r["from"], r["to"], r["year"]) == ("2024-06", "2025-08", 2024)
    )
    assert (row["met_then"], row["met_later"]) == (23, 18)
    assert len(row["no_longer_met"]) - len(row["met_only_later"]) == 5
    then = {
        o.country: o.value
        for o in figures.rows(
            "milex_pct_gdp", definition="nato", vintages="2024-06", years=(2024, 2024)
        )
    }
    now = {
        o.country: o.value
        for o in figures.rows(
            "milex_pct_gdp", definition="nato", vintages="2025-08", years=(2024, 2024)
        )
    }
    errors = [then[c] - now[c] for c in then if not c.startswith("NATO") and c in now]
    assert row["mae"] == pytest.approx(sum(map(abs, errors)) / len(errors))


def test_revisions_of_later_editions_are_not_known(figures: Figures) -> None:
    assert revisions(figures, date(2023, 12, 31), 2.0) == []
    assert {r["to"] for r in revisions(figures, date(2024, 12, 31), 2.0)} == {"2024-03", "2024-06"}


def test_2014_has_no_history_and_says_so(figures: Figures) -> None:
    made = keep(figures, share=2.0, by=2019, origin=2014, draws=100)
    assert made.known.editions["changes"].startswith("SIPRI")
    assert made.fitted.of("pull") == (pytest.approx(0.0, abs=1e-9), pytest.approx(0.2))
    assert any("SIPRI" in note for note in made.notes)


def test_a_pledge_in_force_goes_on_pulling_below_it(figures: Figures) -> None:
    made = keep(figures, share=2.0, by=2027, origin=2026, draws=100)
    assert made.target == 3.5
    assert any("3.5 %" in note for note in made.notes)
    higher = keep(figures, share=5.0, by=2027, origin=2026, draws=100)
    assert higher.target == 5.0
    assert any("as they answered earlier pledges" in note for note in higher.notes)


def test_the_newest_regime_is_called_a_guess(figures: Figures) -> None:
    made = keep(figures, share=3.5, by=2027, origin=2025, draws=100)
    assert any(note.startswith("The newest regime") for note in made.notes)


def test_accounting_lowers_the_pace_and_not_the_level(figures: Figures) -> None:
    asked: dict[str, Any] = {"share": 3.5, "by": 2030, "origin": 2026, "draws": 300}
    real, booked = (keep(figures, **asked, reclassified=part) for part in (0.0, 0.8))
    assert (real.known.last == booked.known.last).all()
    assert booked.bands[:, -1, 1].mean() < real.bands[:, -1, 1].mean()


def test_every_wrong_argument_is_told_at_once(figures: Figures) -> None:
    with pytest.raises(Refusal) as refused:
        keep(figures, share=float("nan"), by=9999, origin=12, reclassified=1.5, draws=1)
    assert refused.value.code == "bad-argument"
    assert [d["where"] for d in refused.value.details] == [
        "share",
        "by",
        "origin",
        "reclassified",
        "draws",
    ]


def test_a_year_that_is_known_already_is_no_forecast(figures: Figures) -> None:
    with pytest.raises(Refusal, match="not after 2024"):
        keep(figures, share=2.0, by=2024, origin=2024)


def test_what_no_edition_covers_is_refused(figures: Figures) -> None:
    with pytest.raises(Refusal, match="up to 2013"):
        keep(figures, share=2.0, by=2020, origin=2013)
    with pytest.raises(Refusal, match="newest shares are of 2026"):
        keep(figures, share=2.0, by=2035, origin=2027)
    with pytest.raises(Refusal, match="of a member of IP4") as refused:
        keep(figures, share=2.0, by=2030, origin=2026, alliance="IP4")
    assert refused.value.code == "no-figures"


def test_the_default_origin_is_the_last_year_published(figures: Figures) -> None:
    assert default_origin(figures) == 2026
