"""Asks the World Bank for a series of the World Development Indicators (API version 2, JSON)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from burdenshare.figures.countries import countries as known_countries
from burdenshare.figures.loaders.placing import Loaded, Unplaced, scaled
from burdenshare.figures.loaders.services.client import Client
from burdenshare.figures.model import Observation, Source

BASE = "https://api.worldbank.org"
PAGE = 1000
MAX_PAGES = 100


class Indicator(NamedTuple):
    """One indicator: its code, our unit, the power of ten our unit is given in, a note."""

    code: str
    unit: str
    power: int = 0
    note: str = ""


SERIES = {
    "arms_exports_tiv": Indicator(
        "MS.MIL.XPRT.KD", "SIPRI TIV million", 6, "; underlying source SIPRI"
    ),
    "arms_imports_tiv": Indicator(
        "MS.MIL.MPRT.KD", "SIPRI TIV million", 6, "; underlying source SIPRI"
    ),
    "armed_forces_personnel_incl_paramilitary": Indicator(
        "MS.MIL.TOTL.P1", "thousand persons", 3, "; underlying source IISS"
    ),
    "gdp_usd": Indicator("NY.GDP.MKTP.CD", "USD billion", 9),
    "gdp_ppp": Indicator("NY.GDP.MKTP.PP.CD", "international dollar billion", 9),
    "gdp_real_growth_pct": Indicator("NY.GDP.MKTP.KD.ZG", "percent"),
    "gdp_deflator": Indicator("NY.GDP.DEFL.ZS", "index, national base year"),
    "cpi_inflation_pct": Indicator("FP.CPI.TOTL.ZG", "percent, period average"),
    "population": Indicator("SP.POP.TOTL", "million persons", 6),
    "fx_lcu_per_usd": Indicator("PA.NUS.FCRF", "LCU per USD, period average"),
    "ppp_rate": Indicator("PA.NUS.PPP", "LCU per international dollar"),
}


def retrieve(
    client: Client,
    series: str,
    countries: Sequence[str] | None = None,
    years: tuple[int, int] | None = None,
) -> Loaded:
    """Return a series; the vintage is the month in which the World Bank last updated it.

    Raises
    ------
    Failure
        ``network``; ``bad-answer`` also for what the service answers with status 200 when it does
        not know a country, such as Taiwan, or an indicator.
    """
    indicator = SERIES[series]
    path = f"/v2/country/{';'.join(countries) if countries else 'all'}/indicator/{indicator.code}"
    asked: dict[str, str | int] = {"format": "json", "per_page": PAGE}
    if years:
        asked["date"] = f"{years[0]}:{years[1]}"
    rows: list[dict[str, Any]] = []
    page, pages, updated = 1, 1, ""
    while page <= pages:
        head, body = _page(client, client.document(path, asked | {"page": page}))
        pages, updated = int(head.get("pages") or 0), str(head.get("lastupdated") or updated)
        if pages > MAX_PAGES:
            raise client.bad_answer(f"it has {pages} pages")
        rows += body
        page += 1
    source = _source(client, path, series, indicator, updated)
    loaded = Loaded("World Bank", source)
    groups: Counter[str] = Counter()
    for row in rows:
        country = str(row.get("countryiso3code") or "")
        if country not in known_countries():
            groups[str((row.get("country") or {}).get("value") or country)] += 1
            continue
        if row.get("value") is None:
            continue
        try:
            year, value = int(row["date"]), float(row["value"])
        except (KeyError, TypeError, ValueError) as error:
            raise client.bad_answer(f"a row is not as expected: {error}", str(row)) from error
        loaded.observations.append(
            Observation(
                series=series,
                definition="WDI",
                source=source.name,
                vintage=source.vintage,
                country=country,
                year=year,
                value=scaled(value, -indicator.power),
                unit=indicator.unit,
                status="actual",
                note=f"WDI {indicator.code}{indicator.note}",
                table=source.id,
            )
        )
    loaded.unplaced += [
        Unplaced("", 0, "", name, f"a group of countries ({count} rows)")
        for name, count in groups.items()
    ]
    return loaded


def _page(client: Client, answer: Any) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return head and rows of one page; the service reports errors as a page with a message."""
    if isinstance(answer, list) and answer and isinstance(answer[0], dict):
        head, body = answer[0], answer[1] if len(answer) > 1 else None
        if message := head.get("message"):
            words = "; ".join(str(m.get("value", m)) for m in message if isinstance(m, dict))
            raise client.bad_answer(
                f"it says: {words}. The World Bank has no data for Taiwan (TWN)"
            )
        if body is None and head.get("total") in (0, "0", None):
            return head, []
        if isinstance(body, list) and all(isinstance(row, dict) for row in body):
            return head, body
    raise client.bad_answer("it is no page of the World Bank's version 2", str(answer))


def _source(client: Client, path: str, series: str, indicator: Indicator, updated: str) -> Source:
    try:
        published, kind = date.fromisoformat(updated), "the World Bank's last update"
    except ValueError:
        published, kind = client.day, "retrieval"
    vintage = f"{published:%Y-%m}"
    return Source(
        id=f"worldbank_{series}_{vintage}",
        name="World Bank WDI",
        producer="World Bank",
        title=f"World Development Indicators {indicator.code}",
        citation=f"World Bank, World Development Indicators, {indicator.code}, {published}",
        address=f"https://data.worldbank.org/indicator/{indicator.code}",
        read_from=(
            f"{client.base}{path}, retrieved {client.day}; the vintage is the month of {kind}"
        ),
        published=published,
        vintage=vintage,
        licence="CC BY 4.0, https://datacatalog.worldbank.org/public-licenses",
        redistribution="yes",
    )
