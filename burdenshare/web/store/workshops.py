"""Workshops: teams that choose on one scenario, round after round."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets as chance
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from burdenshare.errors import Problems, Refusal
from burdenshare.web.store.acts import Act
from burdenshare.web.store.debates import TITLE_LENGTH
from burdenshare.web.store.people import Person
from burdenshare.web.store.schema import moves, teams, workshops
from burdenshare.web.store.text import one_line
from burdenshare.web.store.times import now

if TYPE_CHECKING:
    from burdenshare.web.store.store import Store

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""What a code is made of: nothing that is taken for something else when it is read aloud."""
TEAM_LENGTH = 40
MOST_TEAMS = 60


class Team(NamedTuple):
    """One team."""

    number: int
    name: str


class Workshops:
    """Workshops, teams and their moves, of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def open(
        self,
        title: str,
        *,
        scenario: str,
        shown: str,
        levers: Sequence[str],
        answer: Mapping[str, Any],
        by: Person,
    ) -> str:
        """Open a workshop in its first round; return its id.

        Raises
        ------
        Refusal
            ``bad-argument`` for a title that is empty or too long.
        """
        problems = Problems()
        name = chance.token_hex(5)
        row = {
            "id": name,
            "code": "".join(chance.choice(LETTERS) for _ in range(8)),
            "title": one_line(title, "title", TITLE_LENGTH, problems),
            "scenario": scenario,
            "shown": shown,
            "levers": json.dumps(list(levers)),
            "answer": json.dumps(answer, allow_nan=False),
            "round": 1,
            "by": by.name,
            "opened": now(),
        }
        problems.require_none("bad-argument", "a workshop needs a short title", hint="name it")
        with self._store.writing() as connection:
            connection.execute(workshops.insert().values(row))
            self._note(connection, by, "workshop opened", name)
        return name

    def all(self) -> list[dict[str, Any]]:
        """Return all workshops, the newest first."""
        columns = (
            workshops.c.id, workshops.c.title, workshops.c.code, workshops.c.round,
            workshops.c.by, workshops.c.opened, workshops.c.closed,
        )  # fmt: skip
        query = sa.select(*columns).order_by(workshops.c.number.desc())
        with self._store.reading() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def get(self, workshop: str) -> dict[str, Any]:
        """Return a workshop with its teams and all their moves, by round.

        Raises
        ------
        Refusal
            ``unknown-workshop``.
        """
        with self._store.reading() as connection:
            row = self._row(connection, workshop)
            joined = connection.execute(
                sa.select(teams.c.number, teams.c.name)
                .where(teams.c.workshop == row["number"])
                .order_by(teams.c.number)
            ).all()
            made = connection.execute(
                sa.select(moves, teams.c.name)
                .join(teams, teams.c.number == moves.c.team)
                .where(teams.c.workshop == row["number"])
                .order_by(moves.c.round, teams.c.number)
            ).mappings()
            found = [
                {
                    "round": move["round"], "team": move["name"],
                    "choices": json.loads(move["choices"]), "answer": json.loads(move["answer"]),
                }
                for move in made
            ]  # fmt: skip
        kept = ("id", "code", "title", "scenario", "shown", "round", "by", "opened", "closed")
        return {
            **{name: row[name] for name in kept},
            "levers": json.loads(row["levers"]),
            "answer": json.loads(row["answer"]),
            "teams": [team.name for team in joined],
            "moves": found,
        }

    def join(self, code: str, name: str) -> tuple[str, str]:
        """Let a team join by the code; return the id of the workshop and the team's secret.

        Raises
        ------
        Refusal
            ``unknown-workshop`` for a code that is none; ``name-taken``; ``closed``;
            ``bad-argument`` for a name that is empty or too long, or one team too many.
        """
        problems = Problems()
        name = one_line(name, "team", TEAM_LENGTH, problems)
        problems.require_none("bad-argument", "a team needs a short name", hint="such as North")
        secret = chance.token_urlsafe(24)
        with self._store.writing() as connection:
            meant = "".join(code.split()).upper()
            query = sa.select(workshops).where(workshops.c.code == meant)
            row: Any = connection.execute(query).mappings().first() if meant.isascii() else None
            if row is None:
                raise Refusal(
                    "unknown-workshop",
                    "there is no workshop with this code",
                    hint="ask whoever opened it for its code of eight letters and digits",
                )
            _require_open(row)
            present = sa.select(teams.c.name).where(teams.c.workshop == row["number"])
            names = connection.execute(present).scalars().all()
            if name.casefold() in {one.casefold() for one in names}:
                raise Refusal(
                    "name-taken", f"there is a team {name!r} already", hint="choose another name"
                )
            if len(names) >= MOST_TEAMS:
                raise Refusal(
                    "bad-argument", f"{MOST_TEAMS} teams have joined", hint="join one of them"
                )
            joined = {
                "workshop": row["number"], "name": name, "sha256": _digest(secret),
                "joined": now(),
            }  # fmt: skip
            connection.execute(teams.insert().values(joined))
            self._store.note(name, "team joined", row["id"], within=connection)
        return row["id"], secret

    def team(self, workshop: str, secret: str) -> Team | None:
        """Return the team that has a secret; None where it is none of this workshop."""
        digest = _digest(secret)
        query = (
            sa.select(teams.c.number, teams.c.name, teams.c.sha256)
            .join(workshops, workshops.c.number == teams.c.workshop)
            .where(workshops.c.id == workshop, teams.c.sha256 == digest)
        )
        with self._store.reading() as connection:
            row = connection.execute(query).first()
        if row is None or not hmac.compare_digest(row.sha256, digest):
            return None
        return Team(row.number, row.name)

    def move(
        self,
        workshop: str,
        team: Team,
        *,
        round_: int,
        choices: Mapping[str, float],
        answer: Mapping[str, Any],
    ) -> None:
        """Keep what a team chooses in the present round; it may choose again until the next.

        Raises
        ------
        Refusal
            ``closed`` where the workshop or this round is over.
        """
        with self._store.writing() as connection:
            row = self._row(connection, workshop)
            _require_open(row)
            if row["round"] != round_:
                raise Refusal(
                    "closed",
                    f"round {round_} is over; this is round {row['round']}",
                    hint="look at what the others chose, and choose again",
                )
            which = (moves.c.team == team.number) & (moves.c.round == round_)
            connection.execute(moves.delete().where(which))
            made = {
                "team": team.number, "round": round_, "at": now(),
                "choices": json.dumps(dict(choices), allow_nan=False),
                "answer": json.dumps(dict(answer), allow_nan=False),
            }  # fmt: skip
            connection.execute(moves.insert().values(made))

    def advance(self, workshop: str, *, by: Person) -> None:
        """End the present round and begin the next.

        Raises
        ------
        Refusal
            ``unknown-workshop``, ``closed``.
        """
        with self._store.writing() as connection:
            row = self._row(connection, workshop)
            _require_open(row)
            which = workshops.c.number == row["number"]
            following = row["round"] + 1
            connection.execute(workshops.update().where(which).values(round=following))
            self._note(connection, by, "round begun", f"{workshop} {following}")

    def close(self, workshop: str, *, by: Person) -> None:
        """End a workshop; what was chosen stays.

        Raises
        ------
        Refusal
            ``unknown-workshop``, ``closed``.
        """
        with self._store.writing() as connection:
            row = self._row(connection, workshop)
            _require_open(row)
            which = workshops.c.number == row["number"]
            connection.execute(workshops.update().where(which).values(closed=now()))
            self._note(connection, by, "workshop closed", workshop)

    @staticmethod
    def _row(connection: sa.Connection, workshop: str) -> Mapping[str, Any]:
        query = sa.select(workshops).where(workshops.c.id == workshop)
        row = connection.execute(query).mappings().first()
        if row is None:
            raise Refusal(
                "unknown-workshop",
                f"there is no workshop {workshop[:40]!r}",
                hint="join one by its code at /workshop",
            )
        return dict(row)

    def _note(self, connection: sa.Connection, by: Person, what: Act, about: str) -> None:
        self._store.note(by.name, what, about, role=by.role.name, within=connection)


def _require_open(row: Mapping[str, Any]) -> None:
    if row["closed"]:
        raise Refusal(
            "closed", f"the workshop '{row['title']}' is over", hint="its results can be read"
        )


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
