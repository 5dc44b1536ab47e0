"""The answer as data and as sentences."""

from __future__ import annotations

import json

import pytest

from burdenshare.posture.answer import Answer, Pledge, Turn, answer
from burdenshare.posture.document import document, rows
from burdenshare.posture.model import DIRECTIONS, DOMAINS, NOT_CAPABILITY
from burdenshare.posture.reading import judgement
from burdenshare.posture.sentences import sentences

PLEDGE = Pledge(
    scenario="test",
    year=2035,
    growth={("DEU", "vehicles"): 2.0, ("DEU", "aircraft"): 2.0},
    yearly={"DEU": 50.0, "FRA": 40.0, "POL": 30.0, "ITA": 20.0},
    held=("JPN",),
)


@pytest.fixture(scope="module")
def full() -> Answer:
    return answer(
        judgement(),
        without=("TUR",),
        pledge=PLEDGE,
        turn=Turn("USA", "indo_pacific", 0.5, 48),
        each_absence=True,
    )


def test_the_document_has_the_keys_of_the_interface(full: Answer) -> None:
    made = json.loads(json.dumps(document(full), allow_nan=False))
    parts = [x for cells in made["coverage"].values() for x in cells.values()]
    assert set(made["coverage"]) <= set(DIRECTIONS)
    assert {d for cells in made["coverage"].values() for d in cells} <= set(DOMAINS)
    assert made["minimum"] == min(parts)
    assert made["mean"] == pytest.approx(sum(parts) / len(parts))
    assert {"country", "domain", "per_billion"} <= set(made["marginal"][0])
    gains = [row["per_billion"] for row in made["marginal"]]
    assert gains == sorted(gains, reverse=True)
    assert made["pledged"]["mean"] >= made["mean"]
    assert made["whole"]["mean"] >= made["mean"]
    assert made["warning"] == NOT_CAPABILITY
    assert made["coverage"] == made["diversion"]["after"]["coverage"]
    turned = made["sets"]["east"]["diverted"]["mean"]
    assert made["mean"] == pytest.approx(turned)
    assert made["value"] < made["diversion"]["before"]["value"]
    assert len(made["absences"]) == 35
    assert set(made["unknown"]) == {"space", "cyber", "cognitive"}
    assert "USA 246 (2025)" in made["known"]["space"][0]
    assert "CHN" not in made["known"]["space"][0]
    assert made["sets"]["east"]["mean"] == pytest.approx(made["diversion"]["before"]["mean"])
    assert set(made["sets"]["taiwan"]["without"]) == {one["country"] for one in made["absences"]}
    worst = made["weakest"][0]
    assert made["coverage"][worst["direction"]][worst["domain"]] == pytest.approx(made["minimum"])


def test_allocations_of_the_document_stay_within_stock(full: Answer) -> None:
    made = document(full)
    sent: dict[tuple[str, str], float] = {}
    for row in made["allocation"]:
        key = (row["country"], row["item"])
        sent[key] = sent.get(key, 0.0) + row["sent"]
        assert row["counts"] <= row["sent"] + 1e-9
    assert all(n <= made["stock"][state][item] + 1e-6 for (state, item), n in sent.items())


def test_rows_stand_beside_each_other(full: Answer) -> None:
    made = rows(full)
    assert len(made) == len(full.now.case.cells)
    assert all(row["pledged"] is not None and row["diverted"] is not None for row in made)
    assert "main battle tank" in made[0]["required"]


def test_sentences_begin_with_the_bottom_line_and_end_with_the_caveat(full: Answer) -> None:
    told = sentences(full)
    assert told[0].startswith("Attack on the eastern flank: what 35 states have today covers")
    assert told[-1] == NOT_CAPABILITY
    text = " ".join(told)
    for part in (
        "With Türkiye it would be",
        "until 2035",
        "The stock of Japan is held",
        "It hangs most on the United States",
        "Filling it costs at least",
        "years of money",
        "within 48 months raises coverage",
        "counts of grade C",
        "Nothing is said of cyber",
        "they count as none",
    ):
        assert part in text


def test_without_a_pledge_and_within_a_year_nothing_arrives() -> None:
    found = answer(judgement(), turn=Turn("USA", "indo_pacific", 0.5))
    text = " ".join(sentences(found))
    assert "Nothing ordered now arrives within 12 months" in text
    assert document(found)["pledged"] is None


def test_where_nobody_can_fill_it_or_nothing_goes_dark_it_is_said() -> None:
    quiet = answer(judgement(), contingency="standing", turn=Turn("LUX", "east", 1.0))
    assert "nothing is lost" in " ".join(sentences(quiet))
    slight = answer(judgement(), contingency="east", turn=Turn("GBR", "south", 1.0))
    assert "ten points lost): no cell" in " ".join(sentences(slight))
    states = [s for s in quiet.now.case.suppliers if s not in ("USA", "LUX")]
    alone = answer(judgement(), without=states, turn=Turn("USA", "indo_pacific", 1.0))
    assert "nobody else who has the item" in " ".join(sentences(alone))
