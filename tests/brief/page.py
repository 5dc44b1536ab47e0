"""Reads a page as a strict reader would: open and close, ids, links, origins of numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "img", "br", "hr", "input", "col"}
NO_TEXT = {"style", "title", "script"}
DATED = re.compile(
    r"\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|"
    r"December) \d{4}|\b(?:19|20)\d{2}(?:-\d{2}){0,2}\b|\b(?:19|20)\d{2}-(?:19|20)\d{2}\b"
)


@dataclass
class Element:
    """One element with its attributes and text."""

    tag: str
    attributes: dict[str, str]
    parent: Element | None
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def lineage(self) -> list[Element]:
        return [self, *(self.parent.lineage() if self.parent else [])]

    @property
    def origin(self) -> str:
        """What the nearest element around it, or it itself, says of its origin."""
        for element in self.lineage():
            if "data-origin" in element.attributes:
                return element.attributes["data-origin"]
            if element.attributes.get("href", "").startswith("#"):
                return element.attributes["href"][1:]
        return ""


class Page(HTMLParser):
    """Parses a page and keeps what is wrong with it in `problems`."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.open: list[Element] = []
        self.problems: list[str] = []
        self.bare_numbers: list[str] = []
        self.feed(html)
        self.close()
        self.problems += [f"<{e.tag}> is never closed" for e in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(set(names)) != len(names):
            self.problems.append(f"<{tag}> has an attribute twice")
        parent = self.open[-1] if self.open else None
        element = Element(tag, {name: value or "" for name, value in attrs}, parent)
        if parent:
            parent.children.append(element)
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1].tag != tag:
            self.problems.append(f"</{tag}> closes {self.open[-1].tag if self.open else 'nothing'}")
            return
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if not self.open:
            return
        for element in self.open:
            element.text += data
        lineage = self.open[-1].lineage()
        if any(e.tag in NO_TEXT for e in lineage):
            return
        if any("data-origin" in e.attributes for e in lineage):
            return
        if lineage[0].tag == "data" and lineage[0].origin:
            return
        if lineage[0].attributes.get("href", "").startswith("#d-"):
            return  # a mark that leads to a rule
        if re.search(r"\d", DATED.sub("", data)):
            self.bare_numbers.append(data.strip())

    def find(self, tag: str, **attributes: str) -> list[Element]:
        return [
            e
            for e in self.elements
            if e.tag == tag and all(e.attributes.get(k) == v for k, v in attributes.items())
        ]

    def by_id(self, name: str) -> Element:
        (found,) = [e for e in self.elements if e.attributes.get("id") == name]
        return found

    @property
    def ids(self) -> list[str]:
        return [e.attributes["id"] for e in self.elements if "id" in e.attributes]

    def targets(self) -> set[str]:
        """Every id that the page points to: by link, by origin, by label."""
        wanted = set()
        for e in self.elements:
            if e.attributes.get("href", "").startswith("#"):
                wanted.add(e.attributes["href"][1:])
            wanted |= set(e.attributes.get("data-origin", "").split())
            wanted |= set(e.attributes.get("aria-labelledby", "").split())
        return wanted

    def value(self, cell: str) -> float:
        """Return the exact number in the element with an id."""
        (data,) = [e for e in self.elements if e.tag == "data" and self.by_id(cell) in e.lineage()]
        return float(data.attributes["value"])
