"""How good is the extraction? Precision, recall and accuracies against annotated claims."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from burdenshare.errors import Problems
from burdenshare.evidence.gold import Gold, GoldClaim, read_gold
from burdenshare.evidence.markup import read_markup
from burdenshare.evidence.model import AUTHOR, UNSPECIFIED, Claim, Document, Language, Span

_Z = 1.959963984540054
_DRAWS = 4000
_LANGUAGES: tuple[Language, ...] = ("en", "ja")
_ONE = {
    "NATO MEMBERS": "NATO",
    "NATO ALLIES": "NATO",
    "EUROPEAN NATO MEMBERS": "EUROPE",
    "EUROPEAN CAPITALS": "EUROPE",
    "EUROPEAN COUNTRIES": "EUROPE",
    AUTHOR: UNSPECIFIED,
}


@dataclass(frozen=True)
class Rate:
    """A share of cases with its interval of 95 % (Wilson 1927).

    Attributes
    ----------
    hits, cases : int
    """

    hits: int
    cases: int

    @property
    def value(self) -> float | None:
        """The share, or None where there was no case."""
        return self.hits / self.cases if self.cases else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Lower and upper bound, or None where there was no case."""
        if not self.cases:
            return None
        p, n = self.hits / self.cases, self.cases
        middle = (p + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
        half = _Z / (1 + _Z**2 / n) * math.sqrt(p * (1 - p) / n + _Z**2 / (4 * n**2))
        return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True)
class Matching:
    """What was found, what was found that is not annotated, and what was missed.

    Attributes
    ----------
    matched, spurious, missed : int
    """

    matched: int
    spurious: int
    missed: int

    @property
    def precision(self) -> Rate:
        """The share of predictions that are annotated."""
        return Rate(self.matched, self.matched + self.spurious)

    @property
    def recall(self) -> Rate:
        """The share of annotations that were predicted."""
        return Rate(self.matched, self.matched + self.missed)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall."""
        whole = 2 * self.matched + self.spurious + self.missed
        return 2 * self.matched / whole if whole else None

    @property
    def f1_interval(self) -> tuple[float, float] | None:
        """95 % of 4,000 seeded bootstrap draws of matched, spurious and missed cases."""
        cases = (self.matched, self.spurious, self.missed)
        if not sum(cases):
            return None
        import numpy as np

        shares = np.array(cases) / sum(cases)
        draws = np.random.default_rng(0).multinomial(sum(cases), shares, size=_DRAWS)
        f1 = 2 * draws[:, 0] / (2 * draws[:, 0] + draws[:, 1] + draws[:, 2])
        low, high = np.quantile(f1, (0.025, 0.975))
        return float(low), float(high)


@dataclass(frozen=True)
class Score:
    """The score of an extraction; `as_dict` has the keys that every interface prints.

    Attributes
    ----------
    mentions, claims : Matching
    value, unit, stance, actor, target : Rate
        On matched mentions (value, unit) and matched claims (the others).
    distractors_as_spending : int
    pairs : tuple of (GoldClaim, Claim)
        The matched claims, for whoever wants to see what was right.
    missed : tuple of GoldClaim
    spurious : tuple of Claim
    """

    mentions: Matching
    value: Rate
    unit: Rate
    claims: Matching
    stance: Rate
    actor: Rate
    target: Rate
    distractors_as_spending: int
    pairs: tuple[tuple[GoldClaim, Claim], ...] = ()
    missed: tuple[GoldClaim, ...] = ()
    spurious: tuple[Claim, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the rates as plain data, with counts and intervals under the same keys."""
        rates: dict[str, dict[str, Rate | Matching]] = {
            "mentions": {
                **_rates(self.mentions),
                "value_accuracy": self.value,
                "unit_accuracy": self.unit,
            },
            "claims": _rates(self.claims),
            "on_matched": {"stance": self.stance, "actor": self.actor, "target": self.target},
        }
        out: dict[str, Any] = {
            group: {name: _value(rate) for name, rate in inner.items()}
            for group, inner in rates.items()
        }
        out["distractors_as_spending"] = self.distractors_as_spending
        out["counts"] = {
            group: {"matched": m.matched, "spurious": m.spurious, "missed": m.missed}
            for group, m in (("mentions", self.mentions), ("claims", self.claims))
        }
        out["intervals"] = {
            group: {name: _interval(rate) for name, rate in inner.items()}
            for group, inner in rates.items()
        }
        return out


def _rates(matching: Matching) -> dict[str, Rate | Matching]:
    return {"precision": matching.precision, "recall": matching.recall, "f1": matching}


