"""Compiles the loops of the engine into an object file. Importing this module imports numba."""

from __future__ import annotations

import re
from typing import Any

import numba
from llvmlite import binding, ir  # type: ignore[import-untyped]
from numba import njit, types
from numba.extending import intrinsic
from numba.np.arrayobj import populate_array

from burdenshare.projection.futures.blocks import run_group
from burdenshare.projection.futures.lanes import WITHOUT

WORD = ir.IntType(64)
_PLAIN = re.compile(r"= (fmul|fadd|fsub|fneg) ")


def compiled(precision: str, arguments: tuple[Any, ...]) -> tuple[str, bytes]:
    """Return the name of the loops and the object file that has them, for this machine.

    In single precision a product and the sum it goes into may be rounded once instead of twice
    where the machine can: faster, and closer. Double precision gives the oracle's bits.

    Parameters
    ----------
    precision : str
        ``double`` or ``single``.
    arguments : tuple
        Of `blocks.run_group`; the code is for all that look the same (`native.table`).
    """
    told = tuple(numba.typeof(value) for value in arguments)  # type: ignore[no-untyped-call]
    inner: Any = njit(nogil=True, **WITHOUT)(run_group)
    unpacked: Any = _reader(types.Tuple(told))  # type: ignore[no-untyped-call]

    def loops(words):  # type: ignore[no-untyped-def]
        inner(*unpacked(words))

    signature = (types.CPointer(types.int64),)  # type: ignore[no-untyped-call]
    made: Any = njit(signature, nogil=True, **WITHOUT)(loops)
    made.disable_compile()
    (result,) = made.overloads.values()
    text = made.inspect_llvm(signature)
    if precision == "single":
        text = _PLAIN.sub(r"= \1 contract ", text)
    return result.fndesc.llvm_func_name, _target().emit_object(binding.parse_assembly(text))


def _target() -> Any:
    """Return what turns LLVM's language into code of this machine, as numba does."""
    return binding.Target.from_default_triple().create_target_machine(
        cpu=binding.get_host_cpu_name(),
        features=binding.get_host_cpu_features().flatten(),
        opt=3,
        codemodel="jitdefault",
        jit=True,
    )


def _reader(told: Any) -> Any:
    """Return an intrinsic that makes arguments of these types from the words of `native.table`."""

    def read(_: Any, words: Any) -> Any:
        def generate(context: Any, builder: Any, _: Any, given: Any) -> Any:
            return _Reading(context, builder, given[0]).value(told)

        return told(words), generate

    return intrinsic(read)


class _Reading:
    """Reads one word of a table after the other, as code."""

    def __init__(self, context: Any, builder: Any, words: Any) -> None:
        self.context, self.builder, self.words = context, builder, words
        self.at = 0

    def value(self, kind: Any) -> Any:
        """Return a value of a type of numba."""
        if isinstance(kind, types.BaseTuple):
            parts = [self.value(part) for part in kind]  # type: ignore[attr-defined]
            return self.context.make_tuple(self.builder, kind, parts)
        if isinstance(kind, types.Array):
            return self._array(kind)
        word = self._word()
        if kind == types.boolean:
            return self.builder.trunc(word, ir.IntType(1))
        if kind == types.float64:
            return self.builder.bitcast(word, ir.DoubleType())
        if kind == types.float32:
            return self.builder.bitcast(self.builder.trunc(word, ir.IntType(32)), ir.FloatType())
        return word

    def _word(self) -> Any:
        place = self.builder.gep(self.words, [ir.Constant(WORD, self.at)], inbounds=True)
        self.at += 1
        return self.builder.load(place)

    def _array(self, kind: Any) -> Any:
        number = self.context.get_data_type(kind.dtype)
        data = self.builder.inttoptr(self._word(), number.as_pointer())
        shape = [self._word() for _ in range(kind.ndim)]
        size = ir.Constant(WORD, self.context.get_abi_sizeof(number))
        strides = [size]
        for length in reversed(shape[1:]):
            strides.insert(0, self.builder.mul(strides[0], length))
        made = self.context.make_array(kind)(self.context, self.builder)
        populate_array(made, data, shape, strides, size, None)  # type: ignore[no-untyped-call]
        return made._getvalue()
