"""The burden of a year from the published figures: one definition, one vintage, members then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from burdenshare.burden.measures import PLEDGES, Burden, measure
from burdenshare.burden.ranks import Alternative
from burdenshare.burden.table import BurdenTable
from burdenshare.errors import Refusal
from burdenshare.figures.membership import members
from burdenshare.figures.model import family

if TYPE_CHECKING:
    from burdenshare.figures.model import Observation
    from burdenshare.figures.store import Figures

SPENDING, SHARE = "milex_usd_current", "milex_pct_gdp"
FAMILIES = ("nato", "sipri")


def measure_year(
    figures: Figures,
    year: int,
    *,
    vintage: str | None = None,
    definition: str = "nato",
    alliance: str = "NATO",
    pledges: Sequence[float] = PLEDGES,
    alternative: Alternative = "greater",
    permutations: int = 0,
    seed: int = 1,
    weights: dict[str, float] | None = None,
) -> Burden:
    """Measure who carried the burden of an alliance in a year, by the published figures.

    Spending is ``milex_usd_current``, the burden ``milex_pct_gdp`` as published, and GDP what the
    two imply; only who was a member at the end of the year and has forces counts.

    Parameters
    ----------
    figures : Figures
    year : int
    vintage : str, optional
        ``YYYY-MM``; default: the latest that holds both series for the year.
    definition : {"nato", "sipri"}
        Family of definitions, or one definition by name.
    alliance : str
        A name from ``burdenshare.figures.membership.formats``.
    pledges, alternative, permutations, seed, weights
        As for `measure`.

    Raises
    ------
    Refusal
        ``no-figures`` where no vintage, or not the one asked for, holds both series for the year
        (the hint names those that do); ``mixed-definitions``; ``bad-argument``.
    """
    table = from_figures(figures, year, vintage=vintage, definition=definition, alliance=alliance)
    return measure(
        table,
        pledges=pledges,
        alternative=alternative,
        permutations=permutations,
        seed=seed,
        weights=weights,
    )


def from_figures(
    figures: Figures,
    year: int,
    *,
    vintage: str | None = None,
    definition: str = "nato",
    alliance: str = "NATO",
) -> BurdenTable:
    """Build the table of a year; arguments and refusals as for `measure_year`."""
    allies = members(alliance, year)
    spending = _by_vintage(figures, SPENDING, allies, year, definition)
    share = _by_vintage(figures, SHARE, allies, year, definition)
    chosen = _choose(spending, share, year, vintage, definition)
    money, burden = spending[chosen], share[chosen]
    _require_one_definition([*money.values(), *burden.values()], chosen)
    present = tuple(c for c in allies if c in money and c in burden and money[c].value > 0.0)
    if len(present) < 3:
        raise Refusal(
            "no-figures",
            f"vintage {chosen} has {year} figures of only {len(present)} members of {alliance}",
            hint="Measures of burden need three members or more; choose another year.",
        )
    me = np.array([money[c].value for c in present])
    b = np.array([burden[c].value for c in present])
    extra, keys, notes = _extra(figures, present, year, chosen, definition)
    definitions = sorted({o.definition for o in money.values()})
    return BurdenTable(
        members=present,
        gdp=100.0 * me / b,
        spending=me,
        burden=b,
        unit=money[present[0]].unit,
        gdp_basis=f"implied: {SPENDING} over {SHARE}, both as published",
        extra=extra,
        year=year,
        vintage=chosen,
        definition=definitions[0],
        alliance=alliance.upper(),
        exclusions=_excluded(allies, present, money, burden),
        sources={
            "spending": tuple(money[c].key for c in present),
            "burden": tuple(burden[c].key for c in present),
            **keys,
        },
        notes=(*notes, *_warnings(money, present, year)),
    )


def _by_vintage(
    figures: Figures, series: str, countries: tuple[str, ...], year: int, definition: str
) -> dict[str, dict[str, Observation]]:
    found: dict[str, dict[str, Observation]] = {}
    for row in figures.rows(
        series, countries=countries, years=(year, year), definition=definition, vintages="all"
    ):
        found.setdefault(row.vintage, {})[row.country] = row
    return found


def _choose(
    spending: dict[str, dict[str, Observation]],
    share: dict[str, dict[str, Observation]],
    year: int,
    vintage: str | None,
    definition: str,
) -> str:
    usable = sorted(set(spending) & set(share))
    if vintage in usable or (vintage is None and usable):
        return vintage or usable[-1]
    if vintage is None:
        raise Refusal(
            "no-figures",
            f"no vintage holds spending and its share of GDP for {year}, definition {definition!r}",
            hint=f"definitions that have both: {', '.join(FAMILIES)}; "
            "burdenshare figures list shows the years",
        )
    only_share = vintage in share
    raise Refusal(
        "no-figures",
        f"vintage {vintage} holds shares of GDP for {year} but no spending in money"
        if only_share
        else f"vintage {vintage} holds no figures for {year} by definition {definition!r}",
        hint=f"vintages that work: {', '.join(usable)}" if usable else "choose another year",
        details=[{"vintage": v} for v in usable],
    )


def _require_one_definition(rows: list[Observation], vintage: str) -> None:
    definitions = sorted({row.definition for row in rows})
    if len(definitions) > 1:
        raise Refusal(
            "mixed-definitions",
            f"vintage {vintage} holds {' and '.join(definitions)} for this year",
            hint=f"name one of them: --definition {definitions[0]!r}",
        )


def _extra(
    figures: Figures, present: tuple[str, ...], year: int, vintage: str, definition: str
) -> tuple[dict[str, NDArray[np.float64]], dict[str, tuple[str, ...]], list[str]]:
    """Return the optional columns that the tables hold, with their keys and notes."""
    wanted = {
        "equipment_share": ("milex_share_equipment", definition, vintage),
        "population": ("population", "imf", "latest"),
        "gdp_ppp": ("gdp_ppp", "imf", "latest"),
    }
    columns: dict[str, NDArray[np.float64]] = {}
    keys: dict[str, tuple[str, ...]] = {}
    notes = []
    for name, (series, by, which) in wanted.items():
        rows = figures.rows(
            series, countries=present, years=(year, year), definition=by, vintages="all"
        )
        vintages = sorted({r.vintage for r in rows})
        used = vintages[-1] if which == "latest" and vintages else which
        values = {r.country: r for r in rows if r.vintage == used}
        if values:
            columns[name] = np.array([values[c].value if c in values else np.nan for c in present])
            keys[name] = tuple(values[c].key for c in present if c in values)
            if which == "latest":
                notes.append(f"{name} from the IMF, vintage {used}")
    return columns, keys, notes


def _warnings(money: dict[str, Observation], present: tuple[str, ...], year: int) -> list[str]:
    warnings = []
    estimated = [c for c in present if money[c].status != "actual"]
    if estimated:
        whom = "all members" if len(estimated) == len(present) else ", ".join(estimated)
        warnings.append(f"the publisher marks {year} as not final for {whom}")
    if "LUX" in present and family(money["LUX"].definition) == "nato" and year >= 2023:
        warnings.append(
            "LUX: measured on another base from 2023 (a third below its GDP, which fits gross "
            "national income), so the GDP implied here is not its GDP"
        )
    return warnings


def _excluded(
    allies: tuple[str, ...],
    present: tuple[str, ...],
    money: dict[str, Observation],
    burden: dict[str, Observation],
) -> tuple[dict[str, str], ...]:
    left_out = []
    for country in allies:
        if country in present:
            continue
        if country == "ISL":
            reason = "has no armed forces"
        elif country in money and country in burden:
            reason = "spends nothing by this definition"
        elif country in money or country in burden:
            reason = f"this vintage has no {SHARE if country in money else SPENDING} of it"
        else:
            reason = "this vintage has no figures of it for the year"
        left_out.append({"country": country, "reason": reason})
    return tuple(left_out)
