"""A run with futures made by hand: two countries, quantiles that are plain arithmetic."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from burdenshare.projection.calibration.content import fingerprint
from burdenshare.projection.fiscal.equivalents import Equivalent, Missing
from burdenshare.projection.futures.model import (
    FUTURES,
    LEVELS,
    Calibration,
    Fan,
    Fiscal,
    Futures,
    Levers,
    alliance_names,
    extra_names,
)
from burdenshare.projection.model import Floats, Inputs, Origin
from burdenshare.projection.project import project
from burdenshare.study.events import DEBT_LIMITS, EXTRA_LIMIT
from burdenshare.study.runs import Study

from . import factory

if TYPE_CHECKING:
    from burdenshare.projection.model import Projection

DRAWS = 200
SCENARIO = factory.SCENARIO + f"draws: {DRAWS}\nseed: 7\n"
DEBT = Origin(
    "ITA",
    "fiscal/debt0",
    2025,
    1.35,
    "fraction of GDP",
    "figure",
    (factory.gdp_of("ITA", 2026, 0.0).key,),
)
IMPORTED = Origin("POL", "levers/import_share", 2026, 0.3, "part of spending", "user", (), "own")


def fiscal(**changed: Any) -> Fiscal:
    """Italy's debt is known, Poland's is not."""
    shape = (2, len(factory.YEARS))
    rows = {
        "balance": -0.01,
        "stockflow": 0.001,
        "short": 0.02,
        "long": 0.035,
        "rollover": 0.15,
    }
    values: dict[str, Any] = {
        "members": ("ITA", "POL"),
        "kind": ("ec", "plain"),
        "start_year": 2025,
        "known_year": 2026,
        "debt0": np.array([1.35, np.nan]),
        "iir0": np.array([0.03, 0.0]),
        "gdp0": np.array([950.0, 480.0]),
        "price0": np.array([0.95, 0.98]),
        "fx0": np.array([0.5, 4.0]),
        **{name: np.full(shape, value) for name, value in rows.items()},
        "alpha": np.array([0.1, 0.0]),
        "elasticity": np.array([0.5, 0.4]),
        "foreign": np.array([0.02, 0.0]),
        "origins": (DEBT, IMPORTED),
        "notes": ({"country": "POL", "text": "Poland: no debt is published."},),
    }
    return Fiscal(**(values | changed))


def levers(**changed: Any) -> Levers:
    return Levers(
        **({"import_share": np.array([0.2, 0.3]), "multiplier": (0.2, 0.7, 1.6)} | changed)
    )


def calibration(**changed: Any) -> Calibration:
    values: dict[str, Any] = {
        "members": ("ITA", "POL", "USA"),
        "persistence": np.tile([0.3, 0.5, 0.8, 0.8, 1.0, 0.0], (3, 1)),
        "loadings": np.full((3, 6, 2), 0.002),
        "root": np.tile(0.01 * np.eye(6), (3, 1, 1)),
        "scale": np.ones((3, 30)),
        "tail": 6,
        "notes": ({"country": "", "text": "Made by hand."},),
    }
    made = Calibration(**(values | changed))
    return replace(made, fingerprint=fingerprint(made))


def fan(central: Floats) -> Fan:
    """A quantile lies as many per cent above the central path as its level is above the median."""
    spread = 1.0 + (np.array(LEVELS) - 0.5) / 100.0
    return Fan(central, spread.reshape(-1, *[1] * central.ndim) * central)


def futures(inputs: Inputs, projection: Projection) -> Futures:
    known = np.array([[1.0], [np.nan]])
    debt = known * np.array([[1.36, 1.37, 1.38, 1.39]] * 2)
    of_gdp = {
        "extra_of_gdp": 0.01 * (projection.share - projection.share[:, :1]),
        "debt": debt,
        "debt_without": debt - 0.02,
        "interest": 0.03 * debt,
        "primary": -0.01 * known * np.ones_like(debt),
        "balance": -0.04 * known * np.ones_like(debt),
    }
    central: dict[str, Floats] = {
        "share": projection.share,
        "gdp": projection.gdp,
        "price": inputs.price,
        "fx": inputs.fx,
        "spending": projection.spending,
        "spending_real": projection.spending_real,
        "buying_power": 0.9 * projection.spending_real,
        "stock": 3.0 * projection.spending_real,
        "cumulative_spending": projection.spending.cumsum(axis=1),
        "cumulative_spending_real": projection.spending_real.cumsum(axis=1),
        **of_gdp,
    }
    assert set(central) == set(FUTURES)
    for name in inputs.baselines:
        extra, real = projection.extra[name], projection.extra_real[name]
        paths = (extra, real, extra.cumsum(axis=1), real.cumsum(axis=1))
        central |= dict(zip(extra_names(name), paths, strict=True))
    total = projection.alliance
    together: dict[str, Floats] = {
        **{
            n: getattr(total, n) for n in ("gdp", "spending", "spending_real", "share", "shortfall")
        },
        "cumulative_spending": total.spending.cumsum(),
        "cumulative_spending_real": total.spending_real.cumsum(),
    }
    for name in inputs.baselines:
        together[f"extra.{name}"] = total.extra[name]
        together[f"extra_real.{name}"] = total.extra_real[name]
        together[f"below.{name}"] = total.below[name]
        together[f"cumulative_extra.{name}"] = total.extra[name].cumsum()
        together[f"cumulative_extra_real.{name}"] = total.extra_real[name].cumsum()
    assert set(together) == set(alliance_names(inputs.baselines))
    events = ["affordable", "affordable_without", *(f"debt_above_{x}" for x in DEBT_LIMITS)]
    chance = known * np.array([[0.2, 0.4, 0.6, 0.8]] * 2)
    return Futures(
        members=inputs.members,
        years=inputs.years,
        baselines=inputs.baselines,
        draws=DRAWS,
        seed=7,
        precision="double",
        fans={name: fan(array) for name, array in central.items()},
        alliance={name: fan(array) for name, array in together.items()},
        probabilities={
            **dict.fromkeys(events, chance),
            f"extra_above_{EXTRA_LIMIT}": np.full((2, 4), 0.25),
            "share_at_target": np.ones((2, 4)),
        },
        unknown={"debt": ("POL",)},
        notes=({"country": "", "text": "Drawn by hand."},),
    )


MEANT = (
    (
        Equivalent(
            "ITA",
            "vat_points",
            2029,
            0.8,
            "points",
            (factory.gdp_of("ITA", 2026, 0.0).key,),
            "x / y",
            "static",
        ),
    ),
    (Missing("ITA", "education", "no figure is shipped"),),
)


def study(scenario: str = SCENARIO, **changed: Any) -> Study:
    plain = factory.study(scenario)
    parts: dict[str, Any] = {
        "fiscal": fiscal(),
        "levers": levers(),
        "calibration": calibration(),
        "futures": futures(plain.inputs, project(plain.inputs)),
        "equivalents": MEANT,
    }
    return replace(plain, fingerprint="", **(parts | changed))
