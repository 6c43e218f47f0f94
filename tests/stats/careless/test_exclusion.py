from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stats import nps
from stats.careless import (
    CARELESS_FLAGS,
    FlagFamily,
    FlagName,
    FlagSeverity,
    exclude,
    excluded_share,
    excluded_shares,
    with_and_without,
)
from stats.errors import EmptyInput, OutOfRange
from stats.intervals.interval import wilson


def _only(*raised: FlagName) -> dict[FlagName, list[bool]]:
    """One respondent with these flags and one with none, every flag checked."""
    return {name: [name in raised, False] for name in FlagName}


RULE = {
    "nothing": ((), False),
    "a hard flag": ((FlagName.HONEYPOT,), True),
    "two soft flags of one family": ((FlagName.PAGE_SPEED, FlagName.RELATIVE_SPEED), False),
    "soft flags of two families": ((FlagName.PAGE_SPEED, FlagName.LONGSTRING), True),
    "a failed instruction alone": ((FlagName.INSTRUCTED_ITEM,), False),
    "a failed instruction and a soft flag": (
        (FlagName.INSTRUCTED_ITEM, FlagName.EVEN_ODD),
        True,
    ),
    "a failed instruction and information": (
        (FlagName.INSTRUCTED_ITEM, FlagName.TOTAL_TIME),
        False,
    ),
    "all information together": (
        (
            FlagName.TOTAL_TIME,
            FlagName.MAX_MATCH,
            FlagName.REPEATED_EMAIL,
            FlagName.DATA_CENTRE,
        ),
        False,
    ),
    "information and one soft flag": ((FlagName.MAX_MATCH, FlagName.MAHALANOBIS), False),
    "straightlining of someone otherwise careful": (
        (FlagName.LONGSTRING, FlagName.VARIABILITY),
        False,
    ),
}


@pytest.mark.parametrize("case", RULE)
def test_the_rule_of_families(case: str) -> None:
    raised, expected = RULE[case]

    assert exclude(_only(*raised)).excluded.tolist() == [expected, False]


@pytest.mark.parametrize(
    "name", [n for n in FlagName if CARELESS_FLAGS[n].severity is FlagSeverity.HARD]
)
def test_every_hard_flag_excludes_alone_under_its_own_name(name: FlagName) -> None:
    found = exclude(_only(name))

    assert found.ladder[int(found.step[0])].reason == name.replace("_", " ")


def test_the_table_has_every_flag_and_only_named_families_are_soft() -> None:
    soft = {flag.family for flag in CARELESS_FLAGS.values() if flag.severity is FlagSeverity.SOFT}

    assert set(CARELESS_FLAGS) == set(FlagName)
    assert soft == set(FlagFamily) - {FlagFamily.ATTENTION}
    assert all(flag.cut and flag.source for flag in CARELESS_FLAGS.values())


def test_the_ladder_counts_everybody_once_by_the_first_reason() -> None:
    found = exclude(
        {
            FlagName.PAGE_SPEED: [True, True, True, False, False],
            FlagName.LONGSTRING: [True, True, False, False, True],
            FlagName.HONEYPOT: [True, False, False, True, False],
            FlagName.DUPLICATE_TOKEN: [True, False, False, False, False],
        }
    )

    assert [(step.reason, step.count) for step in found.ladder] == [
        ("duplicate token", 1),
        ("honeypot", 1),
        ("soft flags of 2 or more families", 1),
        ("used", 2),
    ]
    assert found.counts[FlagName.HONEYPOT] == 2
    assert found.soft_families.tolist() == [2, 2, 1, 0, 1]


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.lists(st.booleans(), min_size=len(FlagName), max_size=len(FlagName)),
        min_size=1,
        max_size=20,
    ),
    st.integers(0, 1_000),
)
def test_rungs_add_up_and_neither_order_of_rows_nor_of_flags_matters(
    rows: list[list[bool]], seed: int
) -> None:
    marks = np.array(rows)
    order = np.random.default_rng(seed).permutation(len(rows))
    names = list(enumerate(FlagName))

    found = exclude({name: marks[:, i] for i, name in names})

    mixed = exclude({name: marks[order, i] for i, name in reversed(names)})
    assert sum(step.count for step in found.ladder) == len(rows)
    assert found.ladder[-1].count == int((~found.excluded).sum())
    assert mixed.ladder == found.ladder
    assert mixed.excluded.tolist() == found.excluded[order].tolist()


def test_another_flag_never_brings_anybody_back() -> None:
    found = exclude(_only(FlagName.PAGE_SPEED, FlagName.LONGSTRING))
    more = exclude(_only(FlagName.PAGE_SPEED, FlagName.LONGSTRING, FlagName.DATA_CENTRE))

    assert more.excluded.tolist() == found.excluded.tolist()


def test_nothing_checked_nobody_there_and_marks_that_are_none_are_refused() -> None:
    with pytest.raises(EmptyInput, match="No flag was checked"):
        exclude({})
    with pytest.raises(EmptyInput, match="no respondent"):
        exclude({FlagName.HONEYPOT: np.zeros(0, bool)})
    with pytest.raises(OutOfRange, match="no flag speeding; the flags are duplicate_token"):
        exclude({"speeding": [True]})  # type: ignore[dict-item]  # what is refused
    with pytest.raises(OutOfRange, match="honeypot mixes"):
        exclude({FlagName.HONEYPOT: [[True], [True, False]]})
    with pytest.raises(OutOfRange, match="honeypot has shape"):
        exclude({FlagName.HONEYPOT: [0, 1]})
    with pytest.raises(OutOfRange, match="page_speed has shape"):
        exclude({FlagName.HONEYPOT: [True, False], FlagName.PAGE_SPEED: [True]})


def test_shares_set_aside_carry_wilsons_interval() -> None:
    found = excluded_share([True] * 12 + [False] * 88)

    assert found.share == pytest.approx(0.12)
    assert found.interval == wilson(12, 100)
    assert found.group is None


def test_shares_by_group_add_up_to_the_whole() -> None:
    marks = np.array([True, False, True, False, False, False])

    found = excluded_shares(marks, [5, 5, 2, 2, 2, 9])

    assert [share.group for share in found] == [2, 5, 9]
    assert [share.excluded for share in found] == [1, 1, 0]
    assert sum(share.n for share in found) == marks.size
    assert found[2].interval.low == 0.0
    assert found[2].interval.high < 1.0


def test_all_or_nobody_set_aside_stay_within_a_share_of_nothing_and_of_all() -> None:
    everybody, nobody = excluded_shares([True, False], [1, 0])[::-1]

    assert (everybody.share, everybody.interval.high) == (1.0, 1.0)
    assert (nobody.share, nobody.interval.low) == (0.0, 0.0)


def test_figures_are_published_with_and_without_those_set_aside() -> None:
    scores = np.array([10, 9, 0, 7, 10])

    found = with_and_without(
        lambda who: nps(scores[who]), np.array([False, False, True, False, False])
    )

    assert found.everybody.value == pytest.approx(40.0)
    assert found.used.value == pytest.approx(75.0)
    assert "without: NPS 75.0" in str(found)


def test_nobody_left_and_marks_that_are_none_are_refused() -> None:
    with pytest.raises(EmptyInput, match="All 2 respondents"):
        with_and_without(lambda who: int(who.sum()), [True, True])
    with pytest.raises(EmptyInput, match="no respondent"):
        excluded_share(np.zeros(0, bool))
    with pytest.raises(OutOfRange, match="true or false"):
        excluded_share([0, 1])
    with pytest.raises(OutOfRange, match="1 codes for 2"):
        excluded_shares([True, False], [1])
