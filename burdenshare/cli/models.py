"""The commands that put one question to one model room."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from burdenshare.cli import arguments
from burdenshare.cli.output import CsvFlag, JsonFlag, emit
from burdenshare.errors import Refusal
from burdenshare.workbench import Workbench


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the root."""
    app.command()(burden)


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