def _value(rate: Rate | Matching) -> float | None:
    return rate.f1 if isinstance(rate, Matching) else rate.value


def _interval(rate: Rate | Matching) -> list[float] | None:
    bounds = rate.f1_interval if isinstance(rate, Matching) else rate.interval
    return None if bounds is None else list(bounds)


def score(gold: Gold, predictions: Mapping[str, Sequence[Claim]]) -> Score:
    """Compare predicted claims with annotated ones.

    Parameters
    ----------
    gold : Gold
    predictions : mapping of document name to claims
        Names as in the gold file. Claims that do not lie wholly inside a scope are left out.

    Returns
    -------
    Score
        Mentions match if the number spans share a character, best overlap first; claims match at
        intersection over union of 0.3, or if the prediction covers 70 % of the annotated span and
        that span at least a quarter of the prediction, best first. Everything one to one.
    """
    mentions = _Tally()
    claims = _Tally()
    distractors = 0
    for name in gold.documents:
        scopes = [Span(s.start, s.end) for s in gold.scopes if s.document == name]
        found = [
            c
            for c in predictions.get(name, ())
            if any(s.start <= c.span.start and c.span.end <= s.end for s in scopes)
        ]
        annotated = [c for c in gold.claims if c.document == name]
        mentions.add(
            [
                c
                for c in annotated
                if c.quantity_span and c.value is not None and not c.value_implicit
            ],
            [c for c in found if c.quantity_span and c.value is not None and not c.value_implicit],
            _mention_affinity,
        )
        claims.add(
            [c for c in annotated if c.kind != "metadata"],
            list({c.span: c for c in reversed(found) if c.kind != "metadata"}.values())[::-1],
            _claim_affinity,
        )
        distractors += _as_spending(gold, name, found)
    return Score(
        mentions=mentions.matching(),
        value=mentions.rate(
            lambda g, p: _same(g.value, p.value) and _same(g.value_high, p.value_high)
        ),
        unit=mentions.rate(lambda g, p: _unit(g.unit) == _unit(p.unit)),
        claims=claims.matching(),
        stance=claims.rate(lambda g, p: g.stance == p.stance),
        actor=claims.rate(lambda g, p: _share_a_member(g.actor, p.actor)),
        target=claims.rate(lambda g, p: _share_a_member(g.target, p.target)),
        distractors_as_spending=distractors,
        pairs=tuple(claims.pairs),
        missed=tuple(claims.missed),
        spurious=tuple(claims.spurious),
    )


def _unit(unit: str | None) -> str | None:
    """Return a unit as it is compared: points, percentage points and pp are one."""
    return "pp" if unit in ("points", "percentage_points") else unit


def score_file(path: Path, folder: Path, extract: Callable[[Document], Sequence[Claim]]) -> Score:
    """Extract the claims of every document that a gold file names, and score them.

    Parameters
    ----------
    path : Path
        The gold file.
    folder : Path
        Where the annotated documents lie, as UTF-8 text; line endings are not changed.
    extract : callable
        From a document to its claims.

    Raises
    ------
    Refusal
        ``bad-gold`` if the gold file is wrong, or a document is missing or no longer has the
        sha256 or the words that were annotated; every problem at once.
    """
    gold = read_gold(path)
    problems = Problems()
    texts = {name: _annotated_text(gold, name, folder, problems) for name in gold.documents}
    problems.require_none(
        "bad-gold",
        f"The gold file {path.name} does not fit the documents in {folder.name}.",
        hint="Name the folder that holds the annotated files, unchanged.",
    )
    return score(gold, {name: predicted(name, t, extract) for name, t in texts.items()})


def predicted(
    name: str, text: str, extract: Callable[[Document], Sequence[Claim]]
) -> Sequence[Claim]:
    """Return the claims of an annotated document, with spans that count its characters.

    The markup of a page (`.html`, `.htm`) is taken away before its words are read.
    """
    if not name.lower().endswith((".html", ".htm")):
        return extract(plain_document(name, text))
    page = read_markup(text)
    document = replace(plain_document(name, page.text), headings=page.headings)
    return [page.in_source(claim) for claim in extract(document)]


def plain_document(name: str, text: str) -> Document:
    """Take a plain text as a document: its language is Japanese where kana stand in it."""
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    kana = sum("\u3041" <= character <= "\u30fa" for character in text)
    return Document(
        id=digest[:16],
        name=name,
        text=text,
        language="ja" if 10 * kana > len(text) else "en",
        sha256=digest,
        extractor="plain text",
    )


