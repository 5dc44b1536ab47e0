"""Says the scenario back in plain sentences: what was asked, before what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from burdenshare.brief.numbers import share
from burdenshare.brief.words import baseline_name, counted, in_sentence, joined, opening

if TYPE_CHECKING:
    from markupsafe import Markup

    from burdenshare.brief.rows import Together
    from burdenshare.scenario.model import Pledge, Scenario

FEW = 6
"""Up to this many members are named one by one."""
PATHS = {
    "linear": "in equal steps of the share from year to year",
    "growth": "with spending growing at one steady rate",
    "backloaded": "slowly at first and faster towards the end",
    "waypoints": "through the stated waypoints, in a straight line between them",
}


def asked(scenario: Scenario, together: Together) -> list[str | Markup]:
    """Return the sentences that say what the run computes."""
    sentences: list[str | Markup] = []
    for pledge in scenario.pledges:
        sentences += _pledge(pledge, scenario, together)
    names = [str(baseline_name(name)) for name in together.usd]
    comparison = joined([_plain(name) for name in names])
    sentences.append(
        f"The extra cost is what the path costs above {comparison}"
        f"{', each reported by itself' if len(names) > 1 else ''}; sums run from {scenario.start}"
        f" to {scenario.end}."
    )
    vintages = [f"{family.upper()} {month}" for family, month in sorted(scenario.vintages.items())]
    sentences.append(
        f"Defence spending is counted by the definition {scenario.definition.upper()}; "
        + (
            f"vintages chosen: {joined(vintages)}."
            if vintages
            else "each figure in its latest vintage."
        )
    )
    if scenario.series:
        whose = joined([in_sentence(code) for code in sorted(scenario.series)])
        sentences.append(f"For {whose} the user's own series replace published ones.")
    return sentences


def _plain(name: str) -> str:
    from markupsafe import Markup

    return Markup(name).striptags()  # noqa: S704 - made by baseline_name, reduced to its text


def _pledge(pledge: Pledge, scenario: Scenario, together: Together) -> list[str]:
    target = pledge.core if pledge.core is not None else pledge.share
    measure = f"the GDP of {pledge.gdp_year}" if pledge.gdp_year else "GDP"
    on = "core defence" if pledge.core is not None else "defence"
    start = f"from {share(pledge.start.share)} " if pledge.start.share is not None else ""
    since = f"in {pledge.start.year} " if pledge.start.year else ""
    goal = f"to {share(target)} of {measure} on {on}" if target is not None else "to its own share"
    lead = f"{opening(_who(pledge, scenario, together))}: {start}{since}{goal} by {pledge.by}"
    stops = ", ".join(f"{share(pledge.waypoints[y])} in {y}" for y in sorted(pledge.waypoints))
    told = [f"{lead}, {PATHS[pledge.path]}{f' ({stops})' if stops else ''}."]
    if pledge.exceptions:
        own = [
            f"{share(value)} for {in_sentence(c)}" for c, value in sorted(pledge.exceptions.items())
        ]
        told.append(f"Exceptions: {joined(own)}.")
    if pledge.related:
        told.append(
            f"A related part of up to {share(pledge.related)} of GDP is shown as a level only."
        )
    if pledge.may_fall:
        told.append("A member above its target may come down to it.")
    elif target is not None:
        told.append("A member already above its target keeps its share.")
    return told


def _who(pledge: Pledge, scenario: Scenario, together: Together) -> str:
    taken = {code for other in scenario.pledges for code in other.members}
    named = pledge.members or [code for code in scenario.members if code not in taken]
    here = [code for code in named if code in together.members]
    if len(here) > FEW:
        return counted(len(here), *together.nouns)
    return str(joined([in_sentence(code) for code in here]))
