"""A real PostgreSQL server that the tests start, for what is kept in SQLite and in PostgreSQL."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


class Server:
    """A PostgreSQL server in a folder of its own, reached by a socket in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._user: dict[str, Any] = {}
        if os.geteuid() == 0:
            owner = pwd.getpwnam("postgres")
            self._user = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        self._bin = BINARIES[-1].parent
        self._names = count()

    def start(self) -> None:
        self._run("initdb", "-U", "burdenshare", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8")
        self.begin()

    def begin(self) -> None:
        options = f"-k {self.folder} -c listen_addresses='' -c fsync=off"
        self._run("pg_ctl", "-w", "-l", str(self.folder / "log"), "-o", options, "start")
        self._root = sa.create_engine(self._address("postgres"), isolation_level="AUTOCOMMIT")

    def stop(self, how: str = "immediate") -> None:
        self._root.dispose()
        self._run("pg_ctl", "-w", "-m", how, "stop")

    def database(self) -> str:
        name = f"test{next(self._names)}"
        with self._root.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        return self._address(name).replace("postgresql+pg8000", "postgresql")

    def _address(self, name: str) -> str:
        socket = self.folder / ".s.PGSQL.5432"
        return f"postgresql+pg8000://burdenshare@/{name}?unix_sock={socket}"

    def _run(self, program: str, *options: str) -> None:
        command = [str(self._bin / program), "-D", str(self.folder / "data"), *options]
        subprocess.run(
            command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            cwd=self.folder, **self._user,
        )  # fmt: skip


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    if not BINARIES:
        pytest.skip("no PostgreSQL server in /usr/lib/postgresql: apt install postgresql")
    if os.geteuid() == 0:
        try:
            pwd.getpwnam("postgres")
        except KeyError:
            pytest.skip("PostgreSQL refuses to run as root, and there is no user postgres")
    folder = Path(tempfile.mkdtemp(prefix="bs-pg-"))
    try:
        made = Server(folder)
        made.start()
        yield made
        made.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)
