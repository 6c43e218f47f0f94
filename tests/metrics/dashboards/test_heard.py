from __future__ import annotations

import pytest

from metrics.dashboards.heard import build_ladder, counted_text
from metrics.models import LadderStep


def test_a_ladder_says_what_is_left_and_why_the_rest_is_not() -> None:
    counts = [("transactions", "", 100), ("transactions", "no_contact", 30),
              ("contact_present", "", 70), ("answered", "", 12), ("used", "", 11)]  # fmt: skip
    rows = [
        LadderStep(audience="end_user", window=1, level="network", node_key="", step=step,
                   reason=reason, count=count)
        for step, reason, count in counts
    ]  # fmt: skip

    ladder = build_ladder(rows, "end_user", 1)

    assert ladder is not None
    assert ladder.title == (
        "11 answers of end users stand for 100 transactions; most are lost at “answered”"
    )
    assert ladder.bars[0].reasons == ("30 no further: no contact known",)
    assert build_ladder(rows, "channel_partner", 1) is None


@pytest.mark.parametrize(
    ("counts", "title"),
    [
        ({"transactions": 104}, "No answer of end users stands for 104 transactions"),
        (
            {"transactions": 1, "answered": 1, "used": 1},
            "1 answer of end users stands for 1 transaction; who was asked is not known",
        ),
    ],
)
def test_where_nobody_recorded_who_was_asked_a_ladder_has_no_shares(
    counts: dict[str, int], title: str
) -> None:
    rows = [
        LadderStep(audience="end_user", window=1, level="network", node_key="", step=step,
                   reason="", count=count)
        for step, count in counts.items()
    ]  # fmt: skip

    ladder = build_ladder(rows, "end_user", 1)

    assert ladder is not None
    assert ladder.title == title
    assert [bar.share for bar in ladder.bars] == [""] * len(counts)
    assert (ladder.transaction_count, ladder.used_count) == (
        counts["transactions"],
        counts.get("used", 0),
    )


def test_every_step_from_received_to_used_has_its_name_and_its_reasons() -> None:
    counts = [("transactions", "", 50), ("answered", "", 20), ("answered", "self_selected", 2),
              ("in_field", "", 18), ("in_field", "duplicate", 1), ("valid", "", 17),
              ("valid", "careless", 2), ("valid", "partner_network", 1), ("trusted", "", 14),
              ("trusted", "by_hand", 1), ("used", "", 13)]  # fmt: skip
    rows = [
        LadderStep(audience="end_user", window=1, level="network", node_key="", step=step,
                   reason=reason, count=count)
        for step, reason, count in counts
    ]  # fmt: skip

    ladder = build_ladder(rows, "end_user", 1)

    assert ladder is not None
    assert [bar.label for bar in ladder.bars] == [
        "Transactions", "Answered", "In the field", "Valid", "Trusted", "Used in the figures",
    ]  # fmt: skip
    assert ladder.bars[3].reasons == (
        "2 no further: answered carelessly, by two kinds of sign or more",
        "1 no further: sent from the partner’s own network",
    )


def test_of_what_was_heard_it_is_said_how_much_is_counted_and_why_the_rest_is_not() -> None:
    counts = [("delivered", "non_contact", 1, 90), ("answered", "", 1, 12),
              ("valid", "careless", 1, 1), ("used", "", 1, 11),
              ("answered", "", 4, 50)]  # fmt: skip
    rows = [
        LadderStep(audience="end_user", window=window, level="network", node_key="", step=step,
                   reason=reason, count=count)
        for step, reason, window, count in counts
    ]  # fmt: skip

    said = counted_text(rows, ["end_user"])

    assert said == (
        "12 heard, 11 counted in the figures: 1 set aside "
        "(1 answered carelessly, by two kinds of sign or more)"
    )
    assert counted_text(rows, ["channel_partner"]) == ""
