"""Asks the European Central Bank for yearly averages of its reference rates (SDMX, CSV)."""

from __future__ import annotations

from collections.abc import Sequence

from burdenshare.figures.countries import countries as known_countries
from burdenshare.figures.loaders.placing import Loaded, Unplaced
from burdenshare.figures.loaders.services.client import Client
from burdenshare.figures.model import Observation, Source

BASE = "https://data-api.ecb.europa.eu/service"

SERIES = {
    "fx_lcu_per_eur": "LCU per EUR ({currency}), period average",
    "fx_lcu_per_usd": "LCU per USD ({currency}), period average",
}
COLUMNS = ("CURRENCY", "CURRENCY_DENOM", "TIME_PERIOD", "OBS_VALUE")


def retrieve(
    client: Client,
    series: str,
    countries: Sequence[str] | None = None,
    years: tuple[int, int] | None = None,
) -> Loaded:
    """Return exchange rates by country; the vintage is the month of retrieval.

    A country's rate is that of its present currency. Rates to the dollar are crossed through the
    euro; a country of the euro has its rate to the dollar, and none to the euro.
    """
    wanted = {
        code: country.currency
        for code, country in known_countries().items()
        if country.currency and (countries is None or code in countries)
    }
    currencies = sorted({*wanted.values(), "USD"} - {"EUR"}) if countries else []
    path = f"/data/EXR/A.{'+'.join(currencies)}.EUR.SP00.A"
    asked: dict[str, str | int] = {"format": "csvdata"}
    if years:
        asked |= {"startPeriod": years[0], "endPeriod": years[1]}
    rates = _rates(client, client.table(path, asked, COLUMNS))
    source = _source(client, path, series)
    loaded = Loaded("ECB", source)
    for country, currency in wanted.items():
        found = {year: rate for (code, year), rate in rates.items() if code == currency}
        if currency == "EUR":
            found = {year: 1.0 for _, year in rates} if series == "fx_lcu_per_usd" else {}
        if not found and countries is not None:
            reason = "uses the euro" if currency == "EUR" else f"the ECB has no rate of {currency}"
            loaded.unplaced.append(Unplaced("", 0, "", country, reason))
        for year, rate in sorted(found.items()):
            dollar = rates.get(("USD", year))
            if series == "fx_lcu_per_usd":
                if not dollar:
                    continue
                rate /= dollar
            note = f"EXR A.{currency}.EUR.SP00.A"
            if series == "fx_lcu_per_usd":
                note = f"{note} / A.USD.EUR.SP00.A" if currency != "EUR" else "1 / A.USD.EUR.SP00.A"
            loaded.observations.append(
                Observation(
                    series=series,
                    definition="ECB",
                    source=source.name,
                    vintage=source.vintage,
                    country=country,
                    year=year,
                    value=rate,
                    unit=SERIES[series].format(currency=currency),
                    status="actual",
                    note=note,
                    table=source.id,
                )
            )
    return loaded


def _rates(client: Client, rows: list[dict[str, str]]) -> dict[tuple[str, int], float]:
    """Return units of currency for one euro by currency and year."""
    rates: dict[tuple[str, int], float] = {}
    for row in rows:
        if row["CURRENCY_DENOM"] != "EUR" or not row["OBS_VALUE"].strip():
            continue
        try:
            year, rate = int(row["TIME_PERIOD"]), float(row["OBS_VALUE"])
        except ValueError as error:
            raise client.bad_answer(f"a row is not as expected: {error}", str(row)) from error
        if rate <= 0:
            raise client.bad_answer(f"a rate of {row['CURRENCY']} is {rate}", str(row))
        rates[row["CURRENCY"], year] = rate
    return rates


def _source(client: Client, path: str, series: str) -> Source:
    day = client.day
    return Source(
        id=f"ecb_{series}_{day:%Y-%m}",
        name="ECB EXR",
        producer="European Central Bank",
        title="Euro foreign exchange reference rates, yearly averages (EXR, SP00.A)",
        citation=f"European Central Bank, ECB Data Portal, EXR A.*.EUR.SP00.A, retrieved {day}",
        address="https://data.ecb.europa.eu/data/datasets/EXR",
        read_from=f"{client.base}{path}, retrieved {day}; the vintage is the month of retrieval",
        published=day,
        vintage=f"{day:%Y-%m}",
        licence="Reuse with the source named, https://www.ecb.europa.eu/services/using-our-site/disclaimer",
        redistribution="yes",
    )
