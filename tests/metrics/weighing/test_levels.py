"""The written rule by which small levels are merged (methods B6b), case by case."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from metrics.weighing.levels import group_levels, merge_with_smallest
from tests.metrics.frozen_weeks import PLACES, reference

REFERENCE = reference()
NORTH = "other partners of region DE/North"
SOUTH = "other partners of region DE/South"
GERMANY = "other partners of DE"
NETWORK = "other partners of the network"

PARTNER_CASES: dict[str, tuple[dict[str, int], dict[str, str]]] = {
    "ten answers each stand alone": (
        {"north1": 10, "north2": 10, "coast1": 11},
        {"north1": "north1", "north2": "north2", "coast1": "coast1"},
    ),
    "nine answers join the others of the region, which then has enough": (
        {"north1": 9, "north2": 4, "south1": 40},
        {"north1": NORTH, "north2": NORTH, "south1": "south1"},
    ),
    "a region with too few joins its country": (
        {"north1": 3, "south1": 4, "south2": 5, "coast1": 30},
        {"north1": GERMANY, "south1": GERMANY, "south2": GERMANY, "coast1": "coast1"},
    ),
    "only the region that is too small moves up, and merges with the smallest group": (
        {"north1": 6, "north2": 6, "south1": 4, "south2": 3, "coast1": 30},
        dict.fromkeys(("north1", "north2", "south1", "south2"), f"{NORTH} + {NETWORK}")
        | {"coast1": "coast1"},
    ),
    "countries with too few join the network's others": (
        {"north1": 6, "coast1": 5, "south1": 50},
        {"north1": NETWORK, "coast1": NETWORK, "south1": "south1"},
    ),
    "several partners and none join the network's others": (
        {"*joint": 4, "*unknown": 3, "north1": 5, "south1": 50},
        {"*joint": NETWORK, "*unknown": NETWORK, "north1": NETWORK, "south1": "south1"},
    ),
    "several partners with enough answers stay a level of their own": (
        {"*joint": 12, "*unknown": 10, "north1": 50},
        {"*joint": "*joint", "*unknown": "*unknown", "north1": "north1"},
    ),
    "what is too small even for the network merges with the smallest other": (
        {"north1": 2, "south1": 40, "south2": 30},
        {"north1": f"south2 + {NETWORK}", "south1": "south1", "south2": f"south2 + {NETWORK}"},
    ),
    "fewer than ten in all is one group": (
        {"north1": 2, "south1": 3, "coast1": 1},
        {"north1": NETWORK, "south1": NETWORK, "coast1": NETWORK},
    ),
}


@pytest.mark.parametrize("case", PARTNER_CASES)
def test_partners_are_grouped(case: str) -> None:
    answers, expected = PARTNER_CASES[case]

    grouping = group_levels("partner_or_kind", answers, answers, REFERENCE)

    assert dict(grouping.group_of) == expected


OUTCOME_CASES: dict[str, tuple[dict[str, int], set[str]]] = {
    "all with ten": (
        {"nothing_wrong": 50, "late": 10, "complaint_or_return": 10},
        {"nothing_wrong", "late", "complaint_or_return"},
    ),
    "late with nine joins complaint": (
        {"nothing_wrong": 50, "late": 9, "complaint_or_return": 30},
        {"nothing_wrong", "late, complaint or return"},
    ),
    "both too small even together": (
        {"nothing_wrong": 50, "late": 4, "complaint_or_return": 5},
        {"nothing_wrong + late, complaint or return"},
    ),
    "late alone and too small": (
        {"nothing_wrong": 50, "late": 4},
        {"nothing_wrong + late"},
    ),
    "not recorded is a level like any other": (
        {"nothing_wrong": 50, "not_recorded": 10},
        {"nothing_wrong", "not_recorded"},
    ),
}


@pytest.mark.parametrize("case", OUTCOME_CASES)
def test_outcomes_are_grouped(case: str) -> None:
    answers, expected = OUTCOME_CASES[case]

    grouping = group_levels("outcome", answers, answers, REFERENCE)

    assert set(grouping.groups) == expected


def test_a_level_of_the_frame_that_nobody_answered_is_merged_and_not_dropped() -> None:
    frame = {"sale": 30, "delivery": 40, "repair_visit": 5}

    grouping = group_levels("touchpoint", {"sale": 15, "delivery": 25}, frame, REFERENCE)

    assert grouping.group_of["repair_visit"] == grouping.group_of["sale"] == "sale + repair_visit"
    assert grouping.counts(frame) == {"delivery": 40, "sale + repair_visit": 35}
    assert grouping.merges == ("repair_visit into sale: 0 answers",)


def test_every_merge_is_written_down_with_its_count() -> None:
    answers = {"north1": 9, "north2": 4, "south1": 40}

    grouping = group_levels("partner_or_kind", answers, answers, REFERENCE)

    assert grouping.merges == (
        f"north1 into {NORTH}: 9 answers",
        f"north2 into {NORTH}: 4 answers",
    )


def test_ties_are_broken_by_name_so_that_every_run_merges_alike() -> None:
    answers = {"b": 5, "a": 5, "d": 20, "c": 20}

    grouping = group_levels("touchpoint", answers, answers, REFERENCE)

    assert set(grouping.groups) == {"b + a", "c", "d"}


@pytest.mark.parametrize(
    "answers",
    [
        {"north1": 100},
        {"north1": 1, "north2": 2, "south1": 3, "south2": 30, "coast1": 0, "*joint": 9},
        dict.fromkeys(PLACES, 9),
        {**dict.fromkeys(PLACES, 1), "*unknown": 1},
    ],
)
def test_each_group_has_ten_answers_or_is_alone(answers: Mapping[str, int]) -> None:
    grouping = group_levels("partner_or_kind", answers, answers, REFERENCE)

    sizes = grouping.counts(answers).values()

    assert sum(sizes) == sum(answers.values())
    assert min(sizes) >= 10 or len(sizes) == 1


def test_a_partner_without_a_place_in_the_tree_joins_by_unknown_region_and_no_country() -> None:
    answers = {"stranger": 3, "north1": 50}

    grouping = group_levels("partner_or_kind", answers, answers, REFERENCE)

    assert grouping.merges[:2] == (
        "stranger into other partners of region unknown: 3 answers",
        "other partners of region unknown into other partners of no country: 3 answers",
    )


def test_a_group_is_merged_with_the_smallest_other_one() -> None:
    answers = {"a": 30, "b": 20, "c": 25}
    grouping = group_levels("touchpoint", answers, answers, REFERENCE)

    merged = merge_with_smallest(grouping, "a", answers, "g 6.00")

    assert merged.group_of == {"a": "b + a", "b": "b + a", "c": "c"}
    assert merged.merges == ("a into b: g 6.00",)


def test_the_last_group_cannot_be_merged_away() -> None:
    grouping = group_levels("touchpoint", {"a": 30}, {"a": 30}, REFERENCE)

    assert merge_with_smallest(grouping, "a", {"a": 30}, "why") == grouping
