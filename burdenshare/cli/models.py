"""The commands that put one question to one model room."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from burdenshare.cli import arguments
from burdenshare.cli.output import CsvFlag, JsonFlag, emit, print_json, say
from burdenshare.errors import Refusal
from burdenshare.workbench import Workbench


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the root."""
    for command in (burden, debt, calibrate):
        app.command()(command)


def burden(
    year: Annotated[int | None, typer.Option(help="Year of the shipped figures.")] = None,
    vintage: Annotated[str | None, typer.Option(help="Vintage, YYYY-MM; default: latest.")] = None,
    definition: Annotated[str, typer.Option(help="nato or sipri.")] = "nato",
    table: Annotated[
        Path | None, typer.Option(help="Your own CSV: country, gdp, spending (one currency).")
    ] = None,
    pledge: Annotated[str, typer.Option(help="Pledged shares, per cent.")] = "2.0,3.5",
    alternative: Annotated[
        Literal["greater", "less"],
        typer.Option(help="One-sided tests: greater (exploitation of the large) or less."),
    ] = "greater",
    permutations: Annotated[
        int, typer.Option(help="Draws of permutation tests; 0: the t distribution.")
    ] = 0,
    weights: Annotated[
        str | None, typer.Option(help="Your own index: burden=2,equipment_share=1 ...")
    ] = None,
    as_json: JsonFlag = False,
    as_csv: CsvFlag = False,
) -> None:
    """Measure who carries the burden: shares, gaps, inequality, rank tests."""
    if (year is None) == (table is None):
        raise Refusal(
            "bad-argument",
            "burden needs either --year or --table",
            hint="burdenshare burden --year 2024, or burdenshare burden --table FILE.csv",
        )
    bench = Workbench()
    options = {
        "pledges": arguments.numbers(pledge, "--pledge"),
        "alternative": alternative,
        "permutations": permutations,
        "weights": arguments.weights(weights),
    }
    if table is not None:
        document = bench.burden_table(table, **options)
    else:
        assert year is not None
        document = bench.burden(year, vintage=vintage, definition=definition, **options)
    rows = [{"country": code, **member} for code, member in document["members"].items()]
    emit(
        document,
        rows,
        ["country", "burden", "share_of_spending", "share_of_gdp", "gap_to_2"],
        as_json=as_json,
        as_csv=as_csv,
        title=f"Burden {document.get('year') or table} ({document.get('vintage') or 'own table'})",
        decimals=3,
        after=_findings(document),
    )


def debt(
    inputs: Annotated[Path, typer.Option(help="Folder with the four input tables.")],
    countries: Annotated[
        str | None, typer.Option(help="ISO alpha-3 codes, separated by commas.")
    ] = None,
    adjustment: Annotated[str, typer.Option(help="Years of adjustment.")] = "4,7",
    draws: Annotated[
        int, typer.Option(help="Draws of the stochastic criterion; 0: none.")
    ] = 100_000,
    seed: Annotated[int, typer.Option(help="Seed of the draws.")] = 1,
    variant: Annotated[
        Literal["as-run", "as-meant"],
        typer.Option(help="as-run repeats the defects behind the published balances."),
    ] = "as-run",
    as_json: JsonFlag = False,
    as_csv: CsvFlag = False,
) -> None:
    """Say which structural primary balance brings debt down, by the Commission's method."""
    document = Workbench().debt(
        inputs,
        countries=arguments.codes(countries),
        adjustment=[int(years) for years in arguments.numbers(adjustment, "--adjustment")],
        draws=draws,
        seed=seed,
        variant=variant,
    )
    rows = [
        {"country": code, "adjustment_years": int(years), **balances}
        for code, by_years in document["required_balance"].items()
        for years, balances in by_years.items()
    ]
    emit(
        document,
        rows,
        list(dict.fromkeys(key for row in rows for key in row)),
        as_json=as_json,
        as_csv=as_csv,
        title=f"Required structural primary balance, per cent of GDP ({variant})",
        decimals=3,
    )


def calibrate(
    out: Annotated[Path, typer.Option(help="Where to write the calibration.")],
    first: Annotated[int | None, typer.Option(help="First year of history.")] = None,
    last: Annotated[int | None, typer.Option(help="Last year of history.")] = None,
    as_of: Annotated[
        str | None, typer.Option(help="Only what was published by YYYY-MM-DD.")
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Estimate the engine's shocks from history and write them with a fingerprint of their own."""
    given = {"first": first, "last": last, "as_of": arguments.day(as_of)}
    document = Workbench().calibrate(
        out, **{name: value for name, value in given.items() if value is not None}
    )
    if as_json:
        print_json(document)
    else:
        say(f"{out}: {len(document['members'])} countries, fingerprint {document['fingerprint']}")


def _findings(document: dict[str, Any]) -> list[str]:
    lines = [
        f"n = {document['n']}; alliance burden {document['alliance_burden']:.3f} per cent of GDP; "
        f"Gini of spending {document['gini_spending']:.3f}, of burdens "
        f"{document['gini_burden']:.3f}; HHI {document['hhi_spending']:.4f}"
    ]
    tests = {"all": document["spearman"], "without the US": document["spearman_ex_us"]}
    for who, test in tests.items():
        if test and test["rho"] is not None:
            lines.append(
                f"Exploitation hypothesis, {who} (rank of burden with GDP): Spearman rho "
                f"{test['rho']:.3f}, p {test['p_two_sided']:.3f} two-sided, "
                f"{test['p_one_sided']:.3f} one-sided"
            )
    return lines
