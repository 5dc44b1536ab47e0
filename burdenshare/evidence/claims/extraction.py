"""From a document to its claims: sentence by sentence, clause by clause, rule by rule."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from types import ModuleType

from burdenshare.evidence.claims import english, japanese
from burdenshare.evidence.claims.actors import Cast
from burdenshare.evidence.claims.clauses import clauses
from burdenshare.evidence.claims.english_verbs import finite
from burdenshare.evidence.claims.genre import assembly, genre, sections
from burdenshare.evidence.claims.home import aim, home, ours, polled
from burdenshare.evidence.claims.measures import GENERIC, measure
from burdenshare.evidence.claims.precision import precision
from burdenshare.evidence.claims.scene import Clause, Reading, Scene
from burdenshare.evidence.claims.sentences import Sentence, sentences
from burdenshare.evidence.claims.turns import Voice, opening
from burdenshare.evidence.claims.turns import voice as turn_of
from burdenshare.evidence.gazetteer import mentions
from burdenshare.evidence.model import AUTHOR, Claim, Document, Kind, Language, Quantity, Span
from burdenshare.evidence.quantities import quantities

_RULES: dict[Language, ModuleType] = {"en": english, "ja": japanese}
_COUNTED = frozenset({"share", "rate", "money", "count", "points", "ratio", "ordinal"})
_IDLE_UNITS = frozenset(
    {"times", "", "days", "hours", "weeks", "pages", "km", "kilometres", "miles", "metres", "m"}
)
_NOTES = re.compile(
    r"(?:end|foot)?notes?|references|sources|bibliography|further reading|注|脚注|参考文献|出典",
    re.I,
)
_JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff]+")
_JAPANESE_TITLE = re.compile(
    "[A-Z]{0,5}[\u3040-\u30ff\u3400-\u9fff][\u3040-\u30ff\u3400-\u9fff0-9%％・ー]{9,}"
)
_IMPLICIT = re.compile(
    r"\b(?:this|that|the|these)\s+(?:\w+\s+)?(?:target|figure|goal|guideline|cap|ceiling|threshold|"
    r"benchmark|level|number|share|limit)\b|[同こ]の?(?:目標|数字|枠|水準|比率|基準)",
    re.I,
)
_SPENT = re.compile(
    r"(?:spend|spent|spends|spending)\b(?!.*(?:growth|grow|gr[eo]w|increase|rise|rose|by \S*%))"
    r"|%を支出(?!.*増)",
    re.I,
)
_RAISES = re.compile(
    r"\b(?:rais|lift|boost|increas|cut|hik)\w*\s+(?:\w+\s+){0,3}(?:spending"
    r"|outlays|budget)"
)
_POINTED = re.compile(
    r"\b(?:target|goal|spending|spend|core defen[cs]e|figure|commitment|committed|guideline)\b"
    r"|目標|国防費|防衛費|経費|要求|引き上げ|水準",
    re.I,
)
_NAMED_UNITS = {"defence_spending_share_gdp": "pct_gdp", "real_gdp_growth": "pct_per_year"}
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
_ASKED = re.compile("(?:(?:ます|です|でしょう|ません|ました)か|は)[。」]*$")
_QUOTED = re.compile('["“][^"“”]+["”]')
_AMONG = re.compile(r"\s+of\s+(?:the|its|their|those)\s+(?:[\w-]+\s+){0,2}?([a-z]{3,}s)\b")
_ABOUT_MONEY = frozenset({"", "defence_spending", "defence_spending_share_gdp", "relations"})
_COUNTABLE = frozenset(
    {"procurement", "force_size", "defence_posture", "membership", "cooperation"}
)
_CROWDED = 4
#: The mean length of a sentence, and one figure in how many characters, that make a terse page.
_SHORT_SENTENCES: dict[Language, int] = {"en": 115, "ja": 60}
_PER = 600
_MOST_OF_GDP = 15
_SURVEY = re.compile(r"\b(?:poll|survey)(?:s|ed)?\b|世論調査", re.I)
_FORCES = re.compile(
    r"兵|軍|自衛官|隊員|soldier|troop|army|forces|brigade|battalion|division|regiment|garrison"
    r"|marines"
    r"|battlegroup|corps\b|deploy",
    re.I,
)
_DELAY = re.compile(
    r"\d年(?:程度|ほど|以上)?(?:の遅れ|遅れ|ずれ込)|\byears? (?:late|behind"
    r"|delay)|delay(?:ed)? (?:of|by)\b"
)
_STRENGTH = re.compile(r"(?:[ -](?:short|strong|under strength|below strength)\b| target\b)")
_IN_A_ROW = re.compile(r"\s+(?:in a row|running|straight|on end)\b")
_LABELLED = re.compile(r"\b([A-Z][a-z]+s): $")
_SUM = re.compile(r"\d ?(?:bn|tn|billion|trillion)$|[a-z] (?:billion|trillion)$")
#: Of what a percentage without a base is no share of output: taxes, pay, interest, posts.
_OTHER_RATE = re.compile(
    r"(?:税|俸給|給与|賃金|手当|金利|利率|定員|充足率|物価|支持率|給付|失業率|自給率)[^、。\d]{0,8}$"
    r"|\b(?:tax|taxes|VAT|duty|interest|rates?|wages?|salar(?:y|ies)|pay|attrition|prices?|turnout"
    r"|vacanc(?:y|ies)|turnover|stake)\b[^.;\d]{0,24}$",
    re.I,
)
_RATE_OF = re.compile(
    r"(?:(?P<code>[A-Z]{3}) 1 ?=|[1１一](?P<name>ユーロ|ドル|ポンド)\s?[=＝])[^。\n]{0,24}$"
)
_EQUALS = re.compile(r"\s?[=＝]")
_CURRENCIES = {"ユーロ": "EUR", "ドル": "USD", "ポンド": "GBP"}
_FEWEST_TROOPS = 500
#: Wholes that have a unit of their own; a share of anything else is a percentage.
_WHOLES = frozenset(
    {
        "pct_of_defence_spending",
        "pct_of_budget",
        "pct_of_respondents",
        "pct_of_government_spending",
    }
)
_COUNTS = {"troops": "force_size", "countries": "member_count"}


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
    numbers = Numbers(quantities(text, language))
    scene.currency = numbers.currency
    read = sentences(text, language, document.headings)
    scene.terse = _terse(text, language, read, numbers)
    found: list[Claim] = []
    notes = False
    asking = Span(0, 0)
    answering: Voice | str = ""
    scene.turn = opening(text, cast, about)
    scene.genre = genre(document, scene.turn)
    if scene.genre == "resolution":
        scene.ours = scene.ours or assembly(text)
    parts = sections(text, cast)
    for sentence in read:
        while parts and parts[0][0] <= sentence.span.end:
            scene.home = scene.state = parts.pop(0)[1]
            scene.subjects = (scene.home,)
        if sentence.label:
            asking = sentence.label
            scene.turn = turn_of(text, asking, cast, about, asked or answering)
            if scene.turn and scene.turn.speaking:
                answering = scene.turn
        elif scene.turn and scene.turn.asks and "\n" in text[asking.end : sentence.span.start]:
            scene.turn = None
        if sentence.heading:
            notes = _NOTES.fullmatch(sentence.span.of(text)) is not None
        if notes:
            continue
        for clause in _clauses(text, sentence, _spoken(text, sentence.span), numbers, scene):
            found += _read(document, clause, scene)
    return _finished(document, found)


def _terse(text: str, language: Language, read: Sequence[Sentence], numbers: Numbers) -> bool:
    """Tell whether a document says something in nearly every clause."""
    figures = sum(bool(q.unit) for q in numbers.within(Span(0, len(text))))
    mean = sum(s.span.end - s.span.start for s in read) / max(1, len(read))
    return mean <= _SHORT_SENTENCES[language] or figures * _PER >= len(text)


class Numbers:
    """The quantities of a document by place."""

    def __init__(self, quantities: Sequence[Quantity]) -> None:
        self._all = list(quantities)
        self._starts = [q.span.start for q in quantities]

    @property
    def currency(self) -> str:
        """The currency that most sums are in; empty where there are none."""
        sums = Counter(q.unit for q in self._all if q.kind == "money" and len(q.unit) == 3)
        return sums.most_common(1)[0][0] if sums else ""

    def within(self, span: Span) -> list[Quantity]:
        """Return those that begin inside a span."""
        low = bisect_left(self._starts, span.start)
        return self._all[low : bisect_left(self._starts, span.end)]


def _spoken(text: str, span: Span) -> Language:
    """Return the language of a sentence: Japanese if a third of it is."""
    foreign = sum(len(m.group()) for m in _JAPANESE.finditer(text, span.start, span.end))
    return "ja" if 3 * foreign > span.end - span.start else "en"


def _read(document: Document, clause: Clause, scene: Scene) -> Iterator[Claim]:
    """Give the claims of a clause: one, or one for each of its numbers."""
    rules = _RULES[clause.language]
    parts = list(_parts(clause))
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
            claimed = True
            yield _claim(document, part, quantity, reading, scene)
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
    scene.counted = scene.counted if _IMPLICIT.search(sentence.span.of(text)) else None
    whole = _clause(text, sentence.span, sentence, language, numbers, scene)
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
        quantities=tuple(_counted(text, inside, scene)),
        dates=tuple(q for q in inside if q.kind in ("date", "year")),
        actors=tuple(scene.cast.within(span)),
        heading=sentence.heading,
        first=True,
        language=language,
    )


def _counted(text: str, inside: Sequence[Quantity], scene: Scene) -> Iterator[Quantity]:
    """Give the numbers that may be claims; a bare number takes the unit of the last count."""
    for read in inside:
        if read.value == 1 and _EQUALS.match(text, read.span.end):
            continue
        quantity = _settled(read, text)
        if quantity.unit == "countries" and re.fullmatch("[一二三四五]国", quantity.span.of(text)):
            continue
        if quantity.kind == "duration" and _DELAY.search(text, *_around(quantity)):
            yield quantity
            continue
        if quantity.kind == "duration" and _IN_A_ROW.match(text, quantity.span.end):
            yield replace(quantity, kind="ordinal")
            continue
        idle = quantity.unit in _IDLE_UNITS and (quantity.unit, quantity.kind) != ("times", "ratio")
        if quantity.kind in _COUNTED and not idle:
            if quantity.kind == "count":
                scene.counted = quantity
            yield quantity
        elif quantity.kind == "number" and not _is_year(quantity, text):
            yield from _numbered(quantity, text, scene)


def _numbered(quantity: Quantity, text: str, scene: Scene) -> Iterator[Quantity]:
    """Give a bare number with what it counts, where the words around it or the last count say."""
    among = _AMONG.match(text, quantity.span.end)
    large = (quantity.value or 0) >= 100
    label = _LABELLED.search(text, max(0, quantity.span.start - 24), quantity.span.start)
    if scene.currency and _SUM.search(quantity.span.of(text)) and not among:
        yield replace(quantity, unit=scene.currency, kind="money")
    elif label and large:
        scene.counted = replace(quantity, unit=label[1].lower(), kind="count")
        yield scene.counted
    elif _STRENGTH.match(text, quantity.span.end):
        if (quantity.value or 0) >= _FEWEST_TROOPS and _FORCES.search(text, *_around(quantity)):
            yield replace(quantity, unit="troops", kind="count")
    elif scene.counted is not None:
        before = text[max(0, quantity.span.start - 12) : quantity.span.start]
        if large or re.search(r"\b(?:to|from|than|only)\s+$", before):
            yield replace(quantity, unit=scene.counted.unit, kind="count")
    elif among:
        yield replace(quantity, unit=among[1].lower(), kind="count")


def _is_year(quantity: Quantity, text: str) -> bool:
    return re.fullmatch("(?:19|20)[0-9]{2}", quantity.span.of(text)) is not None


def _settled(quantity: Quantity, text: str) -> Quantity:
    """Return a quantity with the unit that the words around it ask for."""
    before = text[max(0, quantity.span.start - 30) : quantity.span.start]
    exchanged = _RATE_OF.search(before) if quantity.kind == "money" else None
    if exchanged:
        per = exchanged["code"] or _CURRENCIES[exchanged["name"]]
        return replace(quantity, unit=f"{quantity.unit}_per_{per}", kind="rate")
    if quantity.base_implicit and _OTHER_RATE.search(before):
        return replace(quantity, unit="pct", base="")
    if quantity.kind == "ratio" and not quantity.unit:
        return replace(quantity, unit="ratio")
    if quantity.unit == "people" and _FORCES.search(text, *_around(quantity)):
        return replace(quantity, unit="troops")
    if (
        quantity.unit.startswith("pct_of_")
        and quantity.unit not in _WHOLES
        and not _SURVEY.search(text, *_around(quantity))
    ):
        return replace(quantity, unit="pct")
    if quantity.unit.startswith("pct_of_") and _SURVEY.search(text, *_around(quantity)):
        return replace(quantity, unit="pct_of_respondents")
    if quantity.base_implicit and (quantity.value or 0) > _MOST_OF_GDP:
        return replace(quantity, unit="pct", base="")
    return quantity


def _around(quantity: Quantity) -> tuple[int, int]:
    return max(0, quantity.span.start - 60), quantity.span.end + 30


def _idle(clause: Clause) -> bool:
    """Tell whether a sentence claims nothing: a question, a label, a line of the page."""
    piece = clause.words.rstrip('"”’)」）')
    if piece.endswith(("?", "？")) or _ASKED.search(piece):
        return True
    short = clause.language == "en" and len(piece.split()) < 4 and not clause.quantities
    return short and not english.bears(clause.text, clause.span)


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
    about, carried = _measure(clause, quantity, scene)
    implied = quantity is None and carried is not None
    number = quantity or carried
    scene.note(reading.actor)
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
        actor=reading.actor,
        target=reading.target,
        measure=about,
        quantity_span=quantity.span if quantity else None,
        value=number.value if number else None,
        value_high=number.value_high if number else None,
        comparator=comparator,
        unit=_unit(number, about),
        base=(number.base or None) if number else None,
        year=number.year if number and number.year else dated.year if dated else None,
        year_to=dated.year_to if dated else None,
        deadline=deadline,
        hedged=reading.hedged,
        negated=reading.negated,
        value_implicit=implied,
        in_heading=clause.heading,
        damaged=any(clause.span.meets(span) for span in document.damaged),
        confidence=precision(reading.rule),
        rule=reading.rule,
    )


def _measure(
    clause: Clause, quantity: Quantity | None, scene: Scene
) -> tuple[str, Quantity | None]:
    """Return what a clause is about, and the number that it only refers to."""
    language = clause.language
    about = measure(clause.words, language)
    if about in GENERIC or not about:
        about = measure(clause.sentence.of(clause.text), language) or about
    if quantity is not None:
        if quantity.unit in ("pct_gdp", "pct_gnp"):
            base = quantity.unit.removeprefix("pct_")
            if about in ("deficit", "debt", "taxes"):
                return about, None
            scene.quantity, scene.measure = quantity, f"defence_spending_share_{base}"
            return scene.measure, None
        plausible = quantity.value is not None and quantity.value <= _MOST_OF_GDP
        target = (
            plausible
            and scene.quantity is not None
            and (
                _POINTED.search(clause.words) is not None
                or (quantity.kind == "share" and about in _ABOUT_MONEY)
            )
        )
        spent = (
            quantity.unit == "pct_per_year"
            and _SPENT.search(clause.words) is not None
            and not _RAISES.search(clause.words)
        )
        if spent or (quantity.unit == "pct" and (about == "defence_spending_share_gdp" or target)):
            scene.measure = "defence_spending_share_gdp"
            return scene.measure, None
        if quantity.unit in _COUNTS:
            return _COUNTS[quantity.unit], None
        if quantity.kind == "count":
            return about if about in _COUNTABLE else "other", None
        if about.startswith("defence_spending_share") or not about:
            about = "defence_spending" if quantity.kind == "money" or scene.measure else "other"
        return about, None
    carried = scene.quantity if _IMPLICIT.search(clause.words) else None
    if carried is not None:
        return scene.measure, carried
    return about or "other", None


def _unit(number: Quantity | None, about: str) -> str | None:
    if number is None or not number.unit:
        return None
    if number.unit == "pct_per_year" and about == "defence_spending_share_gdp":
        return "pct_gdp"
    return _NAMED_UNITS.get(about, "pct") if number.unit == "pct" else number.unit


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
