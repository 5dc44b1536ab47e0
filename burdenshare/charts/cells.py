"""The words of charts on coverage: directions, domains, and what such a chart rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from burdenshare.charts.theme import Credit, number
from burdenshare.figures.countries import country_name
from burdenshare.scenario.words import WITH_ARTICLE

DIRECTIONS = {
    "north": "North",
    "east": "East",
    "south": "South",
    "west": "West",
    "indo_pacific": "Indo-Pacific",
}
DOMAINS = {
    "land": "Land",
    "sea": "Sea",
    "air": "Air",
    "air_missile_defence": "Air and missile defence",
    "space": "Space",
    "cyber": "Cyber",
    "cognitive": "Cognitive",
}
COUNTS = {
    "items": "counts of equipment: Global Firepower 2026 and rDMC 1.0 (Gannon 2023)",
    "money": "stocks in money: what spending has bought, by this project's projection",
}
LEVEL = (
    "Counts are not capability; demands by direction are judgement: read it for what it compares."
)


def credit(document: Mapping[str, Any], run: str = "") -> Credit:
    """Return the source line of a chart on coverage."""
    judged = document["judgement"]["title"]
    return Credit(
        (), run, more=(COUNTS[document["supply"]], f"demands, reach, readiness: {judged}")
    )


def known_domains(*tables: Mapping[str, Mapping[str, float]]) -> list[str]:
    """Return the domains that some direction of the tables asks for, in the order of the words."""
    held = {domain for table in tables for row in table.values() for domain in row}
    return [domain for domain in DOMAINS if domain in held]


def unknown_domains(document: Mapping[str, Any]) -> str:
    """Say of which domains nothing is known; empty where there are none."""
    names = [DOMAINS.get(domain, domain).lower() for domain in document["unknown"]]
    return f"Nothing is said of: {', '.join(names)}." if names else ""


def per_cent(part: float) -> str:
    """Write a part of one as whole per cent."""
    return number(100.0 * part, 0)


def named(cell: Mapping[str, Any]) -> str:
    """Name a cell: ``air, Indo-Pacific``."""
    domain = DOMAINS.get(cell["domain"], cell["domain"]).lower()
    return f"{domain}, {DIRECTIONS.get(cell['direction'], cell['direction'])}"


def in_sentence(code: str, language: str = "en") -> str:
    """Return a country's name as it stands inside a sentence: ``the United States``."""
    name = country_name(code, language)
    return f"the {name}" if language == "en" and code in WITH_ARTICLE else name


def heading(document: Mapping[str, Any], language: str = "en") -> str:
    """Say what comes at once, who is not there, and who is bound elsewhere."""
    parts = [document["title"]]
    if document["without"]:
        names = [in_sentence(code, language) for code in document["without"]]
        parts.append(f"without {' and '.join(names)}")
    if turned := document["diversion"]:
        parts.append(
            f"with {per_cent(turned['part'])} % of what "
            f"{in_sentence(turned['country'], language)} has bound to the "
            f"{DIRECTIONS[turned['direction']]} for {turned['months']:g} months"
        )
    return ", ".join(parts)
