"""Who may enter: tokens with names and roles, sessions of browsers, links that sign in once."""

from __future__ import annotations

import hashlib
import hmac
import secrets as chance
from datetime import timedelta
from enum import IntEnum
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from burdenshare.errors import Problems, Refusal
from burdenshare.web.store import times
from burdenshare.web.store.schema import links, sessions, tokens
from burdenshare.web.store.text import one_line

if TYPE_CHECKING:
    from burdenshare.web.store.store import Store

SESSION_HOURS = 12
LINK_MINUTES = 60
NAME_LENGTH = 80


class Role(IntEnum):
    """What one may do; each role may do what those before it may."""

    reader = 1
    """Read, where reading is not open to everyone."""
    analyst = 2
    """Run, upload, correct claims."""
    moderator = 3
    """Approve and reject comments."""
    host = 4
    """Open debates and workshops, see the audit log."""


class Person(NamedTuple):
    """Who asks, by a token or a session."""

    name: str
    role: Role


class People:
    """Tokens, sessions and links of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def give(self, name: str, role: Role, *, by: str) -> str:
        """Make a token and return it; it is shown this once, and kept only as its SHA-256.

        Raises
        ------
        Refusal
            ``name-taken``; ``bad-argument`` for a name that is empty or too long.
        """
        problems = Problems()
        name = one_line(name, "name", NAME_LENGTH, problems)
        problems.require_none("bad-argument", "a token needs a short name", hint="such as press")
        token = f"bs_{chance.token_urlsafe(32)}"
        with self._store.writing() as connection:
            if connection.execute(sa.select(tokens).where(tokens.c.name == name)).first():
                raise Refusal(
                    "name-taken",
                    f"there is, or was, a token {name!r}",
                    hint="choose another name: the audit log must tell the two apart",
                )
            row = {
                "name": name,
                "role": role.name,
                "sha256": _digest(token),
                "created": times.now(),
            }
            connection.execute(tokens.insert().values(row))
            self._store.note(by, "token given", f"{name} ({role.name})", within=connection)
        return token

    def revoke(self, name: str, *, by: str) -> None:
        """Let a token, and the sessions that it opened, enter no more.

        Raises
        ------
        Refusal
            ``unknown-token``.
        """
        with self._store.writing() as connection:
            number = connection.execute(
                sa.select(tokens.c.number).where(tokens.c.name == name, tokens.c.revoked.is_(None))
            ).scalar()
            if number is None:
                raise Refusal(
                    "unknown-token",
                    f"there is no token {name!r} that is not revoked",
                    hint="burdenshare token list shows the tokens",
                )
            connection.execute(
                tokens.update().where(tokens.c.number == number).values(revoked=times.now())
            )
            connection.execute(sessions.delete().where(sessions.c.token == number))
            self._store.note(by, "token revoked", name, within=connection)

    def tokens(self) -> list[dict[str, Any]]:
        """Return name, role, day of creation and revocation of every token."""
        columns = (tokens.c.name, tokens.c.role, tokens.c.created, tokens.c.revoked)
        with self._store.reading() as connection:
            found = connection.execute(sa.select(*columns).order_by(tokens.c.number)).mappings()
            return [dict(row) for row in found]

    def bearer(self, token: str) -> Person | None:
        """Return who has a token; None where it is unknown or revoked."""
        with self._store.reading() as connection:
            row = self._token(connection, token)
        return None if row is None else Person(row.name, Role[row.role])

    def enter(self, token: str) -> str | None:
        """Open a session for a browser by a token; return its secret, or None."""
        with self._store.writing() as connection:
            row = self._token(connection, token)
            if row is None:
                return None
            return self._session(connection, row.number, row.name, row.role)

    def link(self, name: str, role: Role) -> str:
        """Make the secret of a link that signs in once, within an hour."""
        secret = chance.token_urlsafe(32)
        expires = times.now(timedelta(minutes=LINK_MINUTES))
        row = {"sha256": _digest(secret), "name": name, "role": role.name, "expires": expires}
        with self._store.writing() as connection:
            connection.execute(links.delete().where(links.c.expires < times.now()))
            connection.execute(links.insert().values(row))
        return secret

    def follow(self, secret: str) -> str | None:
        """Open a session by a link and spend the link; return its secret, or None."""
        digest = _digest(secret)
        with self._store.writing() as connection:
            row = connection.execute(sa.select(links).where(links.c.sha256 == digest)).first()
            if row is None or not hmac.compare_digest(row.sha256, digest):
                return None
            connection.execute(links.delete().where(links.c.sha256 == digest))
            if row.expires < times.now():
                return None
            return self._session(connection, None, row.name, row.role)

    def session(self, secret: str) -> Person | None:
        """Return who signed in; None where the session is over."""
        digest = _digest(secret)
        with self._store.reading() as connection:
            row = connection.execute(sa.select(sessions).where(sessions.c.sha256 == digest)).first()
        if row is None or not hmac.compare_digest(row.sha256, digest) or row.expires < times.now():
            return None
        return Person(row.name, Role[row.role])

    def leave(self, secret: str, person: Person) -> None:
        """End a session."""
        with self._store.writing() as connection:
            connection.execute(sessions.delete().where(sessions.c.sha256 == _digest(secret)))
            self._store.note(person.name, "signed out", role=person.role.name, within=connection)

    @staticmethod
    def _token(connection: sa.Connection, token: str) -> Any:
        digest = _digest(token)
        row = connection.execute(
            sa.select(tokens).where(tokens.c.sha256 == digest, tokens.c.revoked.is_(None))
        ).first()
        return row if row is not None and hmac.compare_digest(row.sha256, digest) else None

    def _session(self, connection: sa.Connection, token: int | None, name: str, role: str) -> str:
        secret = chance.token_urlsafe(32)
        expires = times.now(timedelta(hours=SESSION_HOURS))
        connection.execute(sessions.delete().where(sessions.c.expires < times.now()))
        row = {"sha256": _digest(secret), "token": token, "name": name, "role": role}
        connection.execute(sessions.insert().values(row | {"expires": expires}))
        self._store.note(name, "signed in", role=role, within=connection)
        return secret


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
