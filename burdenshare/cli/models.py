"""The commands that put one question to one model room."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

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
    if table is not None:
        document = bench.burden_table(table)
    else:
        assert year is not None
        document = bench.burden(year, vintage=vintage, definition=definition)
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


def _findings(document: dict[str, object]) -> list[str]:
    spearman = document["spearman"]
    without = document["spearman_ex_us"]
    assert isinstance(spearman, dict)
    lines = [
        f"n = {document['n']}; alliance burden {document['alliance_burden']:.3f} per cent of GDP; "
        f"Gini of spending {document['gini_spending']:.3f}, of burdens "
        f"{document['gini_burden']:.3f}; HHI {document['hhi_spending']:.4f}",
        f"Exploitation hypothesis (rank of burden with GDP): Spearman rho {spearman['rho']:.3f}, "
        f"p {spearman['p_two_sided']:.3f} two-sided, {spearman['p_one_sided']:.3f} one-sided",
    ]
    if isinstance(without, dict):
        lines.append(
            f"Without the United States: rho {without['rho']:.3f}, "
            f"p {without['p_two_sided']:.3f} two-sided"
        )
    return lines
