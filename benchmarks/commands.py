"""How long the commands take from cold shell to answer, beside the plain alternative."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import burdenshare
from benchmarks.measure import BIN, process, report, scratch

PANDAS = """
import glob, pandas as pd
from burdenshare.figures import tables
files = sorted(glob.glob(tables.__file__.rsplit('/', 1)[0] + '/data/*.csv'))
table = pd.concat(f for f in map(pd.read_csv, files) if 'series' in f)
print(table[(table.series == 'milex_pct_gdp') & (table.country == 'POL') & (table.year == 2024)])
"""


def main() -> None:
    """Measure start, query, index and run."""
    python, tool = sys.executable, str(BIN / "burdenshare")
    cache = scratch()
    warm = {"BURDENSHARE_CACHE": cache, "BURDENSHARE_HOME": scratch()}
    show = [tool, "figures", "show", "milex_pct_gdp", "--country", "POL", "--years", "2024"]
    process(show, runs=1, env=warm)
    pandas = process([python, "-c", PANDAS])
    rows: list[dict[str, object]] = [
        {"what": "python alone", **process([python, "-c", "pass"])},
        {"what": "burdenshare --help", **process([tool, "--help"], env=warm)},
        {"what": "figures show, index warm", **process(show, env=warm)},
        {
            "what": "figures show, index built anew",
            **process(["sh", "-c", f"rm -rf {cache}/*; {' '.join(show)}"], env=warm),
        },
        {"what": "the same rows by pandas.read_csv of all tables", **pandas},
    ]
    for out in (None, scratch() + "/run"):
        command = [tool, "run", "hague-2035", "--json", *(["--out", out] if out else [])]
        what = "run hague-2035, " + ("report and charts" if out else "numbers only")
        rows.append({"what": what, **process(command, runs=3, env=warm)})
    rows += futures()
    for row in rows:
        row["ratio_to_pandas"] = float(row["seconds"]) / pandas["seconds"]  # type: ignore[arg-type]
    report("commands", rows)


def futures(runs: int = 3) -> list[dict[str, object]]:
    """Measure a run of 32 allies with futures in a fresh copy of the package: nothing is cached."""
    home = scratch()
    shutil.copytree(
        Path(burdenshare.__file__).parent,
        f"{home}/burdenshare",
        ignore=shutil.ignore_patterns("__pycache__", ".mypy_cache"),
    )
    env = {"PYTHONPATH": home, "BURDENSHARE_CACHE": f"{home}/cache", "BURDENSHARE_HOME": scratch()}
    run = [sys.executable, "-P", "-m", "burdenshare", "run", "hague-2035"]
    command = [*run, "--draws", "10000", "--out", f"{home}/run"]
    many = [*run, "--draws", "100000", "--json"]
    what = "run hague-2035, 10,000 futures, report and charts, "
    return [
        {"what": what + "the first time", **process(command, runs=1, env=env)},
        {"what": what + "after that", **process(command, runs=runs, env=env)},
        {
            "what": "run with 100,000 futures, numbers only, which compiles the engine",
            **process(many, runs=1, env=env),
        },
        {"what": what + "engine compiled", **process(command, runs=runs, env=env)},
    ]


if __name__ == "__main__":
    main()
