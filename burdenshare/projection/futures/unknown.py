"""Which numbers cannot be known because the central figures are missing."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from burdenshare.projection.futures.layout import variables
from burdenshare.projection.futures.model import Fiscal, Levers, alliance_names
from burdenshare.projection.futures.terms import debt_known
from burdenshare.projection.model import Inputs
from burdenshare.projection.project import project

Flags: TypeAlias = NDArray[np.bool_]
OF_DEBT = ("debt", "debt_without", "interest", "primary", "balance")


def unknown_cells(inputs: Inputs, fiscal: Fiscal, levers: Levers) -> dict[str, Flags]:
    """Return by variable where the central projection is unknown, (country, reported year)."""
    stock0 = np.zeros((len(inputs.members), 1)) if levers.stock0 is None else levers.stock0
    no_stock = np.isnan(stock0).any(axis=1, keepdims=True)
    found = project(inputs)
    shown = inputs.reported
    share, gdp = np.isnan(found.share), np.isnan(found.gdp)
    spent, real = np.isnan(found.spending), np.isnan(found.spending_real)
    no_debt = np.broadcast_to(debt_known(fiscal)[:, None] == 0.0, gdp.shape)
    blank = {
        "share": share,
        "gdp": gdp,
        "price": np.isnan(inputs.price[:, shown]),
        "fx": np.isnan(inputs.fx[:, shown]),
        "spending": spent,
        "spending_real": real,
        "buying_power": real,
        "stock": np.logical_or.accumulate(real, axis=1) | no_stock,
        "extra_of_gdp": spent | gdp,
        "cumulative_spending": np.logical_or.accumulate(spent, axis=1),
        "cumulative_spending_real": np.logical_or.accumulate(real, axis=1),
        **dict.fromkeys(OF_DEBT, no_debt),
    }
    for name in inputs.baselines:
        extra, extra_real = np.isnan(found.extra[name]), np.isnan(found.extra_real[name])
        blank[f"extra.{name}"], blank[f"extra_real.{name}"] = extra, extra_real
        blank[f"cumulative_extra.{name}"] = np.logical_or.accumulate(extra, axis=1)
        blank[f"cumulative_extra_real.{name}"] = np.logical_or.accumulate(extra_real, axis=1)
    return {name: blank[name] for name in variables(inputs.baselines)}


def unknown_totals(inputs: Inputs, blank: dict[str, Flags]) -> dict[str, Flags]:
    """Return by total where a part of it is unknown, (reported year,): see `unknown_cells`."""
    at_base = (inputs.price_at_base, inputs.fx_at_base)
    no_base = any(values is None or np.isnan(values).any() for values in at_base)
    parts = {"share": "spending", "shortfall": "spending"}
    found: dict[str, Flags] = {}
    for name in alliance_names(inputs.baselines):
        kind, _, baseline = name.partition(".")
        part = parts.get(kind, kind.replace("below", "extra"))
        cells = blank[f"{part}.{baseline}" if baseline else part]
        dollars = blank["fx"]
        if kind.endswith("_real"):
            dollars = np.full_like(dollars, no_base)
        elif kind.startswith("cumulative"):
            dollars = np.logical_or.accumulate(dollars, axis=1)
        elif kind == "share":
            dollars = dollars | blank["gdp"]
        found[name] = np.asarray((cells | dollars).any(axis=0))
    return found
