"""The tables of a ledger, and the numbered steps that bring an older ledger up to date."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable

import sqlalchemy as sa

from burdenshare.errors import Refusal
from burdenshare.evidence.ledger.database import Database

_ATTEMPTS = 100
_WORD = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
"""Text that is compared character by character on every server, whatever its language."""

tables = sa.MetaData()

version = sa.Table("burdenshare_ledger", tables, sa.Column("version", sa.Integer, nullable=False))

documents = sa.Table(
    "documents",
    tables,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", _WORD, nullable=False, unique=True),
    sa.Column("name", _WORD, nullable=False, index=True),
    sa.Column("sha256", _WORD, nullable=False, index=True),
    sa.Column("published", _WORD, nullable=False),
    sa.Column("machine", sa.Boolean, nullable=False),
    sa.Column("record", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
)
"""In the order in which they were read; `record` is the document as JSON without its text."""

passages = sa.Table(
    "passages",
    tables,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("document", sa.Integer, sa.ForeignKey(documents.c.number), nullable=False),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
    sa.Column("repeat", sa.Boolean, nullable=False),
)
"""What search finds; most of a `repeat` stands earlier, there or in another document."""

places = sa.Table(
    "places",
    tables,
    sa.Column("hash", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("document", sa.Integer, sa.ForeignKey(documents.c.number), nullable=False),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
)
"""Where each sentence and paragraph that is long enough to be repeated stands first."""

claims = sa.Table(
    "claims",
    tables,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", _WORD, nullable=False, unique=True),
    sa.Column("document", sa.Integer, sa.ForeignKey(documents.c.number), nullable=False),
    sa.Column("measure", _WORD, nullable=False),
    sa.Column("stance", _WORD, nullable=False),
    sa.Column("said", _WORD, nullable=False),
    sa.Column("about", _WORD, nullable=False),
    sa.Column("confidence", sa.Float, nullable=False),
    sa.Column("machine", sa.Boolean, nullable=False),
    sa.Column("counts", sa.Boolean, nullable=False),
    sa.Column("repeats", sa.Integer),
)
"""What claims are looked up by, as corrected; `repeats` is the number of an earlier claim."""
sa.Index("claims_document", claims.c.document)
sa.Index("claims_measure", claims.c.measure)
sa.Index("claims_stance", claims.c.stance)
sa.Index("claims_said", claims.c.said)
sa.Index("claims_about", claims.c.about)

records = sa.Table(
    "claim_records",
    tables,
    sa.Column("claim", sa.ForeignKey(claims.c.number), primary_key=True, autoincrement=False),
    sa.Column("extracted", sa.Text, nullable=False),
    sa.Column("corrected", sa.Text),
)
"""The claim as extracted, which never changes, and as people corrected it, both as JSON."""

parties = sa.Table(
    "parties",
    tables,
    sa.Column("role", _WORD, nullable=False),
    sa.Column("name", _WORD, nullable=False),
    sa.Column("claim", sa.Integer, sa.ForeignKey(claims.c.number), nullable=False),
    sa.PrimaryKeyConstraint("role", "name", "claim"),
    sqlite_with_rowid=False,
)
"""Who acts, and toward whom, under every name by which one may ask; `role` is actor or target."""
sa.Index("parties_claim", parties.c.claim)

corrections = sa.Table(
    "corrections",
    tables,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("claim", sa.Integer, sa.ForeignKey(claims.c.number), nullable=False, index=True),
    sa.Column("fields", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("when", _WORD, nullable=False),
)


def _first(connection: sa.Connection) -> None:
    tables.create_all(connection)
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("ALTER TABLE passages ADD COLUMN words tsvector")
        connection.exec_driver_sql("CREATE INDEX passages_words ON passages USING gin (words)")
    else:
        connection.exec_driver_sql(
            "CREATE VIRTUAL TABLE passage_words USING fts5(words, content='', columnsize=0, "
            "tokenize=\"unicode61 remove_diacritics 0 tokenchars '.'\")"
        )
    connection.execute(version.insert().values(version=0))


STEPS: list[Callable[[sa.Connection], None]] = [_first]
"""Step n turns a ledger of version n - 1 into one of version n; a step never changes."""


def migrate(database: Database) -> None:
    """Bring a ledger up to the version of this program, in one transaction.

    Raises
    ------
    Refusal
        ``newer-ledger`` for a ledger that a newer program has written; ``damaged-file`` for a
        database that holds something else.
    """
    with database.reading() as connection:
        if _version(connection, database) == len(STEPS):
            return
    if not database.postgresql:
        _write_ahead(database)
    with database.writing() as connection:
        for number, step in enumerate(STEPS, start=1):
            if number > _version(connection, database):
                step(connection)
                connection.execute(version.update().values(version=number))


def _write_ahead(database: Database) -> None:
    """Let readers read while one writes; SQLite does not wait of itself for this change."""
    for _ in range(_ATTEMPTS):
        with database.errors(), database.engine.connect() as connection:
            raw = connection.connection.cursor()
            try:
                raw.execute("PRAGMA journal_mode = WAL")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorname != "SQLITE_BUSY":
                    raise
                time.sleep(0.05)
            else:
                return
            finally:
                raw.close()


def _version(connection: sa.Connection, database: Database) -> int:
    names = set(sa.inspect(connection).get_table_names())
    if version.name in names:
        found = connection.execute(sa.select(version.c.version)).scalar()
    else:
        found = None if names & set(tables.tables) or (names and not database.postgresql) else 0
    if found is None:
        raise Refusal(
            "damaged-file",
            f"{database.name} is a database, but no ledger",
            hint="name a file that burdenshare read has made, or a new one",
        )
    if found > len(STEPS):
        raise Refusal(
            "newer-ledger",
            f"the ledger {database.name} has version {found}; this program knows {len(STEPS)}",
            hint="use the newer burdenshare that has written it",
        )
    return int(found)
