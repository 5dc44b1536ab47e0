"""The commands on who plays alone, and on how far apart an alliance is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal

import typer

from burdenshare.cli import arguments
from burdenshare.cli.output import CsvFlag, JsonFlag, emit, print_table, say
from burdenshare.errors import Refusal, did_you_mean
from burdenshare.workbench import Workbench

FEW = 8
"""Cases for which it is said what positions are held against."""

Form = Literal[
    "separate_deals", "selective_engagement", "public_reservations", "national_strengths"
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the root."""
    for command in (alone, cohesion):
        app.command()(command)


def alone(
    source: Annotated[str, typer.Argument(help="A case of the library, or CSV or YAML.")],
    actor: Annotated[
        str | None,
        typer.Option(help="Show these actors, separated by commas, with every input."),
    ] = None,
    by: Annotated[
        Form, typer.Option(help="The form by which actors are ordered.")
    ] = "public_reservations",
    pressing: Annotated[
        str | None, typer.Option(help="The ally that presses; default: the most capable.")
    ] = None,
    alliance: Annotated[
        str | None,
        typer.Option(help="The format that is the whole; default: the smallest with all actors."),
    ] = None,
    on: Annotated[
        str | None, typer.Option(help="Day, YYYY-MM-DD; default: the decision, or today.")
    ] = None,
    before: Annotated[
        bool,
        typer.Option("--before", help="As if nothing were decided: against the compromise."),
    ] = False,
    scale: Annotated[
        str | None, typer.Option(help="Lowest and highest position of a CSV, LOW:HIGH.")
    ] = None,
    as_json: JsonFlag = False,
    as_csv: CsvFlag = False,
) -> None:
    """Say who plays alone, over four forms, each with its inputs; no composite index."""
    document = Workbench().alone(
        source,
        pressing=pressing,
        alliance=alliance,
        before=before,
        scale=arguments.scale(scale),
        on=arguments.day(on, "--on"),
    )
    wanted = _wanted(document, actor)
    rows = [
        _row(case, name, entry)
        for case, found in document["cases"].items()
        for name, entry in _ordered(found["actors"], by)
        if not wanted or name in wanted
    ]
    emit(
        document,
        rows,
        [name for name in rows[0] if name not in ("deals", "reservation")]
        if as_csv
        else _COLUMNS[len(document["cases"]) == 1 :],
        as_json=as_json,
        as_csv=as_csv,
        title=f"Who plays alone, by {by.replace('_', ' ')} (a dash: not known)",
        headings=_HEADINGS,
        after=_said(document, wanted),
    )


def cohesion(
    pledge: Annotated[float, typer.Option(help="Share of GDP, per cent.")] = 2.0,
    years: Annotated[str | None, typer.Option(help="2014:2026, or 2024.")] = None,
    vintages: Annotated[
        str, typer.Option(help="latest, all, or one edition YYYY-MM; never chained.")
    ] = "latest",
    case: Annotated[
        str | None, typer.Option(help="A negotiation whose polarisation is measured.")
    ] = None,
    alpha: Annotated[
        float | None, typer.Option(help="How much the size of a camp counts, up to 1.6.")
    ] = None,
    alliance: Annotated[str, typer.Option(help="A format of NATO's members.")] = "NATO",
    as_json: JsonFlag = False,
    as_csv: CsvFlag = False,
) -> None:
    """Say how far apart the allies are on a pledge by year, and how positions are polarised."""
    options: dict[str, Any] = {} if alpha is None else {"alpha": alpha}
    document = Workbench().cohesion(
        pledge,
        years=arguments.years(years),
        vintages=vintages,
        source=case,
        alliance=alliance,
        **options,
    )
    rows = document["series"]
    emit(
        document,
        rows,
        list(rows[0])
        if as_csv
        else [name for name in rows[0] if name not in ("definition", "not_final")],
        as_json=as_json,
        as_csv=as_csv,
        title=f"Gaps of {document['alliance']} to {pledge:g} % of GDP, points of GDP",
        headings={"below_by_gdp": "part of GDP below", "spread_by_gdp": "spread, by GDP"},
    )
    if as_json or as_csv:
        return
    say(*_change(rows, pledge))
    positions = [
        {"case": name, "issue": issue, **entry}
        for name, found in document["positions"].items()
        for issue, entry in found.items()
    ]
    if positions:
        print_table(
            positions,
            list(positions[0]),
            title=f"Polarisation of positions, 0 to 1 (Esteban and Ray, "
            f"alpha {document['alpha']:g}; two equal camps at the ends: 1)",
        )
    say(*_notes(document["notes"]))


_COLUMNS = (
    "case", "actor", "deals", "with_pressing", "settled", "selective_engagement",
    "reservation", "strongest_on", "from_demand", "statements", "national_strengths", "leans_on",
)  # fmt: skip
_HEADINGS = {
    "deals": "separate deals",
    "with_pressing": "with who presses",
    "settled": "in the talks",
    "selective_engagement": "selective",
    "strongest_on": "on",
    "from_demand": "from the demand",
    "national_strengths": "own composition",
    "leans_on": "leans on",
}


