"""Parties whose name several countries have: the Left Party of Germany, and that of Sweden."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from burdenshare.evidence.model import Mention

_SHARED: dict[str, tuple[str, dict[str, str]]] = {
    "The Left": ("DEU", {"SWE": "Left Party (Sweden)", "PRT": "Left Bloc",
                         "FIN": "Left Alliance (Finland)"}),
    "SPD": ("DEU", {"SWE": "Social Democratic Party (Sweden)",
                    "FIN": "Social Democratic Party (Finland)",
                    "DNK": "Social Democratic Party (Denmark)", "PRT": "PSD (Portugal)",
                    "AUT": "SPÖ", "ROU": "PSD (Romania)", "JPN": "Social Democratic Party (Japan)",
                    "EST": "Social Democratic Party (Estonia)",
                    "LTU": "Social Democratic Party (Lithuania)"}),
    "Greens": ("", {"DEU": "Greens", "AUS": "Greens (Australia)", "SWE": "Green Party (Sweden)",
                    "FIN": "Green League", "AUT": "Greens (Austria)", "BEL": "Greens (Belgium)",
                    "GBR": "Green Party (United Kingdom)", "CAN": "Green Party (Canada)",
                    "NOR": "Green Party (Norway)", "NZL": "Green Party (New Zealand)"}),
    "Liberals": ("", {"CAN": "Liberals", "AUS": "Liberal Party (Australia)",
                      "SWE": "Liberals (Sweden)", "DNK": "Venstre", "NOR": "Liberal Party (Norway)",
                      "NLD": "PVV", "AUT": "FPÖ"}),
    "Conservatives": ("", {"GBR": "Conservative Party", "CAN": "Conservatives",
                           "NOR": "Conservative Party (Norway)",
                           "DNK": "Conservative People's Party"}),
    "Labour Party": ("GBR", {"NOR": "Labour Party (Norway)", "NLD": "Labour Party (Netherlands)",
                             "NZL": "Labour Party (New Zealand)", "IRL": "Labour Party (Ireland)",
                             "PRK": "Workers' Party of Korea", "ISR": "Labor Party (Israel)"}),
    "Conservative Party": ("GBR", {"NOR": "Conservative Party (Norway)", "CAN": "Conservatives"}),
    "Kuomintang": ("TWN", {"ESP": "People's Party (Spain)", "NZL": "National Party (New Zealand)",
                           "SVK": "Slovak National Party"}),
}  # fmt: skip
"""By the name that a party has in the tables: whose it is where nothing says so, and the others."""
_LATIN = {"Kuomintang": re.compile("Kuomintang|KMT"), "SPD": re.compile("SPD")}
"""Forms that can only be the first country's."""
_STOP = re.compile(r"[.!?。！？]|\n")


def of_their_countries(mentions: Sequence[Mention], text: str) -> list[Mention]:
    """Say of which country a party is whose name several have.

    That is the country named last in its sentence, if it has such a party, else the one that the
    text names most often of those that have; else as the tables say.
    """
    if not any(m.name in _SHARED for m in mentions):
        return list(mentions)
    others = [m for m in mentions if m.name not in _SHARED]
    counts: Counter[str] = Counter(_state(m) for m in others if m.rule != "place")
    return [_placed(m, others, counts, text) if m.name in _SHARED else m for m in mentions]


def _placed(m: Mention, others: Sequence[Mention], counts: Counter[str], text: str) -> Mention:
    usual, elsewhere = _SHARED[m.name]
    own = _LATIN.get(m.name)
    if own and own.fullmatch(m.span.of(text)):
        return m
    able = {usual, *elsewhere} - {""}
    before = [k for k in others if k.span.start < m.span.start and _state(k) in able]
    near = before[-1] if before else None
    if near is not None and _STOP.search(text, near.span.end, m.span.start):
        near = None
    most = [state for state, _ in counts.most_common() if state in able]
    state = _state(near) if near else next(iter(most), usual)
    if not state:
        return m
    return replace(m, name=elsewhere.get(state, m.name), represents=state)


def _state(m: Mention) -> str:
    return m.name if m.kind == "state" else m.represents
