"""Writes report.html: the answer of a run first, and behind every number the way to its origin."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from burdenshare.brief import origin, tables
from burdenshare.brief.bands import spreads
from burdenshare.brief.beyond import beyond
from burdenshare.brief.buying import what_it_buys
from burdenshare.brief.chances import Chances
from burdenshare.brief.equivalents import felt
from burdenshare.brief.lean import lean
from burdenshare.brief.method import methods, not_costed
from burdenshare.brief.mortgaged import methods as methods_of_mortgage
from burdenshare.brief.mortgaged import mortgaged
from burdenshare.brief.numbers import THIN, number, published
from burdenshare.brief.paying import who_pays
from burdenshare.brief.politics import answer as of_politics
from burdenshare.brief.politics import methods as methods_of_politics
from burdenshare.brief.politics import politics
from burdenshare.brief.readings import methods as methods_of_readings
from burdenshare.brief.readings import readings
from burdenshare.brief.rows import Together, rows, together
from burdenshare.brief.summary import Teller
from burdenshare.brief.sure import how_sure
from burdenshare.brief.svg import figures
from burdenshare.brief.words import baseline_name, in_sentence, joined, language, opening, tied
from burdenshare.figures.countries import country_name
from burdenshare.scenario.explain import explain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jinja2 import Template

    from burdenshare.brief.bands import Spreads
    from burdenshare.brief.rows import Row
    from burdenshare.projection.model import Origin
    from burdenshare.scenario.model import Scenario
    from burdenshare.study import Study

HERE = Path(__file__).parent
_SECTIONS = (
    ("buying", "what-it-buys", "What it buys"),
    ("politics", "politics", "Politics"),
    ("readings", "readings", "Three readings"),
    ("mortgaged", "mortgaged", "Mortgaged"),
)
"""Sections that only some runs have: what fills them, anchor, and title among the contents."""


def answer(study: Study) -> list[str]:
    """Return the opening paragraph of the report as plain sentences, bottom line first."""
    study = _told_of(study)
    found = rows(study)
    sums = together(study, found)
    told = Teller(study.scenario, found, sums).answer()
    if spread := spreads(study, found, sums):
        told += Chances(study.scenario, spread, sums).answer()
    told += of_politics(study)
    return [
        sentence.striptags().replace(" ; why.", ".").replace("; why.", ".") for sentence in told
    ]


def report(study: Study, charts: dict[str, str] | Callable[[], dict[str, str]]) -> str:
    """Return the report of a run as one self-contained HTML page.

    The page needs no script and loads nothing from outside. The same study and charts give the
    same bytes.

    Parameters
    ----------
    study : Study
        A run, as `burdenshare.study.compute` makes it.
    charts : dict of str to str, or function
        SVG text by name, in the order of the page; a function is called when all else is made, so
        that another process can draw meanwhile.

    Raises
    ------
    Failure
        ``internal``: an input names a figure, or a figure a source, that the study does not hold.
    """
    study = _told_of(study)
    found = rows(study)
    sums = together(study, found)
    teller = Teller(study.scenario, found, sums)
    spread = spreads(study, found, sums)
    futures = _futures(study, spread, sums)
    page = {
        "scenario": study.scenario,
        "css": _css(),
        "answer": [*teller.answer(), *(() if futures["futures"] else of_politics(study))],
        "tiles": teller.tiles(futures["bands"]),
        "asked": _asked(study.scenario),
        "together": sums,
        "not_costed": not_costed(spread is not None),
        "notes": _notes(study),
        "methods": [
            *methods(sums, spread is not None),
            *methods_of_politics(study),
            *methods_of_readings(study),
            *methods_of_mortgage(study),
        ],
        "politics": politics(study),
        "readings": readings(study),
        "mortgaged": mortgaged(study),
        **futures,
        **_tables(study, found, sums),
        **_origin(study, spread is not None),
        **_made(study),
    }
    template = _template()
    drawn = charts() if callable(charts) else charts
    page["figures"] = figures(drawn, spread is not None)
    page["contents"] = _contents(bool(drawn), sums, page)
    return lean(template.render(page))


def _told_of(study: Study) -> Study:
    """Return the study with the path that is told: without draws, the one its levers lead to.

    With draws, the path of the pledge kept exactly stands beside the bands, which name what the
    levers do to it.
    """
    if study.scenario.draws or study.shown is study.projection:
        return study
    return replace(study, projection=study.shown)


def _asked(scenario: Scenario) -> list[str]:
    """Say the scenario back; its title and sources stand elsewhere on the page."""
    return explain(scenario.model_copy(update={"sources": ()}))[1:]


def _futures(study: Study, spread: Spreads | None, sums: Together) -> dict[str, Any]:
    """Return what the page says of the futures; nothing where there are none."""
    if spread is None:
        return {"futures": False, "chances": [], "bands": []}
    chances = Chances(study.scenario, spread, sums)
    return {
        "futures": True,
        "chances": [*chances.answer(), *of_politics(study)],
        "bands": chances.bands(),
        "noun": opening(sums.nouns[0]),
        "thin": THIN,
        "sure": how_sure(study, spread, sums),
        "paying": who_pays(study, spread),
        "felt": felt(study),
        "buying": what_it_buys(study, spread),
    }


def _contents(charts: bool, sums: Together, page: dict[str, Any]) -> list[tuple[str, str]]:
    more = [("how-sure", "How sure"), ("who-pays", "Who pays")] if page["futures"] else []
    more += [(anchor, title) for part, anchor, title in _SECTIONS if page.get(part)]
    return [
        ("answer", "Answer"),
        ("asked", "Question"),
        *([("charts", "Pictures")] if charts else []),
        ("by-member", f"By {sums.nouns[0]}"),
        ("by-year", "By year"),
        *more,
        ("not-costed", "Not costed"),
        ("notes", "Notes"),
        ("assumptions", "Assumptions"),
        ("origin", "Origin of figures"),
        ("made", "Check and cite"),
    ]


def _tables(study: Study, found: tuple[Row, ...], sums: Together) -> dict[str, Any]:
    over = baseline_name(sums.first)
    common, starts = _starts(study, found)
    first, last = sums.years
    return {
        "by_member": tables.by_member(found, sums, starts),
        "by_member_caption": Markup("What it takes, and the extra over %s") % over,
        "by_member_note": Markup(
            "%sAmounts in national currency are at current prices of the deadline year."
        )
        % common,
        "by_budget": tables.by_budget(found),
        "by_baseline": tables.by_baseline(found, sums),
        "by_baseline_caption": f"Extra {first}-{last} by baseline, bn USD of {sums.price_base}",
        "in_currency": tables.in_currency(found, sums),
        "in_currency_caption": f"Extra cost in billion of national currency, sums {first}-{last}",
        "by_year": tables.by_year(study, found, sums),
        "related": tables.related(found),
        "below": _below(sums),
    }


def _below(sums: Together) -> Markup:
    under = [name for name, amount in sums.below.items() if amount > 1e-6]
    if not under:
        return Markup("")
    return Markup(
        "Some members stay below %s; a minus says by how much. They are left out of the sum of all."
    ) % joined([baseline_name(name) for name in under])


def _starts(study: Study, found: tuple[Row, ...]) -> tuple[str, dict[str, Markup]]:
    """Say where the starting shares come from: once for all, or by member where they differ."""
    seen = {each.key: each for each in study.observations}
    from_: dict[str, str] = {}
    for each in study.inputs.origins:
        if each.variable == "start_share":
            figure = next((seen[key] for key in each.keys), None)
            basis = (
                "the user's own"
                if each.kind == "user"
                else f"{figure.definition}, {figure.vintage}"
                if figure
                else "derived"
            )
            from_[each.country] = basis
    common = set(from_.values())
    years = {row.start_year for row in found}
    if len(common) == 1 and len(years) == 1:
        text = f"Shares at the start are those of {years.pop()} ({common.pop()}). "
        return text, {}
    return "", {
        row.code: Markup("%s, %s") % (row.start_year, from_.get(row.code, "origin below"))
        for row in found
    }


def _notes(study: Study) -> list[tuple[str, list[str]]]:
    by_country: dict[str, list[str]] = {}
    for note in study.projection.notes:
        texts = by_country.setdefault(note["country"], [])
        if note["text"] not in texts:
            texts.append(note["text"])
    named = {code: country_name(code) if code else "All" for code in by_country}
    order = sorted(by_country, key=lambda code: (code != "", named[code]))
    return [(named[code], by_country[code]) for code in order]


def _origin(study: Study, futures: bool) -> dict[str, Any]:
    """Return where every number comes from; the fiscal side and levers where futures rest on it."""
    origins = study.origins if futures else study.inputs.origins
    origin.require_figures(study, origins)
    shown, seen = origin.shown(study, origins), origin.used(study, origins)
    made_by, ids = origin.rules(shown), origin.figure_ids(study.observations)
    return {
        "rules": list(made_by.values()),
        "beyond": beyond(study),
        "members": origin.members_tables(shown, made_by, ids),
        "inputs": origin.input_tables(shown, made_by, ids),
        "figure_tables": origin.figure_tables(study, seen, ids),
        "sources": origin.sources(study, seen),
        "own": _own(study, origins),
    }


def _own(study: Study, origins: Sequence[Origin]) -> list[Markup]:
    """Say which inputs the user gave, by country and variable."""
    own: dict[tuple[str, str], list[Any]] = {}
    for each in origins:
        if each.kind == "user" and each.variable not in origin.SET and not _is_lever(each):
            own.setdefault((each.country, each.variable), []).append(each)
    told = []
    for (code, variable), given in own.items():
        values = [number(each.value, published(each.value), "scenario") for each in given]
        shown = joined(values) if len(values) < 4 else Markup("%s to %s") % (values[0], values[-1])
        told.append(
            Markup('%s, <a href="#%s">%s</a>, %s: %s%s')
            % (
                opening(in_sentence(code)),
                origin.input_id(code, variable),
                origin.variable_title(variable),
                origin.span(each.year for each in given),
                shown,
                f" ({given[0].unit})" if given[0].unit else "",
            )
        )
    return told


def _is_lever(each: Origin) -> bool:
    """Say whether an input is a lever: those that differ are told under how sure."""
    return each.variable.startswith("levers/")


def _made(study: Study) -> dict[str, Any]:
    version = study.versions.get("burdenshare", "")
    names = {source.id: source.name or source.producer for source in study.sources}
    vintages = sorted({f"{names[source.id]} {source.vintage}" for source in study.sources})
    figures_from = f" Figures: {', '.join(vintages)}." if vintages else ""
    return {
        "version": version,
        "versions": [(name, text) for name, text in study.versions.items()],
        "fingerprint": study.fingerprint,
        "producers": ", ".join(sorted(set(names.values()))) or "the user's own",
        "cite": f'burdenshare {version}, run {study.fingerprint}: "{study.scenario.title}".'
        f"{figures_from}",
    }


def _linked(text: str) -> Markup:
    """Return a text in which addresses of the web are links."""
    parts = re.split(r"(https?://[^\s<>\"')]+[^\s<>\"').,;:])", text)
    return Markup("").join(
        Markup('<a href="%s" rel="noreferrer external">%s</a>') % (part, part) if i % 2 else part
        for i, part in enumerate(parts)
    )


@cache
def _css() -> Markup:
    text = HERE.joinpath("report.css").read_text(encoding="utf-8")
    return Markup(text)  # noqa: S704 - the stylesheet beside this module


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "linked": _linked,
        "language": language,
        "opening": opening,
        "tied": tied,
    }
    return environment.get_template("report.html")
