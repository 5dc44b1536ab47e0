"""From a document to its claims: sentence by sentence, clause by clause, rule by rule."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from types import ModuleType

from burdenshare.evidence.claims import choice, english, japanese
from burdenshare.evidence.claims.actors import Cast
from burdenshare.evidence.claims.clauses import clauses
from burdenshare.evidence.claims.english_verbs import finite
from burdenshare.evidence.claims.genre import assembly, genre, sections
from burdenshare.evidence.claims.home import aim, home, ours, polled
from burdenshare.evidence.claims.numbers import IMPLICIT, Numbers, counted, subject, unit_of
from burdenshare.evidence.claims.precision import precision
from burdenshare.evidence.claims.scene import Clause, Reading, Scene
from burdenshare.evidence.claims.sentences import Sentence, sentences
from burdenshare.evidence.claims.turns import Voice, letters, opening
from burdenshare.evidence.claims.turns import voice as turn_of
from burdenshare.evidence.fields import complete
from burdenshare.evidence.gazetteer import mentions
from burdenshare.evidence.model import (
    AUTHOR,
    Claim,
    Document,
    Kind,
    Language,
    Quantity,
    Span,
    Stance,
)
from burdenshare.evidence.quantities import quantities

_RULES: dict[Language, ModuleType] = {"en": english, "ja": japanese}
_NOTES = re.compile(
    r"(?:end|foot)?notes?|references|sources|bibliography|further reading|注|脚注|参考文献|出典",
    re.I,
)
_JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff]+")
_JAPANESE_TITLE = re.compile(
    "[A-Z]{0,5}[\u3040-\u30ff\u3400-\u9fff][\u3040-\u30ff\u3400-\u9fff0-9%％・ー]{9,}"
)
_BARE = frozenset({"en.reports.quantity", "ja.reports.quantity"})
_COMPARED = re.compile(
    r"(?:and |but )?(?:against|compared|than|versus|after|from|up from|down from|previously|now"
    r"|currently"
    r"|already|or|that is|i\.e\.)\b",
    re.I,
)
_GOES_ON = frozenset({"forecasts", "commits", "demands"})
_FRAGMENT: dict[Language, Callable[[str], bool]] = {
    "en": lambda words: not finite(words),
    "ja": lambda words: re.search("[はがも]", words) is None,
}
_CHANGE = re.compile(
    r"(?:from\b(?=.*\b(?:at present|now|today|currently))|[\d.]+ points? (?:fewer|more|less)"
    r"|up|down|an? (?:increase|rise|cut|drop)|compared|前年|(?:\d+月の)?前回)\b"
)
_FROM = re.compile(r"\bfrom (?!(?:19|20)\d\d\b)[^a-z]*[\d.]+[^,]*$|\d[^、]*から$")
_LEVELS = frozenset({"share", "rate"})
_QUESTION = re.compile("(?:(?:ます|です|でしょう|ません|ました)か|は)[。」]*$")
_QUOTED = re.compile('["“][^"“”]+["”]')
_CROWDED = 4
#: The mean length of a sentence, and one figure in how many characters, that make a terse page.
_SHORT_SENTENCES: dict[Language, int] = {"en": 115, "ja": 60}
_PER = 600


def extract(document: Document) -> list[Claim]:
    """Return the claims that a document makes, in the order of the text.

    Parameters
    ----------
    document : Document

    Returns
    -------
    list of Claim
        Each with its exact words, who speaks, who acts toward whom, stance, measure, quantity,
        and the rule that found it; `confidence` is how often claims by that rule were right on
        our annotated documents. A claim whose words stand earlier in the document names that
        claim in `repeats`.
    """
    text, language = document.text, document.language
    cast = Cast(text, language, mentions(text, language, document.published))
    about = home(document, cast)
    asked = _RULES[language].interviewed(text)
    scene = Scene(
        cast,
        home=about,
        state=about,
        interviewed=asked,
        polled=polled(text, language, cast, about),
        aim=aim(document, cast),
        ours=ours(document, cast),
    )
    title = Span(0, max(text.find("\n"), 0))
    scene.titled = tuple({a.name for a in cast.within(title)})
    scene.ranked = tuple(name for name, _ in cast.counts.most_common())
    groups = Counter(a.name.partition(" (")[0] for a in cast.all if a.kind == "group")
    scene.group = groups.most_common(1)[0][0] if groups else ""
    numbers = Numbers(quantities(text, language))
    scene.currency = numbers.currency
    read = sentences(text, language, document.headings)
    scene.terse = _terse(text, language, read, numbers)
    found: list[Claim] = []
    notes = False
    asking = Span(0, 0)
    answering: Voice | str = ""
    joint = scene.ours not in ((), (AUTHOR,))
    giving = None if joint else opening(text, cast, about)
    scene.turn = giving
    scene.genre = genre(document, scene.turn)
    if scene.genre == "resolution":
        scene.ours = scene.ours or assembly(text)
    parts = sections(text, cast)
    written = letters(text, language)
    for sentence in read:
        if written:
            start = sentence.span.start
            scene.turn = next((v for low, high, v in written if low <= start < high), None)
        while parts and parts[0][0] <= sentence.span.end:
            scene.home = scene.state = parts.pop(0)[1]
            scene.subjects = (scene.home,)
        if sentence.label:
            asking = sentence.label
            scene.turn = turn_of(text, asking, cast, about, asked or answering)
            if scene.turn and scene.turn.speaking:
                answering = scene.turn
        elif scene.turn and scene.turn.asks and "\n" in text[asking.end : sentence.span.start]:
            scene.turn = giving
        if sentence.heading:
            notes = _NOTES.fullmatch(sentence.span.of(text)) is not None
        if notes:
            continue
        for clause in _clauses(text, sentence, _spoken(text, sentence.span), numbers, scene):
            found += _read(document, clause, scene)
    return complete(document, _finished(document, found))


def _terse(text: str, language: Language, read: Sequence[Sentence], numbers: Numbers) -> bool:
    """Tell whether a document says something in nearly every clause."""
    figures = sum(bool(q.unit) for q in numbers.within(Span(0, len(text))))
    mean = sum(s.span.end - s.span.start for s in read) / max(1, len(read))
    return mean <= _SHORT_SENTENCES[language] or figures * _PER >= len(text)


def _spoken(text: str, span: Span) -> Language:
    """Return the language of a sentence: Japanese if a third of it is."""
    foreign = sum(len(m.group()) for m in _JAPANESE.finditer(text, span.start, span.end))
    return "ja" if 3 * foreign > span.end - span.start else "en"


def _read(document: Document, clause: Clause, scene: Scene) -> Iterator[Claim]:
    """Give the claims of a clause: one, or one for each of its numbers."""
    rules = _RULES[clause.language]
    parts = [p for p in _parts(clause) if not _asked(clause) or (p[1] and p[1].kind in _LEVELS)]
    claimed = False
    whole = rules.read(clause, scene) if len(parts) > 1 else None
    for part, quantity in parts:
        reading = rules.read(part, scene)
        if reading is not None and whole is not None and reading.rule in _BARE:
            stance = "reports" if _CHANGE.match(part.words) else whole.stance
            reading = replace(whole, stance=stance, comparator=reading.comparator)
        if reading is not None and part is not parts[-1][0] and _FROM.search(part.words):
            reading = replace(reading, stance="reports")
        if reading is not None:
            reading = _continued(reading, part, scene)
            if _asked(clause):
                asks: Stance = "demands" if reading.stance == "demands" else "reports"
                reading = replace(reading, stance=asks, hedged=True)
            claimed = True
            yield _claim(document, part, quantity, reading, scene)
    scene.meet(clause)
    if not claimed and clause.actors and not clause.actors[0].adjective:
        scene.subjects = (scene.name(clause.actors[0]),)


def _continued(reading: Reading, clause: Clause, scene: Scene) -> Reading:
    """Give a number without a verb of its own the stance that its sentence began with."""
    going = scene.stance if not clause.first and scene.stance in _GOES_ON else ""
    if (
        going
        and reading.rule in _BARE
        and not _COMPARED.match(clause.words)
        and _FRAGMENT[clause.language](clause.words)
    ):
        return replace(reading, stance=going)
    scene.stance = reading.stance
    return reading


def _clauses(
    text: str, sentence: Sentence, language: Language, numbers: Numbers, scene: Scene
) -> Iterator[Clause]:
    """Give the clauses of a sentence, and set the scene for who speaks."""
    scene.speaker, scene.speaking, scene.via, scene.stance = AUTHOR, (), (), ""
    if scene.turn and not sentence.heading:
        scene.speaker, scene.speaking = scene.turn.speaker, scene.turn.speaking
        scene.via = (AUTHOR,)
    scene.counted = scene.counted if IMPLICIT.search(sentence.span.of(text)) else None
    whole = _clause(text, sentence.span, sentence, language, numbers, scene)
    if scene.turn and scene.turn.asks:
        scene.ask(whole)
    if "\n" in text[max(0, sentence.span.start - 3) : sentence.span.start]:
        scene.topic = next((a.name for a in whole.actors if a.name in scene.cast.counts), "")
    if _idle(whole):
        return
    rules = _RULES[language]
    if sentence.quoted:
        named = sentence.voice
        around = _clause(text, named, sentence, language, numbers, scene) if named else None
        scene.speaker, scene.speaking = japanese.voice(around, scene)
        scene.via = (AUTHOR,) if scene.speaker != AUTHOR else ()
    span = _voices(whole, rules, scene)

    def bears(piece: Span) -> bool:
        """Say whether a piece of the sentence can stand as a claim."""
        return any(piece.start <= q.span.start < piece.end for q in whole.quantities) or bool(
            rules.bears(text, piece)
        )

    for place, part in enumerate(clauses(text, span, language, bears)):
        clause = _clause(text, part, sentence, language, numbers, scene)
        clause = replace(clause, first=place == 0)
        if language == "en" and ";" in text[span.start : part.start]:
            scene.speaker, scene.speaking, scene.via = AUTHOR, (), ()
            _voices(clause, rules, scene)
        yield clause
        inner = rules.nested(clause)
        if inner is not None:
            yield _clause(text, inner, sentence, language, numbers, scene)
    if language == "en":
        for title in _JAPANESE_TITLE.finditer(text, sentence.span.start, sentence.span.end):
            quoted = Sentence(Span(*title.span()), True)
            yield _clause(text, quoted.span, quoted, "ja", numbers, scene)


def _voices(whole: Clause, rules: ModuleType, scene: Scene) -> Span:
    """Set who speaks in a sentence, and return the sentence without its attribution."""
    span = whole.span
    said = rules.attribution(whole, scene)
    if said is not None:
        outer = scene.speaker
        span, scene.speaker, scene.speaking = said
        if scene.speaker not in (AUTHOR, "UNSPECIFIED"):
            scene.heard = (scene.speaker, scene.speaking)
        scene.via = (AUTHOR,) if outer in (AUTHOR, scene.speaker) else (outer, AUTHOR)
    elif scene.heard[0] and _QUOTED.fullmatch(whole.words):
        scene.speaker, scene.speaking = scene.heard
        scene.via = (AUTHOR,)
    outlet = rules.reporter(whole.words)
    if outlet and outlet != scene.speaker:
        scene.via = (outlet, AUTHOR) if scene.speaker != AUTHOR else (AUTHOR,)
        scene.speaker = outlet if scene.speaker == AUTHOR else scene.speaker
    return span


def _clause(
    text: str, span: Span, sentence: Sentence, language: Language, numbers: Numbers, scene: Scene
) -> Clause:
    inside = numbers.within(span)
    return Clause(
        text=text,
        span=span,
        sentence=sentence.span,
        quantities=tuple(counted(text, inside, scene)),
        dates=tuple(q for q in inside if q.kind in ("date", "year")),
        actors=tuple(scene.cast.within(span)),
        heading=sentence.heading,
        first=True,
        language=language,
    )


def _idle(clause: Clause) -> bool:
    """Tell whether a sentence claims nothing: a question, a label, a line of the page.

    A question that names a level speaks of it, doubtful as it may be.
    """
    if _asked(clause):
        return all(q.kind not in _LEVELS for q in clause.quantities)
    short = clause.language == "en" and len(clause.words.split()) < 4 and not clause.quantities
    return short and not english.bears(clause.text, clause.span)


def _asked(clause: Clause) -> bool:
    """Tell whether the sentence of a clause is a question."""
    piece = clause.sentence.of(clause.text).rstrip('"”’)」）')
    return piece.endswith(("?", "？")) or _QUESTION.search(piece) is not None


def _parts(clause: Clause) -> Iterator[tuple[Clause, Quantity | None]]:
    """Give a clause once for each of its numbers, cut between them."""
    numbers = clause.quantities
    if len(numbers) < 2:
        yield clause, numbers[0] if numbers else None
        return
    start = clause.span.start
    for number, following in zip(numbers, [*numbers[1:], None], strict=True):
        end = clause.span.end
        cut = following and _cut(clause.text, number.span.end, following.span.start)
        if following is not None:
            end = cut or following.span.start
        span = Span(start, end)
        yield (
            replace(
                clause,
                span=span,
                quantities=(number,),
                actors=tuple(a for a in clause.actors if a.span.start < end and a.span.end <= end),
            ),
            number,
        )
        start = end if cut or len(numbers) > _CROWDED else clause.span.start
        while start < clause.span.end and clause.text[start] in " ,、;":
            start += 1


_BETWEEN = re.compile(
    r"(?<=から)(?=[\d０-９一二三四五六七八九約])|[,、;:]\s*|\s(?=(?:to|and|or|up|down|from|while"
    r"|but|compared|in)\s)"
)


def _cut(text: str, low: int, high: int) -> int | None:
    found = list(_BETWEEN.finditer(text, low, high))
    commas = [m for m in found if m.group()[:1] in (",", "、", ";", ":")]
    chosen = commas[0] if commas else found[-1] if found else None
    return chosen.start() if chosen else None


def _claim(
    document: Document, clause: Clause, quantity: Quantity | None, reading: Reading, scene: Scene
) -> Claim:
    words = clause.words
    about, carried = subject(clause, quantity, scene)
    implied = quantity is None and carried is not None
    number = quantity or carried
    actor, target = reading.actor, reading.target
    if not reading.firm:
        actor = choice.actor(clause, scene, reading.stance, actor)
    if actor == (AUTHOR,) and scene.turn and not scene.turn.asks:
        actor = scene.self_
    if not (reading.firm or reading.addressed or target == (scene.aim,)):
        target = choice.target(clause, scene, reading.stance, actor, target)
    scene.note(actor)
    scene.toward = target[0] if target else ""
    dates = clause.dates
    deadline = next((d.year for d in dates if d.comparator == "le" and d.year), None)
    dated = next((d for d in dates if d.comparator != "le" or d.year is None), None)
    comparator = number.comparator if number else reading.comparator
    return Claim(
        id="",
        document=document.id,
        span=clause.span,
        quote=words,
        kind=_kind(quantity, reading, dated),
        stance=reading.stance,
        speaker=scene.speaker,
        reported_via=scene.via,
        actor=actor,
        target=target,
        measure=about,
        quantity_span=quantity.span if quantity else None,
        value=number.value if number else None,
        value_high=number.value_high if number else None,
        comparator=comparator,
        unit=unit_of(number, about),
        base=(number.base or None) if number else None,
        year=number.year if number and number.year else dated.year if dated else None,
        year_to=dated.year_to if dated else None,
        deadline=deadline,
        hedged=reading.hedged,
        negated=reading.negated,
        value_implicit=implied,
        in_heading=clause.heading,
        damaged=any(clause.span.meets(span) for span in document.damaged),
        confidence=precision(reading.rule, reading.share),
        rule=reading.rule,
    )


def _kind(quantity: Quantity | None, reading: Reading, dated: Quantity | None) -> Kind:
    if reading.stance == "commits" and (quantity is None or quantity.kind == "share"):
        return "pledge"
    if quantity is not None:
        return "quantity"
    if reading.comparator is not None:
        return "direction"
    if dated is not None and reading.stance == "reports":
        return "dated_fact"
    return "stance"


def _finished(document: Document, found: list[Claim]) -> list[Claim]:
    """Give each claim its id, drop doublets, and mark those whose words stand earlier."""
    ordered = sorted(found, key=lambda c: (c.span.start, -c.span.end))
    first: dict[str, str] = {}
    taken: set[tuple[int, int]] = set()
    numbers: set[int] = set()
    out: list[Claim] = []
    for claim in ordered:
        place = (claim.span.start, claim.span.end)
        if place in taken:
            continue
        taken.add(place)
        if claim.quantity_span and claim.quantity_span.start in numbers:
            claim = replace(
                claim, quantity_span=None, value=None, value_high=None, unit=None, base=None
            )
        elif claim.quantity_span:
            numbers.add(claim.quantity_span.start)
        name = f"{document.id}-{len(out) + 1:03d}"
        key = re.sub(r"\W+", " ", claim.quote).lower().strip()
        out.append(replace(claim, id=name, repeats=first.get(key)))
        first.setdefault(key, name)
    return out
