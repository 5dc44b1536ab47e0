"""What study folders say to a question: their path, and what it costs beyond a baseline."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from burdenshare.brief.parts import Name, Num, Origin, Register, Sentence, say
from burdenshare.brief.words import in_sentence

_BASELINES = {
    "constant_share": "than at its first share of GDP held constant",
    "constant_real": "than with spending held constant in real terms",
    "constant_cash": "than with spending held constant in cash",
}


def sentences(folders: Sequence[Path], names: Sequence[str], register: Register) -> list[Sentence]:
    """Return what run folders say of the states named, or of all their members where few.

    Raises
    ------
    Refusal
        ``not-a-study``, ``damaged-file`` for a folder that cannot be read.
    """
    told: list[Sentence] = []
    for folder in folders:
        results, name, mark = _read(folder)
        members: dict[str, Any] = results["members"]
        wanted = [n for n in names if n in members] or (list(members) if len(members) < 5 else [])
        for code in wanted:
            told += _member(name, mark, code, members[code], register)
    return told


def _read(folder: Path) -> tuple[dict[str, Any], str, str]:
    from burdenshare.study.manifest import read_manifest
    from burdenshare.study.reading import read_document

    read_manifest(folder)
    results = read_document(folder, "results.json")
    return results, str(results["name"]), str(results["fingerprint"])[:12]


def _member(
    name: str, mark: str, code: str, member: dict[str, Any], register: Register
) -> list[Sentence]:
    first, last = member["years"][0], member["years"][-1]
    share = float(member["share"][-1])
    extra = member["cumulative"]["extra"]
    baseline = next((b for b in _BASELINES if b in extra), None)
    real = float(extra[baseline]["real"]) if baseline else 0.0
    base = member["price_base"]
    origin = f"run {name} {mark} {code}"
    register.add(
        Origin(
            origin, "run", f"study folder {name}, fingerprint {mark}, {code}",
            frozenset({float(first), float(last), share, real, float(base)}), words=name,
        )
    )  # fmt: skip
    who, folder = Name(in_sentence(code)), Name(name, origin)
    end = Num(str(last), float(last), origin)
    told = [
        say("In the study folder ", folder, ", ", who, " stands at ",
            Num(f"{share:.2f}", share, origin), " % of its base in ", end, ".")
    ]  # fmt: skip
    if baseline:
        places = 1 if abs(real) >= 1 else 2
        told.append(
            say("From ", Num(str(first), float(first), origin), " to ", end, " that path costs ",
                who, f" {member['currency']} ", Num(f"{real:,.{places}f}", real, origin),
                " bn more, in prices of ", Num(str(base), float(base), origin), ", ",
                _BASELINES[baseline], " (", folder, ").")
        )  # fmt: skip
    return told
