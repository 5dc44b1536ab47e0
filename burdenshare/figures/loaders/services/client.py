"""One small client for all live services: time-outs, patience, limits, and plain failures."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import burdenshare
from burdenshare.errors import Failure, Refusal

if TYPE_CHECKING:
    import httpx
    from tenacity import RetryCallState

MAX_ANSWER = 64 * 2**20
REDIRECTS = 5
BUSY = frozenset({408, 429, 500, 502, 503, 504})
"""Answers after which a service may do better in a while."""

OFFLINE = (
    "work with the shipped figures (burdenshare figures list), or download the publisher's file on "
    "another machine and take it in with: burdenshare figures add FILE"
)


@dataclass(frozen=True)
class Patience:
    """How long to wait for an answer, in seconds, and how often to ask again."""

    connect: float = 10.0
    read: float = 60.0
    whole: float = 300.0
    """For all of one answer, however steadily it drips."""
    attempts: int = 4
    first_pause: float = 1.0
    """Longest first pause, doubled with each attempt; the pause itself is drawn at random, so that
    many users do not ask at once."""
    longest_pause: float = 30.0
    """Also the longest wait that a service may ask for; beyond it we give up at once."""


class _Again(Exception):
    """The service may answer if asked again."""

    def __init__(self, reason: str, pause: float | None = None) -> None:
        super().__init__(reason)
        self.pause = pause


def today() -> date:
    """Return the day in UTC, the day of retrieval."""
    return datetime.now(UTC).date()


class Client:
    """Asks one service.

    Parameters
    ----------
    base : str
        Address of the service, or of a mirror of it.
    patience : Patience
        Time-outs and attempts.
    """

    def __init__(self, base: str, patience: Patience | None = None) -> None:
        self.base = base.rstrip("/")
        self.patience = patience or Patience()
        self.day = today()

    @property
    def host(self) -> str:
        """Name of the machine that is asked."""
        return self.base.split("//")[-1].split("/")[0]

    def text(self, path: str, parameters: Mapping[str, str | int], accept: str) -> str:
        """Return the answer to a request as text.

        Raises
        ------
        Failure
            ``network`` if the service cannot be reached or stays busy; ``bad-answer`` for a web
            page, an answer that is too long, or a refusal.
        Refusal
            ``no-figures`` if the service has nothing for this request.
        """
        import httpx
        from tenacity import Retrying, retry_if_exception_type, stop_after_attempt

        timeout = httpx.Timeout(self.patience.read, connect=self.patience.connect)
        agent = f"burdenshare/{burdenshare.__version__}"
        retrying = Retrying(
            stop=stop_after_attempt(self.patience.attempts),
            wait=self._pause,
            retry=retry_if_exception_type(_Again),
            reraise=True,
        )
        try:
            with httpx.Client(
                timeout=timeout,
                follow_redirects=True,
                max_redirects=REDIRECTS,
                headers={"Accept": accept, "User-Agent": agent},
            ) as client:
                return retrying(self._ask, client, f"{self.base}{path}", dict(parameters))
        except _Again as error:
            raise Failure(
                "network", f"{self.host} gave no answer: {error}", hint=OFFLINE
            ) from error
        except httpx.InvalidURL as error:
            raise Refusal(
                "bad-argument", f"{self.base} is no address of a service: {error}"
            ) from error

    def table(
        self,
        path: str,
        parameters: Mapping[str, str | int],
        columns: Sequence[str],
        accept: str = "text/csv",
    ) -> list[dict[str, str]]:
        """Return the rows of a CSV answer; refuse one that lacks a column."""
        text = self.text(path, parameters, accept)
        if not text.strip():
            return []
        try:
            reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
            rows = [row for row in reader if row.get(columns[0])]
            header = reader.fieldnames or ()
        except csv.Error as error:
            raise self.bad_answer(f"it is no CSV: {error}", text) from error
        missing = [column for column in columns if column not in header]
        if missing:
            raise self.bad_answer(f"the columns {', '.join(missing)} are missing", text)
        if any(row[column] is None for row in rows for column in columns):
            raise self.bad_answer("it is cut short", text)
        return rows

    def document(self, path: str, parameters: Mapping[str, str | int]) -> Any:
        """Return a JSON answer."""
        text = self.text(path, parameters, "application/json")
        try:
            return json.loads(text)
        except ValueError as error:
            raise self.bad_answer(f"it is no JSON: {error}", text) from error

    def bad_answer(self, reason: str, text: str = "") -> Failure:
        """Return the failure that says what is wrong with an answer."""
        details = [{"answer": text[:200]}] if text else []
        return Failure(
            "bad-answer",
            f"the answer of {self.host} cannot be read: {reason}",
            hint="the service may have changed, or a network log-in stands in between; " + OFFLINE,
            details=details,
        )

    def _ask(self, client: httpx.Client, url: str, parameters: dict[str, str | int]) -> str:
        import httpx

        try:
            with client.stream("GET", url, params=parameters) as response:
                if response.status_code in BUSY:
                    raise _Again(f"HTTP {response.status_code}", _retry_after(response))
                content = bytearray()
                begun = time.monotonic()
                for chunk in response.iter_bytes():
                    content += chunk
                    if time.monotonic() - begun > self.patience.whole:
                        raise _Again(f"its answer takes longer than {self.patience.whole} seconds")
                    if len(content) > MAX_ANSWER:
                        raise self.bad_answer(f"it is longer than {MAX_ANSWER:,} bytes")
        except httpx.TooManyRedirects as error:
            raise self.bad_answer(f"more than {REDIRECTS} redirects") from error
        except httpx.DecodingError as error:
            raise self.bad_answer(str(error)) from error
        except httpx.UnsupportedProtocol as error:
            raise Refusal("bad-argument", f"{url} is no address of a service: {error}") from error
        except httpx.TransportError as error:
            raise _Again(str(error) or type(error).__name__) from error
        text = bytes(content).decode("utf-8-sig", errors="replace")
        if response.status_code == 404:
            raise Refusal(
                "no-figures",
                f"{self.host} has nothing for this request (HTTP 404)",
                hint="check series, countries and years",
                details=[{"address": str(response.url), "answer": text[:200]}],
            )
        if response.status_code >= 300:
            raise self.bad_answer(f"HTTP {response.status_code}", text)
        if text.lstrip()[:200].lower().startswith(("<!doctype html", "<html")):
            raise self.bad_answer("it is a web page", text)
        return text

    def _pause(self, state: RetryCallState) -> float:
        """Return how long to wait before the next attempt."""
        from tenacity import wait_random_exponential

        error = state.outcome.exception() if state.outcome else None
        asked = error.pause if isinstance(error, _Again) else None
        if asked is None:
            first, longest = self.patience.first_pause, self.patience.longest_pause
            return wait_random_exponential(multiplier=first, max=longest)(state)
        if asked > self.patience.longest_pause:
            raise Failure(
                "network",
                f"{self.host} is busy and asks to wait {asked:,.0f} seconds",
                hint=f"try again later, or {OFFLINE}",
            )
        return asked


def _retry_after(response: httpx.Response) -> float | None:
    """Return the seconds that ``Retry-After`` asks to wait, given as a number or as a date."""
    value = response.headers.get("Retry-After", "").strip()
    if value.isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
