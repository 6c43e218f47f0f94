"""Which questions a sheet shows, on which pages, by what was answered so far.

Evaluated on the server only, so that it is the same with and without script: a page ends before
the first question that depends on an answer of that page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from surveys.questionnaires.conditions import Facts, Given, holds, questions_of
from surveys.questionnaires.shapes import END, Flow, QuestionShape

MOST_ON_A_PAGE = 7

Page = tuple[QuestionShape, ...]


def shown_questions(shapes: Sequence[QuestionShape], given: Given, facts: Facts) -> Page:
    """The questions that these answers lead through, in order.

    Answers of questions that are not shown do not count, so that whoever goes back and answers
    otherwise leaves nothing behind that decides.
    """
    return tuple(_walk(shapes, given, facts))


def pages_of(shapes: Sequence[QuestionShape], flow: Flow) -> tuple[Page, ...]:
    """All questions on their pages, whatever is answered.

    One by one: a page each. Otherwise a page takes up to seven, a grid counting its rows, and ends
    where the flow can turn.
    """
    pages: list[list[QuestionShape]] = []
    for shape in shapes:
        if not pages or flow is Flow.ONE_BY_ONE or _begins_page(shape, pages[-1]):
            pages.append([])
        pages[-1].append(shape)
    return tuple(tuple(page) for page in pages)


def _walk(shapes: Sequence[QuestionShape], given: Given, facts: Facts) -> Iterator[QuestionShape]:
    counted: dict[str, tuple[str, ...]] = {}
    target: str | None = None
    for shape in shapes:
        if target is not None and shape.key != target:
            continue
        target = None
        if shape.show_if is not None and not holds(shape.show_if, counted, facts):
            continue
        yield shape
        counted.update((key, given[key]) for key in shape.answer_keys if key in given)
        target = next((skip.to for skip in shape.skips if holds(skip.when, counted, facts)), None)
        if target == END:
            return


def _begins_page(shape: QuestionShape, page: Sequence[QuestionShape]) -> bool:
    on_page = {before.key for before in page}
    depends = shape.show_if is not None and not on_page.isdisjoint(questions_of(shape.show_if))
    return depends or bool(page[-1].skips) or sum(map(_size, (*page, shape))) > MOST_ON_A_PAGE


def _size(shape: QuestionShape) -> int:
    return len(shape.rows) or 1
