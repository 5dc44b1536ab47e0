"""Says what differs between two run folders: the scenario, the figures, the headline results."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple

from burdenshare.errors import Refusal
from burdenshare.scenario.yaml_reader import read_yaml
from burdenshare.study.manifest import read_manifest, real
from burdenshare.study.politics import unit_of
from burdenshare.study.reading import Recorded, RecordedFutures, read
from burdenshare.study.readings import PARTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from burdenshare.figures.model import Observation

_OTHERWISE = ("depreciation", "multiplier", "stock_mix")
"""Levers that may have another axis than members where they have but one."""


class Change(NamedTuple):
    """One thing that differs; None on the side that does not have it."""

    what: str
    """``scenario``, ``figure``, ``vintage``, ``lever``, ``calibration``, ``result``, ``median``,
    ``quantile`` or ``probability``."""
    where: str
    from_: Any
    to: Any
    unit: str = ""
    change: float | None = None
    """The difference of two numbers in the same unit."""

    def to_json(self) -> dict[str, Any]:
        """Return the change as plain data."""
        return {key.rstrip("_"): value for key, value in self._asdict().items()}


class Quoted(NamedTuple):
    """A number with its unit."""

    value: float | None
    unit: str


@dataclass(frozen=True)
class Comparison:
    """What differs between two runs; nothing, where the fingerprints are the same."""

    first: str
    second: str
    """Fingerprints."""
    scenario: tuple[Change, ...]
    """By path of the field."""
    figures: tuple[Change, ...]
    """Another value under the same key, the same thing in another vintage, or used once only."""
    results: tuple[Change, ...]
    """By member: extra in the deadline year and summed up, over each baseline; debt. Chances that
    pledges are kept, forecasts of issues, and the measures of the readings."""
    levers: tuple[Change, ...] = ()
    """How the pledges are kept and paid for, and the calibration of the shocks."""
    futures: tuple[Change, ...] = ()
    """By member in the deadline year, where both runs drew futures: medians, the ends of the 90 %
    band, probabilities."""

    @property
    def same(self) -> bool:
        """True when the two are the same run."""
        return self.first == self.second

    def to_json(self) -> dict[str, Any]:
        """Return the comparison as plain data; ``rows`` holds every change in one table."""
        parts = {
            name: [each.to_json() for each in getattr(self, name)]
            for name in ("scenario", "figures", "levers", "results", "futures")
        }
        return {
            "first": self.first,
            "second": self.second,
            "same": self.same,
            **parts,
            "rows": [row for part in parts.values() for row in part],
        }


def compare(first: Path, second: Path) -> Comparison:
    """Compare two run folders.

    Raises
    ------
    Refusal
        ``not-a-study``: one of them is no run folder. ``damaged-file``: one cannot be read.
    """
    fingerprint, a, results = _read(first)
    other, b, results_of_b = _read(second)
    return Comparison(
        first=fingerprint,
        second=other,
        scenario=tuple(_fields(_scenario(a), _scenario(b))),
        figures=tuple(_figures(a.observations, b.observations)),
        results=tuple(_results(results, results_of_b)),
        levers=tuple(_levers(a, b)),
        futures=tuple(_futures(a.document, b.document)),
    )


def _read(folder: Path) -> tuple[str, Recorded, dict[str, Quoted]]:
    folder = real(folder)
    try:
        manifest, recorded = read_manifest(folder), read(folder)
        return manifest.fingerprint, recorded, _headlines(recorded.document)
    except Refusal as refusal:
        if refusal.code == "not-a-study":
            raise
        problem = refusal.message
    except (LookupError, TypeError, ValueError, AttributeError):
        problem = "results.json: is not what burdenshare writes"
    raise Refusal(
        "damaged-file",
        f"{folder.name}: {problem}",
        hint="`burdenshare verify` names all that is wrong with it",
    )


def _scenario(recorded: Recorded) -> Any:
    return read_yaml(recorded.scenario_text, "scenario.yaml").value


def _fields(a: Any, b: Any, path: str = "") -> Iterator[Change]:
    """Yield the fields of two scenarios that differ; lists of names are compared as a whole."""
    if isinstance(a, dict) and isinstance(b, dict):
        for key in [*a, *(key for key in b if key not in a)]:
            at = f"{path}.{key}" if path else str(key)
            yield from _fields(a.get(key), b.get(key), at)
    elif _is_nested(a) and _is_nested(b):
        for index, pair in enumerate(zip_longest(a, b)):
            yield from _fields(*pair, f"{path}[{index}]")
    elif a != b:
        yield Change("scenario", path, a, b)


def _is_nested(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(each, dict) for each in value)


def _figures(first: Sequence[Observation], second: Sequence[Observation]) -> Iterator[Change]:
    """Yield figures that differ under one key, stand for one another, or stand alone."""
    a, b = ({each.key: each for each in side} for side in (first, second))
    for key in sorted(a.keys() & b.keys()):
        if (a[key].value, a[key].unit) != (b[key].value, b[key].unit):
            yield _of_figures("figure", key, a[key], b[key])
    left = _by_place(a[key] for key in sorted(a.keys() - b.keys()))
    right = _by_place(b[key] for key in sorted(b.keys() - a.keys()))
    for place in sorted(left.keys() | right.keys()):
        olds, news = left.get(place, []), right.get(place, [])
        if len(olds) == len(news) == 1:
            where = f"{' '.join(map(str, place))}: {_edition(olds[0])} -> {_edition(news[0])}"
            yield _of_figures("vintage", where, olds[0], news[0])
        else:
            for each in olds:
                yield Change("figure", each.key, each.value, None, each.unit)
            for each in news:
                yield Change("figure", each.key, None, each.value, each.unit)


def _of_figures(what: str, where: str, a: Observation, b: Observation) -> Change:
    return _of_numbers(what, where, Quoted(a.value, a.unit), Quoted(b.value, b.unit))


def _by_place(figures: Iterable[Observation]) -> dict[tuple[str, str, int], list[Observation]]:
    found: dict[tuple[str, str, int], list[Observation]] = {}
    for each in figures:
        found.setdefault((each.series, each.country, each.year), []).append(each)
    return found


def _edition(figure: Observation) -> str:
    return f"{figure.definition}, {figure.source} {figure.vintage}"


def _results(a: dict[str, Quoted], b: dict[str, Quoted]) -> Iterator[Change]:
    nothing = Quoted(None, "")
    for where in [*a, *(key for key in b if key not in a)]:
        before, after = a.get(where, nothing), b.get(where, nothing)
        if before != after:
            yield _of_numbers("result", where, before, after)


def _levers(first: Recorded, second: Recorded) -> Iterator[Change]:
    """Yield the levers that differ, member by member, and another calibration."""
    a, b = first.futures, second.futures
    if a is None or b is None:
        return
    one, other = (_by_member(each) for each in (a, b))
    for where in [*one, *(key for key in other if key not in one)]:
        before, after = one.get(where), other.get(where)
        if before != after:
            number = isinstance(before, float) and isinstance(after, float)
            change = after - before if number else None  # type: ignore[operator]
            yield Change("lever", where, before, after, "", change)
    before, after = (each.calibration.fingerprint if each.calibration else None for each in (a, b))
    if before != after:
        yield Change("calibration", "fingerprint of the shocks", before, after)


def _by_member(held: RecordedFutures) -> dict[str, Any]:
    """Return levers by name, those of several members one by one."""
    members, found = held.fiscal.members, {}
    for name, value in held.levers_document.items():
        listed = isinstance(value, list) and len(value) == len(members)
        if listed and (name not in _OTHERWISE or isinstance(value[0], list)):
            found.update(
                {f"{name}.{code}": each for code, each in zip(members, value, strict=True)}
            )
        else:
            found[name] = value
    return found


def _futures(first: dict[str, Any], second: dict[str, Any]) -> Iterator[Change]:
    """Yield medians, ends of the 90 % band and probabilities that differ in the deadline year."""
    if not (first.get("draws") and second.get("draws")):
        return
    one, other = _spread(first), _spread(second)
    nothing = Quoted(None, "")
    for key in [*one, *(key for key in other if key not in one)]:
        before, after = one.get(key, nothing), other.get(key, nothing)
        if before != after:
            yield _of_numbers(*key, before, after)


def _spread(document: dict[str, Any]) -> dict[tuple[str, str], Quoted]:
    """Return what of the futures is quoted, by what it is and of whom."""
    found: dict[tuple[str, str], Quoted] = {}
    for code, member in document["members"].items():
        years = member["years"]
        then = years.index(max(min(member["deadline"], years[-1]), years[0]))
        money, quantiles = f"bn {member['currency']}", member["quantiles"]
        series = {
            "share": (quantiles["share"], "%"),
            "spending": (quantiles["spending"], money),
            "debt": (quantiles["debt_ratio"], "% of GDP"),
            **{
                f"extra over {name}": (levels, money) for name, levels in quantiles["extra"].items()
            },
        }
        for name, (levels, unit) in series.items():
            for level, what in (("0.05", "quantile"), ("0.5", "median"), ("0.95", "quantile")):
                end = "" if what == "median" else f", {100 * float(level):g} %"
                where = f"{code} {name} in the deadline year{end}"
                found[what, where] = Quoted(levels[level][then], unit)
        for event, by_year in member["probabilities"].items():
            found["probability", f"{code} {event} in the deadline year"] = Quoted(by_year[then], "")
    return found


def _of_numbers(what: str, where: str, a: Quoted, b: Quoted) -> Change:
    """Return a change, with the difference where both numbers are of the same unit."""
    same = a.unit == b.unit
    change = None
    if same and a.value is not None and b.value is not None:
        change = b.value - a.value
    return Change(
        what,
        where,
        a.value,
        b.value,
        a.unit if same else " -> ".join(unit for unit in (a.unit, b.unit) if unit),
        change,
    )


def _headlines(document: dict[str, Any]) -> dict[str, Quoted]:
    """Return the numbers that are quoted, with their unit, from ``results.json``."""
    found: dict[str, Quoted] = {}
    for code, member in document["members"].items():
        money = f"bn {member['currency']}"
        real = f"{money}, {member['price_base']} prices"
        years = member["years"]
        last = years.index(max(min(member["deadline"], years[-1]), years[0]))
        if debt := member.get("debt_ratio"):
            found[f"{code} debt in the deadline year"] = Quoted(debt[last], "% of GDP")
        for name, extra in member["extra"].items():
            total = member["cumulative"]["extra"][name]
            found[f"{code} extra over {name} in the deadline year"] = Quoted(extra[last], money)
            found[f"{code} extra over {name}, all years"] = Quoted(total["nominal"], money)
            found[f"{code} extra over {name}, all years, real"] = Quoted(total["real"], real)
    for name, total in document["alliance"]["cumulative"]["extra"].items():
        found[f"all members extra over {name}, all years"] = Quoted(total["nominal"], "bn USD")
    return found | _politics(document) | _readings(document)


def _politics(document: dict[str, Any]) -> dict[str, Quoted]:
    """Return the chances that pledges are kept, and the forecast of each issue."""
    found = {
        f"{code} chance of keeping its pledge": Quoted(one["probability"][-1], "")
        for code, one in document.get("keep", {}).get("members", {}).items()
    }
    negotiation = document.get("negotiation", {"cases": {}})
    for case, issues in negotiation["cases"].items():
        for issue, one in issues.items():
            unit = unit_of(negotiation, case, issue)
            found[f"{case} {issue}, forecast"] = Quoted(one["headline"], unit)
    return found


def _readings(document: dict[str, Any]) -> dict[str, Quoted]:
    """Return every measure of the readings."""
    told = document.get("readings", {})
    return {
        f"{part}, {name.replace('_', ' ')}": Quoted(one["value"], one["unit"])
        for part in PARTS
        for name, one in told.get(part, {}).items()
    }
