"""Every check, and the one loop that runs them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from surveys.questionnaires.lint.absolute import absolute
from surveys.questionnaires.lint.assumption import assumption
from surveys.questionnaires.lint.double_barrelled import double_barrelled
from surveys.questionnaires.lint.findings import LintFinding
from surveys.questionnaires.lint.items import Item
from surveys.questionnaires.lint.leading import leading
from surveys.questionnaires.lint.length import length
from surveys.questionnaires.lint.lexicon import lexicon_of
from surveys.questionnaires.lint.loaded import loaded
from surveys.questionnaires.lint.missing_na import missing_na
from surveys.questionnaires.lint.negative import negative
from surveys.questionnaires.lint.order_effect import order_effect
from surveys.questionnaires.lint.overlapping_options import overlapping_options
from surveys.questionnaires.lint.read_item import Check, ReadItem
from surveys.questionnaires.lint.reading_grade import reading_grade
from surveys.questionnaires.lint.recall_period import recall_period
from surveys.questionnaires.lint.required_sensitive import required_sensitive
from surveys.questionnaires.lint.translation_incomplete import translation_incomplete
from surveys.questionnaires.lint.unbalanced_scale import unbalanced_scale
from surveys.questionnaires.lint.unlabelled_scale import unlabelled_scale

# These read words; where a language has no lexicon they would see what is not there.
OF_WORDS: tuple[Check, ...] = (
    double_barrelled,
    leading,
    loaded,
    negative,
    absolute,
    unbalanced_scale,
    unlabelled_scale,
    missing_na,
    required_sensitive,
    assumption,
    overlapping_options,
    recall_period,
)
OF_STRUCTURE: tuple[Check, ...] = (length, order_effect, translation_incomplete)


def lint_item(item: Item, language: str = "en") -> tuple[LintFinding, ...]:
    """What is wrong with one question, written in `language`; nothing where it is sound.

    A language without a lexicon has only the checks that need no words: see
    `languages_with_words`.
    """
    return (
        *lint_wording(item, language),
        *_found(ReadItem(item, lexicon_of(language)), OF_STRUCTURE),
    )


# While a questionnaire is written one question changes, and the others are read again.
@lru_cache(maxsize=2048)
def lint_wording(item: Item, language: str = "en") -> tuple[LintFinding, ...]:
    """What is wrong with the text and options alone, as of a translation."""
    read = ReadItem(item, lexicon_of(language))
    if item.question_type.asks_nothing or not read.lexicon.has_words:
        return _found(read, (reading_grade,))
    return _found(read, (*OF_WORDS, reading_grade))


def _found(read: ReadItem, checks: Sequence[Check]) -> tuple[LintFinding, ...]:
    return tuple(finding for check in checks for finding in check(read))
