"""Figures by HTTP: what is spent, by whose definition, known when."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from burdenshare.web.answers import as_json
from burdenshare.web.inputs import Codes
from burdenshare.web.service import Here

router = APIRouter(prefix="/v1/figures", tags=["figures"])


@router.get("/show/{series}", summary="Show the values of a series with their origin.")
def show(
    here: Here,
    series: Annotated[str, Path(max_length=80, examples=["milex_pct_gdp"])],
    country: Codes = None,
    vintages: Annotated[str, Query(description="latest, all, or one vintage YYYY-MM.")] = "latest",
) -> Response:
    """Return `Workbench.figures_show`."""
    countries = country.split(",") if country else None
    return as_json(here.bench.figures_show(series, countries=countries, vintages=vintages))
