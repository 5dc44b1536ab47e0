"""The register: forecasts bound by their hash, never changed, scored by what came since."""

from __future__ import annotations

import hashlib
import json
import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from burdenshare.compliance.forecast import Keep
from burdenshare.compliance.known import SERIES, Table
from burdenshare.compliance.scores import brier, log_score, reliability
from burdenshare.errors import Failure, Problems, Refusal

if TYPE_CHECKING:
    from burdenshare.figures.model import Observation

FORMAT = "burdenshare keep 1"
_SHORT = 16


def enter(figures: Table, made: Keep, home: Path, *, on: date, alliance: str = "NATO") -> Path:
    """Write a forecast into the register, once and for all, and return its file.

    The content carries its date, the sha256 of everything else, and ``hindsight``: whether the
    tables held an edition that the forecast left unread, so that its maker could know better. The
    name carries the date and the beginning of the hash. The hash shows that a file was changed; it
    cannot show that a whole register was written anew, so keep a copy, or the hash, where others
    can see it.

    Parameters
    ----------
    figures : Table
        What the forecast was made from.
    made : Keep
    home : Path
        The setting ``home``; the register is its folder ``register``.
    on : date
        Day of the forecast.

    Raises
    ------
    Refusal
        ``bad-argument`` where the figures may be later than `on`, or the same forecast is there.
    Failure
        ``cannot-write``.
    """
    if made.known.day > on:
        raise Refusal(
            "bad-argument",
            f"a forecast of {on} cannot rest on what was published until {made.known.day}",
            hint=f"make it with --as-of {on}",
        )
    body: dict[str, Any] = {
        "format": FORMAT,
        "made": on.isoformat(),
        "alliance": alliance,
        "figures": figures.fingerprint,
        "hindsight": bool(_since(figures, made.known.day)),
        "forecast": made.to_json(),
    }
    digest = _digest(body)
    folder = home / "register"
    name = f"{on}-{made.share:g}-by-{made.by}-from-{made.known.origin}-{digest[:_SHORT]}.json"
    path = folder / name
    beside = folder / f".{name}.{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        beside.write_text(
            json.dumps({**body, "sha256": digest}, allow_nan=False, indent=1) + "\n",
            encoding="utf-8",
        )
        beside.chmod(0o444)
        os.link(beside, path)
    except OSError as error:
        if isinstance(error, FileExistsError) and path.exists():
            raise Refusal(
                "bad-argument",
                f"this forecast is registered already: {path}",
                hint="a registered forecast is never replaced; score it with keep --score",
            ) from None
        raise Failure(
            "cannot-write",
            f"{path} could not be written: {error.strerror or error}",
            hint="BURDENSHARE_HOME must name a folder that may be written to",
        ) from error
    finally:
        if folder.is_dir():
            beside.unlink(missing_ok=True)
    return path


def read(home: Path) -> list[tuple[Path, dict[str, Any]]]:
    """Return every registered forecast with its file, oldest first.

    Raises
    ------
    Refusal
        ``damaged-file`` with every file that was changed or is no registered forecast;
        ``file-not-found`` where nothing is registered.
    """
    found, problems = [], Problems()
    for path in sorted((home / "register").glob("*.json")):
        try:
            body = json.loads(path.read_text(encoding="utf-8"))
            digest = body.pop("sha256")
            whole = body["format"] == FORMAT and digest == _digest(body)
            whole = whole and path.stem.endswith(f"-{digest[:_SHORT]}")
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            whole = False
        if whole:
            found.append((path, body))
        else:
            problems.add(path.name, "its hash is not that of its content: it was changed")
    problems.require_none(
        "damaged-file",
        f"{len(problems)} registered forecast(s) are not as they were written",
        hint="restore them from a copy, or take them out of the register and say so",
    )
    if not found:
        raise Refusal(
            "file-not-found",
            f"no forecast is registered in {home / 'register'}",
            hint="burdenshare keep --share 3.5 --by 2035 --register",
        )
    return found


def score(figures: Table, home: Path) -> dict[str, Any]:
    """Score every registered forecast on the editions published after what it knew.

    Each ally and year is held against the latest of those editions that gives it.

    Raises
    ------
    Refusal
        What `read` refuses.
    """
    forecasts, pooled = [], []
    for path, body in read(home):
        forecast = body["forecast"]
        pairs, editions = _outcomes(figures, forecast)
        entry = {
            "file": path.name,
            "made": body["made"],
            "share": forecast["share"],
            "by": forecast["by"],
            "origin": forecast["origin"],
            "hindsight": body["hindsight"],
            "pseudo_real_time": forecast["pseudo_real_time"],
            "scored_against": editions,
            **_scores(pairs),
        }
        forecasts.append(entry)
        pooled += pairs
    return {"forecasts": forecasts, "all": _scores(pooled)}


def _outcomes(
    figures: Table, forecast: dict[str, Any]
) -> tuple[list[tuple[float, float]], list[str]]:
    """Return chances with what happened (1 or 0), and the editions that tell."""
    since = _since(figures, date.fromisoformat(forecast["as_of"]))
    pairs, editions = [], set()
    for ally, entry in forecast["members"].items():
        for year, chance in zip(entry["years"], entry["probability"], strict=True):
            came = since.get((ally, year))
            if came is not None:
                pairs.append((chance, float(came.value >= forecast["share"])))
                editions.add(f"{came.source} {came.vintage}, {came.definition}")
    return pairs, sorted(editions)


def _since(figures: Table, day: date) -> dict[tuple[str, int], Observation]:
    """Return the shares of editions published after a day, the latest for each ally and year."""
    before = {o.vintage for o in figures.rows(SERIES, definition="nato", vintages="all", as_of=day)}
    return {
        (o.country, o.year): o
        for o in figures.rows(SERIES, definition="nato", vintages="all")
        if o.vintage not in before
    }


def _scores(pairs: list[tuple[float, float]]) -> dict[str, Any]:
    if not pairs:
        return {"n": 0, "brier": None, "log_score": None, "reliability": []}
    chance, happened = np.array(pairs).T
    return {
        "n": len(pairs),
        "brier": brier(chance, happened),
        "log_score": log_score(chance, happened),
        "reliability": reliability(chance, happened),
    }


def _digest(body: dict[str, Any]) -> str:
    text = json.dumps(body, sort_keys=True, ensure_ascii=True, allow_nan=False)
    return hashlib.sha256(text.encode("ascii")).hexdigest()
