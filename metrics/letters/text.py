"""A letter as plain text, 72 columns wide: complete, and well set in any font."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from metrics.letters.content import Group, Line, Section, WeeklyLetter, figure_text, mailable

WIDTH = 72
NAME_WIDTH = 24
INDENT = "  "


def set_text(letter: WeeklyLetter, stop_url: str, choices_url: str) -> str:
    """The whole text, ending with how to stop it."""
    lines = [*_head(letter), *set_sections(letter)]
    lines += ["", "", f"{letter.page_label}:", letter.page_url, "", "The same as a PDF:"]
    lines += [letter.pdf_url]
    lines += ["", *(row for name, text in letter.facts for row in wrapped(f"{name}: {text}"))]
    # Two dashes and a space: where mail programs see the signature begin.
    lines += ["", "-- ", "Choose your letters:", choices_url, "Stop them with one click:", stop_url]
    return "\n".join(lines) + "\n"


def set_sections(letter: WeeklyLetter) -> list[str]:
    """The letter's parts alone, without what names the edition."""
    return [row for section in letter.sections for row in ("", "", *_section(section))]


def _head(letter: WeeklyLetter) -> Iterator[str]:
    yield letter.programme
    yield from wrapped(letter.dateline)
    if letter.correction:
        yield ""
        yield from wrapped(letter.correction)
    yield ""
    yield from wrapped(letter.title)
    if letter.lead:
        yield ""
        yield from wrapped(letter.lead)


def _section(section: Section) -> Iterator[str]:
    yield "-" * WIDTH
    yield section.title
    if section.about:
        yield from wrapped(section.about)
    for said in section.says:
        yield ""
        yield from wrapped(said)
    for group in section.groups:
        yield ""
        yield from _group(group)
    if section.items:
        yield ""
    for item in section.items:
        yield from wrapped(item, first="- ", rest="  ")


def _group(group: Group) -> Iterator[str]:
    yield from wrapped(group.name)
    if group.about:
        yield from wrapped(group.about, first=INDENT, rest=INDENT)
    for line in group.lines:
        yield from _line(line)


def _line(line: Line) -> Iterator[str]:
    """Whose it is in a column of its own, the figure and its target beside it."""
    said = figure_text(line.figure) + (f"; {line.against}" if line.against else "")
    name = f"{INDENT}{line.who} "
    if len(name) > NAME_WIDTH:
        yield from wrapped(f"{INDENT}{line.who}", rest=INDENT)
        name = ""
    column = " " * NAME_WIDTH
    yield from wrapped(said, first=name.ljust(NAME_WIDTH), rest=column)


def wrapped(text: str, first: str = "", rest: str = "") -> list[str]:
    """The text in lines of at most 72 characters; longer words (addresses) stay whole."""
    return textwrap.wrap(
        mailable(text), WIDTH, initial_indent=first, subsequent_indent=rest,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
