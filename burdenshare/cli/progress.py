"""A bar on standard error while something long is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Step = Callable[[int, int, str], None]


@contextmanager
def progress_bar(what: str) -> Iterator[Step]:
    """Show a bar, named `what` until a step says more; it goes away when all is done."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    hidden = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=hidden) as progress:
        task = progress.add_task(what, total=None)

        def step(done: int, total: int, now: str) -> None:
            progress.update(task, completed=done, total=total, description=now)

        yield step
