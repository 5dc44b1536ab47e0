"""A small run made by hand: two countries, four years, figures that can be checked on paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from burdenshare.errors import Refusal
from burdenshare.figures.model import Observation, Source
from burdenshare.projection.model import Inputs, Origin
from burdenshare.projection.project import project
from burdenshare.scenario.load import load_text
from burdenshare.study.runs import Study

if TYPE_CHECKING:
    from burdenshare.scenario.model import Scenario

YEARS = (2026, 2027, 2028, 2029)
NATO = Source(
    id="nato_2026-07",
    producer="NATO",
    title="Defence Investment of NATO Countries",
    citation="NATO (2026): Defence Investment of NATO Countries, 10 July 2026.",
    address="https://example.org/nato.xlsx",
    read_from="https://example.org/nato.xlsx",
    published=date(2026, 7, 10),
    vintage="2026-07",
    licence="no open licence stated; cite NATO",
    redistribution="facts",
)
IMF = replace(
    NATO,
    id="imf_weo_2026-04",
    producer="IMF",
    title="World Economic Outlook, April 2026",
    read_from="https://example.org/weo",
    published=date(2026, 4, 14),
    vintage="2026-04",
)
SCENARIO = """
name: two
title: Two countries to 3.5 %
members: [ITA, POL]
start: 2026
end: 2029
pledges: [{share: 3.5, by: 2029}]
baselines: [constant_share]
"""
NOTE = '=HYPERLINK("https://example.org";"click")'


def share_of(country: str, value: float, vintage: str = "2026-07") -> Observation:
    return Observation(
        "milex_pct_gdp",
        "NATO core defence",
        "NATO",
        vintage,
        country,
        2026,
        value,
        "% of GDP",
        "estimate",
        note=NOTE,
        table=f"nato_{vintage}",
    )


def gdp_of(country: str, year: int, value: float) -> Observation:
    return Observation(
        "gdp_lcu",
        "IMF",
        "WEO",
        "2026-04",
        country,
        year,
        value,
        "bn EUR" if country == "ITA" else "bn PLN",
        "forecast",
        table="imf_weo_2026-04",
    )


START = {"ITA": 2.0, "POL": 3.2}
GDP = {"ITA": (1000.0, 1100.0, 1210.0, 1331.0), "POL": (500.0, 500.0, 500.0, 500.0)}


def inputs(start: dict[str, float] | None = None, vintage: str = "2026-07", **more: Any) -> Inputs:
    """Italy grows by 10 % a year and Poland not at all; prices rise by 10 % a year in Italy."""
    start = start or START
    gdp = np.array([GDP["ITA"], GDP["POL"]])
    origins = [
        Origin(
            code,
            "gdp",
            year,
            GDP[code][i],
            gdp_of(code, year, 0.0).unit,
            "figure",
            (gdp_of(code, year, 0.0).key,),
        )
        for code in ("ITA", "POL")
        for i, year in enumerate(YEARS)
    ]
    origins += [
        Origin(code, "start_share", 2026, start[code], "% of GDP", "figure", (share.key,))
        for code in ("ITA", "POL")
        for share in [share_of(code, start[code], vintage)]
    ]
    origins.append(
        Origin("ITA", "inflation", 2027, 10.0, "%", "derived", (), "deflator, one year to the next")
    )
    given: dict[str, Any] = {
        "members": ("ITA", "POL"),
        "years": YEARS,
        "first": 0,
        "currency": ("EUR", "PLN"),
        "gdp": gdp,
        "base": gdp.copy(),
        "price": np.array([[1.0, 1.1, 1.21, 1.331], [1.0, 1.0, 1.0, 1.0]]),
        "population": np.array([[50.0] * 4, [np.nan] * 4]),
        "fx": np.array([[0.5] * 4, [4.0] * 4]),
        "price_base": (2026, 2026),
        "start_year": (2026, 2026),
        "start_share": np.array([start["ITA"], start["POL"]]),
        "known_share": np.full((2, 4), np.nan),
        "target_share": np.array([3.5, 3.5]),
        "related_share": np.array([0.0, 1.5]),
        "deadline": (2029, 2029),
        "path": ("linear", "linear"),
        "waypoints": ({}, {2028: 3.3}),
        "may_fall": (False, True),
        "baselines": ("constant_share",),
        "budgets": {"health": np.array([6.0, np.nan])},
        "origins": tuple(origins),
        "notes": ({"country": "POL", "text": "Population is not known."},),
        "last": 3,
        "common_base": 2026,
        "price_at_base": np.array([1.0, 1.0]),
        "fx_at_base": np.array([0.5, 4.0]),
    }
    return Inputs(**{**given, **more})


def study(
    scenario: str | Scenario = SCENARIO,
    start: dict[str, float] | None = None,
    vintage: str = "2026-07",
    **more: Any,
) -> Study:
    made = inputs(start, vintage, **more)
    used = observations(start, vintage)
    return Study(
        load_text(scenario) if isinstance(scenario, str) else scenario,
        made,
        project(made),
        used,
        (IMF, replace(NATO, id=f"nato_{vintage}", vintage=vintage)),
    )


def observations(
    start: dict[str, float] | None = None, vintage: str = "2026-07"
) -> tuple[Observation, ...]:
    start = start or START
    found = [gdp_of(c, y, GDP[c][i]) for c in ("ITA", "POL") for i, y in enumerate(YEARS)]
    found += [share_of(code, start[code], vintage) for code in ("ITA", "POL")]
    return tuple(sorted(found, key=lambda each: each.key))


class Tables:
    """Stands in for the installed tables."""

    def __init__(self, *held: Observation) -> None:
        self.held = held

    def rows(
        self,
        series: str,
        *,
        countries: list[str] | None = None,
        years: tuple[int, int] | None = None,
        vintages: str = "latest",
    ) -> list[Observation]:
        found = [
            each
            for each in self.held
            if each.series == series
            and (countries is None or each.country in countries)
            and (years is None or years[0] <= each.year <= years[1])
            and vintages in ("all", each.vintage)
        ]
        if not found:
            raise Refusal("unknown-series", f"no table holds {series}")
        return found

    def source_of(self, observation: Observation) -> Source:
        return replace(NATO, id=observation.table, read_from="/home/someone/nato.xlsx")
