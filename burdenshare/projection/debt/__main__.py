"""Compiles the stochastic criterion for this machine; as a program, for the set-up."""

from __future__ import annotations

from burdenshare.projection.debt.loops import load

if __name__ == "__main__":
    load()
