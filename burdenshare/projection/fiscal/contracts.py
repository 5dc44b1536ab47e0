"""Orders fixed in national currency: what another exchange rate and other prices leave of them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from burdenshare.errors import Problems
from burdenshare.figures.countries import country_name
from burdenshare.projection.assemble import economy_of
from burdenshare.projection.economy import Cell, Economy, Path
from burdenshare.projection.fiscal.published import keys_of
from burdenshare.projection.member import member_figures
from burdenshare.projection.missing import years_text
from burdenshare.projection.model import Floats
from burdenshare.projection.remembered import Remembered, Table
from burdenshare.scenario.words import named

if TYPE_CHECKING:
    from burdenshare.scenario.model import Contracts, Scenario

DOLLAR = "USA"
"""Whose GDP deflator stands for the price of imported goods in dollars."""


@dataclass(frozen=True)
class Loss:
    """What is lost of an amount, by cause; the parts and what is left sum to the amount.

    Arrays are shaped (year,), billion of national currency at the plan's prices.
    """

    nominal: Floats
    exchange_rate: Floats
    """Lost because the currency buys fewer dollars than planned."""
    dollar_prices: Floats
    """Lost because imported goods cost more dollars than in the year of the plan's prices."""
    home_prices: Floats
    """Lost because goods from home cost more than in the year of the plan's prices."""
    left: Floats
    """What the amount still buys, in the plan's prices and at its exchange rate."""

    def to_json(self) -> dict[str, list[float]]:
        """Return the arrays as plain lists, by name."""
        return {field.name: getattr(self, field.name).tolist() for field in fields(self)}


@dataclass(frozen=True)
class Eroded:
    """Orders of one country, and what is lost of them at three imported parts."""

    country: str
    currency: str
    years: tuple[int, ...]
    imported: tuple[float, float, float]
    """Lowest, central and highest imported part."""
    planned_rate: Floats
    """National currency per US dollar, shaped (year,)."""
    actual_rate: Floats
    losses: tuple[Loss, Loss, Loss]
    """At the lowest, central and highest imported part."""
    keys: tuple[str, ...]
    """Figures that the actual exchange rate and prices rest on."""
    notes: tuple[str, ...]

    @property
    def central(self) -> Loss:
        """What is lost at the central imported part."""
        return self.losses[1]

    def to_json(self) -> dict[str, Any]:
        """Return everything as plain data: by year, and summed over the years."""
        names = ("low", "central", "high")
        losses = {name: loss.to_json() for name, loss in zip(names, self.losses, strict=True)}
        return {
            "currency": self.currency,
            "years": list(self.years),
            "imported": dict(zip(names, self.imported, strict=True)),
            "planned_rate": self.planned_rate.tolist(),
            "actual_rate": self.actual_rate.tolist(),
            "losses": losses,
            "total": {
                name: {cause: sum(values) for cause, values in loss.items()}
                for name, loss in losses.items()
            },
            "notes": list(self.notes),
        }


def erode(
    nominal: Floats,
    imported: float,
    *,
    planned_rate: Floats,
    actual_rate: Floats,
    dollar_prices: Floats,
    home_prices: Floats,
) -> Loss:
    """Return what is lost of orders fixed in national currency, split exactly by cause.

    Of the imported part m, N m (1 - e*/e) is lost to the exchange rate (e* planned, e actual) and
    N m e*/e (1 - 1/U) to dollar prices; of the rest, N (1 - m)(1 - 1/P) to prices at home. A gain
    is a negative loss.

    Parameters
    ----------
    nominal : array (year,)
        N, billion of national currency.
    imported : float
        m, from 0 to 1.
    planned_rate, actual_rate : array (year,)
        National currency per US dollar.
    dollar_prices, home_prices : array (year,)
        U and P: price levels, 1 in the year of the plan's prices.

    Returns
    -------
    Loss
    """
    abroad, home = nominal * imported, nominal * (1.0 - imported)
    same = planned_rate / actual_rate
    lost_rate = abroad * (1.0 - same)
    lost_dollar = abroad * same * (1.0 - 1.0 / dollar_prices)
    lost_home = home * (1.0 - 1.0 / home_prices)
    return Loss(
        nominal=nominal,
        exchange_rate=lost_rate,
        dollar_prices=lost_dollar,
        home_prices=lost_home,
        left=nominal - lost_rate - lost_dollar - lost_home,
    )


