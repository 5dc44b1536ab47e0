"""Who meets what: shares of one year by edition, what moved since, and who carries the burden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from burdenshare.workbench.figures import FiguresDesk
from burdenshare.workbench.politics import PoliticsDesk

if TYPE_CHECKING:
    from datetime import date

    from burdenshare.figures.model import Observation

SHARE = "milex_pct_gdp"
PLEDGES = (2.0, 3.5)


class AlliesDesk(FiguresDesk, PoliticsDesk):
    """The allies of a year, by one definition, in one edition of the tables."""

    def who_meets(
        self,
        year: int,
        *,
        definition: str = "nato",
        vintage: str | None = None,
        as_of: date | None = None,
        since: str | None = None,
        alliance: str = "NATO",
        pledges: Sequence[float] = PLEDGES,
    ) -> dict[str, Any]:
        """Say who meets which pledge in a year, what each edition said, and what moved.

        Parameters
        ----------
        year : int
        definition : str
            ``nato`` or ``sipri``.
        vintage : str, optional
            Edition ``YYYY-MM``; default: the last that has the year and was known.
        as_of : date, optional
            Only editions published on or before that day.
        since : str, optional
            Edition to compare with; default: the first that has the year.
        alliance : str
        pledges : sequence of float
            Per cent of GDP.

        Returns
        -------
        dict
            ``editions``, oldest first, with the number of members at or above each pledge;
            ``members``, the highest share first, each with its share (``burden``), its key and
            whether it meets each pledge; ``movers`` between `since` and the edition;
            ``measures`` as of `burden`, None with ``no_measures`` where the edition lacks the
            money that they need.

        Raises
        ------
        Refusal
            ``no-figures`` where no edition that was known has the year; ``unknown-vintage`` for
            one that lacks it; what `Figures.rows` refuses.
        """
        from burdenshare.errors import Refusal

        known = self._known(year, definition, as_of, alliance)
        chosen = _of(known, vintage, year) if vintage else list(known)[-1]
        first = _of(known, since, year) if since else next(iter(known))
        shares = {o.country: o for o in sorted(known[chosen], key=lambda o: (-o.value, o.country))}
        measures, lacks = None, None
        try:
            measures = self.burden(
                year, vintage=chosen, definition=definition, alliance=alliance, pledges=pledges
            )
        except Refusal as refusal:
            lacks = refusal.message
        return {
            "year": year,
            "alliance": alliance,
            "family": definition,
            "definition": known[chosen][0].definition,
            "vintage": chosen,
            "since": first,
            "as_of": as_of.isoformat() if as_of else None,
            "pledges": list(pledges),
            "n": len(shares),
            "at_or_above": _counts(known[chosen], pledges),
            "editions": [_edition(name, rows, pledges) for name, rows in known.items()],
            "members": {code: _member(o, pledges, measures or {}) for code, o in shares.items()},
            "movers": self._movers(year, definition, first, chosen, shares),
            "measures": measures,
            "no_measures": lacks,
            "sources": self._behind(known[chosen]),
        }

    def _known(
        self, year: int, definition: str, as_of: date | None, alliance: str
    ) -> dict[str, list[Observation]]:
        """Return the shares of the members by edition, oldest first."""
        from burdenshare.errors import Refusal
        from burdenshare.figures.membership import members

        rows = self.figures.rows(
            SHARE,
            countries=members(alliance, year),
            years=(year, year),
            definition=definition,
            vintages="all",
            as_of=as_of,
        )
        if not rows:
            day = f" by {as_of.isoformat()}" if as_of else ""
            raise Refusal(
                "no-figures",
                f"no share of GDP for {year} was published{day} by the definition {definition}",
                hint="choose another year, definition or day",
            )
        return {
            vintage: [o for o in rows if o.vintage == vintage]
            for vintage in sorted({o.vintage for o in rows})
        }

    def _movers(
        self,
        year: int,
        definition: str,
        first: str,
        last: str,
        shares: Mapping[str, Observation],
    ) -> list[dict[str, Any]]:
        """Return what changed for the members, the biggest change first; none in one edition."""
        if first == last:
            return []
        rows = self.figures_diff(SHARE, first, last, definition=definition)["rows"]
        return [row for row in rows if row["year"] == year and row["country"] in shares]

    def _behind(self, rows: Sequence[Observation]) -> list[dict[str, Any]]:
        found = {source.id: source for source in map(self.figures.source_of, rows)}
        return [source.to_json() for source in found.values()]


def _of(known: Mapping[str, Any], vintage: str, year: int) -> str:
    from burdenshare.errors import Refusal

    if vintage not in known:
        raise Refusal(
            "unknown-vintage",
            f"edition {vintage} has no shares of {year}, or was not out yet",
            hint=f"editions with that year: {', '.join(known)}",
        )
    return vintage


def _counts(rows: Sequence[Observation], pledges: Sequence[float]) -> dict[str, int]:
    return {str(pledge): sum(o.value >= pledge for o in rows) for pledge in pledges}


def _edition(vintage: str, rows: Sequence[Observation], pledges: Sequence[float]) -> dict[str, Any]:
    return {
        "vintage": vintage,
        "definition": rows[0].definition,
        "n": len(rows),
        "at_or_above": _counts(rows, pledges),
    }


def _member(
    o: Observation, pledges: Sequence[float], measures: Mapping[str, Any]
) -> dict[str, Any]:
    behind = measures.get("sources", {}).items()
    keys = {name: key for name, used in behind for key in used if f"/{o.country}/" in key}
    return {
        **measures.get("members", {}).get(o.country, {}),
        "burden": o.value,
        "meets": {str(pledge): o.value >= pledge for pledge in pledges},
        "status": o.status,
        "note": o.note,
        "keys": {**keys, "burden": o.key},
    }
