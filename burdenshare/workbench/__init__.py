"""The one object that every interface uses: command line, Python, HTTP and pages.

`Workbench` is made of desks, one module for each subject; a new question is a method of one of
them, and never grows this page.
"""

from __future__ import annotations

from burdenshare.workbench.allies import AlliesDesk
from burdenshare.workbench.briefs import BriefsDesk
from burdenshare.workbench.coverage import CoverageDesk
from burdenshare.workbench.documents import DocumentsDesk
from burdenshare.workbench.figures import FiguresDesk
from burdenshare.workbench.formats import FormatsDesk
from burdenshare.workbench.live import LiveDesk
from burdenshare.workbench.live_talks import LiveTalksDesk
from burdenshare.workbench.pictures import PicturesDesk
from burdenshare.workbench.politics import PoliticsDesk
from burdenshare.workbench.posture import PostureDesk
from burdenshare.workbench.programmes import ProgrammesDesk
from burdenshare.workbench.studies import StudiesDesk
from burdenshare.workbench.sweeps import SweepsDesk

__all__ = ["Workbench"]


class Workbench(
    AlliesDesk,
    BriefsDesk,
    CoverageDesk,
    DocumentsDesk,
    FiguresDesk,
    FormatsDesk,
    LiveDesk,
    LiveTalksDesk,
    PicturesDesk,
    PoliticsDesk,
    PostureDesk,
    ProgrammesDesk,
    StudiesDesk,
    SweepsDesk,
):
    """Ask the nine questions; every answer can be traced to its figures.

    Parameters
    ----------
    home : Path, optional
        Folder of the user's own tables; default: the setting ``home``.

    Examples
    --------
    >>> bench = Workbench()
    >>> rows = bench.figures_show("milex_pct_gdp", countries=["POL"], years=(2024, 2024))["rows"]
    >>> [(row["vintage"], row["value"]) for row in rows if row["definition"] == "NATO core defence"]
    [('2026-07', 3.75)]
    """
