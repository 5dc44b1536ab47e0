"""How long the commands take from cold shell to answer, beside the plain alternative."""

from __future__ import annotations

import sys

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
    for row in rows:
        row["ratio_to_pandas"] = float(row["seconds"]) / pandas["seconds"]  # type: ignore[arg-type]
    report("commands", rows)


if __name__ == "__main__":
    main()
