"""What a scenario asks beside its costs: a negotiation, who keeps the pledge, three readings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from burdenshare.errors import Refusal
from burdenshare.scenario import file_format as ff
from burdenshare.scenario.checks import Check, check_share, check_year
from burdenshare.scenario.model import Keep, Negotiation, Readings
from burdenshare.scenario.yaml_reader import MAX_BYTES, Place, decode, read_yaml

if TYPE_CHECKING:
    from burdenshare.scenario.model import Scenario

FILES = (".yaml", ".yml", ".csv")
"""Suffixes of what is a file; everything else is a name of the library of negotiations."""
DRAWS = (100, 100_000)
_AT = ("negotiation",)
_TABLE = "case:, issues:, actors:, positions:"
_JUDGEMENT = "the fields of burdenshare cover --show-judgement"
_PROGRAMMES = (".yaml", ".yml", ".json")
_PROGRAMME = "price_base:, development:, production:, partners:"


def resolve_politics(
    file: ff.FileScenario, folder: Path | None, check: Check
) -> dict[str, Negotiation | Keep | bool | None]:
    """Return the fields of a `Scenario` on negotiation and behaviour, None where not asked for.

    A file that is named becomes the table that it holds, so that the scenario stands alone. What
    is in a table is checked where it is negotiated.
    """
    keep = _keep(file.keep, check) if isinstance(file.keep, ff.Keep) else file.keep or None
    if keep and file.definition not in (None, "nato"):
        check.add(
            ("keep",),
            f"shares by another definition ({file.definition}) than the forecasts",
            expected="definition: nato",
            hint="leave keep: out; forecasts of behaviour are made of NATO's shares",
        )
    return {"negotiation": _negotiation(file.negotiation, folder, check), "keep": keep}


def resolve_readings(file: ff.FileScenario, folder: Path | None, check: Check) -> Readings | bool:
    """Return how the readings of a scenario are taken; False where they are left out."""
    given = file.readings
    if not isinstance(given, ff.Readings):
        return given is not False
    name, judged = given.contingency, given.judgement
    if name is not None and not re.fullmatch(r"[a-z_]+(\+[a-z_]+)*", name):
        check.add(
            ("readings", "contingency"),
            f"{name!r}",
            expected="a name such as east, or several as east+taiwan",
        )
    if isinstance(judged, str):
        judged = _read(judged, ("readings", "judgement"), folder, check, _JUDGEMENT)
    if name is None and not judged:
        return True
    return Readings(contingency=name or "", judgement=judged if isinstance(judged, dict) else {})


def _negotiation(
    given: str | ff.Negotiation | None, folder: Path | None, check: Check
) -> Negotiation | None:
    if given is None:
        return None
    place: Place = _AT
    options: dict[str, Any] = {}
    if isinstance(given, str):
        case: str | None = given
        table: dict[str, Any] | str | None = None
    else:
        case, table, place = given.case, given.table, (*_AT, "case")
        settings = tuple(each for each in given.settings or () if each is not None)
        options = {"settings": settings, "spread": given.spread, "veto_cost": given.veto_cost}
        _check_options(given, check)
        if (case is None) == (table is None):
            if not any(check.is_bad((*_AT, key)) for key in ("case", "table")):
                shown = "neither case nor table" if case is None else "case and table together"
                check.add(_AT, shown, expected="either case: or table:")
            return None
    if case is not None and Path(case).suffix.lower() in FILES:
        case, table = "", _read(case, place, folder, check, _TABLE)
    return Negotiation(case=case or "", table=table or "", **options)


def _check_options(given: ff.Negotiation, check: Check) -> None:
    if given.spread is not None and not given.spread > 0.0:
        check.add((*_AT, "spread"), f"{given.spread:g}", expected="a number above zero")
    if given.veto_cost is not None and not given.veto_cost >= 0.0:
        check.add((*_AT, "veto_cost"), f"{given.veto_cost:g}", expected="0 or more")
    for i, text in enumerate(given.settings or ()):
        if text is not None and not re.fullmatch(r"\s*\w+\.\w+\s*=.+", text):
            check.add((*_AT, "settings", i), f"{text!r}", expected="MODEL.SWITCH=VALUE")


def resolve_programmes(
    file: ff.FileScenario, folder: Path | None, check: Check
) -> tuple[str | dict[str, Any], ...] | None:
    """Return the programmes that are costed beside: names as they are, files as what they hold."""
    found: list[str | dict[str, Any]] = []
    for i, given in enumerate(file.programmes or ()):
        if isinstance(given, str) and Path(given).suffix.lower() in _PROGRAMMES:
            found.append(_read(given, ("programmes", i), folder, check, _PROGRAMME))
        elif given is not None:
            found.append(given)
    return tuple(found) or None


def _read(
    name: str, place: Place, folder: Path | None, check: Check, holds: str
) -> dict[str, Any] | str:
    """Return what a file beside the scenario holds: fields of YAML, or text of CSV."""
    if folder is None:
        check.add(
            place,
            f"{name!r} cannot be read: this text comes from no file",
            expected="a scenario file, or the fields in place of a file",
        )
    elif Path(name).is_absolute() or re.match(r"[A-Za-z]:|[\\/]", name):
        check.add(
            place, f"{name!r} is an absolute path", expected="a path relative to the scenario file"
        )
    elif not (folder / name).is_file():
        check.add(place, f"there is no file {name!r} beside the scenario", expected="a file")
    else:
        try:
            with (folder / name).open("rb") as stream:
                text = decode(stream.read(MAX_BYTES + 1), name)
            value = text if name.lower().endswith(".csv") else read_yaml(text, name).value
        except (OSError, Refusal) as problem:
            check.add(place, f"{problem}", expected=f"a file with {holds}")
            return ""
        if isinstance(value, dict | str):
            return value
        check.add(place, f"{name} has no fields", expected=holds)
    return ""


def _keep(given: ff.Keep, check: Check) -> Keep | bool:
    at = ("keep",)
    check_share(check, (*at, "share"), given.share)
    check_year(check, (*at, "by"), given.by)
    check_year(check, (*at, "origin"), given.origin)
    part, draws = given.reclassified, given.draws
    if part is not None and not 0.0 <= part <= 1.0:
        check.add((*at, "reclassified"), f"{part:g}", expected="a part from 0 to 1")
    if draws is not None and not DRAWS[0] <= draws <= DRAWS[1]:
        check.add(
            (*at, "draws"), f"{draws}", expected=f"a whole number from {DRAWS[0]} to {DRAWS[1]:,}"
        )
    return Keep(**given.model_dump()) if given.model_dump(exclude_none=True) else True


# Said back ---------------------------------------------------------------------------------------


def explain_politics(scenario: Scenario) -> list[str]:
    """Return one sentence for each thing that a scenario asks of behaviour and bargaining."""
    return [
        *_of_keep(scenario.keep),
        *_of_negotiation(scenario.negotiation),
        *_of_readings(scenario.readings),
        *_of_programmes(scenario.programmes),
    ]


def _of_keep(keep: Keep | bool | None) -> Iterable[str]:
    if not keep:
        return
    asked = keep if isinstance(keep, Keep) else Keep()
    what = "its pledge" if asked.share is None else f"{asked.share:g} % of GDP"
    when = "" if asked.by is None else f" by {asked.by}"
    known = "" if asked.origin is None else f", as known at the end of {asked.origin}"
    yield (
        f"Beside the cost, each ally's chance of keeping {what}{when} is forecast from what allies "
        f"did before{known}; the cost does not depend on it."
    )
    if asked.reclassified:
        yield f"Of every rise since 2025, {100 * asked.reclassified:g} % is taken as accounting."


def _of_negotiation(negotiation: Negotiation | None) -> Iterable[str]:
    if negotiation is None:
        return
    named = negotiation.case
    if not named and isinstance(negotiation.table, dict):
        named = str(negotiation.table.get("case", ""))
    yield (
        f"The negotiation {named + ' ' if named else ''}is forecast: the compromise of what the "
        "actors want, with a range; other models explain it."
    )
    if negotiation.settings:
        yield f"Switches of its models: {', '.join(negotiation.settings)}."


def _of_readings(asked: Readings | bool) -> Iterable[str]:
    if not asked:
        return
    named = asked.contingency if isinstance(asked, Readings) else ""
    at = f"; contingency {named.replace('_', ' ')}" if named else ""
    yield (
        "It is read in three ways: cohesion, operational effectiveness (what the money covers"
        f"{at}) and credibility; the cost depends on none of them."
    )


def _of_programmes(given: tuple[str | dict[str, Any], ...]) -> Iterable[str]:
    names = [one if isinstance(one, str) else str(one.get("title", "")) for one in given]
    if names:
        yield (
            f"Beside it these programmes are costed: {', '.join(names)}; the cost of the pledge "
            "does not depend on them."
        )
