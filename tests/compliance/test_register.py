"""The register: written once, never changed, scored by what came."""

from __future__ import annotations

import json
import math
from datetime import date
from pathlib import Path

import pytest

from burdenshare.compliance.forecast import Keep, keep
from burdenshare.compliance.register import enter, read, score
from burdenshare.errors import Failure, Refusal
from burdenshare.figures.store import Figures

DAY = date(2025, 1, 10)


def test_a_forecast_carries_its_date_and_its_hash(
    figures: Figures, from_2024: Keep, tmp_path: Path
) -> None:
    path = enter(figures, from_2024, tmp_path, on=DAY)
    body = json.loads(path.read_text(encoding="utf-8"))
    assert path.parent == tmp_path / "register"
    assert body["made"] == "2025-01-10"
    assert body["figures"] == figures.fingerprint
    assert body["sha256"].startswith(path.stem[-16:])
    assert body["hindsight"] is True  # the edition of August 2025 lay in the tables
    assert [p for p, _ in read(tmp_path)] == [path]
    assert list(path.parent.iterdir()) == [path]
    assert path.stat().st_mode & 0o222 == 0  # not even its owner writes by mistake


def test_a_forecast_from_the_newest_edition_has_no_hindsight(
    figures: Figures, tmp_path: Path
) -> None:
    day = date(2026, 11, 1)
    made = keep(figures, share=3.5, by=2030, origin=2026, as_of=day, draws=100)
    body = json.loads(enter(figures, made, tmp_path, on=day).read_text(encoding="utf-8"))
    assert body["hindsight"] is False
    found = score(figures, tmp_path)
    assert found["forecasts"][0]["n"] == 0
    assert found["all"]["brier"] is None


def test_a_registered_forecast_is_never_replaced(
    figures: Figures, from_2024: Keep, tmp_path: Path
) -> None:
    path = enter(figures, from_2024, tmp_path, on=DAY)
    before = path.read_bytes()
    with pytest.raises(Refusal, match="registered already") as refused:
        enter(figures, from_2024, tmp_path, on=DAY)
    assert refused.value.code == "bad-argument"
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_forecast_cannot_be_older_than_what_it_read(
    figures: Figures, from_2024: Keep, tmp_path: Path
) -> None:
    with pytest.raises(Refusal, match="cannot rest on"):
        enter(figures, from_2024, tmp_path, on=date(2024, 6, 1))


def test_every_changed_file_is_refused_at_once(
    figures: Figures, from_2024: Keep, from_2021: Keep, tmp_path: Path
) -> None:
    one = enter(figures, from_2024, tmp_path, on=DAY)
    two = enter(figures, from_2021, tmp_path, on=DAY)
    body = json.loads(one.read_text(encoding="utf-8"))
    body["made"] = "2020-01-01"
    one.write_text(json.dumps(body), encoding="utf-8")
    two.write_text("[]", encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        score(figures, tmp_path)
    assert refused.value.code == "damaged-file"
    assert {d["where"] for d in refused.value.details} == {one.name, two.name}


def test_a_renamed_or_rehashed_file_is_refused(
    figures: Figures, from_2024: Keep, tmp_path: Path
) -> None:
    from burdenshare.compliance.register import _digest

    path = enter(figures, from_2024, tmp_path, on=DAY)
    body = json.loads(path.read_text(encoding="utf-8"))
    body.pop("sha256")
    body["made"] = "2020-01-01"
    path.write_text(json.dumps({**body, "sha256": _digest(body)}), encoding="utf-8")
    with pytest.raises(Refusal, match="not as they were written"):
        read(tmp_path)


def test_an_empty_register_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        read(tmp_path)
    assert refused.value.code == "file-not-found"


def test_a_register_that_cannot_be_written_fails(
    figures: Figures, from_2024: Keep, tmp_path: Path
) -> None:
    (tmp_path / "register").write_text("in the way", encoding="utf-8")
    with pytest.raises(Failure) as failed:
        enter(figures, from_2024, tmp_path, on=DAY)
    assert failed.value.code == "cannot-write"


def test_scores_are_those_of_the_latest_edition_since(
    figures: Figures, from_2024: Keep, tmp_path: Path
) -> None:
    """The forecast for 2025 was made from June 2024; July 2026 tells what came."""
    enter(figures, from_2024, tmp_path, on=DAY)
    found = score(figures, tmp_path)
    came = {
        o.country: o.value
        for o in figures.rows(
            "milex_pct_gdp", definition="nato", vintages="2026-07", years=(2025, 2025)
        )
    }
    squares, logs = [], []
    for k, ally in enumerate(from_2024.known.members):
        chance = float(from_2024.probability[k, 0])
        met = came[ally] >= 2.0
        squares.append((chance - met) ** 2)
        logs.append(-math.log(chance if met else 1.0 - chance))
    one = found["forecasts"][0]
    assert one["n"] == len(squares) == 31
    assert one["brier"] == pytest.approx(sum(squares) / 31)
    assert one["log_score"] == pytest.approx(sum(logs) / 31)
    assert one["scored_against"] == ["NATO 2026-07, NATO core defence"]
    assert sum(p["n"] for p in found["all"]["reliability"]) == 31
    assert not {"ALB", "CZE", "SVN"} & {c for c, v in came.items() if v >= 2.0}
