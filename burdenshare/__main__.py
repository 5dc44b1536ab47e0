"""Run the command line with ``python -m burdenshare``."""

from burdenshare.cli import main

main()
