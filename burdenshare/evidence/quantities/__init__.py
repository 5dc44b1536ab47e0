"""How much, how many, since when? Every number of a text with unit, base and comparator.

`quantities` masks the numerals that are none (footnotes, articles, names of things, clock times),
takes dates first and then each numeral with what stands beside it; a character belongs to one
quantity only. Offsets count characters of the original text.
"""

from __future__ import annotations

import re
from dataclasses import replace

from burdenshare.evidence.dates import Moment, dates
from burdenshare.evidence.model import Comparator, Language, Quantity, Span
from burdenshare.evidence.quantities import english, japanese
from burdenshare.evidence.quantities.elided import elided
from burdenshare.evidence.quantities.masks import cover, masked

_PRODUCTS = ("pct_gdp", "pct_gnp", "pct_gni")
_COMPARATOR: dict[str, Comparator] = {
    "by": "le", "until": "le", "before": "lt", "since": "ge", "after": "gt",
}  # fmt: skip


def quantities(text: str, language: Language) -> list[Quantity]:
    """Return the quantities of a text in order, without overlap.

    Parameters
    ----------
    text : str
        As it was extracted; it is not changed, and spans count its characters.
    language : {"en", "ja"}
        Of the document. Numbers of the other language in it are read too.

    Returns
    -------
    list of Quantity
        Dates and years have no value (`kind` ``date`` or ``year``; their role as comparator: by
        a year ``le``, since it ``ge``). A percentage without a stated base takes the base of the
        last share and says so in `base_implicit`.
    """
    mask = masked(text)
    found = [_dated(m) for m in dates(text, language) if not _hidden(mask, m.span)]
    for quantity in found:
        cover(mask, quantity.span)
    readers = {"en": english.read, "ja": japanese.read}
    found += readers.pop(language)(text, mask)
    for read in readers.values():
        found += read(text, mask)
    apart: list[Quantity] = []
    for quantity in sorted(found, key=lambda q: q.span.start):
        if not apart or quantity.span.start >= apart[-1].span.end:
            apart.append(quantity)
    return elided(text, language, _with_later_bases(apart, text))


_LIST = re.compile(r"[^.。\n!?]{1,28}")


def _with_later_bases(found: list[Quantity], text: str) -> list[Quantity]:
    """Give the members of a list the base that only its last states (3 %, 4 % and 5 % of GDP)."""
    for i in range(len(found) - 2, -1, -1):
        here, later = found[i], found[i + 1]
        if here.unit != "pct" or here.kind != "share" or later.unit not in _PRODUCTS:
            continue
        if _LIST.fullmatch(text, here.span.end, later.span.start):
            found[i] = replace(here, unit=later.unit, base=later.base, base_implicit=True)
    return found


def _hidden(mask: bytearray, span: Span) -> bool:
    return all(mask[span.start : span.end])


def _dated(moment: Moment) -> Quantity:
    kind = "date" if moment.kind in ("day", "month", "part") else "year"
    comparator = _COMPARATOR.get(moment.role, "range" if moment.year_to else "eq")
    return Quantity(
        moment.span, None, None, comparator, "", kind, year=moment.year, year_to=moment.year_to,
        rule=f"date.{moment.kind}",
    )  # fmt: skip
