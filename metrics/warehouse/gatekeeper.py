"""Weekly counts of what each partner lets through: integers that add up over weeks.

A partner may decide whom it hands over, so that whatever could show a choice is counted by it.
Transactions of several partners, or of nobody known, belong to the partner "".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from metrics.warehouse.answer_clock import TimedAnswers, places_of_answers
from metrics.warehouse.columns import Bools, Coded, Ints, flags, integers, strings
from metrics.warehouse.frozen import FrozenWeek
from metrics.warehouse.schema import GATEKEEPER, SCORES, SELF_SELECTED
from stats.selection.send_time import FAST_SECONDS

SEPARATOR = "|"
# Only what was answered through a link of its own has its times to the minute.
TIMED_SOURCE = "link"
MICROSECONDS = 1_000_000


class Quantity(StrEnum):
    """What is counted of a partner, and what its key names."""

    # audience | touchpoint | how the transaction went | frame status
    FRAME = "frame"
    # audience | touchpoint | how it went | disposition, of drawn cases
    DISPOSITION = "disposition"
    # audience | who supplied the contact
    SUPPLIER = "supplier"
    # Of end users' answers: the recommendation, the place on the expected clock, the waiting time.
    SCORE = "score"
    PLACE = "place"
    WAIT = "wait"
    # Networks (keyed hashes) end users, and the partner's own contacts, answered from.
    END_USER_NETWORK = "end_user_network"
    OWN_NETWORK = "own_network"


class Went(StrEnum):
    """How a transaction went, as far as somebody recorded it."""

    WELL = "well"
    BADLY = "badly"
    NOT_RECORDED = "not_recorded"


class Wait(StrEnum):
    """Whether an answer came within a minute of its invitation."""

    FAST = "fast"
    USUAL = "usual"


WENT = {
    "nothing_wrong": Went.WELL.value,
    "late": Went.BADLY.value,
    "complaint_or_return": Went.BADLY.value,
}

Row = tuple[str, str, str, int]


def gatekeeper_counts(frozen: FrozenWeek, status: Sequence[str], frame_row: Ints) -> pa.Table:
    """Everything of the week that the selection battery asks for, by partner.

    Answers are those received in the field, used or set aside for how they were given; the first
    of each transaction, none through open links.
    """
    rows = [*_frame_rows(frozen.frame)]
    if frozen.frame.num_rows:
        rows += _answer_rows(frozen, _Received.of(frozen, status, frame_row))
    columns = zip(*sorted(rows), strict=True) if rows else ([] for _ in GATEKEEPER)
    return pa.table([list(column) for column in columns], schema=GATEKEEPER)


def own_networks(contacts: pa.Table, end_users: pa.Table) -> dict[str, frozenset[str]]:
    """The networks of each partner alone: its contacts answered from them, and nobody else's
    contacts or customers did. A telephone company's gateway is many people's and no partner's.

    Both tables have `partner` and `key` (a network), as counted.
    """
    used_by: dict[str, set[str]] = {}
    names = contacts.column("key").combine_chunks()
    known = end_users.filter(pc.is_in(end_users.column("key"), value_set=names))
    for table in (contacts, known):
        for partner, network in zip(*_partners_and_keys(table), strict=True):
            used_by.setdefault(network, set()).add(partner)
    own: dict[str, set[str]] = {}
    for partner, network in zip(*_partners_and_keys(contacts), strict=True):
        if used_by[network] == {partner}:
            own.setdefault(partner, set()).add(network)
    return {partner: frozenset(networks) for partner, networks in own.items()}


def _partners_and_keys(table: pa.Table) -> tuple[list[str], list[str]]:
    return table.column("partner").to_pylist(), table.column("key").to_pylist()


def _frame_rows(frame: pa.Table) -> Iterator[Row]:
    partner = _single_partner(frame)
    audience, touchpoint = strings(frame, "audience"), strings(frame, "touchpoint")
    outcome = strings(frame, "outcome")
    went = outcome.mapped({level: WENT.get(level, Went.NOT_RECORDED) for level in outcome.levels})
    status, disposition = strings(frame, "frame_status"), strings(frame, "disposition")
    supplier = strings(frame, "contact_supplied_by")
    everything = np.ones(len(partner), dtype=np.bool_)
    about = (audience, touchpoint, went)
    yield from _counted(Quantity.FRAME, partner, (*about, status), everything)
    yield from _counted(Quantity.DISPOSITION, partner, (*about, disposition), ~_is(disposition, ""))
    yield from _counted(
        Quantity.SUPPLIER, partner, (audience, supplier), flags(frame, "contact_present")
    )


@dataclass(frozen=True)
class _Received:
    """Answers received in the field: their rows of the responses, and whose they are."""

    row: Ints
    partner: Coded
    is_end_user: Bools
    is_channel_partner: Bools

    @classmethod
    def of(cls, frozen: FrozenWeek, status: Sequence[str], frame_row: Ints) -> _Received:
        chosen = np.array([value == SELF_SELECTED for value in status], dtype=np.bool_)
        inside = np.flatnonzero((frame_row >= 0) & ~chosen)
        # Oldest first, so that the first of each transaction is the one that was given first.
        row = inside[np.sort(np.unique(frame_row[inside], return_index=True)[1])]
        audience = strings(frozen.responses, "audience").taken(row)
        return cls(
            row=row,
            partner=_single_partner(frozen.frame).taken(frame_row[row]),
            is_end_user=_is(audience, "end_user"),
            is_channel_partner=_is(audience, "channel_partner"),
        )


def _answer_rows(frozen: FrozenWeek, received: _Received) -> Iterator[Row]:
    answers = frozen.responses.take(pa.array(received.row))
    partner, is_end_user = received.partner, received.is_end_user
    low, high = SCORES["recommend"]
    score = integers(answers, "recommend", null=low - 1)
    points = Coded(np.clip(score, low, high), tuple(str(point) for point in range(low, high + 1)))
    yield from _counted(
        Quantity.SCORE, partner, (points,), is_end_user & (score >= low) & (score <= high)
    )
    network = strings(answers, "network_hash")
    is_known = ~_is(network, "")
    yield from _counted(
        Quantity.END_USER_NETWORK, partner, (network,), is_end_user & is_known & ~_is(partner, "")
    )
    yield from _counted(
        Quantity.OWN_NETWORK,
        partner,
        (network,),
        received.is_channel_partner & is_known & ~_is(partner, ""),
    )
    yield from _time_rows(frozen, answers, received)


def _time_rows(frozen: FrozenWeek, answers: pa.Table, received: _Received) -> Iterator[Row]:
    """Waiting times and places on the clock on which honest answers arrive evenly."""
    sent, answered = _microseconds(answers, "invited_at"), _microseconds(answers, "answered_at")
    close = int(frozen.cut_off_at.timestamp())
    timed = received.is_end_user & ~_is(received.partner, "")
    timed &= _is(strings(answers, "source"), TIMED_SOURCE)
    timed &= (sent >= 0) & (answered >= sent) & (answered <= close * MICROSECONDS)
    waited = (answered - sent) / MICROSECONDS
    pace = Coded((waited >= FAST_SECONDS).astype(np.int64), (Wait.FAST.value, Wait.USUAL.value))
    yield from _counted(Quantity.WAIT, received.partner, (pace,), timed)
    placed = np.flatnonzero(timed)
    times = TimedAnswers(
        name=integers(answers, "response")[placed],
        partner=received.partner.taken(placed),
        sent=sent[placed] / MICROSECONDS,
        answered=answered[placed] / MICROSECONDS,
    )
    country_of = frozen.reference.country_of
    for partner, key, count in places_of_answers(times, country_of, float(close)):
        yield partner, Quantity.PLACE.value, key, count


def _microseconds(table: pa.Table, name: str) -> Ints:
    """Since 1970; −1 where nobody wrote down when."""
    column = table.column(name).cast(pa.int64()).fill_null(-1)
    return np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.int64)


def _single_partner(frame: pa.Table) -> Coded:
    """The partner of each row of the frame; "" where it is nobody's or several partners'."""
    partner, is_joint = strings(frame, "partner"), flags(frame, "is_joint")
    levels = partner.levels if "" in partner.levels else ("", *partner.levels)
    codes = partner.recoded(levels)
    return Coded(np.where(is_joint, levels.index(""), codes), levels)


def _counted(
    quantity: Quantity, partner: Coded, keys: Sequence[Coded], chosen: Bools
) -> Iterator[Row]:
    combined = partner.codes
    for column in keys:
        combined = combined * max(1, len(column.levels)) + column.codes
    for code, count in zip(
        *(part.tolist() for part in np.unique(combined[chosen], return_counts=True)), strict=True
    ):
        names, rest = [], code
        for column in reversed(keys):
            rest, place = divmod(rest, len(column.levels))
            names.append(column.levels[place])
        yield partner.levels[rest], quantity.value, SEPARATOR.join(reversed(names)), count


def _is(column: Coded, level: str) -> Bools:
    if level not in column.levels:
        return np.zeros(len(column), dtype=np.bool_)
    return np.asarray(column.codes == column.levels.index(level), dtype=np.bool_)
