"""The tables of the store, and the numbered steps that bring an older store up to date."""

from __future__ import annotations

import secrets as chance
from collections.abc import Callable

import sqlalchemy as sa

from burdenshare.database import WORD, Kind, Schema

STORE = Kind(
    "the store",
    "service",
    busy="store-busy",
    newer="newer-store",
    begin="begin one: burdenshare serve",
    restore="bring back a copy",
    wait=10,
    durable=True,
)

tables = sa.MetaData()

version = sa.Table("burdenshare_store", tables, sa.Column("version", sa.Integer, nullable=False))

secrets = sa.Table(
    "secrets",
    tables,
    sa.Column("name", WORD, primary_key=True),
    sa.Column("value", WORD, nullable=False),
)
"""What all processes of a service sign with."""

tokens = sa.Table(
    "tokens",
    tables,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("name", WORD, nullable=False, unique=True),
    sa.Column("role", WORD, nullable=False),
    sa.Column("sha256", WORD, nullable=False, unique=True),
    sa.Column("created", WORD, nullable=False),
    sa.Column("revoked", WORD),
)
"""Who may do what; a token itself is nowhere, only its SHA-256."""

links = sa.Table(
    "links",
    tables,
    sa.Column("sha256", WORD, primary_key=True),
    sa.Column("name", WORD, nullable=False),
    sa.Column("role", WORD, nullable=False),
    sa.Column("expires", WORD, nullable=False),
)
"""Links that sign in once."""

sessions = sa.Table(
    "sessions",
    tables,
    sa.Column("sha256", WORD, primary_key=True),
    sa.Column("token", sa.Integer, sa.ForeignKey(tokens.c.number)),
    sa.Column("name", WORD, nullable=False),
    sa.Column("role", WORD, nullable=False),
    sa.Column("expires", WORD, nullable=False),
)
"""Browsers that signed in, with a token or (none) with a link."""

audit = sa.Table(
    "audit",
    tables,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("at", WORD, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("role", WORD, nullable=False),
    sa.Column("what", WORD, nullable=False),
    sa.Column("about", sa.Text, nullable=False),
)

debates = sa.Table(
    "debates",
    tables,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("id", WORD, nullable=False, unique=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("scenario", sa.Text, nullable=False),
    sa.Column("shown", WORD, nullable=False),
    sa.Column("levers", sa.Text, nullable=False),
    sa.Column("answer", sa.Text, nullable=False),
    sa.Column("at_once", sa.Boolean, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("opened", WORD, nullable=False),
    sa.Column("closed", WORD),
)
"""Scenarios put up for comment: the YAML, its levers and what it comes to as JSON."""

comments = sa.Table(
    "comments",
    tables,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("debate", sa.Integer, sa.ForeignKey(debates.c.number), nullable=False),
    sa.Column("key", WORD, nullable=False),
    sa.Column("at", WORD, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("choices", sa.Text, nullable=False),
    sa.Column("state", WORD, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("decided", WORD),
    sa.Column("decided_by", sa.Text),
    sa.UniqueConstraint("debate", "key"),
)
"""What people say; `key` is of the form and the words, so that sending it twice counts once."""

workshops = sa.Table(
    "workshops",
    tables,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("id", WORD, nullable=False, unique=True),
    sa.Column("code", WORD, nullable=False, unique=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("scenario", sa.Text, nullable=False),
    sa.Column("shown", WORD, nullable=False),
    sa.Column("levers", sa.Text, nullable=False),
    sa.Column("answer", sa.Text, nullable=False),
    sa.Column("round", sa.Integer, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("opened", WORD, nullable=False),
    sa.Column("closed", WORD),
)
"""Scenarios on which teams choose, round after round; who knows the code may join."""

teams = sa.Table(
    "teams",
    tables,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("workshop", sa.Integer, sa.ForeignKey(workshops.c.number), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("sha256", WORD, nullable=False, unique=True),
    sa.Column("joined", WORD, nullable=False),
    sa.UniqueConstraint("workshop", "name"),
)

moves = sa.Table(
    "moves",
    tables,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("team", sa.Integer, sa.ForeignKey(teams.c.number), nullable=False),
    sa.Column("round", sa.Integer, nullable=False),
    sa.Column("at", WORD, nullable=False),
    sa.Column("choices", sa.Text, nullable=False),
    sa.Column("answer", sa.Text, nullable=False),
    sa.UniqueConstraint("team", "round"),
)
"""What a team chose in a round, and what it comes to, both as JSON."""


def _doors(connection: sa.Connection) -> None:
    first = [version, secrets, tokens, links, sessions, audit]
    tables.create_all(connection, tables=first)
    connection.execute(version.insert().values(version=0))
    connection.execute(secrets.insert().values(name="signing", value=chance.token_hex(32)))


def _debates(connection: sa.Connection) -> None:
    tables.create_all(connection, tables=[debates, comments])


def _workshops(connection: sa.Connection) -> None:
    tables.create_all(connection, tables=[workshops, teams, moves])


STEPS: list[Callable[[sa.Connection], None]] = [_doors, _debates, _workshops]
"""Step n turns a store of version n - 1 into one of version n; a step never changes."""

SCHEMA = Schema(tables, version, STEPS)