def _annotated_text(gold: Gold, name: str, folder: Path, problems: Problems) -> str:
    path = folder / name
    try:
        data = path.read_bytes()
        text = data.decode("utf-8")
    except (OSError, UnicodeDecodeError):
        problems.add(name, "is not in the folder, or no UTF-8 text")
        return ""
    digest = hashlib.sha256(data).hexdigest()
    if any(s.sha256 != digest for s in gold.scopes if s.document == name):
        problems.add(name, "has another sha256 than the file that was annotated")
        return text
    for claim in gold.claims:
        if claim.document == name and text[claim.start : claim.end] != claim.quote:
            problems.add(f"{name}, claim {claim.id}", "the span does not hold the quoted words")
    return text


class _Tally:
    def __init__(self) -> None:
        self.pairs: list[tuple[GoldClaim, Claim]] = []
        self.missed: list[GoldClaim] = []
        self.spurious: list[Claim] = []

    def add(
        self,
        gold: list[GoldClaim],
        found: list[Claim],
        affinity: Callable[[GoldClaim, Claim], float],
    ) -> None:
        """Match the claims of one document, the nearest pairs first."""
        candidates = sorted(
            (
                (-worth, g, p)
                for g, annotated in enumerate(gold)
                for p, predicted in enumerate(found)
                if (worth := affinity(annotated, predicted)) > 0
            ),
        )
        left, right = set(range(len(gold))), set(range(len(found)))
        for _, g, p in candidates:
            if g in left and p in right:
                left.discard(g)
                right.discard(p)
                self.pairs.append((gold[g], found[p]))
        self.missed += [gold[g] for g in sorted(left)]
        self.spurious += [found[p] for p in sorted(right)]

    def matching(self) -> Matching:
        """Return how many were matched, made in vain, and missed."""
        return Matching(len(self.pairs), len(self.spurious), len(self.missed))

    def rate(self, right: Callable[[GoldClaim, Claim], bool]) -> Rate:
        """Return in how many of the matched pairs something is right."""
        return Rate(sum(right(g, p) for g, p in self.pairs), len(self.pairs))


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> int:
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def _mention_affinity(gold: GoldClaim, found: Claim) -> float:
    mine, theirs = gold.quantity_span, found.quantity_span
    if mine is None or theirs is None:
        return 0
    return _overlap((mine.start, mine.end), (theirs.start, theirs.end))


def _claim_affinity(gold: GoldClaim, found: Claim) -> float:
    mine, theirs = (gold.start, gold.end), (found.span.start, found.span.end)
    shared = _overlap(mine, theirs)
    long, short = gold.end - gold.start, found.span.end - found.span.start
    iou = shared / (long + short - shared)
    fits = iou >= 0.3 or (shared >= 0.7 * long and long >= 0.25 * short)
    return iou if fits else 0.0


def _same(a: float | None, b: float | None) -> bool:
    return a == b if a is None or b is None else math.isclose(a, b, rel_tol=1e-9)


def _share_a_member(a: Sequence[str], b: Sequence[str]) -> bool:
    mine, theirs = ({folded(name) for name in names} for names in (a, b))
    return bool(mine & theirs) or (not mine and not theirs)


def folded(name: str) -> str:
    """Return what a name counts as in the score.

    Brackets are dropped, offices count as their state, and the names that the gazetteer knows for
    one organisation or group count as one, in both languages (`LDP`, 自民党).
    """
    from burdenshare.evidence.gazetteer import mentions

    bare = re.sub(r"\s*\([^)]*\)", "", name).strip()
    known = [m for language in _LANGUAGES for m in mentions(bare, language)]
    length = len(bare.removeprefix("The "))
    for mention in known:
        whole = mention.span.end - mention.span.start >= length
        if whole and mention.kind in ("organisation", "group"):
            return _ONE.get(mention.name.upper(), mention.name.upper())
    code = re.match(r"[A-Z]{3}\b", bare)
    if code:
        return code.group()
    if bare.upper() in _ONE:
        return _ONE[bare.upper()]
    for mention in known:
        if mention.kind in ("person", "office") and mention.represents:
            return mention.represents
    return bare.upper()


def _as_spending(gold: Gold, name: str, found: list[Claim]) -> int:
    spending = [
        c.quantity_span
        for c in found
        if c.quantity_span and c.measure.startswith(("defence_spending", "defence_budget"))
    ]
    return sum(
        any(span.meets(Span(d.start, d.end)) for span in spending)
        for d in gold.distractors
        if d.document == name
    )
