"""Sphinx configuration: hand-written pages, and a reference generated from the code."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from generate import write_reference

from burdenshare import __version__

project = "burdenshare"
author = "The burdenshare maintainers"
copyright = "The burdenshare maintainers"
release = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
html_theme = "furo"
html_title = "burdenshare"
exclude_patterns = ["_build"]
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
autodoc_typehints = "description"
autodoc_member_order = "bysource"
napoleon_google_docstring = False
html_show_sourcelink = False
suppress_warnings = ["ref.python"]

write_reference(Path(__file__).parent / "reference" / "generated")
