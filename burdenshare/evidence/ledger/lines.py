"""Documents and claims as JSON objects, in the documented format, and back without loss."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any

from burdenshare.evidence.model import Claim, Document, Repeat, Span

_SPANS = ("headings", "damaged")
_LISTS = ("actor", "target", "reported_via")
_DEFAULTS = {f.name: f.default for f in fields(Document) if f.default is not MISSING}


def dumps(record: Mapping[str, Any]) -> str:
    """Write one line: the same record always gives the same characters."""
    return json.dumps(record, ensure_ascii=False, allow_nan=False)


def document_record(document: Document) -> dict[str, Any]:
    """Return everything that is known of a document, its text last."""
    record = {"record": "document", **vars(document)}
    for name in _SPANS:
        record[name] = [[span.start, span.end] for span in record[name]]
    record["machine"] = list(document.machine)
    record["repeats"] = [
        {
            "start": repeat.span.start,
            "end": repeat.span.end,
            "document": repeat.document,
            "first": [repeat.first.start, repeat.first.end],
        }
        for repeat in document.repeats
    ]
    record["text"] = record.pop("text")
    return record


def document_of(record: Mapping[str, Any]) -> Document:
    """Return the document that `document_record` wrote.

    Raises
    ------
    TypeError, KeyError, ValueError
        For anything else.
    """
    values = {name: value for name, value in record.items() if name != "record"}
    for name in _SPANS:
        values[name] = tuple(Span(*map(_offset, span)) for span in values.get(name, ()))
    values["machine"] = tuple(map(_word, values.get("machine", ())))
    values["repeats"] = tuple(
        Repeat(_span(each), _word(each["document"]), Span(*map(_offset, each["first"])))
        for each in values.get("repeats", ())
    )
    for name, value in values.items():
        if isinstance(_DEFAULTS.get(name, ""), str):
            _word(value)
    return Document(**values)


def claim_record(claim: Claim) -> dict[str, Any]:
    """Return a claim as one line of the documented format, with everything that is known of it."""
    record = {"record": "claim", **vars(claim)}
    span, number = record.pop("span"), record.pop("quantity_span")
    head = {name: record.pop(name) for name in ("record", "id", "document")}
    record = {**head, "start": span.start, "end": span.end, **record}
    record["quantity_span"] = number and {
        "start": number.start,
        "end": number.end,
        "text": claim.quote[number.start - span.start : number.end - span.start],
    }
    for name in _LISTS:
        record[name] = list(record[name])
    return record


def claim_of(record: Mapping[str, Any]) -> Claim:
    """Return the claim of a line; what is no field of a claim is left out.

    Raises
    ------
    TypeError, KeyError, ValueError
        For anything else.
    """
    values = {name: value for name, value in record.items() if name in _CLAIM_FIELDS}
    values["span"] = _span(record)
    number = record.get("quantity_span")
    values["quantity_span"] = _span(number) if number else None
    for name in _LISTS:
        values[name] = tuple(map(_word, values.get(name, ())))
    for name in ("id", "document", "quote", "measure", "stance", "kind", "speaker"):
        _word(values[name])
    return Claim(**values)


_CLAIM_FIELDS = {f.name for f in fields(Claim)} - {"span", "quantity_span"}


def _span(record: Mapping[str, Any]) -> Span:
    return Span(_offset(record["start"]), _offset(record["end"]))


def _offset(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{value!r} is no offset")
    return value


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value
