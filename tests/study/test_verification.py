"""`verify` finds what is not as the folder says, names it, and never falls over."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from burdenshare.errors import Refusal
from burdenshare.projection.model import Inputs
from burdenshare.study import Verification, verification, verify, write
from burdenshare.study.fingerprint import digest, folder_fingerprint
from burdenshare.study.manifest import FORMAT_VERSION, Entry
from burdenshare.study.reading import read
from burdenshare.study.writing import json_bytes

from . import factory


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("runs") / "two"
    write(factory.study(), target, {"charts/path.svg": b"<svg/>", "report.html": b"<p>"})
    return target


@pytest.fixture
def folder(written: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(written, tmp_path / "copy"))


def reseal(folder: Path, *, fingerprint: bool = False, **changes: Any) -> None:
    """Give the folder a manifest that fits its files, as a forger would."""
    document = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    entries = {}
    for path in folder.rglob("*"):
        if path.is_file() and path.name != "manifest.json":
            content = path.read_bytes()
            entries[path.relative_to(folder).as_posix()] = Entry(digest(content), len(content))
    document["files"] = {n: {"sha256": e.sha256, "bytes": e.size} for n, e in entries.items()}
    document["folder_sha256"] = folder_fingerprint(entries)
    if fingerprint:
        document["fingerprint"] = read(folder).fingerprint(document["model"])
        results = json.loads((folder / "results.json").read_text(encoding="utf-8"))
        if results["fingerprint"] != document["fingerprint"]:
            results["fingerprint"] = document["fingerprint"]
            (folder / "results.json").write_bytes(json_bytes(results))
            (folder / "manifest.json").write_text(json.dumps(document), encoding="utf-8")
            reseal(folder, **changes)
            return
    document.update(changes)
    (folder / "manifest.json").write_text(json.dumps(document), encoding="utf-8")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def places(found: Verification) -> list[str]:
    return [each.where for each in found.differences]


def test_a_folder_as_written_is_what_it_says(folder: Path) -> None:
    found = verify(folder)
    assert found.ok
    assert found.fingerprint == found.recomputed == factory.study().fingerprint
    assert (found.differences, found.remarks) == ((), ())
    assert found.lines() == [f"The folder is what it says: run {found.fingerprint}."]
    assert found.to_json()["ok"] is True


def test_it_needs_neither_the_shipped_tables_nor_the_network(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    from burdenshare.figures.store import Figures

    def none(*_: object, **__: object) -> None:
        raise AssertionError("nothing outside the folder may be asked")

    monkeypatch.setattr(Figures, "open", none)
    monkeypatch.setattr(socket, "socket", none)
    assert verify(folder).ok


@pytest.mark.parametrize(
    "name",
    [
        "scenario.yaml",
        "inputs.csv",
        "inputs.json",
        "figures.csv",
        "sources.yaml",
        "results.csv",
        "results.json",
        "results.nc",
        "results.xlsx",
        "charts/path.svg",
        "report.html",
    ],
)
def test_every_changed_cut_or_missing_file_is_named(folder: Path, name: str) -> None:
    path = folder / name
    content = path.read_bytes()
    middle = len(content) // 2
    for changed, says in (
        (content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :], "other content"),
        (content[:middle], "bytes, not"),
        (b"", "bytes, not"),
        (content + b"\n", "bytes, not"),
    ):
        path.write_bytes(changed)
        found = verify(folder)
        assert not found.ok
        assert any(d.where == name and says in d.message for d in found.differences)
    path.unlink()
    found = verify(folder)
    assert (name, "is missing") in [(d.where, d.message) for d in found.differences]
    assert found.lines()[0].startswith("The folder is not what it says")


def test_what_the_manifest_does_not_name_is_found(folder: Path) -> None:
    (folder / "charts" / "extra.svg").write_text("x")
    (folder / "empty" / "folder").mkdir(parents=True)
    (folder / "link").symlink_to("results.csv")
    assert places(verify(folder)) == ["charts/extra.svg", "empty/folder/", "link"]


def test_links_are_not_followed(folder: Path, tmp_path: Path) -> None:
    shutil.move(folder / "charts", tmp_path / "charts")
    (folder / "charts").symlink_to(tmp_path / "charts")
    shutil.move(folder / "results.csv", tmp_path / "results.csv")
    (folder / "results.csv").symlink_to(tmp_path / "results.csv")
    found = {(d.where, d.message) for d in verify(folder).differences}
    assert ("charts/path.svg", "is missing") in found
    assert ("charts", "is not named by the manifest") in found
    assert ("results.csv", "is a link or no plain file") in found


def test_a_pipe_in_place_of_a_file_does_not_hang(folder: Path) -> None:
    (folder / "results.nc").unlink()
    os.mkfifo(folder / "results.nc")
    assert ("results.nc", "is a link or no plain file") in [
        (d.where, d.message) for d in verify(folder).differences
    ]


def test_a_file_that_cannot_be_read_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.open

    def denied(path: Path, *arguments: Any, **options: Any) -> Any:
        if path.name == "report.html":
            raise PermissionError(13, "Permission denied")
        return real(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", denied)
    (difference,) = verify(folder).differences
    assert (difference.where, difference.message) == (
        "report.html",
        "cannot be read (Permission denied)",
    )


def test_a_folder_that_cannot_be_read_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", denied)
    found = verify(folder)
    assert [(d.where, d.message) for d in found.differences] == [
        (folder.name, "cannot be read in full (Permission denied)")
    ]


def test_huge_files_are_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (folder / "results.nc").open("wb") as file:
        file.truncate(2**40)
    found = verify(folder)
    assert any(d.where == "results.nc" and "bytes, not" in d.message for d in found.differences)
    document = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    document["files"]["results.nc"]["bytes"] = 2**40
    (folder / "manifest.json").write_text(json.dumps(document), encoding="utf-8")
    found = verify(folder)
    assert any("was not read" in d.message for d in found.differences)
    with (folder / "results.csv").open("ab") as file:
        file.truncate(2**33)
    found = verify(folder)
    assert any(d.where == "results.csv" and "larger than" in d.message for d in found.differences)


def test_a_forged_result_with_its_hashes_mended_is_found_by_the_fingerprint(folder: Path) -> None:
    edit(
        folder / "results.csv", "ITA,2029,extra,constant_share,", "ITA,2029,extra,constant_share,9"
    )
    reseal(folder)
    found = verify(folder)
    assert "fingerprint" in places(found)
    assert found.recomputed != found.fingerprint
    assert "results.csv ITA 2029 extra constant_share [bn EUR]" in places(found)


def test_a_forged_result_with_a_mended_fingerprint_is_found_by_running_again(folder: Path) -> None:
    edit(
        folder / "results.csv", "ITA,2029,extra,constant_share,", "ITA,2029,extra,constant_share,9"
    )
    reseal(folder, fingerprint=True)
    found = verify(folder)
    assert places(found) == [
        "results.csv ITA 2029 extra constant_share [bn EUR]",
        "results.nc",
        "results.xlsx",
    ], "the other files still bear the old fingerprint"
    assert "by the inputs 19.96" in found.differences[0].message


def test_a_forged_json_is_found_by_running_again(folder: Path) -> None:
    path = folder / "results.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    italy = document["members"]["ITA"]
    italy["share"][1] = True
    italy["currency"] = "USD"
    italy["years"] = [2026]
    italy["invented"] = 1
    del italy["gdp"]
    path.write_text(json.dumps(document), encoding="utf-8")
    reseal(folder)
    assert places(verify(folder)) == [
        "results.json members/ITA/currency",
        "results.json members/ITA/years",
        "results.json members/ITA/share/1",
        "results.json members/ITA/gdp",
        "results.json members/ITA/invented",
    ]


def test_rows_added_dropped_or_doubled_are_found(folder: Path) -> None:
    path = folder / "results.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[3] = lines[3].rsplit(",", 2)[0] + ",much,% of GDP"
    path.write_text("\n".join([*lines[:-1], lines[4], "ITA,2040,share,,2.0,%"]) + "\n")
    reseal(folder)
    found = verify(folder)
    messages = {d.message for d in found.differences}
    assert {"gives a number twice", "is missing", "does not follow from the inputs"} <= messages
    assert any("is 'much'" in message for message in messages)


def test_many_differences_are_summed_up(folder: Path) -> None:
    path = folder / "results.csv"
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    reseal(folder)
    found = [d for d in verify(folder).differences if d.where.startswith("results.csv")]
    assert len(found) == 21
    assert found[-1].message.endswith("more numbers differ")


@pytest.mark.parametrize("name", ["results.xlsx", "results.nc"])
def test_a_forged_workbook_is_found_by_making_it_again(
    folder: Path, tmp_path: Path, name: str
) -> None:
    other = tmp_path / "other"
    write(factory.study(start={**factory.START, "ITA": 2.2}), other)
    shutil.copy(other / name, folder / name)
    reseal(folder)
    (difference,) = verify(folder).differences
    assert (difference.where, difference.message) == (
        name,
        "is not what the data of the run give",
    )


def test_with_other_versions_last_bits_are_a_remark(folder: Path) -> None:
    document = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    share = document["members"]["ITA"]["share"]
    share[2] = float(np.nextafter(share[2], 9.0))
    (folder / "results.json").write_text(json.dumps(document), encoding="utf-8")
    versions = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["versions"]
    reseal(folder, versions={**versions, "numpy": "1.0"})
    found = verify(folder)
    assert found.ok
    remarks = {remark.where: remark.message for remark in found.remarks}
    assert "1 numbers are equal within 1e-12 only" in remarks["results.json"]
    assert "numpy 1.0, here " in remarks["results.json"]
    assert remarks["versions"] == "results.nc and results.xlsx were checked by hash only"
    share[2] *= 1 + 1e-9
    (folder / "results.json").write_text(json.dumps(document), encoding="utf-8")
    reseal(folder, versions={**versions, "numpy": "1.0"})
    assert places(verify(folder)) == ["results.json members/ITA/share/2"]


def test_the_same_versions_on_another_machine_are_a_remark(folder: Path) -> None:
    document = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    spending = document["members"]["ITA"]["spending"]
    spending[2] = float(np.nextafter(spending[2], 99.0))
    text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    (folder / "results.json").write_text(text, encoding="utf-8")
    reseal(folder)
    found = verify(folder)
    assert any("another machine" in remark.message for remark in found.remarks)


def test_no_folder_and_no_run_are_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "empty").mkdir()
    for name, manifest in {
        "other": '{"files": {}}',
        "list": "[]",
        "huge": '{"format": "burdenshare-run"}' + " " * (9 * 2**20),
    }.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "manifest.json").write_text(manifest)
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked" / "manifest.json").symlink_to(tmp_path / "huge" / "manifest.json")
    (tmp_path / "loop").symlink_to("loop")
    for name in ("missing", "file", "empty", "other", "list", "huge", "linked", "loop"):
        with pytest.raises(Refusal) as refused:
            verify(tmp_path / name)
        assert refused.value.code == "not-a-study", name
        assert refused.value.hint


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"format": "burdenshare-run", "files": {"a'],
    ids=["empty", "cut", "no text", "deep", "truncated"],
)
def test_a_damaged_manifest_is_a_difference(folder: Path, content: bytes) -> None:
    (folder / "manifest.json").write_bytes(content)
    found = verify(folder)
    assert not found.ok
    assert places(found) == ["manifest.json"]


def changed_manifests() -> dict[str, Callable[[dict[str, Any]], None]]:
    def name(new: Any) -> Callable[[dict[str, Any]], None]:
        return lambda m: m["files"].update({new: {"sha256": "0" * 64, "bytes": 1}})

    def entry(value: Any) -> Callable[[dict[str, Any]], None]:
        return lambda m: m["files"].update({"results.csv": value})

    return {
        "a path upward": name("../../secret"),
        "an absolute path": name("/etc/passwd"),
        "a drive": name("C:/windows"),
        "a backslash": name("charts\\..\\..\\x"),
        "an empty name": name(""),
        "a hidden null": name("a\0b"),
        "an entry that is no mapping": entry(3),
        "no hash": entry({"bytes": 1}),
        "a short hash": entry({"sha256": "0", "bytes": 1}),
        "no size": entry({"sha256": "0" * 64}),
        "a negative size": entry({"sha256": "0" * 64, "bytes": -1}),
        "a size that is true": entry({"sha256": "0" * 64, "bytes": True}),
        "no files": lambda m: m.pop("files"),
        "files that are a list": lambda m: m.update(files=[]),
        "no fingerprint": lambda m: m.pop("fingerprint"),
        "a fingerprint that is a number": lambda m: m.update(fingerprint=3),
        "no versions": lambda m: m.pop("versions"),
        "a format of the future": lambda m: m.update(format_version=FORMAT_VERSION + 1),
    }


@pytest.mark.parametrize("kind", changed_manifests())
def test_a_manifest_with_tricks_is_a_difference(folder: Path, kind: str) -> None:
    path = folder / "manifest.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    changed_manifests()[kind](document)
    path.write_text(json.dumps(document), encoding="utf-8")
    found = verify(folder)
    assert not found.ok
    assert set(places(found)) == {"manifest.json"}


def test_a_manifest_that_forgets_or_miscounts_is_a_difference(folder: Path) -> None:
    path = folder / "manifest.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    del document["files"]["results.nc"]
    path.write_text(json.dumps(document), encoding="utf-8")
    found = {(d.where, d.message) for d in verify(folder).differences}
    assert found == {
        ("results.nc", "is not named by the manifest"),
        ("results.nc", "belongs to every run and is not named by the manifest"),
        ("manifest.json", "folder_sha256 is not that of the files it names"),
    }


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("scenario.yaml", "pledges:", "plegdes:"),
        ("scenario.yaml", "start: 2026", "start: &a [*a]"),
        ("inputs.json", '"members": [', '"members": [3, '),
        ("inputs.json", "{", "["),
        ("inputs.csv", "country,", "land,"),
        ("inputs.csv", "ITA,gdp,2026", "ITA,gdp,1926"),
        ("figures.csv", "milex_pct_gdp", "milex_pct_gpd"),
        ("sources.yaml", "producer:", "product:"),
        ("results.csv", "ITA,2026,share,,", "ITA,2026,share,"),
        ("results.json", "{", "3 {"),
    ],
)
def test_files_that_cannot_be_read_are_differences(
    folder: Path, name: str, old: str, new: str
) -> None:
    edit(folder / name, old, new)
    reseal(folder)
    found = verify(folder)
    assert places(found) == [name]
    assert found.recomputed == ""


def test_a_scenario_that_is_no_text_and_a_json_that_is_no_object(folder: Path) -> None:
    (folder / "scenario.yaml").write_bytes(b"\xff")
    reseal(folder)
    assert places(verify(folder)) == ["scenario.yaml"]


def test_a_document_that_is_no_object_is_a_difference(folder: Path) -> None:
    (folder / "results.json").write_text("[]", encoding="utf-8")
    reseal(folder)
    assert places(verify(folder)) == ["results.json"]


def test_inputs_of_other_members_than_the_scenarios_are_a_difference(folder: Path) -> None:
    edit(folder / "scenario.yaml", "members: [ITA, POL]", "members: [ITA, ESP]")
    edit(folder / "scenario.yaml", "members: [ITA, POL]", "members: [ITA, ESP]")
    reseal(folder, fingerprint=True)
    assert places(verify(folder)) == ["inputs.json"]


def test_inputs_on_which_no_model_can_run_are_a_difference(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: Inputs) -> None:
        raise ValueError("operands could not be broadcast together")

    monkeypatch.setattr(verification, "project", fails)
    (difference,) = verify(folder).differences
    assert difference.where == "inputs.csv"
    assert "broadcast" in difference.message


def test_a_run_whose_files_cannot_be_made_again_is_a_difference(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: object) -> None:
        raise Refusal("unknown-country", "no country")

    monkeypatch.setattr(verification, "render", fails)
    (difference,) = verify(folder).differences
    assert difference.where == "scenario.yaml"
    assert "no country" in difference.message


@pytest.mark.parametrize(
    "changes",
    [
        {"deadline": (1900, 9999)},
        {"start_year": (3000, 1)},
        {"path": ("zigzag", "linear")},
        {"baselines": ("constant_nonsense",)},
        {"baselines": ("plan",)},
        {"last": -99},
        {"gdp": np.full((2, 4), 1e308)},
        {"gdp": np.full((2, 4), -1.0)},
        {"price": np.zeros((2, 4))},
        {"start_share": np.array([np.inf, -np.inf])},
        {"waypoints": ({-1: 1e300}, {})},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_hostile_inputs_never_cause_a_traceback(folder: Path, changes: dict[str, Any]) -> None:
    """The files are forged and sealed; whatever `verify` then says, it says it in words."""
    from burdenshare.study.record import INPUT_COLUMNS, input_rows, structure, table

    forged = factory.inputs(**changes)
    (folder / "inputs.json").write_text(json.dumps(structure(forged)), encoding="utf-8")
    (folder / "inputs.csv").write_bytes(table(INPUT_COLUMNS, input_rows(forged)))
    reseal(folder)
    found = verify(folder)
    assert not found.ok
    assert found.lines()


def test_figures_that_are_printed_otherwise_today_are_remarked(folder: Path) -> None:
    mine = factory.observations()
    assert verify(folder, figures=factory.Tables(*mine)).remarks == ()  # type: ignore[arg-type]
    italy = factory.share_of("ITA", 2.0)
    revised = [each for each in mine if each.key != italy.key]
    revised += [factory.share_of("ITA", 2.1), factory.share_of("POL", 3.3, "2027-06")]
    found = verify(folder, figures=factory.Tables(*revised))  # type: ignore[arg-type]
    assert found.ok
    assert {remark.where: remark.message for remark in found.remarks} == {
        italy.key: "the installed tables give 2.1 % of GDP (estimate), "
        "the run used 2.0 % of GDP (estimate)",
        "milex_pct_gdp": "NATO 2026-07 was used; an edition of 2027-06 is installed",
    }
    assert "remark: milex_pct_gdp" in "\n".join(found.lines())


def test_figures_that_are_not_installed_are_remarked(folder: Path) -> None:
    shares = [each for each in factory.observations() if each.series == "milex_pct_gdp"]
    found = verify(folder, figures=factory.Tables(*shares))  # type: ignore[arg-type]
    assert found.ok
    assert [(r.where, r.message) for r in found.remarks] == [
        ("imf_weo_2026-04", "8 figures of this table are not installed here")
    ]
