"""A scenario as plain data whose fields can be set by their path, and checked as a file is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, get_args

from pydantic import BaseModel

from burdenshare.errors import Problem
from burdenshare.scenario import file_format as ff
from burdenshare.scenario.checks import Check
from burdenshare.scenario.load import dump
from burdenshare.scenario.resolve import resolve
from burdenshare.scenario.structure import read_structure
from burdenshare.scenario.yaml_reader import Place, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pydantic.fields import FieldInfo

    from burdenshare.scenario.model import Scenario

_PATH = re.compile(r"[A-Za-z]\w*(\.\w+|\[\d{1,4}\])*", re.ASCII)


class Template:
    """A scenario from which others are made by setting fields.

    Parameters
    ----------
    scenario : Scenario
        What holds for every field that is not set.
    """

    def __init__(self, scenario: Scenario) -> None:
        self._calibration = scenario.calibration
        text = dump(scenario.model_copy(update={"calibration": ""}))
        self._tree = read_yaml(text, scenario.name).value

    def made(self, values: Mapping[Place, Any]) -> tuple[Scenario | None, list[Problem]]:
        """Return the scenario with some fields set, or every problem it then has.

        What a file with these fields would be refused for is a problem here, in the same words.
        Of the parts of ``financing`` those that are not set share the rest as they stand; where
        they are nothing, taxes take it.
        """
        tree = self._tree
        for place, value in values.items():
            try:
                tree = _set(tree, place, value)
            except LookupError as error:
                return None, [Problem(written(place), str(error.args[0]))]
        tree = _financed(tree, values)
        check = Check({})
        scenario = resolve(read_structure(tree, check), check, None)
        if scenario is not None and self._calibration:
            scenario = scenario.model_copy(update={"calibration": self._calibration})
        return scenario, [Problem(**detail) for detail in check.problems().details()]


def read_path(text: str) -> Place | None:
    """Read ``pledges[0].core`` as keys and positions; None where it is no path."""
    if not _PATH.fullmatch(text):
        return None
    return tuple(int(key) if key.isdigit() else key for key in re.findall(r"\w+", text))


def written(place: Place) -> str:
    """Return a place as text: ``pledges[0].waypoints.2028``."""
    path = ""
    for key in place:
        position = isinstance(key, int) and key < ff.FIRST_YEAR
        path += f"[{key}]" if position else f".{key}" if path else str(key)
    return path


def title(place: Place) -> str:
    """Return the title of a field in a scenario file, such as ``Promised core share``."""
    field = _field(place)
    return field.title or "" if field else ""


def is_whole(place: Place) -> bool:
    """Whether a field takes whole numbers only."""
    field = _field(place)
    kinds = set(_kinds(field.annotation)) if field else set()
    return int in kinds and float not in kinds


def _set(tree: Any, place: Place, value: Any) -> Any:
    """Return a copy of the data with one value set; what lies beside the path is shared."""
    if not place:
        return value
    key, rest = place[0], place[1:]
    if isinstance(tree, list) and isinstance(key, int):
        if key >= len(tree):
            raise LookupError(f"there are only {len(tree)}, counted from [0]")
        return [_set(each, rest, value) if i == key else each for i, each in enumerate(tree)]
    if isinstance(tree, dict) or tree is None:
        held = tree or {}
        return {**held, key: _set(held.get(key), rest, value)}
    raise LookupError(f"{written((key,))} stands in something that has no fields")


def _financed(tree: Any, values: Mapping[Place, Any]) -> Any:
    """Return the data with the parts of financing that are not set filled up to one."""
    given = {place[1] for place in values if len(place) == 2 and place[0] == "financing"}
    held = {"debt": 0.0, "tax": 0.0, "other": 0.0, **(tree.get("financing") or {})}
    numbers = all(isinstance(each, int | float) for each in held.values())
    if not given or not numbers or len(held) > 3:
        return tree
    free = [part for part in held if part not in given]
    weights = {part: held[part] for part in free}
    if not any(weights.values()):
        weights = {part: float(part == ("tax" if "tax" in free else free[0])) for part in free}
    rest = 1.0 - sum(held[part] for part in given)
    whole = sum(weights.values())
    filled = {part: rest * weight / whole for part, weight in weights.items()}
    return {**tree, "financing": {**held, **filled}}


def _field(place: Place) -> FieldInfo | None:
    """Return the field of a scenario file that a path leads into."""
    parts: list[type[BaseModel]] = [ff.FileScenario]
    found = None
    for key in place:
        for part in parts:
            fields = {field.alias or name: field for name, field in part.model_fields.items()}
            if key in fields:
                found = fields[str(key)]
                parts = [k for k in _kinds(found.annotation) if issubclass(k, BaseModel)]
                break
    return found


def _kinds(annotation: Any) -> Iterator[type]:
    """Yield every class that an annotation names, however deep."""
    if isinstance(annotation, type) and not get_args(annotation):
        yield annotation
    for inner in get_args(annotation):
        yield from _kinds(inner)
