"""Reads the shipped tables and those the user added; writes added ones."""

from __future__ import annotations

import calendar
import csv
import hashlib
import io
import math
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from burdenshare.errors import Failure, Problems, Refusal
from burdenshare.figures.corrections import apply, read_corrections
from burdenshare.figures.countries import countries
from burdenshare.figures.model import STATUSES, Observation, Source

_Key = tuple[str, str, str, str, str, int]
"""Series, definition, source, vintage, country, year: the first fields of an `Observation`."""

DATA = Path(__file__).with_name("data")
COLUMNS = ("series", "definition", "country", "year", "value", "unit", "status", "note")
OWN_SOURCE = (*COLUMNS, "source", "vintage", "address", "quote")
"""Columns of a table whose rows name their own source."""

SIGNIFICANT = 1e-7
"""Shipped values carry eight significant digits: relatively closer than this is the same."""

_ID = re.compile(r"[a-z0-9][a-z0-9_.-]*")
_VINTAGE = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_MUST = ("producer", "title", "citation", "address", "read_from", "licence", "redistribution")
_TERMS = ("yes", "facts", "limited", "no")


def last_day(vintage: str) -> date:
    """Return the last day of a month ``YYYY-MM``: from then on at the latest, it was known."""
    year, month = int(vintage[:4]), int(vintage[5:])
    return date(year, month, calendar.monthrange(year, month)[1])


