"""Programme files in: every wrong field at once, with its line; and the library that ships."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from burdenshare.errors import Refusal, did_you_mean
from burdenshare.programmes.model import Programme
from burdenshare.programmes.parts import (
    read_development,
    read_exports,
    read_industry,
    read_partners,
    read_production,
    read_slip,
    read_upkeep,
)
from burdenshare.scenario.checks import Check
from burdenshare.scenario.fields import Fields, plain_list
from burdenshare.scenario.yaml_reader import MAX_BYTES, decode, read_yaml

LIBRARY = Path(__file__).with_name("library")
_SUFFIXES = (".yaml", ".yml", ".json")
TOP = (
    "name", "title", "note", "sources", "illustrative", "price_base", "milestone", "development",
    "production", "partners", "exports", "slip", "upkeep", "industry", "unpublished",
)  # fmt: skip


class LibraryItem(NamedTuple):
    """A programme that ships with the package."""

    name: str
    title: str
    path: Path


def library() -> list[LibraryItem]:
    """Return the programmes that ship with the package, sorted by name."""
    items = []
    for path in sorted(LIBRARY.glob("*.yaml")):
        value = read_yaml(path.read_text(encoding="utf-8"), path.name).value
        items.append(LibraryItem(path.stem, str(value["title"]), path))
    return items


def load(path_or_name: str | Path) -> Programme:
    """Load and check a programme from a file, or from the library by its name.

    Raises
    ------
    Refusal
        ``file-not-found``, ``unknown-programme``, ``bad-yaml``; ``bad-programme`` with every
        problem of the file at once.
    """
    given, path = str(path_or_name), Path(path_or_name)
    if not (path.is_file() or path.suffix.lower() in _SUFFIXES or "/" in given or "\\" in given):
        path = _in_library(given)
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise Refusal(
            "file-not-found",
            f"the programme file {path} cannot be read: {error}",
            hint="give a YAML file, or a name of the library: "
            + ", ".join(item.name for item in library()),
        ) from None
    return load_text(decode(data, str(path)), str(path))


def fields(given: str | dict[str, Any]) -> dict[str, Any]:
    """Return a programme as plain data; a name is one of the library, and no file is read.

    Raises
    ------
    Refusal
        ``unknown-programme``
    """
    if not isinstance(given, str):
        return given
    path = _in_library(given)
    value: dict[str, Any] = read_yaml(path.read_text(encoding="utf-8"), path.name).value
    return value


def _in_library(name: str) -> Path:
    names = {item.name: item.path for item in library()}
    if name not in names:
        raise Refusal(
            "unknown-programme",
            f"there is no programme {name!r}, neither as a file nor in the library",
            hint=did_you_mean(name, names) or f"the library has {', '.join(names)}",
        )
    return names[name]


def load_text(text: str, origin: str = "programme") -> Programme:
    """Load and check a programme from YAML or JSON text; see `load`."""
    document = read_yaml(text, origin)
    return load_fields(document.value, origin, Check(document.lines))


def load_fields(value: Any, origin: str, check: Check | None = None) -> Programme:
    """Check a programme given as plain data; see `load`."""
    check = Check({}) if check is None else check
    made = _programme(value, check)
    problems = check.problems()
    found = problems.details()
    one = f"{origin}: {found[0]['where']}: {found[0]['message']}" if len(found) == 1 else ""
    problems.require_none(
        "bad-programme",
        one or f"{origin}: {len(found)} problems",
        hint=(found[0]["hint"] or f"expected {found[0]['expected']}")
        if one
        else "mend each place named in the details",
    )
    assert made is not None
    return made


def _programme(value: Any, check: Check) -> Programme | None:
    """Return the programme of plain data; None where problems were noted."""
    top = Fields(value, (), check, TOP)
    base = top.part("price_base", ("currency", "year"), required=True)
    currency = base.text("currency", required=True)
    if currency and not (len(currency) == 3 and currency.isalpha() and currency.isupper()):
        base.wrong("currency", f"{currency!r} is no currency", expected="ISO 4217, such as GBP")
    year = base.whole("year", low=1950, high=2100, required=True)
    unpublished = plain_list(top, "unpublished")
    partners = read_partners(top)
    development = read_development(top, len(partners), required=not unpublished)
    production = read_production(top, required=not unpublished)
    made = Programme(
        name=top.text("name", required=True),
        title=top.text("title", required=True),
        note=top.text("note"),
        sources=plain_list(top, "sources", required=True),
        illustrative=top.flag("illustrative"),
        currency=currency,
        year=year,
        milestone=top.text("milestone"),
        development=development,
        production=production,
        partners=partners,
        exports=read_exports(top),
        slip=read_slip(top),
        upkeep=read_upkeep(top),
        industry=read_industry(top),
        unpublished=unpublished,
    )
    return None if len(check) else made
