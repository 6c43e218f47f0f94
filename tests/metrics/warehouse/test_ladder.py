"""Every response that arrived has exactly one end on the ladder, and every step is its successors'
sum."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from metrics.warehouse.ladder import ANSWER_STEPS, END_OF, ladder
from metrics.warehouse.schema import USED, SetAside
from tests.metrics.frozen_weeks import MadeWeek

STATUSES = [USED, *SetAside]
Row = tuple[str, int]  # status, which case (−1: outside the frame)


def counted(rows: list[Row]) -> dict[tuple[str, str, str, str], int]:
    """The ladder of a week of six cases with these responses."""
    made = MadeWeek()
    for number in range(6):
        partner = ("north1", "coast1")[number % 2]
        made.transaction(audience=("end_user", "channel_partner")[number // 3], partner=partner)
    for _, case in rows:
        about = made.frame[case]
        made.answer(about["transaction"], about["audience"], {"recommend": 5})
    frozen = made.freeze()
    audience = [row["audience"] for row in made.responses]
    order = frozen.frame.column("transaction").to_pylist()
    place = [
        order.index(made.frame[case]["transaction"]) if status != SetAside.NOT_IN_FRAME else -1
        for status, case in rows
    ]
    responses = pa.table({"audience": pa.array(audience, pa.string())})
    table = ladder(
        frozen.frame, responses, [str(status) for status, _ in rows], pa.array(place).to_numpy()
    )
    return {
        (row["audience"], row["partner"], row["step"], row["reason"]): row["count"]
        for row in table.to_pylist()
    }


def test_every_reason_has_its_end() -> None:
    assert set(END_OF) == set(map(str, STATUSES))
    assert set(END_OF.values()) <= set(ANSWER_STEPS)


@given(st.lists(st.tuples(st.sampled_from(STATUSES), st.integers(0, 5)), min_size=1, max_size=30))
def test_every_response_ends_exactly_once(rows: list[Row]) -> None:
    counts = counted(rows)

    passed: Counter[str] = Counter()
    ended: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for (_, _, step, reason), count in counts.items():
        if step in ANSWER_STEPS:
            (ended if reason else passed)[step] += count
            if reason:
                reasons[reason] += count
    assert passed["answered"] == len(rows)
    assert passed["used"] + sum(ended.values()) == len(rows)
    for before, after in pairwise(ANSWER_STEPS):
        assert passed[before] == passed[after] + ended[before]
    assert reasons == Counter(str(status) for status, _ in rows if status != USED)
