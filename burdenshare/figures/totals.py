"""Totals of an alliance, summed over the members of the year and laid beside the published one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from burdenshare.errors import Refusal
from burdenshare.figures.membership import members
from burdenshare.figures.model import family
from burdenshare.figures.money import Money

if TYPE_CHECKING:
    from burdenshare.figures.model import Observation
    from burdenshare.figures.store import Figures

WITHOUT_FORCES = ("ISL",)
"""Iceland has no armed forces: NATO prints no defence row for it, in July 2026 no GDP either."""


@dataclass(frozen=True)
class Total:
    """A sum over members and what the publisher prints for the whole."""

    money: Money
    year: int
    alliance: str
    members: tuple[str, ...]
    """Members of the year whose figures are in the sum."""
    missing: tuple[str, ...]
    """Members of the year without a figure; only Iceland may be among them."""
    published: Observation | None
    """The publisher's own total; None where it prints none."""

    @property
    def difference(self) -> Money | None:
        """Published total less the sum: rounding, and Iceland where GDP is meant."""
        return None if self.published is None else Money.of(self.published) - self.money

    def to_json(self) -> dict[str, Any]:
        """Return the sum, its members and the published total as plain data."""
        return {
            "alliance": self.alliance,
            "year": self.year,
            "value": self.money.value,
            "unit": self.money.unit,
            "definition": self.money.definition,
            "vintage": self.money.vintage,
            "n": len(self.members),
            "members": list(self.members),
            "missing": list(self.missing),
            "published": None if self.published is None else self.published.value,
            "difference": None if self.difference is None else self.difference.value,
            "keys": list(self.money.keys),
        }


def total(
    figures: Figures,
    series: str,
    year: int,
    *,
    alliance: str = "NATO",
    definition: str = "nato",
    vintage: str | None = None,
) -> Total:
    """Return the sum of a money series over the members of an alliance in a year.

    Parameters
    ----------
    figures : Figures
        Where to look.
    series : str
        A series in money of one currency, such as ``milex_usd_current``.
    year : int
        Membership is that of 31 December; who joined during the year is in.
    alliance : str
        A name from `burdenshare.figures.membership.formats`.
    definition : str
        A family or an exact definition.
    vintage : str, optional
        ``YYYY-MM``; the latest edition that gives this year if not named.

    Raises
    ------
    Refusal
        ``no-figures`` when a member other than Iceland has no figure, naming it;
        ``mixed-definitions``, ``mixed-vintages`` or ``mixed-units`` from `Money`; ``bad-argument``
        when the series is no money or the alliance is unknown.
    """
    states = members(alliance, year)
    rows = figures.rows(
        series,
        countries=states,
        years=(year, year),
        definition=definition,
        vintages=vintage or "latest",
    )
    last = max((o.vintage for o in rows), default="")
    rows = [o for o in rows if o.vintage == last]
    found = {o.country: o for o in rows}
    missing = tuple(s for s in states if s not in found)
    gaps = [s for s in missing if s not in WITHOUT_FORCES]
    if gaps or not rows:
        raise Refusal(
            "no-figures",
            f"{series} of {alliance} in {year} cannot be summed: "
            + (f"no figure for {', '.join(gaps)}" if states else "it had no members"),
            hint="choose another vintage, year or definition",
            details=[{"where": s, "message": "no figure"} for s in gaps],
        )
    first, *others = (Money.of(o) for o in rows)
    money = sum(others, start=first)
    return Total(
        money, year, alliance, tuple(found), missing, _published(figures, series, alliance, found)
    )


def _published(
    figures: Figures, series: str, alliance: str, found: dict[str, Observation]
) -> Observation | None:
    """Return NATO's own total of the same edition, where the sum is one of NATO's figures."""
    first = next(iter(found.values()))
    if alliance.upper() != "NATO" or family(first.definition) != "nato":
        return None
    rows = figures.rows(
        series, countries=["NATO"], years=(first.year, first.year),
        definition=first.definition, vintages=first.vintage,
    )  # fmt: skip
    return rows[0] if rows else None
