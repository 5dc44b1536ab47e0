"""Shortened answers, for the description of the API; ``python shortening.py`` writes them anew."""

from __future__ import annotations

import json
from typing import Any

from burdenshare.web.api.question import EXAMPLES, QUESTIONS

MOST = 2
"""Entries that are left of a list, or of an object with as many alike."""
LONGEST = 300


def shortened(value: Any, depth: int = 0) -> Any:
    """Return what shows the form of an answer."""
    if isinstance(value, dict):
        alike = len({type(item) for item in value.values()}) == 1
        few = MOST if depth and len(value) > 4 and alike else len(value)
        return {name: shortened(item, depth + 1) for name, item in list(value.items())[:few]}
    if isinstance(value, list):
        return [shortened(item, depth + 1) for item in value[:MOST]]
    if isinstance(value, str) and len(value) > LONGEST:
        return value[: LONGEST - 3] + "..."
    return value


def main() -> None:
    """Ask every example of a service of its own, and write the answers down."""
    import tempfile
    from pathlib import Path

    from filling import fill
    from serving import served

    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        fill(home)
        with served(home) as service:
            client, found = service.client(), {}
            for name, asked in sorted(QUESTIONS.items()):
                if not asked.with_get:
                    continue
                answer = client.get(f"/v1/{name}", params=dict(asked.example))
                assert answer.status_code == 200, (name, answer.text)
                found[name] = shortened(answer.json())
    EXAMPLES.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
