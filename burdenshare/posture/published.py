"""Published yardsticks beside ours: what is printed, what the same arithmetic gives, and why not.

The published numbers and the reasons stand in `yardsticks/*.yaml`, how ours is computed here, one
small function for each line. Nothing is tuned to hit a published number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from burdenshare.errors import Refusal, did_you_mean
from burdenshare.figures.membership import members
from burdenshare.posture.build import ALLIANCE, PARTNERS, case, usable
from burdenshare.posture.counts import rows, stocks
from burdenshare.posture.linear import cover
from burdenshare.posture.model import Case, Coverage, Judgement
from burdenshare.posture.partnership import FAR, only
from burdenshare.posture.purchases import Purchases, cheapest
from burdenshare.scenario.yaml_reader import read_yaml

if TYPE_CHECKING:
    from burdenshare.figures.store import Figures

FOLDER = Path(__file__).with_name("yardsticks")
STEP = 0.015
"""From 2 to 3.5 % of GDP."""
GDP_YEAR = 2024
FOUR = ("DEU", "FRA", "ITA", "GBR")
A_BRIGADE = {"main_battle_tank": 28.0, "mobile_artillery": 14.0}
"""1,400 tanks and 700 guns over 50 brigades."""
A_BATTERY = 6.0
"""Launchers, as in the judgement file."""
MORE_BRIGADES = 131 - 82


class Ours(NamedTuple):
    """What we compute for a line, as a number or a range, and the arithmetic."""

    value: float | tuple[float, float]
    how: str


@dataclass(frozen=True)
class Line:
    """One published number beside ours.

    Attributes
    ----------
    name, what, unit : str
    published : float, pair or None
        None where nothing is printed.
    ours : float, pair or None
        None where we have nothing to compute it from.
    how, why : str
        Our arithmetic, and why the numbers differ.
    """

    name: str
    what: str
    unit: str
    published: float | tuple[float, float] | None
    ours: float | tuple[float, float] | None
    how: str
    why: str

    @property
    def difference(self) -> float | None:
        """Ours less published over published, between the nearest ends of ranges."""
        if self.published is None or self.ours is None:
            return None
        low, high = _ends(self.published)
        least, most = _ends(self.ours)
        if least > high:
            return least / high - 1.0
        if most < low:
            return most / low - 1.0
        return 0.0


@dataclass(frozen=True)
class Yardstick:
    """A publication and its lines."""

    name: str
    title: str
    source: str
    grade: str
    lines: tuple[Line, ...]


class Ground:
    """What our numbers stand on: the judgement, the shipped tables, and the figures."""

    def __init__(self, judged: Judgement, figures: Figures) -> None:
        self.judged, self.figures = judged, figures

    @cached_property
    def europe(self) -> float:
        """GDP in billion EUR of the members of the EU that our tables hold."""
        held = {
            row.country: row.value
            for row in self.figures.rows(
                "gdp_usd",
                countries=members("EU", GDP_YEAR, degrees=("member",)),
                years=(GDP_YEAR, GDP_YEAR),
            )
        }
        return sum(held.values()) * self._rate

    @cached_property
    def germany(self) -> float:
        """GDP of Germany in billion EUR."""
        return self.figures.one("gdp_usd", "DEU", GDP_YEAR).value * self._rate

    @cached_property
    def _rate(self) -> float:
        return self.figures.one("fx_lcu_per_usd", "DEU", GDP_YEAR).value

    def cost(self, item: str) -> float:
        """Return billion for one unit of an item, at the judgement's price base."""
        return self.judged.items[item].cost.value / 1000.0

    def price(self, item: str) -> float:
        """Return million for one unit of the first row of an item in the table of unit costs."""
        return next(float(row["cost"]) for row in rows("unit_costs") if row["item"] == item)

    def counted(self, states: tuple[str, ...], item: str) -> float:
        """Return the sum of counts of an item."""
        return sum(stocks()[s, item].count for s in states if (s, item) in stocks())

    @cached_property
    def near(self) -> tuple[Case, Coverage]:
        """The members and NATO's own directions, and their coverage."""
        whole = case(self.judged, without=members(PARTNERS, self.judged.year))
        made = only(whole, np.array([cell.direction != FAR for cell in whole.cells]))
        return made, cover(made)

    @cached_property
    def filled(self) -> Purchases:
        """The cheapest way of the others back to the coverage with the United States."""
        asked, covered = self.near
        stock = asked.stock.copy()
        stock[asked.owner.index("USA")] = 0.0
        left = replace(asked, stock=stock)
        found = cheapest(left, covered.covered, barred=("USA",))
        if found is None:
            raise Refusal(
                "bad-argument",
                "without the United States nobody who has the items reaches every cell",
                hint="give the judgement file participation or stocks of others",
            )
        return found

    def bought(self, item: str) -> float:
        """Return the units of an item in `filled`."""
        asked = self.near[0]
        if item not in asked.items:
            return 0.0
        return float(self.filled.bought[:, asked.items.index(item)].sum())

    def cut(self, *, ready: Mapping[str, float], gone: Sequence[str] = ()) -> Coverage:
        """Return coverage of NATO's own directions with less of the United States.

        Parameters
        ----------
        ready : dict
            Units that it could send and no longer does, by item.
        gone : sequence of str
            Items of which it sends nothing there.
        """
        asked, _ = self.near
        stock, i = asked.stock.copy(), asked.owner.index("USA")
        for k, item in enumerate(asked.items):
            less = ready.get(item, 0.0) / (asked.usable[i, k] or 1.0)
            stock[i, k] = 0.0 if item in gone else max(0.0, stock[i, k] - less)
        return cover(replace(asked, stock=stock))


