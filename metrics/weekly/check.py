"""Second verb: examine each row of the frozen week; set aside only with a reason and a count."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from metrics.warehouse.cells import self_selected
from metrics.warehouse.columns import Bools, Ints, integers, strings
from metrics.warehouse.frozen import FrozenWeek
from metrics.warehouse.schema import SCORES, SELF_SELECTED, USED


class SetAside(StrEnum):
    """Why a response is kept but not used. The first reason that holds is the one recorded."""

    SELF_SELECTED = SELF_SELECTED
    NOT_IN_FRAME = "not_in_frame"
    BEFORE_EXPERIENCE = "before_experience"
    OUT_OF_RANGE = "out_of_range"
    DUPLICATE = "duplicate"


@dataclass(frozen=True)
class Checked:
    """`status` (R,) of each response: used, or the reason it is set aside; `frame_row` (R,);
    `flags` (R,) of careless answering that fell on it, whether or not they decided."""

    status: tuple[str, ...]
    frame_row: Ints
    flags: tuple[tuple[str, ...], ...] = ()

    @property
    def used(self) -> Bools:
        return np.array([status == USED for status in self.status], dtype=np.bool_)


def check_rows(frozen: FrozenWeek) -> Checked:
    """Which responses are used, and why the others are set aside."""
    frame_row = locate_in_frame(frozen)
    return Checked(_statuses(frozen, frame_row), frame_row)


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


def _statuses(frozen: FrozenWeek, frame_row: Ints) -> tuple[str, ...]:
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
    return tuple(str(value) for value in status)


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
