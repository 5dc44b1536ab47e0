"""Every room of the API, in the order in which its description lists them."""

from __future__ import annotations

from burdenshare.web.api import (
    briefs,
    burden,
    changes,
    compare,
    debates,
    evidence,
    figures,
    formats,
    politics,
    posture,
    programmes,
    scenarios,
    workshops,
)

# The charts are those of the questions above, which have to be there first.
from burdenshare.web.api import charts  # isort: skip

ROUTERS = tuple(
    room.router
    for room in (
        figures,
        burden,
        scenarios,
        politics,
        posture,
        programmes,
        formats,
        evidence,
        briefs,
        changes,
        compare,
        debates,
        workshops,
        charts,
    )
)
