"""Public debates: what is proposed, what people say to it, and who let it be shown."""

from __future__ import annotations

import hashlib
import json
import secrets as chance
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import sqlalchemy as sa

from burdenshare.errors import Problems, Refusal
from burdenshare.web.store.acts import Act
from burdenshare.web.store.people import NAME_LENGTH, Person
from burdenshare.web.store.schema import comments, debates
from burdenshare.web.store.text import one_line, some_lines
from burdenshare.web.store.times import now

if TYPE_CHECKING:
    from burdenshare.web.store.store import Store

TITLE_LENGTH = 150
QUESTION_LENGTH = 3000
WHY_LENGTH = 5000
REASON_LENGTH = 300
PAGE = 50
"""Comments that are shown at a time."""
State = Literal["waiting", "approved", "rejected"]


class Comment(NamedTuple):
    """What one person says: a name, why, and what they would choose where it differs."""

    name: str
    why: str
    choices: Mapping[str, Any]
    """Value by lever, as the page shows it; empty for a comment alone."""


class Debates:
    """Debates and comments of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def open(
        self,
        title: str,
        question: str,
        *,
        scenario: str,
        shown: str,
        levers: Sequence[str],
        answer: Mapping[str, Any],
        at_once: bool,
        by: Person,
    ) -> str:
        """Put a scenario up for comment; return the id of the debate.

        Parameters
        ----------
        title, question : str
        scenario : str
            YAML.
        shown : str
            The member whose numbers are shown, or ALL.
        levers : sequence of str
            What visitors may set otherwise.
        answer : mapping
            What the scenario comes to.
        at_once : bool
            Whether comments are shown before a moderator has approved them.
        by : Person

        Raises
        ------
        Refusal
            ``bad-argument`` for a title or question that is empty or too long.
        """
        problems = Problems()
        name = chance.token_hex(5)
        row = {
            "id": name,
            "title": one_line(title, "title", TITLE_LENGTH, problems),
            "question": some_lines(question, "question", QUESTION_LENGTH, problems),
            "scenario": scenario,
            "shown": shown,
            "levers": json.dumps(list(levers)),
            "answer": json.dumps(answer, allow_nan=False),
            "at_once": at_once,
            "by": by.name,
            "opened": now(),
        }
        problems.require_none(
            "bad-argument", _said(problems), hint="say in a few words what people are asked"
        )
        with self._store.writing() as connection:
            connection.execute(debates.insert().values(row))
            self._note(connection, by, "debate opened", name)
        return name

    def all(self) -> list[dict[str, Any]]:
        """Return all debates, the newest first, with how many comments are shown and wait."""
        counted = [
            sa.func.count(sa.case((comments.c.state == state, 1))).label(state)
            for state in ("approved", "waiting")
        ]
        columns = (
            debates.c.id, debates.c.title, debates.c.by, debates.c.opened, debates.c.closed,
        )  # fmt: skip
        query = (
            sa.select(*columns, *counted)
            .select_from(debates.outerjoin(comments))
            .group_by(debates.c.number, *columns)
            .order_by(debates.c.number.desc())
        )
        with self._store.reading() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def get(self, debate: str) -> dict[str, Any]:
        """Return a debate.

        Raises
        ------
        Refusal
            ``unknown-debate``.
        """
        with self._store.reading() as connection:
            row = self._row(connection, debate)
        return {
            **{name: row[name] for name in ("id", "title", "question", "scenario", "shown")},
            "levers": json.loads(row["levers"]),
            "answer": json.loads(row["answer"]),
            **{name: row[name] for name in ("at_once", "by", "opened", "closed")},
        }

    def say(self, debate: str, comment: Comment, *, key: str) -> dict[str, Any]:
        """Keep a comment; the same words sent again under the same key are kept once.

        When this returns, the comment is on disk.

        Raises
        ------
        Refusal
            ``unknown-debate``, ``closed``, ``bad-comment`` with every problem.
        """
        problems = Problems()
        name = one_line(comment.name, "name", NAME_LENGTH, problems)
        why = some_lines(comment.why, "why", WHY_LENGTH, problems)
        if not (0 < len(key) <= 100 and key.isascii() and key.isprintable()):
            problems.add("key", "is no key of a form", hint="load the page again")
        problems.require_none("bad-comment", _said(problems), hint="mend what is named")
        choices = json.dumps(dict(comment.choices), allow_nan=False)
        key = hashlib.sha256(json.dumps([key, name, why, choices]).encode()).hexdigest()
        with self._store.writing() as connection:
            of = self._row(connection, debate)
            same = sa.select(comments).where(
                comments.c.debate == of["number"], comments.c.key == key
            )
            known = connection.execute(same).mappings().first()
            if known is None:
                if of["closed"]:
                    raise _closed(of["title"])
                row = {
                    "debate": of["number"], "key": key, "at": now(), "name": name, "why": why,
                    "choices": choices,
                    "state": "approved" if of["at_once"] else "waiting", "reason": "",
                }  # fmt: skip
                connection.execute(comments.insert().values(row))
                known = connection.execute(same).mappings().one()
            return _comment(known)

    def comments(
        self,
        debate: str,
        *,
        states: Sequence[State] = ("approved",),
        limit: int | None = None,
        before: int | None = None,
    ) -> list[dict[str, Any]]:
        """Return comments in some states, the newest first.

        Raises
        ------
        Refusal
            ``unknown-debate``.
        """
        with self._store.reading() as connection:
            of = self._row(connection, debate)["number"]
            query = (
                sa.select(comments)
                .where(comments.c.debate == of, comments.c.state.in_(states))
                .order_by(comments.c.number.desc())
                .limit(limit)
            )
            if before is not None:
                query = query.where(comments.c.number < before)
            return [_comment(row) for row in connection.execute(query).mappings()]

    def decide(
        self, debate: str, number: int, *, approve: bool, reason: str, by: Person
    ) -> dict[str, Any]:
        """Let a comment be shown, or not, with the reason why not.

        Raises
        ------
        Refusal
            ``unknown-debate``; ``bad-argument`` for a rejection without a reason.
        """
        problems = Problems()
        reason = one_line(reason, "reason", REASON_LENGTH, problems) if not approve else ""
        problems.require_none("bad-argument", _said(problems), hint="say why it is not shown")
        with self._store.writing() as connection:
            of = self._row(connection, debate)["number"]
            which = (comments.c.debate == of) & (comments.c.number == number)
            state = "approved" if approve else "rejected"
            told: Act = "comment approved" if approve else "comment rejected"
            decided = {"decided": now(), "decided_by": by.name, "reason": reason}
            changed = comments.update().where(which).values(state=state, **decided)
            if connection.execute(changed).rowcount == 0:
                raise _unknown(f"the debate {debate} has no comment {number}")
            self._note(connection, by, told, f"{debate} {number} {reason}".strip())
            return _comment(connection.execute(sa.select(comments).where(which)).mappings().one())

    def close(self, debate: str, *, by: Person) -> None:
        """Take no more comments; what is there stays.

        Raises
        ------
        Refusal
            ``unknown-debate``.
        """
        with self._store.writing() as connection:
            of = self._row(connection, debate)
            if not of["closed"]:
                which = debates.c.number == of["number"]
                connection.execute(debates.update().where(which).values(closed=now()))
                self._note(connection, by, "debate closed", debate)

    @staticmethod
    def _row(connection: sa.Connection, debate: str) -> Mapping[str, Any]:
        query = sa.select(debates).where(debates.c.id == debate)
        row = connection.execute(query).mappings().first()
        if row is None:
            raise _unknown(f"there is no debate {debate[:40]!r}")
        return dict(row)

    def _note(self, connection: sa.Connection, by: Person, what: Act, about: str) -> None:
        self._store.note(by.name, what, about, role=by.role.name, within=connection)


def _comment(row: Any) -> dict[str, Any]:
    return {
        **{name: row[name] for name in ("number", "at", "name", "why")},
        "choices": json.loads(row["choices"]),
        **{name: row[name] for name in ("state", "reason", "decided", "decided_by")},
    }


def _said(problems: Problems) -> str:
    return "; ".join(f"{one['where']} {one['message']}" for one in problems.details())


def _unknown(what: str) -> Refusal:
    return Refusal("unknown-debate", what, hint="/debate lists the debates")


def _closed(title: str) -> Refusal:
    return Refusal("closed", f"the debate '{title}' is closed", hint="what was said can be read")
