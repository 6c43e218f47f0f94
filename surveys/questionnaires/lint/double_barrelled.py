"""Two questions in one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from surveys.questionnaires.lint.findings import Category, LintFinding, Span, error
from surveys.questionnaires.lint.items import ItemType
from surveys.questionnaires.lint.lexicon import Words
from surveys.questionnaires.lint.read_item import ReadItem
from surveys.questionnaires.lint.stem import mask_all

WORD = r"[\w'-]+"
NAME = re.compile(r"_+")
NUMBER = re.compile(r"\d+([.,]\d+)?")


@dataclass(frozen=True)
class Joint:
    """A conjunction with what stands on both sides of it; determiners belong to neither word."""

    read: ReadItem
    text: str
    conjunction: re.Match[str]
    left: re.Match[str]
    right: re.Match[str]
    opens_with: str

    @property
    def is_or(self) -> bool:
        return bool(self.read.lexicon[Words.ALTERNATIVES].fullmatch(self.conjunction.group()))

    @property
    def before(self) -> str:
        """The sentence up to the conjunction."""
        start, _ = self.read.stem.sentence_of(self.conjunction.start())
        return self.text[start : self.conjunction.start()]

    @property
    def after(self) -> str:
        _, end = self.read.stem.sentence_of(self.conjunction.start())
        return self.text[self.right.end() : end]

    @property
    def span(self) -> Span:
        return self.left.start(), self.right.end()

    def both(self, fits: Callable[[str], object]) -> bool:
        return bool(fits(self.left.group()) and fits(self.right.group()))

    def is_word(self, words: Words, word: str) -> bool:
        return bool(self.read.lexicon[words].fullmatch(word))


def double_barrelled(read: ReadItem) -> Iterator[LintFinding]:
    """A conjunction that joins two things a respondent may judge differently.

    QAS-99 problem 4c. A rule knows no grammar: it takes every "and" between two words for a joint
    unless one of `HARMLESS` explains it, and every "or" that neither lists options nor names the
    two ends of a scale.
    """
    for joint in _joints(read):
        if not any(explains(joint) for explains in HARMLESS):
            left, right = (read.item.question_text[slice(*word.span())]
                           for word in (joint.left, joint.right))  # fmt: skip
            yield error(
                Category.DOUBLE_BARRELLED,
                f"“{left}” and “{right}” are two things that people may judge differently.",
                f"Ask two questions, one about “{left}” and one about “{right}”.",
                joint.span,
            )
            return


def _joints(read: ReadItem) -> Iterator[Joint]:
    text = mask_all(read.stem.bare, read.lexicon[Words.FIXED])
    for words in (Words.CONJUNCTIONS, Words.ALTERNATIVES):
        for found in read.lexicon[words].finditer(text):
            joint = _joint(read, text, found)
            if joint:
                yield joint


def _joint(read: ReadItem, text: str, found: re.Match[str]) -> Joint | None:
    start, end = read.stem.sentence_of(found.start())
    left = re.compile(rf"{WORD}(?=[\s,(]*$)").search(text, start, found.start())
    opening = re.compile(WORD).search(text, found.end(), end)
    if left is None or opening is None:
        return None
    determiners = rf"(?:(?:{read.lexicon[Words.DETERMINERS].pattern})\s+)*"
    right = re.compile(rf"{determiners}({WORD})", re.IGNORECASE).match(text, opening.start())
    word = re.compile(WORD).match(text, right.start(1)) if right else opening
    assert word is not None
    return Joint(read, text, found, left, word, opening.group())


def _lists_things(joint: Joint) -> bool:
    """Several answers may be given, so that several things may be named."""
    listing = {ItemType.MULTI, ItemType.RANKING}
    return joint.read.type in listing and not _asks_again(joint)


def _asks_again(joint: Joint) -> bool:
    return joint.is_word(Words.ASKING_AGAIN, joint.opens_with)


def _sets_the_scene(joint: Joint) -> bool:
    """ "When you called us and asked for help, how easy was it …": the question comes after."""
    opens = joint.read.lexicon[Words.PRELUDES].match(joint.before.lstrip(" ¿"))
    return bool(opens) and "," in joint.after and "," not in joint.before


def _joins_persons(joint: Joint) -> bool:
    """ "You and your colleagues" are whom it concerns; "helps me and answers" are two deeds."""
    named = (Words.DETERMINERS, Words.PERSONS)
    is_somebody = any(joint.is_word(words, joint.opens_with) for words in named)
    return joint.is_word(Words.PERSONS, joint.left.group()) and is_somebody


def _joins_numbers(joint: Joint) -> bool:
    """ "Two or three", and "1 is poor and 5 is good": nothing to judge."""
    numbers = joint.read.lexicon.numbers
    sides = (joint.left.group().lower(), joint.right.group().lower())
    return any(NUMBER.fullmatch(side) for side in sides) or all(side in numbers for side in sides)


def _joins_names(joint: Joint) -> bool:
    return joint.both(NAME.fullmatch)


def _joins_data(joint: Joint) -> bool:
    """Name and address: the parts of one entry."""
    return joint.both(lambda word: joint.is_word(Words.DATA, word))


def _repeats(joint: Joint) -> bool:
    return joint.left.group().lower() == joint.right.group().lower()


def _is_a_stretch(joint: Joint) -> bool:
    between = list(joint.read.lexicon[Words.SPANS].finditer(joint.before))
    return bool(between) and not re.search(r"[,;]", joint.before[between[-1].end() :])


def _is_a_recipient(joint: Joint) -> bool:
    return bool(joint.read.lexicon[Words.RECIPIENTS].search(joint.before))


def _names_one_unit(joint: Joint) -> bool:
    following = re.match(rf"\s+({WORD})", joint.after)
    return bool(following) and joint.is_word(Words.UNITS, following.group(1))  # type: ignore[union-attr]


def _trails_off(joint: Joint) -> bool:
    return joint.is_word(Words.TAILS, joint.right.group())


def _is_a_choice(joint: Joint) -> bool:
    """ "Phone or email": the question is which, or the options list them."""
    if not joint.is_or:
        return False
    sides = {joint.left.group().lower(), joint.right.group().lower()}
    offered = {word.lower() for option in joint.read.item.options for word in option.split()}
    return bool(sides & offered) or bool(joint.read.lexicon[Words.CHOOSING].search(joint.text))


def _is_a_channel(joint: Joint) -> bool:
    """ "By phone or email" says how, not what."""
    near = joint.before.split()[-3:-1]
    return joint.is_or and any(joint.is_word(Words.CHANNELS, word) for word in near)


def _asks_for_a_fact(joint: Joint) -> bool:
    """ "Did you call or write?" is one fact; "was he late or rude?" is two judgements."""
    if not joint.is_or or joint.read.type.is_scale:
        return False
    is_judged = joint.read.lexicon[Words.JUDGING].search(joint.before)
    return not (joint.read.is_yes_no and is_judged)


def _names_both_ends(joint: Joint) -> bool:
    """ "Friendly or unfriendly", "clear or confusing": two ends of one scale."""
    left, right = joint.left.group().lower(), joint.right.group().lower()
    turned = {prefix + left for prefix in joint.read.lexicon.negating_prefixes}
    turned_back = {prefix + right for prefix in joint.read.lexicon.negating_prefixes}
    if right in turned or left in turned_back:
        return True
    sides = [{words for words in (Words.POSITIVE, Words.NEGATIVE) if joint.is_word(words, word)}
             for word in (left, right)]  # fmt: skip
    return joint.is_or and all(sides) and not sides[0] & sides[1]


HARMLESS: tuple[Callable[[Joint], bool], ...] = (
    _lists_things,
    _sets_the_scene,
    _joins_persons,
    _joins_numbers,
    _joins_names,
    _joins_data,
    _repeats,
    _is_a_stretch,
    _is_a_recipient,
    _names_one_unit,
    _trails_off,
    _is_a_choice,
    _is_a_channel,
    _asks_for_a_fact,
    _names_both_ends,
)
