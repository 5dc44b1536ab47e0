"""How much is read of one document, and how long an address may take."""

from __future__ import annotations

from dataclasses import dataclass

from burdenshare.errors import Refusal
from burdenshare.settings import SETTINGS, number


@dataclass(frozen=True)
class Limits:
    """What one document may cost.

    Attributes
    ----------
    bytes : int
        Of a file, of a page, and of the unpacked parts of a DOCX.
    characters : int
        Of the text that is kept.
    seconds : int
        For a whole page from an address, redirects included.
    redirects : int
    """

    bytes: int
    characters: int
    seconds: int
    redirects: int

    @classmethod
    def of_settings(cls) -> Limits:
        """Return the limits of this installation."""
        return cls(
            number("read_bytes"),
            number("read_characters"),
            number("read_seconds"),
            number("read_redirects"),
        )

    def require_bytes(self, size: int, name: str) -> None:
        """Raise ``too-large`` if a document has more bytes than the limit."""
        if size > self.bytes:
            raise self._too_large(name, f"{size:,} bytes", f"{self.bytes:,}", "read_bytes")

    def require_characters(self, length: int, name: str) -> None:
        """Raise ``too-large`` if a text has more characters than the limit."""
        if length > self.characters:
            has, limit = f"{length:,} characters", f"{self.characters:,}"
            raise self._too_large(name, has, limit, "read_characters")

    def _too_large(self, name: str, has: str, limit: str, setting: str) -> Refusal:
        return Refusal(
            "too-large",
            f"{name} has {has}; the limit is {limit}.",
            hint=f"Split it, or raise {SETTINGS[setting].variable}.",
        )
