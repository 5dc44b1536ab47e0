"""What a programme file says, checked: a joint programme in one currency at one price base."""

from __future__ import annotations

from dataclasses import dataclass, field

from burdenshare.programmes.learning import Curve
from burdenshare.scenario.fields import Range


@dataclass(frozen=True)
class Growth:
    """Cost growth: outcome over estimate from a milestone on, lognormal, in constant prices.

    Attributes
    ----------
    mean, sd : float
        Of the factor itself, not of its logarithm; 1 and 0 where the estimate is taken as it is.
    source : str
    """

    mean: float = 1.0
    sd: float = 0.0
    source: str = ""


@dataclass(frozen=True)
class Development:
    """The non-recurring cost.

    Attributes
    ----------
    cost : Range
        Million, if one state developed it alone.
    years : tuple of int
        First and last.
    multiple : Range
        Development of all partners together over that of one alone, k(n).
    rule : str
        How the multiple was found, in words.
    growth : Growth
    """

    cost: Range
    years: tuple[int, int]
    multiple: Range
    rule: str
    growth: Growth


@dataclass(frozen=True)
class Production:
    """The recurring cost.

    Attributes
    ----------
    first : Range
        Million for the first unit; with `average_of`, the average over that many units.
    average_of : int
        0 where `first` is the first unit's.
    slope : Range
        Learning slope, per cent.
    curve : {"crawford", "wright", "boone"}
    decay : float
        Of Boone's curve, units.
    rate_slope, rate_reference : float
        Slope of the rate effect in per cent, and the units a year for which `first` holds.
    inefficiency : Range
        What producing together adds, part of the flyaway cost.
    support : float
        Initial spares, training and facilities, part of the flyaway cost.
    growth : Growth
    """

    first: Range
    average_of: int
    slope: Range
    curve: Curve
    decay: float
    rate_slope: float
    rate_reference: float
    inefficiency: Range
    support: float
    growth: Growth


@dataclass(frozen=True)
class Partner:
    """One state of a programme.

    Attributes
    ----------
    country : str
        ISO 3166-1 alpha-3.
    quantity : int
        Units it buys.
    years : tuple of int
        First and last year of delivery.
    development_share, work_share : float
        Parts of one: what it pays of development, and what its industry does of the work.
    """

    country: str
    quantity: int
    years: tuple[int, int]
    development_share: float
    work_share: float


@dataclass(frozen=True)
class Exports:
    """Units sold to others: `quantity`, and a `levy` per unit (million) back to the partners."""

    quantity: int = 0
    levy: float = 0.0


@dataclass(frozen=True)
class Slip:
    """Delay: `years` of it, each costing the part `cost` of a year of development."""

    years: Range = field(default_factory=lambda: Range.of(0.0))
    cost: float = 0.0


@dataclass(frozen=True)
class Upkeep:
    """Operations and support.

    Attributes
    ----------
    share : Range
        Part of the whole life-cycle cost.
    life : int
        Years that a unit serves.
    ageing : float
        Growth a year of a unit's upkeep, part.
    source : str
    """

    share: Range
    life: int
    ageing: float
    source: str


@dataclass(frozen=True)
class Deal:
    """A published amount: who said how much for what, when, at which prices.

    Attributes
    ----------
    programme, what : str
    country : str
        Who pays; empty where the amount is of all partners.
    announced : str
        ``2026``, ``2026-04`` or ``2026-07-01``.
    amount : float
        Million.
    currency : str
    price_base : str
        ``current``, ``constant 2025`` or ``not stated``.
    period : str
        Years that the amount covers, or empty.
    source, note : str
    """

    programme: str
    what: str
    country: str
    announced: str
    amount: float
    currency: str
    price_base: str
    period: str
    source: str
    note: str


@dataclass(frozen=True)
class Industry:
    """What a million spent on the programme adds to output elsewhere, by an input-output source."""

    multiplier: float
    source: str


@dataclass(frozen=True)
class Programme:
    """A programme as its file describes it; amounts in million `currency` at prices of `year`.

    Where no cost is published, `development` and `production` are None, `unpublished` says what
    is missing, and nothing of the kind is computed.
    """

    name: str
    title: str
    note: str
    sources: tuple[str, ...]
    illustrative: bool
    currency: str
    year: int
    milestone: str
    development: Development | None
    production: Production | None
    partners: tuple[Partner, ...]
    exports: Exports
    slip: Slip
    upkeep: Upkeep | None
    industry: Industry | None
    unpublished: tuple[str, ...]

    @property
    def countries(self) -> tuple[str, ...]:
        """The partners, in the order of the file."""
        return tuple(partner.country for partner in self.partners)

    @property
    def unit(self) -> str:
        """Unit of every amount."""
        return f"{self.currency} million, prices of {self.year}"