def _change(rows: Sequence[Mapping[str, Any]], pledge: float) -> Iterator[str]:
    """Say what became of the gaps, from the first to the last year of each edition."""
    for vintage in dict.fromkeys(row["vintage"] for row in rows):
        of = [row for row in rows if row["vintage"] == vintage]
        first, last = of[0], of[-1]
        if first is last:
            continue
        lacks = _moved(first["mean_shortfall"], last["mean_shortfall"])
        spread = _moved(first["spread"], last["spread"])
        yield (
            f"Edition {vintage}, {first['year']} to {last['year']}: what an ally lacks to "
            f"{pledge:g} % {lacks} points on average, and the spread of the allies {spread}"
            + (
                ": less is lacking, and the allies are further apart."
                if last["spread"] > first["spread"]
                and last["mean_shortfall"] < first["mean_shortfall"]
                else "."
            )
        )


def _moved(first: float, last: float) -> str:
    verb = "rose" if last > first else "fell" if last < first else "stayed"
    return f"{verb} from {first:.2f} to {last:.2f}"


def _row(case: str, name: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    deals, reserved = entry["separate_deals"], entry["public_reservations"]
    own, bounds = entry["national_strengths"], reserved["range"]
    return {
        "case": case,
        "actor": name,
        "deals": f"{deals['separate']} of {len(deals['rooms'])}" if deals["rooms"] else None,
        "separate_deals": deals["value"],
        "rooms": len(deals["rooms"]),
        "separate": deals["separate"],
        "with_pressing": deals["with_pressing"],
        "without_pressing": deals["without_pressing"],
        "settled": len(deals["settled"]),
        "selective_engagement": entry["selective_engagement"]["value"],
        "spoke_on": entry["selective_engagement"]["spoke_on"],
        "public_reservations": reserved["value"],
        "reservation_low": bounds[0] if bounds else None,
        "reservation_high": bounds[1] if bounds else None,
        "reservation": f"{reserved['value']:.2f} ({bounds[0]:.2f}-{bounds[1]:.2f})"
        if bounds
        else None,
        "strongest_on": reserved["issue"],
        "from_demand": reserved["from_demand"]["value"],
        "statements": reserved["statements"],
        "national_strengths": own["value"],
        "leans_on": own["leans_on"],
    }


def _ordered(actors: Mapping[str, Any], by: str) -> list[tuple[str, Any]]:
    """Return the actors by one form, the largest first; who is not known stands last."""

    def key(pair: tuple[str, Any]) -> tuple[bool, float, str]:
        value = pair[1][by]["value"]
        return value is None, -(value or 0.0), pair[0]

    return sorted(actors.items(), key=key)


def _wanted(document: Mapping[str, Any], actor: str | None) -> Sequence[str]:
    known = [name for found in document["cases"].values() for name in found["actors"]]
    as_written = {name.casefold(): name for name in known}
    asked = [part.strip() for part in (actor or "").split(",") if part.strip()]
    names = [as_written.get(name.casefold(), name) for name in asked]
    unknown = [name for name in names if name not in known]
    if unknown:
        raise Refusal(
            "bad-argument",
            f"nobody in the file is called {', '.join(unknown)}",
            hint=did_you_mean(unknown[0], known) or f"actors: {', '.join(known[:12])}",
        )
    return names


def _said(document: Mapping[str, Any], wanted: Sequence[str]) -> Iterator[str]:
    """Say what the numbers are made of, and their limits."""
    cases = document["cases"]
    for case, found in cases.items() if wanted or len(cases) <= FEW else ():
        yield (
            f"{case}, on {found['on']}: the whole is {found['alliance'] or 'not known'}, "
            f"{found['pressing']} presses. Held against: "
            + "; ".join(f"{k} {v['value']:.6g} ({v['is']})" for k, v in found["yardsticks"].items())
        )
        for name in wanted:
            if name in found["actors"]:
                yield from _inputs(found, name)
    for name, form in document["forms"].items():
        title = name.replace("_", " ")
        yield f"{title}: {form['rule']} ({form['unit']}). Limits: {form['limits']}."
    yield from _notes(list(dict.fromkeys(n for found in cases.values() for n in found["notes"])))


def _inputs(found: Mapping[str, Any], name: str) -> Iterator[str]:
    entry = found["actors"][name]
    yield name
    rooms = entry["separate_deals"]["rooms"]
    yield "  formats: " + (
        "; ".join(f"{r['format']} ({r['kind']}, {r['size']})" for r in rooms) or "not known"
    )
    for deal in entry["separate_deals"]["settled"]:
        where = f" ({deal['address']})" if "address" in deal else ""
        yield (
            f"  settled in the talks: {deal['what']}{where}"
            + "".join(f"; {deal[key]}" for key in ("with", "date", "note") if key in deal)
        )
    for at in entry["public_reservations"]["positions"]:
        salience = at["salience"]
        yield (
            f"  {at['issue']}: {_span(at['position'])} against {at['yardstick']:g}, "
            f"{100 * at['distance']:.0f} % of the scale, {_SIDES[at['side']]}; "
            f"salience {_span(salience)}"
            + (f"; {at['speaker']}, {at['date']}, {at['address']}" if "address" in at else "")
        )
    own, made = entry["national_strengths"], found["composition"]
    if own["shares"]:
        yield (
            f"  spending in {made['year']} ({made['definition']}, edition {made['vintage']}): "
            + ", ".join(
                f"{k} {v:.0f} % (mean {made['mean'][k]:.0f})" for k, v in own["shares"].items()
            )
        )


_SIDES = {
    "less": "holding back",
    "more": "going beyond",
    "at": "right there",
    "unknown": "which way is not known",
}


def _span(span: Mapping[str, float]) -> str:
    low, high = span["low"], span["high"]
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"


def _notes(notes: Sequence[str]) -> Iterator[str]:
    return (f"Note: {note.removesuffix('.')}." for note in notes)
