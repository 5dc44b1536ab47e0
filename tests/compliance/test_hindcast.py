"""The record of the model: rivals by hand, and what the scores must say."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from burdenshare.compliance.hazard import hazard_of, next_year
from burdenshare.compliance.hindcast import DRIFT, HAZARD, KEPT, OURS, WALK, Hindcast, hindcast
from burdenshare.compliance.known import known
from burdenshare.errors import Refusal
from burdenshare.figures.store import Figures


def shares(figures: Figures, vintage: str, year: int) -> dict[str, float]:
    rows = figures.rows("milex_pct_gdp", definition="nato", vintages=vintage, years=(year, year))
    return {o.country: o.value for o in rows}


def test_the_random_walk_from_2023_is_the_estimate_of_july_2023(
    figures: Figures, record: Hindcast
) -> None:
    then, now = shares(figures, "2023-07", 2023), shares(figures, "2025-08", 2024)
    errors = {c: then[c] - now[c] for c in then}
    at = (np.array(record.origin) == 2023) & (np.array(record.year) == 2024)
    assert at.sum() == len(errors) == 30
    found = record.scores(at)["scores"]
    # the median of draws is not quite the centre of their distribution
    assert found[WALK]["mae"] == pytest.approx(np.mean(np.abs(list(errors.values()))), abs=0.01)
    assert found[WALK]["bias"] == pytest.approx(np.mean(list(errors.values())), abs=0.01)


def test_everyone_keeps_it_means_two_per_cent_in_2024(figures: Figures, record: Hindcast) -> None:
    now = shares(figures, "2025-08", 2024)
    at = (np.array(record.origin) == 2021) & (np.array(record.year) == 2024)
    allies = [a for a, there in zip(record.ally, at, strict=True) if there]
    assert "LUX" not in allies  # its base changes in 2023
    assert record.chance[KEPT][at].tolist() == [1.0] * len(allies)
    failed = np.mean([now[a] < 2.0 for a in allies])
    found = record.scores(at)["scores"][KEPT]
    assert found["brier"] == pytest.approx(failed)
    then = shares(figures, "2024-06", 2021)
    errors = [abs(max(then[a], 2.0) - now[a]) for a in allies]
    assert found["mae"] == found["crps"] == pytest.approx(np.mean(errors))
    assert found["coverage"] == {"0.5": None, "0.9": None}


def test_drift_adds_the_mean_change_so_far(figures: Figures, record: Hindcast) -> None:
    at = [
        k
        for k, key in enumerate(zip(record.origin, record.ally, record.year, strict=True))
        if key == (2021, "POL", 2024)
    ]
    first, last = (shares(figures, "2024-06", y)["POL"] for y in (2014, 2021))
    moved = record.point[DRIFT][at[0]] - record.point[WALK][at[0]]
    assert moved == pytest.approx(3 * (last - first) / 7)


def test_origins_and_years_ahead_add_up(record: Hindcast) -> None:
    document = record.to_json()
    n = document["all"]["n"]
    assert sum(part["n"] for part in document["origins"].values()) == n
    assert sum(part["n"] for part in document["ahead"].values()) == n
    assert set(document["origins"]) == {"2014", "2019", "2021", "2023"}
    assert sum(p["n"] for p in document["all"]["reliability"]) == n
    assert "LUX 2024 from 2021" in document["left_out"]
    assert "DEU 2025 from 2023" in document["left_out"]


def test_the_hazards_give_chances_and_no_shares(figures: Figures, record: Hindcast) -> None:
    found = record.to_json()["all"]["scores"][HAZARD]
    assert (found["mae"], found["crps"], found["bias"]) == (None, None, None)
    at = [
        k
        for k, key in enumerate(zip(record.origin, record.ally, record.year, strict=True))
        if key == (2021, "POL", 2023)
    ]
    seen = known(figures, 2021)
    up = next_year(seen, hazard_of(seen, 2.0, "first"))[0][seen.members.index("POL")]
    down = next_year(seen, hazard_of(seen, 2.0, "fall"))[0][seen.members.index("POL")]
    first = 1.0 - down  # Poland was above 2 % in 2021
    assert record.chance[HAZARD][at[0]] == pytest.approx(first * (1.0 - down) + (1.0 - first) * up)


def test_it_says_where_it_loses(record: Hindcast) -> None:
    """Printed even though it does not flatter: see the page on the method."""
    document = record.to_json()
    ours, kept = (document["all"]["scores"][name] for name in (OURS, KEPT))
    assert ours["brier"] > kept["brier"]
    assert ours["coverage"]["0.9"] < 0.85
    said = " ".join(document["findings"])
    assert document["all"]["scores"][HAZARD]["brier"] < ours["brier"]
    assert "worse than hazard" in said
    assert "from 2021 it loses to drift" in said
    assert "worse than everyone keeps it" in said
    assert any("flatters" in note for note in document["notes"])


def test_an_origin_that_cannot_be_scored_is_refused(figures: Figures) -> None:
    for origins in ([2010, 2019], [2025], []):
        with pytest.raises(Refusal) as refused:
            hindcast(figures, origins=origins)
        assert refused.value.code == "bad-argument"


def test_the_page_on_the_method_prints_this_record(figures: Figures) -> None:
    page = Path(__file__).parents[2] / "docs" / "method" / "compliance.md"
    document = hindcast(figures).to_json()
    parts = {"all": document["all"], **document["origins"]}
    lines = [line.strip("| ").split(" | ") for line in page.read_text("utf-8").splitlines()]
    rows = [cells for cells in lines if len(cells) == 10 and cells[0] in parts]
    assert len(rows) == 25
    for part, n, name, *scores in (row[:8] for row in rows):
        assert int(n) == parts[part]["n"]
        found = parts[part]["scores"][name]
        for text, score in zip(scores, ("bias", "mae", "crps", "brier", "log_score"), strict=True):
            if text == "-":
                assert found[score] is None
            else:
                assert float(text) == pytest.approx(found[score], abs=0.006)
