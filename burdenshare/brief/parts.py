"""What a brief is made of: sentences whose every number and quotation knows where it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from burdenshare.errors import Problems

if TYPE_CHECKING:
    from burdenshare.evidence.ledger import Entry
    from burdenshare.figures.model import Observation

Kind = Literal["figure", "claim", "document", "run", "arithmetic", "count"]
_SCALE = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_PRINTED = re.compile(r"(-?[\d,]+(?:\.(\d+))?)(?: (thousand|million|billion|trillion))?")
MILLION = 1e6
"""Money stands in millions in the tables, and in full in prose."""
_NUMERAL = re.compile(
    r"\d|[〇一二三四五六七八九十百千万億兆]{2,}|\b(?:two|three|four|five|six|seven|eight|nine|ten"
    r"|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|half|third|quarter"
    r"|twice|double|triple)\b",
    re.I,
)


@dataclass(frozen=True)
class Num:
    """A number as printed, its exact value, and the id of its origin."""

    text: str
    value: float
    origin: str


@dataclass(frozen=True)
class Name:
    """A name; where it holds digits, the words of its origin must hold it."""

    text: str
    origin: str = ""


@dataclass(frozen=True)
class Quote:
    """Words of a document, exactly as they stand there."""

    text: str
    origin: str


Part = str | Num | Name | Quote


@dataclass(frozen=True)
class Sentence:
    """Words, numbers, names and quotations in order, and what they rest on."""

    parts: tuple[Part, ...]
    origins: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The sentence as it is printed, without marks of its origins."""
        return "".join(
            f"“{p.text}”" if isinstance(p, Quote) else p if isinstance(p, str) else p.text
            for p in self.parts
        )


def say(*parts: Part | None, cites: Sequence[str] = ()) -> Sentence:
    """Return a sentence that cites the origins of its parts, then those of `cites`."""
    told = cell(*parts, cites=cites)
    first, *rest = told.parts
    if isinstance(first, str):
        first = first[:1].upper() + first[1:]
    elif isinstance(first, Name):
        first = Name(first.text[:1].upper() + first.text[1:], first.origin)
    return Sentence((first, *rest), told.origins)


def cell(*parts: Part | None, cites: Sequence[str] = ()) -> Sentence:
    """Return the content of a cell: a sentence that keeps its first letter as it is."""
    kept = tuple(p for p in parts if p)
    ids = [p.origin for p in kept if not isinstance(p, str) and p.origin]
    return Sentence(kept, tuple(dict.fromkeys([*ids, *cites])))


@dataclass(frozen=True)
class Table:
    """Rows of cells; each row cites what it rests on."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Sentence, ...], ...]

    def origins(self, row: int) -> tuple[str, ...]:
        """Return what a row rests on."""
        return tuple(dict.fromkeys(o for cell in self.rows[row] for o in cell.origins))


@dataclass(frozen=True)
class Section:
    """A heading with sentences and, at times, a table."""

    id: str
    title: str
    sentences: tuple[Sentence, ...] = ()
    table: Table | None = None
    note: str = ""
    """Plain text of the compiler's own, without numbers."""


@dataclass(frozen=True)
class Origin:
    """Where numbers and words come from.

    Attributes
    ----------
    id : str
        Key of the figure, id of the claim, or a name for the arithmetic or count.
    kind : {"figure", "claim", "document", "run", "arithmetic", "count"}
    label : str
        What a reader is told of it.
    numbers : frozenset of float
        The numbers that may be taken from it.
    words : str
        The words that may be quoted from it.
    link : str
        Where to find it.
    of : tuple of str
        What an arithmetic rests on.
    """

    id: str
    kind: Kind
    label: str
    numbers: frozenset[float] = frozenset()
    words: str = ""
    link: str = ""
    of: tuple[str, ...] = ()


