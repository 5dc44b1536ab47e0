"""Code that is kept: what it takes, and what is not taken for it."""

from __future__ import annotations

import ctypes
from pathlib import Path

import numpy as np
import pytest

from burdenshare.projection.futures import kernel, making, native

NUMBERS = np.arange(6.0).reshape(2, 3)


def test_arguments_become_addresses_lengths_and_bits() -> None:
    looks, words = native.table((7, True, -1.5, np.float32(2.0), (NUMBERS,)))
    assert looks == "<i8 |b1 <f8 <f4 (<f8[2])"
    assert words[:2] == [7, 1]
    assert np.array(words[2:3]).view(np.float64)[0] == -1.5
    assert words[3] == 0x40000000
    assert words[5:] == [2, 3]
    first = ctypes.cast(words[4], ctypes.POINTER(ctypes.c_double))
    assert [first[i] for i in range(6)] == [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]


def test_numbers_in_another_order_are_not_taken() -> None:
    with pytest.raises(TypeError, match="order of C"):
        native.table((NUMBERS.T,))


def test_arguments_that_look_otherwise_are_not_taken() -> None:
    kernel.load()
    with pytest.raises(TypeError, match="compiled for"):
        native.prepared("double", (0, NUMBERS))


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Return a folder where compiling takes no time and gives no code."""
    monkeypatch.setattr(native, "kernel_folder", lambda: tmp_path / "engine")
    monkeypatch.setattr(making, "compiled", lambda *_: ("loops", b"\x7fELF\nand more"))
    return tmp_path / "engine"


def test_code_is_read_as_it_was_kept(folder: Path) -> None:
    made = native._made("double", (1, NUMBERS))
    assert native._kept("double") == made
    assert native._kept("single") is None
    assert [path.name for path in folder.iterdir()] == ["blocks.run_group-double.code"]


def test_damaged_code_and_that_of_another_machine_are_not_run(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    native._made("double", (1,))
    place = folder / "blocks.run_group-double.code"
    whole = place.read_bytes()
    for damaged in (whole[:-1], whole[:20], b"", b"{}\n" + whole.split(b"\n", 1)[1]):
        place.write_bytes(damaged)
        assert native._kept("double") is None
    place.write_bytes(whole)
    assert native._kept("double") is not None
    monkeypatch.setattr(native, "machine", lambda: "another")
    assert native._kept("double") is None


def test_code_is_used_where_nothing_can_be_kept(folder: Path) -> None:
    folder.parent.joinpath("engine").touch()
    assert native._made("double", (1,)).symbol == "loops"
