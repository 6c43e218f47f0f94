"""Word lists of one language, from lexicons/*.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from surveys.questionnaires.lint.phrases import NEVER, compile_phrases

FOLDER = Path(__file__).parent / "lexicons"


class Words(StrEnum):
    """The lists a lexicon has, as section.name."""

    INSTRUCTIONS = "stem.instructions"
    PRELUDES = "stem.preludes"
    ASKING = "stem.asking"
    YES = "options.yes"
    NO = "options.no"
    OUTSIDE = "options.outside"
    NOTHING_TO_SAY = "options.nothing_to_say"
    DECLINE = "options.decline"
    ASKING_AGAIN = "double_barrelled.asking_again"
    CONJUNCTIONS = "double_barrelled.conjunctions"
    ALTERNATIVES = "double_barrelled.alternatives"
    FIXED = "double_barrelled.fixed"
    DETERMINERS = "double_barrelled.determiners"
    PERSONS = "double_barrelled.persons"
    SPANS = "double_barrelled.spans"
    RECIPIENTS = "double_barrelled.recipients"
    UNITS = "double_barrelled.units"
    DATA = "double_barrelled.data"
    TAILS = "double_barrelled.tails"
    CHOOSING = "double_barrelled.choosing"
    CHANNELS = "double_barrelled.channels"
    JUDGING = "double_barrelled.judging"
    CUES = "leading.cues"
    CUES_SILENT = "leading.cues_silent"
    OPENINGS = "leading.openings"
    PRAISE = "leading.praise"
    PRAISE_SILENT = "leading.praise_silent"
    OWNERS = "leading.owners"
    ATTRIBUTES = "leading.attributes"
    ATTRIBUTES_SILENT = "leading.attributes_silent"
    COPULAS = "leading.copulas"
    LOADED = "loaded.words"
    LOADED_SILENT = "loaded.silent"
    NEGATIONS = "negative.words"
    NEGATIVE_FORMS = "negative.forms"
    NEGATIVE_VERBS = "negative.verbs"
    NEGATIONS_SILENT = "negative.silent"
    ABSOLUTES = "absolute.words"
    ABSOLUTES_SILENT = "absolute.silent"
    POSITIVE = "scale.positive"
    NEGATIVE = "scale.negative"
    NEUTRAL = "scale.neutral"
    BETWEEN = "scale.between"
    NOT = "scale.not"
    NOTHING = "scale.nothing"
    SLIGHTLY = "scale.slightly"
    TOO = "scale.too"
    RATE = "scale.rate"
    MEANS = "scale.means"
    SENSITIVE = "required_sensitive.words"
    SENSITIVE_SILENT = "required_sensitive.silent"
    SENSITIVE_OPTIONS = "required_sensitive.options"
    SUPERIORS = "required_sensitive.superiors"
    ASSUMED = "assumption.words"
    ASSUMED_SILENT = "assumption.silent"
    UNBOUNDED = "recall_period.unbounded"
    BOUNDED = "recall_period.bounded"
    COUNTS = "recall_period.counts"
    EVENTS = "recall_period.events"
    LAST = "recall_period.last"
    AGO = "recall_period.ago"
    DAYS = "recall_period.days"
    WEEKS = "recall_period.weeks"
    MONTHS = "recall_period.months"
    QUARTERS = "recall_period.quarters"
    YEARS = "recall_period.years"
    DECADES = "recall_period.decades"
    BELOW = "overlapping_options.below"
    UP_TO = "overlapping_options.up_to"
    ABOVE = "overlapping_options.above"
    FROM = "overlapping_options.from"
    OR_MORE = "overlapping_options.or_more"
    HOURS = "overlapping_options.hours"
    MINUTES = "overlapping_options.minutes"
    TO = "overlapping_options.to"
    TO_BELOW = "overlapping_options.to_below"


class LexiconStatus(StrEnum):
    """How far the words of a language can be trusted."""

    BASELINE = "baseline"
    BETA = "beta"
    NONE = "none"


@dataclass(frozen=True)
class Lexicon:
    """The words of a language; without any, only what needs no words is checked.

    `names_are_capitals`: a capital inside a sentence marks a name, not just any noun.
    `is_graded`: the Flesch–Kincaid grade holds for this language.
    """

    language: str
    status: LexiconStatus
    names_are_capitals: bool
    is_graded: bool
    numbers: Mapping[str, int]
    patterns: Mapping[Words, re.Pattern[str]]
    negating_prefixes: tuple[str, ...] = ()

    def __getitem__(self, words: Words) -> re.Pattern[str]:
        return self.patterns.get(words, NEVER)

    @property
    def has_words(self) -> bool:
        return self.status is not LexiconStatus.NONE


def lexicon_of(language: str) -> Lexicon:
    """The lexicon of a language, or of its plain form ("pt" for "pt-br"), or one without words."""
    return _load(language.strip().lower().replace("_", "-").partition("-")[0])


def languages_with_words() -> Mapping[str, LexiconStatus]:
    """Every language that has a lexicon, with its status."""
    return {path.stem: lexicon_of(path.stem).status for path in sorted(FOLDER.glob("*.toml"))}


@cache
def _load(language: str) -> Lexicon:
    path = FOLDER / f"{language}.toml"
    if path not in FOLDER.glob("*.toml"):
        return Lexicon(language, LexiconStatus.NONE, False, False, {}, {})
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    return Lexicon(
        language=language,
        status=LexiconStatus(content["status"]),
        names_are_capitals=content["names_are_capitals"],
        is_graded=content["is_graded"],
        numbers=content["numbers"],
        patterns={
            words: compile_phrases(_phrases(content, words), content["groups"]) for words in Words
        },
        negating_prefixes=tuple(content["negative"]["prefixes"]),
    )


def _phrases(content: Mapping[str, Mapping[str, list[str]]], words: Words) -> list[str]:
    section, _, name = words.value.partition(".")
    return content[section][name]
