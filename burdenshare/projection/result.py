"""The projection as others read it: JSON with the keys of the interface, or labelled arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from burdenshare.projection.steps import cumulate

if TYPE_CHECKING:
    from collections.abc import Sequence

    import xarray as xr

    from burdenshare.projection.model import Alliance, Floats, Projection


Variables = dict[str, tuple[tuple[str, ...], "Floats", str]]
"""Arrays by name, with their dimensions and unit."""
Labels = dict[str, tuple[tuple[str, ...], list[Any]]]
"""Labels by name, with the dimension that they lie along."""
LCU = "billion national currency"
REAL = "billion national currency, prices of price_base"
USD = "billion US dollars, prices and exchange rates of the year"
OF_BASE = "per cent of base"


def to_json(
    projection: Projection,
    name: str,
    fingerprint: str,
    *,
    notes: Sequence[dict[str, str]] | None = None,
) -> dict[str, Any]:
    """Return the result of a run as plain data: numbers unrounded, what is unknown as None.

    Parameters
    ----------
    projection : Projection
        Of the central path or the medians, without a draw axis.
    name, fingerprint : str
        Name of the scenario, fingerprint of the run.
    notes : sequence of dict, optional
        What a reader must know; that of the projection where it is not given.

    Returns
    -------
    dict
        ``members`` by country: money in billion of national currency, ``per_head`` in national
        currency, shares in per cent of ``base``, ``required_growth`` in per cent a year,
        ``of_budgets`` in per cent. ``alliance``: the same in billion US dollars.
    """
    told = projection.notes if notes is None else notes
    return {
        "name": name,
        "fingerprint": fingerprint,
        "members": {
            code: _member(projection, i, [n["text"] for n in told if n["country"] == code])
            for i, code in enumerate(projection.members)
        },
        "alliance": _alliance(projection),
        "quantiles": {},
        "notes": [dict(note) for note in told],
    }


def _member(found: Projection, i: int, notes: list[str]) -> dict[str, Any]:
    return {
        "currency": found.currency[i],
        "price_base": found.price_base[i],
        "years": list(found.years),
        "share": plain(found.share[i]),
        "gdp": plain(found.gdp[i]),
        "base": plain(found.base[i]),
        "spending": plain(found.spending[i]),
        "spending_real": plain(found.spending_real[i]),
        "per_head": plain(found.per_head[i]),
        "baseline": {key: plain(money[i]) for key, money in found.baseline.items()},
        "extra": {key: plain(money[i]) for key, money in found.extra.items()},
        "extra_real": {key: plain(money[i]) for key, money in found.extra_real.items()},
        "cumulative": _cumulative(
            found.spending[i],
            found.spending_real[i],
            {key: money[i] for key, money in found.extra.items()},
            {key: money[i] for key, money in found.extra_real.items()},
        ),
        "required_growth": {key: plain(rate[i]) for key, rate in found.required_growth.items()},
        "of_budgets": {key: plain(part[i]) for key, part in found.of_budgets.items()},
        "start": {"year": found.start_year[i], "share": plain(found.start_share[i])},
        "target": plain(found.target_share[i]),
        "deadline": found.deadline[i],
        "related": {"year": found.deadline[i], "level": plain(found.related[i])},
        "notes": notes,
    }


def _alliance(found: Projection) -> dict[str, Any]:
    total = found.alliance
    return {
        "currency": "USD",
        "price_base": total.price_base,
        "members": list(found.members),
        "years": list(found.years),
        **{key: plain(series) for key, series in _series(total).items()},
        "extra": {key: plain(money) for key, money in total.extra.items()},
        "extra_real": {key: plain(money) for key, money in total.extra_real.items()},
        "below": {key: plain(money) for key, money in total.below.items()},
        "cumulative": _cumulative(
            total.spending, total.spending_real, total.extra, total.extra_real
        ),
    }


def _series(total: Alliance) -> dict[str, Floats]:
    names = ("share", "gdp", "spending", "spending_real", "shortfall")
    return {name: getattr(total, name) for name in names}


def _cumulative(
    spending: Floats, real: Floats, extra: dict[str, Floats], extra_real: dict[str, Floats]
) -> dict[str, Any]:
    return {
        "spending": plain(cumulate(spending)),
        "spending_real": plain(cumulate(real)),
        "extra": {
            key: {
                "nominal": plain(cumulate(extra[key])),
                "real": plain(cumulate(extra_real[key])),
            }
            for key in extra
        },
    }


def plain(values: Floats) -> Any:
    """Return numbers as Python's own, None for what is no finite number."""
    if np.isfinite(values).all():
        return np.asarray(values, dtype=float).tolist()
    return [plain(value) for value in values] if np.ndim(values) else None


