"""The command line: parse, call the `Workbench`, render; `main` is the entry point."""

from burdenshare.cli.main import main

__all__ = ["main"]
