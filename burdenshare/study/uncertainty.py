"""Keeps four kinds of uncertainty apart: the economy, definitions, editions, and behaviour.

How wide is the 90 % band of an outcome, and how much of the width does each of them answer for?
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from itertools import combinations
from math import factorial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from burdenshare.errors import Refusal
from burdenshare.figures.model import family
from burdenshare.scenario.model import Behaviour, Start
from burdenshare.study.behaviour import along, still
from burdenshare.study.fingerprint import canonical, digest
from burdenshare.study.progress import silent
from burdenshare.study.sweep.outcomes import (
    CENTRAL,
    Outcome,
    engine_name,
    further,
    kept_draws,
    read_outcome,
)
from burdenshare.study.sweep.point import Ground, Remembered, fingerprint, ground, run_models

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from burdenshare.figures.store import Figures
    from burdenshare.projection.futures.model import Levers
    from burdenshare.projection.model import Floats
    from burdenshare.scenario.model import Scenario
    from burdenshare.study.progress import Step

MACRO, DEFINITION, VINTAGE, BEHAVIOUR = "macro", "definition", "vintage", "behaviour"
NAMES = {
    MACRO: "the economy",
    DEFINITION: "the definition",
    VINTAGE: "the edition of the figures",
    BEHAVIOUR: "behaviour",
}
"""What each kind is called in sentences and charts."""
DISCRETE = (DEFINITION, VINTAGE, BEHAVIOUR)
"""Kinds with a few alternatives, in the order of the axes of `Samples.central`."""
LOW, HIGH = 0.05, 0.95
BEHAVED = "behaved"
PATHS = 20
"""Drawn paths of what allies would do over which behaviour is spread."""
FEW = 4
"""Alternatives that are written out."""
EDITIONS = 2
"""Editions of each family of figures that are looked at: the latest and the one before."""
COMPARED = ("nato", "sipri")
"""Definitions that are set beside each other where both give a starting share."""
RULE = (
    "The band goes from the 5th to the 95th percentile. A kind that is switched off stands at its "
    "first alternative (macro: at the central path); one that is switched on spreads over its "
    "draws, or over its alternatives with equal weight, which is a way of counting and no "
    "probability. Alone: the width with only this kind on, over the whole width. Last: what the "
    "width loses when only this kind is off. Share: the mean of what the kind adds to the width "
    "over all orders in which the kinds can be switched on (Shapley 1953), so that the shares sum "
    "to one; one that narrows the band is negative."
)


@dataclass(frozen=True)
class Samples:
    """An outcome under every combination of the alternatives."""

    central: Floats
    """One axis for each kind of `DISCRETE`, the first alternative being the reference."""
    draws: Floats | None
    """The same with the draws as last axis; None where there are none."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """What can be switched on: kinds with two alternatives or more, and macro with draws."""
        several = [k for k, n in zip(DISCRETE, self.central.shape, strict=True) if n > 1]
        return (*((MACRO,) if self.draws is not None else ()), *several)

    def width(self, on: Collection[str]) -> float:
        """Return the width of the band with some kinds switched on."""
        place = tuple(slice(None) if kind in on else slice(1) for kind in DISCRETE)
        held = self.draws if MACRO in on and self.draws is not None else self.central
        low, high = np.quantile(held[place], [LOW, HIGH], method="inverted_cdf")
        return float(high - low)


@dataclass(frozen=True)
class Part:
    """What one kind of uncertainty answers for."""

    kind: str
    share: float
    """Of the width; the shares of all kinds sum to one."""
    alone: float
    last: float


def split(samples: Samples) -> tuple[float, tuple[Part, ...]]:
    """Return the width of the whole band and what each kind answers for; see `RULE`.

    Raises
    ------
    Refusal
        ``bad-argument``: nothing is uncertain, or the outcome is unknown under an alternative.
    """
    if not np.isfinite(samples.central).all():
        raise Refusal(
            "bad-argument",
            "the outcome is unknown under one of the definitions or editions",
            hint="choose another outcome or fewer editions",
        )
    kinds = samples.kinds
    widths = {
        frozenset(on): samples.width(on)
        for size in range(len(kinds) + 1)
        for on in combinations(kinds, size)
    }
    everything = frozenset(kinds)
    whole = widths[everything]
    if not whole > 0.0:
        raise Refusal(
            "bad-argument",
            "the band has no width: there are no draws, and definitions, editions and behaviour "
            "give one number",
            hint="run the scenario with draws (--draws 10000)",
        )
    return whole, tuple(
        Part(
            kind,
            _shapley(kind, kinds, widths) / whole,
            widths[frozenset([kind])] / whole,
            (whole - widths[everything - {kind}]) / whole,
        )
        for kind in kinds
    )


def _shapley(kind: str, kinds: Sequence[str], widths: Mapping[frozenset[str], float]) -> float:
    others = [each for each in kinds if each != kind]
    count = len(kinds)
    return sum(
        factorial(size)
        * factorial(count - size - 1)
        / factorial(count)
        * (widths[frozenset((*on, kind))] - widths[frozenset(on)])
        for size in range(count)
        for on in combinations(others, size)
    )


# A scenario --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Uncertainty:
    """The band of an outcome and where its width comes from."""

    scenario: Scenario
    outcome: Outcome
    low: float
    high: float
    reference: float
    """The central path under the first alternatives."""
    width: float
    parts: tuple[Part, ...]
    alternatives: dict[str, tuple[str, ...]]
    """By kind, in words, the reference first."""
    start: int
    """Year of the starting shares, the last that every alternative publishes; 0: the user's own."""
    draws: int
    editions: int
    on: Ground
    """Release, figures and calibration that it follows from."""
    left_out: tuple[str, ...] = ()
    """Alternatives under which the scenario has no result, and why."""

    @cached_property
    def fingerprint(self) -> str:
        """Hash of what was asked; the answer follows from it."""
        asked = [fingerprint(self.scenario, self.on), str(self.outcome), self.editions]
        return digest(canonical(asked))

    def sentences(self) -> list[str]:
        """Say how wide the band is and what makes it so, the most important kind first."""
        unit = self.outcome.unit
        ranked = sorted(self.parts, key=lambda part: -part.share)
        shares = ", ".join(f"{NAMES[p.kind]} {100.0 * p.share:.0f} %" for p in ranked)
        found = [
            f"{self.outcome.words}: from {self.low:.4g} to {self.high:.4g} {unit} (90 % band, "
            f"{self.width:.4g} wide); of the width: {shares}.",
        ]
        missing = [k for k in (MACRO, *DISCRETE) if k not in {part.kind for part in self.parts}]
        if missing:
            named = ", ".join(NAMES[kind] for kind in missing)
            found.append(f"Not spread, as there is one alternative only: {named}.")
        if BEHAVIOUR in missing and self.scenario.behaviour.kind != BEHAVED:
            found.append(
                "Every pledge counts as kept; what allies would do is spread where the scenario "
                "says behaviour: {kind: behaved}."
            )
        found += [f"Left out: {each}." for each in self.left_out]
        if compared := self.compared():
            found.append(f"Compared: {compared}.")
        return [*found, RULE]

    def compared(self) -> str:
        """Say which alternatives were set beside one another; nothing where there are none."""
        return "; ".join(
            f"{NAMES[kind]}: {_against(each)}"
            for kind, each in self.alternatives.items()
            if len(each) > 1
        )

    def to_json(self) -> dict[str, Any]:
        """Return the parts as plain data."""
        return {
            "name": self.scenario.name,
            "fingerprint": self.fingerprint,
            "asked": {
                "question": "uncertainty",
                "outcome": str(self.outcome),
                "editions": self.editions,
                "figures": self.on.figures,
                "calibration": self.on.calibration,
            },
            "outcome": str(self.outcome),
            "words": self.outcome.words,
            "unit": self.outcome.unit,
            "low": self.low,
            "high": self.high,
            "reference": self.reference,
            "width": self.width,
            "draws": self.draws,
            "start": self.start or None,
            "alternatives": {kind: list(each) for kind, each in self.alternatives.items()},
            "rows": [
                {"kind": p.kind, "share": p.share, "alone": p.alone, "last": p.last}
                for p in self.parts
            ],
            "sentences": self.sentences(),
        }


