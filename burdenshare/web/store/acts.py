"""What the audit log tells of, in words that stay the same."""

from __future__ import annotations

from typing import Literal

Act = Literal[
    "signed in",
    "signed out",
    "token given",
    "token revoked",
    "document read",
    "claim corrected",
    "ledger imported",
    "renewal of claims begun",
    "figures added",
    "forecast registered",
    "debate opened",
    "debate closed",
    "comment approved",
    "comment rejected",
    "workshop opened",
    "workshop closed",
    "team joined",
    "round begun",
]
