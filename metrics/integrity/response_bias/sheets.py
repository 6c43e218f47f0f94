"""Responses as the indices of careless answering need them: a matrix a questionnaire version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from metrics.warehouse.columns import Bools, Coded, Floats, Ints, floats, integers, strings
from metrics.warehouse.frozen import FrozenWeek
from metrics.warehouse.questionnaires import QuestionnaireFacts
from metrics.warehouse.schema import SCORES, ItemState

# The first column of times: the sheet as a whole, where nothing is known of its pages.
WHOLE_SHEET = 0


@dataclass(frozen=True, order=True)
class Item:
    """A question with a score, or a row of a grid, in the order asked."""

    place: int
    row: int
    question: str
    part: str
    low: int
    high: int
    construct: str
    low_is_good: bool


@dataclass(frozen=True)
class VersionSheets:
    """The chosen responses of one version: `rows` (n,) are theirs in the week.

    `scores` and `answered` (n, k) by item. `seconds`, `known` and `shown` (n, p) by page: the
    time, whether it is known, and how many items stood there; column 0 is the whole sheet, known
    only where no page is.
    """

    name: str
    rows: Ints
    items: tuple[Item, ...]
    scores: Floats
    answered: Bools
    seconds: Floats
    known: Bools
    shown: Ints

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True)
class _ItemRows:
    """The week's items as arrays: the response's row (−1 for none), its question, part, score."""

    response: Ints
    question: Coded
    part: Coded
    score: Floats

    @classmethod
    def of(cls, frozen: FrozenWeek) -> _ItemRows:
        table = frozen.items
        is_answered = np.array(table.column("state").to_pylist()) == ItemState.ANSWERED.value
        score = floats(table, "score")
        return cls(
            _rows_of(frozen.responses, integers(table, "response")),
            strings(table, "question"),
            strings(table, "part"),
            np.where(is_answered, score, np.nan) if len(score) else score,
        )

    def only(self, chosen: Bools) -> _ItemRows:
        return _ItemRows(
            self.response[chosen],
            self.question.where(chosen),
            self.part.where(chosen),
            self.score[chosen],
        )


def _rows_of(responses: pa.Table, wanted: Ints) -> Ints:
    names = integers(responses, "response")
    order = np.argsort(names, kind="stable")
    place = np.searchsorted(names[order], wanted)
    inside = place < len(order)
    rows = np.full(len(wanted), -1, dtype=np.int64)
    candidate = order[place[inside]]
    rows[inside] = np.where(names[candidate] == wanted[inside], candidate, -1)
    return rows


def arranged(frozen: FrozenWeek, chosen: Bools) -> Iterator[VersionSheets]:
    """Every version with a chosen response, by name."""
    names = strings(frozen.responses, "questionnaire")
    items = _ItemRows.of(frozen)
    pages = frozen.responses.column("page_seconds").to_pylist()
    total = _total_seconds(frozen.responses)
    for code, name in enumerate(names.levels):
        rows = np.flatnonzero(chosen & (names.codes == code))
        if not len(rows):
            continue
        facts = frozen.questionnaires.get(name)
        place = np.full(frozen.responses.num_rows, -1, dtype=np.int64)
        place[rows] = np.arange(len(rows))
        own = items.only((items.response >= 0) & (place[items.response] >= 0))
        kept, scores = _scores(own, place[own.response], len(rows), facts)
        shown = _shown(own, place[own.response], len(rows), facts)
        seconds = _seconds([pages[row] for row in rows.tolist()], total[rows], shown.shape[1])
        yield VersionSheets(
            name=name,
            rows=rows,
            items=kept,
            scores=np.nan_to_num(scores),
            answered=np.isfinite(scores),
            seconds=np.nan_to_num(seconds),
            known=np.isfinite(seconds) & (shown > 0),
            shown=shown,
        )


def _total_seconds(responses: pa.Table) -> Floats:
    """From serving the sheet to sending it; NaN where it is not known when it was served."""
    served, answered = (
        floats(pa.table({"at": responses.column(name).cast(pa.int64())}), "at")
        for name in ("served_at", "answered_at")
    )
    return (answered - served) / 1e6


def _scores(
    own: _ItemRows, sheet: Ints, size: int, facts: QuestionnaireFacts | None
) -> tuple[tuple[Item, ...], Floats]:
    """The items that take a score, in order, and what was given (NaN: no score)."""
    width = max(1, len(own.part.levels))
    key = own.question.codes * width + own.part.codes
    present = np.unique(key[np.isfinite(own.score)]).tolist()
    found = [
        (item, code)
        for code in present
        if (item := _item(own.question.levels[code // width], own.part.levels[code % width], facts))
    ]
    found.sort()
    scores = np.full((size, len(found)), np.nan)
    for column, (_, code) in enumerate(found):
        rows = np.flatnonzero(key == code)
        scores[sheet[rows], column] = own.score[rows]
    return tuple(item for item, _ in found), scores


def _item(question: str, part: str, facts: QuestionnaireFacts | None) -> Item | None:
    """None where the scale is not known. Without facts the four measured scales are."""
    asked = facts.by_key.get(question) if facts else None
    if asked is None:
        if question not in SCORES:
            return None
        return Item(list(SCORES).index(question), 0, question, part, *SCORES[question], "", False)
    if asked.lowest is None or asked.highest is None or asked.lowest >= asked.highest:
        return None
    row = asked.parts.index(part) if part in asked.parts else 0
    return Item(
        asked.place, row, question, part, asked.lowest, asked.highest, asked.construct,
        asked.low_is_good,
    )  # fmt: skip


def _shown(own: _ItemRows, sheet: Ints, size: int, facts: QuestionnaireFacts | None) -> Ints:
    """(n, p) items by page, all of them in column 0."""
    page_of = [
        facts.by_key[question].page if facts and question in facts.by_key else 1
        for question in own.question.levels
    ]
    last = max([facts.page_count if facts else 1, 1, *page_of])
    page = np.array(page_of or [1], dtype=np.int64)[own.question.codes]
    shown = np.bincount(sheet * (last + 1) + page, minlength=size * (last + 1))
    counts: Ints = shown.reshape(size, last + 1).astype(np.int64)
    counts[:, WHOLE_SHEET] = counts[:, 1:].sum(axis=1)
    return counts


def _seconds(pages: list[list[float | None] | None], total: Floats, width: int) -> Floats:
    """(n, p) seconds, NaN where unknown; the whole sheet's only where no page's is known."""
    seconds = np.full((len(pages), width), np.nan)
    for row, known in enumerate(pages):
        for page, value in enumerate((known or ())[: width - 1], start=1):
            seconds[row, page] = np.nan if value is None else value
    by_page = np.isfinite(seconds).any(axis=1)
    seconds[:, WHOLE_SHEET] = np.where(by_page, np.nan, total)
    return seconds