def uncertainty(
    scenario: Scenario,
    outcome: str,
    *,
    figures: Figures,
    editions: int = EDITIONS,
    progress: Step = silent,
) -> Uncertainty:
    """Split the width of an outcome's 90 % band into economy, definition, edition and behaviour.

    - *macro*: the draws of the scenario.
    - *definition*: the starting share as NATO and as SIPRI count it, where both do.
    - *vintage*: the latest editions of all figures, against the editions before them.
    - *behaviour*: where the pledge is kept, the scenario's own way against keeping it exactly;
      where allies do what they would do, drawn paths of that around their median.

    Definitions and editions under which the scenario has no result are left out and named. All
    alternatives start from the same year, the last for which every edition of both definitions
    has a share of every member; a share that the scenario gives itself stays.

    Parameters
    ----------
    scenario : Scenario
    outcome : str
        As `read_outcome` reads it; its statistic is not read.
    figures : Figures
    editions : int
        Of each family of figures.
    progress : callable

    Raises
    ------
    Refusal
        ``bad-argument``: the outcome; nothing is uncertain. What a combination of alternatives is
        refused for.
    """
    remembered = Remembered(figures, scenario.members)
    start, found = _alternatives(scenario, remembered, editions)
    pinned = _pinned(scenario, start)
    more = further([outcome], scenario)
    plain = run_models(pinned.model_copy(update={"draws": 0}), remembered, more)
    chosen = read_outcome(outcome, plain.measures)
    kept = engine_name(plain.futures, chosen)
    left_out = _leave_out_impossible(pinned, found, remembered)
    shape = tuple(len(found[kind]) for kind in DISCRETE)
    central = np.empty(shape)
    draws: list[Floats] = []
    for done, place in enumerate(np.ndindex(*shape)):
        progress(done, central.size, "alternatives")
        seen = [found[kind][at] for kind, at in zip(DISCRETE, place, strict=True)]
        varied = pinned.model_copy(update={k: v for each in seen for k, v in each.changes.items()})
        ran = run_models(varied, remembered, keep=(kept,), stream=(), held=seen[-1].held)
        central[place], sample = kept_draws(ran.inputs, ran.futures, chosen)
        if sample is not None:
            draws.append(sample)
    samples = Samples(central, np.array(draws).reshape(*shape, -1) if draws else None)
    width, parts = split(samples)
    held = samples.central if samples.draws is None else samples.draws
    low, high = np.quantile(held, [LOW, HIGH], method="inverted_cdf")
    return Uncertainty(
        scenario=scenario,
        outcome=chosen._replace(statistic=CENTRAL),
        low=float(low),
        high=float(high),
        reference=float(samples.central[0, 0, 0]),
        width=width,
        parts=parts,
        alternatives={kind: tuple(each.words for each in found[kind]) for kind in DISCRETE},
        start=start,
        draws=0 if samples.draws is None else samples.draws.shape[-1],
        editions=editions,
        on=ground(scenario, figures),
        left_out=left_out,
    )


