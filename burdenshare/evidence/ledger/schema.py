"""The tables of a ledger, and the numbered steps that bring an older ledger up to date."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from burdenshare.database import WORD, Schema
from burdenshare.evidence.ledger import vectors, words
from burdenshare.evidence.ledger.database import Database

tables = sa.MetaData()

version = sa.Table("burdenshare_ledger", tables, sa.Column("version", sa.Integer, nullable=False))

documents = sa.Table(
    "documents",
    tables,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", WORD, nullable=False, unique=True),
    sa.Column("name", WORD, nullable=False, index=True),
    sa.Column("sha256", WORD, nullable=False, index=True),
    sa.Column("published", WORD, nullable=False),
    sa.Column("machine", sa.Boolean, nullable=False),
    sa.Column("rules", WORD, nullable=False, server_default=""),
    sa.Column("record", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
)
"""In the order in which they were read; `record` is the document as JSON without its text.

`rules` names the rules by which its claims were found.
"""

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


def _looked_up() -> list[sa.Column[Any]]:
    """Return the columns by which claims are chosen."""
    return [
        sa.Column("measure", WORD, nullable=False),
        sa.Column("stance", WORD, nullable=False),
        sa.Column("said", WORD, nullable=False),
        sa.Column("about", WORD, nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("machine", sa.Boolean, nullable=False),
        sa.Column("counts", sa.Boolean, nullable=False),
    ]


LOOKED_UP = tuple(column.name for column in _looked_up())

claims = sa.Table(
    "claims",
    tables,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", WORD, nullable=False, unique=True),
    sa.Column("document", sa.Integer, sa.ForeignKey(documents.c.number), nullable=False),
    *_looked_up(),
    sa.Column("repeats", sa.Integer),
)
"""What claims are looked up by, as corrected; `repeats` is the number of an earlier claim."""
sa.Index("claims_document", claims.c.document)
sa.Index("claims_said", claims.c.said)
sa.Index("claims_about", claims.c.about)
sa.Index("claims_repeats", claims.c.repeats)
sa.Index(
    "claims_of_measure",
    claims.c.measure,
    claims.c.about,
    *(claims.c[name] for name in LOOKED_UP if name not in ("measure", "about")),
)

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
    sa.Column("role", WORD, nullable=False),
    sa.Column("name", WORD, nullable=False),
    sa.Column("claim", sa.Integer, sa.ForeignKey(claims.c.number), nullable=False),
    *_looked_up(),
    sa.PrimaryKeyConstraint("role", "name", "claim"),
    sqlite_with_rowid=False,
)
"""Who acts, and toward whom, under every name by which one may ask; `role` is actor or target.

What else may be asked stands here again, so that no claim is looked at for a party that has many.
"""
sa.Index("parties_claim", parties.c.claim)

corrections = sa.Table(
    "corrections",
    tables,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("claim", sa.Integer, sa.ForeignKey(claims.c.number), nullable=False, index=True),
    sa.Column("fields", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("when", WORD, nullable=False),
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


_TEXTS = 500
_AT_ONCE = 50_000
"""Claims in one statement: a server that is busy answers within the time that one may take."""


def _second(connection: sa.Connection) -> None:
    """Give parties what else is asked, measures an index of all, and documents their rules."""
    if "rules" not in {c["name"] for c in sa.inspect(connection).get_columns(documents.name)}:
        connection.exec_driver_sql(
            "ALTER TABLE documents ADD COLUMN rules TEXT NOT NULL DEFAULT ''"
        )
    for old in ("claims_measure", "claims_stance"):
        connection.exec_driver_sql(f"DROP INDEX IF EXISTS {old}")
    for index in claims.indexes:
        index.create(connection, checkfirst=True)
    connection.exec_driver_sql("CREATE TABLE old_parties AS SELECT role, name, claim FROM parties")
    connection.exec_driver_sql("CREATE INDEX old_parties_claim ON old_parties (claim)")
    parties.drop(connection)
    parties.create(connection)
    names = ("role", "name", "claim", *LOOKED_UP)
    last = connection.execute(sa.select(sa.func.max(claims.c.number))).scalar() or 0
    for after in range(0, last, _AT_ONCE):
        connection.exec_driver_sql(
            f"INSERT INTO parties ({', '.join(names)}) SELECT {', '.join(names)} "  # noqa: S608
            "FROM old_parties JOIN claims ON claims.number = old_parties.claim "
            f"WHERE claim > {after} AND claim <= {after + _AT_ONCE} ORDER BY 1, 2, 3"
        )
    connection.exec_driver_sql("DROP TABLE old_parties")


def _third(connection: sa.Connection) -> None:
    """Give PostgreSQL's index of words the marks of pairs."""
    if connection.dialect.name != "postgresql":
        return
    names = 'number, document, start, "end", repeat'
    connection.exec_driver_sql(f"CREATE TABLE old_passages AS SELECT {names} FROM passages")  # noqa: S608
    connection.exec_driver_sql("CREATE INDEX old_passages_document ON old_passages (document)")
    connection.exec_driver_sql("TRUNCATE passages")
    old = sa.table("old_passages", *(sa.column(c.name) for c in passages.columns))
    last = connection.execute(sa.select(sa.func.max(documents.c.number))).scalar() or 0
    for after in range(0, last, _TEXTS):
        some = (documents.c.number > after) & (documents.c.number <= after + _TEXTS)
        query = sa.select(old, documents.c.text).join(
            documents, documents.c.number == old.c.document
        )
        add_rows(connection, passages, [
            {
                **{c.name: row[c.name] for c in passages.columns},
                "words": vectors.vector(words.indexed(row["text"][row["start"] : row["end"]])),
            }
            for row in connection.execute(query.where(some).order_by(old.c.number)).mappings()
        ])  # fmt: skip
    connection.exec_driver_sql("DROP TABLE old_passages")


STEPS: list[Callable[[sa.Connection], None]] = [_first, _second, _third]
"""Step n turns a ledger of version n - 1 into one of version n; a step never changes."""


def add_rows(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows of one shape: PostgreSQL gets all of them in one message, as JSON."""
    if not rows:
        return
    if connection.dialect.name != "postgresql":
        connection.execute(table.insert(), rows)
        return
    names = ", ".join(f'"{name}"' for name in rows[0])
    connection.execute(
        sa.text(
            f"INSERT INTO {table.name} ({names}) SELECT {names} "  # noqa: S608 - our own names
            f"FROM json_populate_recordset(NULL::{table.name}, CAST(:rows AS json))"
        ),
        {"rows": json.dumps(rows, ensure_ascii=False, allow_nan=False)},
    )


def migrate(database: Database) -> None:
    """Bring a ledger up to the version of this program, in one transaction; see `Schema`."""
    Schema(tables, version, STEPS).migrate(database)
