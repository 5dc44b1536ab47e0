"""burdenshare: an open workbench for alliance defence spending."""

__version__ = "0.1.0"
