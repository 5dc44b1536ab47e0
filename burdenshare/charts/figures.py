"""Draws one chart of the published figures into a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any

from burdenshare.charts.burden_map import burden_map
from burdenshare.charts.render import Easel, render
from burdenshare.charts.run import SHARES, credit_of, first_and_last, latest_edition
from burdenshare.charts.vintage_movers import vintage_movers
from burdenshare.charts.who_meets_what import who_meets_what
from burdenshare.errors import Failure, Refusal, did_you_mean
from burdenshare.figures.membership import members

if TYPE_CHECKING:
    from burdenshare.figures.model import Observation
    from burdenshare.figures.store import Figures

CHARTS: dict[str, tuple[Callable[..., dict[str, Any]], Callable[..., list[Observation]]]] = {
    "who_meets_what": (who_meets_what, list),
    "burden_map": (burden_map, latest_edition),
    "vintage_movers": (vintage_movers, first_and_last),
}
"""Each chart, and which of all editions it shows."""
KINDS = ("svg", "png", "json")


def chart(
    name: str,
    figures: Figures,
    *,
    year: int,
    language: str = "en",
    definition: str = "nato",
    vintage: str | None = None,
    since: str | None = None,
) -> dict[str, Any]:
    """Return one chart of the allies' shares of GDP in a year.

    Parameters
    ----------
    name : str
        ``who_meets_what`` shows all editions, ``vintage_movers`` the first and the last,
        ``burden_map`` the last.
    figures : Figures
    year : int
    language : str
        Language of the names of countries: ``en`` or ``ja``.
    definition : str
        ``nato`` or ``sipri``.
    vintage, since : str, optional
        The last and the first edition that count; default: all there are.

    Raises
    ------
    Refusal
        ``bad-argument`` for an unknown chart; ``no-figures`` for a year without shares; what the
        chart itself refuses.
    """
    if name not in CHARTS:
        raise Refusal(
            "bad-argument",
            f"There is no chart {name!r} of the figures.",
            hint=did_you_mean(name, CHARTS) or f"Charts: {', '.join(CHARTS)}.",
        )
    draw_it, shown = CHARTS[name]
    rows = figures.rows(
        SHARES,
        countries=members("NATO", year),
        years=(year, year),
        definition=definition,
        vintages="all",
    )
    rows = shown([o for o in rows if (since or o.vintage) <= o.vintage <= (vintage or o.vintage)])
    return draw_it(rows, credit=credit_of(rows, figures), language=language)


def draw(name: str, figures: Figures, out: Path, *, year: int, language: str = "en") -> None:
    """Draw one chart of the figures into a file whose ending says its kind.

    Raises
    ------
    Refusal
        What `save` and `chart` refuse.
    """
    require_kind(out)
    save(chart(name, figures, year=year, language=language), out)


def require_kind(out: Path) -> str:
    """Return the kind of picture that a file's ending names.

    Raises
    ------
    Refusal
        ``bad-argument`` for an ending other than .svg, .png or .json.
    """
    kind = out.suffix.removeprefix(".").lower()
    if kind not in KINDS:
        raise Refusal(
            "bad-argument",
            f"{out.name} does not say which kind of picture it shall be.",
            hint="Let the name end in .svg, .png or .json.",
        )
    return kind


def save(spec: dict[str, Any], out: Path) -> None:
    """Draw a specification into a file whose ending says its kind.

    Raises
    ------
    Refusal
        What `require_kind` refuses.
    Failure
        ``cannot-write``; a file that was there before is untouched.
    """
    kind = require_kind(out)
    _put(out, getattr(render(spec), kind))


def save_all(specs: Mapping[str, dict[str, Any]], folder: Path) -> list[str]:
    """Draw specifications into a folder, each as SVG, PNG and JSON; return the names of the files.

    The folder is made where it is missing; files of these names are replaced.

    Raises
    ------
    Failure
        ``cannot-write``
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Failure(
            "cannot-write",
            f"{folder}: {error.strerror}",
            hint="choose a folder you may write to",
        ) from None
    with Easel() as easel:
        easel.put(specs)
        drawn = easel.pictures()
    for name, picture in drawn.items():
        for kind in KINDS:
            _put(folder / f"{name}.{kind}", getattr(picture, kind))
    return [f"{name}.{kind}" for name in drawn for kind in KINDS]


def _put(out: Path, content: bytes) -> None:
    """Write a file in one step, as seen from outside."""
    temporary: Path | None = None
    try:
        with NamedTemporaryFile(dir=out.parent, prefix=f".{out.name}.", delete=False) as handle:
            temporary = Path(handle.name)
            handle.write(content)
        temporary.chmod(0o644)
        temporary.replace(out)
    except OSError as problem:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise Failure(
            "cannot-write",
            f"{out}: {problem.strerror or problem}",
            hint="Choose a folder that exists and that you may write to.",
        ) from problem
