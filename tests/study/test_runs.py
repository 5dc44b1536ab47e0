"""From a scenario and the shipped figures to a run, on real data."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest

from burdenshare.errors import Failure
from burdenshare.figures.store import Figures
from burdenshare.projection.model import Origin
from burdenshare.scenario.load import load, load_text
from burdenshare.study import Study, compare, compute, verify, write
from burdenshare.study.runs import sources_of, used

from . import factory

ALLIES = """
name: allies
title: All allies to 3.5 %
members: nato
start: 2026
end: 2035
pledges: [{core: 3.5, related: 1.5, by: 2035}]
"""

GONE = "gdp_lcu/IMF derived/WEO/2026-04/ITA/2026"


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    return Figures.open(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def study(figures: Figures) -> Study:
    return compute(load_text(ALLIES), figures)


def test_every_figure_behind_an_input_is_recorded_in_full(study: Study, figures: Figures) -> None:
    keys = {key for origin in study.origins for key in origin.keys}
    assert keys == {each.key for each in study.observations}
    assert [each.key for each in study.observations] == sorted(keys)
    assert {each.table for each in study.observations} == {source.id for source in study.sources}
    poland = next(
        each
        for each in study.observations
        if each.series == "milex_pct_gdp" and each.country == "POL" and each.year == 2026
    )
    assert poland == figures.one("milex_pct_gdp", "POL", 2026, definition="nato")


def test_running_again_gives_the_same_fingerprint(study: Study, figures: Figures) -> None:
    assert compute(load_text(ALLIES), figures).fingerprint == study.fingerprint


def test_another_process_writes_the_same_bytes(study: Study, tmp_path: Path) -> None:
    write(study, tmp_path / "here")
    code = (
        "import sys; from pathlib import Path; from burdenshare.figures.store import Figures;"
        "from burdenshare.scenario.load import load_text; from burdenshare.study import *;"
        f"write(compute(load_text({ALLIES!r}), Figures.open()), Path(sys.argv[1]))"
    )
    there = tmp_path / "there"
    subprocess.run([sys.executable, "-W", "error", "-c", code, str(there)], check=True)
    names = {path.name for path in (tmp_path / "here").iterdir()}
    assert names == {path.name for path in there.iterdir()}
    for name in names:
        assert (there / name).read_bytes() == (tmp_path / "here" / name).read_bytes(), name


def test_a_written_run_verifies_and_compares(
    study: Study, figures: Figures, tmp_path: Path
) -> None:
    write(study, tmp_path / "run")
    found = verify(tmp_path / "run", figures)
    assert found.ok, found.lines()
    spain = ALLIES.replace("by: 2035", "by: 2035, exceptions: {ESP: 2.1}")
    write(compute(load_text(spain), figures), tmp_path / "spain")
    change = compare(tmp_path / "run", tmp_path / "spain")
    assert [c.where for c in change.scenario] == ["pledges[0].exceptions"]
    assert change.figures == ()
    readings = {"cohesion,", "effectiveness,", "opportunities,"}
    assert {c.where.split()[0] for c in change.results} == {"ESP", "all", *readings}


@pytest.mark.parametrize("name", ["hague-2035", "canada-pbo", "japan-2027", "wales-2014"])
def test_runs_of_the_library_verify_and_every_number_has_an_origin(
    name: str, figures: Figures, tmp_path: Path
) -> None:
    """Published figures, the user's own, another definition, another vintage."""
    write(compute(load(name), figures), tmp_path / "run")
    found = verify(tmp_path / "run", figures)
    assert found.ok, found.lines()
    rows = csv.DictReader(io.StringIO((tmp_path / "run" / "inputs.csv").read_text("utf-8")))
    without = {row["variable"] for row in rows if not row["kind"]}
    assert without == set()


def test_a_figure_that_no_table_holds_is_a_defect() -> None:
    inputs = factory.inputs(origins=(Origin("ITA", "gdp", 2026, 1.0, "bn EUR", "figure", (GONE,)),))
    tables = factory.Tables(factory.gdp_of("ITA", 2026, 500.0))
    with pytest.raises(Failure) as failed:
        used([k for o in inputs.origins for k in o.keys], tables)  # type: ignore[arg-type]
    assert failed.value.code == "internal"
    assert failed.value.details[0]["where"] == GONE


def test_sources_are_recorded_once_and_without_folders_of_this_machine() -> None:
    observations = factory.observations()
    sources = sources_of(observations, factory.Tables())  # type: ignore[arg-type]
    assert [s.id for s in sources] == ["imf_weo_2026-04", "nato_2026-07"]
    assert {s.read_from for s in sources} == {"nato.xlsx"}
