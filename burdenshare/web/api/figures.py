"""Figures by HTTP: what is spent, by whose definition, known when."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import Field

from burdenshare.web.api import fields
from burdenshare.web.api.question import Files, Question, question
from burdenshare.workbench import Workbench

router = APIRouter(tags=["figures"])


@question(router, "figures/list", example={}, returns={"series": "array"}, with_post=False)
def list_(bench: Workbench, asked: Question, files: Files) -> dict[str, Any]:
    """List every series: what it means, which definitions, vintages, countries and years."""
    return bench.figures_list()


class Show(Question):
    """Which figures."""

    series: fields.Word = Field(
        description="Name of a series: see figures/list.", examples=["milex_pct_gdp"]
    )
    country: fields.Codes | None = None
    years: fields.Span | None = None
    definition: fields.Word | None = Field(
        None,
        description="Family of definitions: nato, sipri, imf, national ...",
        examples=["nato"],
    )
    vintages: fields.Vintages = "latest"
    as_of: fields.Day | None = Field(None, description="Only what was published by this day.")


@question(
    router,
    "figures/show",
    example={"series": "milex_pct_gdp", "country": "POL", "years": "2024"},
    returns={"series": "string", "rows": "array", "breaks": "array"},
    with_post=False,
)
def show(bench: Workbench, asked: Show, files: Files) -> dict[str, Any]:
    """Show the values of a series, each with definition, source, vintage and status."""
    return bench.figures_show(
        asked.series,
        countries=fields.codes(asked.country),
        years=fields.span(asked.years),
        definition=asked.definition,
        vintages=asked.vintages,
        as_of=asked.as_of,
    )


class Diff(Question):
    """Which two editions."""

    series: fields.Word = Field(description="Name of a series.", examples=["milex_pct_gdp"])
    from_: fields.Vintage = Field(alias="from", description="Earlier vintage, YYYY-MM.")
    to: fields.Vintage = Field(description="Later vintage, YYYY-MM.")
    definition: fields.Word | None = Field(
        None, description="Family of definitions.", examples=["nato"]
    )


@question(
    router,
    "figures/diff",
    example={"series": "milex_pct_gdp", "from": "2025-08", "to": "2026-07"},
    returns={"rows": "array", "at_or_above": "object"},
    with_post=False,
)
def diff(bench: Workbench, asked: Diff, files: Files) -> dict[str, Any]:
    """Show what changed between two vintages, biggest movers first."""
    return bench.figures_diff(asked.series, asked.from_, asked.to, definition=asked.definition)


class Total(Question):
    """Of whom, and when."""

    series: fields.Word = Field(description="Name of a series.", examples=["milex_usd_current"])
    year: fields.Year = Field(description="Members are those of this year.")
    alliance: fields.Word = Field("NATO", description="NATO, EU, IP4 ...")
    definition: fields.Word = Field("nato", description="Family of definitions.")
    vintage: fields.Vintage | None = Field(None, description="Vintage; default: latest.")


@question(
    router,
    "figures/total",
    example={"series": "milex_usd_current", "year": 2024},
    returns={"alliance": "string", "year": "integer", "n": "integer", "value": "number"},
    with_post=False,
)
def total(bench: Workbench, asked: Total, files: Files) -> dict[str, Any]:
    """Sum a series over an alliance's members of the year, beside the published total."""
    return bench.figures_total(
        asked.series,
        asked.year,
        alliance=asked.alliance,
        definition=asked.definition,
        vintage=asked.vintage,
    )


class Reconcile(Question):
    """Of one country and year."""

    country: fields.Code
    year: fields.Year = Field(description="Year; for Japan the fiscal year.")
    as_of: fields.Day | None = Field(None, description="Only what was published by this day.")


@question(
    router,
    "figures/reconcile",
    example={"country": "JPN", "year": 2025},
    returns={"steps": "array", "remarks": "array"},
    with_post=False,
)
def reconcile(bench: Workbench, asked: Reconcile, files: Files) -> dict[str, Any]:
    """Lay the definitions beside each other for one country and year, each step sourced."""
    return bench.reconcile(asked.country.upper(), asked.year, as_of=asked.as_of)


@question(router, "figures/sources", example={}, returns={"sources": "array"}, with_post=False)
def sources(bench: Workbench, asked: Question, files: Files) -> dict[str, Any]:
    """List where every table comes from, on what terms, and since when it has been known."""
    return bench.figures_sources()


class Cite(Question):
    """One figure."""

    series: fields.Word = Field(description="Name of a series.", examples=["milex_pct_gdp"])
    country: fields.Code
    year: fields.Year
    definition: fields.Word | None = Field(
        None, description="Definition or family.", examples=["nato"]
    )
    vintage: fields.Vintage | None = Field(None, description="Vintage; default: latest.")


@question(
    router,
    "figures/cite",
    example={"series": "milex_pct_gdp", "country": "POL", "year": 2024, "definition": "nato"},
    returns={},
    with_post=False,
)
def cite(bench: Workbench, asked: Cite, files: Files) -> dict[str, Any]:
    """Give one figure with its source, its other editions and how to cite it."""
    return bench.figures_cite(
        asked.series,
        asked.country.upper(),
        asked.year,
        definition=asked.definition,
        vintage=asked.vintage,
    )
