"""What a user names, as text for a service: scenarios, tables, judgements, spans, weights."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from burdenshare.errors import Refusal

if TYPE_CHECKING:
    from burdenshare.scenario.model import Scenario

_SUFFIXES = (".yaml", ".yml", ".json", ".csv")


def is_file(given: str | Path) -> bool:
    """Say whether a file is meant rather than a name of the library, as `Workbench` reads it."""
    text, path = str(given), Path(given)
    if isinstance(given, Path) or path.suffix.lower() in _SUFFIXES or "/" in text or "\\" in text:
        return True
    return path.is_file()


def scenario(given: str | Path | Scenario | None) -> str | None:
    """Return a scenario as YAML that stands alone, or a name of the library as it is."""
    from burdenshare.scenario.load import dump, load

    if given is None:
        return None
    if isinstance(given, str | Path):
        return dump(load(given)) if is_file(given) else str(given)
    return dump(given)


def content(file: Path) -> bytes:
    """Return the bytes of a file.

    Raises
    ------
    Refusal
        ``file-not-found``
    """
    try:
        return file.read_bytes()
    except (OSError, ValueError) as error:
        raise Refusal(
            "file-not-found", f"{file} cannot be read: {error}", hint="name a file that is there"
        ) from None


def text(given: str | Path | None) -> str | None:
    """Return what a file says; None where none is named."""
    from burdenshare.scenario.yaml_reader import decode

    return None if given is None else decode(content(Path(given)), str(given))


def named_or_text(given: str | Path | None) -> str | None:
    """Return what a file says, or a name of the library as it is."""
    if given is None or not is_file(given):
        return None if given is None else str(given)
    return text(given)


def table(given: str | Path | None) -> str | None:
    """Return a table of positions as text, or a case of the library as it is."""
    if given is None or not is_file(given):
        return None if given is None else str(given)
    from burdenshare.bargaining.encoding import read_text

    return read_text(Path(given))[0]


def codes(given: Collection[str] | None) -> str | None:
    """Return codes with commas between; None for none."""
    return ",".join(given) if given else None


def span(given: tuple[int, int] | None) -> str | None:
    """Return a first and a last year as ``2014:2026``."""
    return None if given is None else f"{given[0]}:{given[1]}"


def numbers(given: Sequence[float] | None) -> str | None:
    """Return numbers with commas between."""
    return None if given is None else ",".join(f"{float(one)!r}" for one in given)


def weights(given: Mapping[str, float] | None) -> str | None:
    """Return weights as ``gdp=1.0,spending=1.0``."""
    if given is None:
        return None
    return ",".join(f"{name}={float(value)!r}" for name, value in given.items())


def day(given: date | None) -> str | None:
    """Return a day as YYYY-MM-DD."""
    return None if given is None else given.isoformat()
