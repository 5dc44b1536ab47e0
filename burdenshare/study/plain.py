"""Holds what a model took in as plain JSON data, and makes the same of it again, to the bit."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import numpy as np

from burdenshare.errors import Refusal

T = TypeVar("T")


def plain(value: Any) -> Any:
    """Return a value as JSON data: arrays as lists, NaN as None, keys that are no text in pairs."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, Mapping):
        if all(isinstance(key, str) for key in value):
            return {key: plain(each) for key, each in value.items()}
        return [[plain(key), plain(each)] for key, each in value.items()]
    if isinstance(value, set | frozenset):
        return [plain(each) for each in sorted(value)]
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return None if isinstance(value, float) and math.isnan(value) else value


def restore(kind: type[T], value: Any, name: str) -> T:
    """Make a dataclass of what `plain` gave of it.

    Parameters
    ----------
    kind : type
        The dataclass.
    value : object
    name : str
        Of the file, for messages.

    Raises
    ------
    Refusal
        ``damaged-file``: a field is missing, unknown or of the wrong kind.
    """
    try:
        made: T = _made(kind, value)
    except (TypeError, ValueError, KeyError, AttributeError, IndexError):
        raise Refusal(
            "damaged-file",
            f"{name}: is not what burdenshare writes",
            hint="take the folder from its origin again, or run the scenario again",
        ) from None
    return made


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _made(hint: Any, value: Any) -> Any:
    """Return the value that a type hint asks for."""
    if isinstance(hint, type) and is_dataclass(hint):
        hints = _hints(hint)
        return hint(**{key: _made(hints[key], each) for key, each in value.items()})
    origin, args = get_origin(hint), get_args(hint)
    if origin is np.ndarray:
        return np.array(value, dtype=float)
    if origin is Union or type(hint).__name__ == "UnionType":
        kinds = [each for each in args if each is not type(None)]
        return None if value is None else _made(kinds[0], value)
    if origin is tuple:
        several = len(args) == 2 and args[1] is ...
        kinds = [args[0]] * len(value) if several else list(args)
        return tuple(_made(k, each) for k, each in zip(kinds, value, strict=True))
    if origin in (list, frozenset, set):
        return origin(_made(args[0], each) for each in value)
    if origin is not None and issubclass(origin, Mapping):
        pairs = value.items() if isinstance(value, dict) else value
        return {_made(args[0], key): _made(args[1], each) for key, each in pairs}
    if hint is date:
        return date.fromisoformat(value)
    if hint is float:
        return math.nan if value is None else float(value)
    if hint in (str, int, bool) and type(value) is not hint:
        raise TypeError(hint)
    return value
