"""Pictures beside a slider: fans whose numbers change while the picture stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from burdenshare.charts.costs import in_words
from burdenshare.charts.fan import LINES, domain_of, layers, tables_of
from burdenshare.charts.grammar import layered, options, shows
from burdenshare.charts.run import has_own
from burdenshare.charts.spoken import plot_in, tables_in, teller
from burdenshare.charts.spreads import TOGETHER, Fans, debt_fans, spread_of, total_fans
from burdenshare.charts.theme import (
    CONFIG,
    INK,
    QUIET,
    SCHEMA,
    SOURCE_SIZE,
    Credit,
    month,
    ticks,
    wrap,
)
from burdenshare.figures.countries import country_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from burdenshare.projection.model import Origin
    from burdenshare.study import Study

_WIDTH, _HEIGHT, _WHOLE = 360, 210, 430
"""Of the plot, and the width of all of it; two fit beside each other."""
_LEGENDS = {"layout": {"top": {"anchor": "start", "direction": "vertical", "margin": 2}}}
"""Bands above lines."""
SHOWN_TOGETHER = ("share", "extra_real", "cumulative_extra_real")
SHOWN = (*SHOWN_TOGETHER, "debt_ratio", "debt_ratio_without")
"""Names of results that pictures and headlines need of all together, and of one ally."""


class Picture(NamedTuple):
    """One fan: what it shows, its numbers, and the scale that holds them."""

    title: str
    unit: str
    tables: Mapping[str, list[dict[str, Any]]]
    """``bands`` and ``lines``, as the chart names its data."""
    low: float
    high: float
    years: tuple[int, int]
    credit: str
    language: str = "en"

    def numbers(self) -> dict[str, Any]:
        """Return what changes with a slider: the tables, and the parameters of the scale."""
        tables = tables_in(self.tables, teller(self.language))
        return {"tables": tables, "low": self.low, "high": self.high}

    def chart(self) -> dict[str, Any]:
        """Return the Vega-Lite specification; its scale follows the parameters low and high."""
        first, last = self.years
        x = shows(
            "year:Q",
            title="Year",
            scale=options(domain=[first, last], nice=False),
            axis=options(format="d", grid=False, values=ticks(first, last, 6)),
        )
        scale = options(
            domainMin={"expr": "low"}, domainMax={"expr": "high"}, nice=False, zero=False
        )
        axis = options(format=",~f", domain=False, ticks=False, tickCount=5, labelPadding=7)

        def channels(field: str, other: str = "") -> dict[str, Any]:
            y = shows(f"{field}:Q", title=self.unit, scale=scale, axis=axis)
            return {"x": x, "y": y} | ({"y2": f"{other}:Q"} if other else {})

        held = {row["line"] for row in self.tables["lines"]}
        drawn = layers(
            [name for name in LINES if name in held],
            lambda chart, *_fields: chart,
            channels,
            thin=False,
        )
        tell = teller(self.language)
        made = {
            "$schema": SCHEMA,
            "config": CONFIG | {"legend": CONFIG["legend"] | _LEGENDS},
            "datasets": self.numbers()["tables"],
            "params": [{"name": "low", "value": self.low}, {"name": "high", "value": self.high}],
            "description": tell(f"Fan chart. {self.title}, {self.unit}, {first} to {last}."),
            "title": {
                "text": wrap(tell(self.title), 15, _WHOLE),
                "subtitle": wrap(tell(self.credit), SOURCE_SIZE, _WHOLE),
                "anchor": "start",
                "frame": "bounds",
                "fontSize": 15,
                "color": INK,
                "subtitleColor": QUIET,
                "subtitleFontSize": SOURCE_SIZE,
                "subtitlePadding": 5,
                "offset": 10,
            },
        }
        plot: dict[str, Any] = plot_in(layered(*drawn, width=_WIDTH, height=_HEIGHT), tell)
        return made | plot


def pictures(study: Study, shown: str = TOGETHER, language: str = "en") -> dict[str, Picture]:
    """Return the fans of a member, or of all together: ``share``, ``extra``, ``debt``.

    Left out is what is not known: debt where none is published, the extra without a baseline, a
    total where the members have no common money.

    Parameters
    ----------
    study : Study
        With draws of `SHOWN`.
    shown : str
        A member, or `TOGETHER`.
    language : str
        Of all words.
    """
    fans = dict(_together(study) if shown == TOGETHER else _of_one(study, shown))
    who = f"{len(study.inputs.members)} allies together"
    if shown != TOGETHER:
        who = country_name(shown, language)
    over = in_words(study.inputs.baselines[0]) if study.inputs.baselines else ""
    told = {
        "share": f"{who}: share of GDP",
        "extra": f"{who}: extra a year over {over}",
        "debt": f"{who}: public debt",
    }
    made = {}
    for name, fan in fans.items():
        each = fan.counted(language, _large(study, shown))
        spread = each.known.get(shown)
        if spread is None:
            continue
        low, high = domain_of(spread, zero=name == "extra")
        origins = study.origins if name == "debt" else study.inputs.origins
        made[name] = Picture(
            title=told[name],
            unit=each.unit,
            tables=tables_of(each, {shown: who}),
            low=low,
            high=high,
            years=(each.years[0], each.years[-1]),
            credit=_credit(study, origins, shown),
            language=language,
        )
    return made


def _large(study: Study, shown: str) -> float:
    """Return an amount of the size of what is shown, which no slider moves: a tenth of GDP."""
    if shown == TOGETHER:
        return 0.0
    at = study.inputs.members.index(shown)
    return 0.1 * float(study.inputs.gdp[..., at, 0].max())


def _together(study: Study) -> Iterable[tuple[str, Fans]]:
    futures, inputs = study.futures, study.inputs
    assert futures is not None
    if "share" in futures.alliance:
        spreads = {TOGETHER: spread_of(futures.alliance["share"], ...)}
        yield "share", Fans(futures.years, spreads, "% of GDP", futures.members)
    if inputs.baselines and f"extra_real.{inputs.baselines[0]}" in futures.alliance:
        yield "extra", total_fans(inputs, futures, inputs.baselines[0])


def _of_one(study: Study, code: str) -> Iterable[tuple[str, Fans]]:
    futures, inputs = study.futures, study.inputs
    assert futures is not None
    at = futures.members.index(code)
    yield "share", Fans(futures.years, {code: spread_of(futures.fans["share"], at)}, "% of GDP")
    if inputs.baselines:
        fan = futures.fans[f"extra_real.{inputs.baselines[0]}"]
        unit = f"{inputs.currency[at]} bn, {inputs.price_base[at]} prices"
        yield "extra", Fans(futures.years, {code: spread_of(fan, at)}, unit)
    debt = debt_fans(futures)
    yield "debt", debt._replace(spreads={code: debt.spreads[code]})


def _credit(study: Study, origins: Iterable[Origin], shown: str) -> str:
    """Return the source line: producers with the months of their editions, and the draws."""
    months: dict[str, set[str]] = {}
    for origin in origins:
        if shown in (TOGETHER, origin.country):
            for key in origin.keys:
                _, _, source, vintage, *_ = key.split("/")
                months.setdefault(source, set()).add(vintage)
    named = [f"{who}, {month(max(found))}" for who, found in sorted(months.items())]
    line = Credit((), own=has_own(study), more=tuple(named)).line()
    return f"{line} {study.scenario.draws:,} futures, seed {study.scenario.seed}."
