"""The interface in two languages: nothing that a template says is left without its Japanese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import burdenshare.web
from burdenshare.speech.words import Words, catalogues
from burdenshare.web.pages.page import ROOMS

WEB = Path(burdenshare.web.__file__).parent
TEMPLATES = WEB / "templates"
PLACE = re.compile(r"%\((\w+)\)[sd]")


def messages() -> Iterator[tuple[str, str]]:
    """Yield every message of the interface with where it stands."""
    found = extract_from_dir(
        str(WEB),
        method_map=[("templates/**.html", "jinja2"), ("**.py", "python")],
        options_map={"templates/**.html": {"silent": "false", "trimmed": "false"}},
        keywords={"_": None, "say": None},
    )
    for file, line, message, *_ in found:
        yield str(message), f"{file}:{line}"
    for address, name in ROOMS:
        yield name, address


def test_every_message_has_its_japanese() -> None:
    japanese = Words.shipped().speeches["ja"].messages
    missing = [f"{where}: {text}" for text, where in messages() if text not in japanese]
    assert not missing, "no Japanese for\n" + "\n".join(missing)


def test_a_translation_has_the_same_places_as_its_message() -> None:
    japanese = Words.shipped().speeches["ja"].messages
    wrong = [
        text
        for text, said in japanese.items()
        if sorted(set(PLACE.findall(text))) != sorted(set(PLACE.findall(said)))
    ]
    assert not wrong


def test_a_message_with_places_can_be_filled() -> None:
    for text, said in Words.shipped().speeches["ja"].messages.items():
        places = dict.fromkeys(PLACE.findall(text), "1")
        if places:
            assert "%(" not in text % places + said % places


def test_no_message_is_translated_twice_in_two_ways() -> None:
    seen: dict[str, dict[str, str]] = {}
    for file in catalogues("ja"):
        with file.open("rb") as stream:
            for message in read_po(stream, locale="ja"):
                if message.id:
                    seen.setdefault(str(message.id), {})[file.name] = str(message.string)
    twice = {text: said for text, said in seen.items() if len(set(said.values())) > 1}
    assert not twice


def test_templates_hold_no_script_style_or_handler_of_their_own() -> None:
    forbidden = re.compile(
        r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son(?!e=)\w+=|javascript:|hx-on", re.I
    )
    for template in TEMPLATES.rglob("*.html"):
        found = forbidden.search(template.read_text(encoding="utf-8"))
        assert not found, f"{template.name}: {found.group() if found else ''}"


def test_no_template_names_another_machine() -> None:
    for file in [*TEMPLATES.rglob("*.html"), *_own(WEB / "static")]:
        named = re.findall(r"(?:src|href|url\(|import|fetch\()\W{0,3}https?://", file.read_text())
        assert not named, file.name


def _own(folder: Path) -> Iterator[Path]:
    yield from folder.glob("*.css")
    yield from folder.glob("*.js")
