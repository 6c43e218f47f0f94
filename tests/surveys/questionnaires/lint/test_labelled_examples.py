from __future__ import annotations

from collections import Counter

import pytest

from surveys.questionnaires.lint import Category, lint_item
from tests.surveys.questionnaires.lint.labelled import EXAMPLES, LabelledItem, read_labelled

LABELLED = list(read_labelled(EXAMPLES))
FLAWED = [labelled for labelled in LABELLED if labelled.flaw]
SOUND = [labelled for labelled in LABELLED if labelled.flaw is None]
LEXICON_LIMITED = {Category.LEADING, Category.LOADED}


def _categories(labelled: LabelledItem) -> set[Category]:
    return {finding.category for finding in lint_item(labelled.item)}


def test_the_examples_are_thirty_flawed_and_thirty_sound_and_cover_all_sixteen_categories() -> None:
    assert (len(FLAWED), len(SOUND)) == (30, 30)
    assert {labelled.flaw for labelled in FLAWED} == set(Category)


@pytest.mark.parametrize("labelled", FLAWED, ids=lambda labelled: f"{labelled.id} {labelled.flaw}")
def test_a_flawed_example_is_found(labelled: LabelledItem) -> None:
    assert labelled.flaw in _categories(labelled)


@pytest.mark.parametrize("labelled", SOUND, ids=lambda labelled: labelled.id)
def test_a_sound_example_stays_silent(labelled: LabelledItem) -> None:
    assert _categories(labelled) == set()


def test_recall_and_false_alarms_reach_what_methods_e4_asks() -> None:
    all_of = Counter(labelled.flaw for labelled in FLAWED if labelled.flaw)
    hits = Counter(
        labelled.flaw
        for labelled in FLAWED
        if labelled.flaw and labelled.flaw in _categories(labelled)
    )
    false_alarm_count = sum(bool(_categories(labelled)) for labelled in SOUND)

    for category, count in all_of.items():
        assert hits[category] / count >= (0.60 if category in LEXICON_LIMITED else 0.80)
    assert false_alarm_count / len(SOUND) <= 0.10