# Alternatives ------------------------------------------------------------------------------------


class Alternative(NamedTuple):
    """One way to see the same scenario."""

    words: str
    changes: dict[str, Any]
    """Fields of the scenario that it sets."""
    held: Callable[[Levers], Levers] | None = None
    """Holds behaviour on one path."""


def _alternatives(
    scenario: Scenario, figures: Remembered, editions: int
) -> tuple[int, dict[str, list[Alternative]]]:
    """Return the alternatives of each discrete kind, and the year of the starting shares (or 0)."""
    shares = _last_years(scenario, figures)
    families = [f for f in COMPARED if f in shares] if scenario.definition in COMPARED else []
    families.sort(key=lambda each: each != scenario.definition)
    held = {name: sorted(shares[name], reverse=True)[:editions] for name in families}
    weo = {o.vintage for o in figures.rows("gdp_lcu", definition="imf", vintages="all")}
    held["imf"] = sorted(_until(scenario, "imf", weo), reverse=True)[:editions]
    vintages = []
    for back in range(max(len(each) for each in held.values())):
        chosen = {name: each[min(back, len(each) - 1)] for name, each in held.items() if each}
        words = ", ".join(f"{name.upper()} {edition}" for name, edition in chosen.items())
        vintages.append(Alternative(words, {"vintages": {**scenario.vintages, **chosen}}))
    several = len(families) > 1 or any(len(held[name]) > 1 for name in families)
    start = min(shares[name][v] for name in families for v in held[name]) if several else 0
    definitions = [Alternative(name.upper(), {"definition": name}) for name in families]
    return start, {
        DEFINITION: definitions or [Alternative(scenario.definition, {})],
        VINTAGE: vintages,
        BEHAVIOUR: _behaviours(scenario),
    }


