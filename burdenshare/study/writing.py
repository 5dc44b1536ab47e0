"""Writes one run into one folder: what was asked, what went in, what came out, and the manifest."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from burdenshare.errors import Refusal
from burdenshare.projection.calibration.content import text
from burdenshare.study import folder as folders
from burdenshare.study.fingerprint import digest, folder_fingerprint
from burdenshare.study.manifest import MANIFEST, Entry, Manifest, real, safe_name
from burdenshare.study.politics import KEEP_COLUMNS, NEGOTIATION_COLUMNS
from burdenshare.study.politics import NAME as POLITICS
from burdenshare.study.readings import NAME as READINGS
from burdenshare.study.record import (
    FIGURE_COLUMNS,
    INPUT_COLUMNS,
    figure_rows,
    levers_document,
    sources_yaml,
    structure,
    table,
)
from burdenshare.study.results import COLUMNS, netcdf
from burdenshare.study.runs import CALIBRATION
from burdenshare.study.workbook import workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from burdenshare.study.runs import Study

SCENARIO = "scenario.yaml"
INPUTS = "inputs.csv"
STRUCTURE = "inputs.json"
FIGURES = "figures.csv"
SOURCES = "sources.yaml"
RESULTS = "results.csv"
RESULTS_JSON = "results.json"
RESULTS_NC = "results.nc"
RESULTS_XLSX = "results.xlsx"
FISCAL = "fiscal.csv"
FISCAL_STRUCTURE = "fiscal.json"
LEVERS = "levers.json"
QUANTILES = "quantiles.csv"
PROBABILITIES = "probabilities.csv"
KEEP = "keep.csv"
NEGOTIATION = "negotiation.csv"
ALWAYS = (
    SCENARIO,
    INPUTS,
    STRUCTURE,
    FIGURES,
    SOURCES,
    RESULTS,
    RESULTS_JSON,
    RESULTS_NC,
    RESULTS_XLSX,
    MANIFEST,
)
"""Files of every run."""
DRAWN = (FISCAL, FISCAL_STRUCTURE, LEVERS, CALIBRATION, QUANTILES, PROBABILITIES)
"""Files of every run whose futures were drawn; the first three of every run with a fiscal side."""
ASKED = (POLITICS, KEEP, NEGOTIATION, READINGS)
"""Files of a run that was asked who keeps the pledge, what is negotiated, or for readings."""
OWN = (*ALWAYS, *DRAWN, *ASKED)


def write(
    study: Study,
    folder: Path,
    attachments: Mapping[str, bytes] | Callable[[], Mapping[str, bytes]] | None = None,
) -> None:
    """Write the run folder of `study`; all of it or nothing.

    The same study and attachments give the same bytes. An earlier run of that name is replaced in
    one step.

    Parameters
    ----------
    study : Study
        The run.
    folder : Path
        Folder to write; its parents are made where they are missing.
    attachments : mapping of str to bytes or function, optional
        Charts and reports by relative path, e.g. ``charts/path.svg``; a function is called when
        the study's own files are made, so that another process can draw meanwhile.

    Raises
    ------
    Refusal
        ``folder-exists``: the folder holds something else. ``bad-argument``: an attachment whose
        name leads out of the folder or is one of the run's own.
    Failure
        ``cannot-write``: what was there before is unchanged.
    """
    folders.require_replaceable(real(folder))
    files = render(study)
    added = (attachments() if callable(attachments) else attachments) or {}
    require_names(added)
    files |= added
    files[MANIFEST] = json_bytes(manifest(study, files).to_json())
    folders.put(folder, files)


def render(study: Study) -> dict[str, bytes]:
    """Return every file that the study itself determines, by name; all but the manifest."""
    return {
        SCENARIO: study.scenario_text.encode(),
        INPUTS: table(INPUT_COLUMNS, study.input_rows),
        STRUCTURE: json_bytes(structure(study.inputs)),
        FIGURES: table(FIGURE_COLUMNS, figure_rows(study.observations)),
        SOURCES: sources_yaml(study.sources).encode(),
        RESULTS: table(COLUMNS, study.result_rows),
        RESULTS_JSON: json_bytes(study.to_json()),
        RESULTS_NC: netcdf(study, _attributes(study)),
        RESULTS_XLSX: workbook(study, about(study)),
        **_futures_files(study),
        **_politics_files(study),
        **({READINGS: json_bytes(study.readings.went_in)} if study.readings else {}),
    }


def _politics_files(study: Study) -> dict[str, bytes]:
    """Return the files on behaviour and bargaining, as far as the run was asked."""
    told = study.politics
    if told is None:
        return {}
    files = {POLITICS: json_bytes(told.went_in)}
    if told.keeps:
        files[KEEP] = table(KEEP_COLUMNS, told.keep_rows)
    if told.negotiation is not None:
        files[NEGOTIATION] = table(NEGOTIATION_COLUMNS, told.negotiation_rows)
    return files


def _futures_files(study: Study) -> dict[str, bytes]:
    """Return the files of the fiscal side and of what was drawn, as far as the run has them."""
    if study.fiscal is None or study.levers is None:
        return {}
    files = {
        FISCAL: table(INPUT_COLUMNS, study.fiscal_rows),
        FISCAL_STRUCTURE: json_bytes(structure(study.fiscal)),
        LEVERS: json_bytes(levers_document(study.levers)),
    }
    if study.calibration is None:
        return files
    return files | {
        CALIBRATION: text(study.calibration).encode(),
        QUANTILES: study.quantile_table,
        PROBABILITIES: study.probability_table,
    }


def manifest(study: Study, files: Mapping[str, bytes]) -> Manifest:
    """Return the manifest that binds `files` to the run."""
    entries = {name: Entry(digest(content), len(content)) for name, content in files.items()}
    return Manifest(
        name=study.scenario.name,
        title=study.scenario.title,
        fingerprint=study.fingerprint,
        folder=folder_fingerprint(entries),
        model=study.versions["burdenshare"],
        versions=study.versions,
        files=entries,
        cite=citation(study),
    )


def citation(study: Study) -> str:
    """Return one sentence that names the run so that someone else can find and check it."""
    producers = sorted({f"{s.producer} ({s.vintage})" for s in study.sources})
    figures = f" Figures: {', '.join(producers)}." if producers else ""
    version = study.versions["burdenshare"]
    return f"{study.scenario.title}. burdenshare {version}, run {study.fingerprint}.{figures}"


def about(study: Study) -> list[tuple[str, str]]:
    """Return what a reader must know of the folder: heading and text."""
    return [
        ("Run", study.fingerprint),
        ("How to cite", citation(study)),
        *((f"Version of {name}", number) for name, number in study.versions.items()),
        ("Checking", "`burdenshare verify FOLDER` recomputes the run from the folder alone."),
        (
            "What that shows",
            "The files are those that were written, and the results follow from the inputs listed "
            "here. It does not show that a published figure is true, that an assumption is wise, "
            "or that a pledge will be kept.",
        ),
        ("Inputs", f"{INPUTS}: every number that the model took, with its origin."),
        ("Figures", f"{FIGURES}: every published figure behind these inputs, with its hash."),
        *_about_futures(study),
        *_about_politics(study),
        *_about_readings(study),
        *(("Source of the case", source) for source in study.scenario.sources),
    ]


def _about_futures(study: Study) -> list[tuple[str, str]]:
    """Return what a reader must know of the fiscal side and the futures."""
    if study.fiscal is None:
        return []
    told = [
        (
            "Public finance",
            f"{FISCAL}: debt, rates and balances with their origins; {LEVERS}: how the pledge is "
            "kept and paid for, in fractions and by position of the member.",
        )
    ]
    if study.calibration is not None and study.futures is not None:
        told.append(
            (
                "Futures",
                f"{study.futures.draws:,} futures, seed {study.futures.seed}, shocks of "
                f"{CALIBRATION} ({study.calibration.fingerprint}). {QUANTILES} and {PROBABILITIES} "
                "hold their spread; series without a level are medians. The compiled engine and "
                "its NumPy twin give the same numbers to the last bit.",
            )
        )
    return told


def _about_politics(study: Study) -> list[tuple[str, str]]:
    """Return what a reader must know of behaviour and bargaining."""
    if study.politics is None:
        return []
    return [
        (
            "Politics",
            f"{POLITICS}: what the forecasts of behaviour and bargaining took in; {KEEP} and "
            f"{NEGOTIATION}: what they say. No cost of this run depends on them.",
        )
    ]


def _about_readings(study: Study) -> list[tuple[str, str]]:
    """Return what a reader must know of the readings."""
    if study.readings is None:
        return []
    return [
        (
            "Readings",
            f"{READINGS}: the judgement and the counts of equipment that coverage was computed "
            f"from; what follows stands in {RESULTS_JSON}. No cost of this run depends on it.",
        )
    ]


def require_names(attachments: Mapping[str, bytes]) -> None:
    """Refuse attachments whose names lead out of the folder or belong to the run itself."""
    folders_used = {
        "/".join(name.split("/")[:depth])
        for name in attachments
        for depth in range(1, name.count("/") + 1)
    }
    wrong = [
        name
        for name in attachments
        if not safe_name(name) or name.split("/")[0] in OWN or name in folders_used
    ]
    if wrong:
        raise Refusal(
            "bad-argument",
            "attachments must have plain relative names that the run does not use itself",
            hint="put charts under charts/",
            details=[{"where": name, "message": "cannot be a file of the run"} for name in wrong],
        )


def json_bytes(document: Any) -> bytes:
    """Return a JSON document for people and programs: indented, unrounded, no NaN.

    A list of numbers or words stands in one line.
    """
    return (_indented(document, "\n") + "\n").encode()


_one_line = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def _indented(value: Any, line: str) -> str:
    """Return a value as JSON; `line` begins a line as deep as the value."""
    inner = f"{line} "
    if isinstance(value, dict) and value:
        parts = [f"{_one_line(str(key))}: {_indented(each, inner)}" for key, each in value.items()]
        return f"{{{inner}{f',{inner}'.join(parts)}{line}}}"
    if isinstance(value, list | tuple) and any(isinstance(each, dict) for each in value):
        parts = [_indented(each, inner) for each in value]
        return f"[{inner}{f',{inner}'.join(parts)}{line}]"
    return _one_line(value)


def _attributes(study: Study) -> dict[str, str]:
    return {
        "title": study.scenario.title,
        "source": f"burdenshare {study.versions['burdenshare']}",
        "run": study.fingerprint,
        "references": citation(study),
    }