def to_dataset(projection: Projection) -> xr.Dataset:
    """Return the projection as a dataset with named dimensions and a unit on every variable.

    Dimensions are ``country``, ``year``, ``baseline`` and ``budget``, led by ``draw`` where the
    projection has a draw axis.
    """
    import xarray as xr

    tables = variables(projection)
    return xr.Dataset(
        {
            name: ((("draw",) if values.ndim > len(dims) else ()) + dims, values, {"units": unit})
            for name, (dims, values, unit) in tables.items()
        },
        coords=labels(projection),
    )


def labels(projection: Projection) -> Labels:
    """Return the labels along each dimension, and those of the members beside their codes."""
    by_country = ("country",)
    return {
        "country": (by_country, list(projection.members)),
        "year": (("year",), list(projection.years)),
        "baseline": (("baseline",), list(projection.extra)),
        "budget": (("budget",), list(projection.of_budgets)),
        "currency": (by_country, list(projection.currency)),
        "price_base": (by_country, list(projection.price_base)),
        "start_year": (by_country, list(projection.start_year)),
        "deadline": (by_country, list(projection.deadline)),
    }


def variables(projection: Projection) -> Variables:
    """Return every array of the projection with its dimensions, a draw axis apart, and its unit."""
    found, total = projection, projection.alliance
    real_usd = f"billion US dollars, prices and exchange rates of {total.price_base}"
    year, by_country, by_year = ("year",), ("country",), ("country", "year")
    growth = found.required_growth
    tables: Variables = {
        "share": (by_year, found.share, OF_BASE),
        "gdp": (by_year, found.gdp, LCU),
        "base": (by_year, found.base, LCU),
        "spending": (by_year, found.spending, LCU),
        "spending_real": (by_year, found.spending_real, REAL),
        "per_head": (by_year, found.per_head, "national currency per inhabitant"),
        "required_growth_nominal": (by_country, growth["nominal"], "per cent a year"),
        "required_growth_real": (by_country, growth["real"], "per cent a year"),
        "related": (by_country, found.related, LCU),
        "start_share": (by_country, found.start_share, OF_BASE),
        "target_share": (by_country, found.target_share, OF_BASE),
        "alliance_share": (year, total.share, "per cent of GDP"),
        "alliance_gdp": (year, total.gdp, USD),
        "alliance_spending": (year, total.spending, USD),
        "alliance_spending_real": (year, total.spending_real, real_usd),
        "alliance_shortfall": (year, total.shortfall, USD),
    }
    if found.extra:
        over, over_year = ("baseline", *by_year), ("baseline", "year")
        tables |= {
            "baseline_spending": (over, _stack(found.baseline, 2), LCU),
            "extra": (over, _stack(found.extra, 2), LCU),
            "extra_real": (over, _stack(found.extra_real, 2), REAL),
            "alliance_extra": (over_year, _stack(total.extra, 1), USD),
            "alliance_extra_real": (over_year, _stack(total.extra_real, 1), real_usd),
            "alliance_below": (over_year, _stack(total.below, 1), USD),
        }
    if found.of_budgets:
        budgets = _stack(found.of_budgets, 1)
        tables["of_budgets"] = (("budget", "country"), budgets, "per cent of the budget")
    return tables


def _stack(arrays: dict[str, Floats], after: int) -> Floats:
    """Put the arrays of a mapping on one new axis, in front of the last `after` ones."""
    return np.stack(list(arrays.values()), axis=-1 - after)
