"""Figures, burden, compliance, bargaining, programmes and formats, asked of a service."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from burdenshare.client import given
from burdenshare.client.line import Line

if TYPE_CHECKING:
    from burdenshare.scenario.model import Scenario


class ModelsLine(Line):
    """One method for each question to one model; see the same method of `Workbench`."""

    def figures_list(self) -> dict[str, Any]:
        """List every series; see `Workbench.figures_list`."""
        return self.get("figures/list")

    def figures_show(
        self,
        series: str,
        *,
        countries: Sequence[str] | None = None,
        years: tuple[int, int] | None = None,
        definition: str | None = None,
        vintages: str = "latest",
        as_of: date | None = None,
    ) -> dict[str, Any]:
        """Show the values of a series; see `Workbench.figures_show`."""
        return self.get(
            "figures/show",
            series=series,
            country=given.codes(countries),
            years=given.span(years),
            definition=definition,
            vintages=vintages,
            as_of=given.day(as_of),
        )

    def figures_diff(
        self, series: str, from_: str, to: str, *, definition: str | None = None
    ) -> dict[str, Any]:
        """Show what changed between two vintages; see `Workbench.figures_diff`."""
        asked = {"series": series, "from": from_, "to": to, "definition": definition}
        return self.get("figures/diff", **asked)

    def figures_total(
        self,
        series: str,
        year: int,
        *,
        alliance: str = "NATO",
        definition: str = "nato",
        vintage: str | None = None,
    ) -> dict[str, Any]:
        """Sum a series over the members of the year; see `Workbench.figures_total`."""
        return self.get(
            "figures/total",
            series=series,
            year=year,
            alliance=alliance,
            definition=definition,
            vintage=vintage,
        )

    def figures_cite(
        self,
        series: str,
        country: str,
        year: int,
        *,
        definition: str | None = None,
        vintage: str | None = None,
    ) -> dict[str, Any]:
        """Give one figure with its source; see `Workbench.figures_cite`."""
        return self.get(
            "figures/cite",
            series=series,
            country=country,
            year=year,
            definition=definition,
            vintage=vintage,
        )

    def figures_sources(self) -> dict[str, Any]:
        """List the source record of every table; see `Workbench.figures_sources`."""
        return self.get("figures/sources")

    def figures_add(self, file: Path) -> dict[str, Any]:
        """Send a publisher's workbook to the service; see `Workbench.figures_add`."""
        return self.send("figures/add", [("file", (file.name, given.content(file)))])

    def reconcile(self, country: str, year: int, *, as_of: date | None = None) -> dict[str, Any]:
        """Lay definitions beside each other; see `Workbench.reconcile`."""
        return self.get("figures/reconcile", country=country, year=year, as_of=given.day(as_of))

    def draw(self, name: str, out: Path, *, year: int, language: str = "en") -> None:
        """Draw one chart of the figures into a file; see `Workbench.draw`."""
        from burdenshare.charts.figures import require_kind

        kind = require_kind(out)
        out.write_bytes(self.fetch(f"charts/{name}.{kind}", year=year, language=language))

    def chart(self, name: str, **options: Any) -> dict[str, Any]:
        """Return one chart of the figures as a specification; see `Workbench.chart`."""
        return self.get(f"charts/{name}.json", **options)

    def burden(
        self, year: int, *, vintage: str | None = None, definition: str = "nato", **options: Any
    ) -> dict[str, Any]:
        """Measure who carries the burden in a year; see `Workbench.burden`."""
        asked = {"year": year, "vintage": vintage, "definition": definition}
        return self.post("burden", **asked, **_burden(options))

    def burden_table(self, table: Path, **options: Any) -> dict[str, Any]:
        """Measure who carries the burden in a table; see `Workbench.burden_table`."""
        return self.post("burden", table=given.text(table), **_burden(options))

    def keep(self, share: float, by: int, **options: Any) -> dict[str, Any]:
        """Say with a probability who keeps a pledge; see `Workbench.keep`.

        With ``register``, the service binds it to the day on which it is asked.
        """
        return self._keep({"share": share, "by": by}, options)

    def keep_pledge(self, source: str | Path | Scenario, **options: Any) -> dict[str, Any]:
        """Say who keeps the pledge of a scenario; see `Workbench.keep_pledge`."""
        return self._keep({"scenario": given.scenario(source)}, options)

    def _keep(self, asked: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
        said = dict(options.pop("said", None) or {})
        for name in ("elections", "ideal_points"):
            said[name] = given.text(said.get(name))
        as_of = given.day(options.pop("as_of", None))
        if options.pop("register", False):
            return self.post("keep/register", **asked, **said, as_of=as_of, **options)
        return self.long("keep", **asked, **said, as_of=as_of, **options)

    def keep_score(self) -> dict[str, Any]:
        """Score the forecasts that the service has registered; see `Workbench.keep_score`."""
        return self.get("keep/score")

    def keep_hindcast(self, *, seed: int = 1) -> dict[str, Any]:
        """Score the model of compliance on the past; see `Workbench.keep_hindcast`."""
        return self.get("keep/hindcast", seed=seed)

    def bargain(self, source: str | Path, **options: Any) -> dict[str, Any]:
        """Forecast what a negotiation agrees on; see `Workbench.bargain`."""
        costs = options.pop("costs", None) or {}
        parts = {"threat": "tariff_threat", "guarantee": "guarantee"}
        stated = {
            name: {actor: by_part[part] for actor, by_part in costs.items() if part in by_part}
            for name, part in parts.items()
        }
        return self.long(
            "bargain",
            case=given.table(source),
            scale=_scale(options.pop("scale", None)),
            models=_list(options.pop("models", None)),
            settings=_list(options.pop("settings", None)),
            reach=_list(options.pop("reach", None)),
            capability=given.weights(options.pop("weights", None)),
            spread=options.pop("sd", None),
            link=given.codes(options.pop("link", None)),
            **{name: given.weights(one) for name, one in stated.items() if one},
            **options,
        )

    def bargaining_cases(self) -> dict[str, Any]:
        """List the negotiations of the library; see `Workbench.bargaining_cases`."""
        return self.get("bargain/cases")

    def scorecard(
        self,
        source: str | Path | None = None,
        *,
        scale: tuple[float, float] | None = None,
        seed: int = 1,
    ) -> dict[str, Any]:
        """Score every model of bargaining on known outcomes; see `Workbench.scorecard`."""
        case = given.table(source)
        return self.post("bargain/score", case=case, scale=_scale(scale), seed=seed)

    def alone(self, source: str | Path, **options: Any) -> dict[str, Any]:
        """Say who plays alone in a negotiation; see `Workbench.alone`."""
        scale, on = _scale(options.pop("scale", None)), given.day(options.pop("on", None))
        return self.post("alone", case=given.table(source), scale=scale, on=on, **options)

    def cohesion(self, pledge: float, **options: Any) -> dict[str, Any]:
        """Say how far apart the allies are on a pledge; see `Workbench.cohesion`."""
        case = given.table(options.pop("source", None))
        years = given.span(options.pop("years", None))
        return self.post("cohesion", pledge=pledge, case=case, years=years, **options)

    def programmes(self) -> dict[str, Any]:
        """List the programmes of the library; see `Workbench.programmes`."""
        return self.get("programmes")

    def programme(
        self,
        source: str | Path,
        *,
        draws: int = 10_000,
        seed: int = 1,
        leaves: str | None = None,
        done: float = 0.5,
    ) -> dict[str, Any]:
        """Cost a joint programme alone and together; see `Workbench.programme`."""
        return self.long(
            "programme",
            programme=given.named_or_text(source),
            draws=draws,
            seed=seed,
            leaves=leaves,
            done=done if leaves else None,
        )

    def deals(self, programme: str | None = None) -> dict[str, Any]:
        """List what was announced of joint programmes; see `Workbench.deals`."""
        return self.get("deals", programme=programme)

    def obligations(
        self, file: Path | None = None, *, country: str | None = None
    ) -> dict[str, Any]:
        """Show ledgers of obligations; see `Workbench.obligations`."""
        return self.post("obligations", ledger=given.text(file), country=country)

    def committed(
        self,
        source: str | Path | Scenario,
        member: str,
        *,
        programmes: Sequence[str | Path] = (),
        ledger: Path | None = None,
        series: str | None = None,
        profile: Mapping[int, float] | None = None,
        draws: int = 10_000,
    ) -> dict[str, Any]:
        """Say which part of a pledge past decisions have taken; see `Workbench.committed`."""
        parts = (f"{after}:{float(part)!r}" for after, part in (profile or {}).items())
        return self.long(
            "committed",
            scenario=given.scenario(source),
            member=member,
            programmes=[given.named_or_text(one) for one in programmes],
            ledger=given.text(ledger),
            series=series,
            run_off=",".join(parts) or None,
            draws=draws,
        )

    def formats(
        self,
        *,
        on: date | None = None,
        without: Collection[str] = (),
        hub: str = "USA",
        formats: Collection[str] | None = None,
        file: Path | None = None,
        remits: Path | None = None,
    ) -> dict[str, Any]:
        """Say who shares how many rooms with whom; see `Workbench.formats`."""
        return self.post(
            "formats",
            on=given.day(on),
            without=given.codes(without),
            hub=hub,
            only=given.codes(formats),
            memberships=given.text(file),
            remits=given.text(remits),
        )

    def who_can(
        self,
        action: str,
        *,
        on: date | None = None,
        without: Collection[str] = (),
        direction: str | None = None,
        file: Path | None = None,
        remits: Path | None = None,
        judgement: Path | None = None,
    ) -> dict[str, Any]:
        """List the formats that could act without named states; see `Workbench.who_can`."""
        return self.post(
            "who-can",
            action=action,
            on=given.day(on),
            without=given.codes(without),
            direction=direction,
            memberships=given.text(file),
            remits=given.text(remits),
            judgement=given.text(judgement),
        )


def _burden(options: dict[str, Any]) -> dict[str, Any]:
    pledge = given.numbers(options.pop("pledges", None))
    weights = given.weights(options.pop("weights", None))
    return {"pledge": pledge, "weights": weights, **options}


def _scale(scale: tuple[float, float] | None) -> str | None:
    return None if scale is None else f"{scale[0]!r}:{scale[1]!r}"


def _list(found: Sequence[str] | None) -> list[str] | None:
    return None if found is None else list(found)
