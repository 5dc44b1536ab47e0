"""One published figure with all that is needed to cite it, and what else was published of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from burdenshare.figures.countries import country_name
from burdenshare.figures.model import AGGREGATES, Observation, Source, family

if TYPE_CHECKING:
    from burdenshare.figures.store import Figures

_BIBTEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "{}$&%#_"},
}
_NO_ADDRESS = re.compile(r"[^a-z0-9]+")


def citation(
    figures: Figures,
    series: str,
    country: str,
    year: int,
    *,
    definition: str | None = None,
    vintage: str | None = None,
) -> dict[str, Any]:
    """Return one figure, its source, its other editions and definitions, and how to cite it.

    Parameters
    ----------
    figures : Figures
    series, country, year
        As of `Figures.one`.
    definition : str, optional
        A definition or a family; needed where several definitions answer.
    vintage : str, optional
        Edition, ``YYYY-MM``; default: the latest.

    Returns
    -------
    dict
        ``figure``: the value with unit, definition, edition, status and note. ``series``: what it
        means. ``source``: the record of its table. ``beside``: every published value of the same
        country and year, this one among them. ``cite``: ``text``, ``bibtex`` and ``csl``.

    Raises
    ------
    Refusal
        What `Figures.one` refuses.
    """
    found = figures.one(series, country, year, definition=definition, vintage=vintage)
    source = figures.source_of(found)
    known = next(info for info in figures.catalogue() if info.series == series)
    beside = figures.rows(series, countries=[country], years=(year, year), vintages="all")
    title = f"{known.title}, {_name(country)}, {year}"
    return {
        "key": found.key,
        "title": title,
        "figure": _told(found, figures),
        "series": {"title": known.title, "meaning": known.meaning, "trap": known.trap},
        "source": source.to_json(),
        "beside": [_told(each, figures) for each in beside],
        "cite": {
            "text": _text(found, source, title),
            "bibtex": _bibtex(found, source, title),
            "csl": _csl(found, source, title),
        },
    }


def _name(country: str) -> str:
    return country if country in AGGREGATES else country_name(country)


def _told(found: Observation, figures: Figures) -> dict[str, Any]:
    return {
        "series": found.series,
        "country": found.country,
        "year": found.year,
        "value": found.value,
        "unit": found.unit,
        "definition": found.definition,
        "family": family(found.definition),
        "source": found.source,
        "vintage": found.vintage,
        "published": figures.source_of(found).published.isoformat(),
        "status": found.status,
        "note": found.note,
        "quote": found.quote,
        "address": found.address,
        "key": found.key,
    }


def _stated(found: Observation) -> str:
    return f"{found.value:g} {found.unit} ({found.definition}, {found.status})"


def _address(found: Observation, source: Source) -> str:
    return found.address or source.address


def _text(found: Observation, source: Source, title: str) -> str:
    stop = "" if source.citation.endswith(".") else "."
    return (
        f"{source.citation}{stop} {title}: {_stated(found)}. {_address(found, source)}. "
        f"Key in burdenshare: {found.key}."
    )


def _id(found: Observation) -> str:
    return _NO_ADDRESS.sub("-", found.key.lower()).strip("-")


def _bibtex(found: Observation, source: Source, title: str) -> str:
    fields = {
        "author": f"{{{_escaped(source.producer)}}}",
        "title": f"{{{_escaped(source.title)}}}",
        "year": str(source.published.year),
        "month": str(source.published.month),
        "howpublished": _escaped(source.citation),
        "url": _address(found, source),
        "note": _escaped(f"{title}: {_stated(found)}"),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{_id(found)},\n{lines}}}\n"


def _escaped(text: str) -> str:
    return "".join(_BIBTEX.get(sign, sign) for sign in text)


def _csl(found: Observation, source: Source, title: str) -> dict[str, Any]:
    day = source.published
    return {
        "id": _id(found),
        "type": "dataset",
        "title": source.title,
        "author": [{"literal": source.producer}],
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "version": found.vintage,
        "URL": _address(found, source),
        "note": f"{title}: {_stated(found)}",
    }
