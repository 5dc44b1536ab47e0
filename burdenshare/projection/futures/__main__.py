"""Compiles the engine for this machine; as a program, so that the set-up can do it once."""

from __future__ import annotations

import sys

from burdenshare.projection.futures.cache import COMPILING, is_warm


def main() -> None:
    """Compile the engine, unless that has been done."""
    if not is_warm():
        sys.stdout.write(f"{COMPILING}\n")
        sys.stdout.flush()
        from burdenshare.projection.futures import kernel

        kernel.load()


if __name__ == "__main__":
    main()
