"""A compiled sentence as text and links: each number and quotation opens to where it is from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode


class Word(NamedTuple):
    """Text, and the address it opens to; empty for plain text."""

    text: str
    address: str = ""
    title: str = ""


def traced(sentence: Mapping[str, Any], origins: Mapping[str, Mapping[str, Any]]) -> list[Word]:
    """Return the words of a sentence of a brief, its numbers as links to their origins.

    Parameters
    ----------
    sentence : mapping
        ``text`` and ``numbers`` in the order in which they stand in it, as a brief's JSON has them.
    origins : mapping
        The brief's origins by id.
    """
    words, rest = [], str(sentence["text"])
    for number in sentence["numbers"]:
        before, found, after = rest.partition(number["text"])
        if not found:
            continue
        if before:
            words.append(Word(before))
        name = number["origin"]
        words.append(Word(found, address(name, origins[name]), origins[name]["label"]))
        rest = after
    return [*words, Word(rest)] if rest else words


def address(name: str, origin: Mapping[str, Any]) -> str:
    """Return where an origin is shown: a figure, the words in a document, or the list below."""
    if origin["kind"] == "figure":
        series, definition, _source, vintage, country, year = name.split("/")
        return "/cite?" + urlencode(
            {
                "series": series,
                "country": country,
                "year": year,
                "definition": definition,
                "vintage": vintage,
            }
        )
    document = origin["link"].removeprefix("ledger:").partition("#")[0]
    if origin["kind"] == "claim":
        return f"/evidence/documents/{document}#t-{name}"
    if origin["kind"] == "document":
        return f"/evidence/documents/{document}"
    return f"#{anchor(name)}"


def anchor(name: str) -> str:
    """Return the name of the place where an origin stands in the list below a brief."""
    return "origin-" + "".join(c if c.isalnum() else "-" for c in name)


def numbered(origins: Mapping[str, Any]) -> dict[str, int]:
    """Return the number by which each origin is cited, in the order of the list."""
    return {name: place for place, name in enumerate(origins, start=1)}
