"""Asks the OECD for a series of its Economic Outlook (SDMX, CSV with labels)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from burdenshare.figures.countries import countries as known_countries
from burdenshare.figures.loaders.placing import Loaded, Unplaced
from burdenshare.figures.loaders.services.client import Client
from burdenshare.figures.model import Observation, Source

BASE = "https://sdmx.oecd.org/public/rest"


class Measure(NamedTuple):
    """One measure of the Economic Outlook, or the ratio of two in per cent."""

    code: str
    unit: str
    note: str = ""
    over: str = ""


SERIES = {
    "gdp_real_growth_pct": Measure("GDPV_ANNPCT", "percent"),
    "cpi_inflation_pct": Measure("CPI_YTYPCT", "percent, period average"),
    "gov_balance_pct_gdp": Measure("NLGQ", "percent of GDP"),
    "gov_primary_balance_pct_gdp": Measure("NLGXQ", "percent of GDP"),
    "gov_net_interest_pct_gdp": Measure("GNINTQ", "percent of GDP", "net, not gross, interest"),
    "gov_gross_interest_pct_gdp": Measure(
        "GGINTP", "percent of GDP", "100 x GGINTP / GDP, both in national currency", over="GDP"
    ),
    "gov_gross_debt_pct_gdp": Measure(
        "GGFLQ", "percent of GDP", "gross financial liabilities of the national accounts"
    ),
    "gov_interest_rate_long_pct": Measure("IRL", "percent"),
}
COLUMNS = ("REF_AREA", "MEASURE", "FREQ", "TIME_PERIOD", "OBS_VALUE")


def retrieve(
    client: Client,
    series: str,
    countries: Sequence[str] | None = None,
    years: tuple[int, int] | None = None,
) -> Loaded:
    """Return a series of the current Economic Outlook; the vintage is the month of retrieval.

    The answer names the edition but not its day. Years from the year of retrieval on are forecasts,
    the year before is an estimate.
    """
    measure = SERIES[series]
    codes = [code for code in (measure.code, measure.over) if code]
    flow = "/data/OECD.ECO.MAD,DSD_EO@DF_EO,"
    path = f"{flow}/{'+'.join(countries or ())}.{'+'.join(codes)}.A"
    asked: dict[str, str | int] = {"format": "csvfilewithlabels"}
    if years:
        asked |= {"startPeriod": years[0], "endPeriod": years[1]}
    rows = client.table(path, asked, COLUMNS, "application/vnd.sdmx.data+csv, text/csv")
    edition = rows[0].get("STRUCTURE_NAME") if rows else ""
    source = _source(client, path, series, measure, edition or "Economic Outlook")
    loaded = Loaded("OECD", source)
    groups: Counter[str] = Counter()
    for country, year, value in _values(client, measure, rows):
        if country not in known_countries():
            groups[country] += 1
            continue
        loaded.observations.append(
            Observation(
                series=series,
                definition="OECD",
                source=source.name,
                vintage=source.vintage,
                country=country,
                year=year,
                value=value,
                unit=measure.unit,
                status=_status(year, client.day.year),
                note=measure.note,
                table=source.id,
            )
        )
    loaded.unplaced += [
        Unplaced("", 0, "", code, f"not a country ({count} rows)") for code, count in groups.items()
    ]
    return loaded


def _values(
    client: Client, measure: Measure, rows: list[dict[str, str]]
) -> Iterator[tuple[str, int, float]]:
    """Yield country, year and value; of a ratio, where both of its parts are given."""
    found: dict[tuple[str, str, int], float] = {}
    for row in rows:
        if row["FREQ"] != "A" or not row["OBS_VALUE"].strip():
            continue
        try:
            year, value = int(row["TIME_PERIOD"]), float(row["OBS_VALUE"])
            power = int(row.get("UNIT_MULT") or 0)
        except ValueError as error:
            raise client.bad_answer(f"a row is not as expected: {error}", str(row)) from error
        found[row["MEASURE"], row["REF_AREA"], year] = value * 10.0**power
    for (code, country, year), value in found.items():
        if code == measure.code and not measure.over:
            yield country, year, value
        elif code == measure.code and (whole := found.get((measure.over, country, year))):
            yield country, year, 100 * value / whole


def _status(year: int, this_year: int) -> str:
    if year >= this_year:
        return "forecast"
    return "estimate" if year == this_year - 1 else "actual"


def _source(client: Client, path: str, series: str, measure: Measure, edition: str) -> Source:
    day = client.day
    codes = " / ".join(code for code in (measure.code, measure.over) if code)
    return Source(
        id=f"oecd_{series}_{day:%Y-%m}",
        name="OECD EO",
        producer="Organisation for Economic Co-operation and Development",
        title=f"OECD {edition}, {codes}",
        citation=f"OECD, {edition}, {codes}, retrieved {day}",
        address="https://www.oecd.org/en/topics/economic-outlook.html",
        read_from=f"{client.base}{path}, retrieved {day}; the vintage is the month of retrieval",
        published=day,
        vintage=f"{day:%Y-%m}",
        licence="OECD terms and conditions, https://www.oecd.org/en/about/terms-conditions.html",
        redistribution="no",
    )
