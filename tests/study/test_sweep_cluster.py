"""A sweep on a real scheduler with real workers on this machine: same bytes, whatever dies."""

from __future__ import annotations

import contextlib
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from burdenshare import __version__
from burdenshare.errors import Failure, Refusal
from burdenshare.figures.store import Figures
from burdenshare.study.sweep import Design, read_vary, sweep
from burdenshare.study.sweep import cluster as clusters
from burdenshare.study.sweep.cluster import on_cluster
from burdenshare.study.sweep.point import Ground, evaluate_there, ground

from .sweeping import Cluster, cluster, contents
from .sweeping import scenario as central

scenario = central.model_copy(update={"draws": 50})
VARY = read_vary(["pledges[0].core=2.5:5.0:20", "pledges[0].by=2030,2035"], scenario)
GRID = Design("grid")
NOWHERE = Ground("", "", "")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def figures(home: Path) -> Figures:
    return Figures.open(home)


@pytest.fixture(scope="module")
def alone(figures: Figures, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The folder that one process writes."""
    folder = tmp_path_factory.mktemp("alone") / "out"
    sweep(scenario, VARY, GRID, figures=figures, folder=folder)
    return contents(folder)


@pytest.fixture(scope="module")
def running(
    home: Path, tmp_path_factory: pytest.TempPathFactory, shared_cache: Path
) -> Iterator[Cluster]:
    with cluster(tmp_path_factory.mktemp("cluster"), home, shared_cache, workers=1) as made:
        yield made


def test_any_call_can_be_spread(running: Cluster) -> None:
    assert clusters.map_on(running.address, divmod, [(7, 2), (9, 4)]) == [(3, 1), (2, 1)]
    with pytest.raises(Failure, match=r"a point failed there \(ZeroDivisionError"):
        clusters.map_on(running.address, divmod, [(7, 0)])


def test_a_call_is_not_made_by_another_release(
    running: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clusters, "__version__", "0.0.0")
    with pytest.raises(Failure, match=f"has burdenshare {__version__}, not 0.0.0"):
        clusters.map_on(running.address, divmod, [(7, 2)])


# In this order: the workers of one cluster come and go.


def test_one_worker_gives_the_same_bytes(
    running: Cluster, figures: Figures, alone: dict[str, bytes], tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    found = sweep(scenario, VARY, GRID, figures=figures, folder=folder, cluster=running.address)
    assert found.computed == 40
    assert contents(folder) == alone
    assert not list(tmp_path.glob(".*"))


def test_a_killed_worker_costs_time_and_no_results(
    running: Cluster, figures: Figures, alone: dict[str, bytes], tmp_path: Path
) -> None:
    running.add(1)
    running.wait_for(2)
    folder = tmp_path / "out"

    def told(done: int, _total: int, _what: str) -> None:
        if done == 5:
            running.stop(running.workers[0])

    sweep(
        scenario, VARY, GRID, figures=figures, folder=folder, cluster=running.address, progress=told
    )
    assert len(running.workers) == 1
    assert contents(folder) == alone


def test_a_worker_with_other_figures_is_refused(running: Cluster, tmp_path: Path) -> None:
    with pytest.raises(Failure, match="has other tables of figures") as failed:
        list(on_cluster(running.address, {"a": scenario}, Ground(__version__, "0" * 64, "")))
    assert failed.value.code == "no-cluster"
    assert "the same release and tables" in failed.value.hint


def test_a_point_that_breaks_a_worker_is_named(running: Cluster, figures: Figures) -> None:
    jobs: dict[str, Any] = {"a": "no scenario"}
    with pytest.raises(Failure, match=r"a point failed there \(AttributeError") as failed:
        list(on_cluster(running.address, jobs, ground(scenario, figures)))
    assert failed.value.code == "no-cluster"


def test_a_cluster_without_workers_is_waited_for_and_then_given_up(
    running: Cluster, figures: Figures, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def told(done: int, _total: int, _what: str) -> None:
        if done == 3:
            running.stop(*running.workers)

    monkeypatch.setattr(clusters, "PATIENCE", 1.0)
    folder = tmp_path / "out"
    with pytest.raises(Failure, match="has had no worker for 1 s") as failed:
        sweep(
            scenario,
            VARY,
            GRID,
            figures=figures,
            folder=folder,
            cluster=running.address,
            progress=told,
        )
    assert failed.value.code == "no-cluster"
    assert running.address in failed.value.message
    assert not folder.exists()
    assert sweep(scenario, VARY, GRID, figures=figures, folder=folder).computed <= 37


def test_a_scheduler_that_dies_is_named_and_what_is_finished_is_kept(
    running: Cluster,
    figures: Figures,
    alone: dict[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    running.add(1)
    running.wait_for(1)
    folder = tmp_path / "out"

    def told(done: int, _total: int, _what: str) -> None:
        if done == 5:
            running.stop(running.scheduler)

    monkeypatch.setattr(clusters, "PATIENCE", 2.0)
    with pytest.raises(Failure, match="has not answered for 2 s") as failed:
        sweep(
            scenario,
            VARY,
            GRID,
            figures=figures,
            folder=folder,
            cluster=running.address,
            progress=told,
        )
    assert failed.value.code == "no-cluster"
    assert running.address in failed.value.message
    after = sweep(scenario, VARY, GRID, figures=figures, folder=folder)
    assert after.computed <= 35
    assert contents(folder) == alone


class Losing:
    """A client whose points never come back."""

    status = "running"

    def submit(self, *_: object, **__: object) -> Losing:
        return self

    def scheduler_info(self) -> dict[str, Any]:
        return {"workers": {"one": {}}}

    def release(self) -> None:
        pass

    def result(self, timeout: float) -> None:
        raise TimeoutError


def test_a_point_that_is_lost_again_and_again_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    losing = Losing()
    monkeypatch.setattr(clusters, "_ENDS", ("running",))
    monkeypatch.setattr(clusters, "_client", lambda *_: contextlib.nullcontext(losing))
    with pytest.raises(Failure, match="has lost the same point 4 times") as failed:
        list(on_cluster("tcp://127.0.0.1:1", {"a": scenario}, NOWHERE))
    assert failed.value.code == "no-cluster"


def test_a_worker_of_another_release_runs_nothing() -> None:
    assert evaluate_there(scenario, ("0.0.0", "", "")) == (
        "error",
        f"has burdenshare {__version__}, not 0.0.0",
    )


def test_an_address_where_nothing_answers(figures: Figures) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(Failure, match="nothing answers as one within") as failed:
        list(on_cluster(f"tcp://127.0.0.1:{port}", {"a": scenario}, NOWHERE, patience=0.5))
    assert failed.value.code == "no-cluster"
    assert f"127.0.0.1:{port}" in failed.value.message


def test_an_address_where_something_else_answers(figures: Figures) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        threading.Thread(target=_answer_http, args=(other,), daemon=True).start()
        address = f"tcp://127.0.0.1:{other.getsockname()[1]}"
        with pytest.raises(Failure, match=address) as failed:
            list(on_cluster(address, {"a": scenario}, NOWHERE, patience=1.0))
    assert failed.value.code == "no-cluster"


def _answer_http(server: socket.socket) -> None:
    try:
        while True:
            connection, _ = server.accept()
            with connection:
                connection.recv(1000)
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    except OSError:
        return


@pytest.mark.parametrize("address", ["", "127.0.0.1:8786", "http://127.0.0.1:1", "tcp://a b:1"])
def test_what_is_no_address(address: str, figures: Figures) -> None:
    with pytest.raises(Refusal, match="no address of a Dask scheduler") as refused:
        sweep(scenario, VARY, GRID, figures=figures, cluster=address)
    assert refused.value.code == "bad-argument"


def test_without_the_package_it_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, figures: Figures
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(Refusal, match="needs the package distributed") as refused:
        sweep(scenario, VARY, GRID, figures=figures, cluster="tcp://127.0.0.1:1")
    assert refused.value.code == "no-cluster"
    assert "burdenshare[dask]" in refused.value.hint
