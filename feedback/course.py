"""The course of a sheet: its pages, which of them these answers lead through, and where one is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from surveys.questionnaires import QuestionShape
from surveys.questionnaires.conditions import Facts, Given, questions_of
from surveys.questionnaires.flow import Page, pages_of, shown_questions
from surveys.questionnaires.shapes import Flow


@dataclass(frozen=True)
class Progress:
    """Where one is; `is_about` when answers to come decide how many pages there are."""

    position: int
    count: int
    is_about: bool


@dataclass(frozen=True)
class Walk:
    """What some answers lead through: the shown questions of every page, numbered from 1."""

    course: Course
    pages: tuple[Page, ...]

    @property
    def keys(self) -> frozenset[str]:
        """Every question that is shown."""
        return frozenset(shape.key for page in self.pages for shape in page)

    def page(self, number: int) -> Page:
        """The shown questions of a page; none on the closing page, which comes after the last."""
        return self.pages[number - 1] if 1 <= number <= len(self.pages) else ()

    def page_of(self, key: str) -> int:
        """The page that shows a question."""
        return next(
            number
            for number, page in enumerate(self.pages, start=1)
            if any(shape.key == key for shape in page)
        )

    def first_page(self) -> int:
        return self.page_after(0) or self.closing_page

    def page_after(self, number: int) -> int | None:
        """The next page that shows anything; None after the last."""
        return next((after for after in self._shown_pages() if after > number), None)

    def page_before(self, number: int) -> int | None:
        return max((before for before in self._shown_pages() if before < number), default=None)

    @property
    def closing_page(self) -> int:
        """Where the sheet is sent from when an answer ended it earlier than its button said."""
        return len(self.pages) + 1

    def is_last(self, number: int) -> bool:
        """Whether nothing comes after this page, whatever is answered on it."""
        return self.page_after(number) is None and number not in self.course.turns

    def progress(self, number: int) -> Progress | None:
        """None where there is nothing to say: one page only, or the closing page."""
        shown = list(self._shown_pages())
        if number not in shown or len(shown) == 1 == self.closing_page - 1:
            return None
        is_about = any(turn >= number for turn in self.course.turns)
        return Progress(shown.index(number) + 1, len(shown), is_about)

    def _shown_pages(self) -> Iterator[int]:
        return (number for number, page in enumerate(self.pages, start=1) if page)


@dataclass(frozen=True)
class Course:
    """All pages of a version. `turns` are the pages whose answers decide what comes later."""

    shapes: tuple[QuestionShape, ...]
    pages: tuple[Page, ...]
    turns: frozenset[int]
    is_branched: bool

    def walk(self, given: Given, facts: Facts) -> Walk:
        """What these answers lead through."""
        if not self.is_branched:
            return Walk(self, self.pages)
        shown = {shape.key for shape in shown_questions(self.shapes, given, facts)}
        return Walk(
            self,
            tuple(tuple(shape for shape in page if shape.key in shown) for page in self.pages),
        )


def course_of(shapes: Sequence[QuestionShape], flow: Flow) -> Course:
    pages = pages_of(shapes, flow)
    return Course(
        shapes=tuple(shapes),
        pages=pages,
        turns=frozenset(_turns(pages)),
        is_branched=any(shape.show_if is not None or shape.skips for shape in shapes),
    )


def _turns(pages: Sequence[Page]) -> Iterator[int]:
    for number, page in enumerate(pages, start=1):
        keys = {shape.key for shape in page}
        later = [shape for after in pages[number:] for shape in after]
        looked_at = {key for shape in later for key in _looked_at(shape)}
        if later and (any(shape.skips for shape in page) or keys & looked_at):
            yield number


def _looked_at(shape: QuestionShape) -> Iterator[str]:
    """The questions that decide whether this one is shown, or what it skips."""
    if shape.show_if is not None:
        yield from questions_of(shape.show_if)
    for skip in shape.skips:
        yield from questions_of(skip.when)
