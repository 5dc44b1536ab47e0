"""The answer on a programme as plain data, as rows, and in plain sentences."""

from __future__ import annotations

from typing import Any

import numpy as np

from burdenshare.programmes.circle import Leaving, break_even, by_work, shapley
from burdenshare.programmes.cost import MEANINGS, ProgrammeCost, quantiles
from burdenshare.programmes.model import Programme
from burdenshare.programmes.parts import SQUARE_ROOT
from burdenshare.programmes.upkeep import by_year, upkeep, years
from burdenshare.scenario.words import named


def document(found: ProgrammeCost, leaving: Leaving | None = None) -> dict[str, Any]:
    """Return everything that is known of a costed programme as plain data.

    Returns
    -------
    dict
        ``partners`` with ``alone``, ``together`` and ``saving`` (quantiles, million),
        ``probability_cheaper``, ``by_year`` (medians) and ``upkeep``; ``unit_cost`` (medians) and
        ``unit_cost_quantiles`` by meaning; ``break_even``; ``split`` by development share, work
        and Shapley value; ``leaves``; ``assumptions``.
    """
    programme = found.programme
    worth, work = shapley(found), by_work(found)
    partners = {}
    for country, share in found.partners.items():
        saving = share.alone - share.together
        partners[country] = {
            "alone": quantiles(share.alone),
            "together": quantiles(share.together),
            "saving": quantiles(saving),
            "probability_cheaper": float(np.mean(saving > 0)) if found.draws else None,
            "by_year": {kind: list(map(float, v)) for kind, v in by_year(found, country).items()},
            "upkeep": quantiles(upkeep(found, country)) if programme.upkeep else None,
            "split": {"work": work[country], "shapley": worth[country]},
        }
    unit = {meaning: quantiles(found.unit_cost(meaning)) for meaning in MEANINGS}
    return {
        "name": programme.name,
        "title": programme.title,
        "illustrative": programme.illustrative,
        "unit": programme.unit,
        "milestone": programme.milestone,
        "draws": found.draws,
        "seed": found.seed,
        "partners": partners,
        "years": list(years(found)),
        "unit_cost": {meaning: levels["0.5"] for meaning, levels in unit.items()},
        "unit_cost_quantiles": unit,
        "unit_cost_meanings": MEANINGS,
        "break_even": break_even(found),
        "leaves": None if leaving is None else _leaving(leaving),
        "industry": _industry(found),
        "assumptions": assumptions(programme),
        "sources": list(programme.sources),
    }


def _leaving(leaving: Leaving) -> dict[str, Any]:
    return {
        "country": leaving.country,
        "done": leaving.done,
        "others": {
            country: {
                "development": quantiles(leaving.development[country]),
                "production": quantiles(leaving.production[country]),
                "extra": quantiles(leaving.more(country)),
            }
            for country in leaving.development
        },
    }


def _industry(found: ProgrammeCost) -> dict[str, Any] | None:
    """Return output elsewhere, only where the file gives an input-output source."""
    industry = found.programme.industry
    if industry is None:
        return None
    spent = float(np.median(found.common.acquisition))
    return {"output": spent * industry.multiplier, "source": industry.source}


def assumptions(programme: Programme) -> list[str]:
    """Say which numbers are a rule's and not the file's."""
    said = []
    if programme.illustrative:
        said.append("The file is a worked example, no estimate of a real programme.")
    if programme.development is not None and programme.development.rule == SQUARE_ROOT:
        low, middle, high = (
            getattr(programme.development.multiple, end) for end in ("low", "central", "high")
        )
        said.append(
            f"Development together costs {middle:.2f} times what one state would pay, from "
            f"{low:g} (nothing lost) to {high:g} (nothing saved): the square-root rule, whose "
            "first source was not found."
        )
    production = programme.production
    if production is not None and production.inefficiency.high == 0:
        said.append("Producing together adds nothing to unit cost.")
    if programme.upkeep is None:
        said.append("The file gives no upkeep, so none is counted.")
    elif not programme.upkeep.source:
        share = programme.upkeep.share
        said.append(
            f"Upkeep is {100 * share.central:g} per cent of life-cycle cost, from "
            f"{100 * share.low:g} to {100 * share.high:g}: 37 programmes of the US Air Force and "
            "Navy average 55 with a wide spread, so that the rule of 70 is wrong on average "
            "(https://vdocument.in/investigation-into-the-ratio-of-operating-and-support-costs-to-"
            "life-.html)."
        )
    if programme.industry is None:
        said.append("No input-output source is given, so nothing is said on other industry.")
    return said


def sentences(found: ProgrammeCost, leaving: Leaving | None = None) -> list[str]:
    """Say what was found, bottom line first."""
    programme, unit = found.programme, found.programme.unit
    together = np.asarray(sum(share.together for share in found.partners.values()))
    saving = sum(share.alone for share in found.partners.values()) - together
    middle = float(np.median(saving))
    word = "less" if middle > 0 else "more"
    said = [
        f"Together the {len(found.partners)} partners pay {float(np.median(together)):,.0f}, "
        f"{abs(middle):,.0f} {word} than if each went alone ({unit}, medians)."
    ]
    if found.draws:
        odds = ", ".join(
            f"{named(country)} {100 * np.mean(share.alone > share.together):.0f} %"
            for country, share in found.partners.items()
        )
        said.append(f"Chance that joining is cheaper than going alone: {odds}.")
    least = break_even(found)["partners"]
    said.append(
        "No number of equal partners up to 8 makes joining cheaper in the median."
        if least is None
        else f"Joining pays from {least} equal partners on (median)."
    )
    costs = ", ".join(
        f"{meaning} {float(np.median(found.unit_cost(meaning))):,.1f}" for meaning in MEANINGS
    )
    said.append(f"Unit cost by meaning: {costs} ({unit}).")
    if programme.upkeep is not None:
        life = sum(float(np.median(upkeep(found, c))) for c in found.partners)
        said.append(
            f"Upkeep over {programme.upkeep.life} years of service comes to {life:,.0f} more."
        )
    if leaving is not None:
        extra = ", ".join(
            f"{named(country)} {float(np.median(leaving.more(country))):,.0f}"
            for country in leaving.development
        )
        said.append(
            f"If {named(leaving.country)} leaves after {100 * leaving.done:.0f} % of development, "
            f"the others pay more: {extra}."
        )
    return said
