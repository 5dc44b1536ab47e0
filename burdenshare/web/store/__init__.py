"""What a running service keeps: who may enter, what they did, debates and workshops.

The main object is `Store`. A figure, a run or a document is never kept here.
"""

from burdenshare.web.store.store import Store

__all__ = ["Store"]
