"""Bytes to characters by stated rules; what fits none of them is refused, never guessed."""

from __future__ import annotations

import re

from burdenshare.errors import Refusal

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_SAMPLE = 200_000
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_COMMON_UTF16 = re.compile(r"[\t\n\r\x20-\x7e\u3000-\u30ff\u4e00-\u9fff\uff01-\uff60]")
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u30fc]")
_JAPANESE = re.compile(r"[\u3000-\u30ff\u4e00-\u9fff\uff01-\uff60]")
_WESTERN = re.compile(
    r"(?<=[A-Za-z\u00c0-\u00ff])[\u00c0-\u00ff\u0161\u017e\u0153\u0178]"
    r"|[\u00c0-\u00ff\u0160\u017d\u0152](?=[A-Za-z])"
    r"|[\u2018\u2019\u201c\u201d\u201a\u201e\u2013\u2014\u2022\u2026\u20ac\u2122\u2039\u203a]"
    r"|[\u00a0\u00a1\u00a3\u00a5\u00a7\u00a9\u00ab\u00ae\u00b0\u00b2\u00b3\u00b7\u00b9\u00bb-\u00bf]"
)
_DAMAGED_SHARE = 1_000


def decode(data: bytes, name: str, declared: str = "") -> tuple[str, str]:
    """Return the text and the name of its encoding.

    The rules, in this order: a byte order mark; ISO-2022-JP, by its escape sequences; with zero
    bytes UTF-16, if nineteen characters in twenty are ASCII or Japanese; UTF-8, if valid; the
    declared encoding, if the bytes are valid in it; UTF-8, if at most one byte in a thousand
    breaks it (those become U+FFFD) and ten times as many characters are beyond ASCII; EUC-JP or
    Shift-JIS, if half of what is not ASCII is Japanese and a tenth is kana; cp1252, if nine in
    ten of what is not ASCII are letters within words or punctuation; UTF-8, if at most one byte
    in a thousand breaks it.

    Parameters
    ----------
    data : bytes
    name : str
        Of the document, for messages.
    declared : str
        What a page or a server says.

    Raises
    ------
    Refusal
        ``binary-file`` if the bytes are no text, ``wrong-encoding`` if no rule fits.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding, name), encoding
    text, encoding = _undeclared(data, name, declared)
    controls = len(_CONTROL.findall(text[:_SAMPLE]))
    if controls * 200 > min(len(text), _SAMPLE):
        raise binary(name)
    return text, encoding


def binary(name: str) -> Refusal:
    """Return the refusal of a file that is no text."""
    return Refusal(
        "binary-file",
        f"{name} is no text, web page, PDF or DOCX: it holds bytes that no text has.",
        hint="Save the document as PDF, DOCX, HTML or text.",
    )


def _undeclared(data: bytes, name: str, declared: str) -> tuple[str, str]:
    if b"\0" in data:
        return _utf16(data, name)
    for encoding in filter(None, (_escaped(data), "utf-8", _known(declared))):
        text = _try(data, encoding)
        if text is not None:
            return text, encoding
    text = _utf8(data)
    if text is not None:
        return text, "utf-8"
    for encoding in ("euc_jp", "cp932"):
        text = _try(data, encoding)
        if text is not None and _is_japanese(text):
            return text, encoding
    text = _try(data, "cp1252")
    if text is not None and _is_western(text):
        return text, "cp1252"
    text = data.decode("utf-8", "replace")
    if text.count("\ufffd") * _DAMAGED_SHARE <= len(data):
        return text, "utf-8"
    raise Refusal(
        "wrong-encoding",
        f"{name} is in no encoding that can be told: not UTF-8, UTF-16, Shift-JIS, EUC-JP, "
        "ISO-2022-JP or cp1252.",
        hint="Save it as UTF-8.",
    )


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refusal(
            "wrong-encoding",
            f"{name} begins as {encoding} but is not: byte {error.start:,} is wrong.",
            hint="Save it as UTF-8.",
        ) from error


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _known(declared: str) -> str:
    """Return the encoding to try for a declared one; browsers read Latin-1 as cp1252."""
    word = declared.strip().strip("\"'").casefold().replace("_", "-")
    return {
        "utf-8": "utf-8", "utf8": "utf-8",
        "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932",
        "cp932": "cp932", "euc-jp": "euc_jp", "x-euc-jp": "euc_jp", "iso-2022-jp": "iso2022_jp",
        "iso-8859-1": "cp1252", "latin1": "cp1252", "windows-1252": "cp1252", "cp1252": "cp1252",
    }.get(word, "")  # fmt: skip


def _escaped(data: bytes) -> str:
    return "iso2022_jp" if b"\x1b$B" in data or b"\x1b$@" in data else ""


def _utf8(data: bytes) -> str | None:
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    sound = len(_FOREIGN.findall(text)) - broken
    few = broken * _DAMAGED_SHARE <= len(data) and sound >= 10 * broken
    return text if few else None


def _utf16(data: bytes, name: str) -> tuple[str, str]:
    for encoding in ("utf-16-le", "utf-16-be"):
        text = _try(data, encoding)
        if text:
            sample = text[:_SAMPLE]
            if len(_COMMON_UTF16.findall(sample)) * 20 >= 19 * len(sample):
                return text, encoding
    raise binary(name)


def _is_japanese(text: str) -> bool:
    sample = text[:_SAMPLE]
    foreign = len(_FOREIGN.findall(sample))
    kana = len(_KANA.findall(sample))
    return 2 * len(_JAPANESE.findall(sample)) >= foreign and 10 * kana >= foreign > 0


def _is_western(text: str) -> bool:
    sample = text[:_SAMPLE]
    foreign = len(_FOREIGN.findall(sample))
    return len(_WESTERN.findall(sample)) * 10 >= 9 * foreign and foreign * 4 <= len(sample)
