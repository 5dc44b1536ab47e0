"""The line to a service: one request, one answer, or the refusal that the service gave.

What cannot be waited for there is started as a run, and fetched when it is done.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from burdenshare.errors import CODES, BurdenshareError, Failure, Refusal

if TYPE_CHECKING:
    import httpx


PULSE = 0.5
"""Seconds between two looks at how far a run is."""
Step = Callable[[int, int, str], None]


def silent(_done: int, _of: int, _now: str) -> None:
    """Say nothing."""


class Line:
    """A line to one service; close it when done, or use it as a context."""

    def __init__(self, address: str, token: str | None = None, *, seconds: float = 120.0) -> None:
        self._address = address.rstrip("/")
        self._token = token
        self._seconds = seconds

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connection."""
        made = self.__dict__.pop("_http", None)
        if made is not None:
            made.close()

    def get(self, path: str, **asked: Any) -> dict[str, Any]:
        """Ask with parameters in the address; those that are None are left out."""
        return _read(self._sent("GET", path, params=_given(asked)))

    def post(self, path: str, **asked: Any) -> dict[str, Any]:
        """Ask with parameters as JSON; those that are None are left out."""
        return _read(self._sent("POST", path, json=_given(asked)))

    def long(self, question: str, step: Step = silent, /, **asked: Any) -> dict[str, Any]:
        """Ask as `post` does; what is too long to wait for is asked again as a run."""
        try:
            return self.post(question, **asked)
        except Refusal as refused:
            if refused.code != "over-limit":
                raise
        return self.waited("runs", step, question=question, **asked)

    def waited(self, path: str, step: Step, /, **asked: Any) -> dict[str, Any]:
        """Start a run, wait for its end, and return its result; what is stopped is cancelled."""
        run = self.post(path, **asked)["id"]
        try:
            while True:
                state = self.get(f"runs/{run}")
                step(state["done"], state["of"], state["what"])
                if state["state"] not in ("queued", "running"):
                    return self.get(f"runs/{run}/result")
                time.sleep(PULSE)
        except KeyboardInterrupt:
            self._sent("DELETE", f"runs/{run}")
            raise

    def send(self, path: str, files: list[tuple[str, Any]], **fields: Any) -> dict[str, Any]:
        """Send files, each under the name of its field."""
        return _read(self._sent("POST", path, files=files, data=_given(fields)))

    def fetch(self, path: str, **asked: Any) -> bytes:
        """Return the bytes of an answer that is no JSON."""
        return self._sent("GET", path, params=_given(asked)).content

    def lines(self, path: str, **asked: Any) -> Iterator[dict[str, Any]]:
        """Yield the lines of an answer as they come, each one JSON object."""
        import httpx

        try:
            with self._http.stream("GET", f"/v1/{path}", params=_given(asked)) as answer:
                if answer.status_code >= 400:
                    answer.read()
                    raise _said(answer)
                for line in answer.iter_lines():
                    yield json.loads(line)
        except httpx.HTTPError as error:
            raise self._silent(error) from None

    def _sent(self, method: str, path: str, **content: Any) -> httpx.Response:
        import httpx

        try:
            answer = self._http.request(method, f"/v1/{path}", **content)
        except httpx.HTTPError as error:
            raise self._silent(error) from None
        if answer.status_code >= 300:
            raise _said(answer)
        return answer

    def _silent(self, error: Exception) -> Failure:
        return Failure(
            "network",
            f"{self._address} did not answer: {error or type(error).__name__}",
            hint="see whether burdenshare serve runs there",
        )

    @cached_property
    def _http(self) -> httpx.Client:
        import httpx

        headers = {"Accept": "application/json"}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        try:
            return httpx.Client(base_url=self._address, headers=headers, timeout=self._seconds)
        except (httpx.InvalidURL, ValueError) as error:
            raise Refusal(
                "bad-argument",
                f"{self._address!r} is no address: {error}",
                hint="write http://127.0.0.1:8000",
            ) from None


def _given(asked: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in asked.items() if value is not None}


def _read(answer: httpx.Response) -> dict[str, Any]:
    try:
        document: dict[str, Any] = answer.json()
    except ValueError:
        raise _no_service(answer) from None
    return document


def _said(answer: httpx.Response) -> BurdenshareError:
    """Return the refusal or failure that a service gave."""
    try:
        error = answer.json()["error"]
        code, message = error["code"], error["message"]
        hint, details = error["hint"], error["details"]
    except (ValueError, KeyError, TypeError):
        return _no_service(answer)
    if code not in CODES:
        return Failure("bad-answer", f"{code}: {message}", hint=hint, details=details)
    kind = Failure if answer.status_code >= 500 else Refusal
    return kind(code, message, hint=hint, details=details)


def _no_service(answer: httpx.Response) -> Failure:
    return Failure(
        "bad-answer",
        f"{answer.request.url.host} answered with HTTP {answer.status_code}, and not as "
        "burdenshare does",
        hint="see whether the address is that of a service of burdenshare",
    )
