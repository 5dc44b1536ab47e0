"""Machine code of the engine that is kept on disk and called without the compiler.

Loading numba takes a second, which the code it makes does not need. What was compiled once
(`making`) is kept with the machine it is for, what its arguments look like, and its own hash;
LLVM's linker puts it into this process, and it takes all arguments in one table of 64-bit words: of
an array the address and the length of each axis, of a number its bits.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import json
import secrets
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from burdenshare.projection.futures.cache import ENGINE, kernel_folder

GROUP_AT = 0
"""Where the table has the number of the group: the first argument of the loops."""


class Code(NamedTuple):
    """Compiled code as it is kept."""

    symbol: str
    """Name of the function in the object file."""
    arguments: str
    """What they look like (`table`)."""
    machine: str
    """What it was compiled for."""
    content: bytes
    """The object file."""


class Loaded(NamedTuple):
    """Compiled code in this process."""

    call: Any
    """Takes where to put a result, where to put an exception, and the table; returns a status."""
    arguments: str
    holder: Any
    """The code goes when this goes."""


_loaded: dict[str, Loaded] = {}
_loading = threading.Lock()


def prepared(precision: str, arguments: tuple[Any, ...]) -> Callable[[int], None]:
    """Return the engine's loops with their arguments bound, to be called with a group of blocks.

    Parameters
    ----------
    precision : str
        Of the numbers among the arguments.
    arguments : tuple
        Of `blocks.run_group`: numbers, arrays in the order of C, and tuples of these.
    """
    looks, words = table(arguments)
    with _loading:
        if precision not in _loaded:
            _loaded[precision] = _load(_kept(precision) or _made(precision, arguments))
        found = _loaded[precision]
    if looks != found.arguments:
        raise TypeError(f"the loops were compiled for {found.arguments}, not {looks}")
    numbers = np.array(words, np.int64)
    nowhere = (ctypes.c_void_p * 2)()

    def loops(group: int) -> None:
        """Run the loops over one group; `arguments` stay alive as long as this function."""
        assert arguments
        numbers[GROUP_AT] = group
        status = found.call(nowhere, ctypes.byref(nowhere, 8), numbers.ctypes.data)
        assert status == 0

    return loops


def is_loaded(precision: str) -> bool:
    """Return whether the loops of a precision are in this process."""
    return precision in _loaded


def table(arguments: tuple[Any, ...]) -> tuple[str, list[int]]:
    """Return what arguments look like, and the words that hand them over.

    Raises
    ------
    TypeError
        An array whose numbers do not lie in the order of C.
    """
    looks: list[str] = []
    words: list[int] = []
    for value in arguments:
        if isinstance(value, tuple):
            inner, more = table(value)
            looks.append(f"({inner})")
            words += more
        elif isinstance(value, np.ndarray):
            if not value.flags.c_contiguous:
                raise TypeError("compiled loops take arrays in the order of C only")
            looks.append(f"{value.dtype.str}[{value.ndim}]")
            words += [value.__array_interface__["data"][0], *value.shape]
        else:
            number = np.asarray(value)
            looks.append(number.dtype.str)
            bits = number.view(np.uint32) if number.dtype == np.float32 else number
            words.append(int(bits.view(np.int64) if bits.dtype == np.float64 else bits))
    return " ".join(looks), words


def machine() -> str:
    """Return what code compiled here runs on."""
    from llvmlite import binding  # type: ignore[import-untyped]

    features = binding.get_host_cpu_features().flatten()
    return f"{binding.get_default_triple()} {binding.get_host_cpu_name()} {features}"


def _place(precision: str) -> Path:
    return kernel_folder() / f"{ENGINE}-{precision}.code"


def _kept(precision: str) -> Code | None:
    """Return the code that is kept; None where there is none for this machine, or it is damaged."""
    try:
        first, content = _place(precision).read_bytes().split(b"\n", 1)
        told = json.loads(first)
    except (OSError, ValueError):
        return None
    whole = told.pop("sha256", "") == hashlib.sha256(content).hexdigest()
    return Code(**told, content=content) if whole and told["machine"] == machine() else None


def _made(precision: str, arguments: tuple[Any, ...]) -> Code:
    """Compile the loops and keep their code, where something can be kept."""
    from burdenshare.projection.futures.making import compiled

    symbol, content = compiled(precision, arguments)
    code = Code(symbol, table(arguments)[0], machine(), content)
    told = {name: value for name, value in code._asdict().items() if name != "content"}
    told["sha256"] = hashlib.sha256(content).hexdigest()
    place = _place(precision)
    with contextlib.suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        part = place.with_name(f".{secrets.token_hex(4)}.part")
        part.write_bytes(json.dumps(told).encode() + b"\n" + content)
        part.replace(place)
    return code


def _load(code: Code) -> Loaded:
    from llvmlite import binding

    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    target = binding.Target.from_default_triple().create_target_machine(jit=True)
    engine = binding.create_mcjit_compiler(binding.parse_assembly(""), target)
    engine.add_object_file(binding.ObjectFileRef.from_data(code.content))
    engine.finalize_object()
    kind = ctypes.CFUNCTYPE(ctypes.c_int, *[ctypes.c_void_p] * 3)
    return Loaded(kind(engine.get_function_address(code.symbol)), code.arguments, engine)