def _behaviours(scenario: Scenario) -> list[Alternative]:
    """Return the ways in which a pledge may be followed.

    What allies would do is never set against a kept pledge: it spreads over paths of its own,
    around their median.
    """
    if scenario.behaviour.kind != BEHAVED:
        said = [Alternative("as the scenario says", {})]
        if scenario.behaviour.model_copy(update={"kind": None}) != Behaviour():
            said.append(Alternative("kept exactly", {"behaviour": Behaviour()}))
        return said
    paths = range(PATHS) if scenario.draws else ()
    return [
        Alternative("the median of what allies would do", {}, still),
        *(Alternative(f"path {p + 1}", {}, partial(along, path=p)) for p in paths),
    ]


def _leave_out_impossible(
    scenario: Scenario, found: dict[str, list[Alternative]], figures: Remembered
) -> tuple[str, ...]:
    """Take out definitions and editions under which there is no result; return which, and why."""
    left_out = []
    for kind in (DEFINITION, VINTAGE):
        for each in found[kind][1:]:
            try:
                run_models(scenario.model_copy(update={"draws": 0, **each.changes}), figures)
            except Refusal as refusal:
                found[kind].remove(each)
                left_out.append(f"{each.words} ({refusal.message})")
    return tuple(left_out)


def _against(words: Sequence[str]) -> str:
    """Write alternatives side by side; of many, the first and how many others."""
    few = len(words) <= FEW
    return " against ".join(words) if few else f"{words[0]} against {len(words) - 1} others"


def _last_years(scenario: Scenario, figures: Remembered) -> dict[str, dict[str, int]]:
    """Return by family and edition the last year with a share of every member that needs one."""
    own = {m for p in scenario.pledges if p.start.share is not None for m in p.members}
    published: dict[tuple[str, str], dict[str, int]] = {}
    for o in figures.rows("milex_pct_gdp", vintages="all"):
        if o.country in scenario.members and o.country not in own:
            years = published.setdefault((family(o.definition), o.vintage), {})
            years[o.country] = max(years.get(o.country, 0), o.year)
    mine = [years for (name, _), years in published.items() if name == scenario.definition]
    wanted = {code for years in mine for code in years}
    found: dict[str, dict[str, int]] = {}
    for (name, edition), years in published.items():
        if wanted and wanted <= years.keys() and edition in _until(scenario, name, [edition]):
            found.setdefault(name, {})[edition] = min(years[code] for code in wanted)
    return found


def _until(scenario: Scenario, name: str, editions: Collection[str]) -> list[str]:
    """Return the editions up to the one that the scenario chooses."""
    chosen = scenario.vintages.get(name)
    return [each for each in editions if chosen is None or each <= chosen]


def _pinned(scenario: Scenario, year: int) -> Scenario:
    """Return the scenario with every pledge starting from the shares of one year."""
    if not year:
        return scenario
    return scenario.model_copy(
        update={
            "pledges": tuple(
                pledge.model_copy(update={"start": Start(year=year)})
                if pledge.start.share is None
                else pledge
                for pledge in scenario.pledges
            )
        }
    )
