"""Second verb: examine each row of the frozen week; set aside only with a reason and a count."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from metrics.integrity.response_bias.marks import Marks, mark_responses
from metrics.integrity.response_bias.overrules import overrule_rows
from metrics.integrity.response_bias.sheet_counts import sheet_counts
from metrics.warehouse.cells import self_selected
from metrics.warehouse.columns import Bools, Ints, integers, strings
from metrics.warehouse.frozen import FrozenWeek, History
from metrics.warehouse.schema import JUDGED, SCORES, USED, SetAside


@dataclass(frozen=True)
class Checked:
    """`status` (R,) of each response: used, or the reason it is set aside; `frame_row` (R,).

    `flags` (R,) of careless answering that fell on it, whether or not they decided; `timings` and
    `sheets` are what later weeks need to know of these answers.
    """

    status: tuple[str, ...]
    frame_row: Ints
    flags: tuple[tuple[str, ...], ...]
    timings: pa.Table
    sheets: pa.Table

    @property
    def used(self) -> Bools:
        return np.array([status == USED for status in self.status], dtype=np.bool_)


NO_HISTORY = History()


def check_rows(frozen: FrozenWeek, history: History = NO_HISTORY) -> Checked:
    """Which responses are used, and why the others are set aside."""
    frame_row = locate_in_frame(frozen)
    valid = _validated(frozen, frame_row)
    marks = mark_responses(frozen, history, frame_row, valid == USED)
    status = _overruled(frozen, frame_row, _trusted(valid, marks))
    return Checked(
        status=status,
        frame_row=frame_row,
        flags=marks.flags,
        timings=marks.timings,
        sheets=sheet_counts(frozen, status, frame_row, marks.examined),
    )


def judged_table(frozen: FrozenWeek, checked: Checked) -> pa.Table:
    """What became of every response, in the order of the week's responses."""
    columns = (
        frozen.responses.column("response"),
        pa.array(checked.status, pa.string()),
        pa.array([list(flags) for flags in checked.flags], pa.list_(pa.string())),
    )
    return pa.table(list(columns), schema=JUDGED).combine_chunks()


def locate_in_frame(frozen: FrozenWeek) -> Ints:
    """The frame row of each response; −1 where its transaction is not in that audience's frame."""
    frame_audience = strings(frozen.frame, "audience")
    audience = strings(frozen.responses, "audience").recoded(frame_audience.levels)
    frame_keys = _keys(integers(frozen.frame, "transaction"), frame_audience.codes)
    keys = _keys(integers(frozen.responses, "transaction"), audience)
    order = np.argsort(frame_keys, kind="stable")
    place = np.searchsorted(frame_keys[order], keys)
    found = np.full(len(keys), -1, dtype=np.int64)
    inside = place < len(order)
    candidate = order[place[inside]]
    found[inside] = np.where(frame_keys[candidate] == keys[inside], candidate, -1)
    return found


def _keys(transaction: Ints, audience: Ints) -> Ints:
    """Transaction and audience as one number; pseudonyms leave the two lowest bits free."""
    return transaction * 2 + audience * (audience >= 0) - (audience < 0)


Statuses = np.ndarray[tuple[int], np.dtype[np.object_]]


def _validated(frozen: FrozenWeek, frame_row: Ints) -> Statuses:
    """In the field and valid, or the reason why not."""
    reasons = (
        (SetAside.SELF_SELECTED, self_selected(frozen.responses)),
        (SetAside.NOT_IN_FRAME, frame_row < 0),
        (SetAside.BEFORE_EXPERIENCE, _before_experience(frozen, frame_row)),
        (SetAside.OUT_OF_RANGE, out_of_range(frozen)),
    )
    status = np.full(len(frame_row), USED, dtype=object)
    for reason, holds in reasons:
        status[(status == USED) & holds] = reason.value
    status[_repeated(frame_row, status == USED)] = SetAside.DUPLICATE.value
    return status


def _trusted(status: Statuses, marks: Marks) -> Statuses:
    trusted = status.copy()
    trusted[marks.own_network] = SetAside.OWN_NETWORK.value
    trusted[marks.careless] = SetAside.CARELESS.value
    return trusted


def _overruled(frozen: FrozenWeek, frame_row: Ints, status: Statuses) -> tuple[str, ...]:
    return overrule_rows(
        (str(value) for value in status),
        frame_row,
        integers(frozen.responses, "response"),
        frozen.configuration.row_overrules,
    )


def _before_experience(frozen: FrozenWeek, frame_row: Ints) -> Bools:
    answered = integers(frozen.responses, "answered_on")
    occurred = integers(frozen.frame, "occurred_on")
    if not len(occurred):
        return np.zeros(len(frame_row), dtype=np.bool_)
    return (frame_row >= 0) & (answered < occurred[frame_row])


def out_of_range(frozen: FrozenWeek) -> Bools:
    """Responses with any score outside its scale."""
    wrong = np.zeros(frozen.responses.num_rows, dtype=np.bool_)
    for key, (low, high) in SCORES.items():
        score = integers(frozen.responses, key, null=low)
        wrong |= (score < low) | (score > high)
    return wrong


def _repeated(frame_row: Ints, usable: Bools) -> Bools:
    """All but the first usable response to one transaction by one audience (oldest first)."""
    repeated = np.zeros(len(frame_row), dtype=np.bool_)
    places = np.flatnonzero(usable)
    _, first = np.unique(frame_row[places], return_index=True)
    again = np.ones(len(places), dtype=np.bool_)
    again[first] = False
    repeated[places[again]] = True
    return repeated
