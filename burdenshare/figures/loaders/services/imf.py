"""Asks the IMF for a series of the World Economic Outlook (SDMX 2.1, CSV)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from burdenshare.figures.loaders.placing import Loaded, Unplaced, find_name, scaled
from burdenshare.figures.loaders.services.client import Client
from burdenshare.figures.loaders.weo import SUBJECTS, currency, derived, last_actual, status
from burdenshare.figures.model import Observation, Source

BASE = "https://api.imf.org/external/sdmx/2.1"

SERIES: dict[str, tuple[str, ...]] = {
    **{subject.series: (code,) for code, subject in SUBJECTS.items()},
    "fx_lcu_per_usd": ("NGDP", "NGDPD"),
    "gov_net_interest_pct_gdp": ("GGXONLB_NGDP", "GGXCNL_NGDP"),
}
"""Codes of the WEO that each of our series is made from."""

COLUMNS = ("COUNTRY", "INDICATOR", "TIME_PERIOD", "OBS_VALUE")
ACCEPT = "application/vnd.sdmx.data+csv;version=1.0.0, text/csv"


def retrieve(
    client: Client,
    series: str,
    countries: Sequence[str] | None = None,
    years: tuple[int, int] | None = None,
) -> Loaded:
    """Return a series of the current WEO; the vintage is the month of its publication.

    The service gives unrounded values in units, where the IMF's files give three decimals.
    """
    path = f"/data/IMF.RES,WEO/{'+'.join(countries or ())}.{'+'.join(SERIES[series])}.A"
    asked: dict[str, str | int] = {}
    if years:
        asked = {"startPeriod": years[0], "endPeriod": years[1]}
    rows = client.table(path, asked, COLUMNS, ACCEPT)
    stamps = {stamp[:10] for row in rows if (stamp := row.get("PUBLICATION_DATE") or "")}
    if len(stamps) > 1:
        raise client.bad_answer(f"it mixes editions: {', '.join(sorted(stamps))}")
    source = _source(client, path, series, *stamps)
    loaded = Loaded("IMF", source)
    groups: Counter[str] = Counter()
    for row in rows:
        known, subject = find_name(row["COUNTRY"]), SUBJECTS.get(row["INDICATOR"])
        if subject is None:
            raise client.bad_answer(f"it holds {row['INDICATOR']}, which was not asked for")
        if known is None or not known.code:
            groups[row["COUNTRY"]] += 1
        elif row["OBS_VALUE"].strip():
            try:
                year, value = int(row["TIME_PERIOD"]), float(row["OBS_VALUE"])
            except ValueError as error:
                raise client.bad_answer(f"a row is not as expected: {error}", str(row)) from error
            unit = subject.unit
            if "{currency}" in unit:
                unit = unit.format(currency=currency(known.code, "", source.published))
            actual = last_actual(row.get("LATEST_ACTUAL_ANNUAL_DATA"))
            loaded.observations.append(
                Observation(
                    series=subject.series,
                    definition="IMF",
                    source=source.name,
                    vintage=source.vintage,
                    country=known.code,
                    year=year,
                    value=scaled(value, -subject.power),
                    unit=unit,
                    status=status(year, actual, source.published.year),
                    table=source.id,
                )
            )
    if len(SERIES[series]) > 1:
        found = [o for o in derived(loaded.observations) if o.series == series]
        loaded.observations = found
    loaded.unplaced += [
        Unplaced("", 0, "", code, f"not a country with an ISO 3166-1 code ({count} rows)")
        for code, count in groups.items()
    ]
    return loaded


def _source(client: Client, path: str, series: str, stamp: str = "") -> Source:
    try:
        published, kind = date.fromisoformat(stamp), "publication"
    except ValueError:
        published, kind = client.day, "retrieval"
    vintage = f"{published:%Y-%m}"
    return Source(
        id=f"imf_{series}_{vintage}",
        name="IMF WEO",
        producer="International Monetary Fund",
        title=f"World Economic Outlook, {'+'.join(SERIES[series])}",
        citation=(
            f"International Monetary Fund. World Economic Outlook (WEO), {published}, "
            "https://data.imf.org/en/datasets/IMF.RES:WEO"
        ),
        address="https://data.imf.org/en/datasets/IMF.RES:WEO",
        read_from=(
            f"{client.base}{path}, retrieved {client.day}; the vintage is the month of {kind}"
        ),
        published=published,
        vintage=vintage,
        licence="(c) International Monetary Fund, https://www.imf.org/external/terms.htm",
        redistribution="no",
    )
