"""Writes labelled arrays as NetCDF 3, the classic format, without loading a library for it."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from burdenshare.projection.result import Labels, Variables

_DIMENSION, _VARIABLE, _ATTRIBUTE = 10, 11, 12
_CHAR, _INT, _DOUBLE = 2, 4, 6
_KINDS = {"S": (_CHAR, "S1"), "i": (_INT, ">i4"), "f": (_DOUBLE, ">f8")}


class _Variable(NamedTuple):
    name: str
    dims: tuple[str, ...]
    values: Any
    attributes: dict[str, Any]


def netcdf(variables: Variables, labels: Labels, attributes: Mapping[str, str]) -> bytes:
    """Return arrays with a unit and labels as one file; the same arrays give the same bytes.

    The layout is that of "The NetCDF Classic Format Specification" (Unidata, CDF-1): a header, then
    every array in big-endian order. Text is UTF-8, one character a place, as xarray reads it back.

    Parameters
    ----------
    variables : mapping of str to (dimensions, array, unit)
    labels : mapping of str to (dimensions, values)
        Along one dimension: whole numbers, numbers or text. A dimension of no length, which the
        format knows as one that may grow, is left out.
    attributes : mapping of str to str
        Of the whole file.
    """
    lengths: dict[str, int] = {}
    beside = {name: dims for name, (dims, _) in labels.items() if dims != (name,)}
    held = [_label(name, dims, values) for name, (dims, values) in labels.items() if values]
    for name, (dims, array, unit) in variables.items():
        near = [label for label, along in beside.items() if set(along) <= set(dims)]
        told = {"units": unit, "_FillValue": np.nan}
        if near:
            told["coordinates"] = " ".join(near)
        held.append(_Variable(name, dims, np.asarray(array, dtype=float), told))
    for each in held:
        lengths.update(zip(each.dims, each.values.shape, strict=True))
    return _file(held, lengths, attributes)


def _label(name: str, dims: tuple[str, ...], values: Sequence[Any]) -> _Variable:
    """Return labels as an array; text as one row of characters for each."""
    if isinstance(values[0], str):
        texts = [value.encode() for value in values]
        width = max(1, *(len(text) for text in texts))
        array = np.array(texts, dtype=f"S{width}").reshape(len(texts), 1).view("S1")
        shaped = array.reshape(len(texts), width)
        return _Variable(name, (*dims, f"string{width}"), shaped, {"_Encoding": "utf-8"})
    return _Variable(name, dims, np.array(values), {})


def _file(
    held: Sequence[_Variable], lengths: Mapping[str, int], attributes: Mapping[str, str]
) -> bytes:
    contents = [_padded(_data(each)) for each in held]
    places = {name: i for i, name in enumerate(lengths)}
    dimensions = b"".join(_name(name) + _whole(length) for name, length in lengths.items())
    start = (
        b"CDF\x01"
        + _whole(0)
        + _list(_DIMENSION, len(lengths), dimensions)
        + _attributes(attributes)
    )
    heads = [
        _head(each, len(content), places) for each, content in zip(held, contents, strict=True)
    ]
    begin = len(start) + 8 + sum(len(head) + 4 for head in heads)
    listed = b""
    for head, content in zip(heads, contents, strict=True):
        listed += head + _whole(begin)
        begin += len(content)
    return start + _list(_VARIABLE, len(held), listed) + b"".join(contents)


def _head(each: _Variable, size: int, places: Mapping[str, int]) -> bytes:
    """Return the entry of a variable, without the place where its data begin."""
    kind, _ = _KINDS[each.values.dtype.kind]
    dims = b"".join(_whole(places[dim]) for dim in each.dims)
    return (
        _name(each.name)
        + _whole(len(each.dims))
        + dims
        + _attributes(each.attributes)
        + _whole(kind)
        + _whole(size)
    )


def _data(each: _Variable) -> bytes:
    return np.ascontiguousarray(each.values.astype(_KINDS[each.values.dtype.kind][1])).tobytes()


def _attributes(given: Mapping[str, Any]) -> bytes:
    found = b""
    for name, value in given.items():
        if isinstance(value, str):
            text = value.encode()
            found += _name(name) + _whole(_CHAR) + _whole(len(text)) + _padded(text)
        else:
            found += _name(name) + _whole(_DOUBLE) + _whole(1) + struct.pack(">d", value)
    return _list(_ATTRIBUTE, len(given), found)


def _list(tag: int, count: int, content: bytes) -> bytes:
    return _whole(tag if count else 0) + _whole(count) + content


def _name(text: str) -> bytes:
    return _whole(len(text.encode())) + _padded(text.encode())


def _whole(number: int) -> bytes:
    return struct.pack(">i", number)


def _padded(content: bytes) -> bytes:
    return content + b"\0" * (-len(content) % 4)
