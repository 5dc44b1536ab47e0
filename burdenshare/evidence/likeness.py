"""Passages near in meaning to some words, as a model of embeddings sees it: links, no evidence.

A model of embeddings finds a Japanese passage for an English question, but it cannot tell 2 % from
3.5 %, or who raises from who refuses. So it only proposes what to read.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from burdenshare import settings
from burdenshare.errors import Failure, Refusal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from burdenshare.evidence.ledger import Ledger, Passage

MOST = 2_000
"""As many passages are compared: those read last."""
_TOGETHER = 64
_LONGEST = 50_000_000
_WIDEST = 10_000


@dataclass(frozen=True)
class Embedder:
    """Where a model of embeddings answers, in the form of OpenAI's embeddings.

    Attributes
    ----------
    address : str
        Without ``/embeddings``.
    name : str
    key : str
        Never printed.
    seconds : float
        Longest time to wait for one answer.
    """

    address: str
    name: str = "default"
    key: str = ""
    seconds: float = 60.0

    def __repr__(self) -> str:
        """Show the model without its key."""
        return f"Embedder({self.name!r})"

    @classmethod
    def of_settings(cls) -> Embedder:
        """Return the model of the environment.

        Raises
        ------
        Refusal
            ``bad-argument`` where ``BURDENSHARE_EMBED_URL`` is not set.
        """
        given = {n: os.environ.get(settings.SETTINGS[f"embed_{n}"].variable, "").strip()
                 for n in ("url", "model", "key")}  # fmt: skip
        if not given["url"]:
            raise Refusal(
                "bad-argument",
                "there is no model that finds what is near in meaning",
                hint="set BURDENSHARE_EMBED_URL, or search for words: leave the option out",
            )
        return cls(given["url"].rstrip("/"), given["model"] or "default", given["key"])

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one vector of length 1 for each text.

        Raises
        ------
        Failure
            ``network`` where nothing answers in time; ``bad-answer`` for anything but vectors.
        """
        import numpy as np

        parts = [self._asked(texts[at : at + _TOGETHER]) for at in range(0, len(texts), _TOGETHER)]
        if len({part.shape[1] for part in parts}) > 1:
            raise self._bad("vectors of different lengths")
        return np.concatenate(parts)

    def _asked(self, texts: Sequence[str]) -> NDArray[np.float32]:
        import httpx
        import numpy as np

        head = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        asked = {"model": self.name, "input": list(texts)}
        try:
            with httpx.stream(
                "POST", f"{self.address}/embeddings", json=asked, headers=head,
                timeout=self.seconds,
            ) as answer:  # fmt: skip
                data = b"".join(_up_to(answer.iter_bytes(), self))
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Failure(
                "network",
                f"the model of embeddings does not answer: {type(error).__name__}",
                hint="check BURDENSHARE_EMBED_URL, and that its server runs",
            ) from error
        try:
            told = sorted(json.loads(data)["data"], key=lambda one: one["index"])
            found = np.array([one["embedding"] for one in told], dtype=np.float32)
        except (ValueError, KeyError, TypeError) as error:
            raise self._bad(f"no embeddings ({answer.status_code})") from error
        if found.ndim != 2 or len(found) != len(texts) or not 0 < found.shape[1] <= _WIDEST:
            raise self._bad(f"{len(found)} embeddings for {len(texts)} texts")
        length = np.linalg.norm(found, axis=1, keepdims=True)
        if not (np.isfinite(found).all() and (length > 0).all()):
            raise self._bad("embeddings that are no numbers")
        unit: NDArray[np.float32] = found / length
        return unit

    def _bad(self, what: str) -> Failure:
        return Failure(
            "bad-answer",
            f"the model of embeddings answered {what}",
            hint="name a server with OpenAI's interface for embeddings",
        )


def _up_to(chunks: Iterator[bytes], asked: Embedder) -> Iterator[bytes]:
    left = _LONGEST
    for chunk in chunks:
        left -= len(chunk)
        if left < 0:
            raise asked._bad(f"more than {_LONGEST} bytes")
        yield chunk


def like(
    ledger: Ledger, words: str, asked: Embedder, *, limit: int, cache: Path
) -> list[tuple[Passage, float]]:
    """Return passages near in meaning to some words, the nearest first.

    Parameters
    ----------
    ledger : Ledger
    words : str
    asked : Embedder
    limit : int
    cache : Path
        Folder in which vectors are kept, so that no passage is sent twice.

    Returns
    -------
    list of (Passage, float)
        With the cosine of the angle to the words, at most 1.
    """
    passages = ledger.passages(limit=MOST)
    if not passages:
        return []
    (wanted,) = asked.vectors([words])
    known = _kept([p.text for p in passages], asked, cache / "vectors.sqlite")
    if known.shape[1] != len(wanted):
        raise asked._bad("vectors of different lengths")
    near = known @ wanted
    best = sorted(range(len(passages)), key=lambda at: (-float(near[at]), at))[:limit]
    return [(passages[at], float(near[at])) for at in best]


def _kept(texts: Sequence[str], asked: Embedder, file: Path) -> NDArray[np.float32]:
    """Return the vectors of texts; those that are not in the file are asked for, and kept."""
    import numpy as np

    keys = [
        hashlib.blake2b(f"{asked.address}\0{asked.name}\0{t}".encode(), digest_size=16).digest()
        for t in texts
    ]
    file.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(file, timeout=60)) as book, book:
        book.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB)")
        found = {
            key: row[0]
            for key in keys
            if (row := book.execute("SELECT vector FROM vectors WHERE key = ?", [key]).fetchone())
        }
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in found}
        if new:
            made = [
                (k, v.tobytes()) for k, v in zip(new, asked.vectors([*new.values()]), strict=True)
            ]
            book.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", made)
            found |= dict(made)
    if len({len(vector) for vector in found.values()}) > 1:
        raise asked._bad("vectors of different lengths")
    return np.stack([np.frombuffer(found[key], dtype=np.float32) for key in keys])
