"""What a clause is read against: the document so far, and what a reading of a clause says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from burdenshare.evidence.claims.actors import Actor, Cast
from burdenshare.evidence.claims.turns import Voice
from burdenshare.evidence.model import (
    AUTHOR,
    UNSPECIFIED,
    Comparator,
    Language,
    Quantity,
    Span,
    Stance,
)

_BODY = re.compile("[A-Z]{3}|NATO|EU|UN")
_OBJECT = re.compile(r"\b(?:of|by|for|with|to|from|in|at|against|about|under|on) (?:the )?$")
_OWNER = re.compile(r"\b(its|their|his|her)\s+$", re.I)
_OFFICE_OF = re.compile(r"[A-Z]{3} ")


@dataclass(frozen=True)
class Clause:
    """A clause with what stands in it.

    Attributes
    ----------
    text : str
        Of the whole document.
    span, sentence : Span
    quantities : tuple of Quantity
        Numbers that may be claims.
    dates : tuple of Quantity
    actors : tuple of Actor
    heading : bool
    first : bool
        Whether it is the first clause of its sentence.
    language : {"en", "ja"}
        Of the clause; a Japanese headline may stand in an English page.
    """

    text: str
    span: Span
    sentence: Span
    quantities: tuple[Quantity, ...]
    dates: tuple[Quantity, ...]
    actors: tuple[Actor, ...]
    heading: bool
    first: bool
    language: Language

    @property
    def words(self) -> str:
        """The words of the clause."""
        return self.span.of(self.text)


@dataclass(frozen=True)
class Reading:
    """What a clause claims.

    Attributes
    ----------
    stance : Stance
    rule : str
    actor, target : tuple of str
    comparator : Comparator or None
        Direction, where there is one.
    hedged, negated : bool
    firm, addressed : bool
        Whether the words themselves say who acts (by an agent, in a poll, as a demand), and toward
        whom.
    share : float or None
        How probable the learned model holds the stance to be; None where it was not asked.
    """

    stance: Stance
    rule: str
    actor: tuple[str, ...]
    target: tuple[str, ...]
    comparator: Comparator | None
    hedged: bool
    negated: bool
    firm: bool = False
    addressed: bool = False
    share: float | None = None


@dataclass
class Scene:
    """What the document has said so far, in the order of reading.

    Attributes
    ----------
    cast : Cast
    subjects : tuple of str
        Actors of the last clause.
    person : str
        The last person who was named, as an actor; `he` and `she` point there.
    home : str
        The state or organisation that the document is about.
    asked : str
        Whom the last question was about, in an interview or briefing.
    toward : str
        Whom the last claim was toward.
    topic : str
        The state or union that the paragraph at hand names first.
    titled, ranked : tuple of str
        States and unions in the title; and all, those named most often first.
    group : str
        The group of states that is named most often.
    state : str
        The last state or organisation that acted.
    other : str
        The last state or organisation that acted before `state`.
    measure : str
        The last measure of spending.
    quantity : Quantity or None
        The last number that a target was given as.
    counted : Quantity or None
        The last count, whose unit a bare number takes.
    speaker : str
        Of the sentence at hand.
    speaking : tuple of str
        Whom that speaker speaks for.
    via : tuple of str
        Further reporters, outermost last.
    heard : tuple
        The last speaker besides the author, and for whom; `he said` points there.
    interviewed : str
        Who answers in an interview; empty elsewhere.
    turn : Voice or None
        Whose turn it is to speak, in a hearing, a briefing, an interview or a speech.
    polled : str
        Whose public a poll asked; empty where there is no poll.
    aim : str
        The programme or receiver that the document is about; empty if there is none.
    stance : Stance or empty
        Of the last clause of the sentence at hand; a fragment with a number goes on with it.
    ours : tuple of str
        Who `we` are: those who issue a joint statement, or the author of an editorial or a study.
    terse : bool
        Whether the document says something in nearly every clause, as news and speeches do and
        essays do not: its sentences are short or it gives figures often.
    genre : str
        What kind of page it is, as `genre.genre` says.
    currency : str
        The one that most sums of the document are in; a bare billion takes it.
    """

    cast: Cast
    home: str = ""
    subjects: tuple[str, ...] = ()
    person: str = ""
    asked: str = ""
    toward: str = ""
    topic: str = ""
    titled: tuple[str, ...] = ()
    ranked: tuple[str, ...] = ()
    group: str = ""
    state: str = ""
    other: str = ""
    measure: str = ""
    quantity: Quantity | None = None
    counted: Quantity | None = None
    speaker: str = ""
    speaking: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    heard: tuple[str, tuple[str, ...]] = ("", ())
    interviewed: str = ""
    turn: Voice | None = None
    polled: str = ""
    aim: str = ""
    stance: Stance | Literal[""] = ""
    ours: tuple[str, ...] = ()
    terse: bool = True
    genre: str = ""
    currency: str = ""

    @property
    def official(self) -> bool:
        """Whether who speaks at hand speaks for a state or union."""
        return bool(self.speaking) and _BODY.fullmatch(self.speaking[0]) is not None

    @property
    def self_(self) -> tuple[str, ...]:
        """Who `I` is: the speaker, or the state or union that a speaker in office speaks for."""
        titled = self.speaking and self.speaker.endswith(f" {self.speaking[0]}")
        if self.official or self.speaker in (AUTHOR, "") or (titled and " of " not in self.speaker):
            return self.speaking or (AUTHOR,)
        return (self.speaker,)

    @property
    def both(self) -> tuple[str, ...]:
        """Who `the two` are: those who issue a joint statement, else the two states named most."""
        if len(self.ours) > 1:
            return self.ours
        return tuple(n for n in self.ranked if _OFFICE_OF.match(f"{n} "))[:2]

    @property
    def above(self) -> str:
        """The alliance or union that those who issue a joint statement belong to; else empty."""
        if len(self.ours) != 1 or self.ours[0] in ("AUTHOR", *self.cast.counts):
            return ""
        unions = [n for n, _ in self.cast.counts.most_common() if n in ("NATO", "EU")]
        return unions[0] if unions else ""

    def note(self, actors: tuple[str, ...]) -> None:
        """Remember who acted."""
        if not actors or actors[0] in ("AUTHOR", "UNSPECIFIED"):
            return
        self.subjects = actors
        head = actors[0]
        if head in self.cast.counts and head != self.state:
            self.other, self.state = self.state, head

    def ask(self, question: Clause) -> None:
        """Remember whom a question is about: the last state in it besides the page's own."""
        named = [a.name for a in question.actors if a.name in self.cast.counts]
        self.asked = next((n for n in reversed(named) if n != self.home), "")

    def meet(self, clause: Clause) -> None:
        """Remember whom `he` or `she` is after a clause: who stands there first, no object."""
        people = [a for a in clause.actors if a.kind in ("person", "office")]
        ahead = [clause.text[max(0, a.span.start - 10) : a.span.start] for a in people]
        named = list(zip(people, ahead, strict=True))
        free = [(a, words) for a, words in named if not _OBJECT.search(words)]
        for actor, words in (free or ([] if self.person else named))[:1]:
            owner = _OWNER.search(words)
            self.person = self.name(actor, owner[1].lower() if owner else "")

    def name(self, actor: Actor, before: str = "") -> str:
        """Return whom an actor is; an office without its state is that of the document.

        Parameters
        ----------
        actor : Actor
        before : str
            The word before it: `its` and `their` point to who acted last.
        """
        if actor.bare and actor.name.endswith(" (public)"):
            return self._public(actor)
        if not actor.bare:
            return actor.name
        if before in ("its", "their", "his", "her") and self.subjects:
            return self.subjects[0]
        if self.home.isupper() and self.home not in ("NATO", "EU"):
            return self.home
        return self.state or actor.name

    def _public(self, actor: Actor) -> str:
        """Return whose public is meant: that of the state named right before, else the page's."""
        near = self.cast.within(Span(max(0, actor.span.start - 14), actor.span.start))
        named = [a.name for a in near if a.kind == "state"]
        state = named[-1] if named else self.home
        return f"{state} (public)" if _OFFICE_OF.match(f"{state} ") else actor.name

    def voice(self, actor: Actor) -> str:
        """Return who speaks where an actor does: the person, else the state or organisation."""
        if actor.bare and _OFFICE_OF.match(actor.person):
            return f"{self.name(actor)}{actor.person[3:]}"
        return actor.person or self.name(actor)

    def counterpart(self, actors: tuple[str, ...]) -> str:
        """Return whom actors most likely face where the clause does not say."""
        if any(a.startswith(("NATO members", "European NATO")) for a in actors):
            return "NATO"
        if self.home and self.home not in actors:
            return self.home
        for name in (self.state, self.other, "NATO"):
            if name in self.cast.counts and name not in actors:
                return name
        return self.cast.counterpart(*actors) or (actors[0] if actors else UNSPECIFIED)
