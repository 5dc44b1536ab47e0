"""What are the words of a document, who published it when, and what is wrong with them.

`read_file` reads one file, `read_paths` files, folders and addresses one after the other; both
give a `Document` whose spans, repeats, signs of a machine and damaged places are marked and
nothing of which is deleted.
"""

from burdenshare.evidence.reading.files import Refused, read_file, read_paths
from burdenshare.evidence.reading.limits import Limits

__all__ = ["Limits", "Refused", "read_file", "read_paths"]
