"""A questionnaire as other software's file describes it, before it is put into our form."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from surveys.questionnaires.formats.imported import ReportLine
from surveys.questionnaires.types import QuestionType

Labels = Mapping[str, str]  # by language
NO_LABELS: Labels = {}


@dataclass(frozen=True)
class ForeignOption:
    """An option or a row: its code there, and its label by language."""

    code: str
    label: Labels


@dataclass
class ForeignQuestion:
    """One question to be. `names` are what expressions call it; `notes` what was lost or changed.

    `texts` has "text", "hint", "low" and "high", each by language. Where the type brings its own
    values, `options` label them in order. Every one of `conditions` must hold.
    """

    name: str
    type: QuestionType
    texts: Mapping[str, Labels]
    names: tuple[str, ...] = ()
    options: Sequence[ForeignOption] = ()
    rows: Sequence[ForeignOption] = ()
    scale: QuestionType | None = None
    is_required: bool = False
    offers_not_applicable: bool = False
    exclusive: Sequence[str] = ()
    fewest: int | None = None
    most: int | None = None
    lowest: str | None = None
    highest: str | None = None
    decimals: int = 0
    max_length: int | None = None
    conditions: Sequence[str] = ()
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ForeignSurvey:
    """`parts` in their order: questions, and lines about what cannot be asked here."""

    source: str
    title: Labels
    intro: Labels
    parts: Sequence[ForeignQuestion | ReportLine]


@dataclass(frozen=True)
class PlainText:
    """Text without its HTML, and what was lost with it."""

    text: str
    losses: tuple[str, ...] = ()


NOT_SHOWN = frozenset({"script", "style", "head", "title"})
SILENT = frozenset({"p", "br", "div", "span", "html", "body", "font"})
OWN_LOSSES = {
    "img": "an image",
    "video": "a video",
    "audio": "a sound",
    "iframe": "an embedded page",
    "script": "a script",
    "a": "a link",
    "table": "a table's layout",
}
MARKUP = re.compile(r"<[a-zA-Z/!]|&[#\w]+;")


def plain_text(html: str) -> PlainText:
    """The words of an HTML text in one line."""
    clean = re.sub("[\x00\ud800-\udfff]", "", html)
    if not MARKUP.search(clean):
        return PlainText(" ".join(clean.split()))
    reader = _TextReader()
    reader.feed(clean)
    reader.close()
    return PlainText(" ".join("".join(reader.words).split()), tuple(dict.fromkeys(reader.losses)))


class _TextReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.losses: list[str] = []
        self.hidden_in = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in NOT_SHOWN and not self.hidden_in:
            self.hidden_in = tag
        if tag in {"p", "br", "div", "li", "td", "tr"}:
            self.words.append(" ")
        if tag not in SILENT and tag not in {"li", "td", "tr", "tbody", "head", "title"}:
            self.losses.append(OWN_LOSSES.get(tag, "formatting"))

    def handle_endtag(self, tag: str) -> None:
        if tag == self.hidden_in:
            self.hidden_in = ""
        if tag in {"p", "div"}:
            self.words.append(" ")

    def handle_data(self, data: str) -> None:
        if not self.hidden_in:
            self.words.append(data)
