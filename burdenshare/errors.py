"""Refusals and failures: one body, one code, what is wrong, where, and what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

CODES: dict[str, str] = {
    "unknown-country": "A country code or name that is in no table.",
    "unknown-series": "A series that no shipped or added table holds.",
    "unknown-vintage": "A vintage that no table of the series holds.",
    "no-figures": "The tables hold no value for what was asked.",
    "bad-argument": "An argument that cannot be read (a year range, a date, a threshold).",
    "mixed-definitions": "Figures of two definitions were about to be added or compared.",
    "mixed-units": "Figures of two currencies, price bases or units were about to be added.",
    "mixed-vintages": "Figures of two vintages were about to be chained as one.",
    "correction-stale": "A correction expects a value that the publisher no longer prints.",
    "bad-table": "A shipped or added table is damaged or breaks its own rules.",
    "file-not-found": "A file that is not there or cannot be read.",
    "unrecognised-file": "A file that is no workbook of a known publisher, or no calibration.",
    "damaged-file": "A file that is truncated, empty or cannot be opened as what it claims to be.",
    "unexpected-layout": "A workbook whose sheets, headers or cells are not where they belong.",
    "network": "A live service did not answer, or the machine is offline.",
    "bad-answer": "A live service answered something that cannot be read.",
    "bad-yaml": "A scenario that is no well-formed, bounded YAML.",
    "bad-scenario": "A scenario with one or more wrong fields.",
    "unknown-scenario": "A scenario name that is neither a file nor in the library.",
    "missing-inputs": "The scenario asks for figures that neither the tables nor the user supply.",
    "bad-covariance": "A covariance of shocks that is no covariance.",
    "bad-shape": "Parts of the stochastic engine's input that do not fit each other.",
    "bad-assumption": "An assumption of the fiscal side or a lever outside what it can be.",
    "absurd-width": "Shocks so wide that a fan of them says nothing.",
    "beyond-horizon": "A year beyond what the calibration covers.",
    "impossible-path": "GDP that is not above zero, or debt that grows without bound.",
    "beyond-memory": "More draws to keep than the memory of this machine holds.",
    "unknown-programme": "A programme that is neither a file nor in the library.",
    "bad-programme": "A programme file with one or more wrong fields.",
    "bad-ledger": "A ledger of obligations with wrong rows, or an identity that does not hold.",
    "bad-memberships": "Memberships or remits of formats with wrong rows.",
    "bad-judgement": "A judgement file of the posture model with one or more wrong entries.",
    "newer-ledger": "A ledger of evidence, or its export, that a newer burdenshare has written.",
    "ledger-busy": "A ledger of evidence to which another program keeps writing.",
    "unknown-claim": "A claim that the ledger of evidence does not hold.",
    "unknown-document": "A document that the ledger of evidence does not hold.",
    "bad-correction": "A correction of a claim with wrong fields.",
    "bad-records": "Lines of an export that are wrong, or claims that are not in their document.",
    "bad-gold": "A gold file of annotated claims with wrong lines.",
    "empty-document": "A document without words: an empty file, or pages that are pictures only.",
    "binary-file": "A file that is no text, page, PDF or DOCX, whatever its name says.",
    "encrypted-document": "A PDF or DOCX that opens with a password only.",
    "archive-bomb": "A DOCX that unpacks to far more than a document can hold.",
    "wrong-encoding": "Text whose encoding cannot be told, or is not what the document says.",
    "too-large": "A document with more bytes or characters than the limit.",
    "endless-page": "A page that went on beyond the limit of size or time.",
    "unknown-suffix": "A file whose name ends as no document that can be read.",
    "no-permission": "A file or folder that the user may not read.",
    "link-loop": "A link to a file or folder that leads back to itself.",
    "forbidden-address": "No web address, or one on this machine or a private network.",
    "too-many-redirects": "A page that sends on more often than the limit.",
    "untraced": "A sentence with a number, name or quotation that has no origin.",
    "unpublished": "A number that nobody has published, so that none is given.",
    "not-a-study": "A folder that is no run folder.",
    "folder-exists": "The output folder exists and is not a run of burdenshare.",
    "cannot-write": "A file or folder could not be written; what was there before is untouched.",
    "no-cluster": "A Dask cluster that is not there, cannot be used, or died.",
    "over-limit": "More draws or points than the service allows.",
    "queue-full": "More runs or slider answers wait than the service takes in.",
    "unknown-run": "A run that the service does not know, or no longer keeps.",
    "run-unfinished": "The result of a run that waits or is under way.",
    "run-cancelled": "A run that was cancelled.",
    "run-killed": "A run whose process was killed, perhaps for want of memory.",
    "run-lost": "A run that was under way when the service ended.",
    "run-too-long": "A run that took longer than the service allows.",
    "stale-link": "A shared link that is damaged, or from another version that cannot be read.",
    "store-busy": "A store of a service to which another program keeps writing.",
    "newer-store": "A store of a service that a newer burdenshare has written.",
    "not-signed-in": "What needs a token or a session, asked for without one that is valid.",
    "not-allowed": "What needs a role that the one who asks does not have.",
    "forged-request": "A change that does not come from a page of the service itself.",
    "wrong-host": "A request for a name by which the service is not called.",
    "too-many-requests": "More requests in a minute than one client may send.",
    "no-access": "A service that others could reach and nobody could read.",
    "port-in-use": "An address on which another program listens, or none may.",
    "name-taken": "A name that another token, team or debate has.",
    "unknown-token": "A token that the store does not hold, or that is revoked.",
    "unknown-debate": "A debate or comment that the store does not hold.",
    "unknown-workshop": "A workshop or team that the store does not hold.",
    "bad-comment": "A comment or counter-proposal with one or more wrong fields.",
    "closed": "A debate or workshop that takes nothing more.",
    "no-font": "Text in a script for which no font is installed.",
    "internal": "A defect of burdenshare itself.",
}


class BurdenshareError(Exception):
    """Anything that is said to a user instead of an answer.

    Parameters
    ----------
    code : str
        A key of `CODES`.
    message : str
        What is wrong, and where.
    hint : str
        What to do about it.
    details : iterable of dict
        One entry for each single problem.
    """

    exit_code = 1

    def __init__(
        self, code: str, message: str, *, hint: str = "", details: Iterable[dict[str, Any]] = ()
    ) -> None:
        if code not in CODES:
            raise KeyError(f"error code {code!r} is not declared in burdenshare.errors.CODES")
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.details = list(details)

    def body(self) -> dict[str, Any]:
        """Return the error body that every interface prints."""
        return {
            "error": {
                "code": self.code,
                "message": self.message,
                "hint": self.hint,
                "details": self.details,
            }
        }


class Refusal(BurdenshareError):
    """Bad input: the user can mend it (exit status 2)."""

    exit_code = 2


class Failure(BurdenshareError):
    """The surroundings failed: disk, network, a damaged folder (exit status 1)."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong in an input: where, what, what was expected, what to do."""

    where: str
    message: str
    expected: str = ""
    hint: str = ""


class Problems:
    """Collects every problem of an input, so that a user sees all at once."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def __bool__(self) -> bool:
        return bool(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def add(self, where: str, message: str, *, expected: str = "", hint: str = "") -> None:
        """Note one problem."""
        self._found.append(Problem(where, message, expected, hint))

    def details(self) -> list[dict[str, str]]:
        """Return the problems as plain dictionaries, in the order found."""
        return [asdict(p) for p in self._found]

    def require_none(self, code: str, message: str, *, hint: str = "") -> None:
        """Raise one `Refusal` that carries every problem, if there is any."""
        if self._found:
            raise Refusal(code, message, hint=hint, details=self.details())


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """Return ``"did you mean X?"`` for the closest choice, or an empty string."""
    lower = {c.lower(): c for c in choices}
    close = difflib.get_close_matches(word.lower(), lower, n=1, cutoff=0.6)
    return f"did you mean {lower[close[0]]}?" if close else ""
