"""Files and folders: each document once, each problem with one code, none stops the others."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from burdenshare.errors import BurdenshareError, Refusal
from burdenshare.evidence.model import Document
from burdenshare.evidence.reading import Limits, Refused, read_file, read_paths
from burdenshare.evidence.reading.document import read_bytes
from burdenshare.evidence.reading.language import language_of
from burdenshare.settings import number

SMALL = Limits(bytes=2_000, characters=500, seconds=5, redirects=2)


def code_of(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(Refusal) as caught:
        read_file(path, limits=limits)
    assert str(path.parent) not in caught.value.message
    assert caught.value.hint
    return caught.value.code


def read(*paths: Path | str, known: Collection[str] = ()) -> tuple[list[Document], dict[str, str]]:
    outcomes = list(read_paths(paths, known=known))
    refused = {Path(o.path).name: o.code for o in outcomes if isinstance(o, Refused)}
    return [o for o in outcomes if isinstance(o, Document)], refused


def test_a_text_is_kept_to_the_letter(tmp_path: Path) -> None:
    words = "Spain says no\r\n\r\n  It offers 2.1 %.\t\r\n"
    (tmp_path / "a.txt").write_bytes(words.encode())
    got = read_file(tmp_path / "a.txt")
    assert got.text == words
    assert (got.name, got.media, got.language) == ("a.txt", "text/plain", "en")
    # by the program sha256sum
    assert got.sha256 == "20a8f2564c0c0b2fd863a7a008e41f2f85cd73cd0fc5086365b46b2b48e44146"


def test_the_same_text_is_the_same_document(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("カネは足りるのか。", encoding="utf-8")
    (tmp_path / "b.txt").write_text("カネは足りるのか。", encoding="shift_jis")
    first, second = (read_file(tmp_path / name) for name in ("a.txt", "b.txt"))
    assert first.id == second.id
    assert first.sha256 != second.sha256


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("empty.txt", b"", "empty-document"),
        ("blank.html", b"<html><body> <p></p></body></html>", "empty-document"),
        ("stars.md", b"***\n---\n", "empty-document"),
        ("photo.txt", b"\x89PNG\r\n\x1a\n" + bytes(50), "binary-file"),
        ("noise.html", bytes(range(256)) * 4, "binary-file"),
        ("cut.pdf", b"%PDF-1.7\n%", "damaged-file"),
        ("cut.docx", b"PK\x03\x04rest", "damaged-file"),
        ("odd.txt", "Привет, мир. ".encode("cp1251") * 9, "wrong-encoding"),
        ("long.txt", b"word " * 1_000, "too-large"),
        ("wordy.txt", b"word " * 300, "too-large"),
        ("sheet.xlsx", b"PK\x03\x04", "unknown-suffix"),
        ("README", b"words", "unknown-suffix"),
    ],
)
def test_each_bad_file_has_one_code(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(data)
    assert code_of(tmp_path / name, SMALL) == code


def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert code_of(tmp_path / "pipe.txt") == "file-not-found"
    assert code_of(tmp_path / "none.txt") == "file-not-found"
    (tmp_path / "a.txt").symlink_to(tmp_path / "a.txt")
    assert code_of(tmp_path / "a.txt") == "link-loop"


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("words")

    def closed(*_of: object, **_named: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", closed)
    assert code_of(tmp_path / "a.txt") == "no-permission"


def test_a_folder_is_read_in_the_order_of_names_and_nothing_stops_it(tmp_path: Path) -> None:
    (tmp_path / "b" / "deep").mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.txt").write_text("hidden words")
    for name in ("c.txt", "a.txt", "b/z.md", "b/deep/y.html"):
        (tmp_path / name).write_text(f"<html><p>The words of {name}.</p></html>")
    (tmp_path / "b" / "empty.txt").touch()
    (tmp_path / "b" / "photo.png").write_bytes(b"\x89PNG")
    (tmp_path / "b" / "deep" / "up").symlink_to(tmp_path / "b")
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    documents, refused = read(tmp_path)
    assert [d.name for d in documents] == ["a.txt", "b/deep/y.html", "b/z.md", "c.txt"]
    assert refused == {
        "empty.txt": "empty-document",
        "photo.png": "unknown-suffix",
        "up": "link-loop",
        "self.txt": "link-loop",
        "gone.txt": "file-not-found",
    }


def test_a_folder_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "a.txt").write_text("The words of a.")
    listed = os.scandir

    def scandir(folder: Path) -> object:
        if Path(folder).name == "closed":
            raise PermissionError(13, "Permission denied")
        return listed(folder)

    monkeypatch.setattr(os, "scandir", scandir)
    documents, refused = read(tmp_path)
    assert [d.name for d in documents] == ["a.txt"]
    assert refused == {"closed": "no-permission"}


def test_a_file_named_twice_is_read_once_and_a_known_one_not_at_all(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"The words of {name}.")
    told: list[tuple[int, int, str]] = []
    outcomes = list(
        read_paths(
            [tmp_path / "a.txt", tmp_path, str(tmp_path / "x" / ".." / "b.txt")],
            step=lambda done, of, now: told.append((done, of, now)),
        )
    )
    documents = [o for o in outcomes if isinstance(o, Document)]
    assert [d.name for d in documents] == ["a.txt", "b.txt"]
    assert told == [(1, 2, "a.txt"), (2, 2, "b.txt")]
    assert [d.name for d in read(tmp_path, known={documents[0].sha256})[0]] == ["b.txt"]


def test_an_address_among_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The words of a.")
    documents, refused = read("http://127.0.0.1:9/page", "ftp://example.org/b.txt", tmp_path)
    assert [d.name for d in documents] == ["a.txt"]
    assert refused == {"page": "forbidden-address", "b.txt": "forbidden-address"}


def test_the_limits_are_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"word " * 100)
    monkeypatch.setenv("BURDENSHARE_READ_BYTES", "499")
    assert code_of(tmp_path / "a.txt") == "too-large"
    monkeypatch.setenv("BURDENSHARE_READ_BYTES", "500")
    assert read_file(tmp_path / "a.txt").text.startswith("word")
    for odd in ("many", "0", "-5", "1.5", "²"):
        monkeypatch.setenv(
            "BURDENSHARE_READ_BYTES",
            odd,
        )
        with pytest.raises(Refusal) as caught:
            number("read_bytes")
        assert caught.value.code == "bad-argument"
        assert "BURDENSHARE_READ_BYTES" in caught.value.message


def test_a_hundred_megabytes_are_refused_without_being_read(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as stream:
        stream.truncate(100_000_000)
    assert code_of(tmp_path / "a.txt") == "too-large"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Spain refuses.", "en"),
        ("カネは足りるのか。", "ja"),
        ("政府はNATOとGDP比2%について協議した。", "ja"),
        ("The word 防衛費 means defence spending.", "en"),
        ("国防预算增加百分之七", "en"),
        ("", "en"),
    ],
)
def test_language_is_told_by_script(text: str, language: str) -> None:
    assert language_of(text) == language


@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.html", "a.pdf", "a.docx"]))
def test_random_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    outcome: Document | BurdenshareError
    try:
        outcome = read_bytes(data, name, SMALL)
    except BurdenshareError as error:
        outcome = error
    if isinstance(outcome, Document):
        assert outcome.text
        for span in (*outcome.headings, *outcome.damaged):
            assert 0 <= span.start < span.end <= len(outcome.text)
