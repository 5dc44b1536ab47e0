"""Run every benchmark of this folder and keep the results."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))


def main() -> None:
    """Run the benchmarks named on the command line, or all."""
    skipped = {"__init__", "floor", "measure", "run"}
    here = sorted(p.stem for p in Path(__file__).parent.glob("*.py") if p.stem not in skipped)
    for name in sys.argv[1:] or here:
        importlib.import_module(f"benchmarks.{name}").main()


if __name__ == "__main__":
    main()
