"""Who may enter and do what: roles, sessions, forms that cannot be forged, limits, headers.

A route that changes something asks for its role with `require`; a form carries `csrf_field`; all
else happens for every request, in `Guard` before the application and in `enter` before a route.
"""

from burdenshare.web.doors.budgets import Budget, TooMany
from burdenshare.web.doors.entering import enter, require, writes
from burdenshare.web.doors.guard import Guard
from burdenshare.web.store.people import Person, Role

__all__ = ["Budget", "Guard", "Person", "Role", "TooMany", "enter", "require", "writes"]