def fingerprint(home: Path | None = None) -> str:
    """Return the sha256 over every table, source record and correction, shipped and added."""
    total = hashlib.sha256()
    files = [p for p in DATA.iterdir() if p.suffix == ".csv"]
    files += [DATA / "sources.yaml", DATA / "corrections.yaml"]
    for path in [*sorted(files), *_added_files(home)]:
        total.update(f"{path.parent.name}/{path.name}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def read_sources(home: Path | None = None) -> dict[str, Source]:
    """Return the source records by identifier: the stem of a table, ``added/STEM`` if added."""
    records = _yaml(DATA / "sources.yaml")
    found = {stem: _source(DATA / "sources.yaml", stem, record) for stem, record in records.items()}
    for path in _added_files(home):
        if path.suffix == ".yaml":
            found[f"added/{path.stem}"] = replace(
                _source(path, f"added/{path.stem}", _yaml(path)), added=True
            )
    return found


def load(home: Path | None = None, *, corrections: Path | None = None) -> list[Observation]:
    """Return every observation, added before shipped key by key, with the corrections applied.

    Parameters
    ----------
    home : Path, optional
        Folder of what the user added; its tables lie in ``figures`` below it.
    corrections : Path, optional
        File of corrections; the shipped one if not given.

    Raises
    ------
    Refusal
        ``bad-table`` for a damaged table, naming file and line; ``correction-stale``.
    """
    merged: dict[_Key, Observation] = {}
    for source in read_sources(home).values():
        if source.kind == "figures":
            merged |= read_table(_path(source, home), source)
    return apply(read_corrections(corrections or DATA / "corrections.yaml"), list(merged.values()))


def read_table(path: Path, source: Source) -> dict[_Key, Observation]:
    """Return the observations of one table as published, without corrections, by key.

    Raises
    ------
    Refusal
        ``bad-table`` with one detail for each bad line: a wrong number of cells, an empty or
        unreadable value, an unknown status or country, a key that stands there twice.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(
            "bad-table", f"the table {path} cannot be read: {error}", hint=_remedy(source)
        ) from error
    return _parse(text, path.name, source)


def _parse(text: str, name: str, source: Source) -> dict[_Key, Observation]:
    """Return the observations of a table's text, or refuse it with every bad line."""
    problems = Problems()
    rows: dict[_Key, Observation] = {}
    known = countries()
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header = tuple(next(reader, ()))
    if header not in (COLUMNS, OWN_SOURCE):
        problems.add(f"{name}:1", "not the columns of a table", expected=",".join(COLUMNS))
        reader = csv.reader(())
    try:
        for cells in reader:
            try:
                observation = _observation(cells, source, own=header == OWN_SOURCE)
                if observation.status not in STATUSES:
                    raise ValueError(f"status {observation.status!r} is none of {STATUSES}")
                if observation.country not in known:
                    raise ValueError(f"country {observation.country!r} is in no table")
                key = observation[:6]
                if key in rows:
                    raise ValueError(f"the key stands there twice: {observation.key}")
                rows[key] = observation
            except ValueError as error:
                problems.add(f"{name}:{reader.line_num}", str(error))
    except csv.Error as error:
        problems.add(f"{name}:{reader.line_num}", f"no CSV: {error}")
    first = [f"line {d['where'].split(':')[-1]}, {d['message']}" for d in problems.details()[:3]]
    problems.require_none(
        "bad-table", f"the table {name} is damaged: {'; '.join(first)}", hint=_remedy(source)
    )
    return rows


def write_added(source: Source, observations: Sequence[Observation], home: Path) -> list[str]:
    """Write a table made from the user's own workbook beside those already added.

    Both files, ``<home>/figures/<source.id>.csv`` and ``.yaml``, are replaced as a whole. A later
    `load` takes them at once; where a shipped table has the same source and vintage, the added
    value wins key by key.

    Parameters
    ----------
    source : Source
        Its ``id`` names the files; ``name`` and ``vintage`` are what every observation carries.
    observations : sequence of Observation
        As printed by the publisher; corrections are applied on load, not here.
    home : Path
        Folder of what the user adds.

    Returns
    -------
    list of str
        Keys (`Observation.key`) whose value or unit differs from the shipped one, sorted.

    Raises
    ------
    Refusal
        ``bad-table`` for observations that no table may hold, ``correction-stale`` when a value is
        not the one that a correction expects; nothing is written then.
    Failure
        ``cannot-write``; a table written before stays as it was.
    """
    problems = Problems()
    if not _ID.fullmatch(source.id):
        problems.add("id", f"{source.id!r} cannot name a file", expected="a-z, 0-9, '_', '.', '-'")
    for o in observations:
        if (o.source, o.vintage) != (source.name, source.vintage):
            problems.add(o.key, "source or vintage is not the table's", expected=source.name)
    problems.require_none("bad-table", f"the table {source.id} cannot be added")
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    ordered = sorted(observations, key=lambda o: (o.series, o.definition, o.country, o.year))
    rows.writerows((*o[:2], o.country, o.year, repr(o.value), *o[7:10]) for o in ordered)
    _parse(text.getvalue(), source.id, replace(source, added=True))
    apply(read_corrections(DATA / "corrections.yaml"), ordered)
    record = {k: v for k, v in asdict(source).items() if k not in ("id", "added")}
    folder = home / "figures"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _replace(
            {
                folder / f"{source.id}.yaml": yaml.safe_dump(record, allow_unicode=True),
                folder / f"{source.id}.csv": text.getvalue(),
            }
        )
    except OSError as error:
        raise Failure(
            "cannot-write",
            f"the table {source.id} could not be written to {folder}: {error.strerror}",
            hint="free some space or point BURDENSHARE_HOME to a folder that can be written",
        ) from error
    return _differing(source, ordered)


def _differing(source: Source, added: Iterable[Observation]) -> list[str]:
    """Return the keys of `added` that a shipped table gives with another value or unit."""
    shipped: dict[_Key, Observation] = {}
    for other in read_sources().values():
        if other.kind == "figures" and (other.name, other.vintage) == (source.name, source.vintage):
            shipped |= read_table(_path(other, None), other)
    return sorted(
        o.key
        for o in added
        if (s := shipped.get(o[:6]))
        and (s.unit != o.unit or not math.isclose(s.value, o.value, rel_tol=SIGNIFICANT))
    )


def _observation(cells: list[str], source: Source, *, own: bool) -> Observation:
    """Return one row as an observation; raise ValueError with what is wrong with it."""
    if len(cells) != (len(OWN_SOURCE) if own else len(COLUMNS)):
        raise ValueError(f"{len(cells)} cells")
    series, definition, country, year, value, unit, status, note = cells[:8]
    if not (series and definition and value and unit):
        raise ValueError("an empty series, definition, value or unit")
    name, vintage, address, quote = cells[8:] if own else (source.name, source.vintage, "", "")
    if own and not (name and _VINTAGE.fullmatch(vintage)):
        raise ValueError("a row without its source or vintage")
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"the value {value} is no number")
    return Observation(
        series, definition, name, vintage, country, int(year), number, unit, status, note,
        source.id, address or source.address, quote,
    )  # fmt: skip


