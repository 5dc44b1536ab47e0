"""The application: rooms of the API, pages, static files, and what guards them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import Depends, FastAPI
from fastapi.responses import RedirectResponse
from fastapi.staticfiles import StaticFiles

from burdenshare import __version__
from burdenshare.web import refusals
from burdenshare.web.api import live, live_talks, runs
from burdenshare.web.api.errors import ERRORS, shows
from burdenshare.web.api.rooms import ROUTERS
from burdenshare.web.doors import Guard, enter
from burdenshare.web.doors import routes as doors
from burdenshare.web.pages import (
    allies,
    briefs,
    cite,
    debate,
    evidence,
    formats,
    hosting,
    lab,
    negotiation,
    posture,
    programmes,
    reference,
    workshop,
)
from burdenshare.web.pages import runs as run_pages
from burdenshare.web.service import Service

STATIC = Path(__file__).with_name("static")


def create_app(service: Service) -> FastAPI:
    """Return the application that answers for one service."""

    @asynccontextmanager
    async def working(_app: FastAPI) -> AsyncIterator[None]:
        """Read the first page, and let runs and sliders begin and end with the service."""
        await _ask_itself(app)
        service.begin()
        yield
        service.end()

    app = FastAPI(
        lifespan=working,
        dependencies=[Depends(enter)],
        title="burdenshare",
        version=__version__,
        description="An open workbench for alliance defence spending.",
        openapi_url="/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        responses=ERRORS,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.service = service
    app.add_middleware(Guard)
    refusals.install(app)
    app.include_router(doors.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for router in (*ROUTERS, live.router, live_talks.router, runs.router):
        app.include_router(router)
    for room in (
        allies,
        lab,
        run_pages,
        cite,
        negotiation,
        posture,
        programmes,
        formats,
        evidence,
        briefs,
        debate,
        workshop,
        hosting,
        reference,
    ):
        app.include_router(room.router)

    @app.get(
        "/v1/health",
        tags=["service"],
        summary="Say that the service is up.",
        responses=shows({"status": "ok", "version": __version__, "ready": {"sliders": True}}),
    )
    def health() -> dict[str, Any]:
        """Say that the service is up, with which version, and what is ready."""
        ready = {"sliders": service.sliders.ready.is_set()}
        return {"status": "ok", "version": __version__, "ready": ready}

    @app.get("/", include_in_schema=False)
    def home() -> RedirectResponse:
        """Lead to the first room."""
        return RedirectResponse("/allies", 307)

    return app


async def _ask_itself(app: FastAPI) -> None:
    """Read the first page once before anybody does, so that all it needs is loaded."""
    from httpx import ASGITransport, AsyncClient

    async with AsyncClient(transport=ASGITransport(app), base_url="http://localhost") as reader:
        await reader.get("/allies", headers={"accept": "text/html"})
