"""What are the words of a document, who published it when, and what is wrong with them.

`read_file` reads one file, `read_address` one page of the web, `read_paths` files, folders and
addresses one after the other; they give a `Document` with its headings, repeats, signs of a
machine and damaged places marked. Nothing that was said is deleted. `passages` and `marked` mark
what other documents said before.
"""

from burdenshare.evidence.reading.addresses import read_address
from burdenshare.evidence.reading.files import Refused, read_file, read_paths
from burdenshare.evidence.reading.limits import Limits
from burdenshare.evidence.reading.repeats import Place, marked, passages

__all__ = [
    "Limits",
    "Place",
    "Refused",
    "marked",
    "passages",
    "read_address",
    "read_file",
    "read_paths",
]