def eroded_contracts(scenario: Scenario, figures: Table) -> tuple[Eroded, ...]:
    """Return what the scenario's orders lose to the exchange rate and to prices, by country.

    Actual exchange rates and prices are those of the scenario (its own series, or the World
    Economic Outlook, continued as in `burdenshare.projection.assemble`).

    Raises
    ------
    Refusal
        ``missing-inputs``: exchange rates or prices of years with orders that nobody gives.
    """
    if not scenario.contracts:
        return ()
    economy = economy_of(scenario, Remembered.of(figures))
    problems = Problems()
    found = [
        one
        for code, orders in scenario.contracts.items()
        if (one := _eroded(code, orders, scenario, economy, problems))
    ]
    details = problems.details()
    problems.require_none(
        "missing-inputs",
        f"{scenario.name}: " + "; ".join(d["message"] for d in details),
        hint="; ".join(dict.fromkeys(d["hint"] for d in details)),
    )
    return tuple(found)


def _eroded(
    code: str, orders: Contracts, scenario: Scenario, economy: Economy, problems: Problems
) -> Eroded | None:
    years = tuple(sorted(orders.amounts))
    base = orders.prices_of
    given = {country: scenario.series.get(country) for country in (code, DOLLAR)}
    home, abroad = (
        member_figures(country, series, economy, until=years[-1], price_base=base)
        for country, series in given.items()
    )
    before = len(problems)
    needed = {base, *years}
    for name, path, wanted, field in (
        ("exchange rate", home.fx, set(years), f"series.{code}.fx"),
        ("price level", home.price, needed, f"series.{code}.price_index"),
        ("price level", abroad.price, needed, f"series.{DOLLAR}.price_index"),
    ):
        if lacking := wanted - set(path):
            country = field.split(".")[1]
            problems.add(
                f"contracts.{code}",
                f"no {name} of {country_name(country)} for {years_text(lacking)}, in which the "
                f"orders of {country_name(code)} are priced",
                expected="national currency per US dollar"
                if name == "exchange rate"
                else "a level",
                hint=f"supply it under {field}",
            )
    if len(problems) > before:
        return None
    nominal = np.array([orders.amounts[year] for year in years])
    planned = np.array([orders.rate[year] for year in years])
    prices = {
        "planned_rate": planned,
        "actual_rate": _values(home.fx, years),
        "dollar_prices": _values(abroad.price, years) / abroad.price[base].value,
        "home_prices": _values(home.price, years) / home.price[base].value,
    }
    parts = (orders.imported.low, orders.imported.central, orders.imported.high)
    low, central, high = (erode(nominal, part, **prices) for part in parts)
    cells: list[Cell] = [
        *(home.fx[year] for year in years),
        *(path[year] for path in (home.price, abroad.price) for year in (base, *years)),
    ]
    return Eroded(
        country=code,
        currency=home.currency,
        years=years,
        imported=parts,
        planned_rate=planned,
        actual_rate=prices["actual_rate"],
        losses=(low, central, high),
        keys=keys_of(cells),
        notes=_notes(code, years, home.fx, base),
    )


def _notes(code: str, years: tuple[int, ...], fx: Path, base: int) -> tuple[str, ...]:
    ahead = [year for year in years if fx[year].kind == "derived"]
    notes = [
        f"Which rise of prices the plan allowed for is not known: losses to prices are counted "
        f"from {base}.",
        f"Prices in dollars are the GDP deflator of {named(DOLLAR)}, not those of arms.",
        "Orders of a year are priced at the mean exchange rate of that calendar year; payments "
        "follow over several.",
    ]
    if ahead:
        notes.append(f"Exchange rates of {years_text(ahead)} are projected.")
    return tuple(notes)


def _values(path: Path, years: tuple[int, ...]) -> Floats:
    return np.array([path[year].value for year in years])
