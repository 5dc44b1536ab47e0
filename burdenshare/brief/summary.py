"""The answer in plain words: what the pledge costs, who pays, who is there, who must grow most."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from burdenshare.brief.numbers import NOTHING, known, linked, money, number, percent, share
from burdenshare.brief.words import NUMERALS, baseline_clause, in_sentence, joined, opening

if TYPE_CHECKING:
    from burdenshare.brief.rows import Row, Together
    from burdenshare.scenario.model import Scenario


class Tile(NamedTuple):
    """One headline number: what it is, the number, and what to know about it."""

    label: str
    value: Markup
    note: Markup


FEW = 5
"""From this many members on, their number is said before their names."""
COUNT = ("m-count", "by-member")
"""Origin of a number of members."""


MANY = 6
"""Up to this many members are told one by one."""


def counted(members: int, origin: str | tuple[str, ...] = COUNT) -> Markup:
    """Return a small number of members in words, a larger one in digits."""
    if members < len(NUMERALS):
        return Markup("%s") % NUMERALS[members]
    return number(members, str(members), origin)


def cell(code: str, measure: str) -> str:
    """Return the id of a member's cell in the tables of the report."""
    return f"r-{code}-{measure}"


class Teller:
    """Tells what a run found; every number it prints leads to the cell that it stands in."""

    def __init__(self, scenario: Scenario, rows: Sequence[Row], together: Together) -> None:
        self.scenario = scenario
        self.rows = rows
        self.together = together
        self.first = together.first
        self.one = rows[0] if len(rows) == 1 else None
        self.ally, self.allies = together.nouns

    def answer(self) -> list[Markup]:
        """Return the sentences of the opening paragraph."""
        told = (
            self._cost_of_one(self.one) if self.one else self._cost(),
            self._in_constant_prices(self.one) if self.one else Markup(""),
            self._sum_of_one(self.one) if self.one else self._sum(),
            self._payers(),
            self._there(),
            self._growth_of_one(self.one) if self.one else self._growth(),
            self._related(),
        )
        return [sentence for sentence in told if sentence]

    def tiles(self, bands: Sequence[Markup] = ()) -> list[Tile]:
        """Return the headline numbers; `bands` are added to the first two, where there are some."""
        bands = bands or (Markup(""), Markup(""))
        first = zip((self._extra_tile(), self._sum_tile()), bands, strict=True)
        return [
            *(self._banded(tile, band) for tile, band in first if tile),
            *self._last_tiles(),
        ]

    def _banded(self, tile: Tile, band: Markup) -> Tile:
        return tile._replace(note=Markup("%s; %s") % (tile.note, band)) if band else tile

    def goal(self) -> Markup:
        """Return the pledge as an opening clause: ``To spend 3.5 % of GDP on defence by 2035``."""
        pledged = [row for row in self.rows if row.pledged]
        targets = sorted({row.target for row in pledged if known(row.target)})
        deadlines = sorted({row.deadline for row in pledged})
        due = (
            f"by {deadlines[0]}"
            if len(deadlines) == 1
            else f"between {deadlines[0]} and {deadlines[-1]}"
        )
        core = any(pledge.core is not None for pledge in self.scenario.pledges)
        on = "core defence" if core else "defence"
        shown = [number(target, share(target), "scenario") for target in targets]
        if not shown:
            return Markup("To keep the pledge")
        range_ = (
            shown[0] if len(shown) == 1 else Markup("between %s and %s") % (shown[0], shown[-1])
        )
        own = "" if len(shown) == 1 and len(deadlines) == 1 else ", each by its own pledge"
        return Markup("To spend %s of %s on %s %s%s") % (range_, self._measure(), on, due, own)

    def _measure(self) -> str:
        years = {pledge.gdp_year for pledge in self.scenario.pledges}
        return f"the GDP of {next(iter(years))}" if len(years) == 1 and None not in years else "GDP"

    def _otherwise(self) -> Markup:
        starts = {row.start_year for row in self.rows}
        year = starts.pop() if len(starts) == 1 else None
        return baseline_clause(self.first, several=self.one is None, year=year)

    def _everyone(self) -> Markup:
        if len(self.rows) == 2:
            return Markup("both %s") % self.allies
        return Markup("the %s %s") % (counted(len(self.rows)), self.allies)

    def _cost(self) -> Markup:
        together = self.together
        total = together.usd[self.first]
        if not known(total):
            return self._cost_of_each()
        if abs(total) < NOTHING:
            return Markup("%s, %s need spend no more in %s than if %s.") % (
                self.goal(),
                self._everyone(),
                together.year,
                self._otherwise(),
            )
        amount = linked(abs(total), money(abs(total), "USD"), cell("ALL", "usd"))
        return Markup("%s, %s would together spend %s %s in %s than if %s (%s).") % (
            self.goal(),
            self._everyone(),
            amount,
            "more" if total > 0 else "less",
            together.year,
            self._otherwise(),
            together.basis,
        )

    def _cost_of_each(self) -> Markup:
        """Say what it costs where no sum can be made: each member in its own currency."""
        lacking = self.together.unknown
        everyone = len(lacking) == len(self.rows)
        whose = "all of them" if everyone else joined([in_sentence(code) for code in lacking])
        why = Markup("No total can be given: prices or exchange rates are missing for %s.") % whose
        paying = [row for row in self.rows if row.against[self.first].extra > NOTHING]
        if not 0 < len(paying) <= MANY:
            return why
        each = [
            Markup("%s %s in %s")
            % (
                in_sentence(row.code),
                linked(
                    row.against[self.first].extra,
                    money(row.against[self.first].extra, row.currency),
                    cell(row.code, "extra"),
                ),
                row.year,
            )
            for row in paying
        ]
        return Markup("%s, more would be spent than if %s: by %s. %s") % (
            self.goal(),
            self._otherwise(),
            joined(each),
            why,
        )

    def _cost_of_one(self, row: Row) -> Markup:
        extra = row.against[self.first].extra
        who = in_sentence(row.code)
        if not known(extra):
            return (
                Markup("For %s the extra cost cannot be computed from the figures at hand.") % who
            )
        if abs(extra) < NOTHING:
            return Markup("%s, %s need spend no more in %s than if %s.") % (
                self.goal(),
                who,
                row.year,
                self._otherwise(),
            )
        return Markup("%s, %s would spend %s %s in %s than if %s.") % (
            self.goal(),
            who,
            linked(abs(extra), money(abs(extra), row.currency), cell(row.code, "extra")),
            "more" if extra > 0 else "less",
            row.year,
            self._otherwise(),
        )

    def _in_constant_prices(self, row: Row) -> Markup:
        against = row.against[self.first]
        if not known(against.extra_real) or abs(against.extra_real) < NOTHING:
            return Markup("")
        base = row.price_base
        real = linked(
            against.extra_real,
            money(abs(against.extra_real), row.currency),
            cell(row.code, f"{self.first}-extra_real"),
        )
        if row.currency == "USD" or not known(against.usd):
            return Markup("In prices of %s that is %s.") % (base, real)
        usd = linked(against.usd, money(abs(against.usd), "USD"), cell(row.code, "usd"))
        return Markup("In prices of %s that is %s, or %s at %s.") % (
            base,
            real,
            usd,
            self.together.basis,
        )

    def _sum(self) -> Markup:
        total = self.together.usd_total[self.first]
        if not known(total) or abs(total) < NOTHING:
            return Markup("")
        return self._adds_up(total, "USD", cell("ALL", f"{self.first}-usd_total"))

    def _sum_of_one(self, row: Row) -> Markup:
        total = row.against[self.first].total
        if not known(total) or abs(total) < NOTHING:
            return Markup("")
        return self._adds_up(total, row.currency, cell(row.code, f"{self.first}-total"))

    def _adds_up(self, total: float, currency: str, target: str) -> Markup:
        first, last = self.together.years
        return Markup("From %s to %s the %s adds up to %s, %s a year on average.") % (
            first,
            last,
            "extra" if total > 0 else "saving",
            linked(abs(total), money(abs(total), currency), target),
            linked(
                abs(total) / (last - first + 1),
                money(abs(total) / (last - first + 1), currency),
                target,
            ),
        )

    def _payers(self) -> Markup:
        if self.one or self.together.unknown:
            return Markup("")
        paying = [row for row in self.rows if row.against[self.first].usd > NOTHING]
        paying.sort(key=lambda row: -row.against[self.first].usd)
        if not paying:
            return Markup("")
        named = [self._named(row, row.against[self.first].usd, "usd") for row in paying[:3]]
        if len(paying) == 1:
            return Markup("All of it falls to %s.") % in_sentence(paying[0].code)
        lead = "It falls to" if len(paying) < 4 else "The largest parts fall to"
        return Markup("%s %s.") % (lead, joined(named))

    def _named(self, row: Row, value: float, measure: str) -> Markup:
        text = percent(value) if measure == "growth" else money(value, "USD")
        return Markup("%s (%s)") % (
            in_sentence(row.code),
            linked(value, text, cell(row.code, measure)),
        )

    def _there(self) -> Markup:
        there = [row for row in self.rows if row.there]
        if self.one:
            return self._one_there(self.one) if there else Markup("")
        if not there:
            who = f"No {self.ally} starts" if len(self.rows) > 2 else "Neither starts"
            return Markup("%s at or above the share it pledged.") % who
        if len(there) == len(self.rows):
            every = "Both" if len(there) == 2 else Markup("All %s") % counted(len(there))
            return Markup("%s start at or above the share they pledged.") % every
        names = joined([self._start(row) for row in there])
        if len(there) == 1:
            return Markup("%s starts at or above the share it pledged.") % opening(names)
        if len(there) < FEW:
            return Markup("%s start at or above the share they pledged.") % opening(names)
        return Markup("%s %s start at or above the share they pledged: %s.") % (
            opening(counted(len(there))),
            self.allies,
            names,
        )

    def _one_there(self, row: Row) -> Markup:
        return Markup("It starts from %s, at or above the share it pledged.") % linked(
            row.start_share, percent(row.start_share, 2), cell(row.code, "start")
        )

    def _start(self, row: Row) -> Markup:
        return Markup("%s (%s)") % (
            in_sentence(row.code),
            linked(row.start_share, percent(row.start_share, 2), cell(row.code, "start")),
        )

    def _growth(self) -> Markup:
        climbing = self._climbing()
        if not climbing:
            return Markup("")
        top, others = climbing[0], climbing[1:3]
        ahead = (
            Markup(", ahead of %s")
            % joined([self._named(row, row.growth, "growth") for row in others])
            if others
            else ""
        )
        return Markup(
            "%s has the steepest climb: its spending must grow by %s a year in real terms%s."
        ) % (
            opening(in_sentence(top.code)),
            linked(top.growth, percent(top.growth), cell(top.code, "growth")),
            ahead,
        )

    def _climbing(self) -> list[Row]:
        """Return who must still grow, steepest first."""
        below = [row for row in self.rows if row.pledged and not row.there and known(row.growth)]
        return sorted((row for row in below if row.growth > 0), key=lambda row: -row.growth)

    def _growth_of_one(self, row: Row) -> Markup:
        if row.there or not (known(row.growth) or known(row.growth_nominal)):
            return Markup("")
        real = known(row.growth)
        rate = row.growth if real else row.growth_nominal
        text = linked(rate, percent(rate), cell(row.code, "growth") if real else f"r-{row.code}")
        return Markup("Until %s its spending must grow by %s a year %s.") % (
            row.deadline,
            text,
            "in real terms" if real else "in current prices",
        )

    def _related(self) -> Markup:
        parts = sorted({p.related for p in self.scenario.pledges if p.related})
        if not parts:
            return Markup("")
        return Markup(
            "The related part of up to %s of GDP is not in these sums; "
            '<a href="#not-costed">why</a>.'
        ) % number(parts[-1], share(parts[-1]), "scenario")

    def _extra_tile(self) -> Tile | None:
        row, together = self.one, self.together
        value = row.against[self.first].extra if row else together.usd[self.first]
        if not known(value):
            return None
        currency, target = (
            (row.currency, cell(row.code, "extra")) if row else ("USD", cell("ALL", "usd"))
        )
        note = f"current prices of {row.year}" if row else together.basis
        label = f"{'Extra' if value >= 0 else 'Saving'} in {row.year if row else together.year}"
        return Tile(
            label, linked(abs(value), money(abs(value), currency), target), Markup("%s") % note
        )

    def _sum_tile(self) -> Tile | None:
        row, together = self.one, self.together
        value = row.against[self.first].total if row else together.usd_total[self.first]
        if not known(value):
            return None
        currency = row.currency if row else "USD"
        target = (
            cell(row.code, f"{self.first}-total") if row else cell("ALL", f"{self.first}-usd_total")
        )
        first, last = together.years
        note = "current prices of each year" if row else together.basis
        return Tile(
            f"{'Extra' if value >= 0 else 'Saving'}, {first}-{last}",
            linked(abs(value), money(abs(value), currency), target),
            Markup("%s") % note,
        )

    def _last_tiles(self) -> list[Tile]:
        if self.one:
            row = self.one
            if not known(row.start_share):
                return []
            value = linked(row.start_share, percent(row.start_share, 2), cell(row.code, "start"))
            goal = linked(row.target, share(row.target), cell(row.code, "target"))
            tiles = [Tile(f"Share of GDP in {row.start_year}", value, Markup("target: %s") % goal)]
            if known(row.growth):
                rate = linked(row.growth, percent(row.growth), cell(row.code, "growth"))
                note = Markup("a year, in real terms, until %s") % row.deadline
                tiles.append(Tile("Growth needed", rate, note))
            return tiles
        there = sum(row.there for row in self.rows)
        count, all_ = (
            Markup('<a class="n" href="#by-member">%s</a>') % number(n, str(n), COUNT)
            for n in (there, sum(row.pledged for row in self.rows))
        )
        tiles = [
            Tile(
                "Already there",
                Markup("%s of %s") % (count, all_),
                Markup("%s at or above the share pledged")
                % (self.ally if there == 1 else self.allies),
            )
        ]
        if climbing := self._climbing():
            top = climbing[0]
            rate = linked(top.growth, percent(top.growth), cell(top.code, "growth"))
            note = Markup("%s: growth a year in real terms") % top.name
            tiles.append(Tile("Steepest climb", rate, note))
        return tiles
