"""Where is it written down? Documents, claims and corrections in SQLite or PostgreSQL.

The main object is `Ledger`: `Ledger.open` opens or begins one, `add` keeps a document with its
claims, `claims`, `search` and `timeline` ask, `correct` lays what a person says over a claim, and
`export` and `import_` carry everything from one ledger to another without loss.
"""

from burdenshare.evidence.ledger.asking import Entry, Filters, Passage, Source
from burdenshare.evidence.ledger.store import Ledger

__all__ = ["Entry", "Filters", "Ledger", "Passage", "Source"]
