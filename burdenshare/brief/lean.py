"""Says the origin that numbers share once: on their row, or where the link round them leads."""

from __future__ import annotations

import re
from collections import Counter

_ROW = re.compile(r"<tr((?: (?!data-origin)[a-z-]+=\"[^\"]*\")*)>(.*?)</tr>", re.DOTALL)
_LED = re.compile(r'(<a(?: class="n")? href="#([^"]*)"><data value="[^"]*") data-origin="\2">')
_NUMBER = re.compile(r'(<data value="[^"]*") data-origin="([^"]*)">')


def lean(page: str) -> str:
    """Return the same page with the commonest origin of each row on the row.

    A number without an origin of its own has that of the nearest element around it, which a link
    says by where it leads; one with another origin than most of its row keeps it.
    """
    return _ROW.sub(_row, _LED.sub(r"\1>", page))


def _row(row: re.Match[str]) -> str:
    attributes, cells = row.groups()
    found = Counter(origin for _, origin in _NUMBER.findall(cells))
    if not found:
        return row.group()
    shared, times = found.most_common(1)[0]
    if times < 2:
        return row.group()
    told = _NUMBER.sub(
        lambda number: f"{number[1]}>" if number[2] == shared else number.group(), cells
    )
    return f'<tr{attributes} data-origin="{shared}">{told}</tr>'
