"""Steps of a reconciliation: each a value with its origin, or the statement that it is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from burdenshare.figures.model import Observation

Kind = Literal["published", "derived", "unexplained", "missing"]


@dataclass(frozen=True)
class Step:
    """One line of a reconciliation."""

    group: str
    label: str
    value: float | None
    unit: str
    kind: Kind
    """``published``; ``derived`` (stated arithmetic on published values); ``unexplained`` (a rest
    that no figure accounts for); ``missing`` (no figure is known)."""
    change: float | None = None
    """Difference from the step before, where the two are of one kind."""
    note: str = ""
    """What changed from the step before, and what a reader must know."""
    source: str = ""
    definition: str = ""
    vintage: str = ""
    status: str = ""
    address: str = ""
    quote: str = ""
    keys: tuple[str, ...] = ()


@dataclass
class Ledger:
    """Collects the steps and flags of one reconciliation."""

    steps: list[Step] = field(default_factory=list)
    flags: list[dict[str, Any]] = field(default_factory=list)

    def published(
        self,
        group: str,
        label: str,
        row: Observation,
        *,
        change: float | None = None,
        note: str = "",
    ) -> Step:
        """Add a published value with everything that identifies it."""
        return self._add(
            Step(
                group,
                label,
                row.value,
                row.unit,
                "published",
                change,
                "; ".join(n for n in (note, row.note) if n),
                row.source,
                row.definition,
                row.vintage,
                row.status,
                row.address,
                row.quote,
                (row.key,),
            )
        )

    def derived(
        self,
        group: str,
        label: str,
        value: float,
        unit: str,
        rows: Iterable[Observation],
        *,
        note: str,
        change: float | None = None,
        kind: Kind = "derived",
    ) -> Step:
        """Add a value that follows from published ones by the arithmetic in `note`."""
        used = list(rows)
        return self._add(
            Step(
                group,
                label,
                value,
                unit,
                kind,
                change,
                note,
                ", ".join(dict.fromkeys(f"{r.source} {r.vintage}" for r in used)),
                keys=tuple(dict.fromkeys(r.key for r in used)),
            )
        )

    def missing(self, group: str, label: str, note: str) -> None:
        """Say that a figure is not known, instead of guessing it."""
        self._add(Step(group, label, None, "", "missing", note=note))

    def flag(self, code: str, message: str, rows: Iterable[Observation] = ()) -> None:
        """Note what a reader must not overlook."""
        self.flags.append({"code": code, "message": message, "keys": [r.key for r in rows]})

    def _add(self, step: Step) -> Step:
        self.steps.append(step)
        return step


@dataclass(frozen=True)
class Reconciliation:
    """The figures of one country and year by every definition, laid beside each other."""

    country: str
    year: int
    steps: tuple[Step, ...]
    flags: tuple[dict[str, Any], ...]
    candidates: tuple[dict[str, str], ...]
    """Known differences of definition that may account for an unexplained rest; no amounts."""
    plan: dict[str, Any] | None = None
    """Japan's five-year plan, where the year lies in it."""

    def to_json(self) -> dict[str, Any]:
        """Return every step, flag and candidate; ``remarks`` are the latter two in words."""
        remarks = [f["message"] for f in self.flags]
        remarks += [f"May differ: {c['what']}" for c in self.candidates]
        return {
            "country": self.country,
            "year": self.year,
            "steps": [{**asdict(s), "keys": list(s.keys)} for s in self.steps],
            "flags": list(self.flags),
            "candidates": list(self.candidates),
            "remarks": remarks,
            "plan": self.plan,
        }
