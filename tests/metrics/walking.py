"""Every page an application has, as each role sees it, read into a tree that can be asked.

What a page shows of published values is found by publishing others: whatever differs between two
renderings is derived from them, in whatever form it is written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from html.parser import HTMLParser
from io import BytesIO
from itertools import product
from typing import Any
from urllib.parse import quote

from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

VOID = {"meta", "link", "input", "br", "rect", "line", "circle", "path", "img", "hr", "col"}
SPOKEN = ("aria-label", "title", "alt", "content", "value")
PDF = "application/pdf"
DIGIT = re.compile(r"\d")
SPACES = re.compile(r"[\s\N{NO-BREAK SPACE}\N{WORD JOINER}]+")

# Every table that leaves the house.
TABLES = (
    "estimates", "gaps", "changes", "charts", "standings", "drivers", "distributions", "findings",
    "ladder", "figures", "trend", "peers", "editions",
)  # fmt: skip
# Pages that such an edition cannot open, and why nothing is missed by that.
NOT_OPENED = {
    "weekly.preview": "computes from transactions; its own test sees grade and weakest link",
    "explore.script": "the library that draws, out of its package",
    "notes.show_change": "what somebody wrote about a week, no estimate",
    "saved_views.open_view": "leads to the bench, which is opened",
    "saved_views.show_change": "the name of a view, no estimate",
    "stop_letters.show_stop": "asks whether letters shall end, no estimate",
    "break_off.show_break_off": "counts sheets of a questionnaire, no estimate",
    "decided_rows.show_rows": "lists single answers of an edition's frozen files, no estimate",
}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    parent: Element | None = None
    children: list[Element | str] = field(default_factory=list)

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())

    @property
    def text(self) -> str:
        parts = [child if isinstance(child, str) else child.text for child in self.children]
        return SPACES.sub(" ", " ".join(parts)).strip()

    def within(self) -> Iterator[Element]:
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.within()

    def upwards(self) -> Iterator[Element]:
        place: Element | None = self
        while place is not None:
            yield place
            place = place.parent

    def said(self) -> Iterator[tuple[Element, str]]:
        """Every text and spoken attribute, with the element it is of, in reading order."""
        for element in self.within():
            if element.attributes.get("name") != "csrf_token":
                spoken = (element.attributes.get(name) for name in SPOKEN)
                yield from ((element, text) for text in spoken if text)
            for child in element.children:
                if isinstance(child, str) and child.strip():
                    yield element, child.strip()

    @property
    def label_links(self) -> list[Element]:
        """Grades that open a label."""
        return [
            one
            for one in self.within()
            if one.tag == "a"
            and "grade" in one.classes
            and one.attributes.get("href", "").startswith("/label/")
        ]


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = self.place = Element("root", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, self.place)
        self.place.children.append(element)
        if tag not in VOID:
            self.place = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.place.children.append(
            Element(tag, {name: value or "" for name, value in attrs}, self.place)
        )

    def handle_endtag(self, tag: str) -> None:
        for element in self.place.upwards():
            if element.tag == tag and element.parent is not None:
                self.place = element.parent
                return

    def handle_data(self, data: str) -> None:
        self.place.children.append(data)


def read_page(text: str) -> Element:
    builder = _Builder()
    builder.feed(text)
    return builder.root


def changed_texts(before: Element, after: Element) -> list[tuple[Element, str]]:
    """What the second page says otherwise than the first, where it has a number in it."""
    was, now = list(before.said()), list(after.said())
    matcher = SequenceMatcher(None, [t for _, t in was], [t for _, t in now], autojunk=False)
    changed = [
        entry
        for kind, _, _, low, high in matcher.get_opcodes()
        if kind != "equal"
        for entry in now[low:high]
    ]
    return [(element, text) for element, text in changed if DIGIT.search(text)]


def changed_leaves(
    before: Any, after: Any, above: tuple[Any, ...] = ()
) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Leaves of a document that differ, with every container around them, outermost first."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in after:
            yield from changed_leaves(before.get(key), after[key], (*above, after))
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for one, other in zip(before, after, strict=True):
            yield from changed_leaves(one, other, (*above, after))
    elif before != after:
        yield above, after


@dataclass(frozen=True)
class Answer:
    path: str
    mimetype: str | None
    text: str

    @property
    def document(self) -> Any:
        return json.loads(self.text)


def paths_of(
    app: Flask, candidates: Mapping[str, Sequence[object]], queries: Sequence[str] = ("",)
) -> dict[str, list[str]]:
    """By endpoint, every address that the candidates for its parameters give."""
    found: dict[str, list[str]] = {}
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        found.setdefault(rule.endpoint, []).extend(
            path + query for path in _addresses(rule, candidates) for query in queries
        )
    return found


def _addresses(rule: Rule, candidates: Mapping[str, Sequence[object]]) -> Iterator[str]:
    names = sorted(rule.arguments)
    for values in product(*(candidates.get(name, (1, "unknown")) for name in names)):
        path = rule.rule
        for name, value in zip(names, values, strict=True):
            path = re.sub(rf"<(?:\w+:)?{name}>", quote(str(value)), path)
        yield path


def visit(client: FlaskClient, paths: Sequence[str]) -> dict[str, Answer]:
    """What answers, by address."""
    answers = {}
    for path in paths:
        answer = client.get(path)
        assert answer.status_code < 500, path
        if answer.status_code == 200:
            answers[path] = Answer(path, answer.mimetype, _text(answer))
    return answers


def _text(answer: TestResponse) -> str:
    """The words of an answer; of a PDF those that it would be searched by."""
    if answer.mimetype != PDF:
        return answer.get_data(as_text=True)
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
