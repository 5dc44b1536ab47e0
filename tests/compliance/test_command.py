"""The command, as a user and a program meet it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
FORECAST = ("keep", "--share", "2.0", "--by", "2024", "--origin", "2021", "--draws", "200")


def test_keep_gives_chances_and_bands(burdenshare: Run) -> None:
    answer = burdenshare(*FORECAST, "--json")
    assert answer.status == 0
    assert answer.json["origin"] == 2021
    poland = answer.json["members"]["POL"]
    assert poland["years"] == [2022, 2023, 2024]
    assert all(0.0 <= p <= 1.0 for p in poland["probability"])
    low, middle, high = (poland["share"][b] for b in ("0.05", "0.5", "0.95"))
    assert all(a <= b <= c for a, b, c in zip(low, middle, high, strict=True))


def test_keep_for_people_and_as_csv(burdenshare: Run) -> None:
    answer = burdenshare(*FORECAST)
    assert answer.status == 0
    assert "Pseudo-real-time" in answer.out
    assert "No share is known of ISL." in answer.out
    rows = burdenshare(*FORECAST, "--csv").out.splitlines()
    assert rows[0] == "country,year,last,probability,share_0.05,share_0.5,share_0.95"
    assert len(rows) == 1 + 29 * 3


def test_a_scenario_says_what_is_pledged_by_whom(burdenshare: Run) -> None:
    answer = burdenshare("keep", "hague-2035-spain-2.1", "--draws", "200", "--json")
    assert answer.status == 0
    members = answer.json["members"]
    assert (members["ESP"]["pledged"], members["ESP"]["by"]) == (2.1, 2035)
    assert members["DEU"]["pledged"] == 3.5
    assert [(p["share"], len(p["members"])) for p in answer.json["pledges"]] == [
        (3.5, 30),
        (2.1, 1),
    ]
    assert answer.json["absent"] == ["ISL"]
    plain = burdenshare("keep", "--share", "2.1", "--by", "2035", "--draws", "200", "--json")
    assert members["ESP"]["probability"] == plain.json["members"]["ESP"]["probability"]
    text = burdenshare("keep", "hague-2035-spain-2.1", "--draws", "200").out
    assert "what each pledged" in text


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (("hague-2035", "--share", "2.0", "--by", "2030"), "keep needs one of these"),
        (("hague-2035", "--date", "2026-08-01"), "--date is the day of a registered forecast"),
    ],
)
def test_what_would_be_ignored_is_refused(
    burdenshare: Run, asked: tuple[str, ...], says: str
) -> None:
    answer = burdenshare("keep", *asked, "--json")
    assert answer.status == 2
    assert answer.json["error"]["message"].startswith(says)


def test_each_pledge_of_a_scenario_is_registered(burdenshare: Run) -> None:
    made = ("keep", "hague-2035-spain-2.1", "--draws", "200", "--register", "--date", "2026-08-01")
    answer = burdenshare(*made, "--json")
    assert answer.status == 0
    names = [p["registered"] for p in answer.json["pledges"]]
    assert ["-3.5-by-2035-" in names[0], "-2.1-by-2035-" in names[1]] == [True, True]
    assert len(burdenshare("keep", "--score", "--json").json["forecasts"]) == 2
    Path(names[0]).chmod(0o644)
    Path(names[0]).write_text(Path(names[0]).read_text().replace('"share": 3.5', '"share": 3.4'))
    refused = burdenshare("keep", "--score", "--json")
    assert refused.status == 2
    assert refused.json["error"]["code"] == "damaged-file"
    assert refused.json["error"]["details"][0]["where"] == Path(names[0]).name


def test_who_is_no_ally_has_no_forecast(burdenshare: Run) -> None:
    answer = burdenshare("keep", "japan-2027", "--json")
    assert answer.status == 2
    assert answer.json["error"]["code"] == "no-figures"


def test_pictures_of_chances_and_of_their_record(burdenshare: Run, tmp_path: Path) -> None:
    out = tmp_path / "strips.json"
    answer = burdenshare(*FORECAST, "--out", str(out))
    assert answer.status == 0
    assert f"The picture lies in {out}" in answer.out.replace("\n", "")
    assert "Poland" in out.read_text(encoding="utf-8")
    out = tmp_path / "record.svg"
    answer = burdenshare("keep", "--hindcast", "--out", str(out), "--json")
    assert answer.status == 0
    assert answer.json["scored_against"] == "2025-08"
    assert "Came true, %" in out.read_text(encoding="utf-8")
    answer = burdenshare(*FORECAST, "--out", str(tmp_path / "strips.pdf"), "--json")
    assert (answer.status, answer.json["error"]["code"]) == (2, "bad-argument")


def test_the_score_of_the_register_as_a_picture(burdenshare: Run, tmp_path: Path) -> None:
    made = ("keep", "--share", "2.0", "--by", "2025", "--origin", "2024", "--draws", "200")
    burdenshare(*made, "--register", "--date", "2024-12-01", "--json")
    out = tmp_path / "score.svg"
    answer = burdenshare("keep", "--score", "--out", str(out), "--json")
    assert answer.status == 0
    assert "1 registered forecast" in out.read_text(encoding="utf-8")


def test_files_of_the_users_own_enter(burdenshare: Run, tmp_path: Path) -> None:
    path = tmp_path / "votes.csv"
    path.write_text("country,year\nPOL,2019\nPOL,2027\nESP,2019\n", encoding="utf-8")
    asked = ("keep", "--share", "3.5", "--by", "2028", "--draws", "100", "--json")
    answer = burdenshare(*asked, "--elections", str(path), "--threat", "IRN")
    assert answer.status == 0
    assert list(answer.json["given"]["files"]) == ["votes.csv"]
    assert answer.json["given"]["threat"] == "IRN"
    drivers = {d["driver"]: d["words"] for d in answer.json["members"]["POL"]["drivers"]}
    assert drivers["election"].startswith("an election next year")
    refused = burdenshare(*asked, "--threat", "BRA")
    assert (refused.status, refused.json["error"]["code"]) == (2, "no-figures")


def test_register_and_score(burdenshare: Run) -> None:
    made = ("keep", "--share", "2.0", "--by", "2025", "--origin", "2024", "--draws", "200")
    answer = burdenshare(*made, "--register", "--date", "2024-12-01", "--json")
    assert answer.status == 0
    assert "2024-12-01-2-by-2025-from-2024-" in answer.json["registered"]
    assert answer.json["as_of"] == "2024-12-01"
    again = burdenshare(*made, "--register", "--date", "2024-12-01", "--json")
    assert again.status == 2
    assert again.json["error"]["code"] == "bad-argument"
    scored = burdenshare("keep", "--score", "--json")
    assert scored.json["forecasts"][0]["n"] == 31
    assert "2024-12-01" in burdenshare("keep", "--score").out


def test_today_is_the_date_if_none_is_given(
    burdenshare: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import date

    monkeypatch.setattr("burdenshare.workbench.politics.today", lambda: date(2026, 8, 1))
    answer = burdenshare(
        "keep", "--share", "3.5", "--by", "2028", "--draws", "100", "--register", "--json"
    )
    assert answer.status == 0
    assert answer.json["as_of"] == "2026-08-01"
    assert "/2026-08-01-3.5-by-2028-from-2026-" in answer.json["registered"].replace("\\", "/")


def test_the_hindcast_is_printed_with_its_losses(burdenshare: Run) -> None:
    answer = burdenshare("keep", "--hindcast")
    assert answer.status == 0
    assert "it loses to" in answer.out
    assert "came true" in answer.out


@pytest.mark.parametrize(
    "arguments",
    [
        ["keep"],
        ["keep", "--share", "2"],
        ["keep", "hague-2035", "--share", "2", "--by", "2030"],
        ["keep", "hague-2035", "--score"],
        ["keep", "--by", "2030"],
        ["keep", "--score", "--hindcast"],
        ["keep", "--score", "--share", "2", "--by", "2030"],
        ["keep", "--share", "2", "--by", "2024", "--origin", "2024"],
        ["keep", "--share", "2", "--by", "2030", "--alliance", "NARO"],
        ["keep", "--share", "2", "--by", "2030", "--as-of", "soon"],
        ["keep", "--share", "2", "--by", "2030", "--reclassified", "7"],
    ],
)
def test_what_cannot_be_asked_is_refused(burdenshare: Run, arguments: list[str]) -> None:
    answer = burdenshare(*arguments, "--json")
    assert answer.status == 2
    assert answer.json["error"]["code"] == "bad-argument"


def test_nothing_registered_is_refused(burdenshare: Run) -> None:
    answer = burdenshare("keep", "--score", "--json")
    assert answer.status == 2
    assert answer.json["error"]["code"] == "file-not-found"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--as-of", "2023-01-01"), "later than the end of 2021"),
        (("--pressing", "USA"), "none are given"),
    ],
)
def test_options_that_would_be_ignored_are_refused(
    burdenshare: Run, words: tuple[str, ...], message: str
) -> None:
    asked = ("keep", "--share", "2.0", "--by", "2024", "--origin", "2021", "--draws", "100")
    answer = burdenshare(*asked, *words, "--json")
    assert (answer.status, answer.json["error"]["code"]) == (2, "bad-argument")
    assert message in answer.json["error"]["message"]
