"""Makes docs/validation.md, its chart and the shipped record: `make validation`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).parent
TEMPLATE = HERE / "validation.md.jinja"
CHART = Path("img") / "reliability.png"


def main(folder: Path = HERE) -> None:
    """Write the page and its chart into a folder, with a progress bar on standard error."""
    from jinja2 import Environment, StrictUndefined
    from rich.console import Console
    from rich.progress import Progress

    from burdenshare.charts.reliability import reliability
    from burdenshare.charts.render import render
    from burdenshare.charts.theme import Credit
    from burdenshare.compliance.record import SHIPPED as RECORD
    from burdenshare.compliance.record import make as make_record
    from burdenshare.figures.store import Figures
    from burdenshare.study.validation.page import pieces
    from burdenshare.study.validation.run import curves, tables, validate

    # Markdown, not HTML: there is nothing to escape
    markdown = Environment(undefined=StrictUndefined, keep_trailing_newline=True)  # noqa: S701
    template = markdown.from_string(TEMPLATE.read_text(encoding="utf-8"))
    with (
        TemporaryDirectory() as nobody,
        Progress(console=Console(stderr=True), transient=True) as bar,
    ):
        figures = Figures.open(Path(nobody))
        task = bar.add_task("hindcasts", total=None)
        found = validate(figures, lambda done, of: bar.update(task, completed=done, total=of))
        bar.update(task, description="chart")
        sources = {source.id: source for source in figures.sources()}
        credit = Credit(tuple(sources[name] for name in tables(found)))
        picture = render(reliability(curves(found), credit=credit)).png
        past = make_record(figures)
    (folder / CHART).parent.mkdir(parents=True, exist_ok=True)
    (folder / CHART).write_bytes(picture)
    page = template.render(pieces(found))
    (folder / "validation.md").write_text(page, encoding="utf-8", newline="\n")
    if folder == HERE:
        RECORD.write_text(json.dumps(past, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
