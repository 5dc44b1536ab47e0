"""For maintainers: the publishers' own workbooks against the shipped tables, cell by cell.

The workbooks may not be passed on, so they are not here. Point ``BURDENSHARE_PUBLISHERS`` to a
folder with the files named below; without it these tests are skipped.
"""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import pytest

from burdenshare.figures.loaders import add
from burdenshare.figures.tables import DATA, read_sources, read_table

FOLDER = Path(os.environ.get("BURDENSHARE_PUBLISHERS", ""))
pytestmark = pytest.mark.skipif(
    not os.environ.get("BURDENSHARE_PUBLISHERS"),
    reason="for maintainers: BURDENSHARE_PUBLISHERS names no folder with the publishers' files",
)

FILES = {
    "NATO-240617-def-exp-2024-TABLES-en.xlsx": (
        "94f4de63de124dd323cb6729ddf66b66a3e024b9984d21abc6cb5624773b375e",
        "nato_2024-06",
        5346,
        7,
    ),
    "SIPRI-Milex-data-1949-2024_2.xlsx": (
        "8a31c2794c8070230b3b9ef26a3249663f6317a8bc86ba3ec3099c791cdb692f",
        "sipri_2025-04",
        52_626,
        52,
    ),
    "SIPRI-Milex-data-1949-2025_v1.2.xlsx": (
        "6cc3a30b1064f9f02e60236667eef82e08cad42910ce630909d004ad2c398a9d",
        "sipri_2026-04",
        53_826,
        47,
    ),
}
"""File, its hash, its table, the figures and the entries not placed as counted when first read."""


@pytest.mark.parametrize("name", FILES)
def test_the_publishers_workbook_gives_the_shipped_figures(name: str, tmp_path: Path) -> None:
    sha256, table, figures, unplaced = FILES[name]
    path = FOLDER / name
    if not path.is_file():
        pytest.skip(f"{path} is not there")
    assert hashlib.sha256(path.read_bytes()).hexdigest() == sha256, "another copy than the pinned"
    begun = time.monotonic()
    result = add(path, tmp_path)
    assert time.monotonic() - begun < 10
    assert (result.table, result.rows_read, len(result.rows_not_placed)) == (
        table,
        figures,
        unplaced,
    )
    assert result.differs_from_shipped == []

    sources = read_sources(tmp_path)
    shipped = read_table(DATA / f"{table}.csv", sources[table])
    added = read_table(tmp_path / "figures" / f"{table}.csv", sources[f"added/{table}"])
    assert set(shipped) <= set(added)
    for key, ours in shipped.items():
        theirs = added[key]
        assert float(f"{theirs.value:.8g}") == ours.value, key
        assert (theirs.unit, theirs.status) == (ours.unit, ours.status), key


def test_japan_2023_tells_units_from_millions(tmp_path: Path) -> None:
    """The workbook prints 7,157,500,000,000 yen for the fiscal year, in units."""
    path = FOLDER / "SIPRI-Milex-data-1949-2025_v1.2.xlsx"
    if not path.is_file():
        pytest.skip(f"{path} is not there")
    add(path, tmp_path)
    source = read_sources(tmp_path)["added/sipri_2026-04"]
    rows = read_table(tmp_path / "figures" / "sipri_2026-04.csv", source)
    japan = {key[0]: o.value for key, o in rows.items() if (o.country, o.year) == ("JPN", 2023)}
    assert japan["milex_lcu_fy"] == 7_157_500
    assert japan["milex_lcu_current"] == 6_757_125
