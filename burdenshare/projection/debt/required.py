"""Which structural primary balance a country needs, by criterion: the whole calculation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from burdenshare.errors import Problems, Refusal
from burdenshare.figures.countries import require_countries
from burdenshare.projection.debt.checks import check_country, check_history, notes_on
from burdenshare.projection.debt.criteria import (
    DETERMINISTIC,
    HIGHEST,
    LOWEST,
    meets,
    smallest_balance,
)
from burdenshare.projection.debt.fan import Solution, stochastic_balance
from burdenshare.projection.debt.inputs import BASE_YEAR, Country
from burdenshare.projection.debt.path import CHECKED
from burdenshare.projection.debt.shocks import Shocks, draw_shocks
from burdenshare.projection.debt.tables import Tables, read_tables
from burdenshare.projection.debt.variant import Variant, require_variant
from burdenshare.projection.futures.cache import is_warm

if TYPE_CHECKING:
    from burdenshare.projection.debt.loops import CompiledShocks

CRITERIA = (*DETERMINISTIC, "stochastic")
FEWEST_DRAWS, MOST_DRAWS = 100, 4_000_000
"""Fewer say nothing of a probability of 0.30; more do not fit in a gigabyte (270 bytes each)."""
WORTH_LOADING, WORTH_COMPILING = 300_000, 3_000_000
"""Draws of all countries from which on compiled code is used, where it is there and where it has
to be made. The result is the same to the last bit."""
NO_BALANCE = f"no balance from {LOWEST:g} to {HIGHEST:g} is the smallest that meets it"


@dataclass(frozen=True)
class CountryRequirements:
    """The required structural primary balances of one country."""

    balances: Mapping[int, Mapping[str, float | None]]
    """By years of adjustment and criterion, per cent of GDP; None where there is none."""
    solutions: Mapping[int, Solution]
    """By years of adjustment: the probabilities at the stochastic balance."""
    shocks: Mapping[str, str | int]
    """Frequency, observations and maturity behind the stochastic balance; empty without one."""
    notes: tuple[str, ...]
    left_out: tuple[Mapping[str, str | int], ...]
    """Why a balance is None."""


@dataclass(frozen=True)
class Requirements:
    """The required structural primary balances, with all that is needed to repeat them."""

    countries: Mapping[str, CountryRequirements]
    variant: str
    draws: int
    seed: int
    fingerprint: str
    """sha256 over the files of inputs."""
    left_out: tuple[Mapping[str, str | int], ...]
    """Countries of the inputs that lack something, if the user did not choose."""

    def to_json(self) -> dict[str, Any]:
        """Return the result as plain data, numbers unrounded."""
        found = self.countries.items()
        return {
            "required_balance": {
                code: {str(years): dict(row) for years, row in country.balances.items()}
                for code, country in found
            },
            "unit": "per cent of GDP",
            "variant": self.variant,
            "draws": self.draws,
            "seed": self.seed,
            "inputs_sha256": self.fingerprint,
            "probabilities": {
                code: {
                    str(years): {"p_rise": solution.p_rise, "p_above_60": solution.p_above_60}
                    for years, solution in country.solutions.items()
                }
                for code, country in found
                if country.solutions
            },
            "shocks": {code: dict(country.shocks) for code, country in found if country.shocks},
            "notes": [
                {"country": code, "note": note} for code, country in found for note in country.notes
            ],
            "left_out": [
                *(dict(entry) for entry in self.left_out),
                *(
                    {"country": code, **entry}
                    for code, country in found
                    for entry in country.left_out
                ),
            ],
        }


def required_balances(
    folder: Path | str,
    *,
    countries: Sequence[str] | None = None,
    adjustment: Sequence[int] = (4, 7),
    draws: int = 100_000,
    seed: int = 1,
    variant: str = "as-run",
) -> Requirements:
    """Return the structural primary balance that each country needs, by criterion.

    Parameters
    ----------
    folder : path
        The inputs: `burdenshare.projection.debt.tables.read_tables`.
    countries : sequence of str, optional
        ISO 3166-1 alpha-3. If not given, every country whose inputs are complete; the others are
        named in `Requirements.left_out`.
    adjustment : sequence of int
        Years of adjustment, from the second forecast year on.
    draws : int
        Draws of the stochastic criterion; 0 leaves it out.
    seed : int
    variant : str
        ``as-run`` repeats the defects of the public code and data of June 2024, on which the
        published balances rest; it is the default because results are compared with those.
        ``as-meant`` computes what the equations say. `burdenshare.projection.debt.variant`
        names each difference.

    Raises
    ------
    Refusal
        ``bad-argument``, ``file-not-found``, ``bad-table``, ``unknown-country``, ``no-figures``
        for a country that is not in the folder, ``missing-inputs`` for one that lacks something
        (every gap is named), ``bad-covariance``.

    Notes
    -----
    European Commission, Debt Sustainability Monitor 2023, annex A3; criteria of the fiscal
    governance of 2024 as coded by Darvas, Welslau and Zettelmeyer (Bruegel 2023, June 2024).
    """
    reading = require_variant(variant)
    years = _require_arguments(adjustment, draws, seed)
    tables = read_tables(Path(folder))
    _require_horizon(tables, years)
    chosen, left_out = _choose(tables, countries, reading, years)
    compiled = _compiled(draws * len(chosen))
    found = {
        country.code: _answer(country, years, draws, seed, reading, compiled=compiled)
        for country in chosen
    }
    return Requirements(found, reading.name, draws, seed, tables.fingerprint, tuple(left_out))


def _answer(
    country: Country,
    years: Sequence[int],
    draws: int,
    seed: int,
    variant: Variant,
    *,
    compiled: bool,
) -> CountryRequirements:
    """Solve every criterion of one country."""
    lacking = check_history(country) if draws else "no draws were asked for"
    shocks = None if lacking else _shocks(country, variant, draws, seed, compiled=compiled)
    balances: dict[int, dict[str, float | None]] = {}
    solutions: dict[int, Solution] = {}
    left_out: list[dict[str, str | int]] = []
    for length in years:
        row = {
            criterion: smallest_balance(
                partial(meets, country, criterion, adjustment=length, variant=variant)
            )
            for criterion in DETERMINISTIC
        }
        solution = shocks and stochastic_balance(
            country,
            adjustment=length,
            shocks=shocks,
            variant=variant,
            guess=row["main_adjustment"] or 0.0,
        )
        row["stochastic"] = solution.balance if solution else None
        balances[length] = row
        if solution:
            solutions[length] = solution
        for criterion in (name for name in CRITERIA if row[name] is None):
            reason = lacking if lacking and criterion == "stochastic" else NO_BALANCE
            left_out.append({"adjustment": length, "criterion": criterion, "reason": reason})
    about: dict[str, str | int] = {
        "frequency": country.frequency,
        "observations": len(country.shocks),
        "maturity_years": country.maturity,
    }
    return CountryRequirements(
        balances,
        solutions,
        {} if lacking else about,
        tuple(notes_on(country, variant, stochastic=not lacking)),
        tuple(left_out),
    )


def _shocks(
    country: Country, variant: Variant, draws: int, seed: int, *, compiled: bool
) -> Shocks | CompiledShocks:
    if not compiled:
        return draw_shocks(country, variant, draws=draws, seed=seed)
    from burdenshare.projection.debt.loops import CompiledShocks

    return CompiledShocks(country, variant, draws=draws, seed=seed)


def _compiled(draws: int) -> bool:
    """Return whether compiled code is done first, its loading or making included."""
    return draws >= (WORTH_LOADING if is_warm("loops.run_blocks") else WORTH_COMPILING)


def _require_arguments(adjustment: Sequence[int], draws: int, seed: int) -> tuple[int, ...]:
    """Return the years of adjustment, each once."""
    problems = Problems()
    if not adjustment or min(adjustment) < 2:
        problems.add("adjustment", f"{list(adjustment)} years", expected="whole numbers from 2 on")
    if draws and not FEWEST_DRAWS <= draws <= MOST_DRAWS:
        expected = f"0, or {FEWEST_DRAWS} to {MOST_DRAWS:,}"
        problems.add("draws", f"{draws:,} draws", expected=expected)
    if not 0 <= seed < 2**64:
        problems.add("seed", f"{seed}", expected="0 to 2^64 - 1")
    problems.require_none(
        "bad-argument",
        "; ".join(f"{p['where']}: {p['message']}" for p in problems.details()),
        hint="; ".join(f"{p['where']}: {p['expected']}" for p in problems.details()),
    )
    return tuple(dict.fromkeys(adjustment))


def _require_horizon(tables: Tables, years: Sequence[int]) -> None:
    needed = BASE_YEAR + max(years) + 1 + CHECKED
    last = BASE_YEAR + max(country.horizon for country in tables.countries.values()) - 1
    if needed > last:
        raise Refusal(
            "bad-argument",
            f"an adjustment of {max(years)} years needs figures to {needed}, "
            f"the inputs end in {last}",
            hint=f"adjust within {last - BASE_YEAR - 1 - CHECKED} years, or add later years",
        )


def _choose(
    tables: Tables, asked: Sequence[str] | None, variant: Variant, years: Sequence[int]
) -> tuple[list[Country], list[dict[str, str | int]]]:
    """Return the countries to compute; without a choice of the user, those that are complete."""
    codes = tuple(dict.fromkeys(require_countries(asked))) if asked else tuple(tables.countries)
    problems, absent = Problems(), [code for code in codes if code not in tables.countries]
    for code in absent:
        problems.add(code, "is not in the inputs")
    problems.require_none(
        "no-figures",
        f"the inputs hold no {', '.join(absent)}",
        hint=f"they hold {', '.join(tables.countries)}",
    )
    chosen: list[Country] = []
    left_out: list[dict[str, str | int]] = []
    for code in codes:
        found = check_country(tables.countries[code], variant, years)
        for where, message in found:
            problems.add(where, message)
        if found:
            reason = "; ".join(f"{where.split()[1]}: {message}" for where, message in found)
            left_out.append({"country": code, "reason": reason})
        else:
            chosen.append(tables.countries[code])
    if asked or not chosen:
        lacking = ", ".join(str(entry["country"]) for entry in left_out)
        problems.require_none(
            "missing-inputs",
            f"the inputs of {lacking} are not complete",
            hint="fill in the cells named, or leave the country out",
        )
    return chosen, left_out
