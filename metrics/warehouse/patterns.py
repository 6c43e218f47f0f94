"""How many used answers gave exactly these scores to the items of constructs: they add up."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from metrics.warehouse.columns import Coded, Ints, coded, flags, group_rows, integers, strings
from metrics.warehouse.frozen import FrozenWeek
from metrics.warehouse.questionnaires import QuestionFacts, QuestionnaireFacts
from metrics.warehouse.schema import PATTERNS, USED

BLANK = -1


def construct_items(asked: QuestionnaireFacts) -> dict[str, tuple[str, ...]]:
    """The items of every construct that several scored items of a version measure, sorted.

    An item is a question, or a row of a grid as "question.row". A construct of a single item has
    no inner consistency to look at.
    """
    found: dict[str, set[str]] = {}
    for question in asked.questions:
        if question.construct and question.lowest is not None:
            found.setdefault(question.construct, set()).update(items_of(question))
    return {key: tuple(sorted(items)) for key, items in sorted(found.items()) if len(items) > 1}


def items_of(question: QuestionFacts) -> tuple[str, ...]:
    return tuple(f"{question.key}.{part}" for part in question.parts) or (question.key,)


def answer_patterns(frozen: FrozenWeek, status: Sequence[str], frame_row: Ints) -> pa.Table:
    """Used answers counted by audience, culture and the scores they gave, null where none.

    The culture is the country of the partner's place; empty for several partners or none. Scores
    are as given: what runs the other way is reversed where it is analysed.
    """
    used = np.flatnonzero([state == USED for state in status])
    version = strings(frozen.responses, "questionnaire").taken(used)
    asked = _asked_items(frozen, version)
    if not asked:
        return PATTERNS.empty_table()
    scored = ScoredItems(frozen)
    tables = [
        _of_items(frozen, scored, items, used[np.isin(version.codes, codes)], frame_row)
        for items, codes in sorted(asked.items())
    ]
    return pa.concat_tables(tables).combine_chunks()


def _asked_items(frozen: FrozenWeek, version: Coded) -> dict[tuple[str, ...], list[int]]:
    """Versions that ask the same items, by these items: they are one."""
    asked: dict[tuple[str, ...], list[int]] = {}
    for code, name in enumerate(version.levels):
        facts = frozen.questionnaires.get(name)
        items = {item for own in construct_items(facts).values() for item in own} if facts else ()
        if items:
            asked.setdefault(tuple(sorted(items)), []).append(code)
    return asked


class ScoredItems:
    """The frozen items that hold a score, found by response."""

    def __init__(self, frozen: FrozenWeek) -> None:
        table = frozen.items.filter(pc.is_valid(frozen.items.column("score")))
        self.item = _names(strings(table, "question"), strings(table, "part"))
        self.score = integers(table, "score")
        self.row = response_rows(table, frozen.responses)

    def matrix(self, items: Sequence[str], rows: Ints, size: int) -> Ints:
        """(rows, items) scores, BLANK where there is none."""
        column = np.full(len(self.item.levels), -1, dtype=np.int64)
        for number, item in enumerate(items):
            if item in self.item.levels:
                column[self.item.levels.index(item)] = number
        target = np.full(size, -1, dtype=np.int64)
        target[rows] = np.arange(len(rows))
        wanted = (target[self.row] >= 0) & (column[self.item.codes] >= 0)
        found = np.full((len(rows), len(items)), BLANK, dtype=np.int64)
        found[target[self.row[wanted]], column[self.item.codes[wanted]]] = self.score[wanted]
        return found


def _names(question: Coded, part: Coded) -> Coded:
    """Items by name: the question, or "question.part"."""
    width = len(part.levels)
    names = [f"{key}.{own}" if own else key for key in question.levels for own in part.levels]
    return coded(names).taken(question.codes * width + part.codes)


def response_rows(items: pa.Table, responses: pa.Table) -> Ints:
    """The row of the response of each frozen item."""
    keys = integers(responses, "response")
    order = np.argsort(keys, kind="stable")
    place = np.searchsorted(keys[order], integers(items, "response"))
    return np.asarray(order[place], dtype=np.int64)


def _of_items(
    frozen: FrozenWeek, scored: ScoredItems, items: tuple[str, ...], rows: Ints, frame_row: Ints
) -> pa.Table:
    scores = scored.matrix(items, rows, frozen.responses.num_rows)
    answered = np.flatnonzero((scores != BLANK).any(axis=1))
    audience = strings(frozen.responses, "audience").taken(rows[answered])
    culture = _cultures(frozen, frame_row[rows[answered]])
    scores = scores[answered]
    first, group = group_rows(audience.codes, culture.codes, *scores.T)
    return _table(
        audience.taken(first), culture.taken(first), items, scores[first], np.bincount(group)
    )


def _cultures(frozen: FrozenWeek, frame_rows: Ints) -> Coded:
    partner = strings(frozen.frame, "partner").taken(frame_rows)
    joint = flags(frozen.frame, "is_joint")[frame_rows]
    countries = [frozen.reference.country_of(level) for level in partner.levels]
    levels = tuple(sorted({"", *countries}))
    of_partner = np.array([levels.index(country) for country in countries], dtype=np.int64)
    return Coded(np.where(joint, levels.index(""), of_partner[partner.codes]), levels)


def _table(
    audience: Coded, culture: Coded, items: tuple[str, ...], scores: Ints, counts: Ints
) -> pa.Table:
    size, width = scores.shape
    flat = scores.ravel()
    offsets = pa.array(np.arange(size + 1, dtype=np.int32) * width)
    columns = [
        pa.array([audience.levels[code] for code in audience.codes.tolist()], pa.string()),
        pa.array([culture.levels[code] for code in culture.codes.tolist()], pa.string()),
        pa.ListArray.from_arrays(offsets, pa.array(list(items) * size, pa.string())),
        pa.ListArray.from_arrays(
            offsets, pa.array(flat.astype(np.int16), pa.int16(), mask=flat == BLANK)
        ),
        pa.array(counts, pa.int64()),
    ]
    return pa.table(columns, schema=PATTERNS)
