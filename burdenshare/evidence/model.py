"""What the ledger holds: documents, quantities, mentions of actors, and claims.

Every span is a pair of character offsets into the text of the document, end exclusive, as Python
counts characters; line endings stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Language = Literal["en", "ja"]
Stance = Literal["commits", "demands", "supports", "opposes", "reports", "forecasts"]
Kind = Literal["quantity", "pledge", "dated_fact", "direction", "stance", "metadata"]
Comparator = Literal[
    "eq", "ge", "gt", "le", "lt", "about", "range", "ratio", "ordinal", "rank", "all", "up", "down"
]
STANCES: tuple[Stance, ...] = (
    "commits", "demands", "supports", "opposes", "reports", "forecasts",
)  # fmt: skip
POINTS = ("pp", "points", "bp")
"""Units of a change between two shares: percentage points, as people also annotate them; basis
points."""
UNSPECIFIED = "UNSPECIFIED"
AUTHOR = "AUTHOR"


@dataclass(frozen=True)
class Span:
    """Characters of a document, end exclusive."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the words."""
        return text[self.start : self.end]

    def meets(self, other: Span) -> bool:
        """Tell whether two spans share a character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Document:
    """One document as read.

    Attributes
    ----------
    id : str
        First 16 digits of the sha256 of the text: the same text is the same document.
    name : str
        File name or address, without folders of this machine.
    text : str
        The words as extracted; spans count its characters.
    language : {"en", "ja"}
    title, publisher, author : str
        Empty where the document does not say.
    published : str
        ISO date, as far as known: ``2025``, ``2025-07`` or ``2025-07-03``; else empty.
    sha256 : str
        Of the bytes that were read.
    media : str
        ``text/html``, ``application/pdf`` ...
    extractor : str
        Name and version of what turned the bytes into text.
    headings : tuple of Span
        Titles and headings within the text.
    machine : tuple of str
        The stated signs by which the page is taken to be machine-written; empty for others.
    damaged : tuple of Span
        Where text was lost or broken in conversion.
    repeats : tuple of Repeat
        Passages that stand elsewhere too; marked, never deleted.
    """

    id: str
    name: str
    text: str
    language: Language
    title: str = ""
    publisher: str = ""
    author: str = ""
    published: str = ""
    sha256: str = ""
    media: str = "text/plain"
    extractor: str = ""
    headings: tuple[Span, ...] = ()
    machine: tuple[str, ...] = ()
    damaged: tuple[Span, ...] = ()
    repeats: tuple[Repeat, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether its claims count as evidence: machine-written pages do not."""
        return not self.machine


@dataclass(frozen=True)
class Repeat:
    """A passage that says again, word for word, what stands earlier or in another document.

    Attributes
    ----------
    span : Span
    document : str
        Id of the document where it stands first; the document's own id for a repeat within it.
    first : Span
        Where it stands there.
    """

    span: Span
    document: str
    first: Span


@dataclass(frozen=True)
class Quantity:
    """A number with its unit, as a rule read it.

    Attributes
    ----------
    span : Span
        The number with its comparator and unit words (`at least 2%`, 約43兆円).
    value, value_high : float or None
        The number in plain units (43e12, not 43); the upper end of a range, or the whole of a
        ratio.
    comparator : Comparator
    unit : str
        With its base: ``pct_gdp``, ``pct_gnp``, ``pct`` (base unknown), ``pp``, ``JPY``, ``USD``,
        ``troops``, ``countries``, ``years`` ...
    base : str
        ``GDP``, ``GNP``, ``GDP FY2022`` ..., or empty.
    base_implicit : bool
        Whether the base was carried from the last measure.
    kind : str
        ``share``, ``rate``, ``money``, ``count``, ``points``, ``duration``, ``ordinal``,
        ``ratio``, ``date``, ``year``, ``number``.
    year, year_to : int or None
        Of the quantity, where it names them (FY as the year in which it begins).
    rule : str
        The rule that found it.
    """

    span: Span
    value: float | None
    value_high: float | None
    comparator: Comparator
    unit: str
    kind: str
    base: str = ""
    base_implicit: bool = False
    year: int | None = None
    year_to: int | None = None
    rule: str = ""


@dataclass(frozen=True)
class Mention:
    """A country, organisation, person or office named in a text.

    Attributes
    ----------
    span : Span
    name : str
        ISO 3166-1 alpha-3 for a state (or its capital and metonyms), else the name in English.
    kind : str
        ``state``, ``organisation``, ``person``, ``office``, ``group``.
    represents : str
        The state or organisation that a person or office speaks for, or empty.
    rule : str
        ``name``, ``capital``, ``demonym``, ``alias`` ...
    """

    span: Span
    name: str
    kind: str
    represents: str = ""
    rule: str = "name"


@dataclass(frozen=True)
class Claim:
    """Who says what about whom, with the exact words.

    Attributes are those of the documented format (`docs/reference/evidence.md`): `speaker` is who
    says it in the text (``AUTHOR``: its author), `reported_via` the further reporters, outermost
    last; stance is of `actor` toward `target`; hedge and negation stand apart from it.

    Attributes
    ----------
    confidence : float
        0 to 1: how often claims found by this rule were right on annotated text.
    rule : str
        The rule that fired.
    """

    id: str
    document: str
    span: Span
    quote: str
    kind: Kind
    stance: Stance
    speaker: str
    actor: tuple[str, ...]
    target: tuple[str, ...]
    measure: str
    stance_detail: str = ""
    reported_via: tuple[str, ...] = ()
    quantity_span: Span | None = None
    value: float | None = None
    value_high: float | None = None
    comparator: Comparator | None = None
    unit: str | None = None
    base: str | None = None
    year: int | None = None
    year_to: int | None = None
    date: str | None = None
    deadline: int | None = None
    hedged: bool = False
    negated: bool = False
    value_implicit: bool = False
    in_heading: bool = False
    repeats: str | None = None
    damaged: bool = False
    confidence: float = 0.0
    rule: str = ""
    extra: dict[str, Any] = field(default_factory=dict)
