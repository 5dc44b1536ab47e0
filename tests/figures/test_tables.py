"""The shipped tables keep their own rules; damaged ones are refused; added ones win key by key."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from burdenshare.errors import Failure, Refusal
from burdenshare.figures import tables
from burdenshare.figures.catalogue import meanings
from burdenshare.figures.model import STATUSES, Observation, Source
from burdenshare.figures.tables import (
    COLUMNS,
    DATA,
    OWN_SOURCE,
    fingerprint,
    last_day,
    load,
    read_sources,
    read_table,
    write_added,
)

SHIPPED = {s.id: s for s in read_sources().values()}
TABLES = sorted(s for s, source in SHIPPED.items() if source.kind == "figures")
HEADER = ",".join(COLUMNS) + "\n"
ROW = "milex_pct_gdp,NATO,POL,2024,4.12,percent of GDP,estimate,\n"


@cache
def shipped() -> tuple[Observation, ...]:
    return tuple(load())


@pytest.fixture
def source() -> Source:
    return replace(
        SHIPPED["nato_2024-06"],
        id="nato_own",
        added=False,
        title="The user's own copy",
        sha256="ab",
    )


@pytest.fixture
def poland() -> Observation:
    return Observation(
        "milex_pct_gdp", "NATO", "NATO", "2024-06", "POL", 2024, 4.5, "percent of GDP", "estimate"
    )


def refusal_of(call: Callable[[], object]) -> Refusal:
    with pytest.raises(Refusal) as caught:
        call()
    return caught.value


@pytest.mark.parametrize("table", TABLES)
def test_a_shipped_table_is_sorted_plain_and_complete(table: str) -> None:
    raw = (DATA / f"{table}.csv").read_bytes()
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    rows = list(csv.DictReader(raw.decode("utf-8").splitlines()))
    assert tuple(rows[0]) == (COLUMNS if SHIPPED[table].name else OWN_SOURCE)
    keys = [
        (
            r["series"],
            r["definition"],
            r["country"],
            int(r["year"]),
            r.get("source", ""),
            r.get("vintage", ""),
        )
        for r in rows
    ]
    assert keys == sorted(set(keys))
    assert all(r["value"] and r["unit"] and r["status"] in STATUSES for r in rows)


def test_no_key_stands_in_two_shipped_tables() -> None:
    rows = [o for t in TABLES for o in read_table(DATA / f"{t}.csv", SHIPPED[t]).values()]
    repeated = [key for key, n in Counter(o.key for o in rows).items() if n > 1]
    assert repeated == []
    assert len(shipped()) == len(rows)


def test_every_table_and_only_a_table_has_a_source_record() -> None:
    assert {p.stem for p in DATA.glob("*.csv")} == set(SHIPPED)


@pytest.mark.parametrize("source", SHIPPED.values(), ids=SHIPPED)
def test_every_source_record_is_complete(source: Source) -> None:
    for text in (source.producer, source.title, source.citation, source.read_from, source.licence):
        assert text.strip()
    assert source.address.startswith("https://")
    assert source.redistribution in ("yes", "facts", "limited")
    assert source.published.strftime("%Y-%m") == source.vintage


def test_every_shipped_series_is_explained() -> None:
    assert {o.series for o in shipped()} <= set(meanings())
    for series, meaning in meanings().items():
        assert set(meaning) == {"title", "meaning", "unit", "trap"}, series
        assert meaning["title"], series
        assert meaning["meaning"], series
        assert meaning["unit"], series


def test_figures_of_japan_carry_their_own_address() -> None:
    own = [t for t in TABLES if not SHIPPED[t].name]
    assert "japan_budget" in own
    rows = [o for t in own for o in read_table(DATA / f"{t}.csv", SHIPPED[t]).values()]
    assert all(o.address.startswith(("https://", "http://")) for o in rows)
    unquoted = {o.series for o in rows if not o.quote}
    assert unquoted == {"new_contracts_supplementary", "defence_budget_supplementary"}


def test_both_extracts_of_sipri_are_less_than_a_tenth_of_the_database() -> None:
    cells_of_the_workbook = 55_003
    rows = [o for o in shipped() if o.source == "SIPRI"]
    assert len(rows) == 4_792 + 600
    assert len(rows) / cells_of_the_workbook < 0.1
    first = {
        (vintage, series): min(o.year for o in rows if o.vintage == vintage and o.series == series)
        for vintage, series in {(o.vintage, o.series) for o in rows}
    }
    assert first["2026-04", "milex_lcu_fy"] == 2014
    assert {key: year for key, year in first.items() if key[0] == "2025-04"} == {
        ("2025-04", "milex_pct_gdp"): 2010
    }


def test_nothing_that_a_publisher_keeps_for_itself_is_shipped() -> None:
    assert all(s.redistribution != "no" for s in SHIPPED.values())
    assert {p.suffix for p in DATA.iterdir()} == {".csv", ".yaml"}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("milex_pct_gdp,NATO,POL,2024,4.12,percent of GDP,estimate\n", "7 cells"),
        ("milex_pct_gdp,NATO,POL,2024,,percent of GDP,estimate,\n", "empty"),
        ("milex_pct_gdp,NATO,POL,2024,4.12,,estimate,\n", "empty"),
        ("milex_pct_gdp,NATO,POL,2024,n/a,percent of GDP,estimate,\n", "n/a"),
        ("milex_pct_gdp,NATO,POL,2024,inf,percent of GDP,estimate,\n", "no number"),
        ("milex_pct_gdp,NATO,POL,20x4,4.12,percent of GDP,estimate,\n", "20x4"),
        ("milex_pct_gdp,NATO,POL,2024,4.12,percent of GDP,guess,\n", "guess"),
        ("milex_pct_gdp,NATO,PLO,2024,4.12,percent of GDP,estimate,\n", "PLO"),
        (ROW, "twice"),
        ('"milex_pct_gdp,NATO,POL,2024,4.12\n', "CSV"),
    ],
)
def test_a_damaged_line_is_refused_with_file_and_line(
    tmp_path: Path, source: Source, line: str, message: str
) -> None:
    path = tmp_path / "own.csv"
    path.write_text(HEADER + ROW + line, encoding="utf-8")
    refusal = refusal_of(lambda: read_table(path, source))
    assert refusal.code == "bad-table"
    assert "own.csv" in refusal.message
    assert [d["where"] for d in refusal.details] == ["own.csv:3"]
    assert message in refusal.details[0]["message"]


def test_every_damaged_line_is_named_at_once(tmp_path: Path, source: Source) -> None:
    path = tmp_path / "own.csv"
    path.write_text(HEADER + ROW.replace("4.12", "") + ROW.replace("POL", "X"), encoding="utf-8")
    refusal = refusal_of(lambda: read_table(path, source))
    assert [d["where"] for d in refusal.details] == ["own.csv:2", "own.csv:3"]


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00", None])
def test_what_is_no_table_is_refused(tmp_path: Path, source: Source, content: bytes | None) -> None:
    path = tmp_path / "own.csv"
    if content is not None:
        path.write_bytes(content)
    assert refusal_of(lambda: read_table(path, source)).code == "bad-table"


def test_a_row_that_names_its_source_must_name_its_vintage(tmp_path: Path, source: Source) -> None:
    path = tmp_path / "own.csv"
    row = ROW.rstrip("\n") + ",Japan MOF,2024,https://example.org,words\n"
    path.write_text(",".join(OWN_SOURCE) + "\n" + row, encoding="utf-8")
    refusal = refusal_of(lambda: read_table(path, source))
    assert "source or vintage" in refusal.details[0]["message"]


def test_an_added_table_is_used_at_once_and_wins_key_by_key(
    tmp_path: Path, source: Source, poland: Observation
) -> None:
    before = fingerprint(tmp_path)
    brazil = poland._replace(country="BRA", value=1.1)
    estonia = poland._replace(country="EST", value=3.4296)
    printed = {o.key: o for o in shipped()}
    estonia = estonia._replace(value=printed[estonia.key].value * (1 + 1e-9))

    differing = write_added(source, [poland, brazil, estonia], tmp_path)

    assert differing == [poland.key]
    assert fingerprint(tmp_path) != before
    merged = {o.key: o for o in load(tmp_path)}
    assert merged[poland.key].value == 4.5
    assert merged[poland.key].table == "added/nato_own"
    assert merged[brazil.key].value == 1.1
    untouched = poland._replace(country="LVA").key
    assert merged[untouched] == printed[untouched]
    assert len(merged) == len(printed) + 1
    added = read_sources(tmp_path)["added/nato_own"]
    assert added == replace(source, id="added/nato_own", added=True)


def test_another_unit_counts_as_a_difference(
    tmp_path: Path, source: Source, poland: Observation
) -> None:
    printed = next(o for o in shipped() if o.key == poland.key)
    same = poland._replace(value=printed.value)
    assert write_added(source, [same], tmp_path) == []
    assert write_added(source, [same._replace(unit="per mille of GDP")], tmp_path) == [poland.key]


def test_what_was_added_reads_back_to_the_last_digit(
    tmp_path: Path, source: Source, poland: Observation
) -> None:
    exact = poland._replace(value=0.1 + 0.2, note='with "quotes", commas\nand a second line')
    write_added(source, [exact], tmp_path)
    (back,) = (o for o in load(tmp_path) if o.table == "added/nato_own")
    assert back == exact._replace(table="added/nato_own", address=source.address)


@pytest.mark.parametrize("bad", ["../escape", "", "A b", ".hidden"])
def test_an_added_table_needs_a_plain_name(
    tmp_path: Path, source: Source, poland: Observation, bad: str
) -> None:
    refusal = refusal_of(lambda: write_added(replace(source, id=bad), [poland], tmp_path))
    assert refusal.code == "bad-table"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "change",
    [{"vintage": "2024-07"}, {"source": "SIPRI"}, {"country": "XXX"}, {"value": float("nan")}],
)
def test_observations_that_no_table_may_hold_are_refused_before_writing(
    tmp_path: Path, source: Source, poland: Observation, change: dict[str, object]
) -> None:
    write_added(source, [poland], tmp_path)
    before = {p.name: p.read_bytes() for p in (tmp_path / "figures").iterdir()}
    refusal = refusal_of(lambda: write_added(source, [poland._replace(**change)], tmp_path))  # type: ignore[arg-type]
    assert refusal.code == "bad-table"
    assert {p.name: p.read_bytes() for p in (tmp_path / "figures").iterdir()} == before


def test_a_full_disk_leaves_the_table_added_before(
    tmp_path: Path, source: Source, poland: Observation, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_added(source, [poland], tmp_path)
    before = {p.name: p.read_bytes() for p in (tmp_path / "figures").iterdir()}
    write_text = Path.write_text

    def full(path: Path, text: str, **options: str) -> int:
        if ".csv" in path.name:
            raise OSError(28, "No space left on device")
        return write_text(path, text, **options)

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(Failure) as caught:
        write_added(source, [poland._replace(value=9.0)], tmp_path)
    assert caught.value.code == "cannot-write"
    assert "No space left" in caught.value.message
    assert {p.name: p.read_bytes() for p in (tmp_path / "figures").iterdir()} == before


def test_a_table_without_its_record_is_refused_and_a_record_alone_is_not_read(
    tmp_path: Path, source: Source, poland: Observation
) -> None:
    write_added(source, [poland], tmp_path)
    (tmp_path / "figures" / "nato_own.csv").rename(tmp_path / "figures" / "other.csv")
    refusal = refusal_of(lambda: load(tmp_path))
    assert refusal.code == "bad-table"
    assert "other" in refusal.message
    (tmp_path / "figures" / "other.csv").unlink()
    assert len(load(tmp_path)) == len(shipped())


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("licence:.*", "licence: ''", "licence"),
        ("published:.*", "published: soon", "published"),
        ("vintage:.*", "vintage: '2024'", "vintage"),
        ("redistribution:.*", "redistribution: perhaps", "redistribution"),
        ("sha256:.*", "colour: red", "colour"),
        ("(?s).*", "just words", ""),
        ("(?s).*", "a: [", ""),
    ],
)
def test_a_damaged_source_record_is_refused(
    tmp_path: Path, source: Source, poland: Observation, old: str, new: str, where: str
) -> None:
    write_added(source, [poland], tmp_path)
    record = tmp_path / "figures" / "nato_own.yaml"
    record.write_text(re.sub(old, new, record.read_text("utf-8"), count=1), encoding="utf-8")
    refusal = refusal_of(lambda: read_sources(tmp_path))
    assert refusal.code == "bad-table"
    assert "nato_own.yaml" in refusal.message
    if where:
        assert [d["where"] for d in refusal.details] == [f"added/nato_own.{where}"]


def test_a_month_is_known_at_its_end() -> None:
    assert last_day("2024-02") == date(2024, 2, 29)
    assert SHIPPED["nato_2023-07"].published == date(2023, 7, 31)


def test_the_fingerprint_covers_every_table(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for path in DATA.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(tables, "DATA", tmp_path)
    seen = {fingerprint()}
    for name in ("nato_2026-07.csv", "memberships.csv", "sources.yaml", "corrections.yaml"):
        with (tmp_path / name).open("a", encoding="utf-8") as stream:
            stream.write("# changed\n")
        seen.add(fingerprint())
    assert len(seen) == 5
