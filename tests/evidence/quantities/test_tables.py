"""Sentences of our own, in both languages, with the quantities that a careful reader finds."""

from __future__ import annotations

from pathlib import Path

import pytest

from burdenshare.evidence.quantities import quantities

Row = tuple[str, float, float | None, str, str]
HERE = Path(__file__).parent


def cases(name: str) -> list[tuple[str, list[Row]]]:
    found: list[tuple[str, list[Row]]] = []
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        if not line.startswith("  "):
            found.append((line, []))
            continue
        words, value, unit, *rest = (cell.strip() for cell in line.split("|"))
        low, _, high = value.partition("..")
        found[-1][1].append(
            (words, float(low), float(high) if high else None, unit, rest[0] if rest else "eq")
        )
    return found


ENGLISH = cases("english.txt") + cases("classes_english.txt")
JAPANESE = cases("japanese.txt") + cases("classes_japanese.txt")


def read(sentence: str, language: str) -> list[Row]:
    return [
        (q.span.of(sentence), q.value, q.value_high, q.unit, q.comparator)
        for q in quantities(sentence, language)  # type: ignore[arg-type]
        if q.value is not None
    ]


@pytest.mark.parametrize(("sentence", "expected"), ENGLISH, ids=[s[:50] for s, _ in ENGLISH])
def test_english_sentences(sentence: str, expected: list[Row]) -> None:
    assert read(sentence, "en") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"), JAPANESE, ids=[str(i) for i in range(len(JAPANESE))]
)
def test_japanese_sentences(sentence: str, expected: list[Row]) -> None:
    assert read(sentence, "ja") == expected


def test_the_tables_are_as_large_as_promised() -> None:
    assert len(ENGLISH) + len(JAPANESE) >= 400
    assert len(JAPANESE) >= 190
