"""Who carries the burden, who keeps a pledge, what a negotiation agrees on."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from burdenshare.workbench.desk import Desk, today

if TYPE_CHECKING:
    from datetime import date

    from burdenshare.scenario.model import Scenario


class PoliticsDesk(Desk):
    """Burden sharing, bargaining and compliance."""

    def burden(
        self, year: int, *, vintage: str | None = None, definition: str = "nato", **options: Any
    ) -> dict[str, Any]:
        """Measure who carries the burden in a year; options as of `burden.measure`."""
        from burdenshare.burden import measure_year

        return measure_year(
            self.figures, year, vintage=vintage, definition=definition, **options
        ).to_json()

    def burden_table(self, table: Path, **options: Any) -> dict[str, Any]:
        """Measure who carries the burden in the user's own table; options as of `burden`."""
        from burdenshare.burden import measure_table

        return measure_table(table, **options).to_json()

    def bargain(
        self, source: str | Path, *, cluster: str | None = None, **options: Any
    ) -> dict[str, Any]:
        """Forecast what a negotiation agrees on, and explain it; options as of `ask`.

        With the address of a Dask scheduler, draws of the spatial model are computed there.
        """
        from burdenshare.bargaining.ask import ask

        if cluster is not None:
            from burdenshare.study.sweep.cluster import map_on, require_address

            require_address(cluster)
            options["spread"] = partial(map_on, cluster)
        return ask(source, figures=lambda: self.figures, **options).to_json()

    def bargaining_cases(self) -> dict[str, Any]:
        """List the negotiations that ship with the package."""
        from burdenshare.bargaining.reading import library

        return {"cases": [{"name": case.name, "title": case.title} for case in library()]}

    def scorecard(self, source: str | Path | None = None, **options: Any) -> dict[str, Any]:
        """Score every model of bargaining on known outcomes, the shipped ones if none are given."""
        from burdenshare.bargaining.ask import scorecard

        return scorecard(source, figures=lambda: self.figures, **options)

    def alone(self, source: str | Path, **options: Any) -> dict[str, Any]:
        """Say who plays alone in a negotiation, over four forms; options as of `ask_alone`."""
        from burdenshare.bargaining.alone_ask import ask_alone

        return ask_alone(source, lambda: self.figures, **{"today": today(), **options})

    def cohesion(self, pledge: float, **options: Any) -> dict[str, Any]:
        """Say how far apart the allies are on a pledge, by year; options as of `ask_cohesion`."""
        from burdenshare.bargaining.alone_ask import ask_cohesion

        return ask_cohesion(lambda: self.figures, pledge, **options)

    def keep(
        self,
        share: float,
        by: int,
        *,
        origin: int | None = None,
        alliance: str = "NATO",
        register: bool = False,
        on: date | None = None,
        said: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> dict[str, Any]:
        """Say with a probability who keeps a pledge; with `register`, bind it to a day for good.

        Options as of `burdenshare.compliance.forecast.keep`; `said` as of
        `burdenshare.compliance.given.given`.
        """
        from burdenshare import settings
        from burdenshare.compliance.forecast import default_origin, keep
        from burdenshare.compliance.given import given
        from burdenshare.compliance.register import enter

        origin = default_origin(self.figures) if origin is None else origin
        _require_within(origin, options.get("as_of"))
        day = on or today()
        if register:
            options["as_of"] = min(options.get("as_of") or day, day)
        made = keep(
            self.figures,
            share=share,
            by=by,
            origin=origin,
            alliance=alliance,
            given=given(**(said or {})),
            **options,
        )
        document = made.to_json()
        if register:
            home = self.home or settings.folder("home")
            assert home is not None
            document["registered"] = str(enter(self.figures, made, home, on=day, alliance=alliance))
        return document

    def keep_pledge(self, source: str | Path | Scenario, **options: Any) -> dict[str, Any]:
        """Say who keeps the pledge of a scenario; options as of `keep`, without share and year.

        Members with another share or deadline are asked about apart, and registered apart.

        Raises
        ------
        Refusal
            ``no-figures`` where no member has a forecast; what `keep` and the scenario refuse.
        """
        from burdenshare.compliance.forecast import default_origin
        from burdenshare.compliance.known import known
        from burdenshare.errors import Refusal
        from burdenshare.scenario.load import load
        from burdenshare.scenario.model import Scenario
        from burdenshare.study.politics import asked as questions

        scenario = source if isinstance(source, Scenario) else load(source)
        origin = options.get("origin")
        if origin is None:
            origin = options["origin"] = default_origin(self.figures)
        asked = questions(scenario, known(self.figures, origin))
        if not asked:
            raise Refusal(
                "no-figures",
                f"{scenario.name}: no member has a forecast of behaviour",
                hint="it is made for the members of NATO",
            )
        found = [self.keep(one.share, one.by, **options) for one in asked]
        members = {
            code: {"pledged": one.share, "by": one.by, **document["members"][code]}
            for one, document in zip(asked, found, strict=True)
            for code in one.members
        }
        return {
            **found[0],
            "scenario": scenario.name,
            "members": dict(sorted(members.items())),
            "absent": sorted(set(scenario.members) - members.keys()),
            "pledges": [
                {"share": one.share, "by": one.by, "members": list(one.members)}
                | {name: document[name] for name in ("registered",) if name in document}
                for one, document in zip(asked, found, strict=True)
            ],
        }

    def keep_score(self) -> dict[str, Any]:
        """Score every registered forecast on the editions published since."""
        from burdenshare import settings
        from burdenshare.compliance.register import score

        home = self.home or settings.folder("home")
        assert home is not None
        return score(self.figures, home)

    def keep_hindcast(self, **options: Any) -> dict[str, Any]:
        """Score the model of compliance on the past, beside simple rivals."""
        from burdenshare.compliance.hindcast import hindcast

        return hindcast(self.figures, **options).to_json()


def _require_within(origin: int, as_of: date | None) -> None:
    """Refuse a day after the last year known: nothing published then is read.

    Raises
    ------
    Refusal
        ``bad-argument``
    """
    from burdenshare.errors import Refusal

    if as_of is not None and as_of.year > origin:
        raise Refusal(
            "bad-argument",
            f"--as-of {as_of} is later than the end of {origin}, up to which all is known",
            hint=f"take --origin {as_of.year}, or an earlier day",
        )