def yardsticks(
    judged: Judgement, figures: Figures, *, name: str | None = None
) -> tuple[Yardstick, ...]:
    """Return published yardsticks with ours beside them.

    Parameters
    ----------
    judged : Judgement
    figures : Figures
    name : str, optional
        Of one yardstick; all if none.

    Raises
    ------
    Refusal
        ``bad-argument`` for a yardstick that is none, or a case in which nobody can stand in for
        the United States.
    """
    known = names()
    if name is not None and name not in known:
        raise Refusal(
            "bad-argument",
            f"there is no yardstick {name!r}",
            hint=did_you_mean(name, known) or f"known: {', '.join(known)}",
        )
    ground = Ground(judged, figures)
    return tuple(_yardstick(each, ground) for each in known if name in (None, each))


@cache
def names() -> tuple[str, ...]:
    """Return the names of the yardsticks."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml")))


def _yardstick(name: str, ground: Ground) -> Yardstick:
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = read_yaml(text, f"{name}.yaml").value
    lines = []
    for one in found["lines"]:
        rule = RULES[name].get(one["name"])
        ours = rule(ground) if rule else None
        printed = one["published"]
        lines.append(
            Line(
                name=one["name"],
                what=one["what"],
                unit=one["unit"],
                published=tuple(printed) if isinstance(printed, list) else printed,
                ours=ours.value if ours else None,
                how=ours.how if ours else "",
                why=one["why"],
            )
        )
    return Yardstick(name, found["title"], found["source"], found["grade"], tuple(lines))


def _ends(value: float | tuple[float, float]) -> tuple[float, float]:
    return value if isinstance(value, tuple) else (value, value)


# Bruegel and Kiel ---------------------------------------------------------------------------------


def _brigades(ground: Ground) -> Ours:
    return Ours(300_000 / 5_000, "300,000 soldiers / 5,000 in a brigade")


def _spending(ground: Ground) -> Ours:
    return Ours(
        STEP * ground.europe, f"1.5 % of {ground.europe:,.0f} billion EUR (IMF, {GDP_YEAR})"
    )


def _germany(ground: Ground) -> Ours:
    gdp = ground.germany
    return Ours(STEP * gdp, f"1.5 % of {gdp:,.0f} billion EUR (IMF, {GDP_YEAR})")


def _aid(ground: Ground) -> Ours:
    return Ours(100.0 * 20.0 / ground.europe, f"20 / {ground.europe:,.0f} billion EUR")


def _counted(item: str) -> Callable[[Ground], Ours]:
    def ours(ground: Ground) -> Ours:
        each = " + ".join(f"{ground.counted((state,), item):,.0f}" for state in FOUR)
        return Ours(ground.counted(FOUR, item), f"{each} ({', '.join(FOUR)})")

    return ours


def _equipment(ground: Ground) -> Ours:
    tank, gun = ground.cost("main_battle_tank"), ground.cost("mobile_artillery")
    return Ours(
        1400 * tank + 700 * gun, f"1,400 x {1000 * tank:g} + 700 x {1000 * gun:g} million USD"
    )


# IISS ---------------------------------------------------------------------------------------------


def _procurement(ship: Callable[[Ground], float]) -> Callable[[Ground], Ours]:
    def ours(ground: Ground) -> Ours:
        aircraft, battery = ground.cost("combat_aircraft"), ground.price("sam_battery_patriot")
        return Ours(
            400 * aircraft + 20 * ship(ground) + 24 * battery / 1000.0,
            f"400 x {1000 * aircraft:g} + 20 x {1000 * ship(ground):g} + 24 x {battery:g} million "
            "USD",
        )

    return ours


def _lifetime(ground: Ground) -> Ours:
    return Ours((226 / 0.3, 344 / 0.3), "226 and 344 over 0.3")


def _bought(item: str, of: float = 1.0) -> Callable[[Ground], Ours]:
    def ours(ground: Ground) -> Ours:
        return Ours(
            ground.bought(item) / of,
            "the cheapest purchases of the others with which every cell of NATO's own directions "
            f"is covered as with the United States ({ground.near[0].name})",
        )

    return ours


def _backfill(ground: Ground) -> Ours:
    units = ", ".join(
        f"{n:,.0f} {item.replace('_', ' ')}"
        for item, n in zip(ground.near[0].items, ground.filled.bought.sum(axis=0), strict=True)
        if n >= 0.5
    )
    return Ours(ground.filled.price, units)


# The NATO Force Model -----------------------------------------------------------------------------


def _fighters(ground: Ground) -> Ours:
    return Ours(100.0 * 99 / 149, "99 / 149")


def _after(ground: Ground) -> Coverage:
    return ground.cut(ready={"combat_aircraft": 50.0, **A_BRIGADE}, gone=("submarine",))


def _value(ground: Ground) -> Ours:
    return _lost(ground.near[1], _after(ground))


def _submarines(ground: Ground) -> Ours:
    return _lost(ground.near[1], ground.cut(ready={}, gone=("submarine",)))


def _lost(before: Coverage, after: Coverage) -> Ours:
    return Ours(
        100.0 * (before.value - after.value),
        f"{100 * before.value:.1f} - {100 * after.value:.1f} ({before.case.name})",
    )


def _hardest(ground: Ground) -> Ours:
    before, after = ground.near[1], _after(ground)
    lost = np.round(before.covered - after.covered, 9)
    cell = before.case.cells[int(lost.argmax())]
    return Ours(100.0 * float(lost.max()), str(cell))


# NATO's requirements ------------------------------------------------------------------------------


def _increase(ground: Ground) -> Ours:
    return Ours(100.0 * (131 / 82 - 1), "131 / 82 - 1")


def _air_defence(ground: Ground) -> Ours:
    return Ours(1467 / 293, "1,467 / 293")


def _soldiers(ground: Ground) -> Ours:
    return Ours(40_000 / 7, "40,000 / 7")


def _equipped(ground: Ground) -> Ours:
    judged, item = ground.judged, "main_battle_tank"
    tanks = sum(
        stocks()[state, item].count * usable(judged, state, item)
        for state in members(ALLIANCE, judged.year)
        if (state, item) in stocks() and item in judged.items
    )
    counted = ground.counted(members(ALLIANCE, judged.year), item)
    return Ours(tanks / A_BRIGADE[item], f"{tanks:,.0f} usable of {counted:,.0f} tanks / 28")


def _brigade(item: str) -> Callable[[Ground], Ours]:
    def ours(ground: Ground) -> Ours:
        each = ground.price(item)
        return Ours(
            MORE_BRIGADES * each / 1000.0, f"{MORE_BRIGADES} x {each:,.0f} million EUR of 2024"
        )

    return ours


RULES: Mapping[str, Mapping[str, Callable[[Ground], Ours]]] = {
    "bruegel-kiel-2025": {
        "brigades": _brigades,
        "spending": _spending,
        "germany": _germany,
        "aid": _aid,
        "tanks": _counted("main_battle_tank"),
        "artillery": _counted("mobile_artillery"),
        "equipment": _equipment,
    },
    "iiss-2025": {
        "procurement": _procurement(lambda ground: ground.cost("major_surface_combatant")),
        "american_ships": _procurement(
            lambda ground: ground.price("destroyer_ddg51_flight3") / 1000.0
        ),
        "lifetime": _lifetime,
        "combat_aircraft": _bought("combat_aircraft"),
        "surface_combatants": _bought("major_surface_combatant"),
        "batteries": _bought("long_range_sam_launcher", A_BATTERY),
        "backfill": _backfill,
    },
    "force-model-2026": {
        "fighters": _fighters,
        "value": _value,
        "submarines": _submarines,
        "hardest": _hardest,
    },
    "nato-brigades": {
        "increase": _increase,
        "air_defence": _air_defence,
        "soldiers": _soldiers,
        "equipped": _equipped,
        "price": _brigade("brigade_heavy_equipment"),
        "running": _brigade("brigade_heavy_running_cost_year"),
    },
}
"""How ours is computed, by yardstick and line; a line without a rule has nothing to compute."""
