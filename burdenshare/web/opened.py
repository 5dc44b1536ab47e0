"""The application of this machine, for a server that starts it by name in each of its processes."""

from __future__ import annotations

import logging

from fastapi import FastAPI

from burdenshare.web.app import create_app
from burdenshare.web.pages import warming
from burdenshare.web.service import Service


def opened() -> FastAPI:
    """Return the application on the figures and the store that the settings name."""
    # A database that went away is refused with a reason; its broken connections are no news.
    logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL)
    service = Service.open()
    warming.begin(service)
    return create_app(service)
