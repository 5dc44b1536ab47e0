"""PostgreSQL's index of words: phrases by marks of pairs, and the same answers as SQLite's."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from burdenshare.evidence.ledger import Ledger, schema, vectors
from burdenshare.evidence.ledger.database import Database
from burdenshare.evidence.ledger.words import Term

from .making import document

WORDS = st.lists(st.sampled_from(["defence", "spending", "防衛", "衛費", "2.1"]), max_size=6)


def marks(vector: str) -> set[str]:
    return {part for part in vector.split() if part.startswith("'=")}


def test_a_vector_has_places_and_a_mark_for_each_pair() -> None:
    found = vectors.vector(["the", "pact", "the", "pact"])
    assert {"'the':1,3", "'pact':2,4"} <= set(found.split())
    assert len(marks(found)) == 2, "the pact, pact the"
    assert vectors.vector([]) == ""


@given(WORDS, st.integers(0, 5), st.integers(2, 4))
def test_a_passage_has_the_marks_of_every_phrase_in_it(cut: list[str], at: int, size: int) -> None:
    phrase = Term(tuple(cut[at : at + size]))
    if phrase.tokens:
        asked = vectors.query([phrase]).split(" & ")
        assert set(asked[:-1]) <= marks(vectors.vector(cut))


def test_the_beginning_of_a_last_word_has_no_mark() -> None:
    assert vectors.query([Term(("a", "b"), open_ended=True)]) == "('a' <-> 'b':*)"
    assert vectors.query([Term(("a",)), Term(("b",))]) == "('a') & ('b')"


PHRASES = ('"defence spending"', "defence spending", '"spending defence"', "防衛費", '"of def*"')


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
def test_any_way_of_looking_finds_the_same(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = ("defence spending", "spending of defence", "defence of spending", "日本の防衛費")
    for number in range(30):
        ledger.add(document(f"{lines[number * 7 % 4]} no{number}", f"{number}.txt"), [])
    whole = {wanted: ledger.search(wanted, limit=50) for wanted in PHRASES}
    assert [len(found) for found, _ in whole.values()] == [8, 22, 0, 8, 7]
    for newest, far in ((4, 12), (1, 2), (40, 40)):
        monkeypatch.setattr(vectors, "_NEWEST", newest)
        monkeypatch.setattr(vectors, "_FAR", far)
        monkeypatch.setattr(vectors, "_FREQUENT", 2)
        assert {wanted: ledger.search(wanted, limit=50) for wanted in PHRASES} == whole


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
def test_an_older_ledger_is_given_the_marks(address: str) -> None:
    with Ledger.open(address) as ledger:
        ledger.add(document("Spain will not raise defence spending.\n\nNor will Italy."), [])
        now = ledger.search('"defence spending"')
    old = Database(address)
    with old.writing() as connection:
        connection.exec_driver_sql(
            "UPDATE passages SET words = (SELECT tsvector_agg FROM (SELECT "
            "string_agg(quote_literal(lexeme) || ':' || array_to_string(positions, ','), ' ')"
            "::tsvector AS tsvector_agg FROM unnest(words) WHERE lexeme NOT LIKE '=%%') AS plain)"
        )
        connection.execute(schema.version.update().values(version=2))
    with old.reading() as connection:
        assert "=" not in str(connection.execute(sa.text("SELECT words FROM passages")).all())
    old.close()
    with Ledger.open(address) as ledger:
        assert ledger.search('"defence spending"') == now
        assert len(now[0]) == 1
