"""Live services: what do the World Bank, the IMF, the OECD and the ECB say today.

`fetch` asks one of them for a series and keeps the answer like a table made from a file. The
vintage is the month of the publisher's release where the answer names it (World Bank, IMF), else
the month of retrieval (OECD, ECB); the source record says which.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from burdenshare.errors import Refusal, did_you_mean
from burdenshare.figures.countries import require_countries
from burdenshare.figures.loaders.adding import AddResult, store
from burdenshare.figures.loaders.placing import Loaded
from burdenshare.figures.loaders.services import ecb, imf, oecd, worldbank
from burdenshare.figures.loaders.services.client import Client, Patience
from burdenshare.figures.model import AGGREGATES
from burdenshare.figures.tables import read_sources, read_table
from burdenshare.settings import folder

Retrieve = Callable[[Client, str, Sequence[str] | None, tuple[int, int] | None], Loaded]


class Service(NamedTuple):
    """One live service: its address, the series it can be asked for, and how."""

    base: str
    series: Sequence[str]
    retrieve: Retrieve


SERVICES = {
    "worldbank": Service(worldbank.BASE, tuple(worldbank.SERIES), worldbank.retrieve),
    "imf": Service(imf.BASE, tuple(imf.SERIES), imf.retrieve),
    "oecd": Service(oecd.BASE, tuple(oecd.SERIES), oecd.retrieve),
    "ecb": Service(ecb.BASE, tuple(ecb.SERIES), ecb.retrieve),
}


def fetch(
    service: str,
    series: str,
    countries: Sequence[str] | None = None,
    years: tuple[int, int] | None = None,
    home: Path | None = None,
    base: str | None = None,
    *,
    patience: Patience | None = None,
) -> AddResult:
    """Fetch a series from a live service and keep it like an added table.

    What an earlier fetch of the same series and vintage brought for other countries or years stays.

    Parameters
    ----------
    service : str
        A key of `SERVICES`.
    series : str
        One of the service's series.
    countries : sequence of str, optional
        ISO 3166-1 alpha-3 codes; every country the service has if not given.
    years : (int, int), optional
        First and last year; all if not given.
    home : Path, optional
        Folder of what the user adds; the setting ``home`` if not given.
    base : str, optional
        Address of a mirror of the service.
    patience : Patience, optional
        Time-outs and attempts.

    Raises
    ------
    Refusal
        ``bad-argument``, ``unknown-series``, ``unknown-country``, ``no-figures``.
    Failure
        ``network``, ``bad-answer``, ``cannot-write``.
    """
    if service not in SERVICES:
        raise Refusal(
            "bad-argument",
            f"unknown service {service!r}",
            hint=did_you_mean(service, SERVICES) or f"services: {', '.join(SERVICES)}",
        )
    asked = SERVICES[service]
    if series not in asked.series:
        guess = did_you_mean(series, asked.series)
        raise Refusal(
            "unknown-series",
            f"{service} is not asked for {series!r}",
            hint=" ".join((guess, f"its series: {', '.join(asked.series)}")).strip(),
        )
    chosen = None if countries is None else require_countries(countries)
    if chosen is not None and (not chosen or set(chosen) & set(AGGREGATES)):
        raise Refusal("bad-argument", "a live service is asked for countries, not for totals")
    if years is not None and years[0] > years[1]:
        raise Refusal("bad-argument", f"the years run backwards: {years[0]} to {years[1]}")
    loaded = asked.retrieve(Client(base or asked.base, patience), series, chosen, years)
    if not loaded.observations:
        raise Refusal(
            "no-figures",
            f"{loaded.publisher} has no figures of {series} for these countries and years",
            hint="ask for other countries or years",
            details=[u._asdict() for u in loaded.unplaced],
        )
    return store(_united(loaded, home), home)


def _united(loaded: Loaded, home: Path | None) -> Loaded:
    """Return what was fetched with what an earlier fetch into the same table brought besides."""
    place = home or folder("home")
    assert place is not None
    earlier = read_sources(place).get(f"added/{loaded.source.id}")
    if earlier is not None:
        rows = read_table(place / "figures" / f"{loaded.source.id}.csv", earlier)
        rows |= {o[:6]: o for o in loaded.observations}
        loaded.observations = list(rows.values())
    return loaded
