"""What each format is for: obligation, rule of decision, directions and actions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from burdenshare.errors import Problems, Refusal, did_you_mean
from burdenshare.scenario.yaml_reader import decode, read_yaml

SHIPPED = Path(__file__).with_name("data") / "remits.yaml"
OBLIGATIONS = {
    "mutual_defence": "an attack on one is answered by all",
    "force": "they field forces together",
    "intelligence": "they share intelligence",
    "industry": "they develop together",
    "consultation": "they talk",
    "cooperation": "they work together without an obligation",
}
"""Strongest first."""
DECISIONS = {
    "consensus": "each member has a veto",
    "opt_in": "each decides for itself",
    "lead": "one state leads",
}
DIRECTIONS = ("east", "north", "south", "west", "indo_pacific")
ACTIONS = {
    "defend": "answer an armed attack on a member",
    "deploy": "send forces together",
    "exercise": "train together",
    "plan": "keep common plans",
    "consult": "take a common position",
    "share_intelligence": "share intelligence",
    "develop": "develop equipment together",
    "sanction": "impose sanctions",
    "finance": "raise money together",
}
_FIELDS = ("title", "obligation", "decision", "directions", "actions", "basis")


@dataclass(frozen=True)
class Remit:
    """What one format is for.

    Attributes
    ----------
    name, title : str
    obligation, decision : str
        Keys of `OBLIGATIONS` and `DECISIONS`.
    directions, actions : tuple of str
        Of `DIRECTIONS` and `ACTIONS`.
    basis : str
        The text from which this classification was made.
    """

    name: str
    title: str
    obligation: str
    decision: str
    directions: tuple[str, ...]
    actions: tuple[str, ...]
    basis: str


def remits(path: Path | None = None) -> dict[str, Remit]:
    """Return what each format is for, from a file of the user's own or as shipped.

    The shipped classification is a judgement of this project; `basis` names the text behind it.

    Raises
    ------
    Refusal
        ``file-not-found``; ``bad-yaml``; ``bad-memberships`` with every problem at once.
    """
    origin = SHIPPED if path is None else path
    try:
        text = decode(origin.read_bytes(), str(origin))
    except (OSError, ValueError) as error:
        raise Refusal(
            "file-not-found",
            f"the remits {origin} cannot be read: {error}",
            hint="give a YAML file: a format, and under it " + ", ".join(_FIELDS),
        ) from None
    value = read_yaml(text, origin.name).value
    problems = Problems()
    if not isinstance(value, dict) or not value:
        problems.add(origin.name, "no formats", expected="formats, each with " + ", ".join(_FIELDS))
        value = {}
    found = {str(name): _remit(str(name), fields, problems) for name, fields in value.items()}
    problems.require_none(
        "bad-memberships",
        f"{origin.name}: {len(problems)} problem{'s' if len(problems) > 1 else ''}",
        hint="mend each place named in the details",
    )
    return {name: remit for name, remit in found.items() if remit is not None}


def _remit(name: str, fields: Any, problems: Problems) -> Remit | None:
    """Return one format; None, and its problems noted, where it is none."""
    before = len(problems)
    if not isinstance(fields, dict):
        problems.add(name, "no fields", expected=", ".join(_FIELDS))
        return None
    for field in fields:
        if field not in _FIELDS:
            hint = did_you_mean(str(field), _FIELDS)
            problems.add(f"{name}.{field}", "unknown field", hint=hint)
    for field in ("title", "basis"):
        if not isinstance(fields.get(field), str):
            problems.add(f"{name}.{field}", "missing", expected="text")
    for field, choices in (("obligation", OBLIGATIONS), ("decision", DECISIONS)):
        if fields.get(field) not in choices:
            problems.add(
                f"{name}.{field}", repr(fields.get(field)), expected=f"one of {', '.join(choices)}"
            )
    for field, several in (("directions", DIRECTIONS), ("actions", tuple(ACTIONS))):
        given = fields.get(field)
        wrong = [v for v in given if v not in several] if isinstance(given, list) else [given]
        for one in wrong:
            problems.add(f"{name}.{field}", repr(one), expected=f"a list of {', '.join(several)}")
    if len(problems) > before:
        return None
    return Remit(
        name,
        fields["title"],
        fields["obligation"],
        fields["decision"],
        tuple(fields["directions"]),
        tuple(fields["actions"]),
        fields["basis"],
    )
