"""Scenarios in and out: from a file, a text or the library to a `Scenario`, and back to YAML."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from burdenshare.errors import Problems, Refusal, did_you_mean
from burdenshare.scenario.checks import Check
from burdenshare.scenario.file_format import MAX_DRAWS, MAX_SEED
from burdenshare.scenario.model import Readings, Scenario
from burdenshare.scenario.resolve import resolve
from burdenshare.scenario.structure import read_structure
from burdenshare.scenario.yaml_reader import MAX_BYTES, decode, plain_value, read_yaml

LIBRARY = Path(__file__).with_name("library")
_ODD_BREAKS = re.compile("[\r\x85\u2028\u2029]")
"""Line breaks that YAML would turn into plain ones."""
_SUFFIXES = (".yaml", ".yml", ".json")


class LibraryItem(NamedTuple):
    """A scenario that ships with the package."""

    name: str
    title: str
    path: Path


def load(path_or_name: str | Path) -> Scenario:
    """Load and check a scenario from a file, or from the library by its name.

    What looks like a path (a suffix of YAML or JSON, a slash, an existing file) is one; everything
    else is a name of the library.

    Raises
    ------
    Refusal
        ``file-not-found``, ``unknown-scenario``, ``bad-yaml``; ``bad-scenario`` with every problem
        of the file at once.
    """
    given = str(path_or_name)
    path = Path(path_or_name)
    if path.is_file() or path.suffix.lower() in _SUFFIXES or "/" in given or "\\" in given:
        return load_text(_read(path), given, folder=path.parent)
    names = [item.stem for item in _library_files()]
    if given not in names:
        raise Refusal(
            "unknown-scenario",
            f"there is no scenario {given!r}, neither as a file nor in the library",
            hint=did_you_mean(given, names) or f"the library has {', '.join(names)}",
        )
    path = LIBRARY / f"{given}.yaml"
    return load_text(_read(path), given, folder=path.parent)


def load_text(text: str, origin: str = "scenario", *, folder: Path | None = None) -> Scenario:
    """Load and check a scenario from YAML or JSON text.

    Parameters
    ----------
    text : str
    origin : str
        What to call the text in messages: a file name, ``request`` ...
    folder : Path, optional
        Where CSV files named by ``file:`` lie. Without it, such a field is refused: a text from
        elsewhere shall not read files of this machine.

    Raises
    ------
    Refusal
        ``bad-yaml``; ``bad-scenario`` with every problem of the text at once.
    """
    document = read_yaml(text, origin)
    check = Check(document.lines)
    scenario = resolve(read_structure(document.value, check), check, folder)
    problems = check.problems()
    found = problems.details()
    one = f"{origin}: {found[0]['where']}: {found[0]['message']}" if len(found) == 1 else ""
    problems.require_none(
        "bad-scenario",
        one or f"{origin}: {len(found)} problems",
        hint=(found[0]["hint"] or f"expected {found[0]['expected']}")
        if one
        else "mend each place named in the details",
    )
    assert scenario is not None
    return scenario


def redraw(scenario: Scenario, *, draws: int | None = None, seed: int | None = None) -> Scenario:
    """Return the scenario with another number of futures or another seed, where given.

    Raises
    ------
    Refusal
        ``bad-argument`` where a scenario file could not say so.
    """
    problems = Problems()
    changed = {}
    for name, given, most in (("draws", draws, MAX_DRAWS), ("seed", seed, MAX_SEED)):
        if given is not None and not 0 <= given <= most:
            problems.add(name, f"{given}", expected=f"a whole number from 0 to {most}")
        elif given is not None:
            changed[name] = given
    wrong = " and ".join(f"{one['where']} {one['message']}" for one in problems.details())
    problems.require_none(
        "bad-argument",
        wrong,
        hint=f"draws 0 to {MAX_DRAWS:,} (they are streamed, so that so many fit into any memory), "
        "seed 0 or more",
    )
    return scenario.model_copy(update=changed)


def costs_alone(scenario: Scenario) -> Scenario:
    """Return the scenario asked for its costs alone: no draws, forecasts, talks or readings."""
    return scenario.model_copy(
        update={
            "draws": 0,
            "keep": None,
            "negotiation": None,
            "readings": False,
            "programmes": (),
        }
    )


def dump(scenario: Scenario) -> str:
    """Return YAML text that loads to an equal scenario.

    Alliances are written as their members, CSV files as their values, so that the text stands
    alone and means the same when memberships change.
    """
    fields = scenario.model_dump(mode="json", by_alias=True)
    told = _plain(fields)
    if scenario.programmes:  # a partner of whom nothing is published has no fields
        told["programmes"] = fields["programmes"]
    if isinstance(scenario.readings, Readings) and scenario.readings.judgement:
        told["readings"]["judgement"] = fields["readings"]["judgement"]
    text = yaml.dump(
        told,
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=None,
        width=96,
    )
    return str(text)


def library() -> list[LibraryItem]:
    """Return the scenarios that ship with the package, sorted by name."""
    items = []
    for path in _library_files():
        value = read_yaml(_read(path), path.name).value
        items.append(LibraryItem(path.stem, value["title"], path))
    return items


def expected(name: str) -> dict[str, Any]:
    """Return the headline results that ship beside a scenario of the library.

    Raises
    ------
    Refusal
        ``unknown-scenario`` where the library has no such scenario or no results for it.
    """
    path = LIBRARY / f"{name}.expected.json"
    if name not in [item.stem for item in _library_files()] or not path.is_file():
        raise Refusal(
            "unknown-scenario",
            f"the library has no expected results for {name!r}",
            hint="see burdenshare scenario list",
        )
    results: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return results


def _library_files() -> list[Path]:
    return sorted(LIBRARY.glob("*.yaml"), key=lambda path: path.stem)


def _read(path: Path) -> str:
    """Return the text of a scenario file."""
    try:
        if not path.is_file():
            names = [item.stem for item in _library_files()]
            there = "is a folder" if path.is_dir() else "is not there"
            raise Refusal(
                "file-not-found",
                f"the scenario file {path} {there}",
                hint=did_you_mean(path.stem, names)
                or f"give a YAML file, or a name of the library: {', '.join(names)}",
            )
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise Refusal(
            "file-not-found",
            f"the scenario file {path} cannot be read: {error}",
            hint="check the permissions of the file",
        ) from None
    return decode(data, str(path))


def _plain(value: Any) -> Any:
    """Return plain data without fields that say nothing, years among the keys as numbers."""
    if isinstance(value, dict):
        plain = {int(key) if key.isdigit() else key: _plain(item) for key, item in value.items()}
        return {key: item for key, item in plain.items() if item not in (None, "", {}, [])}
    return [_plain(item) for item in value] if isinstance(value, list) else value


class _Dumper(yaml.SafeDumper):
    """Writes text in quotes wherever it would otherwise be read as something else."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _represent_text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    as_it_is = plain_value(text) == text and not _ODD_BREAKS.search(text)
    style = None if as_it_is else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)
