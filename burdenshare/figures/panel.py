"""Labelled arrays over country and year, of one definition, source and vintage."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from burdenshare.errors import Refusal

if TYPE_CHECKING:
    import xarray as xr

    from burdenshare.figures.model import Observation

_CURRENCY = re.compile(r" \([^)]*\)")


def unit_kind(unit: str) -> str:
    """Return a unit without its currency: ``LCU million`` for ``LCU million (Euros)``."""
    return _CURRENCY.sub("", unit)


def panel(
    series: str, rows: Sequence[Observation], countries: Sequence[str], years: tuple[int, int]
) -> xr.DataArray:
    """Return rows as an array over country and year; refuse rows of two kinds.

    Parameters
    ----------
    series : str
        Becomes the array's name.
    rows : sequence of Observation
        At least one; all of one definition, source, vintage and kind of unit.
    countries : sequence of str
        The order along ``country``.
    years : (int, int)
        First and last year of ``year``, inclusive.

    Returns
    -------
    xarray.DataArray
        Shaped (country, year), NaN where nothing is published; attributes ``unit``,
        ``definition``, ``source``, ``vintage``; the coordinate ``currency_unit`` holds each
        country's own unit.

    Raises
    ------
    Refusal
        ``mixed-definitions``, ``mixed-vintages`` or ``mixed-units``, naming every side.
    """
    import numpy as np
    import xarray as xr

    sides = {
        "mixed-definitions": {f"{o.definition} ({o.source})" for o in rows},
        "mixed-vintages": {o.vintage for o in rows},
        "mixed-units": {unit_kind(o.unit) for o in rows},
    }
    for code, found in sides.items():
        if len(found) > 1:
            raise Refusal(
                code,
                f"a panel of {series} would mix {' and '.join(sorted(found))}",
                hint="choose one definition and one vintage",
            )
    units = {o.country: o.unit for o in rows}
    for o in rows:
        if units[o.country] != o.unit:
            raise Refusal(
                "mixed-units",
                f"{series} of {o.country} is in {units[o.country]} and in {o.unit}",
                hint="choose years of one currency",
            )
    span = range(years[0], years[1] + 1)
    values = np.full((len(countries), len(span)), np.nan)
    place = {country: i for i, country in enumerate(countries)}
    for o in rows:
        values[place[o.country], o.year - years[0]] = o.value
    first = rows[0]
    return xr.DataArray(
        values,
        dims=("country", "year"),
        coords={
            "country": list(countries),
            "year": list(span),
            "currency_unit": ("country", [units.get(c, "") for c in countries]),
        },
        name=series,
        attrs={
            "unit": unit_kind(first.unit),
            "definition": first.definition,
            "source": first.source,
            "vintage": first.vintage,
        },
    )
