"""The application: rooms of the API, pages, static files, and what guards them."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import RedirectResponse
from fastapi.staticfiles import StaticFiles

from burdenshare import __version__
from burdenshare.web import refusals
from burdenshare.web.api import figures
from burdenshare.web.pages import allies
from burdenshare.web.service import Service

STATIC = Path(__file__).with_name("static")


def create_app(service: Service) -> FastAPI:
    """Return the application that answers for one service."""
    app = FastAPI(
        title="burdenshare",
        version=__version__,
        description="An open workbench for alliance defence spending.",
        openapi_url="/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.service = service
    refusals.install(app)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for room in (figures, allies):
        app.include_router(room.router)

    @app.get("/v1/health", tags=["service"], summary="Say that the service is up.")
    def health() -> dict[str, str]:
        return {"status": "ok", "version": __version__}

    @app.get("/", include_in_schema=False)
    def home() -> RedirectResponse:
        return RedirectResponse("/allies", 307)

    return app
