"""What a user says or supplies: threats, elections, ideal points, and every wrong row at once."""

from __future__ import annotations

import hashlib
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from burdenshare.compliance.draws import draw, elections
from burdenshare.compliance.fit import covariates, fit, raw
from burdenshare.compliance.forecast import keep
from burdenshare.compliance.geography import nearness, neighbours, require_threat
from burdenshare.compliance.given import Given, given
from burdenshare.compliance.known import known
from burdenshare.errors import Refusal
from burdenshare.figures.store import Figures

from .hand import case


def written(folder: Path, text: str, name: str = "own.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_borders_and_distances_of_the_shipped_tables() -> None:
    """Six allies share a land border with Russia, one with Iran (CIA World Factbook)."""
    assert neighbours("RUS") >= {"EST", "FIN", "LTU", "LVA", "NOR", "POL"}
    assert neighbours("RUS") & {"TUR", "ROU", "USA", "SWE", "DEU"} == set()
    assert neighbours("IRN") == {"TUR"}
    assert nearness("RUS")["EST"] == pytest.approx(-math.log(874.9))
    assert "RUS" not in nearness("RUS")


def test_another_threat_moves_nearness_and_border(figures: Figures) -> None:
    said = given(threat="IRN")
    seen = known(figures, 2026, given=said)
    assert raw(seen, "border", "TUR", 2026) == 1.0
    assert raw(seen, "border", "FIN", 2026) == 0.0
    assert raw(seen, "nearness", "TUR", 2026) > raw(seen, "nearness", "EST", 2026)
    made = keep(figures, share=3.5, by=2028, origin=2026, draws=100, given=said)
    words = [d["words"] for d in made.drivers["TUR"]]
    assert any(w.startswith("a land border with Iran") for w in words)
    assert made.to_json()["given"]["threat"] == "IRN"


@pytest.mark.parametrize(("threat", "code"), [("XXX", "unknown-country"), ("BRA", "no-figures")])
def test_a_threat_that_no_table_places_is_refused(threat: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        require_threat(threat)
    assert refused.value.code == code


def test_elections_are_read_and_bound(tmp_path: Path) -> None:
    path = written(tmp_path, "country,year\nPOL,2023\nPOL,2027-10-15\nESP,2027\n")
    said = given(elections=path)
    assert said.elections == {("POL", 2023), ("POL", 2027), ("ESP", 2027)}
    assert said.files == {"own.csv": hashlib.sha256(path.read_bytes()).hexdigest()}
    assert said.covariates == ("election",)


def test_an_election_moves_the_year_it_is_held_in_and_no_other() -> None:
    """Every second year all allies vote and rise by 0.2 more; the forecast does so too."""
    shares = {
        f"A{k}": list(np.cumsum([1.0, *[0.05 + 0.2 * (t % 2 == k % 2) for t in range(1, 11)]]))
        for k in range(12)
    }
    votes = {(f"A{k}", 2015 + t) for k in range(12) for t in range(1, 16) if t % 2 == k % 2}
    seen = replace(case(shares, pledge=0.0), given=Given(elections=frozenset(votes)))
    fitted = fit(seen)
    assert covariates(seen)[-1] == "election"
    assert fitted.of("covariate", "election")[0] == pytest.approx(0.1, abs=0.02)
    z = elections(seen, fitted, seen.year + 4)
    assert z.shape == (1, 12, 4)
    at = seen.members.index("A1")
    paths = draw(seen, fitted, 0.0, seen.year + 4, draws=4000, seed=1)
    middle = np.median(paths[:, at], axis=0)
    steps = np.diff([seen.last[at], *middle])
    with_vote = [("A1", seen.year + 1 + k) in votes for k in range(4)]
    assert with_vote in ([True, False, True, False], [False, True, False, True])
    assert min(s for s, v in zip(steps, with_vote, strict=True) if v) > max(
        s for s, v in zip(steps, with_vote, strict=True) if not v
    )


def test_a_file_that_tells_nothing_is_said_to(figures: Figures) -> None:
    said = Given(elections=frozenset({("POL", 2040)}))
    made = keep(figures, share=3.5, by=2028, origin=2026, draws=100, given=said)
    assert any("'election'" in note and "tells nothing" in note for note in made.notes)


def test_without_elections_there_is_nothing_to_add(figures: Figures) -> None:
    seen = known(figures, 2026)
    assert elections(seen, fit(seen), 2030).shape == (0, 31, 4)


IDEAL = "country,year,value\nUSA,2024,2.5\nUSA,2025,2.6\nFRA,2024,1.5\nFRA,2025,1.4\n"


def test_ideal_points_give_closeness_to_the_pressing_ally(tmp_path: Path) -> None:
    said = given(ideal_points=written(tmp_path, IDEAL))
    assert said.agreement("FRA", 2024) == pytest.approx(-1.0)
    assert said.agreement("FRA", 2025) == pytest.approx(-1.2)
    assert said.agreement("USA", 2025) == 0.0
    assert math.isnan(said.agreement("ITA", 2025))
    other = given(pressing="FRA", ideal_points=written(tmp_path, IDEAL))
    assert other.agreement("USA", 2025) == pytest.approx(-1.2)


def test_the_layouts_of_the_authors_and_of_our_tables(tmp_path: Path) -> None:
    """Session 79 of the General Assembly opened in 2024."""
    authors = "ccode,session,IdealPointAll,IdealPointFP,Countryname,iso3c\n" + (
        "2,79,2.5,NA,United States,USA\n220,79,1.5,NA,France,FRA\n"
        "220,80,NA,NA,France,FRA\n678,45,0.1,NA,Yemen,YPR\n"
    )
    said = given(ideal_points=written(tmp_path, authors))
    assert said.ideal == {("USA", 2024): 2.5, ("FRA", 2024): 1.5}
    ours = "country,year,series,value\n" + (
        "USA,2024,un_ideal_point_all,2.5\nUSA,2024,un_votes_cast_all,70\n"
    )
    assert given(ideal_points=written(tmp_path, ours)).ideal == {("USA", 2024): 2.5}


def test_no_ideal_point_after_the_origin_is_read(figures: Figures, tmp_path: Path) -> None:
    said = given(ideal_points=written(tmp_path, IDEAL))
    seen = known(figures, 2024, given=said)
    assert raw(seen, "agreement", "FRA", 2024) == pytest.approx(-1.0)
    assert math.isnan(raw(seen, "agreement", "FRA", 2025))
    assert "ideal points" in seen.pseudo


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("country,year\nPOL,soon\nXXX,2020\n\nPOL,20244\n", ["row 2", "row 3", "row 4"]),
        ("land,jahr\nPOL,2020\n", ["row 2"]),
        ("country,year\n", ["own.csv"]),
        ("", ["own.csv"]),
    ],
)
def test_every_wrong_row_is_told_at_once(tmp_path: Path, text: str, where: list[str]) -> None:
    with pytest.raises(Refusal) as refused:
        given(elections=written(tmp_path, text))
    assert refused.value.code == "bad-table"
    assert [d["where"] for d in refused.value.details] == where


@pytest.mark.parametrize(
    "text",
    [
        "country,year,value\nUSA,2024,nan\n",
        "country,year,value\nUSA,2024,1\nUSA,2024,2\n",
        "country,year,value\nUSA,2024\n",
        "country,year,value\nFRA,2024,1.0\n",
    ],
)
def test_ideal_points_that_cannot_be_used(tmp_path: Path, text: str) -> None:
    with pytest.raises(Refusal) as refused:
        given(ideal_points=written(tmp_path, text))
    assert refused.value.code == "bad-table"


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        given(elections=tmp_path / "none.csv")
    assert refused.value.code == "file-not-found"
    path = tmp_path / "odd.csv"
    path.write_bytes(b"country,year\n\xff\xfe,2020\n")
    with pytest.raises(Refusal) as refused:
        given(elections=path)
    assert refused.value.code == "damaged-file"