@dataclass
class Register:
    """All origins of one brief, by id."""

    origins: dict[str, Origin] = field(default_factory=dict)

    def add(self, origin: Origin) -> str:
        """Note an origin; return its id."""
        self.origins.setdefault(origin.id, origin)
        return origin.id

    def figure(self, o: Observation) -> str:
        """Note a cell of the figures."""
        year, month = (int(part) for part in o.vintage.split("-"))
        label = f"{o.value:.10g} {o.unit}, {o.status}; {o.source}, edition {o.vintage}"
        numbers = frozenset({o.value, o.value * MILLION, float(o.year), float(year), float(month)})
        return self.add(Origin(o.key, "figure", label, numbers, o.vintage, o.address))

    def claim(self, entry: Entry) -> str:
        """Note a claim of the ledger."""
        c, s = entry.claim, entry.source
        stamps = re.findall(r"\d+", c.date or "")
        values = (c.value, c.value_high, c.year, c.year_to, c.deadline, *stamps)
        where = f"{s.id}#char={c.span.start},{c.span.end}"
        told = ", ".join(part for part in (s.publisher, s.title or s.name, s.published) if part)
        marks = "; machine-written" if s.machine else ""
        words = "\n".join(
            (c.quote, s.name, s.title, s.publisher, s.published, *c.actor, *c.target, c.base or "")
        )
        numbers = frozenset(float(v) for v in values if v is not None)
        return self.add(Origin(c.id, "claim", told + marks, numbers, words, f"ledger:{where}"))

    def document(self, entry: Entry) -> str:
        """Note a document as such, beside its claims."""
        s = entry.source
        told = ", ".join(part for part in (s.publisher, s.title or s.name, s.published) if part)
        marks = "; machine-written: " + "; ".join(s.machine) if s.machine else ""
        words = "\n".join((s.name, s.title, s.publisher, s.published))
        return self.add(
            Origin(f"document {s.id}", "document", told + marks, words=words, link=f"ledger:{s.id}")
        )

    def count(self, what: str, number: int) -> Num:
        """Note how many of something there are; return the number."""
        name = f"count of {what}"
        self.add(Origin(name, "count", f"{what}: {number}", frozenset({float(number)})))
        return Num(str(number), float(number), name)

    def difference(self, one: Observation, two: Observation) -> Num:
        """Note the difference of two figures; return it without its sign."""
        value = two.value - one.value
        name = f"difference {self.figure(two)} {self.figure(one)}"
        label = f"{two.value:.10g} - {one.value:.10g} = {value:.10g}"
        self.add(Origin(name, "arithmetic", label, frozenset({abs(value)}), of=(two.key, one.key)))
        return Num(f"{abs(value):.2f}", abs(value), name)


@dataclass(frozen=True)
class Brief:
    """A compiled text.

    Attributes
    ----------
    title : str
    asked : tuple of (str, str)
        What was asked for: headline, publisher, date, or the words of the topic.
    sections : tuple of Section
    register : Register
    """

    title: str
    asked: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    register: Register

    def sentences(self) -> Iterator[tuple[str, Sentence]]:
        """Yield every sentence and cell with the id of its section."""
        for section in self.sections:
            for sentence in section.sentences:
                yield section.id, sentence
            for row in section.table.rows if section.table else ():
                for cell in row:
                    yield section.id, cell

    def cited(self) -> list[Origin]:
        """Return the origins that are cited, in the order of their first citation."""
        ids = dict.fromkeys(o for _, s in self.sentences() for o in s.origins)
        return [self.register.origins[name] for name in ids]


def require_traced(brief: Brief) -> None:
    """Refuse a brief in which a number, name with digits or quotation has no origin.

    Raises
    ------
    Refusal
        ``untraced``, naming every sentence.
    """
    problems = Problems()
    for section, sentence in brief.sentences():
        for why in untraced(sentence, brief.register):
            problems.add(f"{section}: {sentence.text}", why)
    problems.require_none(
        "untraced",
        "; ".join(f"{d['where']} ({d['message']})" for d in problems.details()),
        hint="every number comes from a figure, a claim, a run or arithmetic on them",
    )


def untraced(sentence: Sentence, register: Register) -> Iterator[str]:
    """Yield what in a sentence has no origin."""
    for part in sentence.parts:
        if isinstance(part, str):
            if m := _NUMERAL.search(part):
                yield f"{m.group()!r} has no origin"
            continue
        origin = register.origins.get(part.origin)
        if isinstance(part, Name) and not _NUMERAL.search(part.text):
            continue
        if origin is None:
            yield f"{part.text!r} has no origin"
        elif isinstance(part, Num):
            if part.value not in origin.numbers:
                yield f"{part.text!r} is not in {origin.id}"
            elif not reads_back(part.text, part.value):
                yield f"{part.text!r} is not {part.value!r} as printed"
        elif not _stands(part, origin.words):
            yield f"{part.text!r} does not stand in {origin.id}"


def _stands(part: Name | Quote, words: str) -> bool:
    """Tell whether words stand in their origin; of a name, each word with a numeral."""
    if isinstance(part, Quote):
        return part.text in words
    return all(w.strip("(),.‘’“”") in words for w in part.text.split() if _NUMERAL.search(w))


def reads_back(text: str, value: float) -> bool:
    """Tell whether a printed number is `value` to its last printed place."""
    m = _PRINTED.fullmatch(text)
    if m is None:
        return False
    half = _SCALE.get(m.group(3) or "", 1.0) * 10.0 ** -len(m.group(2) or "") / 2
    return abs(float_of(text) - value) <= half * (1 + 1e-6)


def float_of(text: str) -> float:
    """Return a printed number: ``43 trillion`` is 43e12."""
    number, _, scale = text.partition(" ")
    return float(Decimal(number.replace(",", "")) * Decimal(_SCALE.get(scale, 1.0)))


def printed(value: float) -> str:
    """Return a number as prose prints it: ``5``, ``1.28``, ``43 trillion``, ``40,000``."""
    for word, scale in reversed(_SCALE.items()):
        if abs(value) >= scale and scale >= 1e6:
            return f"{value / scale:.10g} {word}"
    return f"{value:,.0f}" if value == int(value) else f"{value:.10g}"
