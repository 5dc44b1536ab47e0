"""Mends what a publisher misprinted; says so as soon as the publisher has mended it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import yaml

from burdenshare.errors import Problems
from burdenshare.figures.model import Observation

FIELDS = ("value", "unit")


@dataclass(frozen=True)
class Correction:
    """One mended cell, or the same slip in every year of a row."""

    series: str
    country: str
    year: int | str
    """The year, or ``all``."""
    source: str
    vintage: str
    field: str
    """``value`` or ``unit``."""
    expect: float | str
    """What the publisher prints."""
    value: float | str
    """What it must be."""
    reason: str
    since: str
    """Month in which the slip was found, ``YYYY-MM``."""

    @property
    def where(self) -> str:
        """The row it mends, for messages."""
        return "/".join((self.series, self.source, self.vintage, self.country, str(self.year)))


def read_corrections(path: Path) -> list[Correction]:
    """Return the corrections of a YAML file.

    Raises
    ------
    Refusal
        ``bad-table`` with every wrong field.
    """
    problems = Problems()
    found = []
    try:
        records = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    except (yaml.YAMLError, OSError) as error:
        problems.add(path.name, f"cannot be read: {error}")
        records = []
    for number, record in enumerate(records):
        wrong = _wrong(record)
        for message in wrong:
            problems.add(f"{path.name}[{number}]", message)
        if not wrong:
            found.append(Correction(**record))
    problems.require_none("bad-table", f"the corrections in {path} are damaged")
    return found


def apply(
    corrections: Sequence[Correction], observations: Sequence[Observation]
) -> list[Observation]:
    """Return the observations with every correction applied and named in their notes.

    A correction of a table that is not there (an edition of which only an extract is shipped)
    waits until it is.

    Raises
    ------
    Refusal
        ``correction-stale`` when a value is no longer the one that a correction expects; one
        detail for each.
    """
    waiting: dict[tuple[str, str], list[Correction]] = defaultdict(list)
    for c in corrections:
        waiting[c.series, c.country].append(c)
    problems = Problems()
    mended = list(observations)
    touched = [i for i, o in enumerate(mended) if (o[0], o[4]) in waiting]
    for i in touched:
        o = mended[i]
        for c in waiting[o.series, o.country]:
            if (o.source, o.vintage) != (c.source, c.vintage) or c.year not in ("all", o.year):
                continue
            printed = getattr(o, c.field)
            if not _same(printed, c.expect):
                problems.add(
                    o.key,
                    f"the {c.field} is {printed!r}",
                    expected=repr(c.expect),
                    hint=f"found in {c.since}: {c.reason}",
                )
            note = f"{c.field} corrected from {c.expect}: {c.reason}"
            changed: dict[str, Any] = {c.field: c.value}
            o = o._replace(**changed, note="; ".join(filter(None, (o.note, note))))
        mended[i] = o
    problems.require_none(
        "correction-stale",
        "a publisher no longer prints what a correction expects",
        hint="check the publisher's table; remove the correction if the slip is mended there",
    )
    return mended


def _wrong(record: Any) -> list[str]:
    """Return what is wrong with one record of the file."""
    names = {f.name for f in fields(Correction)}
    if not isinstance(record, dict) or set(record) != names:
        return [f"must have exactly the fields {', '.join(sorted(names))}"]
    kind: type | tuple[type, ...] = str if record["field"] == "unit" else (int, float)
    wrong = []
    if record["field"] not in FIELDS:
        wrong.append(f"field must be one of {', '.join(FIELDS)}")
    elif not isinstance(record["expect"], kind) or not isinstance(record["value"], kind):
        wrong.append(f"expect and value must fit the field {record['field']}")
    if record["year"] != "all" and not isinstance(record["year"], int):
        wrong.append("year must be a year or 'all'")
    wrong += [f"{n} must not be empty" for n in ("reason", "since", "vintage") if not record[n]]
    return wrong


def _same(printed: float | str, expect: float | str) -> bool:
    if isinstance(printed, str) or isinstance(expect, str):
        return printed == expect
    return math.isclose(printed, expect, rel_tol=1e-9)
