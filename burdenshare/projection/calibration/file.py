"""Writes and reads calibrations, and gives the shipped one."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from burdenshare.errors import Failure, Problems, Refusal
from burdenshare.figures.countries import check_countries
from burdenshare.projection.calibration.content import ARRAYS, FORMAT, fingerprint, text
from burdenshare.projection.futures.model import FACTORS, VARIABLES, Calibration
from burdenshare.projection.futures.roots import TOLERANCE, symmetric_root
from burdenshare.projection.model import Floats

SHIPPED = Path(__file__).parents[1] / "data" / "calibration.json"
_AGAIN = "make it again: burdenshare calibrate --out FILE"
_SIZE = len(VARIABLES)


def dump(calibration: Calibration, path: Path) -> None:
    """Write a calibration as JSON, one line for each row of numbers; all of it or nothing.

    Raises
    ------
    Failure
        ``cannot-write``: what was there before is unchanged.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_text(text(calibration), encoding="utf-8", newline="\n")
        beside.replace(path)
    except OSError as error:
        raise Failure(
            "cannot-write",
            f"{path} could not be written: {error.strerror or error}",
            hint="choose a file in a folder that exists and may be written to",
        ) from error
    finally:
        if beside.parent.is_dir():
            beside.unlink(missing_ok=True)


def load(path: Path) -> Calibration:
    """Return the calibration of a file that `dump` has written.

    Raises
    ------
    Refusal
        ``file-not-found``; ``unrecognised-file`` for a file that is no calibration;
        ``damaged-file`` with every problem, also where the fingerprint is not that of the content.
    """
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Refusal(
            "file-not-found",
            f"the calibration {path} cannot be read: {error.strerror or error}",
            hint="name a file that burdenshare calibrate has written",
        ) from error
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise Refusal(
            "damaged-file", f"the calibration {path} is no JSON: {error}", hint=_AGAIN
        ) from error
    if not isinstance(body, dict) or body.get("format") != FORMAT:
        raise Refusal(
            "unrecognised-file",
            f"{path} is no calibration: it does not say that its format is {FORMAT!r}",
            hint="name a file that burdenshare calibrate has written",
        )
    return _read(body, path)


@cache
def shipped() -> Calibration:
    """Return the calibration that comes with the package: the default."""
    return load(SHIPPED)


def cover(calibration: Calibration, members: Sequence[str]) -> Calibration:
    """Return the calibration of the members asked for, in their order.

    A country that the calibration does not hold takes the mean of those it holds (persistence,
    loadings, covariance, widening), and a note says so. Its fingerprint stays that of the file.
    """
    missing = [code for code in members if code not in calibration.members]
    place = {code: i for i, code in enumerate(calibration.members)}
    mean = {
        "persistence": calibration.persistence.mean(axis=0),
        "loadings": calibration.loadings.mean(axis=0),
        "root": symmetric_root((calibration.root @ calibration.root).mean(axis=0)),
        "scale": calibration.scale.mean(axis=0),
    }

    def rows(name: str) -> Floats:
        given: Floats = getattr(calibration, name)
        return np.stack([given[place[m]] if m in place else mean[name] for m in members])

    about = {"", *members}
    return replace(
        calibration,
        members=tuple(members),
        persistence=rows("persistence"),
        loadings=rows("loadings"),
        root=rows("root"),
        scale=rows("scale"),
        notes=(
            *(note for note in calibration.notes if note["country"] in about),
            *(
                {"country": code, "text": "not in the calibration: the mean of its countries"}
                for code in missing
            ),
        ),
    )


def _read(body: dict[str, Any], path: Path) -> Calibration:
    problems = Problems()
    members = body.get("members")
    if not isinstance(members, dict) or not members:
        problems.add("members", "no country", expected="at least one")
        members = {}
    for code, hint in check_countries(members).items():
        problems.add(f"members.{code}", "no country code", hint=hint)
    horizon = 1
    if _is_count(body.get("horizon"), least=1):
        horizon = int(body["horizon"])
    else:
        problems.add("horizon", repr(body.get("horizon")), expected="years, 1 or more")
    tail = body.get("tail")
    if tail is not None and (not _is_count(tail, least=4) or tail % 2):
        problems.add("tail", repr(tail), expected="null, or an even number, 4 or more")
    shapes: dict[str, tuple[int, ...]] = {
        "persistence": (_SIZE,),
        "loadings": (_SIZE, FACTORS),
        "root": (_SIZE, _SIZE),
        "scale": (horizon,),
    }
    found: dict[str, list[Floats]] = {
        name: [
            _array(parts, name, shape, f"members.{code}.{name}", problems)
            for code, parts in members.items()
        ]
        for name, shape in shapes.items()
    }
    notes = body.get("notes")
    if not isinstance(notes, list) or not all(_is_note(note) for note in notes):
        problems.add("notes", "no list of notes", expected='{"country": ..., "text": ...}')
        notes = []
    _require(problems, path)
    made = Calibration(
        members=tuple(members),
        tail=tail,
        notes=tuple(notes),
        fingerprint=str(body.get("fingerprint", "")),
        **{name: np.stack(found[name]) for name in ARRAYS},
    )
    if made.fingerprint != fingerprint(made):
        problems.add("fingerprint", "not that of the content: the file was changed by hand")
        _require(problems, path)
    return made


def _array(parts: Any, name: str, shape: tuple[int, ...], where: str, problems: Problems) -> Floats:
    """Return the numbers of one country; note what is wrong with them."""
    blank = np.zeros(shape)
    given = parts.get(name) if isinstance(parts, dict) else None
    if name == "scale" and isinstance(given, (int, float)) and not isinstance(given, bool):
        given = [given] * shape[0]
    try:
        found = np.array(given, dtype=float)
    except (TypeError, ValueError):
        found = np.zeros(0)
    if found.shape != shape or not np.isfinite(found).all():
        problems.add(where, "not the numbers expected", expected=f"finite, shaped {shape}")
        return blank
    wrong = _CHECKS[name](found)
    if wrong:
        problems.add(where, wrong)
    return found


def _check_root(root: Floats) -> str:
    uneven = np.abs(root - root.T).max() > TOLERANCE * np.abs(root).max(initial=0.0)
    lowest = float(np.linalg.eigvalsh(root).min()) if not uneven else 0.0
    if uneven or lowest < -1e-5 * float(np.abs(root).max()):
        return "no symmetric root of a covariance"
    return ""


_CHECKS: dict[str, Callable[[Floats], str]] = {
    "persistence": lambda p: "" if ((p >= 0) & (p <= 1)).all() else "outside 0 to 1",
    "loadings": lambda _: "",
    "root": _check_root,
    "scale": lambda s: "" if (s > 0).all() else "not above 0",
}


def _is_count(value: Any, *, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def _is_note(note: Any) -> bool:
    return (
        isinstance(note, dict)
        and set(note) == {"country", "text"}
        and all(isinstance(each, str) for each in note.values())
    )


def _require(problems: Problems, path: Path) -> None:
    details = problems.details()
    problems.require_none(
        "damaged-file",
        f"the calibration {path} is damaged: "
        + "; ".join(f"{d['where']}: {d['message']}" for d in details[:3]),
        hint=_AGAIN,
    )