def _source(path: Path, stem: str, record: Any) -> Source:
    """Return one source record; refuse it when it is incomplete."""
    problems = Problems()
    names = {f.name for f in fields(Source)} - {"id", "added"}
    if not isinstance(record, dict):
        record = {}
    for field in sorted(set(record) - names):
        problems.add(f"{stem}.{field}", "no field of a source record")
    for field in _MUST:
        if not isinstance(record.get(field), str) or not record[field].strip():
            problems.add(f"{stem}.{field}", "missing or empty")
    if record.get("redistribution") not in _TERMS:
        problems.add(f"{stem}.redistribution", "unknown terms", expected=" | ".join(_TERMS))
    published, vintage = record.get("published"), str(record.get("vintage", ""))
    if isinstance(published, str) and _VINTAGE.fullmatch(published):
        published = last_day(published)
    if not isinstance(published, date):
        problems.add(f"{stem}.published", "no date", expected="YYYY-MM-DD or YYYY-MM")
    if not _VINTAGE.fullmatch(vintage):
        problems.add(f"{stem}.vintage", "no month", expected="YYYY-MM")
    problems.require_none("bad-table", f"the source record {stem} in {path} is damaged")
    return Source(**{**record, "id": stem, "published": published, "vintage": vintage})


def _yaml(path: Path) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Refusal("bad-table", f"{path} is no YAML: {error}") from error
    if not isinstance(content, dict):
        raise Refusal("bad-table", f"{path} holds no records")
    return content


def _added_files(home: Path | None) -> list[Path]:
    """Return the files of complete added tables (CSV and record), sorted."""
    folder = home / "figures" if home else None
    if folder is None or not folder.is_dir():
        return []
    stems = {p.stem for p in folder.glob("*.csv")}
    orphans = sorted(s for s in stems if not (folder / f"{s}.yaml").is_file())
    if orphans:
        raise Refusal(
            "bad-table",
            f"{folder} holds tables without a source record: {', '.join(orphans)}",
            hint="add the publisher's file again, or remove the table",
        )
    return sorted(folder / f"{s}{suffix}" for s in stems for suffix in (".csv", ".yaml"))


def _path(source: Source, home: Path | None) -> Path:
    if not source.added or home is None:
        return DATA / f"{source.id}.csv"
    return home / "figures" / f"{source.id.removeprefix('added/')}.csv"


def _remedy(source: Source) -> str:
    if source.added:
        return "remove the table or add the publisher's file again: burdenshare figures add FILE"
    return "the installation is damaged: install burdenshare again"


def _replace(texts: dict[Path, str]) -> None:
    """Write every text beside its place, and only when all are written put them there."""
    beside = {path: path.with_name(f".{path.name}.{os.getpid()}") for path in texts}
    try:
        for path, text in texts.items():
            beside[path].write_text(text, encoding="utf-8", newline="\n")
        for path in texts:
            beside[path].replace(path)
    finally:
        for path in beside.values():
            path.unlink(missing_ok=True)
