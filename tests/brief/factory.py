"""Makes studies by hand: invented figures for real countries, run through the real projection."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from burdenshare.figures.model import Observation, Source
from burdenshare.projection.model import Inputs, Origin
from burdenshare.projection.project import project
from burdenshare.scenario.model import Pledge, Scenario
from burdenshare.study import Study

YEARS = tuple(range(2026, 2036))
LAST_FORECAST = 2031

NATO = Source(
    id="nato_2026-07",
    producer="NATO",
    title="Defence Investment of NATO Countries (2014-2026)",
    citation="NATO (2026): Defence Investment of NATO Countries (2014-2026), 10 July 2026.",
    address="https://www.nato.int/example.xlsx",
    read_from="https://example.org/copy",
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
    citation="International Monetary Fund (2026): World Economic Outlook Database, April 2026.",
    address="https://data.imf.org/example",
    published=date(2026, 4, 30),
    vintage="2026-04",
    licence="all rights reserved",
)


@dataclass(frozen=True)
class Member:
    """What the factory needs to know of one member."""

    code: str
    currency: str
    gdp: float
    growth: float
    """Nominal, per cent a year."""
    inflation: float
    start: float
    fx: float
    population: float
    target: float = 3.5


ALLIES = (
    Member("USA", "USD", 31800, 3.9, 2.1, 3.17, 1.0, 345),
    Member("DEU", "EUR", 4640, 3.0, 2.1, 2.69, 0.86, 84),
    Member("ESP", "EUR", 1790, 3.6, 2.2, 2.00, 0.86, 49.8),
    Member("POL", "PLN", 4100, 5.6, 2.8, 4.68, 3.65, 37.0),
    Member("EST", "EUR", 43, 5.0, 2.6, 5.10, 0.86, 1.37),
)


def _observation(
    series: str, code: str, year: int, value: float, unit: str, **more: Any
) -> Observation:
    nato = series.startswith("milex")
    return Observation(
        series=series,
        definition=more.pop("definition", "NATO core defence" if nato else "IMF"),
        source="NATO" if nato else "IMF",
        vintage="2026-07" if nato else "2026-04",
        country=code,
        year=year,
        value=value,
        unit=unit,
        status=more.pop("status", "estimate" if nato else "forecast"),
        table="nato_2026-07" if nato else "imf_weo_2026-04",
        **more,
    )


def make(
    members: tuple[Member, ...] = ALLIES,
    *,
    title: str = "3.5 per cent by 2035",
    baselines: tuple[str, ...] = ("constant_share", "constant_real", "constant_cash"),
    deadline: int = 2035,
    related: float = 1.5,
    priced: bool = True,
    user: frozenset[str] = frozenset(),
    notes: tuple[dict[str, str], ...] = (),
    path: str = "linear",
    scenario: dict[str, Any] | None = None,
    **inputs: Any,
) -> Study:
    """Return a study of `members` that all pledge their target by `deadline`.

    `priced` False: no price index. `user`: countries whose GDP path is the user's own.
    """
    codes = tuple(m.code for m in members)
    seen: list[Observation] = []
    origins: list[Origin] = []
    for m in members:
        _figures_of(m, seen, origins, priced=priced, own=m.code in user)
    shape = (len(members), len(YEARS))
    steps = np.arange(len(YEARS))
    gdp = np.array([m.gdp * (1 + m.growth / 100) ** steps for m in members])
    price = np.array([(1 + m.inflation / 100) ** steps for m in members])
    given: dict[str, Any] = {
        "members": codes,
        "years": YEARS,
        "first": 0,
        "currency": tuple(m.currency for m in members),
        "gdp": gdp,
        "base": gdp,
        "price": price if priced else np.full(shape, np.nan),
        "population": np.array([np.full(len(YEARS), m.population) for m in members]),
        "fx": np.array([np.full(len(YEARS), m.fx) for m in members]),
        "price_base": (2026,) * len(members),
        "start_year": (2026,) * len(members),
        "start_share": np.array([m.start for m in members]),
        "known_share": np.full(shape, np.nan),
        "target_share": np.array([m.target for m in members]),
        "related_share": np.full(len(members), related),
        "deadline": (deadline,) * len(members),
        "path": (path,) * len(members),
        "waypoints": ({},) * len(members),
        "may_fall": (False,) * len(members),
        "baselines": baselines,
        "budgets": {"government_expenditure": np.array([40.0 + i for i, _ in enumerate(members)])},
        "origins": tuple(origins),
        "notes": notes,
        "common_base": 2026,
        "price_at_base": np.ones(len(members)) if priced else np.full(len(members), np.nan),
        "fx_at_base": np.array([m.fx for m in members]),
    }
    held = Inputs(**(given | inputs))
    asked = {
        "name": "made-by-hand",
        "title": title,
        "members": codes,
        "start": YEARS[0],
        "end": YEARS[-1],
        "pledges": (_pledge(members, deadline, related, path),),
    }
    return Study(
        scenario=Scenario(**(asked | (scenario or {}))),
        inputs=held,
        projection=project(held),
        observations=tuple(sorted(seen, key=lambda each: each.key)),
        sources=(IMF, NATO),
        fingerprint="0123456789abcdef" * 4,
        versions={"burdenshare": "0.1.0", "python": "3.11.4", "numpy": "2.3.0"},
    )


def _pledge(members: tuple[Member, ...], deadline: int, related: float, path: str) -> Pledge:
    usual = max(m.target for m in members)
    return Pledge(
        members=tuple(m.code for m in members),
        core=usual if related else None,
        share=None if related else usual,
        related=related or None,
        by=deadline,
        path=path,
        exceptions={m.code: m.target for m in members if m.target != usual},
    )


def _figures_of(
    m: Member, seen: list[Observation], origins: list[Origin], *, priced: bool, own: bool
) -> None:
    start = _observation("milex_pct_gdp", m.code, 2026, m.start, "percent of GDP")
    spending = _observation(
        "gov_expenditure_pct_gdp", m.code, 2026, 40.0, "percent of GDP", note="projection"
    )
    seen += [start, spending]
    figure = ("figure", (start.key,), "")
    origins.append(Origin(m.code, "start_share", 2026, m.start, "percent of GDP", *figure))
    origins.append(
        Origin(
            m.code,
            "government_expenditure",
            2026,
            40.0,
            "percent of GDP",
            "figure",
            (spending.key,),
        )
    )
    paths = [
        ("gdp", "gdp_lcu", m.gdp, m.growth, f"LCU billion ({m.currency})"),
        ("price", "gdp_deflator", 1.0, m.inflation, "index, national base year"),
        ("population", "population", m.population, 0.0, "million persons"),
        ("fx", "fx_lcu_per_usd", m.fx, 0.0, "LCU per USD"),
    ]
    for variable, series, level, growth, unit in paths:
        if variable == "price" and not priced:
            continue
        for i, year in enumerate(YEARS):
            value = level * (1 + growth / 100) ** i
            if own and variable == "gdp":
                origins.append(Origin(m.code, variable, year, value, f"{m.currency} bn", "user"))
                continue
            published = _observation(series, m.code, min(year, LAST_FORECAST), value, unit)
            if year <= LAST_FORECAST:
                seen.append(published)
                origins.append(
                    Origin(m.code, variable, year, value, unit, "figure", (published.key,))
                )
            else:
                rule = (
                    f"{variable} of {year - 1} x (1 + growth {growth:.3f} % (WEO 2026-04), "
                    f"held from {LAST_FORECAST})"
                )
                origins.append(
                    Origin(m.code, variable, year, value, unit, "derived", (published.key,), rule)
                )
