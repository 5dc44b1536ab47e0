"""Lets a language model rephrase compiled sentences, and keeps only what is still borne."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from burdenshare import settings
from burdenshare.brief.check import Evidence, sentences
from burdenshare.brief.grounds import unborne
from burdenshare.brief.parts import Brief, Part, Section, Sentence, untraced

if TYPE_CHECKING:
    from burdenshare.evidence.ledger import Ledger
    from burdenshare.figures.store import Figures

LONGEST = 1_000_000
"""Bytes of an answer that are read."""
LENGTH = 1.4
"""How much longer a rephrased sentence may be."""
RETOLD = (
    *("bottom-line", "commits", "demands", "opposes", "supports", "forecasts", "reports"),
    *("figures", "disagreements"),
)
"""Parts that a model may rephrase."""
_ORDER = (
    "Rephrase each sentence in plain English. Keep every number, unit, year, name, quotation, "
    "doubt and denial exactly; add nothing. You may change the order of the sentences. Answer with "
    'JSON only: [{"id": "...", "text": "..."}, ...], every id once.'
)


@dataclass(frozen=True)
class Model:
    """Where a model answers, in the form of OpenAI's chat completions.

    Attributes
    ----------
    address : str
        Without ``/chat/completions``.
    name : str
    key : str
        Never printed.
    seconds : float
    """

    address: str
    name: str = "default"
    key: str = ""
    seconds: float = 60.0

    def __repr__(self) -> str:
        """Show the model without its key."""
        return f"Model({self.name!r})"


@dataclass(frozen=True)
class Retold:
    """A brief after a model has been asked.

    Attributes
    ----------
    brief : Brief
    kept : int
        Sentences that stand as the model put them.
    compiled : tuple of (str, str)
        Sentences that stand as compiled, and why.
    """

    brief: Brief
    kept: int
    compiled: tuple[tuple[str, str], ...]


def model() -> Model | None:
    """Return the model of the environment, None where ``BURDENSHARE_LLM_URL`` is not set."""
    address = os.environ.get(settings.SETTINGS["llm_url"].variable, "").strip()
    if not address:
        return None
    return Model(
        address.rstrip("/"),
        os.environ.get(settings.SETTINGS["llm_model"].variable) or "default",
        os.environ.get(settings.SETTINGS["llm_key"].variable, ""),
        float(settings.number("llm_seconds")),
    )


def retell(brief: Brief, asked: Model, ledger: Ledger, figures: Figures) -> Retold:
    """Ask a model to rephrase a brief; whatever fails its check stands as compiled.

    A model that is not there, answers too late or answers nonsense changes nothing.
    """
    evidence = Evidence(ledger, figures)
    sections, kept = [], 0
    compiled: list[tuple[str, str]] = []
    for section in brief.sections:
        if section.id not in RETOLD or not section.sentences:
            sections.append(section)
            continue
        told, why = _answer(asked, section)
        made: dict[int, Sentence] = {}
        for place, sentence in enumerate(section.sentences):
            new, fault = _held(told.get(place), sentence, brief, evidence) if told else (None, why)
            made[place] = new or sentence
            kept += new is not None
            if new is None:
                compiled.append((sentence.text, fault))
        order = [*told, *(p for p in made if p not in told)]
        sections.append(replace(section, sentences=tuple(made[p] for p in order)))
    note = f" {kept} sentences were rephrased by the model {asked.name} and checked again."
    sections = [
        replace(s, note=s.note + note) if s.id == "method" and kept else s for s in sections
    ]
    return Retold(replace(brief, sections=tuple(sections)), kept, tuple(compiled))


def _held(
    text: str | None, sentence: Sentence, brief: Brief, evidence: Evidence
) -> tuple[Sentence | None, str]:
    """Return the rephrased sentence if it says no more, no less and nothing else; else why not."""
    if text is None:
        return None, "no answer for it"
    text = " ".join(text.split())
    parts = _parts(text, sentence)
    if parts is None:
        return None, "a number, name or quotation is lost"
    new = Sentence(parts, sentence.origins)
    for why in untraced(new, brief.register):
        return None, why
    grounds = [evidence.ground(origin) for origin in sentence.origins]
    if any(g is None for g in grounds):
        return None, "it rests on what cannot be checked again"
    why = unborne(new.text, [g for g in grounds if g is not None])
    if not why and len(list(sentences(text))) > len(list(sentences(sentence.text))):
        why = "it adds a sentence"
    if not why and len(new.text) > LENGTH * len(sentence.text) + 20:
        why = "it is longer than what it rephrases"
    return (None, why) if why else (new, "")


def _parts(text: str, sentence: Sentence) -> tuple[Part, ...] | None:
    """Cut a text at the numbers, names and quotations of a sentence; None where one is lost."""
    places = []
    taken: list[tuple[int, int]] = []
    for part in sentence.parts:
        if isinstance(part, str):
            continue
        shown = Sentence((part,)).text
        start = _free(text, shown, taken)
        if start < 0:
            return None
        taken.append((start, start + len(shown)))
        places.append((start, start + len(shown), part))
    cut: list[Part] = []
    last = 0
    for start, end, part in sorted(places, key=lambda p: p[0]):
        cut += [text[last:start], replace(part, text=part.text)]
        last = end
    return tuple(p for p in [*cut, text[last:]] if p)


def _free(text: str, shown: str, taken: Sequence[tuple[int, int]]) -> int:
    start = text.find(shown)
    while start >= 0 and any(a < start + len(shown) and start < b for a, b in taken):
        start = text.find(shown, start + 1)
    return start


def _answer(asked: Model, section: Section) -> tuple[dict[int, str], str]:
    """Return the rephrased sentences by place, in the order of the model; or why there are none."""
    import httpx

    told = [{"id": str(i), "text": s.text} for i, s in enumerate(section.sentences)]
    body = {
        "model": asked.name,
        "temperature": 0,
        "messages": [
            {"role": "system", "content": _ORDER},
            {"role": "user", "content": json.dumps(told, ensure_ascii=False)},
        ],
    }
    headers = {"Authorization": f"Bearer {asked.key}"} if asked.key else {}
    try:
        reply = httpx.post(
            f"{asked.address}/chat/completions", json=body, headers=headers, timeout=asked.seconds
        )
        if reply.status_code != httpx.codes.OK or len(reply.content) > LONGEST:
            return {}, f"the model answered with status {reply.status_code}"
        return _read(reply.json(), len(told))
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return {}, f"the model did not answer ({type(error).__name__})"
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
        return {}, "the model answered nonsense"


def _read(reply: Any, number: int) -> tuple[dict[int, str], str]:
    content = reply["choices"][0]["message"]["content"]
    content = content.strip().removeprefix("```json").removeprefix("```").removesuffix("```")
    found: dict[int, str] = {}
    for one in json.loads(content):
        place = int(one["id"])
        if place in range(number) and isinstance(one["text"], str):
            found.setdefault(place, one["text"])
    return found, "" if found else "the model answered nothing"
