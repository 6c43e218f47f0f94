"""How hard a question is to read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from surveys.questionnaires.lint.findings import Category, LintFinding, error, warn
from surveys.questionnaires.lint.read_item import ReadItem
from surveys.questionnaires.lint.stem import WORD
from surveys.questionnaires.lint.syllables import count_syllables

# [P] all; a grade is a year of school.
GRADE_WARN, GRADE_FAIL = 10, 14
WORDS_WARN, WORDS_FAIL = 25, 40
MOST_ACRONYMS = 2
# Below this a single long word decides the grade.
FEWEST_WORDS_GRADED = 8
SENTENCE_END = re.compile(r"[.!?:;؟।](?:\s|$)|[。！？：；]")
ACRONYM = re.compile(r"\b(?=[A-Z\d]*[A-Z][A-Z\d]*[A-Z])[A-Z\d]{2,6}s?\b")
SUGGESTION = "Use shorter words and sentences; say one thing at a time."
PLACEHOLDER = re.compile(r"\{[^}]*\}")


def reading_grade(read: ReadItem) -> Iterator[LintFinding]:
    """Flesch–Kincaid grade, words in a sentence, and acronyms.

    The grade was made for English passages; other languages have the other two rules only.
    """
    text = PLACEHOLDER.sub("Twofold", read.stem.text)
    words = WORD.findall(text)
    if read.lexicon.is_graded and len(words) >= FEWEST_WORDS_GRADED:
        yield from _grade(_one_side(read, words), _sentence_count(text))
    longest = max((len(WORD.findall(part)) for part in SENTENCE_END.split(text)), default=0)
    yield from _over(longest, WORDS_WARN, WORDS_FAIL, "A sentence has {} words.")
    yield from _acronyms(text)


def _one_side(read: ReadItem, words: Sequence[str]) -> list[str]:
    """The words without the second half of "satisfied or dissatisfied", which balance asks for."""
    opposites = {
        prefix + word.lower() for prefix in read.lexicon.negating_prefixes for word in words
    }
    return [word for word in words if word.lower() not in opposites]


def _grade(words: Sequence[str], sentence_count: int) -> Iterator[LintFinding]:
    """The grade; between the limits only where it stays above the lower without its longest word.

    The formula was made for passages of a hundred words. In a question of ten, one word such as
    "reliability" adds five grades, which alone makes nothing hard to read.
    """
    grade = flesch_kincaid_grade(words, sentence_count)
    longest = max(range(len(words)), key=lambda place: count_syllables(words[place]))
    others = [word for place, word in enumerate(words) if place != longest]
    if grade > GRADE_FAIL or flesch_kincaid_grade(others, sentence_count) > GRADE_WARN:
        yield from _over(grade, GRADE_WARN, GRADE_FAIL, "The question reads at grade {:.1f}.")


def flesch_kincaid_grade(words: Sequence[str], sentence_count: int) -> float:
    """.39 words/sentences + 11.8 syllables/words − 15.59 (Kincaid et al. 1975)."""
    syllable_count = sum(count_syllables(word) for word in words)
    return 0.39 * len(words) / sentence_count + 11.8 * syllable_count / len(words) - 15.59


def _sentence_count(text: str) -> int:
    return max(1, sum(bool(WORD.search(part)) for part in SENTENCE_END.split(text)))


def _over(found: float, warn_at: float, fail_at: float, message: str) -> Iterator[LintFinding]:
    if found > warn_at:
        say = error if found > fail_at else warn
        yield say(Category.READING_GRADE, message.format(found), SUGGESTION)


def _acronyms(text: str) -> Iterator[LintFinding]:
    acronyms = sorted(set(ACRONYM.findall(text)))
    is_shouted = text.upper() == text
    if len(acronyms) > MOST_ACRONYMS and not is_shouted:
        message = f"{len(acronyms)} acronyms: {', '.join(acronyms)}."
        yield error(Category.READING_GRADE, message, "Spell them out.")
