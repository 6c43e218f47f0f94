from __future__ import annotations

import pytest

from customers.models import Audience
from surveys.errors import UnknownLibraryItemError
from surveys.library.catalogue import (
    LibraryItem,
    Standing,
    Topic,
    library_constructs,
    library_items,
    library_question,
)
from surveys.questionnaires.checks import find_problems
from surveys.questionnaires.lint import lint_content
from surveys.questionnaires.types import QuestionMetric

ITEMS = {item.key: item for item in library_items()}
EACH = pytest.mark.parametrize("item", ITEMS.values(), ids=ITEMS)


@EACH
def test_a_question_of_the_library_can_be_asked_as_it_is(item: LibraryItem) -> None:
    assert find_problems(item.content) == ()


@EACH
def test_the_lint_finds_nothing_in_it_in_any_language(item: LibraryItem) -> None:
    assert [str(placed) for placed in lint_content(item.content)] == []


@EACH
def test_every_text_stands_in_three_languages(item: LibraryItem) -> None:
    needed = set(item.shape.text_keys())

    assert {language: needed - set(texts) for language, texts in item.texts.items()} == {
        "en": set(),
        "de": set(),
        "es": set(),
    }


@EACH
def test_it_says_where_it_comes_from_and_what_it_is_not_good_for(item: LibraryItem) -> None:
    is_house = "House item, not yet tested." in item.source

    assert is_house == (item.standing is Standing.HOUSE)
    assert ("The wording" in item.source and "ours" in item.source) == (
        item.standing is Standing.ADAPTED
    )
    assert item.good_for
    assert item.not_for
    assert item.shape.construct in library_constructs()


@EACH
def test_a_scale_names_its_good_end(item: LibraryItem) -> None:
    is_scale = bool(item.shape.scores or item.shape.row_scores)

    assert is_scale == (item.shape.direction is not None)


@EACH
def test_what_does_not_concern_everybody_offers_a_way_out(item: LibraryItem) -> None:
    assert item.shape.offers_not_applicable != item.concerns_everybody


def test_every_topic_and_every_metric_has_questions_for_both_customers() -> None:
    assert {item.topic for item in library_items()} == set(Topic)
    for audience in Audience:
        metrics = {item.shape.metric for item in library_items() if audience in item.audiences}
        assert set(QuestionMetric) <= metrics


def test_keys_are_unique_over_all_files() -> None:
    assert len(ITEMS) == len(library_items())


def test_a_question_is_handed_out_with_its_texts_by_language_and_key() -> None:
    shape, texts = library_question("service_grid")

    assert shape.rows[0] == "reliability"
    assert texts["de"]["service_grid.row.reliability"] == "Einhalten von Zusagen"
    assert texts["en"]["service_grid.option.5"] == "Very good"


def test_a_question_that_is_not_there_is_refused_in_words() -> None:
    with pytest.raises(UnknownLibraryItemError, match="no question 'nothing'"):
        library_question("nothing")


def test_every_construct_is_measured_and_says_what_it_means() -> None:
    measured = {item.shape.construct for item in library_items()}

    assert set(library_constructs()) == measured
    assert all(construct.meaning for construct in library_constructs().values())
