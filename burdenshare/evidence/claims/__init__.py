"""Who says what about whom? Claims of a document, with the exact words and the rule behind each.

`extract` splits a text into sentences and clauses, looks for cues of stance, directions and
quantities in each, and names actor and target from those who stand around the cue.
"""

from burdenshare.evidence.claims.extraction import extract

__all__ = ["extract"]
